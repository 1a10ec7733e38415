"""In which shape do programs receive the register? Unknown is None, dates are EDTF, texts are by language."""

from __future__ import annotations

from typing import Any

from kembar.analysis.edtf import Edtf
from kembar.evidence.shapes import dispute_shape, statement_shape
from kembar.partnerships.queries.lines import Line
from kembar.partnerships.queries.record import Paper, Placed, Record
from kembar.partnerships.rules.terms import Window
from kembar.values.dates import read


def line_shape(line: Line) -> dict[str, Any]:
    """One partnership of a list."""
    return {
        "slug": line.slug,
        "parties": [
            {
                "name": dict(party.name) or None,
                "level": party.level or None,
                "country": party.country,
                "side": party.side,
                "role": party.role,
            }
            for party in line.parties
        ],
        "form": line.form or None,
        "formal_state": line.formal_state,
        "duchacek": line.duchacek or None,
        "distance_km": None if line.distance_km is None else round(line.distance_km, 1),
        "fields": [{"code": code, "state": state} for code, state in line.fields],
        "disputes": line.disputes,
        "origin": line.origin,
    }


def record_shape(record: Record) -> dict[str, Any]:
    """One partnership whole, as at a day."""
    tie, pair = record.tie, record.pair
    return {
        "slug": tie.slug,
        "name": tie.name or None,
        "form": tie.form or None,
        "about": tie.about or None,
        "origin": tie.origin,
        "as_at": record.at.isoformat(),
        "began": tie.began or None,
        "ended": tie.ended or None,
        "parties": [_party(party) for party in record.parties],
        "formal_state": record.formal,
        "formal_because": list(record.formal_because),
        "state_spans": [
            {
                "kind": span.kind,
                "field": span.field_id,
                "state": span.state,
                "from": span.from_day,
                "to": span.to_day,
                "because": span.because,
            }
            for span in record.spans
        ],
        "duchacek": pair.duchacek.code if pair else None,
        "duchacek_because": list(pair.duchacek.reasons) if pair else [],
        "distance_km": round(pair.distance_km, 1) if pair and pair.distance_km is not None else None,
        "time_difference_minutes": pair.clocks.minutes_now if pair and pair.clocks else None,
        "level_parity": {"by_name": pair.parity.by_name, "by_tier": pair.parity.by_tier} if pair else None,
        "exclusivity": [
            {
                "party": str(one.party.government) if one.party.government else None,
                "other": one.other.slug,
                "reasons": list(one.conflict.reasons),
                "is_sure": one.conflict.is_sure,
            }
            for one in record.exclusivity
        ],
        "delivery": {"delivered": record.delivery.delivered, "promised": record.delivery.promised},
        "fields": [
            {
                "code": line.field.code,
                "state": line.state,
                "because": list(line.because),
                "evidence": {
                    name: str(getattr(line.evidence, name).answer)
                    for name in ("promised", "planned", "paid", "done", "evaluated")
                },
            }
            for line in record.fields
        ],
        "instruments": [_paper(paper) for paper in record.papers],
        "instruments_days": _days(record.chain_days),
        "warnings": [one.code for one in record.ladder],
        "gaps": [{"code": gap.code, "days": _days(gap.days), "is_long": str(gap.is_long)} for gap in record.gaps],
        "commitments": [
            {
                "id": str(row.id),
                "field": row.field_id,
                "text": row.text,
                "owed_by": row.owed_by or None,
                "owed_to": row.owed_to or None,
                "status": row.status or None,
                "outcome": row.outcome or None,
            }
            for row in record.commitments
        ],
        "activities": [_activity(one) for one in record.activities],
        "contacts": [
            {
                "id": str(one.row.id),
                "kind": one.row.kind,
                "date": _date(one.when),
                "subject": one.row.subject or None,
                "from": one.row.from_side or None,
                "to": one.row.to_side or None,
                "answer_awaited": one.row.answer_awaited or None,
                "answers": str(one.row.answers_id) if one.row.answers_id else None,
            }
            for one in record.contacts
        ],
        "events": [
            {
                "id": str(one.row.id),
                "kind": one.row.kind,
                "field": one.row.field_id,
                "date": _date(one.when),
                "title": one.row.title,
            }
            for one in record.events
        ],
        "obstacles": [
            {
                "id": str(row.id),
                "text": row.text,
                "date": _date(row.when),
                "field": row.field_id,
                "factor": row.factor or None,
                "factor_side": row.factor_side or None,
                "other_side": row.other_side or None,
                "cause": row.cause or None,
                "borne_by": row.borne_by or None,
            }
            for row in record.obstacles
        ],
        "verdicts": [_verdict(one) for one in record.verdicts],
        "motives": [{"side": row.side, "text": row.text, "target": row.target or None} for row in record.motives],
        "hypotheses": [{"number": row.number, "text": row.text, "status": row.status} for row in record.hypotheses],
        "revivals": [
            {
                "date": _date(one.when),
                "text": one.row.text,
                "outcome": one.row.outcome or None,
                "reason": one.row.reason or None,
            }
            for one in record.revivals
        ],
        "links": [{"kind": row.kind, "other": row.other.slug} for row in record.links],
        "statements": [statement_shape(one) for one in record.statements],
        "disputes": [dispute_shape(one, tie.slug) for one in record.disputes],
    }


