"""What is on the desk of a city's office as at a day: its partnerships, what is due, what colleagues did."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from kembar.access.models import Office, Stake
from kembar.access.queries import standing_stakes
from kembar.analysis.edtf import Edtf, by, on
from kembar.analysis.truth import Truth
from kembar.audit.models import Event
from kembar.evidence.models import Dispute
from kembar.partnerships import models
from kembar.partnerships.frames import instrument_facts
from kembar.partnerships.rules.terms import renewal_window, runs_out
from kembar.signals.models import Task
from kembar.values.ids import is_id

AHEAD = timedelta(days=365)
"""How far ahead windows and ends of terms are told: a renewal takes most of a year. Ours."""
NEAR = timedelta(days=60)
"""How far ahead planned activities and promises are told. Ours."""
SHOWN = 12
"""How many of each kind of due thing the desk shows."""
LINES = 100
"""How many partnerships the desk lists; the office's page lists all."""


@dataclass(frozen=True)
class Due:
    """One thing that asks for attention. ``what`` is window_open, window_opens, runs_out, expired, answer, planned,
    promise or task; ``when`` the day, month or year it is about, None where it is not told."""

    what: str
    tie: models.Partnership
    when: Edtf | None
    row: Any = None
    is_late: bool = False


@dataclass(frozen=True)
class DeskLine:
    """One partnership of the office: its formal state, since and until when it holds, disputes about it."""

    tie: models.Partnership
    state: str
    from_day: date | None
    to_day: date | None
    disputes: int
    may_edit: bool


@dataclass
class Desk:
    """What an officer sees. ``more`` tells how many partnerships are not listed."""

    lines: list[DeskLine] = field(default_factory=list)
    more: int = 0
    by_state: Mapping[str, int] = field(default_factory=dict)
    due: list[Due] = field(default_factory=list)
    more_due: int = 0
    disputes: int = 0
    changes: list[tuple[Event, models.Partnership | None]] = field(default_factory=list)


def desk_of(office: Office, day: date) -> Desk:
    """The desk of an office. Causes eleven queries, whatever the number of its partnerships."""
    stakes = dict(_of(office, day).values_list("partnership_id", "may_edit"))
    rows = models.Partnership.objects.filter(
        pk__in=_of(office, day).values("partnership"), origin="live", withdrawn_at__isnull=True
    )
    ties = {tie.pk: tie for tie in rows.only("slug", "name").order_by("slug")}
    spans = _spans(office, day, ties)
    disputes = _disputes(ties)
    lines = [_line(tie, spans.get(tie.pk), disputes[tie.pk], stakes[tie.pk]) for tie in ties.values()]
    due = _due(office, day, ties, spans)
    return Desk(
        lines=lines[:LINES],
        more=max(0, len(lines) - LINES),
        by_state=Counter(line.state for line in lines),
        due=due[: 3 * SHOWN],
        more_due=max(0, len(due) - 3 * SHOWN),
        disputes=sum(disputes.values()),
        changes=_changes(office, ties),
    )


def _of(office: Office, day: date) -> QuerySet[Stake]:
    return standing_stakes(day).filter(office=office)


def _within(office: Office, day: date) -> Q:
    """Standing rows of the office's live partnerships."""
    return Q(
        withdrawn_at__isnull=True,
        partnership__in=_of(office, day).values("partnership"),
        partnership__origin="live",
        partnership__withdrawn_at__isnull=True,
    )


def _spans(office: Office, day: date, ties: Mapping[uuid.UUID, Any]) -> dict[uuid.UUID, models.StateSpan]:
    whole = models.StateSpan.objects.filter(kind="formal", of_whole=True)
    rows = whole.filter(partnership__in=_of(office, day).values("partnership"))
    rows = rows.as_at(day).only("partnership_id", "state", "from_day", "to_day", "because")
    return {one.partnership_id: one for one in rows if one.partnership_id in ties}


def _disputes(ties: Mapping[uuid.UUID, Any]) -> Counter[uuid.UUID]:
    rows = Dispute.objects.filter(record_kind="partnership", record_id__in=list(ties))
    return Counter(rows.values_list("record_id", flat=True))


def _line(tie: models.Partnership, span: models.StateSpan | None, disputes: int, may_edit: bool) -> DeskLine:
    return DeskLine(
        tie=tie,
        state=span.state if span else "cannot_be_said",
        from_day=span.from_day if span else None,
        to_day=span.to_day if span else None,
        disputes=disputes,
        may_edit=may_edit,
    )


# --- what is due ------------------------------------------------------------------------------------------------------


