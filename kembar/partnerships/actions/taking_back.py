"""Taking back a whole batch of many rows, as a sheet brought them (see ``many``)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from kembar.audit.actors import Actor
from kembar.audit.models import Change, Event
from kembar.audit.queries import cancelled
from kembar.evidence.actions import rebuild_disputes
from kembar.evidence.catalogue import kind as kind_called
from kembar.evidence.models import Statement
from kembar.partnerships.actions.many import CHUNK, Progress, derive_anew, may_write_to, series
from kembar.partnerships.actions.undoing import must_be_undoable, undo_batch


@transaction.atomic
def take_back_batch(
    *, batch: uuid.UUID, action: str, by: Actor, at: datetime, why: str, progress: Progress = lambda _done, _of: None
) -> int:
    """This will undo a whole batch, whose many rows were entered by ``add_rows`` under ``action``, and return how many
    events were undone. All or none: StillNeeded lists what later rests on it. Raises Refused, NotAllowed.
    """
    events = list(Event.objects.filter(batch=batch).order_by("-at", "id"))
    gone = cancelled(events)
    wanted = [one for one in events if one.pk not in gone]
    must_be_undoable(wanted, by, at)
    many = {one.pk: one for one in wanted if one.action == action}
    undoing = uuid.uuid5(batch, at.isoformat())
    ids = series(undoing, "event")
    back = {
        one.pk: Event(
            id=next(ids),
            at=at,
            by=by.label,
            by_user_id=by.user_id,
            office_id=by.office_id,
            action="event.undo",
            record_kind=one.record_kind,
            record_id=one.record_id,
            batch=undoing,
            why=why,
            undoes=one,
        )
        for one in many.values()
    }
    may_write_to({one.record_id for one in many.values() if one.record_id}, by, at)
    Event.objects.bulk_create(back.values(), batch_size=CHUNK)
    made = Change.objects.filter(event__in=many, attribute="", before__isnull=True)
    total, done = made.count(), 0
    last = 0
    while chunk := list(made.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        _withdraw(chunk, back, by, at, why)
        last = chunk[-1].pk
        done += len(chunk)
        progress(done, total)
    records = {one.record_id for one in many.values() if one.record_id}
    derive_anew(records)
    for record in sorted(records):
        rebuild_disputes(records=[record])
    rest = [one for one in wanted if one.pk not in many]
    if rest:
        undo_batch(batch=batch, by=by, at=at, why=why)
    return len(wanted)


def _withdraw(chunk: Sequence[Change], back: Mapping[uuid.UUID, Event], by: Actor, at: datetime, why: str) -> None:
    columns = {"withdrawn_at": at, "withdrawn_by": by.label, "withdrawn_why": why or "undo"}
    gone = {"at": at.isoformat(), "by": by.label, "why": why or "undo"}
    by_kind: dict[str, list[Change]] = defaultdict(list)
    for change in chunk:
        by_kind[change.subject_kind].append(change)
    for code, changes in by_kind.items():
        ids = [one.subject_id for one in changes]
        standing = kind_called(code).model.objects.filter(pk__in=ids, withdrawn_at__isnull=True)
        standing.update(version=F("version") + 1, **columns)
        said = Statement.objects.filter(subject_kind=code, subject_id__in=ids, withdrawn_at__isnull=True)
        said.filter(kept_by=by.office_id).update(**columns)
    Change.objects.bulk_create(
        [
            Change(
                event=back[one.event_id],
                subject_kind=one.subject_kind,
                subject_id=one.subject_id,
                attribute="withdrawn",
                before=None,
                after=gone,
            )
            for one in chunk
        ]
    )
