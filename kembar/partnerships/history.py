"""How is the history of a record told? Events as entries of codes; templates and labels turn them into words.

An entry says who did what when and why, and line by line what was before and after. What a line shows is a value of
the catalogue: an attribute of a row that was entered, changed, withdrawn or restored, or a statement that was noted or
taken back. Acceptances and side effects are told by the action alone.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kembar.access.models import Office
from kembar.audit.models import Change, Event
from kembar.audit.queries import cancelled
from kembar.evidence.catalogue import kinds
from kembar.partnerships.queries.history import HANDED_OVER

ADDED, CHANGED, WITHDRAWN, RESTORED, STATED, TAKEN_BACK, KEPT = (
    "added",
    "changed",
    "withdrawn",
    "restored",
    "stated",
    "taken_back",
    "kept",
)
HANDED = "handed_over"


KEPT_SPAN = "kept_span"
"""What history calls a span in which an office keeps a kind of record complete (``actions.keeping_since``)."""


@dataclass(frozen=True)
class Line:
    """One thing an event did: ``what`` is a code above; before and after are values of the catalogue or None."""

    what: str
    kind: str
    row: uuid.UUID
    attribute: str = ""
    before: Any = None
    after: Any = None
    source: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    """Of an added row: attribute -> value."""


@dataclass(frozen=True)
class Entry:
    """One event. ``office`` is a name, empty for the product; ``undone``: it was taken back since."""

    event: Event
    action: str
    by: str
    office: str
    at: datetime
    why: str
    lines: tuple[Line, ...]
    undone: bool = False
    undoes: datetime | None = None


def entries(found: Iterable[Event]) -> list[Entry]:
    """Events of a record (see ``audit.queries.history``) as they are told, in the order given. Causes two queries, more
    only where undoings were undone."""
    events = list(found)
    acted = {event.office_id for event in events if event.office_id is not None}
    offices = {one.id: one.name for one in Office.objects.filter(pk__in=acted)}
    gone = cancelled(events)
    return [
        Entry(
            event=event,
            action=event.action,
            by=event.by,
            office=offices.get(event.office_id, "") if event.office_id else "",
            at=event.at,
            why=event.why,
            lines=tuple(lines(event.changes.all())),
            undone=event.pk in gone,
            undoes=event.undoes.at if event.undoes else None,
        )
        for event in events
    ]


def lines(changes: Iterable[Change]) -> list[Line]:
    """What the changes of one event tell, in the order in which they were made. Rows first told tell all their values;
    the statements by which an own entry was made are not told again."""
    told, made, known = [], set(), kinds()
    ordered = list(changes)
    for change in ordered:
        code, new = change.subject_kind, change.attribute == "" and change.before is None
        if code in known and new:
            made.add(str(change.subject_id))
            values = {key: value for key, value in (change.after or {}).items() if key in known[code].attributes}
            told.append(Line(ADDED, code, change.subject_id, values=values))
        elif code in known and change.attribute == "withdrawn":
            what = RESTORED if change.after is None else WITHDRAWN
            told.append(Line(what, code, change.subject_id))
        elif code == HANDED_OVER:
            giver, receiver = (dict(each or {}).get("name") for each in (change.before, change.after))
            told.append(Line(HANDED, code, change.subject_id, before=giver, after=receiver))
        elif code == KEPT_SPAN:
            told.append(Line(KEPT, code, change.subject_id, before=change.before, after=change.after))
        elif code in known:
            told.append(Line(CHANGED, code, change.subject_id, change.attribute, change.before, change.after))
    entered = {(line.row, line.attribute) for line in told if line.what == CHANGED}
    for change in ordered:
        said = change.after if change.subject_kind == "statement" and change.attribute == "" else None
        if not isinstance(said, dict) or said.get("subject") in made or "attribute" not in said:
            continue
        row = uuid.UUID(said["subject"])
        if (row, said["attribute"]) not in entered and said["attribute"] != "verdict":
            told.append(Line(STATED, said["kind"], row, said["attribute"], None, said["value"], said["source"]))
    taken = sum(change.subject_kind == "statement" and change.attribute == "withdrawn" for change in ordered)
    if taken and not told:
        told.append(Line(TAKEN_BACK, "statement", ordered[0].subject_id))
    return told