def _due(
    office: Office, day: date, ties: Mapping[uuid.UUID, Any], spans: Mapping[uuid.UUID, models.StateSpan]
) -> list[Due]:
    """What is due, late things first, then the earliest."""
    found = [*_tasks(office, ties), *_terms(office, day, ties, spans), *_answers(office, day, ties)]
    found += [*_planned(office, day, ties), *_promised(office, day, ties)]
    return sorted(found, key=lambda one: (not one.is_late, _first_day(one.when), one.tie.slug))


def _first_day(when: Edtf | None) -> date:
    return (when.earliest or when.latest or date.max) if when else date.max


def _tasks(office: Office, ties: Mapping[uuid.UUID, Any]) -> Iterable[Due]:
    rows = Task.objects.filter(Q(office=office) | Q(office=None, partnership__in=list(ties)), closed_at__isnull=True)
    for row in rows.order_by("date_earliest", "created_at")[:SHOWN]:
        if row.partnership_id in ties:
            yield Due("task", ties[row.partnership_id], row.when, row)


def _terms(
    office: Office, day: date, ties: Mapping[uuid.UUID, Any], spans: Mapping[uuid.UUID, models.StateSpan]
) -> Iterable[Due]:
    """Windows that are open or open soon, terms that run out soon, and those that ran out with nothing after."""
    holding = {row for span in spans.values() if span.state == "in_force" for row in span.because}
    ids = sorted(one for one in holding if is_id(one))
    papers = models.Instrument.objects.filter(pk__in=ids, withdrawn_at__isnull=True).defer("text_contents", "note")
    for row in papers.order_by("partnership", "date_earliest"):
        tie, facts = ties.get(row.partnership_id), instrument_facts(row)
        start = facts.effective or facts.signed
        if tie is None or start is None:
            continue
        end, window = runs_out(start, facts.term), renewal_window(start, facts.term)
        if window is not None and by(window.opens, day) is not Truth.NO:
            yield Due("window_open", tie, end, row, is_late=True)
        elif window is not None and by(window.opens, day + AHEAD) is not Truth.NO:
            yield Due("window_opens", tie, window.opens, row)
        elif end is not None and by(end, day + AHEAD) is not Truth.NO:
            yield Due("runs_out", tie, end, row)
    for key, span in spans.items():
        if span.state == "expired":
            yield Due("expired", ties[key], _from(span.from_day), is_late=True)


def _from(day: date | None) -> Edtf | None:
    return on(day) if day else None


def _answers(office: Office, day: date, ties: Mapping[uuid.UUID, Any]) -> Iterable[Due]:
    answered = models.Contact.objects.filter(answers=OuterRef("pk"), withdrawn_at__isnull=True)
    rows = models.Contact.objects.filter(_within(office, day), ~Exists(answered), answer_awaited="yes", outcome={})
    for row in rows.order_by("date_earliest", "position")[:SHOWN]:
        if row.partnership_id in ties:
            yield Due("answer", ties[row.partnership_id], row.when, row)


def _planned(office: Office, day: date, ties: Mapping[uuid.UUID, Any]) -> Iterable[Due]:
    rows = models.Activity.objects.filter(_within(office, day), status="planned", date_earliest__lte=day + NEAR)
    for row in rows.order_by("date_earliest", "position")[:SHOWN]:
        if row.partnership_id in ties:
            is_late = row.date_latest is not None and row.date_latest < day
            yield Due("planned", ties[row.partnership_id], row.when, row, is_late=is_late)


def _promised(office: Office, day: date, ties: Mapping[uuid.UUID, Any]) -> Iterable[Due]:
    rows = models.Commitment.objects.filter(_within(office, day), status__in=("open", "partly"))
    for row in rows.filter(date_latest__lte=day + NEAR).order_by("date_latest", "position")[:SHOWN]:
        if row.partnership_id in ties:
            is_late = row.date_latest is not None and row.date_latest < day
            yield Due("promise", ties[row.partnership_id], row.when, row, is_late=is_late)


# --- what was done, what is still to do -------------------------------------------------------------------------------


def _changes(office: Office, ties: Mapping[uuid.UUID, Any]) -> list[tuple[Event, models.Partnership | None]]:
    """The last things done for the office, each with the partnership it was done to."""
    rows = Event.objects.filter(office_id=office.pk).order_by("-at", "id")[:8]
    return [(one, ties.get(one.record_id) if one.record_id else None) for one in rows]


def grouped(due: Iterable[Due]) -> dict[str, list[Due]]:
    """Due things by what they are, in the order given."""
    found: dict[str, list[Due]] = defaultdict(list)
    for one in due:
        found[one.what].append(one)
    return dict(found)
