"""Which events made rows, statements and acceptances, and which came later?"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from kembar.audit.models import Change, Event

HANDED_OVER = "hand_over"
"""What history calls the change of a record's entries from one office's to another's."""


def makers_of(ids: Iterable[uuid.UUID]) -> list[Event]:
    """The events that made these rows, statements or acceptances, oldest first. Causes one query."""
    made = Event.objects.filter(changes__subject_id__in=set(ids), changes__attribute="", changes__before__isnull=True)
    return list(made.distinct().order_by("at", "id"))


def last_event_on(subject: uuid.UUID) -> Event | None:
    """The newest event that touched a row. Causes one query."""
    return Event.objects.filter(changes__subject_id=subject).order_by("-changes__id").first()


def givers_to(receiver: uuid.UUID | None, record: uuid.UUID) -> set[uuid.UUID]:
    """The offices that handed their entries in a record over to an office. Causes one query."""
    if receiver is None:
        return set()
    handed = Change.objects.filter(subject_kind=HANDED_OVER, subject_id=record)
    told = [(dict(one.before or {}), dict(one.after or {})) for one in handed]
    return {uuid.UUID(before["office"]) for before, after in told if after.get("office") == str(receiver)}
