"""What does the register hold of two cities and of the tie between them, as at a day and for one reader?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, Q

from kembar.access.permissions import Who
from kembar.analysis.distance import great_circle_km
from kembar.evidence.citing import places as cited
from kembar.evidence.models import Source, Statement
from kembar.law.models import Act, ListedField
from kembar.matching.models import Aim, Announcement, Estimate, FigureImport, NoRelations, Wish
from kembar.matching.why.clocks import overlap_over_year
from kembar.matching.why.facts import (
    Announced,
    CityFacts,
    Estimated,
    Law,
    OtherTie,
    PairFacts,
    Proposed,
    Sources,
    TieFacts,
    Told,
    Whose,
)
from kembar.matching.why.figures import figures_of, indices_of, pair_figures, routes_between
from kembar.matching.why.links import links_of
from kembar.matching.why.words import LIST_ACT
from kembar.partnerships.models import Event, Field, Government, Motive, Name, Party, Tally
from kembar.partnerships.permissions import Part
from kembar.partnerships.queries.lines import existing
from kembar.partnerships.queries.pairs import exclusivity, facing, pair_of
from kembar.partnerships.queries.reading import own_or_casebook, readable_rows, ties
from kembar.partnerships.queries.record import Record, record_of
from kembar.places.models import Place
from kembar.places.rules import time_difference
from kembar.values.together import attach, grouped, together


@dataclass(frozen=True)
class _Sides:
    """The two places with their parties: of the tie, or made for the question where there is no tie."""

    ours: Party
    theirs: Party
    record: Record | None
    our_side: str
    ties: Mapping[int, int]
    """How many ties each seat has in the register, their own left out."""


def pair_facts(ours: Place, theirs: Place, *, at: date, who: Who) -> PairFacts:
    """All that bears on why these two, of what ``who`` may read. At most sixteen queries, whatever is known."""
    sides = _sides(ours, theirs, at, who)
    parties = [sides.ours, sides.theirs]
    governments = [party.government for party in parties if party.government]
    pair = pair_of(parties, at)
    assert pair is not None
    more = _more(ours, theirs, governments, at, who)
    links = links_of(ours, theirs, at, who=who, but=sides.record.tie if sides.record else None)
    noon = datetime.combine(at, time(12), tzinfo=UTC)
    clocks = pair.clocks or time_difference(ours.time_zone, theirs.time_zone, noon)
    files = figures_of(ours, theirs, more.imports, at)
    countries, countries_from = pair_figures(files)
    airports, routes = routes_between(ours, theirs, files)
    other_ties = (*_register_ties(sides, at, who), *links.others)
    return PairFacts(
        at=at,
        ours=_city(ours, sides.ours.government, more, airports[0], links.ours, sides.ties),
        theirs=_city(theirs, sides.theirs.government, more, airports[1], links.theirs, sides.ties),
        km=great_circle_km((ours.latitude, ours.longitude), (theirs.latitude, theirs.longitude)),
        clocks=clocks,
        overlap=overlap_over_year(clocks),
        duchacek=pair.duchacek,
        parity=pair.parity,
        tie=_tie(sides) if sides.record else None,
        others=_once(other_ties),
        links_known=links.known + (1 if sides.record and not links.has_own else 0),
        indices=indices_of(ours.country_id, theirs.country_id, more.tallies, files, at),
        countries=countries,
        countries_from=countries_from,
        routes=routes,
        met=more.met,
        wishes=more.wishes,
        no_relations=more.no_relations,
        relations=more.relations,
        announced=more.announced,
        estimates=more.estimates,
        precedents=links.precedents,
        precedents_known=links.precedents_known,
        targets_known=more.targets_known,
        documents=more.documents,
        aims=_aims(more, sides),
        law=more.law,
    )


def _sides(ours: Place, theirs: Place, at: date, who: Who) -> _Sides:
    rows = Party.objects.filter(
        government__seat__in=[ours.pk, theirs.pk],
        role="party",
        withdrawn_at__isnull=True,
        partnership__withdrawn_at__isnull=True,
        partnership__in=ties(who),
    ).values_list("partnership_id", "side", "government__seat_id")
    by_tie = grouped(rows, lambda row: row[0])  # type: ignore[type-var]
    both = [tie for tie, found in by_tie.items() if {ours.pk, theirs.pk} <= {row[2] for row in found}]
    counted = Counter(seat for tie, found in by_tie.items() if tie not in both for seat in {row[2] for row in found})
    # An office's own record goes before the case that documents tell of the same two.
    for tie in existing(at, who=who).filter(pk__in=both).order_by("-origin", "slug") if both else ():
        record = record_of(tie, at, who=who)
        two = facing(record.parties)
        if two is None or not all(party.government for party in two):
            continue
        seats = [party.government.seat_id for party in two if party.government]
        if seats == [ours.pk, theirs.pk]:
            return _Sides(two[0], two[1], record, two[0].side, counted)
        if seats == [theirs.pk, ours.pk]:
            return _Sides(two[1], two[0], record, two[1].side, counted)
    held = Government.objects.filter(seat__in=[ours.pk, theirs.pk], withdrawn_at__isnull=True)
    found: dict[Any, Government] = {}
    for one in held.select_related("country", "seat").prefetch_related("adjoins", "names").order_by("-tier", "slug"):
        found.setdefault(one.seat_id, one)
    return _Sides(_party(ours, found.get(ours.pk), "a"), _party(theirs, found.get(theirs.pk), "b"), None, "", counted)


def _party(place: Place, held: Government | None, side: str) -> Party:
    """A party for the question alone: the government in the place, or one that only has its seat and country."""
    return Party(government=held or Government(slug="", seat=place, country=place.country), side=side, role="party")


# --- what belongs to the tie ------------------------------------------------------------------------------------------


def _tie(sides: _Sides) -> TieFacts:
    record = sides.record
    assert record is not None
    done = [one.row for one in record.activities if one.row.status == "done" and one.is_sure]
    delivered = [line for line in record.fields if line.state == "delivered"]
    agreed = [line.field for line in record.fields if line.evidence.promised.answer == "yes"]
    hosted: Counter[str] = Counter()
    for row in done:
        if row.hosted_by in ("a", "b"):
            hosted[_whose(row.hosted_by, sides)] += 1
    return TieFacts(
        slug=record.tie.slug,
        name=record.tie.name,
        form=record.tie.form,
        state=record.formal,
        motives=tuple(_told(record, row, _whose(row.side, sides)) for row in record.motives),
        hypotheses=tuple(Proposed(row.number, _told(record, row), row.status) for row in record.hypotheses),
        agreed=tuple(one.name for one in agreed),
        agreed_codes=tuple(one.code for one in agreed),
        delivered=tuple(line.field.name for line in delivered),
        activities=len(done),
        hosted=dict(hosted),
        outside=_outside(done),
        cost_shares=sum(len(paper.row.cost_shares.all()) for paper in record.papers),
        obstacles=tuple(_told(record, row) for row in record.obstacles),
        verdicts=tuple(_told(record, one.row) for one in record.verdicts if one.is_sure),
        disputes=len(record.disputes),
        is_whole=record.part != Part.PUBLIC,
    )


def _aims(more: _More, sides: _Sides) -> tuple[str, ...]:
    """The office's targets that a field promised in the tie serves."""
    promised = {line.field.code for line in sides.record.fields} if sides.record else set()
    return tuple(text for text, fields in more.aims.items() if fields & promised)


