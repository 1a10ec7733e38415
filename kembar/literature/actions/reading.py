"""Reading the files of a corpus into works, telling how far it has come.

A reading that was killed leaves what was there before: the works are exchanged in one transaction, and whoever looks
at the corpus later begins it anew (``is_stuck``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kembar.audit.actions import Changed, record
from kembar.audit.actors import Actor
from kembar.literature import shelf
from kembar.literature.actions.corpora import edition_of
from kembar.literature.duplicates import Merge
from kembar.literature.frames import row_of
from kembar.literature.intake import Intake, take_in
from kembar.literature.models import Corpus, Work
from kembar.literature.readers import NUMBERED
from kembar.literature.records import Record

SILENT = timedelta(seconds=60)
"""A reading that has told nothing for so long is taken for dead: its process ended."""
BATCH = 1000
SHARE_OF = {"read": (0, 30), "merge": (30, 35), "write": (35, 60), "exchange": (60, 100)}
"""Which part of the whole each stage is, in per cent, as measured on 20,000 records."""


def is_stuck(corpus: Corpus, at: datetime) -> bool:
    """Whether nobody reads a corpus that is to be read: it waits, or its reading has fallen silent."""
    if corpus.state == Corpus.WAITING:
        return True
    return corpus.state == Corpus.READING and (corpus.told_at is None or at - corpus.told_at > SILENT)


@transaction.atomic
def claim(*, corpus: Corpus, by: Actor, at: datetime) -> bool:
    """This will take the reading of a corpus upon oneself; False where somebody else has it."""
    locked = Corpus.objects.select_for_update().get(pk=corpus.pk)
    if not is_stuck(locked, at):
        return False
    locked.state, locked.share, locked.doing, locked.told_at = Corpus.READING, 0, "read", at
    locked.save(update_fields=["state", "share", "doing", "told_at"])
    return True


def read_corpus(*, corpus: Corpus, by: Actor, clock: Callable[[], datetime]) -> Corpus:
    """This will read a claimed corpus and write its works; ``clock`` is read as it goes, for progress and history."""
    files = list(corpus.files.all())
    last = -1

    def tell(stage: str, share: float) -> None:
        nonlocal last
        low, high = SHARE_OF[stage]
        now = int(low + share * (high - low))
        if now >= last + 2 or stage in ("merge", "exchange"):
            last = now
            Corpus.objects.filter(pk=corpus.pk).update(share=min(now, 100), doing=stage, told_at=clock())

    if corpus.kind == Corpus.MAP:
        return finish_map(corpus=corpus, by=by, at=clock())
    found = take_in([(one.file_name, shelf.path_of(one.sha256)) for one in files], tell)
    return _keep(corpus, found, edition_of(files), by, clock, tell)


def _keep(
    corpus: Corpus,
    found: Intake,
    edition: str,
    by: Actor,
    clock: Callable[[], datetime],
    tell: Callable[[str, float], None],
) -> Corpus:
    """Rows are made before the transaction, so that others wait for the writing alone."""
    tell("write", 0.0)
    rows = rows_of(corpus, found.records, found.merges, lambda share: tell("write", share))
    tell("exchange", 0.0)
    with transaction.atomic():
        Work.objects.filter(corpus=corpus).delete()
        for begin in range(0, len(rows), BATCH):
            Work.objects.bulk_create(rows[begin : begin + BATCH])
        values = {
            "works_count": len(rows),
            "merged_count": len(found.merges),
            "edition": edition if rows else "",
            "result": found.result(),
            "state": Corpus.READY if rows else Corpus.FAILED,
            "share": 100,
            "doing": "",
            "told_at": clock(),
        }
        Corpus.objects.filter(pk=corpus.pk).update(**values)
        change = Changed("corpus", corpus.id, "works_count", before=corpus.works_count, after=len(rows))
        record(action="corpus.read", by=by, at=clock(), changes=[change], record_kind="corpus", record_id=corpus.id)
    corpus.refresh_from_db()
    return corpus


@transaction.atomic
def finish_map(*, corpus: Corpus, by: Actor, at: datetime) -> Corpus:
    """This will mark a map from a file as ready; the file was checked before it was brought in."""
    values = {
        "state": Corpus.READY,
        "share": 100,
        "doing": "",
        "told_at": at,
        "edition": edition_of(corpus.files.all()),
    }
    Corpus.objects.filter(pk=corpus.pk).update(**values)
    corpus.refresh_from_db()
    return corpus


def rows_of(
    corpus: Corpus, records: list[Record], merges: list[Merge], tell: Callable[[float], None] | None = None
) -> list[Work]:
    """The rows of records, each with what was merged into it; ``tell`` hears the share done."""
    into: dict[int, list[dict[str, Any]]] = defaultdict(list)
    place = {id(one): number for number, one in enumerate(records)}
    for merge in merges:
        dropped = merge.dropped
        into[place[id(merge.kept)]].append(
            {
                "title": dropped.title,
                "file": dropped.source,
                "line": dropped.line,
                "by": merge.by,
                "numbered": dropped.format in NUMBERED,
            }
        )
    rows = []
    for number, one in enumerate(records):
        rows.append(row_of(one, corpus, number + 1, into.get(number, [])))
        if tell and not number % BATCH:
            tell(number / len(records))
    return rows
