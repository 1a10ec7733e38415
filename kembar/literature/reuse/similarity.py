"""How much of a document stands in a corpus, where, and what of it may be set aside?

The corpus is what is searched, and all that is searched; a report names it. Sources may be marked as the author's
own earlier work or as a template; quotations and the bibliography of the document are marked by its own signs. What
is marked can be left out of the count, and both figures are kept.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kembar.analysis.reuse_alignment import Match, WeightOf
from kembar.analysis.text_bibliography import bibliography_blocks
from kembar.analysis.text_reuse import Pair, Passage, Share, align_pairs, find, shares, stem_numbers, verbal_class
from kembar.analysis.words import Vocabulary, places_of
from kembar.literature.documents import Document, DocumentError, read_document
from kembar.literature.records import Progress

Longs = NDArray[np.int64]
MARKS = ("own", "template", "quotes", "bibliography")
TEXTS = (".txt", ".md", ".docx", ".pdf", ".text", ".html", ".htm")


@dataclass(frozen=True, slots=True)
class Source:
    """A text of the corpus; ``mark`` is "" or "own" or "template"; ``address`` where it can be read, when known."""

    name: str
    text: str
    mark: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Corpus:
    """The texts searched, and the files that could not be read, as (name, code)."""

    sources: tuple[Source, ...]
    unread: tuple[tuple[str, str], ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        return tuple(source.mark for source in self.sources)


@dataclass(frozen=True, slots=True)
class SourceShare:
    """Words of the document that count for one source, and out of how many; none where they all count for others."""

    source: Source
    share: Share


@dataclass(frozen=True, slots=True)
class Similarity:
    """What of one document stands in the corpus.

    ``reused`` of ``total`` words with nothing set aside; ``counted`` of ``counted_total`` after what ``excluded``
    names was set aside. ``marked`` says how many words carry each mark, set aside or not.
    """

    document: Document
    total: int
    reused: int
    counted: int
    counted_total: int
    excluded: tuple[str, ...]
    marked: Mapping[str, int]
    shares: tuple[SourceShare, ...]
    passages: tuple[Passage, ...]
    corpus: Corpus = field(repr=False)

    @property
    def verbal_class(self) -> str:
        return verbal_class(self.counted, self.counted_total)


def files_in(paths: Iterable[str | Path]) -> Iterator[Path]:
    """Files as given, and those of folders (text, DOCX, PDF), in order of name."""
    for given in paths:
        path = Path(given)
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.is_file() and one.suffix.lower() in TEXTS)
        else:
            yield path


def load_corpus(
    against: Iterable[str | Path],
    own: Iterable[str | Path] = (),
    template: Iterable[str | Path] = (),
    addresses: Mapping[str, str] | None = None,
    leave_out: frozenset[Path] = frozenset(),
    progress: Progress | None = None,
) -> Corpus:
    """The corpus of files and folders; what cannot be read is listed, not fatal. ``leave_out`` are the questioned
    files.
    """
    sources: list[Source] = []
    unread: list[tuple[str, str]] = []
    for mark, paths in (("", against), ("own", own), ("template", template)):
        files = [path for path in files_in(paths) if path.resolve() not in leave_out]
        for number, path in enumerate(files, 1):
            if progress and not number & 0x3F:
                progress(str(path), number / len(files))
            try:
                text = read_document(path).text
            except DocumentError as error:
                unread.append((str(path), error.code))
                continue
            address = (addresses or {}).get(path.name) or (addresses or {}).get(str(path)) or ""
            sources.append(Source(str(path), text, mark, address or address_in(text)))
    return Corpus(tuple(sources), tuple(unread))


def address_in(text: str) -> str:
    """An address that a text gives of itself in its first lines ("Available online ...", "URL: ...", a DOI)."""
    for line in text[:2000].split("\n")[:12]:
        found = re.search(
            r"(?:available online|url|source|sumber|diakses dari|"
            r"permalink)\W{0,4}<?(https?://[^\s<>]+)",
            line,
            re.I,
        )
        if found:
            return found[1].rstrip(".,;)")
        if found := re.search(r"\bdoi\b\W{0,3}(?:https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/[^\s<>]+)", line, re.I):
            return "https://doi.org/" + found[1].rstrip(".,;)")
    return ""


# --- marks within the document ---------------------------------------------------------------------------------------

# From 20 characters on: shorter ones are names and emphasis. Inside ‘ ’ an apostrophe closes nothing.
_QUOTE = re.compile(
    r"“[^“”]{20,1500}”|„[^„“”]{20,1500}[“”]|«[^«»]{20,1500}»|»[^«»]{20,1500}«|‘(?:[^‘’]|’(?=\w)){20,1500}’(?!\w)"
    r"|(?<!\w)\"[^\"]{20,1500}\"(?!\w)"
)
_SET_OFF = re.compile(r"^>.*$", re.M)
_INDENTED = re.compile(r"(?:^(?: {4,}|\t)\S.*(?:\n|\Z)){2,}", re.M)
FEW_INDENTED = 0.3  # share of the lines up to which being indented tells a quotation


def quoted_words(text: str, begins: Longs) -> NDArray[np.bool_]:
    """Words inside quotation marks, on lines set off by ``>``, and in blocks of indented lines where few lines are."""
    marked = np.zeros(len(begins), bool)
    spans = [found.span() for pattern in (_QUOTE, _SET_OFF) for found in pattern.finditer(text)]
    blocks = [found.span() for found in _INDENTED.finditer(text)]
    indented = sum(text.count("\n", *span) for span in blocks)
    if indented <= FEW_INDENTED * (text.count("\n") + 1):
        spans += blocks
    for begin, end in spans:
        marked[np.searchsorted(begins, begin) : np.searchsorted(begins, end)] = True
    return marked


def bibliography_words(document: Document, begins: Longs) -> NDArray[np.bool_]:
    """Words of the lists of references, each from its heading to where it ends."""
    marked = np.zeros(len(begins), bool)
    starts = np.concatenate([[0], np.cumsum([len(line) + 1 for line in document.lines])])
    for block in bibliography_blocks(document.lines):
        begin, end = starts[block.first - 1] + block.column, starts[min(block.last, len(document.lines))]
        marked[np.searchsorted(begins, begin) : np.searchsorted(begins, end)] = True
    return marked


# --- comparing -------------------------------------------------------------------------------------------------------


def compare(
    documents: Sequence[Document],
    corpus: Corpus,
    exclude: Iterable[str] = (),
    workers: int | None = None,
) -> list[Similarity]:
    """What of each document stands in the corpus, in the order of the documents."""
    excluded = tuple(mark for mark in MARKS if mark in set(exclude))
    texts = [document.text for document in documents]
    sources = [source.text for source in corpus.sources]
    numbers, source_numbers, aligner = _prepared(texts, sources, workers)
    try:
        passages = find(texts, sources, numbers=numbers, source_numbers=source_numbers, aligner=aligner)
    finally:
        aligner.close()
    by_text: dict[int, list[Passage]] = {}
    for passage in passages:
        by_text.setdefault(passage.text, []).append(passage)
    return [_similarity(document, by_text.get(place, []), corpus, excluded) for place, document in enumerate(documents)]


def _similarity(
    document: Document, passages: Sequence[Passage], corpus: Corpus, excluded: tuple[str, ...]
) -> Similarity:
    begins = places_of(document.text)[0]
    total = len(begins)
    marks = {
        "quotes": quoted_words(document.text, begins),
        "bibliography": bibliography_words(document, begins),
        "own": np.zeros(total, bool),
        "template": np.zeros(total, bool),
    }
    for passage in passages:
        if mark := corpus.sources[passage.source].mark:
            marks[mark][slice(*passage.words)] = True
    left_out = np.zeros(total, bool)
    for mark in ("quotes", "bibliography", "template"):
        if mark in excluded:
            left_out |= marks[mark]
    kept = [one for one in passages if corpus.sources[one.source].mark not in excluded]
    own = marks["own"] if "own" in excluded else None  # not counted, whoever else has these words
    reused, _ = shares(passages, total)
    counted, per_source = shares(kept, total, left_out, own)
    return Similarity(
        document,
        total,
        reused,
        counted,
        int((~left_out).sum()),
        excluded,
        {mark: int(words.sum()) for mark, words in marks.items()},
        tuple(SourceShare(corpus.sources[share.source], share) for share in per_source),
        tuple(passages),
        corpus,
    )


# --- two processes ---------------------------------------------------------------------------------------------------

MANY = 200  # texts from which a second process pays
_shared: dict[str, tuple[Sequence[Longs], Sequence[Longs], WeightOf]] = {}  # what a forked process finds already there


class Spread:
    """Aligns pairs in several processes where the system can fork and there are many, else in this one."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def __call__(
        self, pairs: Sequence[Pair], mine: Sequence[Longs], theirs: Sequence[Longs], weight_of: WeightOf
    ) -> list[list[Match]]:
        if self.workers < 2 or len(pairs) < MANY:
            return align_pairs(pairs, mine, theirs, weight_of)
        _shared["texts"] = (mine, theirs, weight_of)
        try:
            with _pool(self.workers) as pool:
                size = max(20, len(pairs) // (self.workers * 16))
                parts = [pairs[at : at + size] for at in range(0, len(pairs), size)]
                return [found for part in pool.map(_align_part, parts) for found in part]
        finally:
            _shared.clear()

    def close(self) -> None:
        _shared.clear()


def _pool(workers: int) -> Executor:
    return ProcessPoolExecutor(workers, mp_context=get_context("fork"))


def _align_part(pairs: Sequence[Pair]) -> list[list[Match]]:
    return align_pairs(pairs, *_shared["texts"])


def _number_part(texts: Sequence[str]) -> list[Longs]:
    return stem_numbers(texts, Vocabulary())


def _prepared(
    texts: Sequence[str], sources: Sequence[str], workers: int | None
) -> tuple[list[Longs], list[Longs], Spread]:
    """Stem numbers of both sides, and who aligns."""
    count = workers if workers is not None else min(os.cpu_count() or 1, 8)
    if not hasattr(os, "fork"):
        count = 1
    everything = [*texts, *sources]
    if count < 2 or len(everything) < MANY:
        numbers = stem_numbers(everything, Vocabulary())
    else:
        size = -(-len(everything) // (count * 4))
        parts = [everything[at : at + size] for at in range(0, len(everything), size)]
        with _pool(count) as pool:
            numbers = [found for part in pool.map(_number_part, parts) for found in part]
    return numbers[: len(texts)], numbers[len(texts) :], Spread(count)
