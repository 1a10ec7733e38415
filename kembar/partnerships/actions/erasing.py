"""Erasing a person from the register and from its history, leaving the fact of erasure."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from kembar.access.permissions import Denied, NotAllowed
from kembar.audit.actions import erase
from kembar.audit.actors import Actor
from kembar.audit.erasure import Names, without
from kembar.audit.models import Event
from kembar.evidence.catalogue import kinds
from kembar.evidence.models import Acceptance, Statement
from kembar.partnerships.actions.refusals import Fault, Refused
from kembar.partnerships.actions.writing import Writing
from kembar.partnerships.models import Name, Participant, Partnership, Person, Signature, Tenure
from kembar.partnerships.queries.rights import must_decide
from kembar.partnerships.queries.whereabouts import kind_of


@transaction.atomic
def erase_person(*, person: Person, why: str, by: Actor, at: datetime) -> Event:
    """This will remove what is kept about a person: names, titles, statements, and the name from history.

    That somebody signed, took part or held an office stays, without the name. One event tells that a person was erased,
    by whom, when and why; ``why`` must not name them. It cannot be undone. A person told of by the casebook stands in
    its files and would come back with them: refused (NotAllowed "casebook"). Raises Refused, NotAllowed.
    """
    writing = Writing(action="person.erase", by=by, at=at, record=person, why=why)
    must_decide(by, writing.record, writing.day)
    own = writing.record
    if own.origin == "casebook":
        raise NotAllowed(Denied("casebook"))
    if not writing.owns(own):
        raise NotAllowed(Denied("kept_by_another"))
    rows = _rows(own)
    names = Names.of(_spellings(own, rows), [own.slug])
    faults = [] if why.strip() else [Fault("person", "", "no_reason")]
    if names.are_in(why):
        faults.append(Fault("person", "", "reason_names_the_person"))
    if faults:
        raise Refused(faults)
    touched = set(Partnership.objects.filter(_naming(own)).values_list("pk", flat=True))
    _blank_rows(own)
    _blank_statements(own, rows, names)
    _blank_texts(touched, names)
    writing.also_bears_on(touched)
    writing.put(own, {"name": "", "slug": f"dihapus-{own.pk.hex[:12]}"})
    erase(subjects=rows, names=names)
    return writing.close(checked=False)


def _naming(person: Person) -> Q:
    """The partnerships in which the person signed or took part."""
    return Q(instruments__signatures__person=person) | Q(activities__participants__person=person)


def _rows(person: Person) -> set[uuid.UUID]:
    """What is about the person alone: history loses these values whole."""
    found = {person.pk}
    for model in (Name, Tenure):
        found |= set(model.objects.filter(person=person).values_list("pk", flat=True))
    said = Statement.objects.filter(subject_id__in=found).values_list("pk", flat=True)
    return found | set(said)


def _spellings(person: Person, rows: set[uuid.UUID]) -> set[str]:
    """Every name the person has or had here, as rows and as sources said it."""
    said = Statement.objects.filter(subject_id__in=rows, attribute__in=("name", "text"))
    found = {person.name, *person.names.values_list("text", flat=True), *said.values_list("value", flat=True)}
    return {one for one in found if isinstance(one, str)}


def _blank_rows(person: Person) -> None:
    Name.objects.filter(person=person).delete()
    Tenure.objects.filter(person=person).update(title={}, began_words="", ended_words="")
    Signature.objects.filter(person=person).update(full_powers="")
    Participant.objects.filter(person=person).update(text={})


def _blank_statements(person: Person, rows: set[uuid.UUID], names: Names) -> None:
    """Statements about the person go with their acceptances; elsewhere the name goes out of terms and values."""
    about = Statement.objects.filter(subject_id__in=rows, subject_kind__in=("person", "name"))
    Acceptance.objects.filter(statement__in=about).delete()
    about.delete()
    of_tenures = Statement.objects.filter(subject_id__in=rows, subject_kind="tenure")
    of_tenures.filter(attribute="title").delete()
    of_tenures.update(term="", credited="", note={})
    slugs = Statement.objects.filter(attribute="person", value=person.slug)
    slugs.update(value=f"dihapus-{person.pk.hex[:12]}", term="")
    for one in Statement.objects.filter(_any_of(("term", "credited"), names)):
        one.term, one.credited = (without(text, names) for text in (one.term, one.credited))
        one.save(update_fields=["term", "credited"])


def _blank_texts(partnerships: set[uuid.UUID], names: Names) -> None:
    """The name goes out of the texts of the records in which the person appears, and of what is said there."""
    for one in Statement.objects.filter(record_id__in=partnerships):
        value = without(one.value, names)
        if value != one.value:
            one.value = value
            one.save(update_fields=["value"])
    for tie in Partnership.objects.filter(pk__in=partnerships):
        for row in (tie, *_everything(tie)):
            _blank_text(row, names)


def _everything(tie: Partnership) -> list[Any]:
    """All rows of a partnership, standing or withdrawn."""
    found: list[Any] = []
    for one in kinds().values():
        if one.record == "partnership" and one.parent == "partnership":
            found += one.model.objects.filter(partnership=tie)
        elif one.record == "partnership" and one.parent:
            found += one.model.objects.filter(**{f"{one.parent}__partnership": tie})
    return found


def _blank_text(row: Any, names: Names) -> None:
    changed = []
    for attribute in kind_of(row):
        columns = [attribute.code, f"{attribute.code}_words"] if attribute.type == "date" else [attribute.code]
        for column in columns:
            value = getattr(row, column, None)
            if attribute.type != "reference" and isinstance(value, str | dict | list):
                clean = without(value, names)
                if clean != value:
                    setattr(row, column, clean)
                    changed.append(column)
    if changed:
        row.save(update_fields=changed)


def _any_of(columns: tuple[str, ...], names: Names) -> Q:
    found = Q(pk__in=[])
    for column in columns:
        for word in names.words:
            found |= Q(**{f"{column}__icontains": word})
    return found
