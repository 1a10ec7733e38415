"""Where does every item of a large network go? The VOS objective minimised by whole-map steps instead of node by node.

Each round asks where the items would come to rest if the pushes between all items stayed as they are and only the links
pulled: a system of linear equations with the Laplacian of the links, solved in part by conjugate gradients. For
attraction 2 and repulsion 1 this is the majorisation of stress (de Leeuw 1977; Gansner, Koren & North 2004) with the
weights of the VOS objective; the whole family works the same with link weights s_ij d_ij^(a-2) and steps shortened by
1/(a-r). Rounds carry some of the last step on (momentum). Pushes come from a tree of groups of items along a Hilbert
curve, as Barnes & Hut (1986): near items one by one, groups that are small for their distance as one.

For repulsion below 0 the push between close items is steep. The map is first made for repulsion 0, then the steepness
of the nearest items enters the equations.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from kembar.analysis import crowd_plain
from kembar.analysis.networks import Network, from_links

try:
    from kembar.analysis.kernels import crowd as crowd_kernel  # type: ignore[attr-defined]  # compiled
except ImportError:  # no compiler where it was installed: the plain path answers the same
    crowd_kernel = None

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

LEAF = 32
THETA = 0.3
"""A group is one source where its radius is below THETA of its distance: pushes are right to about 0.2 %."""
SOLVER_STEPS = 3
MOMENTUM = 0.9
NEAREST = 8
LONGEST_STEP = 0.3
"""No item moves further in a round than this share of the map's root mean square radius."""


@dataclass(frozen=True)
class FastRun:
    """Positions (n, 2), rounds made, and whether the last rounds still moved the map by more than the tolerance."""

    xy: Floats
    rounds: int
    settled: bool


def crowd(plain: bool) -> Any:
    return crowd_plain if plain or crowd_kernel is None else crowd_kernel


class Team:
    """Runs a function over ranges of rows on threads; every range writes its own rows, so any count gives the same."""

    def __init__(self, threads: int, smallest: int) -> None:
        self.threads = threads
        self.smallest = smallest
        self.pool = ThreadPoolExecutor(threads) if threads > 1 else None

    def run(self, n: int, work: Callable[[int, int], object], cuts: Longs | None = None) -> None:
        if self.pool is None or n < self.smallest:
            work(0, n)
            return
        pieces = 4 * self.threads
        edges = np.linspace(0, n, pieces + 1).astype(int) if cuts is None else cuts
        for task in [self.pool.submit(work, int(a), int(b)) for a, b in pairwise(edges)]:
            task.result()

    def close(self) -> None:
        if self.pool is not None:
            self.pool.shutdown()


@dataclass(frozen=True)
class Tree:
    """Points along a Hilbert curve in blocks of LEAF, and groups of four blocks, of four groups, and so on."""

    order: Longs
    x: Floats
    y: Floats
    mass: Floats
    level_start: Longs
    cx: Floats
    cy: Floats
    cm: Floats
    radius: Floats


def grow_tree(xy: Floats, mass: Floats, plain: bool = False) -> Tree:
    """The tree of groups over the points: centres of mass, masses and radii that hold all their points."""
    x, y = xy[:, 0].copy(), xy[:, 1].copy()
    low_x, low_y = float(x.min()), float(y.min())
    extent = max(float(x.max()) - low_x, float(y.max()) - low_y, 1e-300)
    keys = crowd(plain).hilbert_keys(x, y, low_x, low_y, 65535 / extent)
    order = np.argsort(keys, kind="stable")
    x, y, mass = x[order], y[order], mass[order]
    levels = []
    px, py, pm, pr, size = x, y, mass, np.zeros(len(x)), LEAF
    while True:
        starts = np.arange(0, len(px), size)
        parent = np.arange(len(px)) // size
        cm = np.add.reduceat(pm, starts)
        cx = np.add.reduceat(pm * px, starts) / cm
        cy = np.add.reduceat(pm * py, starts) / cm
        radius = np.maximum.reduceat(np.hypot(px - cx[parent], py - cy[parent]) + pr, starts)
        levels.append((cx, cy, cm, radius))
        if len(cx) <= 4:
            break
        px, py, pm, pr, size = cx, cy, cm, radius, 4
    level_start = np.cumsum([0] + [len(level[0]) for level in levels]).astype(np.int64)
    cx, cy, cm, radius = (np.concatenate([level[k] for level in levels]) for k in range(4))
    return Tree(order, x, y, mass, level_start, cx, cy, cm, radius)


def pushes(
    xy: Floats,
    attraction: int,
    repulsion: int,
    increment: float = 0.0,
    *,
    theta: float = THETA,
    team: Team | None = None,
    plain: bool = False,
) -> Floats:
    """Push of all items on each, the sum over j of (d^(r-2) - increment d^(a-2)) (x_i - x_j), shape (n, 2)."""
    n = len(xy)
    tree = grow_tree(xy, np.ones(n), plain)
    out_x, out_y = np.empty(n), np.empty(n)

    def work(begin: int, stop: int) -> None:
        crowd(plain).push_blocks(
            tree.x, tree.y, tree.mass, LEAF, tree.level_start, tree.cx, tree.cy, tree.cm, tree.radius,
            attraction, repulsion, increment, theta, begin, stop, out_x, out_y,
        )  # fmt: skip

    blocks = int(tree.level_start[1])
    if team is None:
        work(0, blocks)
    else:
        team.run(blocks, work)
    push = np.empty((n, 2))
    push[tree.order, 0] = out_x
    push[tree.order, 1] = out_y
    centred: Floats = push - push.mean(0)
    return centred


