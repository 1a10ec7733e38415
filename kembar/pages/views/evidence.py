"""Where sources contradict each other, and what the checks found."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kembar.evidence.checks import checks as all_checks
from kembar.evidence.checks import run_checks
from kembar.evidence.models import Dispute
from kembar.law.models import Act
from kembar.pages import show
from kembar.pages.access import public
from kembar.ui.as_at import AsAtRequest

PAGES = {"partnership": "partnership", "government": "government", "organisation": "organisation"}


@public
def disputes(request: AsAtRequest) -> HttpResponse:
    rows = list(Dispute.objects.prefetch_related("statements__source", "statements__acceptances"))
    boxes = _boxes(rows)
    kinds = sorted({row.record_kind for row in rows})
    groups = [
        {"kind": _group(kind), "boxes": [box for box, row in zip(boxes, rows, strict=True) if row.record_kind == kind]}
        for kind in ("partnership", *(kind for kind in kinds if kind != "partnership"))
    ]
    findings = len(run_checks(request.as_at))
    context = {"groups": [one for one in groups if one["boxes"]], "count": len(rows), "findings": findings}
    return render(request, "pages/disputes.html", context)


@public
def dispute(request: AsAtRequest, pk: uuid.UUID) -> HttpResponse:
    rows = Dispute.objects.prefetch_related("statements__source", "statements__acceptances")
    row = get_object_or_404(rows, pk=pk)
    box = _boxes([row])[0]
    trail = [{"label": _("Disputes & checks"), "url": reverse("disputes")}, {"label": box["attribute"]}]
    return render(request, "pages/dispute.html", {"dispute": box, "trail": trail})


@public
def checks(request: AsAtRequest) -> HttpResponse:
    found = run_checks(request.as_at)
    groups = [{"check": check, "findings": [one for one in found if one.check == check.code]} for check in all_checks()]
    return render(request, "pages/checks.html", {"groups": groups, "count": len(found)})


def _group(kind: str) -> str:
    return {
        "partnership": _("Partnerships"),
        "government": _("Governments"),
        "organisation": _("Organisations"),
        "tally": _("Counts"),
        "act": _("Acts"),
        "offer": _("Offers"),
    }.get(kind, kind)


def _boxes(rows: list[Dispute]) -> list[dict[str, Any]]:
    shown = show.Shown()
    names: dict[Any, tuple[str, str]] = {}
    for kind in {row.record_kind for row in rows}:
        ids = {row.record_id for row in rows if row.record_kind == kind}
        for row_id, (name, slug) in show.names_of(ids, kind).items():
            names[row_id] = (name, reverse(PAGES[kind], args=[slug]) if kind in PAGES else "")
        if kind == "act":
            for act in Act.objects.filter(id__in=ids):
                names[act.id] = (show.local(act.title), reverse("act", args=[act.slug]))
    return [show.dispute_box(row, shown, names.get(row.record_id)) for row in rows]
