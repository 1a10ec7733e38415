"""Entering rows, changing them, withdrawing them with a reason, and letting them stand again.

An office changes its own entries. Where it changes another's, the row stays as it is and the office's own statements
stand beside it: it states otherwise, and a dispute shows.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from kembar.audit.actors import Actor
from kembar.evidence.catalogue import kind as kind_called
from kembar.evidence.columns import held
from kembar.evidence.models import Source, Statement
from kembar.partnerships.actions.refusals import ConflictError, Fault, Refused
from kembar.partnerships.actions.values import cleaned
from kembar.partnerships.actions.writing import Place, Writing, Written, standing_statement, statements_of
from kembar.partnerships.queries.history import last_event_on
from kembar.partnerships.queries.rights import must_decide, must_edit
from kembar.partnerships.queries.whereabouts import kind_of, record_of_row, subtree

RECORDS = ("government", "organisation", "person", "offer", "tally")
"""Kinds that stand on a page of their own; a partnership is opened (see ``opening``)."""


@transaction.atomic
def add_row(
    *,
    kind: str,
    values: Mapping[str, Any],
    by: Actor,
    at: datetime,
    parent: Any = None,
    source: Source | None = None,
    places: Mapping[str, Place] | None = None,
    why: str = "",
    batch: uuid.UUID | None = None,
    key: uuid.UUID | None = None,
    slug: str = "",
) -> Written:
    """This will add a row of a kind to ``parent`` (None for governments, organisations, people, offers and counts).

    Every value becomes a statement that stands, of ``source``, else of the acting office. ``key`` and ``slug``: those
    it has in the register it comes from. Raises Refused with a fault per attribute, NotAllowed.
    """
    own = kind_called(kind)
    record = None if parent is None else record_of_row(parent)
    if (parent is None) != (kind in RECORDS):
        raise Refused([Fault(kind, "", "wrong_parent")])
    writing = Writing(action="row.add", by=by, at=at, record=record, why=why, batch=batch)
    must_edit(by, writing.record, writing.day)
    if parent is not None:
        parent = writing.lock(parent)
        _must_stand(parent)
        if own.code not in kind_of(parent).children.values():
            raise Refused([Fault(kind, "", "wrong_parent")])
    kept, faults = cleaned(own, values, writing.record, is_new=True)
    if faults:
        raise Refused(faults)
    told_by = source or writing.own_source()
    row = writing.make(own, kept, parent=parent, source=told_by, places=places or {}, key=key, slug=slug)
    return Written(row, writing.close(), tuple(writing.said))


@transaction.atomic
def change_row(
    *,
    row: Any,
    values: Mapping[str, Any],
    expected_version: int,
    by: Actor,
    at: datetime,
    source: Source | None = None,
    places: Mapping[str, Place] | None = None,
    why: str = "",
    batch: uuid.UUID | None = None,
) -> Written:
    """This will change attributes of a row that is as it was read (``expected_version``); an empty value clears one.

    Raises ConflictError when somebody changed it meanwhile, Refused, NotAllowed. Of another office's row: see above.
    """
    writing = Writing(action="row.change", by=by, at=at, record=record_of_row(row), why=why, batch=batch)
    must_edit(by, writing.record, writing.day)
    row = writing.lock(row)
    own = kind_of(row)
    if row.version != expected_version:
        now = {attribute.code: held(row, attribute) for attribute in own}
        last = last_event_on(row.pk)
        raise ConflictError(row=row, expected=expected_version, proposed=values, current=now, last=last)
    _must_stand(row)
    kept, faults = cleaned(own, values, writing.record, is_new=False)
    if faults:
        raise Refused(faults)
    places, told_by = places or {}, source or writing.own_source()
    if not writing.owns(row):
        return _state_otherwise(writing, row, kept, told_by, places)
    if not say_anew(writing, row, kept, told_by, places):
        return Written(row, None)
    return Written(row, writing.close(), tuple(writing.said))


def say_anew(
    writing: Writing, row: Any, kept: Mapping[str, Any], source: Source, places: Mapping[str, Place]
) -> list[str]:
    """This will let clean values stand for a row of the own office, in place of what it said before, and return the
    attributes that did not stand so already."""
    own = kind_of(row)
    changed = [code for code, value in kept.items() if not _stands_so(row, code, value, source, places.get(code))]
    for code in changed:
        earlier = writing.own_earlier(row, code, source)
        stance = "asserts" if kept[code] is not None else "is_silent"
        place = places.get(code, Place())
        said = writing.say(row, code, kept[code], source=source, place=place, stance=stance)
        writing.stand(said)
        writing.take_back(earlier, writing.why)
    if changed:
        before = {code: held(row, own.attributes[code]) for code in changed}
        writing.follow(row, changed, before)
        writing.judge(row, source, places)
    return changed


def _state_otherwise(
    writing: Writing, row: Any, kept: Mapping[str, Any], source: Source, places: Mapping[str, Place]
) -> Written:
    """What differs from the row is said beside it; where the office now agrees, what it said before is withdrawn."""
    own = kind_of(row)
    writing.action = "row.state"
    for code, value in kept.items():
        earlier = writing.own_earlier(row, code, source)
        if any(one.value == value and one.source_id == source.pk for one in earlier):
            continue
        writing.take_back(earlier, writing.why)
        if value is not None and value != held(row, own.attributes[code]):
            writing.say(row, code, value, source=source, place=places.get(code, Place()))
    if not writing.changes:
        return Written(row, None, states_otherwise=True)
    return Written(row, writing.close(), tuple(writing.said), states_otherwise=True)


@transaction.atomic
def withdraw_row(
    *,
    row: Any,
    why: str,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
    batch: uuid.UUID | None = None,
) -> Written:
    """This will take a row back, with the rows that belong to it and what its office said of them; nothing is deleted.

    Raises StillNeeded while other rows refer to it, ConflictError, Refused (no reason given, another office's rows
    belong to it), NotAllowed.
    """
    writing = Writing(action="row.withdraw", by=by, at=at, record=record_of_row(row), why=why, batch=batch)
    must_decide(by, writing.record, writing.day)
    row = writing.lock(row)
    if expected_version is not None and row.version != expected_version:
        last = last_event_on(row.pk)
        raise ConflictError(row=row, expected=expected_version, proposed={}, current={}, last=last)
    _must_stand(row)
    if not why.strip():
        raise Refused([Fault(kind_of(row).code, "", "no_reason")])
    rows = [writing.lock(each) for each in subtree(row)]
    others = [each for each in rows if not writing.owns(each)]
    if others:
        raise Refused(Fault(kind_of(one).code, "", "kept_by_another", {"id": str(one.pk)}) for one in others)
    gone = {"at": at.isoformat(), "by": by.label, "why": why.strip()}
    for each in rows:
        own_words = [one for one in statements_of(each) if one.kept_by_id == by.office_id]
        writing.take_back(own_words, gone["why"])
        writing.turn(each, gone)
    return Written(row, writing.close())


@transaction.atomic
def restore_row(*, row: Any, by: Actor, at: datetime, why: str = "", batch: uuid.UUID | None = None) -> Written:
    """This will let a withdrawn row stand again, with the rows and statements that were withdrawn along with it.

    Raises Refused when what it belongs or refers to is withdrawn, or when another row took its place; NotAllowed.
    """
    writing = Writing(action="row.restore", by=by, at=at, record=record_of_row(row), why=why, batch=batch)
    must_decide(by, writing.record, writing.day)
    row = writing.lock(row)
    if row.withdrawn_at is None:
        raise Refused([Fault(kind_of(row).code, "", "not_withdrawn")])
    if not writing.owns(row):
        raise Refused([Fault(kind_of(row).code, "", "kept_by_another", {"id": str(row.pk)})])
    along = {"withdrawn_at": row.withdrawn_at, "withdrawn_by": row.withdrawn_by}
    for each in subtree(row, **along):
        each = writing.lock(each)
        words = Statement.objects.filter(subject_id=each.pk, kept_by=each.kept_by_id, **along)
        of_tie = Statement.objects.filter(attribute="verdict", value__row=str(each.pk), **along)
        for statement in (words | of_tie).distinct():
            writing.turn_statement(statement, None)
        writing.turn(each, None)
    return Written(row, writing.close())


def _must_stand(row: Any) -> None:
    if row.withdrawn_at is not None:
        raise Refused([Fault(kind_of(row).code, "", "withdrawn", {"why": row.withdrawn_why})])


def _stands_so(row: Any, code: str, value: Any, source: Source, place: Place | None) -> bool:
    """Whether exactly this stands already, by this source and at this place."""
    standing = standing_statement(row.pk, code)
    if standing is None:
        return value is None and held(row, kind_of(row).attributes[code]) is None
    said = standing.value if standing.stance == "asserts" else None
    same_place = place is None or (place.kind, place.number, place.term) == (
        standing.place_kind,
        standing.place,
        standing.term,
    )
    return bool(said == value and standing.source_id == source.pk and same_place)
