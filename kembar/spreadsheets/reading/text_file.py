"""Rows of a text file: in which encoding, with which delimiter?

Encodings tried: UTF-8 with and without its mark, UTF-16 with its mark or recognisable without, else Windows-1252, else
Latin-1, which fits any bytes. Delimiters: semicolon, comma, tab, bar; the one that cuts most rows into equally many.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kembar.spreadsheets.limits import Limits
from kembar.spreadsheets.reading.cells_as_found import Rows
from kembar.spreadsheets.refusals import SheetRefused

DELIMITERS = (";", ",", "\t", "|")
_SAMPLE_ROWS = 50
_BLOCK = 1 << 20
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


@dataclass(frozen=True)
class TextFile:
    """A text file that was recognised."""

    path: Path
    encoding: str
    delimiter: str
    skipped: int = 0
    """1 where the first line names the delimiter (``sep=;``), as Excel writes it."""


def recognise(path: Path, limits: Limits) -> TextFile:
    """The encoding and delimiter of a text file; SheetRefused where it is none."""
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        named = _SEPARATOR_LINE.fullmatch(file.readline(10))
    if named:
        return TextFile(path, encoding, named[1], 1)
    return TextFile(path, encoding, _delimiter(path, encoding, limits))


def rows(file: TextFile, limits: Limits) -> Rows:
    """The rows, numbered as a spreadsheet program would. SheetRefused where one cannot be read."""
    yield from _rows(file.path, file.encoding, file.delimiter, file.skipped, limits)


def _rows(path: Path, encoding: str, delimiter: str, skipped: int, limits: Limits) -> Rows:
    csv.field_size_limit(limits.cell)
    with path.open(encoding=encoding, newline="") as file:
        if skipped:
            file.readline()
        reader = csv.reader(file, delimiter=delimiter)
        number = skipped
        try:
            for cells in reader:
                number += 1
                if len(cells) > limits.columns:
                    raise SheetRefused("too_many_columns", columns=len(cells), limit=limits.columns, row=number)
                yield number, [cell if cell else None for cell in cells]
        except csv.Error as error:
            raise SheetRefused("broken_text", row=number + 1, limit=limits.cell) from error


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise SheetRefused("empty_file")
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig" if _decodes(path, "utf-8-sig") else _single_byte(path)
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if head.startswith(mark):
            if not _decodes(path, "utf-16"):
                raise SheetRefused("broken_encoding", encoding="UTF-16")
            return "utf-16"
    if zeros := _zeros(head):
        if _decodes(path, zeros):
            return zeros
        raise SheetRefused("not_a_table")
    if _CONTROL.search(head):
        raise SheetRefused("not_a_table")
    return "utf-8" if _decodes(path, "utf-8") else _single_byte(path)


def _zeros(head: bytes) -> str:
    """UTF-16 without its mark: in a table mostly Latin letters, every other byte is zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.1 * half else ""


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _single_byte(path: Path) -> str:
    return "cp1252" if _decodes(path, "cp1252") else "latin-1"


def _delimiter(path: Path, encoding: str, limits: Limits) -> str:
    best, found = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        try:
            sample = [
                len(cells) for _number, cells in islice(_rows(path, encoding, delimiter, 0, limits), _SAMPLE_ROWS)
            ]
        except SheetRefused as refused:
            if refused.code == "too_many_columns":
                raise
            continue
        except UnicodeDecodeError:
            continue
        widths = Counter(width for width in sample if width > 1)
        if not widths:
            continue
        width, often = widths.most_common(1)[0]
        if (often / len(sample), width) > found:
            best, found = delimiter, (often / len(sample), width)
    return best
