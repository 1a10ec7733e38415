"""Which cities are there, and which of them are twins: the plain arrays that partner choice is computed on.

`Cities` is what is known of every city, `World` adds the links between them and what follows from both and does not
change from one question to the next: positions, orders of size, counts between countries, and who lies near whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree

from kembar.analysis.distance import EARTH_RADIUS_KM

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Singles = npt.NDArray[np.float32]

FINE_KM, COARSE_KM = 60.0, 200.0
"""Distances over which "near" fades to 1/e: a day's neighbourhood, and a part of a country. Ours."""
_FINE_CELL, _COARSE_CELL = 0.25, 0.75  # degrees: cells are small against the distance over which near fades
_REACH = 3.5  # near is 0 beyond this many times the distance (e^-3.5 = 0.03)


@dataclass(frozen=True)
class Cities:
    """What is known of n cities, as arrays of length n. Unknown: NaN for numbers, -1 for codes, 0 or less for people.

    ``id`` settles ties, so that the order of rows never matters. ``country`` counts into ``subregion`` (M49 region of
    each country, as codes from 0, -1 unknown) and ``zone`` into ``clock`` (hours ahead of UTC in January and in July,
    shape (zones, 2)). ``name`` is equal for cities of the same folded name.
    """

    id: Ints
    latitude: Floats
    longitude: Floats
    population: Floats
    country: Ints
    zone: Ints
    name: Ints
    subregion: Ints
    clock: Floats

    @property
    def n(self) -> int:
        return len(self.id)


@dataclass(frozen=True)
class Near:
    """Cells of the globe and how near each of them is to each linked city.

    ``cell`` is the cell of every city (the last, empty one where the position is not known), ``weight`` has a row per
    linked city: exp(-distance to the middle of the cell / scale), 0 out of reach.
    """

    cell: Ints
    weight: csr_matrix
    scale_km: float

    @property
    def n(self) -> int:
        """Number of cells, without the empty one."""
        return int(self.weight.shape[1])


class World:
    """Cities and the links between them.

    ``links`` has shape (m, 2), city numbers, without self-links or duplicates. ``pool`` says which cities count as
    possible partners when rates between countries are taken (all by default); linked cities always do.
    """

    def __init__(self, cities: Cities, links: npt.ArrayLike, pool: Bools | None = None) -> None:
        self.cities = cities
        pairs = np.asarray(links, np.int64).reshape(-1, 2)
        self.linked: Ints = np.unique(pairs)
        self.pool: Bools = np.ones(cities.n, bool) if pool is None else pool.copy()
        self.pool[self.linked] = True
        self.position = np.full(cities.n, len(self.linked))
        self.position[self.linked] = np.arange(len(self.linked))
        self.tables = Links.of(self, pairs)
        self.kept: dict[str, Any] = {}  # what callers work out once for this world

    def with_links(self, links: npt.ArrayLike) -> World:
        """The same world in which only these links, among the same cities, are known; what is costly is shared."""
        other = object.__new__(World)
        other.__dict__.update(self.__dict__)
        other.__dict__.update({name: getattr(self, name) for name in _SHARED})
        other.kept = {}
        other.tables = Links.of(other, np.asarray(links, np.int64).reshape(-1, 2))
        return other

    @cached_property
    def xyz(self) -> tuple[Singles, Singles, Singles]:
        """Unit vectors of all cities, NaN where the position is not known."""
        phi, lam = np.radians(self.cities.latitude), np.radians(self.cities.longitude)
        x, y, z = np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)
        return x.astype(np.float32), y.astype(np.float32), z.astype(np.float32)

    @cached_property
    def log_population(self) -> Singles:
        people = self.cities.population
        return np.log(np.where(people > 0, people, np.nan)).astype(np.float32)

    @cached_property
    def log_standing(self) -> Singles:
        """Logarithm of a city's place in the order of size of its country, 0 for the largest; ties share a place."""
        people, country = self.cities.population, self.cities.country
        order = np.lexsort((-people, country))
        ranked_country, ranked_people = country[order], people[order]
        new = np.ones(len(order), bool)
        new[1:] = (ranked_country[1:] != ranked_country[:-1]) | (ranked_people[1:] != ranked_people[:-1])
        starts = np.searchsorted(ranked_country, ranked_country)
        first_of_tie = np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))
        standing = np.empty(len(order))
        standing[order] = 1 + first_of_tie - starts
        return np.log(np.where((people > 0) & (country >= 0), standing, np.nan)).astype(np.float32)

    @cached_property
    def fine(self) -> Near:
        return self._near(_FINE_CELL, FINE_KM)

    @cached_property
    def coarse(self) -> Near:
        return self._near(_COARSE_CELL, COARSE_KM)

    @cached_property
    def linked_vectors(self) -> Floats:
        return np.stack([part[self.linked] for part in self.xyz], axis=1).astype(float)

    @cached_property
    def countries_pool(self) -> Floats:
        """Number of possible partners in every country."""
        known = self.pool & (self.cities.country >= 0)
        return np.bincount(self.cities.country[known], minlength=len(self.cities.subregion)).astype(float)

    def _near(self, cell_degrees: float, scale_km: float) -> Near:
        latitude, longitude = self.cities.latitude, self.cities.longitude
        known = np.isfinite(latitude) & np.isfinite(longitude)
        band = np.floor(np.where(known, latitude, 0) / cell_degrees)
        middle = (band + 0.5) * cell_degrees
        width = cell_degrees / np.maximum(np.cos(np.radians(middle)), 0.05)
        column = np.floor(np.where(known, longitude, 0) / width)
        keys, first, cell = np.unique(band * 100_000 + column, return_index=True, return_inverse=True)
        centre = unit_vectors(middle[first], ((column + 0.5) * width)[first])
        reach = 2 * np.sin(min(np.pi, _REACH * scale_km / EARTH_RADIUS_KM) / 2)
        placed = np.flatnonzero(known[self.linked])
        chords = csr_matrix((len(self.linked), len(keys)))
        if len(placed):
            here = cKDTree(self.linked_vectors[placed])
            found = here.sparse_distance_matrix(cKDTree(centre), reach, output_type="coo_matrix")
            kilometres = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1, found.data / 2))
            weight = np.exp(-kilometres / scale_km)
            chords = csr_matrix((weight, (placed[found.row], found.col)), shape=(len(self.linked), len(keys)))
        return Near(np.where(known, cell, len(keys)), chords.astype(np.float32), scale_km)


