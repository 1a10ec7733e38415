"""Writing about studies: adding one, coding it, withdrawing the coding, saying what it bears on."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kembar.access.guards import requires
from kembar.access.queries import actor_of
from kembar.access.roles import Permission
from kembar.pages.views.studies import sayings
from kembar.studies import actions, labels, show
from kembar.studies.forms import CodingForm, ReasonForm, StudyForm
from kembar.studies.models import Coding, Study
from kembar.studies.queries import coder_name, known_codes, statements_of_ties, study_called
from kembar.studies.rules import ATTRIBUTES, SETS, cleaned

writes = require_http_methods(["GET", "HEAD", "POST"])


@requires(Permission.CODE_STUDIES)
@writes
def add(request: HttpRequest) -> HttpResponse:
    form = StudyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        added = actions.add_study(**form.cleaned_data, by=actor_of(request.user), at=timezone.now())  # type: ignore[arg-type]
        if not added.is_new:
            messages.info(request, _("This study is already in the register; nothing was added."))
        return redirect("study" if not added.is_new else "study-code", added.study.slug)
    trail = [{"label": _("Studies"), "url": reverse("studies")}, {"label": _("Add a study")}]
    return render(request, "studies/add.html", {"form": form, "trail": trail}, status=_status(form))


@requires(Permission.CODE_STUDIES)
@writes
def code(request: HttpRequest, slug: str) -> HttpResponse:
    study = _study(slug)
    own = _own(request, study)
    if request.method != "POST":
        return _code_page(request, study, CodingForm.of(own if own and own.withdrawn_at is None else None), own)
    form = CodingForm(request.POST)
    if form.is_valid():
        try:
            actions.code_study(
                study=study,
                values=form.values(),
                places=form.places(),
                note=form.cleaned_data["note"],
                version=form.cleaned_data["version"] or 0,
                by=actor_of(request.user),  # type: ignore[arg-type]
                at=timezone.now(),
            )
        except actions.Refused as refused:
            _add_faults(form, refused)
        except actions.Conflict as conflict:
            return _conflict(request, study, form, conflict.standing, reverse("study-code", args=[study.slug]))
        else:
            messages.success(request, _("Your coding of this study was kept."))
            return redirect("study", study.slug)
    return _code_page(request, study, form, own)


@requires(Permission.CODE_STUDIES)
@writes
def agree(request: HttpRequest, slug: str) -> HttpResponse:
    """The final value of a study, written by one of its coders with what each coded beside it."""
    study = _study(slug)
    standing = [one for one in study.codings.all() if one.withdrawn_at is None and not one.is_agreed]
    agreed = next((one for one in study.codings.all() if one.is_agreed and one.withdrawn_at is None), None)
    if request.user.pk not in [one.coder_id for one in standing] or len(standing) < 2:
        messages.info(request, _("Two coders must have coded the study, you among them, before a value is agreed on."))
        return redirect("study", study.slug)
    form = CodingForm(request.POST) if request.method == "POST" else CodingForm.of(agreed or common(standing))
    if form.is_bound and form.is_valid():
        try:
            actions.agree_on(
                study=study,
                values=form.values(),
                places=form.places(),
                note=form.cleaned_data["note"],
                version=form.cleaned_data["version"] or 0,
                by=actor_of(request.user),  # type: ignore[arg-type]
                at=timezone.now(),
            )
        except actions.Refused as refused:
            _add_faults(form, refused)
        except actions.Conflict as conflict:
            return _conflict(request, study, form, conflict.standing, reverse("study-agree", args=[study.slug]))
        else:
            messages.success(request, _("The agreed value of this study was kept."))
            return redirect("study", study.slug)
    standing.sort(key=lambda one: (one.coder_id is not None, one.coded_at))
    context = _form_context(study, form) | {
        "names": [coder_name(one) for one in standing],
        "rows": show.coding_rows(standing, show.Names()),
        "trail": _trail(study, _("Agree")),
    }
    return render(request, "studies/agree.html", context, status=_status(form))


def common(codings: list[Coding]) -> Coding:
    """What all codings say alike, to begin with; of sets, what all of them hold."""
    values: dict[str, Any] = {}
    for attribute in ATTRIBUTES:
        said = [one.values.get(attribute) for one in codings]
        if attribute in SETS:
            values[attribute] = sorted(set.intersection(*(set(one or ()) for one in said)))
        elif all(one == said[0] for one in said):
            values[attribute] = said[0]
    return Coding(values={name: value for name, value in values.items() if value}, version=0)


@requires(Permission.CODE_STUDIES)
@writes
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    study = _study(slug)
    own = _own(request, study)
    if own is None or own.withdrawn_at is not None:
        raise Http404(_("You have no coding of this study."))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_coding(coding=own, why=form.cleaned_data["why"], by=actor_of(request.user), at=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("Your coding was withdrawn; it stays in the history and counts no more."))
        return redirect("study", study.slug)
    context = {"study": study, "cited": show.cited(study), "form": form, "trail": _trail(study, _("Withdraw"))}
    return render(request, "studies/withdraw.html", context, status=_status(form))


@requires(Permission.CODE_STUDIES)
@writes
def bear(request: HttpRequest, slug: str) -> HttpResponse:
    """The statements about the coded cases, each to be marked as supported or contradicted by the study."""
    study = _study(slug)
    own = _own(request, study)
    if own is None or own.withdrawn_at is not None:
        messages.info(request, _("Code the study first; then say which statements it bears on."))
        return redirect("study-code", study.slug)
    statements = list(statements_of_ties(own.values.get("pairs") or ()).order_by("subject_kind", "attribute", "id"))
    if request.method == "POST":
        known = {one.pk for one in statements}
        stances = {
            uuid.UUID(name.removeprefix("s-")): value
            for name, value in request.POST.items()
            if name.startswith("s-") and _is_known(name, known)
        }
        changed = actions.set_bearings(coding=own, stances=stances, by=actor_of(request.user), at=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("%(n)s links to statements changed.") % {"n": changed})
        return redirect("study", study.slug)
    there = {one.statement_id: one.stance for one in own.bearings.all()}
    said = sayings(statements)
    rows = [{"statement": one, "says": said[one.pk], "stance": there.get(one.pk, "")} for one in statements]
    context = {
        "study": study,
        "cited": show.cited(study),
        "rows": rows,
        "stances": list(labels.STANCE.items()),
        "trail": _trail(study, _("What it bears on")),
    }
    return render(request, "studies/bear.html", context)


def _add_faults(form: CodingForm, refused: actions.Refused) -> None:
    for fault in refused.faults:
        where = fault.attribute if fault.attribute in form.fields else None
        form.add_error(where, labels.FAULT[fault.code] % {"value": fault.value})


def _code_page(request: HttpRequest, study: Study, form: CodingForm, own: Coding | None) -> HttpResponse:
    context = _form_context(study, form) | {"own": own, "trail": _trail(study, _("Code"))}
    return render(request, "studies/code.html", context, status=_status(form))


def _form_context(study: Study, form: CodingForm) -> dict[str, Any]:
    rest = [form["note"], *(field for field in form if field.name.startswith("place_"))]
    return {
        "study": study,
        "cited": show.cited(study),
        "form": form,
        "main": [form[name] for name in ("finding", "pairs", "years", "method")],
        "sets": [form[name] for name in ("fields", "factors", "causes")],
        "rest": rest,
        "rest_open": any(field.errors or field.value() for field in rest),
    }


def _conflict(request: HttpRequest, study: Study, form: CodingForm, standing: Coding, address: str) -> HttpResponse:
    """Both versions side by side; the form keeps what was typed and, sent again, replaces the one that stands."""
    typed = Coding(values=cleaned(form.values(), known_codes())[0], coder_name=_("what you typed"))
    data = request.POST.copy()
    data["version"] = str(standing.version)
    again = CodingForm(data)
    context: dict[str, Any] = {
        "study": study,
        "cited": show.cited(study),
        "codings": [standing, typed],
        "rows": show.coding_rows([standing, typed], show.Names()),
        "form": again,
        "standing": standing,
        "address": address,
        "trail": _trail(study, _("Code")),
    }
    return render(request, "studies/conflict.html", context, status=409)


def _study(slug: str) -> Study:
    found = study_called(slug)
    if found is None:
        raise Http404(_("There is no study “%(slug)s”.") % {"slug": slug})
    return found


def _own(request: HttpRequest, study: Study) -> Coding | None:
    return next((one for one in study.codings.all() if one.coder_id == request.user.pk), None)


def _is_known(name: str, known: set[uuid.UUID]) -> bool:
    try:
        return uuid.UUID(name.removeprefix("s-")) in known
    except ValueError:
        return False


def _status(form: Any) -> int:
    return 400 if form.is_bound and form.errors else 200


def _trail(study: Study, here: str) -> list[dict[str, str]]:
    return [
        {"label": _("Studies"), "url": reverse("studies")},
        {"label": show.cited(study), "url": reverse("study", args=[study.slug])},
        {"label": here},
    ]
