"""The desk: what somebody sees after signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kembar.access.acting import acting
from kembar.offices.labels import KIND


@require_safe
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    reader = acting(request)
    context = {
        "office": reader.office,
        "kind": KIND[reader.office.kind] if reader.office else "",
        "is_administrator": reader.user.is_superuser,
        "has_password": reader.user.has_usable_password(),
        "trail": [{"label": _("Desk")}],
    }
    return render(request, "offices/desk.html", context)
