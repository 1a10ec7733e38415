"""When several people change one row at the same moment, is nobody's change lost or half-done?"""

from tests.factories.at_once import answer, at_once, run

EDITORS, TIMES = 4, 10


def test_editors_of_one_row_at_once_lose_nothing_and_the_slower_one_is_told(tmp_path):
    answer(run("racing", tmp_path, "prepare"))
    results = at_once(run("racing", tmp_path, "race", number, TIMES) for number in range(EDITORS))
    assert [one["done"] for one in results] == [TIMES] * EDITORS
    assert sum(one["conflicts"] for one in results) > 0
    after = answer(run("racing", tmp_path, "outcome"))
    assert after == {
        "version": 1 + EDITORS * TIMES,
        "events": EDITORS * TIMES,
        "standing": 1,
        "stands": True,
        "chained": True,
        "differed": 0,
    }
