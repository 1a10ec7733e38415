"""Small networks made by a rule, the same on every machine, and a slow plain reading of the objectives."""

import itertools

import numpy as np

from kembar.analysis.networks import Network, from_links


def planted_links(n: int = 60, groups: int = 4) -> list[tuple[int, int, int]]:
    """Links mostly inside the groups of equal remainder, thinned and weighted by an arithmetic rule."""
    links = []
    for i in range(n):
        for j in range(i + 1, n):
            draw = (i * 7919 + j * 104729 + i * j * 31) % 1000
            if draw < (450 if i % groups == j % groups else 60):
                links.append((i, j, 1 + draw % 5))
    return links


def two_parts() -> list[tuple[int, int, int]]:
    """Forty items in two components of twenty."""
    return [link for link in planted_links(40, 2) if link[0] % 2 == link[1] % 2]


def network(links: list[tuple[int, int, int]], n: int | None = None) -> Network:
    size = n if n is not None else 1 + max(max(a, b) for a, b, _ in links)
    return from_links(size, [a for a, _, _ in links], [b for _, b, _ in links], [w for _, _, w in links])


def objective(net: Network, xy: np.ndarray, attraction: int, repulsion: int, increment: float = 0.0) -> float:
    """Q of the layout, pair by pair."""

    def energy(d: float, exponent: int) -> float:
        return d**exponent / exponent if exponent else float(np.log(d))

    strength = {(a, b): w for a, b, w in zip(*(part.tolist() for part in net.once()), strict=True)}
    total = 0.0
    for i, j in itertools.combinations(range(net.n), 2):
        d = float(np.hypot(*(xy[i] - xy[j])))
        total += (strength.get((i, j), 0.0) + increment) * energy(d, attraction) - energy(d, repulsion)
    return total


def partition_quality(net: Network, clusters: list[int], resolution: float) -> float:
    """The CPM quality as CWTS prints it, summed over ordered pairs."""
    matrix = np.zeros((net.n, net.n))
    matrix[net.rows, net.neighbours] = net.strengths
    within = sum(matrix[i, j] for i in range(net.n) for j in range(net.n) if clusters[i] == clusters[j])
    squares = sum(clusters.count(c) ** 2 for c in set(clusters))
    return float((within - resolution * squares) / matrix.sum())
