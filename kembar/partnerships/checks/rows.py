"""Which rows do the register's checks share? Each is read once in a run, whatever the number of partnerships."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kembar.access.permissions import EVERYTHING
from kembar.evidence.checks import Place, RecordName, Run
from kembar.evidence.models import Statement
from kembar.partnerships.queries.lines import existing
from kembar.values.languages import local

_ATTRIBUTES = {
    "verdict": ("value", "is_listed_failure"),
    "tally": ("number", "unit"),
    "instrument": ("kind", "date", "text_contents"),
    "signature": ("office", "person", "is_head"),
    "event": ("date", "title", "counts_as_no_result"),
    "activity": ("date", "status"),
}
_KINDS = {"verdict_against_list": ("verdict",), "shares": ("tally",)}
"""What a check reads when it runs alone; the others read all."""


@dataclass(frozen=True)
class Tie:
    """A partnership that counts: its name for findings, its form and its formal state then."""

    record: RecordName
    form: str
    state: str


@dataclass(frozen=True)
class Said:
    """What one source says of one attribute of a row, and where."""

    attribute: str
    value: object
    source: str
    place: Place | None


def ties(run: Run) -> dict[uuid.UUID, Tie]:
    """The partnerships that had begun by the day, or of which nothing is dated.

    Who may read the findings is asked where they are shown (see ``origin``).
    """
    rows: QuerySet[Any] = existing(run.day, who=EVERYTHING).filter(**run.rows).order_by()
    return {
        tie_id: Tie(RecordName("partnership", slug, local(name)), form, state or "cannot_be_said")
        for tie_id, slug, name, form, state in rows.values_list("id", "slug", "name", "form", "formal_state")
    }


def said(run: Run) -> dict[uuid.UUID, list[Said]]:
    """What sources say of the attributes that the checks read, by row."""
    kinds = _KINDS.get(run.only, tuple(_ATTRIBUTES))
    names = {name for kind in kinds for name in _ATTRIBUTES[kind]}
    rows = Statement.objects.filter(
        subject_kind__in=kinds, attribute__in=names, withdrawn_at__isnull=True, stance="asserts", **run.sources
    )
    columns = ("subject_id", "attribute", "value", "source__code", "place_kind", "place", "term")
    found: dict[uuid.UUID, list[Said]] = defaultdict(list)
    for row_id, attribute, value, source, kind, line, term in rows.order_by("source__code").values_list(*columns):
        place = Place(source, int(line), term) if kind == "line" and line else None
        found[row_id].append(Said(attribute, value, source, place))
    return found


def places(run: Run, rows: Iterable[uuid.UUID], *attributes: str) -> tuple[Place, ...]:
    """Where sources speak of these rows: of the first of the attributes that is told of any, else of any attribute."""
    told = [one for row in rows for one in run.once("said", said).get(row, ()) if one.place]
    for attribute in attributes:
        found = {one.place for one in told if one.attribute == attribute and one.place}
        if found:
            return tuple(sorted(found))
    return tuple(sorted({one.place for one in told if one.place}))
