"""What does a file of country figures, country pairs, airports or routes say? Readers of the forms they come in.

Recognised by their columns: any table with a country, a year and values or ranks (one row an indicator, or one column);
pairs of countries as CEPII's GeoDist and gravity tables have them; airports and routes as OpenFlights has them, with or
without a head. Pure: no database. What a row cannot say is kept as a ``Fault``, never dropped.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Kind = Literal["country_figures", "country_pairs", "airports", "routes"]
CountryOf = Callable[[str], str | None]
"""From a code of two or three letters, or a name, to the code of two letters; None for none or for no country."""

FIRST_YEAR, LAST_YEAR = 1800, 2100
SAME = 1e-3  # distances told from either side that differ by less are one: files round
MOST_INDICATORS = 40  # columns of values that are read unasked; more have to be named
_MISSING = frozenset({"", "na", "n/a", "nan", ".", "..", "...", "-", "–", "null", "none"})

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
YEAR_COLUMNS = ("year", "tahun", "survey_year", "edition_year", "time")
RANK_COLUMNS = ("rank", "ranking", "peringkat", "position", "place")
SIZE_COLUMNS = ("list_size", "countries", "of", "out_of", "total", "jumlah_negara", "number_of_countries")
INDICATOR_COLUMNS = ("indicator", "series", "series_name", "index", "indicator_name", "indikator", "indeks")
VALUE_COLUMNS = ("estimate", "score", "value", "nilai", "skor", "index_value")
PERCENTILE_COLUMNS = ("percentile", "percentile_rank", "persentil")
NOT_VALUES = frozenset(
    {"lower", "upper", "stderr", "std_err", "numsrc", "num_src", "region", "income", "population", "id", "row", "x", ""}
)
FLAGS = ("contig", "comlang_off", "comlang_ethno", "colony", "comcol", "curcol", "col45", "smctry")
MEASURES = ("dist", "distcap", "distw", "distwces")
PAIR_COLUMNS = (("iso_o", "iso_d"), ("iso3_o", "iso3_d"), ("iso3num_o", "iso3num_d"), ("origin", "destination"))
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


class UnreadableFigures(ValueError):
    """A file that is none of the forms: ``code`` says why, ``data`` has what the sentence needs."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(f"{code}: {data}")
        self.code = code
        self.data = data


@dataclass(frozen=True)
class Fault:
    """A row or cell that cannot be used: what kind, at which line, what it says."""

    kind: str
    line: int
    name: str


@dataclass
class Read:
    """What a file says. ``columns`` tells which column was taken for what; ``rows`` are of the file's kind:

    * country_figures: (country, indicator, year) -> {value?, rank?, list_size?, percentile?}
    * country_pairs: (country, country, year or None) -> {contig, dist, …}, the two codes in order
    * airports: code -> {name, city, latitude, longitude}
    * routes: (origin, destination) -> number of airlines
    """

    kind: Kind
    columns: Mapping[str, str] = field(default_factory=dict)
    rows: dict[Any, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    lines: int = 0


def read_figures(path: Path, country_of: CountryOf, *, columns: Sequence[str] = ()) -> Read:
    """The file's figures, its kind told by its columns. ``columns`` names the columns of values to read.

    Raises UnreadableFigures (`missing`, `empty`, `not_text`, `other_columns`, `no_such_column`, `too_many_columns`,
    `nothing_usable`) and OSError.
    """
    if not path.is_file():
        raise UnreadableFigures("missing", file=str(path))
    table = _table(path)
    head = [slug(cell) for cell in table.head]
    pair = next((names for names in PAIR_COLUMNS if set(names) <= set(head)), None)
    if _is_openflights(table.first, _AIRPORT):
        read = _airports(table)
    elif _is_openflights(table.first, _ROUTE):
        read = _routes(table)
    elif pair is not None:
        read = _pairs(table, head, pair, country_of, path.name)
    elif {"latitude", "longitude"} <= set(head) and _first(head, ("iata", "iata_code")) is not None:
        read = _airports_with_head(table, head)
    else:
        read = _country_figures(table, head, country_of, columns, path.name)
    if not read.rows:
        raise UnreadableFigures("nothing_usable", file=path.name, rows=read.lines, faults=dict(_counted(read.faults)))
    return read


def slug(text: str) -> str:
    """A column's or indicator's name in small letters with single underscores: "E-Government Rank" is
    e_government_rank.

    >>> slug(" Country/Territory "), slug("PoliticalStability"), slug("")
    ('country_territory', 'politicalstability', '')
    """
    return re.sub(r"[^0-9a-z]+", "_", text.casefold()).strip("_")


def number(text: str) -> float | None:
    """A finite number, with a decimal comma or point; None where there is none."""
    plain = text.strip().replace("\u00a0", "").replace(" ", "")
    if plain.casefold() in _MISSING:
        return None
    if re.fullmatch(r"[-+]?\d+,\d+", plain):
        plain = plain.replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


# --- the table --------------------------------------------------------------------------------------------------------


@dataclass
class _Table:
    """A file's rows with their lines; ``first`` is its first row, ``head`` the same where it heads columns."""

    first: list[str]
    head: list[str]
    rows: list[tuple[int, list[str]]]


def _table(path: Path) -> _Table:
    text = _text(path)
    first_line = text.lstrip("\ufeff").split("\n", 1)[0]
    if not text.strip():
        raise UnreadableFigures("empty", file=path.name)
    separator = max("\t;,", key=first_line.count)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    rows: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, [cell.strip() for cell in cells]))
    except csv.Error as error:
        raise UnreadableFigures("not_text", file=path.name) from error
    if not rows:
        raise UnreadableFigures("empty", file=path.name)
    return _Table(rows[0][1], rows[0][1], rows)


