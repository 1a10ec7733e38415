"""What does an office own, down to the last row? Reads only.

The partnerships it has or had a stake in, whole, with what everybody entered there, since it may read all of that; what
it entered itself on governments, organisations, people, offers and counts; its search for a partner; and whatever these
rows refer to.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from kembar.access.models import Office
from kembar.audit.models import Change, Event
from kembar.evidence.models import Source, Statement
from kembar.packages.tables import IN_EVENT, KNOWN_TO_ALL, Cells, Table, cells_of, tables
from kembar.partnerships.models import Partnership

CASEBOOK = "casebook"
_PARENTS = {"partnership": "partnership", "instrument": "instrument__partnership", "activity": "activity__partnership"}
_OWN_KINDS = (
    "partnerships.Government",
    "partnerships.Organisation",
    "partnerships.Person",
    "partnerships.Name",
    "partnerships.Tenure",
    "partnerships.Offer",
    "partnerships.OfferCandidate",
    "partnerships.Tally",
)

Rows = dict[str, list[Cells]]


def rows_of(office: Office) -> Rows:
    """The cells of all rows of an office's package by table, each table in the order of its key."""
    gathered = _Gathering(office)
    gathered.partnerships()
    gathered.own_entries()
    gathered.follow()
    gathered.said()
    gathered.files()
    gathered.follow()
    gathered.history()
    gathered.follow()
    return gathered.rows()


class _Gathering:
    def __init__(self, office: Office) -> None:
        self.office = office
        self.held: dict[str, dict[Any, Any]] = {label: {} for label in tables()}
        self._add("access.Office", Office.objects.filter(pk=office.pk))
        self.ties: set[uuid.UUID] = set()

    def _add(self, label: str, rows: Iterable[Any]) -> None:
        self.held[label].update({one.pk: one for one in rows})

    def partnerships(self) -> None:
        """The partnerships with their rows: every table that refers to a partnership, paper or activity."""
        self.ties = set(
            Partnership.objects.filter(stakes__office=self.office).exclude(origin=CASEBOOK).values_list("pk", flat=True)
        )
        self._add("partnerships.Partnership", Partnership.objects.filter(pk__in=self.ties))
        for label, table in tables().items():
            path = _way_to_partnership(table)
            if path and label != "partnerships.OfferCandidate":
                self._add(label, table.model._default_manager.filter(**{f"{path}__in": self.ties}))

    def own_entries(self) -> None:
        """What the office entered on shared rows, and what belongs to it alone."""
        for label in _OWN_KINDS:
            model: Any = tables()[label].model
            self._add(label, model.objects.filter(kept_by=self.office))
        for label, table in tables().items():
            is_of_office = any(one.name == "office_id" and one.refers_to for one in table.columns)
            if is_of_office and not _way_to_partnership(table):
                self._add(label, table.model._default_manager.filter(office=self.office))

    def follow(self) -> None:
        """Whatever the rows refer to, and what that refers to. Cases of the casebook are not taken along."""
        while True:
            wanted: dict[str, set[Any]] = {}
            for label, rows in self.held.items():
                for column in tables()[label].references():
                    if column.refers_to in tables() and column.refers_to != "partnerships.Partnership":
                        there = (row for row in rows.values() if row is not None)
                        keys = {key for row in there if (key := getattr(row, column.name)) is not None}
                        wanted.setdefault(column.refers_to, set()).update(keys - set(self.held[column.refers_to]))
            if not any(wanted.values()):
                return
            for label, keys in wanted.items():
                model: Any = tables()[label].model
                found = [one for part in _parts(keys) for one in model._default_manager.filter(pk__in=part)]
                self._add(label, found)
                if len(found) < len(keys):  # a reference without its row: nothing to follow
                    self.held[label].update(dict.fromkeys(keys - {one.pk for one in found}))

    def said(self) -> None:
        """Statements on the partnerships, on live rows that stand for themselves, and the office's own on others."""
        alone = [
            key
            for label in ("Government", "Organisation", "Person", "Offer", "Tally")
            for key, row in self.held[f"partnerships.{label}"].items()
            if row is not None and row.origin != CASEBOOK
        ]
        records = [*self.ties, *alone]
        told = [one for part in _parts(records) for one in Statement.objects.filter(record_id__in=part)]
        told += Statement.objects.filter(kept_by=self.office)
        self._add("evidence.Statement", told)
        acceptances: Any = tables()["evidence.Acceptance"].model
        keys = self.held["evidence.Statement"]
        self._add("evidence.Acceptance", _through(acceptances, "statement__in", keys))
        self.records = {*records}

    def files(self) -> None:
        attachments: Any = tables()["files.Attachment"].model
        self._add("files.Attachment", attachments.objects.filter(record_kind="partnership", record_id__in=self.ties))
        sources = attachments.objects.filter(record_kind="source", kept_by=self.office)
        self._add("files.Attachment", sources)
        self._add("evidence.Source", Source.objects.filter(pk__in=sources.values("record_id")))
        editions: Any = tables()["evidence.Edition"].model
        live = [key for key, row in self.held["evidence.Source"].items() if row and row.origin != CASEBOOK]
        self._add("evidence.Edition", editions.objects.filter(source__in=live))

    def history(self) -> None:
        self._add("audit.Event", _through(Event, "record_id__in", self.records))
        self._add("audit.Change", _through(Change, "event__in", self.held["audit.Event"]))

    def rows(self) -> Rows:
        found: Rows = {}
        for label, table in tables().items():
            if table.joins:
                found[label] = self._pairs(table)
            elif label == "audit.Change":
                found[label] = self._changes(table)
            else:
                rows = (row for row in self.held[label].values() if row is not None)
                found[label] = sorted((cells_of(table, row) for row in rows), key=lambda one: str(one[table.key]))
        return found

    def _pairs(self, table: Table) -> list[Cells]:
        """The pairs of a many-to-many column of which both ends are here."""
        first, second = table.columns
        ends = [self.held.get(one.refers_to, {}) for one in (first, second)]
        rows = _through(table.model, f"{first.name}__in", ends[0])
        pairs = [cells_of(table, one) for one in rows if getattr(one, second.name) in ends[1]]
        return sorted(pairs, key=lambda one: (str(one[first.name]), str(one[second.name])))

    def _changes(self, table: Table) -> list[Cells]:
        """Changes are counted within their event, since their own numbers are of this instance."""
        found: list[Cells] = []
        numbers: dict[Any, int] = {}
        for row in sorted(self.held["audit.Change"].values(), key=lambda one: (str(one.event_id), one.pk)):
            numbers[row.event_id] = numbers.get(row.event_id, 0) + 1
            found.append({IN_EVENT: str(numbers[row.event_id]), **cells_of(table, row)})
        return found


def _way_to_partnership(table: Table) -> str:
    names = {one.name for one in table.columns if one.refers_to}
    if table.joins or table.label in KNOWN_TO_ALL or table.label == "partnerships.Partnership":
        return ""
    return next((path for name, path in _PARENTS.items() if f"{name}_id" in names), "")


def _parts(keys: Iterable[Any], size: int = 500) -> Iterable[list[Any]]:
    ordered = list(keys)
    return (ordered[start : start + size] for start in range(0, len(ordered), size))


def _through(model: Any, lookup: str, keys: Iterable[Any]) -> list[Any]:
    """Rows by many keys, some hundred at a time: databases take no more in one question."""
    return [one for part in _parts(keys) for one in model._default_manager.filter(Q(**{lookup: part}))]
