"""How well does the order of candidates find again partners that cities really have, beside simpler ways?

Some links are hidden. For each hidden link, from both of its cities, all other cities of the world are put in order by
what the links that are left tell; known partners are left out, other hidden ones are not. The rank of the hidden
partner (the middle one among equals) gives every figure. A city all of whose links are hidden is *cold*.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse.linalg import svds
from scipy.stats import t as student

from kembar.analysis.choice_model import ChoiceModel, learn
from kembar.analysis.partner_choice import DEFAULT_WEIGHTS, allowed_partners, evidence_for, scores
from kembar.analysis.partner_terms import kilometres_to
from kembar.analysis.partner_world import Floats, Ints, World

OURS = "kembar"
METHODS = (
    "random",
    "population",
    "gravity",
    "popularity_by_country",
    "common_neighbours",
    "adamic_adar",
    "preferential_attachment",
    "embedding",
    OURS,
)
FIGURES = ("hits_10", "hits_50", "hits_100", "mrr", "auc")
HIDDEN_SHARE = 0.1
DIMENSIONS = 16  # of the embedding: the best of 16, 32, 64 and 128 on the network of 2022

Scorer = Callable[[int], npt.NDArray[np.floating]]
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Interval:
    """A mean over seeds and its 95 % interval (Student's t); low and high are None for one seed alone."""

    mean: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Row:
    """The figures of one method on one group of hidden links. ``queries`` is their mean number over the seeds."""

    method: str
    group: str
    queries: float
    figures: dict[str, Interval]


@dataclass(frozen=True)
class Evaluation:
    """All methods on all groups, and how many times the best other method ours reaches in hits at 50, by group."""

    seeds: int
    cities: int
    links: int
    hidden: float
    rows: tuple[Row, ...]

    def row(self, method: str, group: str) -> Row | None:
        return next((row for row in self.rows if (row.method, row.group) == (method, group)), None)

    def best_other(self, group: str, figure: str = "hits_50") -> Row | None:
        """The strongest of the other methods on a group."""
        others = [row for row in self.rows if row.group == group and row.method != OURS]
        return max(others, key=lambda row: row.figures[figure].mean, default=None)

    def times_best(self, group: str, figure: str = "hits_50") -> float | None:
        """Ours over the best other; None where there is none or it finds nothing."""
        ours, best = self.row(OURS, group), self.best_other(group, figure)
        if ours is None or best is None or best.figures[figure].mean == 0:
            return None
        return ours.figures[figure].mean / best.figures[figure].mean


def hide(links: Ints, rng: np.random.Generator, share: float = HIDDEN_SHARE) -> tuple[Ints, Ints]:
    """The links cut by lot into those left and those hidden."""
    order = rng.permutation(len(links))
    count = round(len(links) * share)
    return links[order[count:]], links[order[:count]]


def evaluate(
    world: World,
    links: npt.ArrayLike,
    *,
    seeds: Sequence[int],
    test: npt.ArrayLike | None = None,
    groups: npt.NDArray[np.str_] | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """All methods in one run, for every seed: a tenth of ``links`` hidden, or trained on all and tried on ``test``.

    ``world`` must have been made with all these links. ``groups`` names the group of every city (its continent);
    queries by its cities make that group's rows, beside `all`, `cold` and `warm`.
    """
    pairs = np.asarray(links, np.int64).reshape(-1, 2)
    fixed = None if test is None else np.asarray(test, np.int64).reshape(-1, 2)
    found: dict[tuple[str, str], list[tuple[int, Floats]]] = {}
    hidden = 0
    for number, seed in enumerate(seeds):
        rng = np.random.default_rng(seed)
        left, gone = (pairs, fixed) if fixed is not None else hide(pairs, rng)
        hidden += len(gone)
        if progress:
            progress(number, len(seeds), f"seed {seed}")
        known = world.with_links(left)
        ranks = ranks_of(known, learn(known, left, rng), gone, rng)
        for group, of_group in _groups(known, gone, groups).items():
            for method, mine in ranks.items():
                found.setdefault((method, group), []).append((int(of_group.sum()), _figures(mine, of_group)))
    if progress:
        progress(len(seeds), len(seeds), "")
    rows = tuple(_row(method, group, results) for (method, group), results in found.items())
    return Evaluation(len(seeds), world.cities.n, len(pairs), hidden / max(1, len(seeds)), rows)


def ranks_of(known: World, model: ChoiceModel, gone: Ints, rng: np.random.Generator) -> dict[str, Floats]:
    """For every method (rank, number of candidates) per query: both ends of each hidden link, shape (2 x links, 2)."""
    scorers = scorers_of(known, model, rng)
    asking, wanted = np.concatenate([gone[:, 0], gone[:, 1]]), np.concatenate([gone[:, 1], gone[:, 0]])
    ranks = {method: np.empty((len(asking), 2)) for method in scorers}
    for city in np.unique(asking):
        allowed = allowed_partners(known, int(city))
        count = int(allowed.sum())
        places = np.flatnonzero(asking == city)
        for method, scorer in scorers.items():
            score = scorer(int(city))
            among = score[allowed]
            for place in places:
                mine = score[wanted[place]]
                ahead, equal = np.count_nonzero(among > mine), np.count_nonzero(among == mine)
                ranks[method][place] = ahead + (equal + 1) / 2, count
    return ranks


def scorers_of(known: World, model: ChoiceModel, rng: np.random.Generator) -> dict[str, Scorer]:
    """What every method says of all cities for one city. Equal scores of methods on links go by the number of links.

    * population: P'; gravity: P P' / km² (at least 1 km); unknown population counts as the smallest known.
    * popularity_by_country: the candidate's links x the share of its country's links that go to the city's country.
    * preferential_attachment: k k', for a city without links k'; common_neighbours; adamic_adar: Σ 1 / ln k.
    * embedding: the adjacency matrix by its 16 largest singular values (truncated SVD, ARPACK through SciPy).
    """
    cities, links = known.cities, known.tables
    n, size = cities.n, len(known.linked)
    people = np.nan_to_num(known.log_population, nan=float(np.nanmin(known.log_population)))
    degree = np.zeros(n)
    degree[known.linked] = links.degree
    nudge = degree * 1e-6
    between = _between(known)
    noise = int(rng.integers(2**32))
    left, sizes, right = svds(links.matrix, k=min(DIMENSIONS, size - 1), v0=np.ones(size))

    def widen(values: Floats) -> Floats:
        wide = nudge.copy()
        wide[known.linked] += values
        return wide

    def row(city: int) -> Floats:
        here = int(known.position[city])
        return links.matrix[here].toarray()[0] if here < size else np.zeros(size)

    def gravity(city: int) -> Floats:
        kilometres = np.maximum(np.nan_to_num(kilometres_to(known, city), nan=20_000.0), 1)
        return np.asarray(people - 2 * np.log(kilometres), float)

    def embedding(city: int) -> Floats:
        here = int(known.position[city])
        return widen((left[here] * sizes) @ right if here < size else np.zeros(size))

    return {
        "random": lambda city: np.random.default_rng((noise, city)).random(n),
        "population": lambda city: people,
        "gravity": gravity,
        "popularity_by_country": lambda city: degree * between[cities.country[city], cities.country],
        "common_neighbours": lambda city: widen(links.matrix @ row(city)),
        "adamic_adar": lambda city: widen(links.matrix @ (links.adamic_adar * row(city))),
        "preferential_attachment": lambda city: degree,
        "embedding": embedding,
        OURS: lambda city: scores(evidence_for(known, model, city), DEFAULT_WEIGHTS, n),
    }


def _between(known: World) -> Floats:
    """Share of the links of country j that go to country i; a last row and column of 0 for the unknown country."""
    links, countries = known.tables, len(known.cities.subregion)
    country = known.cities.country[known.linked]
    counts = np.zeros((countries + 1, countries + 1))
    placed = country >= 0
    np.add.at(counts[:, :-1], country[placed], links.by_country[placed])
    counts[-1] = 0
    return np.asarray(counts / np.maximum(counts.sum(axis=0, keepdims=True), 1))


def _groups(known: World, gone: Ints, groups: npt.NDArray[np.str_] | None) -> dict[str, npt.NDArray[np.bool_]]:
    """Which queries belong to which group."""
    asking = np.concatenate([gone[:, 0], gone[:, 1]])
    degree = np.append(known.tables.degree, 0)[known.position[asking]]
    found = {"all": np.ones(len(asking), bool), "warm": degree > 0, "cold": degree == 0}
    if groups is not None:
        found |= {str(name): groups[asking] == name for name in np.unique(groups[asking]) if name}
    return {name: members for name, members in found.items() if members.any()}


def _figures(ranks: Floats, of_group: npt.NDArray[np.bool_]) -> Floats:
    """Hits at 10, 50, 100; mean reciprocal rank; AUC: the chance that the hidden partner stands before another city."""
    rank, count = ranks[of_group].T
    auc = ((count - rank) / np.maximum(count - 1, 1)).mean()
    return np.array([(rank <= 10).mean(), (rank <= 50).mean(), (rank <= 100).mean(), (1 / rank).mean(), auc])


def _row(method: str, group: str, results: list[tuple[int, Floats]]) -> Row:
    values = np.array([figures for _count, figures in results])
    mean = values.mean(axis=0)
    half = np.full(len(mean), np.nan)
    if len(values) > 1:
        half = student.ppf(0.975, len(values) - 1) * values.std(axis=0, ddof=1) / np.sqrt(len(values))
    figures = {
        name: Interval(float(m), None if np.isnan(h) else float(m - h), None if np.isnan(h) else float(m + h))
        for name, m, h in zip(FIGURES, mean, half, strict=True)
    }
    return Row(method, group, float(np.mean([count for count, _figures in results])), figures)
