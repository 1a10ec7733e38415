"""Which form is this, and to whom was it given? A mark in every form that writes.

The mark makes three things safe: a form sent twice writes once (its ``batch`` is the same both times), what was typed
into a form that came back after the session ended is shown again to whom it belongs alone, and a form whose safety mark
is missing is offered again only where the product itself had made it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.core import signing

NAME = "form-mark"
SALT = "kembar.access.form-mark"
_BATCHES = uuid.UUID("6b656d62-6172-4664-8d61-726b73000001")


@dataclass(frozen=True)
class Mark:
    """One form as it was given out: to which user, under which token."""

    user: int
    token: str

    @property
    def batch(self) -> uuid.UUID:
        """The batch under which everything that this form writes stands in history; nobody else can name it."""
        return uuid.uuid5(_BATCHES, f"{self.user}:{self.token}")


def new_mark(user: Any) -> str:
    """A mark for one showing of a form to a user."""
    return signing.dumps([user.pk, uuid.uuid4().hex], salt=SALT)


def mark_in(post: Any) -> Mark | None:
    """The mark of a form that was sent, None where it has none or one that is not ours."""
    try:
        user, token = signing.loads(post.get(NAME, ""), salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return Mark(int(user), str(token))
