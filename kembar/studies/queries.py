"""Which studies are there, how are they coded, and what do they bear on?"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from kembar.access.permissions import ANYBODY
from kembar.evidence.models import Statement
from kembar.partnerships import labels
from kembar.partnerships.models import Field, Partnership
from kembar.partnerships.queries.reading import readable
from kembar.studies.files import shipped_coders
from kembar.studies.labels import AGREED_VALUES
from kembar.studies.models import Coding, Study
from kembar.studies.rules import METHODS, Compared, compared, counted
from kembar.values.languages import local

SHIPPED = "buku-kasus"
"""How an address names the coding that ships; an account is named by its number."""
AGREED = "disepakati"
"""How an address names the final values that coders agreed on."""


@dataclass(frozen=True)
class Coded:
    """A study with the coding that is looked at, None where that coder left it out, and how many coded it."""

    study: Study
    coding: Coding | None
    coders: int

    def values(self, attribute: str) -> list[str]:
        """The codes of an attribute, as a list."""
        told = self.coding.values.get(attribute) if self.coding else None
        return [told] if isinstance(told, str) else list(told or ())


@dataclass(frozen=True)
class Coder:
    """Somebody who codes: the name in addresses, the name shown, and how many studies."""

    key: str
    name: str
    studies: int


def public_ties() -> QuerySet[Partnership]:
    """The partnerships that studies may name: those that everybody may read, for codings are read by everybody."""
    return Partnership.objects.filter(readable(ANYBODY), withdrawn_at__isnull=True)


def known_codes() -> dict[str, Sequence[str]]:
    """Attribute -> the codes that the register knows. Causes two queries."""
    return {
        "pairs": list(public_ties().values_list("slug", flat=True)),
        "fields": list(Field.objects.values_list("code", flat=True)),
        "factors": [code for code in labels.FACTOR if code],
        "causes": [code for code in labels.CAUSE if code],
        "method": METHODS,
        "finding": list(labels.VERDICT),
    }


def coders() -> list[Coder]:
    """Everybody with a standing coding: the one that ships first, then by name, what was agreed on last. Causes one
    query."""
    numbers: Counter[str] = Counter()
    names: dict[str, str] = {}
    for one in Coding.objects.filter(withdrawn_at__isnull=True).only("coder_id", "coder_name", "is_agreed"):
        numbers[coder_key(one)] += 1
        names[coder_key(one)] = coder_name(one)
    found = [Coder(key, names[key], number) for key, number in numbers.items()]
    return sorted(found, key=lambda one: (one.key != SHIPPED, one.key == AGREED, one.name, one.key))


def coder_name(coding: Coding) -> str:
    """Who coded, as shown: the coding that ships has a name in each language, agreed values are named so."""
    if coding.is_agreed:
        return str(AGREED_VALUES)
    return local(shipped_coders().get(coding.coder_name, {"id": coding.coder_name}))


def coder_key(coding: Coding) -> str:
    """How an address names the coder of a coding."""
    if coding.is_agreed:
        return AGREED
    return SHIPPED if coding.coder_id is None else str(coding.coder_id)


def studies(coder: str) -> list[Coded]:
    """All studies with the coding of one coder, oldest first, undated last. Causes two queries."""
    rows = sorted(Study.objects.all(), key=lambda one: (one.year is None, one.year or 0, one.slug))
    coded: dict[uuid.UUID, Coding] = {}
    numbers: Counter[uuid.UUID] = Counter()
    for one in Coding.objects.filter(withdrawn_at__isnull=True):
        numbers[one.study_id] += not one.is_agreed
        if coder_key(one) == coder:
            coded[one.study_id] = one
    return [Coded(row, coded.get(row.id), numbers[row.id]) for row in rows]


def chosen(rows: Iterable[Coded], *, text: str = "", **codes: str) -> list[Coded]:
    """The studies that hold every word of ``text`` and carry every code asked for, by attribute."""
    wanted = [word for word in text.casefold().split() if word]

    def fits(one: Coded) -> bool:
        words = " ".join((one.study.title, *one.study.authors, one.study.venue, str(one.study.year or ""))).casefold()
        return all(word in words for word in wanted) and all(
            code in one.values(attribute) for attribute, code in codes.items() if code
        )

    return [one for one in rows if fits(one)]


def bars(rows: Sequence[Coded], attribute: str) -> list[tuple[str, int]]:
    """How many of the studies carry each code, most first. Studies without the attribute count nowhere."""
    found = counted([one.coding.values for one in rows if one.coding], attribute)
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def by_year(rows: Sequence[Coded]) -> list[tuple[int | None, int]]:
    """Studies per year, years between without one included, undated last."""
    numbers = Counter(one.study.year for one in rows)
    dated = [year for year in numbers if year is not None]
    span: list[int | None] = list(range(min(dated), max(dated) + 1)) if dated else []
    return [(year, numbers[year]) for year in [*span, *([None] if None in numbers else [])]]


def cross(rows: Sequence[Coded], attribute: str) -> dict[str, Counter[int | None]]:
    """Code -> year -> number of studies: the grouping by topic or cause, and year."""
    found: dict[str, Counter[int | None]] = {}
    for one in rows:
        for code in one.values(attribute):
            found.setdefault(code, Counter())[one.study.year] += 1
    return found


def study_called(slug: str) -> Study | None:
    """The study with an address."""
    return Study.objects.filter(slug=slug).prefetch_related("codings__bearings").first()


def between(first: str, second: str) -> tuple[tuple[Compared, ...], dict[str, Study]]:
    """How far two coders agree on the studies both coded, and those studies by address. Causes one query."""
    one, other = values_of(first), values_of(second)
    found = Study.objects.filter(slug__in=set(one) & set(other)).order_by("slug")
    return compared(one, other), {study.slug: study for study in found}


def agreed_values() -> dict[str, Mapping[str, Any]]:
    """Study -> the final values its coders agreed on. Causes one query."""
    rows = Coding.objects.filter(is_agreed=True, withdrawn_at__isnull=True).select_related("study")
    return {one.study.slug: one.values for one in rows}


def values_of(coder: str) -> dict[str, Mapping[str, Any]]:
    """Study -> what one coder coded of it. Causes one query."""
    rows = Coding.objects.filter(withdrawn_at__isnull=True).select_related("study")
    return {one.study.slug: one.values for one in rows if coder_key(one) == coder}


def statements_of_ties(slugs: Iterable[str]) -> QuerySet[Statement]:
    """Every standing statement about the cases with these addresses and about their rows: casebook alone, since what
    offices keep is not everybody's to read."""
    ties = Partnership.objects.filter(slug__in=list(slugs), origin="casebook")
    of_ties = Q(record_kind="partnership", record_id__in=ties.values("pk"))
    return Statement.objects.filter(of_ties, withdrawn_at__isnull=True).select_related("source")
