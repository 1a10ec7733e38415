"""The gazetteer and the world's links as the arrays that partner choice is computed on.

The only bridge from rows to `kembar.analysis`. The world is kept in memory until the places, the links or the year
change: a web process answers from it, a command builds it once.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import cache, cached_property
from importlib import resources
from threading import RLock, Thread
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import Aggregate, Count, Max, Q, QuerySet, Subquery, Value
from scipy.spatial import cKDTree

from kembar.analysis.choice_model import ChoiceModel
from kembar.analysis.flights import Network
from kembar.analysis.link_network import LinkNetwork, figures_of
from kembar.analysis.partner_choice import Wishes, evidence_for
from kembar.analysis.partner_world import Bools, Cities, Floats, Ints, World, unit_vectors
from kembar.matching.models import Airport, FigureImport, NoRelations, Route, Wish, WorldLink
from kembar.matching.register import public_pairs
from kembar.places.models import Country, DataVersion, Place
from kembar.places.rules import country_named
from kembar.values.texts import search_key
from kembar.values.together import together

POOL_PEOPLE = 10_000
"""Cities of at least so many inhabitants count as possible partners when rates between countries are taken."""

FLOWN = ("airports", "routes")
"""The kinds of imports that say how one flies."""

_COLUMNS = ("geonames_id", "latitude", "longitude", "population", "country_id", "time_zone", "search_key")


@dataclass(frozen=True)
class Gazetteer:
    """All places as arrays, with what turns numbers back into rows: a place's number is its place in ``cities.id``."""

    cities: Cities
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    subregions: tuple[str, ...] = ()

    def number(self, geonames_id: int) -> int | None:
        """The number of a place by its GeoNames id; None where it is not there."""
        place = int(np.searchsorted(self.cities.id, geonames_id))
        return place if place < self.cities.n and self.cities.id[place] == geonames_id else None

    def numbers(self, geonames_ids: npt.ArrayLike) -> Ints:
        """Numbers of many places, which must all be there."""
        return np.searchsorted(self.cities.id, np.asarray(geonames_ids, np.int64))

    def country_number(self, code: str) -> int | None:
        return self.countries.index(code) if code in self.countries else None

    @cached_property
    def tree(self) -> cKDTree:
        """Finds the places nearest to a point of the unit sphere."""
        return cKDTree(unit_vectors(self.cities.latitude, self.cities.longitude))


@dataclass(frozen=True)
class Frame:
    """The gazetteer with the world's links, ready for questions."""

    gazetteer: Gazetteer
    world: World
    flights: Network | None = None
    """Known airports and routes; None where none were read in."""


def gazetteer(year: int) -> Gazetteer:
    """All places, the clocks as they are in this year. Reads the whole table once an edition of it (about a second)."""
    return _gazetteer(_edition(), year)


def frame(at: date) -> Frame:
    """The gazetteer with all imported links, and the register's own twins as at the day that everybody may know of.

    Two queries where nothing has changed since the last call.
    """
    return _frame(*_read(at.year), public_pairs(at))


def imported(year: int) -> Frame:
    """The gazetteer with the imported links alone. One query where nothing has changed since the last call."""
    return _frame(*_read(year), frozenset())


def _read(year: int) -> tuple[Gazetteer, tuple[object, ...]]:
    """The gazetteer, and what changes when links, airports or routes are imported."""

    def of_all(rows: QuerySet[Any, Any], figure: Aggregate) -> Subquery:
        return Subquery(rows.order_by().values(all_=Value(1)).annotate(figure_=figure).values("figure_"))

    links, airports, routes = WorldLink.objects.all(), *(FigureImport.objects.filter(kind=kind) for kind in FLOWN)
    figures = {
        "links": of_all(links, Count("pk")),
        "last_link": of_all(links, Max("pk")),
        "link_seen": of_all(links, Max("last_seen_at")),
        "airports": of_all(airports, Count("pk")),
        "airports_at": of_all(airports, Max("imported_at")),
        "routes": of_all(routes, Count("pk")),
        "routes_at": of_all(routes, Max("imported_at")),
    }
    row = DataVersion.objects.filter(name="places").annotate(**figures).values_list("sha256", *figures).first()
    edition, *state = row or ("",)
    return _gazetteer(edition, year), tuple(state)


def _edition() -> str:
    """Which places are loaded."""
    return DataVersion.objects.filter(name="places").values_list("sha256", flat=True).first() or ""


def warm_up(at: date) -> Thread:
    """This will build the world in a thread of its own, so that the first reader does not wait for it.

    What a process holds is shared by its threads (about 150 MB with the product itself, 300 MB while it is built); each
    process holds its own. An import by another process is seen by the next question, which builds it anew.
    """

    def build() -> None:
        try:
            held = frame(at)
            evidence_for(held.world, choice_model(), 0) if held.world.cities.n else None
        finally:
            connection.close()

    thread = Thread(target=build, name="world", daemon=True)
    thread.start()
    return thread


