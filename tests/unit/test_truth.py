"""Does three-valued logic keep unknown apart from no?"""

import pytest

from kembar.analysis.truth import Truth, all_of, any_of

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


@pytest.mark.parametrize(
    "a,b,both,either",
    [
        (YES, YES, YES, YES),
        (YES, NO, NO, YES),
        (YES, UNKNOWN, UNKNOWN, YES),
        (NO, YES, NO, YES),
        (NO, NO, NO, NO),
        (NO, UNKNOWN, NO, UNKNOWN),
        (UNKNOWN, YES, UNKNOWN, YES),
        (UNKNOWN, NO, NO, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_and_and_or_follow_kleenes_table(a, b, both, either):
    assert a & b is both
    assert a | b is either
    assert ~(~a | ~b) is both, "De Morgan"


def test_not_of_unknown_stays_unknown():
    assert (~YES, ~NO, ~UNKNOWN) == (NO, YES, UNKNOWN)


def test_a_truth_refuses_to_be_read_as_a_plain_condition():
    with pytest.raises(TypeError, match="unknown is neither"):
        bool(UNKNOWN)


def test_truth_of_a_missing_value_is_unknown():
    assert (Truth.of(True), Truth.of(False), Truth.of(None)) == (YES, NO, UNKNOWN)
    assert [answer.as_bool for answer in (YES, NO, UNKNOWN)] == [True, False, None]
    assert [answer.known for answer in (YES, NO, UNKNOWN)] == [True, True, False]


def test_joining_many_answers():
    assert all_of([]) is YES
    assert any_of([]) is NO
    assert all_of([YES, UNKNOWN]) is UNKNOWN
    assert all_of([UNKNOWN, NO]) is NO
    assert any_of([UNKNOWN, NO]) is UNKNOWN
    assert any_of([UNKNOWN, YES]) is YES
