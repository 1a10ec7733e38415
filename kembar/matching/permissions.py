"""May somebody read, write or decide in an office's search for a partner? It is that office's alone."""

from __future__ import annotations

import uuid

from kembar.access.permissions import Allowed, Answer, Denied, Who
from kembar.access.roles import Permission


def may_in_office(who: Who, office: uuid.UUID, permission: Permission) -> Answer:
    """Members by their role; whoever administers the instance may read. To all others it is not there (`stake`)."""
    desk = next((desk for desk in who.desks if desk.office == office), None)
    if desk is not None:
        return Allowed() if permission in desk.permissions else Denied("role")
    if who.is_administrator:
        return Allowed() if permission is Permission.READ_OFFICE else Denied("no_office")
    return Denied("stake" if who.is_signed_in else "sign_in")
