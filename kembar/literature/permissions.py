"""Who may see, change, publish and remove a corpus?

The casebook's corpora and published ones are for everybody. Any other is for the members of its office, or for its
owner alone where it has none; who is neither is told nothing of it (404). Members of the office, researchers among
them, add files; publishing and removing is for who brought it in and for who decides in the office.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Protocol

from kembar.access.permissions import Allowed, Answer, Denied, Who
from kembar.access.roles import Permission


class Held(Protocol):
    """What the rules need of a corpus."""

    origin: str
    is_published: bool
    office_id: uuid.UUID | None
    owner_id: int | None


@dataclass(frozen=True)
class Asker:
    """Somebody with the id of the account, None for who is not signed in."""

    who: Who
    user_id: int | None = None

    def is_member(self, office: uuid.UUID | None) -> bool:
        return office is not None and any(desk.office == office for desk in self.who.desks)

    def decides(self, office: uuid.UUID | None) -> bool:
        return office is not None and any(desk.office == office for desk in self.who.at(Permission.DECIDE))


def may_see(asker: Asker, corpus: Held) -> Answer:
    """Whether somebody may read a corpus; ``stake`` means a stranger, to whom it does not exist."""
    if corpus.origin == "casebook" or corpus.is_published or _belongs(asker, corpus):
        return Allowed()
    return Denied("stake")


def may_bring(asker: Asker) -> Answer:
    """Whether somebody may bring a corpus in: whoever is signed in."""
    return Allowed() if asker.who.is_signed_in else Denied("sign_in")


def may_change(asker: Asker, corpus: Held) -> Answer:
    """Whether somebody may add files, read anew, change title and description."""
    return _own(asker, corpus, _belongs(asker, corpus))


def may_decide(asker: Asker, corpus: Held) -> Answer:
    """Whether somebody may publish, take back and remove it."""
    is_owner = asker.user_id is not None and asker.user_id == corpus.owner_id
    return _own(asker, corpus, is_owner or asker.decides(corpus.office_id) or asker.who.is_administrator)


def _own(asker: Asker, corpus: Held, is_own: bool) -> Answer:
    if corpus.origin == "casebook":
        return Denied("casebook")
    if is_own:
        return Allowed()
    if not asker.who.is_signed_in:
        return Denied("sign_in")
    return Denied("role" if asker.is_member(corpus.office_id) else "stake")


def _belongs(asker: Asker, corpus: Held) -> bool:
    if corpus.origin == "casebook":
        return False
    if asker.who.is_administrator or asker.is_member(corpus.office_id):
        return True
    return asker.user_id is not None and asker.user_id == corpus.owner_id