def _whose(side: str, sides: _Sides) -> Whose:
    if side not in ("a", "b"):
        return "both"
    return "ours" if side == sides.our_side else "theirs"


def _told(record: Record, row: Any, whose: Whose = "both") -> Told:
    found = tuple(cited(record.places(row.id)))
    return Told(row.text, found, whose, getattr(row, "target", "") or "", getattr(row, "author", "") or "")


def _outside(activities: Iterable[Any]) -> tuple[Any, ...]:
    """Organisations that took part in what was done, each once."""
    found: dict[Any, Any] = {}
    for row in activities:
        for one in row.participants.all():
            if one.organisation:
                found.setdefault(one.organisation_id, one.organisation.name)
    return tuple(found.values())


def _register_ties(sides: _Sides, at: date, who: Who) -> list[OtherTie]:
    record = sides.record
    if record is not None and record.part != Part.PUBLIC:
        found = record.exclusivity  # the record holds it already
    else:
        found = exclusivity(record.tie if record else None, _saved(sides), at, who=who)
    others = []
    for one in found:
        whose: Whose = "ours" if one.party.government_id == sides.ours.government_id else "theirs"
        other = one.other
        others.append(OtherTie(whose, other.name, one.conflict.reasons, one.conflict.is_sure, "", other.slug))
    return others


