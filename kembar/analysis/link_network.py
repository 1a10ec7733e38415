"""What does a network of twin cities look like: how large, how dense, how clustered, how far across?

The network is simple and undirected: nodes 0 … n-1 and links between two of them. Every figure says in its docstring
how it is defined, since published figures of one network differ by definition more than by data.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

Ints = npt.NDArray[np.int64]

_WORDS = 8  # 64-bit words per node in one sweep: 512 sources are searched from at a time


@dataclass(frozen=True)
class LinkNetwork:
    """Links between numbered nodes as compressed rows: the neighbours of i are ``neighbours[first[i]:first[i + 1]]``.

    ``self_links`` and ``duplicates`` count what was given and left out: a link of a node with itself, and links given
    more than once, in either direction.
    """

    first: Ints
    neighbours: Ints
    self_links: int = 0
    duplicates: int = 0

    @classmethod
    def from_links(cls, n: int, links: npt.ArrayLike) -> LinkNetwork:
        """The network of ``n`` nodes with these links, an array of shape (m, 2) in any order and direction.

        Raises ValueError for a node that is not 0 … n-1.
        """
        pairs = np.asarray(links, np.int64).reshape(-1, 2)
        if pairs.size and (pairs.min() < 0 or pairs.max() >= n):
            raise ValueError(f"A link names a node outside 0 to {n - 1}.")
        proper = np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1)
        once = np.unique(proper[:, 0] * n + proper[:, 1]) if len(proper) else np.empty(0, np.int64)
        a, b = np.divmod(once, n) if n else (once, once)
        rows, columns = np.concatenate([a, b]), np.concatenate([b, a])
        order = np.lexsort((columns, rows))
        first = np.zeros(n + 1, np.int64)
        np.cumsum(np.bincount(rows, minlength=n), out=first[1:])
        return cls(first, columns[order], len(pairs) - len(proper), len(proper) - len(once))

    @property
    def n(self) -> int:
        return len(self.first) - 1

    @property
    def m(self) -> int:
        return len(self.neighbours) // 2

    @property
    def degrees(self) -> Ints:
        """Number of links of every node."""
        return np.diff(self.first)

    def matrix(self) -> csr_matrix:
        """The adjacency matrix."""
        return csr_matrix((np.ones(len(self.neighbours)), self.neighbours, self.first), shape=(self.n, self.n))


@dataclass(frozen=True)
class Distances:
    """Steps between nodes of the largest component.

    ``pairs[d]`` is the number of unordered pairs at distance d (d from 1); ``diameter`` the largest of them, ``mean``
    and ``median`` over all pairs of different nodes. All None, and ``pairs`` empty, where no two nodes are linked.
    """

    diameter: int | None
    mean: float | None
    median: int | None
    pairs: tuple[int, ...]


@dataclass(frozen=True)
class NetworkFigures:
    """The figures of one network. None is a figure that the network does not have, e.g. the mean of nothing."""

    nodes: int
    links: int
    mean_degree: float | None
    max_degree: int
    triangles: int
    open_and_closed_paths: int
    clustering: float | None
    assortativity: float | None
    components: int
    largest_component: int
    distances: Distances


def figures_of(network: LinkNetwork) -> NetworkFigures:
    """All figures. Ten thousand nodes with twenty thousand links take about two seconds, nearly all for distances."""
    degrees = network.degrees
    count, label = connected_components(network.matrix(), directed=False) if network.n else (0, np.empty(0, int))
    sizes = np.bincount(label) if network.n else np.empty(0, np.int64)
    largest = np.flatnonzero(label == sizes.argmax()) if network.n else np.empty(0, np.int64)
    triangles, wedges = triangle_count(network), int((degrees * (degrees - 1) // 2).sum())
    return NetworkFigures(
        nodes=network.n,
        links=network.m,
        mean_degree=2 * network.m / network.n if network.n else None,
        max_degree=int(degrees.max(initial=0)),
        triangles=triangles,
        open_and_closed_paths=wedges,
        clustering=3 * triangles / wedges if wedges else None,
        assortativity=degree_assortativity(network),
        components=int(count),
        largest_component=int(sizes.max(initial=0)),
        distances=distances_within(network, largest),
    )


def triangle_count(network: LinkNetwork) -> int:
    """How many triples of nodes are linked all three ways.

    Every link is directed from the node of fewer links to the one of more (ties by number); a triangle is then counted
    once, at its first node, as a link between two of its followers (N. Chiba, T. Nishizeki, SIAM Journal on Computing
    14, 1985, p. 210). The clustering coefficient of `NetworkFigures` is 3 x triangles over the number of paths of two
    links (transitivity; M. E. J. Newman, Networks, 2010, eq. 7.41).
    """
    if network.m == 0:
        return 0
    degrees = network.degrees
    rows = np.repeat(np.arange(network.n), degrees)
    columns = network.neighbours
    forward = (degrees[rows] < degrees[columns]) | ((degrees[rows] == degrees[columns]) & (rows < columns))
    ones = np.ones(int(forward.sum()))
    upward = csr_matrix((ones, (rows[forward], columns[forward])), shape=(network.n, network.n))
    return round(float((upward @ upward).multiply(upward).sum()))


def degree_assortativity(network: LinkNetwork) -> float | None:
    """Pearson's correlation of the degrees at the two ends of a link, each link taken from both ends.

    M. E. J. Newman, Physical Review Letters 89, 2002, 208701. None where all linked nodes have one degree.
    """
    degrees = network.degrees.astype(float)
    here = np.repeat(degrees, network.degrees)
    there = degrees[network.neighbours]
    if len(here) == 0 or np.ptp(here) == 0:
        return None
    deviation = here - here.mean()
    return float((deviation * (there - here.mean())).sum() / (deviation**2).sum())


def distances_within(network: LinkNetwork, nodes: npt.ArrayLike) -> Distances:
    """Steps between all pairs of the given nodes, which must be one component.

    Breadth-first search from many nodes at once: bit s of a node's words says whether source s has reached it, and one
    step makes every node's words the union of its neighbours' (M. Then et al., "The more the merrier", PVLDB 8, 2014).
    """
    kept = np.asarray(nodes, np.int64)
    if len(kept) < 2:
        return Distances(None, None, None, ())
    first, neighbours = _induced(network, kept)
    n, block = len(kept), 64 * _WORDS
    reached = np.zeros(n, np.int64)  # reached[d]: ordered pairs at distance d; no path has n links
    for start in range(0, n, block):
        for step, new in enumerate(_sweep(first, neighbours, start, min(n, start + block)), 1):
            reached[step] += new
    pairs = reached[1 : np.flatnonzero(reached)[-1] + 1] // 2
    steps = np.arange(1, len(pairs) + 1)
    total = int(pairs.sum())
    median = int(steps[np.searchsorted(np.cumsum(pairs), (total + 1) // 2)])
    return Distances(len(pairs), float((steps * pairs).sum() / total), median, tuple(pairs.tolist()))


def _induced(network: LinkNetwork, nodes: Ints) -> tuple[Ints, Ints]:
    """The rows of the given nodes, numbered anew."""
    number = np.full(network.n, -1)
    number[nodes] = np.arange(len(nodes))
    degrees = network.degrees[nodes]
    first = np.concatenate([[0], np.cumsum(degrees)])
    places = np.repeat(network.first[nodes] - first[:-1], degrees) + np.arange(first[-1])
    return first, number[network.neighbours[places]]


def _sweep(first: Ints, neighbours: Ints, start: int, stop: int) -> list[int]:
    """How many (source, node) pairs are reached at step 1, 2, … from the sources start … stop-1."""
    n = len(first) - 1
    sources = np.arange(stop - start)
    seen = np.zeros((n, _WORDS), np.uint64)
    seen[start + sources, sources // 64] = np.uint64(1) << (sources % 64).astype(np.uint64)
    frontier = seen.copy()
    found: list[int] = []
    while True:
        frontier = np.bitwise_or.reduceat(frontier[neighbours], first[:-1], axis=0) & ~seen
        new = int(np.bitwise_count(frontier).sum())
        if new == 0:
            return found
        found.append(new)
        seen |= frontier
