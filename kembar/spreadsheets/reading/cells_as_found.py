"""What can stand in a cell as a file gives it? Plain values, and two that are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

Found = str | int | float | bool | date | datetime | time | None | Any
"""None: empty."""
Row = tuple[int, list[Any]]
"""The number of a row in its file, from 1, and its cells."""
Rows = Iterator[Row]


@dataclass(frozen=True)
class Uncomputed:
    """A formula of which the file holds no value."""


@dataclass(frozen=True)
class Broken:
    """A formula whose value is a mistake, such as #REF!."""

    text: str


def is_empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def as_text(cell: Any) -> str:
    """The cell as a reader of the sheet sees it, for samples and for the sheet of refused rows."""
    if cell is None:
        return ""
    if isinstance(cell, Broken):
        return cell.text
    if isinstance(cell, Uncomputed):
        return "=?"
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell == int(cell) and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)
