"""Adding studies, coding them, saying what they bear on; loading the codings that ship."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from kembar.access.models import User
from kembar.access.permissions import Denied, NotAllowed, Who
from kembar.access.queries import is_product, who_is
from kembar.audit.actions import Changed, record
from kembar.audit.actors import Actor
from kembar.evidence.models import Reference, Statement
from kembar.studies.files import shipped
from kembar.studies.models import Bearing, Coding, Study
from kembar.studies.permissions import may_change, may_code
from kembar.studies.queries import known_codes, statements_of_ties
from kembar.studies.rules import ATTRIBUTES, OUR_READING, Fault, cleaned

NAMESPACE = uuid.UUID("5a1e9d2c-1d0b-5c67-9a55-2f0a7c1f0d11")


class Refused(ValueError):
    """A study or coding that cannot stand; ``faults`` names every value that is wrong."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{one.attribute} {one.code}: {one.value}" for one in faults))


class Conflict(Exception):
    """Somebody, perhaps the same person in another window, changed the coding since it was read."""

    def __init__(self, standing: Coding) -> None:
        self.standing = standing
        super().__init__(str(standing))


@dataclass(frozen=True)
class Added:
    """A study, and whether it was there already: the same DOI, or the same title and year."""

    study: Study
    is_new: bool


@transaction.atomic
def add_study(
    *,
    title: str,
    authors: Sequence[str],
    year: int | None,
    by: Actor,
    at: datetime,
    venue: str = "",
    doi: str = "",
    url: str = "",
) -> Added:
    """This will add a study, or return the one that is there under its DOI, else its title and year."""
    _must_code(by)
    found = Study.objects.filter(doi__iexact=doi).first() if doi else None
    found = found or Study.objects.filter(title__iexact=title, year=year).first()
    if found is not None:
        return Added(found, False)
    values = {"title": title, "authors": list(authors), "year": year, "venue": venue, "doi": doi, "url": url}
    study = Study.objects.create(
        **values, slug=_free_slug(authors, year, title), origin="entered", added_at=at, added_by=by.label
    )
    changes = [Changed("study", study.id, after={**values, "slug": study.slug})]
    record(action="study.add", by=by, at=at, changes=changes, record_kind="study", record_id=study.id)
    return Added(study, True)


@transaction.atomic
def code_study(
    *,
    study: Study,
    values: Mapping[str, Any],
    by: Actor,
    at: datetime,
    places: Mapping[str, str] | None = None,
    note: str = "",
    version: int = 0,
) -> Coding:
    """This will keep what the acting person makes of a study, in place of the own earlier coding.

    ``version`` is that of the coding that was shown (0: none). Raises Refused with every fault, Conflict when the
    coding has another version by now, NotAllowed.
    """
    _must_code(by)
    kept = _proper(values)
    coding = Coding.objects.select_for_update().filter(study=study, coder_id=by.user_id).first()
    if coding is not None and coding.version != version:
        raise Conflict(coding)
    coding = coding or Coding(study=study, coder_id=by.user_id, version=0)
    coding.coder_name = by.label
    return _write(coding, kept, places or {}, note, "study.code", by, at)


@transaction.atomic
def agree_on(
    *,
    study: Study,
    values: Mapping[str, Any],
    by: Actor,
    at: datetime,
    places: Mapping[str, str] | None = None,
    note: str = "",
    version: int = 0,
) -> Coding:
    """This will keep the final value of a study that its coders agreed on, beside what each of them coded.

    One of them writes it, for all who coded the study. Raises Refused where fewer than two did or a value is wrong,
    Conflict when somebody changed it meanwhile, NotAllowed for whoever did not code the study.
    """
    _must_code(by)
    standing = list(Coding.objects.filter(study=study, is_agreed=False, withdrawn_at__isnull=True))
    if by.user_id not in [one.coder_id for one in standing if one.coder_id is not None]:
        raise NotAllowed(Denied("not_a_coder"))
    if len(standing) < 2:
        raise Refused([Fault("agreed", "one_coder", "")])
    kept = _proper(values)
    coding = Coding.objects.select_for_update().filter(study=study, is_agreed=True).first()
    if coding is not None and coding.version != version:
        raise Conflict(coding)
    coding = coding or Coding(study=study, is_agreed=True, version=0)
    coding.coder_name = " & ".join(one.coder_name for one in standing)[:200]
    return _write(coding, kept, places or {}, note, "study.agree", by, at)


