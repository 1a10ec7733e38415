"""One random start of the Leiden algorithm in plain Python: the same steps and the same draws as kernels/leiden.pyx."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kembar.analysis.random_stream import JavaRandom


class Graph(NamedTuple):
    """Compressed rows as lists, with the mass of every node."""

    first: list[int]
    neighbours: list[int]
    strengths: list[float]
    masses: list[float]


def one_start(
    first: npt.NDArray[np.int64],
    neighbours: npt.NDArray[np.int32],
    strengths: npt.NDArray[np.float64],
    masses: npt.NDArray[np.float64],
    resolution: float,
    iterations: int,
    randomness: float,
    seed: int,
    begin: npt.NDArray[np.int32] | None = None,
) -> npt.NDArray[np.int32]:
    """Clusters one network from singletons (or from ``begin``); returns cluster numbers, not yet ordered."""
    graph = Graph(first.tolist(), neighbours.tolist(), strengths.tolist(), masses.tolist())
    random = JavaRandom(seed)
    clusters = list(range(len(graph.masses))) if begin is None else begin.tolist()
    count = max(clusters) + 1
    for _ in range(iterations):
        count = _iterate(graph, clusters, count, resolution, randomness, random)
    return np.array(clusters, dtype=np.int32)


def _fast_exp(x: float) -> float:
    if x < -256:
        return 0.0
    x = 1 + x / 256
    for _ in range(8):
        x *= x
    return x


def _close_ranks(clusters: list[int]) -> int:
    fresh = {c: i for i, c in enumerate(sorted(set(clusters)))}
    clusters[:] = [fresh[c] for c in clusters]
    return len(fresh)


def _move(graph: Graph, clusters: list[int], count: int, resolution: float, random: JavaRandom) -> int:
    """Moves single nodes while that raises the quality; returns the number of clusters left."""
    n = len(clusters)
    if n == 1:
        return count
    mass, size = [0.0] * n, [0] * n
    for i, c in enumerate(clusters):
        mass[c] += graph.masses[i]
        size[c] += 1
    unused = [i for i in range(n - 1, -1, -1) if size[i] == 0]
    order = random.permutation(n).tolist()
    stable = [False] * n
    unstable, i, moved = n, 0, False
    while True:
        j = order[i]
        current, own = clusters[j], graph.masses[j]
        mass[current] -= own
        size[current] -= 1
        if size[current] == 0:
            unused.append(current)
        near = range(graph.first[j], graph.first[j + 1])
        # An empty cluster is always a candidate: a node may go off on its own.
        link_to = {unused[-1]: 0.0}
        for k in near:
            c = clusters[graph.neighbours[k]]
            link_to[c] = link_to.get(c, 0.0) + graph.strengths[k]
        best, top = current, link_to.get(current, 0.0) - own * mass[current] * resolution
        for c, link in link_to.items():
            gain = link - own * mass[c] * resolution
            if gain > top:
                best, top = c, gain
        mass[best] += own
        size[best] += 1
        if unused and best == unused[-1]:
            unused.pop()
        stable[j] = True
        unstable -= 1
        if best != current:
            clusters[j] = best
            for k in near:
                v = graph.neighbours[k]
                if stable[v] and clusters[v] != best:
                    stable[v] = False
                    unstable += 1
                    order[(i + unstable) % n] = v
            moved = True
        i = i + 1 if i < n - 1 else 0
        if unstable <= 0:
            break
    return _close_ranks(clusters) if moved else count


def _members(clusters: list[int], count: int) -> list[list[int]]:
    groups: list[list[int]] = [[] for _ in range(count)]
    for i, c in enumerate(clusters):
        groups[c].append(i)
    return groups


def _choose(gains: list[tuple[int, float]], randomness: float, random: JavaRandom, alone: int) -> int:
    """A candidate with probability that grows with its gain; the best where the weights overflow."""
    best, top, total = alone, 0.0, 0.0
    cumulative = []
    for part, gain in gains:
        if gain > top:
            best, top = part, gain
        if gain >= 0:
            total += _fast_exp(gain / randomness)
        cumulative.append(total)
    if not total < float("inf"):
        return best
    r = total * random.uniform()
    return next((gains[m][0] for m, value in enumerate(cumulative) if value >= r), best)


def _refine(
    graph: Graph, clusters: list[int], count: int, resolution: float, randomness: float, random: JavaRandom
) -> list[int]:
    """Splits every cluster into well-connected parts; returns the part of every node."""
    n, parts = len(clusters), 0
    refined, label, grown = [0] * n, list(range(n)), [False] * n
    mass, outside = list(graph.masses), [0.0] * n
    for c, members in enumerate(_members(clusters, count)):
        if len(members) > 1:
            total = 0.0
            for j in members:
                total += graph.masses[j]
                near = range(graph.first[j], graph.first[j + 1])
                outside[j] = sum((graph.strengths[k] for k in near if clusters[graph.neighbours[k]] == c), 0.0)
            for p in random.permutation(len(members)).tolist():
                j = members[p]
                if grown[j] or not outside[j] >= mass[j] * (total - mass[j]) * resolution:
                    continue
                inside, mass[j], outside[j] = outside[j], 0.0, 0.0
                link_to = {j: 0.0}
                for k in range(graph.first[j], graph.first[j + 1]):
                    v = graph.neighbours[k]
                    if clusters[v] == c:
                        link_to[label[v]] = link_to.get(label[v], 0.0) + graph.strengths[k]
                gains = [
                    (part, link - graph.masses[j] * mass[part] * resolution)
                    if outside[part] >= mass[part] * (total - mass[part]) * resolution
                    else (part, -1.0)
                    for part, link in link_to.items()
                ]
                chosen = _choose(gains, randomness, random, j)
                mass[chosen] += graph.masses[j]
                outside[chosen] += inside - 2 * link_to[chosen]
                if chosen != j:
                    label[j] = chosen
                    grown[chosen] = True
        number = {part: parts + i for i, part in enumerate(sorted({label[j] for j in members}))}
        parts += len(number)
        for j in members:
            refined[j] = number[label[j]]
    return refined


def _reduce(graph: Graph, parts: list[int], count: int) -> Graph:
    """The network whose nodes are the parts."""
    first, masses = [0], []
    neighbours: list[int] = []
    strengths: list[float] = []
    for p, members in enumerate(_members(parts, count)):
        link_to: dict[int, float] = {}
        mass = 0.0
        for j in members:
            mass += graph.masses[j]
            for k in range(graph.first[j], graph.first[j + 1]):
                c = parts[graph.neighbours[k]]
                if c != p:
                    link_to[c] = link_to.get(c, 0.0) + graph.strengths[k]
        neighbours.extend(link_to)
        strengths.extend(link_to.values())
        masses.append(mass)
        first.append(len(neighbours))
    return Graph(first, neighbours, strengths, masses)


def _iterate(
    graph: Graph, clusters: list[int], count: int, resolution: float, randomness: float, random: JavaRandom
) -> int:
    """One round: move, refine, reduce, and the same on the reduced network; returns the clusters left."""
    n = len(clusters)
    count = _move(graph, clusters, count, resolution, random)
    if count >= n:
        return count
    refined = _refine(graph, clusters, count, resolution, randomness, random)
    parts = max(refined) + 1
    if parts < n:
        upper = [0] * parts
        for i in range(n):
            upper[refined[i]] = clusters[i]
        clusters[:] = refined
    else:
        parts, upper = count, list(range(count))
    count = _iterate(_reduce(graph, clusters, parts), upper, count, resolution, randomness, random)
    clusters[:] = [upper[c] for c in clusters]
    return count
