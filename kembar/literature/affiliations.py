"""Which organisations and countries do records name, under one spelling each?

They come from the addresses of the authors, or from the countries that a database gives by code.
"""

import re
from collections import Counter
from collections.abc import Sequence

from kembar.analysis.terms import Thesaurus
from kembar.literature.records import Record, fold

_HOUSE = re.compile(
    r"\b(univ\w*|institut\w*|college|akademi|academy|politeknik|polytechnic|sekolah tinggi|hospital|rumah sakit|"
    r"ministry|"
    r"kementerian|badan|council|corporation|company|laborator\w*|cent(?:er|re)|cnrs|foundation|yayasan)\b",
    re.I,
)


def organisation_of(affiliation: str) -> str:
    """The organisation in an address: the part that names a university or the like, else the first part."""
    parts = [part.strip() for part in affiliation.split(",") if part.strip()]
    if not parts:
        return ""
    houses = [part for part in parts if _HOUSE.search(part)]
    universities = [part for part in houses if re.search(r"\buniv", part, re.I)]
    return (universities or houses or parts)[0]


_COUNTRY = {
    "usa": "United States", "us": "United States", "united states of america": "United States",
    "england": "United Kingdom",
    "scotland": "United Kingdom", "wales": "United Kingdom", "north ireland": "United Kingdom", "uk": "United Kingdom",
    "peoples r china": "China", "pr china": "China", "p.r. china": "China", "p. r. china": "China",
    "people's republic of china": "China", "korea": "South Korea", "republic of korea": "South Korea",
    "korea, republic of": "South Korea", "viet nam": "Vietnam", "russian federation": "Russia",
    "iran, islamic republic of": "Iran", "turkiye": "Turkey", "türkiye": "Turkey",
    "republic of indonesia": "Indonesia",
}  # fmt: skip


def country_of(affiliation: str) -> str:
    """The country at the end of an address; "" when the address has only one part."""
    parts = [part.strip(" .") for part in affiliation.split(",") if part.strip(" .")]
    if len(parts) < 2:
        return ""
    last = re.sub(r"\s*\S*@\S+$", "", parts[-1]).strip(" .")
    if re.search(r"\bUSA$", last):  # "TX 75001 USA"
        return "United States"
    return _COUNTRY.get(last.lower(), last)


def countries_of(records: Sequence[Record], thesaurus: Thesaurus | None = None) -> list[tuple[str, ...]]:
    """Countries per record, each once: those the database names, else those at the end of the addresses."""
    found = []
    names: dict[str, str] = {}
    for record in records:
        given = record.countries or tuple(filter(None, map(country_of, record.affiliations)))
        found.append(tuple(_country_name(country, names) for country in given))
    return one_spelling_each(found, thesaurus)


def _country_name(country: str, names: dict[str, str]) -> str:
    """The English name of a two-letter code; other names as they are."""
    if len(country) != 2 or not country.isupper():
        return _COUNTRY.get(country.lower(), country)
    if not names:
        from babel import Locale  # late: only codes need it

        names.update({code: str(name) for code, name in Locale("en").territories.items()})
    return names.get(country, country)


def organisations_of(records: Sequence[Record], thesaurus: Thesaurus | None = None) -> list[tuple[str, ...]]:
    """Organisations per record, each once."""
    found = [tuple(filter(None, map(organisation_of, record.affiliations))) for record in records]
    return one_spelling_each(found, thesaurus)


def one_spelling_each(lists: Sequence[tuple[str, ...]], thesaurus: Thesaurus | None = None) -> list[tuple[str, ...]]:
    """Names per record under one spelling each, case and accents aside; a thesaurus may replace or drop them."""
    forms: dict[str, Counter[str]] = {}
    renamed = [[thesaurus.label(item) if thesaurus else item for item in items] for items in lists]
    for items in renamed:
        for item in items:
            if item:
                forms.setdefault(fold(item), Counter())[item] += 1
    labels = {key: min(counts.items(), key=lambda one: (-one[1], one[0]))[0] for key, counts in forms.items()}
    return [tuple(dict.fromkeys(labels[fold(item)] for item in items if item)) for items in renamed]
