"""Where exactly does a passage reused from one text begin and end in both, and how was it changed?

Around the places that the index names, windows of 40 words, every 10, are compared on both sides by the share of
weight they have in common, s = sum of shared weights / sqrt(weight of one * weight of other). Windows above ``SEED``
that lie near each other on both sides make a passage. Its ends are set where the share of common weight changes from
that of the passage to that of the rest of the text: the stretch that maximises sum (hit - tau) * weight, tau midway
between both shares (the estimate of a change point for two levels); then, where runs or order were kept, where those
end. A passage is kept on evidence, either

* much in common: cosine of at least ``COSINE``, in any order of the words, or
* less in common but in the same order: the longest common subsequence is longer than that with one side turned round by
  ``ORDER`` of the geometric mean of the lengths and by at least ``ORDER_WORDS`` words; of a short passage less weight
  in common is asked for when more of it is in order, or
* an unbroken run of ``RUN`` words.

Texts on one subject share words, but not their order and not in such density.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

WINDOW, STEP = 40, 10
SEED, PEAK = 0.22, 0.26
NEAR = 5  # windows between seeds of one passage
MARGIN = 30  # words beyond the seeds in which an end may lie
COSINE, LOW, ORDER, ORDER_WORDS, RUN = 0.5, 0.28, 0.14, 10, 15
LEAST_WORDS = 15
# Of a short passage less is asked for in weight, and more in order.
FEW, SHORT_COSINE, SHORT_ORDER, SHORT_WORDS = 3.0, 0.33, 0.25, 7
MASS = 5.0  # a passage shares at least what this many words found nowhere else would weigh
JOIN = 60  # words between two passages of one pair that are told as one
FEW_POINTS = 100  # up to here nearness is told by all pairs, which is quicker than a tree
DENSE = 1_000_000  # entries up to which windows are compared as full matrices
COPIED = 0.75  # share in unbroken runs from which a passage was copied
IN_ORDER = 0.2  # excess of the common subsequence from which it sets the ends
FALL = 0.3  # part of the share of hits inside a passage below which it ends
SHORT_RUN = 3  # words of a run that sets the ends of a copied passage
LONGEST = 5000  # words from which a few more at the ends do not matter
AROUND = 80  # words looked at on each side of a candidate place

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Match:
    """A passage in words: ``begin:end`` of the questioned text and of the searched one, and the evidence for it.

    ``shared`` weight in nats, ``cosine`` of the weights, ``order`` excess of the common subsequence (-1 to 1),
    ``run_share`` of words in unbroken runs of five or more, ``word_share`` of its words that stand in the other
    passage.
    """

    begin: int
    end: int
    source_begin: int
    source_end: int
    shared: float
    cosine: float
    order: float
    run_share: float
    word_share: float
    in_order: float

    @property
    def lengths(self) -> tuple[int, int]:
        return self.end - self.begin, self.source_end - self.source_begin

    @property
    def kind(self) -> str:
        """How the passage was changed: verbatim, reordered, substituted or edited.

        ``verbatim`` when 0.9 of it stands in unbroken runs of five words or more; ``reordered`` when at least 0.65
        of its words stand in the other passage and their order is kept for less than three quarters of them;
        ``edited`` when half of it stands in such runs; else ``substituted``.
        """
        if self.run_share >= 0.9:
            return "verbatim"
        if self.word_share >= 0.65 and self.in_order < 0.75 * self.word_share:
            return "reordered"
        return "edited" if self.run_share >= 0.5 else "substituted"


def align(one: Longs, other: Longs, places: Sequence[tuple[int, int]], weight_of: "WeightOf") -> list[Match]:
    """Passages of ``one`` reused from ``other``, near ``places`` (words in one, words in other); both as stem
    numbers.
    """
    found: list[Match] = []
    if not len(places):
        return found
    mine, theirs = (one, weight_of(one)), (other, weight_of(other))
    for a0, a1, b0, b1 in _blocks(places, len(one), len(other)):
        vocabulary, ids = np.unique(np.concatenate([one[a0:a1], other[b0:b1]]), return_inverse=True)
        weights = weight_of(vocabulary)
        left, right = ids[: a1 - a0], ids[a1 - a0 :]
        waiting = list(_seeded(left, right, weights))
        while waiting:
            seeds = waiting.pop()
            settled = _settle(mine, theirs, _box_of(seeds, (a0, b0), (a1, b1)))
            if settled is None:
                continue
            match = _sharpened(one, other, _evidence(one, other, settled, weight_of), weight_of)
            if enough(match, weight_of.unique):
                found += _parted(one, other, match, weight_of)
                waiting += _left_over(seeds, (a0, b0), match)
    return _joined(one, other, found, weight_of)


@dataclass(frozen=True, slots=True)
class WeightOf:
    """Weights of stems from how often they stand in the searched texts.

    ln((N + N0) / (n + n0 + 1/2)): n times in N chunks, with N0 = 1,000 chunks of ordinary prose put before them,
    half of which hold a given word of grammar, so that a single short source does not make every word look rare or
    common. ``unique`` is the weight of a word found nowhere.
    """

    numbers: Longs
    counts: Longs
    chunks: int

    PRIOR = 1000

    @classmethod
    def of(cls, texts: Sequence[Longs], chunk: int = WINDOW) -> "WeightOf":
        joined = np.concatenate(texts) if texts else np.zeros(0, np.int64)
        numbers, counts = np.unique(joined, return_counts=True)
        return cls(numbers, counts.astype(np.int64), sum(-(-len(text) // chunk) for text in texts))

    @property
    def unique(self) -> float:
        return float(np.log((self.chunks + self.PRIOR) / 0.5))

    def __call__(self, numbers: Longs) -> Floats:
        if not len(self.numbers):
            count = np.zeros(len(numbers), np.int64)
        else:
            place = np.minimum(np.searchsorted(self.numbers, numbers), len(self.numbers) - 1)
            count = np.where(self.numbers[place] == numbers, self.counts[place], 0)
        before = np.where(numbers & 1, 0.5, self.PRIOR / 2)
        total = self.chunks + self.PRIOR
        return np.maximum(np.log(total / (np.minimum(count, self.chunks) + before + 0.5)), 0.05)


def _blocks(places: Sequence[tuple[int, int]], one: int, other: int) -> Iterator[tuple[int, int, int, int]]:
    """Rectangles around places that lie together, as word ranges on both sides."""
    if not len(places):
        return
    points = np.asarray(places, np.float64)
    labels = _together(points, 2 * AROUND)
    for label in range(int(labels.max()) + 1):
        mine = points[labels == label]
        (a0, b0), (a1, b1) = mine.min(axis=0).astype(int), mine.max(axis=0).astype(int)
        yield max(0, a0 - AROUND), min(one, a1 + WINDOW + AROUND), max(0, b0 - AROUND), min(other, b1 + WINDOW + AROUND)


def _together(points: Floats, distance: float) -> NDArray[np.int32]:
    """Labels of points that hang together by steps of at most ``distance`` on both axes."""
    if len(points) <= FEW_POINTS:
        reach = np.abs(points[:, None] - points[None]).max(axis=2) <= distance
        while True:
            further = reach @ reach
            if (further == reach).all():
                break
            reach = further
        return np.asarray(np.unique(reach.argmax(axis=1), return_inverse=True)[1], np.int32)
    pairs = cKDTree(points).query_pairs(distance, p=np.inf, output_type="ndarray")
    graph = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(points), len(points)))
    return np.asarray(connected_components(graph, directed=False)[1], np.int32)


def _windows(ids: Longs, weights: Floats) -> tuple[Longs, csr_matrix | Floats]:
    """First words of the windows, and their unit vectors over the stems (square roots of weights, each stem once)."""
    firsts = np.arange(0, max(1, len(ids) - WINDOW + STEP), STEP)
    padded = np.concatenate([ids, np.full(max(0, int(firsts[-1]) + WINDOW - len(ids)), -1, ids.dtype)])
    rows = np.sort(np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[firsts], axis=1)
    fresh = np.ones(rows.shape, bool)
    fresh[:, 1:] = rows[:, 1:] != rows[:, :-1]
    fresh &= rows >= 0
    columns = rows[fresh]
    starts = np.concatenate([[0], np.cumsum(fresh.sum(axis=1))])
    mass = np.add.reduceat(np.append(weights[columns], 0.0), starts[:-1])
    values = np.sqrt(weights[columns]) / np.sqrt(np.repeat(np.maximum(mass, 1e-9), np.diff(starts)))
    if len(firsts) * len(weights) > DENSE:
        return firsts, csr_matrix((values, columns, starts), shape=(len(firsts), len(weights)))
    dense = np.zeros((len(firsts), len(weights)))
    dense[np.repeat(np.arange(len(firsts)), np.diff(starts)), columns] = values
    return firsts, dense


def _alike(one: csr_matrix | Floats, other: csr_matrix | Floats) -> tuple[Longs, Longs, Floats]:
    """(windows of one, windows of other, likeness) where the likeness is at least ``SEED``."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        product = one @ other.T
        left, right = np.nonzero(product >= SEED)
        return left, right, product[left, right]
    found = (csr_matrix(one) @ csr_matrix(other).T).tocoo()
    keep = found.data >= SEED
    return found.row[keep], found.col[keep], found.data[keep]