def _proper(values: Mapping[str, Any]) -> dict[str, Any]:
    kept, faults = cleaned(values, known_codes())
    if not kept and not faults:
        faults = (Fault("finding", "nothing_told", ""),)
    if faults:
        raise Refused(faults)
    return kept


def _write(
    coding: Coding,
    kept: Mapping[str, Any],
    places: Mapping[str, str],
    note: str,
    action: str,
    by: Actor,
    at: datetime,
) -> Coding:
    before = _as_kept(coding) if coding.version else {}
    coding.version += 1
    coding.coded_at, coding.note, coding.values = at, note, dict(kept)
    coding.places = {one: where for one, where in places.items() if one in kept and where}
    coding.withdrawn_at, coding.withdrawn_why = None, ""
    coding.save()
    _record(action, coding, before, _as_kept(coding), by, at)
    return coding


@transaction.atomic
def withdraw_coding(*, coding: Coding, why: str, by: Actor, at: datetime) -> Coding:
    """This will withdraw the own coding with a reason; it stays, and counts no more."""
    _must_own(coding, by)
    locked = Coding.objects.select_for_update().get(pk=coding.pk)
    if not why.strip():
        raise Refused([Fault("withdrawn_why", "no_reason", "")])
    if locked.withdrawn_at is not None:
        return locked
    before = _as_kept(locked)
    locked.withdrawn_at, locked.withdrawn_why, locked.version = at, why, locked.version + 1
    locked.save()
    _record("study.withdraw_coding", locked, before, _as_kept(locked), by, at, why)
    return locked


@transaction.atomic
def set_bearings(*, coding: Coding, stances: Mapping[uuid.UUID, str], by: Actor, at: datetime) -> int:
    """This will say which statements the study supports or contradicts in the own reading; "" takes a link away.

    Statements that are not named keep their links. Returns how many links changed.
    """
    _must_own(coding, by)
    known = set(Statement.objects.filter(pk__in=stances).values_list("pk", flat=True))
    there = {one.statement_id: one for one in coding.bearings.all()}
    changes = []
    for statement, stance in stances.items():
        if statement not in known or stance not in ("", "supports", "contradicts"):
            raise Refused([Fault("bearing", "no_such_code", f"{statement} {stance}")])
        link = there.get(statement)
        before = link.stance if link else ""
        if before == stance:
            continue
        if link and not stance:
            link.delete()
        elif link:
            link.stance = stance
            link.save(update_fields=["stance"])
        else:
            Bearing.objects.create(coding=coding, statement_id=statement, stance=stance)
        changes.append(Changed("bearing", statement, "stance", before, stance))
    if changes:
        study = coding.study_id
        record(action="study.bear", by=by, at=at, changes=changes, record_kind="study", record_id=study)
    return len(changes)


@transaction.atomic
def load_shipped(*, by: Actor, at: datetime) -> int:
    """This will put the coded studies that ship into the register, or bring them up to date; other people's codings
    stay. A study's authors, year and title come from the bibliography of its document. Returns how many there are."""
    kept: list[uuid.UUID] = []
    for file in shipped():
        works = {one.key: one for one in Reference.objects.filter(source__code=file.source)}
        for told in file.studies:
            work = works.get(told["key"])
            if work is None:
                continue  # the casebook in use is another, without this bibliography
            study = _shipped_study(file.source, told, work, by, at)
            kept.append(study.id)
            coding, _made = Coding.objects.update_or_create(
                id=uuid.uuid5(study.id, "coding"),
                defaults={
                    "study": study,
                    "coder": None,
                    "coder_name": file.coder["id"],
                    "values": cleaned(told, known_codes())[0],
                    "places": _places(file.source, told, work),
                    "coded_at": at,
                },
            )
            _bear(coding, file.source, told)
    unshipped = Study.objects.filter(origin="shipped").exclude(pk__in=kept)
    Coding.objects.filter(study__in=unshipped, coder=None, is_agreed=False).delete()
    unshipped.filter(codings=None).delete()
    record(action="study.load", by=by, at=at, record_kind="study", why=f"{len(kept)} studies")
    return len(kept)


