"""Rows of an XLSX workbook, read as a stream, with bounds on what it unpacks to.

Values alone are read: of a formula the value that the spreadsheet program computed last. Macros and links to other
files are never followed. openpyxl knows styles, dates and texts; here stand the way through the rows, the mark of
formulas and the bounds.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError, iterparse

from openpyxl import load_workbook
from openpyxl.cell.text import Text
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet._reader import FORMULA_TAG, INLINE_STRING, ROW_TAG, WorkSheetParser

from kembar.spreadsheets.limits import Limits
from kembar.spreadsheets.reading.cells_as_found import Broken, Rows, Uncomputed
from kembar.spreadsheets.refusals import SheetRefused

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
_ROW = re.compile(rb"<(?:\w+:)?row[ >/]")
_BLOCK = 1 << 20
_DAMAGED = (zipfile.BadZipFile, KeyError, ParseError, ValueError, OSError, EOFError, NotImplementedError, IndexError)


@dataclass
class Workbook:
    """A workbook that was recognised. ``merged``: sheet -> ranges as (first column, row, last column, row)."""

    path: Path
    sheets: list[str]
    has_macros: bool
    has_links: bool
    merged: dict[str, list[tuple[int, int, int, int]]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)


def recognise(path: Path, limits: Limits) -> Workbook:
    """What a workbook holds; SheetRefused where it is none, or unpacks to more than the bounds allow."""
    with _readable():
        with zipfile.ZipFile(path) as packed:
            names = set(packed.namelist())
            _is_workbook(packed, names)
            _is_bounded(packed, limits)
            _is_plain(packed)
        with _opened(path) as book:
            paths = {one.title: one._worksheet_path for one in book.worksheets}
            sheets = [one.title for one in book.worksheets]
        found = Workbook(
            path,
            sheets,
            has_macros=any(name.endswith("vbaProject.bin") for name in names),
            has_links=any("/externalLinks/" in name for name in names),
        )
        if not sheets:
            raise SheetRefused("no_sheet")
        with zipfile.ZipFile(path) as packed:
            for title, inside in paths.items():
                found.merged[title], found.rows[title] = _outline(packed, inside)
    return found


class Reader:
    """Reads one sheet row by row. ``formulas`` counts the cells that hold one, as far as it has read."""

    def __init__(self, path: Path, sheet: str, limits: Limits) -> None:
        self.path, self.sheet, self.limits = path, sheet, limits
        self.formulas = 0

    def __iter__(self) -> Rows:
        with _readable(), _opened(self.path) as book:
            one = next((each for each in book.worksheets if each.title == self.sheet), None)
            if one is None:
                raise SheetRefused("no_such_sheet", sheet=self.sheet)
            with one._get_source() as source:
                parser = _Parser(source, one._shared_strings, book)
                yield from self._rows(parser)

    def _rows(self, parser: _Parser) -> Rows:
        expected = 1
        for number, cells in parser.rows():
            if number < expected:
                raise SheetRefused("damaged")
            for between in range(expected, min(number, expected + self.limits.rows)):
                yield between, []
            expected = number + 1
            width = max((cell["column"] for cell in cells if cell["value"] is not None), default=0)
            if width > self.limits.columns:
                raise SheetRefused("too_many_columns", columns=width, limit=self.limits.columns, row=number)
            found: list[Any] = [None] * width
            for cell in cells:
                if cell["value"] is not None:
                    found[cell["column"] - 1] = cell["value"]
            self.formulas = parser.formulas
            yield number, found


class _Parser(WorkSheetParser):  # type: ignore[misc]
    """openpyxl's own, for the rows alone, with formulas counted and their last values taken."""

    def __init__(self, source: Any, texts: Any, book: Any) -> None:
        super().__init__(
            source,
            texts,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        self.formulas = 0

    def rows(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        sheet_data: Any = None
        for event, element in iterparse(self.source, events=("start", "end")):  # noqa: S314 - expat bounds entities, and a DOCTYPE was refused
            if event == "start":
                sheet_data = element if element.tag.endswith("}sheetData") else sheet_data
            elif element.tag == ROW_TAG:
                yield self.parse_row(element)
                element.clear()
                if sheet_data is not None:
                    sheet_data.clear()  # else the emptied rows add up
            elif element.tag.endswith("}sheetData"):
                return

    def parse_cell(self, element: Any) -> dict[str, Any]:
        is_formula = element.find(FORMULA_TAG) is not None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            cell: dict[str, Any] = super().parse_cell(element)
        if cell["data_type"] == "inlineStr" or (element.get("t") == "inlineStr" and cell["value"] is None):
            inline = element.find(INLINE_STRING)
            cell["value"] = Text.from_tree(inline).content if inline is not None else None
        if is_formula:
            self.formulas += 1
            if cell["value"] is None and element.get("t") != "str":
                cell["value"] = Uncomputed()
        if cell["data_type"] == "e" and isinstance(cell["value"], str):
            cell["value"] = Broken(cell["value"])
        return cell


def letter(column: int) -> str:
    """The letters above a column, from 1: A, B, …, AA."""
    return str(get_column_letter(column))


def _is_workbook(packed: zipfile.ZipFile, names: set[str]) -> None:
    if "mimetype" in names and b"opendocument" in packed.read("mimetype")[:200]:
        raise SheetRefused("open_document")
    if any(name.startswith("word/") for name in names):
        raise SheetRefused("a_document")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/workbook") for name in names):
        raise SheetRefused("not_a_workbook")
    if any(one.flag_bits & 1 for one in packed.infolist()):
        raise SheetRefused("locked")


def _is_bounded(packed: zipfile.ZipFile, limits: Limits) -> None:
    """Python reads of each part no more than it declares, so that the sum of what is declared bounds the reading."""
    declared = sum(one.file_size for one in packed.infolist())
    if declared > limits.unpacked:
        raise SheetRefused("too_much_unpacked", size=declared, limit=limits.unpacked)
    texts = sum(one.file_size for one in packed.infolist() if one.filename.endswith("sharedStrings.xml"))
    if texts > limits.strings:
        raise SheetRefused("too_much_unpacked", size=texts, limit=limits.strings)


def _is_plain(packed: zipfile.ZipFile) -> None:
    """No part of a workbook declares a document type; what does wants to define entities."""
    for one in packed.infolist():
        if one.filename.endswith((".xml", ".rels")):
            with packed.open(one) as part:
                if b"<!DOCTYPE" in part.read(2000).upper():
                    raise SheetRefused("not_a_workbook")


def _outline(packed: zipfile.ZipFile, inside: str) -> tuple[list[tuple[int, int, int, int]], int]:
    """The merged ranges of a sheet and about how many rows it has, from its raw bytes: much faster than reading it."""
    merged, counted, tail = [], 0, b""
    with packed.open(inside.lstrip("/")) as part:
        while block := part.read(_BLOCK):
            text = tail + block
            keep = text.rfind(b"<")
            whole, tail = (text[:keep], text[keep:]) if keep > 0 else (b"", text)
            counted += len(_ROW.findall(whole))
            merged += _MERGED.findall(whole)
            if len(tail) > _BLOCK:
                raise SheetRefused("damaged")
    return [tuple(range_boundaries(one.decode())) for one in merged[:10_000]], counted


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:  # a file and not its name: openpyxl goes by what that ends in
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except SheetRefused:
        raise
    except (*_DAMAGED, TypeError, AttributeError) as error:
        raise SheetRefused("damaged") from error
