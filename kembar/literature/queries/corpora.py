"""Which corpora may somebody see, and what is in one: its works, by words, year, kind and gaps?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from kembar.access.models import Office
from kembar.access.queries import offices_of, who_is
from kembar.literature import shelf
from kembar.literature.models import Corpus, CorpusFile, Work
from kembar.literature.permissions import Asker, may_see
from kembar.values.texts import search_key

ORDERS = {
    "number": ("number",),
    "title": ("sort_key", "number"),
    "author": ("first_author", "number"),
    "year": ("year", "number"),
    "cited": ("cited_by", "number"),
}


def asker_of(user: Any) -> Asker:
    """Somebody who asks for corpora. Causes one query for who is signed in."""
    return Asker(who_is(user), user.pk if user.is_authenticated else None)


def visible(user: Any) -> QuerySet[Corpus]:
    """The corpora that somebody may see: the casebook's, published ones, own ones and those of own offices."""
    shown = Q(origin="casebook") | Q(is_published=True)
    if user.is_authenticated:
        shown |= Q(owner_id=user.pk) | Q(office__memberships__user_id=user.pk)
        if user.is_superuser:
            shown = Q()
    return Corpus.objects.filter(shown).select_related("office").distinct()


def find(slug: str, user: Any) -> tuple[Corpus | None, Asker]:
    """The corpus at an address, or None where there is none that this reader may see; and who asks."""
    asker = asker_of(user)
    corpus = Corpus.objects.filter(slug=slug).select_related("office").first()
    return (corpus if corpus is not None and may_see(asker, corpus) else None), asker


def homes_for(user: Any) -> QuerySet[Office]:
    """The offices that a reader can bring a corpus in for."""
    return offices_of(user)


@dataclass(frozen=True)
class WantedWorks:
    """What a reader asks of the list; empty values ask for nothing. ``lacking`` names a field that is to be empty."""

    text: str = ""
    first: int | None = None
    last: int | None = None
    undated: bool = False
    kind: str = ""
    language: str = ""
    lacking: str = ""
    merged: bool = False
    numbers: frozenset[int] | None = None
    order: str = "number"
    descending: bool = False


def works_of(corpus: Corpus, wanted: WantedWorks) -> QuerySet[Work]:
    """The works of a corpus that a reader asks for; every word must stand in title, author, journal or keyword."""
    rows = Work.objects.filter(corpus=corpus)
    for word in wanted.text.split():
        if key := search_key(word):
            rows = rows.filter(search_key__contains=key)
    if wanted.undated:
        rows = rows.filter(year__isnull=True)
    if wanted.first is not None:
        rows = rows.filter(year__gte=wanted.first)
    if wanted.last is not None:
        rows = rows.filter(year__lte=wanted.last)
    if wanted.kind:
        rows = rows.filter(kind="" if wanted.kind == "none" else wanted.kind)
    if wanted.language:
        rows = rows.filter(language=wanted.language)
    if wanted.lacking:
        rows = _lacking(rows, wanted.lacking)
    if wanted.merged:
        rows = rows.exclude(merged=[])
    if wanted.numbers is not None:
        rows = rows.filter(number__in=wanted.numbers)
    by = [F(name).desc(nulls_last=True) if wanted.descending else F(name).asc(nulls_last=True)
          for name in ORDERS.get(wanted.order, ORDERS["number"])]  # fmt: skip
    return rows.order_by(*by)


def _lacking(rows: QuerySet[Work], name: str) -> QuerySet[Work]:
    empty: dict[str, Any] = {"authors": [], "year": None, "container": "", "doi": "", "cited_by": None, "language": ""}
    if name in empty:
        value = empty[name]
        return rows.filter(**({f"{name}__isnull": True} if value is None else {name: value}))
    return rows.filter(**{f"data__{name}__isnull": True})


def years_of(corpus: Corpus) -> tuple[list[tuple[int, int]], int]:
    """Works per year, years without any included, and how many are undated. Causes one query."""
    counted = dict(Work.objects.filter(corpus=corpus).order_by().values_list("year").annotate(n=Count("id")))
    undated = counted.pop(None, 0)
    if not counted:
        return [], undated
    first, last = min(counted), max(counted)
    if last - first > 80:  # one stray year must not stretch the bars beyond reading
        return sorted(counted.items()), undated
    return [(year, counted.get(year, 0)) for year in range(first, last + 1)], undated


def counted_by(
    corpus: Corpus, name: str, key: Callable[[str], str] = str, most: int = 12
) -> list[tuple[str, str, int]]:
    """How many works have each value of a column, most first: (form used most, its key, number).

    Forms with one ``key`` count together. Works without a value are left out. Causes one query.
    """
    rows = Work.objects.filter(corpus=corpus).exclude(**{name: ""}).order_by().values_list(name)
    forms: dict[str, Counter[str]] = {}
    for value, n in rows.annotate(n=Count("id")):
        forms.setdefault(key(value), Counter())[value] += n
    counted = [(min(one, key=lambda form: (-one[form], form)), code, one.total()) for code, one in forms.items()]
    return sorted(counted, key=lambda row: (-row[2], row[0]))[:most]


def numbered(corpus: Corpus, numbers: Iterable[int], most: int) -> list[Work]:
    """The newest of the works with these numbers, with what their short names need and no more. Causes one query."""
    rows = Work.objects.filter(corpus=corpus, number__in=list(numbers))
    rows = rows.order_by(F("year").desc(nulls_last=True), "number")
    return list(rows.only("corpus_id", "number", "title", "authors", "year", "kind")[:most])


def places_of_files() -> set[Path]:
    """Where the bytes lie that corpora were read from. Causes one query."""
    return {shelf.path_of(one) for one in CorpusFile.objects.values_list("sha256", flat=True).distinct()}
