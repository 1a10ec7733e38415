"""Sheets as offices have them, and the whole way of one through the product's own actions."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from kembar.spreadsheets.actions import begin, check, receive, settle_columns, write
from kembar.spreadsheets.limits import Limits
from kembar.spreadsheets.models import Import
from tests.factories.offices import START, Staffed

BOUNDS = Limits()


def csv_of(rows: Iterable[Sequence[Any]], *, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_of(rows: Iterable[Sequence[Any]], *, title: str = "Data", merged: Iterable[str] = ()) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for each in merged:
        sheet.merge_cells(each)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def received(
    keeper: Staffed, content: bytes, *, name: str = "lembar.csv", kind: str = "", at: datetime = START
) -> Import:
    return receive(
        office=keeper.office, name=name, chunks=[content], limits=BOUNDS, kind=kind, by=keeper.officer, at=at
    )


def checked(keeper: Staffed, content: bytes, *, defaults: dict[str, str] | None = None, **how: Any) -> Import:
    """The sheet, received and checked; ``defaults`` are given for all rows."""
    one = received(keeper, content, **how)
    if defaults:
        one = settle_columns(one=one, mapping=one.mapping, defaults=defaults, by=keeper.officer, at=START)
    one = begin(one=one, stage="checking", by=keeper.officer, at=START)
    return check(one=one, limits=BOUNDS, by=keeper.officer, at=START)


def written(keeper: Staffed, one: Import, *, leave_out: bool = False, at: datetime = START) -> Import:
    one = begin(one=one, stage="importing", leave_out=leave_out, by=keeper.officer, at=at)
    return write(one=one, limits=BOUNDS, by=keeper.officer, at=at)


def imported(keeper: Staffed, content: bytes, **how: Any) -> Import:
    one = written(keeper, checked(keeper, content, **how))
    assert one.stage == "done", one.problem
    return one
