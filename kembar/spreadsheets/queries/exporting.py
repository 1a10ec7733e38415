"""Which rows does an office export, and what stands in their cells? What comes back in means the same rows."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import override

from kembar.access.models import Office
from kembar.access.queries import standing_stakes
from kembar.evidence.catalogue import kind as kind_called
from kembar.evidence.columns import held
from kembar.partnerships import models
from kembar.places.rules import country_name
from kembar.spreadsheets.columns import OF_A_PARTNERSHIP, Column, Sheet
from kembar.spreadsheets.heads import column_of

CHUNK = 500
LANGUAGES = ("id", "en")
_RELATED = {
    "partnership": (),
    "instrument": ("partnership", "predecessor"),
    "commitment": ("partnership", "instrument", "field"),
    "activity": ("partnership", "field", "commitment"),
    "contact": ("partnership", "through", "answers"),
    "government": ("country", "seat", "parent"),
    "organisation": ("country", "seat"),
}


def rows_of(sheet: Sheet, office: Office, day: date) -> QuerySet[Any]:
    """The standing rows of a kind that an office exports: those of the partnerships it has a part in, and the
    governments and organisations that these name."""
    ties = models.Partnership.objects.filter(
        pk__in=standing_stakes(day).filter(office=office).values("partnership"), withdrawn_at__isnull=True
    )
    if sheet.kind == "partnership":
        return ties.defer("search_text").order_by("slug")
    model = kind_called(sheet.kind).model
    rows: QuerySet[Any] = model.objects.filter(withdrawn_at__isnull=True).select_related(*_RELATED[sheet.kind])
    if sheet.kind in OF_A_PARTNERSHIP:
        rows = rows.filter(partnership__in=ties)
        dated = [F("date_earliest").asc(nulls_first=True)] if hasattr(model, "date_earliest") else []
        return rows.order_by("partnership__slug", *dated, "position", "pk")
    parties = models.Party.objects.filter(partnership__in=ties, withdrawn_at__isnull=True)
    ids = set(parties.values_list(f"{sheet.kind}_id", flat=True)) - {None}
    if sheet.kind == "organisation":
        named = models.Contact.objects.filter(partnership__in=ties, withdrawn_at__isnull=True)
        ids |= set(named.values_list("through_id", flat=True)) - {None}
    else:
        ids |= set(models.Government.objects.filter(pk__in=ids).values_list("parent_id", flat=True)) - {None}
        return rows.filter(pk__in=ids).order_by(F("parent").asc(nulls_first=True), "slug")
    return rows.filter(pk__in=ids).order_by("slug")


def columns_of(sheet: Sheet, rows: QuerySet[Any] | None = None) -> list[Column]:
    """The columns of an export: ours, and one for each further language that a text is written in."""
    columns = list(sheet.exported)
    if rows is None:
        return columns
    for code in dict.fromkeys(one.attribute for one in columns if one.type == "text"):
        used: set[str] = set()
        for text in rows.order_by().values_list(code, flat=True).iterator():
            used |= set(text or {})
        place = max(number for number, one in enumerate(columns) if one.attribute == code) + 1
        more = [column_of(sheet, f"{code}.{language}") for language in sorted(used - set(LANGUAGES))]
        columns[place:place] = [one for one in more if one is not None]
    return columns


class Exported:
    """The cells of rows of one kind, in one language."""

    def __init__(self, sheet: Sheet, columns: Iterable[Column], language: str) -> None:
        self.sheet, self.columns, self.language = sheet, list(columns), language
        self.own = kind_called(sheet.kind)
        self.children: dict[uuid.UUID, dict[str, Any]] = {}
        with override(language):
            self.words = {
                one.key: {code: str(word) for code, word in (one.vocabulary or {}).items()} for one in self.columns
            }
            fields = models.Field.objects.all()
            self.fields = {one.code: one.name.get(language) or one.code for one in fields}

    @property
    def heads(self) -> list[str]:
        return [one.head(self.language) for one in self.columns]

    def cells(self, rows: QuerySet[Any]) -> Iterator[list[Any]]:
        """The rows as cells, read in chunks. A few queries for each chunk of papers or partnerships, else one."""
        ids = iter(rows.values_list("pk", flat=True))
        while chunk := list(islice(ids, CHUNK)):
            found = {row.pk: row for row in rows.filter(pk__in=chunk)}
            self._read_children(chunk)
            for key in chunk:
                if key in found:
                    yield [self._cell(found[key], column) for column in self.columns]

    def _cell(self, row: Any, column: Column) -> Any:
        if column.key in ("id", "slug"):
            return str(row.pk if column.key == "id" else row.slug)
        if column.type == "partnership":
            return row.partnership.slug
        if column.key in self.children.get(row.pk, {}):
            return self.children[row.pk][column.key]
        if not column.attribute or column.type == "side_number":
            return ""
        value = held(row, self.own.attributes[column.attribute])
        return "" if value is None else self._said(value, column, row)

    def _said(self, value: Any, column: Column, row: Any) -> Any:
        if column.type == "text":
            return value.get(column.language, "")
        if column.type in ("choice", "side", "yes_no"):
            return self.words[column.key].get(value, value)
        if column.type == "flag":
            return self.words[column.key]["yes" if value else "no"]
        if column.type == "codes":
            return "; ".join(self.fields.get(code, code) for code in value)
        if column.type == "country":
            return country_name(str(value), self.language)
        if column.type == "seat":
            return f"{row.seat.name} ({row.seat.pk})"
        if column.refers_to == "field":
            return self.fields.get(value, value)
        return value

    # --- what stands in rows of its own --------------------------------------------------------------------------

    def _read_children(self, ids: list[uuid.UUID]) -> None:
        self.children = defaultdict(dict)
        if self.sheet.kind == "instrument":
            self._numbers_and_fields(ids)
        elif self.sheet.kind == "partnership":
            self._parties(ids)

    def _numbers_and_fields(self, ids: list[uuid.UUID]) -> None:
        standing: Any = {"instrument__in": ids, "withdrawn_at__isnull": True}
        for one in models.InstrumentNumber.objects.filter(**standing):
            self.children[one.instrument_id][f"number.{one.side}"] = one.number
        agreed: dict[uuid.UUID, list[str]] = defaultdict(list)
        for field in models.InstrumentField.objects.filter(**standing).order_by("field__position"):
            agreed[field.instrument_id].append(self.fields.get(field.field_id, field.field_id))
        for key in ids:
            self.children[key]["fields"] = "; ".join(agreed[key])

    def _parties(self, ids: list[uuid.UUID]) -> None:
        rows = models.Party.objects.filter(partnership__in=ids, withdrawn_at__isnull=True)
        rows = rows.select_related("government", "organisation").order_by("side", "position", "id")
        others: dict[uuid.UUID, list[str]] = defaultdict(list)
        for one in rows:
            who = one.government or one.organisation
            cells = self.children[one.partnership_id]
            key = f"party.{one.side}"
            if one.role == "party" and one.side in ("a", "b") and key not in cells:
                cells[key] = who.slug if who else "? " + next(iter((one.unnamed or {}).values()), "")
                cells[f"country.{one.side}"] = (
                    country_name(who.country_id, self.language) if who and who.country_id else ""
                )
            elif who is not None:
                role = "" if one.role == "party" else f" ({one.role})"
                others[one.partnership_id].append(f"{who.slug}{role}")
        for tie in ids:
            self.children[tie]["others"] = "; ".join(others[tie])


def dictionary(sheet: Sheet, columns: Iterable[Column], sentences: Mapping[str, Any], language: str) -> list[list[str]]:
    """What each column means: head, other head, kind of value, whether needed, note."""
    with override(language):
        return [
            [
                one.head(language),
                one.head("en" if language == "id" else "id"),
                str(sentences.get(one.type, one.type)),
                ("ya" if language == "id" else "yes") if one.required else "",
                str(one.note),
            ]
            for one in columns
        ]
