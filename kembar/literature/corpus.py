"""What do records give the networks: items, authors, places and cited works per publication?

``network_inputs`` is the one door: plain lists per record for each kind of map, with the years and citations of the
records beside them, the threshold to propose, and the list of what was matched.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kembar.analysis.cited_works import CitedWorks, Match, match_references
from kembar.analysis.terms import Thesaurus, extract, propose_threshold, unify
from kembar.literature.records import Record, family_name, fold

KINDS = ("keywords", "terms", "coauthors", "organisations", "countries", "citations", "coupling", "cocitation")


@dataclass(frozen=True, slots=True)
class NetworkInputs:
    """Plain input of ``analysis.networks`` for one kind of map.

    ``documents``: items (labels) per record, for co-occurrence, co-authorship, co-citation and coupling; ``cites``:
    positions of the records that each record cites, for citations. ``labels`` name the records (for maps of
    documents). ``years`` and ``citations`` are those of the records, None where unknown. ``min_occurrences`` is the
    threshold proposed, or the one asked for. ``matches`` lists the cited works that were put together; ``relevance``
    is of terms alone.
    """

    kind: str
    documents: tuple[tuple[str, ...], ...]
    cites: tuple[tuple[int, ...], ...]
    labels: tuple[str, ...]
    years: tuple[int | None, ...]
    citations: tuple[int | None, ...]
    min_occurrences: int
    matches: tuple[Match, ...] = ()
    relevance: dict[str, float] = field(default_factory=dict)


def network_inputs(
    records: Sequence[Record],
    kind: str,
    *,
    thesaurus: Thesaurus | None = None,
    min_occurrences: int | None = None,
    counting: str = "binary",
) -> NetworkInputs:
    """The input of one kind of map from records; ``counting`` is of terms: "binary" or "full"."""
    if kind not in KINDS:
        raise ValueError(kind)
    relevance: dict[str, float] = {}
    matches: tuple[Match, ...] = ()
    cites: tuple[tuple[int, ...], ...] = ()
    documents: Sequence[tuple[str, ...]] = ()
    least = min_occurrences
    if kind == "terms":
        texts = [". ".join(filter(None, (record.title, record.abstract))) for record in records]
        found = extract(texts, counting=counting, least=min_occurrences, thesaurus=thesaurus)
        documents, least, relevance = found.documents, found.least, dict(found.relevance)
        # the threshold was held against what ``counting`` counts; the network counts texts, which are never more
        least = 1 if counting == "full" else least
    elif kind in _ITEMS:
        documents = (
            unify_plain(_ITEMS[kind](records), thesaurus)
            if kind != "keywords"
            else unify(_keywords(records), thesaurus)
        )
    elif kind in ("cocitation", "coupling"):
        works = match_references([record.references for record in records])
        documents, matches = works.documents, works.matches
    else:
        works = match_references([record.references for record in records])
        cites, matches = inner_citations(records, works), works.matches
    if least is None:
        least = _proposed(kind, documents, len(records))
    return NetworkInputs(
        kind,
        tuple(documents),
        cites,
        tuple(label_of(record) for record in records),
        tuple(record.year for record in records),
        tuple(record.cited_by for record in records),
        least,
        matches,
        relevance,
    )


def _proposed(kind: str, documents: Sequence[tuple[str, ...]], count: int) -> int:
    if kind in ("citations", "coupling"):
        return 0
    return propose_threshold(Counter(item for items in documents for item in items).values(), count)


def label_of(record: Record) -> str:
    """A short name of a record: first author and year, as maps of documents label it."""
    author = family_name(record.authors[0]) if record.authors else " ".join(record.title.split()[:3])
    return f"{author} ({record.year or 'n.d.'})"


def _keywords(records: Sequence[Record]) -> list[tuple[str, ...]]:
    """Author keywords, and index keywords where a record has no others."""
    return [record.keywords or record.index_keywords for record in records]


# --- people, organisations, countries --------------------------------------------------------------------------------


def authors_of(records: Sequence[Record]) -> list[tuple[str, ...]]:
    """Authors per record under one name each: by ORCID, else by the full name in whatever order and case it is written.

    Initials are not widened to full names: "Liu, F." stays apart from "Liu, Fen".
    """
    forms: dict[str, Counter[str]] = {}
    keyed: list[list[str]] = []
    orcids: dict[str, str] = {}
    for record in records:
        for place, author in enumerate(record.authors):
            identity = record.author_ids[place] if place < len(record.author_ids) else ""
            if re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", identity):
                orcids.setdefault(_person(author), identity)
    for record in records:
        keys = []
        for place, author in enumerate(record.authors):
            identity = record.author_ids[place] if place < len(record.author_ids) else ""
            key = identity if "-" in identity else orcids.get(_person(author), _person(author))
            if key:
                forms.setdefault(key, Counter())[_name(author)] += 1
                keys.append(key)
        keyed.append(keys)
    labels = {
        key: min(counts.items(), key=lambda one: (-one[1], -len(one[0]), one[0]))[0] for key, counts in forms.items()
    }
    # two people of one name keep two places on the map
    shared = Counter(labels.values())
    labels = {key: f"{label} [{key}]" if shared[label] > 1 and "-" in key else label for key, label in labels.items()}
    return [tuple(dict.fromkeys(labels[key] for key in keys)) for keys in keyed]


def _person(author: str) -> str:
    family = family_name(author)
    given = author.replace(family, "", 1).replace(",", " ")
    return f"{fold(family)} {fold(given)}".strip()


def _name(author: str) -> str:
    family = family_name(author)
    given = " ".join(author.replace(family, "", 1).replace(",", " ").split())
    return f"{family}, {given}" if given else family


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


def _countries(records: Sequence[Record]) -> list[tuple[str, ...]]:
    found = []
    names: dict[str, str] = {}
    for record in records:
        given = record.countries or tuple(filter(None, map(country_of, record.affiliations)))
        found.append(tuple(_country_name(country, names) for country in given))
    return found


def _country_name(country: str, names: dict[str, str]) -> str:
    """The English name of a two-letter code; other names as they are."""
    if len(country) != 2 or not country.isupper():
        return _COUNTRY.get(country.lower(), country)
    if not names:
        from babel import Locale  # late: only codes need it

        names.update({code: str(name) for code, name in Locale("en").territories.items()})
    return names.get(country, country)


def _organisations(records: Sequence[Record]) -> list[tuple[str, ...]]:
    return [tuple(filter(None, map(organisation_of, record.affiliations))) for record in records]


_ITEMS: dict[str, Callable[[Sequence[Record]], list[tuple[str, ...]]]] = {
    "keywords": _keywords,
    "coauthors": authors_of,
    "organisations": _organisations,
    "countries": _countries,
}


def unify_plain(lists: Sequence[tuple[str, ...]], thesaurus: Thesaurus | None = None) -> list[tuple[str, ...]]:
    """Names per record under one spelling each, case and accents aside; a thesaurus may replace or drop them."""
    forms: dict[str, Counter[str]] = {}
    renamed = [[thesaurus.label(item) if thesaurus else item for item in items] for items in lists]
    for items in renamed:
        for item in items:
            if item:
                forms.setdefault(fold(item), Counter())[item] += 1
    labels = {key: min(counts.items(), key=lambda one: (-one[1], one[0]))[0] for key, counts in forms.items()}
    return [tuple(dict.fromkeys(labels[fold(item)] for item in items if item)) for items in renamed]


# --- who cites whom within the set -----------------------------------------------------------------------------------


def inner_citations(records: Sequence[Record], works: CitedWorks) -> tuple[tuple[int, ...], ...]:
    """Positions of the records that each record cites: by DOI, by the number of its database, by author, year,
    volume and first page, else by a title of 20 letters or more that stands in the reference with the same year.
    """
    by_key: dict[object, int] = {}
    by_author: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for number, record in enumerate(records):
        for key in _keys(record):
            by_key.setdefault(key, number)
        title = fold(record.title)
        if record.year and record.authors and len(title) >= 20:
            by_author.setdefault((fold(family_name(record.authors[0]))[:5], record.year), []).append((title, number))
    target: dict[str, int] = {}
    for label, work in works.works.items():
        place: int | None = by_key.get(work.doi) if work.doi else None
        if place is None:
            place = by_key.get(label)
        if place is None and work.place:
            place = by_key.get(work.place)
        if place is None and work.year and work.author:
            candidates = by_author.get((work.author[:5], work.year), ())
            place = next((found for title, found in candidates if title in work.rest), None)
        if place is not None:
            target[label] = place
    return tuple(
        tuple(dict.fromkeys(target[label] for label in labels if label in target and target[label] != number))
        for number, labels in enumerate(works.documents)
    )


def _keys(record: Record) -> list[object]:
    keys: list[object] = [key for key in (record.doi, record.identifier) if key]
    if record.authors and record.year and record.volume and record.first_page:
        family = family_name(record.authors[0])
        given = record.authors[0].replace(family, "", 1).strip(" ,.")
        initial = given[:1].lower()
        for author in {fold(family) + initial, fold(family)}:
            keys.append((author, record.year, record.volume.lower(), record.first_page.lower()))
    return keys
