"""Which letter can answer which, and how long did it take? By hand."""

import pytest

from kembar.analysis.edtf import Days, parse
from kembar.partnerships.rules.answers import days_to_answer, is_circle, misplaced


@pytest.mark.parametrize(
    ("asked", "answer", "why"),
    [
        (("a", "2020-03-03"), ("b", "2020-03-15"), ""),
        (("a", "2020-03-03"), ("a", "2020-03-15"), "answers_own_side"),
        (("a", "2020-03-03"), ("b", "2020-03-02"), "answers_what_came_later"),
        (("a", "2020-03-03"), ("b", "2020-03-03"), ""),
        (("a", "2020-03"), ("b", "2020-03-01"), ""),  # may be the same day
        (("a", "2020-03"), ("b", "2020-02"), "answers_what_came_later"),
        (("", "2020-03-03"), ("", "2020-03-15"), ""),
        (("both", "2020-03-03"), ("both", "2020-03-15"), ""),
    ],
)
def test_an_answer_comes_from_the_other_side_and_not_before(asked, answer, why):
    assert misplaced(asked=(asked[0], parse(asked[1])), answer=(answer[0], parse(answer[1]))) == why


def test_without_dates_only_the_sides_are_looked_at():
    assert misplaced(asked=("a", None), answer=("b", None)) == ""
    assert misplaced(asked=("a", None), answer=("a", None)) == "answers_own_side"


def test_a_chain_of_answers_is_no_circle_unless_it_comes_back():
    assert not is_circle(3, {3: 2, 2: 1, 1: None})
    assert is_circle(1, {1: 3, 3: 2, 2: 1})
    assert not is_circle(4, {4: 1, 1: 2, 2: 1})  # another circle that 4 is not part of


def test_days_to_an_answer_are_a_range_where_dates_are_not_days():
    assert days_to_answer(parse("2020-03-03"), parse("2020-03-15")) == Days(12, 12)
    assert days_to_answer(parse("2020-03-03"), parse("2020-04")) == Days(29, 58)
    assert days_to_answer(parse("2020-03"), parse("2020-03")) == Days(0, 30)
    assert days_to_answer(parse("2020-03-03"), None) is None