def _saved(sides: _Sides) -> list[Party]:
    """The parties where both governments are in the register, else none: no ties of theirs can be kept there."""
    two = [sides.ours, sides.theirs]
    return two if all(party.government and party.government.slug for party in two) else []


def _once(told: Iterable[OtherTie]) -> tuple[OtherTie, ...]:
    """Each tie once: what the register has goes before what a file has of the same cities."""
    found: dict[tuple[str, str], OtherTie] = {}
    for one in told:
        name = " ".join(one.name.values()).casefold()
        twin = next((key for key in found if key[0] == one.whose and name and (name in key[1] or key[1] in name)), None)
        if twin is None:
            found[(one.whose, name)] = one
    return tuple(found.values())


# --- what lies outside the tie ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _More:
    """Rows of many small tables, read at once."""

    names: dict[Any, list[Any]]
    said: dict[Any, list[Statement]]
    tallies: list[tuple[Tally, Tally | None, Sources]]
    met: tuple[Any, ...]
    wishes: tuple[bool, bool]
    no_relations: str
    relations: tuple[Told, ...]
    announced: tuple[Announced, ...]
    estimates: tuple[Estimated, ...]
    targets_known: bool
    documents: Mapping[str, str]
    imports: list[FigureImport]
    aims: Mapping[str, set[str]]
    law: Law


def _more(ours: Place, theirs: Place, governments: list[Government], at: date, who: Who) -> _More:
    held = [one.pk for one in governments if one.slug]
    countries = [ours.country_id, theirs.country_id]
    a, b = sorted(countries)
    low, high = sorted((ours.pk, theirs.pk))
    ranks = Tally.objects.filter(own_or_casebook(who), unit="rank", country__in=countries).order_by("position", "slug")
    taken_up = _relations_of(countries, who)
    aims = Aim.objects.filter(
        office__in=[desk.office for desk in who.desks],
        office__government__seat=ours,
        kind="target",
        withdrawn_at__isnull=True,
    ).order_by("position", "id")
    found = together(
        Name.objects.filter(government__in=held, withdrawn_at__isnull=True),
        ranks,
        Tally.objects.filter(pk__in=ranks.order_by().values("part_of")),
        taken_up,
        Statement.objects.filter(
            Q(record_id__in=held)
            | Q(record_id__in=ranks.order_by().values("pk"))
            | Q(subject_id__in=taken_up.order_by().values("pk")),
            withdrawn_at__isnull=True,
        ),
        Source.objects.all(),
        Wish.objects.filter(_wishes_for(who), place__in=[ours.pk, theirs.pk], withdrawn_at__isnull=True),
        Field.objects.all(),
        NoRelations.objects.filter(country_a=a, country_b=b),
        Announcement.objects.filter(country=theirs.country_id, date_earliest__lte=at).order_by("date_earliest"),
        Estimate.objects.filter(place_a=low, place_b=high).order_by("horizon"),
        Motive.objects.filter(
            readable_rows(who, Motive),
            partnership__parties__government__in=[pk for pk in held[:1] if governments[0].seat_id == ours.pk],
            withdrawn_at__isnull=True,
        ).exclude(target=""),
        FigureImport.objects.order_by("imported_at", "id"),
        aims,
        Aim.fields.through.objects.filter(aim__in=aims.order_by().values("pk")),
        Act.objects.filter(slug__in=list(LIST_ACT.values())),
        ListedField.objects.filter(field_list__effect="reserves").order_by("position", "id"),
        leaving_out=("search_text",),
    )
    names, tallies, sizes, events, statements, sources, wishes, fields, none, announced, estimates, *rest = found
    motives, imports, held_aims, served, acts, reserved = rest
    attach(statements, "source", sources)
    said = grouped(statements, lambda one: one.subject_id)
    by_id = {one.pk: one for one in sizes}
    return _More(
        names=dict(grouped(names, lambda one: one.government_id)),
        said=dict(said),
        tallies=[(one, by_id.get(one.part_of_id), tuple(cited(said.get(one.pk, ())))) for one in tallies],
        met=_met(ours, theirs, wishes, fields),
        wishes=(any(one.place_id == ours.pk for one in wishes), any(one.place_id == theirs.pk for one in wishes)),
        no_relations=none[0].source if none else "",
        relations=tuple(
            Told(one.title, tuple(cited(said.get(one.pk, ()))))
            for one in events
            if one.date_earliest is None or one.date_earliest <= at
        ),
        announced=tuple(Announced(one.says, one.date, one.source) for one in reversed(announced)),
        estimates=tuple(_estimated(one, ours) for one in estimates),
        targets_known=bool(motives),
        documents={one.code: one.title for one in sources},
        imports=imports,
        aims={one.text: {row.field_id for row in served if row.aim_id == one.pk} for one in held_aims},
        law=Law({act.slug: act.began_earliest for act in acts}, tuple(reserved)),
    )


