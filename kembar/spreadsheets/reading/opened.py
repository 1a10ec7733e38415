"""Which kind of file is this, by its content, and which rows has it?

The name of a file says nothing: an old workbook or a PDF named .xlsx is told as what it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kembar.spreadsheets.limits import Limits
from kembar.spreadsheets.reading import text_file, workbook
from kembar.spreadsheets.reading.cells_as_found import Rows
from kembar.spreadsheets.refusals import SheetRefused

_BY_CONTENT = (
    (b"%PDF", "a_pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_workbook"),
    (b"MZ", "a_program"),
    (b"\x7fELF", "a_program"),
    (b"\x89PNG", "a_picture"),
    (b"\xff\xd8\xff", "a_picture"),
    (b"GIF8", "a_picture"),
    (b"{\\rtf", "a_document"),
)


@dataclass
class Opened:
    """A file that was recognised. ``sheets`` is empty for a text file."""

    path: Path
    text: text_file.TextFile | None = None
    book: workbook.Workbook | None = None
    sheets: list[str] = field(default_factory=list)

    @property
    def encoding(self) -> str:
        return self.text.encoding if self.text else ""

    @property
    def delimiter(self) -> str:
        return self.text.delimiter if self.text else ""

    def rows(self, sheet: str, limits: Limits) -> Rows | workbook.Reader:
        """The rows of a sheet, of a text file its only one."""
        if self.text:
            return text_file.rows(self.text, limits)
        return workbook.Reader(self.path, sheet, limits)

    def merged(self, sheet: str) -> list[tuple[int, int, int, int]]:
        return self.book.merged.get(sheet, []) if self.book else []


def open_file(path: Path, limits: Limits) -> Opened:
    """The file, recognised by its content; SheetRefused says what it is where it cannot be read."""
    size = path.stat().st_size
    if not size:
        raise SheetRefused("empty_file")
    if size > limits.bytes:
        raise SheetRefused("too_large", size=size, limit=limits.bytes)
    with path.open("rb") as file:
        head = file.read(512)
    for begins, code in _BY_CONTENT:
        if head.startswith(begins):
            raise SheetRefused(code)
    if head.startswith(b"PK"):
        book = workbook.recognise(path, limits)
        return Opened(path, book=book, sheets=book.sheets)
    if head.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html", b"<?xml", b"<table")):
        raise SheetRefused("a_web_page")
    return Opened(path, text=text_file.recognise(path, limits))


def reopen(path: Path, encoding: str, delimiter: str, limits: Limits) -> Opened:
    """A file that was recognised before."""
    if encoding:
        skipped = text_file.recognise(path, limits).skipped
        return Opened(path, text=text_file.TextFile(path, encoding, delimiter, skipped))
    return open_file(path, limits)
