"""Which terms do many texts share, under which label, and which of them tell the texts apart?

Forms of one term fall together: blanks and hyphens do not count ("kerjasama" is "kerja sama"), accents and case do
not, an English plural at the end is its singular ("sister cities"). The label is the form most used. A part of a
longer term that hardly ever stands outside it is no term of its own ("sister" beside "sister city").

Relevance is the Kullback-Leibler distance of a term's co-occurrences from those of all terms,

    rel(t) = sum over u of p(u|t) ln( p(u|t) / p(u) ),   p(u|t) = c_tu / sum_v c_tv,   p(u) = sum_t c_tu / sum_tv c_tv,

with c the number of texts that hold both. It has the shape of the measure of van Eck & Waltman (2011), whose exact
formula is not published: **it is not VOSviewer's number**.
"""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import sqrt

import numpy as np
from numpy.typing import NDArray

KEPT = 0.6  # share of terms, the most relevant, that a large map keeps
FEW = 250  # terms below which nothing is dropped for its relevance


def term_key(text: str) -> str:
    """A term as it is compared.

    >>> term_key("Kerja Sama") == term_key("kerjasama"), term_key("Sister Cities"), term_key("e-Government")
    (True, 'sistercity', 'egovernment')
    """
    words = text.lower().replace("-", " ").split()
    if not words:
        return ""
    if len(words) > 1 and words[-1] == words[-2]:  # kota-kota
        words.pop()
    words[-1] = singular(words[-1])
    joined = "".join(map(_one_way, words))
    if joined.isascii():
        return re.sub(r"[^a-z0-9]+", "", joined)
    parts = unicodedata.normalize("NFKD", joined)
    kept = [sign for sign in parts if sign.isalnum() or (unicodedata.category(sign)[0] == "M" and sign > "\u036f")]
    return unicodedata.normalize("NFC", "".join(kept))


_IRREGULAR = {
    "analyses": "analysis", "hypotheses": "hypothesis", "theses": "thesis", "crises": "crisis",
    "criteria": "criterion", "phenomena": "phenomenon", "indices": "index", "matrices": "matrix", "vertices": "vertex",
    "children": "child", "women": "woman", "men": "man", "mice": "mouse", "viruses": "virus", "campuses": "campus",
    "lives": "life", "leaves": "leaf", "species": "species", "series": "series", "news": "news",
    "cpus": "cpu", "gpus": "gpu", "menus": "menu",
    "lens": "lens", "syntheses": "synthesis",
}  # fmt: skip


def singular(word: str) -> str:
    """The singular of an English plural by its ending; other words unchanged."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "as", "os", "ics")):
        return word[:-1]
    return word


_SPELT = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"isation(s?)$", r"ization\1"), (r"(mode|labe|signa|trave|channe|cance)ll(ing|ed)$", r"\1l\2"),
        (r"^(behavi|col|lab|neighb|fav|harb|hon|hum)our", r"\1or"), (r"^(cent|theat|fib)re(s?)$", r"\1er\2"),
        (r"^(defen|offen)ce$", r"\1se"), (r"^programme", "program"), (r"^ageing$", "aging"), (r"^catalogue", "catalog"),
        (r"(?<=[a-z]{4})ical$", "ic"),
    )
)  # fmt: skip


@lru_cache(maxsize=200_000)
def _one_way(word: str) -> str:
    """A word as American English writes it, and -ical as -ic ("geographical information system")."""
    for pattern, instead in _SPELT:
        word = pattern.sub(instead, word)
    return word


class ThesaurusError(ValueError):
    """A thesaurus that cannot be followed: ``code`` (cyclic, no_header, empty_label, two_ways), ``labels`` and line."""

    def __init__(self, code: str, labels: Sequence[str] = (), line: int = 0) -> None:
        super().__init__(f"{code} {' -> '.join(labels)} {line or ''}".strip())
        self.code = code
        self.labels = tuple(labels)
        self.line = line


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Labels to replace or ignore; keys as ``term_key``. "" means the term is ignored."""

    replace: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> "Thesaurus":
        """A thesaurus in VOSviewer's format: a header with ``label``, ``replace by``; tab, comma or semicolon between.

        Case, accents, blanks and hyphens of labels do not count; further columns are not read; an empty replacement
        ignores the label. Replacements are followed to their end. Raises ThesaurusError: ``no_header``,
        ``empty_label`` (line), ``two_ways`` (a label with two different replacements) and ``cyclic`` (the labels).
        """
        lines = text.lstrip("\ufeff").splitlines()
        header = lines[0].strip().lower() if lines else ""
        sign = next((sign for sign in "\t,;" if sign in header), "\t")
        columns = [part.strip().strip('"') for part in header.split(sign)]
        replaced = next((place for place, name in enumerate(columns) if name in ("replace by", "replace_by")), -1)
        if "label" not in columns or replaced < 0:
            raise ThesaurusError("no_header", line=1)
        label_at = columns.index("label")
        pairs: dict[str, tuple[str, str]] = {}
        for number, cells in _rows(lines[1:], sign):
            label = cells[label_at] if label_at < len(cells) else ""
            into = cells[replaced] if replaced < len(cells) else ""
            key = term_key(label)
            if not key:
                raise ThesaurusError("empty_label", line=number)
            if key in pairs and term_key(pairs[key][1]) != term_key(into):
                raise ThesaurusError("two_ways", [label, pairs[key][1] or "–", into or "–"], number)
            pairs.setdefault(key, (label, into))
        return cls({key: _followed(key, pairs) for key in pairs})

    def label(self, text: str) -> str:
        """The label that stands for ``text``; "" when it is ignored."""
        return self.replace.get(term_key(text), text)


