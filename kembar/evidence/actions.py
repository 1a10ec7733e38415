"""Writing evidence: disputes are rebuilt by whoever writes statements."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from kembar.audit.actions import Changed
from kembar.evidence.catalogue import kinds
from kembar.evidence.models import Dispute, Edition, Source, Statement
from kembar.evidence.rules import Said, conflicts

_DISPUTES = uuid.UUID("6b656d62-6172-4464-8973-707574657331")


@transaction.atomic
def rebuild_disputes(*, records: Iterable[uuid.UUID] | None = None) -> int:
    """This will recompute the disputes of the given records (or of all), and return how many there are.

    A dispute keeps its id as long as the same statements' subject and attribute are in dispute.
    """
    rows = Statement.objects.filter(withdrawn_at__isnull=True)
    old = Dispute.objects.all()
    if records is not None:
        ids = list(records)
        rows, old = rows.filter(record_id__in=ids), old.filter(record_id__in=ids)
    comparators = {(code, attribute.code): attribute.comparator for code, one in kinds().items() for attribute in one}
    by_id: dict[uuid.UUID, Statement] = {}
    triples = []
    for row in rows.order_by("source__code", "place", "id"):
        comparator = comparators.get((row.subject_kind, row.attribute), "none")
        by_id[row.id] = row
        said = Said(row.id, row.source_id, row.value, row.stance, row.complete, row.about)
        triples.append(((row.subject_kind, row.subject_id, row.attribute), comparator, said))
    found = conflicts(triples)
    old.delete()
    through = Dispute.statements.through
    made: list[Dispute] = []
    links: list[Any] = []
    for (subject_kind, subject_id, attribute), one in found.items():
        first = by_id[one.members[0]]
        dispute = Dispute(
            id=uuid.uuid5(_DISPUTES, f"{subject_kind}:{subject_id}:{attribute}"),
            subject_kind=subject_kind,
            subject_id=subject_id,
            record_kind=first.record_kind,
            record_id=first.record_id,
            attribute=attribute,
            kind=one.kind,
            within_one_source=one.within_one_source,
        )
        made.append(dispute)
        links.extend(through(dispute_id=dispute.id, statement_id=member) for member in one.members)
    Dispute.objects.bulk_create(made, batch_size=500)
    through.objects.bulk_create(links, batch_size=500)
    return len(made)


def keep_edition(source: Source, *, sha256: str, file_name: str, lines: int) -> list[Changed]:
    """This will note, in the caller's transaction, that these bytes are an edition of a source; what to audit of it."""
    known = {"file_name": file_name, "lines": lines}
    edition, is_new = Edition.objects.get_or_create(source=source, sha256=sha256, defaults=known)
    return [Changed("edition", edition.pk, after={"source": source.code, "sha256": sha256, **known})] if is_new else []
