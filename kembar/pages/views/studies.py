"""Studies to read: the list with its charts, one study with its codings, how far two coders agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kembar.access.queries import who_is
from kembar.evidence.catalogue import kinds
from kembar.evidence.models import Statement
from kembar.literature.views.showing import bar_rows
from kembar.pages.access import public
from kembar.pages.show import Shown
from kembar.partnerships.models import Tally
from kembar.spreadsheets.tables import csv_bytes
from kembar.studies import labels, queries, show
from kembar.studies.files import shipped
from kembar.studies.forms import StudyFilter
from kembar.studies.permissions import may_code
from kembar.studies.rules import is_older, outside


@public
def index(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    names = show.Names()
    window = _window(asked)
    years = {one.study.slug: one.study.year for one in asked["all"]}
    flagged = outside(years, *window) if window else {}
    rows = [
        {
            "study": one.study,
            "cited": show.cited(one.study),
            "coders": one.coders,
            "flag": labels.OUTSIDE.get(flagged.get(one.study.slug, ""), ""),
            "finding": ", ".join(names.all_of("finding", one.values("finding"))),
            "pairs": names.entries("pairs", one.values("pairs")),
            "fields": names.all_of("fields", one.values("fields")),
            "factors": names.all_of("factors", one.values("factors")),
        }
        for one in asked["rows"]
    ]
    charts = [
        {
            "label": labels.ATTRIBUTE[attribute],
            "bars": bar_rows(
                (names.of(attribute, code), n, show.chart_url(attribute, code))
                for code, n in queries.bars(asked["rows"], attribute)
            ),
        }
        for attribute in show.CHARTS
    ]
    years_bars = bar_rows((str(year or _("no date")), n, "") for year, n in queries.by_year(asked["rows"]))
    context = {
        "form": asked["form"],
        "is_filtered": asked["is_filtered"],
        "shown_of": {"shown": len(rows), "all": len(asked["all"])},
        "rows": rows,
        "charts": charts,
        "years_bars": years_bars,
        "causes_by_year": _cross(asked["rows"], "causes", names),
        "fields_by_year": _cross(asked["rows"], "fields", names),
        "window": window,
        "flagged": len(flagged),
        "claims": _claims(asked["all"]),
        "coders": queries.coders(),
        "may_code": bool(may_code(who_is(request.user))),
    }
    return render(request, "studies/index.html", context)


@public
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """What the list shows under the same filters, whole, as CSV or JSON."""
    if kind not in ("csv", "json"):
        raise Http404
    rows = show.export_rows(_asked(request)["rows"])
    if kind == "json":
        return JsonResponse({"studies": rows}, json_dumps_params={"ensure_ascii": False, "indent": 2})
    return _csv(csv_bytes(show.HEADS, [[_cell(row[head]) for head in show.HEADS] for row in rows]), "penelitian.csv")


@public
def study(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.study_called(slug)
    if found is None:
        raise Http404(_("There is no study “%(slug)s”.") % {"slug": slug})
    codings = [one for one in found.codings.all() if one.withdrawn_at is None]
    codings.sort(key=lambda one: (one.is_agreed, one.coder_id is not None, one.coded_at))
    agreed = next((one for one in codings if one.is_agreed), None)
    for one in codings:
        one.shown_name = queries.coder_name(one)  # type: ignore[attr-defined]
    ids = {link.statement_id for one in codings for link in one.bearings.all()}
    statements = Statement.objects.filter(pk__in=ids, withdrawn_at__isnull=True).select_related("source")
    own = next((one for one in found.codings.all() if one.coder_id == request.user.pk and request.user.pk), None)
    bearings = show.bearing_rows(codings, {one.pk: one for one in statements})
    bearings.sort(key=lambda row: (row["statement"].subject_kind, row["statement"].attribute, row["statement"].place))
    said = sayings([row["statement"] for row in bearings])
    context = {
        "study": found,
        "cited": show.cited(found),
        "codings": codings,
        "rows": show.coding_rows(codings, show.Names()),
        "bearings": [row | {"says": said[row["statement"].pk]} for row in bearings],
        "own": own,
        "agreed": agreed,
        "agreed_is_old": agreed and any(one.coded_at > agreed.coded_at for one in codings),
        "may_agree": sum(not one.is_agreed for one in codings) > 1,
        "is_older": any(is_older(found.year, one.values.get("years")) for one in codings),
        "may_code": bool(may_code(who_is(request.user))),
        "trail": [{"label": _("Studies"), "url": reverse("studies")}, {"label": show.cited(found)}],
    }
    return render(request, "studies/study.html", context)


@public
def agreement(request: HttpRequest) -> HttpResponse:
    """Two coders side by side; the first two there are where none are asked for."""
    coders, first, second = _two_coders(request)
    names = show.Names()
    found, both = queries.between(first, second)
    final = queries.agreed_values()
    differing: list[dict[str, Any]] = [
        {
            "study": both[slug],
            "cited": show.cited(both[slug]),
            "label": labels.ATTRIBUTE[one.attribute],
            "first": names.all_of(one.attribute, a),
            "second": names.all_of(one.attribute, b),
            "is_agreed": slug in final,
            "agreed": names.all_of(one.attribute, final.get(slug, {}).get(one.attribute)),
        }
        for one in found
        for slug, a, b in one.differing
    ]
    differing.sort(key=lambda row: str(row["cited"]))
    context = {
        "coders": coders,
        "first": next((one for one in coders if one.key == first), None),
        "second": next((one for one in coders if one.key == second), None),
        "rows": [show.agreement_row(one, names) for one in found],
        "both": len(both),
        "differing": differing,
        "open": len({row["study"].slug for row in differing if not row["is_agreed"]}),
        "trail": [{"label": _("Studies"), "url": reverse("studies")}, {"label": _("Agreement of two coders")}],
    }
    return render(request, "studies/agreement.html", context)


@public
def agreement_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The comparison as the page shows it: CSV of what both coded, value by value, or JSON with the figures."""
    if kind not in ("csv", "json"):
        raise Http404
    coders, first, second = _two_coders(request)
    shown = {one.key: one.name for one in coders}
    if kind == "json":
        told = {"first": shown.get(first, ""), "second": shown.get(second, "")} | show.agreement_data(first, second)
        return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    heads, rows = show.agreement_table(first, second)
    return _csv(csv_bytes(heads, [[_cell(cell) for cell in row] for row in rows]), "kesepakatan.csv")


