"""Inviting colleagues by a link that works once, and accepting it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from kembar.access.actions.offices import join_office, lock_office, must_manage
from kembar.access.models import Invitation, Membership, Office, User
from kembar.access.permissions import Denied, NotAllowed
from kembar.access.queries import actor_of, hash_of_token
from kembar.access.refusals import Refused
from kembar.access.roles import ROLES_BY_KIND
from kembar.audit.actions import Changed, record
from kembar.audit.actors import Actor

LASTS = timedelta(days=14)


@dataclass(frozen=True)
class Invited:
    """An invitation and the secret part of its link, which is kept nowhere."""

    invitation: Invitation
    token: str


@dataclass(frozen=True)
class NewPerson:
    """What somebody says who has no account yet."""

    username: str
    name: str
    password: str
    email: str = ""
    language: str = ""


@transaction.atomic
def invite(
    *, office: Office, role: str, by: Actor, at: datetime, name: str = "", email: str = "", why: str = ""
) -> Invited:
    """This will make a link by which somebody joins an office in a role. For its head, or an administrator."""
    must_manage(by, office)
    if role not in ROLES_BY_KIND[office.kind]:
        raise Refused("role_not_there")
    token = secrets.token_urlsafe(24)
    made = Invitation.objects.create(
        office=office,
        role=role,
        name=name,
        email=email,
        token_hash=hash_of_token(token),
        expires_at=at + LASTS,
        created_at=at,
        created_by=by.label,
    )
    _record("office.invite", made, by, at, None, {"role": role, "expires_at": made.expires_at.isoformat()}, why)
    return Invited(made, token)


@transaction.atomic
def renew_invitation(*, invitation: Invitation, by: Actor, at: datetime) -> Invited:
    """This will give an invitation a new link and a new term; the old link no longer works."""
    must_manage(by, invitation.office)
    locked = _open(invitation)
    token = secrets.token_urlsafe(24)
    before = {"expires_at": locked.expires_at.isoformat()}
    locked.token_hash, locked.expires_at = hash_of_token(token), at + LASTS
    locked.save(update_fields=["token_hash", "expires_at"])
    _record("office.renew_invitation", locked, by, at, before, {"expires_at": locked.expires_at.isoformat()})
    return Invited(locked, token)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Actor, at: datetime) -> None:
    """This will make a link that nobody used worthless."""
    must_manage(by, invitation.office)
    locked = _open(invitation)
    locked.withdrawn_at, locked.withdrawn_by = at, by.label
    locked.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _record("office.withdraw_invitation", locked, by, at, {"role": locked.role}, None)


@transaction.atomic
def accept_invitation(*, token: str, by: Actor, at: datetime, person: NewPerson | None = None) -> Membership:
    """This will make whoever holds the link a member: the account that acts, or a new one for ``person``.

    Raises Refused: no_invitation, used, withdrawn, expired, already_member, user_name_taken, email_taken, bad_password.
    """
    invitation = Invitation.objects.select_related("office").filter(token_hash=hash_of_token(token)).first()
    if invitation is None:
        raise Refused("no_invitation")
    invitation = _open(invitation, at)
    office = lock_office(invitation.office)
    if person is not None:
        user = _new_account(person, at)
        by = actor_of(user)
    else:
        found = User.objects.filter(pk=by.user_id, is_active=True).first() if by.user_id is not None else None
        if found is None:
            raise NotAllowed(Denied("sign_in"))
        user = found
    if Membership.objects.filter(office=office, user=user).exists():
        raise Refused("already_member")
    change = join_office(office, user, invitation.role, by, at)
    invitation.accepted_at, invitation.accepted_by = at, user
    invitation.name = invitation.email = ""  # the account says it better now, and it is kept once
    invitation.save(update_fields=["accepted_at", "accepted_by", "name", "email"])
    _record("office.accept_invitation", invitation, by, at, None, {"role": invitation.role}, also=[change])
    return Membership.objects.select_related("user", "office").get(office=office, user=user)


def _new_account(person: NewPerson, at: datetime) -> User:
    """An account that can sign in; called inside the accepting transaction alone."""
    if User.objects.filter(username__iexact=person.username).exists():
        raise Refused("user_name_taken")
    if person.email and User.objects.filter(email__iexact=person.email).exists():
        raise Refused("email_taken")
    user = User(
        username=person.username,
        first_name=person.name,
        email=person.email,
        language=person.language,
        date_joined=at,
    )
    try:
        user.full_clean(exclude=["password"])
        validate_password(person.password, user)
    except ValidationError as error:
        raise Refused("bad_password", reasons=error.messages) from error
    user.set_password(person.password)
    user.save()
    return user


def _open(invitation: Invitation, at: datetime | None = None) -> Invitation:
    """The invitation, held, where it was neither used nor withdrawn; with ``at`` also not expired."""
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("office").get(pk=invitation.pk)
    if locked.accepted_at is not None:
        raise Refused("used")
    if locked.withdrawn_at is not None:
        raise Refused("withdrawn")
    if at is not None and at >= locked.expires_at:
        raise Refused("expired", on=locked.expires_at)
    return locked


def _record(
    action: str,
    invitation: Invitation,
    by: Actor,
    at: datetime,
    before: Any,
    after: Any,
    why: str = "",
    also: list[Changed] | None = None,
) -> None:
    changes = [Changed("invitation", invitation.pk, "", before, after), *(also or ())]
    key = invitation.office_id
    record(action=action, by=by, at=at, changes=changes, record_kind="office", record_id=key, why=why)
