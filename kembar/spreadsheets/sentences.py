"""In which words are the codes of this room told? Each says what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kembar.spreadsheets.cells import words_of
from kembar.spreadsheets.columns import SHEETS
from kembar.spreadsheets.heads import column_of
from kembar.ui import words

FILE: Mapping[str, Any] = {
    "empty_file": _("The file is empty. Choose the one with your rows in it."),
    "only_heads": _("There are no rows below the column heads. Fill in at least one row."),
    "too_large": _(
        "The file has %(size)s; at most %(limit)s are read. Split it into several sheets, or ask whoever runs this "
        "instance to raise the limit (KEMBAR_SHEET_MEGABYTES)."
    ),
    "too_much_unpacked": _(
        "Unpacked, this workbook would fill %(size)s; at most %(limit)s are read. Save the sheet alone, without "
        "pictures and empty formatted rows, or as CSV."
    ),
    "too_many_rows": _("The sheet has more than %(limit)s rows. Split it into several."),
    "too_many_columns": _(
        "Row %(row)s reaches to column %(columns)s; at most %(limit)s columns are read. Delete the columns that hold "
        "nothing of use and save the sheet anew."
    ),
    "not_a_table": _("This is neither a workbook (.xlsx) nor a text table (.csv). Save your sheet as one of these."),
    "not_a_workbook": _("This file is packed like a workbook but is none. Open it and save it as .xlsx."),
    "old_workbook": _(
        "This is a workbook of the old kind (.xls), or one locked with a password, whatever its name ends in. Open it "
        "and save it as .xlsx, without a password."
    ),
    "open_document": _("This is an OpenDocument sheet (.ods). Open it and save it as .xlsx or .csv."),
    "a_pdf": _(
        "This is a PDF, whatever its name ends in. A table in it cannot be read; use the sheet it was made from."
    ),
    "a_document": _("This is a text document, not a sheet. Copy its table into a sheet and save that as .xlsx."),
    "a_picture": _("This is a picture. Its table cannot be read; type it into the template."),
    "a_program": _("This is a program, not a sheet. Nothing of it was kept."),
    "a_web_page": _("This is a web page. Open it in your spreadsheet program and save it as .xlsx or .csv."),
    "locked": _("The workbook is locked with a password. Save it without one."),
    "damaged": _("The workbook is damaged. Open it, let the program repair it, and save it anew as .xlsx."),
    "no_sheet": _("The workbook holds no sheet with cells."),
    "no_such_sheet": _("The workbook has no sheet called “%(sheet)s”."),
    "broken_text": _(
        "Row %(row)s cannot be read: probably a quotation mark was opened and never closed, so that a cell grew beyond "
        "%(limit)s characters. Close it, or save the sheet as .xlsx."
    ),
    "broken_encoding": _("The file says that it is %(encoding)s and is not. Save it anew as CSV UTF-8, or as .xlsx."),
    "no_heads": _(
        "No row with column heads was found among the first %(looked_at)s rows. The heads say what each column holds, "
        "as “Nama kota mitra”, “Tanggal”, “Keterangan”. Take the template, or put heads above your rows."
    ),
    "column_twice": _(
        "Two columns are to be read as the same thing: %(heads)s. Choose another reading for one of them."
    ),
    "file_gone": _("The uploaded file is no longer here; it is kept for thirty days at most. Upload it again."),
    "changed_since_checked": _(
        "The register was changed after the sheet was checked, and the sheet would now write something else than you "
        "saw. Nothing was written. Check it again and look at the new preview."
    ),
    "register_refused": _(
        "The register refused what the sheet would write (%(code)s, %(kind)s). Nothing was written. Check the sheet "
        "again; if it is refused again, tell whoever runs this instance."
    ),
    "killed": _("The work was broken off before its end. Nothing was written. You can start it again."),
}
CELL: Mapping[str, Any] = {
    "missing": _("This must be filled in."),
    "needed": _("This cannot be emptied: every entry needs it."),
    "not_a_date": _("“%(value)s” is not a date: %(reason)s Write it as 21 September 2016, 09/2016 or 2016."),
    "not_a_number": _("“%(value)s” is not a number. Write digits alone."),
    "two_readings": _("“%(value)s” could mean two numbers. Write it without a separator of thousands."),
    "not_a_small_whole": _("“%(value)s” must be a whole number from 0 to 32,767."),
    "not_a_length": _("“%(value)s” is not a length of time. Write it as 60, “60 bulan” or “5 tahun”."),
    "unknown_choice": _("“%(value)s” is none of the allowed values: %(choices)s."),
    "not_yes_or_no": _("“%(value)s” must be “ya” or “tidak”; leave it empty where it is not known."),
    "unknown_side": _("“%(value)s” is no party of this partnership. Write a party’s name, “first side” or “both”."),
    "side_without_partnership": _("“%(value)s” can be read only where the partnership is known."),
    "not_a_direction": _("“%(value)s” must be “masuk” (to us) or “keluar” (from us)."),
    "sides_not_known": _("Which side your office is on is not recorded; fill in “From” and “To” instead."),
    "unknown_country": _("“%(value)s” is no country known here. Write its name in Indonesian or English."),
    "unknown_field": _("“%(value)s” is not on the list of fields. The template’s sheet “Pilihan” has them all."),
    "unknown_party": _("“%(value)s” is not in the register. Enter it first, or write its name as the register does."),
    "several_parties": _("“%(value)s” could be several: %(found)s. Write the address of the one you mean."),
    "unknown_city": _(
        "“%(value)s” is not in the register, and its country cannot be told from the name. Fill in the country, so "
        "that it can be entered along."
    ),
    "unknown_place": _("“%(value)s” is no place known here, or there are several. Write its GeoNames number."),
    "unknown_partnership": _("Your office has no partnership called “%(value)s”. Import the partnerships first."),
    "several_partnerships": _("This could be several partnerships: %(found)s. Write the address of the one you mean."),
    "unknown_paper": _("The partnership has no paper “%(value)s”. Enter it in a row above, or write its number."),
    "several_papers": _("Two papers of the partnership bear the number “%(value)s”. Write the ID of the one you mean."),
    "unknown_letter": _(
        "The partnership has no letter “%(value)s” of the other side. Enter it in a row above, or write its ID."
    ),
    "several_letters": _(
        "“%(value)s” could be several letters of the other side. Write the ID of the one you mean, as exported."
    ),
    "answers_own_side": _("An answer comes from the other side, and both of these come from the same one."),
    "answers_what_came_later": _("An answer is not older than what it answers. Look at the two dates."),
    "unknown_commitment": _("The partnership has no commitment with the ID “%(value)s”."),
    "not_an_id": _("“%(value)s” is not an ID of this register. Leave it as exported, or empty for a new entry."),
    "not_editable": _("Your office reads “%(partnership)s” but does not write to it."),
    "not_our_partnership": _("This partnership is not your office’s."),
    "in_another_partnership": _("The entry with this ID stands in another partnership."),
    "kept_by_another": _("This entry is another office’s. State what differs on its page; a sheet does not change it."),
    "told_by_documents": _("This entry is told by documents, and no sheet changes it."),
    "withdrawn": _(
        "The entry with this ID was withdrawn on %(when)s (%(why)s). Restore it in the history, or empty the ID to "
        "enter it anew."
    ),
    "repeated": _("The same as row %(row)s. Delete one of them, or give it a number of its own."),
    "other_parties": _("The parties of “%(partnership)s” are others. Parties are changed on its page, not by a sheet."),
    "first_party_missing": _(
        "Who is the first party? Your office acts for no government yet; add a column “Pihak pertama”."
    ),
    "end_before_beginning": _("The end (%(end)s) lies before the beginning (%(beginning)s)."),
    "length_without_fixed_term": _("A length goes with a fixed term only; the kind of term says otherwise."),
    "too_long": _("%(length)s characters; at most %(limit)s fit here. Longer texts belong into a file."),
    "unreadable_character": _("The text holds a character that cannot be kept. Type it anew."),
    "formula_without_value": _(
        "A formula stands here whose value the file does not hold. Open and save it in your spreadsheet program, or "
        "write the value itself."
    ),
    "formula_broken": _("The formula here gives %(value)s. Mend it, or write the value itself."),
}
WARNING: Mapping[str, Any] = {
    "same_parties": _("There is another open record of the same parties: %(partnership)s. Both may be meant."),
    "new_city": _("%(name)s (%(country)s) is not in the register yet and is entered along."),
}
NOTICE: Mapping[str, Any] = {
    "encoding": _("The text was read as %(encoding)s. If names look wrong, save the sheet as CSV UTF-8 or .xlsx."),
    "merged_heads": _("The column heads stand in merged cells over two rows, which were read together."),
    "rows_above": _("The column heads were found in row %(row)s; what stands above was left out."),
    "macros": _("The workbook holds macros. They were not run; only values are read."),
    "links": _("The workbook refers to other files. They were not opened; the last values are read."),
    "other_sheets": _("Read was the sheet “%(sheet)s”. Left out: %(others)s."),
    "formulas": _("%(cells)s cells hold formulas. Their last values were read."),
}
DATE_FAULT: Mapping[str, Any] = {
    "not_a_date": _("it has no form of a date."),
    "no_such_month": _("there is no such month."),
    "no_such_day": _("there is no such day."),
    "year_out_of_range": _("the year is out of range."),
    "season": _("seasons and quarters have no fixed days."),
    "time_of_day": _("it holds a time of day."),
    "end_before_start": _("it ends before it begins."),
    "interval_without_ends": _("it has neither beginning nor end."),
    "not_an_as_at": _("it has no form of a date."),
    "ambiguous_year": _("two digits could be several years."),
    "needs_anchor": _("it counts from an event that is not told."),
}
STAGE: Mapping[str, Any] = {
    "received": _("columns to be settled"),
    "checking": _("being checked"),
    "checked": _("to be confirmed"),
    "importing": _("being written"),
    "done": _("written"),
    "failed": _("not written"),
    "discarded": _("given up"),
    "undone": _("undone"),
}
OUTCOME: Mapping[str, Any] = {
    "new": _("new"),
    "changed": _("changed"),
    "unchanged": _("unchanged"),
    "refused": _("refused"),
}
TYPE: Mapping[str, Any] = {
    "id": _("the ID of the register"),
    "slug": _("an address: small letters, digits, hyphens"),
    "partnership": _("a partnership"),
    "partner": _("a city’s name"),
    "party": _("a city’s or organisation’s name"),
    "country": _("a country’s name in Indonesian or English, or its two letters"),
    "others": _("names"),
    "text": _("text"),
    "word": _("text on one line"),
    "side_number": _("a number as the paper bears it"),
    "choice": _("one of the allowed values"),
    "date": _("a date, as exact as it is known: 21 September 2016, November 2016, 2016, ±2016, s.d. 2021"),
    "ends": _("a date, as exact as it is known; “s.d. 2021” is 2021 here"),
    "number": _("a whole number"),
    "months": _("months; “5 tahun” is 60"),
    "yes_no": _("ya or tidak; empty where it is not known"),
    "flag": _("ya or tidak"),
    "reference": _("a name on the register’s list"),
    "codes": _("names on the list of fields"),
    "side": _("a party"),
    "paper": _("the number of a paper"),
    "letter": _("the ID, number or date of a letter"),
    "seat": _("a place’s name, or its GeoNames number"),
    "direction": _("masuk or keluar"),
}


class _Filled(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


def _said(sentence: Any, data: Mapping[str, Any]) -> str:
    return str(sentence) % _Filled(data) if "%(" in str(sentence) else str(sentence)


def of_file(code: str, data: Mapping[str, Any], language: str) -> str:
    """Why a file as a whole was refused."""
    told = dict(data)
    for name in ("size", "limit", "columns", "looked_at"):
        if name in told and str(told[name]).isdigit():
            is_bytes = name == "size" or code in ("too_large", "too_much_unpacked")
            told[name] = megabytes(int(told[name]), language) if is_bytes else words.number(int(told[name]), language)
    return _said(FILE.get(code, FILE["register_refused"]), {"code": code, "kind": "", **told})


def megabytes(size: int, language: str) -> str:
    """12 kB, 3.4 MB."""
    if size < 1_000_000:
        return f"{words.number(max(1, round(size / 1000)), language)} kB"
    return f"{words.number(round(size / 1_000_000, 1), language)} MB"


def of_cell(kind: str, fault: Mapping[str, Any], language: str) -> str:
    """Why a cell, or a row as a whole, was refused."""
    data = dict(fault["data"])
    column = column_of(SHEETS[kind], fault["column"]) if fault["column"] else None
    if fault["code"] == "unknown_choice" and column is not None:
        data["choices"] = ", ".join(words_of(column, language))
    if fault["code"] == "not_a_date":
        data["reason"] = DATE_FAULT.get(data.get("reason", ""), DATE_FAULT["not_a_date"])
    for name in ("value",):
        if len(str(data.get(name, ""))) > 80:
            data[name] = str(data[name])[:79] + "…"
    for name in ("length", "limit"):
        if name in data:
            data[name] = words.number(data[name], language)
    return _said(CELL[fault["code"]], data)


def of_warning(warning: Mapping[str, Any], language: str) -> str:
    data = dict(warning["data"])
    if data.get("country"):
        data["country"] = words.country(data["country"], language)
    return _said(WARNING[warning["code"]], data)


def of_notice(notice: Mapping[str, Any], language: str) -> str:
    data = dict(notice["data"])
    if "encoding" in data:
        data["encoding"] = ENCODING.get(data["encoding"], data["encoding"])
    if "cells" in data:
        data["cells"] = words.number(data["cells"], language)
    return _said(NOTICE[notice["code"]], data)


ENCODING: Mapping[str, str] = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1 (ISO 8859-1)",
}
DELIMITER: Mapping[str, Any] = {
    ";": _("semicolon"),
    ",": _("comma"),
    "\t": _("tab"),
    "|": _("bar"),
}


def of_head(kind: str, key: str, language: str) -> str:
    """The head of a column of ours; of the row as a whole nothing."""
    column = column_of(SHEETS[kind], key) if key else None
    return column.head(language) if column is not None else ""


def of_reasons(kind: str, faults: list[Mapping[str, Any]], language: str) -> str:
    """All that is wrong with a row, as one text."""
    told = []
    for fault in faults:
        head = of_head(kind, fault["column"], language)
        sentence = of_cell(kind, fault, language)
        told.append(f"{head}: {sentence}" if head else sentence)
    return " ".join(told)
