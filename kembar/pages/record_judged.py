"""What came of promises, what stood in the way, how do sources judge it, and why was the partner chosen?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kembar.pages import show
from kembar.pages.record_words import side_name, sources
from kembar.partnerships import labels
from kembar.partnerships.queries.record import Placed, Record


def commitments(record: Record) -> list[dict[str, Any]]:
    """What was agreed beside what came of it (das sollen beside das sein, document 001 line 59)."""
    papers = {paper.row.id for paper in record.papers}
    kept = [row for row in record.commitments if not row.instrument_id or row.instrument_id in papers]
    return [_commitment(record, row) for row in kept]


def obstacles(record: Record) -> list[dict[str, Any]]:
    """What stood in the way, as told, with the row of Table 1 and the cause it is mapped to, or none."""
    return [_obstacle(record, row) for row in record.obstacles]


def judged(record: Record) -> list[dict[str, Any]]:
    """Each verdict of a source, with its author and place."""
    return [_judged(record, one) for one in record.verdicts]


def _commitment(record: Record, row: Any) -> dict[str, Any]:
    done = [one.row for one in record.activities if one.row.commitment_id == row.id]
    return {
        "anchor": show.anchor(row.id),
        "text": row.text,
        "field": show.local(row.field.name) if row.field else "",
        "owed_by": labels.SIDE.get(row.owed_by, ""),
        "status": labels.COMMITMENT_STATUS[row.status],
        "is_told": bool(row.status),
        "outcome": row.outcome,
        "activities": [show.local(one.title) for one in done if one.status in ("done", "running")],
        "sources": sources(record, row, "text") or sources(record, row),
        "outcome_sources": sources(record, row, "outcome"),
    }


def _obstacle(record: Record, row: Any) -> dict[str, Any]:
    return {
        "anchor": show.anchor(row.id),
        "text": row.text,
        "date": row.when,
        "field": show.local(row.field.name) if row.field else "",
        "factor": labels.FACTOR[row.factor],
        "is_mapped": bool(row.factor),
        "side": labels.FACTOR_SIDE[row.factor_side],
        "has_side": bool(row.factor_side),
        "other_side": labels.FACTOR_SIDE[row.other_side] if row.other_side else "",
        "borne_by": (_("both") if row.borne_by == "both" else side_name(record, row.borne_by)) if row.borne_by else "",
        "cause": labels.CAUSE[row.cause] if row.cause else "",
        "note": row.mapping_note,
        "sources": sources(record, row, "text"),
    }


def shown(record: Record) -> list[dict[str, Any]]:
    """What the record itself shows, to stand beside the verdicts."""
    delivered = {"a": record.delivery.delivered, "b": record.delivery.promised}
    found: list[dict[str, Any]] = [{"state": record.formal, "text": _("formal state"), "url": "#state"}]
    if record.delivery.promised:
        text = _("%(a)s of %(b)s promised fields delivered") % delivered
        found.append({"text": text, "url": "#grid"})
    for line in record.fields:
        if line.state == "asleep":
            found.append({"state": "asleep", "text": show.local(line.field.name), "url": "#grid"})
    return found


def _judged(record: Record, one: Placed) -> dict[str, Any]:
    row = one.row
    said = record.places(row.id, "value") or record.places(row.id)
    text = f"{labels.VERDICT[row.value]} ({labels.DIMENSION[row.dimension]}"
    if row.field:
        text += f", {show.local(row.field.name)}"
    text += f"): {show.local(row.text)}"
    return {
        "text": text,
        "polarity": show.polarity(row.value),
        "author": show.author(row.author),
        "anchor": show.anchor(row.id),
        "code": said[0].source.code if said else "",
        "line": said[0].place if said else "",
    }


def motives(record: Record) -> list[dict[str, Any]]:
    """Why each side wanted the tie."""
    sides: dict[str, list[dict[str, Any]]] = {}
    for row in record.motives:
        sides.setdefault(row.side, []).append(
            {"id": row.id, "text": row.text, "target": row.target, "sources": sources(record, row)}
        )
    return [
        {"side": _("Both sides") if side == "both" else side_name(record, side), "motives": found}
        for side, found in sides.items()
    ]


def hypotheses(record: Record) -> list[dict[str, Any]]:
    """What a study proposes as the reasons of the choice, supported or still open."""
    return [
        {
            "id": row.id,
            "number": row.number,
            "text": row.text,
            "status": labels.HYPOTHESIS[row.status],
            "sources": sources(record, row),
        }
        for row in record.hypotheses
    ]
