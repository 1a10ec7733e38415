"""Where do sources contradict each other, as at a day?"""

from __future__ import annotations

import uuid
from datetime import date

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Length

from kembar.access.permissions import Who
from kembar.access.roles import Permission
from kembar.analysis.edtf import by, parse
from kembar.analysis.truth import Truth
from kembar.evidence.catalogue import kinds
from kembar.evidence.checks import RecordName, record_names
from kembar.evidence.models import Dispute, Statement


def readable(who: Who) -> Q:
    """The statements and disputes on records of which somebody may read the whole.

    Of a record that is open to them in part alone they find on its own page what belongs to that part.
    """
    answer = Q()
    for code, kind in kinds().items():
        if kind.readable is not None:
            answer &= ~Q(record_kind=code) | Q(record_id__in=kind.readable(who))
    return answer


def readable_sources(who: Who) -> Q:
    """The documents that somebody may open: the casebook's, offices themselves, and what an office read where they may
    read that too."""
    if who.is_administrator:
        return Q()
    said = Statement.objects.filter(readable(who), source=OuterRef("pk"), withdrawn_at__isnull=True)
    own = [desk.office for desk in who.at(Permission.READ_OFFICE)]
    return Q(origin="casebook") | Q(kind="office") | Q(office__in=own) | Q(Exists(said))


def dispute_count(at: date, *, who: Who, origin: str = "") -> int:
    """How many disputes ``disputes`` would list, of partnerships of one origin and of all else; one query."""
    rows = _of_records_that_count(at, who)
    if origin:
        kind = kinds()["partnership"]
        rows = rows.filter(
            record_kind="partnership", record_id__in=kind.model.objects.filter(origin=origin).values("pk")
        )
    about: dict[uuid.UUID, list[bool]] = {}
    for dispute, day in rows.order_by().values_list("pk", "statements__about"):
        about.setdefault(dispute, []).append(bool(day) and by(parse(day), at) is Truth.NO)
    return sum(len(later) - sum(later) > 1 for later in about.values())


def _of_records_that_count(at: date, who: Who) -> QuerySet[Dispute]:
    rows = Dispute.objects.filter(readable(who))
    for code, kind in kinds().items():
        if kind.standing is not None:
            rows = rows.filter(~Q(record_kind=code) | Q(record_id__in=kind.standing(at, who)))
    return rows


def standing_disputes(at: date, *, who: Who) -> QuerySet[Dispute]:
    """The disputes of records that count as at a day and that somebody may read, each with its statements and their
    sources; three queries.

    Kinds of record that say of themselves from when they count (partnerships) are asked; the others always count.
    """
    rows = _of_records_that_count(at, who)
    statements = Statement.objects.select_related("source").prefetch_related("acceptances")
    by_line = (F("source__code"), Length("place"), F("place"), F("id"))  # digits alone: the shorter is the smaller
    return rows.prefetch_related(Prefetch("statements", statements.order_by(*by_line)))


def disputes(at: date, *, who: Who) -> list[tuple[Dispute, RecordName]]:
    """The disputes as at a day that somebody may read, with the names of their records, by record.

    What statements say about a later day alone makes no dispute yet.
    """
    found = [one for one in standing_disputes(at, who=who) if _is_open(one, at)]
    names = record_names({(one.record_kind, one.record_id) for one in found})
    named = [(one, names.get(one.record_id, _nameless(one.record_kind, one.record_id))) for one in found]
    return sorted(named, key=lambda pair: (pair[1].kind, pair[1].slug, pair[0].subject_kind, pair[0].attribute))


def _is_open(dispute: Dispute, at: date) -> bool:
    about = [parse(one.about) for one in dispute.statements.all() if one.about]
    return len(dispute.statements.all()) - sum(by(when, at) is Truth.NO for when in about) > 1


def _nameless(kind: str, record_id: uuid.UUID) -> RecordName:
    return RecordName(kind, str(record_id), str(record_id))
