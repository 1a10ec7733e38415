"""How do rows become the facts that the rules read? The only bridge from tables to rules.

Works on many partnerships at once: one query per table, whatever their number.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any

from kembar.analysis.edtf import Edtf
from kembar.analysis.truth import Truth
from kembar.partnerships import models
from kembar.partnerships.permissions import PARTS, Part, part_of_row
from kembar.partnerships.queries.record_rows import TieRows
from kembar.partnerships.rules.chain import Milestone, TextFacts
from kembar.partnerships.rules.facts import (
    ActivityFacts,
    ContactFacts,
    EventFacts,
    FieldFacts,
    InstrumentFacts,
    Kept,
    OfferFacts,
    PartnershipFacts,
    Term,
    ToldState,
)
from kembar.values.dates import read

FORMAL_EVENTS = {
    "began": "began",
    "renewed": "renewed",
    "termination": "termination",
    "lapse": "lapse",
    "decision_to_end": "decision_to_end",
    "stopped": "suspension",
}
TOOK_PLACE = {"done", "running", "stopped"}
AGREEMENTS = {"mou", "sister_city_agreement", "friendship_agreement"}
FIELD_EVENTS = {"asleep": "asleep", "dropped": "dropped", "resumed": "running", "not_delivered": "not_delivered"}


@dataclass
class Facts:
    """What the rules read of one partnership: the whole tie, and each of its fields by code."""

    tie: PartnershipFacts
    fields: dict[str, FieldFacts] = field(default_factory=dict)


def truth(word: str) -> Truth:
    """The three-valued reading of a yes/no column in which an empty word is unknown."""
    return {"yes": Truth.YES, "no": Truth.NO}.get(word, Truth.UNKNOWN)


def term_of(row: models.Instrument) -> Term:
    """The term of an instrument as the rules read it; months carry the whole length."""
    counts = {"yes": True, "no": False}.get(row.last_day_counts)
    return Term(
        kind=row.term,  # type: ignore[arg-type]
        months=row.term_months or 0,
        last_day_counts=counts,
        notice_months=row.notice_months,
        renewal_window_months=row.renewal_window_months,
        ends=read(row, "ends"),
    )


def instrument_facts(row: models.Instrument, successors: Iterable[str] = ()) -> InstrumentFacts:
    return InstrumentFacts(
        id=str(row.id),
        kind=row.kind,  # type: ignore[arg-type]
        signed=row.when,
        effective=read(row, "effective"),
        signed_by_governments=truth(row.signed_by_governments),
        binding=truth(row.binding),
        term=term_of(row),
        predecessor_id=str(row.predecessor_id) if row.predecessor_id else None,
        successor_ids=tuple(successors),
        is_draft=row.status == "draft",
    )


def text_facts(row: models.Instrument, has_fields: bool, has_objectives: bool, has_costs: bool) -> TextFacts:
    """Which of the four contents the paper is known to have: as its own rows show, else as coded."""
    coded = row.text_contents or {}

    def known(code: str, has_rows: bool) -> Truth:
        if has_rows:
            return Truth.YES
        return {"present": Truth.YES, "absent": Truth.NO}.get(coded.get(code, ""), Truth.UNKNOWN)

    return TextFacts(
        fields=known("fields", has_fields),
        objectives=known("objectives", has_objectives),
        cost_shares=known("costs", has_costs),
        duration=known("duration", row.term != "not_stated"),
        told_weak=Truth.YES if coded.get("weak") == "told" else Truth.UNKNOWN,
    )


def milestones(
    instruments: Iterable[models.Instrument],
    activities: Iterable[models.Activity],
    events: Iterable[models.Event],
    form: str = "",
) -> list[Milestone]:
    """The dated steps of a tie: agreements signed, what was done, work begun, and told results that had not come.

    Of a friendship city the letter of intent is such an agreement. A draft is not signed.
    """
    agreements = AGREEMENTS | {"loi"} if form == "friendship_city" else AGREEMENTS
    signed = [row for row in instruments if row.kind in agreements and row.status != "draft"]
    steps = [Milestone(str(row.id), "signed", row.when) for row in signed]
    steps += [Milestone(str(row.id), "activity", row.when) for row in activities if row.status in TOOK_PLACE]
    for row in events:
        if row.counts_as_no_result:
            steps.append(Milestone(str(row.id), "no_result", row.when))
        elif row.kind == "work_begun":
            steps.append(Milestone(str(row.id), "work_begun", row.when))
    return steps


def facts_of(partnerships: Iterable[models.Partnership]) -> dict[uuid.UUID, dict[Part, Facts]]:
    """The facts of many partnerships, as each part of their record tells them; of a case there is the whole alone.

    Causes ten queries, whatever their number.
    """
    ties = list(partnerships)
    rows = _read([tie.id for tie in ties])
    live = {tie.id for tie in ties if tie.origin != "casebook"}
    return {tie.id: _facts_by_part(tie, rows, tie.id in live) for tie in ties}


def _facts_by_part(tie: models.Partnership, rows: _Rows, is_live: bool) -> dict[Part, Facts]:
    """The facts of one partnership by part; parts that hold the same rows share them."""
    facts = {Part.CONFIDENTIAL: _facts(tie, rows)}
    if not is_live:
        return facts
    larger, size = Part.CONFIDENTIAL, _size(tie, rows)
    for part in (Part.RECORD, Part.PUBLIC):
        of_part = _without_what_is_beyond(rows, part, tie.id)
        own_size = _size(tie, of_part)
        facts[part] = facts[larger] if own_size == size else _facts(tie, of_part)
        larger, size = part, own_size
    return facts


def _size(tie: models.Partnership, rows: _Rows) -> int:
    return sum(len(getattr(rows, one.name)[tie.id]) for one in fields(_Rows) if one.name != "agreed")


def _without_what_is_beyond(rows: _Rows, part: Part, tie: uuid.UUID) -> _Rows:
    """The rows of a live record that a part of it holds, as ``queries.reading.rows_in`` selects them."""
    seen = PARTS[: PARTS.index(part) + 1]

    def within(grouped: dict[uuid.UUID, list[Any]]) -> dict[uuid.UUID, list[Any]]:
        return defaultdict(list, {tie: [row for row in grouped.get(tie, ()) if part_of_row(row) in seen]})

    return _Rows(
        **{
            one.name: getattr(rows, one.name) if one.name == "agreed" else within(getattr(rows, one.name))
            for one in fields(_Rows)
        }
    )


def facts_from(rows: TieRows) -> Facts:
    """The facts of one partnership whose rows have been read already. Causes no query."""

    def of_tie(found: list[Any]) -> dict[uuid.UUID, list[Any]]:
        return defaultdict(list, {rows.tie.id: found})

    return _facts(
        rows.tie,
        _Rows(
            parties=of_tie(rows.parties),
            instruments=of_tie(rows.instruments),
            agreed=_group(rows.agreed, "instrument_id"),
            commitments=of_tie(rows.commitments),
            activities=of_tie(rows.activities),
            contacts=of_tie(rows.contacts),
            events=of_tie(rows.events),
            kept=of_tie(rows.kept),
            offers=of_tie(rows.candidacies),
        ),
    )


@dataclass(frozen=True)
class _Rows:
    """The standing rows of a set of partnerships, grouped by partnership (agreed fields by instrument)."""

    parties: dict[uuid.UUID, list[Any]]
    instruments: dict[uuid.UUID, list[Any]]
    agreed: dict[uuid.UUID, list[Any]]
    commitments: dict[uuid.UUID, list[Any]]
    activities: dict[uuid.UUID, list[Any]]
    contacts: dict[uuid.UUID, list[Any]]
    events: dict[uuid.UUID, list[Any]]
    kept: dict[uuid.UUID, list[Any]]
    offers: dict[uuid.UUID, list[Any]]


def _read(ids: list[uuid.UUID]) -> _Rows:
    standing: Any = {"partnership_id__in": ids, "withdrawn_at__isnull": True}
    agreed = models.InstrumentField.objects.filter(
        instrument__partnership_id__in=ids, withdrawn_at__isnull=True, instrument__withdrawn_at__isnull=True
    )
    candidates = models.OfferCandidate.objects.filter(**standing).select_related("offer")
    return _Rows(
        parties=_group(models.Party.objects.filter(**standing).order_by("side", "position")),
        instruments=_group(models.Instrument.objects.filter(**standing).order_by("position", "id")),
        agreed=_group(agreed.order_by("position", "id"), "instrument_id"),
        commitments=_group(
            models.Commitment.objects.filter(**standing).select_related("instrument").order_by("position", "id")
        ),
        activities=_group(models.Activity.objects.filter(**standing).order_by("position", "id")),
        contacts=_group(models.Contact.objects.filter(**standing).order_by("position", "id")),
        events=_group(models.Event.objects.filter(**standing).order_by("position", "id")),
        kept=_group(models.KeptSpan.objects.filter(partnership_id__in=ids).order_by("from_day")),
        offers=_group(candidates.order_by("position", "id")),
    )


def _group(rows: Iterable[Any], key: str = "partnership_id") -> dict[uuid.UUID, list[Any]]:
    grouped: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, key)].append(row)
    return grouped


def _facts(tie: models.Partnership, rows: _Rows) -> Facts:
    instruments = rows.instruments[tie.id]
    successors: dict[uuid.UUID, list[str]] = defaultdict(list)
    for row in instruments:
        if row.predecessor_id:
            successors[row.predecessor_id].append(str(row.id))
    events = rows.events[tie.id]
    contacts = [ContactFacts(str(row.id), row.when) for row in rows.contacts[tie.id]]
    contacts += [ContactFacts(str(row.id), row.when) for row in rows.activities[tie.id] if row.status in TOOK_PLACE]
    own = _began_and_ended(tie)
    whole = PartnershipFacts(
        form=tie.form,  # type: ignore[arg-type]
        instruments=tuple(instrument_facts(row, successors[row.id]) for row in instruments),
        events=tuple(
            [
                EventFacts(str(row.id), FORMAL_EVENTS[row.kind], row.when, row.side)  # type: ignore[arg-type]
                for row in events
                if row.kind in FORMAL_EVENTS and not row.field_id
            ]
            + own
        ),
        contacts=tuple(contacts),
        offers=tuple(OfferFacts(str(row.id), row.offer.when) for row in rows.offers[tie.id]),
        sides=tuple(sorted({row.side for row in rows.parties[tie.id] if row.role == "party"})) or ("a", "b"),
        also_dated=tuple(row.when for row in (*events, *rows.activities[tie.id])),
    )
    return Facts(whole, _fields(tie, rows))


def _began_and_ended(tie: models.Partnership) -> list[EventFacts]:
    """The tie's own beginning and end, as sources tell them of the tie as a whole."""
    told = []
    if tie.began:
        told.append(EventFacts(f"{tie.id}:began", "began", read(tie, "began")))
    if tie.ended:
        told.append(EventFacts(f"{tie.id}:ended", "ended", read(tie, "ended")))
    return told