def _wishes_for(who: Who) -> Q:
    """Needs and offers that this reader may read: public ones, and those of the own offices."""
    if who.is_administrator:
        return Q()
    return Q(is_public=True) | Q(office__isnull=True) | Q(office__in=[desk.office for desk in who.desks])


def _relations_of(countries: list[str], who: Who) -> Any:
    """The events that told of diplomatic relations between two countries, in whichever case."""
    party = Party.objects.filter(partnership=OuterRef("partnership"), withdrawn_at__isnull=True)
    events = Event.objects.filter(
        readable_rows(who, Event), kind="relations", withdrawn_at__isnull=True, partnership__withdrawn_at__isnull=True
    )
    for code in set(countries):
        events = events.filter(Exists(party.filter(government__country=code)))
    return events.order_by("date_earliest", "position") if len(set(countries)) == 2 else events.none()


def _met(ours: Place, theirs: Place, wishes: list[Wish], fields: list[Field]) -> tuple[Any, ...]:
    wanted = {(one.place_id, one.kind, one.field_id) for one in wishes}
    met = [
        field.name
        for field in fields
        if ((ours.pk, "need", field.code) in wanted and (theirs.pk, "offer", field.code) in wanted)
        or ((ours.pk, "offer", field.code) in wanted and (theirs.pk, "need", field.code) in wanted)
    ]
    return tuple(met)


def _estimated(row: Estimate, ours: Place) -> Estimated:
    whose: Whose = "ours" if row.whose_id == ours.pk else "theirs"
    benefit, cost = (None if value is None else float(value) for value in (row.benefit, row.cost))
    return Estimated(whose, row.horizon, benefit, cost, row.currency, row.source)


def _city(
    place: Place, held: Government | None, more: _More, airport: Any, twins: int, ties: Mapping[int, int]
) -> CityFacts:
    facts = CityFacts(
        place=place.pk,
        name={"id": place.name, "en": place.name},
        country=place.country_id,
        unit=place.unit,
        population=place.population or None,
        latitude=place.latitude,
        longitude=place.longitude,
        zone=place.time_zone,
        airport=airport,
        ties=ties.get(place.pk, 0),
        twins=twins,
    )
    if held is None or not held.slug:
        return facts
    said = more.said.get(held.pk, [])
    traits = [
        Told(trait, tuple(cited(one for one in said if isinstance(one.value, list) and trait in one.value)))
        for trait in held.traits
    ]
    return replace(
        facts,
        name=held.name,
        government=held.slug,
        level=held.level,
        tier=held.tier,
        level_sources=tuple(cited(one for one in said if one.attribute == "level")),
        own_script=tuple(
            (one.text, one.language) for one in more.names.get(held.pk, ()) if one.script not in ("", "Latn")
        ),
        traits=tuple(traits),
    )
