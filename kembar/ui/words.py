"""How are days, numbers and countries said in the reader's language?

Pure apart from the language: each function takes ``language`` (``id`` or ``en``) for the forms that Babel knows, and
gettext for the words around them, in the language that is active.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kembar.analysis.edtf import DateError, Days, Edtf, parse

LOCALES = {"id": "id", "en": "en_GB"}  # English with the day before the month, as the documents have it
_DATE = re.compile(r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?(?P<mark>[~?%]?)")
KM_BELOW_WHICH_DECIMALS_HELP = 10
NARROW_NO_BREAK = "\u202f"
NO_BREAK = "\u00a0"


@lru_cache(maxsize=8)
def locale(language: str) -> Locale:
    """Babel's locale for a language of the interface; an unknown one reads as Indonesian, the default."""
    return Locale.parse(LOCALES.get(language[:2], "id"))


def day(value: date, language: str) -> str:
    """21 September 2016."""
    return format_date(value, "d MMMM y", locale=locale(language))


def month(value: date, language: str) -> str:
    """November 2016."""
    return format_skeleton("yMMMM", value, locale=locale(language))


def number(value: float, language: str, decimals: int | None = None) -> str:
    """1.234,5 in Indonesian, 1,234.5 in English; ``decimals`` fixes how many places are shown."""
    pattern = None if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=locale(language))


def percent(share: float, language: str) -> str:
    """A share from 0 to 1 in whole per cent: 11 %."""
    return f"{number(100 * share, language, 0)}{NARROW_NO_BREAK}%"


def km(value: float, language: str) -> str:
    """A distance in kilometres, whole from 10 km on."""
    decimals = 1 if value < KM_BELOW_WHICH_DECIMALS_HELP else 0
    return f"{number(value, language, decimals)}{NO_BREAK}km"


def country(code: str, language: str) -> str:
    """The name of a country by its ISO 3166-1 code of two letters; the code itself where Babel has no name."""
    return str(locale(language).territories.get(code.upper(), code))


def language_name(code: str, language: str) -> str:
    """The name of a language by its code: ko is Korean; the code itself where Babel has no name."""
    return str(locale(language).languages.get(code, code))


def script_name(code: str, language: str) -> str:
    """The name of a script by its ISO 15924 code: Hang is Hangul."""
    return str(locale(language).scripts.get(code, code))


def days_range(value: Days | tuple[int, int] | int, language: str) -> str:
    """64 days; 300 to 364 days where a date is not known to the day."""
    least, most = (
        (value.min, value.max) if isinstance(value, Days) else (value, value) if isinstance(value, int) else value
    )
    if least == most:
        text = ngettext("%(days)s day", "%(days)s days", least)
        return text % {"days": number(least, language, 0)}
    return _("%(least)s to %(most)s days") % {"least": number(least, language, 0), "most": number(most, language, 0)}


# --- dates as sources give them --------------------------------------------------------------------------------------


def edtf(value: Edtf | str, language: str) -> str:
    """A date as people say it: November 2016, about 2016, by 2022, 2010 – ?.

    A text that is not EDTF is shown as it stands: it is what somebody wrote.
    """
    try:
        text = (value if isinstance(value, Edtf) else parse(value)).text
    except DateError:
        return str(value)
    if not text:
        return _("unknown")
    if "/" not in text:
        return _one(text, language)
    start, _slash, end = text.partition("/")
    return _interval(start, end, language)


def moment(value: Edtf | str, language: str) -> str:
    """As ``edtf``, of what happened once: 2015/2020 is one time within these bounds, not six years of it."""
    try:
        text = (value if isinstance(value, Edtf) else parse(value)).text
    except DateError:
        return str(value)
    first, slash, last = text.partition("/")
    if not slash or first in ("", "..") or last in ("", ".."):
        return edtf(text, language)
    return _("some time between %(first)s and %(last)s") % {
        "first": _one(first, language),
        "last": _one(last, language),
    }


def some_day(earliest: date | None, latest: date | None, language: str) -> str:
    """A day that is known to lie in a range: some day in May 2021; between 3 May 2021 and 4 June 2021."""
    if earliest is None and latest is None:
        return _("unknown")
    if earliest is None:
        return _("on or before %(date)s") % {"date": day(latest, language)}  # type: ignore[arg-type]
    if latest is None:
        return _("on or after %(date)s") % {"date": day(earliest, language)}
    if earliest == latest:
        return day(earliest, language)
    unit = _whole_unit(earliest, latest, language)
    if unit:
        return _("some day in %(unit)s") % {"unit": unit}
    return _("between %(first)s and %(last)s") % {"first": day(earliest, language), "last": day(latest, language)}


def _interval(start: str, end: str, language: str) -> str:
    if start == "..":
        return _("on or before %(date)s") % {"date": _one(end, language)}
    if end == "..":
        return _("from %(date)s, open-ended") % {"date": _one(start, language)}
    if not start:
        return f"? – {_one(end, language)}"
    if not end:
        return f"{_one(start, language)} – ?"
    if start.isdigit() and end.isdigit():
        return f"{start}–{end}"
    return f"{_one(start, language)} – {_one(end, language)}"


def _one(text: str, language: str) -> str:
    match = _DATE.fullmatch(text)
    assert match is not None, text  # parse() accepted it
    year, month_text, day_text, mark = match.group("year", "month", "day", "mark")
    said = _unmarked(year, month_text, day_text, language)
    frames: dict[str, Callable[[str], str]] = {
        "~": lambda date: _("about %(date)s") % {"date": date},
        "?": lambda date: _("%(date)s (uncertain)") % {"date": date},
        "%": lambda date: _("about %(date)s (uncertain)") % {"date": date},
    }
    return frames[mark](said) if mark else said


def _unmarked(year: str, month_text: str | None, day_text: str | None, language: str) -> str:
    if year.endswith("XX"):
        return _("the %(century)s00s") % {"century": year[:2]}
    if year.endswith("X"):
        return _("the %(decade)s0s") % {"decade": year[:3]}
    if month_text is None:
        return year
    if month_text == "XX":
        return _("some day in %(unit)s") % {"unit": year}
    first = date(int(year), int(month_text), 1)
    if day_text is None:
        return month(first, language)
    if day_text == "XX":
        return _("some day in %(unit)s") % {"unit": month(first, language)}
    return day(first.replace(day=int(day_text)), language)


def _whole_unit(earliest: date, latest: date, language: str) -> str:
    """The month or year that the two days are the first and the last of, else nothing."""
    if (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31):
        return str(earliest.year) if earliest.year == latest.year else f"{earliest.year}–{latest.year}"
    text = f"{earliest.year:04d}-{earliest.month:02d}"
    whole = parse(text)
    return month(earliest, language) if (whole.earliest, whole.latest) == (earliest, latest) else ""
