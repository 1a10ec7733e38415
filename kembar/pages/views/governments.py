"""One government, or one organisation: what is known of it and all its ties."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kembar.access.guards import reader
from kembar.access.permissions import Who
from kembar.access.roles import Permission
from kembar.analysis.distance import great_circle_km
from kembar.analysis.truth import Truth
from kembar.evidence.models import Dispute, Statement
from kembar.pages import show
from kembar.pages.access import public
from kembar.pages.disputed import boxes
from kembar.pages.keeping import keeping
from kembar.pages.maps import drawn_and_not, map_data
from kembar.pages.views.tallies import counts, standing
from kembar.partnerships import labels
from kembar.partnerships.models import Government, Offer, Organisation, Participant, Party
from kembar.partnerships.queries.lines import Line, PartyLine, existing, lines_of
from kembar.partnerships.queries.pairs import GONE, HOLDING
from kembar.partnerships.queries.reading import own_or_casebook, readable_rows, readable_tenures
from kembar.partnerships.rules.choice import LinkFacts, PartyFacts, exclusivity_conflicts
from kembar.places.rules import unit_name
from kembar.ui import words
from kembar.ui.as_at import AsAtRequest


@public
def government(request: AsAtRequest, slug: str) -> HttpResponse:
    rows = Government.objects.select_related("country", "seat", "parent").prefetch_related("names")
    return _page(request, get_object_or_404(rows, slug=slug), "government")


@public
def organisation(request: AsAtRequest, slug: str) -> HttpResponse:
    rows = Organisation.objects.select_related("country", "seat").prefetch_related("names")
    return _page(request, get_object_or_404(rows, slug=slug), "organisation")


def _page(request: AsAtRequest, who: Any, kind: str) -> HttpResponse:
    reading = reader(request)
    said = _said(who)
    ties = Party.objects.filter(**{kind: who}, withdrawn_at__isnull=True).values("partnership")
    rows = existing(request.as_at, who=reading).filter(id__in=ties).order_by("slug")
    lines = lines_of(rows, request.as_at, who=reading)
    suffix = f"?as-at={request.as_at_text}" if request.as_at_given else ""
    disputes = Dispute.objects.filter(record_kind=kind, record_id=who.id)
    is_government = kind == "government"
    context = {
        "who": who,
        "kind": kind,
        "history": f"{kind}-history",
        "reads_history": reading.is_administrator or bool(reading.at(Permission.READ_OFFICE)),
        "trail": [{"label": _("Partnerships"), "url": reverse("partnerships")}, {"label": show.local(who.name)}],
        "facts": _facts(who, kind, said),
        "names": [{"row": one, "sources": show.places(said.get((one.id, "text"), []))} for one in who.names.all()],
        "tenures": [
            {"row": one, "sources": show.places(_all_of(said, one.id))}
            for one in who.tenures.filter(readable_tenures(reading), withdrawn_at__isnull=True).select_related("person")
        ],
        "traits": _traits(who, said) if is_government else [],
        "lines": lines,
        "against": _against(who, lines) if is_government else [],
        "map_data": map_data(drawn_and_not(lines)[0], suffix),
        "counts": counts(standing(request.as_at, government=who)) if is_government else [],
        "offers": _offers(who, reading) if is_government else [],
        "took_part": _took_part(who, reading) if not is_government else [],
        "disputes": boxes(
            disputes.prefetch_related("statements__source", "statements__acceptances"), with_record=False
        ),
    }
    return render(request, "pages/government.html", context | keeping(request, who))


def _against(who: Government, lines: list[Line]) -> list[dict[str, Any]]:
    """Pairs of its own ties whose partners lie in one country or near each other: the principle of exclusivity."""
    facing = [(line, other) for line in lines if (other := _facing(who, line)) is not None]
    found = []
    for number, (line, other) in enumerate(facing):
        links = [
            LinkFacts(later.slug, _partner(partner), _between(other, partner), _holds(later))
            for later, partner in facing[number + 1 :]
        ]
        by_slug = {later.slug: later for later, _partner_there in facing[number + 1 :]}
        if _holds(line) is Truth.NO:
            continue
        for conflict in exclusivity_conflicts(PartyFacts(who.slug, who.country_id), _partner(other), links):
            reasons = ", ".join(str(labels.EXCLUSIVITY[code]) for code in conflict.reasons)
            sure = conflict.is_sure and _holds(line) is Truth.YES
            found.append({"one": line, "other": by_slug[conflict.link_id], "reasons": reasons, "is_sure": sure})
    return found


def _facing(who: Government, line: Line) -> PartyLine | None:
    own = next((party for party in line.parties if party.kind == "government" and party.slug == who.slug), None)
    if own is None:
        return None
    others = (party for party in line.parties if party.side != own.side and party.role == "party")
    return next((party for party in others if party.slug), None)


def _partner(party: PartyLine) -> PartyFacts:
    return PartyFacts(party.slug, party.country)


def _between(one: PartyLine, other: PartyLine) -> float | None:
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    return great_circle_km((one.latitude, one.longitude), (other.latitude, other.longitude))


def _holds(line: Line) -> Truth:
    return Truth.NO if line.formal_state in GONE else Truth.YES if line.formal_state in HOLDING else Truth.UNKNOWN


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
    country = words.country(who.country_id, show.language()) if who.country_id else None
    facts.append(fact(_("Country"), "country", country))
    unit = unit_name(who.seat.unit, who.seat.country_id, show.language()) if who.seat else ""
    seat = f"{who.seat.name}, {unit}" if who.seat and unit else who.seat.name if who.seat else None
    facts.append(fact(_("Seat"), "seat", seat))
    if who.seat:
        population = words.number(who.seat.population, show.language()) if who.seat.population else None
        facts.append({"term": _("Inhabitants of the seat"), "value": population, "why": _("GeoNames; year not stated")})
    return facts


def _traits(who: Government, said: dict[tuple[Any, str], list[Statement]]) -> list[dict[str, Any]]:
    """What sources tell of it, each with its place."""
    found = []
    for trait in who.traits:
        own = [one for one in said.get((who.id, "traits"), []) if isinstance(one.value, list) and trait in one.value]
        found.append({"text": trait, "sources": show.places(own)})
    return found


def _offers(who: Government, reading: Who) -> QuerySet[Offer]:
    standing = Offer.objects.filter(own_or_casebook(reading), by_government=who, withdrawn_at__isnull=True)
    return standing.prefetch_related("candidates__government")


def _took_part(who: Organisation, reading: Who) -> list[Participant]:
    may_be_read = readable_rows(reading, Participant, "activity__partnership")
    rows = Participant.objects.filter(may_be_read, organisation=who, withdrawn_at__isnull=True)
    return list(rows.filter(activity__withdrawn_at__isnull=True).select_related("activity__partnership"))
