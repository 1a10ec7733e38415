"""For which office does the reader act? The one chosen, else the first by name; asked once a request."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from kembar.access.actors import Actor
from kembar.access.models import Membership, Office
from kembar.access.permissions import Who
from kembar.access.queries import actor_of, who_is
from kembar.access.roles import Permission

CHOSEN = "office"
"""Where the session keeps the id of the office chosen."""


@dataclass(frozen=True)
class Acting:
    """Somebody signed in, and the memberships held. ``membership`` is the one acted on; None: of no office."""

    user: Any
    memberships: tuple[Membership, ...] = ()
    membership: Membership | None = None

    @property
    def office(self) -> Office | None:
        return self.membership.office if self.membership else None

    @property
    def role(self) -> str:
        return self.membership.role if self.membership else ""

    @property
    def others(self) -> tuple[Office, ...]:
        """The other offices that the reader could act for."""
        return tuple(one.office for one in self.memberships if one is not self.membership)

    @property
    def actor(self) -> Actor:
        """Who history names. Only for who is signed in."""
        return actor_of(self.user, self.office)

    @property
    def who(self) -> Who:
        """The rights held, at the office acted for alone. Causes one query."""
        return who_is(self.user, office=self.office.id) if self.office else who_is(self.user)

    def may(self, permission: Permission) -> bool:
        """Whether the role at the office acted for gives a right. Causes one query."""
        return bool(self.who.at(permission))


def acting(request: HttpRequest) -> Acting:
    """For which office the reader of this request acts. Causes one query the first time, for who is signed in."""
    found: Acting | None = getattr(request, "_acting", None)
    user = getattr(request, "user", None)
    if found is not None and found.user == user:
        return found
    if user is None or not user.is_authenticated:
        return Acting(user)
    held = Membership.objects.filter(user_id=user.pk).select_related("office__government__seat__country")
    memberships = tuple(held.defer("office__government__seat__alternate_names").order_by("office__name", "office_id"))
    chosen = request.session.get(CHOSEN)
    current = next((one for one in memberships if str(one.office_id) == chosen), None)
    found = Acting(user, memberships, current or next(iter(memberships), None))
    request._acting = found  # type: ignore[attr-defined]
    return found


def choose(request: HttpRequest, office_id: uuid.UUID) -> None:
    """This will let the session act for another office from now on."""
    request.session[CHOSEN] = str(office_id)
    if hasattr(request, "_acting"):
        del request._acting
