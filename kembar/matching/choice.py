"""Which cities would fit this one, and how do two cities stand to each other? The answers that commands and pages show.

Nothing here writes. Everything is as the links and wishes stand now; the day only settles the clocks.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from kembar.access.permissions import ANYBODY, Who
from kembar.analysis.distance import great_circle_km
from kembar.analysis.flights import Flying, flight_hours
from kembar.analysis.partner_choice import (
    DEFAULT_WEIGHTS,
    Candidate,
    allowed_partners,
    coverage_of,
    evidence_for,
    explain,
    first_of,
    scores,
)
from kembar.analysis.partner_terms import hours_to
from kembar.analysis.partner_world import Ints, Singles
from kembar.matching.filters import Filters, passing
from kembar.matching.frames import Frame, choice_model, frame, wishes_and_blocks
from kembar.matching.register import RegisterTie, ties_of
from kembar.matching.rules import Block, blocks
from kembar.partnerships.rules.choice import Conflict, LinkFacts, PartyFacts, exclusivity_conflicts
from kembar.places.models import Place

NEIGHBOUR_KM = 120.0  # twice the distance over which "near" fades in precedent


class NotRanked(ValueError):
    """A place that the gazetteer in memory does not hold."""


@dataclass(frozen=True)
class Warned:
    """An existing twin that stands against a candidate by the principle of exclusivity, and whose twin it is."""

    whose: str  # "ours" or "theirs"
    twin: Place
    conflict: Conflict


@dataclass(frozen=True)
class Around:
    """Known twins that bear on a candidate, by name: shared with us; ours in its country and its in ours; its twins
    near us and ours near it (within `NEIGHBOUR_KM`, nearest first). ``between`` links join the two countries."""

    shared: tuple[Place, ...]
    ours_there: tuple[Place, ...]
    theirs_here: tuple[Place, ...]
    its_near_us: tuple[tuple[Place, float], ...]
    ours_near_it: tuple[tuple[Place, float], ...]
    between: int


@dataclass(frozen=True)
class Listed:
    """A candidate with what is shown of it. ``km`` seat to seat, ``hours`` between the clocks, None where not known.

    ``flight_hours`` is an estimate: by known routes (``how`` as in `analysis.flights`), else as of a direct flight.
    """

    place: Place
    candidate: Candidate
    km: float | None
    hours: float | None
    twins: int
    around: Around
    blocks: tuple[Block, ...]
    warnings: tuple[Warned, ...]
    already_twins: bool = False
    flight_hours: float | None = None
    how: int | None = None
    register: tuple[RegisterTie, ...] = ()
    """What the register tells of the two, as far as the reader may know it: twins or not, in whatever state."""


@dataclass(frozen=True)
class Answer:
    """The top of the order for a city: ``considered`` is how many cities were put in order."""

    city: Place
    considered: int
    weights: Mapping[str, float]
    listed: tuple[Listed, ...]


class Order:
    """The order of the cities that pass the filters, for one city: computed once, read in parts.

    Countries that the law blocks are not in it (``blocked`` says which, and by which source); the city's own country
    is, only where the filters ask. ``office``: whose unpublished needs and offers count too; ``who``: whose ties in the
    register count too. Costs five queries, more at the first call; each part read costs one more.
    """

    def __init__(
        self,
        city: Place,
        *,
        at: date,
        weights: Mapping[str, float] = DEFAULT_WEIGHTS,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        office: uuid.UUID | None = None,
        who: Who = ANYBODY,
    ) -> None:
        self.city, self.weights, self.filters = city, dict(weights), filters
        self.held = held = frame(at)
        self.number = _number(held, city)
        self.wanted, self.blocked = wishes_and_blocks(held.gazetteer, city.country_id, office)
        self.register = ties_of(city.geonames_id, at, who=who)
        self.evidence = evidence_for(held.world, choice_model(), self.number, self.wanted)
        left_out = set(self.blocked) | (set() if filters.own_country else {city.country_id})
        self.flying = held.flights.flying(self.number) if held.flights else None
        passed = passing(held, self.number, filters, left_out, self._coverage, self.flying)
        self.allowed = allowed_partners(held.world, self.number, passed)
        self.allowed[_twins(held, self.register)] = False
        self.scores = scores(self.evidence, self.weights, held.world.cities.n)

    @cached_property
    def ours(self) -> list[Place]:
        """Our known twins, of the network and of the register, by country and name. One query."""
        found = Place.objects.defer("alternate_names").in_bulk(_ours(self.held, self.number, self.register)).values()
        return sorted(found, key=lambda place: (place.country_id, place.name, place.geonames_id))

    @cached_property
    def considered(self) -> int:
        """How many cities are in the order."""
        return int(self.allowed.sum())

    def part(self, first: int, last: int) -> tuple[Listed, ...]:
        """The candidates from place ``first`` (counted from 0) up to but without ``last``."""
        top = first_of(self.scores, self.held.world.cities.id, self.allowed, last)[first:]
        return self._told(top)

    def of(self, places: Sequence[Place]) -> tuple[Listed, ...]:
        """Where the given cities stand, in the order given, whether they pass the filters or not."""
        return self._told(np.array([_number(self.held, place) for place in places], np.int64))

    def _told(self, numbers: Ints) -> tuple[Listed, ...]:
        found = explain(
            self.held.world,
            self.evidence,
            numbers,
            weights=self.weights,
            allowed=self.allowed,
            wishes=self.wanted,
        )
        return _listed(self.held, self.city, self.number, found, self.blocked, self.register, self.flying)

    def _coverage(self) -> Singles:
        return coverage_of(self.held.world, self.evidence, self.weights, self.wanted)


def candidates(
    city: Place,
    *,
    at: date,
    weights: Mapping[str, float] = DEFAULT_WEIGHTS,
    min_population: int = 0,
    exclude_countries: Collection[str] = (),
    own_country: bool = False,
    limit: int = 20,
    who: Who = ANYBODY,
) -> Answer:
    """The cities at the top of the order for this one, all of the gazetteer being considered that pass the filters.

    Places without a stated population pass only where ``min_population`` is 0. Costs six queries, more at the first
    call.
    """
    filters = Filters(
        min_population=min_population, exclude_countries=frozenset(exclude_countries), own_country=own_country
    )
    order = Order(city, at=at, weights=weights, filters=filters, who=who)
    return Answer(city, order.considered, order.weights, order.part(0, limit))


def pair(
    city: Place,
    other: Place,
    *,
    at: date,
    weights: Mapping[str, float] = DEFAULT_WEIGHTS,
    min_population: int = 0,
    who: Who = ANYBODY,
) -> Answer:
    """How the other city stands among the candidates for this one, whatever speaks against it."""
    held = frame(at)
    number, their = _number(held, city), _number(held, other)
    wanted, no_relations = wishes_and_blocks(held.gazetteer, city.country_id)
    register = ties_of(city.geonames_id, at, who=who)
    blocked = set(no_relations) | ({city.country_id} - {other.country_id})
    filters = Filters(min_population=min_population)
    allowed = allowed_partners(held.world, number, passing(held, number, filters, blocked))
    allowed[_twins(held, register)] = False
    allowed[their] = True
    evidence = evidence_for(held.world, choice_model(), number, wanted)
    found = explain(held.world, evidence, np.array([their]), weights=weights, allowed=allowed, wishes=wanted)
    flying = held.flights.flying(number) if held.flights else None
    listed = _listed(held, city, number, found, no_relations, register, flying)
    return Answer(city, int(allowed.sum()), dict(weights), listed)


def _number(held: Frame, place: Place) -> int:
    number = held.gazetteer.number(place.geonames_id)
    if number is None:
        raise NotRanked(place.name)
    return number


def _twins(held: Frame, register: Sequence[RegisterTie]) -> list[int]:
    """The numbers of the cities that the register calls our twins."""
    numbers = (held.gazetteer.number(tie.place) for tie in register if tie.makes_twins)
    return [number for number in numbers if number is not None]


def _ours(held: Frame, number: int, register: Sequence[RegisterTie]) -> set[int]:
    """The ids of our known twins, of the network and of the register."""
    return {*_neighbours(held, number), *(tie.place for tie in register if tie.makes_twins)}


def _listed(
    held: Frame,
    city: Place,
    number: int,
    found: Sequence[Candidate],
    no_relations: Mapping[str, str],
    register: Sequence[RegisterTie],
    flying: Flying | None,
) -> tuple[Listed, ...]:
    """The candidates with what is shown of them; one query for their places, their twins' and ours."""
    cities = held.world.cities
    own, ends = _ours(held, number, register), {one.city: _neighbours(held, one.city) for one in found}
    wanted = own.union(*ends.values(), (int(cities.id[one.city]) for one in found))
    rows = Place.objects.select_related("country").defer("alternate_names").in_bulk(wanted)
    places = [rows[int(cities.id[one.city])] for one in found]
    ours = [rows[one] for one in sorted(own)]
    theirs = {candidate: [rows[one] for one in ids] for candidate, ids in ends.items()}
    hours = hours_to(held.world, number)
    reasons = blocks(city.country_id, [place.country_id for place in places], no_relations)
    listed = []
    for one, place, blocked in zip(found, places, reasons, strict=True):
        apart = float(hours[cities.zone[one.city]])
        told = tuple(tie for tie in register if tie.place == place.geonames_id)
        km = great_circle_km(_point(city), _point(place))
        flight = flying.hours[one.city] if flying else flight_hours(km)
        listed.append(
            Listed(
                place=place,
                candidate=one,
                km=km,
                hours=apart if np.isfinite(apart) else None,
                twins=len(theirs[one.city]),
                around=_around(held, city, place, number, one.city, ours, theirs[one.city]),
                blocks=blocked,
                warnings=(*_warned("ours", city, place, ours), *_warned("theirs", place, city, theirs[one.city])),
                already_twins=any(twin.geonames_id == city.geonames_id for twin in theirs[one.city])
                or any(tie.makes_twins for tie in told),
                flight_hours=float(flight) if np.isfinite(flight) else None,
                how=int(flying.how[one.city]) if flying else None,
                register=told,
            )
        )
    return tuple(listed)


