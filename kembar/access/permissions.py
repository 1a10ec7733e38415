"""Who may do what? One answer with its reason: ``Allowed`` or ``Denied(reason)``, falsy when denied.

Denied carries a reason code that a page turns into a sentence. A stranger to a record is told nothing about it (404);
a member without the right is told why (403).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

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
    """One of: sign_in, role, stake."""

    def __bool__(self) -> bool:
        return False


Answer = Allowed | Denied


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
