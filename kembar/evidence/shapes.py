"""In which shape do programs receive evidence? Unknown is None, dates are EDTF, texts are by language."""

from __future__ import annotations

from typing import Any

from kembar.evidence.checks import Finding
from kembar.evidence.models import Dispute, Statement


def statement_shape(one: Statement) -> dict[str, Any]:
    """One statement with its place. ``line`` is None where the source has no lines, as the gazetteer."""
    return {
        "id": str(one.id),
        "subject": one.subject_kind,
        "subject_id": str(one.subject_id),
        "attribute": one.attribute,
        "value": one.value,
        "stance": one.stance,
        "about": one.about or None,
        "source": one.source.code,
        "line": int(one.place) if one.place_kind == "line" and one.place else None,
        "term": one.term or None,
        "credited": one.credited or None,
    }


def dispute_shape(dispute: Dispute, record: str | None) -> dict[str, Any]:
    """One dispute with the statements that take part; ``record`` is the slug of the record it stands on."""
    return {
        "id": str(dispute.id),
        "record": record,
        "record_kind": dispute.record_kind,
        "subject": dispute.subject_kind,
        "attribute": dispute.attribute,
        "kind": dispute.kind,
        "within_one_source": dispute.within_one_source,
        "statements": [statement_shape(one) for one in dispute.statements.all()],
    }


def finding_shape(finding: Finding) -> dict[str, Any]:
    """One finding of a check; ``says`` is in the language of the command."""
    return {
        "check": finding.check,
        "says": finding.says,
        "places": [place._asdict() for place in finding.places],
        "record": {"kind": finding.record.kind, "slug": finding.record.slug} if finding.record else None,
    }
