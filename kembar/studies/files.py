"""Which coded studies ship with the product? Facts that a document retells, each with its line; see ``data/``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Shipped:
    """The coding of one document's studies: who coded, from which source, the window it claims, and the studies."""

    coder: dict[str, str]
    source: str
    window: tuple[int, int]
    window_place: str
    studies: tuple[dict[str, Any], ...]


@cache
def shipped() -> tuple[Shipped, ...]:
    """Every file of coded studies, in the order of their names."""
    return tuple(_read(path) for path in sorted(DATA.glob("*.yaml")))


def shipped_coders() -> dict[str, dict[str, str]]:
    """The name under which a shipped coding is kept -> that name in each language."""
    return {file.coder["id"]: file.coder for file in shipped()}


def _read(path: Path) -> Shipped:
    given = yaml.safe_load(path.read_text(encoding="utf-8"))
    first, last = given["window"]
    return Shipped(given["coder"], given["source"], (first, last), given["window_place"], tuple(given["studies"]))
