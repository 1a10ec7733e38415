"""Writing one's own account: name, address, language, password, and where one is signed in."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction

from kembar.access.models import User
from kembar.access.permissions import Denied, NotAllowed
from kembar.access.queries import sessions_of
from kembar.access.refusals import Refused
from kembar.audit.actions import record
from kembar.audit.actors import Actor


@transaction.atomic
def change_account(*, user: User, name: str, email: str, language: str, by: Actor, at: datetime) -> User:
    """This will change what an account says of its person. For the person alone. Raises Refused("email_taken")."""
    _must_be(user, by)
    if email and User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
        raise Refused("email_taken")
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.first_name, locked.last_name, locked.email, locked.language = name, "", email, language
    locked.save(update_fields=["first_name", "last_name", "email", "language"])
    record(action="account.change", by=by, at=at)  # the values are personal, and no entry rests on them
    return locked


@transaction.atomic
def set_password(*, user: User, password: str, by: Actor, at: datetime) -> User:
    """This will give an account a password, which signs it out everywhere else. Raises Refused("bad_password")."""
    _must_be(user, by)
    locked = User.objects.select_for_update().get(pk=user.pk)
    try:
        validate_password(password, locked)
    except ValidationError as error:
        raise Refused("bad_password", reasons=error.messages) from error
    locked.set_password(password)
    locked.save(update_fields=["password"])
    record(action="account.password", by=by, at=at)
    return locked


@transaction.atomic
def end_sessions(*, user: User, but: str, by: Actor, at: datetime) -> int:
    """This will sign an account out everywhere but in the session ``but``, and return in how many places."""
    _must_be(user, by)
    keys = [key for key in sessions_of(user, at) if key != but]
    Session.objects.filter(session_key__in=keys).delete()
    record(action="account.end_sessions", by=by, at=at)
    return len(keys)


def _must_be(user: User, by: Actor) -> None:
    if by.user_id != user.pk:
        raise NotAllowed(Denied("role"))
