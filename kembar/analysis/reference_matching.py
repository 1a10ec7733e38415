"""Which cited references are the same work, although every database and author writes them differently?

A reference is a string as an export gives it. Two are one work when they carry the same DOI; else when first author,
year and first page are equal and neither the author's initial nor the volume contradicts; else when first author and
year are equal and the strings are nearly the same. Different DOIs, different parts ("II", "vol. 3") and two forms in
the list of one document are never taken for one by likeness. Every match that is not letter by letter is listed with
its reason, so that a reader can check it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

NEAR = 92.0
"""Least similarity (0 to 100, words in any order) of two references of one author and year taken for one work."""
LIKE = 80.0
"""Least similarity of two references of one author, year and page whose volumes differ or that both begin on page 1."""
CROWD = 60
"""References of one author and year above which only those that begin alike are compared."""
TITLE = 15
"""Least letters of a title that is looked for inside a reference."""

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>,;]+", re.I)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")  # "2010a" too
_PAGE = re.compile(r"(?:\bpp?\.?\s*|\bP)([A-Za-z]?\d+)")
_VOLUME = re.compile(
    r",\s*V(\d+)\b|"
    r"\b(\d{1,4})\s*(?:\(\d[^)]*\)|,\s*\d{1,4})?\s*[,:]\s*pp?\.\s*[A-Za-z]?\d|"
    r"\bvol\.?\s*(\d+)",
    re.I,
)
_PART = re.compile(
    r"\b(?:part|vol|volume|no|nr|edition|bagian|jilid|bab|teil|tome)\s+(\d+|[ivx]+)\b|"
    r"\b(ii|iii|iv|vi|vii|viii|ix)\b"
)
_INITIAL = re.compile(r"(?:[^\W\d_]\.?){1,3}", re.U)
_NUMBER = re.compile(r"(?:https?://openalex\.org/)?(W\d{4,})$|^\d{5,}$")


@dataclass(frozen=True)
class Key:
    """What tells a reference: DOI or database number, first author and initial, year, first page, volume, text."""

    identifier: str
    author: str
    year: str
    page: str
    text: str
    initial: str = ""
    volume: str = ""


@dataclass(frozen=True)
class Match:
    """A reference taken for another, or for a publication of the set: the form kept, the other form, and why.

    ``by`` is ``doi``, ``page`` or ``near``, for a publication also ``title``.
    """

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
    volume: str = ""


@dataclass(frozen=True)
class CitedWorks:
    """Per document the positions of the publications of the set that it cites; and the references taken for them."""

    cites: tuple[tuple[int, ...], ...]
    matches: tuple[Match, ...]


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
    chunks = re.split(r"[,;(]", stripped, maxsplit=2)
    words, initials = _name_and_initials(chunks[0])
    if words and not initials and len(chunks) > 1:  # "Kalbe, G., ..."
        initials = [word for word in chunks[1].split()[:1] if _is_initial(word)]
    initial = fold(initials[0])[:1] if initials else ""
    year = _YEAR.search(re.sub(_DOI, " ", stripped))
    page = _PAGE.search(stripped)
    volume = _VOLUME.search(stripped)
    author = fold(" ".join(words[:3]))
    return Key(
        identifier, "" if author == "anonymous" else author, year[0] if year else "", page[1].lower() if page else "",
        fold(_DOI.sub(" ", stripped)), initial, next(filter(None, volume.groups())) if volume else "",
    )  # fmt: skip


def author_of(reference: str) -> str:
    """The first author's name as the reference has it, without initials; "" where it begins otherwise."""
    return " ".join(_name_and_initials(re.split(r"[,;(]", reference.strip(), maxsplit=1)[0])[0])


def _name_and_initials(text: str) -> tuple[list[str], list[str]]:
    """The words of a name before or behind its initials; "ROY B" is Roy, though short and in capitals."""
    words = text.split()
    end = len(words)
    while end > 1 and _is_initial(words[end - 1]):
        end -= 1
    begin = 0
    while begin < end - 1 and "." in words[begin] and _is_initial(words[begin]):
        begin += 1
    return words[begin:end], words[end:] or words[:begin]


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
    by_page: dict[tuple[str, str, str], list[int]] = {}
    by_author: dict[tuple[str, str], list[int]] = {}
    for i, key in enumerate(keys):
        if not key.year:
            continue
        if key.author and key.page:
            same = by_page.setdefault((key.author, key.year, key.page), [])
            for other in same:
                if _is_same_place(key, keys[other]):
                    join(other, i, "page")
                    break
            same.append(i)
        by_author.setdefault((key.author or " ".join(key.text.split()[:2]), key.year), []).append(i)
    together = _Together(cited, groups)
    for same in by_author.values():
        for alike in _alike(same, keys):
            _near(alike, keys, groups, join, together)
    return _collected(texts, uses, cited, groups, reasons)