def _seeded(left: Longs, right: Longs, weights: Floats) -> Iterator[Floats]:
    """Clusters of windows that have much in common: rows of (word of left, word of right, likeness)."""
    first_left, matrix_left = _windows(left, weights)
    first_right, matrix_right = _windows(right, weights)
    rows, columns, values = _alike(matrix_left, matrix_right)
    if len(values):
        yield from _clusters(np.column_stack([first_left[rows], first_right[columns], values]))


def _clusters(seeds: Floats) -> Iterator[Floats]:
    """Seeds that lie within ``NEAR`` windows of each other on both sides, where one of them reaches ``PEAK``."""
    labels = _together(seeds[:, :2] / STEP, NEAR)
    for label in range(int(labels.max()) + 1):
        mine = seeds[labels == label]
        if mine[:, 2].max() >= PEAK:
            yield mine


def _box_of(seeds: Floats, begins: tuple[int, int], ends: tuple[int, int]) -> tuple[int, int, int, int]:
    """The words of both texts around seeds that are counted from ``begins``."""
    a, b = seeds[:, 0].astype(int) + begins[0], seeds[:, 1].astype(int) + begins[1]
    return int(a.min()), min(ends[0], int(a.max()) + WINDOW), int(b.min()), min(ends[1], int(b.max()) + WINDOW)


