"""What does the page of one partnership show, and in which order?

Turns a ``Record`` into what the components take. Promise and delivery come first: they are why one opens the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kembar.analysis.truth import Truth
from kembar.pages import show
from kembar.partnerships import labels
from kembar.partnerships.queries.record import FieldLine, Paper, Placed, Record
from kembar.partnerships.rules.fields import Finding
from kembar.ui import words


def record_page(record: Record) -> dict[str, Any]:
    """The context of the page."""
    shown = show.Shown()
    return {
        "record": record,
        "tie": record.tie,
        "trail": [
            {"label": _("Partnerships"), "url": reverse("partnerships")},
            {"label": show.local(record.tie.name)},
        ],
        "parties": [_party(record, party) for party in record.parties],
        "state_why": _because(record, record.formal_because),
        "grid": [_grid_row(record, line) for line in record.fields],
        "facts": _facts(record),
        "chain": [_instrument(record, paper, number) for number, paper in enumerate(record.papers)],
        "papers": [_paper(record, paper) for paper in record.papers],
        "chain_days": record.chain_days if len(record.papers) > 2 else None,
        "ladder": [labels.PAPER_WARNING[one.code] for one in record.ladder],
        "gaps": [_gap(gap) for gap in record.gaps if gap.is_long is Truth.YES],
        "timeline": _timeline(record),
        "undated": _undated(record),
        "commitments": [_commitment(record, row) for row in record.commitments],
        "obstacles": [_obstacle(record, row) for row in record.obstacles],
        "shown_verdicts": _shown_verdicts(record),
        "judged": [_judged(record, one) for one in record.verdicts],
        "motives": _motives(record),
        "hypotheses": [
            {
                "number": row.number,
                "text": row.text,
                "status": labels.HYPOTHESIS[row.status],
                "sources": _sources(record, row),
            }
            for row in record.hypotheses
        ],
        "revivals": [
            {
                "date": one.when,
                "text": one.row.text,
                "outcome": labels.REVIVAL[one.row.outcome],
                "reason": one.row.reason,
                "sources": _sources(record, one.row),
            }
            for one in record.revivals
        ],
        "disputes": [show.dispute_box(one, shown) for one in record.disputes],
        "statements": _statements(record, shown),
        "statement_count": len(record.statements),
        "exclusivity": record.exclusivity,
    }


def _sources(record: Record, row: Any, attribute: str = "") -> list[dict[str, Any]]:
    return show.places(record.places(row.id, attribute))


def _party(record: Record, party: Any) -> dict[str, Any]:
    who = party.government or party.organisation
    name = "government" if party.government else "organisation"
    official = [one.text for one in who.names.all() if one.script != "Latn"] if who else []
    return {
        "name": show.local(who.name) if who else "",
        "unnamed": show.local(party.unnamed),
        "own_script": [
            {"text": one.text, "language": one.language} for one in who.names.all() if one.script != "Latn"
        ]
        if official
        else [],
        "url_name": name if who else "",
        "slug": who.slug if who else "",
        "level": labels.LEVEL.get(party.government.level, "") if party.government else labels.LEVEL["organisation"],
        "is_unnamed": who is None,
        "country": who.country_id if who else None,
        "role": labels.PARTY_ROLE[party.role],
        "is_party": party.role == "party",
        "sources": _sources(record, party),
    }


def _because(record: Record, ids: Iterable[str]) -> list[dict[str, Any]]:
    """The rows that a derived state rests on, as links to where they stand on the page."""
    found = []
    for one in ids:
        row = record.rows.get(one)
        if row is None:
            own = one.partition(":")[2]
            label = {"began": _("the told beginning"), "ended": _("the told end"), "agreed_fields": _("agreed fields")}
            found.append({"text": label.get(own, _("what is told of the tie")), "anchor": "facts"})
            continue
        found.append({"text": _row_label(row), "anchor": f"r-{row.id}"})
    return found


def _row_label(row: Any) -> str:
    name = type(row).__name__
    when = getattr(row, "when", None)
    dated = f" {words.edtf(when, show.language())}" if when is not None else ""
    if name == "Instrument":
        return f"{labels.INSTRUMENT[row.kind]}{dated}"
    if name == "Event":
        return f"{labels.EVENT[row.kind]}{dated}"
    if name == "InstrumentField":
        return _("agreed in the paper")
    for attribute in ("title", "text", "subject"):
        value = show.local(getattr(row, attribute, None))
        if value:
            return value if len(value) < 90 else value[:87] + "…"
    return dated.strip() or name


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
        "why": "; ".join(one["text"] for one in _because(record, line.because)) if line.state == "asleep" else "",
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
    return {"text": _row_label(row), "url": f"#r-{row.id}", "sources": _sources(record, row)}


def _promises(record: Record, line: FieldLine) -> list[dict[str, Any]]:
    """All that was promised in the field: the agreed field itself, then each commitment."""
    rows: list[Any] = [
        agreed for paper in record.papers for agreed in paper.row.fields.all() if agreed.field_id == line.field.code
    ]
    entries = [
        {
            "text": show.local(row.words) or _("agreed field"),
            "url": f"#r-{row.instrument_id}",
            "sources": _sources(record, row),
        }
        for row in rows
    ]
    if not entries and line.field.code in record.tie.agreed_fields:
        entries.append({"text": _("agreed field"), "sources": _agreed_places(record, line.field.code)})
    for row in record.commitments:
        if row.field_id == line.field.code:
            entries.append({"text": _row_label(row), "url": f"#r-{row.id}", "sources": _sources(record, row)})
    return entries


def _agreed_places(record: Record, code: str) -> list[dict[str, Any]]:
    said = record.places(record.tie.id, "agreed_fields")
    return show.places(one for one in said if isinstance(one.value, list) and code in one.value)


def _done(record: Record, line: FieldLine) -> list[dict[str, Any]]:
    return [
        {"text": _row_label(one.row), "url": f"#r-{one.row.id}", "sources": _sources(record, one.row)}
        for one in record.activities
        if one.row.field_id == line.field.code and one.row.status == "done"
    ]


def _facts(record: Record) -> list[dict[str, Any]]:
    tie, pair = record.tie, record.pair
    disputed = {(one.subject_id, one.attribute): f"#d-{one.id}" for one in record.disputes}
    facts: list[dict[str, Any]] = [
        {
            "term": _("Form"),
            "value": labels.FORM.get(tie.form),
            "sources": _sources(record, tie, "form"),
            "dispute_url": disputed.get((tie.id, "form")),
        },
        {
            "term": _("Told to have begun"),
            "value": words.edtf(tie.began, show.language()) if tie.began else None,
            "sources": _sources(record, tie, "began"),
            "dispute_url": disputed.get((tie.id, "began")),
        },
    ]
    if tie.ended:
        facts.append(
            {
                "term": _("Told to have ended"),
                "value": words.edtf(tie.ended, show.language()),
                "sources": _sources(record, tie, "ended"),
            }
        )
    if pair is None:
        return facts
    reasons = "; ".join(str(labels.DUCHACEK_REASON[code]) for code in pair.duchacek.reasons)
    facts += [
        {"term": _("Class (Duchacek)"), "value": labels.DUCHACEK[pair.duchacek.code or ""], "why": reasons},
        {
            "term": _("Distance"),
            "value": words.km(pair.distance_km, show.language()) if pair.distance_km is not None else None,
            "why": _("great circle, seat to seat") if pair.distance_km is not None else _("a seat is unknown"),
        },
        {"term": _("Clocks"), "value": _clocks(pair.clocks), "why": _clocks_range(pair.clocks)},
        {
            "term": _("Level"),
            "value": labels.PARITY[pair.parity.by_name],
            "why": _("by tier at home: %(tier)s") % {"tier": labels.PARITY[pair.parity.by_tier]},
        },
    ]
    return facts


def _clocks(clocks: Any) -> str | None:
    if clocks is None:
        return None
    hours, minutes = divmod(abs(clocks.minutes_now), 60)
    if not hours and not minutes:
        return _("same time")
    span = _("%(h)s h %(m)s min") % {"h": hours, "m": minutes} if minutes else _("%(h)s h") % {"h": hours}
    if clocks.minutes_now > 0:
        return _("the second party is %(span)s ahead") % {"span": span}
    return _("the second party is %(span)s behind") % {"span": span}


def _clocks_range(clocks: Any) -> str:
    if clocks is None or not clocks.changes:
        return ""
    least, most = clocks.minutes_min / 60, clocks.minutes_max / 60
    shown = {"a": words.number(least, show.language()), "b": words.number(most, show.language())}
    return _("over the year between %(a)s and %(b)s hours: summer time") % shown


def _instrument(record: Record, paper: Paper, number: int) -> dict[str, Any]:
    row = paper.row
    return {
        "kind": labels.INSTRUMENT[row.kind],
        "url": f"#r-{row.id}",
        "date": paper.row.when,
        "title": show.local(row.title),
        "is_draft": row.status == "draft",
        "sources": _sources(record, row, "date") or _sources(record, row, "kind"),
        "days_since": paper.days_since if number else None,
    }


def _paper(record: Record, paper: Paper) -> dict[str, Any]:
    row, language = paper.row, show.language()
    disputed = {(one.subject_id, one.attribute): f"#d-{one.id}" for one in record.disputes}

    def fact(term: str, value: Any, attribute: str = "", why: str = "") -> dict[str, Any]:
        return {
            "term": term,
            "value": value,
            "why": why,
            "sources": _sources(record, row, attribute) if attribute else [],
            "dispute_url": disputed.get((row.id, attribute)),
        }

    signatures = [
        {
            "side": labels.SIDE[one.side],
            "name": one.person.name if one.person else "",
            "office": show.local(one.office),
            "sources": _sources(record, one),
        }
        for one in row.signatures.all()
    ]
    facts = [fact(_("Signed on"), words.edtf(row.when, language) if row.when else None, "date")]
    if row.effective:
        facts.append(fact(_("In effect from"), words.edtf(row.effective, language), "effective"))
    facts += [
        fact(_("Signed at"), show.local(row.place) or None, "place"),
        fact(_("Occasion"), show.local(row.occasion) or None, "occasion"),
        fact(_("Binding"), labels.YES_NO[row.binding] if row.binding else None, "binding"),
        fact(_("Signed by both governments"), _yes(row.signed_by_governments), "signed_by_governments"),
        fact(_("Signed by both heads"), _yes(row.signed_by_heads), "signed_by_heads"),
        fact(_("Term"), _term(row), "term_months"),
    ]
    if paper.expiry is not None:
        facts.append(fact(_("Runs out"), _range(paper.expiry), "", _("computed from signature and term")))
    if paper.window is not None:
        why = _("computed: the last %(n)s months of the term") % {"n": row.renewal_window_months}
        facts.append(
            fact(_("Renewal window opens"), _range(paper.window.opens), "renewal_window_months", why)
        )
    facts.append(
        fact(
            _("Numbers"),
            "; ".join(f"{labels.SIDE[one.side]}: {one.number}" for one in row.numbers.all()) or None,
        )
    )
    return {
        "row": row,
        "anchor": f"r-{row.id}",
        "heading": f"{labels.INSTRUMENT[row.kind]}",
        "title": show.local(row.title),
        "note": show.local(row.note),
        "facts": facts,
        "signatures": signatures,
        "fields": [show.local(one.words) or show.local(one.field.name) for one in row.fields.all()],
        "objectives": [show.local(one.text) for one in row.objectives.all()],
        "contents": [
            {"code": labels.CONTENTS[code], "truth": _known(code, paper)}
            for code in ("fields", "objectives", "cost_shares", "duration")
        ],
        "weak": paper.contents.weak is Truth.YES,
        "warnings": [labels.PAPER_WARNING[one.code] for one in paper.signature_warnings],
    }


def _known(code: str, paper: Paper) -> str:
    if code in paper.contents.present:
        return "yes"
    return "no" if code in paper.contents.absent else "unknown"


def _yes(word: str) -> Any:
    return labels.YES_NO[word] if word else None


def _term(row: Any) -> str | None:
    if row.term == "not_stated":
        return None
    if row.term != "fixed" or not row.term_months:
        return str(labels.TERM[row.term])
    years, months = divmod(row.term_months, 12)
    parts = []
    if years:
        parts.append(ngettext("%(n)s year", "%(n)s years", years) % {"n": years})
    if months:
        parts.append(ngettext("%(n)s month", "%(n)s months", months) % {"n": months})
    return " ".join(parts)


def _range(value: Any) -> str:
    if value.is_exact:
        return words.edtf(value, show.language())
    return words.some_day(value.earliest, value.latest, show.language())


def _gap(gap: Any) -> dict[str, Any]:
    return {"label": labels.GAP.get(gap.code, gap.code), "days": gap.days}


def _timeline(record: Record) -> list[dict[str, Any]]:
    """All dated rows in one line of time."""
    entries: list[tuple[Any, dict[str, Any]]] = []

    def add(placed: Placed, title: str, detail: str = "", kind: str = "") -> None:
        if placed.when is None:
            return
        entries.append(
            (
                placed,
                {
                    "date": placed.when,
                    "title": title,
                    "detail": detail,
                    "kind": kind,
                    "url": f"#r-{placed.row.id}" if type(placed.row).__name__ == "Instrument" else "",
                    "anchor": f"r-{placed.row.id}",
                    "is_doubtful": not placed.is_sure,
                    "sources": _sources(record, placed.row),
                },
            )
        )

    for paper in record.papers:
        placed = Placed(paper.row, paper.row.when, True)
        add(placed, str(labels.INSTRUMENT[paper.row.kind]), show.local(paper.row.title), "formal")
    for one in record.activities:
        add(one, show.local(one.row.title), _activity_detail(one.row))
    for one in record.events:
        external = "external" if one.row.kind in ("policy", "shock") else ""
        formal = "formal" if one.row.kind in ("lapse", "termination", "decision_to_end", "renewed") else external
        add(one, show.local(one.row.title), str(labels.EVENT[one.row.kind]), formal)
    for one in record.contacts:
        add(one, show.local(one.row.subject), str(labels.CONTACT[one.row.kind]))
    for one in record.revivals:
        add(one, show.local(one.row.text), str(labels.REVIVAL[one.row.outcome]), "formal")
    entries.sort(key=lambda pair: _day(pair[0]))
    return [entry for _placed, entry in entries]


def _day(placed: Placed) -> Any:
    when = placed.when
    return (when.earliest or when.latest, when.latest or when.earliest) if when else ()


def _activity_detail(row: Any) -> str:
    parts = [str(labels.ACTIVITY[row.kind]), str(labels.ACTIVITY_STATUS[row.status])]
    if row.field_id:
        parts.append(show.local(row.field.name))
    parts.extend(filter(None, (show.local(row.duration), show.local(row.place))))
    names = [
        show.local(one.organisation.name)
        if one.organisation
        else one.person.name
        if one.person
        else show.local(one.government.name)
        if one.government
        else show.local(one.text)
        for one in row.participants.all()
    ]
    if names:
        parts.append(_("with %(names)s") % {"names": ", ".join(names)})
    for extra in (show.local(row.result), show.local(row.reason)):
        if extra:
            parts.append(extra)
    return " · ".join(parts)


def _undated(record: Record) -> list[dict[str, Any]]:
    found = []
    for one in record.activities:
        if one.when is None:
            found.append((one.row, show.local(one.row.title), _activity_detail(one.row)))
    for one in record.events:
        if one.when is None:
            found.append((one.row, show.local(one.row.title), str(labels.EVENT[one.row.kind])))
    for one in record.contacts:
        if one.when is None:
            found.append((one.row, show.local(one.row.subject), show.local(one.row.outcome)))
    return [
        {"anchor": f"r-{row.id}", "title": title, "detail": detail, "sources": _sources(record, row)}
        for row, title, detail in found
    ]


def _commitment(record: Record, row: Any) -> dict[str, Any]:
    """What was agreed beside what came of it (das sollen beside das sein, document 001 line 59)."""
    done = [one for one in row.activities.all() if one.status in ("done", "running")]
    return {
        "anchor": f"r-{row.id}",
        "text": row.text,
        "field": show.local(row.field.name) if row.field else "",
        "owed_by": labels.SIDE.get(row.owed_by, ""),
        "status": labels.COMMITMENT_STATUS[row.status],
        "is_told": bool(row.status),
        "outcome": row.outcome,
        "activities": [show.local(one.title) for one in done],
        "sources": _sources(record, row, "text") or _sources(record, row),
        "outcome_sources": _sources(record, row, "outcome"),
    }


def _obstacle(record: Record, row: Any) -> dict[str, Any]:
    return {
        "anchor": f"r-{row.id}",
        "text": row.text,
        "field": show.local(row.field.name) if row.field else "",
        "factor": labels.FACTOR[row.factor],
        "is_mapped": bool(row.factor),
        "side": labels.FACTOR_SIDE[row.factor_side],
        "has_side": bool(row.factor_side),
        "other_side": labels.FACTOR_SIDE[row.other_side] if row.other_side else "",
        "cause": labels.CAUSE[row.cause] if row.cause else "",
        "note": row.mapping_note,
        "sources": _sources(record, row, "text"),
    }


def _shown_verdicts(record: Record) -> list[dict[str, Any]]:
    delivered = {"a": record.delivery.delivered, "b": record.delivery.promised}
    shown: list[dict[str, Any]] = [{"state": record.formal, "text": _("formal state"), "url": "#state"}]
    if record.delivery.promised:
        text = _("%(a)s of %(b)s promised fields delivered") % delivered
        shown.append({"text": text, "url": "#grid"})
    for line in record.fields:
        if line.state == "asleep":
            shown.append({"state": "asleep", "text": show.local(line.field.name), "url": "#grid"})
    return shown


def _judged(record: Record, one: Placed) -> dict[str, Any]:
    row = one.row
    said = record.places(row.id, "value") or record.places(row.id)
    author = row.author or (said[0].source.code if said else "")
    text = f"{labels.VERDICT[row.value]} ({labels.DIMENSION[row.dimension]}"
    if row.field:
        text += f", {show.local(row.field.name)}"
    text += f"): {show.local(row.text)}"
    return {
        "text": text,
        "polarity": show.polarity(row.value),
        "author": author,
        "code": said[0].source.code if said else "",
        "line": said[0].place if said else "",
    }


def _motives(record: Record) -> list[dict[str, Any]]:
    sides: dict[str, list[dict[str, Any]]] = {}
    for row in record.motives:
        sides.setdefault(row.side, []).append(
            {"text": row.text, "target": row.target, "sources": _sources(record, row)}
        )
    names = {
        party.side: show.local((party.government or party.organisation).name)
        for party in reversed(record.parties)
        if party.government or party.organisation
    }
    return [{"side": names.get(side, labels.SIDE.get(side, side)), "motives": found} for side, found in sides.items()]


def _statements(record: Record, shown: show.Shown) -> list[dict[str, Any]]:
    """All statements, by document and line: the record read the other way round."""
    standing = {
        one.id for one in record.statements for acceptance in one.acceptances.all() if acceptance.statement_id == one.id
    }
    documents: dict[str, dict[str, Any]] = {}
    for one in record.statements:
        if one.attribute == "verdict" and one.subject_kind == "partnership":
            continue
        document = documents.setdefault(
            one.source.code, {"code": one.source.code, "title": one.source.title, "statements": []}
        )
        document["statements"].append(
            {
                "code": one.source.code,
                "line": one.place or None,
                "attribute": f"{show.kind_label(one.subject_kind)}, "
                f"{show.attribute_label(one.subject_kind, one.attribute)}",
                "value": shown.value(one.subject_kind, one.attribute, one.value),
                "stance": {"is_silent": "silent"}.get(one.stance, one.stance),
                "is_accepted": False if one.id in standing else None,
                "term": one.term,
                "language": one.source.title_language,
            }
        )
    return list(documents.values())
