"""Which of the works that papers cite are one work, however each paper writes it?

A reference is read for DOI, first author, year, volume and first page, in the styles of the Web of Science, Scopus,
Crossref and plain bibliographies. References are one work when

* their DOIs are equal, or
* first author (family name and initial), year, volume and first page are equal, or
* author and year are equal and the folded text after them is alike (similarity of at least ``ALIKE``; neither's DOI nor
  volume and page may contradict).

Which forms were put together, and by which rule, is listed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from kembar.analysis.text_citations import key as fold

ALIKE = 92.0  # of 100, rapidfuzz's ratio over folded texts
_DOI = re.compile(r"10\.\d{4,9}/[^\s;,\"<>\]]+", re.I)
_YEAR = re.compile(r"(?<![\d.])(1[5-9]\d\d|20\d\d)(?![\d-])")
_WOS = re.compile(r",\s*V(?P<volume>\d+[A-Za-z]?)|,\s*P(?P<page>[A-Za-z]?\d+)|,\s*ARTN\s*(?P<article>\w+)")
_PLAIN = re.compile(
    r",\s*(?P<volume>\d{1,4})\s*(?:\([^)]{1,12}\))?\s*,\s*(?:\d{1,3}\s*,\s*)?(?:pp?\.?\s*)?(?P<page>[A-Za-z]?\d+)"
)


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A reference as read; what it does not say is empty."""

    text: str
    doi: str = ""
    author: str = ""
    year: int = 0
    volume: str = ""
    page: str = ""
    rest: str = ""

    @property
    def place(self) -> tuple[str, int, str, str] | None:
        """Author, year, volume and first page; None unless all are said."""
        if self.author and self.year and self.volume and self.page:
            return self.author, self.year, self.volume, self.page
        return None


def read_reference(text: str) -> CitedWork:
    """A reference read for what identifies it.

    >>> read_reference("Keohane R, 1971, INT ORGAN, V25, P329").place
    ('keohaner', 1971, '25', '329')
    >>> read_reference("Keohane, R., Nye, J.S., (1971) Int. Organ., 25, pp. 329-349").place
    ('keohaner', 1971, '25', '329')
    """
    found = _DOI.search(text)
    doi = found[0].rstrip(".)").lower() if found else ""
    year = _YEAR.search(text)
    author = _first_author(text)
    volume = page = ""
    after = text[year.end() :] if year else text
    for part in _WOS.finditer(after):
        volume = volume or (part["volume"] or "")
        page = page or (part["page"] or part["article"] or "")
    if not volume:
        numbers = _PLAIN.search(after) or _PLAIN.search(text)
        if numbers:
            volume, page = numbers["volume"], numbers["page"]
    rest = fold(re.sub(r"\bdoi\b.*$", "", text.replace(doi, "") if doi else text, flags=re.I))
    return CitedWork(text, doi, author, int(year[0]) if year else 0, volume.lower(), page.lower(), rest)


def _first_author(text: str) -> str:
    """Family name and first initial of the first author, folded together; "" for an anonymous work."""
    head = re.match(r"\s*([^,;(]{2,60})(?:,\s*([^,;(]{1,30}))?", text)
    if not head:
        return ""
    words = head[1].split()
    if not words or "anonymous" in head[1].lower():
        return ""
    last = words[-1].replace(".", "")
    if len(words) > 1 and ((last.isupper() and len(last) <= 3) or "." in words[-1]):  # "Keohane R", "Cheng M."
        return fold(" ".join(words[:-1])) + last[0].lower()
    given = (head[2] or "").strip()
    initial = given[0].lower() if given[:1].isalpha() and not given[:4].isdigit() else ""
    return fold(head[1]) + initial


@dataclass(frozen=True, slots=True)
class Match:
    """Forms of one work that were put together: its label, the forms, and the rules that joined them."""

    label: str
    forms: tuple[str, ...]
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CitedWorks:
    """Labels of cited works per paper, each once, and the list of what was matched."""

    documents: tuple[tuple[str, ...], ...]
    matches: tuple[Match, ...]
    works: dict[str, CitedWork] = field(default_factory=dict)


