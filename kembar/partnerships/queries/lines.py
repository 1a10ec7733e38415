"""Which partnerships are there, as at a day, and what does one line say of each?"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from kembar.access.permissions import Who
from kembar.evidence.models import Dispute
from kembar.partnerships.models import Government, Organisation, Partnership, Party, StateSpan
from kembar.partnerships.permissions import Part
from kembar.partnerships.queries.reading import SEARCH_WORDS, readable, readable_spans, search_columns, ties
from kembar.partnerships.search import words_in

PROMISED_STATES = ("promised", "planned", "running", "delivered", "asleep", "dropped", "cannot_be_said")
PARTY_COLUMNS = ("partnership_id", "side", "role", "government_id", "organisation_id", "id")
MANY = 400
"""Rows from which on all that may be meant is read instead of those named."""
ORDERS: dict[str, tuple[Any, ...]] = {
    "name": ("slug",),
    "form": ("form", "slug"),
    "state": ("formal_state", "slug"),
    "first": ("first_day", "slug"),
    "distance": (F("distance_km").asc(nulls_last=True), "slug"),
    "disputes": ("-dispute_count", "slug"),
}


@dataclass(frozen=True)
class PartyLine:
    """A party on one line. ``kind`` is government, organisation or unnamed; ``latitude`` None without a seat."""

    kind: str
    slug: str
    name: Mapping[str, str]
    level: str
    country: str | None
    side: str
    role: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Line:
    """One partnership as at a day. ``formal_state`` cannot_be_said also where nothing at all is dated."""

    id: uuid.UUID
    slug: str
    name: Mapping[str, str]
    form: str
    origin: str
    parties: tuple[PartyLine, ...]
    formal_state: str
    fields: tuple[tuple[str, str], ...]
    duchacek: str
    distance_km: float | None
    disputes: int
    first_day: date | None


@dataclass(frozen=True)
class Wanted:
    """What a reader asks of the list; empty means all."""

    text: str = ""
    country: str = ""
    form: str = ""
    state: str = ""
    field: str = ""
    field_state: str = ""
    origin: str = ""
    level: str = ""
    duchacek: str = ""
    government: str = ""
    disputed: bool = False
    order: str = "name"
    descending: bool = False


@dataclass
class Figures:
    """Counts over a set of partnerships as at a day; ``not_placed`` are those whose state cannot be said."""

    total: int
    by_state: dict[str, int] = field(default_factory=dict)
    by_form: dict[str, int] = field(default_factory=dict)
    promised_fields: int = 0
    delivered_fields: int = 0


def existing(at: date, *, who: Who) -> QuerySet[Any]:
    """The partnerships that count as at a day and that somebody may read, each with its formal state then, as it
    follows from what they may read of it: those whose first dated fact may lie by then (their spans begin with it), and
    those of which nothing at all is dated, on every day: their state cannot be said, and they are counted apart."""
    spans = StateSpan.objects.filter(readable_spans(who), partnership=OuterRef("pk"), kind="formal").order_by()
    now = spans.as_at(at)
    return (
        Partnership.objects.filter(readable(who), withdrawn_at__isnull=True)
        .defer(*SEARCH_WORDS)
        .annotate(
            formal_state=Subquery(now.values("state")[:1]),
            first_day=Subquery(spans.order_by("from_day").values("from_day")[:1]),
        )
        .filter(Q(formal_state__isnull=False) | ~Exists(spans))
    )


def selected(wanted: Wanted, at: date, *, who: Who) -> QuerySet[Any]:
    """The partnerships that a reader asked for and may read, in the order asked for."""
    rows = existing(at, who=who)
    if wanted.text:
        rows = searched(rows, wanted.text, who=who)
    party = Party.objects.filter(partnership=OuterRef("pk"), withdrawn_at__isnull=True)
    if wanted.country:
        of_country = Q(government__country=wanted.country) | Q(organisation__country=wanted.country)
        rows = rows.filter(Exists(party.filter(of_country)))
    if wanted.level:
        rows = rows.filter(Exists(party.filter(government__level=wanted.level)))
    if wanted.government:
        rows = rows.filter(Exists(party.filter(government__slug=wanted.government)))
    for column in ("form", "origin", "duchacek"):
        if getattr(wanted, column):
            rows = rows.filter(**{column: getattr(wanted, column)})
    if wanted.state == "cannot_be_said":
        rows = rows.filter(Q(formal_state__isnull=True) | Q(formal_state="cannot_be_said"))
    elif wanted.state == "holding":
        rows = rows.filter(formal_state__in=("in_force", "in_force_term_not_stated"))
    elif wanted.state:
        rows = rows.filter(formal_state=wanted.state)
    if wanted.field or wanted.field_state:
        spans = StateSpan.objects.filter(readable_spans(who), partnership=OuterRef("pk"), kind="field").as_at(at)
        spans = spans.filter(field=wanted.field) if wanted.field else spans
        spans = spans.filter(state=wanted.field_state) if wanted.field_state else spans
        rows = rows.filter(Exists(spans))
    whole = ties(who, Part.CONFIDENTIAL)  # disputes on live records are for their offices
    dispute = Dispute.objects.filter(record_kind="partnership", record_id=OuterRef("pk"), record_id__in=whole)
    if wanted.disputed:
        rows = rows.filter(Exists(dispute))
    if wanted.order == "disputes":
        counted = dispute.order_by().values("record_id").annotate(n=Count("*")).values("n")
        rows = rows.annotate(dispute_count=Subquery(counted))
    return _ordered(rows, wanted)


def _ordered(rows: QuerySet[Any], wanted: Wanted) -> QuerySet[Any]:
    rows = rows.order_by(*ORDERS.get(wanted.order, ORDERS["name"]))
    return rows.reverse() if wanted.descending else rows


def searched(rows: QuerySet[Any], text: str, *, who: Who) -> QuerySet[Any]:
    """The rows that speak of these words in what somebody may read of them."""
    found = Q()
    for column, where in search_columns(who):
        if (asked := words_in(text, column)) is not None:
            found |= asked & where
    return rows.filter(found)


def ends_of(rows: QuerySet[Any], *, who: Who) -> list[Line]:
    """The lines of annotated partnerships with name, form, state and parties alone, as a map needs them of very many.

    Causes five queries; distance, class, fields, disputes and first day are left empty.
    """
    columns = ("id", "slug", "name", "form", "origin", "formal_state")
    found = list(rows.values_list(*columns))
    parties = parties_of(ties(who) if len(found) > MANY else [row[0] for row in found])
    lines = []
    for tie, slug, name, form, origin, state in found:
        ends, said = tuple(parties.get(tie, ())), state or "cannot_be_said"
        lines.append(Line(tie, slug, name, form, origin, ends, said, (), "", None, 0, None))
    return lines


def lines_of(rows: Iterable[Any], at: date, *, who: Who) -> list[Line]:
    """The lines of annotated partnerships (see ``existing``), as somebody may read them. Causes at most six queries,
    whatever their number."""
    found = list(rows)
    ids = [tie.id for tie in found]
    parties = parties_of(ids)
    fields: dict[uuid.UUID, list[tuple[str, str]]] = defaultdict(list)
    spans = StateSpan.objects.as_at(at).filter(readable_spans(who), partnership__in=ids, kind="field")
    spans = spans.order_by("field__position")
    for tie_id, code, state in spans.values_list("partnership_id", "field_id", "state"):
        fields[tie_id].append((code, state))
    counted = Dispute.objects.filter(record_kind="partnership", record_id__in=ids)
    whole = counted.filter(record_id__in=ties(who, Part.CONFIDENTIAL))
    disputes = Counter(whole.values_list("record_id", flat=True))
    return [_line(tie, parties[tie.id], fields[tie.id], disputes[tie.id]) for tie in found]


def _line(tie: Any, parties: Iterable[PartyLine], fields: Iterable[tuple[str, str]] = (), disputes: int = 0) -> Line:
    return Line(
        id=tie.id,
        slug=tie.slug,
        name=tie.name,
        form=tie.form,
        origin=tie.origin,
        parties=tuple(parties),
        formal_state=tie.formal_state or "cannot_be_said",
        fields=tuple(fields),
        duchacek=tie.duchacek,
        distance_km=tie.distance_km,
        disputes=disputes,
        first_day=tie.first_day,
    )


def parties_of(ids: Any) -> dict[uuid.UUID, list[PartyLine]]:
    """The parties of partnerships (ids, or a query for them), by partnership, in order. Causes four queries: who takes
    part in many ties is read once, and what is told of those not named only where there are some."""
    rows = Party.objects.filter(partnership__in=ids, withdrawn_at__isnull=True)
    found = list(rows.order_by("partnership_id", "side", "position").values_list(*PARTY_COLUMNS))
    many = len(found) > MANY
    governments = _by_id(Government, {row[3] for row in found}, many, "level")
    organisations = _by_id(Organisation, {row[4] for row in found}, many)
    nameless = [row[5] for row in found if row[3] is None and row[4] is None]
    unnamed = dict(Party.objects.filter(pk__in=nameless).order_by().values_list("pk", "unnamed")) if nameless else {}
    grouped: dict[uuid.UUID, list[PartyLine]] = defaultdict(list)
    for tie, side, role, government, organisation, party in found:
        if government:
            _id, slug, name, country, latitude, longitude, level = governments[government]
            line = PartyLine("government", slug, name, level, country, side, role, latitude, longitude)
        elif organisation:
            _id, slug, name, country, latitude, longitude = organisations[organisation]
            line = PartyLine("organisation", slug, name, "", country, side, role, latitude, longitude)
        else:
            line = PartyLine("unnamed", "", unnamed[party] or {}, "", None, side, role)
        grouped[tie].append(line)
    return grouped


def _by_id(model: Any, ids: set[Any], all_of_them: bool, *more: str) -> dict[Any, Any]:
    """Rows by id: those asked for, or all, which is quicker than to name so many."""
    rows = model.objects.all() if all_of_them else model.objects.filter(pk__in=ids - {None})
    columns = ("id", "slug", "name", "country_id", "seat__latitude", "seat__longitude", *more)
    return {row[0]: row for row in rows.order_by().values_list(*columns)}


def figures(lines: Iterable[Line], rows: QuerySet[Any], at: date, *, who: Who) -> Figures:
    """Counts over partnerships as at a day, of what somebody may read: ``lines`` are those of ``rows``. One query."""
    found = list(lines)
    spans = StateSpan.objects.as_at(at).filter(readable_spans(who), kind="field").order_by()
    of_these = spans.filter(partnership__in=rows.order_by().values("pk"))
    by_field: Counter[str] = Counter(dict(of_these.values_list("state").annotate(n=Count("pk"))))
    return Figures(
        total=len(found),
        by_state=dict(Counter(line.formal_state for line in found)),
        by_form=dict(Counter(line.form for line in found)),
        promised_fields=sum(by_field[state] for state in PROMISED_STATES),
        delivered_fields=by_field["delivered"],
    )
