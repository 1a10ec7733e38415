"""Taking a row back with a reason, and letting it stand again: what goes along is shown before it happens."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kembar.access.form_marks import mark_in
from kembar.access.kept_forms import kept_form
from kembar.access.labels import denied_sentence
from kembar.access.permissions import NotAllowed
from kembar.partnerships.actions.refusals import ConflictError, Refused, StillNeeded
from kembar.partnerships.actions.rows import restore_row, withdraw_row
from kembar.partnerships.actions.writing import Written
from kembar.partnerships.forms.described import described
from kembar.partnerships.forms.layout import title_of
from kembar.partnerships.forms.row_form import sides_of
from kembar.partnerships.queries.whereabouts import kind_of, record_of_row, subtree
from kembar.partnerships.sentences import sentence
from kembar.partnerships.views.events import depending_shown
from kembar.partnerships.views.rows import is_sent_before, kept_at, own_kind, row_at, trail
from kembar.partnerships.views.writers import Writer, tongue, writer


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    row = row_at(own_kind(kind), pk)
    by = writer(request, record_of_row(row), deciding=True)

    def act(why: str, batch: uuid.UUID | None) -> Written:
        return withdraw_row(row=row, why=why, by=by.actor, at=by.at, batch=batch)

    along = [_told(each) for each in subtree(row)[1:]]
    words = {
        "title": _("Withdraw: %(what)s") % {"what": _told(row)},
        "explains": _("It is not deleted: it stays in the history with your reason, and can be restored."),
        "along_title": _("These go along with it"),
        "button": _("Withdraw"),
        "done": _("Withdrawn: %(what)s.") % {"what": _told(row)},
    }
    return _confirmed(request, row, by, act, along, words, needs_reason=True)


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    row = row_at(own_kind(kind), pk)
    by = writer(request, record_of_row(row), deciding=True)

    def act(why: str, batch: uuid.UUID | None) -> Written:
        return restore_row(row=row, why=why, by=by.actor, at=by.at, batch=batch)

    went = {"withdrawn_at": row.withdrawn_at, "withdrawn_by": row.withdrawn_by}
    along = [_told(each) for each in subtree(row, **went)[1:]] if row.withdrawn_at else []
    words = {
        "title": _("Restore: %(what)s") % {"what": _told(row)},
        "explains": _("It stands again as it was, with what was withdrawn along with it."),
        "along_title": _("These come back with it"),
        "button": _("Restore"),
        "done": _("Restored: %(what)s.") % {"what": _told(row)},
    }
    return _confirmed(request, row, by, act, along, words, needs_reason=False)


def _told(row: Any) -> str:
    own = kind_of(row)
    return described(own, row, sides_of(record_of_row(row)), tongue()) or title_of(own)


def _confirmed(
    request: HttpRequest,
    row: Any,
    by: Writer,
    act: Callable[[str, uuid.UUID | None], Written],
    along: list[str],
    words: dict[str, str],
    *,
    needs_reason: bool,
) -> HttpResponse:
    record = record_of_row(row)
    context: dict[str, Any] = {
        "row": row,
        "writer": by,
        "along": along[:50],
        "along_count": len(along),
        "words": words,
        "needs_reason": needs_reason,
        "why": "",
        "wrong": [],
        "later": [],
        "back": kept_at(row),
        "trail": trail(record, words["button"]),
        "kept_mark": "",
    }
    if request.method != "POST":
        typed = kept_form(request)
        return render(request, "partnerships/confirm.html", context | {"why": typed.get("why", "") if typed else ""})
    why = request.POST.get("why", "").replace("\x00", "")
    context["why"] = why
    try:
        with transaction.atomic():
            mark = mark_in(request.POST)
            if mark is not None and is_sent_before(mark, by):
                messages.info(request, _("This form was sent twice. It was written once."))
                return HttpResponseRedirect(kept_at(record))
            written = act(why, mark.batch if mark else None)
    except StillNeeded as needed:
        context |= {"wrong": [_("Other entries rest on it:")], "later": depending_shown(needed, record)}
        return render(request, "partnerships/confirm.html", context, status=409)
    except Refused as refused:
        context["wrong"] = [sentence(fault) for fault in refused.faults]
        return render(request, "partnerships/confirm.html", context, status=422)
    except ConflictError:
        context["wrong"] = [_("Somebody else changed it meanwhile. Look at it once more.")]
        return render(request, "partnerships/confirm.html", context, status=409)
    except NotAllowed as denied:
        raise PermissionDenied(denied_sentence(denied.denied)) from denied
    assert written.event is not None
    undo = reverse("undo", args=[written.event.pk])
    messages.success(request, format_html('{} <a href="{}">{}</a>', words["done"], undo, _("Undo this")))
    return HttpResponseRedirect(kept_at(record))
