"""One action under way: it locks the record, writes rows, statements and acceptances, and at the end checks the rows,
derives anew what rests on them, and writes the one event.

Every action of this subject is a few calls on a ``Writing``. Columns are filled in one place, ``follow``: they hold
what the newest acceptance among the statements that stand says, and are empty where none does.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError
from django.db.models import Max, Q
from django.utils import timezone

from kembar.access.models import Office
from kembar.audit.actions import Changed
from kembar.audit.actions import record as record_event
from kembar.audit.actors import Actor
from kembar.audit.models import Event
from kembar.evidence.actions import rebuild_disputes
from kembar.evidence.catalogue import Attribute, Kind
from kembar.evidence.columns import filled, held, is_joined
from kembar.evidence.models import Acceptance, Source, Statement
from kembar.evidence.office_sources import source_of_office
from kembar.partnerships.actions.derived import rebuild
from kembar.partnerships.actions.refusals import Fault, Refused, StillNeeded
from kembar.partnerships.actions.values import misfits
from kembar.partnerships.models import Partnership, Party, Verdict
from kembar.partnerships.queries.history import givers_to, makers_of
from kembar.partnerships.queries.slugs import free_slug
from kembar.partnerships.queries.whereabouts import (
    kind_of,
    model_of,
    parent_of,
    partnerships_of,
    primary_key,
    record_of_row,
    referring,
)

PLACES = ("line", "page", "section", "whole")


@dataclass(frozen=True)
class Place:
    """Where in a source something stands: ``number`` of a line, page or section; ``term``: the words found there."""

    kind: str = "whole"
    number: str = ""
    term: str = ""


@dataclass(frozen=True)
class Written:
    """What an action did. No event: there was nothing to write, because everything stands so already."""

    row: Any
    event: Event | None
    statements: tuple[Statement, ...] = ()
    states_otherwise: bool = False
    """The row is another office's: it stays, and statements of the own office now stand beside it."""


class Deriving:
    """What several actions of one transaction have touched, derived anew once at their end instead of after each."""

    def __init__(self) -> None:
        self.partnerships: set[uuid.UUID] = set()
        self.records: set[uuid.UUID] = set()

    def finish(self) -> None:
        """This will derive states, search words and disputes of all that was touched."""
        rebuild(partnerships=Partnership.objects.filter(pk__in=self.partnerships))
        if self.records:
            rebuild_disputes(records=self.records)
        self.partnerships, self.records = set(), set()


