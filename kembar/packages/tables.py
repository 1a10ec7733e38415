"""Which tables does a package hold, and how is a row written as cells and read back?

A cell is a text, or None where the column is empty; equal rows have equal cells on every instance. In a CSV an empty
column is ``\\N``, and a text that a sheet would run as a formula has an apostrophe before it, which reading takes off.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Model

IN_EVENT = "number_in_event"
EMPTY = "\\N"
_GUARDED = ("=", "+", "-", "@", "\t", "\r", "'", "\\")

NOT_PACKAGED: dict[str, str] = {
    "access.User": "an account is of one instance; history names who did what",
    "access.Membership": "of accounts",
    "access.Invitation": "a key to one instance",
    "access.Guess": "of one instance",
    "places.PlaceName": "rebuilt from the places",
    "places.DataVersion": "of one instance",
    "law.Act": "comes with the product",
    "law.Article": "comes with the product",
    "law.FieldList": "comes with the product",
    "law.ListedField": "comes with the product",
    "partnerships.FieldMapping": "comes with the product",
    "partnerships.StateSpan": "derived anew",
    "evidence.Dispute": "derived anew",
    "evidence.Reference": "of documents of the casebook, which comes with the product",
    "evidence.Citation": "of documents of the casebook, which comes with the product",
    "evidence.LawCitation": "of documents of the casebook, which comes with the product",
    "literature.Corpus": "goes from program to program as a bibliography (kembar bib)",
    "literature.CorpusFile": "goes from program to program as a bibliography (kembar bib)",
    "literature.Work": "goes from program to program as a bibliography (kembar bib)",
    "studies.Study": "of researchers, not of an office",
    "studies.Coding": "of researchers, each under an account",
    "studies.Bearing": "of researchers, each under an account",
    "spreadsheets.Import": "an upload on its way on one instance; what it wrote goes along",
    "matching.FigureImport": "figures of the world are loaded by each instance",
    "matching.FigureProblem": "figures of the world are loaded by each instance",
    "matching.CountryFigure": "figures of the world are loaded by each instance",
    "matching.PairFigure": "figures of the world are loaded by each instance",
    "matching.Airport": "figures of the world are loaded by each instance",
    "matching.Route": "figures of the world are loaded by each instance",
    "matching.Announcement": "figures of the world are loaded by each instance",
    "matching.Estimate": "figures of the world are loaded by each instance",
    "matching.WorldImport": "the world's links are loaded by each instance",
    "matching.WorldLink": "the world's links are loaded by each instance",
    "matching.WorldProblem": "the world's links are loaded by each instance",
    "matching.Wish": "the world's wishes are loaded by each instance",
    "matching.NoRelations": "the world's relations are loaded by each instance",
}
"""Tables of the product that no package holds, each with the reason."""
KNOWN_TO_ALL = frozenset({"places.Country", "places.Place", "partnerships.Field", "files.StoredFile"})
"""Rows that every instance has as its own: one that is there stands, whatever the package says of it."""
LEFT_OUT_COLUMNS: dict[str, frozenset[str]] = {
    "partnerships.Partnership": frozenset(  # derived
        {"search_text", "search_record", "search_public", "distance_km", "duchacek"}
    ),
    "audit.Event": frozenset({"by_user_id"}),  # of an account
    "audit.Change": frozenset({"id"}),  # counted within their event
    "places.Country": frozenset({"neighbours"}),
    "places.Place": frozenset({"alternate_names"}),
}
NAMES_OF_THE_INSTANCE: dict[str, str] = {
    "access.Office": "slug",
    "partnerships.Government": "slug",
    "partnerships.Organisation": "slug",
    "partnerships.Person": "slug",
    "partnerships.Partnership": "slug",
    "partnerships.Tally": "slug",
    "evidence.Source": "code",
}
"""Columns that must be unique on an instance and may therefore differ from one to the other; not compared."""

Cells = dict[str, str | None]


@dataclass(frozen=True)
class Column:
    """``type`` is Frictionless's; ``refers_to`` the label of a table."""

    name: str
    type: str
    is_empty_allowed: bool
    refers_to: str = ""


@dataclass(frozen=True)
class Table:
    """A table of the product, or the pairs of a many-to-many column of one (``joins``)."""

    label: str
    model: type[Model]
    columns: tuple[Column, ...]
    key: str
    joins: str = ""

    @property
    def file(self) -> str:
        return self.label.lower().replace(".", "_")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.columns)

    def references(self) -> Iterable[Column]:
        return (one for one in self.columns if one.refers_to)


