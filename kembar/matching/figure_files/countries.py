"""What does a table of countries, years and values or ranks say, one row an indicator or one column?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kembar.matching.figure_files.tables import (
    MISSING,
    YEAR_COLUMNS,
    CountryOf,
    Fault,
    Read,
    Table,
    UnreadableFigures,
    cell_of,
    first_of,
    number,
    slug,
)

FIRST_YEAR, LAST_YEAR = 1800, 2100
MOST_INDICATORS = 40  # columns of values that are read unasked; more have to be named
CODE_COLUMNS = (
    "code",
    "iso3",
    "iso_code",
    "iso3c",
    "iso_a3",
    "country_code",
    "country_text_id",
    "wbcode",
    "iso2",
    "iso",
)
NAME_COLUMNS = ("country", "country_name", "country_territory", "economy", "negara", "entity", "location")
RANK_COLUMNS = ("rank", "ranking", "peringkat", "position", "place")
SIZE_COLUMNS = ("list_size", "countries", "of", "out_of", "total", "jumlah_negara", "number_of_countries")
INDICATOR_COLUMNS = ("indicator", "series", "series_name", "index", "indicator_name", "indikator", "indeks")
VALUE_COLUMNS = ("estimate", "score", "value", "nilai", "skor", "index_value")
PERCENTILE_COLUMNS = ("percentile", "percentile_rank", "persentil")
NOT_VALUES = frozenset(
    {"lower", "upper", "stderr", "std_err", "numsrc", "num_src", "region", "income", "population", "id", "row", "x", ""}
)
SAME_INDICATOR: Mapping[str, str] = {
    "politicalstability": "political_stability",
    "politicalstabilitynoviolence": "political_stability",
    "political_stability_and_absence_of_violence_terrorism": "political_stability",
    "voiceandaccountability": "voice_and_accountability",
    "governmenteffectiveness": "government_effectiveness",
    "regulatoryquality": "regulatory_quality",
    "ruleoflaw": "rule_of_law",
    "controlofcorruption": "control_of_corruption",
    "egdi": "e_government",
    "e_government_development_index": "e_government",
    "e_government_index": "e_government",
    "e_government": "e_government",
    "gii": "innovation",
    "global_innovation_index": "innovation",
}
"""What files call an indicator, and the register's code for it."""


def country_figures(table: Table, head: list[str], country_of: CountryOf, wanted: Sequence[str], name: str) -> Read:
    code, country = first_of(head, CODE_COLUMNS), first_of(head, NAME_COLUMNS)
    year = first_of(head, YEAR_COLUMNS)
    if (code is None and country is None) or year is None:
        raise UnreadableFigures("other_columns", file=name, found=", ".join(table.head)[:300])
    taken = {place for place in (code, country, year) if place is not None}
    indicator = first_of(head, INDICATOR_COLUMNS)
    find = _long(table, head, indicator, taken) if indicator is not None else _wide(table, head, taken, wanted, name)
    columns = {"year": table.head[year], **find.columns}
    columns["country"] = " / ".join(table.head[place] for place in (code, country) if place is not None)
    read = Read("country_figures", columns)
    for line, cells in table.rows[1:]:
        read.lines += 1
        told = [cell_of(cells, place) for place in (code, country) if cell_of(cells, place)]
        found = next((known for text in told if (known := country_of(text))), None)
        when = number(cell_of(cells, year))
        if found is None:
            read.faults.append(Fault("unknown_country", line, " / ".join(told)[:300]))
        elif when is None or when != int(when) or not FIRST_YEAR <= when <= LAST_YEAR:
            read.faults.append(Fault("no_year", line, f"{told[0]}: {cell_of(cells, year)}"[:300]))
        else:
            _take(read, find, line, cells, found, int(when))
    _sizes(read)
    return read


@dataclass
class _Finding:
    """How the figures of a row are found: (indicator, what, column) for each; ``indicator_at``: which cell names it."""

    columns: dict[str, str]
    figures: list[tuple[str, str, int]]
    indicator_at: int | None = None
    size_at: int | None = None


def _long(table: Table, head: list[str], indicator: int, taken: set[int]) -> _Finding:
    value, rank = first_of(head, VALUE_COLUMNS), first_of(head, RANK_COLUMNS)
    percentile, size = first_of(head, PERCENTILE_COLUMNS), first_of(head, SIZE_COLUMNS)
    if rank is not None and _is_percentile(table, rank):
        rank, percentile = None, rank
    figures = [
        ("", what, place)
        for what, place in (("value", value), ("rank", rank), ("percentile", percentile))
        if place is not None and place not in taken
    ]
    columns = {what: table.head[place] for _code, what, place in figures}
    return _Finding({"indicator": table.head[indicator], **columns}, figures, indicator, size)


