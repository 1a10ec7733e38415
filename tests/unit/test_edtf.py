"""Are dates read, compared and moved as the documents mean them, without adding a day that nobody gave?"""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.analysis.edtf import (
    DateError,
    DateFault,
    Days,
    Order,
    add,
    as_at_day,
    before,
    by,
    compare,
    from_bounds,
    interval_days,
    on,
    parse,
    same_day,
)
from kembar.analysis.truth import Truth

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN

days = st.dates(min_value=date(1800, 1, 1), max_value=date(2200, 12, 31))
plain_texts = days.flatmap(lambda day: st.sampled_from([day.isoformat()[:length] for length in (4, 7, 10)]))
marked_texts = st.builds(lambda text, mark: text + mark, plain_texts, st.sampled_from(["", "", "~", "?", "%"]))
open_digits = st.builds(lambda text: text[:3] + "X", plain_texts)


@st.composite
def intervals(draw):
    start, end = sorted((draw(days), draw(days)))
    length = draw(st.sampled_from([4, 7, 10]))
    left = draw(st.sampled_from([start.isoformat()[:length], "..", ""]))
    right = draw(st.sampled_from([end.isoformat()[:length], ".."])) if left not in ("", "..") else end.isoformat()
    return f"{left}/{right}"


texts = st.one_of(marked_texts, open_digits, intervals(), st.just(""))
edtfs = texts.map(parse)


def some_days(value):
    """A few days that the date may be, for checking a rule against its meaning."""
    first = value.earliest or date(1700, 1, 1)
    last = value.latest or date(2300, 1, 1)
    return st.dates(min_value=first, max_value=last)


@pytest.mark.parametrize(
    "text,earliest,latest,precision",
    [
        ("2016", "2016-01-01", "2016-12-31", "year"),
        ("2016-11", "2016-11-01", "2016-11-30", "month"),
        ("2016-02", "2016-02-01", "2016-02-29", "month"),
        ("2016-11-21", "2016-11-21", "2016-11-21", "day"),
        ("201X", "2010-01-01", "2019-12-31", "decade"),
        ("19xx", "1900-01-01", "1999-12-31", "century"),
        ("2016-XX", "2016-01-01", "2016-12-31", "year"),
        ("2016-11-XX", "2016-11-01", "2016-11-30", "month"),
        ("2017/2018", "2017-01-01", "2018-12-31", "interval"),
        ("2016-11/2017", "2016-11-01", "2017-12-31", "interval"),
        ("2016/..", "2016-01-01", None, "interval"),
        ("2016-11/..", "2016-11-01", None, "interval"),
        ("../2022", None, "2022-12-31", "interval"),
        ("/2022", None, "2022-12-31", "interval"),
        ("", None, None, "unknown"),
    ],
)
def test_a_date_is_the_set_of_its_possible_days(text, earliest, latest, precision):
    value = parse(text)
    assert value.earliest == (date.fromisoformat(earliest) if earliest else None)
    assert value.latest == (date.fromisoformat(latest) if latest else None)
    assert value.precision == precision
    assert not value.approximate
    assert not value.uncertain


@pytest.mark.parametrize(
    "text,earliest,latest",
    [
        ("2016~", "2015-01-01", "2017-12-31"),
        ("2016-01~", "2015-12-01", "2016-02-29"),
        ("2016-03-01~", "2016-02-29", "2016-03-02"),
        ("201X~", "2000-01-01", "2029-12-31"),
        ("2016~/2018", "2015-01-01", "2018-12-31"),
        ("9999~", "9998-01-01", "9999-12-31"),
        ("0001-01-01~", "0001-01-01", "0001-01-02"),
    ],
)
def test_about_widens_by_one_unit_either_way(text, earliest, latest):
    value = parse(text)
    assert (value.earliest, value.latest) == (date.fromisoformat(earliest), date.fromisoformat(latest))
    assert value.approximate
    assert not value.uncertain


def test_a_doubted_date_is_not_widened_but_says_so():
    assert parse("2016-11?").latest == date(2016, 11, 30)
    assert parse("2016-11?").uncertain
    both = parse("2016%")
    assert (both.approximate, both.uncertain, both.earliest) == (True, True, date(2015, 1, 1))