def _two_coders(request: HttpRequest) -> tuple[list[queries.Coder], str, str]:
    coders = queries.coders()
    keys = [one.key for one in coders]
    people = [key for key in keys if key != queries.AGREED]
    first = request.GET.get("a") or (people[0] if people else "")
    second = request.GET.get("b") or next((key for key in people if key != first), "")
    if any(key and key not in keys for key in (first, second)):
        raise Http404(_("Nobody of that name coded a study."))
    return coders, first, second


def _csv(body: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def sayings(statements: Sequence[Statement]) -> dict[Any, str]:
    """What statements say, each in one line: obstacle, factor: lack of communication."""
    shown = Shown(statements)
    return {one.pk: f"{_of(one)}: {shown.said(one)}" for one in statements}


def _of(one: Statement) -> str:
    kind = kinds()[one.subject_kind]
    declared = kind.attributes.get(one.attribute)
    denied = _("denied") if one.stance == "denies" else ""
    what = str(declared.label) if declared else one.attribute
    return ", ".join(filter(None, (str(kind.label), what, denied)))


def _asked(request: HttpRequest) -> dict[str, Any]:
    coders = queries.coders()
    form = StudyFilter(coders, request.GET)
    form.is_valid()
    asked = {name: value for name, value in form.cleaned_data.items() if value}
    coder = asked.pop("coder", coders[0].key if coders else queries.SHIPPED)
    window = {name: asked.pop(name) for name in ("first", "last") if name in asked}
    rows = queries.studies(coder)
    shown = queries.chosen(rows, text=asked.pop("q", ""), **asked)
    is_filtered = bool(asked) or bool(request.GET.get("q")) or bool(window)
    return {"form": form, "all": rows, "rows": shown, "window": window, "is_filtered": is_filtered}


def _window(asked: dict[str, Any]) -> tuple[int, int] | None:
    """The window of years asked for, else the one that the document of the shipped studies claims."""
    told = asked["window"]
    if told:
        return told.get("first", 1000), told.get("last", 2999)
    return shipped()[0].window if any(one.study.origin == "shipped" for one in asked["all"]) else None


def _claims(rows: list[queries.Coded]) -> list[dict[str, Any]]:
    """For each document whose studies ship: how many it retells, and how many it says that it reviewed, where."""
    told = []
    for file in shipped():
        number = sum(1 for one in rows if one.study.told_in == file.source)
        said = Statement.objects.filter(
            source__code=file.source, subject_kind="tally", attribute="number", record_kind="tally"
        ).filter(subject_id__in=_tallies())
        claims: dict[int, list[dict[str, Any]]] = {}
        for one in said:
            claims.setdefault(int(one.value or 0), []).append({"code": file.source, "line": one.place})
        if number and claims:
            said_so = [
                {"number": claimed, "places": sorted(claims[claimed], key=lambda place: int(place["line"]))}
                for claimed in sorted(claims, reverse=True)
            ]
            lines = [one["line"] for one in file.studies]
            told.append(
                {"source": file.source, "number": number, "claims": said_so, "first": min(lines), "last": max(lines)}
            )
    return told


def _tallies() -> Any:
    return Tally.objects.filter(counted="studies_reviewed").values("pk")


def _cross(rows: list[queries.Coded], attribute: str, names: show.Names) -> dict[str, Any]:
    years = [year for year, number in queries.by_year(rows) if number]
    table = queries.cross(rows, attribute)
    lines = [
        {"label": names.of(attribute, code), "cells": [found[year] for year in years], "total": sum(found.values())}
        for code, found in sorted(table.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
    ]
    return {"heads": [str(year or _("no date")) for year in years], "lines": lines}


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}={told}" for name, told in value.items())
    return "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
