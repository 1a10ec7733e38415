"""Is a text safe in a sheet? What a program would run as a formula is made plain."""

from __future__ import annotations

from typing import Any


def harmless(cell: Any) -> Any:
    """A text that a sheet would run as a formula gets an apostrophe before it."""
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + cell
    return cell
