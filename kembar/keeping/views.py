"""Two pages: the health of the instance, for its administrator; what is kept about persons, for everybody."""

from __future__ import annotations

from random import Random
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kembar.access.guards import answer_for, requires
from kembar.access.roles import Permission
from kembar.keeping import queries
from kembar.keeping.health import examine, is_well
from kembar.keeping.personal import PERSONAL
from kembar.ui.as_at import AsAtRequest


@require_safe
@never_cache
@requires(Permission.ADMINISTER)
def health(request: AsAtRequest) -> HttpResponse:
    now = timezone.now()
    # Another sample every day, the same one all day long.
    checks = examine(at=now, rng=Random(now.date().toordinal()))  # noqa: S311 - a sample, not a secret
    return render(request, "keeping/health.html", {"checks": checks, "is_well": is_well(checks), "at": now})


@login_not_required
@require_safe
def personal_data(request: AsAtRequest) -> HttpResponse:
    may_see = bool(answer_for(request.user, Permission.ADMINISTER))
    # How much of what offices keep to themselves there is, is theirs as well.
    kept = queries.kept_about_persons() if may_see else [(one, None) for one in PERSONAL]
    context: dict[str, Any] = {"kept": kept, "may_see_names": may_see}
    if context["may_see_names"]:
        context |= {"persons": queries.persons(), "accounts": queries.accounts()}
    response = render(request, "keeping/personal_data.html", context)
    if context["may_see_names"]:
        response["Cache-Control"] = "no-store"  # nobody else at this desk finds the names in the browser's cache
    return response