def _is_same_place(one: Key, other: Key) -> bool:
    """Whether two references of one author, year and first page may be one work."""
    if one.initial and other.initial and one.initial != other.initial:
        return False
    if one.volume and other.volume and one.volume == other.volume:
        return True
    if (one.volume and other.volume) or one.page == "1":
        return fuzz.token_sort_ratio(one.text, other.text) >= LIKE
    return True


class _Together:
    """Which groups stand together in the list of one document: there they are two works."""

    def __init__(self, cited: Sequence[Sequence[int]], groups: "_Groups") -> None:
        self.groups = groups
        self.documents: dict[int, set[int]] = {}
        for document, numbers in enumerate(cited):
            for number in numbers:
                self.documents.setdefault(groups.find(number), set()).add(document)

    def has(self, i: int, j: int) -> bool:
        one, other = self.groups.find(i), self.groups.find(j)
        return not self.documents[one].isdisjoint(self.documents[other])

    def joined(self, i: int, one: int, other: int) -> None:
        """The groups that ``one`` and ``other`` stood for are now that of ``i``."""
        documents = self.documents.pop(one) | self.documents.pop(other)
        self.documents[self.groups.find(i)] = documents


def _alike(same: list[int], keys: Sequence[Key]) -> list[list[int]]:
    """The forms of one author and year; a crowd is parted by the first word after the author that is no initial."""
    if len(same) <= CROWD:
        return [same]
    parts: dict[str, list[int]] = {}
    for i in same:
        author = keys[i].author.split()
        rest = [word for word in keys[i].text.split() if word not in author and len(word) > 1 and word != keys[i].year]
        parts.setdefault(rest[0] if rest else "", []).append(i)
    return list(parts.values())


def _may_be_one(one: Key, other: Key) -> bool:
    """Whether nothing in two references of one author and year contradicts that they are one work."""
    if one.initial and other.initial and one.initial != other.initial:
        return False
    if one.page and other.page and (one.page != other.page or not _is_same_place(one, other)):
        return False
    (numbers, romans), (their_numbers, their_romans) = _parts(one.text), _parts(other.text)
    return romans == their_romans and not (numbers and their_numbers and numbers != their_numbers)


def _parts(text: str) -> tuple[set[str], set[str]]:
    """The parts of a work that a reference names: by number ("vol 3") and by Roman numerals ("ii")."""
    found = _PART.findall(text)
    return {number for number, _roman in found if number}, {roman for _number, roman in found if roman}


def _near(same: list[int], keys: list[Key], groups: "_Groups", join: Callable[..., None], together: _Together) -> None:
    """Joins nearly equal forms of one author and year; forms with different pages or parts stay apart."""
    for place, i in enumerate(same):
        one = keys[i]
        for j in same[place + 1 :]:
            other = keys[j]
            if groups.find(i) == groups.find(j) or not _may_be_one(one, other):
                continue
            if not fuzz.token_sort_ratio(one.text, other.text, score_cutoff=NEAR) or together.has(i, j):
                continue
            before = groups.find(i), groups.find(j)
            join(i, j, "near")
            if groups.find(i) == groups.find(j):
                together.joined(i, *before)


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


def cited_works(lists: Sequence[Sequence[str]], works: Sequence[Work]) -> CitedWorks:
    """Which works of the set each document cites: by DOI or database number, by page, or by title in the reference.

    The title must stand in the reference as it is, with the year, and the first author's family name where it is known.
    """
    by_identifier: dict[str, int] = {}
    by_page: dict[tuple[str, str, str], list[int]] = {}
    titles: dict[str, list[tuple[str, str, int]]] = {}
    for i, work in enumerate(works):
        for one in (work.doi, *work.identifiers):
            if one:
                by_identifier.setdefault(one.rsplit("/", 1)[-1].lower() if "openalex" in one else one.lower(), i)
        author = fold(work.author)
        if author and work.year and work.page:
            by_page.setdefault((author, work.year, work.page.lower()), []).append(i)
        if len(title := fold(work.title)) >= TITLE and work.year:
            titles.setdefault(work.year, []).append((title, author, i))

    def find(reference: str) -> tuple[int, str] | None:
        key = key_of(reference)
        if key.identifier in by_identifier:
            return by_identifier[key.identifier], "doi"
        for i in by_page.get((key.author, key.year, key.page), ()):
            if not (key.volume and works[i].volume and key.volume != works[i].volume):
                return i, "page"
        for title, author, i in titles.get(key.year, ()):
            if title in key.text and author in key.text:
                return i, "title"
        return None

    known: dict[str, tuple[int, str] | None] = {}
    cites = []
    for references in lists:
        for reference in references:
            if reference not in known:
                known[reference] = find(reference)
        cites.append(tuple(dict.fromkeys(found[0] for r in references if (found := known[r]) is not None)))
    matches = tuple(Match(works[found[0]].title, text, found[1]) for text, found in known.items() if found is not None)
    return CitedWorks(tuple(cites), matches)
