"""Writing which office has a part in which partnership, from which day to which day."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kembar.access.models import Office, Stake
from kembar.access.permissions import Denied, NotAllowed
from kembar.access.queries import is_product, stakes_in, who_acts
from kembar.access.refusals import Refused
from kembar.access.roles import Permission
from kembar.audit.actions import Changed, record
from kembar.audit.actors import Actor


@transaction.atomic
def grant_stake(
    *,
    office: Office,
    partnership_id: uuid.UUID,
    from_day: date,
    side: str = "",
    may_edit: bool = True,
    by: Actor,
    at: datetime,
    why: str = "",
) -> Stake:
    """This will give an office a part in a partnership from a day on; one it had before begins anew.

    For an office that decides there already, for whoever administers the instance, and for the product.
    """
    _must_decide(by, partnership_id, at)
    stake, change = join_partnership(office.id, partnership_id, from_day, side, may_edit)
    _record_stake("stake.grant", stake, change, by, at, why)
    return stake


@transaction.atomic
def end_stake(*, stake: Stake, to_day: date, by: Actor, at: datetime, why: str) -> Stake:
    """This will end an office's part in a partnership: ``to_day`` is the first day on which it no longer holds.

    Raises Refused("last_keeper") where nobody would keep the record then: it is handed over instead.
    """
    _must_decide(by, stake.partnership_id, at)
    locked = Stake.objects.select_for_update().get(pk=stake.pk)
    keeping = Stake.objects.filter(partnership=locked.partnership_id, may_edit=True, to_day=None)
    if locked.may_edit and not keeping.exclude(pk=locked.pk).exists() and not is_product(by):
        raise Refused("last_keeper")
    before = _stake_values(locked)
    if to_day <= locked.from_day:  # it held on no day
        locked.delete()
        _record_stake("stake.end", stake, Changed("stake", stake.pk, before=before), by, at, why)
        return stake
    locked.to_day = to_day
    locked.save(update_fields=["to_day"])
    _record_stake("stake.end", locked, Changed("stake", locked.id, "", before, _stake_values(locked)), by, at, why)
    return locked


def join_partnership(
    office_id: uuid.UUID, partnership_id: uuid.UUID, from_day: date, side: str, may_edit: bool = True
) -> tuple[Stake, Changed]:
    """This will write a stake, in the caller's transaction, and return what to audit."""
    stake = Stake.objects.select_for_update().filter(office_id=office_id, partnership_id=partnership_id).first()
    before = _stake_values(stake) if stake else None
    stake = stake or Stake(office_id=office_id, partnership_id=partnership_id)
    stake.from_day, stake.to_day, stake.side, stake.may_edit = from_day, None, side, may_edit
    stake.save()
    return stake, Changed("stake", stake.id, "", before, _stake_values(stake))


def _record_stake(action: str, stake: Stake, change: Changed, by: Actor, at: datetime, why: str) -> None:
    kind, key = "partnership", stake.partnership_id
    record(action=action, by=by, at=at, changes=[change], record_kind=kind, record_id=key, why=why)


def _stake_values(stake: Stake) -> dict[str, Any]:
    return {
        "office": str(stake.office_id),
        "partnership": str(stake.partnership_id),
        "side": stake.side,
        "may_edit": stake.may_edit,
        "from_day": stake.from_day.isoformat(),
        "to_day": stake.to_day.isoformat() if stake.to_day else None,
    }


def _must_decide(by: Actor, partnership_id: uuid.UUID, at: datetime) -> None:
    who = who_acts(by)
    if is_product(by) or who.is_administrator:
        return
    desks = who.at(Permission.DECIDE)
    if not desks:
        raise NotAllowed(who.denied())
    stakes = stakes_in(partnership_id, timezone.localdate(at))
    if not any(stakes.get(desk.office) for desk in desks):
        raise NotAllowed(Denied("stake"))
