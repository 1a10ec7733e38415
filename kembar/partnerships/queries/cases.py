"""What do the cases show side by side: factors by case, fields over all cases?"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from kembar.access.permissions import Who
from kembar.partnerships.labels import FACTOR, FACTOR_SIDES_OF_TABLE_1
from kembar.partnerships.models import Activity, Field, Obstacle, Partnership, StateSpan
from kembar.partnerships.queries.lines import existing
from kembar.partnerships.queries.reading import readable_rows, readable_spans


@dataclass
class FactorRow:
    """One case: its obstacles by row of Table 1 ("" for none), and the causes they map to."""

    tie: Partnership
    obstacles: dict[str, list[Obstacle]] = field(default_factory=lambda: defaultdict(list))
    causes: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(len(found) for found in self.obstacles.values())


@dataclass
class FactorTable:
    """Cases against the six rows of Table 1 of document 004; ``totals`` counts cases, ``mentions`` obstacles."""

    rows: list[FactorRow]
    totals: Counter[str]
    mentions: Counter[str]
    causes: Counter[str]
    undated: int
    """Obstacles of which no source says when they stood in the way."""


def _told(at: date, who: Who) -> QuerySet[Obstacle]:
    """The obstacles that somebody may read, but for those that are dated later than the day."""
    seen = Obstacle.objects.filter(readable_rows(who, Obstacle), withdrawn_at__isnull=True)
    return seen.exclude(date_earliest__gt=at)


def factor_table(at: date, *, who: Who) -> FactorTable:
    """The cross table of cases that have an obstacle told that somebody may read, as at a day. Causes two queries."""
    seen = _told(at, who)
    told = seen.filter(partnership=OuterRef("pk"))
    ties = {tie.id: tie for tie in existing(at, who=who).filter(Exists(told)).order_by("slug")}
    rows: dict[uuid.UUID, FactorRow] = {}
    obstacles = seen.filter(partnership__in=ties).select_related("field")
    for one in obstacles.order_by("partnership__slug", "position"):
        row = rows.setdefault(one.partnership_id, FactorRow(ties[one.partnership_id]))
        row.obstacles[one.factor].append(one)
        row.causes[one.cause] += 1
    totals: Counter[str] = Counter()
    mentions: Counter[str] = Counter()
    causes: Counter[str] = Counter()
    for row in rows.values():
        totals.update(code for code, found in row.obstacles.items() if found)
        mentions.update({code: len(found) for code, found in row.obstacles.items()})
        causes.update(code for code in row.causes if code)
    undated = sum(not one.date for row in rows.values() for found in row.obstacles.values() for one in found)
    return FactorTable(list(rows.values()), totals, mentions, causes, undated)


def factor_totals(at: date, *, who: Who) -> tuple[int, Counter[str]]:
    """How many cases have an obstacle told, and of how many each row of Table 1 is told. Causes one query."""
    told = _told(at, who).filter(partnership__in=existing(at, who=who).order_by().values("pk")).order_by()
    pairs = set(told.values_list("partnership_id", "factor"))
    return len({tie for tie, _factor in pairs}), Counter(factor for _tie, factor in pairs)


def factor_columns() -> list[dict[str, object]]:
    """The six rows of Table 1 as columns, with the side it gives them, then the obstacles that map to none."""
    sides = FACTOR_SIDES_OF_TABLE_1
    return [{"code": code, "label": word, "side": sides.get(code, "")} for code, word in FACTOR.items()]


@dataclass
class FieldRow:
    """One field over all cases: how many ties have it in each state, and how many activities are told."""

    field: Field
    states: Counter[str]
    activities: int

    @property
    def total(self) -> int:
        return sum(self.states.values())


def field_table(at: date, *, who: Who) -> list[FieldRow]:
    """Fields over all partnerships as at a day, as far as somebody may read them, those with most ties first.

    Causes three queries.
    """
    ties = existing(at, who=who).order_by().values("pk")
    states: dict[str, Counter[str]] = defaultdict(Counter)
    spans = StateSpan.objects.as_at(at).filter(readable_spans(who), kind="field", partnership__in=ties)
    for code, state in spans.values_list("field_id", "state"):
        states[code][state] += 1
    told = Counter(
        Activity.objects.filter(
            Q(date_earliest__isnull=True) | Q(date_earliest__lte=at),
            readable_rows(who, Activity),
            partnership__in=ties,
            withdrawn_at__isnull=True,
            field__isnull=False,
        ).values_list("field_id", flat=True)
    )
    rows = [FieldRow(row, states[row.code], told[row.code]) for row in Field.objects.all() if row.code in states]
    return sorted(rows, key=lambda row: (-row.total, row.field.position))
