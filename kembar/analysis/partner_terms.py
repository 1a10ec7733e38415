"""What can be measured of a city and every other city that might bear on whether they become twins?

Each term is one measured quantity; several make a principle. A term has one value per *group* of candidates (each
city, each country, each cell of the globe, each linked city), so that a question over hundreds of
thousands of candidates computes little and gathers much. Larger always means more of it; NaN means not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from kembar.analysis.distance import EARTH_RADIUS_KM
from kembar.analysis.partner_world import Floats, Near, World

Group = Literal["city", "country", "fine", "coarse", "linked"]

SOFT_KM = 20.0  # added to every distance before its logarithm: within a town's own breadth nothing is nearer


@dataclass(frozen=True)
class Term:
    """One measured quantity of one principle. ``rises``: more of it never speaks against a candidate."""

    code: str
    principle: str
    group: Group
    rises: bool = True


TERMS: tuple[Term, ...] = (
    Term("country_pair", "affinity", "country"),
    Term("domestic", "affinity", "country", rises=False),
    Term("population_ratio", "size", "city"),
    Term("standing", "size", "city"),
    Term("distance", "nearness", "city"),
    Term("population", "experience", "city"),
    Term("partners", "experience", "linked"),
    Term("adamic_adar", "shared", "linked"),
    Term("paths", "shared", "linked"),
    Term("near_near", "precedent", "fine"),
    Term("near_near_wide", "precedent", "coarse"),
    Term("partners_of_neighbours", "precedent", "linked"),
    Term("neighbours_of_partners", "precedent", "fine"),
    Term("ours_in_country", "exclusivity", "country", rises=False),
    Term("theirs_in_ours", "exclusivity", "linked", rises=False),
    Term("theirs_share_in_ours", "exclusivity", "linked", rises=False),
    Term("same_name", "name", "city"),
)
LEARNED = tuple(dict.fromkeys(term.principle for term in TERMS))
STATIC = frozenset({"population", "partners"})  # the same whoever asks


def parts_of(world: World, city: int) -> dict[str, Floats]:
    """The values of every term for one city, by code, one per member of the term's group.

    Groups `fine` and `coarse` have one value more than cells, and `linked` one more than linked cities: what holds for
    a candidate without a position or without any link.

    * country_pair: log rate of links between the two countries (`log_rates`); domestic: 1 in the same country.
    * population_ratio: -|ln P - ln P'|; standing: -|ln place - ln place'| in the order of size of each country.
    * distance: -ln(km + 20).
    * population: ln P' of the candidate; partners: ln(1 + its links).
    * adamic_adar: ln(1 + 3 Σ 1 / ln k) over shared partners with k links (L. A. Adamic, E. Adar, Social Networks 25,
      2003, p. 211); paths: ln(1 + 3 Σ 1 / √(k k')) over paths of three links (I. A. Kovács et al., Nature
      Communications 10, 2019, 1240). Not known where the city or the candidate has no known link.
    * near_near: ln(1 + Σ w w') over links between a city near us and one near the candidate, w = exp(-km / 60), wide:
      exp(-km / 200); partners_of_neighbours: links of the candidate with cities near us; neighbours_of_partners: how
      near the candidate lies to our partners.
    * ours_in_country: ln(1 + our links with the candidate's country); theirs_in_ours the same of the candidate with
      ours; theirs_share_in_ours its share in all its links and one more. Not known for candidates without links.
    * same_name: 1 where the folded names are one.
    """
    links = world.tables
    here = int(world.position[city])
    country = int(world.cities.country[city])
    values = _between_countries(world, here, country) | _of_places(world, city)
    values["partners"] = np.append(np.log1p(links.degree), 0.0)
    return values | _of_paths(world, here) | _of_precedent(world, city, here) | _of_country(world, here, country)


def _between_countries(world: World, here: int, country: int) -> dict[str, Floats]:
    links = world.tables
    countries = len(world.cities.subregion)
    unknown = np.full(countries + 1, np.nan)  # the last is the country that is not known, reached by -1
    pair, domestic, ours = unknown.copy(), unknown.copy(), unknown.copy()
    if country >= 0:
        pair[:-1] = links.log_rate[country]
        domestic[:-1] = np.arange(countries) == country
    if here < len(world.linked) and links.degree[here] > 0:
        ours[:-1] = np.log1p(links.by_country[here])
    return {"country_pair": pair, "domestic": domestic, "ours_in_country": ours}


def _of_places(world: World, city: int) -> dict[str, Floats]:
    cities = world.cities
    people, standing = world.log_population, world.log_standing
    name = int(cities.name[city])
    return {
        "population_ratio": -np.abs(people - people[city]),
        "standing": -np.abs(standing - standing[city]),
        "distance": -np.log(kilometres_to(world, city) + np.float32(SOFT_KM)),
        "population": people,
        "same_name": (cities.name == name).astype(np.float32) if name >= 0 else np.full(cities.n, np.nan, np.float32),
    }


def kilometres_to(world: World, city: int) -> npt.NDArray[np.float32]:
    """Great-circle kilometres from one city to all, single precision (metres near by), NaN where not known."""
    x, y, z = world.xyz
    chord = np.sqrt((x - x[city]) ** 2 + (y - y[city]) ** 2 + (z - z[city]) ** 2)
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord * np.float32(0.5), np.float32(1))), np.float32)


def hours_to(world: World, city: int) -> Floats:
    """Hours between the clock of every time zone and the city's, the mean of January and July; NaN at the end, for
    candidates whose zone is not known, and everywhere if the city's is not."""
    clock = world.cities.clock
    zone = int(world.cities.zone[city])
    apart = np.full(len(clock) + 1, np.nan)
    if zone >= 0:
        apart[:-1] = np.abs(clock - clock[zone]).mean(axis=1)
    return apart


def _of_paths(world: World, here: int) -> dict[str, Floats]:
    links = world.tables
    size = len(world.linked)
    adamic_adar, paths = np.full(size + 1, np.nan), np.full(size + 1, np.nan)
    if here < size and links.degree[here] > 0:
        row = _row(world, here)
        twice = links.matrix @ (links.paths * (links.matrix @ (links.paths * row)))
        has = links.degree > 0
        adamic_adar[:-1] = np.where(has, np.log1p(3 * (links.matrix @ (links.adamic_adar * row))), np.nan)
        paths[:-1] = np.where(has, np.log1p(3 * twice), np.nan)
    return {"adamic_adar": adamic_adar, "paths": paths}


def _row(world: World, here: int) -> Floats:
    """One row of the adjacency matrix, dense."""
    matrix = world.tables.matrix
    row = np.zeros(matrix.shape[0])
    row[matrix.indices[matrix.indptr[here] : matrix.indptr[here + 1]]] = 1
    return row


def _of_precedent(world: World, city: int, here: int) -> dict[str, Floats]:
    links = world.tables
    size = len(world.linked)
    if not np.isfinite(world.xyz[0][city]) or links.matrix.nnz == 0:
        return {
            "near_near": np.full(world.fine.n + 1, np.nan),
            "near_near_wide": np.full(world.coarse.n + 1, np.nan),
            "partners_of_neighbours": np.full(size + 1, np.nan),
            "neighbours_of_partners": np.full(world.fine.n + 1, np.nan),
        }
    near, wide = (_nearness(world, city, here, cells.scale_km) for cells in (world.fine, world.coarse))
    partners = links.matrix @ near
    values = {
        "near_near": _spread(world.fine, partners),
        "near_near_wide": _spread(world.coarse, links.matrix @ wide),
        "partners_of_neighbours": np.append(np.log1p(partners), 0.0),
    }
    own = _row(world, here) if here < size else np.zeros(size)
    values["neighbours_of_partners"] = _spread(world.fine, own)
    if here == size or links.degree[here] == 0:
        values["neighbours_of_partners"][:] = np.nan
    return values


def _nearness(world: World, city: int, here: int, scale_km: float) -> Floats:
    """How near every linked city lies: exp(-km / scale), 0 for the city itself and out of reach."""
    vector = np.array([part[city] for part in world.xyz], float)
    chord = np.sqrt(np.maximum(0, ((world.linked_vectors - vector) ** 2).sum(axis=1)))
    kilometres = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1, chord / 2))
    near = np.where(kilometres <= 3.5 * scale_km, np.exp(-kilometres / scale_km), 0.0)
    if here < len(near):
        near[here] = 0
    return near


def _spread(cells: Near, weight: Floats) -> Floats:
    """ln(1 + Σ weight x nearness) at every cell; not known for the cell of cities without a position."""
    some = np.flatnonzero(weight)
    sums = weight[some].astype(np.float32) @ cells.weight[some] if len(some) else np.zeros(cells.n)
    return np.append(np.log1p(np.asarray(sums, float)), np.nan)


def _of_country(world: World, here: int, country: int) -> dict[str, Floats]:
    links = world.tables
    size = len(world.linked)
    theirs, share = np.full(size + 1, np.nan), np.full(size + 1, np.nan)
    if country >= 0 and links.matrix.nnz:
        count, has = links.by_country[:, country], links.degree > 0
        theirs[:-1] = np.where(has, np.log1p(count), np.nan)
        share[:-1] = np.where(has, count / (links.degree + 1), np.nan)
    return {"theirs_in_ours": theirs, "theirs_share_in_ours": share}


def group_index(world: World, group: Group) -> npt.NDArray[np.int64] | None:
    """Which member of the group every city is; None where each city is its own."""
    match group:
        case "country":
            return world.cities.country
        case "linked":
            return world.position
        case "fine":
            return world.fine.cell
        case "coarse":
            return world.coarse.cell
        case _:
            return None


def measured(world: World, city: int, rows: npt.ArrayLike, parts: Mapping[str, Floats] | None = None) -> Floats:
    """The values of all terms for the given candidates, shape (terms, candidates); ``parts`` where already known."""
    chosen = np.asarray(rows, np.int64)
    values = parts_of(world, city) if parts is None else parts
    found = np.empty((len(TERMS), len(chosen)))
    for number, term in enumerate(TERMS):
        index = group_index(world, term.group)
        found[number] = values[term.code][chosen if index is None else index[chosen]]
    return found
