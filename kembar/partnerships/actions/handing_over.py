"""Handing a record over: what one office entered in it belongs to another from now on, and history says so.

An office that gives a partnership away, or that lost its part in it, leaves entries behind that nobody could correct.
They go to the office that receives them, together with the right to keep the record. What was said stays said by the
office that said it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kembar.access.actions import join_partnership
from kembar.access.models import Office, Stake
from kembar.access.permissions import Denied, NotAllowed
from kembar.access.queries import is_product, who_acts
from kembar.audit.actions import Changed
from kembar.audit.actors import Actor
from kembar.audit.models import Event
from kembar.evidence.models import Statement
from kembar.partnerships.actions.refusals import Fault, Refused
from kembar.partnerships.actions.writing import Writing
from kembar.partnerships.models import Partnership, Party
from kembar.partnerships.queries.history import HANDED_OVER
from kembar.partnerships.queries.rights import must_decide
from kembar.partnerships.queries.whereabouts import all_rows


@dataclass(frozen=True)
class HandedOver:
    """How much went over."""

    event: Event
    rows: int
    statements: int


@transaction.atomic
def hand_over(
    *, partnership: Partnership, giver: Office, receiver: Office, keeps_reading: bool, by: Actor, at: datetime, why: str
) -> HandedOver:
    """This will give an office's part in a record, and its entries there, to another office.

    For who decides at the giving office, and for whoever administers the instance (the giver may have lost its part, or
    its people). ``keeps_reading``: the giver may read on. Raises Refused, NotAllowed.
    """
    writing = Writing(action="record.hand_over", by=by, at=at, record=partnership, why=why.strip())
    tie = writing.record
    _may_give(tie, giver, by, writing)
    faults = [] if why.strip() else [Fault("partnership", "", "no_reason")]
    if giver.pk == receiver.pk or receiver.kind != "city":
        faults.append(Fault("partnership", "", "no_receiver", {"office": receiver.name}))
    if faults:
        raise Refused(faults)
    writing.changes += _stakes(tie, giver, receiver, keeps_reading, writing)
    rows = [row for row in all_rows(tie) if row.kept_by_id == giver.pk]
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(kept_by=receiver)
    said = Statement.objects.filter(record_id=tie.pk, kept_by=giver)
    ids = list(said.values_list("pk", flat=True))
    said.update(kept_by=receiver)
    told = {"rows": [str(row.pk) for row in rows], "statements": [str(one) for one in ids]}
    before, after = {"office": str(giver.pk), "name": giver.name}, {"office": str(receiver.pk), "name": receiver.name}
    writing.changes.append(Changed(HANDED_OVER, tie.pk, "", before | told, after))
    return HandedOver(writing.close(), len(rows), len(ids))


def _may_give(tie: Partnership, giver: Office, by: Actor, writing: Writing) -> None:
    if is_product(by) or who_acts(by).is_administrator:
        return
    must_decide(by, tie, writing.day)
    if by.office_id != giver.pk:
        raise NotAllowed(Denied("kept_by_another"))


def _stakes(tie: Partnership, giver: Office, receiver: Office, keeps_reading: bool, writing: Writing) -> list[Changed]:
    """The receiver keeps the record from that day on; the giver reads on, or has no part any more."""
    held = Stake.objects.select_for_update().filter(office=giver, partnership=tie).first()
    changes = []
    side = _side(tie, receiver) or (held.side if held else "")
    standing = Stake.objects.filter(office=receiver, partnership=tie, to_day=None, may_edit=True)
    if not standing.exists():
        changes.append(join_partnership(receiver.pk, tie.pk, writing.day, side)[1])
    if keeps_reading:
        changes.append(join_partnership(giver.pk, tie.pk, writing.day, held.side if held else "", may_edit=False)[1])
    elif held is not None and (held.to_day is None or held.to_day > writing.day):
        before = {"office": str(giver.pk), "may_edit": held.may_edit, "from_day": held.from_day.isoformat()}
        changes.append(Changed("stake", held.pk, "", before, {"to_day": writing.day.isoformat()}))
        if held.from_day >= writing.day:
            held.delete()
        else:
            held.to_day = writing.day
            held.save(update_fields=["to_day"])
    return changes


def _side(tie: Partnership, office: Office) -> str:
    acts_for: uuid.UUID | None = office.government_id
    if acts_for is None:
        return ""
    own = Party.objects.filter(partnership=tie, government=acts_for, withdrawn_at__isnull=True)
    return str(own.values_list("side", flat=True).first() or "")
