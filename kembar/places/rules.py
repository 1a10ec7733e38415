"""What follows from where two governments are: class of relation, time difference, name of a country?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.languages import get_official_languages

from kembar.values.texts import search_key

ADJOINING_BOUND_KM = 300.0
"""Seats farther apart than this are taken not to adjoin. Our bound: it only ever excludes, so it is set wide."""

DuchacekCode = Literal["transborder", "transregional", "global"]


@dataclass(frozen=True)
class Duchacek:
    """The class of a tie, None where it cannot be said, and the codes of the reasons it rests on, the deciding last."""

    code: DuchacekCode | None
    reasons: tuple[str, ...]


def same_subregion(subregion_a: str | None, subregion_b: str | None) -> bool | None:
    """Whether two UN M49 sub-regions are one; None where either is unknown or empty."""
    if not subregion_a or not subregion_b:
        return None
    return subregion_a == subregion_b


def duchacek(
    *,
    recorded_adjoining: bool | None,
    countries_adjoin: bool | None,
    distance_km: float | None,
    subregion_a: str | None,
    subregion_b: str | None,
    same_country: bool,
) -> Duchacek:
    """The geographic class of a tie between two governments (I. D. Duchacek; "region" read as UN M49 sub-region).

    *Transborder*: the two territories adjoin. Only a record can say so, and it is not believed where the countries do
    not adjoin or the seats lie more than `ADJOINING_BOUND_KM` apart. *Transregional*: one sub-region, not adjoining.
    *Global*: different sub-regions. Without a record the region decides and `adjoining_not_recorded` says so.
    Two governments of one country have no class. Reasons: `same_country`, `recorded_adjoining`,
    `recorded_not_adjoining`, `countries_do_not_adjoin`, `seats_too_far_apart`, `record_contradicted`,
    `adjoining_not_recorded`, `same_subregion`, `different_subregion`, `subregion_unknown`.
    """
    if same_country:
        return Duchacek(None, ("same_country",))
    reasons = []
    if recorded_adjoining is False:
        reasons.append("recorded_not_adjoining")
    if countries_adjoin is False:
        reasons.append("countries_do_not_adjoin")
    if distance_km is not None and distance_km > ADJOINING_BOUND_KM:
        reasons.append("seats_too_far_apart")
    if recorded_adjoining and not reasons:
        return Duchacek("transborder", ("recorded_adjoining",))
    if recorded_adjoining:
        reasons.append("record_contradicted")
    if not reasons:
        reasons.append("adjoining_not_recorded")
    match same_subregion(subregion_a, subregion_b):
        case None:
            return Duchacek(None, (*reasons, "subregion_unknown"))
        case True:
            return Duchacek("transregional", (*reasons, "same_subregion"))
        case _:
            return Duchacek("global", (*reasons, "different_subregion"))


@dataclass(frozen=True)
class TimeDifference:
    """Minutes by which the second clock is ahead of the first: at the instant, and least and most over its year."""

    minutes_now: int
    minutes_min: int
    minutes_max: int

    @property
    def changes(self) -> bool:
        """Whether summer time moves the difference during the year."""
        return self.minutes_min != self.minutes_max


def time_difference(tz_a: str, tz_b: str, at: datetime) -> TimeDifference:
    """How far the clock of zone b is ahead of that of zone a (IANA names) at the instant `at`.

    Least and most are over the calendar year (UTC) of `at`, looked at every quarter of an hour on days on which a clock
    is changed: summer time begins and ends on different days in different countries. Raises ValueError for a zone that
    is not known and for an instant without a zone of its own.
    """
    if at.tzinfo is None:
        raise ValueError("The instant needs a time zone: without one it could be any of many.")
    instant = at.astimezone(UTC)
    return TimeDifference(_ahead(_zone(tz_a), _zone(tz_b), instant), *_over_year(tz_a, tz_b, instant.year))


@cache
def _over_year(tz_a: str, tz_b: str, year: int) -> tuple[int, int]:
    a, b = _zone(tz_a), _zone(tz_b)
    day = timedelta(days=1)
    start, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year, 12, 31, tzinfo=UTC) + day
    seen: set[int] = set()
    while start < end:
        following = start + day
        changed = any(start.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset() for zone in (a, b))
        instants = (start + timedelta(minutes=15) * quarter for quarter in range(96)) if changed else (start,)
        seen.update(_ahead(a, b, instant) for instant in instants)
        start = following
    return min(seen), max(seen)


def _ahead(a: ZoneInfo, b: ZoneInfo, instant: datetime) -> int:
    offset_a, offset_b = instant.astimezone(a).utcoffset(), instant.astimezone(b).utcoffset()
    assert offset_a is not None
    assert offset_b is not None
    return round((offset_b - offset_a) / timedelta(minutes=1))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone.") from error


# Everyday names where CLDR gives a formal one or two at once.
_SHORT_NAMES = {
    "HK": {"id": "Hong Kong", "en": "Hong Kong"},
    "MO": {"id": "Makau", "en": "Macao"},
    "MM": {"id": "Myanmar", "en": "Myanmar"},
    "CC": {"id": "Kepulauan Cocos", "en": "Cocos Islands"},
    "PS": {"id": "Palestina", "en": "Palestine"},
}


def country_name(code: str, language: str) -> str:
    """The everyday name of a country in a language ("id", "en", "en-gb", "ko"…): CLDR through Babel, with our short
    forms. A code that CLDR does not know is its own name."""
    code = code.upper()
    locale = Locale.parse(language.replace("-", "_"))
    short = _SHORT_NAMES.get(code, {}).get(locale.language)
    return short or locale.territories.get(code) or code


PROVINCES = {
    "Bangka–Belitung Islands": "Kepulauan Bangka Belitung",
    "Central Java": "Jawa Tengah",
    "Central Kalimantan": "Kalimantan Tengah",
    "Central Papua": "Papua Tengah",
    "Central Sulawesi": "Sulawesi Tengah",
    "East Java": "Jawa Timur",
    "East Kalimantan": "Kalimantan Timur",
    "East Nusa Tenggara": "Nusa Tenggara Timur",
    "Highland Papua": "Papua Pegunungan",
    "North Kalimantan": "Kalimantan Utara",
    "North Maluku": "Maluku Utara",
    "North Sulawesi": "Sulawesi Utara",
    "North Sumatra": "Sumatera Utara",
    "Riau Islands": "Kepulauan Riau",
    "South Kalimantan": "Kalimantan Selatan",
    "South Papua": "Papua Selatan",
    "South Sulawesi": "Sulawesi Selatan",
    "South Sumatra": "Sumatera Selatan",
    "Southeast Sulawesi": "Sulawesi Tenggara",
    "Southwest Papua": "Papua Barat Daya",
    "West Java": "Jawa Barat",
    "West Kalimantan": "Kalimantan Barat",
    "West Nusa Tenggara": "Nusa Tenggara Barat",
    "West Papua": "Papua Barat",
    "West Sulawesi": "Sulawesi Barat",
    "West Sumatra": "Sumatera Barat",
    "Yogyakarta": "Daerah Istimewa Yogyakarta",
}
"""Provinces of Indonesia whose Indonesian name differs from the one that the gazetteer has for them."""


def unit_name(unit: str, country: str, language: str) -> str:
    """The name of a first-level unit in a language: of Indonesia's provinces the Indonesian one for Indonesian readers,
    of all others the gazetteer's, for no other is known.

    >>> unit_name("West Java", "ID", "id"), unit_name("West Java", "ID", "en"), unit_name("Chiba", "JP", "id")
    ('Jawa Barat', 'West Java', 'Chiba')
    """
    return PROVINCES.get(unit, unit) if country == "ID" and language.startswith("id") else unit


def country_named(text: str) -> str | None:
    """The alpha-2 code of the country of this name in Indonesian or English, or of this alpha-2 code; None if none is.

    Case, accents and spaces do not matter: "korea selatan", "South Korea" and "kr" are KR.
    """
    return _codes_by_name().get(search_key(text))


@cache
def official_languages(code: str) -> tuple[str, ...]:
    """Languages that are official in a country, in whole or in a part of it, as codes: CLDR through Babel."""
    return tuple(get_official_languages(code.upper(), regional=True))


@cache
def _codes_by_name() -> dict[str, str]:
    no_countries = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
    codes = {str(code) for code in Locale("en").territories if len(str(code)) == 2} - no_countries
    names = {search_key(code): code for code in codes}
    for language in ("en", "id"):
        territories = Locale(language).territories
        names |= {search_key(str(territories[code])): code for code in codes if code in territories}
        names |= {search_key(country_name(code, language)): code for code in codes}
    return names
