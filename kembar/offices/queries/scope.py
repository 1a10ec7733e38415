"""What does a ministry see from its desk? The live records of its scope, without drafts and contacts."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kembar.access.models import Office
from kembar.access.permissions import Who
from kembar.partnerships.models import Government, Obstacle, Partnership, Party, StateSpan
from kembar.partnerships.queries.lines import existing
from kembar.partnerships.queries.reading import SEARCH_WORDS, readable_rows, readable_spans

AHEAD = timedelta(days=365)
SHOWN = 10


@dataclass(frozen=True)
class Stuck:
    """A partnership in which something does not go on: fields without activity, fields dropped, obstacles told."""

    slug: str
    name: dict[str, str]
    asleep: int
    dropped: int
    obstacles: int


@dataclass(frozen=True)
class Scope:
    """Totals of a scope as at a day. ``ending`` and ``expired`` hold the first spans; their numbers are beside them."""

    total: int
    by_state: dict[str, int]
    governments: list[tuple[Government, int]]
    government_count: int
    ending: list[StateSpan]
    ending_count: int
    expired: list[StateSpan]
    by_field_state: dict[str, int]
    """State of a field -> in how many (partnership, field) it holds."""
    stuck: list[Stuck]
    stuck_count: int


def ties_in_scope(office: Office, day: date, who: Who) -> QuerySet[Any]:
    """The live partnerships to which a government of the scope is a party, each with its formal state that day."""
    return existing(day, who=who).filter(Exists(_parties(office).filter(partnership=OuterRef("pk"))), origin="live")


def _parties(office: Office) -> QuerySet[Party]:
    rows = Party.objects.filter(withdrawn_at__isnull=True, government__country__in=office.scope_countries)
    return rows.filter(government__level__in=office.scope_levels) if office.scope_levels else rows


def scope_of(office: Office, day: date, who: Who) -> Scope:
    """The totals of a ministry's scope as ``who`` may read it. Causes nine queries."""
    ties = ties_in_scope(office, day, who).order_by()
    states = Counter(state or "cannot_be_said" for state in ties.values_list("formal_state", flat=True))
    plain = Partnership.objects.filter(
        Exists(_parties(office).filter(partnership=OuterRef("pk"))), origin="live", withdrawn_at__isnull=True
    )
    standing = StateSpan.objects.as_at(day).filter(readable_spans(who), partnership__in=plain.values("pk"))
    fields = Counter(dict(standing.filter(kind="field").order_by().values_list("state").annotate(n=Count("pk"))))
    stuck = _stuck(standing, plain, who, day)
    spans = (
        standing.filter(kind="formal")
        .select_related("partnership")
        .defer(*(f"partnership__{name}" for name in (*SEARCH_WORDS, "about")))
    )
    ending = spans.filter(state="in_force", to_day__lte=day + AHEAD).order_by("to_day", "partnership__slug")
    expired = spans.filter(state="expired").order_by("from_day", "partnership__slug")
    counted = _by_government(office)
    shown = list(counted[: SHOWN + 1])
    return Scope(
        total=sum(states.values()),
        by_state=dict(states),
        governments=[(one, one.ties) for one in shown[:SHOWN]],
        government_count=counted.count() if len(shown) > SHOWN else len(shown),
        ending=list(ending[:SHOWN]),
        ending_count=ending.count(),
        expired=list(expired[:SHOWN]),
        by_field_state=dict(fields),
        stuck=stuck[:SHOWN],
        stuck_count=len(stuck),
    )


def _stuck(standing: QuerySet[StateSpan], plain: QuerySet[Partnership], who: Who, day: date) -> list[Stuck]:
    """The partnerships in which fields sleep or were dropped, or obstacles are told, those with most first."""
    found: dict[uuid.UUID, Counter[str]] = defaultdict(Counter)
    sleeping = standing.filter(kind="field", state__in=("asleep", "dropped")).order_by()
    for tie, state, n in sleeping.values_list("partnership", "state").annotate(n=Count("pk")):
        found[tie][state] = n
    told = Obstacle.objects.filter(readable_rows(who, Obstacle), partnership__in=plain.values("pk"))
    told = told.filter(Q(date_earliest=None) | Q(date_earliest__lte=day), withdrawn_at__isnull=True).order_by()
    for tie, n in told.values_list("partnership").annotate(n=Count("pk")):
        found[tie]["obstacles"] = n
    rows = Partnership.objects.filter(pk__in=list(found)).values_list("pk", "slug", "name")
    lines = [
        Stuck(slug, name, *(found[key][one] for one in ("asleep", "dropped", "obstacles"))) for key, slug, name in rows
    ]
    return sorted(lines, key=lambda one: (-one.asleep - one.dropped - one.obstacles, one.slug))


def _by_government(office: Office) -> QuerySet[Any]:
    """The governments of the scope with live records, those with most first."""
    live = _parties(office).filter(partnership__origin="live", partnership__withdrawn_at__isnull=True)
    counted = Q(
        parties__withdrawn_at__isnull=True,
        parties__partnership__origin="live",
        parties__partnership__withdrawn_at__isnull=True,
    )
    return (
        Government.objects.filter(pk__in=live.values("government"))
        .annotate(ties=Count("parties__partnership", distinct=True, filter=counted))
        .order_by("-ties", "slug")
    )