class Writing:
    """Collects what one action writes to one record. ``close`` must be its last call.

    With ``deriving`` the caller derives anew, after several actions on the same records.
    """

    def __init__(
        self,
        *,
        action: str,
        by: Actor,
        at: datetime,
        record: Any,
        why: str = "",
        batch: uuid.UUID | None = None,
        undoes: Event | None = None,
        deriving: Deriving | None = None,
    ) -> None:
        self.deriving = deriving
        self.action, self.by, self.at, self.why, self.batch, self.undoes = action, by, at, why, batch, undoes
        self.changes: list[Changed] = []
        self.said: list[Statement] = []
        self._rows: dict[uuid.UUID, Any] = {}
        self._dirty: dict[uuid.UUID, set[str]] = {}
        self._turned: set[uuid.UUID] = set()
        self._records: set[uuid.UUID] = set()
        self._before: set[uuid.UUID] = set()
        self._own_source: Source | None = None
        self._givers: set[uuid.UUID] | None = None
        self.record: Any = None if record is None else self.lock(record)

    @property
    def day(self) -> Any:
        """The day of the action in the zone of the instance."""
        return timezone.localdate(self.at)

    # --- rows --------------------------------------------------------------------------------------------------

    def lock(self, row: Any) -> Any:
        """The row as it stands in the database, held until the action ends; the same object each time."""
        if row.pk not in self._rows:
            found = type(row).objects.select_for_update().filter(pk=row.pk).first()
            if found is None:
                raise Refused([Fault(kind_of(row).code, "", "gone", {"id": str(row.pk)})])
            self._rows[row.pk] = found
        return self._rows[row.pk]

    def owns(self, row: Any) -> bool:
        """Whether the row is the acting office's own entry (for the product: one that no office keeps)."""
        return bool(row.origin == "live" and row.kept_by_id == self.by.office_id)

    def make(
        self,
        own: Kind,
        values: Mapping[str, Any],
        *,
        parent: Any,
        source: Source,
        places: Mapping[str, Place],
        key: uuid.UUID | None = None,
        slug: str = "",
    ) -> Any:
        """This will write a new row with its statements, each of which stands. ``key`` and ``slug``: those it has in
        the register it comes from, where they are free here."""
        row = own.model(kept_by_id=self.by.office_id)
        row.pk = key or row.pk
        if parent is not None:
            link = own.parent or kind_of(parent).code
            if link in own.attributes:  # a term of office below its person: told like all that is told of it
                values = {**values, link: str(getattr(parent, "slug", None) or parent.pk)}
            setattr(row, link, parent)
            row.position = _next_position(own.model, link, parent)
        if hasattr(row, "slug"):
            is_free = bool(slug) and not own.model.objects.filter(slug=slug).exists()
            row.slug = slug if is_free else free_slug(own.model, values)
        for attribute in own:
            for name, value in filled(own.model, attribute, values.get(attribute.code), key=primary_key).items():
                setattr(row, name, value)
        self._words(row, own, places)
        faults = misfits(row)
        if faults:
            raise Refused(faults)
        self._insert(row)
        told = {code: value for code, value in values.items() if value is not None}
        self.note_made(row, told)
        for code, value in told.items():
            if is_joined(own.model, own.attributes[code]):
                self._join(row, own.attributes[code], value)
            self.stand(self.say(row, code, value, source=source, place=places.get(code, Place())))
        self.judge(row, source, places)
        return row

    def _words(self, row: Any, own: Kind, places: Mapping[str, Place]) -> None:
        for code, place in places.items():
            is_date = code in own.attributes and own.attributes[code].type == "date"
            if is_date and getattr(row, code, None):
                setattr(row, f"{code}_words", place.term)

    def _insert(self, row: Any) -> None:
        try:
            row.save(force_insert=True)
        except IntegrityError as error:
            raise Refused([Fault(kind_of(row).code, "", "broken_rule", {"rule": str(error)})]) from error

    def _join(self, row: Any, attribute: Attribute, value: Any) -> None:
        keys = [primary_key(attribute.refers_to, one) for one in value or ()]
        getattr(row, attribute.code).set(model_of(attribute.refers_to).objects.filter(pk__in=keys))

    def put(self, row: Any, columns: Mapping[str, Any]) -> None:
        """This will change columns of a row; they are saved when the action closes."""
        if row.pk not in self._dirty:
            self._before |= self._bears_on([row])
        for name, value in columns.items():
            setattr(row, name, value)
        self._dirty.setdefault(row.pk, set()).update(columns)

    def follow(self, row: Any, codes: Iterable[str], otherwise: Mapping[str, Any] | None = None) -> None:
        """This will make the columns of attributes hold what stands. ``otherwise``: attribute -> value where no
        statement was ever accepted, as of rows older than statements."""
        own = kind_of(row)
        for code in codes:
            attribute = own.attributes[code]
            standing = standing_statement(row.pk, code)
            before = held(row, attribute)
            if standing is not None:
                value, words = (standing.value, standing.term) if standing.stance == "asserts" else (None, "")
            else:
                value, words = (otherwise or {}).get(code), ""
            if is_joined(own.model, attribute):
                self._join(row, attribute, value)
                self.put(row, {})
            else:
                self.put(row, filled(own.model, attribute, value, words=words, key=primary_key))
            after = held(row, attribute)
            if before != after:
                self.changes.append(Changed(own.code, row.pk, code, before, after))

    def turn(self, row: Any, withdrawn: Mapping[str, str] | None) -> None:
        """This will withdraw a row (``at``, ``by``, ``why``), or let it stand again (None)."""
        before = withdrawal(row)
        self.put(row, _withdrawal_columns(withdrawn))
        self._turned.add(row.pk)
        self.changes.append(Changed(kind_of(row).code, row.pk, "withdrawn", before, withdrawal(row)))

    # --- statements --------------------------------------------------------------------------------------------

    def own_source(self) -> Source:
        """The acting office as a source, made on first use; Refused for who acts for no office."""
        if self._own_source is None:
            office = Office.objects.filter(pk=self.by.office_id).first() if self.by.office_id else None
            if office is None:
                raise Refused([Fault("", "source", "no_source")])
            self._own_source, made = source_of_office(office)
            if made:
                kept = {"code": self._own_source.code, "office": str(office.id)}
                self.changes.append(Changed("source", self._own_source.id, "", None, kept))
        return self._own_source

    def say(
        self,
        subject: Any,
        attribute: str,
        value: Any,
        *,
        source: Source,
        place: Place,
        stance: str = "asserts",
        complete: bool = False,
        about: str = "",
        credited: str = "",
    ) -> Statement:
        """This will write one statement."""
        own, owner = kind_of(subject), record_of_row(subject)
        _fits(own, attribute, place, credited)
        statement = Statement.objects.create(
            subject_kind=own.code,
            subject_id=subject.pk,
            record_kind=kind_of(owner).code,
            record_id=owner.pk,
            attribute=attribute,
            value=value,
            stance=stance,
            complete=complete,
            about=about,
            source=source,
            place_kind=place.kind,
            place=place.number,
            term=place.term,
            credited=credited,
            kept_by_id=self.by.office_id,
            by=self.by.label,
            at=self.at,
        )
        self.note_said(statement)
        return statement

    def note_made(self, row: Any, told: Mapping[str, Any]) -> None:
        """This will count a row that was written for this action; the first is the record."""
        self.changes.append(Changed(kind_of(row).code, row.pk, "", None, dict(told)))
        self._rows[row.pk] = row
        if self.record is None:
            self.record = row

    def note_said(self, statement: Statement) -> None:
        """This will count a statement that was written for this action."""
        kept: dict[str, Any] = {"subject": str(statement.subject_id), "kind": statement.subject_kind}
        kept |= {"attribute": statement.attribute, "value": statement.value, "stance": statement.stance}
        kept |= {"source": statement.source.code, "place": statement.place, "term": statement.term}
        self.changes.append(Changed("statement", statement.pk, "", None, kept))
        self._records.add(statement.record_id)
        self.said.append(statement)

    def stand(self, statement: Statement, why: Mapping[str, str] | None = None) -> Acceptance:
        """This will let a statement stand: its acceptance is later than any other on the same attribute, even where
        the clock was put back."""
        others = Acceptance.objects.filter(
            statement__subject_id=statement.subject_id, statement__attribute=statement.attribute
        )
        newest = others.aggregate(newest=Max("at"))["newest"]
        at = self.at if newest is None else max(self.at, newest + timedelta(microseconds=1))
        made = Acceptance.objects.create(statement=statement, why=dict(why or {}), by=self.by.label, at=at)
        self.changes.append(Changed("acceptance", made.pk, "", None, acceptance_values(made)))
        return made

    def take_back(self, statements: Iterable[Statement], why: str) -> None:
        """This will withdraw statements: they were a mistake, or what replaces them was said."""
        for statement in statements:
            self.turn_statement(statement, {"at": self.at.isoformat(), "by": self.by.label, "why": why})

    def turn_statement(self, statement: Statement, withdrawn: Mapping[str, str] | None) -> None:
        before = withdrawal(statement)
        columns = _withdrawal_columns(withdrawn)
        for name, value in columns.items():
            setattr(statement, name, value)
        statement.save(update_fields=list(columns))
        self._records.add(statement.record_id)
        self.changes.append(Changed("statement", statement.pk, "withdrawn", before, withdrawal(statement)))

    def own_earlier(self, row: Any, attribute: str, source: Source) -> list[Statement]:
        """What the acting office said itself of an attribute, and what it read in this source before: a new entry of
        the office takes their place. What it noted of other sources stays."""
        own = self.own_source() if self.by.office_id else source
        found = Statement.objects.filter(
            subject_id=row.pk, attribute=attribute, kept_by_id=self.by.office_id, withdrawn_at__isnull=True, about=""
        )
        return list(found.filter(Q(source__in={source.pk, own.pk}) | Q(source__office__in=self._handed_over())))

    def _handed_over(self) -> set[uuid.UUID]:
        """The offices whose entries in this record were handed over to the acting office: their words are its own."""
        if self._givers is None:
            self._givers = givers_to(self.by.office_id, self.record.pk)
        return self._givers

    def judge(self, row: Any, source: Source, places: Mapping[str, Place]) -> None:
        """This will say a verdict once more of the whole tie, so that verdicts can be held side by side."""
        if not isinstance(row, Verdict):
            return
        self.take_back(_verdict_statements(row), "")
        value = {"dimension": row.dimension, "field": row.field_id, "date": row.date or None, "value": row.value}
        tie, place = parent_of(row), places.get("value", Place())
        value["row"] = str(row.pk)
        self.say(tie, "verdict", value, source=source, place=place, credited=row.author)

    # --- the end -----------------------------------------------------------------------------------------------

    def also_bears_on(self, partnerships: Iterable[uuid.UUID]) -> None:
        """This will have further partnerships derived anew."""
        self._before |= set(partnerships)

    def close(self, *, checked: bool = True) -> Event:
        """This will save and check the rows, derive anew what rests on them, and write the event.

        Not ``checked``: an erasure leaves rows without what they would need.
        """
        self._save(checked)
        self._nothing_hangs()
        touched = self._bears_on(self._rows.values()) | self._before
        deriving = self.deriving or Deriving()
        deriving.partnerships |= touched
        deriving.records |= self._records
        if self.deriving is None:
            deriving.finish()
        return record_event(
            action=self.action,
            by=self.by,
            at=self.at,
            changes=self.changes,
            record_kind=kind_of(self.record).code,
            record_id=self.record.pk,
            batch=self.batch,
            why=self.why,
            undoes=self.undoes,
        )

    def _bears_on(self, rows: Iterable[Any]) -> set[uuid.UUID]:
        """The partnerships whose states and search words the rows change; on a partnership's own page it alone."""
        if isinstance(self.record, Partnership):
            return {self.record.pk}
        return set(partnerships_of(rows).values_list("pk", flat=True))

    def _save(self, checked: bool) -> None:
        faults: list[Fault] = []
        for key, columns in self._dirty.items():
            row = self._rows[key]
            if checked and row.withdrawn_at is None:
                faults += misfits(row)
                faults += _lost(row)
            if faults:
                continue
            row.version += 1
            try:
                row.save(update_fields=[*sorted(columns), "version"])
            except IntegrityError as error:
                raise Refused([Fault(kind_of(row).code, "", "broken_rule", {"rule": str(error)})]) from error
        if faults:
            raise Refused(faults)

    def _nothing_hangs(self) -> None:
        """No row that stands may belong or refer to one that does not; a tie keeps two parties."""
        turned = [self._rows[key] for key in self._turned]
        gone = [row for row in turned if row.withdrawn_at is not None]
        left = referring(gone)
        if left:
            named = [(kind_of(row).code, row.pk) for row in left]
            faults = [Fault(code, "", "still_referred_to", {"id": str(key)}) for code, key in named]
            raise StillNeeded(faults, makers_of(row.pk for row in left), named)
        faults = [fault for row in turned if row.withdrawn_at is None for fault in _hanging(row)]
        for row in gone:
            faults += _lonely(row)
        if faults:
            raise Refused(faults)


