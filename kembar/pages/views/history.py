"""The history of one record: who did what, when and why. Of a case for everybody, of a live record for its offices."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kembar.access.guards import reader, requires
from kembar.access.permissions import Denied
from kembar.access.roles import Permission
from kembar.audit.queries import history
from kembar.pages.history_page import shown
from kembar.pages.show import local
from kembar.partnerships.history import entries
from kembar.partnerships.models import FormerSlug, Government, Organisation, Partnership
from kembar.partnerships.permissions import Part, may_read
from kembar.partnerships.queries.rights import facts_for_rights
from kembar.partnerships.views.writers import writer_or_none
from kembar.ui.as_at import AsAtRequest

PER_PAGE = 50
REASONS = {
    "role": lambda: _("The history of a live record is for the officers of its offices; your role is another."),
    "confidential": lambda: _(
        "The history of a live record tells of drafts and contacts; it is for its offices alone."
    ),
}


@login_not_required
@require_safe
def partnership(request: AsAtRequest, slug: str) -> HttpResponse:
    tie = Partnership.objects.filter(slug=slug).first()
    if tie is None:
        former = FormerSlug.objects.filter(slug=slug).select_related("partnership").first()
        if former is not None and may_read(reader(request), facts_for_rights(former.partnership, timezone.localdate())):
            return redirect(reverse("partnership-history", args=[former.partnership.slug]), permanent=True)
        raise Http404(_unknown(slug))
    # History tells what was done to the record, so that all of it is as confidential as its most confidential part.
    facts = facts_for_rights(tie, timezone.localdate())
    answer = may_read(reader(request), facts, Part.CONFIDENTIAL)
    if isinstance(answer, Denied):
        if not may_read(reader(request), facts):  # to whom the record is not there, its history is not either
            raise Http404(_unknown(slug))
        return _denied(request, answer, slug)
    page = Paginator(history("partnership", tie.pk), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "tie": tie,
        "rows_page": page,
        "entries": shown(entries(page.object_list), tie, writer_or_none(request, tie)),
        "trail": [
            {"label": _("Partnerships"), "url": reverse("partnerships")},
            {"label": local(tie.name), "url": reverse("partnership", args=[tie.slug])},
            {"label": _("History")},
        ],
    }
    return render(request, "pages/history.html", context)


@requires(Permission.READ_OFFICE)
@require_safe
def government(request: AsAtRequest, slug: str) -> HttpResponse:
    return _shared(request, get_object_or_404(Government, slug=slug), "government")


@requires(Permission.READ_OFFICE)
@require_safe
def organisation(request: AsAtRequest, slug: str) -> HttpResponse:
    return _shared(request, get_object_or_404(Organisation, slug=slug), "organisation")


def _shared(request: AsAtRequest, who: Any, kind: str) -> HttpResponse:
    """The history of what offices share: for their members, because it names who wrote."""
    page = Paginator(history(kind, who.pk), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "tie": who,
        "rows_page": page,
        "entries": shown(entries(page.object_list), who, writer_or_none(request, who)),
        "trail": [
            {"label": _("Partnerships"), "url": reverse("partnerships")},
            {"label": local(who.name), "url": reverse(kind, args=[who.slug])},
            {"label": _("History")},
        ],
    }
    return render(request, "pages/history.html", context)


def _denied(request: AsAtRequest, answer: Denied, slug: str) -> HttpResponse:
    """To a stranger nothing is told, not even that there is a history; a member reads why not."""
    if answer.reason == "sign_in":
        return redirect_to_login(request.get_full_path())
    if answer.reason in REASONS:
        raise PermissionDenied(REASONS[answer.reason]())
    raise Http404(_unknown(slug))


def _unknown(slug: str) -> str:
    return _("There is no partnership called %(slug)s whose history you may read.") % {"slug": slug}
