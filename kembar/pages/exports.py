"""The list as a file: CSV and XLSX for sheets, JSON for programs, each with the same columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.http import HttpResponse

from kembar.pages.show import local
from kembar.partnerships.queries.lines import Line
from kembar.partnerships.queries.shapes import line_shape
from kembar.spreadsheets.tables import CONTENT_TYPE, CSV, XLSX, csv_bytes, xlsx_bytes

KINDS = ("csv", "xlsx", "json")
HEADS = (
    "slug",
    "name",
    "form",
    "formal_state",
    "as_at",
    "first_party",
    "first_country",
    "second_party",
    "second_country",
    "duchacek",
    "distance_km",
    "fields",
    "disputes",
    "origin",
)


def answer(kind: str, lines: Iterable[Line], at: date) -> HttpResponse:
    """The lines as a download named after the day."""
    body, content_type = {"csv": _csv, "xlsx": _xlsx, "json": _json}[kind](lines, at)
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="kerja-sama-{at.isoformat()}.{kind}"'
    return response


def _rows(lines: Iterable[Line], at: date) -> Iterator[list[Any]]:
    for line in lines:
        first, second = [*line.parties, None, None][:2]
        yield [
            line.slug,
            local(line.name),
            line.form,
            line.formal_state,
            at.isoformat(),
            local(first.name) if first else "",
            (first.country if first else "") or "",
            local(second.name) if second else "",
            (second.country if second else "") or "",
            line.duchacek,
            None if line.distance_km is None else round(line.distance_km, 1),
            "; ".join(f"{code}={state}" for code, state in line.fields),
            line.disputes,
            line.origin,
        ]


def _csv(lines: Iterable[Line], at: date) -> tuple[bytes, str]:
    return csv_bytes(HEADS, _rows(lines, at)), CONTENT_TYPE[CSV]


def _xlsx(lines: Iterable[Line], at: date) -> tuple[bytes, str]:
    return xlsx_bytes([("kerja sama", HEADS, _rows(lines, at))]), CONTENT_TYPE[XLSX]


def _json(lines: Iterable[Line], at: date) -> tuple[bytes, str]:
    shapes = [line_shape(line) for line in lines]
    value = {"as_at": at.isoformat(), "partnerships": shapes}
    return json.dumps(value, ensure_ascii=False, indent=1).encode(), "application/json"
