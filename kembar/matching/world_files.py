"""What does a file of twin towns say? Readers of the forms in which such files are found, none of them needing Django.

Read: results of the Wikidata query service for P190 as CSV or JSON, GEXF 1.2, the edge lists of the KONECT collection,
and plain lists of two columns. A city keeps the id that the file gives it; whatever is broken is kept as a `Fault`.
"""

from __future__ import annotations

import csv
import json
import math
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WIKIDATA_COLUMNS = ("city", "sister")
PAIR_COLUMNS = (("source", "target"), ("from", "to"), ("a", "b"), ("city_a", "city_b"), ("city1", "city2"))
_POINT = re.compile(r"^Point\((\S+) (\S+)\)$", re.IGNORECASE)
_ENTITY = re.compile(r"(Q\d+)$")


class UnreadableFile(ValueError):
    """A file that is none of the forms: ``code`` says why, ``data`` has what the sentence needs."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(f"{code}: {data}")
        self.code = code
        self.data = data


@dataclass
class City:
    """One city as the file tells it; None is what it does not tell. ``line`` is where it is first met."""

    key: str
    line: int
    name: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None
    country: str = ""
    geonames_id: int | None = None


@dataclass(frozen=True)
class Fault:
    """Something in the file that cannot be used: what kind, at which line, of which city or row."""

    kind: str
    line: int
    name: str


@dataclass
class WorldFile:
    """The cities of a file by key, its links as (line, key, key) in the order of the file, and its faults.

    ``directed``: the first city of a link is the one whose entry names the other. ``anonymous``: keys are numbers that
    mean nothing outside the file.
    """

    kind: str
    directed: bool
    anonymous: bool = False
    cities: dict[str, City] = field(default_factory=dict)
    links: list[tuple[int, str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_world_file(path: Path) -> WorldFile:
    """The file's cities and links, its form told by its content.

    Raises UnreadableFile (`missing`, `empty`, `not_text`, `broken_xml`, `broken_json`, `other_columns`,
    `not_a_network`) and OSError.
    """
    if not path.is_file():
        raise UnreadableFile("missing", file=str(path))
    with path.open("rb") as raw:
        start = raw.read(4096)
    head = start.decode("utf-8-sig", errors="replace").lstrip()
    if not head:
        raise UnreadableFile("empty", file=path.name)
    if b"\x00" in start:
        raise UnreadableFile("not_text", file=path.name)
    if head.startswith("<"):
        from kembar.matching.gexf_file import read_gexf

        return read_gexf(path)
    try:
        if head[0] in "[{":
            return _read_json(path)
        return _read_konect(path) if head.startswith("%") else _read_table(path, head)
    except UnicodeDecodeError as error:
        raise UnreadableFile("not_text", file=path.name) from error


def number(text: object) -> float | None:
    """A finite number, or None."""
    try:
        value = float(str(text).strip())
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def people(text: object) -> int | None:
    """A number of inhabitants; None where there is none or it is not above 0."""
    value = number(text)
    return int(value) if value is not None and value > 0 else None


def place(world: WorldFile, city: City, latitude: object, longitude: object) -> None:
    """This will give the city its position, or note that the file's is broken."""
    north, east = number(latitude), number(longitude)
    if north is None or east is None or not (-90 <= north <= 90 and -180 <= east <= 180) or (north, east) == (0, 0):
        world.faults.append(Fault("broken_coordinates", city.line, city.name or city.key))
    else:
        city.latitude, city.longitude = north, east


def _read_konect(path: Path) -> WorldFile:
    """Lines beginning with % are comments; each other line has two ids, parted by blanks, and maybe more numbers."""
    world = WorldFile("konect", directed=False, anonymous=True)
    with path.open(encoding="utf-8-sig") as file:
        for line, text in enumerate(file, 1):
            if text.startswith("%"):
                world.directed |= text[1:].split()[:1] == ["asym"]
                continue
            cells = text.split()
            if cells:
                _add_pair(world, line, cells)
    return world


def _add_pair(world: WorldFile, line: int, cells: list[str]) -> None:
    if len(cells) < 2 or not cells[0].strip() or not cells[1].strip():
        world.faults.append(Fault("broken_row", line, " ".join(cells)[:300]))
        return
    keys = [sys.intern(cell.strip()) for cell in cells[:2]]
    for key in keys:
        if key not in world.cities:
            world.cities[key] = _named_city(key, line)
    world.links.append((line, keys[0], keys[1]))


def _named_city(key: str, line: int) -> City:
    """A city of a plain list: a GeoNames id, a Wikidata id, or a name with its country after a comma."""
    if key.isdigit():
        return City(key, line, geonames_id=int(key))
    if _ENTITY.search(key) and " " not in key:
        return City(key, line)
    name, _comma, country = key.rpartition(",")
    return City(key, line, name=(name or country).strip(), country=country.strip() if name else "")


