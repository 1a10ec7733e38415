"""Whom or what does somebody mean who types a name: a known party, person or tie, or a place of the world?"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kembar.access.models import Stake
from kembar.access.permissions import ANYBODY
from kembar.partnerships.models import Government, Name, Organisation, Partnership, Person
from kembar.partnerships.queries.reading import readable
from kembar.places.models import Place
from kembar.places.queries import find_places
from kembar.values.texts import fold, search_key

MOST = 8
"""Candidates shown at once; who sees too many types more."""
_MODELS: Mapping[str, Any] = {"government": Government, "organisation": Organisation, "person": Person}


@dataclass(frozen=True)
class Candidate:
    """One thing that may be meant. ``value`` is what a form sends: a slug or id, ``place:ID`` for a new government with
    its seat there, ``new`` for one that is not known yet."""

    value: str
    name: str
    what: str
    """Kind of row, ``place`` of the world, or ``new``."""
    code: str = ""
    """Its level, kind or form."""
    unit: str = ""
    country: str = ""
    is_exact: bool = False


def candidates(
    kind: str, text: str, language: str, *, office: uuid.UUID | None = None, with_places: bool = True
) -> list[Candidate]:
    """What may be meant, the likeliest first: exact names, then names that begin so, then places of the world that no
    known government has as its seat. Nothing typed, nothing found.

    Of people and partnerships those alone that ``office`` may read: a guess must not tell what others keep.
    """
    if not search_key(text):
        return []
    if kind == "place":
        return [_of_place(one) for one in find_places(text, limit=MOST)]
    if kind == "partnership":
        return _ties(text, language, office)
    found = _named(kind, text, language, office)
    if kind == "government" and with_places:
        found += _seats(text, found)
    return found[: MOST * 2]


def _named(kind: str, text: str, language: str, office: uuid.UUID | None) -> list[Candidate]:
    model, key = _MODELS[kind], search_key(text)
    spelled = Name.objects.filter(search_key__startswith=key, withdrawn_at__isnull=True).exclude(**{kind: None})
    slug = fold(text).replace(" ", "-")
    begins = Q(pk__in=spelled.values(kind)) | Q(slug__startswith=slug) | Q(slug__contains=f"-{slug}")
    rows = model.objects.filter(begins, withdrawn_at__isnull=True)
    if kind == "person":
        rows = rows.filter(Q(origin="casebook") | Q(kept_by=office, kept_by__isnull=False))
    else:
        rows = rows.select_related("country", "seat")
    exact = set(Name.objects.filter(search_key=key, withdrawn_at__isnull=True).values_list(kind, flat=True))
    found = []
    for row in rows.order_by("slug")[: MOST * 4]:
        names = [row.name] if isinstance(row.name, str) else list(row.name.values())
        is_exact = row.pk in exact or key in {search_key(one) for one in names}
        found.append(_candidate(kind, row, language, is_exact))
    return sorted(found, key=lambda one: (not one.is_exact, one.name.casefold()))[:MOST]


def _candidate(kind: str, row: Any, language: str, is_exact: bool) -> Candidate:
    if kind == "person":
        return Candidate(row.slug, row.name, kind, is_exact=is_exact)
    code = row.level if kind == "government" else row.kind
    name = name_in(row.name, language)
    return Candidate(row.slug, name, kind, code, country=row.country_id or "", is_exact=is_exact)


def _ties(text: str, language: str, office: uuid.UUID | None) -> list[Candidate]:
    own = _own_ties(office)
    standing = Partnership.objects.filter(readable(ANYBODY) | own, withdrawn_at__isnull=True)
    in_public, in_own = Q(), own
    for word in fold(text).split():
        in_public &= Q(search_public__contains=word)
        in_own &= Q(search_text__contains=word)
    rows = standing.filter(in_public | in_own)
    by_slug = standing.filter(slug=text.strip())
    return [
        Candidate(row.slug, name_in(row.name, language), "partnership", row.form, is_exact=row.slug == text.strip())
        for row in [*by_slug, *rows.exclude(slug=text.strip()).order_by("slug")[:MOST]]
    ]


def _own_ties(office: uuid.UUID | None) -> Q:
    return Q(pk__in=Stake.objects.filter(office=office).values("partnership"))


def may_mean(kind: str, row: Any, office: uuid.UUID | None) -> bool:
    """Whether an office may mean this row by its slug: who guesses one must not learn from the answer what it is."""
    if kind == "partnership":
        return Partnership.objects.filter(readable(ANYBODY) | _own_ties(office), pk=row.pk).exists()
    if kind == "person":
        return bool(row.origin == "casebook" or (row.kept_by_id is not None and row.kept_by_id == office))
    return True


def _seats(text: str, known: list[Candidate]) -> list[Candidate]:
    """Places of the world as seats of governments that are not known yet; those of known ones lead to them."""
    places = find_places(text, limit=MOST)
    slugs = [one.value for one in known]
    taken = set(
        Government.objects.filter(seat__in=[one.pk for one in places], slug__in=slugs).values_list("seat", flat=True)
    )
    return [
        Candidate(f"place:{one.pk}", one.name, "place", unit=one.unit, country=one.country_id)
        for one in places
        if one.pk not in taken
    ]


def _of_place(one: Place) -> Candidate:
    return Candidate(str(one.pk), one.name, "place", unit=one.unit, country=one.country_id)


def name_in(name: Mapping[str, str] | str, language: str) -> str:
    """A name in a language, else in any it has."""
    if isinstance(name, str):
        return name
    return name.get(language) or next(iter(name.values()), "")
