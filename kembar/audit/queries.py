"""What was done to a record, by whom, and what of it was taken back?"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from kembar.audit.models import Change, Event


def history(record_kind: str, record_id: uuid.UUID) -> QuerySet[Event]:
    """The events on a record, newest first, each with its changes in order and what undid it; three queries.

    An event that touched many records at once (loading the casebook) brings its change of this record alone.
    """
    on_it = Change.objects.filter(event=OuterRef("pk"), subject_kind=record_kind, subject_id=record_id)
    events = Event.objects.filter(Q(record_kind=record_kind, record_id=record_id) | Q(record_id=None) & Exists(on_it))
    own = Q(event__record_id=record_id) | Q(subject_kind=record_kind, subject_id=record_id)
    changes = Change.objects.filter(own).order_by("id")
    return events.select_related("undoes").prefetch_related(Prefetch("changes", changes), "undone_by__undone_by")


def in_one_go(events: Iterable[Event]) -> set[uuid.UUID]:
    """The batches of the events that have more events than one. Causes one query."""
    batches = {one.batch for one in events if one.batch is not None}
    rows = Event.objects.filter(batch__in=batches).order_by().values_list("batch").annotate(n=Count("id"))
    return {batch for batch, count in rows if batch is not None and count > 1}


def cancelled(events: Iterable[Event]) -> set[uuid.UUID]:
    """Those of the events that were undone, where that was not undone in turn. Causes a query a level of undoing."""
    ids = {one.pk for one in events}
    undoing = list(Event.objects.filter(undoes__in=ids))
    if not undoing:
        return set()
    taken_back = cancelled(undoing)
    return {one.undoes_id for one in undoing if one.pk not in taken_back and one.undoes_id is not None}
