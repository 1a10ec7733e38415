"""Who may read, keep and decide on one record?

A case told by documents is public, and nobody changes it: its files do. Of a live record everybody reads the public
part; the offices with a stake read and keep the whole; a ministry reads what lies in its scope, without drafts and
contacts. A withdrawn record is there for its offices alone. Whoever administers the instance reads everything, and
writes only as a member of an office, since every entry is some office's word.

Pure: what a user is (``Who``) and what the record is (``RecordFacts``) come in, ``Allowed`` or ``Denied`` comes out.
``queries/rights.py`` reads both from the tables.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kembar.access.permissions import Allowed, Answer, Denied, Desk, Who
from kembar.access.roles import Permission


class Part(StrEnum):
    """The parts of a record, each for fewer readers than the one before."""

    PUBLIC = "public"
    """Parties, form, instruments in force, fields, delivered activities that the office published."""
    RECORD = "record"
    """The rest, but for what follows: obstacles, verdicts, history, signals."""
    CONFIDENTIAL = "confidential"
    """Drafts and contacts."""


@dataclass(frozen=True)
class RecordFacts:
    """What the rules need of a partnership. ``stakes``: office -> may it edit; ``parties``: country, level."""

    origin: str
    is_withdrawn: bool = False
    stakes: Mapping[uuid.UUID, bool] = field(default_factory=dict)
    parties: tuple[tuple[str, str], ...] = ()


def may_read(who: Who, record: RecordFacts, part: Part = Part.PUBLIC) -> Answer:
    """Whether somebody may read a part of a record. ``Denied("stake")`` is a stranger, to whom nothing is told."""
    if who.is_administrator:
        return Allowed()
    if not record.is_withdrawn and (record.origin == "casebook" or part == Part.PUBLIC):
        return Allowed()
    inside = [desk for desk in who.desks if desk.office in record.stakes]
    if any(Permission.READ_OFFICE in desk.permissions for desk in inside):
        return Allowed()
    if not record.is_withdrawn and any(_oversees(desk, record) for desk in who.at(Permission.READ_SCOPE)):
        return Denied("confidential") if part == Part.CONFIDENTIAL else Allowed()
    if not who.is_signed_in:
        return Denied("sign_in")
    return Denied("role" if inside else "stake")


def may_edit(who: Who, record: RecordFacts) -> Answer:
    """Whether somebody may add to a record and change what the own office entered."""
    return _may_write(who, record, Permission.WRITE_RECORD)


def may_decide(who: Who, record: RecordFacts) -> Answer:
    """Whether somebody may say which statement stands, withdraw, restore and undo, for the own office's entries."""
    return _may_write(who, record, Permission.DECIDE)


def may_edit_shared(who: Who) -> Answer:
    """Whether somebody may add governments, organisations, people and counts, which belong to no one partnership."""
    return Allowed() if who.at(Permission.WRITE_RECORD) else who.denied()


def may_decide_shared(who: Who) -> Answer:
    """As ``may_edit_shared``, to decide on the own office's entries there."""
    return Allowed() if who.at(Permission.DECIDE) else who.denied()


def _may_write(who: Who, record: RecordFacts, permission: Permission) -> Answer:
    if not who.is_signed_in:
        return Denied("sign_in")
    if not who.desks:
        return Denied("no_office")
    inside = [desk for desk in who.desks if desk.office in record.stakes]
    if record.origin == "casebook":
        return Denied("casebook")
    if not inside:
        return Denied("stake")
    if not any(permission in desk.permissions for desk in inside):
        return Denied("role")
    if not any(permission in desk.permissions and record.stakes[desk.office] for desk in inside):
        return Denied("reads_only")
    return Allowed()


def _oversees(desk: Desk, record: RecordFacts) -> bool:
    return any(desk.covers(country, level) for country, level in record.parties)
