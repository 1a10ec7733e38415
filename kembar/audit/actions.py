"""Writing history: every action calls ``record`` inside its own transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

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
