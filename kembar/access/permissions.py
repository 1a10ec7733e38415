"""Who may do what? One answer with its reason: ``Allowed`` or ``Denied(reason)``, falsy when denied.

What a user may do on one record depends on the office acted for: ``Who`` lists the offices, and each subject's own
``permissions.py`` asks it. Denied carries a reason code that a page turns into a sentence. A stranger to a record is
told nothing about it (404); a member without the right is told why (403).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.core.exceptions import PermissionDenied

from kembar.access.roles import ADMINISTRATOR, PUBLIC_READER, ROLES, Permission


class Someone(Protocol):
    """What the rules need of a user: anonymous users satisfy it too."""

    is_authenticated: bool
    is_superuser: bool


@dataclass(frozen=True)
class Allowed:
    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Denied:
    reason: str
    """One of: sign_in; role (it does not give the right); no_office (acts for none); stake (no part in the record,
    so a stranger); reads_only (the stake is to read); kept_by_another (another office's entry); casebook (told by
    documents, kept in files); withdrawn; confidential (drafts and contacts, kept from a ministry)."""

    def __bool__(self) -> bool:
        return False


Answer = Allowed | Denied


class NotAllowed(PermissionDenied):
    """An action was asked by somebody who may not; ``denied`` says why. A view that lets it pass answers 403."""

    def __init__(self, denied: Denied) -> None:
        self.denied = denied
        super().__init__(denied.reason)


@dataclass(frozen=True)
class Desk:
    """A user's place in one office: what the role permits there, and what a ministry's scope covers."""

    office: uuid.UUID
    kind: str
    permissions: frozenset[Permission]
    countries: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()

    def covers(self, country: str, level: str) -> bool:
        """Whether a government lies in a ministry's scope; no countries means none, no levels means every level."""
        return self.kind == "ministry" and country in self.countries and (not self.levels or level in self.levels)


@dataclass(frozen=True)
class Who:
    """Somebody who asks: signed in or not, running the instance or not, and the desks held.

    ``day``: the day on which the stakes of the desks are asked for; without one they give nothing to read.
    """

    is_signed_in: bool = False
    is_administrator: bool = False
    desks: tuple[Desk, ...] = ()
    day: date | None = None

    def at(self, permission: Permission) -> tuple[Desk, ...]:
        """The desks that give a permission."""
        return tuple(desk for desk in self.desks if permission in desk.permissions)

    def denied(self) -> Denied:
        """Why somebody without the permission has none: not signed in, in no office, or in another role."""
        if not self.is_signed_in:
            return Denied("sign_in")
        return Denied("role" if self.desks else "no_office")


ANYBODY = Who()
"""Who is not signed in."""
EVERYTHING = Who(is_signed_in=True, is_administrator=True)
"""Who reads everything: the operator on the command line, and what is derived for nobody's eyes."""


def permissions_of(user: Someone, roles: Iterable[str] = ()) -> frozenset[Permission]:
    """All that a user may do anywhere, from the role codes of the memberships held."""
    if user.is_authenticated and user.is_superuser:
        return ADMINISTRATOR
    granted: frozenset[Permission] = PUBLIC_READER
    for code in roles:
        granted = granted | ROLES[code].permissions
    return granted


def may(user: Someone, permission: Permission, roles: Iterable[str] = ()) -> Answer:
    """Whether a user holding ``roles`` has ``permission``; who is not signed in is told to sign in."""
    if permission in permissions_of(user, roles):
        return Allowed()
    return Denied("role" if user.is_authenticated else "sign_in")
