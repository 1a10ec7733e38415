"""When was it, as far as the source says, and what may be concluded from that?

Dates are kept as EDTF (ISO 8601-2:2019), level 0 and the part of level 1 that documents need:

    2016-11-21  2016-11  2016          a day, some day of a month, some day of a year
    2016~  2016-11?  2016%             approximate, uncertain, both
    201X  20XX  2016-XX  2016-11-XX    digits that the source leaves open
    2017/2018  2016/..  ../2022        from and to; `..` is open, an empty end (`2016/`) unknown
    (empty)                            unknown

Each value is a set of possible days, known by its first and last day (`earliest`, `latest`; None = no bound). One event
dated with an interval happened on some day within it. Comparison is three-valued: where the possible days overlap, the
answer is that it cannot be said. Nothing is padded to a day.

Two readings are ours, because the standard leaves them to the user:
`~` widens by one unit of the date's own precision either way (2016~ is any day of 2015, 2016 or 2017);
`?` does not widen: the value stands as told, and the doubt is shown beside it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Literal

from kembar.analysis.truth import Truth

Precision = Literal["day", "month", "year", "decade", "century", "interval", "unknown"]

_DATE = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?(?P<mark>[~?%]?)"
)
_SEASONS = range(21, 42)  # ISO 8601-2 writes seasons, quarters and halves of a year as months 21 to 41


class DateFault(StrEnum):
    """Why a text is not a date, as a code to which the pages give a sentence."""

    NOT_A_DATE = "not_a_date"
    NO_SUCH_MONTH = "no_such_month"
    NO_SUCH_DAY = "no_such_day"
    YEAR_OUT_OF_RANGE = "year_out_of_range"
    SEASON = "season"
    TIME_OF_DAY = "time_of_day"
    END_BEFORE_START = "end_before_start"
    INTERVAL_WITHOUT_ENDS = "interval_without_ends"
    NOT_AN_AS_AT = "not_an_as_at"
    AMBIGUOUS_YEAR = "ambiguous_year"  # two digits, as in 21/09/16
    NEEDS_ANCHOR = "needs_anchor"  # "in the third year" says nothing without the event it counts from


class DateError(ValueError):
    """A text that cannot be read as a date: `code` says why, `text` is what was given."""

    def __init__(self, code: DateFault, text: str) -> None:
        super().__init__(f"{code.value}: {text!r}")
        self.code = code
        self.text = text


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date as a source gives it. Made by `parse`, `on` or `from_bounds`, never by hand.

    text         canonical EDTF; `parse(x.text) == x` always holds
    earliest     first possible day, None when there is no lower bound
    latest       last possible day (inclusive), None when there is no upper bound
    approximate  the source says "about" (`~` or `%`); the bounds are already widened
    uncertain    the source doubts it (`?` or `%`); the bounds are as told
    precision    the finest unit that is known
    """

    text: str
    earliest: date | None
    latest: date | None
    approximate: bool
    uncertain: bool
    precision: Precision

    @property
    def is_unknown(self) -> bool:
        """Nothing at all is known of when it was."""
        return self.earliest is None and self.latest is None

    @property
    def is_exact(self) -> bool:
        """Only one day is possible."""
        return self.earliest is not None and self.earliest == self.latest

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Days:
    """How many days lie between two dates: at least `min`, at most `max` (equal when both dates are days)."""

    min: int
    max: int

    @property
    def is_exact(self) -> bool:
        """Only one number of days is possible."""
        return self.min == self.max


class Order(StrEnum):
    """How two dates lie to each other."""

    BEFORE = "before"
    SAME_DAY = "same_day"
    AFTER = "after"
    CANNOT_BE_SAID = "cannot_be_said"


# --- reading -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=16384)
def parse(text: str) -> Edtf:
    """The date that an EDTF text stands for. Raises `DateError` for anything else.

    >>> parse("2016-11").latest
    datetime.date(2016, 11, 30)
    """
    canonical = text.strip().upper()
    if not canonical:
        return Edtf("", None, None, False, False, "unknown")
    if "/" not in canonical:
        return _parse_date(canonical, text)
    start_text, _, end_text = canonical.partition("/")
    start, end = _parse_end(start_text, text), _parse_end(end_text, text)
    if start is None and end is None:
        raise DateError(DateFault.INTERVAL_WITHOUT_ENDS, text)
    if start is not None and end is not None and _plain(start).earliest > _plain(end).latest:  # type: ignore[operator]
        raise DateError(DateFault.END_BEFORE_START, text)
    ends = [end for end in (start, end) if end is not None]
    return Edtf(
        text=canonical,
        earliest=start.earliest if start else None,
        latest=end.latest if end else None,
        approximate=any(end.approximate for end in ends),
        uncertain=any(end.uncertain for end in ends),
        precision="interval",
    )


