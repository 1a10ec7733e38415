"""Days, numbers and names are said as people say them, in both languages, and a gap is never silent."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kembar.analysis.edtf import Days, from_bounds, interval_days, parse
from kembar.ui import words
from kembar.ui.templatetags import kembar_ui as tags


@pytest.fixture(autouse=True)
def _english_words():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "text, said",
    [
        ("2016-09-21", "21 September 2016"),
        ("2016-11", "November 2016"),
        ("2016", "2016"),
        ("2016~", "about 2016"),
        ("2016?", "2016 (uncertain)"),
        ("2016%", "about 2016 (uncertain)"),
        ("2016-05~", "about May 2016"),
        ("201X", "the 2010s"),
        ("20XX", "the 2000s"),
        ("2016-XX", "some day in 2016"),
        ("2016-11-XX", "some day in November 2016"),
        ("../2022", "on or before 2022"),
        ("/2022", "? – 2022"),
        ("2010/", "2010 – ?"),
        ("2010/..", "from 2010, open-ended"),
        ("2017/2018", "2017–2018"),
        ("2017-03/2018-04", "March 2017 – April 2018"),
        ("", "unknown"),
    ],
)
def test_a_date_is_said_as_the_source_gives_it(text, said):
    assert words.edtf(text, "en") == said
    assert words.edtf(parse(text), "en") == said


@pytest.mark.parametrize(
    "text, said",
    [
        ("2015/2020", "some time between 2015 and 2020"),
        ("2017-04/2021", "some time between April 2017 and 2021"),
        ("../2020", "on or before 2020"),
        ("2016-11", "November 2016"),
        ("", "unknown"),
    ],
)
def test_what_happened_once_lies_between_its_bounds(text, said):
    assert words.moment(text, "en") == said


def test_months_and_days_follow_the_language():
    assert words.edtf("2016-05", "id") == "Mei 2016"
    assert words.day(date(2016, 8, 17), "id") == "17 Agustus 2016"
    assert words.day(date(2016, 8, 17), "en") == "17 August 2016"


def test_a_text_that_is_no_date_is_shown_as_written():
    assert words.edtf("in the third year", "en") == "in the third year"


@pytest.mark.parametrize(
    "earliest, latest, said",
    [
        (date(2021, 5, 1), date(2021, 5, 31), "some day in May 2021"),
        (date(2020, 2, 1), date(2020, 2, 29), "some day in February 2020"),
        (date(2021, 2, 1), date(2021, 3, 31), "between 1 February 2021 and 31 March 2021"),
        (date(2021, 1, 1), date(2021, 12, 31), "some day in 2021"),
        (date(2020, 1, 1), date(2021, 12, 31), "some day in 2020–2021"),
        (date(2021, 5, 2), date(2021, 5, 2), "2 May 2021"),
        (None, date(2021, 5, 2), "on or before 2 May 2021"),
        (date(2021, 5, 2), None, "on or after 2 May 2021"),
        (None, None, "unknown"),
    ],
)
def test_a_range_says_that_the_day_is_not_known(earliest, latest, said):
    assert words.some_day(earliest, latest, "en") == said


days = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))


@given(days, st.integers(0, 4000))
def test_every_range_of_days_can_be_said_and_names_its_years(first, length):
    last = min(first + timedelta(days=length), date.max) if first <= date.max - timedelta(days=length) else first
    for language in ("id", "en"):
        said = words.edtf(from_bounds(first, last), language)
        assert str(first.year) in said
        assert str(last.year) in said
        assert words.some_day(first, last, language)


def test_numbers_follow_the_language():
    assert words.number(1234567.5, "id") == "1.234.567,5"
    assert words.number(1234567.5, "en") == "1,234,567.5"
    assert words.number(0, "en") == "0"
    assert words.number(2.345, "id", 1) == "2,3"
    assert words.percent(0.1055, "en") == "11\u202f%"
    assert words.km(5276.4, "id") == "5.276\u00a0km"
    assert words.km(3.44, "en") == "3.4\u00a0km"


def test_days_between_are_one_number_or_a_range():
    first, second = parse("2015-09-23"), parse("2016-07-19")
    assert words.days_range(interval_days(first, second), "en") == "300 days"  # document 000, lines 30 and 167
    assert words.days_range(1, "en") == "1 day"
    assert words.days_range(Days(300, 1364), "en") == "300 to 1,364 days"
    assert words.days_range((28, 59), "en") == "28 to 59 days"


def test_countries_are_named_in_the_language_and_unknown_codes_stay():
    assert words.country("KR", "id") == "Korea Selatan"
    assert words.country("kr", "en") == "South Korea"
    assert words.country("QX", "en") == "QX"


@pytest.mark.parametrize(
    "say", [tags.day, tags.edtf, tags.some_day, tags.number, tags.percent, tags.km, tags.days_range, tags.country]
)
def test_a_missing_value_is_said_to_be_unknown(say):
    assert say(None) == '<span class="unknown">unknown</span>'


def test_zero_is_not_missing():
    assert tags.number(0) == "0"
    assert tags.percent(0) == "0\u202f%"
    assert tags.days_range(0) == "0 days"


def test_a_text_in_another_language_alone_is_marked():
    both = {"id": "pendidikan", "en": "education"}
    assert tags.text(both) == "education"
    assert tags.text({"id": "pendidikan & <b>", "en": ""}) == '<span lang="id">pendidikan &amp; &lt;b&gt;</span>'
    with translation.override("id"):
        assert tags.text(both) == "pendidikan"
    assert tags.text("as it is") == "as it is"
    assert tags.text({}) == tags.text(None) == ""