_SHARED = ("xyz", "log_population", "log_standing", "fine", "coarse", "linked_vectors", "countries_pool")


@dataclass(frozen=True)
class Links:
    """What the known links say, over the linked cities (L) and the countries (C).

    ``near`` the adjacency matrix (L, L); ``degree`` links per linked city; ``by_country`` (L, C) its links with each
    country; ``log_rate`` (C, C) logarithm of the rate of links between two countries, NaN where there are no links at
    all; ``adamic_adar`` 1 / ln degree; ``paths`` degree ** -½.
    """

    matrix: csr_matrix
    degree: Floats
    by_country: Floats
    log_rate: Floats
    adamic_adar: Floats
    paths: Floats

    @classmethod
    def of(cls, world: World, pairs: Ints) -> Links:
        size, countries = len(world.linked), len(world.cities.subregion)
        here = world.position[pairs]
        ones = np.ones(2 * len(pairs))
        ends = (np.concatenate([here[:, 0], here[:, 1]]), np.concatenate([here[:, 1], here[:, 0]]))
        matrix = csr_matrix((ones, ends), shape=(size, size))
        matrix.sum_duplicates()
        degree = np.diff(matrix.indptr).astype(float)
        country = world.cities.country[world.linked]
        placed = np.flatnonzero(country >= 0)
        member = csr_matrix((np.ones(len(placed)), (placed, country[placed])), shape=(size, countries))
        by_country = (matrix @ member).toarray()
        links = np.asarray((member.T @ (matrix @ member)).todense())
        more = degree > 1
        adamic_adar = np.where(more, 1 / np.log(np.where(more, degree, 2)), 0.0)
        paths = np.where(degree > 0, np.maximum(degree, 1) ** -0.5, 0.0)
        return cls(matrix, degree, by_country, log_rates(links, world), adamic_adar, paths)


def log_rates(links: Floats, world: World) -> Floats:
    """Logarithm of links per possible pair between every two countries, drawn towards the rate of their regions.

    ``links`` (C, C) counts links from both ends. With l links over p possible pairs and the rate r of the pair of
    regions, the rate is (l + 2) / (p + 2 / r): two links of the regions' rate are added. Where a region is not known
    the world's rate stands for it, and the regions' own rate is drawn towards the world's by one link. The two added
    links and the one are ours.
    """
    count = world.countries_pool
    possible = np.outer(count, count)
    possible[np.diag_indices(len(count))] -= count
    if links.sum() == 0 or possible.sum() == 0:
        return np.full(links.shape, np.nan)
    world_rate = links.sum() / possible.sum()
    region = world.cities.subregion
    known = np.flatnonzero(region >= 0)
    of_region = csr_matrix((np.ones(len(known)), (known, region[known])), shape=(len(region), max(region.max() + 1, 1)))
    regional = (of_region.T @ links @ of_region + 1) / (of_region.T @ possible @ of_region + 1 / world_rate)
    rate = np.full(links.shape, world_rate)
    rate[np.ix_(known, known)] = regional[np.ix_(region[known], region[known])]
    return np.asarray(np.log((links + 2) / (possible + 2 / rate)))


def unit_vectors(latitude: npt.ArrayLike, longitude: npt.ArrayLike) -> Floats:
    """Points of the unit sphere for degrees, shape (n, 3)."""
    phi, lam = np.radians(np.asarray(latitude, float)), np.radians(np.asarray(longitude, float))
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=-1)