def standing_statement(subject: uuid.UUID, attribute: str) -> Statement | None:
    """The statement that stands for an attribute: of those accepted and not withdrawn, the one accepted last."""
    found = Acceptance.objects.filter(
        statement__subject_id=subject, statement__attribute=attribute, statement__withdrawn_at__isnull=True
    )
    newest = found.select_related("statement__source").order_by("-at", "id").first()
    return newest.statement if newest else None


def withdrawal(row: Any) -> dict[str, str] | None:
    """When, by whom and why a row or statement was withdrawn, as history keeps it; None while it stands."""
    if row.withdrawn_at is None:
        return None
    return {"at": row.withdrawn_at.isoformat(), "by": row.withdrawn_by, "why": row.withdrawn_why}


def acceptance_values(one: Acceptance) -> dict[str, Any]:
    return {"statement": str(one.statement_id), "why": one.why, "by": one.by, "at": one.at.isoformat()}


def statements_of(row: Any) -> list[Statement]:
    """The standing statements on a row, by whomever, and its verdict as said of the whole tie."""
    found = list(Statement.objects.filter(subject_id=row.pk, withdrawn_at__isnull=True).order_by("at", "id"))
    return found + (_verdict_statements(row) if isinstance(row, Verdict) else [])


def _verdict_statements(row: Verdict) -> list[Statement]:
    said = Statement.objects.filter(subject_id=row.partnership_id, attribute="verdict", withdrawn_at__isnull=True)
    return list(said.filter(value__row=str(row.pk)))


