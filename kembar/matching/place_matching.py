"""Which place of the gazetteer is a city of a file? By id where one is given, else by names, country and distance.

Pure: the candidates are given. A match says how it was made; where two places fit alike it is refused as ambiguous,
since a wrong twin is worse than a missing one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kembar.analysis.distance import great_circle_km

NAME_KM = 40.0  # a place of the same name is the city within this distance: sources put one city apart by that much
SIZE_KM = 12.0  # without a common name, only so near, and only
SIZE_TIMES = 1.5  # where the numbers of inhabitants are within this factor
SIZE_PEOPLE = 10_000  # and both are towns
CLEAR_TIMES = 5.0  # of several places of one name the larger is meant if it is so many times larger

How = Literal["id", "crosswalk", "name", "size", "unmatched", "ambiguous", "id_not_in_gazetteer"]

_AROUND = re.compile(r"\s*(\(.*?\)|,.*|/.*)$")
_BEFORE = re.compile(
    r"^(city of|municipality of|town of|greater|commune of|urban commune of|kota|kabupaten|comune di|municipio de"
    r"|municipality|ville de|cidade de|ciudad de)\s+",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s+(city|district|municipality|town|county|urban community|city center|commune|local municipality|proper|"
    r"metropolitan municipality|regional municipality|borough|arrondissement|special city|metropolitan city|"
    r"city council|urban hromada|prefecture)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place of the gazetteer: id, position, inhabitants (0 unknown), country, and whether the name is its own."""

    id: int
    latitude: float
    longitude: float
    population: int
    country: str
    own_name: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """The place that a city is, and how it was found; without a place, why not, and the places that fit alike."""

    place: int | None
    how: How
    alike: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sought:
    """What a file tells of a city, as far as matching cares; None or empty is not told."""

    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None
    country: str = ""


def names_to_try(name: str) -> list[str]:
    """The name and what is left of it without brackets, what follows a comma, and words for its rank."""
    plain = _AROUND.sub("", name).strip()
    bare = _AFTER.sub("", _BEFORE.sub("", plain)).strip()
    return [text for text in dict.fromkeys([name.strip(), plain, bare]) if text]


def match_by_name(sought: Sought, named: Sequence[Candidate]) -> Match:
    """The city among the places that bear its name.

    With a position: those within `NAME_KM`; one is the answer, of several the one that `_clearest` tells. Without:
    those of the country, if it is told. None fits: unmatched.
    """
    near = _placed(sought, named)
    if sought.latitude is not None:
        near = [(km, one) for km, one in near if km <= NAME_KM]
    elif sought.country:
        near = [(km, one) for km, one in near if one.country == sought.country]
    if not near:
        return Match(None, "unmatched")
    if len(near) == 1:
        return Match(near[0][1].id, "name")
    clear = _clearest(sought, near)
    if clear is not None:
        return Match(clear.id, "name")
    return Match(None, "ambiguous", tuple(sorted(one.id for _km, one in near)))


def match_by_size(sought: Sought, around: Sequence[Candidate]) -> Match:
    """The only town within `SIZE_KM` with about as many inhabitants, for cities whose name the gazetteer lacks."""
    if sought.latitude is None or not sought.population or sought.population < SIZE_PEOPLE:
        return Match(None, "unmatched")
    fitting = [
        one
        for km, one in _placed(sought, around)
        if km <= SIZE_KM and one.population >= SIZE_PEOPLE and _times(one.population, sought.population) <= SIZE_TIMES
    ]
    if len(fitting) == 1:
        return Match(fitting[0].id, "size")
    return Match(None, "ambiguous" if fitting else "unmatched", tuple(sorted(one.id for one in fitting)))


def _placed(sought: Sought, candidates: Sequence[Candidate]) -> list[tuple[float, Candidate]]:
    if sought.latitude is None or sought.longitude is None:
        return [(math.inf, one) for one in candidates]
    here = (sought.latitude, sought.longitude)
    return [(great_circle_km(here, (one.latitude, one.longitude)), one) for one in candidates]


def _clearest(sought: Sought, near: list[tuple[float, Candidate]]) -> Candidate | None:
    """One of several, if it stands out: by the told country, then by being much larger, then by bearing the name as its
    own, then by the told number of inhabitants, then by being less than half as far as the next."""
    if sought.country:
        at_home = [(km, one) for km, one in near if one.country == sought.country]
        near = at_home or near
    if len(near) == 1:
        return near[0][1]
    by_size = sorted(near, key=lambda pair: -pair[1].population)
    if by_size[0][1].population >= CLEAR_TIMES * max(1, by_size[1][1].population):
        return by_size[0][1]
    own = [(km, one) for km, one in near if one.own_name]
    if len(own) == 1:
        return own[0][1]
    near = own or near
    if sought.population:
        by_people = sorted(near, key=lambda pair: _times(pair[1].population, sought.population))
        first, second = (_times(one.population, sought.population) for _km, one in by_people[:2])
        if first <= SIZE_TIMES < second:
            return by_people[0][1]
    by_distance = sorted(near, key=lambda pair: pair[0])
    if by_distance[0][0] * 2 < by_distance[1][0] < math.inf:
        return by_distance[0][1]
    return None


def _times(a: int | None, b: int | None) -> float:
    """How many times the larger of two numbers is the smaller."""
    if not a or not b:
        return math.inf
    return max(a, b) / min(a, b)
