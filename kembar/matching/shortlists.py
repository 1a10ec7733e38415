"""What is on an office's shortlist, what was decided, how long do answers take; and what stands on the board?"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.db.models import Prefetch

from kembar.access.models import Office
from kembar.matching.models import Aim, CandidateCity, Decision, Outreach, Wish
from kembar.matching.rules import aims_served, days_waited
from kembar.partnerships.models import Field


@dataclass(frozen=True)
class Sent:
    """An offer with the days to its answer, or the days so far."""

    row: Outreach
    days: int
    is_answered: bool


@dataclass(frozen=True)
class Line:
    """A candidate with the decision that stands (the newest not withdrawn; None: none yet) and its offers."""

    candidate: CandidateCity
    decision: Decision | None
    sent: tuple[Sent, ...]


@dataclass(frozen=True)
class Answers:
    """Offers out, those answered, those open, and the median days of those answered (None: none)."""

    sent: int
    answered: int
    open: int
    median_days: float | None


def lines_of(office: Office, today: date, *, dropped: bool = False) -> list[Line]:
    """The shortlist of an office, in the order of entry; ``dropped``: what was taken off it. Costs four queries."""
    rows = CandidateCity.objects.filter(office=office, withdrawn_at__isnull=not dropped)
    return [_line(row, today) for row in _whole(rows)]


def line_of(office: Office, place_id: int, today: date) -> Line | None:
    """The candidate of an office at a place: the one that stands, else the last taken off. Costs four queries."""
    rows = _whole(CandidateCity.objects.filter(office=office, place=place_id).order_by("withdrawn_at", "-entered_at"))
    standing = [row for row in rows if row.withdrawn_at is None]
    found = standing or sorted(rows, key=lambda row: row.withdrawn_at, reverse=True)
    return _line(found[0], today) if found else None


def _whole(rows: Any) -> Any:
    return rows.select_related("place__country", "reserved__field_list__act", "office__government").prefetch_related(
        "decisions", "aims_met", Prefetch("outreach", Outreach.objects.order_by("sent_date", "entered_at"))
    )


def _line(row: CandidateCity, today: date) -> Line:
    standing = [one for one in row.decisions.all() if one.withdrawn_at is None]
    sent = []
    for one in row.outreach.all():
        days, is_answered = days_waited(one.sent_date, one.answer_date, today)
        sent.append(Sent(one, days, is_answered))
    return Line(row, standing[0] if standing else None, tuple(sent))


def answers_of(lines: Iterable[Line]) -> Answers:
    """How offers of these candidates were answered; withdrawn entries do not count, open ones never as answered."""
    counted = [one for line in lines for one in line.sent if one.row.withdrawn_at is None]
    days = [one.days for one in counted if one.is_answered]
    return Answers(len(counted), len(days), len(counted) - len(days), median(days) if days else None)


def aims_of(office: Office) -> list[Aim]:
    """The aims of an office, targets first. Costs two queries."""
    return list(Aim.objects.filter(office=office, withdrawn_at__isnull=True).prefetch_related("fields"))


def proposed_aims(aims: Sequence[Aim], place_id: int, wishes: Iterable[Wish]) -> set[uuid.UUID]:
    """The aims that a city's offers would serve, of those among these wishes."""
    offered = {wish.field_id for wish in wishes if wish.place_id == place_id and wish.kind == "offer"}
    served = aims_served({str(aim.id): {field.code for field in aim.fields.all()} for aim in aims}, offered)
    return {uuid.UUID(one) for one in served}


# --- the board --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OnBoard:
    """A field with what offices need and offer in it, and which of them meet: (who needs, who offers)."""

    field: Field
    needs: tuple[Wish, ...]
    offers: tuple[Wish, ...]
    meets: tuple[tuple[Wish, Wish], ...]


def board(field: str = "") -> list[OnBoard]:
    """What offices made public of their own cities, field by field, those where needs meet offers first. One query."""
    rows = Wish.objects.filter(is_public=True, office__isnull=False, withdrawn_at__isnull=True)
    if field:
        rows = rows.filter(field=field)
    by_field: dict[str, list[Wish]] = {}
    for wish in rows.select_related("field", "office", "place__country").order_by("field__position", "office__name"):
        by_field.setdefault(wish.field_id, []).append(wish)
    found = []
    for wishes in by_field.values():
        needs = tuple(wish for wish in wishes if wish.kind == "need")
        offers = tuple(wish for wish in wishes if wish.kind == "offer")
        meets = tuple((need, offer) for need in needs for offer in offers if need.office_id != offer.office_id)
        found.append(OnBoard(wishes[0].field, needs, offers, meets))
    return sorted(found, key=lambda one: (not one.meets, one.field.position))
