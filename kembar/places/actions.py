"""How do the countries and places of the world come into the tables? From the shipped files, whole, in one go."""

from __future__ import annotations

import csv
import hashlib
import lzma
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from kembar.places.models import Country, DataVersion, Place, PlaceName
from kembar.values import texts

DATA = Path(__file__).resolve().parent / "data"
COUNTRY_COLUMNS = ["iso2", "iso3", "region", "subregion", "neighbours"]
PLACE_COLUMNS = [
    "geonames_id",
    "name",
    "country",
    "unit",
    "latitude",
    "longitude",
    "population",
    "time_zone",
    "alternate_names",
]
_BATCH = 1_000  # places written at a time: larger batches need more memory and are no faster
_OWN, _ALTERNATE = 0, 1  # ranks of PlaceName

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Loaded:
    """What a load did: whether anything was written, and how many rows the files hold (0 where nothing was read)."""

    changed: bool
    countries: int = 0
    places: int = 0
    names: int = 0


@transaction.atomic
def load_places(*, by: str, at: datetime, progress: Callable[[int], None] | None = None, folder: Path = DATA) -> Loaded:
    """This will make the tables say what the shipped files say, and do nothing where they already do.

    `by` names who loads, `at` is when; `progress` is called with the number of places written so far. A place that the
    files no longer hold keeps its row, since a government may sit there, but is no longer found by a search.
    Refuses, with ValueError and the line, a file whose rows are not what is expected; nothing is then written.
    """
    edition = _edition(folder)
    if DataVersion.objects.filter(name="places", sha256=edition).exists():
        return Loaded(changed=False)
    countries = _load_countries(folder / "countries.csv")
    places, names = _load_places(folder / "places.csv.xz", progress)
    DataVersion.objects.update_or_create(name="places", defaults={"sha256": edition, "loaded_at": at, "loaded_by": by})
    return Loaded(changed=True, countries=countries, places=places, names=names)


def _edition(folder: Path) -> str:
    """SHA-256 over the files and the rules that make search keys of them: either one changing asks for a new load."""
    digest = hashlib.sha256()
    for path in (folder / "countries.csv", folder / "places.csv.xz", Path(texts.__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _load_countries(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            Country(code=iso2, iso3=iso3, region=region, subregion=subregion, neighbours=neighbours.split())
            for iso2, iso3, region, subregion, neighbours in _rows(file, COUNTRY_COLUMNS, path.name)
        ]
    Country.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["iso3", "region", "subregion", "neighbours"],
    )
    return len(rows)


def _load_places(path: Path, progress: Callable[[int], None] | None) -> tuple[int, int]:
    """Places are updated or added; the table of names is emptied and filled anew, its index built once at the end."""
    index = PlaceName._meta.indexes[0]
    place_count = name_count = 0
    with connection.cursor() as cursor, lzma.open(path, "rt", encoding="utf-8", newline="") as file:
        cursor.execute(f"DROP INDEX IF EXISTS {index.name}")
        PlaceName.objects.all().delete()
        for batch in _batches(_rows(file, PLACE_COLUMNS, path.name)):
            places, names = _as_tables(batch)
            _upsert(cursor, Place, places)
            _insert(cursor, PlaceName, names)
            place_count += len(places)
            name_count += len(names)
            if progress:
                progress(place_count)
        cursor.execute(str(index.create_sql(PlaceName, connection.schema_editor())))
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE places_place, places_placename")  # else the planner guesses until the next vacuum
    return place_count, name_count


def _rows(file: Any, columns: list[str], name: str) -> Iterator[list[str]]:
    """The rows below a header that must be the expected one."""
    reader = csv.reader(file)
    header = next(reader, [])
    if header != columns:
        raise ValueError(f"{name}: the first line should read {','.join(columns)}, not {','.join(header)}.")
    for row in reader:
        if len(row) != len(columns):
            raise ValueError(f"{name}, line {reader.line_num}: {len(columns)} columns expected, {len(row)} found.")
        yield row


def _batches(rows: Iterator[list[str]]) -> Iterator[list[list[str]]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _as_tables(batch: list[list[str]]) -> tuple[list[Row], list[Row]]:
    """Rows for Place and for PlaceName, in the order of their columns."""
    places: list[Row] = []
    names: list[Row] = []
    for identifier, name, country, unit, latitude, longitude, population, time_zone, joined in batch:
        try:
            number, people = int(identifier), int(population)
            position = float(latitude), float(longitude)
        except ValueError as error:
            raise ValueError(f"places.csv.xz: place {identifier!r} ({name}) has a broken number: {error}.") from error
        alternates = joined.split("|") if joined else []
        plain = texts.without_accents(name)
        key = texts.search_key(name)
        places.append((number, name, plain, "\n".join(alternates), country, unit, *position, people, time_zone, key))
        names.append((key, _OWN, people, country, number))
        others = set(map(texts.search_key, alternates)) - {key, ""}
        names += [(other, _ALTERNATE, people, country, number) for other in others]
    return places, names


_COLUMNS: dict[type[Model], tuple[str, ...]] = {
    Place: (
        "geonames_id",
        "name",
        "ascii_name",
        "alternate_names",
        "country_id",
        "unit",
        "latitude",
        "longitude",
        "population",
        "time_zone",
        "search_key",
    ),
    PlaceName: ("key", "rank", "population", "country_id", "place_id"),
}


def _insert(cursor: Any, model: type[Model], rows: Sequence[Row], into: str = "") -> None:
    """Many rows at the speed of the database: COPY on PostgreSQL, one prepared statement on SQLite."""
    table, columns = into or model._meta.db_table, _COLUMNS[model]
    named = ", ".join(columns)
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({named}) VALUES ({marks})", rows)  # noqa: S608 - names from above


def _upsert(cursor: Any, model: type[Model], rows: Sequence[Row]) -> None:
    """Rows with a new key are added, the others brought up to date."""
    table, columns = model._meta.db_table, _COLUMNS[model]
    named = ", ".join(columns)
    newer = ", ".join(f"{column} = excluded.{column}" for column in columns[1:])
    conflict = f"ON CONFLICT ({columns[0]}) DO UPDATE SET {newer}"
    if connection.vendor == "postgresql":
        cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS incoming (LIKE {table}) ON COMMIT DROP")
        cursor.execute("TRUNCATE incoming")
        _insert(cursor, model, rows, into="incoming")
        cursor.execute(f"INSERT INTO {table} ({named}) SELECT {named} FROM incoming {conflict}")  # noqa: S608 - as above
    else:
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({named}) VALUES ({marks}) {conflict}", rows)  # noqa: S608 - as above
