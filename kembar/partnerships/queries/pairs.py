"""What follows from where two parties are, and from whom else they are tied to?"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from kembar.access.permissions import Who
from kembar.analysis.distance import great_circle_km
from kembar.analysis.truth import Truth
from kembar.partnerships.models import Government, Partnership, Party, StateSpan
from kembar.partnerships.queries.reading import readable_spans, ties
from kembar.partnerships.rules.choice import (
    Conflict,
    LinkFacts,
    Parity,
    PartyFacts,
    exclusivity_conflicts,
    level_parity,
)
from kembar.places.models import Place
from kembar.places.rules import Duchacek, TimeDifference, duchacek, time_difference

HOLDING = ("in_force", "in_force_term_not_stated")
GONE = ("ended", "expired")


@dataclass(frozen=True)
class Pair:
    """Two facing parties and what is computed of them. ``distance_km`` is seat to seat, None without a seat."""

    first: Party
    second: Party
    distance_km: float | None
    duchacek: Duchacek
    clocks: TimeDifference | None
    parity: Parity


@dataclass(frozen=True)
class Exclusivity:
    """Another link of one party that stands against the other, with the partnership it is."""

    party: Party
    conflict: Conflict
    other: Partnership


def facing(parties: Iterable[Party]) -> tuple[Party, Party] | None:
    """The first named party of each of the first two sides, or the first parties where one is not named."""
    sides: dict[str, Party] = {}
    for party in parties:
        if party.role == "party" and party.side not in sides:
            sides[party.side] = party
    if len(sides) < 2:
        return None
    first, second = list(sides.values())[:2]
    return first, second


def pair_of(parties: Iterable[Party], at: date) -> Pair | None:
    """The computed facts of a partnership's two facing parties; no query when seats and countries are loaded."""
    two = facing(parties)
    if two is None:
        return None
    first, second = two
    seats = _seat(first), _seat(second)
    distance = None
    clocks = None
    if seats[0] and seats[1]:
        distance = great_circle_km(_point(seats[0]), _point(seats[1]))
        noon = datetime.combine(at, time(12), tzinfo=UTC)
        clocks = time_difference(seats[0].time_zone, seats[1].time_zone, noon)
    return Pair(
        first,
        second,
        distance,
        _class(first, second, distance),
        clocks,
        level_parity(_level(first), _level(second), _tier(first), _tier(second)),
    )


def class_and_distance(parties: Iterable[Party]) -> tuple[str, float | None]:
    """Duchacek's class and the distance alone, as they are kept in columns."""
    two = facing(parties)
    if two is None:
        return "", None
    seats = _seat(two[0]), _seat(two[1])
    distance = great_circle_km(_point(seats[0]), _point(seats[1])) if seats[0] and seats[1] else None
    return _class(two[0], two[1], distance).code or "", distance


def exclusivity(partnership: Partnership | None, parties: Iterable[Party], at: date, *, who: Who) -> list[Exclusivity]:
    """Other links of either party in the other's country or near it that somebody may know of, as at a day. Causes
    three queries.

    Without a partnership the two are asked about as they might become partners.
    """
    two = facing(parties)
    if two is None or not (two[0].government and two[1].government):
        return []
    others = _links_of([two[0].government, two[1].government], partnership, who)
    states = _states([tie.id for tie, _own, _other in others], at, who)
    found = []
    for party, partner in (two, two[::-1]):
        assert party.government
        assert partner.government
        links, ties = [], {}
        for tie, own, other in others:
            if own.government_id != party.government_id:
                continue
            links.append(_link(tie, other, partner.government, states.get(tie.id)))
            ties[str(tie.id)] = tie
        for conflict in exclusivity_conflicts(_facts(party), _facts(partner), links):
            found.append(Exclusivity(party, conflict, ties[conflict.link_id]))
    return found


def _links_of(
    governments: list[Government], but: Partnership | None, who: Who
) -> list[tuple[Partnership, Party, Party]]:
    """Each other partnership of the governments: the tie, the own party, the party facing it."""
    seen = ties(who).filter(withdrawn_at__isnull=True)
    own_parties = Party.objects.filter(
        government__in=governments, role="party", withdrawn_at__isnull=True, partnership__in=seen
    )
    if but is not None:
        own_parties = own_parties.exclude(partnership=but)
    by_tie = {party.partnership_id: party for party in own_parties.select_related("partnership")}
    others = Party.objects.filter(partnership__in=by_tie, role="party", withdrawn_at__isnull=True).select_related(
        "government__seat", "organisation__seat"
    )
    found = []
    for other in others:
        own = by_tie[other.partnership_id]
        if other.side != own.side:
            found.append((own.partnership, own, other))
    return found


def _link(tie: Partnership, other: Party, candidate: Government, state: str | None) -> LinkFacts:
    seat = _seat(other)
    distance = great_circle_km(_point(seat), _point(candidate.seat)) if seat and candidate.seat else None
    holds = Truth.NO if state in GONE else Truth.YES if state in HOLDING else Truth.UNKNOWN
    return LinkFacts(str(tie.id), _facts(other), distance, holds)


def _states(ids: list[uuid.UUID], at: date, who: Who) -> dict[uuid.UUID, str]:
    spans = StateSpan.objects.as_at(at).filter(readable_spans(who), partnership__in=ids, kind="formal")
    return dict(spans.values_list("partnership_id", "state"))


def _facts(party: Party) -> PartyFacts:
    who = party.government or party.organisation
    return PartyFacts(str(who.id if who else party.id), who.country_id if who else None)


def _seat(party: Party) -> Place | None:
    who = party.government or party.organisation
    return who.seat if who else None


def _point(place: Place) -> tuple[float, float]:
    return place.latitude, place.longitude


def _level(party: Party) -> str | None:
    if party.government:
        return party.government.level or None
    return "organisation" if party.organisation else None


def _tier(party: Party) -> int | None:
    return party.government.tier if party.government else None


def _class(first: Party, second: Party, distance: float | None) -> Duchacek:
    whos = [party.government or party.organisation for party in (first, second)]
    countries = [who.country if who else None for who in whos]
    a, b = countries
    adjoining = None
    if first.government and second.government:
        known = first.government.adjoins.all()
        adjoining = True if second.government in known else None
    return duchacek(
        recorded_adjoining=adjoining,
        countries_adjoin=b.code in a.neighbours if a and b else None,
        distance_km=distance,
        subregion_a=a.subregion if a else None,
        subregion_b=b.subregion if b else None,
        same_country=bool(a and b and a.code == b.code),
    )