@transaction.atomic
def remove_shipped(*, by: Actor, at: datetime) -> int:
    """This will take out the codings that ship, and each of their studies that nobody else coded."""
    removed, _kinds = Coding.objects.filter(study__origin="shipped", coder=None, is_agreed=False).delete()
    Study.objects.filter(origin="shipped", codings=None).delete()
    record(action="study.remove_shipped", by=by, at=at, record_kind="study")
    return removed


def _places(source: str, told: Mapping[str, Any], work: Reference) -> dict[str, str]:
    """Where each value is told: on the line that retells the study, or in its entry (``told["listed"]``), or both."""
    told_at, listed_at = f"{source}:{told['line']}", f"{source}:{work.line}"
    where = {"entry": listed_at, "both": f"{told_at}; {listed_at}"}
    return {one: where.get(told.get("listed", {}).get(one, ""), told_at) for one in ATTRIBUTES if told.get(one)}


def _shipped_study(source: str, told: Mapping[str, Any], work: Reference, by: Actor, at: datetime) -> Study:
    values = {
        "slug": told["key"],
        "title": work.title,
        "authors": work.authors,
        "year": work.year,
        "venue": told.get("venue", ""),
        "origin": "shipped",
        "told_in": source,
        "told_line": work.line,
    }
    study, _made = Study.objects.update_or_create(
        id=uuid.uuid5(NAMESPACE, f"{source}:{told['key']}"),
        defaults=values,
        create_defaults={**values, "added_at": at, "added_by": by.label},
    )
    return study


def _bear(coding: Coding, source: str, told: Mapping[str, Any]) -> None:
    """What the document tells of these cases on the line that retells the study, it tells on the study's word: not what
    is this register's own reading of it, and not a verdict that the document passes itself."""
    there = list(statements_of_ties(told["pairs"]).filter(source__code=source, place=str(told["line"])))
    judged_by = {one.subject_id: str(one.value) for one in there if one.attribute == "author"}
    who = str((coding.study.authors or [""])[0])
    said = [
        one
        for one in there
        if one.attribute not in OUR_READING.get(one.subject_kind, ())
        and (one.subject_kind != "verdict" or _is_of(who, judged_by.get(one.subject_id, "")))
    ]
    coding.bearings.all().delete()
    stances = {"asserts": "supports", "denies": "contradicts"}
    Bearing.objects.bulk_create(
        Bearing(id=uuid.uuid5(coding.id, str(one.pk)), coding=coding, statement_id=one.pk, stance=stances[one.stance])
        for one in said
        if one.stance in stances
    )


def _is_of(author: str, judged_by: str) -> bool:
    """Whether a verdict is the study's: its author's name may be spelled with a letter more in the text."""
    return author[:4].casefold() in judged_by.casefold()


def _must_code(by: Actor) -> None:
    answer = may_code(_who(by))
    if not answer and not is_product(by):
        raise NotAllowed(answer)  # type: ignore[arg-type]


def _who(by: Actor) -> Who:
    """A coding is its coder's, not an office's: the right may come from any of the offices worked for."""
    user = User.objects.filter(pk=by.user_id, is_active=True).first() if by.user_id is not None else None
    return who_is(user) if user is not None else Who()


def _must_own(coding: Coding, by: Actor) -> None:
    answer = may_change(_who(by), by.user_id, coding.coder_id)
    if not answer:
        raise NotAllowed(answer)  # type: ignore[arg-type]


def _as_kept(coding: Coding) -> dict[str, Any]:
    withdrawn = {"withdrawn": coding.withdrawn_why} if coding.withdrawn_at else {}
    return {**coding.values, "places": coding.places, "note": coding.note, **withdrawn}


def _record(
    action: str,
    coding: Coding,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by: Actor,
    at: datetime,
    why: str = "",
) -> None:
    changed = [one for one in (*before, *after) if before.get(one) != after.get(one)]
    changes = [Changed("coding", coding.id, one, before.get(one), after.get(one)) for one in dict.fromkeys(changed)]
    record(action=action, by=by, at=at, changes=changes, record_kind="study", record_id=coding.study_id, why=why)


def _free_slug(authors: Sequence[str], year: int | None, title: str) -> str:
    family = slugify(authors[0]) if authors else slugify(title)[:40]
    base = "-".join(one for one in (family or "studi", str(year) if year else "nd") if one)[:100]
    taken = set(Study.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
