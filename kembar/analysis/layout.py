"""Where does every item of a map go, so that strongly related items are near each other?

The VOS layout minimises Q = sum over pairs of s_ij d_ij^a / a - d_ij^r / r, with s_ij the normalised strength, d_ij the
distance, a the attraction and r < a the repulsion; an exponent of 0 stands for the logarithm. For a = 2, r = 1 it is,
up to scale, the problem of van Eck, Waltman, Dekker & van den Berg (2010): least sum of s_ij d_ij^2 at mean distance 1.

Two ways: *compatible* repeats the steps of the CWTS network analysis software number by number (same seed, same map);
*fast* reaches the same objective, mostly a better value of it, in a small part of the time. Attractions below 0, and 0
with a repulsion below -2, are always worked in the compatible way; ``Layout.mode`` says which way was taken.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from kembar.analysis import layout_fast, layout_plain
from kembar.analysis.networks import Network, NetworkError, components
from kembar.analysis.random_stream import JavaRandom

try:
    from kembar.analysis.kernels import descent as descent_kernel  # type: ignore[attr-defined]  # compiled
except ImportError:  # no compiler where it was installed: the plain path answers the same
    descent_kernel = None

Floats = npt.NDArray[np.float64]

MODES = ("compatible", "fast")
INCREMENT = 0.01
"""Extra strength of every pair where the network falls into several components, as the original adds it."""
DESKTOP_EXPONENTS = {
    "keywords": (2, 0),
    "terms": (2, 1),
    "coauthors": (2, -1),
    "coauthors_organisations": (2, 1),
    "coauthors_countries": (2, 1),
    "citations": (2, 0),
    "coupling": (2, 1),
    "cocitation": (2, 1),
}
"""Attraction and repulsion that the VOSviewer manual gives as default per kind of map."""
EXACT_ITEMS = 60_000
"""Up to so many items the quality and the mean distance are summed over all pairs, above over a sample of rows."""
FAST_STARTS = 3
SMALL_ITEMS = 500
"""Up to so many items every fast start runs to its end; above, only the best of some short starts do."""
PAIRED_ITEMS = 3000
"""Up to so many items the two best of the short starts run to their ends: which is better shows only there."""
SHORT_ROUNDS = 12
ROUNDS = ((1_000, 300), (3_000, 150), (20_000, 80), (2**62, 50))
"""Most rounds of the last stage by number of items: later ones gain less than a ten-thousandth of the objective."""
SHARED_ROWS = 4000
"""From so many rows on the threads share them; below, handing them out costs more than it saves."""
TOLERANCE = 1e-4
"""A fast layout has come to rest when a round moves the items by less than this share of the map's radius."""


@dataclass(frozen=True)
class Layout:
    """Positions of all items and how they were found.

    ``xy`` has shape (n, 2): centred, turned to the principal axes, flipped so that the median of each coordinate is not
    above 0, mean distance 1. ``quality`` is Q before that (lower is better), ``qualities`` those of all starts;
    ``quality_exact`` is False where pairs were sampled; ``steps`` are sweeps (compatible) or rounds (fast) of the best
    start, ``settled`` whether it came to rest before the limit. ``sets`` is above 1 where unconnected sets were laid
    out one by one (layout_sets.py): quality then is their sum, and each set alone is turned and flipped as said.
    """

    xy: Floats
    quality: float
    qualities: tuple[float, ...]
    quality_exact: bool
    attraction: int
    repulsion: int
    increment: float
    mode: str
    seed: int
    starts: int
    steps: int
    settled: bool
    sets: int = 1


def choose_mode(n: int) -> str:
    """Compatible for small maps, where it takes about a second; fast above."""
    return "compatible" if n <= 500 else "fast"


