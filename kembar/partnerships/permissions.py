"""Who may read, keep and decide on one record?

A case told by documents is public, and nobody changes it: its files do. Of a live record everybody reads the public
part, unless its offices keep the record to themselves; the offices with a stake read and keep the whole; a ministry
reads what lies in its scope, without drafts and contacts. A withdrawn record is there for its offices alone. Whoever
administers the instance reads everything, and writes only as a member of an office, since every entry is some office's
word.

Pure: what a user is (``Who``) and what the record is (``RecordFacts``) come in, ``Allowed`` or ``Denied`` comes out.
``queries/rights.py`` reads both from the tables; ``queries/reading.py`` asks the same of many rows at once, in SQL.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kembar.access.permissions import Allowed, Answer, Denied, Desk, Who
from kembar.access.roles import Permission


class Part(StrEnum):
    """The parts of a record, each for fewer readers than the one before."""

    PUBLIC = "public"
    """Parties, form, papers that were signed and what ended them, fields, activities done that the office published."""
    RECORD = "record"
    """The rest, but for what follows: promises, obstacles, verdicts, motives, what is planned, signals."""
    CONFIDENTIAL = "confidential"
    """Drafts and contacts."""


@dataclass(frozen=True)
class RecordFacts:
    """What the rules need of a partnership. ``stakes``: office -> may it edit; ``parties``: country, level."""

    origin: str
    is_withdrawn: bool = False
    stakes: Mapping[uuid.UUID, bool] = field(default_factory=dict)
    parties: tuple[tuple[str, str], ...] = ()
    is_published: bool = True


def may_read(who: Who, record: RecordFacts, part: Part = Part.PUBLIC) -> Answer:
    """Whether somebody may read a part of a record. ``Denied("stake")`` is a stranger, to whom nothing is told."""
    if who.is_administrator:
        return Allowed()
    is_open = record.origin == "casebook" or (part == Part.PUBLIC and record.is_published)
    if is_open and not record.is_withdrawn:
        return Allowed()
    inside = [desk for desk in who.desks if desk.office in record.stakes]
    if any(Permission.READ_OFFICE in desk.permissions for desk in inside):
        return Allowed()
    if not record.is_withdrawn and any(_oversees(desk, record) for desk in who.at(Permission.READ_SCOPE)):
        return Denied("confidential") if part == Part.CONFIDENTIAL else Allowed()
    if not who.is_signed_in:
        return Denied("sign_in")
    return Denied("role" if inside else "stake")


def part_read(who: Who, record: RecordFacts) -> Part | None:
    """The largest part of a record that somebody may read; None for a stranger to whom nothing is told."""
    parts = (Part.CONFIDENTIAL, Part.RECORD, Part.PUBLIC)
    return next((part for part in parts if may_read(who, record, part)), None)


PUBLIC_EVENTS = frozenset({"began", "renewed", "termination", "lapse"})
"""What makes a signed paper hold or no longer hold: without it the public would be told that a tie is in force that
was ended. What one side alone decided, what fell asleep or was dropped is the offices' own."""
PUBLIC_KINDS = frozenset({"Partnership", "Party"})
OF_A_PAPER = frozenset({"InstrumentNumber", "Signature", "LanguageText", "InstrumentField", "Objective", "CostShare"})
PUBLIC_COLUMNS_HIDDEN: Mapping[str, frozenset[str]] = {
    "Partnership": frozenset({"verdict"}),
    "Instrument": frozenset({"note", "text_contents"}),
    "Activity": frozenset({"paid", "paid_by", "evaluated", "reason", "commitment"}),
    "Event": frozenset({"title"}),
}
"""What is not told to the public of a row that is: remarks of the office, and what signals judge by."""


def is_hidden(row: Any, column: str) -> bool:
    """Whether the public is not told a column of a row that is public."""
    return column in PUBLIC_COLUMNS_HIDDEN.get(type(row).__name__, ())


def part_of_row(row: Any) -> Part:
    """The part of its record that a row belongs to; what belongs to a paper or an activity goes with it."""
    kind = type(row).__name__
    if kind in PUBLIC_KINDS:
        return Part.PUBLIC
    if kind in OF_A_PAPER:
        return part_of_row(row.instrument)
    if kind == "Instrument":
        return Part.CONFIDENTIAL if row.status == "draft" else Part.PUBLIC
    if kind == "Activity":
        return Part.PUBLIC if row.is_published and row.status == "done" else Part.RECORD
    if kind == "Participant":
        return part_of_row(row.activity)
    if kind == "Event":
        return Part.PUBLIC if row.kind in PUBLIC_EVENTS and row.field_id is None else Part.RECORD
    if kind == "Commitment" and row.instrument_id is not None:
        return max(Part.RECORD, part_of_row(row.instrument), key=PARTS.index)
    if kind == "Contact" or (kind == "KeptSpan" and row.kind == "contacts"):
        return Part.CONFIDENTIAL
    return Part.RECORD


PARTS = (Part.PUBLIC, Part.RECORD, Part.CONFIDENTIAL)
"""From the part for everybody to that for the offices alone; who reads one reads those before it."""


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
