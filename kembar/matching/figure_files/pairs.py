"""What does a table of pairs of countries say, as CEPII's GeoDist and gravity tables have them?"""

from __future__ import annotations

import math
from typing import Any

from kembar.matching.figure_files.tables import (
    YEAR_COLUMNS,
    CountryOf,
    Fault,
    Read,
    Table,
    UnreadableFigures,
    cell_of,
    first_of,
    number,
)

SAME = 1e-3  # distances told from either side that differ by less are one: files round
FLAGS = ("contig", "comlang_off", "comlang_ethno", "colony", "comcol", "curcol", "col45", "smctry")
MEASURES = ("dist", "distcap", "distw", "distwces")
PAIR_COLUMNS = (("iso_o", "iso_d"), ("iso3_o", "iso3_d"), ("iso3num_o", "iso3num_d"), ("origin", "destination"))


def pairs(table: Table, head: list[str], pair: tuple[str, str], country_of: CountryOf, name: str) -> Read:
    a, b = head.index(pair[0]), head.index(pair[1])
    year = first_of(head, YEAR_COLUMNS)
    known = {title: head.index(title) for title in (*FLAGS, *MEASURES) if title in head}
    if not known:
        raise UnreadableFigures("other_columns", file=name, found=", ".join(table.head)[:300])
    read = Read(
        "country_pairs",
        {"country": f"{table.head[a]}, {table.head[b]}", **{t: table.head[p] for t, p in known.items()}},
    )
    for line, cells in table.rows[1:]:
        read.lines += 1
        told = cell_of(cells, a), cell_of(cells, b)
        one, other = country_of(told[0]), country_of(told[1])
        if one is None or other is None:
            read.faults.append(Fault("unknown_country", line, " - ".join(told)[:300]))
            continue
        if one == other:
            read.faults.append(Fault("same_country", line, " - ".join(told)[:300]))
            continue
        when = number(cell_of(cells, year)) if year is not None else None
        values = {}
        for title, place in known.items():
            value = number(cell_of(cells, place))
            if value is not None:
                values[title] = int(value) if title in FLAGS else value
        _take_pair(read, line, (*sorted((one, other)), int(when) if when else None), values)
    return read


def _take_pair(read: Read, line: int, key: tuple[Any, ...], values: dict[str, Any]) -> None:
    """The pair from either side is one pair; where the two sides differ the first holds and the other is named."""
    if not values:
        read.faults.append(Fault("no_figure", line, f"{key[0]}-{key[1]}"))
        return
    before = read.rows.setdefault(key, values)
    apart = [
        title for title, value in values.items() if not math.isclose(before.get(title, value), value, rel_tol=SAME)
    ]
    if before is not values and apart:
        read.faults.append(Fault("told_twice", line, f"{key[0]}-{key[1]}: {', '.join(apart)}"))
