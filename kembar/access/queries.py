"""Which offices does somebody work for, in which role, and what have those offices a part in?"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from kembar.access.models import Invitation, Membership, Office, Stake, User
from kembar.access.permissions import Denied, Desk, NotAllowed, Who
from kembar.access.roles import ADMINISTRATOR, ROLES, Permission
from kembar.audit.actors import Actor


def who_is(user: Any, *, office: uuid.UUID | None = None, day: date | None = None) -> Who:
    """A user with all desks held, or with the one at ``office`` alone. Causes one query for who is signed in.

    ``day``: today, for who is going to read (a view asks ``guards.reader``); the desks' stakes are those of that day.
    """
    if not user.is_authenticated:
        return Who(day=day)
    held = Membership.objects.filter(user_id=user.pk).select_related("office")
    if office is not None:
        held = held.filter(office_id=office)
    return who_holds(user, held, day)


def who_holds(user: Any, memberships: Iterable[Membership], day: date | None = None) -> Who:
    """A user who is signed in, with the desks of memberships that are read already, the oldest first."""
    held = sorted(memberships, key=lambda one: (one.created_at, one.pk))
    desks = tuple(desk_of(one, is_administrator=user.is_superuser) for one in held)
    return Who(True, user.is_superuser, desks, day)


def who_acts(by: Actor) -> Who:
    """The rights an actor acts with: those at the office acted for alone. Causes two queries.

    An account that no longer exists has none; the product itself is asked for nothing (see ``is_product``).
    """
    user = User.objects.filter(pk=by.user_id, is_active=True).first() if by.user_id is not None else None
    if user is None:
        return Who()
    if by.office_id is None:
        return Who(True, user.is_superuser)
    return who_is(user, office=by.office_id)


def is_product(by: Actor) -> bool:
    """Whether the product acts on its own: no account and no office."""
    return by.user_id is None and by.office_id is None


def must_administer(by: Actor) -> None:
    """Raises NotAllowed unless the product itself or whoever administers the instance acts. Causes two queries."""
    who = who_acts(by)
    if not (is_product(by) or who.is_administrator):
        raise NotAllowed(Denied("role" if who.is_signed_in else "sign_in"))


def actor_of(user: User, office: Office | None = None) -> Actor:
    """Who history names when a user acts, for an office or for none."""
    return Actor(user.get_full_name() or user.get_username(), user.pk, office.id if office else None)


def offices_of(user: Any) -> QuerySet[Office]:
    """The offices a user works for, by name."""
    return Office.objects.filter(memberships__user_id=user.pk).order_by("name", "id")


def standing_stakes(day: date) -> QuerySet[Stake]:
    """The stakes that hold on a day."""
    return Stake.objects.filter(Q(to_day__isnull=True) | Q(to_day__gt=day), from_day__lte=day)


def stakes_of(user: Any, day: date) -> QuerySet[Stake]:
    """What the offices of a user have a part in on a day."""
    return standing_stakes(day).filter(office__memberships__user_id=user.pk).select_related("office")


def stakes_in(partnership_id: uuid.UUID, day: date) -> Mapping[uuid.UUID, bool]:
    """The offices with a part in a partnership on a day, each with whether it may edit. Causes one query."""
    rows = standing_stakes(day).filter(partnership_id=partnership_id)
    return dict(rows.values_list("office_id", "may_edit"))


def desk_of(held: Membership, *, is_administrator: bool) -> Desk:
    """The desk that a membership, read with its office, gives."""
    office = held.office
    permissions = ADMINISTRATOR if is_administrator else ROLES[held.role].permissions
    if office.kind == "ministry" and Permission.MANAGE_OFFICE in permissions:
        permissions = permissions | {Permission.READ_SCOPE}  # who heads a ministry's desk sees what the desk sees
    return Desk(
        office.id,
        office.kind,
        permissions,
        frozenset(office.scope_countries),
        frozenset(office.scope_levels),
    )


def hash_of_token(token: str) -> str:
    """What is kept of the secret part of a link: 128 random bits and more need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_by(token: str) -> Invitation | None:
    """The invitation that a link means, in whatever state; causes one query."""
    found = Invitation.objects.filter(token_hash=hash_of_token(token))
    return found.select_related("office").first()


def sessions_of(user: User, at: datetime) -> list[str]:
    """The keys of the sessions in which an account is signed in. Reads every session that holds: there are few."""
    rows = Session.objects.filter(expire_date__gt=at)
    return [one.session_key for one in rows if one.get_decoded().get("_auth_user_id") == str(user.pk)]
