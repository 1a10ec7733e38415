"""What sources say of one row, question by question: noting another statement, letting one stand, taking one back."""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kembar.access.form_marks import mark_in
from kembar.access.kept_forms import kept_form
from kembar.access.labels import denied_sentence
from kembar.access.permissions import NotAllowed
from kembar.analysis.edtf import DateError
from kembar.analysis.typed_dates import read as read_date
from kembar.evidence.catalogue import Attribute, Kind
from kembar.evidence.models import Dispute, Statement
from kembar.partnerships.actions.refusals import Fault, Refused
from kembar.partnerships.actions.saying import accept as accept_statement
from kembar.partnerships.actions.saying import state as state_statement
from kembar.partnerships.actions.saying import withdraw_statement
from kembar.partnerships.actions.writing import Written, standing_statement
from kembar.partnerships.forms.described import described
from kembar.partnerships.forms.inputs import Setting, understood_date
from kembar.partnerships.forms.layout import HIDDEN, layout_of, title_of
from kembar.partnerships.forms.references import New
from kembar.partnerships.forms.row_form import RowForm, sides_of
from kembar.partnerships.forms.said import said
from kembar.partnerships.queries.whereabouts import kind_of, model_of, record_of_row
from kembar.partnerships.sentences import sentence
from kembar.partnerships.views.rows import entered_along, is_sent_before, kept_at, own_kind, row_at, trail
from kembar.partnerships.views.writers import Writer, tongue, writer

STANCES = ("asserts", "denies", "is_silent")


