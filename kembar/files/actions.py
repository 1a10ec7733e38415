"""Attaching files, describing them, withdrawing them with a reason, and removing their bytes for good."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from kembar.access.permissions import Answer, Denied, NotAllowed
from kembar.access.queries import is_product, must_administer, who_acts
from kembar.audit.actions import Changed, erase, record
from kembar.audit.actors import Actor
from kembar.audit.erasure import Names
from kembar.audit.models import Event
from kembar.files import names, store
from kembar.files.content import NotAccepted, encoding_of
from kembar.files.holders import Holder, Subject, holder_of
from kembar.files.models import Attachment, StoredFile
from kembar.files.store import Received

DESCRIBED = ("title", "language", "is_published")


class ChangedMeanwhile(Exception):
    """Somebody else described the file since it was read; ``stands`` is how it is now."""

    def __init__(self, stands: Attachment) -> None:
        self.stands = stands
        super().__init__(f"version {stands.version}")


@transaction.atomic
def attach(
    *,
    record_kind: str,
    record_id: uuid.UUID,
    subject_kind: str,
    subject_id: uuid.UUID,
    received: Received,
    name: str,
    by: Actor,
    at: datetime,
    title: str = "",
    language: str = "",
    is_published: bool = False,
    why: str = "",
) -> Attachment:
    """This will keep received bytes and attach them to one thing on a record.

    Raises NotAccepted (also where the same file is there already, or was removed for good), NotAllowed. Bytes are put
    to their place before the transaction ends; where it fails they lie there unused until they are tidied away.
    """
    holder, found = _record(record_kind, record_id)
    _must(holder.may_attach, by, found, at)
    subject = _subject(holder, found, subject_kind, subject_id, is_new=True)
    if is_published:
        _must_publish(holder, subject, by, found, at)
    kept_name = names.clean(name)
    stored = _stored(received, at)
    reason = holder.refuses(found, received.sha256)
    if reason:
        raise NotAccepted(reason, sha256=received.sha256)
    lines = _lines(received)
    store.keep(received)
    made = Attachment(
        stored=stored,
        record_kind=record_kind,
        record_id=record_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        name=kept_name,
        title=title.strip(),
        language=language,
        is_published=is_published,
        kept_by_id=by.office_id,
        attached_at=at,
        attached_by=by.label,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise NotAccepted("there_already") from error
    changes = [Changed("attachment", made.pk, after=_values(made)), *holder.attached(found, made, lines=lines, by=by)]
    _record_event("file.attach", made, changes, by, at, why)
    return made


@transaction.atomic
def describe(
    *,
    attachment: Attachment,
    expected_version: int,
    title: str,
    language: str,
    is_published: bool,
    by: Actor,
    at: datetime,
    why: str = "",
) -> Attachment:
    """This will change what is told of a file. Raises ChangedMeanwhile, NotAccepted, NotAllowed."""
    own, holder, found = _own(attachment, by, at)
    if own.version != expected_version:
        raise ChangedMeanwhile(own)
    if own.withdrawn_at is not None:
        raise NotAccepted("withdrawn")
    subject = _subject(holder, found, own.subject_kind, own.subject_id)
    if is_published and not own.is_published:
        _must_publish(holder, subject, by, found, at)
    before = _values(own)
    own.title, own.language, own.is_published = title.strip(), language, is_published
    changes = [
        Changed("attachment", own.pk, name, before[name], getattr(own, name))
        for name in DESCRIBED
        if before[name] != getattr(own, name)
    ]
    if changes:
        own.version += 1
        own.save(update_fields=[*DESCRIBED, "version"])
        _record_event("file.describe", own, changes, by, at, why)
    return own


@transaction.atomic
def withdraw(*, attachment: Attachment, why: str, by: Actor, at: datetime) -> Attachment:
    """This will withdraw a file: it stays for its offices, with the reason. For who attached it, or who decides."""
    own, _holder, _found = _own(attachment, by, at, deciding=True)
    if own.withdrawn_at is not None:
        raise NotAccepted("withdrawn")
    if not why.strip():
        raise NotAccepted("no_reason")
    own.withdrawn_at, own.withdrawn_by, own.withdrawn_why = at, by.label, why.strip()
    return _turn(own, "file.withdraw", None, {"at": at.isoformat(), "by": by.label, "why": own.withdrawn_why}, by, at)


@transaction.atomic
def restore(*, attachment: Attachment, by: Actor, at: datetime, why: str = "") -> Attachment:
    """This will let a withdrawn file stand again."""
    own, _holder, _found = _own(attachment, by, at, deciding=True)
    if own.withdrawn_at is None:
        return own
    twice = Attachment.objects.filter(subject_id=own.subject_id, stored=own.stored, withdrawn_at__isnull=True)
    if twice.exists():
        raise NotAccepted("there_already")
    before = {"at": own.withdrawn_at.isoformat(), "by": own.withdrawn_by, "why": own.withdrawn_why}
    own.withdrawn_at, own.withdrawn_by, own.withdrawn_why = None, "", ""
    return _turn(own, "file.restore", before, None, by, at, why)


@transaction.atomic
def purge(*, attachment: Attachment, why: str, by: Actor, at: datetime) -> int:
    """This will remove the bytes for good, wherever they are attached, and their names from history.

    For personal data that must go. That a file was there, when, and who removed it stays; ``why`` is kept and must
    name nobody. Not undone. Returns from how many places it went. For who administers the instance alone.
    """
    must_administer(by)
    if not why.strip():
        raise NotAccepted("no_reason")
    stored = StoredFile.objects.select_for_update().get(pk=attachment.stored_id)
    if stored.purged_at is not None:
        raise NotAccepted("purged")
    stored.purged_at, stored.purged_by = at, by.label
    stored.save(update_fields=["purged_at", "purged_by"])
    everywhere = list(Attachment.objects.select_for_update().filter(stored=stored))
    erase(subjects=[one.pk for one in everywhere], names=Names.of([]))
    for one in everywhere:
        one.name, one.title, one.is_published, one.version = "", "", False, one.version + 1
        one.save(update_fields=["name", "title", "is_published", "version"])
        gone = Changed("attachment", one.pk, "bytes", stored.sha256, None)
        _record_event("file.purge", one, [gone], by, at, why.strip())
    transaction.on_commit(lambda: store.remove(stored.sha256))
    return len(everywhere)


def tidy(*, by: Actor, at: datetime) -> list[str]:
    """This will remove files that nothing refers to, and those whose bytes had to go; returns their names.

    Left by an attaching or import that was killed. One that came in within the last hour stays: it may be on its way.
    """
    from kembar.files.queries import unused

    gone = unused(at)
    for _name, path in gone:
        path.unlink(missing_ok=True)
    found = [name for name, _path in gone]
    if found:
        with transaction.atomic():
            record(action="files.tidy", by=by, at=at, why=f"{len(found)} files")
    return found


# --- parts ----------------------------------------------------------------------------------------------------------


def _record(kind: str, key: uuid.UUID) -> tuple[Holder, Any]:
    holder = holder_of(kind)
    found = holder.find(key) if holder else None
    if holder is None or found is None:
        raise NotAllowed(Denied("stake"))
    return holder, found


def _must(rule: Any, by: Actor, found: Any, at: datetime) -> None:
    if is_product(by):
        return
    answer: Answer = rule(who_acts(by), found, timezone.localdate(at))
    if isinstance(answer, Denied):
        raise NotAllowed(answer)


def _must_publish(holder: Holder, subject: Subject, by: Actor, found: Any, at: datetime) -> None:
    if not subject.may_be_public:
        raise NotAccepted("never_public")
    _must(holder.may_decide, by, found, at)


def _subject(holder: Holder, found: Any, kind: str, key: uuid.UUID, *, is_new: bool = False) -> Subject:
    for one in holder.subjects(found):
        if (one.kind, one.id) == (kind, key) and (one.stands or not is_new):
            return one
    raise NotAccepted("no_such_subject")


def _own(attachment: Attachment, by: Actor, at: datetime, *, deciding: bool = False) -> tuple[Attachment, Holder, Any]:
    """The attachment, locked, for who may change it: its own office, and there who attached it or who decides."""
    own = Attachment.objects.select_for_update().select_related("stored").get(pk=attachment.pk)
    holder, found = _record(own.record_kind, own.record_id)
    is_mine = by.user_id is not None and own.attached_by == by.label
    _must(holder.may_decide if deciding and not is_mine else holder.may_attach, by, found, at)
    if not is_product(by) and own.kept_by_id != by.office_id:
        raise NotAllowed(Denied("kept_by_another"))
    if own.stored.purged_at is not None:
        raise NotAccepted("purged")
    return own, holder, found


def _stored(received: Received, at: datetime) -> StoredFile:
    found, _made = StoredFile.objects.get_or_create(
        sha256=received.sha256,
        defaults={"size": received.size, "kind": received.kind.code, "pages": received.pages, "stored_at": at},
    )
    if found.purged_at is not None:
        raise NotAccepted("purged_before", day=timezone.localdate(found.purged_at))
    return found


def _lines(received: Received) -> int:
    """Lines of a text, 0 for what has none."""
    if received.kind.code != "txt":
        return 0
    with received.path.open("rb") as file:
        encoding = encoding_of(file.read(4096)) or "utf-8"
    with received.path.open(encoding=encoding, errors="replace") as text:
        return sum(1 for _line in text)


def _values(one: Attachment) -> dict[str, Any]:
    return {
        "record": str(one.record_id),
        "subject_kind": one.subject_kind,
        "subject": str(one.subject_id),
        "name": one.name,
        "title": one.title,
        "language": one.language,
        "is_published": one.is_published,
        "sha256": one.stored_id,
        "size": one.stored.size,
    }


def _turn(own: Attachment, action: str, before: Any, after: Any, by: Actor, at: datetime, why: str = "") -> Attachment:
    own.version += 1
    own.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why", "version"])
    change = Changed("attachment", own.pk, "withdrawn", before, after)
    _record_event(action, own, [change], by, at, why or own.withdrawn_why)
    return own


def _record_event(action: str, one: Attachment, changes: list[Changed], by: Actor, at: datetime, why: str) -> Event:
    return record(
        action=action, by=by, at=at, changes=changes, record_kind=one.record_kind, record_id=one.record_id, why=why
    )
