"""Whom does the register name, in which office, and where from? And does what is derived equal what is stored?"""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Count, Model, Value

from kembar.access.models import User
from kembar.evidence.models import Statement
from kembar.keeping.personal import PERSONAL, Kept
from kembar.partnerships.actions import rebuild_all, spans_of
from kembar.partnerships.frames import facts_of
from kembar.partnerships.models import Participant, Partnership, Person, Signature, StateSpan, Tenure


@dataclass
class Named:
    """One person of the record: the offices held, what was signed and attended, and the places that tell so."""

    person: Person
    tenures: list[Tenure] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    attended: list[Participant] = field(default_factory=list)
    sources: list[tuple[str, str]] = field(default_factory=list)


def persons() -> list[Named]:
    """Every person of the record by name; five queries, whatever their number."""
    named = {one.id: Named(one) for one in Person.objects.filter(withdrawn_at__isnull=True).order_by("name", "slug")}
    owner: dict[uuid.UUID, Named] = dict(named)
    standing: dict[str, Any] = {"withdrawn_at__isnull": True, "person__isnull": False}
    lists: tuple[tuple[str, Any], ...] = (
        ("tenures", Tenure.objects.filter(**standing).select_related("government", "organisation")),
        ("signatures", Signature.objects.filter(**standing).select_related("instrument__partnership")),
        ("attended", Participant.objects.filter(**standing).select_related("activity__partnership")),
    )
    for name, rows in lists:
        for row in rows:
            if row.person_id in named:
                getattr(named[row.person_id], name).append(row)
                owner[row.id] = named[row.person_id]
    told = Statement.objects.filter(withdrawn_at__isnull=True, subject_kind__in=_KINDS)
    places: dict[uuid.UUID, set[tuple[str, str]]] = defaultdict(set)
    for subject, code, place in told.values_list("subject_id", "source__code", "place"):
        if subject in owner:
            places[owner[subject].person.id].add((code, place))
    for one in named.values():
        one.sources = sorted(places[one.person.id], key=lambda pair: (pair[0], len(pair[1]), pair[1]))
    return list(named.values())


_KINDS = ("person", "tenure", "signature", "participant")


def accounts() -> list[User]:
    """Everybody who can sign in, with memberships and offices."""
    return list(User.objects.prefetch_related("memberships__office").order_by("username"))


def kept_about_persons() -> list[tuple[Kept, int | None]]:
    """Every entry of the registry with how many rows it has now; None where a number would say nothing.

    Causes one query.
    """
    counted = [_counting(number, one) for number, one in enumerate(PERSONAL) if one.counts]
    found = dict(counted[0].union(*counted[1:], all=True)) if counted else {}
    return [(one, found.get(number, 0) if one.counts else None) for number, one in enumerate(PERSONAL)]


def _counting(number: int, one: Kept) -> Any:
    """The entry's number with its count of rows; no row where there is none to count."""
    model: type[Model] = apps.get_model(one.model)
    column: Any = model._meta.get_field(one.counts)
    rows = model._default_manager.order_by()
    if not column.primary_key:
        empty: Any = None if column.null else [] if column.get_internal_type() == "JSONField" else ""
        rows = rows.exclude(**{one.counts: empty})
    return rows.annotate(entry=Value(number)).values("entry").annotate(rows=Count("pk")).values_list("entry", "rows")


def derived_differs(*, sample: int, rng: Random) -> tuple[int, list[str]]:
    """How many partnerships were looked at, and those whose stored spans are not what follows from their rows.

    ``sample`` of them are drawn by ``rng``. Reads only.
    """
    ids = sorted(Partnership.objects.values_list("id", flat=True))
    chosen = ids if len(ids) <= sample else rng.sample(ids, sample)
    ties = list(Partnership.objects.filter(id__in=chosen))
    stored: dict[uuid.UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for span in StateSpan.objects.filter(partnership__in=chosen):
        stored[span.partnership_id].append(_as_compared(span))
    derived = {tie: sorted(map(_as_compared, spans_of(tie, facts)), key=str) for tie, facts in facts_of(ties).items()}
    different = [tie.slug for tie in ties if derived.get(tie.id, []) != sorted(stored[tie.id], key=str)]
    return len(ties), sorted(different)


def _as_compared(span: StateSpan) -> tuple[Any, ...]:
    of = (span.of_public, span.of_record, span.of_whole)
    return span.kind, span.field_id, span.state, span.from_day, span.to_day, tuple(span.because), of


def everything_derived_differs() -> tuple[int, dict[str, list[str]]]:
    """The same of all that is derived: spans, disputes, search words, classes and distances.

    Derives everything anew in a transaction that is taken back; others wait with writing meanwhile.
    """
    with transaction.atomic():
        found = rebuild_all()
        transaction.set_rollback(True)
    return found.partnerships, found.differed
