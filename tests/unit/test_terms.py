"""Are expiry and renewal window computed as the text says, and as ranges where the start is known only in part?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.analysis.edtf import on, parse
from kembar.analysis.truth import Truth
from kembar.partnerships.rules import Term, expiry, in_force, in_window, renewal_window, runs_out

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
FIVE_YEARS = Term(kind="fixed", years=5, renewal_window_months=6)


def day(text):
    return date.fromisoformat(text)


@pytest.mark.requirement("R-013")
def test_five_years_from_1_november_2016_end_on_1_november_2021_and_may_be_renewed_from_1_may():
    start = parse("2016-11-01")
    assert expiry(start, FIVE_YEARS) == parse("2021-11-01")
    window = renewal_window(start, FIVE_YEARS)
    assert (window.opens.text, window.closes.text) == ("2021-05-01", "2021-11-01")
    assert in_window(start, FIVE_YEARS, day("2021-04-30")) is NO
    assert in_window(start, FIVE_YEARS, day("2021-05-01")) is YES
    assert in_window(start, FIVE_YEARS, day("2021-10-31")) is YES
    assert in_window(start, FIVE_YEARS, day("2021-11-01")) is UNKNOWN, "nobody told whether the last day counts"
    assert in_window(start, FIVE_YEARS, day("2021-11-02")) is NO


@pytest.mark.requirement("R-013")
def test_bogor_kisarazu_ends_some_day_in_november_2021_and_its_window_opens_some_day_in_may():
    start = parse("2016-11")
    assert expiry(start, FIVE_YEARS).text == "2021-11"
    assert renewal_window(start, FIVE_YEARS).opens.text == "2021-05"
    assert in_window(start, FIVE_YEARS, day("2021-04-30")) is NO
    assert in_window(start, FIVE_YEARS, day("2021-05-15")) is UNKNOWN
    assert in_window(start, FIVE_YEARS, day("2021-05-31")) is YES
    assert in_window(start, FIVE_YEARS, day("2021-11-15")) is UNKNOWN
    assert in_window(start, FIVE_YEARS, day("2021-12-01")) is NO


@pytest.mark.parametrize("counts,answer", [(True, YES), (False, NO), (None, UNKNOWN)])
def test_the_day_of_expiry_itself_depends_on_whether_the_last_day_counts(counts, answer):
    term = Term(kind="fixed", years=5, last_day_counts=counts)
    start = parse("2016-11-01")
    assert in_force(start, term, day("2016-10-31")) is NO
    assert in_force(start, term, day("2016-11-01")) is YES
    assert in_force(start, term, day("2021-10-31")) is YES
    assert in_force(start, term, day("2021-11-01")) is answer
    assert in_force(start, term, day("2021-11-02")) is NO


@pytest.mark.parametrize(
    "term",
    [
        None,
        Term(),
        Term(kind="open_ended"),
        Term(kind="auto_renewing", years=5, renewal_window_months=6),
        Term(kind="fixed"),
    ],
)
def test_what_does_not_run_out_by_itself_or_has_no_length_told_has_no_expiry(term):
    start = parse("2016-11-01")
    assert expiry(start, term) is None
    assert runs_out(start, term) is None
    assert renewal_window(start, term) is None
    assert in_window(start, term, day("2021-06-01")) is UNKNOWN
    assert in_force(start, term, day("2100-01-01")) is YES


def test_an_end_that_the_text_names_goes_before_a_computed_one():
    term = Term(kind="fixed", years=5, ends=parse("2020-12-31"), last_day_counts=True, renewal_window_months=3)
    assert expiry(parse("2016-11-01"), term) == parse("2020-12-31")
    assert runs_out(parse("2016-11-01"), term) == parse("2021-01-01")
    assert renewal_window(parse("2016-11-01"), term).opens == parse("2020-09-30")


def test_a_term_from_29_february_ends_on_28_february_of_a_common_year():
    assert expiry(parse("2016-02-29"), Term(kind="fixed", years=5)) == parse("2021-02-28")
    assert expiry(parse("2016-02-29"), Term(kind="fixed", years=4)) == parse("2020-02-29")


def test_an_unknown_start_gives_an_unknown_end():
    assert expiry(parse(""), FIVE_YEARS).is_unknown
    assert in_force(parse(""), FIVE_YEARS, day("2020-01-01")) is UNKNOWN


def test_a_term_of_negative_length_is_refused():
    with pytest.raises(ValueError, match="negative"):
        Term(kind="fixed", years=-1)


@given(
    st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    st.sampled_from([4, 7]),
    st.integers(0, 10),
    st.integers(1, 30),
    st.dates(date(1990, 1, 1), date(2050, 1, 1)),
    st.booleans(),
)
def test_what_is_said_of_a_partial_start_is_true_of_every_day_it_may_be(start, length, years, months, when, counts):
    term = Term(kind="fixed", years=years, months=months, renewal_window_months=6, last_day_counts=counts)
    partial, exact = parse(start.isoformat()[:length]), on(start)
    assert in_force(partial, term, when) in (in_force(exact, term, when), UNKNOWN)
    assert in_window(partial, term, when) in (in_window(exact, term, when), UNKNOWN)
    assert in_force(exact, term, when) is not UNKNOWN
