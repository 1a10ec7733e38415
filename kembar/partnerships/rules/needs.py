"""What is still needed of an entry, and before what? Nothing here is required to save it.

An officer enters what the letter says today and the rest when it is known. Each answer is (attribute, code of what
waits for it); ``labels.WAITS`` has the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FORMAL_STATE, TERM, WINDOW, YEAR, ANSWER, CLASS, GRID, DUE = (
    "formal_state",
    "term",
    "window",
    "year",
    "answer",
    "class",
    "grid",
    "due",
)
_ALWAYS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "partnership": (("form", FORMAL_STATE),),
    "activity": (("date", YEAR), ("field", GRID)),
    "contact": (("date", ANSWER), ("from_side", ANSWER)),
    "commitment": (("field", GRID), ("date", DUE), ("owed_by", DUE)),
    "government": (("country", CLASS), ("seat", CLASS), ("level", CLASS)),
}


def still_needed(kind: str, values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What an entry still lacks, in the order of its questions. ``values`` are what it holds, by attribute.

    An instrument that is a draft needs nothing yet: it binds nobody.
    """
    if kind == "instrument":
        wanted = _instrument(values)
    else:
        wanted = _ALWAYS.get(kind, ())
    return tuple((code, before) for code, before in wanted if values.get(code) in (None, "", [], {}))


def _instrument(values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    if values.get("status") == "draft":
        return ()
    wanted = [("date", FORMAL_STATE), ("signed_by_governments", FORMAL_STATE), ("term", TERM)]
    if values.get("term") == "fixed" and not values.get("ends"):
        wanted.append(("term_months", TERM))
    if values.get("term") == "fixed" and values.get("term_months"):
        wanted.append(("renewal_window_months", WINDOW))
    return tuple(wanted)
