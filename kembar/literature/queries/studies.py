"""Which studies does a source review, of which cases, and what do they tell together?

A study is an entry of the source's bibliography that is cited on a line where the source tells what stood in the way of
a case. The cases of a study are those told of on that line; where the citation itself names its case, that one alone.
Document 004 claims 20 studies (line 65) and 15 (line 57); by this rule 18 are found.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kembar.evidence.models import Citation, Reference, Statement
from kembar.literature.records import fold
from kembar.partnerships.models import Field, Obstacle, Partnership, StateSpan


@dataclass
class Study:
    """One study: its entry in the bibliography, the line it is cited on, its cases, and what is told of them."""

    reference: Reference
    line: int
    cases: list[Partnership] = field(default_factory=list)
    factors: set[str] = field(default_factory=set)
    causes: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Claim:
    """How many studies a source says it reviews, and where."""

    number: int
    line: str
    term: str


def studies_of(source_code: str) -> list[Study]:
    """The studies that a source reviews, in the order in which it tells them. Causes six queries."""
    told: dict[int, set[uuid.UUID]] = defaultdict(set)
    rows = Statement.objects.filter(
        source__code=source_code, subject_kind="obstacle", place_kind="line", withdrawn_at__isnull=True
    )
    for place, case in rows.values_list("place", "record_id"):
        told[int(place.partition("-")[0])].add(case)
    entries = list(Reference.objects.filter(source__code=source_code))
    found: dict[uuid.UUID, Study] = {}
    cases: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for one in Citation.objects.filter(source__code=source_code, line__in=list(told)).order_by("line"):
        entry = _entry_of(one, entries)
        if entry is not None:
            found.setdefault(entry.id, Study(entry, one.line))
            cases[entry.id] |= {one.record_id} if one.record_id else told[one.line]
    _fill(found, cases)
    return list(found.values())


def _fill(found: Mapping[uuid.UUID, Study], cases: Mapping[uuid.UUID, set[uuid.UUID]]) -> None:
    wanted = set().union(*cases.values()) if cases else set()
    ties = Partnership.objects.in_bulk(wanted)
    obstacles: dict[uuid.UUID, list[tuple[str, str]]] = defaultdict(list)
    told = Obstacle.objects.filter(partnership__in=wanted, withdrawn_at__isnull=True)
    for case, factor, cause in told.values_list("partnership_id", "factor", "cause"):
        obstacles[case].append((factor, cause))
    spans = StateSpan.objects.filter(kind="field", partnership__in=wanted).values_list("partnership_id", "field_id")
    fields_of: dict[uuid.UUID, set[str]] = defaultdict(set)
    for case, code in spans:
        fields_of[case].add(code)
    for key, study in found.items():
        study.cases = sorted((ties[case] for case in cases[key] if case in ties), key=lambda tie: tie.slug)
        for tie in study.cases:
            study.factors |= {factor for factor, _cause in obstacles[tie.id] if factor}
            study.causes |= {cause for _factor, cause in obstacles[tie.id] if cause}
            study.fields |= fields_of[tie.id]


def _entry_of(cited: Citation, entries: Iterable[Reference]) -> Reference | None:
    """The entry that a citation means: same first author (two letters may differ) and, where both have one, year."""
    who = fold(cited.authors[0]) if cited.authors else ""
    near = [one for one in entries if one.authors and _same_name(fold(one.authors[0]), who)]
    dated = [one for one in near if one.year == cited.year]
    if dated:
        return dated[0]
    return near[0] if len(near) == 1 and cited.year is None else None


def _same_name(one: str, other: str) -> bool:
    from rapidfuzz.distance import Levenshtein  # late: only this page needs it

    return bool(one and other) and (one == other or Levenshtein.distance(one, other) <= 2 < min(len(one), len(other)))


def claims_of(source_code: str) -> list[Claim]:
    """How many studies the source itself says it reviews, place by place; several numbers are a contradiction."""
    rows = Statement.objects.filter(
        source__code=source_code, subject_kind="tally", attribute="number", withdrawn_at__isnull=True
    )
    from kembar.partnerships.models import Tally

    counted = Tally.objects.filter(unit="studies", withdrawn_at__isnull=True).values("pk")
    return [
        Claim(int(float(one.value)), one.place, one.term)
        for one in rows.filter(subject_id__in=counted).order_by("place")
        if one.value is not None
    ]


def bars(studies: Iterable[Study]) -> dict[str, Counter[str]]:
    """In how many studies each factor, cause and field stands (R-100, R-101), by code."""
    counted: dict[str, Counter[str]] = {"factors": Counter(), "causes": Counter(), "fields": Counter()}
    for study in studies:
        for name, counter in counted.items():
            counter.update(getattr(study, name))
    return counted


def field_names() -> dict[str, Any]:
    """Names of fields by code. Causes one query."""
    return dict(Field.objects.values_list("code", "name"))