def _text(path: Path) -> str:
    """The file as text: UTF-8, else Latin-1, in which older tables of country names are kept."""
    raw = path.read_bytes()
    if b"\x00" in raw[:4096]:
        raise UnreadableFigures("not_text", file=path.name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _first(head: Sequence[str], names: Iterable[str]) -> int | None:
    return next((head.index(name) for name in names if name in head), None)


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def _counted(faults: Iterable[Fault]) -> Counter[str]:
    return Counter(fault.kind for fault in faults)


# --- figures of countries ---------------------------------------------------------------------------------------------


def _country_figures(table: _Table, head: list[str], country_of: CountryOf, wanted: Sequence[str], name: str) -> Read:
    code, country = _first(head, CODE_COLUMNS), _first(head, NAME_COLUMNS)
    year = _first(head, YEAR_COLUMNS)
    if (code is None and country is None) or year is None:
        raise UnreadableFigures("other_columns", file=name, found=", ".join(table.head)[:300])
    taken = {place for place in (code, country, year) if place is not None}
    indicator = _first(head, INDICATOR_COLUMNS)
    find = _long(table, head, indicator, taken) if indicator is not None else _wide(table, head, taken, wanted, name)
    columns = {"year": table.head[year], **find.columns}
    columns["country"] = " / ".join(table.head[place] for place in (code, country) if place is not None)
    read = Read("country_figures", columns)
    for line, cells in table.rows[1:]:
        read.lines += 1
        told = [_cell(cells, place) for place in (code, country) if _cell(cells, place)]
        found = next((known for text in told if (known := country_of(text))), None)
        when = number(_cell(cells, year))
        if found is None:
            read.faults.append(Fault("unknown_country", line, " / ".join(told)[:300]))
        elif when is None or when != int(when) or not FIRST_YEAR <= when <= LAST_YEAR:
            read.faults.append(Fault("no_year", line, f"{told[0]}: {_cell(cells, year)}"[:300]))
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


def _long(table: _Table, head: list[str], indicator: int, taken: set[int]) -> _Finding:
    value, rank = _first(head, VALUE_COLUMNS), _first(head, RANK_COLUMNS)
    percentile, size = _first(head, PERCENTILE_COLUMNS), _first(head, SIZE_COLUMNS)
    if rank is not None and _is_percentile(table, rank):
        rank, percentile = None, rank
    figures = [
        ("", what, place)
        for what, place in (("value", value), ("rank", rank), ("percentile", percentile))
        if place is not None and place not in taken
    ]
    columns = {what: table.head[place] for _code, what, place in figures}
    return _Finding({"indicator": table.head[indicator], **columns}, figures, indicator, size)


def _wide(table: _Table, head: list[str], taken: set[int], wanted: Sequence[str], name: str) -> _Finding:
    """One column an indicator; a column that ends in "rank" belongs to the indicator it begins with."""
    size = _first(head, SIZE_COLUMNS)
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


def _is_numeric(table: _Table, place: int) -> bool:
    sample = [_cell(cells, place) for _line, cells in table.rows[1:2000]]
    told = [text for text in sample if text.casefold() not in _MISSING]
    return bool(told) and sum(number(text) is not None for text in told) >= 0.5 * len(told)


def _is_percentile(table: _Table, place: int) -> bool:
    """A "rank" with fractions is no place in a list: it is a percentile, where more is better."""
    values = [number(_cell(cells, place)) for _line, cells in table.rows[1:2000]]
    told = [value for value in values if value is not None]
    return any(value != int(value) for value in told) and all(0 <= value <= 100 for value in told)


def _take(read: Read, find: _Finding, line: int, cells: list[str], country: str, year: int) -> None:
    taken = 0
    for own, what, place in find.figures:
        text = _cell(cells, place)
        indicator = own or _code(slug(_cell(cells, find.indicator_at)))
        value = number(text)
        if value is None:
            if text.casefold() not in _MISSING:
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
        size = number(_cell(cells, find.size_at)) if what == "rank" else None
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


# --- pairs of countries -----------------------------------------------------------------------------------------------


def _pairs(table: _Table, head: list[str], pair: tuple[str, str], country_of: CountryOf, name: str) -> Read:
    a, b = head.index(pair[0]), head.index(pair[1])
    year = _first(head, YEAR_COLUMNS)
    known = {title: head.index(title) for title in (*FLAGS, *MEASURES) if title in head}
    if not known:
        raise UnreadableFigures("other_columns", file=name, found=", ".join(table.head)[:300])
    read = Read(
        "country_pairs",
        {"country": f"{table.head[a]}, {table.head[b]}", **{t: table.head[p] for t, p in known.items()}},
    )
    for line, cells in table.rows[1:]:
        read.lines += 1
        told = _cell(cells, a), _cell(cells, b)
        one, other = country_of(told[0]), country_of(told[1])
        if one is None or other is None:
            read.faults.append(Fault("unknown_country", line, " - ".join(told)[:300]))
            continue
        if one == other:
            read.faults.append(Fault("same_country", line, " - ".join(told)[:300]))
            continue
        when = number(_cell(cells, year)) if year is not None else None
        values = {}
        for title, place in known.items():
            value = number(_cell(cells, place))
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


# --- airports and routes, as OpenFlights has them: without a head -----------------------------------------------------

_AIRPORT = (r"\d+", r".*", r".*", r".*", r"[A-Z0-9]{3}|\\N|", r"[A-Z0-9]{3,4}|\\N|", r"-?\d+(\.\d+)?", r"-?\d+(\.\d+)?")
_ROUTE = (r"[^,]*", r"\d+|\\N", r"[A-Z0-9]{3,4}", r"\d+|\\N", r"[A-Z0-9]{3,4}", r"\d+|\\N", r"Y?", r"\d*")


def _is_openflights(first: Sequence[str], form: Sequence[str]) -> bool:
    return len(first) >= len(form) and all(re.fullmatch(one, cell) for one, cell in zip(form, first, strict=False))


def _airports(table: _Table) -> Read:
    read = Read("airports", {"columns": "OpenFlights"})
    for line, cells in table.rows:
        read.lines += 1
        if len(cells) < 8:
            read.faults.append(Fault("broken_row", line, ", ".join(cells)[:300]))
            continue
        _take_airport(read, line, _airport_code(cells[4], cells[5]), cells[1], cells[2], cells[6], cells[7])
    return read


def _airports_with_head(table: _Table, head: list[str]) -> Read:
    places = {
        "code": _first(head, ("iata", "iata_code")),
        "icao": _first(head, ("icao", "ident", "icao_code", "gps_code")),
        "name": _first(head, ("name", "airport", "airport_name")),
        "city": _first(head, ("city", "municipality")),
        "latitude": head.index("latitude"),
        "longitude": head.index("longitude"),
    }
    read = Read("airports", {what: table.head[place] for what, place in places.items() if place is not None})
    for line, cells in table.rows[1:]:
        read.lines += 1
        told = {what: _cell(cells, place) for what, place in places.items()}
        code = _airport_code(told["code"], told["icao"])
        _take_airport(read, line, code, told["name"], told["city"], told["latitude"], told["longitude"])
    return read


def _airport_code(iata: str, icao: str) -> str:
    return next((code for code in (iata, icao) if re.fullmatch(r"[A-Z0-9]{3,4}", code)), "")


def _take_airport(read: Read, line: int, code: str, name: str, city: str, north: str, east: str) -> None:
    latitude, longitude = number(north), number(east)
    if not code:
        read.faults.append(Fault("no_code", line, name[:300]))
    elif latitude is None or longitude is None or not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        read.faults.append(Fault("broken_coordinates", line, f"{code} {name}"[:300]))
    elif code in read.rows:
        read.faults.append(Fault("duplicate", line, f"{code} {name}"[:300]))
    else:
        place = {"name": name[:200] or code, "city": city[:200], "latitude": latitude, "longitude": longitude}
        read.rows[code] = place


def _routes(table: _Table) -> Read:
    """Each direction is a route of its own; a route that several airlines fly is one, with their number."""
    read = Read("routes", {"columns": "OpenFlights"})
    flown: dict[tuple[str, str], set[str]] = defaultdict(set)
    for line, cells in table.rows:
        read.lines += 1
        if len(cells) < 8:
            read.faults.append(Fault("broken_row", line, ", ".join(cells)[:300]))
            continue
        origin, destination, stops = cells[2], cells[4], number(cells[7]) or 0
        if not all(re.fullmatch(r"[A-Z0-9]{3,4}", code) for code in (origin, destination)):
            read.faults.append(Fault("no_code", line, f"{origin} - {destination}"[:300]))
        elif origin == destination:
            read.faults.append(Fault("same_airport", line, origin))
        elif stops:
            read.faults.append(Fault("with_stops", line, f"{origin} - {destination}"))
        else:
            flown[(origin, destination)].add(cells[0])
    read.rows = {pair: len(airlines) for pair, airlines in flown.items()}
    return read


def problems_by_kind(faults: Iterable[Fault]) -> Iterator[tuple[str, list[Fault]]]:
    """The faults, kind by kind, in the order of the kinds' names."""
    found: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        found[fault.kind].append(fault)
    yield from sorted(found.items())