@pytest.mark.parametrize(
    "text,code",
    [
        ("2020-02-31", "no_such_day"),
        ("2019-02-29", "no_such_day"),
        ("2016-13", "no_such_month"),
        ("2016-00", "no_such_month"),
        ("2016-11-00", "no_such_day"),
        ("2016-21", "season"),
        ("2018/2017", "end_before_start"),
        ("2016-11-21/2016-11-20", "end_before_start"),
        ("2016~/2015~", "end_before_start"),
        ("../..", "interval_without_ends"),
        ("/", "interval_without_ends"),
        ("0000", "year_out_of_range"),
        ("2016-11-21T10:00", "time_of_day"),
        ("2016/2017/2018", "not_a_date"),
        ("November 2016", "not_a_date"),
        ("2016-1-1", "not_a_date"),
        ("٢٠١٦", "not_a_date"),
        ("2016-XX-11", "not_a_date"),
        ("201X-06", "not_a_date"),
        ("1985-12-32/..", "no_such_day"),
    ],
)
def test_what_is_not_a_date_is_refused_with_its_reason_and_its_text(text, code):
    with pytest.raises(DateError) as refused:
        parse(text)
    assert refused.value.code == code
    assert refused.value.text == text


@given(texts)
def test_the_canonical_text_reads_back_to_the_same_date(text):
    assert parse(parse(text).text) == parse(text)


@given(edtfs)
def test_the_shortest_text_of_the_bounds_has_the_same_bounds(value):
    again = from_bounds(value.earliest, value.latest)
    assert (again.earliest, again.latest) == (value.earliest, value.latest)


@pytest.mark.parametrize(
    "earliest,latest,text",
    [
        ("2016-11-21", "2016-11-21", "2016-11-21"),
        ("2016-11-01", "2016-11-30", "2016-11"),
        ("2016-01-01", "2016-12-31", "2016"),
        ("2016-01-01", "2017-12-31", "2016/2017"),
        ("2016-02-01", "2017-12-31", "2016-02/2017-12"),
        ("2016-02-02", "2017-12-31", "2016-02-02/2017-12-31"),
        ("2016-01-01", None, "2016/.."),
        (None, "2016-02-29", "../2016-02"),
        (None, None, ""),
    ],
)
def test_bounds_are_written_as_shortly_as_can_be(earliest, latest, text):
    first, last = (date.fromisoformat(day) if day else None for day in (earliest, latest))
    assert from_bounds(first, last).text == text


def test_bounds_the_wrong_way_round_are_refused():
    with pytest.raises(DateError) as refused:
        from_bounds(date(2018, 1, 1), date(2017, 1, 1))
    assert refused.value.code is DateFault.END_BEFORE_START


@pytest.mark.parametrize(
    "a,b,answer",
    [
        ("2015-09-23", "2016-07-19", YES),
        ("2016", "2017", YES),
        ("2017", "2016", NO),
        ("2016", "2016-11-21", UNKNOWN),
        ("2016-12-31", "2016", NO),
        ("2016-11-21", "2016-11-21", NO),
        ("../2015", "2016", YES),
        ("2016/..", "2015-12-31", NO),
        ("2016/..", "2020", UNKNOWN),
        ("", "2020", UNKNOWN),
    ],
)
def test_before_is_said_only_when_every_possible_day_agrees(a, b, answer):
    assert before(parse(a), parse(b)) is answer


@given(st.data(), edtfs, edtfs)
def test_comparison_never_contradicts_a_possible_pair_of_days(data, a, b):
    x, y = data.draw(some_days(a)), data.draw(some_days(b))
    assert before(a, b) in (Truth.of(x < y), UNKNOWN)
    assert by(a, y) in (Truth.of(x <= y), UNKNOWN)
    assert same_day(a, b) in (Truth.of(x == y), UNKNOWN)
    order = compare(a, b)
    actual = Order.BEFORE if x < y else Order.AFTER if x > y else Order.SAME_DAY
    assert order in (actual, Order.CANNOT_BE_SAID)


@given(edtfs, days)
def test_unknown_is_answered_only_where_both_answers_are_possible(value, day):
    if by(value, day) is UNKNOWN:
        assert value.earliest is None or value.earliest <= day
        assert value.latest is None or value.latest > day


@given(edtfs, days)
def test_once_by_a_day_always_by_later_days(value, day):
    later = day + timedelta(days=40)
    if by(value, day) is YES:
        assert by(value, later) is YES
    if by(value, later) is NO:
        assert by(value, day) is NO


def test_by_a_day_is_inclusive_and_three_valued():
    november = parse("2016-11")
    assert by(november, date(2016, 10, 31)) is NO
    assert by(november, date(2016, 11, 1)) is UNKNOWN
    assert by(november, date(2016, 11, 29)) is UNKNOWN
    assert by(november, date(2016, 11, 30)) is YES
    assert by(parse(""), date(2100, 1, 1)) is UNKNOWN


