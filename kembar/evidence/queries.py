"""Where do sources contradict each other, as at a day?"""

from __future__ import annotations

import uuid
from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.functions import Length

from kembar.analysis.edtf import by, parse
from kembar.analysis.truth import Truth
from kembar.evidence.catalogue import kinds
from kembar.evidence.checks import RecordName, record_names
from kembar.evidence.models import Dispute, Statement


def standing_disputes(at: date) -> QuerySet[Dispute]:
    """The disputes of records that count as at a day, each with its statements and their sources; three queries.

    Kinds of record that say of themselves from when they count (partnerships) are asked; the others always count.
    """
    rows = Dispute.objects.all()
    for code, kind in kinds().items():
        if kind.standing is not None:
            rows = rows.filter(~Q(record_kind=code) | Q(record_id__in=kind.standing(at)))
    statements = Statement.objects.select_related("source").prefetch_related("acceptances")
    by_line = (F("source__code"), Length("place"), F("place"), F("id"))  # digits alone: the shorter is the smaller
    return rows.prefetch_related(Prefetch("statements", statements.order_by(*by_line)))


def disputes(at: date) -> list[tuple[Dispute, RecordName]]:
    """The disputes as at a day with the names of their records, by record. What statements say about a later day alone
    makes no dispute yet."""
    found = [one for one in standing_disputes(at) if _is_open(one, at)]
    names = record_names({(one.record_kind, one.record_id) for one in found})
    named = [(one, names.get(one.record_id, _nameless(one.record_kind, one.record_id))) for one in found]
    return sorted(named, key=lambda pair: (pair[1].kind, pair[1].slug, pair[0].subject_kind, pair[0].attribute))


def _is_open(dispute: Dispute, at: date) -> bool:
    about = [parse(one.about) for one in dispute.statements.all() if one.about]
    return len(dispute.statements.all()) - sum(by(when, at) is Truth.NO for when in about) > 1


def _nameless(kind: str, record_id: uuid.UUID) -> RecordName:
    return RecordName(kind, str(record_id), str(record_id))
