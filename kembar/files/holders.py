"""To what can files be attached, and by whose rights are they read? Subjects that own records register a ``Holder``.

This room knows no partnerships: it asks whoever registered for the kind of record.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kembar.access.permissions import Answer, Who
from kembar.audit.actions import Changed
from kembar.audit.actors import Actor
from kembar.files.models import Attachment


@dataclass(frozen=True)
class Subject:
    """One thing on a record that a file can belong to. ``may_be_public``: a file of it may be published by choice;
    ``from_day``: before it the thing was not there (None: cannot be said)."""

    kind: str
    id: uuid.UUID
    label: str
    may_be_public: bool = False
    from_day: date | None = None
    is_confidential: bool = False
    """For the offices of the record alone, not for the ministry above."""
    stands: bool = True
    """A withdrawn row keeps its files, and gets no more."""


class Holder:
    """What this room asks of a kind of record. Every method but ``attached`` and ``refuses`` must be given."""

    kind: str

    def find(self, key: uuid.UUID) -> Any:
        """The record, or None."""
        raise NotImplementedError

    def title(self, record: Any) -> str:
        raise NotImplementedError

    def address(self, record: Any) -> str:
        """Where its page stands."""
        raise NotImplementedError

    def subjects(self, record: Any) -> list[Subject]:
        """What a file can belong to, standing or withdrawn rows alike, the record itself first."""
        raise NotImplementedError

    def may_read(self, who: Who, record: Any, of: Iterable[Attachment], day: date) -> dict[uuid.UUID, Answer]:
        """By attachment, whether somebody may read it."""
        raise NotImplementedError

    def may_attach(self, who: Who, record: Any, day: date) -> Answer:
        raise NotImplementedError

    def may_decide(self, who: Who, record: Any, day: date) -> Answer:
        """Whether somebody may publish and withdraw files of the own office."""
        raise NotImplementedError

    def refuses(self, record: Any, sha256: str) -> str:
        """The code of a reason not to take these bytes, empty where there is none."""
        return ""

    def attached(self, record: Any, made: Attachment, *, lines: int, by: Actor) -> list[Changed]:
        """This will write what a new file means to the record, in the caller's transaction."""
        return []


_holders: dict[str, Holder] = {}


def register(holder: Holder) -> None:
    """This will add a kind of record; subjects call it once, when Django starts."""
    _holders[holder.kind] = holder


def holder_of(kind: str) -> Holder | None:
    return _holders.get(kind)


def kinds() -> list[str]:
    return sorted(_holders)
