"""Which organisations and countries do records name, under one spelling each?

They come from the addresses of the authors, or from the countries that a database gives by code.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache

from kembar.analysis.terms import Thesaurus
from kembar.literature.records import Record, fold

_HOUSE = re.compile(
    r"\b(univ\w*|institut\w*|college|akademi|academy|politeknik|polytechnic|sekolah tinggi|hospital|rumah sakit|"
    r"ministry|"
    r"kementerian|badan|council|corporation|company|laborator\w*|cent(?:er|re)|cnrs|foundation|yayasan)\b",
    re.I,
)


_NONE = frozenset(["", "na", "none", "unknown", "notavailable"])


def organisation_of(affiliation: str, authors: Sequence[str] = ()) -> str:
    """The organisation in an address: the part that names a university or the like, else the first part.

    ``authors`` whose names stand before the address, as Web of Science writes, are no part of it.
    """
    parts = [part.strip() for part in without_authors(affiliation, authors).split(",") if part.strip()]
    if not parts:
        return ""
    houses = [part for part in parts if _HOUSE.search(part)]
    universities = [part for part in houses if re.search(r"\buniv", part, re.I)]
    found = (universities or houses or parts)[0]
    return "" if fold(found) in _NONE else found


def without_authors(affiliation: str, authors: Sequence[str]) -> str:
    """The address without the names before it: "Dhouib, Amira; Neji, Mahmoud, Univ Sfax" """
    text = affiliation.strip()
    shorter = ""
    while text != shorter:
        shorter = text
        for author in authors:
            if author and text.startswith(author) and text[len(author) :].lstrip()[:1] in (",", ";"):
                text = text[len(author) :].lstrip(" ,;")
    return text


_COUNTRY = {
    "usa": "US", "u.s.a": "US", "us": "US", "u.s": "US", "united states of america": "US", "england": "GB",
    "scotland": "GB", "wales": "GB", "northern ireland": "GB", "north ireland": "GB", "uk": "GB", "u.k": "GB",
    "great britain": "GB", "peoples r china": "CN", "pr china": "CN", "p.r. china": "CN", "p. r. china": "CN",
    "people's republic of china": "CN", "mainland china": "CN", "hong kong": "HK", "macau": "MO", "korea": "KR",
    "republic of korea": "KR", "korea, republic of": "KR", "korea republic": "KR", "dpr korea": "KP",
    "viet nam": "VN", "russian federation": "RU", "iran, islamic republic of": "IR", "islamic republic of iran": "IR",
    "turkey": "TR", "turkiye": "TR", "republic of indonesia": "ID", "the netherlands": "NL", "holland": "NL",
    "czech republic": "CZ", "slovak republic": "SK", "republic of ireland": "IE", "macedonia": "MK",
    "bosnia & herceg": "BA", "bosnia and herzegovina": "BA", "u arab emirates": "AE", "papua n guinea": "PG",
    "trinid & tobago": "TT", "cote ivoire": "CI", "cote d'ivoire": "CI", "ivory coast": "CI", "dem rep congo": "CD",
    "rep congo": "CG", "rep of georgia": "GE", "palestine": "PS", "burma": "MM", "myanmar": "MM", "brunei": "BN",
    "brunei darussalam": "BN", "east timor": "TL", "timor leste": "TL", "brasil": "BR", "deutschland": "DE",
    "espana": "ES", "españa": "ES", "italia": "IT", "mexico": "MX", "swaziland": "SZ", "syrian arab republic": "SY",
    "lao pdr": "LA", "republic of china": "TW", "taiwan, province of china": "TW", "republic of singapore": "SG",
    "cina": "CN", "inggris": "GB", "belanda": "NL",
}  # fmt: skip
_NAMED = {"TR": "Turkey", "CZ": "Czech Republic", "HK": "Hong Kong", "MO": "Macau", "MM": "Myanmar", "PS": "Palestine",
          "CI": "Ivory Coast", "CD": "DR Congo", "CG": "Congo", "BA": "Bosnia and Herzegovina"}  # fmt: skip
_STATES = frozenset(
    [
        "alabama", "alaska", "arizona", "arkansas", "california", "colorado", "connecticut", "delaware", "florida",
        "hawaii", "idaho", "illinois", "indiana", "iowa", "kansas", "kentucky", "louisiana", "maine", "maryland",
        "massachusetts", "michigan", "minnesota", "mississippi", "missouri", "montana", "nebraska", "nevada",
        "new hampshire", "new jersey", "new mexico", "new york", "north carolina", "north dakota", "ohio", "oklahoma",
        "oregon", "pennsylvania", "rhode island", "south carolina", "south dakota", "tennessee", "texas", "utah",
        "vermont", "virginia", "washington", "west virginia", "wisconsin", "wyoming", "district of columbia",
    ]
)  # fmt: skip
_STATE_CODE = re.compile(
    r"^(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|"
    r"W[AIVY])(?:\s+\d{5}(?:-\d{4})?)?$"
)


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Codes by names of countries, in English and Indonesian, with what databases call them."""
    from babel import Locale  # late: only countries need it

    found: dict[str, str] = {}
    for tongue in ("en", "id"):
        for code, name in Locale(tongue).territories.items():
            if len(code) == 2 and code.isalpha():
                found.setdefault(str(name).casefold(), code)
    return found | _COUNTRY


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    from babel import Locale

    return {code: str(name) for code, name in Locale("en").territories.items() if len(code) == 2} | _NAMED


