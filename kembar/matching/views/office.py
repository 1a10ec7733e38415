"""What an office needs, offers, aims at and can afford; its shortlist, candidate by candidate; the board of all."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kembar.matching import actions, examples, office_page, shapes, shortlists
from kembar.matching.actions.rights import Refusal
from kembar.matching.choice import NotRanked, Order
from kembar.matching.forms import CandidateFilter
from kembar.matching.guards import Searching, searching
from kembar.matching.models import Aim, CandidateCity, Decision, Foothold, Outreach, Wish
from kembar.matching.office_forms import (
    AimForm,
    CandidateForm,
    FootholdForm,
    Form,
    LimitsForm,
    ShortlistForm,
    WishForm,
)
from kembar.matching.queries import limits_of
from kembar.matching.sentences import office_refusal
from kembar.partnerships.models import Field
from kembar.places.models import Place
from kembar.ui.as_at import AsAtRequest

BAD_REQUEST = 400
Done = Callable[[], str]


@require_http_methods(["GET", "HEAD", "POST"])
def needs(request: AsAtRequest, slug: str) -> HttpResponse:
    """Needs, offers, aims, limits and footholds of an office, each with its form."""
    desk = searching(request, slug)
    forms: dict[str, Form] = {form.do: form() for form in (WishForm, AimForm, FootholdForm)}
    forms["limits"] = LimitsForm(initial=office_page.limit_values(limits_of(desk.office.id)))
    status = 200
    if request.method == "POST":
        _must_write(desk)
        do = request.POST.get("do", "")
        status, done = _enter(request, desk, do, forms) if do in forms else _take_back(request, desk, do)
        if done:
            messages.success(request, done)
            return redirect(reverse("office-needs", args=[slug]))
    return render(request, "matching/needs.html", office_page.needs(desk) | {"forms": forms}, status=status)


def _enter(request: AsAtRequest, desk: Searching, do: str, forms: dict[str, Form]) -> tuple[int, str]:
    """Reads the form that was sent and writes what it says; the sentence of what was done, empty where it is wrong."""
    form = type(forms[do])(request.POST)
    forms[do] = form
    if not form.is_valid():
        return BAD_REQUEST, ""
    said, at = form.cleaned_data, timezone.now()
    who: dict[str, Any] = {"office": desk.office, "by": desk.actor, "at": at}
    if do == "wish":
        place = said["place"] or desk.seat
        if place is None:
            form.add_error("place", _("The office acts for no government with a seat: name the city."))
            return BAD_REQUEST, ""
        own = place == desk.seat
        actions.enter_wish(
            place=place,
            field=said["field"],
            kind=said["kind"],
            text=said["text"],
            is_public=own and said["is_public"],
            **who,
        )
        return 200, _("Entered.")
    if do == "aim":
        actions.add_aim(
            kind=said["kind"], text=said["text"], fields=said["fields_served"], source=said["source"], **who
        )
    elif do == "limits":
        actions.set_limits(values=said, **who)
        return 200, _("Budget and limits are set; the list marks what lies beyond them.")
    else:
        actions.add_foothold(country=said["country"], text=said["text"], **who)
    return 200, _("Entered.")


def _take_back(request: AsAtRequest, desk: Searching, do: str) -> tuple[int, str]:
    """Buttons: begin from an example list, or withdraw a row."""
    who: dict[str, Any] = {"by": desk.actor, "at": timezone.now()}
    if do == "example":
        new = actions.begin_aims(office=desk.office, aims=examples.bogor(), **who)
        return 200, _("%(n)s aims of Bogor were added; take out what is not yours.") % {"n": new}
    own = {"office": desk.office, "withdrawn_at__isnull": True, "pk": _uuid(request.POST.get("row", ""))}
    if do == "withdraw-wish":
        actions.withdraw_wish(wish=get_object_or_404(Wish, **own), **who)
    elif do == "withdraw-aim":
        actions.withdraw_aim(aim=get_object_or_404(Aim, **own), **who)
    elif do == "withdraw-foothold":
        actions.withdraw_foothold(foothold=get_object_or_404(Foothold, **own), **who)
    else:
        return BAD_REQUEST, ""
    return 200, _("Taken back. It stays in the history.")


@require_http_methods(["GET", "HEAD", "POST"])
def candidates(request: AsAtRequest, slug: str) -> HttpResponse:
    """The shortlist of an office: who is on it, what was decided, which offers wait for an answer."""
    desk = searching(request, slug)
    given = {"place": request.GET.get("place", ""), "found_at": request.GET.get("from", "")}
    form, status = ShortlistForm(initial=given), 200
    if request.method == "POST":
        _must_write(desk)
        form, status = ShortlistForm(request.POST), BAD_REQUEST
        if form.is_valid() and (added := _add(desk, form)):
            return redirect(reverse("office-candidate", args=[slug, added.place_id]))
    context = office_page.shortlist(desk, request.as_at)
    return render(request, "matching/candidates.html", context | {"form": form}, status=status)


def _add(desk: Searching, form: ShortlistForm) -> CandidateCity | None:
    place, address = form.cleaned_data["place"], form.cleaned_data["found_at"]
    if not urlsplit(address).path.startswith("/mitra/") or urlsplit(address).netloc:
        address = ""
    at = timezone.now()
    seen = _seen(desk, place, QueryDict(urlsplit(address).query))
    who: dict[str, Any] = {"by": desk.actor, "at": at}
    try:
        return actions.shortlist(
            office=desk.office, place=place, note=form.cleaned_data["note"], seen=seen, address=address, **who
        )
    except Refusal as refusal:
        form.add_error("place", office_refusal(refusal.code, refusal.data))
        return None


def _seen(desk: Searching, place: Place, query: QueryDict) -> dict[str, Any]:
    """What the list says of a city today, under the filters it was found with; empty where there is no list."""
    if desk.seat is None:
        return {}
    form = CandidateFilter(query)
    if not form.is_valid():
        form = CandidateFilter(QueryDict())
        form.is_valid()
    today = timezone.localdate()
    try:
        asked: dict[str, Any] = {"weights": form.weights, "filters": form.filters, "office": desk.office.id}
        order = Order(desk.seat, at=today, who=desk.who, **asked)
        one = order.of([place])[0]
    except NotRanked:
        return {}
    day = {"on": today.isoformat(), "considered": order.considered, "weights": order.weights}
    return day | shapes.listed_data(one)


@require_http_methods(["GET", "HEAD", "POST"])
def candidate(request: AsAtRequest, slug: str, place: int) -> HttpResponse:
    """One candidate: what is known, what warns, what was decided and why, what was offered and answered."""
    desk = searching(request, slug)
    line = shortlists.line_of(desk.office, place, request.as_at)
    if line is None:
        raise Http404(_("This city is not on the shortlist."))
    near = office_page.around(desk, line.candidate, request.as_at)
    forms = office_page.candidate_forms(desk, line, near)
    status, fault = 200, ""
    if request.method == "POST":
        _must_write(desk)
        do = request.POST.get("do", "")
        status, fault = _change(request, desk, line.candidate, do, forms, near)
        if status == 200:
            return redirect(reverse("office-candidate", args=[slug, place]))
    context = office_page.candidate(desk, line, near)
    return render(request, "matching/candidate.html", context | {"forms": forms, "fault": fault}, status=status)


def _change(
    request: AsAtRequest,
    desk: Searching,
    row: CandidateCity,
    do: str,
    forms: dict[str, Form],
    near: office_page.Around,
) -> tuple[int, str]:
    """Writes what a form or a button of the candidate's page says: the status, and what is wrong in a sentence."""
    who: dict[str, Any] = {"by": desk.actor, "at": timezone.now()}
    try:
        if do in forms:
            form: Form = (
                CandidateForm(request.POST, office=desk.office) if do == "change" else type(forms[do])(request.POST)
            )
            forms[do] = form
            if not form.is_valid():
                return BAD_REQUEST, ""
            _write(desk, row, do, form.cleaned_data, near, who)
        else:
            _withdraw(request.POST, desk, row, do, who)
    except Refusal as refusal:
        return BAD_REQUEST, office_refusal(refusal.code, refusal.data)
    messages.success(request, _("Kept."))
    return 200, ""


