"""What does the page of an upload show? Stages, counts and rows become plain mappings that the templates take."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from kembar.partnerships.forms.references import said_row
from kembar.partnerships.models import Contact, Field, Government, Organisation
from kembar.places.rules import country_name
from kembar.spreadsheets import actions, files, sentences
from kembar.spreadsheets.cells import words_of
from kembar.spreadsheets.columns import SHEETS, Column, Sheet
from kembar.spreadsheets.heads import column_of
from kembar.spreadsheets.models import Import
from kembar.ui import words

STARTING = timedelta(seconds=20)
"""How long a process may take until it holds the lock; then it is told as broken off."""


def page(one: Import, language: str, now: datetime) -> dict[str, Any]:
    """All that the page of an upload shows."""
    sheet = SHEETS.get(one.kind)
    is_there = files.is_there(one)
    context: dict[str, Any] = {
        "one": one,
        "sheet": sheet,
        "stage": sentences.STAGE[one.stage],
        "facts": _facts(one, language),
        "notices": [sentences.of_notice(each, language) for each in one.notices],
        "problem": sentences.of_file(one.problem["code"], one.problem["data"], language) if one.problem else "",
        "is_there": is_there,
    }
    if one.stage in ("checking", "importing"):
        context |= progress(one, now)
    if sheet is not None and one.stage in actions.OPEN and is_there:
        context |= _columns(one, sheet, language)
    if one.counts:
        context["tallies"] = [
            {"figure": one.counts.get(name, 0), "label": sentences.OUTCOME[name], "code": name}
            for name in ("new", "changed", "unchanged", "refused")
        ]
    if one.stage == "checked" and sheet is not None and is_there:
        context |= _preview(one, sheet, language)
    return context


def progress(one: Import, now: datetime) -> dict[str, Any]:
    """How far the work is, or that it was broken off."""
    told = files.progress(one)
    at = datetime.fromisoformat(told["at"]) if told.get("at") else one.at
    works = files.is_worked_on(one)
    done, of = int(told["done"]), int(told["of"])
    return {
        "is_broken_off": not works and now - at > STARTING,
        "done": done,
        "of": of,
        "share": min(1.0, done / of) if of else 0.0,
    }


def _facts(one: Import, language: str) -> list[dict[str, Any]]:
    facts = [
        {"term": _("File"), "value": f"{one.file_name}, {sentences.megabytes(one.size, language)}"},
        {"term": _("Rows are"), "value": str(SHEETS[one.kind].label) if one.kind in SHEETS else ""},
        {"term": _("For"), "value": one.office.name},
    ]
    if one.encoding:
        encoding = sentences.ENCODING.get(one.encoding, one.encoding)
        delimiter = sentences.DELIMITER.get(one.delimiter, one.delimiter)
        value = _("%(encoding)s, cells separated by: %(delimiter)s") % {"encoding": encoding, "delimiter": delimiter}
        facts.append({"term": _("Read as"), "value": value})
    elif one.sheet_name:
        facts.append({"term": _("Sheet"), "value": one.sheet_name})
    if one.header_rows:
        rows = ", ".join(map(str, one.header_rows))
        facts.append({"term": _("Column heads in row"), "value": rows})
    return facts


def _columns(one: Import, sheet: Sheet, language: str) -> dict[str, Any]:
    """Their columns, each with its first cells and how it is read; what is lacking for all rows."""
    options = [(each.key, each.head(language)) for each in sheet if each.type != "computed"]
    languages = {key for key in one.mapping if key and not sheet.has(key)}
    options += [(key, found.head(language)) for key in sorted(languages) if (found := column_of(sheet, key))]
    rows = []
    for number, head in enumerate(one.heads):
        cells = [row[number] for row in one.samples if number < len(row) and row[number]]
        rows.append(
            {
                "number": number,
                "head": head,
                "letter": _letter(number + 1),
                "cells": " · ".join(cells[:3]),
                "key": one.mapping[number],
                "how": one.guessed[number] if number < len(one.guessed) else "",
            }
        )
    lacking = actions.unmapped(one)
    asked = [key for key in sheet.asked_for_all if key not in one.mapping]
    return {
        "columns": rows,
        "options": options,
        "lacking": [sentences.of_head(one.kind, key, language) for key in lacking if key not in sheet.asked_for_all],
        "asked": [_asked(one, sheet.column(key), key in lacking, language) for key in asked if _is_asked(one, key)],
        "is_ready": not lacking,
        "kinds": [(each.kind, each.label) for each in SHEETS.values()],
    }


def _is_asked(one: Import, key: str) -> bool:
    return key != "partnership" or "partner" not in one.mapping


def _asked(one: Import, column: Column, is_needed: bool, language: str) -> dict[str, Any]:
    return {
        "key": column.key,
        "head": column.head(language),
        "choices": words_of(column, language),
        "value": one.defaults.get(column.key, ""),
        "is_needed": is_needed or column.key in one.defaults,
    }


def _preview(one: Import, sheet: Sheet, language: str) -> dict[str, Any]:
    shown: Mapping[str, list[Any]] = files.read_json(files.path(one, "preview")) or {}
    names = _names(shown, language)
    writes = one.counts.get("new", 0) + one.counts.get("changed", 0)
    return {
        "refused_rows": [
            {
                "number": row["number"],
                "faults": [
                    {
                        "head": sentences.of_head(one.kind, fault["column"], language),
                        "text": sentences.of_cell(one.kind, fault, language),
                    }
                    for fault in row["faults"]
                ],
            }
            for row in shown.get("refused", [])
        ],
        "new_rows": [
            {"number": row["number"], "facts": _said(sheet, row, language, names)} for row in shown.get("new", [])
        ],
        "changed_rows": [
            {"number": row["number"], "changes": _changes(sheet, row, language, names)}
            for row in shown.get("changed", [])
        ],
        "warned_rows": [
            {"number": row["number"], "texts": [sentences.of_warning(each, language) for each in row["warnings"]]}
            for row in shown.get("warned", [])
        ],
        "writes": writes,
        "refuses": one.counts.get("refused", 0),
        "known_by": sheet.known_by,
    }


def _names(shown: Mapping[str, list[Any]], language: str) -> dict[str, str]:
    """Codes of fields, addresses and marks of parties, ids of letters -> their names. At most four queries."""
    rows = [*shown.get("new", []), *shown.get("changed", [])]
    parties = [party for row in rows for party in row["parties"]]
    found = {each["mark"]: each["values"]["name"]["id"] for row in rows for each in row["along"]}
    tables: tuple[tuple[str, Any], ...] = (("government", Government), ("organisation", Organisation))
    for kind, model in tables:
        slugs = {party[kind] for party in parties if party.get(kind)}
        for slug, name in model.objects.filter(slug__in=slugs).values_list("slug", "name") if slugs else ():
            found[slug] = name.get(language) or next(iter(name.values()), slug)
    answered = {row[held]["answers"] for row in rows for held in ("values", "before") if row[held].get("answers")}
    found |= {row["id"]: _("row %(row)s of this sheet") % {"row": row["number"]} for row in rows if row["id"]}
    for letter in Contact.objects.filter(pk__in=answered) if answered else ():
        found[str(letter.pk)] = said_row("contact", letter, language)
    for field in Field.objects.all():
        found[field.code] = field.name.get(language) or field.code
    return found


def _said(sheet: Sheet, row: Mapping[str, Any], language: str, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """The values of a new row in words, in the order of the columns."""
    found: list[tuple[str, str]] = []
    for party in row["parties"]:
        name = party.get("government") or party.get("organisation") or party.get("along") or ""
        unnamed = next(iter((party.get("unnamed") or {}).values()), "")
        found.append((_("Party"), str(names.get(name, name) or unnamed)))
    for code, value in row["values"].items():
        found += _in_words(sheet, code, value, language, names)
    for kind, values in row["children"]:
        if kind == "number":
            found.append((sentences.of_head(sheet.kind, f"number.{values['side']}", language), values["number"]))
    fields = [values["field"] for kind, values in row["children"] if kind == "instrument_field"]
    if fields:
        found.append(
            (sentences.of_head(sheet.kind, "fields", language), ", ".join(names.get(code, code) for code in fields))
        )
    for paper in row["papers"]:
        told = {"number": paper["number"], **paper["values"]}
        for name in ("number", "date", "ends"):
            if told.get(name):
                value = told[name] if name == "number" else words.edtf(told[name], language)
                found.append((sentences.of_head(sheet.kind, f"mou.{name}", language), value))
    return found


def _changes(sheet: Sheet, row: Mapping[str, Any], language: str, names: Mapping[str, str]) -> list[dict[str, str]]:
    found = []
    for code, value in row["values"].items():
        after = dict(_in_words(sheet, code, value, language, names))
        before = dict(_in_words(sheet, code, row["before"].get(code), language, names))
        for head in dict.fromkeys((*before, *after)):
            if before.get(head) != after.get(head):
                found.append({"head": head, "before": before.get(head, ""), "after": after.get(head, "")})
    added = {**row, "parties": [], "values": {}}
    found += [{"head": head, "before": "", "after": text} for head, text in _said(sheet, added, language, names)]
    for _kind, _key, values in row["changed_children"]:
        found.append({"head": _("Number"), "before": "", "after": str(values.get("number", ""))})
    return found


def _in_words(sheet: Sheet, code: str, value: Any, language: str, names: Mapping[str, str]) -> list[tuple[str, str]]:
    if value is None:
        return []
    if isinstance(value, dict):
        found = [(column_of(sheet, f"{code}.{tongue}"), text) for tongue, text in value.items()]
        return [(column.head(language), _short(text)) for column, text in found if column is not None]
    column = next((one for one in sheet if one.attribute == code), None)
    if column is None:
        return []
    return [(column.head(language), _short(_in_word(column, value, language, names)))]


def _in_word(column: Column, value: Any, language: str, names: Mapping[str, str]) -> str:
    if column.type in ("date", "ends"):
        return words.edtf(value, language)
    if column.type == "country":
        return country_name(value, language)
    if isinstance(value, list):
        return ", ".join(names.get(one, str(one)) for one in value)
    if column.refers_to == "field" or column.type == "letter":
        return names.get(value, str(value))
    if isinstance(value, bool):
        value = "yes" if value else "no"
    return str((column.vocabulary or {}).get(value, value))


def _short(text: Any) -> str:
    return str(text) if len(str(text)) <= 120 else str(text)[:119] + "…"


def _letter(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