def country_of(affiliation: str) -> str:
    """The country at the end of an address, by its English name; "" where none is recognised."""
    text = re.sub(
        r"[.,;]?\s*(?:Electronic address|E-?mail)\b.*$|\s?\(?\S{1,80}@\S{1,80}$", "", affiliation.strip(), flags=re.I
    )
    parts = [part.strip(" .;()") for part in text.split(",") if part.strip(" .;()")]
    if len(parts) < 2:
        return ""
    return country_name(parts[-1]) or _inside(parts[-1])


def country_name(text: str) -> str:
    """The English name of a country given by name or two-letter code; "" where it is none."""
    bare = text.strip(" .")
    code = bare if len(bare) == 2 and bare.isupper() and bare in _names() else _countries().get(bare.casefold(), "")
    return _names().get(code, "") if code else ""


def _inside(text: str) -> str:
    """The country in "Madrid - Spain", "Korea 449-728" or "TX 75001 USA"; a state stands for the United States."""
    words = re.sub(r"[^\w\s'.&-]|\s-\s|\b[\w-]*\d[\w-]*\b", " ", text).split()
    for size in range(min(4, len(words)), 0, -1):
        for begin in range(len(words) - size, -1, -1):
            name = " ".join(words[begin : begin + size])
            if len(name) > 2 and (found := country_name(name)):
                return found
    bare = " ".join(words).casefold()
    return _names()["US"] if bare in _STATES or _STATE_CODE.match(text.strip()) else ""


def countries_of(records: Sequence[Record], thesaurus: Thesaurus | None = None) -> list[tuple[str, ...]]:
    """Countries per record, each once: those the database names, else those at the end of the addresses."""
    found = []
    for record in records:
        given = tuple(country_name(country) or country for country in record.countries)
        found.append(given or tuple(filter(None, map(country_of, record.affiliations))))
    return one_spelling_each(found, thesaurus)


def organisations_of(records: Sequence[Record], thesaurus: Thesaurus | None = None) -> list[tuple[str, ...]]:
    """Organisations per record, each once; "Poznan Univ Tech" is "Poznan University of Technology"."""
    found = [
        tuple(filter(None, (organisation_of(one, record.authors) for one in record.affiliations))) for record in records
    ]
    return one_spelling_each(found, thesaurus, organisation_key)


_SHORT = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"\buniv\w*\b\.?", "univ"), (r"\binst\w*\b\.?", "inst"), (r"\btechn?\w*\b\.?", "tech"),
        (r"\bsci\w*\b\.?", "sci"),
        (r"\bnat(?:l|ional)?\b\.?", "nat"), (r"\bfed\w*\b\.?", "fed"), (r"\bacad\w*\b\.?", "acad"),
        (r"\bpolytech\w*\b\.?", "polytech"), (r"\bcol(?:l|lege)?\b\.?", "coll"),
        (r"\beng(?:n|ineering)?\b\.?", "eng"),
        (r"\bcent(?:er|re)?\b\.?|\bctr\b\.?", "cent"), (r"\bhosp\w*\b\.?", "hosp"),
        (r"\bdept?\b\.?|\bdepartment\b", "dep"),
        (r"\bmed(?:ical|icine)?\b\.?", "med"), (r"\([^)]*\)", " "),
        (r"\b(?:of|the|de|da|do|di|del|della|degli|studi|at|for|and|und|et|e|dan)\b|&|\bd'", " "),
    )
)  # fmt: skip


@lru_cache(maxsize=100_000)
def organisation_key(name: str) -> str:
    """An organisation as it is compared: the words that databases shorten cut alike, small words left out.

    The order stays: "University of Washington" and "Washington University" are two.

    >>> organisation_key("Univ Lisbon") == organisation_key("University of Lisbon")
    True
    """
    text = name.casefold()
    for pattern, instead in _SHORT:
        text = pattern.sub(instead, text)
    return fold(text)


def one_spelling_each(
    lists: Sequence[tuple[str, ...]], thesaurus: Thesaurus | None = None, key_of: Callable[[str], str] = fold
) -> list[tuple[str, ...]]:
    """Names per record under one spelling each, case and accents aside; a thesaurus may replace or drop them."""
    forms: dict[str, Counter[str]] = {}
    renamed = [[thesaurus.label(item) if thesaurus else item for item in items] for items in lists]
    for items in renamed:
        for item in items:
            if item:
                forms.setdefault(key_of(item), Counter())[item] += 1
    labels = {key: min(counts.items(), key=lambda one: (-one[1], one[0]))[0] for key, counts in forms.items()}
    return [tuple(dict.fromkeys(labels[key_of(item)] for item in items if item)) for items in renamed]
