"""Which date did a person mean who typed it in Indonesian or English?

`read` turns what stands in letters, spreadsheets and forms ("21 Sept. 2016", "s.d. 2021", "±2016", "1990-an") into
EDTF and refuses, with a code, what could mean two things. Numbers are read day first, as both languages of the
register do. Words that only narrow a date loosely ("awal 2016", "late 2016") are read as the whole of it: the set of
possible days is then too wide, never wrong. The words themselves are kept by whoever records the date.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from kembar.analysis.edtf import DateError, DateFault, Edtf, from_bounds, parse

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february pebruari feb peb",
            "maret march mar mrt",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agust agu ags agt aug",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}

_UNKNOWN = frozenset(
    (
        "",
        "-",
        "?",
        "n/a",
        "na",
        "unknown",
        "not known",
        "undated",
        "tidak diketahui",
        "belum diketahui",
        "tanpa tanggal",
    )
)
_UNTIL = r"(?:s\. ?d\.?|s/d|sd|sampai(?: dengan)?|hingga|until|till|up to)"
_SINCE = re.compile(r"(?:sejak|mulai(?: dari)?|terhitung|dari|since|from|starting)\s+(.+)")
_OPEN_START = re.compile(rf"{_UNTIL}\s*(.+)")
_BEFORE = re.compile(r"(?:sebelum|before)\s+(.+)")
_AFTER = re.compile(r"(?:setelah|sesudah|after)\s+(.+)")
_RANGE = re.compile(rf"(.+?)(?:\s+(?:{_UNTIL}|to|through|-)\s*|(?<=\d{{4}})-(?=\d{{4}}|\d{{1,2}}[/.]))(.+)")
_MONTH_RANGE = re.compile(rf"((?:\d{{1,2}} )?(?:{'|'.join(MONTHS)})\.?)-((?:\d{{1,2}} )?(?:{'|'.join(MONTHS)})\b.*)")
_DAY_RANGE = re.compile(r"(\d{1,2})-(\d{1,2} [a-z].*)")
_TO_NOW = re.compile(r"(.+?)[\s-]*(?:s/d|sampai|hingga|until|to)?[\s-]*\b(?:sekarang|kini|saat ini|now|present|today)")
_ABOUT = re.compile(
    r"(?:±|\+/?-|~|sekitar(?: tahun)?|kira-kira|kurang lebih|lebih kurang|"
    r"circa|approximately|approx\.?|about|around|ca?\.|ca\b)\s*(.+)"
)
_DOUBT = re.compile(r"(?:mungkin|diduga|barangkali|probably|possibly|perhaps|presumably)\s+(.+)")
_LOOSE = re.compile(r"(?:awal|pertengahan|akhir|early|mid|middle of|late|end of|beginning of)[\s-]+(.+)")
_FILLER = re.compile(
    r"\b(?:pada|tanggal|tgl\.?|bulan|tahun|thn\.?|th\.|in|on|the|year|month|of|senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?=[\s,]|$)[\s,]*"
)
_SEASON = re.compile(r"\b(?:musim|spring|summer|autumn|winter|semester|triwulan|quarter|q[1-4])\b")
_ORDINAL_YEAR = re.compile(
    r"\b(?:tahun (?:ke-?\s?\d+|pertama|kedua|ketiga|keempat|kelima|keenam|berikutnya|lalu)|"
    r"(?:first|second|third|fourth|fifth|sixth|next|last|\d(?:st|nd|rd|th)) year|year \d{1,2}\b|"
    r"(?:years?|tahun) (?:later|kemudian))"
)
_DECADE = re.compile(r"(\d{3})0(?:-?an|'?s)")
_SHORT_DECADE = re.compile(r"'?\d0(?:-?an|'?s)")
_YEAR_PAIR = re.compile(r"(\d{4})/(\d{2})")


def read(text: str) -> Edtf:
    """The date that `text` means, in EDTF. Raises `DateError` whose code says what is wrong with it.

    >>> read("s.d. 2021").text
    '../2021'
    """
    plain = _normalised(text)
    if plain in _UNKNOWN:
        return parse("")
    try:
        return parse(plain)
    except DateError as error:
        if error.code is DateFault.SEASON:  # whoever types 2016-21 does not mean a season
            raise DateError(DateFault.NO_SUCH_MONTH, text) from None
        if error.code is not DateFault.NOT_A_DATE:
            raise DateError(error.code, text) from None
    try:
        return _span(plain)
    except DateError as error:
        raise DateError(error.code, text) from None


def _normalised(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().strip().strip(",;")
    plain = re.sub(r"\s*[\u2013\u2014\u2212]\s*", " - ", plain)  # dashes join a range; a hyphen may be part of a date
    plain = re.sub(r"\s+", " ", re.sub(r"(?<=\d)\.$", "", plain))
    plain = re.sub(r"^(\d{4})[年년] ?(\d{1,2})[月월] ?(\d{1,2})[日일]$", r"\1.\2.\3", plain)
    plain = re.sub(r"^(\d{4})[年년] ?(\d{1,2})[月월]$", r"\2/\1", plain)
    return re.sub(r"^(\d{4})[年년]$", r"\1", plain)


def _span(plain: str) -> Edtf:
    """A range, a limit, or else a single date."""
    if re.search(r"\d:\d\d", plain):
        raise DateError(DateFault.TIME_OF_DAY, plain)
    if _ORDINAL_YEAR.search(plain):
        raise DateError(DateFault.NEEDS_ANCHOR, plain)
    if _SEASON.search(plain):
        raise DateError(DateFault.SEASON, plain)
    if match := _BEFORE.fullmatch(plain):
        earliest = _single(match[1]).earliest
        return from_bounds(None, _step(earliest, -1, plain))
    if match := _AFTER.fullmatch(plain):
        latest = _single(match[1]).latest
        return from_bounds(_step(latest, 1, plain), None)
    if match := _OPEN_START.fullmatch(plain):
        return parse(f"../{_end_text(match[1])}")
    since = _SINCE.fullmatch(plain)
    rest = since[1] if since else plain
    if match := _TO_NOW.fullmatch(rest):
        return parse(f"{_end_text(match[1])}/..")
    if match := _DAY_RANGE.fullmatch(rest) or _MONTH_RANGE.fullmatch(rest) or _RANGE.fullmatch(rest):
        return _range(match[1].strip(), match[2].strip())
    return parse(f"{_end_text(rest)}/..") if since else _single(rest)


def _range(left: str, right: str) -> Edtf:
    """From `left` to `right`, where either may leave out what the other says: 21-23 September 2016, 2017-18."""
    year = re.search(r"\b\d{4}\b", right)
    if re.fullmatch(r"\d{1,2}", left) and (tail := re.fullmatch(r"\d{1,2}(\D.*)", right)):
        left += tail[1]
    elif year and not re.search(r"\d{4}", left):
        left = f"{left} {year[0]}"
    if re.fullmatch(r"\d{2}", right) and re.fullmatch(r"\d{4}", left):
        right = _second_year(left, right)
    return parse(f"{_end_text(left)}/{_end_text(right)}")


def _end_text(plain: str) -> str:
    end = _single(plain)
    if end.is_unknown or end.precision == "interval":
        raise DateError(DateFault.NOT_A_DATE, plain)
    return end.text


def _step(day: date | None, by: int, plain: str) -> date:
    if day is None:
        raise DateError(DateFault.NOT_A_DATE, plain)
    try:
        return day + timedelta(days=by)
    except OverflowError:
        raise DateError(DateFault.YEAR_OUT_OF_RANGE, plain) from None


def _single(plain: str) -> Edtf:
    """One date with its marks: about, doubted, loosely narrowed."""
    about = doubt = False
    rest = plain.strip()
    while True:
        if match := _ABOUT.fullmatch(rest):
            about, rest = True, match[1]
        elif match := _DOUBT.fullmatch(rest):
            doubt, rest = True, match[1]
        elif match := _LOOSE.fullmatch(rest):
            rest = match[1]
        elif len(rest) > 1 and rest.endswith("?"):
            doubt, rest = True, rest[:-1].strip()
        else:
            break
    value = _bare(_FILLER.sub("", rest).strip())
    mark = "%" if about and doubt else "~" if about else "?" if doubt else ""
    if not mark:
        return value
    return parse("/".join(end if end == ".." else end.rstrip("~?%") + mark for end in value.text.split("/")))


def _bare(plain: str) -> Edtf:
    """One date without words around it."""
    if match := _YEAR_PAIR.fullmatch(plain):
        return parse(f"{match[1]}/{_second_year(match[1], match[2])}")
    if match := _DECADE.fullmatch(plain):
        return parse(f"{match[1]}X")
    if _SHORT_DECADE.fullmatch(plain):
        raise DateError(DateFault.AMBIGUOUS_YEAR, plain)
    if re.search(r"[a-z]", plain):
        return _with_month_name(plain)
    if match := re.fullmatch(r"(\d{4})[/.] ?(\d{1,2})[/.] ?(\d{1,2})\.?", plain):
        return _date(match[1], match[2], match[3])
    if match := re.fullmatch(r"(?:(\d{1,2})([/.-]) ?)?(\d{1,2})[/.-] ?(\d{4})", plain):
        return _date(match[4], match[3], match[1])
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}|'?\d{2}", plain):
        raise DateError(DateFault.AMBIGUOUS_YEAR, plain)
    return parse(plain)


def _with_month_name(plain: str) -> Edtf:
    words = [word for word in re.split(r"[\s,./-]+", re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", plain)) if word]
    named = [position for position, word in enumerate(words) if word in MONTHS]
    if len(named) != 1 or not 2 <= len(words) <= 3:
        return parse(plain)  # refuses: no month, or more than a date
    month = MONTHS[words.pop(named[0])]
    year = words.pop()
    if re.fullmatch(r"'\d{2}", year) or (words and re.fullmatch(r"\d{2}", year)):
        raise DateError(DateFault.AMBIGUOUS_YEAR, plain)
    if not re.fullmatch(r"\d{4}", year) or not all(re.fullmatch(r"\d{1,2}", word) for word in words):
        return parse(plain)
    return _date(year, str(month), words[0] if words else None)


def _date(year: str, month: str, day: str | None) -> Edtf:
    if int(month) > 12:  # not left to EDTF, where 21 to 41 are seasons
        raise DateError(DateFault.NO_SUCH_MONTH, f"{year}-{month}")
    return parse("-".join([year, month.zfill(2)] + ([day.zfill(2)] if day else [])))


def _second_year(first: str, second: str) -> str:
    """The year that two digits mean after a full one: 2017/18 is 2018, 1999/00 is 2000.

    Refused where they could be a month instead (2016/11, 2010/12), except for the very next year (2011/12).
    """
    year = int(first[:2] + second)
    if year <= int(first):
        year += 100
    if (year - int(first) > 1 and 1 <= int(second) <= 12) or year - int(first) > 50:
        raise DateError(DateFault.AMBIGUOUS_YEAR, f"{first}/{second}")
    return f"{year:04d}"
