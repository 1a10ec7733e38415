"""Where does a statement stand, as pages cite it, and whom does its source credit there?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from kembar.evidence.models import Statement

IN_DOCUMENT = re.compile(r",? *(?:dalam|in) \d{3}$")
OWN_DOCUMENT = re.compile(r" *\(\d{3}\)$")


def credit(author: str) -> str:
    """Whom a source credits: "Mukti 2015, dalam 004" is Mukti 2015; nobody where the source credits itself."""
    return "" if OWN_DOCUMENT.search(author) else IN_DOCUMENT.sub("", author)


def place(statement: Statement) -> dict[str, Any]:
    """Where a statement stands, as the components take it, and whom the source credits there."""
    return {
        "code": statement.source.code,
        "line": statement.place or None,
        "note": statement.term,
        "credited": credit(statement.credited),
    }


def places(statements: Iterable[Statement]) -> list[dict[str, Any]]:
    """Each place once, in the order of document and line."""
    seen: dict[tuple[str, str], dict[str, Any]] = {}
    for one in statements:
        found = seen.setdefault((one.source.code, one.place), place(one))
        found["credited"] = found["credited"] or credit(one.credited)
    return sorted(seen.values(), key=lambda found: (found["code"], int(found["line"] or 0)))