def _rows(lines: Sequence[str], sign: str) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of every line that is not empty; quotes hold a cell together, but not in files with tabs."""
    for number, line in enumerate(lines, 2):
        cells = line.split(sign) if sign == "\t" else next(csv.reader([line], delimiter=sign), [])
        cells = [cell.strip().strip('"').strip() for cell in cells]
        if any(cells):
            yield number, cells


def _followed(key: str, pairs: Mapping[str, tuple[str, str]]) -> str:
    """Where the replacements end that begin at a label; one by its own spelling ends there."""
    seen = [key]
    while True:
        target = pairs[seen[-1]][1]
        key = term_key(target)
        if key == seen[-1] or key not in pairs:
            return target
        if key in seen:
            raise ThesaurusError("cyclic", [pairs[one][0] for one in [*seen[seen.index(key) :], key]])
        seen.append(key)


@dataclass(frozen=True, slots=True)
class TermSet:
    """Terms per text (labels, each once), how often each occurs, and its relevance where it was asked for."""

    documents: tuple[tuple[str, ...], ...]
    occurrences: Mapping[str, int]
    least: int
    relevance: Mapping[str, float] = field(default_factory=dict)
    dropped: int = 0
    found: int = 0


def unify(lists: Iterable[Iterable[str]], thesaurus: Thesaurus | None = None) -> list[tuple[str, ...]]:
    """Items (keywords) per document under one label each: the form most used, ties by the form with more blanks."""
    forms: dict[str, Counter[str]] = {}
    keyed: list[list[str]] = []
    cache: dict[str, str] = {}
    for items in lists:
        keys = []
        for item in items:
            key = cache.get(item)
            if key is None:
                label = " ".join((thesaurus.label(item) if thesaurus else item).split())
                key = cache[item] = term_key(label)
                if key:
                    forms.setdefault(key, Counter())
            if key:
                forms[key][" ".join((thesaurus.label(item) if thesaurus else item).lower().split())] += 1
                keys.append(key)
        keyed.append(keys)
    labels = {key: most_used(counts) for key, counts in forms.items()}
    return [tuple(dict.fromkeys(labels[key] for key in keys)) for keys in keyed]


def most_used(forms: Counter[str]) -> str:
    return min(forms.items(), key=lambda one: (-one[1], -one[0].count(" "), one[0]))[0]


def propose_threshold(occurrences: Iterable[int], documents: int) -> int:
    """The least number of occurrences to propose for a map of this many documents.

    The smallest one at which at most 12 sqrt(documents) items remain (never fewer than 30 nor more than 1,000 are aimed
    at), but low enough that ten remain where there are ten: twenty records never give an empty picture.
    """
    counts = sorted(occurrences, reverse=True)
    if not counts:
        return 1
    target = min(1000, max(30, int(12 * sqrt(documents))))
    least = 1 if len(counts) <= target else counts[target] + 1
    enough = counts[min(10, len(counts)) - 1]
    return max(1, min(least, enough))


def relevance_of(documents: Sequence[Sequence[str]]) -> dict[str, float]:
    """The relevance of each term by the formula at the top; terms without co-occurrence have 0."""
    from scipy.sparse import csr_matrix  # late: only maps of terms need it

    labels = list(dict.fromkeys(label for items in documents for label in items))
    if not labels:
        return {}
    number = {label: place for place, label in enumerate(labels)}
    rows = np.repeat(np.arange(len(documents)), [len(items) for items in documents])
    columns = np.array([number[label] for items in documents for label in items], np.int64)
    held = csr_matrix((np.ones(len(columns)), (rows, columns)), shape=(len(documents), len(labels)))
    together = (held.T @ held).tocsr()
    together.setdiag(0)
    together.eliminate_zeros()
    sums: NDArray[np.float64] = np.asarray(together.sum(axis=1)).ravel()
    whole = float(sums.sum())
    if not whole:
        return dict.fromkeys(labels, 0.0)
    entries = together.tocoo()
    given = entries.data / sums[entries.row]
    parts = given * np.log(given * whole / sums[entries.col])
    found = np.bincount(entries.row, weights=parts, minlength=len(labels))
    return {label: float(found[place]) for label, place in number.items()}