def on(day: date) -> Edtf:
    """The date that is exactly this day."""
    return parse(day.isoformat())


def is_edtf(text: str) -> bool:
    """Whether `parse` reads the text."""
    try:
        parse(text)
    except DateError:
        return False
    return True


def from_bounds(earliest: date | None, latest: date | None) -> Edtf:
    """Some day from `earliest` to `latest` (inclusive), written as shortly as EDTF can.

    Raises `DateError` when the last possible day lies before the first.
    """
    if earliest is None and latest is None:
        return parse("")
    first = _unit_starting(earliest) if earliest else {}
    last = _unit_ending(latest) if latest else {}
    for unit in ("year", "month", "day"):
        start, end = first.get(unit), last.get(unit)
        if (earliest and not start) or (latest and not end):
            continue
        return parse(start if start == end and start else f"{start or '..'}/{end or '..'}")
    raise AssertionError("a day always has a text")


def as_at_day(text: str) -> date:
    """The day that an as-at means: a day itself, the last day of a month or a year.

    An as-at must be one plain year, month or day; a range, an open or an approximate date raises `DateError`.
    """
    value = parse(text)
    if value.precision not in ("day", "month", "year") or value.approximate or value.uncertain or "X" in value.text:
        raise DateError(DateFault.NOT_AN_AS_AT, text)
    assert value.latest is not None
    return value.latest


# --- comparing -----------------------------------------------------------------------------------------------------


def before(a: Edtf, b: Edtf) -> Truth:
    """Whether `a` lies on an earlier day than `b`.

    YES when a.latest < b.earliest, NO when a.earliest >= b.latest, UNKNOWN where possible days overlap.
    """
    if a.latest is not None and b.earliest is not None and a.latest < b.earliest:
        return Truth.YES
    if a.earliest is not None and b.latest is not None and a.earliest >= b.latest:
        return Truth.NO
    return Truth.UNKNOWN


def by(a: Edtf, day: date) -> Truth:
    """Whether `a` lies on or before `day`: the test of valid time that every as-at answer rests on."""
    if a.latest is not None and a.latest <= day:
        return Truth.YES
    if a.earliest is not None and a.earliest > day:
        return Truth.NO
    return Truth.UNKNOWN


def same_day(a: Edtf, b: Edtf) -> Truth:
    """Whether `a` and `b` are the same day: YES only when both are exact, NO when no day is possible for both."""
    if a.is_exact and b.is_exact:
        return Truth.of(a.earliest == b.earliest)
    if Truth.YES in (before(a, b), before(b, a)):
        return Truth.NO
    return Truth.UNKNOWN


def compare(a: Edtf, b: Edtf) -> Order:
    """Before, same day, after, or cannot be said."""
    if before(a, b) is Truth.YES:
        return Order.BEFORE
    if before(b, a) is Truth.YES:
        return Order.AFTER
    return Order.SAME_DAY if same_day(a, b) is Truth.YES else Order.CANNOT_BE_SAID


def interval_days(a: Edtf, b: Edtf) -> Days | None:
    """Days from `a` to `b`: min = b.earliest - a.latest, max = b.latest - a.earliest; None where a bound is missing.

    Negative when `b` may lie before `a`. 23 September 2015 to 19 July 2016 is 300 days, to 21 September 2016 another
    64, together 364 (document 000 lines 30 and 167).
    """
    if a.earliest is None or a.latest is None or b.earliest is None or b.latest is None:
        return None
    return Days((b.earliest - a.latest).days, (b.latest - a.earliest).days)


# --- moving --------------------------------------------------------------------------------------------------------


def add(a: Edtf, *, years: int = 0, months: int = 0, days: int = 0) -> Edtf:
    """The date so many years and months, then days, after `a` (before it, when negative).

    A month stays a month and a year a year where whole months or years are added; otherwise the answer is the range of
    possible days. A day that the new month does not have becomes that month's last day: 29 February + 1 year is
    28 February, 31 January + 1 month is 28 or 29 February. A widening by `~` is kept with the mark where the precision
    stays, and becomes plain bounds where it does not.
    Raises `DateError` when the answer lies outside the years 1 to 9999.
    """
    if a.is_unknown:
        return a
    if a.precision == "interval":
        start, _, end = a.text.partition("/")
        moved = [
            part if part in ("", "..") else add(parse(part), years=years, months=months, days=days).text
            for part in (start, end)
        ]
        return parse(f"{moved[0].split('/')[0]}/{moved[1].split('/')[-1]}")
    assert a.earliest is not None
    assert a.latest is not None
    mark = a.text[-1] if a.text[-1] in "~?%" else ""
    shift = 12 * years + months
    stays = (
        a.precision == "day"
        or (a.precision == "month" and days == 0)
        or (a.precision == "year" and days == 0 and shift % 12 == 0)
    )
    base = _plain(a) if stays else a
    assert base.earliest is not None
    assert base.latest is not None
    first = _moved(base.earliest, shift, days, a.text)
    if stays:
        length = {"day": 10, "month": 7, "year": 4}[a.precision]
        return parse(first.isoformat()[:length] + mark)
    last = _moved(base.latest, shift, days, a.text)
    if days == 0:  # whole months stay whole: the last day of April + 1 month is meant as the end of May
        last = last.replace(day=monthrange(last.year, last.month)[1])
    text = from_bounds(first, last).text
    if a.uncertain:
        text = "/".join(part + "?" for part in text.split("/"))
    return parse(text)


