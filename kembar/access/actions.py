"""Writing who works here: accounts, offices, memberships, and the offices' stakes in partnerships."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from kembar.access.models import Membership, Office, Stake, User
from kembar.access.permissions import Denied, NotAllowed
from kembar.access.queries import is_product, stakes_in, who_acts
from kembar.access.roles import ROLES, Permission
from kembar.audit.actions import Changed, record
from kembar.audit.actors import Actor

OPERATOR = "operator"


@transaction.atomic
def operator(*, by: Actor, at: datetime) -> User:
    """This will return the instance's operator, making the account, without a password, the first time.

    Refreshing ``date_joined`` is not wanted; ``at`` is when the account is made.
    """
    user, made = User.objects.get_or_create(
        username=OPERATOR, defaults={"is_superuser": True, "is_staff": True, "date_joined": at}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


@transaction.atomic
def create_office(
    *,
    name: str,
    kind: str = "city",
    government: Any = None,
    country_code: str = "",
    languages: Iterable[str] = ("id",),
    scope_countries: Iterable[str] = (),
    scope_levels: Iterable[str] = (),
    head: User | None = None,
    by: Actor,
    at: datetime,
    why: str = "",
) -> Office:
    """This will make an office and, where ``head`` is given, its first member. For who administers the instance."""
    _must_administer(by)
    values = {
        "name": name,
        "kind": kind,
        "country_code": country_code,
        "languages": list(languages),
        "scope_countries": list(scope_countries),
        "scope_levels": list(scope_levels),
    }
    office = Office.objects.create(
        **values, slug=_free_slug(name), government=government, created_at=at, created_by=by.label
    )
    changes = [Changed("office", office.id, after={**values, "slug": office.slug})]
    if head is not None:
        changes.append(_join(office, head, "head", by, at))
    record(action="office.create", by=by, at=at, changes=changes, record_kind="office", record_id=office.id, why=why)
    return office


@transaction.atomic
def add_member(*, office: Office, user: User, role: str, by: Actor, at: datetime, why: str = "") -> Membership:
    """This will give a user a role in an office, in place of the one held there. For its head, or an administrator."""
    who = who_acts(by)
    is_head = any(desk.office == office.id for desk in who.at(Permission.MANAGE_OFFICE))
    if not (is_product(by) or who.is_administrator or is_head):
        raise NotAllowed(who.denied())
    change = _join(office, user, role, by, at)
    record(
        action="office.add_member", by=by, at=at, changes=[change], record_kind="office", record_id=office.id, why=why
    )
    return Membership.objects.get(office=office, user=user)


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
    """This will end an office's part in a partnership: ``to_day`` is the first day on which it no longer holds."""
    _must_decide(by, stake.partnership_id, at)
    locked = Stake.objects.select_for_update().get(pk=stake.pk)
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


def _join(office: Office, user: User, role: str, by: Actor, at: datetime) -> Changed:
    if role not in ROLES:
        raise ValueError(f"there is no role {role!r}; there are: {', '.join(ROLES)}")
    held = Membership.objects.select_for_update().filter(office=office, user=user).first()
    before = {"user": user.pk, "role": held.role} if held else None
    if held is None:
        held = Membership(office=office, user=user, created_at=at, created_by=by.label)
    held.role = role
    held.save()
    return Changed("membership", held.id, "", before, {"user": user.pk, "role": role})


def _must_administer(by: Actor) -> None:
    who = who_acts(by)
    if not (is_product(by) or who.is_administrator):
        raise NotAllowed(Denied("role" if who.is_signed_in else "sign_in"))


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


def _free_slug(name: str) -> str:
    base = slugify(name)[:70] or "kantor"
    taken = set(Office.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug for slug in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))) if slug not in taken
    )
