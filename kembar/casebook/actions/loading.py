"""Loading the casebook into the register and taking it out again, each as one action."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import models, transaction

from kembar.access.actors import Actor
from kembar.audit.actions import Changed, record
from kembar.casebook.files import DATA, NAMESPACE, BrokenCasebook, Fault, RowRead, Told, digest_of
from kembar.casebook.layout import Casebook, reference_id
from kembar.evidence.actions import rebuild_disputes
from kembar.evidence.columns import filled
from kembar.evidence.models import Acceptance, Citation, Edition, LawCitation, Reference, Source, Statement
from kembar.law.models import Act, Article, FieldList, ListedField
from kembar.literature.actions.casebook import rebuild_casebook_corpora, remove_casebook_corpora
from kembar.partnerships import models as register
from kembar.partnerships.actions import rebuild
from kembar.places.models import DataVersion
from kembar.places.models import Place as GazetteerPlace
from kembar.studies.actions import load_shipped, remove_shipped
from kembar.values.dates import columns

ORIGIN = "casebook"
ORDER = (
    "government",
    "organisation",
    "person",
    "name",
    "tenure",
    "partnership",
    "party",
    "link",
    "instrument",
    "number",
    "signature",
    "language_text",
    "instrument_field",
    "objective",
    "cost_share",
    "commitment",
    "activity",
    "participant",
    "contact",
    "event",
    "obstacle",
    "verdict",
    "motive",
    "hypothesis",
    "revival",
    "tally",
    "offer",
    "offer_candidate",
)


CHOSEN, REMOVED = "chosen", "removed"
"""Kept in place of the digest when somebody loaded a casebook of their own, or took it out: it then stays so."""


def _quiet(_done: int, _of: int, _what: str) -> None:
    return


@transaction.atomic
def load(
    *, book: Casebook, by: Actor, at: datetime, progress: Callable[[int, int, str], None] = _quiet
) -> dict[str, int]:
    """This will replace the casebook in the register by ``book`` and rebuild what is derived.

    Returns how many rows of each kind were written. Raises BrokenCasebook when a seat is not in the gazetteer.
    """
    held = _held_by_offices()
    _take_out()
    _seats_exist(book)
    writer = _Writer(by, at)
    progress(0, 4, "sources and law")
    writer.sources(book)
    writer.law(book)
    progress(1, 4, "rows")
    for code in ORDER:
        writer.rows(book.of(code))
    writer.joins(book)
    progress(2, 4, "statements")
    writer.statements(book)
    writer.citations(book)
    _give_back(held)
    progress(3, 4, "spans")
    rebuild_disputes()
    rebuild(partnerships=register.Partnership.objects.filter(origin=ORIGIN))
    rebuild_casebook_corpora(by=by, at=at)
    load_shipped(by=by, at=at)
    record(
        action="casebook.load",
        by=by,
        at=at,
        changes=[
            Changed(row.kind.code, row.id, after={**row.values, "key": row.key})
            for row in book.walk()
            if row.kind.code == "partnership"
        ],
        why=f"{len(book.rows)} records",
    )
    _remember(digest_of() if book.folder == DATA else CHOSEN, by=by, at=at)
    progress(4, 4, "done")
    return dict(writer.counts)


@transaction.atomic
def remove(*, by: Actor, at: datetime) -> int:
    """This will take every row of the casebook out; what live records refer to stays. Returns partnerships removed."""
    remove_shipped(by=by, at=at)
    number = _take_out()
    remove_casebook_corpora()
    if number:
        record(action="casebook.remove", by=by, at=at, why=f"{number} partnerships")
    _remember(REMOVED, by=by, at=at)
    return number


def is_current() -> bool:
    """Whether set-up should leave the casebook alone: the register holds it as the product's files are now, or one that
    somebody loaded from a folder of their own, or none because somebody took it out."""
    return DataVersion.objects.filter(name="casebook", sha256__in=(digest_of(), CHOSEN, REMOVED)).exists()


def _remember(edition: str, *, by: Actor, at: datetime) -> None:
    kept = {"sha256": edition, "loaded_at": at, "loaded_by": by.label}
    DataVersion.objects.update_or_create(name="casebook", defaults=kept)


def _take_out() -> int:
    cases = register.Partnership.objects.filter(origin=ORIGIN)
    number = cases.count()
    Statement.objects.filter(source__origin=ORIGIN, kept_by__isnull=True).delete()  # an office's reading is its own
    for counted in (register.Offer, register.Tally):
        counted.objects.filter(origin=ORIGIN).delete()
    register.Activity.objects.filter(origin=ORIGIN).delete()
    register.Commitment.objects.filter(origin=ORIGIN).delete()
    register.Instrument.objects.filter(origin=ORIGIN).update(predecessor=None)
    register.Instrument.objects.filter(origin=ORIGIN).delete()
    cases.delete()
    register.Tenure.objects.filter(origin=ORIGIN).delete()
    register.Name.objects.filter(origin=ORIGIN).delete()
    for who in (register.Person, register.Organisation, register.Government):
        _delete_unused(who)
    Source.objects.filter(origin=ORIGIN, statements__isnull=True).delete()
    return number


@dataclass(frozen=True)
class _Held:
    """What offices tied to cases: which case a record was adopted from, and links of records to cases."""

    adopted: dict[uuid.UUID, uuid.UUID]
    links: list[register.PartnershipLink]


def _held_by_offices() -> _Held:
    """What would go with the cases that are taken out, although they come back under the same ids."""
    adopted = register.Partnership.objects.filter(adopted_from__origin=ORIGIN)
    links = register.PartnershipLink.objects.exclude(origin=ORIGIN)
    touching = links.filter(other__origin=ORIGIN) | links.filter(partnership__origin=ORIGIN)
    return _Held(dict(adopted.values_list("pk", "adopted_from_id")), list(touching))


def _give_back(held: _Held) -> None:
    there = set(register.Partnership.objects.values_list("pk", flat=True))
    for record_id, case_id in held.adopted.items():
        if case_id in there:
            register.Partnership.objects.filter(pk=record_id).update(adopted_from=case_id)
    links = [one for one in held.links if {one.partnership_id, one.other_id} <= there]
    register.PartnershipLink.objects.bulk_create(links)


def _delete_unused(model: Any) -> None:
    """Deletes what nothing refers to; a live record keeps the governments it names."""
    rows = model.objects.filter(origin=ORIGIN)
    used: set[Any] = set()
    for relation in model._meta.related_objects:
        if relation.on_delete is models.PROTECT and relation.related_model is not model:
            name = relation.field.name
            used |= set(relation.related_model.objects.exclude(**{name: None}).values_list(name, flat=True))
    if model is register.Government:
        used |= _above(used | set(model.objects.exclude(origin=ORIGIN).values_list("pk", flat=True)))
    unused = rows.exclude(pk__in=used)
    if model is register.Government:
        unused.update(parent=None)
    unused.delete()


def _above(governments: set[Any]) -> set[Any]:
    """The governments that some governments are part of, up to the top."""
    found: set[Any] = set()
    level = governments
    while level:
        rows = register.Government.objects.filter(pk__in=level).exclude(parent=None)
        level = set(rows.values_list("parent", flat=True)) - found
        found |= level
    return found


def _seats_exist(book: Casebook) -> None:
    seated = (*book.of("government"), *book.of("organisation"))
    wanted = {int(row.values["seat"]): row for row in seated if "seat" in row.values}
    found = set(GazetteerPlace.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    faults = [
        Fault(row.file, row.key, "seat_not_in_gazetteer", {"value": number})
        for number, row in wanted.items()
        if number not in found
    ]
    if faults:
        raise BrokenCasebook(faults)


class _Writer:
    """Turns what was read into rows of the tables, a kind at a time."""

    def __init__(self, by: Actor, at: datetime) -> None:
        self.by = by
        self.at = at
        self.counts: dict[str, int] = defaultdict(int)

    def sources(self, book: Casebook) -> None:
        for one in book.sources:
            Source.objects.update_or_create(
                code=one["code"],
                defaults={
                    "id": uuid.uuid5(NAMESPACE, f"source:{one['code']}"),
                    "kind": one["kind"],
                    "title": one["title"],
                    "title_language": one.get("title_language", "id"),
                    "authors": one.get("authors") or [],
                    "description": one.get("description") or {},
                    "question": one.get("question") or {},
                    "question_place": str(one.get("question_place") or ""),
                    "computed": one.get("computed") or [],
                    "unanswered": one.get("unanswered") or [],
                    "origin": ORIGIN,
                    **columns("date", str(one.get("date") or ""), one.get("date_words") or ""),
                },
            )
        by_code = {source.code: source for source in Source.objects.filter(origin=ORIGIN)}
        self.source_of = by_code
        for one in book.editions:
            Edition.objects.update_or_create(
                source=by_code[one["code"]],
                sha256=one["sha256"],
                defaults={"file_name": one["file_name"], "lines": one["lines"]},
            )

    def law(self, book: Casebook) -> None:
        for one in book.acts:
            self._act(one)
        for one in book.acts:
            if one.get("repealed_by"):
                later = Act.objects.get(slug=one["repealed_by"])
                Act.objects.filter(slug=one["slug"]).update(repealed_by=later)
        for one in book.field_lists:
            act = Act.objects.filter(slug=one.get("act") or "").first()
            field_list, _made = FieldList.objects.update_or_create(
                code=one["code"],
                defaults={
                    "name": one["name"],
                    "effect": one["effect"],
                    "act": act,
                    "places": one.get("places") or [],
                },
            )
            for number, entry in enumerate(one["entries"]):
                ListedField.objects.update_or_create(
                    field_list=field_list,
                    code=str(entry["code"]),
                    defaults={
                        "id": uuid.uuid5(NAMESPACE, f"listed:{one['code']}.{entry['code']}"),
                        "says": entry["says"],
                        "position": number,
                    },
                )
        listed = {f"{one.field_list_id}.{one.code}": one for one in ListedField.objects.all()}
        for number, one in enumerate(book.fields):
            row, _made = register.Field.objects.update_or_create(
                code=one["code"],
                defaults={"name": one["name"], "words": one.get("words") or [], "position": number},
            )
            row.listed.set([listed[code] for code in one.get("listed") or ()])

    def _act(self, one: dict[str, Any]) -> None:
        act, _made = Act.objects.update_or_create(
            slug=one["slug"],
            defaults={
                "id": uuid.uuid5(NAMESPACE, f"act:{one['slug']}"),
                "kind": one["kind"],
                "number": str(one.get("number") or ""),
                "year": one.get("year"),
                "issuer": one.get("issuer") or {},
                "title": one.get("title") or {},
                "about": one["about"],
                "note": one.get("note") or {},
                "exists": one.get("exists", True),
                "verified": bool(one.get("verified")),
                "evidence": one.get("evidence") or [],
                **columns("began", str(one.get("began") or ""), one.get("began_words") or ""),
                **columns("ended", str(one.get("ended") or ""), one.get("ended_words") or ""),
            },
        )
        for article in one.get("articles") or ():
            Article.objects.update_or_create(
                act=act,
                number=str(article["number"]),
                defaults={
                    "says": article["says_text"],
                    "verified": bool(article.get("verified")),
                    "evidence": article.get("evidence") or [],
                    **columns("began", str(article.get("began") or one.get("began") or "")),
                    **columns("ended", str(article.get("ended") or one.get("ended") or "")),
                },
            )

    def rows(self, rows: list[RowRead]) -> None:
        if not rows:
            return
        model = rows[0].kind.model
        made = [model(**self._columns(row)) for row in rows]
        model.objects.bulk_create(made, ignore_conflicts=rows[0].kind.code in ("government", "organisation", "person"))
        self.counts[rows[0].kind.code] += len(made)

    def _columns(self, row: RowRead) -> dict[str, Any]:
        names = {field.name for field in row.kind.model._meta.get_fields()}
        made: dict[str, Any] = {"id": row.id}
        if "position" in names:
            made |= {"position": row.position, "origin": ORIGIN}
        if row.parent:
            made[f"{row.parent.kind.code}_id"] = row.parent.id
        if "slug" in names:
            made["slug"] = row.key.partition(":")[2]
        for attribute in row.kind:
            value = row.values.get(attribute.code)
            if value is not None and attribute.code not in row.disputed:
                words = row.words.get(attribute.code, "")
                made |= filled(row.kind.model, attribute, value, words=words, key=partial(reference_id, row))
        return made

    def joins(self, book: Casebook) -> None:
        for row in book.of("government"):
            if row.values.get("adjoins"):
                own = register.Government.objects.get(pk=row.id)
                others = [str(reference_id(row, "government", slug)) for slug in row.values["adjoins"]]
                own.adjoins.set(register.Government.objects.filter(pk__in=others))

    def statements(self, book: Casebook) -> None:
        made: list[Statement] = []
        accepted: list[Acceptance] = []
        for row in book.walk():
            for number, told in enumerate(row.told):
                statement = self._statement(row, row, told, number)
                made.append(statement)
                if told.stands:
                    accepted.append(
                        Acceptance(
                            id=uuid.uuid5(statement.id, "acceptance"),
                            statement=statement,
                            why=row.why.get(told.attribute) or {},
                            by=self.by.label,
                            at=self.at,
                        )
                    )
                if row.kind.code == "verdict" and told.attribute == "value":
                    made.append(self._verdict(row, told, number))
        Statement.objects.bulk_create(made, batch_size=500)
        Acceptance.objects.bulk_create(accepted, batch_size=500)
        self.counts["statement"] += len(made)

    def _statement(self, subject: RowRead, row: RowRead, told: Told, number: int) -> Statement:
        owner = row.record()
        return Statement(
            id=uuid.uuid5(row.id, f"{told.attribute}#{number}"),
            subject_kind=subject.kind.code,
            subject_id=subject.id,
            record_kind=owner.kind.code,
            record_id=owner.id,
            attribute=told.attribute,
            value=told.value,
            stance=told.stance,
            complete=told.complete,
            about=told.about,
            source=self.source_of[told.place.source],
            place_kind="line" if told.place.line is not None else "whole",
            place="" if told.place.line is None else str(told.place.line),
            term=told.place.term,
            credited=told.credited,
            note=told.note,
            by=self.by.label,
            at=self.at,
        )

    def _verdict(self, row: RowRead, told: Told, number: int) -> Statement:
        """The judgement once more, as a statement on the partnership, so that verdicts can be held side by side."""
        value = {key: row.values.get(key) for key in ("dimension", "field", "date")} | {"value": told.value}
        statement = self._statement(row.record(), row, told, number)
        statement.id = uuid.uuid5(row.id, f"verdict#{number}")
        statement.attribute = "verdict"
        statement.value = value
        statement.credited = told.credited or row.values.get("author", "")
        return statement

    def citations(self, book: Casebook) -> None:
        Reference.objects.filter(source__origin=ORIGIN).delete()
        Reference.objects.bulk_create(
            [
                Reference(
                    source=self.source_of[one["source"]],
                    key=one["key"],
                    authors=one.get("authors") or [],
                    year=one.get("year"),
                    title=one["title"],
                    line=one["line"],
                    term=one["term"],
                )
                for one in book.references
            ]
        )
        Citation.objects.filter(source__origin=ORIGIN).delete()
        Citation.objects.bulk_create([self._citation(one) for one in book.citations])
        LawCitation.objects.filter(source__origin=ORIGIN).delete()
        LawCitation.objects.bulk_create(
            [
                LawCitation(
                    source=self.source_of[one["source"]],
                    line=one["line"],
                    term=one["term"],
                    kind=one["kind"],
                    number=str(one.get("number") or ""),
                    year=one.get("year"),
                    about=one.get("about") or "",
                    relation=one.get("relation") or "",
                    other=one.get("other") or [],
                    event_date=str(one.get("event_date") or ""),
                )
                for one in book.law_citations
            ]
        )

    def _citation(self, one: dict[str, Any]) -> Citation:
        case = one.get("partnership")
        return Citation(
            source=self.source_of[one["source"]],
            line=one["line"],
            term=one["term"],
            authors=one.get("authors") or [],
            year=one.get("year"),
            record_kind="partnership" if case else "",
            record_id=uuid.uuid5(NAMESPACE, f"partnership:{case}") if case else None,
            event_date=str(one.get("event_date") or ""),
        )
