"""Which rows does one partnership have, in all tables? Read in three queries, with every reference between them set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kembar.evidence.models import Acceptance, Dispute, Source, Statement
from kembar.partnerships import models
from kembar.places.models import Country, Place
from kembar.values.together import attach, gather, grouped, together

NOT_SHOWN = ("search_text", "alternate_names")


@dataclass
class TieRows:
    """The standing rows of one partnership, table by table, each list in the order of its table."""

    tie: models.Partnership
    parties: list[models.Party]
    instruments: list[models.Instrument]
    agreed: list[models.InstrumentField]
    commitments: list[models.Commitment]
    activities: list[models.Activity]
    contacts: list[models.Contact]
    events: list[models.Event]
    obstacles: list[models.Obstacle]
    verdicts: list[models.Verdict]
    motives: list[models.Motive]
    hypotheses: list[models.Hypothesis]
    revivals: list[models.Revival]
    spans: list[models.StateSpan]
    kept: list[models.KeptSpan]
    candidacies: list[models.OfferCandidate]
    links: list[models.PartnershipLink]
    statements: list[Statement]
    disputes: list[Dispute]
    fields: dict[str, models.Field]


def rows_of(tie: models.Partnership) -> TieRows:
    """All rows of a partnership. Causes three queries."""
    own: Any = {"partnership": tie, "withdrawn_at__isnull": True}
    of_paper: Any = {"instrument__partnership": tie, "withdrawn_at__isnull": True}
    said: Any = {"record_kind": "partnership", "record_id": tie.id}
    offered = models.OfferCandidate.objects.filter(**own)
    (
        parties,
        instruments,
        numbers,
        signatures,
        language_texts,
        agreed,
        objectives,
        cost_shares,
        commitments,
        activities,
        participants,
        contacts,
        events,
        obstacles,
        verdicts,
        motives,
        hypotheses,
        revivals,
        spans,
        kept,
        candidacies,
        offers,
        links,
        statements,
        acceptances,
        disputes,
        sides_of_disputes,
        fields,
    ) = together(
        models.Party.objects.filter(**own),
        models.Instrument.objects.filter(**own).order_by("position", "id"),
        models.InstrumentNumber.objects.filter(**of_paper),
        models.Signature.objects.filter(**of_paper),
        models.LanguageText.objects.filter(**of_paper),
        models.InstrumentField.objects.filter(**of_paper).order_by("position", "id"),
        models.Objective.objects.filter(**of_paper),
        models.CostShare.objects.filter(**of_paper),
        models.Commitment.objects.filter(**own),
        models.Activity.objects.filter(**own).order_by("position", "id"),
        models.Participant.objects.filter(activity__partnership=tie, withdrawn_at__isnull=True),
        models.Contact.objects.filter(**own).order_by("position", "id"),
        models.Event.objects.filter(**own).order_by("position", "id"),
        models.Obstacle.objects.filter(**own),
        models.Verdict.objects.filter(**own),
        models.Motive.objects.filter(**own),
        models.Hypothesis.objects.filter(**own),
        models.Revival.objects.filter(**own),
        models.StateSpan.objects.filter(partnership=tie).order_by("from_day"),
        models.KeptSpan.objects.filter(partnership=tie).order_by("from_day"),
        offered.order_by("position", "id"),
        models.Offer.objects.filter(id__in=offered.order_by().values("offer")),
        models.PartnershipLink.objects.filter(**own).order_by("kind", "id"),
        Statement.objects.filter(**said, withdrawn_at__isnull=True),
        Acceptance.objects.filter(statement__record_kind="partnership", statement__record_id=tie.id),
        Dispute.objects.filter(**said),
        Dispute.statements.through.objects.filter(
            dispute__record_kind="partnership", dispute__record_id=tie.id
        ).order_by("id"),
        models.Field.objects.all(),
        leaving_out=NOT_SHOWN,
    )
    for name, rows in (
        ("numbers", numbers),
        ("signatures", signatures),
        ("language_texts", language_texts),
        ("fields", agreed),
        ("objectives", objectives),
        ("cost_shares", cost_shares),
    ):
        gather(instruments, name, rows, "instrument_id")
    gather(activities, "participants", participants, "activity_id")
    gather(commitments, "activities", activities, "commitment_id")
    gather(statements, "acceptances", acceptances, "statement_id")
    attach(acceptances, "statement", statements)
    attach(candidacies, "offer", offers)
    attach(commitments, "instrument", instruments)
    attach(activities, "commitment", commitments)
    for rows in (agreed, commitments, activities, events, obstacles, verdicts):
        attach(rows, "field", fields)
    place = {row.code: row.position for row in fields}
    spans.sort(key=lambda span: (span.kind, place.get(span.field_id, -1)))
    _disputed(disputes, sides_of_disputes, statements)
    _names(parties, participants, signatures, contacts, candidacies, offers, links, statements)
    return TieRows(
        tie=tie,
        parties=parties,
        instruments=instruments,
        agreed=agreed,
        commitments=commitments,
        activities=activities,
        contacts=contacts,
        events=events,
        obstacles=obstacles,
        verdicts=verdicts,
        motives=motives,
        hypotheses=hypotheses,
        revivals=revivals,
        spans=spans,
        kept=kept,
        candidacies=candidacies,
        links=links,
        statements=sorted(statements, key=lambda one: (one.source.code, int(one.place or 0), one.attribute)),
        disputes=disputes,
        fields={row.code: row for row in fields},
    )


def _disputed(disputes: list[Dispute], sides: list[Any], statements: list[Statement]) -> None:
    by_id = {one.id: one for one in statements}
    members = grouped(sides, lambda side: side.dispute_id)
    for dispute in disputes:
        rows: Any = dispute.statements.get_queryset()
        rows._result_cache = [
            by_id[side.statement_id] for side in members.get(dispute.id, []) if side.statement_id in by_id
        ]
        rows._prefetch_done = True
        dispute._prefetched_objects_cache = {"statements": rows}  # type: ignore[attr-defined]


def _names(
    parties: list[Any],
    participants: list[Any],
    signatures: list[Any],
    contacts: list[Any],
    candidacies: list[Any],
    offers: list[Any],
    links: list[Any],
    statements: list[Any],
) -> None:
    """Who and what the rows refer to. Causes two queries."""
    governments, organisations, people, others, sources = together(
        models.Government.objects.filter(
            id__in=_ids(parties, "government", participants, "government", candidacies, "government")
            | _ids(offers, "by_government")
        ),
        models.Organisation.objects.filter(
            id__in=_ids(parties, "organisation", participants, "organisation", contacts, "through")
        ),
        models.Person.objects.filter(id__in=_ids(participants, "person", signatures, "person")),
        models.Partnership.objects.filter(id__in=_ids(links, "other")),
        Source.objects.filter(id__in=_ids(statements, "source")),
        leaving_out=NOT_SHOWN,
    )
    for rows in (parties, participants, candidacies):
        attach(rows, "government", governments)
    for rows in (parties, participants):
        attach(rows, "organisation", organisations)
    for rows in (participants, signatures):
        attach(rows, "person", people)
    attach(contacts, "through", organisations)
    attach(offers, "by_government", governments)
    attach(links, "other", others)
    attach(statements, "source", sources)
    _seats(
        [party.government for party in parties if party.government], [p.organisation for p in parties if p.organisation]
    )


def _seats(governments: list[Any], organisations: list[Any]) -> None:
    """Names, seats, countries and neighbours of the parties themselves. Causes one query."""
    who = [*governments, *organisations]
    ids = [one.id for one in who]
    joins = models.Government.adjoins.through
    names, seats, countries, adjoining, borders = together(
        models.Name.objects.filter(Q(government__in=ids) | Q(organisation__in=ids), withdrawn_at__isnull=True),
        Place.objects.filter(geonames_id__in=_ids(who, "seat")),
        Country.objects.filter(code__in=_ids(who, "country")),
        models.Government.objects.filter(adjoins__in=ids),
        joins.objects.filter(from_government__in=ids).order_by("id"),
        leaving_out=NOT_SHOWN,
    )
    attach(who, "seat", seats)
    attach(who, "country", countries)
    gather(governments, "names", names, "government_id")
    gather(organisations, "names", names, "organisation_id")
    by_id = {one.id: one for one in (*adjoining, *governments)}
    beside = grouped(borders, lambda border: border.from_government_id)
    for one in governments:
        rows = one.adjoins.get_queryset()
        rows._result_cache = [by_id[border.to_government_id] for border in beside.get(one.id, [])]
        rows._prefetch_done = True
        one._prefetched_objects_cache["adjoins"] = rows


def _ids(*pairs: Any) -> set[Any]:
    """The keys that rows hold under a name: ``_ids(parties, "government", participants, "government")``."""
    found: set[Any] = set()
    for rows, name in zip(pairs[::2], pairs[1::2], strict=True):
        found |= _keys(rows, f"{name}_id")
    return found


def _keys(rows: Iterable[Any], name: str) -> set[Any]:
    return {key for row in rows if (key := getattr(row, name)) is not None}
