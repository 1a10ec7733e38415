"""Which cities does a reader leave in the list: by country, region, size, distance, clock, language, coverage?

A filter narrows the list and judges nobody; what cannot be told of a city (no population, no position) does not pass a
filter that asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np

from kembar.analysis.flights import Flying, flight_hours
from kembar.analysis.partner_terms import hours_to, kilometres_to
from kembar.analysis.partner_world import Bools, Singles
from kembar.matching.frames import Frame
from kembar.places.rules import official_languages


@dataclass(frozen=True)
class Filters:
    """What is asked of a candidate; empty or None asks nothing. Countries, regions (UN M49) and languages by code.

    ``max_hours`` is between the clocks, ``max_flight_hours`` an estimate: over known routes, else of a direct flight.
    ``unlinked``: no known twin in our country. ``own_country``: cities of our own country are listed too.
    """

    country: str = ""
    continent: str = ""
    region: str = ""
    language: str = ""
    min_population: int = 0
    max_population: int | None = None
    min_km: float | None = None
    max_km: float | None = None
    max_hours: float | None = None
    max_flight_hours: float | None = None
    min_coverage: float = 0.0
    exclude_countries: frozenset[str] = frozenset()
    unlinked: bool = False
    own_country: bool = False


def passing(
    held: Frame,
    number: int,
    asked: Filters,
    blocked: Collection[str],
    coverage: Callable[[], Singles] | None = None,
    flying: Flying | None = None,
) -> Bools:
    """Which cities pass, shape (cities,); ``blocked`` countries never do; ``coverage`` is called where asked for."""
    world = held.world
    cities = world.cities
    allowed: Bools = _countries(held, asked, blocked)[cities.country]
    if asked.min_population > 0:
        allowed &= cities.population >= asked.min_population
    if asked.max_population is not None:
        allowed &= cities.population <= asked.max_population
    least, most = asked.min_km, asked.max_km
    if asked.max_flight_hours is not None:
        hours = flight_hours(kilometres_to(world, number)) if flying is None else flying.hours
        allowed &= hours <= asked.max_flight_hours + 1e-6
    if least is not None or most is not None:
        km = kilometres_to(world, number)
        allowed &= (km >= (least or 0)) & (km <= (np.inf if most is None else most))
    if asked.max_hours is not None:
        allowed &= (hours_to(world, number) <= asked.max_hours)[cities.zone]
    home = int(cities.country[number])
    if asked.unlinked and home >= 0:
        linked = world.tables.by_country[:, home] > 0
        allowed &= ~np.append(linked, False)[world.position]
    if asked.min_coverage > 0 and coverage is not None:
        allowed &= coverage() >= asked.min_coverage - 1e-6
    return allowed


def _countries(held: Frame, asked: Filters, blocked: Collection[str]) -> Bools:
    gazetteer = held.gazetteer
    return np.array(
        [
            code not in blocked
            and code not in asked.exclude_countries
            and asked.country in ("", code)
            and asked.continent in ("", region)
            and asked.region in ("", subregion)
            and (not asked.language or asked.language in official_languages(code))
            for code, region, subregion in zip(
                gazetteer.countries, gazetteer.regions, gazetteer.subregions, strict=True
            )
        ]
    )
