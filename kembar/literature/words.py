"""How are a corpus and a work called on a page?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language

from kembar.literature.models import Corpus, Work
from kembar.literature.records import family_name


def said(text: dict[str, str]) -> str:
    """A text by language in the reader's, or as its owner wrote it; empty when there is none."""
    return text.get((get_language() or "id")[:2]) or text.get("") or next(iter(text.values()), "")


def title_of(corpus: Corpus) -> str:
    return said(corpus.title)


def short_name(work: Work | Any, *, families: bool = False) -> str:
    """Windiani (2014); Yamin & Utami (2016); Khairi et al. (2021).

    ``families``: the names are family names already, as in the bibliographies of the register ("Qisty Adinda").
    """
    names = list(work.authors) if families else [family_name(one) for one in work.authors]
    if not names:
        who = work.title if len(work.title) <= 40 else work.title[:39].rpartition(" ")[0] + "…"
    elif len(names) == 1:
        who = names[0]
    else:
        who = f"{names[0]} & {names[1]}" if len(names) == 2 else f"{names[0]} et al."
    return f"{who} ({work.year})" if work.year else who


def short_names(corpus: Corpus, works: Iterable[Work]) -> list[tuple[Work, str]]:
    """Works with their short names. In the casebook's corpora the documents alone have a kind and full names."""
    return [(one, short_name(one, families=corpus.origin == "casebook" and not one.kind)) for one in works]