def _around(
    held: Frame,
    city: Place,
    place: Place,
    number: int,
    their_number: int,
    ours: Sequence[Place],
    theirs: Sequence[Place],
) -> Around:
    shared = {twin.geonames_id for twin in ours} & {twin.geonames_id for twin in theirs}
    return Around(
        shared=tuple(twin for twin in theirs if twin.geonames_id in shared),
        ours_there=tuple(twin for twin in ours if twin.country_id == place.country_id),
        theirs_here=tuple(twin for twin in theirs if twin.country_id == city.country_id),
        its_near_us=_nearest(city, theirs),
        ours_near_it=_nearest(place, ours),
        between=_links_between(held, number, their_number),
    )


def _nearest(here: Place, twins: Sequence[Place]) -> tuple[tuple[Place, float], ...]:
    apart = [(twin, great_circle_km(_point(here), _point(twin))) for twin in twins if twin.pk != here.pk]
    return tuple(sorted((one for one in apart if one[1] <= NEIGHBOUR_KM), key=lambda one: one[1]))


def _links_between(held: Frame, one: int, other: int) -> int:
    """How many known links join the countries of two cities; inside one country each counts once."""
    world = held.world
    home, abroad = int(world.cities.country[one]), int(world.cities.country[other])
    linked = world.cities.country[world.linked] == home
    found = int(world.tables.by_country[linked, abroad].sum())
    return found // 2 if home == abroad else found


def _neighbours(held: Frame, number: int) -> list[int]:
    """The ids of the places linked with a city."""
    world = held.world
    near, here = world.tables.matrix, int(world.position[number])
    if here >= len(world.linked):
        return []
    linked = near.indices[near.indptr[here] : near.indptr[here + 1]]
    return [int(one) for one in world.cities.id[world.linked[linked]]]


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
