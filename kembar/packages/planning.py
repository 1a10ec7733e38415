"""What would a package bring? Row by row: new, here already, known under another id, or in conflict. Reads only.

A row is known by its id. One that is here with the same cells is unchanged; with other cells it is a conflict, and a
package with a conflict is refused as a whole. Governments of another id that have the same seat (GeoNames) and level
are the same government, and what refers to them here refers to the one that is here.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kembar.evidence.catalogue import kinds
from kembar.packages.gathering import CASEBOOK, Rows
from kembar.packages.tables import KNOWN_TO_ALL, NAMES_OF_THE_INSTANCE, Cells, Table, cells_of, tables
from kembar.partnerships.models import FormerSlug, Government

GOVERNMENT = "partnerships.Government"
KIND_OF_LABEL = {
    GOVERNMENT: "government",
    "partnerships.Organisation": "organisation",
    "partnerships.Person": "person",
    "partnerships.Partnership": "partnership",
    "partnerships.Tally": "tally",
}


@dataclass(frozen=True)
class Conflict:
    """A row that is here with other cells: which columns differ, what is here, what the package says."""

    label: str
    key: str
    columns: tuple[str, ...]
    here: tuple[str | None, ...]
    there: tuple[str | None, ...]


@dataclass(frozen=True)
class LeftOut:
    """A row that is not brought: ``refers_to`` is not here and not in the package, or is known under another id."""

    label: str
    key: str
    refers_to: str


@dataclass
class Plan:
    new: Rows = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    renamed: list[tuple[str, str, str]] = field(default_factory=list)
    """Table, name in the package, name here."""
    same_government: dict[str, str] = field(default_factory=dict)
    """Id in the package -> id here."""

    @property
    def is_new(self) -> bool:
        return any(self.new.values())


def plan_of(rows: Rows) -> Plan:
    """The plan of a package's rows. Causes some queries a table, whatever its number of rows."""
    planning = _Planning({label: [dict(one) for one in held] for label, held in rows.items()})
    planning.governments()
    planning.names()
    planning.statements()
    for label, table in tables().items():
        planning.compare(label, table)
    planning.dangling()
    return planning.plan


