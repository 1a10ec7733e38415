"""Writing the register: every action rebuilds, in its own transaction, what is derived from what it wrote."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from kembar.evidence.actions import rebuild_disputes
from kembar.evidence.models import Dispute
from kembar.partnerships.frames import Facts, facts_of
from kembar.partnerships.models import Partnership, Party, StateSpan
from kembar.partnerships.permissions import Part
from kembar.partnerships.queries.pairs import class_and_distance
from kembar.partnerships.queries.reading import OF_PARTS, SEARCH_WORDS
from kembar.partnerships.rules.fields import field_spans
from kembar.partnerships.rules.formal import formal_spans
from kembar.partnerships.search import search_texts

CHUNK = 500


@transaction.atomic
def rebuild(*, partnerships: QuerySet[Partnership], progress: Callable[[int, int, str], None] | None = None) -> int:
    """This will derive states and search words of ``partnerships`` anew and return how many spans were written."""
    ids = list(partnerships.order_by("id").values_list("id", flat=True))
    written = 0
    for start in range(0, len(ids), CHUNK):
        chunk = Partnership.objects.filter(id__in=ids[start : start + CHUNK])
        ties = list(chunk)
        StateSpan.objects.filter(partnership__in=[tie.id for tie in ties]).delete()
        spans = [span for tie_id, facts in facts_of(ties).items() for span in spans_of(tie_id, facts)]
        StateSpan.objects.bulk_create(spans, batch_size=1000)
        texts = search_texts([tie.id for tie in ties])
        parties = _parties(ties)
        for tie in ties:
            words = texts[tie.id]
            tie.search_text, tie.search_record = words[Part.CONFIDENTIAL], words[Part.RECORD]
            tie.search_public = words[Part.PUBLIC]
            tie.duchacek, tie.distance_km = class_and_distance(parties[tie.id])
        Partnership.objects.bulk_update(ties, [*SEARCH_WORDS, "duchacek", "distance_km"], batch_size=200)
        written += len(spans)
        if progress:
            progress(min(start + CHUNK, len(ids)), len(ids), "")
    return written


@dataclass(frozen=True)
class Rebuilt:
    """How much was derived, and what was not as stored: kind of derived thing -> what it stands on (slugs or ids)."""

    partnerships: int
    written: dict[str, int]
    differed: dict[str, list[str]]


@transaction.atomic
def rebuild_all(*, progress: Callable[[int, int, str], None] | None = None) -> Rebuilt:
    """This will derive everything anew from the rows and statements, and tell what differed from what was stored."""
    before = _derived()
    ties = Partnership.objects.all()
    spans = rebuild(partnerships=ties, progress=progress)
    disputes = rebuild_disputes()
    after = _derived()
    differed = {
        name: sorted(key for key in {*old, *after[name]} if old.get(key) != after[name].get(key))
        for name, old in before.items()
    }
    return Rebuilt(
        ties.count(), {"spans": spans, "disputes": disputes}, {name: keys for name, keys in differed.items() if keys}
    )


def _derived() -> dict[str, dict[str, Any]]:
    """Everything that is derived, by what it stands on, so that two states of the register can be compared."""
    spans: dict[str, list[Any]] = defaultdict(list)
    columns = ("partnership__slug", "kind", "field_id", "state", "from_day", "to_day", "because", *OF_PARTS.values())
    for slug, *span in StateSpan.objects.order_by("kind", "field_id", "from_day", "id").values_list(*columns):
        spans[slug].append(span)
    disputes: dict[str, set[Any]] = defaultdict(set)
    rows = Dispute.objects.values_list("id", "kind", "within_one_source", "statements")
    for dispute_id, kind, within, statement in rows.order_by():
        disputes[str(dispute_id)] |= {(kind, within), statement}
    ties = list(Partnership.objects.values_list("slug", "duchacek", "distance_km", *SEARCH_WORDS))
    return {
        "spans": dict(spans),
        "disputes": dict(disputes),
        "search_words": {slug: texts for slug, _class, _distance, *texts in ties},
        "class_and_distance": {slug: (geographic, distance) for slug, geographic, distance, *_texts in ties},
    }


def _parties(ties: list[Partnership]) -> dict[uuid.UUID, list[Party]]:
    grouped: dict[uuid.UUID, list[Party]] = defaultdict(list)
    rows = Party.objects.filter(partnership__in=ties, withdrawn_at__isnull=True).order_by("side", "position")
    related = rows.select_related(
        "government__seat", "government__country", "organisation__seat", "organisation__country"
    )
    for party in related.prefetch_related("government__adjoins"):
        grouped[party.partnership_id].append(party)
    return grouped


def spans_of(tie_id: uuid.UUID, facts: Mapping[Part, Facts]) -> list[StateSpan]:
    """The span rows that follow from the facts of each part, one that follows from several once; of a part without
    facts of its own (a case) the whole answers. Pure but for the row class, so that a check can compare them."""
    whole = facts[Part.CONFIDENTIAL]
    found: dict[Any, StateSpan] = {}
    derived: dict[int, list[StateSpan]] = {}  # parts that hold the same rows share their facts: derived once
    for part, column in OF_PARTS.items():
        told = facts.get(part, whole)
        if id(told) not in derived:
            derived[id(told)] = list(_spans(tie_id, told))
        for span in derived[id(told)]:
            key = (span.kind, span.field_id, span.state, span.from_day, span.to_day, tuple(span.because))
            kept = found.setdefault(key, span)
            setattr(kept, column, True)
    return list(found.values())


def _spans(tie_id: uuid.UUID, facts: Facts) -> Iterable[StateSpan]:
    nothing: dict[str, Any] = dict.fromkeys(OF_PARTS.values(), False)
    for span in formal_spans(facts.tie):
        yield StateSpan(
            partnership_id=tie_id,
            kind="formal",
            state=str(span.state),
            from_day=span.from_day,
            to_day=span.to_day,
            because=list(span.because),
            **nothing,
        )
    for code, one in facts.fields.items():
        for field_span in field_spans(one):
            yield StateSpan(
                partnership_id=tie_id,
                kind="field",
                field_id=code,
                state=str(field_span.state),
                from_day=field_span.from_day,
                to_day=field_span.to_day,
                because=list(field_span.because),
                **nothing,
            )
