"""Which cities would fit this one, and how do two cities stand to each other? The answers that commands and pages show.

Nothing here writes. Everything is as the links and wishes stand now; the day only settles the clocks.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kembar.analysis.distance import great_circle_km
from kembar.analysis.partner_choice import (
    DEFAULT_WEIGHTS,
    Candidate,
    allowed_partners,
    evidence_for,
    explain,
    first_of,
    scores,
)
from kembar.analysis.partner_terms import hours_to
from kembar.analysis.partner_world import Bools
from kembar.matching.frames import Frame, blocked_countries, choice_model, frame, wishes
from kembar.matching.queries import twins_of
from kembar.matching.rules import Block, blocks
from kembar.partnerships.rules.choice import Conflict, LinkFacts, PartyFacts, exclusivity_conflicts
from kembar.places.models import Place


class NotRanked(ValueError):
    """A place that the gazetteer in memory does not hold."""


@dataclass(frozen=True)
class Warned:
    """An existing twin that stands against a candidate by the principle of exclusivity, and whose twin it is."""

    whose: str  # "ours" or "theirs"
    twin: Place
    conflict: Conflict


@dataclass(frozen=True)
class Listed:
    """A candidate with what is shown of it. ``km`` seat to seat, ``hours`` between the clocks, None where not known."""

    place: Place
    candidate: Candidate
    km: float | None
    hours: float | None
    twins: int
    blocks: tuple[Block, ...]
    warnings: tuple[Warned, ...]
    already_twins: bool = False


@dataclass(frozen=True)
class Answer:
    """The top of the order for a city: ``considered`` is how many cities were put in order."""

    city: Place
    considered: int
    weights: Mapping[str, float]
    listed: tuple[Listed, ...]


def candidates(
    city: Place,
    *,
    at: date,
    weights: Mapping[str, float] = DEFAULT_WEIGHTS,
    min_population: int = 0,
    exclude_countries: Collection[str] = (),
    own_country: bool = False,
    limit: int = 20,
) -> Answer:
    """The cities at the top of the order for this one, all of the gazetteer being considered that pass the filters.

    Places without a stated population pass only where ``min_population`` is 0. Countries that the law blocks are not
    listed; the city's own country is, only where asked. Costs nine queries, more at the first call.
    """
    held = frame(at.year)
    number = _number(held, city)
    blocked = set(blocked_countries(city.country_id)) | set(exclude_countries)
    if not own_country:
        blocked.add(city.country_id)
    allowed = _passing(held, min_population, blocked)
    wanted = wishes(held.gazetteer)
    evidence = evidence_for(held.world, choice_model(), number, wanted)
    allowed = allowed_partners(held.world, number, allowed)
    top = first_of(scores(evidence, weights, held.world.cities.n), held.world.cities.id, allowed, limit)
    found = explain(held.world, evidence, top, weights=weights, allowed=allowed, wishes=wanted)
    return Answer(city, int(allowed.sum()), dict(weights), _listed(held, city, number, found))


def pair(
    city: Place, other: Place, *, at: date, weights: Mapping[str, float] = DEFAULT_WEIGHTS, min_population: int = 0
) -> Answer:
    """How the other city stands among the candidates for this one, whatever speaks against it."""
    held = frame(at.year)
    number, their = _number(held, city), _number(held, other)
    blocked = set(blocked_countries(city.country_id)) | ({city.country_id} - {other.country_id})
    allowed = allowed_partners(held.world, number, _passing(held, min_population, blocked))
    allowed[their] = True
    wanted = wishes(held.gazetteer)
    evidence = evidence_for(held.world, choice_model(), number, wanted)
    found = explain(held.world, evidence, np.array([their]), weights=weights, allowed=allowed, wishes=wanted)
    return Answer(city, int(allowed.sum()), dict(weights), _listed(held, city, number, found))


def _number(held: Frame, place: Place) -> int:
    number = held.gazetteer.number(place.geonames_id)
    if number is None:
        raise NotRanked(place.name)
    return number


def _passing(held: Frame, min_population: int, blocked: Collection[str]) -> Bools:
    """Which cities are large enough and in no country of those blocked."""
    cities, codes = held.world.cities, held.gazetteer.countries
    country_passes = np.array([code not in blocked for code in codes])
    allowed: Bools = country_passes[cities.country]
    if min_population > 0:
        allowed &= cities.population >= min_population
    return allowed


def _listed(held: Frame, city: Place, number: int, found: Sequence[Candidate]) -> tuple[Listed, ...]:
    cities = held.world.cities
    rows = Place.objects.select_related("country").in_bulk([int(cities.id[one.city]) for one in found])
    places = [rows[int(cities.id[one.city])] for one in found]
    hours = hours_to(held.world, number)
    ours = [twin for twin, _link in twins_of(city.geonames_id)]
    reasons = blocks(city.country_id, [place.country_id for place in places], blocked_countries(city.country_id))
    theirs = _twins_of_many(held, [one.city for one in found])
    listed = []
    for one, place, blocked in zip(found, places, reasons, strict=True):
        apart = float(hours[cities.zone[one.city]])
        listed.append(
            Listed(
                place=place,
                candidate=one,
                km=great_circle_km(_point(city), _point(place)),
                hours=apart if np.isfinite(apart) else None,
                twins=len(theirs[one.city]),
                blocks=blocked,
                warnings=(*_warned("ours", city, place, ours), *_warned("theirs", place, city, theirs[one.city])),
                already_twins=any(twin.geonames_id == city.geonames_id for twin in theirs[one.city]),
            )
        )
    return tuple(listed)


def _twins_of_many(held: Frame, numbers: Sequence[int]) -> dict[int, list[Place]]:
    """The twins of several cities, from the network in memory; one query for the rows."""
    world = held.world
    near = world.tables.matrix
    ends: dict[int, list[int]] = {}
    for number in numbers:
        here = int(world.position[number])
        linked = near.indices[near.indptr[here] : near.indptr[here + 1]] if here < len(world.linked) else []
        ends[number] = world.cities.id[world.linked[linked]].tolist() if len(linked) else []
    rows = Place.objects.in_bulk({end for found in ends.values() for end in found})
    return {number: [rows[end] for end in found] for number, found in ends.items()}


def _warned(whose: str, party: Place, candidate: Place, twins: Sequence[Place]) -> list[Warned]:
    """Other twins of one side in the other's country or near it: a warning of Kelowna's policy, not of the law."""
    links = [
        LinkFacts(
            str(twin.geonames_id),
            PartyFacts(str(twin.geonames_id), twin.country_id),
            great_circle_km(_point(twin), _point(candidate)),
        )
        for twin in twins
    ]
    own, other = (PartyFacts(str(one.geonames_id), one.country_id) for one in (party, candidate))
    by_id = {str(twin.geonames_id): twin for twin in twins}
    return [Warned(whose, by_id[found.link_id], found) for found in exclusivity_conflicts(own, other, links)]


def _point(place: Place) -> tuple[float, float]:
    return place.latitude, place.longitude
