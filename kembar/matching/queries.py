"""Which places are the cities of a file, which city does somebody mean, and who are a city's twins?"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from django.db.models import Q

from kembar.analysis.distance import EARTH_RADIUS_KM
from kembar.analysis.partner_world import unit_vectors
from kembar.matching.frames import Gazetteer
from kembar.matching.models import Foothold, SearchLimits, Wish, WorldLink
from kembar.matching.place_matching import (
    SIZE_KM,
    Candidate,
    Match,
    Sought,
    match_by_name,
    match_by_size,
    names_to_try,
)
from kembar.matching.world_files import City
from kembar.partnerships.models import Field, Government
from kembar.places.models import Place, PlaceName
from kembar.places.queries import find_places
from kembar.places.rules import country_named
from kembar.values.texts import search_key

_BATCH = 400  # keys asked for at a time


@dataclass(frozen=True)
class Chosen:
    """The place somebody means by a text; where several fit alike, ``place`` is None and ``choices`` has them."""

    place: Place | None
    choices: tuple[Place, ...] = ()


def choose_place(text: str) -> Chosen:
    """The place that an id or a name means. A name may be narrowed by country or unit after a comma.

    Of several places of the very name the first is meant where it has ten times the people of the next; else all are
    choices. Raises nothing: an unknown text gives neither place nor choices. Costs up to five queries.
    """
    wanted = text.strip()
    if wanted.isdecimal():
        return Chosen(Place.objects.select_related("country").filter(geonames_id=int(wanted)).first())
    found = find_places(wanted, limit=10)
    key = search_key(wanted.partition(",")[0])
    exact = [place for place in found if place.search_key == key]
    if not exact:
        exact = [place for place in found if key in map(search_key, place.alternate_names.split("\n"))]
    if not exact:
        return Chosen(None, tuple(found))
    if len(exact) == 1 or exact[0].population >= 10 * max(1, exact[1].population):
        return Chosen(exact[0])
    return Chosen(None, tuple(exact))


def twins_of(place_id: int) -> list[tuple[Place, WorldLink]]:
    """The twins of a place that any source tells, by country and name, each with its link. Costs one query."""
    links = WorldLink.objects.filter(Q(place_a=place_id) | Q(place_b=place_id)).select_related(
        "place_a__country", "place_b__country", "last_import"
    )
    found = [(link.place_b if link.place_a_id == place_id else link.place_a, link) for link in links]
    return sorted(found, key=lambda pair: (pair[0].country_id, pair[0].name, pair[0].geonames_id, pair[1].source))


def country_twins(country: str) -> list[WorldLink]:
    """All known links with an end in a country, with their places. Costs one query."""
    ends = Q(place_a__country=country) | Q(place_b__country=country)
    return list(
        WorldLink.objects.filter(ends)
        .select_related("place_a__country", "place_b__country")
        .order_by("place_a__name", "place_b__name", "id")
    )


def match_cities(
    cities: Iterable[City], held: Gazetteer, crosswalk: Mapping[str, int] | None = None
) -> dict[str, Match]:
    """For every city of a file, by its key, the place it is or why none. Costs a query per four hundred names."""
    crosswalk = crosswalk or {}
    found: dict[str, Match] = {}
    open_cities = []
    for city in cities:
        given = crosswalk.get(city.key, city.geonames_id)
        if given is not None and held.number(given) is not None:
            found[city.key] = Match(given, "crosswalk" if city.key in crosswalk else "id")
        elif given is not None and not city.name:
            found[city.key] = Match(None, "id_not_in_gazetteer")
        else:
            open_cities.append(city)
    by_key = _places_by_key({search_key(text) for city in open_cities for text in names_to_try(city.name)})
    codes: dict[str, str] = {}
    for city in open_cities:
        country = codes.setdefault(city.country, country_named(city.country) or "") if city.country else ""
        sought = Sought(city.latitude, city.longitude, city.population, country)
        found[city.key] = _match(sought, city.name, by_key, held)
    return found


def _match(sought: Sought, name: str, by_key: Mapping[str, list[Candidate]], held: Gazetteer) -> Match:
    """By each form of the name in turn, then by size."""
    last = Match(None, "unmatched")
    for text in names_to_try(name):
        last = match_by_name(sought, by_key.get(search_key(text), ()))
        if last.place is not None or last.how == "ambiguous":
            return last
    return match_by_size(sought, _around(sought, held)) if sought.latitude is not None else last


def _around(sought: Sought, held: Gazetteer) -> list[Candidate]:
    assert sought.latitude is not None
    assert sought.longitude is not None
    centre = unit_vectors(sought.latitude, sought.longitude)
    cities = held.cities
    return [
        Candidate(
            int(cities.id[number]),
            float(cities.latitude[number]),
            float(cities.longitude[number]),
            int(np.nan_to_num(cities.population[number])),
            held.countries[cities.country[number]],
        )
        for number in sorted(held.tree.query_ball_point(centre, SIZE_KM / EARTH_RADIUS_KM))
    ]


def _places_by_key(keys: set[str]) -> dict[str, list[Candidate]]:
    """The places that bear each name, own names and alternate ones; one candidate a place."""
    found: dict[str, dict[int, Candidate]] = {}
    waiting = iter(sorted(keys - {""}))
    while batch := list(islice(waiting, _BATCH)):
        rows = (
            PlaceName.objects.filter(key__in=batch)
            .order_by("rank")
            .values_list("key", "rank", "place_id", "place__latitude", "place__longitude", "population", "country_id")
        )
        for key, rank, place, latitude, longitude, people, country in rows:
            here = found.setdefault(key, {})
            here.setdefault(place, Candidate(place, latitude, longitude, people, country, rank == 0))
    return {key: list(places.values()) for key, places in found.items()}


def seats_of_register() -> list[Place]:
    """The seats of the register's governments that have ties, by name: somewhere to begin. Costs one query."""
    held = Government.objects.filter(seat__isnull=False, level__in=("city", "regency", "municipality"))
    rows = Place.objects.filter(pk__in=held.filter(parties__isnull=False).values("seat")).select_related("country")
    return list(rows.defer("alternate_names").order_by("country_id", "name")[:80])


