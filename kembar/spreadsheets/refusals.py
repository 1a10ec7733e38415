"""Why can a file or a row of it not be read? Codes and what fills their sentences (see ``sentences``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class SheetRefused(Exception):
    """The file as a whole cannot be read; nothing was written. ``code`` names the sentence, ``data`` fills it."""

    def __init__(self, code: str, **data: Any) -> None:
        self.code = code
        self.data: Mapping[str, Any] = data
        super().__init__(f"{code} {data}")


class CellRefused(ValueError):
    """One cell cannot be read."""

    def __init__(self, code: str, **data: Any) -> None:
        self.code = code
        self.data: Mapping[str, Any] = data
        super().__init__(f"{code} {data}")
