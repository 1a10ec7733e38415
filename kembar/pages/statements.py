"""What do sources say, line by line? One entry per row: its kind, what it is, and what the line tells of it.

A row of the register rests on many statements, one per attribute. A reader of a line wants to know what the line tells,
so the statements are put together again: by line, by record, by row; what an earlier line told is not said twice.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from kembar.evidence.catalogue import kinds
from kembar.evidence.models import Statement
from kembar.pages import show

TITLE: Mapping[str, tuple[str, ...]] = {
    "instrument": ("kind", "date"),
    "activity": ("title",),
    "event": ("title",),
    "contact": ("subject", "kind"),
    "party": ("government", "organisation", "unnamed"),
    "signature": ("person", "office"),
    "instrument_field": ("field",),
    "participant": ("organisation", "person", "government", "text"),
    "tenure": ("person", "title"),
    "link": ("other",),
    "offer_candidate": ("government",),
    "number": ("number",),
    "language_text": ("language",),
    **dict.fromkeys(("commitment", "obstacle", "verdict", "motive", "hypothesis", "revival"), ("text",)),
    **dict.fromkeys(("objective", "tally", "name", "cost_share", "offer"), ("text",)),
}
"""Which attributes say what a row is; records themselves (a partnership, a government) are named by their link."""
TOGETHER = {"instrument", "signature", "tenure"}
"""Kinds that all of their title attributes name; of others the first that is told does."""
HIDDEN = {
    *((kind, "side") for kind in ("party", "signature", "motive")),
    ("party", "role"),
    ("name", "language"),
    ("name", "script"),
    ("obstacle", "mapping_note"),
    ("instrument", "note"),
    ("partnership", "name"),
    ("partnership", "about"),
    ("tally", "counted"),
    ("tally", "text"),
    ("tally", "government"),
    ("tally", "country"),
}
"""What the register adds in its own words, or says by where the row stands: a document's page leaves it out."""


@dataclass
class Entry:
    """One row at one line: what it is, and what the line tells of it beyond what was told before."""

    kind: str
    title: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    credited: str = ""
    stance: str = "asserts"


@dataclass
class OfRecord:
    """What a line tells of one record."""

    name: str
    url: str
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Line:
    """One line of a document."""

    number: str
    records: list[OfRecord] = field(default_factory=list)


def titles(statements: Iterable[Statement], shown: show.Shown) -> dict[uuid.UUID, str]:
    """What each subject is, in words, from the statements on its title attributes."""
    said: dict[tuple[uuid.UUID, str], dict[str, Statement]] = defaultdict(dict)
    for one in sorted(statements, key=lambda each: each.stance != "asserts"):
        if one.attribute in TITLE.get(one.subject_kind, ()):
            said[(one.subject_id, one.subject_kind)].setdefault(one.attribute, one)
    found = {}
    for (subject, kind), values in said.items():
        told = [values[name] for name in TITLE[kind] if name in values]
        parts = [shown.value(kind, one.attribute, one.value, subject) for one in told]
        found[subject] = ", ".join(parts if kind in TOGETHER else parts[:1])
    return found


def titles_of(subjects: Any) -> QuerySet[Statement]:
    """The statements that say what subjects are; ``subjects`` may be ids or a query for them."""
    names = {name for found in TITLE.values() for name in found}
    rows = Statement.objects.filter(subject_id__in=subjects, attribute__in=names, withdrawn_at__isnull=True)
    return rows.order_by("at", "id")


def lines(
    statements: Iterable[Statement],
    named: Mapping[uuid.UUID, str],
    shown: show.Shown,
) -> list[Line]:
    """All lines in order. ``named``: what each subject is (see ``titles``)."""
    ranks = _ranks()
    ordered = sorted(statements, key=lambda one: (int(one.place or 0), str(one.record_id), _rank(one, ranks)))
    found: dict[str, Line] = {}
    of_record: dict[tuple[str, uuid.UUID], OfRecord] = {}
    entries: dict[tuple[str, uuid.UUID], Entry] = {}
    told: set[tuple[uuid.UUID, str, str]] = set()
    for one in ordered:
        line = found.setdefault(one.place, Line(one.place))
        group = of_record.get((one.place, one.record_id))
        if group is None:
            name, url = shown.record(one.record_id)
            group = of_record[(one.place, one.record_id)] = OfRecord(name, url)
            line.records.append(group)
        entry = entries.get((one.place, one.subject_id))
        if entry is None:
            entry = Entry(show.kind_label(one.subject_kind), _title(one, named))
            entries[(one.place, one.subject_id)] = entry
            group.entries.append(entry)
        _tell(entry, one, shown, told)
    return list(found.values())


def _title(one: Statement, named: Mapping[uuid.UUID, str]) -> str:
    return show.short(named.get(one.subject_id, ""), 160).rstrip(".") if one.subject_id != one.record_id else ""


def _tell(entry: Entry, one: Statement, shown: show.Shown, told: set[tuple[uuid.UUID, str, str]]) -> None:
    if one.term and one.term not in entry.terms:
        entry.terms.append(one.term)
    entry.credited = entry.credited or show.credit(one.credited)
    if one.stance != "asserts":
        entry.stance = {"is_silent": "silent"}.get(one.stance, one.stance)
    titling = one.attribute in TITLE.get(one.subject_kind, ()) and one.subject_id != one.record_id
    key = (one.subject_id, one.attribute, repr(one.value))
    if key in told or titling or (one.subject_kind, one.attribute) in HIDDEN or _tells_nothing(one):
        return
    told.add(key)
    label = show.attribute_label(one.subject_kind, one.attribute)
    entry.facts.append((label, shown.said(one)))


def _tells_nothing(one: Statement) -> bool:
    """Contents of a text of which none is told."""
    return one.attribute == "text_contents" and set((one.value or {}).values()) == {"not_told"}


def _rank(one: Statement, ranks: Mapping[tuple[str, str], tuple[int, int]]) -> tuple[int, str, int]:
    """Kinds in the order of the catalogue, rows together, attributes as the kind lists them."""
    last = (len(ranks), len(ranks))
    kind, attribute = ranks.get((one.subject_kind, one.attribute)) or (ranks.get((one.subject_kind, "")) or last)
    return kind, str(one.subject_id), attribute


def _ranks() -> dict[tuple[str, str], tuple[int, int]]:
    """Kind and attribute -> their places; of a kind with no attribute, for those that it does not list: the last."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for number, one in enumerate(kinds().values()):
        found |= {(one.code, attribute): (number, place) for place, attribute in enumerate(one.attributes)}
        found[(one.code, "")] = (number, len(one.attributes))
    return found
