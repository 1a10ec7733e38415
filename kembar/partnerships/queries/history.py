"""Which events made rows, statements and acceptances, and which came later?"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from kembar.audit.models import Event


def makers_of(ids: Iterable[uuid.UUID]) -> list[Event]:
    """The events that made these rows, statements or acceptances, oldest first. Causes one query."""
    made = Event.objects.filter(changes__subject_id__in=set(ids), changes__attribute="", changes__before__isnull=True)
    return list(made.distinct().order_by("at", "id"))


def last_event_on(subject: uuid.UUID) -> Event | None:
    """The newest event that touched a row. Causes one query."""
    return Event.objects.filter(changes__subject_id=subject).order_by("-changes__id").first()
