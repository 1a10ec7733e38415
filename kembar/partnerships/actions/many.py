"""Many rows at once, as a sheet brings them: one event a record, derived anew once a record.

What is entered, and who may, is as in ``rows``; what differs is that the caller has cleaned the values already (so that
it could show them before anything was written) and that tables are filled in bulk. History keeps one change for each
row, with all its values; the statements by which it was made belong to it and go and come back with it.
"""

from __future__ import annotations

import hashlib
import pickle
import tempfile
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import count, islice
from operator import attrgetter
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from kembar.access.models import Office, Stake
from kembar.access.permissions import Denied, NotAllowed
from kembar.access.queries import who_acts
from kembar.audit.actors import Actor
from kembar.audit.models import Change, Event
from kembar.evidence.catalogue import Kind
from kembar.evidence.catalogue import kind as kind_called
from kembar.evidence.columns import filled, is_joined
from kembar.evidence.models import Acceptance, Source, Statement
from kembar.evidence.office_sources import source_of_office
from kembar.partnerships.actions.derived import rebuild
from kembar.partnerships.actions.filling import Filling, columns_of, whole
from kembar.partnerships.actions.refusals import Fault, Refused
from kembar.partnerships.actions.rows import say_anew
from kembar.partnerships.actions.writing import Place, Writing
from kembar.partnerships.models import Partnership
from kembar.partnerships.permissions import RecordFacts, may_edit
from kembar.partnerships.queries.rights import must_edit
from kembar.partnerships.queries.whereabouts import WITHIN_ONE_RECORD, primary_key
from kembar.values.ids import is_id

CHUNK = 1_000
RECORDS_AT_ONCE = 20
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Draft:
    """A row to be entered: ``values`` of its kind, clean; ``words``: for a date, as it was typed."""

    kind: str
    record: uuid.UUID
    values: Mapping[str, Any]
    words: Mapping[str, str] = field(default_factory=dict)
    id: uuid.UUID | None = None
    children: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    """(kind, values) of rows that belong to it."""


def series(batch: uuid.UUID, what: str) -> Iterator[uuid.UUID]:
    """Ids in rising order, the same for the same batch and purpose (UUID version 8): an index grows at its end, and a
    batch that is written once more after it was broken off writes the same."""
    high = int.from_bytes(hashlib.blake2b(f"{batch} {what}".encode(), digest_size=8).digest())
    high = (high & ~0xF000) | 0x8000
    for number in count():
        yield uuid.UUID(int=(high << 64) | (0b10 << 62) | number)


@transaction.atomic
def add_rows(
    *,
    kind: str,
    drafts: Iterable[Draft],
    records: Iterable[uuid.UUID],
    total: int,
    by: Actor,
    at: datetime,
    batch: uuid.UUID,
    action: str = "rows.add",
    why: str = "",
    progress: Progress = lambda _done, _of: None,
) -> int:
    """This will enter rows of one kind into many partnerships and return how many; once a kind and batch.

    ``drafts`` are read as a stream, ``records`` are the partnerships they name. Raises Refused (a record is gone, the
    tables refuse a row), NotAllowed.
    """
    may_write_to(set(records), by, at)
    told: dict[str, Any] = {"by": by, "at": at, "batch": batch, "action": action, "why": why, "progress": progress}
    with worked_out(kind=kind, drafts=drafts, records=records, total=total, **told) as ready:
        return enter(ready=ready, by=by, at=at)


