"""What does a file of figures hold, whatever it is about: a table, what was read of it, what cannot be used?"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Kind = Literal["country_figures", "country_pairs", "airports", "routes"]
CountryOf = Callable[[str], str | None]
"""From a code of two or three letters, or a name, to the code of two letters; None for none or for no country."""

MISSING = frozenset({"", "na", "n/a", "nan", ".", "..", "...", "-", "–", "null", "none"})

YEAR_COLUMNS = ("year", "tahun", "survey_year", "edition_year", "time")


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
    if plain.casefold() in MISSING:
        return None
    if re.fullmatch(r"[-+]?\d+,\d+", plain):
        plain = plain.replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


@dataclass
class Table:
    """A file's rows with their lines; ``first`` is its first row, ``head`` the same where it heads columns."""

    first: list[str]
    head: list[str]
    rows: list[tuple[int, list[str]]]


def read_table(path: Path) -> Table:
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
    return Table(rows[0][1], rows[0][1], rows)


def _text(path: Path) -> str:
    """The file as text: UTF-8, else Latin-1, in which older tables of country names are kept."""
    raw = path.read_bytes()
    if b"\x00" in raw[:4096]:
        raise UnreadableFigures("not_text", file=path.name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def first_of(head: Sequence[str], names: Iterable[str]) -> int | None:
    return next((head.index(name) for name in names if name in head), None)


def cell_of(cells: Sequence[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""
