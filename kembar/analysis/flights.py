"""How does one fly from a city to all others, by the airports and routes that are known? NumPy and SciPy alone.

A city is served by the nearest airport within `NEAR_KM` and by every one within `TOWN_KM` of it. A flight without a
change goes before one with a change, whatever its hours. Hours are an estimate, for no timetable is known:

    hours = kilometres flown / 800 + 1/2 per flight + 2 per change

Speed, the half hour on the ground and the two hours between two flights are ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree

from kembar.analysis.distance import EARTH_RADIUS_KM
from kembar.analysis.partner_world import Cities, Floats, Ints, unit_vectors

CRUISE_KM_H, ON_THE_GROUND_H, CHANGE_H = 800.0, 0.5, 2.0
NEAR_KM, TOWN_KM = 150.0, 75.0
SAME_AIRPORT, DIRECT, ONE_CHANGE, NONE_KNOWN, NO_AIRPORT = 0, 1, 2, 3, 4
"""How one gets there: one airport serves both, without a change, with one, not by known routes, no airport near."""


def flight_hours(km: npt.ArrayLike, flights: int = 1) -> Floats:
    """Estimated hours over so many kilometres with so many flights, shape of ``km``."""
    return np.asarray(km, float) / CRUISE_KM_H + flights * ON_THE_GROUND_H + (flights - 1) * CHANGE_H


@dataclass(frozen=True)
class Flying:
    """From one city to each of n: ``how`` as codes above, ``hours`` estimated (0 where the same airport serves both,
    NaN where no way is known); both of shape (n,)."""

    how: Ints
    hours: Floats


class Network:
    """Airports that have routes, and which of them serve each city.

    ``latitude`` and ``longitude`` of a airports, ``routes`` (m, 2) numbers of airports from and to.
    """

    def __init__(self, cities: Cities, latitude: npt.ArrayLike, longitude: npt.ArrayLike, routes: npt.ArrayLike):
        pairs = np.asarray(routes, np.int64).reshape(-1, 2)
        self.origin, self.target = pairs[:, 0], pairs[:, 1]
        points = unit_vectors(latitude, longitude).reshape(-1, 3)
        self.airports = len(points)
        apart = np.linalg.norm(points[self.origin] - points[self.target], axis=1)
        self.km = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1, apart / 2))
        self.serving = _serving(cities, points, np.unique(pairs))

    def flying(self, city: int) -> Flying:
        """From this city to all: two passes over the routes and one over the airports of all cities."""
        ours = self.serving.indices[self.serving.indptr[city] : self.serving.indptr[city + 1]]
        start = np.full(self.airports, np.inf)
        start[ours] = 0.0
        direct = self._onward(start)
        direct_hours, changed_hours = flight_hours(direct), flight_hours(self._onward(direct), 2)
        is_direct = np.isfinite(direct)
        how = np.where(is_direct, DIRECT, np.where(np.isfinite(changed_hours), ONE_CHANGE, NONE_KNOWN))
        hours = np.where(is_direct, direct_hours, changed_hours)
        how[ours], hours[ours] = SAME_AIRPORT, 0.0
        if not len(ours):
            how[:], hours[:] = NO_AIRPORT, np.inf
        return self._to_cities(how, hours)

    def _onward(self, km: Floats) -> Floats:
        """The least kilometres to each airport with one flight more."""
        found = np.full(self.airports, np.inf)
        np.minimum.at(found, self.target, km[self.origin] + self.km)
        return found

    def _to_cities(self, how: Ints, hours: Floats) -> Flying:
        """Of the airports that serve a city the best: fewest changes, then fewest hours."""
        order = how * 1e4 + np.where(np.isfinite(hours), hours, 0)
        counts = np.diff(self.serving.indptr)
        best = np.full(len(counts), NO_AIRPORT * 1e4)
        served = counts > 0
        if served.any():
            best[served] = np.minimum.reduceat(order[self.serving.indices], self.serving.indptr[:-1][served])
        code = (best // 1e4).astype(np.int64)
        return Flying(code, np.where(code <= ONE_CHANGE, best - code * 1e4, np.nan))


def _serving(cities: Cities, points: Floats, used: Ints) -> csr_matrix:
    """Which airports with a route serve each city, shape (cities, airports)."""
    shape = (cities.n, len(points))
    placed = np.flatnonzero(np.isfinite(cities.latitude) & np.isfinite(cities.longitude))
    if not len(used) or not len(placed):
        return csr_matrix(shape)
    here = unit_vectors(cities.latitude[placed], cities.longitude[placed])
    airports = cKDTree(points[used])
    chord, nearest = airports.query(here, distance_upper_bound=_chord(NEAR_KM))
    found = np.isfinite(chord)
    rows, columns = [placed[found]], [used[nearest[found]]]
    town = cKDTree(here).sparse_distance_matrix(airports, _chord(TOWN_KM), output_type="coo_matrix")
    rows.append(placed[town.row])
    columns.append(used[town.col])
    row, column = np.concatenate(rows), np.concatenate(columns)
    made = csr_matrix((np.ones(len(row), np.float32), (row, column)), shape=shape)
    made.sum_duplicates()
    return made


def _chord(km: float) -> float:
    return float(2 * np.sin(km / EARTH_RADIUS_KM / 2))
