"""Noting what a source says without touching the record, deciding which statement stands, taking a statement back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from kembar.access.permissions import Denied, NotAllowed
from kembar.analysis.edtf import is_edtf
from kembar.audit.actors import Actor
from kembar.evidence.columns import held
from kembar.evidence.models import Source, Statement
from kembar.partnerships.actions.refusals import Fault, Refused
from kembar.partnerships.actions.values import cleaned
from kembar.partnerships.actions.writing import Place, Writing, Written, standing_statement
from kembar.partnerships.queries.rights import must_decide, must_edit
from kembar.partnerships.queries.whereabouts import kind_of, model_of, record_of_row

STANCES = dict(Statement.STANCES)


@transaction.atomic
def state(
    *,
    row: Any,
    attribute: str,
    value: Any,
    by: Actor,
    at: datetime,
    source: Source | None = None,
    place: Place | None = None,
    stance: str = "asserts",
    complete: bool = False,
    about: str = "",
    credited: str = "",
    why: str = "",
    batch: uuid.UUID | None = None,
) -> Written:
    """This will note what a source (else the acting office) says of one attribute; the columns stay, a dispute shows.

    Raises Refused, NotAllowed.
    """
    writing = Writing(action="statement.state", by=by, at=at, record=record_of_row(row), why=why, batch=batch)
    must_edit(by, writing.record, writing.day)
    row = writing.lock(row)
    own = kind_of(row)
    faults = [Fault(own.code, attribute, "unknown_stance", {"value": stance})] if stance not in STANCES else []
    if row.withdrawn_at is not None:
        faults.append(Fault(own.code, "", "withdrawn", {"why": row.withdrawn_why}))
    told = {attribute: value} if stance != "is_silent" else {}
    kept, found = cleaned(own, told, writing.record, is_new=False)
    faults += found
    if attribute not in own.attributes and stance == "is_silent":
        faults.append(Fault(own.code, attribute, "unknown_attribute", {"attribute": attribute}))
    if kept.get(attribute) is None and stance != "is_silent" and not faults:
        faults.append(Fault(own.code, attribute, "missing_attribute", {"attribute": attribute}))
    if about and not is_edtf(about):
        faults.append(Fault(own.code, "about", "not_a_date", {"value": about}))
    if faults:
        raise Refused(faults)
    said = writing.say(
        row,
        attribute,
        kept.get(attribute),
        source=source or writing.own_source(),
        place=place or Place(),
        stance=stance,
        complete=complete,
        about=about,
        credited=credited,
    )
    return Written(row, writing.close(), (said,))


@transaction.atomic
def accept(
    *,
    statement: Statement,
    why: str | Mapping[str, str],
    by: Actor,
    at: datetime,
    batch: uuid.UUID | None = None,
) -> Written:
    """This will let a statement stand: the columns of its row follow. For the office whose entry the row is.

    A statement that denies what stands empties the column. Raises Refused, NotAllowed.
    """
    row = _subject(statement)
    text = why if isinstance(why, str) else next(iter(why.values()), "")
    writing = Writing(action="statement.accept", by=by, at=at, record=record_of_row(row), why=text, batch=batch)
    must_decide(by, writing.record, writing.day)
    row = writing.lock(row)
    own = kind_of(row)
    if not writing.owns(row):
        raise NotAllowed(Denied("casebook" if row.origin == "casebook" else "kept_by_another"))
    statement = Statement.objects.select_for_update().get(pk=statement.pk)
    faults = []
    if statement.withdrawn_at is not None or row.withdrawn_at is not None:
        faults.append(Fault(own.code, statement.attribute, "withdrawn", {"why": statement.withdrawn_why}))
    if statement.stance == "is_silent":
        faults.append(Fault(own.code, statement.attribute, "says_nothing"))
    if not text.strip():
        faults.append(Fault(own.code, statement.attribute, "no_reason"))
    standing = standing_statement(row.pk, statement.attribute)
    if standing is not None and standing.pk == statement.pk:
        faults.append(Fault(own.code, statement.attribute, "already_stands"))
    if faults:
        raise Refused(faults)
    writing.stand(statement, {"id": why} if isinstance(why, str) else why)
    before = held(row, own.attributes[statement.attribute])
    writing.follow(row, [statement.attribute], {statement.attribute: before})
    return Written(row, writing.close(), (statement,))


@transaction.atomic
def withdraw_statement(
    *, statement: Statement, why: str, by: Actor, at: datetime, batch: uuid.UUID | None = None
) -> Written:
    """This will take a statement back that the acting office noted; where it stood, what stood before it stands again.

    Raises Refused, NotAllowed.
    """
    row = _subject(statement)
    writing = Writing(action="statement.withdraw", by=by, at=at, record=record_of_row(row), why=why, batch=batch)
    must_edit(by, writing.record, writing.day)
    row = writing.lock(row)
    statement = Statement.objects.select_for_update().get(pk=statement.pk)
    if statement.kept_by_id != by.office_id:
        raise NotAllowed(Denied("kept_by_another"))
    faults = [] if why.strip() else [Fault(kind_of(row).code, statement.attribute, "no_reason")]
    if statement.withdrawn_at is not None:
        faults.append(Fault(kind_of(row).code, statement.attribute, "withdrawn", {"why": statement.withdrawn_why}))
    standing = standing_statement(row.pk, statement.attribute)
    stood = standing is not None and standing.pk == statement.pk
    if stood and not writing.owns(row):  # it was accepted by the row's own office, which decides
        faults.append(Fault(kind_of(row).code, statement.attribute, "stands_elsewhere"))
    if faults:
        raise Refused(faults)
    writing.take_back([statement], why.strip())
    if stood:
        writing.follow(row, [statement.attribute])
    return Written(row, writing.close(), (statement,))


def _subject(statement: Statement) -> Any:
    row = model_of(statement.subject_kind).objects.filter(pk=statement.subject_id).first()
    if row is None or not hasattr(row, "kept_by_id"):
        raise Refused([Fault(statement.subject_kind, statement.attribute, "gone")])
    return row