def lay_out(
    network: Network,
    *,
    attraction: int = 2,
    repulsion: int = 1,
    mode: str = "fast",
    seed: int = 0,
    starts: int | None = None,
    max_steps: int | None = None,
    threads: int | None = None,
    plain: bool = False,
) -> Layout:
    """The best of some random starts for a normalised network (see networks.normalise).

    ``starts`` is 1 for compatible and 3 for fast unless given; ``threads`` changes the time and never the answer.
    ``plain`` uses the NumPy path. Raises NetworkError: ``exponents`` (attraction must be above repulsion),
    ``unknown_mode``, ``too_few_items``, ``no_links``.
    """
    if attraction <= repulsion:
        raise NetworkError("exponents", attraction=attraction, repulsion=repulsion)
    if mode not in MODES:
        raise NetworkError("unknown_mode", mode=mode)
    if network.n < 2:
        raise NetworkError("too_few_items", n=network.n)
    if network.n_links == 0:
        raise NetworkError("no_links", n=network.n)
    increment = INCREMENT if int(components(network).max()) > 0 else 0.0
    if attraction < 0 or (attraction == 0 and repulsion < -2):
        mode = "compatible"  # a pull that fades with distance gives the equations of the fast way no hold
    run = _compatible if mode == "compatible" else _fast
    starts = starts or (1 if mode == "compatible" else FAST_STARTS)
    return run(network, attraction, repulsion, increment, seed, starts, max_steps, threads or cores(), plain)


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _descent(plain: bool) -> Any:
    return layout_plain if plain or descent_kernel is None else descent_kernel


def _compatible(
    network: Network, a: int, r: int, increment: float, seed: int, starts: int, max_steps: int | None, threads: int,
    plain: bool,
) -> Layout:  # fmt: skip
    random = JavaRandom(seed)
    drawn = [(random.square(network.n), random.permutation(network.n)) for _ in range(starts)]
    limit = 1000 if max_steps is None else max_steps

    def start(points: Floats, order: npt.NDArray[np.int32]) -> tuple[Floats, int, float]:
        x, y = points[:, 0].copy(), points[:, 1].copy()
        sweeps, step, _ = _descent(plain).descend(
            network.first, network.neighbours, network.strengths, x, y, order, a, r, increment, limit,
            1.0, 0.001, 0.75, 5,
        )  # fmt: skip
        return np.stack([x, y], axis=1), sweeps, step

    with ThreadPoolExecutor(min(threads, starts)) as pool:
        ends = list(pool.map(lambda draw: start(*draw), drawn))
    qualities = [quality(network, xy, a, r, increment, threads=threads, plain=plain)[0] for xy, _, _ in ends]
    best = int(np.argmin(qualities))
    xy, sweeps, step = ends[best]
    exact = network.n <= EXACT_ITEMS
    return Layout(
        standardise(xy, threads=threads, plain=plain), qualities[best], tuple(qualities), exact, a, r, increment,
        "compatible", seed, starts, sweeps, step < 0.001,
    )  # fmt: skip


def stages_of(attraction: int, repulsion: int) -> list[int]:
    """Repulsions by which the fast way comes to the one asked for: far-reaching pushes first, they untangle the map."""
    stages = [1] if attraction > 1 and repulsion < 1 else []
    stages += [0] if attraction > 0 and repulsion < 0 else []
    return [*stages, repulsion]


