"""Files that go out: an office's rows, an empty template, the refused rows of an upload. Each imports again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import override

from kembar.access.models import Office
from kembar.partnerships.models import Field
from kembar.spreadsheets import files, sentences
from kembar.spreadsheets.cells import words_of
from kembar.spreadsheets.columns import CHOICES_SHEET, EXPLANATION_SHEET, Column, Sheet
from kembar.spreadsheets.models import Import
from kembar.spreadsheets.queries.exporting import Exported, columns_of, dictionary, rows_of
from kembar.spreadsheets.tables import CSV, csv_bytes, xlsx_bytes

_TITLES = {"id": 0, "en": 1}
_HEADS = {
    "id": ("Kolom", "Nama lain", "Isi", "Wajib", "Catatan"),
    "en": ("Column", "Also called", "What it holds", "Required", "Note"),
}
REASON = {"id": "Alasan ditolak", "en": "Why refused"}
ROW = {"id": "Baris", "en": "Row"}


def exported(sheet: Sheet, office: Office, day: date, suffix: str, language: str) -> bytes:
    """An office's rows of a kind, with what the columns mean beside them in a workbook."""
    rows = rows_of(sheet, office, day)
    columns = columns_of(sheet, rows)
    out = Exported(sheet, columns, language)
    if suffix == CSV:
        return csv_bytes(out.heads, out.cells(rows))
    return _workbook(sheet, columns, language, out.cells(rows))


def template(sheet: Sheet, suffix: str, language: str) -> bytes:
    """An empty sheet with its heads; as a workbook with explanations and allowed values."""
    columns = list(sheet.exported)
    if suffix == CSV:
        return csv_bytes([one.head(language) for one in columns], [])
    return _workbook(sheet, columns, language, iter(()))


def explained(sheet: Sheet, language: str) -> bytes:
    """The data dictionary of a kind as CSV, for those who export CSV."""
    return csv_bytes(_HEADS[language], _dictionary(sheet, sheet.exported, language))


def refused(one: Import, suffix: str, language: str) -> bytes:
    """The refused rows as they came, with the reasons in a column of their own, to be repaired and uploaded again."""
    heads = [*one.heads, REASON[language]]
    rows = _refused_rows(one, len(one.heads), language)
    if suffix == CSV:
        return csv_bytes(heads, rows)
    return xlsx_bytes([(one.sheet_name or "Data", heads, rows)])


def _refused_rows(one: Import, width: int, language: str) -> Iterator[list[Any]]:
    with override(language):
        for line in files.lines(files.path(one, "refused")):
            cells = [*line["cells"], *[""] * width][:width]
            yield [*cells, sentences.of_reasons(one.kind, line["faults"], language)]


def _workbook(sheet: Sheet, columns: Sequence[Column], language: str, rows: Iterator[list[Any]]) -> bytes:
    which = _TITLES[language]
    return xlsx_bytes(
        [
            (sheet.title if language == "id" else sheet.title_english, [one.head(language) for one in columns], rows),
            (EXPLANATION_SHEET[which], _HEADS[language], _dictionary(sheet, columns, language)),
            (CHOICES_SHEET[which], *_choices(columns, language)),
        ]
    )


def _dictionary(sheet: Sheet, columns: Sequence[Column], language: str) -> list[list[str]]:
    return dictionary(sheet, columns, sentences.TYPE, language)


def _choices(columns: Sequence[Column], language: str) -> tuple[list[str], list[list[str]]]:
    """A column of allowed values for each column that has them."""
    heads, lists = [], []
    for one in columns:
        values = words_of(one, language)
        if one.refers_to == "field":
            values = [field.name.get(language) or field.code for field in Field.objects.order_by("position")]
        if values:
            heads.append(one.head(language))
            lists.append(values)
    longest = max(map(len, lists), default=0)
    return heads, [[values[row] if row < len(values) else "" for values in lists] for row in range(longest)]