class _Planning:
    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.plan = Plan()

    # --- the same under another id or name ---------------------------------------------------------------------------

    def governments(self) -> None:
        """Governments of another id with the same seat and level are the ones that are here."""
        held = self.rows[GOVERNMENT]
        here = {str(key) for key in _existing(tables()[GOVERNMENT], (one["id"] for one in held))}
        seats = {one["seat_id"] for one in held if one["seat_id"] and one["id"] not in here}
        found = Government.objects.filter(seat__in=list(seats), withdrawn_at__isnull=True).order_by("-origin", "slug")
        by_seat = {(str(one.seat_id), one.level): str(one.pk) for one in found}
        same = self.plan.same_government
        for one in held:
            twin = by_seat.get((str(one["seat_id"]), str(one["level"])))
            if one["id"] not in here and one["seat_id"] and twin:
                same[str(one["id"])] = twin
        self.same_slugs = {}
        if same:
            slugs = dict(Government.objects.filter(pk__in=same.values()).values_list("pk", "slug"))
            by_text = {str(key): slug for key, slug in slugs.items()}
            self.same_slugs = {str(one["slug"]): by_text[same[str(one["id"])]] for one in held if one["id"] in same}
            self._stand_in(same)

    def _stand_in(self, same: dict[str, str]) -> None:
        """Everything refers to the government that is here; what tells of the other one is left out."""
        for label, held in self.rows.items():
            kept = []
            for one in held:
                key = one.get(tables()[label].key) if tables()[label].key else ""
                if label == GOVERNMENT and one["id"] in same:
                    continue
                if one.get("record_id") in same or (label == "partnerships.Name" and one["government_id"] in same):
                    self.plan.left_out.append(LeftOut(label, str(key), GOVERNMENT))
                    continue
                for column in tables()[label].references():
                    if column.refers_to == GOVERNMENT and one[column.name] in same:
                        one[column.name] = same[str(one[column.name])]
                kept.append(one)
            self.rows[label] = kept
        gone = {one.key for one in self.plan.left_out}
        for label, name in (("evidence.Acceptance", "statement_id"), ("audit.Change", "event_id")):
            self.rows[label] = [one for one in self.rows[label] if one[name] not in gone]

    def names(self) -> None:
        """A name that another row has here is given a number; a row that is here keeps the name it has here."""
        self.called: dict[tuple[str, str], str] = {("government", old): new for old, new in self.same_slugs.items()}
        for label, column in NAMES_OF_THE_INSTANCE.items():
            table, held = tables()[label], self.rows[label]
            here = _existing(table, (one[table.key] for one in held))
            own = {str(key): str(getattr(row, column)) for key, row in here.items()}
            model: Any = table.model
            taken = {str(one) for one in _values(model, column, [one[column] for one in held])} - set(own.values())
            longest = model._meta.get_field(column).max_length
            for one in held:
                name = str(one[column])
                wanted = own.get(str(one[table.key])) or _free(model, column, name, taken, longest)
                if wanted != name:
                    one[column] = wanted
                    self.plan.renamed.append((label, name, wanted))
                    self.called[(KIND_OF_LABEL.get(label, label), name)] = wanted
                taken.add(wanted)
        taken_slugs = set(_values(FormerSlug, "slug", [one["slug"] for one in self.rows["partnerships.FormerSlug"]]))
        self.rows["partnerships.FormerSlug"] = [
            one for one in self.rows["partnerships.FormerSlug"] if one["slug"] not in taken_slugs or _is_its_own(one)
        ]

    def statements(self) -> None:
        """References in statements are slugs: they follow where a row is called otherwise here."""
        if not self.called:
            return
        known = kinds()
        for one in self.rows["evidence.Statement"]:
            kind = known.get(str(one["subject_kind"]))
            attribute = kind.attributes.get(str(one["attribute"])) if kind else None
            if attribute is None or not attribute.refers_to or one["value"] is None:
                continue
            value = json.loads(str(one["value"]))
            if isinstance(value, list):
                value = [self.called.get((attribute.refers_to, each), each) for each in value]
            elif isinstance(value, str):
                value = self.called.get((attribute.refers_to, value), value)
            one["value"] = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    # --- row by row --------------------------------------------------------------------------------------------------

    def compare(self, label: str, table: Table) -> None:
        held = self.rows[label]
        if table.joins:
            self.plan.new[label] = list(_pairs_not_here(table, held))
            return
        if label == "audit.Change":  # they belong to their event, which is here with all of them or not at all
            fresh = {one["id"] for one in self.plan.new["audit.Event"]}
            self.plan.new[label] = [one for one in held if one["event_id"] in fresh]
            return
        here = _existing(table, (one[table.key] for one in held))
        new, unchanged, known = [], 0, 0
        local = NAMES_OF_THE_INSTANCE.get(label)
        for one in held:
            row = here.get(str(one[table.key]))
            if row is None:
                new.append(one)
            elif label in KNOWN_TO_ALL or one.get("origin") == CASEBOOK or getattr(row, "origin", "") == CASEBOOK:
                known += 1
            else:
                own = cells_of(table, row)
                different = tuple(name for name in own if name != local and own[name] != one[name])
                if different:
                    there = tuple(one[name] for name in different)
                    ours = tuple(own[name] for name in different)
                    self.plan.conflicts.append(Conflict(label, str(one[table.key]), different, ours, there))
                else:
                    unchanged += 1
        self.plan.new[label], self.plan.unchanged[label], self.plan.known[label] = new, unchanged, known

    def dangling(self) -> None:
        """A new row that refers to what is neither here nor brought (a case that is not loaded here) stays out; where
        the reference may be empty, it is emptied."""
        while True:
            brought = {
                label: {one[tables()[label].key] for one in held}
                for label, held in self.plan.new.items()
                if tables()[label].key
            }
            missing = self._missing(brought)
            if not any(missing.values()):
                return
            for label, held in self.plan.new.items():
                self.plan.new[label] = [one for one in held if self._may_come(label, one, missing)]

    def _missing(self, brought: dict[str, set[str | None]]) -> dict[str, set[str]]:
        wanted: dict[str, set[str]] = defaultdict(set)
        for label, held in self.plan.new.items():
            for column in tables()[label].references():
                keys = {one[column.name] for one in held} - {None} - brought.get(column.refers_to, set())
                wanted[column.refers_to] |= {str(key) for key in keys}
        found = {label: set(_existing(_any_table(label), keys)) for label, keys in wanted.items() if keys}
        return {label: wanted[label] - here for label, here in found.items()}

    def _may_come(self, label: str, one: Cells, missing: dict[str, set[str]]) -> bool:
        for column in tables()[label].references():
            if one[column.name] in missing.get(column.refers_to, ()):
                key = str(one.get(tables()[label].key) or "")
                self.plan.left_out.append(LeftOut(label, key, column.refers_to))
                if not column.is_empty_allowed:
                    return False
                one[column.name] = None
        return True


def _any_table(label: str) -> Any:
    found = tables().get(label)
    if found is None:
        from django.apps import apps

        return Table(label, apps.get_model(label), (), apps.get_model(label)._meta.pk.attname)
    return found


def _existing(table: Any, keys: Iterable[str | None]) -> dict[str, Any]:
    """The rows of a table that are here, by their key as text."""
    wanted = sorted({str(key) for key in keys if key is not None})
    found: dict[str, Any] = {}
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        for row in table.model._default_manager.filter(**{f"{table.key}__in": part}):
            found[str(getattr(row, table.key))] = row
    return found


def _values(model: Any, column: str, names: Iterable[str | None]) -> Iterator[str]:
    wanted = sorted({str(name) for name in names})
    for start in range(0, len(wanted), 500):
        rows = model._default_manager.filter(**{f"{column}__in": wanted[start : start + 500]})
        yield from rows.values_list(column, flat=True)


def _free(model: Any, column: str, name: str, taken: set[str], longest: int) -> str:
    """The name itself, or with the first number that is free both here and in the package."""
    number, wanted = 1, name
    while wanted in taken or (number > 1 and model._default_manager.filter(**{column: wanted}).exists()):
        number += 1
        end = f"-{number}"
        wanted = name[: longest - len(end)] + end
    return wanted


def _is_its_own(one: Cells) -> bool:
    return FormerSlug.objects.filter(slug=str(one["slug"]), partnership=uuid.UUID(str(one["partnership_id"]))).exists()


def _pairs_not_here(table: Table, held: list[Cells]) -> Iterator[Cells]:
    first, second = table.columns
    model: Any = table.model
    rows = model._default_manager.filter(**{f"{first.name}__in": list({one[first.name] for one in held})})
    here = {(str(getattr(row, first.name)), str(getattr(row, second.name))) for row in rows}
    return (one for one in held if (str(one[first.name]), str(one[second.name])) not in here)
