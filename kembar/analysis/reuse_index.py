"""Which passages of many texts may have come from which passages of many others?

The searched texts are cut into chunks of 40 words. A chunk is known by the stems of its words of matter and by the
pairs of neighbours among them, in either order; each is weighed by how few chunks hold it, ln((N + 1) / (n + 1/2)).
A window of 40 words of a questioned text, every 20 words, is held against all chunks at once through lists of chunks
per feature; lists longer than ``cap`` are passed over, so that the work per window is bounded and the whole grows
with the texts, not with their product. What comes out are places worth aligning, not findings (``reuse_alignment``
makes those).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

try:
    from kembar.analysis.kernels import reuse as kernel  # type: ignore[attr-defined, unused-ignore]
except ImportError:  # not compiled here: the plain path below gives the same answer
    kernel = None

CHUNK = 40  # words
STEP = 20  # words between windows of a questioned text
MOST_BITS = 22  # features fall into at most 2**22 buckets of stems and as many of pairs
CAP = 1500  # chunks per feature beyond which it tells nothing
SCALE = 16  # weights are whole sixteenths of a nat
THRESHOLD = 0.1  # share of the geometric mean of both masses
LEAST = 10 * SCALE  # shared weight below which nothing is looked at

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ReuseIndex:
    """Lists of chunks per feature over the searched texts; ``text_of`` and ``word_of`` place each chunk."""

    starts: Longs
    chunks: Ints
    weights: Ints
    mass: Longs
    text_of: Ints
    word_of: Ints
    bits: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of places that share enough: text and first word on both sides, and the weight shared, in sixteenths of
    a nat.
    """

    questioned: Ints
    questioned_word: Ints
    searched: Ints
    searched_word: Ints
    shared: Longs


def features_of(numbers: Longs, bits: int = MOST_BITS) -> tuple[Ints, Ints]:
    """(features, word each begins at) of a text: stems of words of matter, and neighbouring pairs of them."""
    at = np.flatnonzero(numbers & 1)
    stems = numbers[at]
    mask = (1 << bits) - 1
    single = ((stems >> 1) & mask).astype(np.int32)
    if len(stems) < 2:
        return single, at.astype(np.int32)
    low, high = np.minimum(stems[:-1], stems[1:]), np.maximum(stems[:-1], stems[1:])
    pair = ((((low >> 1) * 31 + (high >> 1)) >> 3) & mask).astype(np.int32) + (1 << bits)
    both = np.concatenate([single, pair.astype(np.int32)])
    places = np.concatenate([at, at[:-1]]).astype(np.int32)
    order = np.argsort(places, kind="stable")
    return both[order], places[order]


