"""What is public is chosen record by record: publishing a record or an activity, and keeping it back.

Of a live record everybody may read who is tied in which form, by which signed papers and in which fields. Its office
may keep all of it to itself while it is only talked about; of what was done it publishes what it wants to show.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kembar.audit.actions import Changed
from kembar.audit.actors import Actor
from kembar.audit.models import Event
from kembar.partnerships.actions.refusals import Fault, Refused
from kembar.partnerships.actions.writing import Writing
from kembar.partnerships.models import Activity, Partnership
from kembar.partnerships.queries.rights import must_decide
from kembar.partnerships.queries.whereabouts import kind_of, record_of_row


@transaction.atomic
def publish(
    *, row: Partnership | Activity, by: Actor, at: datetime, why: str = "", batch: uuid.UUID | None = None
) -> Event | None:
    """This will let everybody read a record's public part, or an activity that was done; None where it is so already.

    For who decides in the office whose entry it is. Raises Refused (not done, withdrawn, another office's), NotAllowed.
    """
    return _choose("row.publish", [row], True, by, at, why, batch)


@transaction.atomic
def keep_back(
    *, row: Partnership | Activity, by: Actor, at: datetime, why: str = "", batch: uuid.UUID | None = None
) -> Event | None:
    """This will keep a record, or an activity, for its offices and the ministry above; None where it is so already.

    For who decides in the office whose entry it is. Raises Refused (withdrawn, another office's), NotAllowed.
    """
    return _choose("row.keep_back", [row], False, by, at, why, batch)


@transaction.atomic
def choose_public(
    *,
    partnership: Partnership,
    is_published: bool | None = None,
    activities: Mapping[uuid.UUID, bool],
    by: Actor,
    at: datetime,
    batch: uuid.UUID | None = None,
) -> list[Event]:
    """This will make these activities of a record public or not, and the record itself (None leaves it as it is).

    At most two events under one batch, undone together. Raises Refused, NotAllowed.
    """
    found = Activity.objects.filter(partnership=partnership, pk__in=activities)
    wanted: list[tuple[Partnership | Activity, bool]] = [(row, activities[row.pk]) for row in found]
    if is_published is not None:
        wanted.append((partnership, is_published))
    batch, made = batch or uuid.uuid4(), []
    for action, is_public in (("row.publish", True), ("row.keep_back", False)):
        rows = [row for row, chosen in wanted if chosen is is_public and row.is_published is not is_public]
        if rows:
            made.append(_choose(action, rows, is_public, by, at, "", batch))
    return [event for event in made if event is not None]


def _choose(
    action: str,
    rows: list[Partnership | Activity],
    is_public: bool,
    by: Actor,
    at: datetime,
    why: str,
    batch: uuid.UUID | None,
) -> Event | None:
    writing = Writing(action=action, by=by, at=at, record=record_of_row(rows[0]), why=why, batch=batch)
    must_decide(by, writing.record, writing.day)
    locked = [writing.lock(row) for row in rows]
    faults = [fault for row in locked if (fault := _fault(writing, row, is_public)) is not None]
    if faults:
        raise Refused(faults)
    changed = [row for row in locked if row.is_published != is_public]
    if not changed:
        return None
    for row in changed:
        set_public(writing, row, is_public)
    return writing.close()


def set_public(writing: Writing, row: Partnership | Activity, is_public: bool) -> None:
    """This will write whether a row is public, within an action."""
    writing.changes.append(Changed(kind_of(row).code, row.pk, "is_published", row.is_published, is_public))
    writing.put(row, {"is_published": is_public})


def _fault(writing: Writing, row: Partnership | Activity, is_public: bool) -> Fault | None:
    code = kind_of(row).code
    if row.withdrawn_at is not None:
        return Fault(code, "is_published", "withdrawn", {"why": row.withdrawn_why})
    if not writing.owns(row):
        return Fault(code, "is_published", "kept_by_another", {"id": str(row.pk)})
    if is_public and isinstance(row, Activity) and row.status != "done":
        return Fault(code, "is_published", "not_done", {"id": str(row.pk)})
    return None