@dataclass(frozen=True)
class Met:
    """A field in which one side needs what the other offers; ``needed_by`` is "us" or "them"."""

    field: Field
    needed_by: str


def fields_met(city: Place, places: Sequence[Place], office: uuid.UUID | None = None) -> dict[int, list[Met]]:
    """By place, the fields in which needs meet offers, of what everybody or this office may know. Costs one query."""
    return met_in(city, places, known_wishes([city, *places], office))


def known_wishes(places: Iterable[Place], office: uuid.UUID | None = None) -> list[Wish]:
    """Needs and offers of these places that everybody or this office may know, with their fields. Costs one query."""
    seen = Q(is_public=True) | Q(office=None)
    if office is not None:
        seen |= Q(office=office)
    ids = {place.geonames_id for place in places}
    return list(Wish.objects.filter(seen, place__in=ids, withdrawn_at__isnull=True).select_related("field"))


def met_in(city: Place, places: Sequence[Place], wishes: Iterable[Wish]) -> dict[int, list[Met]]:
    """By place, the fields of these wishes in which one side needs what the other offers."""
    held: dict[tuple[int, str], dict[str, Field]] = {}
    for wish in wishes:
        held.setdefault((wish.place_id, wish.kind), {})[wish.field_id] = wish.field
    ours = {kind: held.get((city.geonames_id, kind), {}) for kind in ("need", "offer")}
    found: dict[int, list[Met]] = {}
    for place in places:
        theirs = {kind: held.get((place.geonames_id, kind), {}) for kind in ("need", "offer")}
        met = [Met(field, "us") for code, field in ours["need"].items() if code in theirs["offer"]]
        met += [Met(field, "them") for code, field in ours["offer"].items() if code in theirs["need"]]
        if met:
            found[place.geonames_id] = sorted(met, key=lambda one: (one.field.position, one.needed_by))
    return found


def limits_of(office: uuid.UUID) -> SearchLimits | None:
    """What an office set for its search. Costs one query."""
    return SearchLimits.objects.filter(office=office).first()


def footholds_in(countries: Collection[str], office: uuid.UUID) -> dict[str, list[Foothold]]:
    """By country, whom an office can turn to there. Costs one query."""
    found: dict[str, list[Foothold]] = {}
    for row in Foothold.objects.filter(office=office, country__in=countries, withdrawn_at__isnull=True):
        found.setdefault(row.country_id, []).append(row)
    return found
