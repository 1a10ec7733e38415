"""Which aims of another city may an office begin from?"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml

from kembar.values.languages import language


def bogor() -> list[dict[str, Any]]:
    """Bogor's ten targets and six strategic issues of 2016 after document 002, in the reader's language."""
    tongue = language()
    return [{**row, "text": row.get(tongue, row["id"])} for row in _read()]


@cache
def _read() -> tuple[dict[str, Any], ...]:
    text = resources.files("kembar.matching").joinpath("data/aims_bogor.yaml").read_text(encoding="utf-8")
    return tuple(yaml.safe_load(text))
