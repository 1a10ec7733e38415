"""Bringing corpora in, describing, publishing and removing them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from kembar.access.models import Office, User
from kembar.access.permissions import Denied, NotAllowed
from kembar.access.queries import is_product, who_acts
from kembar.audit.actions import Changed, record
from kembar.audit.actors import Actor
from kembar.literature import shelf
from kembar.literature.models import Corpus, CorpusFile
from kembar.literature.permissions import Asker, may_bring, may_change, may_decide

RESERVED = frozenset({"baru", "peta", "jaringan"})
"""Addresses below /pustaka/ that are no corpus."""


@dataclass(frozen=True)
class Kept:
    """A file whose bytes lie on the shelf already."""

    name: str
    sha256: str
    size: int


@transaction.atomic
def bring_in(
    *,
    title: str,
    about: str = "",
    kind: str = Corpus.RECORDS,
    files: Sequence[Kept],
    office: Office | None = None,
    by: Actor,
    at: datetime,
) -> Corpus:
    """This will make a corpus of files, waiting to be read. For an office by its member, else for the account alone."""
    _allow(may_bring(_asker(by)), by)
    if office is not None and not is_product(by) and not _asker(by).is_member(office.id):
        raise NotAllowed(Denied("no_office"))
    corpus = Corpus.objects.create(
        slug=_free_slug(title),
        kind=kind,
        title={"": title},
        about={"": about} if about else {},
        office=office,
        owner=User.objects.filter(pk=by.user_id).first() if by.user_id is not None else None,
        created_at=at,
        created_by=by.label,
    )
    changes = [Changed("corpus", corpus.id, after={"title": title, "kind": kind, "slug": corpus.slug})]
    changes += _add(corpus, files, by, at)
    _tell("corpus.bring_in", corpus, changes, by, at)
    return corpus


@transaction.atomic
def add_files(*, corpus: Corpus, files: Sequence[Kept], by: Actor, at: datetime) -> list[Kept]:
    """This will add files to a corpus, to be read together with those it has; gives those that were new to it."""
    _allow(may_change(_asker(by), corpus), by)
    locked = Corpus.objects.select_for_update().get(pk=corpus.pk)
    known = set(locked.files.values_list("sha256", flat=True))
    fresh = [one for one in files if one.sha256 not in known]
    if fresh:
        _tell("corpus.add_files", locked, _add(locked, fresh, by, at), by, at)
    return fresh


@transaction.atomic
def take_out_file(*, file: CorpusFile, by: Actor, at: datetime) -> None:
    """This will take one file out of its corpus, which is then to be read anew."""
    _allow(may_change(_asker(by), file.corpus), by)
    corpus = Corpus.objects.select_for_update().get(pk=file.corpus_id)
    change = Changed("corpus_file", file.id, before=_values(file))
    sha256 = file.sha256
    file.delete()
    _mark_waiting(corpus)
    _tell("corpus.take_out_file", corpus, [change], by, at)
    _forget_when_done([sha256])


@transaction.atomic
def describe(*, corpus: Corpus, title: str, about: str, by: Actor, at: datetime) -> Corpus:
    """This will change what a corpus is called and what is said of it; its address stays."""
    _allow(may_change(_asker(by), corpus), by)
    return _set(corpus, {"title": {"": title}, "about": {"": about} if about else {}}, "corpus.describe", by, at)


@transaction.atomic
def publish(*, corpus: Corpus, is_published: bool, by: Actor, at: datetime) -> Corpus:
    """This will show a corpus to everybody, or take it back to its office or owner."""
    _allow(may_decide(_asker(by), corpus), by)
    return _set(corpus, {"is_published": is_published}, "corpus.publish", by, at)


@transaction.atomic
def remove(*, corpus: Corpus, by: Actor, at: datetime, why: str = "") -> None:
    """This will remove a corpus with its works; bytes that nothing else was read from go too."""
    _allow(may_decide(_asker(by), corpus), by)
    hashes = list(corpus.files.values_list("sha256", flat=True))
    before = {"title": corpus.title, "slug": corpus.slug, "works": corpus.works_count}
    record(
        action="corpus.remove",
        by=by,
        at=at,
        changes=[Changed("corpus", corpus.id, before=before)],
        record_kind="corpus",
        record_id=corpus.id,
        why=why,
    )
    corpus.delete()
    _forget_when_done(hashes)


def edition_of(files: Iterable[Kept | CorpusFile]) -> str:
    """A name for what the files hold together, in their order."""
    return hashlib.sha256("\n".join(one.sha256 for one in files).encode("ascii")).hexdigest()


def _asker(by: Actor) -> Asker:
    return Asker(who_acts(by), by.user_id)


def _allow(answer: Any, by: Actor) -> None:
    if not answer and not is_product(by):
        raise NotAllowed(answer)


def _add(corpus: Corpus, files: Sequence[Kept], by: Actor, at: datetime) -> list[Changed]:
    last = corpus.files.aggregate(last=Max("position"))["last"] or 0
    unique = list({one.sha256: one for one in files}.values())
    rows = CorpusFile.objects.bulk_create(
        [
            CorpusFile(
                corpus=corpus,
                position=last + number,
                file_name=one.name[:200],
                sha256=one.sha256,
                size=one.size,
                added_at=at,
                added_by=by.label,
            )
            for number, one in enumerate(unique, 1)
        ]
    )
    _mark_waiting(corpus)
    return [Changed("corpus_file", row.id, after=_values(row)) for row in rows]


def _values(file: CorpusFile) -> dict[str, Any]:
    return {"file_name": file.file_name, "sha256": file.sha256, "size": file.size}


def _mark_waiting(corpus: Corpus) -> None:
    corpus.state, corpus.share, corpus.doing = Corpus.WAITING, 0, ""
    corpus.save(update_fields=["state", "share", "doing"])


def _set(corpus: Corpus, values: Mapping[str, Any], action: str, by: Actor, at: datetime) -> Corpus:
    locked = Corpus.objects.select_for_update().get(pk=corpus.pk)
    changes = [
        Changed("corpus", locked.id, name, before=getattr(locked, name), after=value)
        for name, value in values.items()
        if getattr(locked, name) != value
    ]
    for name, value in values.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(values))
    if changes:
        _tell(action, locked, changes, by, at)
    return locked


def _tell(action: str, corpus: Corpus, changes: list[Changed], by: Actor, at: datetime) -> None:
    record(action=action, by=by, at=at, changes=changes, record_kind="corpus", record_id=corpus.id)


def _forget_when_done(hashes: Iterable[str]) -> None:
    def forget() -> None:
        for one in hashes:
            if not CorpusFile.objects.filter(sha256=one).exists():
                shelf.forget(one)

    transaction.on_commit(forget)


def _free_slug(title: str) -> str:
    base = slugify(title)[:60] or "pustaka"
    taken = set(Corpus.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)
