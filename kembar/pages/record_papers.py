"""How are the instruments of a partnership shown: the chain, and each paper with what is computed of it?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kembar.analysis.truth import Truth
from kembar.pages import show
from kembar.pages.record_words import disputes_of, side_name, sources
from kembar.partnerships import labels
from kembar.partnerships.queries.record import Paper, Record
from kembar.ui import words


def chain(record: Record) -> list[dict[str, Any]]:
    """The instruments one after the other, with the days between."""
    return [_instrument(record, paper, number) for number, paper in enumerate(record.papers)]


def papers(record: Record) -> list[dict[str, Any]]:
    """Each instrument with all that is told and computed of it."""
    return [_paper(record, paper) for paper in record.papers]


def _instrument(record: Record, paper: Paper, number: int) -> dict[str, Any]:
    row = paper.row
    return {
        "kind": labels.INSTRUMENT[row.kind],
        "url": f"#{show.anchor(row.id)}",
        "date": paper.row.when,
        "title": show.local(row.title),
        "is_draft": row.status == "draft",
        "sources": sources(record, row, "date") or sources(record, row, "kind"),
        # Where the other order is possible too, a count of days from one to the next says nothing.
        "days_since": paper.days_since if number and paper.days_since and paper.days_since.min >= 0 else None,
    }


def _paper(record: Record, paper: Paper) -> dict[str, Any]:
    row, language = paper.row, show.language()
    fragments = disputes_of(record)

    def fact(term: str, value: Any, attribute: str = "", why: str = "") -> dict[str, Any]:
        return {
            "term": term,
            "value": value,
            "why": why,
            "sources": sources(record, row, attribute) if attribute else [],
            "dispute_url": fragments.get((row.id, attribute)),
        }

    signatures = [
        {
            "id": one.id,
            "side": side_name(record, one.side),
            "name": one.person.name if one.person else "",
            "office": show.local(one.office),
            "sources": sources(record, one),
        }
        for one in row.signatures.all()
    ]
    facts = [fact(_("Signed on"), words.moment(row.when, language) if row.when else None, "date")]
    if row.effective:
        facts.append(fact(_("In effect from"), words.moment(row.effective, language), "effective"))
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
        facts.append(fact(_("Renewal window opens"), _range(paper.window.opens), "renewal_window_months", why))
    facts.append(
        fact(
            _("Numbers"),
            "; ".join(f"{side_name(record, one.side)}: {one.number}" for one in row.numbers.all()) or None,
        )
    )
    return {
        "row": row,
        "anchor": show.anchor(row.id),
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
