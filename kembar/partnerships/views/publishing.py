"""Choosing what is public of a live record: the record itself, and each activity that was done."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kembar.access.form_marks import mark_in
from kembar.access.labels import denied_sentence
from kembar.access.permissions import NotAllowed
from kembar.partnerships.actions.publishing import choose_public
from kembar.partnerships.actions.refusals import Refused
from kembar.partnerships.models import Activity, Partnership
from kembar.partnerships.sentences import sentence
from kembar.partnerships.views.rows import is_sent_before, trail
from kembar.partnerships.views.writers import Writer, writer

EVERYBODY, OFFICES = "umum", "kantor"


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """For who decides in an office with a stake. Each row is changed from what the form showed, not from what it is."""
    tie = get_object_or_404(Partnership, slug=slug, withdrawn_at__isnull=True)
    if tie.origin == "casebook":
        raise Http404(_("A case told by documents is public as it is; nothing is chosen there."))
    by = writer(request, tie, deciding=True)
    rows = list(Activity.objects.filter(partnership=tie, withdrawn_at__isnull=True).select_related("field", "kept_by"))
    if request.method != "POST":
        return _page(request, tie, rows, by)
    wanted = _chosen(request, rows)
    whole = {EVERYBODY: True, OFFICES: False}.get(request.POST.get("catatan", ""))
    try:
        with transaction.atomic():
            mark = mark_in(request.POST)
            if mark is not None and is_sent_before(mark, by):
                messages.info(request, _("This form was sent twice. It was written once."))
                return HttpResponseRedirect(reverse("partnership", args=[tie.slug]))
            batch = mark.batch if mark else None
            made = choose_public(
                partnership=tie, is_published=whole, activities=wanted, by=by.actor, at=by.at, batch=batch
            )
    except Refused as refused:
        wrong = [sentence(fault) for fault in refused.faults]
        return _page(request, tie, rows, by, wanted=wanted, whole=whole, wrong=wrong)
    except NotAllowed as denied:
        raise PermissionDenied(denied_sentence(denied.denied)) from denied
    if made:
        undo = reverse("undo", args=[made[0].pk]) if len(made) == 1 else reverse("undo-batch", args=[made[0].batch])
        said = _("What is public was changed.")
        messages.success(request, format_html('{} <a href="{}">{}</a>', said, undo, _("Undo this")))
    else:
        messages.info(request, _("Nothing was changed: it is so already."))
    return HttpResponseRedirect(reverse("partnership", args=[tie.slug]))


def _chosen(request: HttpRequest, rows: list[Activity]) -> dict[uuid.UUID, bool]:
    """The activities whose box was changed by the reader: those that the form showed otherwise."""
    ticked, everything = set(request.POST.getlist("kegiatan")), "semua" in request.POST
    shown = {one: was == "1" for one, _colon, was in (text.partition(":") for text in request.POST.getlist("tampil"))}
    wanted = {row.pk: everything or str(row.pk) in ticked for row in rows if str(row.pk) in shown}
    return {key: is_public for key, is_public in wanted.items() if is_public is not shown[str(key)]}


def _page(
    request: HttpRequest,
    tie: Partnership,
    rows: list[Activity],
    by: Writer,
    *,
    wanted: dict[uuid.UUID, bool] | None = None,
    whole: bool | None = None,
    wrong: list[str] | None = None,
) -> HttpResponse:
    def shown(row: Activity) -> dict[str, Any]:
        return {"row": row, "is_public": (wanted or {}).get(row.pk, row.is_published)}

    own = [row for row in rows if row.kept_by_id == by.office.pk]
    context = {
        "tie": tie,
        "writer": by,
        "done": [shown(row) for row in own if row.status == "done"],
        "other": sum(row.status != "done" for row in own),
        "of_others": [row for row in rows if row.kept_by_id != by.office.pk and row.status == "done"],
        "is_own": tie.kept_by_id == by.office.pk,
        "keeper": tie.kept_by,
        "is_published": tie.is_published if whole is None else whole,
        "wrong": wrong or [],
        "trail": trail(tie, _("What is public")),
    }
    return render(request, "partnerships/publishing.html", context, status=422 if wrong else 200)
