"""Why this partner: one page for two cities, and the same as a paper to take along."""

from __future__ import annotations

import io
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kembar.access.guards import reader
from kembar.matching.views.places_named import places_named
from kembar.matching.why.answer import Asked, answer
from kembar.ui.as_at import AsAtRequest


@login_not_required
@require_safe
def pair(request: AsAtRequest, one: str, other: str) -> HttpResponse:
    asked = _asked(request, one, other)
    found = answer(asked)
    context: dict[str, Any] = {
        "sheet": found.sheet,
        "one": one,
        "other": other,
        "trail": [
            {"label": _("Partners"), "url": reverse("partners")},
            {"label": _("Why %(city)s?") % {"city": found.sheet.theirs}},
        ],
        "reserved": found.law.reserved,
        "matter": asked.matter,
    }
    return render(request, "matching/why.html", context)


@login_not_required
@require_safe
def paper(request: AsAtRequest, one: str, other: str, kind: str) -> HttpResponse | FileResponse:
    """The dossier as DOCX or PDF, in the language of the reader, as at the day."""
    from kembar.matching.why.paper import PAPERS

    if kind not in PAPERS:
        raise Http404
    found = answer(_asked(request, one, other))
    file = io.BytesIO(PAPERS[kind](found.sheet))
    return FileResponse(file, as_attachment=True, filename=f"{one}-{other}.{kind}")


def _asked(request: AsAtRequest, one: str, other: str) -> Asked:
    ours, theirs = places_named(one, other)
    if ours == theirs:
        raise Http404(_("%(city)s cannot be its own partner: name two cities.") % {"city": ours.name})
    return Asked(ours, theirs, request.as_at, reader(request), request.GET.get("matter", ""))