@dataclass
class _Fast:
    """One fast layout: the network, the exponents, and the threads that share the work."""

    network: Network
    a: int
    increment: float
    threads: int
    plain: bool
    team: layout_fast.Team

    def value(self, xy: Floats, r: int) -> float:
        """The objective, by which starts are compared."""
        if self.network.n <= SHARED_ROWS or r == 0 or (self.increment and self.a == 0):
            return quality(self.network, xy, self.a, r, self.increment, threads=self.threads, plain=self.plain)[0]
        value = self.link_energy(xy) - self.reach(xy, r) / r
        return value + self.increment * self.reach(xy, self.a) / self.a if self.increment else value

    def link_energy(self, xy: Floats) -> float:
        net = self.network
        core = _descent(self.plain)
        x, y = xy[:, 0].copy(), xy[:, 1].copy()
        return float(core.link_energy(net.first, net.neighbours, net.strengths, x, y, self.a))

    def reach(self, xy: Floats, power: int) -> float:
        """Sum over all pairs of d^power, from the pushes between groups: it is the sum over items of x_i . push_i.

        A thirtieth of the work of summing pair by pair at 50,000 items, and right to about two thousandths.
        """
        if power == 0:
            return self.network.n * (self.network.n - 1) / 2
        centred = xy - xy.mean(0)
        if power == 2:
            return float(self.network.n * (centred**2).sum())
        push = layout_fast.pushes(centred, 2, power, team=self.team, plain=self.plain)
        return float((centred * push).sum())

    def sized(self, xy: Floats, r: int) -> Floats:
        """As ``rescale``, with the sums over pairs taken from groups where there are many items."""
        if self.network.n <= SHARED_ROWS:
            return rescale(self.network, xy, self.a, r, self.increment, threads=self.threads, plain=self.plain)
        pull = self.a * self.link_energy(xy) if self.a else float(self.network.strengths.sum()) / 2
        return xy * best_size(pull + self.increment * self.reach(xy, self.a), self.reach(xy, r), self.a - r)

    def rounds(self, xy: Floats, r: int, limit: int, momentum: float) -> layout_fast.FastRun:
        sized = self.sized(xy, r)
        return layout_fast.settle(
            self.network, sized, self.a, r, self.increment, rounds=limit, tolerance=TOLERANCE, momentum=momentum,
            team=self.team, plain=self.plain,
        )  # fmt: skip

    def begin(self, seed: int, number: int) -> Floats:
        xy = np.random.default_rng([seed, number]).uniform(-1.0, 1.0, (self.network.n, 2))
        centred: Floats = xy - xy.mean(0)
        return centred

    def through(self, xy: Floats, stages: list[int], limit: int) -> tuple[Floats, int, bool]:
        """All stages one after another: positions, rounds made, and whether the last came to rest."""
        made, settled = 0, False
        for r in stages:
            last = r == stages[-1]
            # A push below 0 needs few rounds from a good map; a stage on the way need not come to rest.
            allowed = max(1, limit // 3) if r < 0 or not last else limit
            run = self.rounds(xy, r, allowed, 0.8 if r < 0 else layout_fast.MOMENTUM)
            xy, made, settled = run.xy, made + run.rounds, run.settled
        return xy, made, settled


def _fast(
    network: Network, a: int, r: int, increment: float, seed: int, starts: int, max_steps: int | None, threads: int,
    plain: bool,
) -> Layout:  # fmt: skip
    limit = next(rounds for items, rounds in ROUNDS if network.n <= items) if max_steps is None else max_steps
    stages = stages_of(a, r)
    team = layout_fast.Team(threads, SHARED_ROWS)
    work = _Fast(network, a, increment, threads, plain, team)
    try:
        if network.n <= SMALL_ITEMS:  # every start to its end
            ends = [work.through(work.begin(seed, number), stages, limit) for number in range(starts)]
            best = min(range(starts), key=lambda number: (work.value(ends[number][0], r), number))
            xy, steps, settled = ends[best]
        else:  # a few rounds of every start, the best go on

            def begun(number: int) -> Floats:
                return work.rounds(work.begin(seed, number), stages[0], SHORT_ROUNDS, 0.8).xy

            # Below SHARED_ROWS the rows are not shared out, so the starts are.
            with ThreadPoolExecutor(threads if network.n < SHARED_ROWS else 1) as pool:
                tried = list(pool.map(begun, range(starts)))
            ranked = sorted(range(starts), key=lambda number: (work.value(tried[number], stages[0]), number))
            going = ranked[: 2 if network.n <= PAIRED_ITEMS else 1]
            with ThreadPoolExecutor(min(threads, len(going))) as pool:
                ends = list(pool.map(lambda number: work.through(tried[number], stages, limit), going))
            best = min(range(len(ends)), key=lambda place: (work.value(ends[place][0], r), place))
            xy, steps, settled = ends[best]
            steps += SHORT_ROUNDS
    finally:
        team.close()
    size = None
    if r == 1 and not increment:  # one sum over all pairs says both the objective and the mean distance
        size = mean_distance(xy, threads=threads, plain=plain)
        value = work.link_energy(xy) - size * (network.n * (network.n - 1) / 2)
    else:
        value, _ = quality(network, xy, a, r, increment, threads=threads, plain=plain)
    return Layout(
        standardise(xy, threads=threads, plain=plain, size=size), value, (value,), network.n <= EXACT_ITEMS, a, r,
        increment, "fast", seed, starts, steps, settled,
    )  # fmt: skip


def _pair_sum(n: int, work: Callable[[int, int], float], threads: int) -> tuple[float, bool]:
    """Sum over the rows 0..n-1 in fixed pieces on some threads; above EXACT_ITEMS a spread of rows stands for all.

    Pieces are equal in pairs and their number does not depend on the threads, so the sum does not either.
    """
    if n <= EXACT_ITEMS:
        edges = np.unique(np.round(np.sqrt(np.linspace(0, 1, 17)) * n).astype(int))
        pieces, share = list(pairwise(edges.tolist())), 1.0
    else:
        rows = np.unique(np.linspace(n // 200, n - 1, 4000).astype(int))
        pieces = [(int(i), int(i) + 1) for i in rows]
        share = (n * (n - 1) / 2) / float(rows.sum())
    if threads > 1 and n > 1000:
        with ThreadPoolExecutor(threads) as pool:
            values = list(pool.map(lambda piece: work(int(piece[0]), int(piece[1])), pieces))
    else:
        values = [work(int(a), int(b)) for a, b in pieces]
    return float(np.sum(values)) * share, share == 1.0


def quality(
    network: Network, xy: Floats, attraction: int, repulsion: int, increment: float = 0.0, *, threads: int = 1,
    plain: bool = False,
) -> tuple[float, bool]:  # fmt: skip
    """The objective Q at the positions xy, lower is better, and whether all pairs were summed."""
    x, y = xy[:, 0].copy(), xy[:, 1].copy()
    core = _descent(plain)
    links = core.link_energy(network.first, network.neighbours, network.strengths, x, y, attraction)
    if repulsion == 1 and not increment:
        distances, exact = _pair_sum(network.n, lambda i, j: core.distance_sum(x, y, i, j), threads)
        return links - distances, exact
    pairs, exact = _pair_sum(
        network.n, lambda i, j: core.pair_energy(x, y, attraction, repulsion, increment, i, j), threads
    )
    return links + pairs, exact


def mean_distance(xy: Floats, *, threads: int = 1, plain: bool = False) -> float:
    """Mean distance over all pairs of items."""
    x, y, n = xy[:, 0].copy(), xy[:, 1].copy(), len(xy)
    total, _ = _pair_sum(n, lambda i, j: _descent(plain).distance_sum(x, y, i, j), threads)
    return total / (n * (n - 1) / 2)


def rescale(
    network: Network, xy: Floats, attraction: int, repulsion: int, increment: float = 0.0, *, threads: int = 1,
    plain: bool = False,
) -> Floats:  # fmt: skip
    """The positions at the size that is best for the objective: t = (R / A)^(1/(a-r)).

    A = sum s_ij d^a (with the increment over all pairs), R = sum d^r; both are numbers of pairs for an exponent of 0.
    """
    n, x, y = network.n, xy[:, 0].copy(), xy[:, 1].copy()
    core, pairs = _descent(plain), network.n * (network.n - 1) / 2

    def summed(exponent: int) -> float:
        if exponent == 0:
            return pairs
        if exponent == 1:
            return _pair_sum(n, lambda i, j: core.distance_sum(x, y, i, j), threads)[0]
        if exponent == 2:  # sum over pairs of d^2 = n times the sum of squared distances from the centre
            return float(n * ((xy - xy.mean(0)) ** 2).sum())
        return -exponent * _pair_sum(n, lambda i, j: core.pair_energy(x, y, 2, exponent, 0.0, i, j), threads)[0]

    if attraction:
        pull = attraction * core.link_energy(network.first, network.neighbours, network.strengths, x, y, attraction)
    else:
        pull = float(network.strengths.sum()) / 2
    if increment:
        pull += increment * summed(attraction)
    push = summed(repulsion)
    return xy * best_size(pull, push, attraction - repulsion)


def best_size(pull: float, push: float, difference: int) -> float:
    """The factor (push / pull)^(1 / difference) by which a map has its best size; 1 where there is none."""
    factor = (push / pull) ** (1.0 / difference) if pull > 0 and push > 0 else 1.0
    return float(factor) if np.isfinite(factor) and factor > 0 else 1.0


def standardise(xy: Floats, *, threads: int = 1, plain: bool = False, size: float | None = None) -> Floats:
    """Centred, turned to the principal axes (widest first), medians not above 0, mean distance 1.

    Two maps of one network then differ by no shift, turn or size that means nothing. ``size`` is the mean distance
    where it is known already.
    """
    xy = xy - xy.mean(0)
    variance_x, variance_y = float((xy[:, 0] ** 2).mean()), float((xy[:, 1] ** 2).mean())
    covariance = float((xy[:, 0] * xy[:, 1]).mean())
    # The direction of the larger spread; a map with none keeps its axes.
    angle = 0.5 * np.arctan2(2 * covariance, variance_x - variance_y)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    xy = xy @ turn
    for axis in range(2):
        if np.median(xy[:, axis]) > 0:
            xy[:, axis] *= -1
    size = mean_distance(xy, threads=threads, plain=plain) if size is None else size
    return xy / size if size > 0 else xy
