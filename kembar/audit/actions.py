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


ERASED = "[erased]"
"""What stands in history where personal data stood."""


@transaction.atomic
def erase(*, subjects: Iterable[uuid.UUID], words: Iterable[str]) -> int:
    """This will write over personal data in history and return how many changes and events were touched.

    Every value kept of ``subjects`` (the person's own rows) goes whole; elsewhere each of ``words`` (names) is replaced
    where it occurs, in values and in reasons. The events stay: who acted and when. In the caller's transaction, which
    records the fact of erasure.
    """
    own, names = set(subjects), [word for word in words if word.strip()]
    touched = 0
    for change in Change.objects.filter(_holding(own, names)):
        whole = change.subject_id in own
        before, after = (_without(value, names, whole) for value in (change.before, change.after))
        if (before, after) != (change.before, change.after):
            change.before, change.after = before, after
            change.save(update_fields=["before", "after"])
            touched += 1
    for event in Event.objects.filter(_any("why__contains", names)) if names else ():
        event.why = _without(event.why, names, False)
        event.save(update_fields=["why"])
        touched += 1
    return touched


def _holding(own: set[uuid.UUID], names: list[str]) -> Q:
    """Changes of the rows, and those whose text holds a name, as this database writes it into JSON."""
    found = Q(subject_id__in=own)
    if not names:
        return found
    written = {form for name in names for form in (json.dumps(name)[1:-1], json.dumps(name, ensure_ascii=False)[1:-1])}
    for column in ("before", "after"):
        texts = Change.objects.annotate(text_=Cast(column, TextField())).filter(_any("text___contains", written))
        found |= Q(pk__in=texts.values("pk"))
    return found


def _any(lookup: str, texts: Iterable[str]) -> Q:
    found = Q(pk__in=[])
    for text in texts:
        found |= Q(**{lookup: text})
    return found


def _without(value: Any, names: list[str], whole: bool) -> Any:
    if isinstance(value, dict):
        return {key: _without(one, names, whole) for key, one in value.items()}
    if isinstance(value, list):
        return [_without(one, names, whole) for one in value]
    if isinstance(value, str):
        if whole:
            return ERASED
        for name in names:
            value = value.replace(name, ERASED)
    return value
