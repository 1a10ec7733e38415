"""Which files stand on a record, for whom; and do the bytes on the disk agree with the rows?"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from kembar.access.permissions import Allowed, Answer, Denied, Who
from kembar.access.queries import who_is
from kembar.files import store
from kembar.files.holders import Holder, Subject, holder_of
from kembar.files.models import Attachment, StoredFile

ON_ITS_WAY = timedelta(hours=1)


@dataclass(frozen=True)
class Shown:
    """An attachment with the thing it belongs to (None where that is gone)."""

    attachment: Attachment
    subject: Subject | None


def find(key: uuid.UUID) -> Attachment | None:
    """An attachment with its bytes' row and its office. Causes one query."""
    return Attachment.objects.select_related("stored", "kept_by").filter(pk=key).first()


def answer_for(who: Who, attachment: Attachment, day: date) -> tuple[Answer, Holder | None, Any]:
    """Whether somebody may read one file, with the record it stands on; a record that is gone is there for nobody."""
    holder = holder_of(attachment.record_kind)
    record = holder.find(attachment.record_id) if holder else None
    if holder is None or record is None:
        return Denied("stake"), None, None
    return holder.may_read(who, record, [attachment], day)[attachment.pk], holder, record


def readable(who: Who, holder: Holder, record: Any, pk: uuid.UUID, *, today: date, as_at: date) -> list[Shown]:
    """The files of a record that somebody may read, of what was there by ``as_at``, oldest first."""
    rows = Attachment.objects.filter(record_kind=holder.kind, record_id=pk).select_related("stored", "kept_by")
    found = list(rows)
    if not found:
        return []
    answers = holder.may_read(who, record, found, today)
    subjects = {(one.kind, one.id): one for one in holder.subjects(record)}
    shown = [Shown(one, subjects.get((one.subject_kind, one.subject_id))) for one in found if answers[one.pk]]
    return [one for one in shown if not (one.subject and one.subject.from_day and one.subject.from_day > as_at)]


def files_on(kind: str, record: Any, user: Any, *, today: date, as_at: date) -> list[Shown]:
    """The files of a record that a user may read, for the record's own page. One query where there are none."""
    holder = holder_of(kind)
    if holder is None or not Attachment.objects.filter(record_kind=kind, record_id=record.pk).exists():
        return []
    return readable(who_is(user), holder, record, record.pk, today=today, as_at=as_at)


def acting_office(user: Any, holder: Holder, record: Any, day: date) -> tuple[uuid.UUID | None, Answer]:
    """For which office a user attaches to a record: the first that may; with the answer where none may."""
    who = who_is(user)
    for desk in who.desks:
        if holder.may_attach(Who(True, who.is_administrator, (desk,)), record, day):
            return desk.office, Allowed()
    return None, holder.may_attach(who, record, day)


@dataclass(frozen=True)
class State:
    """What is wrong with the bytes; each a list of hashes or names."""

    rows: int
    size: int
    looked_at: int
    missing: tuple[str, ...]
    corrupt: tuple[str, ...]
    unused: tuple[str, ...]

    @property
    def is_well(self) -> bool:
        return not (self.missing or self.corrupt)


def state(*, at: datetime, sample: int | None = None, rng: Random | None = None) -> State:
    """Whether every file lies there with its number of bytes, and unused ones; the bytes of ``sample`` files drawn by
    ``rng`` (None: of all) are read and held against their hash."""
    kept = dict(StoredFile.objects.filter(purged_at__isnull=True).values_list("sha256", "size"))
    missing = sorted(sha for sha in kept if not store.place_of(sha).is_file())
    there = sorted(set(kept) - set(missing))
    wrong = {sha for sha in there if not store.is_whole(sha, kept[sha])}
    chosen = there if sample is None or rng is None or len(there) <= sample else rng.sample(there, sample)
    wrong |= {sha for sha in chosen if sha not in wrong and not store.matches(sha)}
    found = tuple(name for name, _path in unused(at))
    return State(len(kept), sum(kept.values()), len(chosen), tuple(missing), tuple(sorted(wrong)), found)


_KEPT_ELSEWHERE: list[Callable[[], set[Path]]] = []


def also_keeps(paths: Callable[[], set[Path]]) -> None:
    """A subject with files of its own below the folder says, when it is ready, how to find them: they are in use."""
    _KEPT_ELSEWHERE.append(paths)


def unused(at: datetime) -> list[tuple[str, Path]]:
    """Files in the folder that no row keeps, older than an hour: a younger one may be on its way."""
    kept = set(StoredFile.objects.filter(purged_at__isnull=True).values_list("sha256", flat=True))
    places = {store.place_of(sha) for sha in kept}.union(*(found() for found in _KEPT_ELSEWHERE))
    before = (at - ON_ITS_WAY).timestamp()
    return [(name, path) for name, path in store.held() if path not in places and path.stat().st_mtime < before]


def digests(of: Iterable[str]) -> dict[str, Path]:
    """Where the bytes of these hashes lie, of those that do."""
    return {sha: path for sha in of if (path := store.place_of(sha)).is_file()}
