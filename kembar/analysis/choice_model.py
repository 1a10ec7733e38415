"""How much does each measured quantity speak for a candidate, learned from the partners that cities really chose?

A discrete-choice model with one curve per quantity (D. McFadden, "Conditional logit analysis of qualitative choice
behavior", 1974): the chance that a city has candidate j among those offered is exp(s_j) / Σ exp(s_k), and s is the sum
over the quantities of a piecewise-linear curve of each. The sum makes every principle's share of a score exact: taking
a principle away takes its share away and nothing else. Curves of quantities that can only speak for a candidate are
held to rise (coefficients of a ramp basis, bounded at 0).

Every curve is centred on the candidates at large: 0 is what an average candidate has, and what is not known also counts
0, that is neither for nor against.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from kembar.analysis.partner_terms import TERMS, measured
from kembar.analysis.partner_world import Floats, Ints, World

FOLDS = 8  # parts into which the links are cut: each is explained by what the others say
OFFERED = 60  # candidates offered beside the real partner
RIDGE = 3.0  # strength of the pull of every coefficient towards 0
_SHARES = (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98)  # quantiles at which a curve may bend


@dataclass(frozen=True)
class Curve:
    """A piecewise-linear function: ``values`` at ``knots``, level outside them; 0 for NaN. Log-odds."""

    knots: tuple[float, ...]
    values: tuple[float, ...]

    def __call__(self, x: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
        if len(self.knots) == 0:
            return np.zeros(len(x), np.float32)
        if len(self.knots) == 2:  # a straight line between two levels: yes and no, mostly
            (low, high), (below, above) = self.knots, self.values
            share = np.clip((np.asarray(x, np.float32) - np.float32(low)) / np.float32(high - low), 0, 1)
            return np.asarray(
                np.where(np.isnan(x), np.float32(0), np.float32(below) + np.float32(above - below) * share)
            )
        y: npt.NDArray[np.float32] = np.interp(x, self.knots, self.values).astype(np.float32)
        y[np.isnan(x)] = 0
        return y


@dataclass(frozen=True)
class ChoiceModel:
    """One curve per term of `TERMS`, in their order, and the mean log-likelihood of a choice it was fitted to."""

    curves: tuple[Curve, ...]
    log_likelihood: float
    choices: int

    def as_data(self) -> dict[str, Any]:
        """As plain values that JSON can hold; `from_data` reads them."""
        curves = {
            term.code: [[round(k, 6), round(v, 6)] for k, v in zip(curve.knots, curve.values, strict=True)]
            for term, curve in zip(TERMS, self.curves, strict=True)
        }
        return {"curves": curves, "log_likelihood": self.log_likelihood, "choices": self.choices}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> ChoiceModel:
        """Raises KeyError where a term has no curve."""
        curves = []
        for term in TERMS:
            points = data["curves"][term.code]
            curves.append(Curve(tuple(k for k, _v in points), tuple(v for _k, v in points)))
        return cls(tuple(curves), data["log_likelihood"], data["choices"])


@dataclass(frozen=True)
class Choices:
    """What was chosen and what else was offered: ``values`` (choices, offered, terms), the chosen one first.

    Candidates that were drawn but may not be offered (the city itself, its known partners) are not ``valid``.
    """

    values: npt.NDArray[np.float32]
    valid: npt.NDArray[np.bool_]


def choices_of(
    world: World, links: Ints, rng: np.random.Generator, folds: int = FOLDS, offered: int = OFFERED
) -> Choices:
    """Each link as a choice by one of its two cities, drawn by lot, among cities of the pool drawn evenly.

    The links are cut into folds, and what bears on a link is measured in a world that knows the other folds alone:
    no link explains itself.
    """
    pool = np.flatnonzero(world.pool)
    fold = rng.integers(0, folds, len(links))
    values = np.empty((len(links), offered + 1, len(TERMS)), np.float32)
    valid = np.ones((len(links), offered + 1), bool)
    for number in range(folds):
        known = world.with_links(links[fold != number])
        for row in np.flatnonzero(fold == number):
            city, partner = links[row] if rng.random() < 0.5 else links[row][::-1]
            drawn = pool[rng.integers(0, len(pool), offered)]
            values[row] = measured(known, city, np.append(partner, drawn)).T
            taken = np.append(partners_of(known, city), [city, partner])
            valid[row, 1:] = ~np.isin(drawn, taken)
    return Choices(values, valid)


def partners_of(world: World, city: int) -> Ints:
    """The cities that are known to be linked with this one."""
    here, matrix = world.position[city], world.tables.matrix
    if here == len(world.linked):
        return np.empty(0, np.int64)
    return np.asarray(world.linked[matrix.indices[matrix.indptr[here] : matrix.indptr[here + 1]]])


def fit(choices: Choices, ridge: float = RIDGE) -> ChoiceModel:
    """The curves that make the real choices most likely, less a ridge penalty; the same for the same choices."""
    knots = [_knots(choices.values[..., number], choices.valid) for number in range(len(TERMS))]
    basis, owner, centre = _basis(choices, knots)
    bounds = [(0.0 if TERMS[number].rises else None, None) for number in owner]
    shape = choices.valid.shape
    penalty = np.where(choices.valid, 0.0, -np.inf)

    def loss(weights: Floats) -> tuple[float, Floats]:
        score = (basis @ weights.astype(np.float32)).astype(float).reshape(shape) + penalty
        top = score.max(axis=1, keepdims=True)
        chance = np.exp(score - top)
        total = chance.sum(axis=1, keepdims=True)
        chance /= total
        value = float((top[:, 0] + np.log(total[:, 0]) - score[:, 0]).sum())
        chance[:, 0] -= 1
        slope = (chance.astype(np.float32).ravel() @ basis).astype(float)
        return value + ridge * float(weights @ weights) / 2, slope + ridge * weights

    start = np.zeros(len(owner))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 150})
    curves = []
    for number, places in enumerate(knots):
        mine = np.flatnonzero(owner == number)
        rises = np.concatenate([[0.0], np.cumsum(found.x[mine])])
        level = float(centre[mine] @ found.x[mine])
        curves.append(Curve(tuple(places.tolist()), tuple((rises - level).tolist())) if len(mine) else Curve((), ()))
    return ChoiceModel(tuple(curves), -float(found.fun) / max(1, shape[0]), shape[0])


def _knots(values: npt.NDArray[np.float32], valid: npt.NDArray[np.bool_]) -> Floats:
    """Where a curve may bend: quantiles of the chosen and of the offered, at least a thousandth of the range apart."""
    chosen, offered = values[:, 0], values[:, 1:][valid[:, 1:]]
    chosen, offered = chosen[np.isfinite(chosen)], offered[np.isfinite(offered)]
    if len(chosen) == 0 or len(offered) == 0:
        return np.empty(0)
    ends = [min(chosen.min(), offered.min()), chosen.max()] if len(np.unique(chosen)) < 3 else []
    marks = np.concatenate([np.quantile(chosen, _SHARES), np.quantile(offered, _SHARES[::2]), ends]).astype(float)
    places = np.unique(marks)
    kept = [places[0]]
    for place in places[1:]:
        if place - kept[-1] > 1e-3 * (places[-1] - places[0]):
            kept.append(place)
    return np.array(kept)


def _basis(choices: Choices, knots: list[Floats]) -> tuple[npt.NDArray[np.float32], Ints, Floats]:
    """Ramps from knot to knot, less their mean over the offered; 0 where not known. Which term each belongs to."""
    rows = choices.valid.size
    columns = sum(max(0, len(places) - 1) for places in knots)
    basis, owner, centre = np.empty((rows, columns), np.float32), np.empty(columns, np.int64), np.zeros(columns)
    offered = choices.valid.copy()
    offered[:, 0] = False
    column = 0
    for number, places in enumerate(knots):
        x = choices.values[..., number].ravel()
        known = np.isfinite(x)
        counted = known & offered.ravel()
        for low, high in pairwise(places):
            ramp = np.clip((x - np.float32(low)) / np.float32(high - low), 0, 1)
            centre[column] = ramp[counted].mean() if counted.any() else 0.0
            basis[:, column] = np.where(known, ramp - np.float32(centre[column]), 0)
            owner[column] = number
            column += 1
    return basis, owner, centre


def learn(world: World, links: npt.ArrayLike, rng: np.random.Generator) -> ChoiceModel:
    """The model fitted to these links of the world; raises ValueError for fewer than a hundred links."""
    pairs = np.asarray(links, np.int64).reshape(-1, 2)
    if len(pairs) < 100:
        raise ValueError(f"{len(pairs)} links are too few to learn from; a hundred are needed.")
    return fit(choices_of(world, pairs, rng))
