"""Writing history: every action calls ``record`` inside its own transaction."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from kembar.audit.actors import Actor
from kembar.audit.erasure import Names, without
from kembar.audit.models import Change, Event


@dataclass(frozen=True)
class Changed:
    """One value before and after, as JSON values."""

    subject_kind: str
    subject_id: uuid.UUID
    attribute: str = ""
    before: Any = None
    after: Any = None


@transaction.atomic
def record(
    *,
    action: str,
    by: Actor,
    at: datetime,
    changes: Iterable[Changed] = (),
    record_kind: str = "",
    record_id: uuid.UUID | None = None,
    batch: uuid.UUID | None = None,
    why: str = "",
    undoes: Event | None = None,
) -> Event:
    """This will write one event and its changes, in the caller's transaction."""
    event = Event.objects.create(
        at=at,
        by=by.label,
        by_user_id=by.user_id,
        office_id=by.office_id,
        action=action,
        record_kind=record_kind,
        record_id=record_id,
        batch=batch,
        why=why,
        undoes=undoes,
    )
    Change.objects.bulk_create(
        [
            Change(
                event=event,
                subject_kind=change.subject_kind,
                subject_id=change.subject_id,
                attribute=change.attribute,
                before=change.before,
                after=change.after,
            )
            for change in changes
        ],
        batch_size=500,
    )
    return event


@transaction.atomic
def erase(*, subjects: Iterable[uuid.UUID], names: Names) -> int:
    """This will write over personal data in history and return how many changes and events were touched.

    Every value kept of ``subjects`` (the person's own rows) goes whole; elsewhere the names go out of values and
    reasons. The events stay: who acted and when. In the caller's transaction, which records the fact of erasure.
    """
    own = set(subjects)
    touched = 0
    for change in Change.objects.filter(_holding(own, names)):
        whole = change.subject_id in own
        before, after = (without(value, names, whole=whole) for value in (change.before, change.after))
        if (before, after) != (change.before, change.after):
            change.before, change.after = before, after
            change.save(update_fields=["before", "after"])
            touched += 1
    for event in Event.objects.filter(_any("why__icontains", names.words)):
        event.why = without(event.why, names)
        event.save(update_fields=["why"])
        touched += 1
    return touched


def _holding(own: set[uuid.UUID], names: Names) -> Q:
    """Changes of the rows, and those whose text may hold a name, as either database writes it into JSON."""
    texts = (*names.words, *names.exact)
    written = {form for text in texts for form in (json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1])}
    found = Q(subject_id__in=own)
    for column in ("before", "after"):
        rows = Change.objects.annotate(as_text=Cast(column, TextField()))
        found |= Q(pk__in=rows.filter(_any("as_text__icontains", written)).values("pk"))
    return found


def _any(lookup: str, texts: Iterable[str]) -> Q:
    found = Q(pk__in=[])
    for text in texts:
        found |= Q(**{lookup: text})
    return found
