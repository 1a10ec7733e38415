"""What does the register hold of one partnership, as at a day, with who says so?"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from kembar.access.permissions import Who
from kembar.analysis.edtf import Days, Edtf, by
from kembar.analysis.truth import Truth
from kembar.evidence.models import Dispute, Statement
from kembar.partnerships import models
from kembar.partnerships.frames import Facts, facts_from, instrument_facts, milestones, term_of, text_facts, truth
from kembar.partnerships.permissions import Part
from kembar.partnerships.queries.pairs import Exclusivity, Pair, exclusivity, pair_of
from kembar.partnerships.queries.reading import SEARCH_WORDS, readable
from kembar.partnerships.queries.record_rows import rows_of
from kembar.partnerships.queries.rights import part_of
from kembar.partnerships.rules.chain import (
    Gap,
    PaperWarning,
    SignatureFacts,
    TextContents,
    ancestors_of,
    intervals,
    ladder_warnings,
    long_gaps,
    signature_warnings,
    text_contents,
    whole_interval,
)
from kembar.partnerships.rules.fields import Delivery, FieldEvidence, delivery_ratio, field_evidence, field_state
from kembar.partnerships.rules.formal import formal_state
from kembar.partnerships.rules.terms import Window, expiry, in_window, renewal_window
from kembar.values.dates import read


@dataclass(frozen=True)
class Paper:
    """One instrument with what is computed of it. ``days_since`` is from the dated instrument before it."""

    row: models.Instrument
    expiry: Edtf | None
    window: Window | None
    in_window: Truth
    days_since: Days | None
    contents: TextContents
    signature_warnings: list[PaperWarning]


@dataclass(frozen=True)
class FieldLine:
    """One field: its state and the rows behind it, and the evidence column by column."""

    field: models.Field
    state: str
    because: tuple[str, ...]
    evidence: FieldEvidence


@dataclass(frozen=True)
class Placed:
    """A row whose date lies by the day asked for, or cannot be placed (``is_sure`` false: undated or in part later)."""

    row: Any
    when: Edtf | None
    is_sure: bool


@dataclass
class Record:
    """One partnership as at ``at``, as far as its reader may know it. Lists hold only what counts by then."""

    tie: models.Partnership
    at: date
    part: Part
    """The largest part of the record that its reader may read; of a case everybody reads the whole."""
    parties: list[models.Party]
    formal: str
    formal_because: tuple[str, ...]
    spans: list[models.StateSpan]
    papers: list[Paper]
    chain_days: Days | None
    ladder: list[PaperWarning]
    gaps: list[Gap]
    fields: list[FieldLine]
    delivery: Delivery
    pair: Pair | None
    exclusivity: list[Exclusivity]
    commitments: list[models.Commitment]
    activities: list[Placed]
    contacts: list[Placed]
    events: list[Placed]
    obstacles: list[models.Obstacle]
    verdicts: list[Placed]
    motives: list[models.Motive]
    hypotheses: list[models.Hypothesis]
    revivals: list[Placed]
    candidacies: list[models.OfferCandidate]
    links: list[models.PartnershipLink]
    statements: list[Statement]
    disputes: list[Dispute]
    said: dict[tuple[uuid.UUID, str], list[Statement]] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)
    """Every row of the record by its id as text, so that a reason can be shown."""

    def places(self, row_id: uuid.UUID, attribute: str = "") -> list[Statement]:
        """The statements on one attribute of a row, or on all of its attributes."""
        if attribute:
            return self.said.get((row_id, attribute), [])
        return [one for (owner, _attribute), found in self.said.items() if owner == row_id for one in found]


def find(slug: str, *, who: Who) -> tuple[models.Partnership | None, str]:
    """The partnership of a slug that somebody may read, and the slug it now has where the address is a former one."""
    seen = models.Partnership.objects.filter(readable(who), withdrawn_at__isnull=True).defer(*SEARCH_WORDS)
    tie = seen.filter(slug=slug).first()
    if tie:
        return tie, ""
    return None, seen.filter(former_slugs__slug=slug).values_list("slug", flat=True).first() or ""


def slugs(*, who: Who) -> QuerySet[Any, str]:
    """The addresses of the partnerships that somebody may read, to guess which one was meant."""
    seen = models.Partnership.objects.filter(readable(who), withdrawn_at__isnull=True)
    return seen.values_list("slug", flat=True)


def record_of(tie: models.Partnership, at: date, *, who: Who) -> Record:
    """The record as at a day, as far as somebody may read it (who must be one of its readers, see ``find``).

    Causes six queries, whatever its length, and at most two to ask for rights. Where only the public part may be read,
    what judges the tie (signals and warnings, what stands against it) is left out with the rows it rests on.
    """
    part = Part.CONFIDENTIAL if tie.origin == "casebook" else part_of(tie, who)
    if part is None:
        raise PermissionError(f"{tie.slug} is not for this reader")
    judges = part != Part.PUBLIC
    rows = rows_of(tie, part, who=who)
    facts = facts_from(rows)
    papers = _papers(rows.instruments, at, judges=judges)
    activities = _placed(rows.activities, at)
    events = _placed(rows.events, at)
    formal = formal_state(facts.tie, at)
    record = Record(
        tie=tie,
        at=at,
        part=part,
        parties=rows.parties,
        formal=str(formal.state) if formal else "cannot_be_said",
        formal_because=formal.because if formal else (),
        spans=rows.spans,
        papers=papers,
        chain_days=_whole(papers),
        ladder=ladder_warnings(_known_papers(papers)) if judges else [],
        gaps=_gaps(tie, papers, activities, events, at) if judges else [],
        fields=_fields(facts, rows.fields, at),
        delivery=delivery_ratio(facts.fields.values(), at),
        pair=pair_of(rows.parties, at),
        exclusivity=exclusivity(tie, rows.parties, at, who=who) if judges else [],
        commitments=rows.commitments,
        activities=activities,
        contacts=_placed(rows.contacts, at),
        events=events,
        obstacles=[row for row in rows.obstacles if row.when is None or by(row.when, at) is not Truth.NO],
        verdicts=_placed(rows.verdicts, at),
        motives=rows.motives,
        hypotheses=rows.hypotheses,
        revivals=_placed(rows.revivals, at),
        candidacies=rows.candidacies,
        links=rows.links,
        statements=rows.statements,
        disputes=rows.disputes,
    )
    _index(record)
    return record


def _index(record: Record) -> None:
    said: dict[tuple[uuid.UUID, str], list[Statement]] = defaultdict(list)
    for one in record.statements:
        said[(one.subject_id, one.attribute)].append(one)
    record.said = dict(said)
    rows: list[Any] = [record.tie, *record.parties, *record.commitments, *record.obstacles, *record.motives]
    rows += [*record.hypotheses, *record.links, *(paper.row for paper in record.papers)]
    rows += [agreed for paper in record.papers for agreed in paper.row.fields.all()]
    rows += [signed for paper in record.papers for signed in paper.row.signatures.all()]
    for placed in (*record.activities, *record.contacts, *record.events, *record.verdicts, *record.revivals):
        rows.append(placed.row)
    record.rows = {str(row.id): row for row in rows}


def _gaps(
    tie: models.Partnership, papers: list[Paper], done: list[Placed], events: list[Placed], at: date
) -> list[Gap]:
    steps = milestones([one.row for one in papers], [one.row for one in done], [one.row for one in events], tie.form)
    return long_gaps(steps, at)


def _papers(rows: Iterable[models.Instrument], at: date, *, judges: bool) -> list[Paper]:
    standing = _placed(rows, at)
    known = ancestors_of([instrument_facts(one.row) for one in standing])
    gaps = {one.to_id: one.days for one in intervals([(str(one.row.id), one.when) for one in standing], known)}
    papers = []
    for one in standing:
        row = one.row
        term, start = term_of(row), read(row, "effective") or row.when
        signed = [SignatureFacts(str(each.id), each.side, truth(each.is_head)) for each in row.signatures.all()]
        papers.append(
            Paper(
                row=row,
                expiry=expiry(start, term) if start else None,
                window=renewal_window(start, term) if start else None,
                in_window=in_window(start, term, at) if start else Truth.UNKNOWN,
                days_since=gaps.get(str(row.id)),
                contents=text_contents(
                    text_facts(row, bool(row.fields.all()), bool(row.objectives.all()), bool(row.cost_shares.all()))
                ),
                signature_warnings=signature_warnings(signed) if signed and judges else [],
            )
        )
    return papers


def _known_papers(papers: Iterable[Paper]) -> list[Any]:
    return [instrument_facts(paper.row) for paper in papers]


def _whole(papers: Iterable[Paper]) -> Days | None:
    chain = [(str(paper.row.id), paper.row.when) for paper in papers]
    whole = whole_interval(chain, ancestors_of(_known_papers(papers)))
    return whole.days if whole else None


def _fields(facts: Facts, rows: Mapping[str, models.Field], at: date) -> list[FieldLine]:
    lines = []
    for code, one in facts.fields.items():
        state = field_state(one, at)
        if state is None:
            continue
        lines.append(FieldLine(rows[code], str(state.state), state.because, field_evidence(one, at)))
    return sorted(lines, key=lambda line: line.field.position)


def _placed(rows: Iterable[Any], at: date) -> list[Placed]:
    """The rows that count by the day, oldest first; what is undated comes last and is not sure."""
    found = []
    for row in rows:
        when = row.when
        answer = by(when, at) if when else Truth.UNKNOWN
        if answer is not Truth.NO:
            found.append(Placed(row, when, answer is Truth.YES))
    return sorted(found, key=lambda one: _order(one.when))


def _order(when: Edtf | None) -> tuple[date, date]:
    if when is None or when.is_unknown:
        return date.max, date.max
    return when.earliest or when.latest or date.max, when.latest or date.max