@cache
def tables() -> dict[str, Table]:
    """Every table of a package by label, those that others refer to first."""
    found: dict[str, Table] = {}
    for model in apps.get_models():
        label = model._meta.label
        if model.__module__.startswith("kembar.") and label not in NOT_PACKAGED:
            found[label] = _table(model)
            for joined in model._meta.local_many_to_many:
                through: Any = joined.remote_field.through
                if through._meta.auto_created:
                    found[through._meta.label] = _table(through, joins=f"{label}.{joined.name}")
    return _in_order(found)


def _table(model: Any, joins: str = "") -> Table:
    label = model._meta.label
    left_out = LEFT_OUT_COLUMNS.get(label, frozenset())
    columns = [
        Column(one.attname, _type(one), one.null, one.related_model._meta.label if one.related_model else "")
        for one in model._meta.local_concrete_fields
        if one.name not in left_out and not (joins and one.primary_key) and not _of_account(one)
    ]
    if label == "audit.Change":
        columns.insert(0, Column(IN_EVENT, "integer", False))
    key = "" if joins or label == "audit.Change" else model._meta.pk.attname
    return Table(label, model, tuple(columns), key, joins)


def _of_account(column: Any) -> bool:
    return bool(column.related_model) and column.related_model._meta.label == "access.User"


def _type(column: Any) -> str:
    if column.related_model:
        return _type(column.target_field)
    for kind, name in (
        (models.BooleanField, "boolean"),
        (models.DateTimeField, "datetime"),
        (models.DateField, "date"),
        (models.IntegerField, "integer"),
        (models.FloatField, "number"),
        (models.JSONField, "any"),
    ):
        if isinstance(column, kind):
            return name
    return "string"


def _in_order(found: dict[str, Table]) -> dict[str, Table]:
    """Tables after those that they refer to; where two refer to each other (office, government), by label."""
    done: dict[str, Table] = {}
    left = dict(sorted(found.items()))
    while left:
        ready = [
            label
            for label, table in left.items()
            if all(one.refers_to in (*done, label) or one.refers_to not in found for one in table.references())
        ]
        for label in ready or [_least_bound(left, done)]:
            done[label] = left.pop(label)
    return done


def _least_bound(left: dict[str, Table], done: dict[str, Table]) -> str:
    return min(left, key=lambda label: (sum(one.refers_to in left for one in left[label].references()), label))


def fingerprint() -> str:
    """Twelve signs that differ where a table or column differs: packages go between instances of equal tables."""
    told = [[label, [[one.name, one.type] for one in table.columns]] for label, table in tables().items()]
    return hashlib.sha256(json.dumps(sorted(told)).encode()).hexdigest()[:12]


# --- cells ----------------------------------------------------------------------------------------------------------


def cells_of(table: Table, row: Any) -> Cells:
    """The cells of a row of the database."""
    return {one.name: cell(one, getattr(row, one.name)) for one in table.columns if one.name != IN_EVENT}


def cell(column: Column, value: Any) -> str | None:
    """A value as a cell."""
    if column.type == "any":
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if value is None:
        return None
    if column.type == "boolean":
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)


def typed(column: Column, held: str | None) -> Any:
    """A cell as JSON has it."""
    if column.type == "any":
        return None if held is None else json.loads(held)
    if held is None or column.type in ("string", "date", "datetime"):
        return held
    if column.type == "boolean":
        return held == "true"
    return int(held) if column.type == "integer" else float(held)


def value_of(table: Table, name: str, held: str | None) -> Any:
    """A cell as the model's column takes it; ValueError where it cannot be one."""
    column: Any = next(one for one in table.model._meta.local_concrete_fields if one.attname == name)
    if isinstance(column, models.JSONField):
        return None if held is None else json.loads(held)
    if held is None:
        return None
    while column.related_model:
        column = column.target_field
    if isinstance(column, models.BooleanField):
        return {"true": True, "false": False}[held]
    return column.to_python(held)


def guarded(held: str | None, column: Column) -> str:
    """A cell as the CSV has it."""
    if held is None:
        return EMPTY
    return f"'{held}" if column.type in ("string", "any") and held.startswith(_GUARDED) else held


def unguarded(text: str, column: Column) -> str | None:
    """A cell as it was before ``guarded``."""
    if text == EMPTY:
        return None
    return text[1:] if column.type in ("string", "any") and text.startswith("'") else text
