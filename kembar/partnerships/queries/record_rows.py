"""Which rows does one partnership have, in all tables? Read in three queries, with every reference between them set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet

from kembar.access.permissions import EVERYTHING, Who
from kembar.evidence.models import Acceptance, Dispute, Source, Statement
from kembar.partnerships import models
from kembar.partnerships.permissions import PUBLIC_COLUMNS_HIDDEN, Part
from kembar.partnerships.queries.reading import OF_PARTS, SEARCH_WORDS, own_or_casebook, rows_in, ties
from kembar.places.models import Country, Place
from kembar.values.together import attach, gather, grouped, together

NOT_SHOWN = (*SEARCH_WORDS, "alternate_names")


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


def rows_of(tie: models.Partnership, part: Part = Part.CONFIDENTIAL, *, who: Who = EVERYTHING) -> TieRows:
    """The rows of a partnership up to a part of it: those beyond are not read. Causes three queries.

    ``who`` reads: other partnerships and offers that the record refers to are left out where they may not be read.
    """
    part = Part.CONFIDENTIAL if tie.origin == "casebook" else part

    def of_tie(model: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = model.objects.filter(rows_in(part, model), partnership=tie, withdrawn_at__isnull=True)
        return rows

    def of_paper(model: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = model.objects.filter(rows_in(part, model), instrument__partnership=tie)
        return rows.filter(withdrawn_at__isnull=True)

    said: Any = {"record_kind": "partnership", "record_id": tie.id}
    offered = of_tie(models.OfferCandidate).filter(offer__in=models.Offer.objects.filter(own_or_casebook(who)))
    flag = OF_PARTS[part]
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
        of_tie(models.Party),
        of_tie(models.Instrument).order_by("position", "id"),
        of_paper(models.InstrumentNumber),
        of_paper(models.Signature),
        of_paper(models.LanguageText),
        of_paper(models.InstrumentField).order_by("position", "id"),
        of_paper(models.Objective),
        of_paper(models.CostShare),
        of_tie(models.Commitment),
        of_tie(models.Activity).order_by("position", "id"),
        models.Participant.objects.filter(
            rows_in(part, models.Participant), activity__partnership=tie, withdrawn_at__isnull=True
        ),
        of_tie(models.Contact).order_by("position", "id"),
        of_tie(models.Event).order_by("position", "id"),
        of_tie(models.Obstacle),
        of_tie(models.Verdict),
        of_tie(models.Motive),
        of_tie(models.Hypothesis),
        of_tie(models.Revival),
        models.StateSpan.objects.filter(partnership=tie, **{flag: True}).order_by("from_day"),
        models.KeptSpan.objects.filter(rows_in(part, models.KeptSpan), partnership=tie).order_by("from_day"),
        offered.order_by("position", "id"),
        models.Offer.objects.filter(id__in=offered.order_by().values("offer")),
        of_tie(models.PartnershipLink).filter(other__in=ties(who)).order_by("kind", "id"),
        Statement.objects.filter(**said, withdrawn_at__isnull=True),
        Acceptance.objects.filter(statement__record_kind="partnership", statement__record_id=tie.id),
        Dispute.objects.filter(**said),
        Dispute.statements.through.objects.filter(
            dispute__record_kind="partnership", dispute__record_id=tie.id
        ).order_by("id"),
        models.Field.objects.all(),
        leaving_out=NOT_SHOWN,
    )
    if part == Part.PUBLIC:
        _leave_untold((*instruments, *activities, *events))
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
    if part != Part.CONFIDENTIAL:
        told = (parties, instruments, numbers, signatures, language_texts, agreed, objectives, cost_shares)
        more = (
            commitments,
            activities,
            participants,
            events,
            obstacles,
            verdicts,
            motives,
            hypotheses,
            revivals,
            links,
        )
        statements = _about([tie, *chain(*told, *more)], statements)
        disputes = _about([tie, *chain(*told, *more)], disputes) if part == Part.RECORD else []
    gather(statements, "acceptances", acceptances, "statement_id")
    if part == Part.PUBLIC:
        statements = _told_to_the_public(statements)
    attach(acceptances, "statement", statements)
    attach(candidacies, "offer", offers)
    attach(commitments, "instrument", instruments)
    attach(activities, "commitment", commitments)
    attach(contacts, "answers", contacts)
    gather(contacts, "answered_by", [one for one in contacts if one.answers_id], "answers_id")
    for rows in (agreed, commitments, activities, events, obstacles, verdicts):
        attach(rows, "field", fields)
    place = {row.code: row.position for row in fields}
    spans.sort(key=lambda span: (span.kind, place.get(span.field_id, -1)))
    _disputed(disputes, sides_of_disputes, statements)
    _names(parties, participants, signatures, contacts, candidacies, offers, links, statements)
    if part == Part.PUBLIC:
        statements = [one for one in statements if one.source.kind == "office" or one.source.origin == "casebook"]
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


def _leave_untold(rows: Iterable[Any]) -> None:
    """This will empty, in these objects alone, the columns of public rows that the public is not told."""
    for row in rows:
        for name in PUBLIC_COLUMNS_HIDDEN.get(type(row).__name__, ()):
            column = row._meta.get_field(name)
            setattr(row, column.attname, None if column.null else column.get_default())


def _about(rows: Iterable[Any], found: list[Any]) -> list[Any]:
    """The statements or disputes about these rows."""
    ids = {row.pk for row in rows}
    return [one for one in found if one.subject_id in ids]


def _told_to_the_public(statements: list[Statement]) -> list[Statement]:
    """Of a live record the statements that stand, on what the public is told; what else was said is its offices'."""
    standing: dict[Any, tuple[Any, Statement]] = {}
    for one in statements:
        kind = _KINDS.get(one.subject_kind, "")
        if one.attribute in PUBLIC_COLUMNS_HIDDEN.get(kind, ()):
            continue
        accepted = max((each.at for each in one.acceptances.all()), default=None)
        key = (one.subject_id, one.attribute)
        if accepted is not None and (key not in standing or standing[key][0] < accepted):
            standing[key] = (accepted, one)
    return [one for _at, one in standing.values()]


_KINDS = {name.lower(): name for name in PUBLIC_COLUMNS_HIDDEN}


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
