"""Which cited references are the same work, although every database and author writes them differently?

A reference is a string as an export gives it. Two are one work when they carry the same DOI; else when first author,
year and first page are equal; else when first author and year are equal and the strings are nearly the same. Every
match that is not letter by letter is listed with its reason, so that a reader can check it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

NEAR = 92.0
"""Least similarity (0 to 100, words in any order) of two references of one author and year taken for one work."""
TITLE = 15
"""Least letters of a title that is looked for inside a reference."""

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>,;]+", re.I)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_PAGE = re.compile(r"(?:\bpp?\.?\s*|\bP)([A-Za-z]?\d+)")
_INITIAL = re.compile(r"(?:[^\W\d_]\.?){1,3}", re.U)
_NUMBER = re.compile(r"(?:https?://openalex\.org/)?(W\d{4,})$|^\d{5,}$")


@dataclass(frozen=True)
class Key:
    """What tells a reference: DOI or database number, folded first author, year, first page, folded text."""

    identifier: str
    author: str
    year: str
    page: str
    text: str


@dataclass(frozen=True)
class Match:
    """A reference taken for another: the form kept, the other form, and why (``doi``, ``page`` or ``near``)."""

    kept: str
    variant: str
    by: str


@dataclass(frozen=True)
class MatchedReferences:
    """Works cited: per document the numbers of its works, once each; per work its most used form; the matches made."""

    documents: tuple[tuple[int, ...], ...]
    labels: tuple[str, ...]
    matches: tuple[Match, ...]


@dataclass(frozen=True)
class Work:
    """A publication of the set, as references may point to it; empty what is not known."""

    title: str
    author: str = ""
    year: str = ""
    page: str = ""
    doi: str = ""
    identifiers: tuple[str, ...] = ()


def fold(text: str) -> str:
    """Small letters and digits of every script with single blanks between words, accents off."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign if sign.isalnum() else " " for sign in decomposed if unicodedata.category(sign) != "Mn")
    return " ".join(kept.split())


def key_of(reference: str) -> Key:
    """What tells this reference.

    >>> key_of("Kalbe G, 2015, CITIES, V12, P34, DOI 10.1016/J.CITIES.2015.01.002").identifier
    '10.1016/j.cities.2015.01.002'
    >>> k = key_of("Kalbe, G. (2015). Twin towns. Cities, 12, pp. 34-45."); k.author, k.year, k.page
    ('kalbe', '2015', '34')
    """
    stripped = reference.strip()
    doi = _DOI.search(stripped)
    number = _NUMBER.search(stripped)
    identifier = doi[0].rstrip(".)]}").lower() if doi else number[0].rsplit("/", 1)[-1].lower() if number else ""
    head = re.split(r"[,;(]", stripped, maxsplit=1)[0]
    words = [word for word in head.split() if not _is_initial(word)]
    year = _YEAR.search(re.sub(_DOI, " ", stripped))
    page = _PAGE.search(stripped)
    return Key(
        identifier, fold(" ".join(words[:3])), year[0] if year else "", page[1].lower() if page else "", fold(stripped)
    )


def _is_initial(word: str) -> bool:
    return bool(_INITIAL.fullmatch(word)) and ("." in word or word.isupper())


class _Groups:
    """Forms joined step by step; the smallest number stands for a group."""

    def __init__(self, count: int) -> None:
        self.parent = list(range(count))

    def find(self, i: int) -> int:
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def join(self, i: int, j: int) -> bool:
        a, b = self.find(i), self.find(j)
        self.parent[max(a, b)] = min(a, b)
        return a != b


