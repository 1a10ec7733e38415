"""Where sources contradict each other, and what the checks found."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kembar.access.guards import reader
from kembar.evidence.checks import Finding, run_checks
from kembar.evidence.checks import checks as all_checks
from kembar.evidence.models import Dispute
from kembar.evidence.queries import disputes as standing
from kembar.evidence.queries import readable
from kembar.pages import show
from kembar.pages.access import public
from kembar.pages.disputed import boxes
from kembar.ui.as_at import AsAtRequest


@public
def disputes(request: AsAtRequest) -> HttpResponse:
    rows = [row for row, _name in standing(request.as_at, who=reader(request))]
    shown = boxes(rows)
    wanted = request.GET.get("state", "")
    kinds = sorted({row.record_kind for row in rows}, key=lambda kind: (kind != "partnership", kind))
    groups: list[dict[str, Any]] = [
        {
            "kind": _group(kind),
            "boxes": sorted(
                (
                    box
                    for box, row in zip(shown, rows, strict=True)
                    if row.record_kind == kind and wanted in ("", box["state"])
                ),
                key=lambda box: (box["record"] or "", box["attribute"]),
            ),
        }
        for kind in kinds
    ]
    counted = {state: sum(1 for box in shown if box["state"] == state) for state in ("disputed", "settled")}
    context = {
        "groups": [one for one in groups if one["boxes"]],
        "count": len(rows),
        "counted": counted,
        "wanted": wanted if wanted in counted else "",
    }
    return render(request, "pages/disputes.html", context)


@public
def dispute(request: AsAtRequest, pk: uuid.UUID) -> HttpResponse:
    rows = Dispute.objects.filter(readable(reader(request))).prefetch_related(
        "statements__source", "statements__acceptances"
    )
    box = boxes([get_object_or_404(rows, pk=pk)])[0]
    trail = [{"label": _("Disputes & checks"), "url": reverse("disputes")}, {"label": box["attribute"]}]
    return render(request, "pages/dispute.html", {"dispute": box | {"url": ""}, "trail": trail})


@public
def checks(request: AsAtRequest) -> HttpResponse:
    found = run_checks(request.as_at, origin="casebook")  # what is found in live records is for their offices
    groups = [
        {"check": check, "findings": [_finding(one) for one in found if one.check == check.code]}
        for check in all_checks()
    ]
    return render(request, "pages/checks.html", {"groups": groups, "count": len(found)})


def _finding(one: Finding) -> dict[str, Any]:
    record = one.record
    return {
        "says": one.says,
        "places": show.finding_places(one),
        "record": show.short(record.name, 80) if record else "",
        "url": show.address(record.kind, record.slug) if record else "",
    }


def _group(kind: str) -> str:
    return {
        "partnership": _("Partnerships"),
        "government": _("Governments"),
        "organisation": _("Organisations"),
        "person": _("People"),
        "tally": _("Counts"),
        "act": _("Acts"),
        "offer": _("Offers"),
    }.get(kind, kind)
