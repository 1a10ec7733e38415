"""Which items of a map belong together, how good is that partition, and does it last from one random start to another?

VOS clustering (Waltman, van Eck & Noyons 2010) maximises the sum over pairs in one cluster of s_ij - gamma, with s_ij
the association strength and gamma the resolution; that is the constant Potts model with node mass 1. It is optimised
by the Leiden algorithm (Traag, Waltman & van Eck 2019). The same seed gives the clusters that the CWTS network
analysis software gives.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kembar.analysis import clustering_plain
from kembar.analysis.layout import cores
from kembar.analysis.networks import Network, NetworkError, sums_within

try:
    from kembar.analysis.kernels import leiden as kernel  # type: ignore[attr-defined]  # compiled
except ImportError:  # no compiler where it was installed: the plain path answers the same
    kernel = None

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

RANDOMNESS = 0.01
ITERATIONS = 10
LARGE_ITEMS = 5000
LARGE_ITERATIONS = 4
"""With several starts of more than LARGE_ITEMS items, which are put together afterwards, later rounds add nothing."""
COMBINED_NODES = 2000
"""Starts that agree on less than this are not put together: the table of links between parts would grow too large."""
COMBINED_STARTS = 5


@dataclass(frozen=True)
class Stability:
    """How alike the partitions of the random starts are.

    ``agreement`` is the mean adjusted Rand index over all pairs of starts (1 = the same, 0 = no more than by chance),
    None with one start; ``item`` says for every item in what share of its cluster mates, averaged over the starts, it
    stays (1 = always with the same items).
    """

    agreement: float | None
    item: Floats


@dataclass(frozen=True)
class Clustering:
    """Cluster number of every item (0 = the largest), quality as CWTS prints it, and how the starts differed.

    ``quality`` is that of these clusters; ``qualities`` are those of all starts before small clusters were merged.
    """

    clusters: Ints
    sizes: Ints
    quality: float
    qualities: tuple[float, ...]
    stability: Stability
    resolution: float
    min_size: int
    merge_small: bool
    merged: int
    seed: int
    starts: int
    iterations: int
    combined: bool = False
    """Whether starts were put together; not where they agree on too little for that."""

    @property
    def count(self) -> int:
        return len(self.sizes)


def quality(network: Network, clusters: npt.ArrayLike, resolution: float = 1.0) -> float:
    """(sum over links in one cluster of s_ij, both directions, - resolution * sum of squared sizes) / sum of s_ij.

    Higher is better; the form in which the CWTS software prints it. 0 for a network without links.
    """
    labels = np.asarray(clusters)
    total = float(network.strengths.sum())
    if total == 0:
        return 0.0
    within = float(sums_within(network, labels).sum())
    sizes = np.bincount(labels).astype(np.float64)
    return (within - resolution * float((sizes * sizes).sum())) / total


def cluster(
    network: Network,
    *,
    resolution: float = 1.0,
    min_size: int = 1,
    merge_small: bool = True,
    seed: int = 0,
    starts: int = 10,
    iterations: int | None = None,
    randomness: float = RANDOMNESS,
    combine: bool = True,
    threads: int | None = None,
    plain: bool = False,
) -> Clustering:
    """The best of some random starts on a normalised network (see networks.normalise).

    With several starts the best of them are also put together (see ``_combine``), which mostly beats each of them; one
    start gives what the CWTS software gives for that seed. ``iterations`` is 10 as there, and 4 for several starts of
    more than 5,000 items.

    Start i uses seed + i, so that starts can run side by side; ``threads`` changes the time and never the answer. With
    equal quality the earlier start stands. Clusters below ``min_size`` are merged into the cluster they are most
    strongly linked to for its size, smallest first, and stay where they have no links; without ``merge_small`` they
    stay. Raises NetworkError: ``resolution``, ``starts``, ``empty``.
    """
    if not (resolution > 0 and np.isfinite(resolution)):
        raise NetworkError("resolution", resolution=resolution)
    if iterations is None:
        iterations = LARGE_ITERATIONS if starts > 1 and combine and network.n > LARGE_ITEMS else ITERATIONS
    if starts < 1 or iterations < 1:
        raise NetworkError("starts", starts=starts, iterations=iterations)
    if network.n == 0:
        raise NetworkError("empty")
    core: Any = clustering_plain if plain or kernel is None else kernel
    masses = np.ones(network.n)

    def start(number: int) -> Ints:
        found = core.one_start(
            network.first, network.neighbours, network.strengths, masses, resolution, iterations, randomness,
            seed + number,
        )  # fmt: skip
        return order_by_size(np.asarray(found))

    workers = min(threads or cores(), starts)
    if workers > 1:
        with ThreadPoolExecutor(workers) as pool:
            found = list(pool.map(start, range(starts)))
    else:
        found = [start(number) for number in range(starts)]
    qualities = tuple(quality(network, clusters, resolution) for clusters in found)
    best = found[int(np.argmax(qualities))]
    combined = False
    if combine and starts > 1:
        best, combined = _combine(core, network, found, qualities, resolution, randomness, seed + starts)
    before = int(best.max()) + 1
    if merge_small and min_size > 1:
        best = order_by_size(merge_small_clusters(network, best, min_size))
    sizes = np.bincount(best).astype(np.int32)
    return Clustering(
        best, sizes, quality(network, best, resolution), qualities, stability(found, best), resolution, min_size,
        merge_small, before - len(sizes), seed, starts, iterations, combined,
    )  # fmt: skip


def _combine(
    core: Any, network: Network, found: list[Ints], qualities: tuple[float, ...], resolution: float, randomness: float,
    seed: int,
) -> tuple[Ints, bool]:  # fmt: skip
    """A partition at least as good as the best start, and whether one was tried: what the best starts agree on is
    clustered anew.

    Items that the best 3, 5 and all starts never part become one node (Ovelgoenne & Geyer-Schulz 2013); the small
    network of these is clustered from several seeds, and the best of that is improved on the whole network.
    """
    ranked = sorted(range(len(found)), key=lambda i: (-qualities[i], i))
    best, top, combined = found[ranked[0]], qualities[ranked[0]], False
    for count in sorted({min(3, len(found)), min(5, len(found)), len(found)}):
        stacked = np.stack([found[i] for i in ranked[:count]])
        parts = np.unique(stacked, axis=1, return_inverse=True)[1].ravel().astype(np.int32)
        if int(parts.max()) + 1 > COMBINED_NODES:
            continue
        combined = True
        small, masses = _contract(network, parts)
        tried = []
        for number in range(COMBINED_STARTS):
            above = core.one_start(
                small.first, small.neighbours, small.strengths, masses, resolution, ITERATIONS, randomness,
                seed + number,
            )  # fmt: skip
            clusters = order_by_size(np.asarray(above)[parts])
            tried.append((-quality(network, clusters, resolution), number, clusters))
        begin = min(tried, key=lambda one: one[:2])[2]
        after = core.one_start(
            network.first, network.neighbours, network.strengths, np.ones(network.n), resolution, 2, randomness, seed,
            begin,
        )  # fmt: skip
        after = order_by_size(np.asarray(after))
        value = quality(network, after, resolution)
        if value > top:
            best, top = after, value
    return best, combined


def _contract(network: Network, parts: Ints) -> tuple[Network, Floats]:
    """The network between parts (links inside a part are dropped) and how many items each part has."""
    count = int(parts.max()) + 1
    key = parts[network.rows].astype(np.int64) * count + parts[network.neighbours]
    table = np.bincount(key, weights=network.strengths, minlength=count * count).astype(np.float64)
    table = table.reshape(count, count)
    np.fill_diagonal(table, 0.0)
    rows, columns = np.nonzero(table)
    first = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=count), out=first[1:])
    return Network(first, columns.astype(np.int32), table[rows, columns]), np.bincount(parts).astype(np.float64)


def order_by_size(clusters: Ints) -> Ints:
    """The same clusters, numbered from the largest; of equal size, the lower number first."""
    sizes = np.bincount(clusters)
    rank = np.empty(len(sizes), dtype=np.int32)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes), dtype=np.int32)
    return rank[clusters]


def merge_small_clusters(network: Network, clusters: Ints, min_size: int) -> Ints:
    """Takes the smallest cluster below ``min_size`` again and again and joins it to its best neighbour.

    The best neighbour has the largest (strength of the links between them) / (number of its items). A cluster without
    links to others stays. Cluster numbers come back with gaps closed.
    """
    sizes = np.bincount(clusters).astype(np.int64)
    count = len(sizes)
    between: list[dict[int, float]] = [{} for _ in range(count)]
    a, b = clusters[network.rows].astype(np.int64), clusters[network.neighbours].astype(np.int64)
    crossing = a != b
    key, where = np.unique(a[crossing] * count + b[crossing], return_inverse=True)
    for pair, strength in zip(key, np.bincount(where, weights=network.strengths[crossing]), strict=False):
        between[int(pair // count)][int(pair % count)] = float(strength)
    joined = np.arange(count)
    waiting = {c for c in range(count) if 0 < sizes[c] < min_size}
    while waiting:
        small = min(waiting, key=lambda c: (sizes[c], c))
        waiting.discard(small)
        if not between[small]:
            continue
        best = max(between[small], key=lambda c: (between[small][c] / sizes[c], -c))
        sizes[best] += sizes[small]
        joined[joined == small] = best
        for other, strength in between[small].items():
            del between[other][small]
            if other != best:
                between[best][other] = between[best].get(other, 0.0) + strength
                between[other][best] = between[other].get(best, 0.0) + strength
        between[small] = {}
        if sizes[best] >= min_size:
            waiting.discard(best)
    return np.unique(joined[clusters], return_inverse=True)[1].astype(np.int32)


def stability(partitions: list[Ints], chosen: Ints) -> Stability:
    """How far the partitions of several starts agree with each other and, item by item, with the chosen one."""
    if len(partitions) < 2:
        return Stability(None, np.ones(len(chosen)))
    pairs = [
        adjusted_rand(partitions[i], partitions[j])
        for i in range(len(partitions))
        for j in range(i + 1, len(partitions))
    ]
    kept = np.mean([_kept_mates(chosen, other) for other in partitions], axis=0)
    return Stability(float(np.mean(pairs)), kept)


def _crossing(one: Ints, other: Ints) -> tuple[Floats, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Sizes of the crossings of two partitions, which crossing every item is in, and the crossing's first cluster."""
    width = int(other.max()) + 1
    key, where, counts = np.unique(one.astype(np.int64) * width + other, return_inverse=True, return_counts=True)
    return counts.astype(np.float64), where, key // width


def _kept_mates(chosen: Ints, other: Ints) -> Floats:
    counts, where, _ = _crossing(chosen, other)
    mates = np.bincount(chosen)[chosen] - 1.0
    return np.where(mates > 0, (counts[where] - 1.0) / np.maximum(mates, 1.0), 1.0)


def adjusted_rand(one: Ints, other: Ints) -> float:
    """Adjusted Rand index of two partitions of the same items (Hubert & Arabie 1985); 1 where both are alike."""
    counts, _, _ = _crossing(np.asarray(one), np.asarray(other))

    def pairs(sizes: npt.NDArray[Any]) -> float:
        sizes = sizes.astype(np.float64)
        return float((sizes * (sizes - 1)).sum()) / 2

    together = pairs(counts)
    a, b = pairs(np.bincount(one)), pairs(np.bincount(other))
    everything = len(one) * (len(one) - 1) / 2
    expected = a * b / everything if everything else 0.0
    most = (a + b) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)
