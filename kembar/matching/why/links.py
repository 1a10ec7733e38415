"""Which other ties of two cities are known, and which cities like ours are tied to cities like theirs?"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from kembar.access.permissions import Who
from kembar.analysis.distance import great_circle_km
from kembar.matching.models import WorldLink
from kembar.matching.why.facts import OtherTie, Precedent, Whose
from kembar.partnerships.models import Partnership, Party
from kembar.partnerships.queries.lines import PartyLine, existing, parties_of
from kembar.partnerships.rules.choice import LinkFacts, PartyFacts, exclusivity_conflicts
from kembar.places.models import Place

SHOWN = 8
LIKE = 4.0  # a city is like ours where the numbers of inhabitants are within this factor; ours
_COLUMNS = [
    f"place_{end}__{name}"
    for end in "ab"
    for name in ("geonames_id", "name", "country_id", "latitude", "longitude", "population")
]


@dataclass(frozen=True)
class Links:
    """Other ties that files of the world's twins have, how many are known of each side, and precedents."""

    others: tuple[OtherTie, ...]
    ours: int
    theirs: int
    known: int
    has_own: bool
    precedents: tuple[Precedent, ...]
    precedents_known: int


@dataclass(frozen=True)
class _End:
    id: int
    name: str
    country: str
    point: tuple[float, float]
    people: int


def links_of(ours: Place, theirs: Place, at: date, *, who: Who, but: Partnership | None) -> Links:
    """Ties of either city and ties between the two countries. Three queries, one for the world's links."""
    two = {ours.pk, theirs.pk}
    own = Q(place_a__in=two) | Q(place_b__in=two)
    a, b = ours.country_id, theirs.country_id
    countries = Q(place_a__country=a, place_b__country=b) | Q(place_a__country=b, place_b__country=a)
    rows = WorldLink.objects.filter(own | countries).values_list(*_COLUMNS, "last_import__file_name")
    seen: dict[tuple[int, int], tuple[_End, _End, str]] = {}
    for row in rows:
        one, other = (
            _End(row[0], row[1], row[2], (row[3], row[4]), row[5]),
            _End(row[6], row[7], row[8], (row[9], row[10]), row[11]),
        )
        seen.setdefault((one.id, other.id), (one, other, row[12]))
    known: dict[str, list[tuple[_End, str]]] = {"ours": [], "theirs": []}
    has_own = False
    for one, other, name in seen.values():
        if {one.id, other.id} == two:
            has_own = True
            continue
        for here, there in ((one, other), (other, one)):
            if here.id in two:
                known["ours" if here.id == ours.pk else "theirs"].append((there, name))
    between = [found for found in seen.values() if {found[0].country, found[1].country} == {a, b}]
    told = _told(ours, theirs, at, who, but)
    like = _like(ours, theirs, between)
    pairs = sum(1 for found in between if {found[0].id, found[1].id} != two)
    return Links(
        others=(*_against("ours", ours, theirs, known["ours"]), *_against("theirs", theirs, ours, known["theirs"])),
        ours=len(known["ours"]),
        theirs=len(known["theirs"]),
        known=len(known["ours"]) + len(known["theirs"]) + has_own,
        has_own=has_own,
        precedents=(*told, *like)[: 2 * SHOWN],
        precedents_known=len(told) + pairs,
    )


def _against(whose: Whose, party: Place, candidate: Place, twins: Iterable[tuple[_End, str]]) -> list[OtherTie]:
    held = list(twins)
    facts = [
        LinkFacts(
            str(number),
            PartyFacts(str(twin.id), twin.country),
            great_circle_km(twin.point, (candidate.latitude, candidate.longitude)),
        )
        for number, (twin, _name) in enumerate(held)
    ]
    own, other = PartyFacts(str(party.pk), party.country_id), PartyFacts(str(candidate.pk), candidate.country_id)
    found = []
    for one in exclusivity_conflicts(own, other, facts):
        twin, name = held[int(one.link_id)]
        text = f"{party.name}–{twin.name}"
        found.append(OtherTie(whose, {"id": text, "en": text}, one.reasons, one.is_sure, name))
    return found


def _told(ours: Place, theirs: Place, at: date, who: Who, but: Partnership | None) -> list[Precedent]:
    """Ties of the register between the two countries, as at the day."""
    if ours.country_id == theirs.country_id:
        return []
    party = Party.objects.filter(partnership=OuterRef("pk"), withdrawn_at__isnull=True, role="party")
    rows: Any = existing(at, who=who)
    for code in (ours.country_id, theirs.country_id):
        rows = rows.filter(Exists(party.filter(government__country=code)))
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    found = list(rows.order_by("slug"))
    parties = parties_of([tie.id for tie in found])
    return [_precedent(tie, parties[tie.id], ours.country_id, theirs.country_id) for tie in found]


def _precedent(tie: Any, parties: Iterable[PartyLine], ours: str, theirs: str) -> Precedent:
    named = {party.country: party.name for party in parties if party.role == "party"}
    return Precedent(
        named.get(ours, {}),
        named.get(theirs, {}),
        ours,
        theirs,
        slug=tie.slug,
        name=tie.name,
        state=tie.formal_state or "cannot_be_said",
    )


def _like(ours: Place, theirs: Place, between: Iterable[tuple[_End, _End, str]]) -> list[Precedent]:
    """Of the world's links between the two countries those whose cities are most like the two in size."""
    found = []
    for one, other, name in between:
        here, there = (one, other) if one.country == ours.country_id else (other, one)
        if {here.id, there.id} == {ours.pk, theirs.pk} or not (here.people and there.people):
            continue
        if not (ours.population and theirs.population):
            unlike = 0.0
        else:
            apart = [
                abs(math.log(a / b)) for a, b in ((here.people, ours.population), (there.people, theirs.population))
            ]
            if max(apart) > math.log(LIKE):
                continue
            unlike = sum(apart)
        found.append((unlike, here.id, there.id, Precedent(here.name, there.name, here.country, there.country, name)))
    return [one for *_order, one in sorted(found, key=lambda row: row[:3])][:SHOWN]