@contextmanager
def worked_out(
    *,
    kind: str,
    drafts: Iterable[Draft],
    records: Iterable[uuid.UUID],
    total: int,
    by: Actor,
    at: datetime,
    batch: uuid.UUID,
    action: str = "rows.add",
    why: str = "",
    progress: Progress = lambda _done, _of: None,
) -> Iterator[Ready]:
    """The rows of a batch as the database takes them, in a temporary file that goes when the block ends. Writes nothing
    but the office's own source where it has none yet.

    Done before the transaction in which ``enter`` writes them, so that others wait for the database's own work alone
    and not for ours, which is most of it.
    """
    with tempfile.TemporaryFile(prefix="kembar-rows-") as file:
        adding = _Adding(kind_called(kind), set(records), by=by, at=at, batch=batch, action=action, why=why)
        waiting, done = iter(drafts), 0
        while chunk := list(islice(waiting, CHUNK)):
            pickle.dump(adding.work_out(chunk), file, pickle.HIGHEST_PROTOCOL)
            done += len(chunk)
            progress(done // 2, total)
        file.seek(0)
        yield Ready(adding, file, done, total, progress)


@dataclass(frozen=True)
class Ready:
    """Rows that were worked out and wait to be entered."""

    adding: _Adding
    file: IO[bytes]
    count: int
    total: int
    progress: Progress


@transaction.atomic
def enter(*, ready: Ready, by: Actor, at: datetime) -> int:
    """This will enter rows that were worked out and return how many. Raises Refused, NotAllowed, as ``add_rows``."""
    adding = ready.adding
    may_write_to(adding.records, by, at)
    Event.objects.bulk_create(adding.events.values(), batch_size=CHUNK)
    try:
        for done in range(0, ready.count, CHUNK):
            adding.pour(pickle.load(ready.file))  # noqa: S301 - our own temporary file, which has no name
            ready.progress((ready.count + min(done + CHUNK, ready.count)) // 2, ready.total)
    except IntegrityError as error:
        raise Refused([Fault(adding.own.code, "", "broken_rule", {"rule": str(error)})]) from error
    # No disputes: a new row has one statement on each attribute, and nothing else speaks of it yet.
    derive_anew(adding.records)
    return ready.count


def derive_anew(records: Iterable[uuid.UUID]) -> None:
    """A few records at a time: what is derived of them rests on all their rows, and a sheet brought many."""
    waiting = iter(sorted(records))
    while some := list(islice(waiting, RECORDS_AT_ONCE)):
        rebuild(partnerships=Partnership.objects.filter(pk__in=some))


class _Adding:
    """Knows what is the same for all chunks: the records, their events, the source, the next position of each list."""

    def __init__(
        self, own: Kind, records: set[uuid.UUID], *, by: Actor, at: datetime, batch: uuid.UUID, action: str, why: str
    ) -> None:
        self.own, self.by, self.at, self.batch, self.records = own, by, at, batch, records
        self.source = _source(by)
        self.key = cache(_key)
        made = series(batch, f"{own.code} event")
        self.events = {
            record: Event(
                id=next(made),
                at=at,
                by=by.label,
                by_user_id=by.user_id,
                office_id=by.office_id,
                action=action,
                record_kind="partnership",
                record_id=record,
                batch=batch,
                why=why,
            )
            for record in sorted(records)
        }
        last = own.model.objects.filter(partnership__in=records).values("partnership").annotate(last=Max("position"))
        self.positions = defaultdict(int, {each["partnership"]: each["last"] + 1 for each in last.order_by()})
        self.ids: dict[str, Iterator[uuid.UUID]] = {}
        who: dict[str, Any] = {"by": by.label, "at": at}
        self.statements = Filling(
            Statement,
            ("id", "subject_kind", "subject_id", "record_id", "attribute", "value", "term"),
            record_kind="partnership",
            source=self.source,
            place_kind="whole",
            kept_by_id=by.office_id,
            **who,
        )
        self.acceptances = Filling(Acceptance, ("id", "statement_id"), **who)
        self.changes = Filling(Change, ("event_id", "subject_kind", "subject_id", "after"))
        self.rows: dict[str, tuple[Filling, Any]] = {}

    def id(self, what: str) -> uuid.UUID:
        if what not in self.ids:
            self.ids[what] = series(self.batch, f"{self.own.code} {what}")
        return next(self.ids[what])

    def work_out(self, drafts: Sequence[Draft]) -> dict[str, list[list[Any]]]:
        """Table -> its rows, ready for the database."""
        for draft in drafts:
            row = self._row(self.own, draft.values, draft.words, draft.id)
            row.partnership_id = draft.record
            row.position = self.positions[draft.record]
            self.positions[draft.record] += 1
            self._enter(self.own, row, draft.values, draft.words, draft.record)
            for position, (code, values) in enumerate(draft.children):
                child = self._row(kind_called(code), values, {}, None)
                setattr(child, f"{kind_called(code).parent}_id", row.pk)
                child.position = position
                self._enter(kind_called(code), child, values, {}, draft.record)
        return {name: filling.taken() for name, filling in self._fillings()}

    def pour(self, rows: Mapping[str, list[list[Any]]]) -> None:
        """This will insert rows that were worked out; those that others refer to come first."""
        for name, filling in self._fillings():
            filling.pour(rows.get(name, []))

    def _fillings(self) -> Iterator[tuple[str, Filling]]:
        for code, (filling, _columns) in self.rows.items():
            yield code, filling
        yield from (("statement", self.statements), ("acceptance", self.acceptances), ("change", self.changes))

    def _row(self, own: Kind, values: Mapping[str, Any], words: Mapping[str, str], key: uuid.UUID | None) -> Any:
        row = own.model(id=key or self.id(f"{own.code} row"), kept_by_id=self.by.office_id)
        for code, value in values.items():
            attribute = own.attributes[code]
            if is_joined(own.model, attribute):
                raise NotImplementedError(f"{own.code}.{code} stands in a table between")
            told = filled(own.model, attribute, value, words=words.get(code, ""), key=self.key)
            for name, each in told.items():
                setattr(row, name, each)
        return row

    def _enter(
        self, own: Kind, row: Any, values: Mapping[str, Any], words: Mapping[str, str], record: uuid.UUID
    ) -> None:
        """The row itself, a statement that stands for each value, and one change for the history."""
        if own.code not in self.rows:
            self.rows[own.code] = (whole(own.model), attrgetter(*columns_of(own.model)))
        filling, columns = self.rows[own.code]
        filling.add(*columns(row))
        for code, value in values.items():
            key = self.id("statement")
            self.statements.add(key, own.code, row.pk, record, code, value, words.get(code, ""))
            self.acceptances.add(self.id("acceptance"), key)
        self.changes.add(self.events[record].pk, own.code, row.pk, dict(values))


def _key(code: str, value: Any) -> Any:
    """The key that a reference means. What lies within the record itself is told by its id, and may be a row of this
    very batch that is not written yet."""
    return uuid.UUID(value) if code in WITHIN_ONE_RECORD and is_id(value) else primary_key(code, value)


def may_write_to(records: set[uuid.UUID], by: Actor, at: datetime) -> None:
    """Refuses (NotAllowed) who may not write to all of the partnerships, and (Refused) where one is gone. Holds them
    until the action ends. Causes four queries."""
    ties = {tie.pk: tie for tie in Partnership.objects.select_for_update().filter(pk__in=records).order_by("pk")}
    if missing := records - set(ties):
        raise Refused([Fault("partnership", "", "gone", {"id": str(one)}) for one in sorted(missing)])
    day = timezone.localdate(at)
    stakes: dict[uuid.UUID, dict[uuid.UUID, bool]] = defaultdict(dict)
    held = Stake.objects.filter(partnership__in=records, office=by.office_id, from_day__lte=day)
    for stake in held:
        if stake.to_day is None or stake.to_day > day:
            stakes[stake.partnership_id][stake.office_id] = stake.may_edit
    who = who_acts(by)
    for key, tie in ties.items():
        answer = may_edit(who, RecordFacts(tie.origin, tie.withdrawn_at is not None, stakes[key]))
        if isinstance(answer, Denied):
            raise NotAllowed(answer)
        if tie.withdrawn_at is not None:
            raise Refused([Fault("partnership", "", "withdrawn", {"why": tie.withdrawn_why})])


def _source(by: Actor) -> Source:
    office = Office.objects.filter(pk=by.office_id).first() if by.office_id else None
    if office is None:
        raise Refused([Fault("", "source", "no_source")])
    return source_of_office(office)[0]


@dataclass(frozen=True)
class Amendment:
    """A row to be changed, as it was read (``version``): clean values, rows to be added to it, and those of its rows
    that change (id -> values)."""

    kind: str
    id: uuid.UUID
    version: int
    values: Mapping[str, Any]
    words: Mapping[str, str] = field(default_factory=dict)
    children: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    changed_children: tuple[tuple[str, uuid.UUID, Mapping[str, Any]], ...] = ()


@transaction.atomic
def change_rows(
    *,
    record: Partnership,
    amendments: Iterable[Amendment],
    by: Actor,
    at: datetime,
    batch: uuid.UUID,
    action: str = "rows.change",
    why: str = "",
) -> Event | None:
    """This will change rows of one partnership that the acting office entered; None where all stood so already.

    Raises Refused (a row is gone, withdrawn, another office's, changed since it was read), NotAllowed.
    """
    writing = Writing(action=action, by=by, at=at, record=record, why=why, batch=batch)
    must_edit(by, writing.record, writing.day)
    source = writing.own_source()
    for one in amendments:
        row = _as_read(writing, one)
        say_anew(writing, row, one.values, source, _places(one.words))
        for code, values in one.children:
            writing.make(kind_called(code), values, parent=row, source=source, places={})
        for code, key, values in one.changed_children:
            child = writing.lock(kind_called(code).model(pk=key))
            if not writing.owns(child):
                raise Refused([Fault(code, "", "kept_by_another", {"id": str(key)})])
            say_anew(writing, child, values, source, {})
    return writing.close() if writing.changes else None


def _as_read(writing: Writing, one: Amendment) -> Any:
    row = writing.lock(kind_called(one.kind).model(pk=one.id))
    data = {"id": str(one.id)}
    if row.withdrawn_at is not None:
        raise Refused([Fault(one.kind, "", "withdrawn", {"why": row.withdrawn_why, **data})])
    if not writing.owns(row):
        raise Refused([Fault(one.kind, "", "kept_by_another", data)])
    if row.version != one.version:
        raise Refused([Fault(one.kind, "", "changed_meanwhile", data)])
    return row


def _places(words: Mapping[str, str]) -> dict[str, Place]:
    return {code: Place(term=text) for code, text in words.items()}
