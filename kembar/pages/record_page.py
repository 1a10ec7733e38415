"""What does the page of one partnership show, and in which order?

Turns a ``Record`` into what the components take. Promise and delivery come first: they are why one opens the page.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kembar.analysis.truth import Truth
from kembar.pages import disputed, record_judged, record_papers, record_story, show, statements
from kembar.pages.record_words import because, disputes_of, row_label, side_name, sources
from kembar.pages.words import CLASS_MEANS
from kembar.partnerships import labels
from kembar.partnerships.permissions import Part
from kembar.partnerships.queries.record import FieldLine, Record
from kembar.partnerships.rules.fields import Finding
from kembar.ui import words


def record_page(record: Record) -> dict[str, Any]:
    """The context of the page."""
    shown = show.Shown([one for dispute in record.disputes for one in dispute.statements.all()])
    named = {row.id: row_label(row) for row in record.rows.values()}
    boxes = [disputed.box(one, shown, named) for one in record.disputes]
    return {
        "record": record,
        "tie": record.tie,
        "is_live": record.tie.origin == "live",
        "reads_public": record.tie.origin == "live" and record.part == Part.PUBLIC,
        "reads_all": record.part == Part.CONFIDENTIAL,
        "trail": [
            {"label": _("Partnerships"), "url": reverse("partnerships")},
            {"label": show.local(record.tie.name)},
        ],
        "parties": [_party(record, party) for party in record.parties],
        "not_begun": _not_begun(record),
        "state_why": because(record, record.formal_because),
        "grid": [_grid_row(record, line) for line in record.fields],
        "facts": _facts(record, shown),
        "chain": record_papers.chain(record),
        "papers": record_papers.papers(record),
        "chain_days": record.chain_days if len(record.papers) > 2 else None,
        "ladder": [labels.PAPER_WARNING[one.code] for one in record.ladder],
        "gaps": [
            {"label": labels.GAP.get(gap.code, gap.code), "days": gap.days}
            for gap in record.gaps
            if gap.is_long is Truth.YES
        ],
        "timeline": record_story.timeline(record),
        "undated": record_story.undated(record),
        "years": record_story.activity_years(record),
        "revivals": record_story.revivals(record),
        "commitments": record_judged.commitments(record),
        "obstacles": record_judged.obstacles(record),
        "shown_verdicts": record_judged.shown(record),
        "judged": record_judged.judged(record),
        "motives": record_judged.motives(record),
        "hypotheses": record_judged.hypotheses(record),
        "disputes": boxes,
        "disputes_open": sum(1 for one in boxes if one["state"] == "disputed"),
        "sources": _sources_of_record(record),
        "statement_count": len(record.statements),
        "exclusivity": _exclusivity(record),
        "why_of": _why_of(record),
    }


def _why_of(record: Record) -> list[str]:
    """The slugs of the two facing governments, where both have a seat: why this partner is asked of their seats."""
    if record.pair is None:
        return []
    held = [record.pair.first.government, record.pair.second.government]
    return [one.slug for one in held if one is not None and one.seat_id] if all(held) else []


def _not_begun(record: Record) -> bool:
    """Whether all that is dated of the tie lies after the day looked at."""
    spans = [span for span in record.spans if span.kind == "formal"]
    return bool(spans) and all(span.from_day is not None and span.from_day > record.at for span in spans)


def _party(record: Record, party: Any) -> dict[str, Any]:
    who = party.government or party.organisation
    return {
        "id": party.id,
        "name": show.local(who.name) if who else "",
        "unnamed": show.local(party.unnamed),
        "own_script": [
            {"text": one.text, "language": one.language} for one in who.names.all() if one.script not in ("", "Latn")
        ]
        if who
        else [],
        "url_name": ("government" if party.government else "organisation") if who else "",
        "slug": who.slug if who else "",
        "level": labels.LEVEL.get(party.government.level, "") if party.government else labels.LEVEL["organisation"],
        "is_unnamed": who is None,
        "country": who.country_id if who else None,
        "role": labels.PARTY_ROLE[party.role],
        "is_party": party.role == "party",
        "sources": sources(record, party),
    }


def _grid_row(record: Record, line: FieldLine) -> dict[str, Any]:
    cells = {name: _cell(record, getattr(line.evidence, name)) for name in _COLUMNS}
    if cells["promised"]:
        cells["promised"] = _promises(record, line)
    if cells["done"]:
        cells["done"] = _done(record, line)
    return {
        "field": show.local(line.field.name),
        "url": reverse("partnerships") + f"?field={line.field.code}",
        "state": line.state,
        "why": "; ".join(one["text"] for one in because(record, line.because)) if line.state == "asleep" else "",
        **cells,
    }


_COLUMNS = ("promised", "planned", "paid", "done", "evaluated")


def _cell(record: Record, finding: Finding) -> list[dict[str, Any]] | None:
    if finding.answer is Truth.UNKNOWN:
        return None
    if finding.answer is Truth.NO:
        return []
    return [_entry(record, one) for one in finding.ids] or [{"text": _("yes")}]


def _entry(record: Record, row_id: str) -> dict[str, Any]:
    row = record.rows.get(row_id)
    if row is None:
        attribute = row_id.partition(":")[2]
        return {"text": _("agreed field"), "sources": show.places(record.places(record.tie.id, attribute))}
    return {"text": row_label(row), "url": f"#{show.anchor(row.id)}", "sources": sources(record, row)}


def _promises(record: Record, line: FieldLine) -> list[dict[str, Any]]:
    """All that was promised in the field: the agreed field itself, then each commitment."""
    rows: list[Any] = [
        agreed for paper in record.papers for agreed in paper.row.fields.all() if agreed.field_id == line.field.code
    ]
    entries = [
        {
            "text": show.local(row.words) or _("agreed field"),
            "url": f"#{show.anchor(row.instrument_id)}",
            "sources": sources(record, row),
        }
        for row in rows
    ]
    if not entries and line.field.code in record.tie.agreed_fields:
        entries.append({"text": _("agreed field"), "sources": _agreed_places(record, line.field.code)})
    for row in record.commitments:
        if row.field_id == line.field.code:
            entries.append(_entry(record, str(row.id)))
    return entries


def _agreed_places(record: Record, code: str) -> list[dict[str, Any]]:
    said = record.places(record.tie.id, "agreed_fields")
    return show.places(one for one in said if isinstance(one.value, list) and code in one.value)


def _done(record: Record, line: FieldLine) -> list[dict[str, Any]]:
    return [
        _entry(record, str(one.row.id))
        for one in record.activities
        if one.row.field_id == line.field.code and one.row.status == "done"
    ]


def _facts(record: Record, shown: show.Shown) -> list[dict[str, Any]]:
    tie, pair = record.tie, record.pair
    fragments = disputes_of(record)
    facts: list[dict[str, Any]] = [
        {
            "term": _("Form"),
            "value": labels.FORM.get(tie.form),
            "sources": sources(record, tie, "form"),
            "dispute_url": fragments.get((tie.id, "form")),
        },
        {
            "term": _("Told to have begun"),
            "value": words.moment(tie.began, show.language()) if tie.began else None,
            "sources": sources(record, tie, "began"),
            "dispute_url": fragments.get((tie.id, "began")),
        },
    ]
    if tie.ended:
        facts.append(
            {
                "term": _("Told to have ended"),
                "value": words.moment(tie.ended, show.language()),
                "sources": sources(record, tie, "ended"),
            }
        )
    facts += _told_fields(record, shown)
    if pair is None:
        return facts
    reasons = "; ".join(str(labels.DUCHACEK_REASON[code]) for code in pair.duchacek.reasons)
    code = pair.duchacek.code or ""
    facts += [
        {
            "term": _("Class of the tie"),
            "value": labels.DUCHACEK[code],
            "why": _("%(means)s After Duchacek. Here: %(reasons)s.") % {"means": CLASS_MEANS[code], "reasons": reasons},
            "sources": [{"code": "000", "line": "111", "note": "", "credited": ""}],
        },
        {
            "term": _("Distance"),
            "value": words.km(pair.distance_km, show.language()) if pair.distance_km is not None else None,
            "why": _("great circle, seat to seat") if pair.distance_km is not None else _("a seat is unknown"),
        },
        {"term": _("Clocks"), "value": _clocks(record), "why": _clocks_range(pair.clocks)},
        {
            "term": _("Same level"),
            "value": labels.PARITY[pair.parity.by_name],
            "why": _("by the name of the level; by the tier that each has at home: %(tier)s")
            % {"tier": labels.PARITY[pair.parity.by_tier]},
        },
    ]
    return facts


def _told_fields(record: Record, shown: show.Shown) -> list[dict[str, Any]]:
    """The fields that sources tell as agreed for the tie as a whole, each list with its places."""
    lists: dict[str, list[Any]] = {}
    for one in record.places(record.tie.id, "agreed_fields"):
        if isinstance(one.value, list) and one.stance == "asserts":
            lists.setdefault(shown.said(one), []).append(one)
    return [
        {"term": _("Agreed fields, as told"), "value": value, "sources": show.places(said)}
        for value, said in lists.items()
    ]


def _clocks(record: Record) -> str | None:
    pair = record.pair
    if pair is None or pair.clocks is None:
        return None
    hours, minutes = divmod(abs(pair.clocks.minutes_now), 60)
    if not hours and not minutes:
        return _("same time")
    span = ngettext("%(h)s hour", "%(h)s hours", hours) % {"h": hours}
    if minutes:
        span += " " + ngettext("%(m)s minute", "%(m)s minutes", minutes) % {"m": minutes}
    second = side_name(record, pair.second.side)
    if pair.clocks.minutes_now > 0:
        return _("%(who)s is %(span)s ahead") % {"who": second, "span": span}
    return _("%(who)s is %(span)s behind") % {"who": second, "span": span}


def _clocks_range(clocks: Any) -> str:
    if clocks is None or not clocks.changes:
        return ""
    least, most = clocks.minutes_min / 60, clocks.minutes_max / 60
    shown = {"a": words.number(least, show.language()), "b": words.number(most, show.language())}
    return _("over the year between %(a)s and %(b)s hours: summer time") % shown


def _exclusivity(record: Record) -> list[dict[str, Any]]:
    """Per government the other ties that stand against this one; empty where none is known."""
    found: dict[str, dict[str, Any]] = {}
    for one in record.exclusivity:
        who = one.party.government
        if who is None:
            continue
        group = found.setdefault(who.slug, {"name": show.local(who.name), "slug": who.slug, "ties": []})
        reasons = ", ".join(str(labels.EXCLUSIVITY[code]) for code in one.conflict.reasons)
        group["ties"].append(
            {
                "name": show.local(one.other.name),
                "slug": one.other.slug,
                "reasons": reasons,
                "is_sure": one.conflict.is_sure,
            }
        )
    return list(found.values())


def _sources_of_record(record: Record) -> list[dict[str, Any]]:
    """By document and line, which rows of the page rest there: the record read the other way round."""
    documents: dict[str, dict[str, Any]] = {}
    for one in record.statements:
        if one.attribute == "verdict" and one.subject_kind == "partnership":
            continue
        document = documents.setdefault(
            one.source.code, {"source": one.source, "code": one.source.code, "count": 0, "lines": {}}
        )
        document["count"] += 1
        rows = document["lines"].setdefault(one.place, {})
        if one.subject_id == record.tie.id:
            rows[one.attribute] = {"text": show.attribute_label("partnership", one.attribute), "url": "#facts"}
        elif one.subject_kind in _WITH_ANCHOR:
            rows.setdefault(one.subject_id, _rests(record, one))
    for document in documents.values():
        document["lines"] = [
            {"line": line, "rows": list(rows.values())} for line, rows in document["lines"].items() if rows
        ]
    return list(documents.values())


_WITH_ANCHOR = {"instrument", "commitment", "activity", "event", "contact", "obstacle", "verdict"} | {
    kind for kind in statements.TITLE if kind in ("party", "motive", "hypothesis", "revival")
}


def _rests(record: Record, one: Any) -> dict[str, Any]:
    row = record.rows.get(str(one.subject_id))
    kind = show.kind_label(one.subject_kind)
    if row is None:  # dated after the day looked at
        return {"text": kind, "url": ""}
    url = {"party": "#facts", "motive": "#motives", "hypothesis": "#motives", "verdict": "#verdicts"}
    return {
        "text": f"{kind}: {show.short(row_label(row), 48)}" if one.subject_kind != "instrument" else row_label(row),
        "url": url.get(one.subject_kind, f"#{show.anchor(row.id)}"),
    }