def _fields(tie: models.Partnership, rows: _Rows) -> dict[str, FieldFacts]:
    promised: dict[str, list[tuple[str, Edtf | None]]] = defaultdict(list)
    activities: dict[str, list[ActivityFacts]] = defaultdict(list)
    told: dict[str, list[ToldState]] = defaultdict(list)
    dates = {row.id: row.when for row in rows.instruments[tie.id]}
    for instrument in rows.instruments[tie.id]:
        for agreed in rows.agreed[instrument.id]:
            promised[agreed.field_id].append((str(agreed.id), instrument.when))
    first = next((value for value in dates.values() if value is not None), None) or read(tie, "began")
    for code in tie.agreed_fields:
        if code not in promised:
            promised[code].append((f"{tie.id}:agreed_fields", first))
    for row in rows.commitments[tie.id]:
        if row.field_id:
            promised[row.field_id].append((str(row.id), dates.get(row.instrument_id) or first))
            if row.status == "dropped":
                told[row.field_id].append(ToldState(str(row.id), "dropped", None))
    for row in rows.activities[tie.id]:
        if row.field_id:
            activities[row.field_id].append(
                ActivityFacts(str(row.id), row.status, row.when, None, truth(row.paid), truth(row.evaluated))
            )
    for row in rows.events[tie.id]:
        if row.field_id and row.kind in FIELD_EVENTS:
            told[row.field_id].append(ToldState(str(row.id), FIELD_EVENTS[row.kind], row.when))  # type: ignore[arg-type]
    codes = sorted({*promised, *activities, *told})
    for row in rows.events[tie.id]:
        if row.kind == "stopped" and not row.field_id:  # told of the tie as a whole, so of each of its fields
            for code in codes:
                told[code].append(ToldState(str(row.id), "asleep", row.when))
    spans = rows.kept[tie.id]
    kept = tuple(Kept(row.from_day, row.to_day) for row in spans if row.kind == "activities")
    money = tuple(Kept(row.from_day, row.to_day) for row in spans if row.kind == "money")
    return {
        code: FieldFacts(
            code=code,
            promised=tuple(promised[code]),
            activities=tuple(activities[code]),
            kept=kept,
            told=tuple(told[code]),
            kept_money=money,
            promises_complete=tie.fields_complete,
        )
        for code in codes
    }