def _read_table(path: Path, head: str) -> WorldFile:
    first = head.splitlines()[0]
    separator = next((mark for mark in "\t;," if mark in first), None)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, delimiter=separator) if separator else (line.split() for line in file)
        header = [cell.strip() for cell in next(iter(rows), [])]
        lowered = [cell.casefold() for cell in header]
        if set(WIKIDATA_COLUMNS) <= set(lowered):
            return _read_wikidata_rows(rows, header)
        columns = next((pair for pair in PAIR_COLUMNS if set(pair) <= set(lowered)), None)
        world = WorldFile("edges", directed=False)
        if columns is None:
            if len(header) != 2 and not all(cell.isdigit() for cell in header[:2]):
                raise UnreadableFile("other_columns", file=path.name, found=", ".join(header)[:300])
            _add_pair(world, 1, header)
            here = (0, 1)
        else:
            here = (lowered.index(columns[0]), lowered.index(columns[1]))
        for line, cells in _numbered(rows):
            _add_pair(world, line, [cells[i] if i < len(cells) else "" for i in here])
    if len(world.faults) > len(world.links):
        raise UnreadableFile("not_a_network", file=path.name)
    return world


def _numbered(rows: Any) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, with their lines (those of the csv reader where it knows them)."""
    for count, cells in enumerate(rows, 2):
        if any(cell.strip() for cell in cells):
            yield getattr(rows, "line_num", count), cells


def _read_wikidata_rows(rows: Any, header: list[str]) -> WorldFile:
    lowered = [column.casefold() for column in header]
    width = len(header)

    def as_mappings() -> Iterator[tuple[int, Mapping[str, str]]]:
        for line, cells in _numbered(rows):
            yield line, dict(zip(lowered, [*cells, *[""] * (width - len(cells))], strict=False))

    return _from_bindings("wikidata_csv", as_mappings())


def _read_json(path: Path) -> WorldFile:
    """The query service's own JSON (head, results, bindings) or the list of plain objects that its page downloads."""
    with path.open(encoding="utf-8-sig") as file:
        try:
            data = json.load(file)
        except json.JSONDecodeError as error:
            raise UnreadableFile("broken_json", file=path.name, line=error.lineno) from error
    bindings = data.get("results", {}).get("bindings") if isinstance(data, dict) else data
    if not isinstance(bindings, list) or not all(isinstance(row, dict) for row in bindings):
        raise UnreadableFile("not_a_network", file=path.name)
    rows = [{key.casefold(): _plain(value) for key, value in row.items()} for row in bindings]
    if rows and not set(WIKIDATA_COLUMNS) <= set(rows[0]):
        raise UnreadableFile("other_columns", file=path.name, found=", ".join(rows[0])[:300])
    return _from_bindings("wikidata_json", enumerate(rows, 1))


def _plain(value: Any) -> str:
    return str(value.get("value", "")) if isinstance(value, dict) else "" if value is None else str(value)


def _from_bindings(kind: str, rows: Iterable[tuple[int, Mapping[str, str]]]) -> WorldFile:
    """Rows of a P190 query: city and sister, each with label, population, position, maybe country and GeoNames id."""
    world = WorldFile(kind, directed=True)
    for line, row in rows:
        keys = []
        for end in WIKIDATA_COLUMNS:
            found = _ENTITY.search(row.get(end, "").strip())
            keys.append(found.group(1) if found else "")
        if not all(keys):
            world.faults.append(Fault("broken_row", line, f"{row.get('city', '')} {row.get('sister', '')}"[:300]))
            continue
        for end, key in zip(WIKIDATA_COLUMNS, keys, strict=True):
            if key not in world.cities:
                _add_city(world, line, key, {what.removeprefix(end): value for what, value in row.items()})
        world.links.append((line, keys[0], keys[1]))
    return world


def _add_city(world: WorldFile, line: int, key: str, told: Mapping[str, str]) -> None:
    """``told``: what the row says of this end, by the column's name without the end's."""
    city = City(sys.intern(key), line, name=told.get("label", "").strip(), country=told.get("country", "").strip())
    city.population = people(told.get("_population") or told.get("population"))
    identifier = told.get("geonames", "").strip()
    city.geonames_id = int(identifier) if identifier.isdigit() else None
    world.cities[key] = city
    point = (told.get("_coordinate_location") or told.get("coordinates") or "").strip()
    if point:
        found = _POINT.match(point)
        place(world, city, *((found.group(2), found.group(1)) if found else ("", "")))
