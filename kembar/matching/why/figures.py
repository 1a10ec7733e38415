"""Which figures of two countries hold by a day, and how does one fly between two cities?"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from kembar.analysis.distance import great_circle_km
from kembar.analysis.edtf import by
from kembar.analysis.flights import NEAR_KM as NEAR_AIRPORT_KM
from kembar.analysis.flights import TOWN_KM as SAME_TOWN_KM
from kembar.analysis.truth import Truth
from kembar.matching.models import Airport as AirportRow
from kembar.matching.models import CountryFigure, FigureImport, PairFigure, Route
from kembar.matching.why.facts import Airport, Figure, Index, Routes, Sources
from kembar.partnerships.models import Tally
from kembar.places.models import Place
from kembar.values.together import together

NAMED = 3

# What a file calls an indicator, where the register has a code for it already.
SAME: Mapping[str, str] = {"global_innovation_index": "innovation", "egdi": "e_government"}


@dataclass(frozen=True)
class Figures:
    """What files say of two countries and of the airports around two cities: rows of the newest imports by the day."""

    countries: list[CountryFigure]
    pairs: list[PairFigure]
    airports: list[AirportRow]
    routes: list[Any]
    imports: Mapping[Any, FigureImport]

    def from_file(self, row: Any) -> str:
        return str(self.imports[row.import_of_id])


def figures_of(ours: Place, theirs: Place, imports: Iterable[FigureImport], at: date) -> Figures:
    """The rows that bear on the two, of the newest import of every data set. One query."""
    newest: dict[tuple[str, str], FigureImport] = {}
    for one in sorted(imports, key=lambda row: (row.imported_at, row.pk)):
        newest[(one.kind, one.dataset)] = one
    by_kind: dict[str, list[Any]] = defaultdict(list)
    for one in newest.values():
        by_kind[one.kind].append(one.pk)
    a, b = sorted((ours.country_id, theirs.country_id))
    airports = AirportRow.objects.filter(_around(ours) | _around(theirs), import_of__in=by_kind["airports"])
    if by_kind["routes"]:
        flown = Route.objects.filter(import_of__in=by_kind["routes"])
        airports = airports.filter(Q(code__in=flown.values("origin")) | Q(code__in=flown.values("destination")))
    countries, pairs, near = together(
        CountryFigure.objects.filter(
            import_of__in=by_kind["country_figures"], country__in=[a, b], year__lte=at.year
        ).order_by("id"),
        PairFigure.objects.filter(import_of__in=by_kind["country_pairs"], country_a=a, country_b=b)
        .filter(Q(year__isnull=True) | Q(year__lte=at.year))
        .order_by("id"),
        airports.order_by("id"),
    )
    return Figures(countries, pairs, near, by_kind["routes"], {one.pk: one for one in newest.values()})


def indices_of(
    ours: str, theirs: str, tallies: Iterable[tuple[Tally, Tally | None, Sources]], files: Figures, at: date
) -> tuple[Index, ...]:
    """The indices of both countries by the day: of the newest year that both have, else the newest of each.

    From the counts that documents give (a rank, with the size of its list where it is told) and from imported figures.
    A figure of the year of the day counts.
    """
    held: dict[tuple[str, str], dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for row, whole, sources in tallies:
        if row.number is None or (row.when is not None and by(row.when, at) is Truth.NO and not _this_year(row, at)):
            continue
        code = row.counted.removesuffix("_rank")
        figure = Figure(
            year=_year(row),
            until=row.date_latest.year if row.date_latest else None,
            rank=int(row.number),
            size=int(whole.number) if whole is not None and whole.number is not None else None,
            sources=sources,
        )
        held[(SAME.get(code, code), "")][str(row.country_id)].append(figure)
    for one in files.countries:
        name = files.from_file(one)
        figure = Figure(one.year, one.year, one.value, one.rank, one.list_size, one.percentile, (), name)
        dataset = files.imports[one.import_of_id].dataset
        held[(SAME.get(one.indicator, one.indicator), dataset)][one.country_id].append(figure)
    found = [
        Index(code, name, *_newest_of(figures.get(ours, []), figures.get(theirs, [])))
        for (code, name), figures in sorted(held.items())
    ]
    return tuple(sorted(found, key=lambda one: (not one.same_year, one.code)))


def _newest_of(ours: list[Figure], theirs: list[Figure]) -> tuple[Figure | None, Figure | None]:
    common = {one.year for one in ours if one.year} & {one.year for one in theirs if one.year}
    if common:
        year = max(common)
        return next(one for one in ours if one.year == year), next(one for one in theirs if one.year == year)
    return tuple(max(side, key=lambda one: one.until or 0, default=None) for side in (ours, theirs))  # type: ignore[return-value]


def _year(row: Tally) -> int | None:
    """The year of a count, None where it is told only to lie before or after one."""
    if row.date_earliest is None or row.date_latest is None or row.date_earliest.year != row.date_latest.year:
        return None
    return row.date_latest.year


def _this_year(row: Tally, at: date) -> bool:
    return row.date_earliest is not None and row.date_earliest.year <= at.year


def pair_figures(files: Figures) -> tuple[Mapping[str, Any], str]:
    """What files say of the two countries, of the newest year by the day, and which file says it."""
    newest = max(
        files.pairs, key=lambda row: (row.year or 0, files.imports[row.import_of_id].imported_at), default=None
    )
    return (newest.values, files.from_file(newest)) if newest is not None else ({}, "")


def routes_between(
    ours: Place, theirs: Place, files: Figures
) -> tuple[tuple[Airport | None, Airport | None], Routes | None]:
    """The nearest airport of each that has a route, and how one flies between the two. One query at most."""
    here, there = _near(ours, files.airports), _near(theirs, files.airports)
    first = here[0] if here else None, there[0] if there else None
    if not here or not there or not files.routes:
        return first, None
    return first, _routes(here, there, files)


def _around(place: Place) -> Q:
    north = NEAR_AIRPORT_KM / 111.0
    east = min(180.0, north / max(0.05, math.cos(math.radians(place.latitude))))
    inside = Q(latitude__range=(place.latitude - north, place.latitude + north))
    low, high = place.longitude - east, place.longitude + east
    across = Q(longitude__range=(low, high))
    if low < -180:
        across |= Q(longitude__gte=low + 360)
    if high > 180:
        across |= Q(longitude__lte=high - 360)
    return inside & across


def _near(place: Place, rows: Iterable[AirportRow]) -> list[Airport]:
    """The airports a city would use, nearest first: the nearest within `NEAR_AIRPORT_KM`, and all within `SAME_TOWN_KM`
    (Incheon serves Seoul as Gimpo does)."""
    here = (place.latitude, place.longitude)
    measured = sorted((great_circle_km(here, (row.latitude, row.longitude)), row.code, row.name) for row in rows)
    within = [Airport(code, name, km) for km, code, name in measured if km <= NEAR_AIRPORT_KM]
    return [one for number, one in enumerate(within) if number == 0 or one.km <= SAME_TOWN_KM]


def _routes(here: list[Airport], there: list[Airport], files: Figures) -> Routes:
    """Without a change between any two of the airports, else with one; the busiest changes first."""
    origins, targets = {one.code for one in here}, {one.code for one in there}
    if origins & targets:
        return Routes(None)
    rows = Route.objects.filter(import_of__in=files.routes)
    ends = list(rows.filter(Q(origin__in=origins) | Q(destination__in=targets)))
    name = files.from_file(ends[0]) if ends else ""
    if any(one.origin in origins and one.destination in targets for one in ends):
        return Routes(0, (), name)
    reached = Counter({one.destination: 0 for one in ends})
    leaving = Counter({one.origin: 0 for one in ends})
    for one in ends:
        if one.origin in origins:
            reached[one.destination] += one.airlines
        if one.destination in targets:
            leaving[one.origin] += one.airlines
    via = [code for code in reached if reached[code] and leaving[code]]
    via.sort(key=lambda code: (-min(reached[code], leaving[code]), code))
    return Routes(1 if via else None, tuple(via[:NAMED]), name)
