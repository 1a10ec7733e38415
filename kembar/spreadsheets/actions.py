"""From an upload to what is written: receive, settle the columns, check, write all or nothing, give up, undo.

The check and the writing read the file once more each; what the check found is kept in files beside it, and is
compared before anything is written. The writing is one transaction: killed at any moment, it leaves the register as it
was, and the row of the upload says so.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from kembar.access.models import Office, Stake
from kembar.access.permissions import Denied, NotAllowed, Who
from kembar.access.queries import who_acts
from kembar.access.roles import Permission
from kembar.audit.actors import Actor
from kembar.audit.models import Change
from kembar.locks import Held, Lock
from kembar.partnerships.actions.refusals import Refused
from kembar.partnerships.actions.taking_back import take_back_batch
from kembar.spreadsheets import files
from kembar.spreadsheets.columns import OF_A_PARTNERSHIP, SHEETS
from kembar.spreadsheets.heads import LOOKED_AT, column_of, find_header, read_heads
from kembar.spreadsheets.limits import Limits
from kembar.spreadsheets.models import ColumnReading, Import
from kembar.spreadsheets.planning import NEW, OUTCOMES, REFUSED, UNCHANGED, Asked, Planner
from kembar.spreadsheets.planning_rows import RowPlanner
from kembar.spreadsheets.planning_shared import SharedPlanner
from kembar.spreadsheets.planning_ties import TiePlanner
from kembar.spreadsheets.queries.known import knowledge_of
from kembar.spreadsheets.reading.cells_as_found import Row, as_text
from kembar.spreadsheets.reading.opened import Opened, open_file, reopen
from kembar.spreadsheets.reading.workbook import Reader
from kembar.spreadsheets.refusals import SheetRefused
from kembar.spreadsheets.writing import SHEET_ACTION, sorted_out, write_planned
from kembar.values.texts import fold

SAMPLE_ROWS = 5
SHOWN = {"new": 20, "changed": 50, "refused": 200, "warned": 50}
"""How many rows of each kind the preview shows; the rest is counted, and the refused can be downloaded whole."""
PLANNED_ANEW = 3
"""How often a sheet is planned anew before it is written, while others change what it rests on; then while it is."""
OPEN = ("received", "checked", "failed")
Progress = Callable[[int, int], None]


class WrongStage(Exception):
    """The upload is not where this could be done: somebody else wrote it or gave it up meanwhile."""


class Busy(Exception):
    """Another process works on the upload."""


def must_write(office: Office, by: Actor) -> Who:
    """Refuses (NotAllowed) who does not write for the office."""
    who = who_acts(by)
    if by.office_id != office.pk or not who.at(Permission.WRITE_RECORD):
        raise NotAllowed(who.denied() if not who.desks else Denied("role"))
    return who


# --- receiving ---------------------------------------------------------------------------------------------------


def receive(
    *, office: Office, name: str, chunks: Iterable[bytes], limits: Limits, kind: str = "", by: Actor, at: datetime
) -> Import:
    """This will keep an uploaded file, recognise what it is and read its column heads. Raises SheetRefused, with
    nothing kept, where it is no sheet; NotAllowed."""
    must_write(office, by)
    sweep(by=by, at=at)
    one = Import(office=office, kind=kind, file_name=plain_name(name), size=0, at=at, by=by.label)
    one.by_user_id = by.user_id
    try:
        files.store(one, _counted(chunks, one, limits))
        opened = open_file(files.path(one, "file"), limits)
        one.encoding, one.delimiter, one.sheet_names = opened.encoding, opened.delimiter, opened.sheets
        _read_header(one, opened, "", limits)
        with transaction.atomic():
            one.save()
    except BaseException:
        files.forget(one)
        raise
    return one


def plain_name(name: str) -> str:
    """The name of a file without folders and control characters, for display alone."""
    last = PureWindowsPath(PurePosixPath(name.replace("\x00", "")).name).name
    return "".join(letter for letter in last if letter.isprintable())[:200] or "lembar"


def _counted(chunks: Iterable[bytes], one: Import, limits: Limits) -> Iterator[bytes]:
    for chunk in chunks:
        one.size += len(chunk)
        if one.size > limits.bytes:
            raise SheetRefused("too_large", size=one.size, limit=limits.bytes)
        yield chunk


def _read_header(one: Import, opened: Opened, wanted: str, limits: Limits) -> None:
    """The heads of the sheet asked for, else of the first in which any are found."""
    remembered = _remembered(one.office)
    refused: SheetRefused | None = None
    for sheet in [wanted] if wanted else opened.sheets or [""]:
        rows = list(islice(iter(opened.rows(sheet, limits)), LOOKED_AT + 10))
        if not any(cell is not None for _number, cells in rows for cell in cells):
            refused = refused or SheetRefused("empty_file")
            continue
        try:
            header = find_header(rows, kind=one.kind, merged=opened.merged(sheet), remembered=remembered)
        except SheetRefused as error:
            refused = error if refused is None or refused.code == "empty_file" else refused
            continue
        readings = read_heads(header.sheet, header.heads, remembered.get(header.sheet.kind))
        one.kind, one.sheet_name, one.header_rows = header.sheet.kind, sheet, list(header.rows)
        one.heads, one.mapping = list(header.heads), [reading.key for reading in readings]
        one.guessed = [reading.how for reading in readings]
        below = [cells for number, cells in rows if number > header.rows[-1] and any(cells)]
        if not below:
            raise SheetRefused("only_heads")
        width = len(header.heads)
        one.samples = [[as_text(cell)[:60] for cell in cells[:width]] for cells in below[:SAMPLE_ROWS]]
        one.notices = _notices(one, opened, header.is_merged)
        return
    raise refused or SheetRefused("empty_file")


def _notices(one: Import, opened: Opened, is_merged: bool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if opened.text and one.encoding not in ("utf-8", "utf-8-sig"):
        found.append({"code": "encoding", "data": {"encoding": one.encoding}})
    if is_merged:
        found.append({"code": "merged_heads", "data": {"rows": one.header_rows}})
    if one.header_rows[0] > 1:
        found.append({"code": "rows_above", "data": {"row": one.header_rows[0]}})
    if opened.book and opened.book.has_macros:
        found.append({"code": "macros", "data": {}})
    if opened.book and opened.book.has_links:
        found.append({"code": "links", "data": {}})
    others = [name for name in one.sheet_names if name != one.sheet_name]
    if others:
        found.append({"code": "other_sheets", "data": {"sheet": one.sheet_name, "others": ", ".join(others[:5])}})
    return found


def _remembered(office: Office) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for kind, head, column in ColumnReading.objects.filter(office=office).values_list("kind", "head", "column"):
        found.setdefault(kind, {})[head] = column
    return found


# --- columns -----------------------------------------------------------------------------------------------------


@transaction.atomic
def settle_columns(
    *,
    one: Import,
    mapping: Sequence[str],
    defaults: Mapping[str, str],
    remember: bool = True,
    by: Actor,
    at: datetime,
) -> Import:
    """This will settle how the columns are read, and remember it for the office. Raises WrongStage, SheetRefused."""
    must_write(one.office, by)
    one = _locked(one, OPEN)
    sheet = SHEETS[one.kind]
    kept = [key if key and column_of(sheet, key) else "" for key in mapping]
    twice = {key for key in kept if key and kept.count(key) > 1}
    if twice or len(kept) != len(one.heads):
        heads = [head for head, key in zip(one.heads, kept, strict=False) if key in twice]
        raise SheetRefused("column_twice", heads=", ".join(heads))
    if remember:
        for head, key, was in zip(one.heads, kept, one.mapping, strict=True):
            if key != was and fold(head):
                about: dict[str, Any] = {"office": one.office, "kind": one.kind, "head": fold(head)[:200]}
                ColumnReading.objects.update_or_create(**about, defaults={"column": key})
    one.mapping = kept
    one.defaults = {key: value for key, value in defaults.items() if value and key in sheet.asked_for_all}
    one.stage, one.problem = "received", {}
    one.save(update_fields=["mapping", "defaults", "stage", "problem"])
    return one


def choose_sheet(*, one: Import, sheet: str, kind: str, limits: Limits, by: Actor, at: datetime) -> Import:
    """This will read another sheet of the workbook, or the same as another kind."""
    must_write(one.office, by)
    opened = open_file(_file(one), limits)
    if sheet and sheet not in opened.sheets:
        raise SheetRefused("no_such_sheet", sheet=sheet)
    one.kind = kind if kind in SHEETS else ""
    _read_header(one, opened, sheet, limits)
    with transaction.atomic():
        _locked(one, OPEN)
        one.stage, one.defaults, one.problem = "received", {}, {}
        one.save()
    return one


def unmapped(one: Import) -> list[str]:
    """The columns that every row needs and that neither the sheet has nor somebody gave for all rows."""
    sheet = SHEETS[one.kind]
    has = {key for key in one.mapping if key} | set(one.defaults)
    lacking = [each.key for each in sheet if each.required and each.key not in has]
    if one.kind in OF_A_PARTNERSHIP and not has & {"partnership", "partner", "id", "number.a"}:
        lacking.append("partnership")
    if has & {"id", "slug"}:
        return []
    return lacking


def is_clear(one: Import) -> bool:
    """Whether nothing needs to be asked: every head is known for sure or a mere row number, and nothing is lacking."""
    sure = ("exact", "remembered")
    numbers = ("", "no", "nomor urut", "no urut")
    known = all(how in sure or fold(head) in numbers for head, how in zip(one.heads, one.guessed, strict=True))
    return known and not unmapped(one)


# --- checking ----------------------------------------------------------------------------------------------------


@transaction.atomic
def begin(*, one: Import, stage: str, leave_out: bool = False, why: str = "", by: Actor, at: datetime) -> Import:
    """This will mark an upload as being checked or written, by whom. Raises WrongStage, Busy."""
    must_write(one.office, by)
    one = _locked(one, ("checked", "importing") if stage == "importing" else (*OPEN, "checking"))
    if files.is_worked_on(one):
        raise Busy
    if stage == "importing" and one.counts.get(REFUSED) and not leave_out:
        raise WrongStage
    one.stage, one.leave_out, one.why, one.problem = stage, leave_out, why.strip(), {}
    one.done_by, one.by_user_id = by.label, by.user_id
    one.save(update_fields=["stage", "leave_out", "why", "problem", "done_by", "by_user_id"])
    files.path(one, "progress").unlink(missing_ok=True)
    return one


def check(
    *, one: Import, limits: Limits, by: Actor, at: datetime, progress: Progress = lambda _done, _of: None
) -> Import:
    """This will plan every row and keep what was found. A fault of the file itself is kept as ``problem``."""
    who = must_write(one.office, by)
    with _held(one):
        stamp = _newest_change()
        try:
            counts, digest, formulas = _plan_into(one, who, limits, at, progress, keep=True)
        except SheetRefused as refused:
            return _failed(one, refused.code, refused.data)
        with transaction.atomic():
            one = _locked(one, ("checking",))
            one.counts, one.digest, one.checked_to, one.stage = counts, digest, stamp, "checked"
            notices = [each for each in one.notices if each["code"] != "formulas"]
            one.notices = notices + ([{"code": "formulas", "data": {"cells": formulas}}] if formulas else [])
            one.save(update_fields=["counts", "digest", "checked_to", "stage", "notices"])
    return one


def _plan_into(
    one: Import, who: Who, limits: Limits, at: datetime, progress: Progress, *, keep: bool
) -> tuple[dict[str, int], str, int]:
    """Plans all rows; ``keep``: into the files that preview and writing read. Counts, digest, cells with formulas."""
    opened = reopen(_file(one), one.encoding, one.delimiter, limits)
    reader = opened.rows(one.sheet_name, limits)
    total = max(0, opened.book.rows.get(one.sheet_name, 0) - 1) if opened.book else _lines(one)
    day = timezone.localdate(at)
    sheet = SHEETS[one.kind]
    known = knowledge_of(one.office, who, day)
    asked = Asked(sheet, one.mapping, one.defaults, one.pk, day)
    planner = planner_of(asked)(asked, known)
    counts = dict.fromkeys((*OUTCOMES, "warned", "along", "papers"), 0)
    digest = hashlib.sha256()
    shown: dict[str, list[Any]] = {name: [] for name in SHOWN}
    suffix = "" if keep else ".again"
    plan_file, refused_file = (files.path(one, name + suffix) for name in ("plan", "refused"))
    with plan_file.open("w", encoding="utf-8") as plan, refused_file.open("w", encoding="utf-8") as refused:
        marks: set[str] = set()
        for done, planned in enumerate(planner.plan(_below(reader, one.header_rows[-1], limits)), start=1):
            line = json.dumps(vars(planned), ensure_ascii=False, default=str)
            digest.update(line.encode())
            counts[planned.outcome] += 1
            counts["warned"] += bool(planned.warnings)
            if planned.outcome == REFUSED:
                refused.write(line + "\n")
            elif planned.outcome != UNCHANGED:
                plan.write(line + "\n")
                marks |= {each["mark"] for each in planned.along}
                counts["papers"] += len(planned.papers)
            for name in (planned.outcome, *(["warned"] if planned.warnings else [])):
                if name in shown and len(shown[name]) < SHOWN[name]:
                    shown[name].append(vars(planned))
            if done % 500 == 0:
                progress(done, max(total, done))
        counts["along"] = len(marks)
    if keep:
        files.path(one, "preview").write_text(json.dumps(shown, ensure_ascii=False, default=str), encoding="utf-8")
    if not sum(counts[name] for name in OUTCOMES):
        raise SheetRefused("only_heads")
    return counts, digest.hexdigest(), reader.formulas if isinstance(reader, Reader) else 0


def planner_of(asked: Asked) -> type[Planner]:
    if asked.sheet.kind in OF_A_PARTNERSHIP:
        return RowPlanner
    return TiePlanner if asked.sheet.kind == "partnership" else SharedPlanner


def _below(rows: Iterable[Row], header: int, limits: Limits) -> Iterator[Row]:
    for number, cells in rows:
        if number > header:
            if number - header > limits.rows:
                raise SheetRefused("too_many_rows", limit=limits.rows)
            yield number, cells


def _lines(one: Import) -> int:
    with _file(one).open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


# --- writing -----------------------------------------------------------------------------------------------------


def write(
    *, one: Import, limits: Limits, by: Actor, at: datetime, progress: Progress = lambda _done, _of: None
) -> Import:
    """This will write what the check found, all or nothing, in one transaction.

    Where the register changed since the check, the sheet is planned once more; what then differs stops the writing.
    What stops it is kept as ``problem``, and nothing was written. Planning and working out the rows is done before the
    transaction, so that others wait with their entries for the database alone.
    """
    who = must_write(one.office, by)
    with _held(one):
        try:
            with transaction.atomic():
                one = _locked(one, ("importing",))
            total = one.counts[NEW] + one.counts["changed"]
            told: dict[str, Any] = {"one": one, "total": total, "by": by, "at": at, "progress": progress}
            stamp = _settled(one, who, limits, at, one.checked_to)
            with sorted_out(**told) as plan:
                stamp = _settled(one, who, limits, at, stamp)
                with transaction.atomic():
                    one = _locked(one, ("importing",))
                    if _is_touched(one, stamp):
                        _must_plan_the_same(one, who, limits, at)
                    write_planned(**told | {"one": one}, plan=plan)
                    one.stage, one.done_at, one.done_by, one.samples = "done", at, by.label, []
                    one.save(update_fields=["stage", "done_at", "done_by", "samples"])
        except SheetRefused as refused:
            return _failed(one, refused.code, refused.data)
        except Refused as refused:
            fault = refused.faults[0]
            return _failed(one, "register_refused", {"code": fault.code, "kind": fault.kind, **_plain(fault.data)})
    files.forget(one)
    return one


def _settled(one: Import, who: Who, limits: Limits, at: datetime, stamp: int | None) -> int:
    """The newest change up to which the sheet is known to write what was checked. Plans anew where what it rests on was
    changed since ``stamp``, a few times while others go on writing. Raises SheetRefused where it would write else."""
    for _try in range(PLANNED_ANEW):
        newest = _newest_change()
        if stamp is not None and not _is_touched(one, stamp):
            return newest
        _must_plan_the_same(one, who, limits, at)
        stamp = newest
    return stamp or 0


def _must_plan_the_same(one: Import, who: Who, limits: Limits, at: datetime) -> None:
    _counts, digest, _formulas = _plan_into(one, who, limits, at, lambda *_: None, keep=False)
    if digest != one.digest:
        raise SheetRefused("changed_since_checked")


def _is_touched(one: Import, stamp: int) -> bool:
    """Whether something changed since that a sheet of this office may rest on: the records it has a part in, and what
    all offices share. What others enter in records of their own changes nothing."""
    since = Change.objects.filter(pk__gt=stamp)
    if one.kind in OF_A_PARTNERSHIP:
        own = Stake.objects.filter(office=one.office).values("partnership")
        since = since.filter(~Q(event__record_kind="partnership") | Q(event__record_id__in=own))
    return since.exists()


def _plain(data: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in data.items() if key not in ("code", "kind")}


@transaction.atomic
def discard(*, one: Import, by: Actor, at: datetime) -> Import:
    """This will give an upload up; the file is deleted."""
    must_write(one.office, by)
    one = _locked(one, (*OPEN, "checking", "importing"))
    if files.is_worked_on(one):
        raise Busy
    one.stage, one.done_at, one.done_by, one.samples = "discarded", at, by.label, []
    one.save(update_fields=["stage", "done_at", "done_by", "samples"])
    transaction.on_commit(lambda: files.forget(one))
    return one


@transaction.atomic
def undo_import(
    *, one: Import, why: str, by: Actor, at: datetime, progress: Progress = lambda _done, _of: None
) -> Import:
    """This will take back all that an import wrote, or nothing: StillNeeded lists what later rests on it."""
    must_write(one.office, by)
    one = _locked(one, ("done",))
    take_back_batch(batch=one.pk, action=SHEET_ACTION, by=by, at=at, why=why, progress=progress)
    one.stage, one.done_at, one.done_by, one.why = "undone", at, by.label, why
    one.save(update_fields=["stage", "done_at", "done_by", "why"])
    return one


def sweep(*, by: Actor, at: datetime) -> int:
    """This will give up uploads that nobody finished within thirty days, and return how many."""
    old = Import.objects.filter(stage__in=(*OPEN, "checking", "importing"), at__lt=at - files.KEPT_FOR)
    swept = 0
    for one in old:
        if not files.is_worked_on(one):
            with transaction.atomic():
                one.stage, one.done_at, one.done_by, one.samples = "discarded", at, "kembar", []
                one.save(update_fields=["stage", "done_at", "done_by", "samples"])
            files.forget(one)
            swept += 1
    return swept


# --- common ------------------------------------------------------------------------------------------------------


def _locked(one: Import, stages: Iterable[str]) -> Import:
    found = Import.objects.select_for_update().select_related("office").get(pk=one.pk)
    if found.stage not in stages:
        raise WrongStage(found.stage)
    return found


def _failed(one: Import, code: str, data: Mapping[str, Any]) -> Import:
    with transaction.atomic():
        one = Import.objects.select_for_update().select_related("office").get(pk=one.pk)
        one.stage, one.problem = "failed", {"code": code, "data": _plain(data)}
        one.save(update_fields=["stage", "problem"])
    return one


def _held(one: Import) -> Lock:
    try:
        return Lock(files.path(one, "lock")).take(wait=0.2)
    except Held as held:
        raise Busy from held


def _file(one: Import) -> Any:
    found = files.path(one, "file")
    if not found.exists():
        raise SheetRefused("file_gone")
    return found


def _newest_change() -> int:
    return int(Change.objects.aggregate(newest=Max("pk"))["newest"] or 0)


def batch_of(one: Import) -> uuid.UUID:
    """The batch under which history keeps what an import wrote."""
    return one.pk
