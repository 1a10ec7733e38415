"""Writing who works here: accounts, offices and memberships."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.text import slugify

from kembar.access.models import Membership, Office, User
from kembar.access.permissions import NotAllowed
from kembar.access.queries import is_product, must_administer, who_acts
from kembar.access.refusals import Refused
from kembar.access.roles import ROLES, Permission
from kembar.audit.actions import Changed, record
from kembar.audit.actors import Actor

OPERATOR = "operator"
RESERVED = {"baru", "pilih"}
"""Addresses below those of offices that are no office."""
HEAD_CHANGES = {"name", "country_code", "languages"}
"""What the head of an office changes alone."""


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
    must_administer(by)
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
    acts_for = {"government": _plain(government)} if government is not None else {}
    changes = [Changed("office", office.id, after={**values, **acts_for, "slug": office.slug})]
    if head is not None:
        changes.append(join_office(office, head, "head", by, at))
    record(action="office.create", by=by, at=at, changes=changes, record_kind="office", record_id=office.id, why=why)
    return office


@transaction.atomic
def add_member(*, office: Office, user: User, role: str, by: Actor, at: datetime, why: str = "") -> Membership:
    """This will give a user a role in an office, in place of the one held there. For its head, or an administrator.

    Raises Refused when the office would be left without a head.
    """
    must_manage(by, office)
    lock_office(office)
    if role != "head":
        _keeps_a_head(office, but=user)
    change = join_office(office, user, role, by, at)
    record(
        action="office.add_member", by=by, at=at, changes=[change], record_kind="office", record_id=office.id, why=why
    )
    return Membership.objects.get(office=office, user=user)


@transaction.atomic
def end_member(*, office: Office, user: User, by: Actor, at: datetime, why: str = "") -> None:
    """This will end a membership; what was entered stays the office's. For its head, an administrator, and oneself.

    Raises Refused when nobody would be left to lead the office, or when there is no such membership.
    """
    if by.user_id is None or by.user_id != user.pk:
        must_manage(by, office)
    lock_office(office)
    held = Membership.objects.filter(office=office, user=user).first()
    if held is None:
        raise Refused("no_member")
    _keeps_a_head(office, but=user)
    change = Changed("membership", held.id, "", {"user": user.pk, "role": held.role}, None)
    held.delete()
    record(
        action="office.end_member", by=by, at=at, changes=[change], record_kind="office", record_id=office.id, why=why
    )


@transaction.atomic
def change_office(
    *, office: Office, values: Mapping[str, Any], by: Actor, at: datetime, why: str = ""
) -> list[Changed]:
    """This will change what an office is called, where it stands and what it covers, and return what changed.

    For its head, or an administrator; its government, its kind and its scope are an administrator's to change, since
    they decide what it sees.
    """
    must_manage(by, office)
    locked = lock_office(office)
    before = {name: _plain(getattr(locked, name)) for name in values}
    changes = [
        Changed("office", office.id, name, before[name], _plain(value))
        for name, value in values.items()
        if _plain(value) != before[name]
    ]
    if {one.attribute for one in changes} - HEAD_CHANGES and not is_product(by):
        must_administer(by)
    if not changes:
        return []
    for one in changes:
        setattr(locked, one.attribute, values[one.attribute])
    locked.save(update_fields=[one.attribute for one in changes])
    record(action="office.change", by=by, at=at, changes=changes, record_kind="office", record_id=office.id, why=why)
    return changes


def must_manage(by: Actor, office: Office) -> None:
    """Refuses (NotAllowed) who neither heads the office nor administers the instance."""
    who = who_acts(by)
    is_head = any(desk.office == office.id for desk in who.at(Permission.MANAGE_OFFICE))
    if not (is_product(by) or who.is_administrator or is_head):
        raise NotAllowed(who.denied())


def lock_office(office: Office) -> Office:
    """The office as it stands, held until the transaction ends: two heads cannot remove each other at once."""
    return Office.objects.select_for_update().get(pk=office.pk)


def _keeps_a_head(office: Office, *, but: User) -> None:
    heads = Membership.objects.filter(office=office, role="head")
    if heads.filter(user=but).exists() and not heads.exclude(user=but).exists():
        raise Refused("last_head")


def _plain(value: Any) -> Any:
    """A value as history keeps it."""
    return str(value.pk) if isinstance(value, models.Model) else list(value) if isinstance(value, tuple) else value


def join_office(office: Office, user: User, role: str, by: Actor, at: datetime) -> Changed:
    """This will write a membership, in the caller's transaction, and return what to audit."""
    if role not in ROLES:
        raise ValueError(f"there is no role {role!r}; there are: {', '.join(ROLES)}")
    held = Membership.objects.select_for_update().filter(office=office, user=user).first()
    before = {"user": user.pk, "role": held.role} if held else None
    if held is None:
        held = Membership(office=office, user=user, created_at=at, created_by=by.label)
    held.role = role
    held.save()
    return Changed("membership", held.id, "", before, {"user": user.pk, "role": role})


def _free_slug(name: str) -> str:
    base = slugify(name)[:70] or "kantor"
    taken = RESERVED | set(Office.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug for slug in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))) if slug not in taken
    )
