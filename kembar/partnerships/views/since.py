"""From when on is what an office keeps of a partnership complete? Inside that span an empty list means none."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kembar.access.kept_forms import kept_form
from kembar.access.labels import denied_sentence
from kembar.access.permissions import NotAllowed
from kembar.analysis.edtf import DateError
from kembar.analysis.typed_dates import read as read_date
from kembar.partnerships import labels
from kembar.partnerships.actions.keeping_since import keep_since, stop_keeping
from kembar.partnerships.actions.refusals import Fault, Refused
from kembar.partnerships.forms.inputs import UNREADABLE, understood_date
from kembar.partnerships.history import KEPT_SPAN
from kembar.partnerships.models import KeptSpan, Partnership
from kembar.partnerships.sentences import sentence
from kembar.partnerships.views.rows import trail
from kembar.partnerships.views.writers import tongue, writer
from kembar.values.ids import is_id

NAMES = ("kind", "day", "span", "why")


@require_http_methods(["GET", "HEAD", "POST"])
def complete_since(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The spans of all offices, a form to state one, and a button to end each of one's own."""
    tie = Partnership.objects.filter(pk=pk).first()
    if tie is None:
        raise Http404(_("There is no such entry; it may have been removed."))
    by = writer(request, tie)
    sent = request.POST if request.method == "POST" else kept_form(request)
    typed = {name: UNREADABLE.sub("", sent.get(name, "")) if sent is not None else "" for name in NAMES}
    wrong: list[str] = []
    if request.method == "POST":
        try:
            wrong = _written(tie, by, typed)
        except NotAllowed as denied:
            raise PermissionDenied(denied_sentence(denied.denied)) from denied
        if not wrong:
            messages.success(request, _("Saved: %(what)s.") % {"what": _("from when on the record is complete")})
            return HttpResponseRedirect(request.path)
    spans = KeptSpan.objects.filter(partnership=tie).select_related("office").order_by("kind", "from_day")
    context = {
        "tie": tie,
        "writer": by,
        "spans": [
            {"span": one, "kind": labels.KEPT[one.kind], "is_own": one.office_id == by.office.pk} for one in spans
        ],
        "kinds": list(labels.KEPT.items()),
        "typed": typed,
        "understood": understood_date(typed["day"], tongue()) if typed["day"] else "",
        "wrong": wrong,
        "kept_mark": "",
        "back": reverse("keep-record", args=["kerja-sama", tie.pk]),
        "trail": trail(tie, _("Complete since")),
    }
    return render(request, "partnerships/since.html", context, status=422 if wrong else 200)


def _written(tie: Partnership, by: Any, typed: dict[str, str]) -> list[str]:
    """What is wrong, in sentences; nothing when it was written."""
    day, fault = _one_day(typed["day"])
    if fault is not None or day is None:
        return [sentence(fault or Fault(KEPT_SPAN, "day", "not_one_day", {"value": typed["day"]}))]
    more: dict[str, Any] = {"by": by.actor, "at": by.at, "why": typed["why"].strip()}
    try:
        if not typed["span"]:
            keep_since(partnership=tie, kind=typed["kind"], from_day=day, **more)
            return []
        span = KeptSpan.objects.filter(pk=typed["span"], partnership=tie).first() if is_id(typed["span"]) else None
        if span is None:
            return [sentence(Fault(KEPT_SPAN, "", "gone"))]
        stop_keeping(span=span, to_day=day, **more)
    except Refused as refused:
        return [sentence(one) for one in refused.faults]
    return []


def _one_day(text: str) -> tuple[date | None, Fault | None]:
    try:
        value = read_date(text)
    except DateError as error:
        return None, Fault(KEPT_SPAN, "day", "not_a_date", {"value": text, "reason": f"{error.code.value}:"})
    if not value.is_exact or value.approximate or value.uncertain:
        return None, Fault(KEPT_SPAN, "day", "not_one_day", {"value": text})
    return value.earliest, None
