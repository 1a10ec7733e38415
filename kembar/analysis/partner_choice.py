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

_SHARES = tuple(
    (principle, group, tuple(i for i, term in enumerate(TERMS) if (term.principle, term.group) == (principle, group)))
    for principle, group in dict.fromkeys((term.principle, term.group) for term in TERMS)
    if principle != "experience"
)
"""Terms of one principle and group, whose curves are added before they are spread over the candidates."""

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
    parts: Mapping[str, Floats]  # the measured quantities, as `parts_of` gives them


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
    for principle, group, terms in _SHARES:
        values = _sum(parts, model, terms)
        if values is None:
            continue
        row = rows.get(principle)
        index = group_index(world, group)
        if group == "linked":  # most cities have no links and share one value
            row = rows.setdefault(principle, np.zeros(world.cities.n, np.float32))
            row += values[-1]
            row[world.linked] += values[:-1] - values[-1]
        elif row is None:
            rows[principle] = values if index is None else np.take(values, index)
        else:
            row += values if index is None else np.take(values, index)
    rows["experience"] = _experience(world, model, parts)
    hours = hours_to(world, city)
    rows["clocks"] = np.take(np.nan_to_num(CLOCK_EVIDENCE * hours).astype(np.float32), world.cities.zone)
    if wishes is not None and len(wishes.city):
        rows["complementarity"] = _complementarity(world, city, wishes)
    return Evidence(city, tuple(rows.get(principle) for principle in PRINCIPLES), parts)


def _sum(parts: Mapping[str, Floats], model: ChoiceModel, terms: tuple[int, ...]) -> Singles | None:
    """The curves of terms of one group, added group by group; None where no curve was learned."""
    curves = [model.curves[number](parts[TERMS[number].code]) for number in terms if model.curves[number].knots]
    return sum(curves[1:], start=curves[0]) if curves else None


def _experience(world: World, model: ChoiceModel, parts: Mapping[str, Floats]) -> Singles:
    """What is the same whoever asks, worked out once a world and model."""
    kept = world.kept.get("experience")
    if kept is None or kept[0] is not model:
        row = np.zeros(world.cities.n, np.float32)
        for term, curve in zip(TERMS, model.curves, strict=True):
            if term.principle == "experience" and curve.knots:
                index = group_index(world, term.group)
                values = curve(parts[term.code])
                row += values if index is None else values[index]
        kept = world.kept["experience"] = (model, row)
    found: Singles = kept[1]
    return found


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


def places_of(score: Singles, id: Ints, allowed: Bools, cities: Ints) -> list[int]:
    """The places of cities in the order of the allowed ones: larger scores first, smaller id where equal.

    A city that is not allowed itself gets the place that it would have.
    """
    if len(cities) == 0:
        return []
    mine = score[cities]
    ahead = np.flatnonzero((score >= mine.min()) & allowed)  # few: the cities asked for are near the top
    scores_ahead, id_ahead = score[ahead], id[ahead]
    return [
        1 + int(np.count_nonzero(scores_ahead > one) + np.count_nonzero((scores_ahead == one) & (id_ahead < number)))
        for one, number in zip(mine, id[cities], strict=True)
    ]


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
    values = measured(world, evidence.city, candidates, evidence.parts)
    known = _known(world, evidence.city, candidates, values, wishes)
    whole = scores(evidence, weights, n)
    ranks = places_of(whole, id, allowed, candidates)
    without: dict[str, list[int]] = {}
    for principle, row in zip(PRINCIPLES, evidence.rows, strict=True):
        if row is None or not weights[principle]:
            without[principle] = ranks
            continue
        rest = scores(evidence, {**weights, principle: 0.0}, n)
        without[principle] = places_of(rest, id, allowed, candidates)
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


def coverage_of(
    world: World, evidence: Evidence, weights: Mapping[str, float], wishes: Wishes | None = None
) -> Singles:
    """For every city the share of the weights (0 … 1) of which something is known; what `Candidate.coverage` tells."""
    n = world.cities.n
    total = sum(weights.values())
    share = np.zeros(n, np.float32)
    if not total:
        return share
    for principle in PRINCIPLES:
        if not weights[principle]:
            continue
        known = np.zeros(n, bool)
        for term in (term for term in TERMS if term.principle == principle):
            values, index = np.isfinite(evidence.parts[term.code]), group_index(world, term.group)
            known |= values if index is None else values[index]
        if principle == "clocks":
            known = (world.cities.zone >= 0) & bool(world.cities.zone[evidence.city] >= 0)
        if principle == "complementarity" and wishes is not None and evidence.city in wishes.city:
            known[wishes.city] = True
        share += np.float32(weights[principle] / total) * known
    return share
