"""What does a file of country figures, country pairs, airports or routes say? Readers of the forms they come in.

Recognised by their columns: any table with a country, a year and values or ranks (one row an indicator, or one column);
pairs of countries as CEPII's GeoDist and gravity tables have them; airports and routes as OpenFlights has them, with or
without a head. Pure: no database. What a row cannot say is kept as a ``Fault``, never dropped.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kembar.matching.figure_files import countries, flights, pairs
from kembar.matching.figure_files.tables import (
    CountryOf,
    Fault,
    Read,
    UnreadableFigures,
    first_of,
    number,
    read_table,
    slug,
)

__all__ = ["CountryOf", "Fault", "Read", "UnreadableFigures", "number", "problems_by_kind", "read_figures", "slug"]


def read_figures(path: Path, country_of: CountryOf, *, columns: Sequence[str] = ()) -> Read:
    """The file's figures, its kind told by its columns. ``columns`` names the columns of values to read.

    Raises UnreadableFigures (`missing`, `empty`, `not_text`, `other_columns`, `no_such_column`, `too_many_columns`,
    `nothing_usable`) and OSError.
    """
    if not path.is_file():
        raise UnreadableFigures("missing", file=str(path))
    table = read_table(path)
    head = [slug(cell) for cell in table.head]
    pair = next((names for names in pairs.PAIR_COLUMNS if set(names) <= set(head)), None)
    if flights.is_openflights(table.first, flights.AIRPORT):
        read = flights.airports(table)
    elif flights.is_openflights(table.first, flights.ROUTE):
        read = flights.routes(table)
    elif pair is not None:
        read = pairs.pairs(table, head, pair, country_of, path.name)
    elif {"latitude", "longitude"} <= set(head) and first_of(head, ("iata", "iata_code")) is not None:
        read = flights.airports_with_head(table, head)
    else:
        read = countries.country_figures(table, head, country_of, columns, path.name)
    if not read.rows:
        raise UnreadableFigures(
            "nothing_usable", file=path.name, rows=read.lines, faults=dict(Counter(fault.kind for fault in read.faults))
        )
    return read


def problems_by_kind(faults: Iterable[Fault]) -> Iterator[tuple[str, list[Fault]]]:
    """The faults, kind by kind, in the order of the kinds' names."""
    found: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        found[fault.kind].append(fault)
    yield from sorted(found.items())