@cache
def choice_model() -> ChoiceModel:
    """The curves that the product ships, learned from the twin towns that Wikidata knew in January 2022."""
    text = resources.files("kembar.matching").joinpath("data/choice_model.json").read_text(encoding="utf-8")
    return ChoiceModel.from_data(json.loads(text))


def wishes_and_blocks(
    held: Gazetteer, country: str, office: uuid.UUID | None = None
) -> tuple[Wishes | None, dict[str, str]]:
    """What is known of needs and offers (None where nobody entered anything), and the countries with which a source
    says that this one has no diplomatic relations, with the source. One query.

    Everybody is answered from what offices made public; an ``office`` also from what it keeps to itself, its own
    city's and what it knows of others.
    """
    seen = Q(is_public=True) | Q(office=None)
    if office is not None:
        seen |= Q(office=office)
    rows, none = together(
        Wish.objects.filter(seen, withdrawn_at__isnull=True),
        _no_relations(country),
        leaving_out=("text",),
    )
    return _wishes(held, rows), _blocked(country, none)


def blocked_countries(country: str) -> dict[str, str]:
    """Countries with which a source says there are no diplomatic relations, and the source, for one country."""
    return _blocked(country, _no_relations(country))


def _no_relations(country: str) -> QuerySet[NoRelations]:
    return NoRelations.objects.filter(Q(country_a=country) | Q(country_b=country))


def _blocked(country: str, rows: Iterable[NoRelations]) -> dict[str, str]:
    return {one.country_b_id if one.country_a_id == country else one.country_a_id: one.source for one in rows}


def _wishes(held: Gazetteer, rows: list[Wish]) -> Wishes | None:
    known = [(number, one.field_id, one.kind) for one in rows if (number := held.number(one.place_id)) is not None]
    if not known:
        return None
    cities, fields = sorted({row[0] for row in known}), sorted({row[1] for row in known})
    needs = np.zeros((len(cities), len(fields)), bool)
    offers = needs.copy()
    for number, field, kind in known:
        (needs if kind == "need" else offers)[cities.index(number), fields.index(field)] = True
    return Wishes(np.array(cities), needs, offers)


@dataclass(frozen=True)
class FileCity:
    """A city of a file, as far as a frame of the file alone needs it."""

    key: str
    name: str
    latitude: float | None
    longitude: float | None
    population: int | None
    country: str


def cities_of_file(rows: list[FileCity], held: Gazetteer) -> Cities:
    """The cities of a file as arrays, in the order of ``rows``, without matching them to places.

    Country and clock are those of the nearest place of the gazetteer; without a position the country's own name is
    tried. ``id`` is the place in the order of the file's keys, so that the order of rows does not matter.
    """
    latitude = np.array([np.nan if row.latitude is None else row.latitude for row in rows])
    longitude = np.array([np.nan if row.longitude is None else row.longitude for row in rows])
    placed = np.flatnonzero(np.isfinite(latitude))
    country, zone = np.full(len(rows), -1), np.full(len(rows), -1)
    if len(placed):
        _chord, nearest = held.tree.query(unit_vectors(latitude[placed], longitude[placed]))
        country[placed], zone[placed] = held.cities.country[nearest], held.cities.zone[nearest]
    for place in np.flatnonzero(country < 0):
        found = held.country_number(country_named(rows[place].country) or "")
        country[place] = -1 if found is None else found
    keys = np.array([row.key for row in rows])
    order = np.empty(len(rows), np.int64)
    order[np.lexsort((keys, np.char.str_len(keys)))] = np.arange(len(rows))
    return Cities(
        id=order,
        latitude=latitude,
        longitude=longitude,
        population=np.array([np.nan if row.population is None else float(row.population) for row in rows]),
        country=country,
        zone=zone,
        name=_codes([search_key(row.name) for row in rows]),
        subregion=held.cities.subregion,
        clock=held.cities.clock,
    )


def network_figures() -> dict[str, Any]:
    """The figures of all imported links by name, each pair of places once; {} where there are none.

    About two seconds for twenty thousand links, so an import keeps them.
    """
    rows = np.array(WorldLink.objects.values_list("place_a_id", "place_b_id").distinct()).reshape(-1, 2)
    if len(rows) == 0:
        return {}
    ids, numbered = np.unique(rows, return_inverse=True)
    found = asdict(figures_of(LinkNetwork.from_links(len(ids), numbered.reshape(-1, 2))))
    found["distances"]["pairs"] = list(found["distances"]["pairs"])
    return found


def _flights(cities: Cities) -> Network | None:
    """The airports and routes of the newest import of each data set. Up to three queries."""
    rows = FigureImport.objects.filter(kind__in=FLOWN).order_by("imported_at", "id")
    newest = {(one.kind, one.dataset): one.pk for one in rows}
    airports, routes = ([pk for (kind, _dataset), pk in newest.items() if kind == wanted] for wanted in FLOWN)
    if not airports or not routes:
        return None
    found = Airport.objects.filter(import_of__in=airports).order_by("id")
    points = {code: point for code, *point in found.values_list("code", "latitude", "longitude")}
    number = {code: place for place, code in enumerate(points)}
    flown = Route.objects.filter(import_of__in=routes).order_by().values_list("origin", "destination")
    pairs = [(number[a], number[b]) for a, b in flown if a in number and b in number]
    latitude, longitude = np.array(list(points.values()), float).reshape(-1, 2).T
    return Network(cities, latitude, longitude, pairs) if pairs else None