def build(texts: Sequence[Longs]) -> ReuseIndex:
    """The index of the searched texts, each given as its stem numbers (``words.numbers_of``)."""
    features: list[Ints] = []
    owners: list[Ints] = []
    text_of: list[Ints] = []
    word_of: list[Ints] = []
    total = 0
    size = sum(len(numbers) for numbers in texts)
    bits = min(MOST_BITS, max(14, size.bit_length() + 2))  # few texts need no large tables
    for number, numbers in enumerate(texts):
        found, places = features_of(numbers, bits)
        count = max(1, -(-len(numbers) // CHUNK))
        features.append(found)
        owners.append((places // CHUNK + total).astype(np.int32))
        text_of.append(np.full(count, number, np.int32))
        word_of.append(np.arange(count, dtype=np.int32) * CHUNK)
        total += count
    everything = _joined(features)
    owner = _joined(owners)
    buckets = 2 << bits
    if kernel is not None:
        starts, chunks = kernel.postings(everything, owner, buckets)
    else:
        starts, chunks = _postings(everything, owner, buckets)
    length = np.diff(starts)
    weights = np.rint(SCALE * np.log((total + 1) / (length + 0.5))).astype(np.int32)
    weights[length > CAP] = 0
    weights[weights < 0] = 0
    mass = np.bincount(chunks, weights=np.repeat(weights, length), minlength=total).astype(np.int64)
    return ReuseIndex(starts, chunks, weights, np.maximum(mass, 1), _joined(text_of), _joined(word_of), bits)


def _joined(parts: Sequence[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, np.int32)


def _postings(features: Ints, owner: Ints, buckets: int) -> tuple[Longs, Ints]:
    keys = np.unique(features.astype(np.int64) << 32 | owner)
    starts = np.zeros(buckets + 1, np.int64)
    np.cumsum(np.bincount(keys >> 32, minlength=buckets), out=starts[1:])
    return starts, (keys & 0xFFFFFFFF).astype(np.int32)


def windows_of(numbers: Longs, bits: int = MOST_BITS) -> tuple[Longs, Ints, Ints]:
    """(starts, features, first word) of the windows of a text: 40 words every 20, features once each."""
    found, places = features_of(numbers, bits)
    firsts = np.arange(0, max(1, len(numbers) - STEP), STEP, dtype=np.int32)
    begin = np.searchsorted(places, firsts)
    end = np.searchsorted(places, firsts + CHUNK)
    pieces = [np.unique(found[a:b]) for a, b in zip(begin, end, strict=True)]
    starts = np.zeros(len(pieces) + 1, np.int64)
    np.cumsum([len(piece) for piece in pieces], out=starts[1:])
    return starts, _joined(pieces), firsts


def candidates(index: ReuseIndex, texts: Sequence[Longs]) -> Candidates:
    """Where windows of the questioned texts share enough with chunks of the searched ones."""
    parts: list[tuple[Ints, Ints, Ints, Longs]] = []
    for number, numbers in enumerate(texts):
        starts, features, firsts = windows_of(numbers, index.bits)
        if not len(features) or not len(index.chunks):
            continue
        mass = np.add.reduceat(np.append(index.weights[features], 0).astype(np.int64), starts[:-1])
        mass[starts[:-1] == starts[1:]] = 0
        search = kernel.shared if kernel is not None else _shared
        window, chunk, weight = search(
            starts, features, index.starts, index.chunks, index.weights, mass, index.mass, THRESHOLD, LEAST
        )
        parts.append((np.full(len(window), number, np.int32), firsts[window], chunk, weight))
    if not parts:
        none = np.zeros(0, np.int32)
        return Candidates(none, none, none, none, np.zeros(0, np.int64))
    who, word, chunk, weight = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Candidates(who, word, index.text_of[chunk], index.word_of[chunk], weight)


def _shared(
    starts: Longs,
    features: Ints,
    list_starts: Longs,
    chunks: Ints,
    weights: Ints,
    window_mass: Longs,
    chunk_mass: Longs,
    threshold: float,
    least: int,
) -> tuple[Ints, Ints, Longs]:
    """The plain path of ``kernels.reuse.shared``: one window after the other over lists put end to end."""
    out: list[tuple[Ints, Ints, Longs]] = []
    for window in range(len(starts) - 1):
        mine = features[starts[window] : starts[window + 1]]
        mine = mine[weights[mine] > 0]
        lists = [chunks[list_starts[f] : list_starts[f + 1]] for f in mine]
        if not lists:
            continue
        touched, place = np.unique(np.concatenate(lists), return_inverse=True)
        added = np.repeat(weights[mine].astype(np.int64), [len(one) for one in lists])
        sums = np.bincount(place, weights=added, minlength=len(touched)).astype(np.int64)
        bound = threshold * threshold * float(window_mass[window]) * chunk_mass[touched].astype(np.float64)
        keep = (sums >= least) & (sums.astype(np.float64) ** 2 >= bound)
        if keep.any():
            out.append((np.full(int(keep.sum()), window, np.int32), touched[keep].astype(np.int32), sums[keep]))
    if not out:
        return np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int64)
    first, second, third = (np.concatenate(column) for column in zip(*out, strict=True))
    return first, second, third