def _withdrawal_columns(withdrawn: Mapping[str, str] | None) -> dict[str, Any]:
    if withdrawn is None:
        return {"withdrawn_at": None, "withdrawn_by": "", "withdrawn_why": ""}
    at = datetime.fromisoformat(withdrawn["at"])
    return {"withdrawn_at": at, "withdrawn_by": withdrawn["by"], "withdrawn_why": withdrawn["why"]}


def _fits(own: Kind, attribute: str, place: Place, credited: str) -> None:
    faults = []
    if place.kind not in PLACES:
        faults.append(Fault(own.code, attribute, "unknown_place_kind", {"value": place.kind}))
    if place.number and not (place.number.isascii() and place.number.isdigit() and len(place.number) <= 9):
        faults.append(Fault(own.code, attribute, "not_a_place_number", {"value": place.number}))
    for text, limit in ((place.term, 300), (credited, 200)):
        if len(text) > limit:
            faults.append(Fault(own.code, attribute, "too_long", {"limit": limit, "length": len(text)}))
        if "\x00" in text:
            faults.append(Fault(own.code, attribute, "unreadable_character"))
    if faults:
        raise Refused(faults)


def _lost(row: Any) -> list[Fault]:
    """Required attributes that no longer hold anything."""
    own = kind_of(row)
    return [
        Fault(own.code, attribute.code, "missing_attribute", {"attribute": attribute.code})
        for attribute in own
        if attribute.required and held(row, attribute) is None
    ]


def _hanging(row: Any) -> list[Fault]:
    own = kind_of(row)
    found = []
    for field in row._meta.concrete_fields:
        target = getattr(row, field.name) if field.is_relation else None
        if target is not None and getattr(target, "withdrawn_at", None) is not None:
            found.append(Fault(own.code, field.name, "refers_to_withdrawn", {"attribute": field.name}))
    return found


def _lonely(row: Any) -> list[Fault]:
    if not isinstance(row, Party) or row.partnership.withdrawn_at is not None:
        return []
    left = Party.objects.filter(partnership=row.partnership_id, withdrawn_at__isnull=True).count()
    return [Fault("partnership", "parties", "fewer_than_two_parties")] if left < 2 else []


def _next_position(model: Any, link: str, parent: Any) -> int:
    last = model.objects.filter(**{link: parent}).aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1
