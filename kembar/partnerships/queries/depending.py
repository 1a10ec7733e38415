"""Which later events rest on what some events did?"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Min

from kembar.audit.models import Change, Event
from kembar.audit.queries import cancelled
from kembar.evidence.models import Acceptance, Statement
from kembar.partnerships.queries.history import makers_of

SIDE_EFFECTS = ("source", "stake")
"""What an event makes once for all that follow; undoing leaves it, so nothing depends on it."""
CHUNK = 500


def depending_on(events: Sequence[Event]) -> tuple[list[Event], list[tuple[str, uuid.UUID]]]:
    """The later events, oldest first, that changed the same values, or built on what the events made.

    Events that were undone, together with what undid them, do not count. Also the rows concerned, as (kind, id).
    """
    first: dict[tuple[uuid.UUID, str], int] = {}
    made: dict[uuid.UUID, int] = {}
    for change in Change.objects.filter(event__in=events).exclude(subject_kind__in=SIDE_EFFECTS).order_by("-id"):
        first[(change.subject_id, change.attribute)] = change.pk
        if change.attribute == "" and change.before is None:
            made[change.subject_id] = change.pk
    found: dict[uuid.UUID, Event] = {}
    rows: set[tuple[str, uuid.UUID]] = set()
    own = {one.pk for one in events}
    for change in _on({key for key, _attribute in first}):
        begun = made.get(change.subject_id) or first.get((change.subject_id, change.attribute))
        if begun is not None and change.pk > begun and change.event_id not in own:
            found[change.event_id] = change.event
            rows.add((change.subject_kind, change.subject_id))
    for maker in makers_of(_built_on(set(made))):
        if maker.pk not in own:
            found.setdefault(maker.pk, maker)
    standing = _standing(list(found.values()), own)
    return sorted(standing, key=lambda one: (one.at, one.pk)), sorted(rows, key=str)


def _on(subjects: set[uuid.UUID]) -> list[Change]:
    ids = list(subjects)
    return [
        change
        for start in range(0, len(ids), CHUNK)
        for change in Change.objects.filter(subject_id__in=ids[start : start + CHUNK])
        .exclude(subject_kind__in=SIDE_EFFECTS)
        .select_related("event")
    ]


def _built_on(made: set[uuid.UUID]) -> set[uuid.UUID]:
    """Statements about rows that were made, and acceptances of statements that were made, beside those made along."""
    ids = list(made)
    found: set[uuid.UUID] = set()
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        said = Statement.objects.filter(subject_id__in=part, withdrawn_at__isnull=True)
        found |= set(said.values_list("pk", flat=True))
        found |= set(Acceptance.objects.filter(statement_id__in=part).values_list("pk", flat=True))
    return found - made


def _standing(events: list[Event], own: set[uuid.UUID]) -> list[Event]:
    """Without the pairs of an event and what undid it, where both came later than what is to be undone."""
    gone = cancelled(events)
    begun = _begun([*own, *(one.undoes_id for one in events if one.undoes_id)])
    oldest = min((begun[key] for key in own if key in begun), default=0)
    kept = []
    for one in events:
        is_pair = one.undoes_id is not None and begun.get(one.undoes_id, 0) > oldest and one.undoes_id not in own
        if one.pk not in gone and not is_pair:
            kept.append(one)
    return kept


def _begun(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = Change.objects.filter(event__in=ids).values("event").annotate(first=Min("pk"))
    found: dict[Any, int] = defaultdict(int)
    found.update({row["event"]: row["first"] for row in rows})
    return found
