"""Several workers at the same moment: are guesses still counted one by one, and does an office keep a head?"""

from kembar.access.rules import ACCOUNT
from tests.factories.at_once import answer, at_once, run

WORKERS, WHERE = 4, "racing_offices"


def test_many_workers_let_no_more_guesses_through_than_one_and_heads_who_remove_each_other_leave_one(tmp_path):
    answer(run(WHERE, tmp_path, "prepare"))
    guesses = at_once(run(WHERE, tmp_path, "guess", number, 20) for number in range(WORKERS))
    removed = at_once(run(WHERE, tmp_path, "remove", number, 0) for number in range(WORKERS))
    assert sum(guesses) == ACCOUNT.free
    assert sum(removed) == WORKERS - 1
    assert answer(run(WHERE, tmp_path, "outcome")) == {"tries": ACCOUNT.free, "heads": 1}