_kept_gazetteer: dict[tuple[str, int], Gazetteer] = {}
_kept_world: dict[tuple[object, ...], tuple[World, Network | None]] = {}
_kept_frames: dict[tuple[object, ...], Frame] = {}
KEPT_FRAMES = 4  # worlds that differ in the register's own twins: of today, of the last days looked at
_building = RLock()  # several threads serve one process: the first builds, the others wait for what it made


def _gazetteer(edition: str, year: int) -> Gazetteer:
    key = (edition, year)
    with _building:
        if key not in _kept_gazetteer:
            read = _read_gazetteer(year)
            _kept_gazetteer.clear()
            _kept_gazetteer[key] = read
        return _kept_gazetteer[key]


def _frame(held: Gazetteer, state: tuple[object, ...], own: frozenset[tuple[int, int]]) -> Frame:
    """The world of imported links, built once, with the register's own pairs of places among them."""
    key = (id(held), *state)
    pairs = [pair for pair in sorted(own) if all(held.number(place) is not None for place in pair)]
    ends = frozenset(place for pair in pairs for place in pair)
    with _building:
        kept = _kept_world.get(key)
        if kept is None or not np.isin(held.numbers(sorted(ends)), kept[0].linked).all():
            _kept_world.clear()
            _kept_frames.clear()
            _kept_world[key] = _world(held, pairs), kept[1] if kept else _flights(held.cities)
        if (*key, own) not in _kept_frames:
            while len(_kept_frames) >= KEPT_FRAMES:
                _kept_frames.pop(next(iter(_kept_frames)))
            world, flights = _kept_world[key]
            links = np.unique(np.concatenate([_imported(held), _numbered(held, pairs)]), axis=0)
            _kept_frames[(*key, own)] = Frame(held, world.with_links(links), flights)
        return _kept_frames[(*key, own)]


def _world(held: Gazetteer, pairs: list[tuple[int, int]]) -> World:
    pool: Bools = held.cities.population >= POOL_PEOPLE
    return World(held.cities, np.unique(np.concatenate([_imported(held), _numbered(held, pairs)]), axis=0), pool)


def _imported(held: Gazetteer) -> Ints:
    """All imported links as numbers of places, each pair once, the smaller first. One query."""
    return _numbered(held, list(WorldLink.objects.values_list("place_a_id", "place_b_id").distinct()))


def _numbered(held: Gazetteer, pairs: list[tuple[int, int]]) -> Ints:
    return np.sort(held.numbers(np.array(pairs, np.int64).reshape(-1, 2)), axis=1)


def _read_gazetteer(year: int) -> Gazetteer:
    countries = list(Country.objects.order_by("code").values_list("code", "region", "subregion"))
    codes = tuple(code for code, _region, _subregion in countries)
    subregions = sorted({subregion for _code, _region, subregion in countries if subregion})
    columns = list(zip(*Place.objects.order_by("geonames_id").values_list(*_COLUMNS).iterator(10_000), strict=True))
    identifiers, latitude, longitude, people, country, zone, key = columns or [()] * len(_COLUMNS)
    country_number = {code: number for number, code in enumerate(codes)}
    zones = sorted(set(zone))
    zone_number = {name: number for number, name in enumerate(zones)}
    population = np.array(people, float)
    return Gazetteer(
        Cities(
            id=np.array(identifiers, np.int64),
            latitude=np.array(latitude, float),
            longitude=np.array(longitude, float),
            population=np.where(population > 0, population, np.nan),
            country=np.array([country_number[code] for code in country], np.int64),
            zone=np.array([zone_number[name] for name in zone], np.int64),
            name=_codes(list(key)),
            subregion=np.array([subregions.index(s) if s else -1 for _c, _r, s in countries], np.int64),
            clock=clocks(zones, year),
        ),
        codes,
        tuple(region for _code, region, _subregion in countries),
        tuple(subregion for _code, _region, subregion in countries),
    )


def clocks(zones: list[str], year: int) -> Floats:
    """Hours ahead of UTC of every zone at noon UTC on 1 January and 1 July, shape (zones, 2)."""
    instants = [datetime(year, month, 1, 12, tzinfo=UTC) for month in (1, 7)]
    offsets = [[instant.astimezone(ZoneInfo(name)).utcoffset() for instant in instants] for name in zones]
    return np.array([[o.total_seconds() / 3600 if o else 0.0 for o in row] for row in offsets]).reshape(-1, 2)


def _codes(keys: list[str]) -> Ints:
    """Equal numbers for equal texts, -1 for the empty one."""
    number: dict[str, int] = {}
    return np.array([number.setdefault(key, len(number)) if key else -1 for key in keys], np.int64)