def _left_over(seeds: Floats, begins: tuple[int, int], match: Match) -> list[Floats]:
    """Clusters of those seeds that lie outside the passage on both sides: a second passage hung on the first."""
    outside = np.ones(len(seeds), bool)
    for axis, (begin, end) in enumerate(((match.begin, match.end), (match.source_begin, match.source_end))):
        middle = seeds[:, axis] + begins[axis] + WINDOW / 2
        outside &= (middle < begin) | (middle >= end)
    some = 0 < outside.sum() < len(seeds)  # fewer each time, so that it ends
    return list(_clusters(seeds[outside])) if some else []


Side = tuple[Longs, Floats]  # stem numbers of a text, and their weights


def _settle(one: Side, other: Side, box: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """The box with its ends set, each side in turn until they stay; None when too little is left."""
    a0, a1, b0, b1 = box
    for _ in range(3):
        before = (a0, a1, b0, b1)
        a0, a1 = _ends(one, a0, a1, other[0][b0:b1])
        b0, b1 = _ends(other, b0, b1, one[0][a0:a1])
        if (a0, a1, b0, b1) == before:
            break
        if min(a1 - a0, b1 - b0) < 5:
            return None
    return (a0, a1, b0, b1) if min(a1 - a0, b1 - b0) >= LEAST_WORDS else None


def _ends(side: Side, begin: int, end: int, passage: Longs) -> tuple[int, int]:
    """Where the stretch that shares its words with ``passage`` begins and ends, near ``begin:end``."""
    around = 1500  # words from which the share of the rest is taken
    low, high = max(0, begin - MARGIN - around), min(len(side[0]), end + MARGIN + around)
    part, weights = side[0][low:high], side[1][low:high]
    hit = np.isin(part, passage)
    inside = slice(begin - low, end - low)
    core = float(hit[inside] @ weights[inside] / weights[inside].sum())
    rest = np.ones(len(part), bool)
    rest[max(0, begin - low - MARGIN) : end - low + MARGIN] = False
    outside = float(hit[rest] @ weights[rest] / weights[rest].sum()) if rest.sum() > 100 else core / 4
    tau = (core + outside) / 2
    first, last = max(0, begin - low - MARGIN), min(len(part), end - low + MARGIN)
    sums = np.concatenate([[0.0], np.cumsum((hit[first:last] - tau) * weights[first:last])])
    gain = sums[1:] - np.minimum.accumulate(sums[:-1])
    stop = int(gain.argmax())
    start = int(sums[: stop + 1].argmin())
    return int(low + first + start), int(low + first + stop + 1)


def _runs(one: Longs, other: Longs, length: int = 5) -> tuple[NDArray[np.bool_], int]:
    """Which words of ``one`` stand in unbroken runs of ``length`` or more that ``other`` has too, and the longest
    run.
    """
    marked = np.zeros(len(one), bool)
    if min(len(one), len(other)) < length:
        return marked, 0
    mine = np.lib.stride_tricks.sliding_window_view(one, length)
    theirs = {row.tobytes() for row in np.lib.stride_tricks.sliding_window_view(other, length)}
    longest = current = 0
    for place, row in enumerate(mine):
        if row.tobytes() in theirs:
            marked[place : place + length] = True
            current += 1
            longest = max(longest, current + length - 1)
        else:
            current = 0
    return marked, longest


def runs_of(one: Longs, other: Longs) -> NDArray[np.bool_]:
    """Which words of one passage stand unchanged, in runs of five or more, in the other."""
    return _runs(one, other)[0]


def _evidence(one: Longs, other: Longs, box: tuple[int, int, int, int], weight_of: WeightOf) -> Match:
    a, b = one[box[0] : box[1]], other[box[2] : box[3]]
    stems, inverse = np.unique(np.concatenate([a, b]), return_inverse=True)
    weights = weight_of(stems)
    in_a = np.bincount(inverse[: len(a)], minlength=len(stems))
    in_b = np.bincount(inverse[len(a) :], minlength=len(stems))
    common = np.minimum(in_a, in_b)
    shared = float(common @ weights)
    cosine = shared / float(np.sqrt((in_a @ weights) * (in_b @ weights)))
    first, second = a.tolist(), b.tolist()
    kept = LCSseq.similarity(first, second)
    excess = kept - LCSseq.similarity(first, second[::-1])
    marked, _ = _runs(a, b)
    order = excess / float(np.sqrt(len(a) * len(b)))
    return Match(*box, shared, cosine, order, float(marked.mean()), float(common.sum() / len(a)), kept / len(a))


def _sharpened(one: Longs, other: Longs, match: Match, weight_of: WeightOf) -> Match:
    """A passage whose words or order were kept, with its ends set by what was kept, not by words in common alone.

    Text around a passage is on its subject and has its words too, but not in its runs (where it is mostly copied:
    runs of ``SHORT_RUN`` words) and not in its order (the longest common subsequence).
    """
    copied = match.run_share >= COPIED
    if not (copied or match.order >= IN_ORDER) or max(match.lengths) > LONGEST:
        return match
    a0, b0 = max(0, match.begin - MARGIN), max(0, match.source_begin - MARGIN)
    a, b = one[a0 : match.end + MARGIN], other[b0 : match.source_end + MARGIN]
    hits = (_runs(a, b, SHORT_RUN)[0], _runs(b, a, SHORT_RUN)[0]) if copied else _in_order(a, b)
    first, last = _densest(hits[0], weight_of(a), slice(match.begin - a0, match.end - a0))
    source_first, source_last = _densest(hits[1], weight_of(b), slice(match.source_begin - b0, match.source_end - b0))
    if min(last - first, source_last - source_first) < 5:
        return match
    return _evidence(one, other, (a0 + first, a0 + last, b0 + source_first, b0 + source_last), weight_of)


def _parted(one: Longs, other: Longs, match: Match, weight_of: WeightOf) -> list[Match]:
    """The passage, or the copies of which it is made when more than ``JOIN`` words of the text's own part them."""
    a, b = one[match.begin : match.end], other[match.source_begin : match.source_end]
    places = np.flatnonzero(_runs(a, b)[0])
    gaps = np.flatnonzero(np.diff(places) > JOIN)
    if not len(gaps):
        return [match]
    begins, ends = places[np.append(0, gaps + 1)], places[np.append(gaps, len(places) - 1)] + 1
    parts = []
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        there = np.flatnonzero(_runs(b, a[begin:end])[0])
        box = (
            match.begin + begin,
            match.begin + end,
            match.source_begin + int(there[0]),
            match.source_begin + int(there[-1]) + 1,
        )
        part = _evidence(one, other, box, weight_of)
        if part.run_share < COPIED or not enough(part, weight_of.unique):
            return [match]  # rewritten rather than parted
        parts.append(part)
    return parts


def _in_order(a: Longs, b: Longs) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which words of both belong to their longest common subsequence."""
    marked = np.zeros(len(a), bool), np.zeros(len(b), bool)
    for change in LCSseq.opcodes(a.tolist(), b.tolist()):
        if change.tag == "equal":
            marked[0][change.src_start : change.src_end] = True
            marked[1][change.dest_start : change.dest_end] = True
    return marked


def _densest(hit: NDArray[np.bool_], weights: Floats, inside: slice) -> tuple[int, int]:
    """The stretch with the greatest sum of (hit - ``FALL`` times the share of hits inside) times weight."""
    tau = float(hit[inside] @ weights[inside] / weights[inside].sum()) * FALL
    sums = np.concatenate([[0.0], np.cumsum((hit - tau) * weights)])
    stop = int((sums[1:] - np.minimum.accumulate(sums[:-1])).argmax())
    return int(sums[: stop + 1].argmin()), stop + 1


def enough(match: Match, unique: float) -> bool:
    """Whether the evidence keeps the passage; see the top of this module."""
    words = float(np.sqrt((match.end - match.begin) * (match.source_end - match.source_begin)))
    if match.run_share * (match.end - match.begin) >= RUN and match.run_share >= 0.5:
        return match.shared >= MASS * unique / 2
    if match.shared < FEW * unique:
        return False
    in_order = match.order * words  # words
    if match.cosine >= SHORT_COSINE and match.order >= SHORT_ORDER and in_order >= SHORT_WORDS:
        return True
    if match.shared < MASS * unique:
        return False
    return match.cosine >= COSINE or (match.cosine >= LOW and match.order >= ORDER and in_order >= ORDER_WORDS)


def _joined(one: Longs, other: Longs, matches: list[Match], weight_of: WeightOf) -> list[Match]:
    """Passages of one pair that lie within ``JOIN`` words of each other on both sides, told as one."""
    matches = sorted(matches, key=lambda match: (match.begin, match.source_begin))
    place = 0
    while place < len(matches):
        mine = matches[place]
        for further in range(place + 1, len(matches)):
            theirs = matches[further]
            gap = max(mine.begin, theirs.begin) - min(mine.end, theirs.end)
            source_gap = max(mine.source_begin, theirs.source_begin) - min(mine.source_end, theirs.source_end)
            if gap <= JOIN and source_gap <= JOIN:
                box = (
                    min(mine.begin, theirs.begin),
                    max(mine.end, theirs.end),
                    min(mine.source_begin, theirs.source_begin),
                    max(mine.source_end, theirs.source_end),
                )
                matches[place] = _evidence(one, other, box, weight_of)
                del matches[further]
                break
        else:
            place += 1
    return matches
