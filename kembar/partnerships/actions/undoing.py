"""Undoing one event or a whole batch, from what history kept of it.

Nothing is guessed: what an event made is withdrawn, what it withdrew stands again, what it accepted is no longer
accepted, and the columns follow. Refused, with the list, when something later rests on it. An undoing is an event like
any other and can be undone.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kembar.access.permissions import Denied, NotAllowed
from kembar.audit.actions import Changed
from kembar.audit.actors import Actor
from kembar.audit.erasure import ERASED
from kembar.audit.models import Change, Event
from kembar.audit.queries import cancelled
from kembar.evidence.catalogue import kinds
from kembar.evidence.models import Acceptance, Statement
from kembar.partnerships.actions.keeping_since import put_back
from kembar.partnerships.actions.opening import move_address
from kembar.partnerships.actions.publishing import set_public
from kembar.partnerships.actions.refusals import Fault, Refused, StillNeeded
from kembar.partnerships.actions.writing import Deriving, Writing, acceptance_values
from kembar.partnerships.history import KEPT_SPAN
from kembar.partnerships.models import Partnership
from kembar.partnerships.queries.depending import depending_on
from kembar.partnerships.queries.rights import must_decide, must_edit
from kembar.partnerships.queries.whereabouts import model_of

MADE = object()
NOT_UNDONE = ("stake.grant", "stake.end", "record.hand_over", "person.erase")
"""Actions that have their own way back, or none. A file is withdrawn and restored by its own actions."""


@transaction.atomic
def undo(*, event: Event, by: Actor, at: datetime, why: str = "") -> Event:
    """This will take back what one event did and return the event that says so.

    For who decides in the office that acted; who acted may undo as long as nobody built on it. Raises StillNeeded with
    the later events, Refused, NotAllowed.
    """
    return _undo([event], by, at, why, None)[0]


@transaction.atomic
def undo_batch(*, batch: uuid.UUID, by: Actor, at: datetime, why: str = "") -> list[Event]:
    """This will take back all events of a batch, all or none, newest first, under a batch of its own.

    Events of it that were undone before stay so. Raises StillNeeded, Refused, NotAllowed.
    """
    events = list(Event.objects.filter(batch=batch).order_by("-at", "id"))
    gone = cancelled(events)
    wanted = [one for one in events if one.pk not in gone]
    if not wanted:
        raise Refused([Fault("event", "", "nothing_to_undo")])
    return _undo(wanted, by, at, why, uuid.uuid5(batch, at.isoformat()))


def _undo(events: list[Event], by: Actor, at: datetime, why: str, batch: uuid.UUID | None) -> list[Event]:
    changes = _changes_of(events)
    newest_first = sorted(events, key=lambda one: -max((change.pk for change in changes[one.pk]), default=0))
    _must_be_undoable(newest_first, changes, by, at)
    deriving = Deriving()
    done = [_take_back(event, changes[event.pk], by, at, why, batch, deriving) for event in newest_first]
    deriving.finish()
    return done


def must_be_undoable(events: list[Event], by: Actor, at: datetime) -> None:
    """Refuses (Refused, StillNeeded with what rests on them, NotAllowed) where events cannot be undone together."""
    if not events:
        raise Refused([Fault("event", "", "nothing_to_undo")])
    _must_be_undoable(events, _changes_of(events), by, at)


def _changes_of(events: list[Event]) -> dict[uuid.UUID, list[Change]]:
    changes: dict[uuid.UUID, list[Change]] = {one.pk: [] for one in events}
    for change in Change.objects.filter(event__in=events).order_by("-id"):
        changes[change.event_id].append(change)
    return changes


def _must_be_undoable(events: list[Event], changes: Mapping[uuid.UUID, list[Change]], by: Actor, at: datetime) -> None:
    gone = cancelled(events)
    asked: set[tuple[Any, ...]] = set()
    for event in events:
        _is_undoable(event, changes[event.pk], is_undone=event.pk in gone)
        rests_on = (event.office_id, event.record_kind, event.record_id, event.by_user_id)
        if rests_on not in asked:  # one answer for all events of a batch on one record
            _may_undo(event, by, at)
            asked.add(rests_on)
    later, rows = depending_on(events)
    if later:
        faults = [Fault("event", "", "depended_on", {"event": str(one.pk), "action": one.action}) for one in later]
        raise StillNeeded(faults, later, rows)


def _may_undo(event: Event, by: Actor, at: datetime) -> None:
    if event.office_id != by.office_id:
        raise NotAllowed(Denied("kept_by_another"))
    record = model_of(event.record_kind).objects.filter(pk=event.record_id).first() if event.record_id else None
    if record is None:
        raise Refused([Fault("event", "", "gone", {"action": event.action})])
    day = timezone.localdate(at)
    if event.by_user_id is not None and event.by_user_id == by.user_id:
        must_edit(by, record, day)
    else:
        must_decide(by, record, day)


def _is_undoable(event: Event, changes: list[Change], *, is_undone: bool) -> None:
    data = {"event": str(event.pk), "action": event.action}
    if is_undone:
        raise Refused([Fault("event", "", "already_undone", data)])
    if any(ERASED in str(change.before) + str(change.after) for change in changes):
        raise Refused([Fault("event", "", "erased", data)])
    if (
        event.action in NOT_UNDONE
        or event.action.startswith("file.")
        or event.record_kind not in kinds()
        or not changes
    ):
        raise Refused([Fault("event", "", "cannot_be_undone", data)])


@dataclass
class _Back:
    """What has to be as before, per thing: of several changes to one thing the oldest tells how it was."""

    rows: dict[tuple[str, uuid.UUID], Any] = field(default_factory=dict)
    statements: dict[uuid.UUID, Any] = field(default_factory=dict)
    acceptances: dict[uuid.UUID, Any] = field(default_factory=dict)
    values: dict[tuple[str, uuid.UUID], dict[str, Any]] = field(default_factory=dict)
    published: dict[tuple[str, uuid.UUID], bool] = field(default_factory=dict)
    kept: dict[uuid.UUID, Any] = field(default_factory=dict)
    slug: Any = ""


def _take_back(
    event: Event,
    changes: Iterable[Change],
    by: Actor,
    at: datetime,
    why: str,
    batch: uuid.UUID | None,
    deriving: Deriving,
) -> Event:
    record = model_of(event.record_kind).objects.get(pk=event.record_id)
    writing = Writing(
        action="event.undo", by=by, at=at, record=record, why=why, batch=batch, undoes=event, deriving=deriving
    )
    back = _read(changes)
    gone = {"at": at.isoformat(), "by": by.label, "why": why or "undo"}
    _statements(writing, back, gone)
    _acceptances(writing, back)
    for (code, key), state in back.rows.items():
        row = writing.lock(model_of(code)(pk=key))
        wanted = gone if state is MADE else state
        _words_along(writing, row, wanted)
        writing.turn(row, wanted)
    for (code, key), before in back.values.items():
        if back.rows.get((code, key)) is MADE:
            continue
        writing.follow(writing.lock(model_of(code)(pk=key)), before, before)
    for (code, key), was_public in back.published.items():
        set_public(writing, writing.lock(model_of(code)(pk=key)), was_public)
    for key, before in back.kept.items():
        put_back(writing, key, before)
    if back.slug and isinstance(writing.record, Partnership) and writing.record.slug != back.slug:
        move_address(writing, writing.record, back.slug)
    return writing.close()


def _words_along(writing: Writing, row: Any, wanted: Mapping[str, str] | None) -> None:
    """The statements by which a row was made in bulk have no changes of their own (see ``many``): they go with it, and
    those that went with it come back."""
    words = Statement.objects.filter(subject_id=row.pk, kept_by=row.kept_by_id)
    if wanted is None:
        words = words.filter(withdrawn_at=row.withdrawn_at, withdrawn_by=row.withdrawn_by)
    for statement in words.filter(withdrawn_at__isnull=wanted is not None):
        writing.turn_statement(statement, wanted)


def _read(changes: Iterable[Change]) -> _Back:
    """``changes`` come newest first, so that the oldest has the last word."""
    back, known = _Back(), kinds()
    for change in changes:
        code, key = change.subject_kind, change.subject_id
        is_new = change.attribute == "" and change.before is None
        if code == "statement" and (is_new or change.attribute == "withdrawn"):
            back.statements[key] = MADE if is_new else change.before
        elif code == "acceptance":
            back.acceptances[key] = change.before
        elif code == KEPT_SPAN:
            back.kept[key] = change.before
        elif code in known and (is_new or change.attribute == "withdrawn"):
            back.rows[(code, key)] = MADE if is_new else change.before
        elif code == "partnership" and change.attribute == "slug":
            back.slug = change.before
        elif code in known and change.attribute == "is_published":
            back.published[(code, key)] = bool(change.before)
        elif code in known and change.attribute in known[code].attributes:
            back.values.setdefault((code, key), {})[change.attribute] = change.before
    return back


def _statements(writing: Writing, back: _Back, gone: Mapping[str, str]) -> None:
    found = Statement.objects.in_bulk(list(back.statements))
    for key, state in back.statements.items():
        if key not in found:
            raise Refused([Fault("statement", "", "gone", {"id": str(key)})])
        wanted = gone if state is MADE else state
        if (found[key].withdrawn_at is None) != (wanted is None):
            writing.turn_statement(found[key], wanted)


def _acceptances(writing: Writing, back: _Back) -> None:
    """Acceptances that the event made go; those that an undoing took away come back as they were.

    Those of a statement that goes itself stay: they say nothing while it is withdrawn, and count again when it stands.
    """
    for key, before in back.acceptances.items():
        standing = Acceptance.objects.filter(pk=key).first()
        if before is None and standing is not None and back.statements.get(standing.statement_id) is not MADE:
            writing.changes.append(Changed("acceptance", key, "", acceptance_values(standing), None))
            standing.delete()
        elif before is not None and standing is None:
            kept = {name: before[name] for name in ("why", "by")} | {"at": datetime.fromisoformat(before["at"])}
            made = Acceptance.objects.create(id=key, statement_id=uuid.UUID(before["statement"]), **kept)
            writing.changes.append(Changed("acceptance", key, "", None, acceptance_values(made)))
