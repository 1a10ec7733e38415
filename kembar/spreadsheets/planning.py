"""What would a sheet write? Each row becomes new, changed, unchanged or refused, before anything is written.

Reads the sheet as a stream, in chunks, so that its length does not matter to memory. Nothing here writes.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from kembar.analysis.edtf import parse
from kembar.evidence.catalogue import Kind
from kembar.evidence.catalogue import kind as kind_called
from kembar.evidence.columns import column as model_column
from kembar.evidence.columns import held
from kembar.spreadsheets.cells import EMPTIED, plain_text, read_cell
from kembar.spreadsheets.columns import Column, Sheet
from kembar.spreadsheets.heads import column_of, is_blank
from kembar.spreadsheets.queries.known import Knowledge, Tie
from kembar.spreadsheets.reading.cells_as_found import Row, as_text
from kembar.spreadsheets.refusals import CellRefused

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
OUTCOMES = (NEW, CHANGED, UNCHANGED, REFUSED)
CHUNK = 500


@dataclass
class Planned:
    """What becomes of one row. Everything in it can be written as JSON."""

    number: int
    outcome: str = NEW
    id: str = ""
    record: str = ""
    version: int = 0
    slug: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    children: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    changed_children: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    parties: list[dict[str, Any]] = field(default_factory=list)
    along: list[dict[str, Any]] = field(default_factory=list)
    """Governments to be entered first: a city that the register does not know yet."""
    papers: list[dict[str, Any]] = field(default_factory=list)
    """Instruments to be entered with a partnership."""
    before: dict[str, Any] = field(default_factory=dict)
    faults: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)

    def refuse(self, column: str, code: str, **data: Any) -> None:
        self.outcome = REFUSED
        self.faults.append({"column": column, "code": code, "data": data})

    def warn(self, code: str, **data: Any) -> None:
        self.warnings.append({"code": code, "data": data})


@dataclass
class Told:
    """What one row says: columns with their cells, and once read, values by attribute."""

    number: int
    cells: Sequence[Any]
    by_key: dict[str, Any]
    planned: Planned
    values: dict[str, Any] = field(default_factory=dict)
    tie: Tie | None = None

    def cell(self, key: str) -> Any:
        return self.by_key.get(key)


@dataclass(frozen=True)
class Asked:
    """How a sheet is to be read: the key of each column, values for all rows, by whom and for which day."""

    sheet: Sheet
    mapping: Sequence[str]
    defaults: Mapping[str, str]
    batch: uuid.UUID
    day: date


class Planner:
    """Plans the rows of one sheet. Subclasses say how a row of their kind is known and what it may hold."""

    def __init__(self, asked: Asked, known: Knowledge) -> None:
        self.asked, self.known, self.sheet = asked, known, asked.sheet
        self.own: Kind = kind_called(asked.sheet.kind)
        self.columns: dict[str, Column] = {}
        for key in [*asked.mapping, *asked.defaults]:
            found = column_of(self.sheet, key) if key else None
            if found is not None and found.type != "computed":
                self.columns[key] = found
        self.seen: dict[Any, int] = {}

    def plan(self, rows: Iterable[Row]) -> Iterator[Planned]:
        """The rows below the heads, blank ones left out, each with what becomes of it."""
        told = (self._told(number, cells) for number, cells in rows if not is_blank(cells))
        while chunk := list(islice(told, CHUNK)):
            self.prepare(chunk)
            for one in chunk:
                if not one.planned.faults:
                    self.settle(one)
                if one.planned.faults:
                    one.planned.outcome, one.planned.warnings = REFUSED, []
                    one.planned.cells = [as_text(cell) for cell in one.cells]
                yield one.planned

    def prepare(self, chunk: list[Told]) -> None:
        """This will read the values of the rows, and whatever of the register they need, a chunk at a time."""
        raise NotImplementedError

    def settle(self, told: Told) -> None:
        """This will say what becomes of a row that has no fault yet."""
        raise NotImplementedError

    # --- for all kinds -------------------------------------------------------------------------------------------

    def _told(self, number: int, cells: Sequence[Any]) -> Told:
        by_key = {
            key: cells[place] if place < len(cells) else None for place, key in enumerate(self.asked.mapping) if key
        }
        for key, value in self.asked.defaults.items():
            if by_key.get(key) in (None, ""):
                by_key[key] = value
        return Told(number, cells, by_key, Planned(number))

    def read(self, told: Told, key: str, tie: Tie | None = None) -> Any:
        """The value of one column; None where it is blank or was refused (which is then noted)."""
        column = self.columns.get(key)
        if column is None:
            return None
        try:
            return read_cell(column, told.cell(key), self.known, tie)
        except CellRefused as refused:
            told.planned.refuse(key, refused.code, **refused.data)
            return None

    def read_values(self, told: Told, skipped: Iterable[str] = ()) -> None:
        """This will read every column that holds an attribute. Texts are gathered by language."""
        left_out = set(skipped)
        for key, column in self.columns.items():
            if not column.attribute or key in left_out or column.type == "side_number":
                continue
            value = self.read(told, key, told.tie)
            if value is None:
                continue
            if column.type == "text":
                told.values.setdefault(column.attribute, {})[column.language] = value
                continue
            told.values[column.attribute] = value
            if column.type in ("date", "ends") and value is not EMPTIED:
                typed = plain_text(told.cell(key)).strip()
                if typed != value and len(typed) <= 200 and isinstance(told.cell(key), str):
                    told.planned.words[column.attribute] = typed
            if column.type == "word" and value is not EMPTIED:
                limit = getattr(model_column(self.own.model, self.own.attributes[column.attribute]), "max_length", None)
                if limit and len(value) > limit:
                    told.planned.refuse(key, "too_long", limit=limit, length=len(value))

    def identify(self, told: Told) -> uuid.UUID | None:
        """The ID that a row carries."""
        text = plain_text(told.cell("id")).strip() if told.cell("id") is not None else ""
        if not text:
            return None
        try:
            return uuid.UUID(text)
        except ValueError:
            told.planned.refuse("id", "not_an_id", value=text[:80])
            return None

    def once(self, told: Told, *keys: Any) -> bool:
        """Whether no earlier row of the sheet speaks of the same thing; else it is refused."""
        for key in keys:
            earlier = self.seen.setdefault(key, told.number)
            if earlier != told.number:
                told.planned.refuse("", "repeated", row=earlier)
                return False
        return True

    def new_values(self, told: Told) -> dict[str, Any]:
        """The values of a new row; what is required and missing is refused."""
        values = {code: kept for code, value in told.values.items() if (kept := _new(value)) is not None}
        for attribute in self.own:
            if attribute.required and attribute.code not in values:
                key = next((one.key for one in self.sheet if one.attribute == attribute.code), attribute.code)
                told.planned.refuse(key, "missing")
        return values

    def differences(self, told: Told, row: Any) -> dict[str, Any]:
        """The values that differ from a row, with what stands there kept in ``before``."""
        found: dict[str, Any] = {}
        for code, value in told.values.items():
            attribute = self.own.attributes[code]
            if model_column(self.own.model, attribute) is None:
                continue
            now = held(row, attribute)
            wanted = _wanted(value, now)
            if attribute.type == "codes":
                now, wanted = sorted(now or []) or None, sorted(wanted or []) or None
            if attribute.type == "flag":
                now, wanted = bool(now), bool(wanted)
            if wanted != now:
                found[code] = wanted
                told.planned.before[code] = now
                if attribute.required and wanted is None:
                    key = next((one.key for one in self.sheet if one.attribute == code), code)
                    told.planned.refuse(key, "needed")
        return found

    def compare(self, told: Told, row: Any) -> None:
        """This will settle a row that exists: unchanged, changed, or refused because another office keeps it."""
        planned = told.planned
        planned.id, planned.version = str(row.pk), row.version
        planned.values = self.differences(told, row)
        planned.words = {code: text for code, text in planned.words.items() if code in planned.values}
        planned.outcome = CHANGED if self.is_changed(planned) else UNCHANGED
        if planned.outcome == CHANGED and (row.origin != "live" or row.kept_by_id != self.known.office.pk):
            planned.refuse("", "kept_by_another" if row.origin == "live" else "told_by_documents")

    @staticmethod
    def is_changed(planned: Planned) -> bool:
        return bool(planned.values or planned.children or planned.changed_children or planned.papers)

    def in_order(self, told: Told, first: str, last: str, values: Mapping[str, Any], row: Any = None) -> None:
        """This will refuse an end before its beginning."""

        def day(code: str, which: str) -> date | None:
            if code in values:
                value = values[code]
                return getattr(parse(value), which) if isinstance(value, str) and value else None
            return getattr(row, f"{code}_{which}") if row is not None else None

        begins, ends = day(first, "earliest"), day(last, "latest")
        if begins is not None and ends is not None and begins > ends:
            said = {code: values.get(code) or getattr(row, code, "") for code in (first, last)}
            told.planned.refuse(last, "end_before_beginning", beginning=said[first], end=said[last])


def _new(value: Any) -> Any:
    if value is EMPTIED:
        return None
    if isinstance(value, dict):
        return {language: text for language, text in value.items() if text is not EMPTIED} or None
    return value


def _wanted(value: Any, now: Any) -> Any:
    """What a cell wants an attribute to hold: languages that the sheet does not speak of stay."""
    if value is EMPTIED:
        return None
    if isinstance(value, dict):
        merged = {**(now or {}), **value}
        return {language: text for language, text in merged.items() if text is not EMPTIED} or None
    return value