def _party(party: Any) -> dict[str, Any]:
    who = party.government or party.organisation
    return {
        "slug": who.slug if who else None,
        "name": (who.name if who else party.unnamed) or None,
        "kind": "government" if party.government else "organisation" if party.organisation else "unnamed",
        "level": (party.government.level or None) if party.government else None,
        "tier": party.government.tier if party.government else None,
        "country": who.country_id if who else None,
        "side": party.side,
        "role": party.role,
    }


def _paper(paper: Paper) -> dict[str, Any]:
    row = paper.row
    return {
        "id": str(row.id),
        "kind": row.kind,
        "status": row.status,
        "title": row.title or None,
        "date": row.date or None,
        "effective": row.effective or None,
        "place": row.place or None,
        "binding": row.binding or None,
        "signed_by_governments": row.signed_by_governments or None,
        "signed_by_heads": row.signed_by_heads or None,
        "term": row.term,
        "term_months": row.term_months,
        "last_day_counts": row.last_day_counts or None,
        "notice_months": row.notice_months,
        "ends": row.ends or None,
        "expiry": _date(paper.expiry),
        "renewal_window": _window(paper.window),
        "in_renewal_window": str(paper.in_window),
        "days_since_previous": _days(paper.days_since),
        "numbers": [{"side": one.side, "number": one.number} for one in row.numbers.all()],
        "signatures": [
            {
                "side": one.side,
                "person": one.person.name if one.person else None,
                "office": one.office or None,
                "is_head": one.is_head or None,
                "full_powers": one.full_powers or None,
            }
            for one in row.signatures.all()
        ],
        "languages": [
            {"language": one.language, "authentic": one.authentic or None} for one in row.language_texts.all()
        ],
        "fields": [one.field_id for one in row.fields.all()],
        "objectives": [one.text for one in row.objectives.all()],
        "contents": {
            "present": paper.contents.present,
            "absent": paper.contents.absent,
            "not_told": paper.contents.not_told,
        },
        "weak_text": str(paper.contents.weak),
        "warnings": [f"{one.code}:{one.side}" if one.side else one.code for one in paper.signature_warnings],
        "predecessor": str(row.predecessor_id) if row.predecessor_id else None,
    }


def _activity(one: Placed) -> dict[str, Any]:
    row = one.row
    return {
        "id": str(row.id),
        "kind": row.kind,
        "status": row.status,
        "field": row.field_id,
        "title": row.title,
        "date": _date(one.when),
        "initiated_by": row.initiated_by or None,
        "hosted_by": row.hosted_by or None,
        "result": row.result or None,
        "reason": row.reason or None,
        "evaluated": row.evaluated or None,
        "participants": [
            (each.organisation or each.person or each.government).slug
            if (each.organisation or each.person or each.government)
            else each.text
            for each in row.participants.all()
        ],
    }


def _verdict(one: Placed) -> dict[str, Any]:
    row = one.row
    return {
        "id": str(row.id),
        "dimension": row.dimension,
        "value": row.value,
        "field": row.field_id,
        "date": read(row, "date").text if row.date else None,  # type: ignore[union-attr]
        "text": row.text,
        "author": row.author or None,
        "is_listed_failure": row.is_listed_failure,
    }


def _date(value: Edtf | None) -> str | None:
    return value.text if value and not value.is_unknown else None


def _days(days: Any) -> dict[str, int] | None:
    return {"min": days.min, "max": days.max} if days else None


def _window(window: Window | None) -> dict[str, str | None] | None:
    return {"opens": _date(window.opens), "closes": _date(window.closes)} if window else None