def match_references(lists: Sequence[Sequence[str]]) -> MatchedReferences:
    """The works that the lists of references cite, one list per document.

    Two different DOIs are two works, whatever else is alike. Near matches are looked for only among forms of the same
    first author and year.
    """
    forms: dict[str, int] = {}
    uses: Counter[int] = Counter()
    cited = []
    for references in lists:
        numbers = [forms.setdefault(reference.strip(), len(forms)) for reference in references if reference.strip()]
        uses.update(numbers)
        cited.append(numbers)
    texts = list(forms)
    keys = [key_of(text) for text in texts]
    groups, reasons = _Groups(len(texts)), {}
    identifier: dict[int, str] = {}  # of a group, by the number that stands for it

    def join(i: int, j: int, by: str) -> None:
        one, other = identifier.get(groups.find(i)), identifier.get(groups.find(j))
        if one and other and one != other:
            return
        if groups.join(i, j):
            reasons[max(i, j)] = by
            if one or other:
                identifier[groups.find(i)] = one or other or ""

    by_identifier: dict[str, int] = {}
    for i, key in enumerate(keys):
        if key.identifier:
            identifier[i] = key.identifier
            join(by_identifier.setdefault(key.identifier, i), i, "doi")
    by_page: dict[tuple[str, str, str], int] = {}
    by_author: dict[tuple[str, str], list[int]] = {}
    for i, key in enumerate(keys):
        if key.author and key.year:
            if key.page:
                join(by_page.setdefault((key.author, key.year, key.page), i), i, "page")
            by_author.setdefault((key.author, key.year), []).append(i)
    for same in by_author.values():
        _near(same, keys, groups, join)
    return _collected(texts, uses, cited, groups, reasons)


def _near(same: list[int], keys: list[Key], groups: _Groups, join: object) -> None:
    """Joins nearly equal forms of one author and year; forms with different pages stay apart."""
    assert callable(join)
    for place, i in enumerate(same):
        for j in same[place + 1 :]:
            if groups.find(i) == groups.find(j) or (keys[i].page and keys[j].page and keys[i].page != keys[j].page):
                continue
            if fuzz.token_sort_ratio(keys[i].text, keys[j].text, score_cutoff=NEAR):
                join(i, j, "near")


def _collected(
    texts: list[str], uses: Counter[int], cited: list[list[int]], groups: _Groups, reasons: dict[int, str]
) -> MatchedReferences:
    members: dict[int, list[int]] = {}
    for i in range(len(texts)):
        members.setdefault(groups.find(i), []).append(i)
    number = {group: place for place, group in enumerate(members)}
    labels, matches = [], []
    for group in members.values():
        best = min(group, key=lambda i: (-uses[i], i))
        labels.append(texts[best])
        matches += [
            Match(texts[best], texts[i], reasons.get(i) or reasons.get(best, "near")) for i in group if i != best
        ]
    documents = tuple(tuple(dict.fromkeys(number[groups.find(i)] for i in one)) for one in cited)
    return MatchedReferences(documents, tuple(labels), tuple(matches))


def cited_works(lists: Sequence[Sequence[str]], works: Sequence[Work]) -> list[list[int]]:
    """Which works of the set each document cites: by DOI or database number, by page, or by title in the reference."""
    by_identifier: dict[str, int] = {}
    by_page: dict[tuple[str, str, str], int] = {}
    titles: dict[str, list[tuple[str, int]]] = {}
    for i, work in enumerate(works):
        for one in (work.doi, *work.identifiers):
            if one:
                by_identifier.setdefault(one.rsplit("/", 1)[-1].lower() if "openalex" in one else one.lower(), i)
        author = fold(work.author)
        if author and work.year and work.page:
            by_page.setdefault((author, work.year, work.page.lower()), i)
        if len(title := fold(work.title)) >= TITLE and work.year:
            titles.setdefault(work.year, []).append((title, i))

    def find(reference: str) -> int | None:
        key = key_of(reference)
        if key.identifier in by_identifier:
            return by_identifier[key.identifier]
        at_page = by_page.get((key.author, key.year, key.page))
        if at_page is not None:
            return at_page
        return next((i for title, i in titles.get(key.year, ()) if title in key.text), None)

    known: dict[str, int | None] = {}
    cites = []
    for references in lists:
        for reference in references:
            if reference not in known:
                known[reference] = find(reference)
        cites.append(list(dict.fromkeys(found for r in references if (found := known[r]) is not None)))
    return cites
