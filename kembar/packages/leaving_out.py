"""What goes out of a package that holds no personal data, or only what was by a day? Pure: rows in, rows out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date

from kembar.audit.erasure import Names, without
from kembar.packages.gathering import Rows
from kembar.packages.tables import Cells, Column, Table, tables

LEFT_OUT = "[left out]"
"""What stands where somebody who works here was named."""
_ABOUT_PERSONS = ("partnerships.Person", "partnerships.Tenure")
_FILES = ("files.StoredFile", "files.Attachment")
_BLANKED = {"credited": "", "author": "", "authors": "[]", "full_powers": ""}
_STAFF = ("by", "_by")
"""Endings of columns that name who did something."""


def without_persons(rows: Rows) -> Rows:
    """The rows without people, without the names of those who work here, of authors, and without files, which may show
    or name anybody. Names of people of the record go out of every text."""
    names = _names(rows)
    dropped = {str(one["id"]) for label in _ABOUT_PERSONS for one in rows[label]}
    dropped |= {str(one["id"]) for one in rows["partnerships.Name"] if one["person_id"] is not None}
    found: Rows = {}
    for label, held in rows.items():
        table = tables()[label]
        if label in (*_ABOUT_PERSONS, *_FILES):
            found[label] = []
            continue
        kept = (one for one in held if not _is_about(table, one, dropped))
        found[label] = [_cleaned(table, one, names) for one in kept]
    return whole(rows, found)


def _names(rows: Rows) -> Names:
    people = {str(one["id"]) for one in rows["partnerships.Person"]}
    words = [str(one["name"]) for one in rows["partnerships.Person"]]
    words += [str(one["text"]) for one in rows["partnerships.Name"] if one["person_id"] in people]
    return Names.of([*words, *_staff(rows)], [str(one["slug"]) for one in rows["partnerships.Person"]])


def _staff(rows: Rows) -> set[str]:
    """Those who made entries, as history calls them; the product itself is nobody."""
    columns = {label: [one.name for one in tables()[label].columns if _names_staff(one)] for label in rows}
    found = {str(one[name]) for label, held in rows.items() for one in held for name in columns[label] if one[name]}
    return {one for one in found if not one.startswith("kembar:")}


def _names_staff(column: Column) -> bool:
    return column.type == "string" and not column.refers_to and column.name.endswith(_STAFF)


def _is_about(table: Table, one: Cells, dropped: set[str]) -> bool:
    if table.label == "partnerships.Name":
        return one["id"] in dropped
    if table.label in ("evidence.Statement", "audit.Change"):
        return one["subject_id"] in dropped or (one.get("attribute") == "person")
    if table.label == "audit.Event":
        return one["record_kind"] == "person" or str(one["action"]).startswith("file.")
    return False


def _cleaned(table: Table, one: Cells, names: Names) -> Cells:
    found = dict(one)
    for column in table.columns:
        held = found[column.name]
        if column.refers_to == "partnerships.Person":
            found[column.name] = None
        elif column.name in _BLANKED and held:
            found[column.name] = _BLANKED[column.name]
        elif held and _names_staff(column):
            found[column.name] = LEFT_OUT
        elif held and column.type == "string":
            found[column.name] = without(held, names)
        elif held and column.type == "any":
            told = without(json.loads(held), names)
            found[column.name] = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return found


def by_day(rows: Rows, day: date) -> Rows:
    """The rows that count by a day: one whose own date lies wholly after it goes, with all that belongs to it. What
    cannot be placed in time stays."""
    last = day.isoformat()
    found = {label: [one for one in held if not _is_later(one, last)] for label, held in rows.items()}
    return whole(rows, found)


def _is_later(one: Cells, last: str) -> bool:
    starts = [one.get(name) for name in ("date_earliest", "began_earliest", "from_day")]
    return any(start is not None and start > last for start in starts)


def whole(before: Rows, after: Rows) -> Rows:
    """The rows of ``after`` without those that belong to one that is gone since ``before``; what only refers to one
    that is gone no longer does. A case of the casebook is referred to and was never here."""
    while True:
        gone = {
            label: {one[key] for one in held} - {one[key] for one in after[label]}
            for label, held in before.items()
            if (key := tables()[label].key)
        }
        found = {label: list(_whole(tables()[label], held, gone)) for label, held in after.items()}
        every = set().union(*gone.values())
        for label in ("evidence.Statement", "files.Attachment", "audit.Change"):
            found[label] = [one for one in found[label] if one["subject_id"] not in every]
        if found == after:
            return found
        after = found


def _whole(table: Table, held: Iterable[Cells], gone: dict[str, set[str | None]]) -> Iterator[Cells]:
    for one in held:
        kept = dict(one)
        for column in table.references():
            if kept[column.name] is not None and kept[column.name] in gone.get(column.refers_to, ()):
                if not column.is_empty_allowed:
                    break
                kept[column.name] = None
        else:
            yield kept