def _write(
    desk: Searching,
    row: CandidateCity,
    do: str,
    said: Mapping[str, Any],
    near: office_page.Around,
    who: dict[str, Any],
) -> None:
    if do == "change":
        actions.change_candidate(
            candidate=row, note=said["note"], reserved=said["reserved"], aims_met=said["aims_met"], **who
        )
    elif do == "decide":
        _must_decide(desk)
        against = office_page.against(row, near)
        actions.decide(candidate=row, outcome=said["outcome"], reason=said["reason"], against=against, **who)
    elif do == "offer":
        actions.send_offer(
            candidate=row, channel=said["channel"], sent_date=said["sent_date"], text=said["text"], **who
        )
    else:
        outreach = get_object_or_404(Outreach, pk=said["outreach"], candidate=row)
        actions.answer_offer(
            outreach=outreach, answer=said["answer"], answer_date=said["answer_date"], text=said["text"], **who
        )


def _withdraw(sent: Any, desk: Searching, row: CandidateCity, do: str, who: dict[str, Any]) -> None:
    why, pk = sent.get("why", ""), sent.get("row", "")
    if do == "drop":
        actions.drop_candidate(candidate=row, why=why, **who)
    elif do == "withdraw-decision":
        _must_decide(desk)
        decision = get_object_or_404(Decision, pk=_uuid(pk), candidate=row)
        actions.withdraw_decision(decision=decision, why=why, **who)
    elif do == "withdraw-offer":
        outreach = get_object_or_404(Outreach, pk=_uuid(pk), candidate=row)
        actions.withdraw_offer(outreach=outreach, why=why, **who)
    else:
        raise Refusal("unknown")


@login_not_required
@require_safe
def board(request: AsAtRequest) -> HttpResponse:
    """What offices of this instance need and offer, as far as they made it public, and where the two meet."""
    field = request.GET.get("field", "")
    fields = list(Field.objects.filter(pk__in=Wish.objects.filter(is_public=True).values("field")))
    found = shortlists.board(field)
    context = {"board": found, "fields": fields, "chosen": field, "trail": [{"label": _("Board")}]}
    return render(request, "matching/board.html", context)


def _must_write(desk: Searching) -> None:
    if not desk.may_write:
        raise PermissionDenied(_("Writing is for officers; your role reads only."))


def _must_decide(desk: Searching) -> None:
    if not desk.may_decide:
        raise PermissionDenied(_("Deciding is for heads of office; your role is another."))


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404(text) from None