# --- inside --------------------------------------------------------------------------------------------------------


def _parse_end(part: str, text: str) -> Edtf | None:
    return None if part in ("", "..") else _parse_date(part, text)


def _parse_date(part: str, text: str) -> Edtf:
    match = _DATE.fullmatch(part)
    if match is None:
        has_time = re.match(r"\d{4}-\d{2}-\d{2}T", part) is not None
        raise DateError(DateFault.TIME_OF_DAY if has_time else DateFault.NOT_A_DATE, text)
    year, month, day, mark = match.group("year", "month", "day", "mark")
    if "X" in year and month is not None:  # level 2, and no document says "June of some year"
        raise DateError(DateFault.NOT_A_DATE, text)
    if month == "XX" and day not in (None, "XX"):
        raise DateError(DateFault.NOT_A_DATE, text)
    precision = _precision(year, month, day)
    first, last = _bounds(year, month, day, precision, text)
    approximate = mark in ("~", "%")
    if approximate:
        first, last = _widen(first, last, precision)
    return Edtf(part, first, last, approximate, mark in ("?", "%"), precision)


def _precision(year: str, month: str | None, day: str | None) -> Precision:
    if year.endswith("XX"):
        return "century"
    if year.endswith("X"):
        return "decade"
    if month in (None, "XX"):
        return "year"
    return "month" if day in (None, "XX") else "day"


def _bounds(year: str, month: str | None, day: str | None, precision: Precision, text: str) -> tuple[date, date]:
    first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if last_year < 1:
        raise DateError(DateFault.YEAR_OUT_OF_RANGE, text)
    first_year = max(first_year, 1)
    if precision in ("century", "decade", "year"):
        return date(first_year, 1, 1), date(last_year, 12, 31)
    number = int(month or 0)
    if number in _SEASONS:
        raise DateError(DateFault.SEASON, text)
    if not 1 <= number <= 12:
        raise DateError(DateFault.NO_SUCH_MONTH, text)
    month_end = monthrange(first_year, number)[1]
    if precision == "month":
        return date(first_year, number, 1), date(first_year, number, month_end)
    if not 1 <= int(day or 0) <= month_end:
        raise DateError(DateFault.NO_SUCH_DAY, text)
    exact = date(first_year, number, int(day or 0))
    return exact, exact


def _widen(first: date, last: date, precision: Precision) -> tuple[date, date]:
    """One unit more on either side, held inside the calendar (years 1 to 9999)."""
    if precision == "day":
        one = timedelta(days=1)
        return (first if first == date.min else first - one), (last if last == date.max else last + one)
    months = {"month": 1, "year": 12, "decade": 120, "century": 1200}[precision]
    start, end = _month_number(first) - months, _month_number(last) + months
    return _month_first(max(start, 12)), _month_last(min(end, 9999 * 12 + 11))


def _plain(value: Edtf) -> Edtf:
    """The same date without its mark, so with bounds that are not widened."""
    return parse(value.text.rstrip("~?%"))


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month_first(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _month_last(number: int) -> date:
    first = _month_first(number)
    return first.replace(day=monthrange(first.year, first.month)[1])


def _moved(day: date, months: int, days: int, text: str) -> date:
    number = _month_number(day) + months
    if not 12 <= number <= 9999 * 12 + 11:
        raise DateError(DateFault.YEAR_OUT_OF_RANGE, text)
    month = _month_first(number)
    try:
        return month.replace(day=min(day.day, _month_last(number).day)) + timedelta(days=days)
    except OverflowError:
        raise DateError(DateFault.YEAR_OUT_OF_RANGE, text) from None


def _unit_starting(day: date) -> dict[str, str]:
    iso = day.isoformat()
    units = {"day": iso}
    if day.day == 1:
        units["month"] = iso[:7]
        if day.month == 1:
            units["year"] = iso[:4]
    return units


def _unit_ending(day: date) -> dict[str, str]:
    iso = day.isoformat()
    units = {"day": iso}
    if day.day == monthrange(day.year, day.month)[1]:
        units["month"] = iso[:7]
        if day.month == 12:
            units["year"] = iso[:4]
    return units
