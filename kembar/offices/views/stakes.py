"""Which offices have a part in a record: giving one, ending one, handing the record over."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kembar.access.acting import acting
from kembar.access.actions import end_stake, grant_stake
from kembar.access.actors import Actor
from kembar.access.labels import denied_sentence
from kembar.access.models import Office, Stake
from kembar.access.permissions import Denied, NotAllowed
from kembar.access.queries import standing_stakes, who_is
from kembar.access.refusals import Refused
from kembar.access.sentences import sentence
from kembar.offices.actions import give_record
from kembar.offices.forms import GrantForm, HandOverForm, WhyForm
from kembar.pages.show import local
from kembar.partnerships.actions.refusals import Refused as NotWritten
from kembar.partnerships.models import Partnership
from kembar.partnerships.permissions import Part, may_decide, may_read
from kembar.partnerships.queries.reading import SEARCH_WORDS
from kembar.partnerships.queries.rights import facts_for_rights


@dataclass(frozen=True)
class Kept:
    """A live record as its reader finds it: may the reader decide who has a part in it, and in whose name?"""

    tie: Partnership
    actor: Actor
    office: Office | None
    decides: bool
    administers: bool


def _kept(request: HttpRequest, slug: str, *, deciding: bool = False) -> Kept:
    """The record for those who may read the whole of it; 404 for strangers, 403 for those who may not decide."""
    tie = Partnership.objects.filter(slug=slug, origin="live").defer(*SEARCH_WORDS).first()
    reader = acting(request)
    day = timezone.localdate()
    facts = facts_for_rights(tie, day) if tie is not None else None
    if tie is None or facts is None or not may_read(who_is(reader.user), facts, Part.CONFIDENTIAL):
        answer = may_read(who_is(reader.user), facts, Part.RECORD) if facts is not None else None
        if answer:
            raise PermissionDenied(
                _("Who keeps a record is for its offices; you may read it without drafts and contacts.")
            )
        raise Http404(_("There is no live record called %(slug)s that you may read.") % {"slug": slug})
    answer = may_decide(reader.who, facts)
    decides = bool(answer) or reader.user.is_superuser
    if deciding and not decides:
        assert isinstance(answer, Denied)
        raise PermissionDenied(denied_sentence(answer))
    actor = reader.actor if answer else Actor(reader.actor.label, reader.user.pk)
    return Kept(tie, actor, reader.office if answer else None, decides, reader.user.is_superuser)


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, _kept(request, slug))


def _page(request: HttpRequest, kept: Kept, form: GrantForm | None = None, status: int = 200) -> HttpResponse:
    held = standing_stakes(timezone.localdate()).filter(partnership=kept.tie)
    stakes = list(held.select_related("office").order_by("from_day", "office__name"))
    editing = sum(one.may_edit for one in stakes)
    context = {
        "tie": kept.tie,
        "kept": kept,
        "stakes": [
            {"row": one, "is_own": kept.office == one.office, "is_last": one.may_edit and editing == 1}
            for one in stakes
        ],
        "form": form or GrantForm(without=[one.office_id for one in stakes], initial={"access": "edit"}),
        "trail": _trail(kept.tie, _("Who keeps this record")),
    }
    return render(request, "offices/stakes.html", context, status=status)


@require_POST
def grant(request: HttpRequest, slug: str) -> HttpResponse:
    kept = _kept(request, slug, deciding=True)
    form = GrantForm(request.POST, without=[])
    if not form.is_valid():
        return _page(request, kept, form, status=422)
    now = timezone.now()
    office = form.cleaned_data["office"]
    acts_for = office.government_id
    own = kept.tie.parties.filter(withdrawn_at=None, government=acts_for).first() if acts_for else None
    grant_stake(
        office=office,
        partnership_id=kept.tie.pk,
        from_day=timezone.localdate(now),
        side=own.side if own else "",
        may_edit=form.cleaned_data["access"] == "edit",
        by=kept.actor,
        at=now,
        why=form.cleaned_data["why"],
    )
    messages.success(request, _("%(office)s now has a part in this record.") % {"office": office.name})
    return redirect("stakes", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Ending a part: asked first, with what becomes of the entries."""
    kept = _kept(request, slug, deciding=True)
    stake = get_object_or_404(Stake.objects.select_related("office"), pk=pk, partnership=kept.tie, to_day=None)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            end_stake(stake=stake, to_day=timezone.localdate(now), by=kept.actor, at=now, why=form.cleaned_data["why"])
        except Refused as refused:
            messages.error(request, sentence(refused))
            return redirect("stakes", slug)
        told = _("%(office)s has no part in this record any more.") % {"office": stake.office.name}
        messages.success(request, told)
        return redirect("desk") if kept.office == stake.office else redirect("stakes", slug)
    context = {"tie": kept.tie, "stake": stake, "form": form, "trail": _trail(kept.tie, _("End a part"))}
    return render(request, "offices/stake_end.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    """The own office's entries and its part go to another office. An administrator chooses whose."""
    kept = _kept(request, slug, deciding=True)
    givers = _givers(kept)
    form = HandOverForm(request.POST if request.method == "POST" else None, givers=givers)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            done = give_record(
                partnership=kept.tie,
                giver=told["giver"],
                receiver=told["receiver"],
                keeps_reading=told["keeps_reading"],
                by=kept.actor,
                at=timezone.now(),
                why=told["why"],
            )
        except (NotWritten, NotAllowed):
            form.add_error("receiver", _("The record cannot go there: choose another city's office."))
        else:
            said = _("Handed over to %(office)s: %(n)s entries.") % {"office": told["receiver"].name, "n": done.rows}
            messages.success(request, said)
            return redirect("partnership", slug)
    context = {"tie": kept.tie, "form": form, "trail": _trail(kept.tie, _("Hand over"))}
    return render(request, "offices/hand_over.html", context)


def _givers(kept: Kept) -> Any:
    """Whose entries may go over: one's own office's; for whoever administers any that has or had a part."""
    if not kept.administers and kept.office is not None:
        return Office.objects.filter(pk=kept.office.pk)
    return Office.objects.filter(stakes__partnership=kept.tie).distinct().order_by("name")


def _trail(tie: Partnership, last: str) -> list[dict[str, str]]:
    return [
        {"label": _("Partnerships"), "url": reverse("partnerships")},
        {"label": local(tie.name), "url": reverse("partnership", args=[tie.slug])},
        {"label": last},
    ]
