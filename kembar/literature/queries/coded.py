"""Which works of a literature were coded as studies, and how? Subjects that code say so; this knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from kembar.literature.models import Corpus, Work
from kembar.values.texts import fold


@dataclass(frozen=True)
class Coded:
    """A publication that somebody coded: what it is known by, its page, and what is said of each attribute.

    ``said``: attribute -> rows of (code, word, where the studies with this code are listed).
    """

    title: str
    year: int | None
    doi: str
    url: str
    said: Mapping[str, tuple[tuple[str, str, str], ...]] = field(default_factory=dict)


_tellers: list[Callable[[], Iterable[Coded]]] = []


def also_tells(teller: Callable[[], Iterable[Coded]]) -> None:
    """This will have a function asked for the publications that were coded."""
    if teller not in _tellers:
        _tellers.append(teller)


def coded_works(corpus: Corpus) -> list[tuple[int, Coded]]:
    """The works of a corpus that were coded, by number: same DOI, else same title and year.

    Causes one query besides those of who tells.
    """
    known = [one for teller in _tellers for one in teller()]
    by_doi = {one.doi.lower(): one for one in known if one.doi}
    by_title = {(fold(one.title)[:120], one.year): one for one in known}
    wanted = Q(doi__in=list(by_doi)) | Q(sort_key__in=[title for title, _year in by_title])
    found: list[tuple[int, Coded]] = []
    rows: Any = Work.objects.filter(wanted, corpus=corpus) if known else Work.objects.none()
    for number, doi, title, year in rows.order_by("number").values_list("number", "doi", "sort_key", "year"):
        one = by_doi.get(doi.lower()) if doi else None
        one = one or by_title.get((title, year))
        if one is not None:
            found.append((number, one))
    return found