@require_safe
def statements(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Every question of a row with what stands and who says what."""
    own = own_kind(kind)
    row = row_at(own, pk)
    record = record_of_row(row)
    by = writer(request, record)
    setting = Setting(record, tongue(), sides_of(record), row)
    by_attribute: dict[str, list[Statement]] = defaultdict(list)
    found = Statement.objects.filter(subject_id=row.pk).select_related("source", "kept_by")
    for one in found.prefetch_related("acceptances").order_by("at", "id"):
        by_attribute[one.attribute].append(one)
    disputed = set(Dispute.objects.filter(subject_id=row.pk).values_list("attribute", flat=True))
    questions = [
        {
            "label": str(attribute.label),
            "code": attribute.code,
            "is_disputed": attribute.code in disputed,
            "statements": [_shown(one, own, attribute, setting, by, row) for one in by_attribute[attribute.code]],
            "note": reverse("note-statement", args=[layout_of(own).address, row.pk, attribute.code]),
        }
        for attribute in own
        if (own.code, attribute.code) not in HIDDEN
    ]
    _mark_standing(questions)
    context = {
        "title": described(own, row, setting.sides, tongue()) or title_of(own),
        "told": [one for one in questions if one["statements"]],
        "untold": [one for one in questions if not one["statements"]],
        "writer": by,
        "row": row,
        "back": kept_at(row),
        "trail": trail(record, _("Sources")),
    }
    return render(request, "partnerships/statements.html", context)


def _shown(one: Statement, own: Kind, attribute: Attribute, setting: Setting, by: Writer, row: Any) -> dict[str, Any]:
    accepted = sorted(one.acceptances.all(), key=lambda each: each.at)
    is_mine = one.kept_by_id == by.office.pk
    return {
        "statement": one,
        "value": said(own, attribute, one.value, setting),
        "source": one.source.title if one.source.kind == "office" else one.source.code,
        "is_office": one.source.kind == "office",
        "place": one.place,
        "accepted_at": accepted[-1].at if accepted and one.withdrawn_at is None else None,
        "may_accept": by.may_decide
        and row.kept_by_id == by.office.pk
        and one.withdrawn_at is None
        and one.stance != "is_silent",
        "may_take_back": is_mine and one.withdrawn_at is None,
        "stands": False,
    }


def _mark_standing(questions: list[dict[str, Any]]) -> None:
    for question in questions:
        accepted = [one for one in question["statements"] if one["accepted_at"] is not None]
        if accepted:
            max(accepted, key=lambda one: one["accepted_at"])["stands"] = True


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, kind: str, pk: uuid.UUID, attribute: str) -> HttpResponse:
    """What a source says of one question of a row; the row stays as it is."""
    own = own_kind(kind)
    row = row_at(own, pk)
    record = record_of_row(row)
    by = writer(request, record)
    form = RowForm(own, record=record, row=row, office=by.office, language=tongue())
    if attribute not in form.inputs:
        raise Http404(_("There is no such question here."))
    one = form.inputs[attribute]
    form.inputs = {attribute: one}
    one.show(None)
    said_of = {"stance": "asserts", "about": "", "credited": "", "complete": ""}
    typed = request.POST if request.method == "POST" else kept_form(request)
    if typed is not None:
        form.base = {}
        form.take(typed)
        form.base = {}
        said_of = {name: typed.get(name, "").replace("\x00", "") for name in said_of}
    if request.method == "POST":
        answer = _noted(request, form, by, row, attribute, said_of)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "one": one,
        "writer": by,
        "said_of": said_of,
        "about_understood": understood_date(said_of["about"], tongue()),
        "stances": [(code, _stance(code)) for code in STANCES],
        "is_set": own.attributes[attribute].comparator == "set",
        "title": _("What does a source say of it: %(question)s?") % {"question": one.label},
        "row_text": described(own, row, sides_of(record), tongue()),
        "back": reverse("statements-of-row", args=[kind, row.pk]),
        "is_new": False,
        "no_more": True,
        "kept_mark": "",
        "trail": trail(record, _("Sources")),
    }
    return render(request, "partnerships/note.html", context, status=422 if form.has_faults else 200)


def _noted(
    request: HttpRequest, form: RowForm, by: Writer, row: Any, attribute: str, said_of: dict[str, str]
) -> HttpResponse | None:
    form.read()
    if said_of["stance"] == "is_silent":  # nothing is said, so that nothing need be answered
        form.inputs[attribute].sentences.clear()
    about = ""
    try:
        about = read_date(said_of["about"]).text
    except DateError as error:
        data = {"value": said_of["about"], "reason": f"{error.code.value}:"}
        form.above.append(sentence(Fault("", "", "not_a_date", data)))
    if form.has_faults:
        return None
    value = form.values.get(attribute)
    try:
        with transaction.atomic():
            mark = mark_in(request.POST)
            if mark is None or not is_sent_before(mark, by):
                batch = mark.batch if mark else None
                state_statement(
                    row=row,
                    attribute=attribute,
                    value=entered_along(value, by, batch).slug if isinstance(value, New) else value,
                    by=by.actor,
                    at=by.at,
                    source=form.source,
                    place=form.places([attribute]).get(attribute),
                    stance=said_of["stance"],
                    complete=bool(said_of["complete"]),
                    about=about,
                    credited=said_of["credited"].strip(),
                    why=form.sourced.typed["why"].strip(),
                    batch=batch,
                )
    except Refused as refused:
        form.tell(refused.faults)
        return None
    except NotAllowed as denied:
        raise PermissionDenied(denied_sentence(denied.denied)) from denied
    messages.success(request, _("Noted. What stands is unchanged; where the sources differ, a dispute shows."))
    return HttpResponseRedirect(reverse("statements-of-row", args=[layout_of(form.own).address, row.pk]))


def _stance(code: str) -> str:
    return {
        "asserts": _("says so"),
        "denies": _("denies it"),
        "is_silent": _("says nothing of it"),
    }[code]


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one, row = _statement(pk)
    by = writer(request, record_of_row(row), deciding=True)

    def act(why: str, batch: uuid.UUID | None) -> Written:
        return accept_statement(statement=one, why={tongue(): why}, by=by.actor, at=by.at, batch=batch)

    button, done = _("Let it stand"), _("Decided: the statement stands.")
    explains = _("The record then shows this value. The other statements stay beside it.")
    return _decided(request, one, row, by, act, button, done, explains)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one, row = _statement(pk)
    by = writer(request, record_of_row(row))

    def act(why: str, batch: uuid.UUID | None) -> Written:
        return withdraw_statement(statement=one, why=why, by=by.actor, at=by.at, batch=batch)

    button, done = _("Take it back"), _("The statement was taken back.")
    explains = _("It stays in the history with your reason. If it stood, what stood before it stands again.")
    return _decided(request, one, row, by, act, button, done, explains)


def _statement(pk: uuid.UUID) -> tuple[Statement, Any]:
    one = Statement.objects.filter(pk=pk).select_related("source").first()
    row = model_of(one.subject_kind).objects.filter(pk=one.subject_id).first() if one else None
    if one is None or row is None or not hasattr(row, "kept_by_id"):
        raise Http404(_("There is no such statement."))
    return one, row


def _decided(
    request: HttpRequest, one: Statement, row: Any, by: Writer, act: Any, button: str, done: str, explains: str
) -> HttpResponse:
    own, record = kind_of(row), record_of_row(row)
    attribute = own.attributes[one.attribute]
    setting = Setting(record, tongue(), sides_of(record), row)
    standing = standing_statement(row.pk, one.attribute)
    back = reverse("statements-of-row", args=[layout_of(own).address, row.pk])
    context: dict[str, Any] = {
        "question": str(attribute.label),
        "value": said(own, attribute, one.value, setting),
        "stands": said(own, attribute, standing.value, setting) if standing else "",
        "is_standing": standing is not None and standing.pk == one.pk,
        "statement": one,
        "button": button,
        "explains": explains,
        "writer": by,
        "why": "",
        "wrong": [],
        "back": back,
        "kept_mark": "",
        "trail": trail(record, button),
    }
    if request.method != "POST":
        typed = kept_form(request)
        return render(request, "partnerships/decide.html", context | {"why": typed.get("why", "") if typed else ""})
    context["why"] = request.POST.get("why", "").replace("\x00", "")
    try:
        with transaction.atomic():
            mark = mark_in(request.POST)
            if mark is not None and is_sent_before(mark, by):
                messages.info(request, _("This form was sent twice. It was written once."))
                return HttpResponseRedirect(back)
            written = act(context["why"].strip(), mark.batch if mark else None)
    except Refused as refused:
        context["wrong"] = [sentence(fault) for fault in refused.faults]
        return render(request, "partnerships/decide.html", context, status=422)
    except NotAllowed as denied:
        raise PermissionDenied(denied_sentence(denied.denied)) from denied
    undo = reverse("undo", args=[written.event.pk])
    messages.success(request, format_html('{} <a href="{}">{}</a>', done, undo, _("Undo this")))
    return HttpResponseRedirect(back)
