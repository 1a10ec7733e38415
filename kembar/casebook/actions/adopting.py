"""Adopting a case: an office keeps a copy of it as its own record, with every statement and its place in a document.

The case stays what it is, told by documents. In the copy each row is the office's entry and each statement keeps its
source, so that the office can go on from what is known, correct it, and still show who said what.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kembar.access.actions import join_partnership
from kembar.access.models import Office
from kembar.access.permissions import Denied, NotAllowed
from kembar.access.queries import who_acts
from kembar.access.roles import Permission
from kembar.audit.actions import Changed
from kembar.audit.actors import Actor
from kembar.audit.models import Event
from kembar.evidence.catalogue import Kind
from kembar.evidence.columns import held
from kembar.evidence.models import Acceptance, Statement
from kembar.partnerships.actions.refusals import Fault, Refused
from kembar.partnerships.actions.writing import Writing, acceptance_values
from kembar.partnerships.models import Partnership, Party
from kembar.partnerships.queries.slugs import free_address
from kembar.partnerships.queries.whereabouts import kind_of, subtree

NOT_COPIED = {"origin", "kept_by", "version", "adopted_from", "confirmed_at", "confirmed_by", "slug", "is_published"}


@dataclass(frozen=True)
class Adopted:
    """The office's record of a case. No event: the office had adopted it before, and nothing was written."""

    partnership: Partnership
    event: Event | None


@transaction.atomic
def adopt_case(*, case: Partnership, by: Actor, at: datetime, why: str = "") -> Adopted:
    """This will copy a case into a live record of the acting office, once; asked again it returns that record.

    Only a case to which the government of the office is a party. Raises Refused, NotAllowed.
    """
    office = _office_of(by)
    _is_ours(case, office)
    earlier = adopted_by(office, case)
    if earlier is not None:
        return Adopted(earlier, None)
    writing = Writing(action="case.adopt", by=by, at=at, record=None, why=why)
    copier = _Copier(writing, case, office)
    tie = copier.copy_rows()
    copier.copy_statements()
    side = next((one.side for one in copier.parties if one.government_id == office.government_id), "")
    _stake, change = join_partnership(office.pk, tie.pk, writing.day, side)
    writing.changes.append(change)
    return Adopted(tie, writing.close())


def adopted_by(office: Office, case: Partnership) -> Partnership | None:
    """The standing record into which an office adopted a case; causes one query."""
    return Partnership.objects.filter(adopted_from=case, kept_by=office, withdrawn_at__isnull=True).first()


def _office_of(by: Actor) -> Office:
    who = who_acts(by)
    if not who.at(Permission.WRITE_RECORD):
        raise NotAllowed(who.denied())
    assert by.office_id is not None  # who acts for no office has no desk
    return Office.objects.select_for_update().get(pk=by.office_id)  # two colleagues at once adopt it once


def _is_ours(case: Partnership, office: Office) -> None:
    if case.origin != "casebook" or case.withdrawn_at is not None:
        raise Refused([Fault("partnership", "", "not_a_case")])
    parties = Party.objects.filter(partnership=case, withdrawn_at__isnull=True)
    if office.government_id is None or not parties.filter(government=office.government_id).exists():
        raise NotAllowed(Denied("stake"))


class _Copier:
    """Copies the rows of one case and what is said of them; what refers to a row of the case refers to its copy."""

    def __init__(self, writing: Writing, case: Partnership, office: Office) -> None:
        self.writing, self.case, self.office = writing, case, office
        self.rows = subtree(case)
        self.new_ids = {row.pk: uuid.uuid4() for row in self.rows}
        self.by_text = {str(old): str(new) for old, new in self.new_ids.items()}
        self.parties = [row for row in self.rows if isinstance(row, Party)]

    def copy_rows(self) -> Partnership:
        """This will write the copies, what is referred to before what refers to it, and return the partnership."""
        waiting = list(self.rows)
        written: set[uuid.UUID] = set()
        while waiting:
            ready = [row for row in waiting if not (self._refers_to(row) - written)]
            if not ready:
                raise AssertionError("rows of a case refer to each other in a circle")
            for row in ready:
                self._copy(row)
                written.add(row.pk)
            waiting = [row for row in waiting if row.pk not in written]
        return self.writing.record  # type: ignore[no-any-return]

    def _refers_to(self, row: Any) -> set[uuid.UUID]:
        """The rows of the case that a row belongs or refers to, beside itself."""
        found = {getattr(row, one.attname) for one in row._meta.concrete_fields if one.is_relation}
        return (found & set(self.new_ids)) - {row.pk}

    def _copy(self, row: Any) -> None:
        own = kind_of(row)
        values = {one.attname: self._moved(getattr(row, one.attname)) for one in row._meta.concrete_fields}
        kept = {name: value for name, value in values.items() if name.removesuffix("_id") not in NOT_COPIED}
        made = own.model(**kept | {"origin": "live", "kept_by": self.office})
        if isinstance(made, Partnership):
            made.adopted_from = self.case
            made.slug = free_address(self.parties, made.form)
        made.save(force_insert=True)
        self.writing.note_made(made, self._told(own, made))

    def _told(self, own: Kind, made: Any) -> dict[str, Any]:
        """The values that the columns of a row hold, as history keeps them."""
        told = {attribute.code: held(made, attribute) for attribute in own}
        return {code: value for code, value in told.items() if value is not None}

    def copy_statements(self) -> None:
        """This will write each statement on the case anew, with its source and place, and accept what was accepted."""
        said = Statement.objects.filter(subject_id__in=self.new_ids, withdrawn_at__isnull=True)
        new_of: dict[uuid.UUID, Statement] = {}
        for one in said.order_by("at", "id"):
            old = one.pk
            one.pk = uuid.uuid4()
            one.subject_id, one.record_id = self.new_ids[one.subject_id], self.new_ids[self.case.pk]
            one.value = self._value(one.value)
            one.kept_by_id, one.by, one.at = self.office.pk, self.writing.by.label, self.writing.at
            one._state.adding = True
            new_of[old] = one
        accepted = []
        for each in Acceptance.objects.filter(statement__in=new_of).order_by("at", "id"):
            statement = new_of[each.statement_id]
            accepted.append(Acceptance(statement=statement, why=each.why, by=self.writing.by.label, at=self.writing.at))
        Statement.objects.bulk_create(new_of.values(), batch_size=500)
        Acceptance.objects.bulk_create(accepted, batch_size=500)
        for statement in new_of.values():
            self.writing.note_said(statement)
        changes = [Changed("acceptance", one.pk, "", None, acceptance_values(one)) for one in accepted]
        self.writing.changes.extend(changes)

    def _moved(self, value: Any) -> Any:
        return self.new_ids.get(value, value) if isinstance(value, uuid.UUID) else value

    def _value(self, value: Any) -> Any:
        """A value that names a row of the case names its copy; so does a verdict said of the whole tie."""
        if isinstance(value, dict):
            return {key: self._value(one) for key, one in value.items()}
        return self.by_text.get(value, value) if isinstance(value, str) else value
