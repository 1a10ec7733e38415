"""Is a text safe in a sheet? What a program would run as a formula is made plain, and comes back as it was.

A text that a program would run gets an apostrophe before it; so does one that begins with apostrophes and then such a
sign. Reading takes exactly one away, so that every text comes back: "=1" goes out as "'=1", "'=1" as "''=1".
"""

from __future__ import annotations

import re
from typing import Any

_WOULD_RUN = re.compile(r"'*[=+\-@\t\r]")
_MADE_HARMLESS = re.compile(r"'+[=+\-@\t\r]")


def harmless(cell: Any) -> Any:
    """The cell as it may stand in a sheet; numbers and dates stay."""
    return "'" + cell if isinstance(cell, str) and _WOULD_RUN.match(cell) else cell


def as_meant(text: str) -> str:
    """The text that ``harmless`` was given."""
    return text[1:] if _MADE_HARMLESS.match(text) else text
