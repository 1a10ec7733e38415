"""Writing what was planned: cities that are new, partnerships, rows in bulk, changes record by record."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any

from kembar.audit.actors import Actor
from kembar.evidence.office_sources import has_source
from kembar.partnerships.actions.many import Amendment, Draft, Ready, add_rows, change_rows, enter, worked_out
from kembar.partnerships.actions.opening import open_partnership
from kembar.partnerships.actions.rows import add_row, change_row
from kembar.partnerships.actions.writing import Place
from kembar.partnerships.models import Government, Organisation, Partnership
from kembar.spreadsheets import files
from kembar.spreadsheets.columns import OF_A_PARTNERSHIP
from kembar.spreadsheets.models import Import
from kembar.spreadsheets.planning import NEW, Planned

SHEET_ACTION = "sheet.import"
"""What history calls rows that came with a sheet."""
Progress = Callable[[int, int], None]


@dataclass
class Sorted:
    """The rows of a plan that belong to partnerships: the records that get new ones, those that change by record, and
    the new ones as the database takes them (None where they are still to be worked out)."""

    records: set[uuid.UUID] = field(default_factory=set)
    changed: dict[str, list[Planned]] = field(default_factory=dict)
    ready: Ready | None = None


@contextmanager
def sorted_out(*, one: Import, total: int, by: Actor, at: datetime, progress: Progress) -> Iterator[Sorted]:
    """The plan made ready before the transaction that writes it, so that others wait for the database alone.

    Where the office has entered nothing yet it becomes a source first, which is part of the writing: then the rows are
    worked out there.
    """
    found = Sorted()
    if one.kind in OF_A_PARTNERSHIP:
        for each in _plan(one):
            if each.outcome == NEW:
                found.records.add(uuid.UUID(each.record))
            else:
                found.changed.setdefault(each.record, []).append(each)
    if not found.records or not has_source(one.office):
        yield found
        return
    told = _told(one, by, at) | {"action": SHEET_ACTION, "progress": progress, "total": total}
    with worked_out(kind=one.kind, drafts=_drafts(one), records=found.records, **told) as found.ready:
        yield found


def write_planned(*, one: Import, plan: Sorted, total: int, by: Actor, at: datetime, progress: Progress) -> None:
    """This will write the planned rows, in the caller's transaction, under the import's batch."""
    told = _told(one, by, at)
    if one.kind in OF_A_PARTNERSHIP:
        _rows(one, plan, total, told, progress)
    elif one.kind == "partnership":
        _ties(one, _plan(one), total, told, progress)
    else:
        _shared(one, _plan(one), total, told, progress)


def _told(one: Import, by: Actor, at: datetime) -> dict[str, Any]:
    return {"by": by, "at": at, "batch": one.pk, "why": one.why or one.file_name}


def _plan(one: Import) -> Iterator[Planned]:
    return (Planned(**line) for line in files.lines(files.path(one, "plan")))


def _drafts(one: Import) -> Iterator[Draft]:
    return (_draft(one.kind, each) for each in _plan(one) if each.outcome == NEW)


def _rows(one: Import, plan: Sorted, total: int, told: dict[str, Any], progress: Progress) -> None:
    done = 0
    if plan.ready is not None:
        done = enter(ready=plan.ready, by=told["by"], at=told["at"])
    elif plan.records:
        more: dict[str, Any] = told | {"total": total, "action": SHEET_ACTION, "progress": progress}
        done = add_rows(kind=one.kind, drafts=_drafts(one), records=plan.records, **more)
    for record, planned in sorted(plan.changed.items()):
        tie = Partnership.objects.get(pk=record)
        change_rows(record=tie, amendments=[_amendment(one.kind, each) for each in planned], **told)
        done += len(planned)
        progress(done, total)


def _draft(kind: str, planned: Planned) -> Draft:
    return Draft(
        kind=kind,
        record=uuid.UUID(planned.record),
        values=planned.values,
        words=planned.words,
        id=uuid.UUID(planned.id) if planned.id else None,
        children=tuple((code, values) for code, values in planned.children),
    )


def _amendment(kind: str, planned: Planned) -> Amendment:
    return Amendment(
        kind=kind,
        id=uuid.UUID(planned.id),
        version=planned.version,
        values=planned.values,
        words=planned.words,
        children=tuple((code, values) for code, values in planned.children),
        changed_children=tuple((code, uuid.UUID(key), values) for code, key, values in planned.changed_children),
    )


def _ties(one: Import, plan: Iterable[Planned], total: int, told: dict[str, Any], progress: Progress) -> None:
    cities: dict[str, str] = {}
    papers: list[Draft] = []
    for done, each in enumerate(plan, start=1):
        for city in each.along:
            if city["mark"] not in cities:
                cities[city["mark"]] = add_row(kind="government", values=city["values"], **told).row.slug
        tie = _open(each, cities, told) if each.outcome == NEW else _change(each, told)
        papers += [_paper(tie, paper) for paper in each.papers]
        progress(done, total)
    if papers:
        records = {paper.record for paper in papers}
        add_rows(kind="instrument", drafts=papers, records=records, total=len(papers), action=SHEET_ACTION, **told)


def _open(planned: Planned, cities: dict[str, str], told: dict[str, Any]) -> Partnership:
    parties = []
    for party in planned.parties:
        values = {name: value for name, value in party.items() if name not in ("key", "along")}
        if "along" in party:
            values["government"] = cities[party["along"]]
        parties.append(values)
    values = {code: value for code, value in planned.values.items() if code not in ("form", "name")}
    opened = open_partnership(
        form=planned.values.get("form", ""),
        name=planned.values.get("name"),
        parties=parties,
        values=values,
        places=_places(planned),
        key=uuid.UUID(planned.id) if planned.id else None,
        slug=planned.slug,
        **told,
    )
    return opened.partnership


def _change(planned: Planned, told: dict[str, Any]) -> Partnership:
    tie = Partnership.objects.get(pk=planned.id)
    if planned.values:
        change_row(row=tie, values=planned.values, expected_version=planned.version, places=_places(planned), **told)
    return tie


def _paper(tie: Partnership, paper: dict[str, Any]) -> Draft:
    children = [("number", {"side": "a", "number": paper["number"]})] if paper["number"] else []
    return Draft("instrument", tie.pk, paper["values"], paper["words"], children=tuple(children))


def _shared(one: Import, plan: Iterable[Planned], total: int, told: dict[str, Any], progress: Progress) -> None:
    models: dict[str, Any] = {"government": Government, "organisation": Organisation}
    waiting: Iterator[Planned] = chain(plan)
    for done, each in enumerate(waiting, start=1):
        if each.outcome == NEW:
            key = uuid.UUID(each.id) if each.id else None
            add_row(kind=one.kind, values=each.values, key=key, slug=each.slug, **told)
        else:
            row = models[one.kind].objects.get(pk=each.id)
            change_row(row=row, values=each.values, expected_version=each.version, **told)
        progress(done, total)


def _places(planned: Planned) -> dict[str, Place]:
    return {code: Place(term=text) for code, text in planned.words.items()}
