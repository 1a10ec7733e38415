"""Writing what was planned: cities that are new, partnerships, rows in bulk, changes record by record."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from kembar.audit.actors import Actor
from kembar.partnerships.actions.many import Amendment, Draft, add_rows, change_rows
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


def write_planned(
    *, one: Import, plan: Iterable[Planned], total: int, by: Actor, at: datetime, progress: Progress
) -> None:
    """This will write the planned rows, in the caller's transaction, under the import's batch."""
    told = {"by": by, "at": at, "batch": one.pk, "why": one.why or one.file_name}
    if one.kind in OF_A_PARTNERSHIP:
        _rows(one, plan, total, told, progress)
    elif one.kind == "partnership":
        _ties(one, plan, total, told, progress)
    else:
        _shared(one, plan, total, told, progress)


def _rows(one: Import, plan: Iterable[Planned], total: int, told: dict[str, Any], progress: Progress) -> None:
    changed: dict[str, list[Planned]] = defaultdict(list)
    records: set[uuid.UUID] = set()
    for each in plan:
        if each.outcome == NEW:
            records.add(uuid.UUID(each.record))
        else:
            changed[each.record].append(each)
    done = 0
    if records:
        again = (Planned(**line) for line in files.lines(files.path(one, "plan")))
        drafts = (_draft(one.kind, each) for each in again if each.outcome == NEW)
        done = add_rows(
            kind=one.kind, drafts=drafts, records=records, total=total, action=SHEET_ACTION, progress=progress, **told
        )
    for record, planned in sorted(changed.items()):
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
