"""What happened, in order: the line of time, what is told without a date, activities by year and side?"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kembar.analysis.edtf import Edtf, parse
from kembar.pages import show
from kembar.pages.record_words import side_name, sources
from kembar.partnerships import labels
from kembar.partnerships.permissions import Part, part_of_row
from kembar.partnerships.queries.record import Placed, Record
from kembar.partnerships.rules.answers import days_to_answer
from kembar.ui import words

SILENT_YEARS = 2
"""From so many whole calendar years without anything dated on, the line of time says so."""
FORMAL_EVENTS = {"lapse", "termination", "decision_to_end", "renewed"}
OUTSIDE = {"policy", "relations", "shock"}


def timeline(record: Record) -> list[dict[str, Any]]:
    """All dated rows in one line of time; years in which nothing is dated are told between them."""
    entries: list[tuple[Edtf, dict[str, Any]]] = []

    def add(placed: Placed, title: str, detail: str = "", kind: str = "") -> None:
        if placed.when is None:
            return
        is_paper = type(placed.row).__name__ == "Instrument"
        entry = {
            "date": placed.when,
            "title": title,
            "detail": detail,
            "kind": kind,
            "url": f"#{show.anchor(placed.row.id)}" if is_paper else "",
            "lasts": type(placed.row).__name__ == "Activity",
            "anchor": "" if is_paper else show.anchor(placed.row.id),
            "is_doubtful": not placed.is_sure,
            "is_public": _is_public(record, placed.row),
            "sources": sources(record, placed.row),
        }
        entries.append((placed.when, entry))

    for paper in record.papers:
        placed = Placed(paper.row, paper.row.when, True)
        add(placed, str(labels.INSTRUMENT[paper.row.kind]), show.local(paper.row.title), "formal")
    for one in record.activities:
        add(one, show.local(one.row.title), _activity_detail(one.row))
    for one in record.events:
        kind = "formal" if one.row.kind in FORMAL_EVENTS else "external" if one.row.kind in OUTSIDE else ""
        title, label = show.local(one.row.title), str(labels.EVENT[one.row.kind])
        add(one, title or label, label if title else "", kind)
    letters = {one.row.pk for one in record.contacts}
    for one in record.contacts:
        title, label = show.local(one.row.subject), str(labels.CONTACT[one.row.kind])
        add(one, title or label, " · ".join([*([label] if title else []), *_answering(record, one.row, letters)]))
    for one in record.revivals:
        add(one, show.local(one.row.text), str(labels.REVIVAL[one.row.outcome]), "formal")
    entries.sort(key=lambda pair: _day(pair[0]))
    if record.part == Part.PUBLIC:  # years without anything published are not years without anything
        return [entry for _when, entry in entries]
    return _with_gaps(entries)


def _is_public(record: Record, row: Any) -> bool:
    """Whether to say of a row, to who reads more than the public, that everybody reads it: what is done is chosen."""
    is_chosen = type(row).__name__ == "Activity" and record.tie.origin == "live" and record.part != Part.PUBLIC
    return is_chosen and record.tie.is_published and part_of_row(row) == Part.PUBLIC


def _with_gaps(entries: list[tuple[Edtf, dict[str, Any]]]) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    reached: int | None = None
    for when, entry in entries:
        begins, ends = _day(when)
        silent = begins.year - reached - 1 if reached is not None else 0
        if reached is not None and silent >= SILENT_YEARS:
            says = ngettext("%(n)s year without anything dated", "%(n)s years without anything dated", silent)
            span = f"{reached + 1}–{begins.year - 1}"
            shown.append({"gap": says % {"n": silent}, "years": span})
        shown.append(entry)
        reached = max(reached or 0, ends.year)
    return shown


def _day(when: Edtf) -> tuple[date, date]:
    """Where a date stands in the line: from its first day to its last. "On or before November 2016" stands just before
    what is dated November 2016."""
    if when.earliest is None and when.latest is not None:
        begins = parse(when.text.rpartition("/")[2]).earliest or when.latest
        return begins - timedelta(days=1), begins
    begins = when.earliest or date.max
    return begins, max(begins, when.latest or begins)


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


def _answering(record: Record, row: Any, here: set[Any]) -> list[str]:
    """Whom a letter came from, what it answers and after how many days, whether an answer to it came or is awaited."""
    told = []
    if row.from_side not in ("", "both"):
        told.append(_("from %(side)s") % {"side": side_name(record, row.from_side)})
    if row.answers_id in here:
        told.append(_("answers: %(letter)s") % {"letter": _letter(row.answers)})
        days = days_to_answer(row.answers.when, row.when)
        if days is not None:
            told.append(_("after %(days)s") % {"days": words.days_range(days, show.language())})
    came = [one for one in row.answered_by.all() if one.pk in here]
    if came:
        told.append(_("answered: %(letters)s") % {"letters": "; ".join(_letter(one) for one in came)})
    elif row.answer_awaited == "yes" and not row.outcome:
        told.append(_("an answer is awaited"))
    return told


def _letter(row: Any) -> str:
    when = words.moment(row.when, show.language()) if row.when else _("undated")
    return f"{labels.CONTACT[row.kind]}, {when}"


def undated(record: Record) -> list[dict[str, Any]]:
    """What is told without a date."""
    found = []
    for one in record.activities:
        if one.when is None:
            found.append((one.row, show.local(one.row.title), _activity_detail(one.row)))
    for one in record.events:
        if one.when is None:
            title, label = show.local(one.row.title), str(labels.EVENT[one.row.kind])
            found.append((one.row, title or label, label if title else ""))
    letters = {one.row.pk for one in record.contacts}
    for one in record.contacts:
        if one.when is None:
            title, label = show.local(one.row.subject), str(labels.CONTACT[one.row.kind])
            parts = [*([label] if title else []), *_answering(record, one.row, letters), show.local(one.row.outcome)]
            found.append((one.row, title or label, " · ".join(filter(None, parts))))
    return [
        {
            "anchor": show.anchor(row.id),
            "title": title,
            "detail": detail,
            "is_public": _is_public(record, row),
            "sources": sources(record, row),
        }
        for row, title, detail in found
    ]


def revivals(record: Record) -> list[dict[str, Any]]:
    """Attempts to bring the tie back to life."""
    return [
        {
            "id": one.row.id,
            "date": one.when,
            "text": one.row.text,
            "outcome": labels.REVIVAL[one.row.outcome],
            "reason": one.row.reason,
            "sources": sources(record, one.row),
        }
        for one in record.revivals
    ]


def activity_years(record: Record) -> dict[str, Any] | None:
    """How many activities were done or running, by the side that began them and by year; None for fewer than two years.

    Only what is dated to one year stands under it; spans of years and what is undated are counted apart.
    """
    counts: dict[str, Counter[int]] = {}
    apart: Counter[str] = Counter()
    for one in record.activities:
        if one.row.status not in ("done", "running"):
            continue
        side = one.row.initiated_by
        first, last = (one.when.earliest, one.when.latest) if one.when else (None, None)
        if first and last and first.year == last.year:
            counts.setdefault(side, Counter())[first.year] += 1
        else:
            counts.setdefault(side, Counter())
            apart[side] += 1
    years = sorted({year for found in counts.values() for year in found})
    if len(years) < 2:
        return None
    order = sorted(counts, key=lambda side: (side == "", side))
    return {
        "years": [str(year) for year in years],
        "rows": [
            {
                "label": side_name(record, side) if side else _("not told"),
                "is_told": bool(side),
                "counts": [counts[side][year] for year in years],
                "apart": apart[side],
                "total": sum(counts[side].values()) + apart[side],
            }
            for side in order
        ],
        "has_apart": bool(apart),
    }
