"""Which cities of the world fit this one best, principle by principle, and why each stands where it stands?

The score of a candidate is the sum over the principles of weight x evidence. Evidence is in log-odds: 0 is an average
candidate, 0.7 twice as likely to be chosen, -0.7 half as likely. What is not known gives no evidence, for or against,
and lowers the candidate's coverage instead. Nobody claims that the first is the best: the order follows the weights.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from kembar.analysis.choice_model import ChoiceModel, partners_of
from kembar.analysis.partner_terms import LEARNED, TERMS, group_index, hours_to, measured, parts_of
from kembar.analysis.partner_world import Bools, Floats, Ints, World

CLOCK_EVIDENCE = -0.1  # log-odds per hour between the clocks, for offices that give clocks a weight. Ours
FIELD_EVIDENCE = math.log(2)  # log-odds per field in which one side offers what the other needs. Ours
PRINCIPLES: tuple[str, ...] = (*LEARNED, "clocks", "complementarity")
DEFAULT_WEIGHTS: Mapping[str, float] = {**dict.fromkeys(PRINCIPLES, 1.0), "clocks": 0.0}

Effect = Literal["lifts", "lowers", "none", "unknown"]
Singles = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Wishes:
    """What offices entered of fields: ``needs`` and ``offers`` (cities with entries, fields), rows by ``city``."""

    city: Ints
    needs: Bools
    offers: Bools


@dataclass(frozen=True)
class Reason:
    """One principle's part in a candidate's place.

    ``evidence`` in log-odds, before the weight; None where not known. ``rank_without`` is the candidate's rank when the
    principle is given no weight for anybody; ``effect`` says what the principle does to the candidate: it *lifts* it
    where the rank without it is worse, *lowers* it where better.
    """

    principle: str
    evidence: float | None
    rank_without: int
    effect: Effect


@dataclass(frozen=True)
class Candidate:
    """A city's place in the order: ``city`` is its number, ``rank`` from 1, ``coverage`` the share of the weights of
    which something is known (0 … 1), ``measured`` the quantities by term, None where not known."""

    city: int
    rank: int
    score: float
    coverage: float
    reasons: tuple[Reason, ...]
    measured: Mapping[str, float | None]


@dataclass(frozen=True)
class Evidence:
    """The evidence of every principle for every city, one row per principle of `PRINCIPLES`; NaN never occurs."""

    city: int
    rows: tuple[Singles | None, ...]  # None: the principle says nothing about anybody


def weights_of(given: Mapping[str, float]) -> dict[str, float]:
    """The default weights with the given ones in their place.

    Raises KeyError for a principle that there is not, ValueError for a weight that is negative or not finite.
    """
    for principle, weight in given.items():
        if principle not in PRINCIPLES:
            raise KeyError(principle)
        if not (math.isfinite(weight) and weight >= 0):
            raise ValueError(principle)
    return {**DEFAULT_WEIGHTS, **given}


def evidence_for(world: World, model: ChoiceModel, city: int, wishes: Wishes | None = None) -> Evidence:
    """What every principle says of every city as a partner of this one. No Python loop over candidates."""
    parts = parts_of(world, city)
    rows: dict[str, Singles] = {}
    for term, curve in zip(TERMS, model.curves, strict=True):
        if not curve.knots:
            continue
        values = curve(parts[term.code])
        row = rows.get(term.principle)
        if row is None:
            row = rows[term.principle] = np.zeros(world.cities.n, np.float32)
        index = group_index(world, term.group)
        if index is None:
            row += values
        elif term.group == "linked":  # most cities have no links and share one value
            row += values[-1]
            row[world.linked] += values[:-1] - values[-1]
        else:
            row += values[index]
    hours = hours_to(world, city)
    rows["clocks"] = np.nan_to_num(CLOCK_EVIDENCE * hours).astype(np.float32)[world.cities.zone]
    if wishes is not None and len(wishes.city):
        rows["complementarity"] = _complementarity(world, city, wishes)
    return Evidence(city, tuple(rows.get(principle) for principle in PRINCIPLES))


def fields_met(wishes: Wishes, city: int) -> Floats:
    """In how many fields each city with entries offers what this one needs or needs what it offers; NaN without any."""
    mine = np.flatnonzero(wishes.city == city)
    if len(mine) == 0:
        return np.full(len(wishes.city), np.nan)
    needs, offers = wishes.needs[mine[0]], wishes.offers[mine[0]]
    return np.asarray(((wishes.offers & needs) | (wishes.needs & offers)).sum(axis=1), float)


def _complementarity(world: World, city: int, wishes: Wishes) -> Singles:
    row = np.zeros(world.cities.n, np.float32)
    row[wishes.city] = np.nan_to_num(FIELD_EVIDENCE * fields_met(wishes, city))
    return row


def scores(evidence: Evidence, weights: Mapping[str, float], n: int) -> Singles:
    """Σ weight x evidence for every city, the principles always added in one order."""
    total = np.zeros(n, np.float32)
    for principle, row in zip(PRINCIPLES, evidence.rows, strict=True):
        weight = weights[principle]
        if row is not None and weight:
            total += row if weight == 1 else np.float32(weight) * row
    return total


def rank_of(score: Singles, id: Ints, allowed: Bools, city: int) -> int:
    """The place of a city among the allowed ones, itself included: larger scores first, smaller id where equal."""
    mine = score[city]
    ahead = int(np.count_nonzero((score > mine) & allowed))
    equal = np.flatnonzero(score == mine)
    return 1 + ahead + int((allowed[equal] & (id[equal] < id[city])).sum())


def allowed_partners(world: World, city: int, allowed: Bools | None = None) -> Bools:
    """Which cities may be listed: those allowed, less the city itself and its known partners."""
    listed = np.ones(world.cities.n, bool) if allowed is None else allowed.copy()
    listed[city] = False
    listed[partners_of(world, city)] = False
    return listed


def first_of(score: Singles, id: Ints, allowed: Bools, limit: int) -> Ints:
    """The cities at the top of the order, at most ``limit``, first first."""
    found = np.flatnonzero(allowed)
    if len(found) == 0 or limit < 1:
        return found[:0]
    mine = score[found]
    if limit < len(found):
        bound = np.partition(mine, len(mine) - limit)[len(mine) - limit]
        found = found[mine >= bound]
        mine = score[found]
    return np.asarray(found[np.lexsort((id[found], -mine))][:limit])


def rank(
    world: World,
    model: ChoiceModel,
    city: int,
    *,
    weights: Mapping[str, float] = DEFAULT_WEIGHTS,
    allowed: Bools | None = None,
    limit: int = 20,
    wishes: Wishes | None = None,
) -> list[Candidate]:
    """The candidates at the top of the order for this city, with what speaks for and against each."""
    evidence = evidence_for(world, model, city, wishes)
    listed = allowed_partners(world, city, allowed)
    top = first_of(scores(evidence, weights, world.cities.n), world.cities.id, listed, limit)
    return explain(world, evidence, top, weights=weights, allowed=listed, wishes=wishes)


def explain(
    world: World,
    evidence: Evidence,
    candidates: Ints,
    *,
    weights: Mapping[str, float] = DEFAULT_WEIGHTS,
    allowed: Bools,
    wishes: Wishes | None = None,
) -> list[Candidate]:
    """Place and reasons of the given cities among the allowed ones (a candidate itself need not be allowed)."""
    n, id = world.cities.n, world.cities.id
    values = measured(world, evidence.city, candidates)
    known = _known(world, evidence.city, candidates, values, wishes)
    whole = scores(evidence, weights, n)
    ranks = [rank_of(whole, id, allowed, int(city)) for city in candidates]
    without: dict[str, list[int]] = {}
    for principle, row in zip(PRINCIPLES, evidence.rows, strict=True):
        if row is None or not weights[principle]:
            without[principle] = ranks
            continue
        rest = scores(evidence, {**weights, principle: 0.0}, n)
        without[principle] = [rank_of(rest, id, allowed, int(city)) for city in candidates]
    total = sum(weights.values())
    found = []
    for place, city in enumerate(candidates.tolist()):
        reasons = tuple(
            _reason(principle, row, city, bool(known[number, place]), ranks[place], without[principle][place])
            for number, (principle, row) in enumerate(zip(PRINCIPLES, evidence.rows, strict=True))
        )
        share = sum(weights[p] for number, p in enumerate(PRINCIPLES) if known[number, place])
        quantities = {
            term.code: float(v) if math.isfinite(v) else None for term, v in zip(TERMS, values[:, place], strict=True)
        }
        coverage = share / total if total else 0.0
        found.append(Candidate(city, ranks[place], float(whole[city]), coverage, reasons, quantities))
    return found


def _reason(principle: str, row: Singles | None, city: int, known: bool, rank: int, without: int) -> Reason:
    if row is None or not known:
        return Reason(principle, None, without, "unknown")
    effect: Effect = "lifts" if without > rank else "lowers" if without < rank else "none"
    return Reason(principle, float(row[city]), without, effect)


def _known(world: World, city: int, candidates: Ints, values: Floats, wishes: Wishes | None) -> Bools:
    """Of which principles something is known for which candidates, shape (principles, candidates)."""
    known = np.zeros((len(PRINCIPLES), len(candidates)), bool)
    for term, row in zip(TERMS, values, strict=True):
        known[PRINCIPLES.index(term.principle)] |= np.isfinite(row)
    zones = world.cities.zone
    known[PRINCIPLES.index("clocks")] = (zones[candidates] >= 0) & (zones[city] >= 0)
    if wishes is not None:
        both = np.isin(candidates, wishes.city) & bool(np.isin(city, wishes.city))
        known[PRINCIPLES.index("complementarity")] = both
    return known
