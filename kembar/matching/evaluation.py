"""How well does the order of candidates find real twins again, on the imported links or on files?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kembar.analysis.link_network import LinkNetwork
from kembar.analysis.link_prediction import Evaluation, evaluate
from kembar.analysis.partner_world import Cities, Ints, World
from kembar.matching.frames import FileCity, Gazetteer, cities_of_file, gazetteer, imported
from kembar.matching.world_files import UnreadableFile, WorldFile, read_world_file

CONTINENTS = {"002": "africa", "019": "americas", "142": "asia", "150": "europe", "009": "oceania"}
ENOUGH_LINKS = 200  # below it there is too little to learn from once a tenth is hidden
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Tried:
    """An evaluation and what it was made on."""

    evaluation: Evaluation
    links_from: str
    test_from: str | None


def evaluate_imported(*, year: int, seeds: Sequence[int], progress: Progress | None = None) -> Tried:
    """On the imported links, among the cities that have any. Raises UnreadableFile (`too_few_links`)."""
    held = imported(year)
    world = held.world
    cities = subset(world.cities, world.linked)
    near = world.tables.matrix.tocoo()
    pairs = np.stack([near.row, near.col], axis=1)[near.row < near.col].astype(np.int64)
    return Tried(_tried(cities, pairs, None, held.gazetteer, seeds, progress), "register", None)


def evaluate_files(
    links: Path, test: Path | None, *, year: int, seeds: Sequence[int], progress: Progress | None = None
) -> Tried:
    """On a file alone, its cities and their positions as it tells them; with a second, trained on all of the first and
    tried on links that only the second has, between cities that both have.

    Raises UnreadableFile (`no_positions`, `too_few_links`, `nothing_to_test`, and those of the reader).
    """
    held = gazetteer(year)
    first = read_world_file(links)
    keys = sorted(first.cities, key=lambda key: (len(key), key))  # so that the order of the file's rows does not matter
    rows = [
        FileCity(key, city.name, city.latitude, city.longitude, city.population, city.country)
        for key, city in ((key, first.cities[key]) for key in keys)
    ]
    if not any(row.latitude is not None for row in rows):
        raise UnreadableFile("no_positions", file=links.name)
    number = {key: place for place, key in enumerate(keys)}
    pairs = _pairs(first, number)
    hidden = None
    if test is not None:
        second = read_world_file(test)
        known = {tuple(pair) for pair in pairs.tolist()}
        later = [pair for pair in _pairs(second, number).tolist() if tuple(pair) not in known]
        if not later:
            raise UnreadableFile("nothing_to_test", file=test.name, other=links.name)
        hidden = np.array(later, np.int64)
    found = _tried(cities_of_file(rows, held), pairs, hidden, held, seeds, progress)
    return Tried(found, links.name, test.name if test else None)


def _pairs(told: WorldFile, number: dict[str, int]) -> Ints:
    """The file's links between the numbered cities, each once, the smaller number first; sorted."""
    ends = [(number[a], number[b]) for _line, a, b in told.links if a in number and b in number]
    network = LinkNetwork.from_links(len(number), np.array(ends, np.int64).reshape(-1, 2))
    rows = np.repeat(np.arange(network.n), network.degrees)
    return np.stack([rows, network.neighbours], axis=1)[rows < network.neighbours]


def _tried(
    cities: Cities, pairs: Ints, hidden: Ints | None, held: Gazetteer, seeds: Sequence[int], progress: Progress | None
) -> Evaluation:
    if len(pairs) < ENOUGH_LINKS:
        raise UnreadableFile("too_few_links", links=len(pairs), enough=ENOUGH_LINKS)
    world = World(cities, pairs if hidden is None else np.concatenate([pairs, hidden]))
    names = np.array([*(CONTINENTS.get(region, "") for region in held.regions), ""])
    return evaluate(world, pairs, seeds=seeds, test=hidden, groups=names[cities.country], progress=progress)


def subset(cities: Cities, rows: Ints) -> Cities:
    """The given cities alone, in that order."""
    return Cities(
        id=cities.id[rows],
        latitude=cities.latitude[rows],
        longitude=cities.longitude[rows],
        population=cities.population[rows],
        country=cities.country[rows],
        zone=cities.zone[rows],
        name=cities.name[rows],
        subregion=cities.subregion,
        clock=cities.clock,
    )