def _wide(table: Table, head: list[str], taken: set[int], wanted: Sequence[str], name: str) -> _Finding:
    """One column an indicator; a column that ends in "rank" belongs to the indicator it begins with."""
    size = first_of(head, SIZE_COLUMNS)
    places = [n for n, title in enumerate(head) if n not in taken and n != size and title not in NOT_VALUES]
    if wanted:
        unknown = [title for title in wanted if slug(title) not in head]
        if unknown:
            raise UnreadableFigures("no_such_column", file=name, column=unknown[0], found=", ".join(table.head)[:300])
        places = [head.index(slug(title)) for title in wanted]
    else:
        places = [place for place in places if _is_numeric(table, place)]
    if len(places) > MOST_INDICATORS:
        raise UnreadableFigures("too_many_columns", file=name, n=len(places), most=MOST_INDICATORS)
    values = [place for place in places if not _names_rank(head[place])]
    figures, columns = [], {}
    for place in places:
        title = head[place]
        if not _names_rank(title):
            figures.append((_code(title), "value", place))
            columns[_code(title)] = table.head[place]
            continue
        stem = re.sub(r"_?(rank|ranking|peringkat)$", "", title) or title
        owner = next((head[one] for one in values if stem in head[one] or head[one] in stem), None)
        if owner is None and len(values) == 1:
            owner = head[values[0]]
        what = "percentile" if _is_percentile(table, place) else "rank"
        code = _code(owner or (stem if stem not in RANK_COLUMNS else slug(Path(name).stem)))
        figures.append((code, what, place))
        columns[f"{code} ({what})"] = table.head[place]
    return _Finding(columns, figures, None, size)


def _code(title: str) -> str:
    return SAME_INDICATOR.get(title, title)[:80]


def _names_rank(title: str) -> bool:
    return bool(re.search(r"(^|_)(rank|ranking|peringkat)$", title))


def _is_numeric(table: Table, place: int) -> bool:
    sample = [cell_of(cells, place) for _line, cells in table.rows[1:2000]]
    told = [text for text in sample if text.casefold() not in MISSING]
    return bool(told) and sum(number(text) is not None for text in told) >= 0.5 * len(told)


def _is_percentile(table: Table, place: int) -> bool:
    """A "rank" with fractions is no place in a list: it is a percentile, where more is better."""
    values = [number(cell_of(cells, place)) for _line, cells in table.rows[1:2000]]
    told = [value for value in values if value is not None]
    return any(value != int(value) for value in told) and all(0 <= value <= 100 for value in told)


def _take(read: Read, find: _Finding, line: int, cells: list[str], country: str, year: int) -> None:
    taken = 0
    for own, what, place in find.figures:
        text = cell_of(cells, place)
        indicator = own or _code(slug(cell_of(cells, find.indicator_at)))
        value = number(text)
        if value is None:
            if text.casefold() not in MISSING:
                read.faults.append(Fault("no_number", line, f"{country} {year}: {text}"[:300]))
            continue
        if what == "rank" and (value < 1 or value != int(value)):
            read.faults.append(Fault("no_rank", line, f"{country} {year}: {text}"[:300]))
            continue
        taken += 1
        if not indicator:
            read.faults.append(Fault("no_indicator", line, f"{country} {year}"))
            continue
        row = read.rows.setdefault((country, indicator, year), {})
        if what in row and row[what] != value:
            read.faults.append(Fault("told_twice", line, f"{country} {indicator} {year}: {row[what]:g}, {value:g}"))
            continue
        if what in row:
            read.faults.append(Fault("duplicate", line, f"{country} {indicator} {year}"))
            continue
        row[what] = int(value) if what == "rank" else value
        size = number(cell_of(cells, find.size_at)) if what == "rank" else None
        if size is not None and size >= value:
            row["list_size"] = int(size)
    if not taken and find.figures:
        read.faults.append(Fault("no_figure", line, f"{country} {year}"))


def _sizes(read: Read) -> None:
    """Where the file gives ranks without the size of the list: the countries it ranks, if they are a whole list."""
    ranks: dict[tuple[str, int], list[int]] = defaultdict(list)
    for (_country, indicator, year), row in read.rows.items():
        if "rank" in row:
            ranks[(indicator, year)].append(row["rank"])
    for (_country, indicator, year), row in read.rows.items():
        listed = ranks.get((indicator, year), [])
        if "rank" in row and "list_size" not in row and len(listed) > 1 and max(listed) <= len(listed):
            row["list_size"] = len(listed)