class _Groups:
    """Joins numbers into groups; keeps by which rules each group came about."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))
        self.rules: dict[int, set[str]] = {}

    def find(self, one: int) -> int:
        while self.parent[one] != one:
            self.parent[one] = self.parent[self.parent[one]]
            one = self.parent[one]
        return one

    def join(self, one: int, other: int, rule: str) -> None:
        a, b = sorted((self.find(one), self.find(other)))
        if a != b:
            self.parent[b] = a
            self.rules[a] = self.rules.pop(a, set()) | self.rules.pop(b, set()) | {rule}


def match_references(lists: Sequence[Iterable[str]], *, near: bool = True) -> CitedWorks:
    """Cited works per paper under one label each: the form most used, ties by the shorter."""
    counts: Counter[str] = Counter()
    plain: list[list[str]] = []
    for references in lists:
        texts = [" ".join(reference.split()) for reference in references]
        plain.append([text for text in texts if text])
        counts.update(plain[-1])
    forms = list(counts)
    works = [read_reference(form) for form in forms]
    groups = _Groups(len(forms))
    _join_equal(works, groups)
    if near:
        _join_alike(works, groups)
    members: dict[int, list[int]] = {}
    for place in range(len(forms)):
        members.setdefault(groups.find(place), []).append(place)
    label_of: dict[str, str] = {}
    matches = []
    kept: dict[str, CitedWork] = {}
    for root, places in members.items():
        label = min((forms[place] for place in places), key=lambda form: (-counts[form], len(form), form))
        kept[label] = _fullest([works[place] for place in places])
        for place in places:
            label_of[forms[place]] = label
        if len(places) > 1:
            matches.append(Match(label, tuple(forms[place] for place in places), tuple(sorted(groups.rules[root]))))
    documents = tuple(tuple(dict.fromkeys(label_of[text] for text in texts)) for texts in plain)
    return CitedWorks(documents, tuple(matches), kept)


def _fullest(works: Sequence[CitedWork]) -> CitedWork:
    """One work with what any of its forms says."""
    first = works[0]
    said = {
        name: next((getattr(work, name) for work in works if getattr(work, name)), getattr(first, name))
        for name in ("doi", "author", "year", "volume", "page")
    }
    return CitedWork(first.text, **said, rest=first.rest)


def _join_equal(works: Sequence[CitedWork], groups: _Groups) -> None:
    seen: dict[object, int] = {}
    for place, work in enumerate(works):
        if work.doi:
            groups.join(seen.setdefault(("doi", work.doi), place), place, "doi")
    for place, work in enumerate(works):
        if work.place:
            other = seen.setdefault(work.place, place)
            if not (work.doi and works[other].doi and work.doi != works[other].doi):
                groups.join(other, place, "author, year, volume, page")


def _join_alike(works: Sequence[CitedWork], groups: _Groups) -> None:
    blocks: dict[tuple[str, int], list[int]] = {}
    for place, work in enumerate(works):
        if work.author and work.year and len(work.rest) >= 20:
            blocks.setdefault((work.author[:5], work.year), []).append(place)
    for places in blocks.values():
        if len(places) > 400:  # one name and year for so many works tells nothing
            continue
        for at, one in enumerate(places):
            for other in places[at + 1 :]:
                if groups.find(one) == groups.find(other) or not _compatible(works[one], works[other]):
                    continue
                if fuzz.ratio(works[one].rest, works[other].rest, score_cutoff=ALIKE):
                    groups.join(one, other, "near match")


def _compatible(one: CitedWork, other: CitedWork) -> bool:
    return not any(
        getattr(one, name) and getattr(other, name) and getattr(one, name) != getattr(other, name)
        for name in ("doi", "volume", "page")
    )
