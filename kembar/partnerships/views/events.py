"""Undoing an action, or all that came in one go: first what is put back, or what later rests on it; then the deed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kembar.access.labels import denied_sentence
from kembar.access.permissions import NotAllowed
from kembar.audit.erasure import ERASED
from kembar.audit.models import Event
from kembar.audit.queries import cancelled
from kembar.evidence.catalogue import kind as kind_called
from kembar.evidence.catalogue import kinds
from kembar.partnerships import history, labels
from kembar.partnerships.actions.refusals import Refused, StillNeeded
from kembar.partnerships.actions.undoing import undo as undo_event
from kembar.partnerships.actions.undoing import undo_batch as undo_events
from kembar.partnerships.forms.described import described
from kembar.partnerships.forms.inputs import Setting
from kembar.partnerships.forms.layout import title_of
from kembar.partnerships.forms.references import said_row
from kembar.partnerships.forms.row_form import sides_of
from kembar.partnerships.forms.said import said, said_kept
from kembar.partnerships.queries.depending import depending_on
from kembar.partnerships.queries.whereabouts import model_of
from kembar.partnerships.sentences import sentence
from kembar.partnerships.views.rows import kept_at
from kembar.partnerships.views.writers import Writer, tongue, writer

SHOWN = 30
"""Events of a batch whose lines are shown; of the others their number."""
LINES = 40
OF_A_SHEET = ("sheet.import", "rows.change")


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    event = Event.objects.filter(pk=pk).first()
    if event is None:
        raise Http404(_("There is no such entry in the history."))
    return _page(request, [event], lambda by, why: [undo_event(event=event, by=by.actor, at=by.at, why=why)])


@require_http_methods(["GET", "HEAD", "POST"])
def undo_batch(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    events = list(Event.objects.filter(batch=batch).order_by("-at", "id"))
    if not events:
        raise Http404(_("There is no such entry in the history."))
    if any(one.action in OF_A_SHEET for one in events):  # the page of the import undoes it, with its progress
        return HttpResponseRedirect(reverse("sheet-import", args=[batch]))
    return _page(request, events, lambda by, why: undo_events(batch=batch, by=by.actor, at=by.at, why=why))


def _page(request: HttpRequest, events: list[Event], act: Callable[[Writer, str], list[Event]]) -> HttpResponse:
    record = _record(events[0])
    by = writer(request, record)
    gone = cancelled(events)
    left = [one for one in events if one.pk not in gone]
    back = record_history(record)
    context: dict[str, Any] = {
        "events": [_shown(one, record) for one in left[:SHOWN]],
        "count": len(left),
        "left_out": max(0, len(left) - SHOWN),
        "is_batch": len(events) > 1,
        "batch": events[0].batch if events[0].batch and _in_batch(events[0]) > len(events) else None,
        "writer": by,
        "back": back,
        "why": request.POST.get("why", "").replace("\x00", ""),
        "wrong": [],
        "later": [],
        "kept_mark": "",
        "trail": [
            {"label": _("Partnerships"), "url": reverse("partnerships")},
            {"label": _("History"), "url": back},
            {"label": _("Undo"), "url": ""},
        ],
    }
    if request.method != "POST":
        if not left:
            context["wrong"] = [_("Nothing is left to undo: all of it was undone before.")]
        elif len(left) <= SHOWN:  # a large batch is looked through when the button is pressed
            later, _rows = depending_on(left)
            context["later"] = [event_line(one) for one in later]
        return render(request, "partnerships/undo.html", context)
    try:
        done = act(by, context["why"])
    except StillNeeded as needed:
        context["later"] = [event_line(one) for one in needed.events]
        return render(request, "partnerships/undo.html", context, status=409)
    except Refused as refused:
        context["wrong"] = list(dict.fromkeys(sentence(fault) for fault in refused.faults))
        return render(request, "partnerships/undo.html", context, status=422)
    except NotAllowed as denied:
        raise PermissionDenied(denied_sentence(denied.denied)) from denied
    told = ngettext("Undone: %(n)s action.", "Undone: %(n)s actions.", len(done)) % {"n": len(done)}
    messages.success(request, told)
    return HttpResponseRedirect(back)


def _record(event: Event) -> Any:
    found = None
    if event.record_id is not None and event.record_kind in kinds():
        found = model_of(event.record_kind).objects.filter(pk=event.record_id).first()
    if found is None:
        raise PermissionDenied(_("This kind of action cannot be undone."))
    return found


def _in_batch(event: Event) -> int:
    return Event.objects.filter(batch=event.batch).count()


def record_history(record: Any) -> str:
    """The page with the history of a record."""
    code = next((code for code, one in kinds().items() if one.model is type(record)), "")
    names = {"partnership": "partnership-history", "government": "government-history"}
    names |= {"organisation": "organisation-history"}
    if code in names:
        return reverse(names[code], args=[record.slug])
    return kept_at(record)


def _shown(event: Event, record: Any) -> dict[str, Any]:
    """One event and, line by line, what undoing it puts back."""
    setting = Setting(record, tongue(), sides_of(record))
    told = history.lines(event.changes.all())
    return {
        "action": labels.ACTION.get(event.action, event.action),
        "by": event.by,
        "at": event.at,
        "lines": [_line(line, setting) for line in told[:LINES]],
    }


def _line(line: history.Line, setting: Setting) -> dict[str, Any]:
    if line.what == history.KEPT:
        now, then = (said_kept(value, setting.language) for value in (line.after, line.before))
        shown = {"kind": _("Complete record"), "attribute": "", "now": now, "then": then, "is_change": True}
        return shown | {"happens": "", "facts": ""}
    own = kind_called(line.kind) if line.kind in kinds() else None
    attribute = own.attributes.get(line.attribute) if own else None

    def told(value: Any) -> str:
        if ERASED in str(value):
            return _("erased")
        if own is None or attribute is None:
            return "" if value is None else str(value)
        return said(own, attribute, value, setting)

    facts = []
    if own is not None:
        known = [(own.attributes[code], value) for code, value in line.values.items() if code in own.attributes]
        facts = [text for each, value in known if (text := said(own, each, value, setting))]
    then = {
        history.ADDED: _("is withdrawn"),
        history.WITHDRAWN: _("stands again"),
        history.RESTORED: _("is withdrawn again"),
        history.STATED: _("the statement is taken back"),
        history.TAKEN_BACK: _("the statements stand again"),
    }.get(line.what, "")
    return {
        "kind": title_of(own) if own else "",
        "attribute": str(attribute.label) if attribute else "",
        "now": told(line.after),
        "then": told(line.before),
        "is_change": line.what == history.CHANGED,
        "happens": then,
        "facts": ", ".join(facts[:4]),
    }


def event_line(event: Event) -> dict[str, Any]:
    """A later event as an entry of a list: what, who, when, and where to undo it first."""
    return {
        "action": labels.ACTION.get(event.action, event.action),
        "by": event.by,
        "at": event.at,
        "why": event.why,
        "url": reverse("undo", args=[event.pk]),
    }


def depending_shown(needed: StillNeeded, record: Any) -> list[dict[str, Any]]:
    """The rows that refer to what was to be withdrawn, in words, with where to change them."""
    found = []
    for code, key in needed.rows:
        row = model_of(code).objects.filter(pk=key).first()
        if row is not None:
            own = kind_called(code)
            text = described(own, row, sides_of(record), tongue()) or said_row(code, row, tongue())
            found.append({"action": title_of(own), "text": text, "url": kept_at(row)})
    return found
