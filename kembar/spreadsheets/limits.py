"""How large may a sheet be? Bounds on what one upload can ask of the machine; ours, set wide for an office."""

from __future__ import annotations

from dataclasses import dataclass

import environ

_env = environ.Env()
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """``bytes``: of the file; ``unpacked``: of all parts of a workbook together; ``strings``: of its table of texts,
    the one part that must be held in memory; ``rows``, ``columns``, ``cell``: counted, the last in characters."""

    bytes: int = 50 * MEGABYTE
    unpacked: int = 400 * MEGABYTE
    strings: int = 100 * MEGABYTE
    rows: int = 200_000
    columns: int = 500
    cell: int = 100_000


def limits() -> Limits:
    """The bounds of this instance; ``KEMBAR_SHEET_MEGABYTES`` and ``KEMBAR_SHEET_ROWS`` set two of them."""
    own = Limits()
    return Limits(
        bytes=_env.int("KEMBAR_SHEET_MEGABYTES", default=own.bytes // MEGABYTE) * MEGABYTE,
        rows=_env.int("KEMBAR_SHEET_ROWS", default=own.rows),
    )
