"""To what on a partnership or source can files be attached, and who may read them?

A file is as confidential as what it belongs to: one of a draft or a letter is for the offices, one of a signed paper or
an activity for the ministry above too, and for everybody once it was published by choice.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kembar.access.permissions import Allowed, Answer, Denied, Who
from kembar.access.roles import Permission
from kembar.audit.actions import Changed
from kembar.audit.actors import Actor
from kembar.evidence.actions import keep_edition
from kembar.evidence.models import Edition, Source
from kembar.files.holders import Holder, Subject, register
from kembar.files.models import Attachment
from kembar.partnerships import labels
from kembar.partnerships.models import Activity, Contact, Instrument, Partnership
from kembar.partnerships.permissions import Part, may_decide, may_decide_shared, may_edit, may_edit_shared, may_read
from kembar.partnerships.queries.rights import facts_for_rights
from kembar.ui import words


def register_all() -> None:
    register(OfPartnerships())
    register(OfSources())


class OfPartnerships(Holder):
    kind = "partnership"

    def find(self, key: uuid.UUID) -> Partnership | None:
        return Partnership.objects.filter(pk=key).first()

    def title(self, record: Partnership) -> str:
        return _local(record.name)

    def address(self, record: Partnership) -> str:
        return reverse("partnership", args=[record.slug])

    def subjects(self, record: Partnership) -> list[Subject]:
        """Causes three queries."""
        found = [Subject("partnership", record.pk, _("the cooperation as a whole"), may_be_public=True)]
        for paper in Instrument.objects.filter(partnership=record).order_by("date_earliest", "position"):
            word = labels.INSTRUMENT[paper.kind]
            is_draft = paper.status == "draft"
            found.append(_subject("instrument", paper, word, "", may_be_public=not is_draft, is_confidential=is_draft))
        for one in Activity.objects.filter(partnership=record).order_by("date_earliest", "position"):
            found.append(_subject("activity", one, labels.ACTIVITY[one.kind], _local(one.title), one.is_published))
        for letter in Contact.objects.filter(partnership=record).order_by("date_earliest", "position"):
            found.append(
                _subject("contact", letter, labels.CONTACT[letter.kind], _local(letter.subject), is_confidential=True)
            )
        return found

    def may_read(self, who: Who, record: Partnership, of: Iterable[Attachment], day: date) -> dict[uuid.UUID, Answer]:
        """Causes up to four queries, whatever the number of files."""
        attachments = list(of)
        facts = facts_for_rights(record, day)
        parts = _parts(attachments)
        answers = {part: may_read(who, facts, part) for part in set(parts.values())}
        return {key: answers[part] for key, part in parts.items()}

    def may_attach(self, who: Who, record: Partnership, day: date) -> Answer:
        return may_edit(who, facts_for_rights(record, day))

    def may_decide(self, who: Who, record: Partnership, day: date) -> Answer:
        return may_decide(who, facts_for_rights(record, day))


class OfSources(Holder):
    """A file of a source is an edition of it: lines and pages are cited of that very file."""

    kind = "source"

    def find(self, key: uuid.UUID) -> Source | None:
        return Source.objects.filter(pk=key).first()

    def title(self, record: Source) -> str:
        return str(record.title)

    def address(self, record: Source) -> str:
        return reverse("document", args=[record.code])

    def subjects(self, record: Source) -> list[Subject]:
        return [Subject("source", record.pk, _("the document itself"), may_be_public=True, is_confidential=True)]

    def may_read(self, who: Who, record: Source, of: Iterable[Attachment], day: date) -> dict[uuid.UUID, Answer]:
        return {one.pk: _may_read_source(who, record, one) for one in of}

    def may_attach(self, who: Who, record: Source, day: date) -> Answer:
        """To a document of the casebook whoever administers the instance adds its file; to others every office."""
        if record.origin == "casebook":
            return Allowed() if who.is_administrator else Denied("casebook" if who.is_signed_in else "sign_in")
        return may_edit_shared(who)

    def may_decide(self, who: Who, record: Source, day: date) -> Answer:
        return self.may_attach(who, record, day) if record.origin == "casebook" else may_decide_shared(who)

    def refuses(self, record: Source, sha256: str) -> str:
        editions = Edition.objects.filter(source=record)
        if record.origin != "casebook" or not editions.exists() or editions.filter(sha256=sha256).exists():
            return ""
        return "other_edition"

    def attached(self, record: Source, made: Attachment, *, lines: int, by: Actor) -> list[Changed]:
        return keep_edition(record, sha256=made.stored_id, file_name=made.name, lines=lines)


def _may_read_source(who: Who, record: Source, one: Attachment) -> Answer:
    if who.is_administrator or (one.is_published and one.withdrawn_at is None):
        return Allowed()
    desks = who.at(Permission.READ_OFFICE)
    if record.origin == "casebook" and desks and one.withdrawn_at is None:
        return Allowed()
    if any(desk.office == one.kept_by_id for desk in desks):
        return Allowed()
    return Denied("stake" if who.is_signed_in else "sign_in")


def _parts(of: list[Attachment]) -> dict[uuid.UUID, Part]:
    """Of which part of the record each file is. Causes a query for papers and one for activities, where there are."""
    by_kind: dict[str, set[uuid.UUID]] = {"instrument": set(), "activity": set()}
    for one in of:
        by_kind.setdefault(one.subject_kind, set()).add(one.subject_id)
    papers = Instrument.objects.filter(pk__in=by_kind["instrument"], withdrawn_at__isnull=True)
    signed = set(papers.exclude(status="draft").values_list("pk", flat=True)) if by_kind["instrument"] else set()
    done = Activity.objects.filter(pk__in=by_kind["activity"], withdrawn_at__isnull=True, is_published=True)
    published = set(done.values_list("pk", flat=True)) if by_kind["activity"] else set()
    return {one.pk: _part(one, signed, published) for one in of}


def _part(one: Attachment, signed: set[uuid.UUID], published: set[uuid.UUID]) -> Part:
    is_chosen = one.is_published and one.withdrawn_at is None
    if one.subject_kind == "instrument":
        if one.subject_id not in signed:
            return Part.CONFIDENTIAL
        return Part.PUBLIC if is_chosen else Part.RECORD
    if one.subject_kind == "activity":
        return Part.PUBLIC if is_chosen and one.subject_id in published else Part.RECORD
    if one.subject_kind == "partnership":
        return Part.PUBLIC if is_chosen else Part.RECORD
    return Part.CONFIDENTIAL


def _subject(
    kind: str, row: Any, word: Any, title: str, may_be_public: bool = False, is_confidential: bool = False
) -> Subject:
    when = words.edtf(row.date, get_language() or "id") if row.date else ""
    label = ", ".join(filter(None, (str(word), when))) + (f": {title}" if title else "")
    stands = row.withdrawn_at is None
    return Subject(kind, row.pk, label, may_be_public, row.date_earliest, is_confidential, stands)


def _local(text: dict[str, str] | None) -> str:
    told = text or {}
    return told.get((get_language() or "id")[:2]) or next(iter(told.values()), "")
