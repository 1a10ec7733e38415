"""Which passages of a text stand in other texts, word for word or changed, and how much of it is that?

``find`` gives passages in characters of both texts; ``shares`` counts words, each once, for the source with the
strongest evidence. The texts searched are all that is searched: a passage taken from elsewhere is not found.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kembar.analysis import reuse_index
from kembar.analysis.reuse_alignment import COPIED, Match, WeightOf, align, runs_of
from kembar.analysis.reuse_ends import extended, snapped
from kembar.analysis.words import Vocabulary, numbers_of, places_of, words_of

Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Passage:
    """A reused passage: ``begin:end`` in characters of the text, ``source_begin:source_end`` of source number
    ``source``.

    ``words`` are (first, last + 1) in the text; ``kind`` and the figures are those of ``reuse_alignment.Match``.
    """

    text: int
    begin: int
    end: int
    source: int
    source_begin: int
    source_end: int
    words: tuple[int, int]
    source_words: tuple[int, int]
    match: Match

    @property
    def kind(self) -> str:
        return self.match.kind


@dataclass(frozen=True, slots=True)
class Share:
    """Words of a text that stand in a source, out of all its words."""

    source: int
    words: int
    total: int

    @property
    def percent(self) -> float:
        return 100 * self.words / self.total if self.total else 0.0


def percent_text(words: int, total: int) -> str:
    """A share as originality reports print it: whole percent, half up, and "<1%" for less than one but not nothing.

    >>> percent_text(533, 5054), percent_text(12, 5054), percent_text(0, 5054)
    ('11%', '<1%', '0%')
    """
    if not words or not total:
        return "0%"
    if 100 * words < total:
        return "<1%"
    return f"{(200 * words + total) // (2 * total)}%"


# Verbal classes with their bounds (percent, from, to below); the names are codes.
CLASSES: tuple[tuple[str, float, float], ...] = (
    ("none", 0, 1),
    ("low", 1, 20),
    ("medium", 20, 40),
    ("high", 40, 70),
    ("very_high", 70, 101),
)


def verbal_class(words: int, total: int) -> str:
    """The class of a share by ``CLASSES``: 533 of 5,054 (10.55 %) is low.

    >>> verbal_class(533, 5054)
    'low'
    """
    percent = 100 * words / total if total else 0.0
    return next(name for name, low, high in CLASSES if low <= percent < high)


PER_SOURCE = 50  # words of a long text from which it may have one more source
Pair = tuple[int, int, list[tuple[int, int]]]  # text, source, places (words in one, words in other)
Aligner = Callable[[Sequence[Pair], Sequence[Longs], Sequence[Longs], WeightOf], list[list[Match]]]


def stem_numbers(texts: Sequence[str], vocabulary: Vocabulary | None = None) -> list[Longs]:
    """The stem numbers of each text."""
    vocabulary = Vocabulary() if vocabulary is None else vocabulary
    return [numbers_of(words_of(text), vocabulary) for text in texts]


def pairs_to_align(found: reuse_index.Candidates, lengths: Sequence[int] = (), most: int = 60) -> list[Pair]:
    """(text, source, places) for each pair with candidates; of each text the ``most`` sources that share the most
    weight, and of a long text one for each ``PER_SOURCE`` of its words (``lengths``).
    """
    order = np.lexsort((found.searched, found.questioned))
    pairs: dict[tuple[int, int], list[int]] = {}
    for place in order.tolist():
        pairs.setdefault((int(found.questioned[place]), int(found.searched[place])), []).append(place)
    by_text: dict[int, list[tuple[int, int, list[int]]]] = {}
    for (text, source), places in pairs.items():
        weight = int(found.shared[places].max())
        by_text.setdefault(text, []).append((-weight, source, places))
    out = []
    for text, sources in by_text.items():
        room = max(most, lengths[text] // PER_SOURCE if lengths else 0)
        for _, source, places in sorted(sources)[:room]:
            out.append((text, source, [(int(found.questioned_word[p]), int(found.searched_word[p])) for p in places]))
    return out


def find(
    texts: Sequence[str],
    sources: Sequence[str],
    *,
    numbers: Sequence[Longs] | None = None,
    source_numbers: Sequence[Longs] | None = None,
    aligner: Aligner | None = None,
) -> list[Passage]:
    """Passages of ``texts`` reused from ``sources``, by text, then by place.

    ``numbers`` spare the counting of words when it is done already; ``aligner`` may spread the pairs over processes.
    Where passages of several sources claim the same words, the strongest stays, and others only if they are nearly
    word for word.
    """
    vocabulary = Vocabulary()
    mine = list(numbers) if numbers is not None else stem_numbers(texts, vocabulary)
    theirs = list(source_numbers) if source_numbers is not None else stem_numbers(sources, vocabulary)
    index = reuse_index.build(theirs)
    pairs = pairs_to_align(reuse_index.candidates(index, mine), [len(one) for one in mine])
    weight_of = WeightOf.of(theirs)
    matches = (aligner or align_pairs)(pairs, mine, theirs, weight_of)
    by_text: dict[int, list[tuple[int, Match]]] = {}
    for (text, source, _), found in zip(pairs, matches, strict=True):
        by_text.setdefault(text, []).extend((source, match) for match in found)
    kept = [(text, source, match) for text, found in by_text.items() for source, match in strongest(found)]
    return _in_characters(kept, texts, sources)


def align_pairs(
    pairs: Sequence[Pair],
    mine: Sequence[Longs],
    theirs: Sequence[Longs],
    weight_of: WeightOf,
) -> list[list[Match]]:
    """The matches of each pair, one after the other."""
    return [align(mine[text], theirs[source], places, weight_of) for text, source, places in pairs]


def strongest(found: Sequence[tuple[int, Match]]) -> list[tuple[int, Match]]:
    """Of passages that claim the same words, the one with most shared weight, and others that are nearly word for
    word.
    """
    kept: list[tuple[int, Match]] = []
    for source, match in sorted(found, key=lambda one: (-one[1].shared, one[0], one[1].begin)):
        taken = sum(max(0, min(match.end, one.end) - max(match.begin, one.begin)) for _, one in kept)
        if taken > 0.5 * (match.end - match.begin) and match.cosine < 0.8:
            continue
        kept.append((source, match))
    return sorted(kept, key=lambda one: (one[1].begin, one[0], one[1].source_begin))


def _in_characters(
    kept: Sequence[tuple[int, int, Match]], texts: Sequence[str], sources: Sequence[str]
) -> list[Passage]:
    places: dict[tuple[str, int], tuple[Longs, Longs]] = {}

    def at(side: str, number: int) -> tuple[Longs, Longs]:
        if (side, number) not in places:
            places[side, number] = places_of((texts if side == "text" else sources)[number])[:2]
        return places[side, number]

    passages = []
    for text, source, match in kept:
        begins, ends = at("text", text)
        source_begins, source_ends = at("source", source)
        mine, theirs = extended(
            texts[text],
            (int(begins[match.begin]), int(ends[match.end - 1])),
            sources[source],
            (int(source_begins[match.source_begin]), int(source_ends[match.source_end - 1])),
        )
        if match.run_share < COPIED:
            mine, theirs = snapped(texts[text], mine), snapped(sources[source], theirs)
        passages.append(
            Passage(
                text,
                *with_marks(texts[text], *mine),
                source,
                *with_marks(sources[source], *theirs),
                _words_in(mine, begins, ends),
                _words_in(theirs, source_begins, source_ends),
                match,
            )
        )
    return passages


def _words_in(span: tuple[int, int], begins: Longs, ends: Longs) -> tuple[int, int]:
    """(first, last + 1) of the words that the span touches."""
    return int(np.searchsorted(ends, span[0], "right")), int(np.searchsorted(begins, span[1], "left"))


def with_marks(text: str, begin: int, end: int) -> tuple[int, int]:
    """The span with the marks that belong to it: what opens before its first word and closes after its last."""
    while begin and text[begin - 1] in _OPENING:
        begin -= 1
    while end < len(text) and not text[end].isalnum() and not text[end].isspace() and text[end] not in _OPENING[2:]:
        end += 1
    return begin, end


_OPENING = "\"'([{“‘«"


def shares(
    passages: Sequence[Passage],
    total: int,
    excluded: NDArray[np.bool_] | None = None,
    uncounted: NDArray[np.bool_] | None = None,
) -> tuple[int, list[Share]]:
    """Words reused over all, and per source, most first; a source whose words all count for others has none.

    A word counts once, for the source with the strongest evidence. ``excluded`` marks words (quotations, bibliography,
    template) that count neither as reused nor in the total, ``uncounted`` those (one's own earlier work) that count in
    the total alone.
    """
    left = np.ones(total, bool) if excluded is None else ~excluded
    whole = int(left.sum())
    if uncounted is not None:
        left = left & ~uncounted
    counts: dict[int, int] = {}
    free = left.copy()
    for passage in sorted(passages, key=lambda one: (-one.match.shared, one.source, one.begin)):
        part = slice(*passage.words)
        counts[passage.source] = counts.get(passage.source, 0) + int(free[part].sum())
        free[part] = False
    listed = [Share(source, words, whole) for source, words in counts.items()]
    return int((left & ~free).sum()), sorted(listed, key=lambda share: (-share.words, share.source))


def unchanged_words(passage: Passage, numbers: Longs, source_numbers: Longs) -> NDArray[np.bool_]:
    """Which words of the passage stand unchanged, in runs of five or more, in its source."""
    return runs_of(numbers[slice(*passage.words)], source_numbers[slice(*passage.source_words)])


def both_ways(one: str, other: str) -> Mapping[str, tuple[int, int]]:
    """Words of each of two texts that stand in the other, out of its words: how much of a policy is the partner's.

    Asked both ways, since the texts differ in length: {"one in other": (reused, total), "other in one": (reused,
    total)}.
    """
    numbers = stem_numbers([one, other])
    answers = {}
    for name, mine, theirs, a, b in (
        ("one in other", one, other, numbers[0], numbers[1]),
        ("other in one", other, one, numbers[1], numbers[0]),
    ):
        found = find([mine], [theirs], numbers=[a], source_numbers=[b])
        answers[name] = (shares(found, len(a))[0], len(a))
    return answers