@pytest.mark.requirement("R-024")
def test_tangerang_selatan_and_daejeon_took_300_and_64_days_and_364_in_all():
    letter, statement, memorandum = parse("2015-09-23"), parse("2016-07-19"), parse("2016-09-21")
    assert interval_days(letter, statement) == Days(300, 300)
    assert interval_days(statement, memorandum) == Days(64, 64)
    assert interval_days(letter, memorandum) == Days(364, 364)
    assert interval_days(letter, memorandum).is_exact


@pytest.mark.requirement("R-024")
def test_an_interval_between_partial_dates_is_a_range_and_between_open_ones_unknown():
    assert interval_days(parse("2013"), parse("2015")) == Days(366, 1094)
    assert interval_days(parse("2013"), parse("2015/..")) is None


@given(st.data(), edtfs, edtfs)
def test_the_days_between_lie_in_the_range(data, a, b):
    between = interval_days(a, b)
    if between is not None:
        x, y = data.draw(some_days(a)), data.draw(some_days(b))
        assert between.min <= (y - x).days <= between.max


@pytest.mark.parametrize(
    "text,step,moved",
    [
        ("2016-11-01", {"years": 5}, "2021-11-01"),
        ("2016-11", {"years": 5}, "2021-11"),
        ("2016", {"years": 5}, "2021"),
        ("2016~", {"years": 5}, "2021~"),
        ("2016-11?", {"months": 2}, "2017-01?"),
        ("2016-02-29", {"years": 1}, "2017-02-28"),
        ("2016-02-29", {"years": 4}, "2020-02-29"),
        ("2016-01-31", {"months": 1}, "2016-02-29"),
        ("2016-04", {"months": 1}, "2016-05"),
        ("2015-02", {"years": 1}, "2016-02"),
        ("2021-11-01", {"months": -6}, "2021-05-01"),
        ("2016", {"months": 6}, "2016-07/2017-06"),
        ("2016~", {"months": 6}, "2015-07/2018-06"),
        ("2016?", {"months": 6}, "2016-07?/2017-06?"),
        ("2016-11", {"days": 10}, "2016-11-11/2016-12-10"),
        ("2016-11-21", {"months": 1, "days": 10}, "2016-12-31"),
        ("201X", {"years": 5}, "2015/2024"),
        ("2016/..", {"years": 5}, "2021/.."),
        ("2016/2017", {"months": 6}, "2016-07/2018-06"),
        ("", {"years": 5}, ""),
    ],
)
def test_a_date_moves_by_calendar_units_and_a_partial_one_stays_partial(text, step, moved):
    assert add(parse(text), **step).text == moved


def test_a_date_outside_the_calendar_is_refused():
    for text, step in (("9999", {"years": 1}), ("9999-12-31", {"days": 1}), ("0001", {"years": -1})):
        with pytest.raises(DateError) as refused:
            add(parse(text), **step)
        assert refused.value.code is DateFault.YEAR_OUT_OF_RANGE


def moved_by_hand(day, years, months, step):
    number = day.year * 12 + day.month - 1 + years * 12 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) + timedelta(days=step)


@given(st.data(), edtfs, st.integers(-10, 10), st.integers(-20, 20), st.integers(-40, 40))
def test_every_possible_day_moves_into_the_moved_date(data, value, years, months, step):
    day = data.draw(some_days(value))
    moved = add(value, years=years, months=months, days=step)
    target = moved_by_hand(day, years, months, step)
    assert moved.earliest is None or moved.earliest <= target
    assert moved.latest is None or moved.latest >= target


@pytest.mark.parametrize(
    "text,day",
    [("2018", "2018-12-31"), ("2016-02", "2016-02-29"), ("2016-11-21", "2016-11-21"), (" 2018 ", "2018-12-31")],
)
def test_as_at_a_year_or_a_month_means_its_last_day(text, day):
    assert as_at_day(text) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text,code",
    [
        ("", "not_an_as_at"),
        ("2017/2018", "not_an_as_at"),
        ("2016~", "not_an_as_at"),
        ("2016?", "not_an_as_at"),
        ("201X", "not_an_as_at"),
        ("2016-XX", "not_an_as_at"),
        ("yesterday", "not_a_date"),
        ("2018-02-30", "no_such_day"),
    ],
)
def test_an_as_at_that_is_no_single_day_month_or_year_is_refused(text, code):
    with pytest.raises(DateError) as refused:
        as_at_day(text)
    assert refused.value.code == code


def test_a_day_of_the_calendar_is_an_exact_date():
    assert on(date(2016, 11, 21)) == parse("2016-11-21")
    assert on(date(2016, 11, 21)).is_exact
    assert parse("").is_unknown
    assert str(parse("2016-11")) == "2016-11"
