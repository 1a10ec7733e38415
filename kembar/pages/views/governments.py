"""One government, or one organisation: what is known of it and all its ties."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kembar.evidence.models import Dispute, Statement
from kembar.pages import show
from kembar.pages.access import public
from kembar.pages.maps import map_data
from kembar.partnerships import labels
from kembar.partnerships.models import Government, Offer, Organisation, Participant, Party, Tally
from kembar.partnerships.queries.lines import existing, lines_of
from kembar.ui.as_at import AsAtRequest


@public
def government(request: AsAtRequest, slug: str) -> HttpResponse:
    rows = Government.objects.select_related("country", "seat", "parent").prefetch_related("names", "tenures__person")
    return _page(request, get_object_or_404(rows, slug=slug), "government")


@public
def organisation(request: AsAtRequest, slug: str) -> HttpResponse:
    rows = Organisation.objects.select_related("country", "seat").prefetch_related("names", "tenures__person")
    return _page(request, get_object_or_404(rows, slug=slug), "organisation")


def _page(request: AsAtRequest, who: Any, kind: str) -> HttpResponse:
    said = _said(who)
    ties = Party.objects.filter(**{kind: who}, withdrawn_at__isnull=True).values("partnership")
    lines = lines_of(existing(request.as_at).filter(id__in=ties).order_by("slug"), request.as_at)
    shown = show.Shown()
    suffix = f"?as-at={request.as_at_text}" if request.as_at_given else ""
    disputes = Dispute.objects.filter(record_kind=kind, record_id=who.id)
    is_government = kind == "government"
    context = {
        "who": who,
        "kind": kind,
        "trail": [{"label": _("Partnerships"), "url": reverse("partnerships")}, {"label": show.local(who.name)}],
        "facts": _facts(who, kind, said),
        "names": [{"row": one, "sources": show.places(said.get((one.id, "text"), []))} for one in who.names.all()],
        "tenures": [
            {"row": one, "sources": show.places(_all_of(said, one.id))} for one in who.tenures.select_related("person")
        ],
        "traits": _traits(who, said) if is_government else [],
        "lines": lines,
        "map_data": map_data(lines, suffix),
        "tallies": Tally.objects.filter(government=who) if is_government else [],
        "offers": Offer.objects.filter(by_government=who).prefetch_related("candidates__government")
        if is_government
        else [],
        "took_part": _took_part(who) if not is_government else [],
        "disputes": [show.dispute_box(one, shown) for one in disputes.prefetch_related("statements__source")],
    }
    return render(request, "pages/government.html", context)


def _said(who: Any) -> dict[tuple[Any, str], list[Statement]]:
    found: dict[tuple[Any, str], list[Statement]] = {}
    for one in Statement.objects.filter(record_id=who.id, withdrawn_at__isnull=True).select_related("source"):
        found.setdefault((one.subject_id, one.attribute), []).append(one)
    return found


def _all_of(said: dict[tuple[Any, str], list[Statement]], row_id: Any) -> list[Statement]:
    return [one for (owner, _attribute), found in said.items() if owner == row_id for one in found]


def _facts(who: Any, kind: str, said: dict[tuple[Any, str], list[Statement]]) -> list[dict[str, Any]]:
    def fact(term: str, attribute: str, value: Any) -> dict[str, Any]:
        return {"term": term, "value": value, "sources": show.places(said.get((who.id, attribute), []))}

    facts = []
    if kind == "government":
        facts.append(fact(_("Level"), "level", labels.LEVEL.get(who.level)))
        tier = _("%(n)s, counted from the top in its own country") % {"n": who.tier} if who.tier else None
        facts.append(fact(_("Tier"), "tier", tier))
        if who.parent:
            facts.append(fact(_("Part of"), "parent", show.local(who.parent.name)))
    else:
        facts.append(fact(_("Kind"), "kind", labels.ORGANISATION.get(who.kind)))
    country = show.words.country(who.country_id, show.language()) if who.country_id else None
    facts.append(fact(_("Country"), "country", country))
    seat = f"{who.seat.name}, {who.seat.unit}" if who.seat and who.seat.unit else who.seat.name if who.seat else None
    facts.append(fact(_("Seat"), "seat", seat))
    if who.seat:
        population = show.words.number(who.seat.population, show.language()) if who.seat.population else None
        facts.append({"term": _("Inhabitants of the seat"), "value": population, "why": _("GeoNames; year not stated")})
    return facts


def _traits(who: Government, said: dict[tuple[Any, str], list[Statement]]) -> list[dict[str, Any]]:
    """What sources tell of it, each with its place."""
    found = []
    for trait in who.traits:
        own = [one for one in said.get((who.id, "traits"), []) if isinstance(one.value, list) and trait in one.value]
        found.append({"text": trait, "sources": show.places(own)})
    return found


def _took_part(who: Organisation) -> list[Participant]:
    rows = Participant.objects.filter(organisation=who).select_related("activity__partnership")
    return list(rows)
