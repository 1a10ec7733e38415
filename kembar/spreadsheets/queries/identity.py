"""Which existing row is a row of a sheet? Keys by which rows that carry no ID are known again.

A key is a number (the hash of a tuple), so that a hundred thousand rows take a few megabytes. None: two rows share it,
and neither is meant.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kembar.evidence.catalogue import kind as kind_called
from kembar.partnerships import models
from kembar.values.texts import fold, search_key

Keys = dict[int, uuid.UUID | None]


def key(*parts: Any) -> int:
    return hash(parts)


def keys_of(kind: str, tie: uuid.UUID, values: Mapping[str, Any], numbers: Iterable[str] = ()) -> Iterator[int]:
    """The keys by which a row with these values is known, the surest first."""
    if kind == "instrument":
        for number in numbers:
            yield key(kind, tie, "number", search_key(number))
        if not list(numbers):
            yield key(kind, tie, values.get("kind"), values.get("date") or "")
    elif kind == "contact":
        if values.get("number"):
            yield key(kind, tie, "number", search_key(values["number"]), values.get("date") or "")
            return
        plain = (
            values.get("date") or "",
            values.get("kind"),
            values.get("from_side") or "",
            values.get("to_side") or "",
        )
        for text in _texts(values.get("subject")):
            yield key(kind, tie, *plain, text)
    elif kind == "activity":
        for text in _texts(values.get("title")):
            yield key(kind, tie, values.get("date") or "", text)
    elif kind == "commitment":
        for text in _texts(values.get("text")):
            yield key(kind, tie, text)


def _texts(value: Mapping[str, str] | None) -> list[str]:
    return [fold(text) for text in (value or {}).values()] or [""]


COLUMNS = {
    "contact": ("date", "kind", "from_side", "to_side", "number", "subject"),
    "activity": ("date", "title"),
    "commitment": ("text",),
    "instrument": ("kind", "date"),
}


def index(kind: str, ties: Iterable[uuid.UUID]) -> Keys:
    """Key -> row, of all standing rows of a kind in these partnerships. Causes one query, for papers two."""
    ids = list(ties)
    found: Keys = {}
    columns = COLUMNS[kind]
    numbers = _numbers(ids) if kind == "instrument" else {}
    rows = kind_called(kind).model.objects.filter(partnership__in=ids, withdrawn_at__isnull=True).order_by()
    for row_id, tie, *values in rows.values_list("pk", "partnership_id", *columns).iterator():
        told = dict(zip(columns, values, strict=True))
        for one in keys_of(kind, tie, told, numbers.get(row_id, [])):
            found[one] = row_id if found.get(one, row_id) == row_id else None
    return found


def _numbers(ties: list[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    found: dict[uuid.UUID, list[str]] = {}
    rows = models.InstrumentNumber.objects.filter(
        instrument__partnership__in=ties, withdrawn_at__isnull=True, instrument__withdrawn_at__isnull=True
    )
    for paper, number in rows.values_list("instrument_id", "number"):
        found.setdefault(paper, []).append(number)
    return found
