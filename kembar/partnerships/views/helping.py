"""Small answers while somebody types: how a date is understood, whom a name may mean. Pages work without them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kembar.analysis.edtf import DateError
from kembar.analysis.typed_dates import read as read_date
from kembar.partnerships.actions.refusals import Fault
from kembar.partnerships.forms.inputs import understood_date
from kembar.partnerships.forms.references import BY_NAME, options_for
from kembar.partnerships.sentences import sentence
from kembar.partnerships.views.writers import tongue, writer

LONGEST = 200


@require_safe
def date_understood(request: HttpRequest) -> HttpResponse:
    """How a typed date is read; the field's name is in ``name``, its text under that name."""
    text = request.GET.get(request.GET.get("name", "date"), "")[:LONGEST]
    wrong = ""
    try:
        read_date(text)
    except DateError as error:
        fault = Fault("", "", "not_a_date", {"value": text, "reason": f"{error.code.value}:"})
        wrong = sentence(fault)
    context = {"understood": understood_date(text, tongue()), "wrong": wrong}
    return render(request, "partnerships/inputs/understood.htmx.html", context)


@require_safe
def whom(request: HttpRequest, kind: str) -> HttpResponse:
    """Whom or what a typed name may mean, as a list to choose from."""
    if kind not in BY_NAME:
        raise Http404
    office = writer(request, None).office.pk
    name = request.GET.get("name", "")[:60]
    text = request.GET.get(name, "").replace("\x00", "")[:LONGEST]
    options = options_for(kind, text, tongue(), office=office) if len(text) > 1 else []
    context = {"name": name, "text": text, "options": options}
    return render(request, "partnerships/inputs/options.htmx.html", context)