class Pull:
    """The Laplacian of the links with weights s_ij d_ij^(a-2), and of the nearest items where the push is steep."""

    def __init__(self, network: Network, attraction: int, increment: float, team: Team, plain: bool) -> None:
        self.network, self.attraction, self.increment = network, attraction, increment
        self.team, self.plain = team, plain
        n = network.n
        self.strengths = network.strengths.astype(np.float32)
        self.weights = np.empty_like(self.strengths)
        self.sums = np.empty(n)
        self.even = 0.0
        self.near: tuple[Network, npt.NDArray[np.float32], Floats] | None = None
        pieces = 4 * team.threads
        self.cuts = np.searchsorted(network.first, np.linspace(0, network.first[-1], pieces + 1)).astype(np.int64)
        self.cuts[0], self.cuts[-1] = 0, n

    def follow(self, xy: Floats, scale: float) -> None:
        """Takes the weights at these positions; distances below a thousandth of the scale count as that."""
        net, floor = self.network, 1e-3 * scale

        def work(begin: int, stop: int) -> None:
            crowd(self.plain).link_weights(
                net.first, net.neighbours, self.strengths, xy, self.attraction, floor, begin, stop,
                self.weights, self.sums,
            )  # fmt: skip

        self.team.run(net.n, work, self.cuts)
        # The increment pulls all pairs alike; in the equations all distances count as the scale.
        self.even = self.increment * net.n * scale ** (self.attraction - 2) if self.increment else 0.0

    def steepen(self, xy: Floats, repulsion: int, scale: float) -> None:
        """Adds the steepness (1 - r) d^(r-2) of the push between the nearest items to the equations."""
        from scipy.spatial import cKDTree  # late: only repulsion below 0 needs it

        n = len(xy)
        count = min(NEAREST, n - 1)
        distance, nearest = cKDTree(xy).query(xy, count + 1)
        distance = np.maximum(distance[:, 1:], 1e-6 * scale)
        weights = 0.5 * (1 - repulsion) * distance ** float(repulsion - 2)
        near = from_links(n, np.repeat(np.arange(n), count), nearest[:, 1:].ravel(), weights.ravel())
        self.near = near, near.strengths.astype(np.float32), near.strength_of

    @property
    def diagonal(self) -> Floats:
        total = self.sums + self.even
        return total if self.near is None else total + self.near[2]

    def links_times(self, v: Floats) -> Floats:
        """The pull of the links (and, for attraction 2, of the increment) at positions v."""
        out = np.empty_like(v)
        net = self.network

        def work(begin: int, stop: int) -> None:
            crowd(self.plain).laplacian_times(net.first, net.neighbours, self.weights, self.sums, v, begin, stop, out)

        self.team.run(net.n, work, self.cuts)
        if self.attraction == 2 and self.even:
            out += self.even * v
        return out

    def times(self, v: Floats) -> Floats:
        """The whole matrix of the equations times v."""
        out = self.links_times(v)
        if self.attraction != 2 and self.even:
            out += self.even * v
        if self.near is not None:
            near, weights, sums = self.near
            extra = np.empty_like(v)
            crowd(self.plain).laplacian_times(near.first, near.neighbours, weights, sums, v, 0, near.n, extra)
            out += extra
        return out


def _solve(pull: Pull, target: Floats, steps: int) -> Floats:
    """A few steps of conjugate gradients from zero, both coordinates at once, scaled by the diagonal."""
    scale = np.maximum(pull.diagonal, 1e-300)[:, None]
    x, rest = np.zeros_like(target), target
    z = rest / scale
    z = z - z.mean(0)
    p, rz = z, (rest * z).sum(0)
    for _ in range(steps):
        q = pull.times(p)
        alpha = rz / np.maximum((p * q).sum(0), 1e-300)
        x = x + alpha * p
        rest = rest - alpha * q
        z = rest / scale
        z = z - z.mean(0)
        new = (rest * z).sum(0)
        p = z + np.where(rz > 0, new / np.maximum(rz, 1e-300), 0.0) * p
        rz = new
    return x


def settle(
    network: Network,
    xy: Floats,
    attraction: int,
    repulsion: int,
    increment: float,
    *,
    rounds: int,
    tolerance: float,
    momentum: float = MOMENTUM,
    team: Team,
    plain: bool = False,
) -> FastRun:
    """Rounds from the positions xy until a round moves the map by less than the tolerance (root mean square share)."""
    pull = Pull(network, attraction, increment, team, plain)
    explicit = increment if attraction != 2 else 0.0  # for attraction 2 the increment is part of the equations
    steep = repulsion < 0
    share = 0.5 if steep else 1.0 / max(attraction - repulsion, attraction - 1, 1)
    before, moved = xy, np.inf
    for made in range(rounds):
        at = xy + momentum * (xy - before) if made > 3 else xy
        before = xy
        scale = float(np.sqrt((at * at).sum(1).mean()))
        if made == 0 or attraction != 2 or increment:
            pull.follow(at, scale)
        if steep:
            pull.steepen(at, repulsion, scale)
        push = pushes(at, attraction, repulsion, explicit, team=team, plain=plain)
        step = _solve(pull, push - pull.links_times(at), SOLVER_STEPS)
        length = np.sqrt((step * step).sum(1))
        step *= np.minimum(1.0, LONGEST_STEP * scale / np.maximum(length, 1e-300))[:, None]
        xy = at + share * step
        xy = xy - xy.mean(0)
        moved = float(np.sqrt(((xy - before) ** 2).sum(1).mean())) / max(scale, 1e-300)
        if made > 10 and moved < tolerance:
            return FastRun(xy, made + 1, True)
    return FastRun(xy, rounds, False)
