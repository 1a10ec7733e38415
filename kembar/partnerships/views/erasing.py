"""Erasing a person from the register and its history, leaving the fact. It cannot be undone, and says so."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kembar.access.labels import denied_sentence
from kembar.access.permissions import NotAllowed
from kembar.partnerships.actions.erasing import erase_person
from kembar.partnerships.actions.refusals import Refused
from kembar.partnerships.models import Participant, Person, Signature, Tenure
from kembar.partnerships.sentences import sentence
from kembar.partnerships.views.rows import kept_at, trail
from kembar.partnerships.views.writers import writer


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    person = Person.objects.filter(pk=pk).first()
    if person is None:
        raise Http404(_("There is no such entry; it may have been removed."))
    by = writer(request, person, deciding=True)
    why = request.POST.get("why", "").replace("\x00", "")
    context: dict[str, Any] = {
        "person": person,
        "writer": by,
        "why": why,
        "is_understood": bool(request.POST.get("understood")),
        "wrong": [],
        "signatures": Signature.objects.filter(person=person).count(),
        "tenures": Tenure.objects.filter(person=person).count(),
        "participations": Participant.objects.filter(person=person).count(),
        "back": kept_at(person),
        "kept_mark": "",
        "trail": trail(person, _("Erase personal data")),
    }
    if request.method != "POST":
        return render(request, "partnerships/erase.html", context)
    if not context["is_understood"]:
        context["wrong"] = [_("Tick that you know that it cannot be undone.")]
        return render(request, "partnerships/erase.html", context, status=422)
    try:
        erase_person(person=person, why=why, by=by.actor, at=by.at)
    except Refused as refused:
        context["wrong"] = [sentence(fault) for fault in refused.faults]
        return render(request, "partnerships/erase.html", context, status=422)
    except NotAllowed as denied:
        raise PermissionDenied(denied_sentence(denied.denied)) from denied
    messages.success(request, _("Erased. That somebody signed, took part or held an office stays, without the name."))
    return HttpResponseRedirect(kept_at(person))
