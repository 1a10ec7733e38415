"""What are cited works and publications called on a map, what stands behind a name, and which files name none?"""

import html
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from kembar.analysis.reference_matching import author_of, key_of
from kembar.literature.records import Record, doi_of, family_name

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def short_name(record: Record) -> str:
    """ "Kalbe (2015)", or the beginning of the title where the author is not known."""
    who = family_name(record.authors[0]) if record.authors else record.title[:40]
    return f"{who} ({record.year})" if record.year else who


def short_reference(reference: str) -> str:
    """A reference as a map names it.

    >>> short_reference("Kalbe G, 2015, CITIES, V12, P34"), short_reference("Kalbe, G., Twin towns (2015) Cities, 12")
    ('Kalbe (2015)', 'Kalbe (2015)')
    """
    key = key_of(reference)
    if not key.year or not key.author:
        return reference.strip()[:60]
    who = author_of(reference)
    who = who.title() if who.isupper() else who
    return f"{who if len(who) <= 40 else who[:39].rstrip() + '…'} ({key.year})"


def apart(names: Sequence[str]) -> list[str]:
    """The names with a letter behind the year where several are the same: "Kalbe (2015a)", "Kalbe (2015b)"."""
    often, met, found = Counter(names), Counter[str](), []
    for name in names:
        if often[name] == 1:
            found.append(name)
            continue
        place = met[name]
        met[name] += 1
        mark = _LETTERS[place] if place < len(_LETTERS) else f"-{place + 1}"
        found.append(f"{name[:-1]}{mark})" if re.search(r"\(\d{4}\)$", name) else f"{name} [{place + 1}]")
    return found


def texts_of_references(references: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The whole reference and its address, as the columns ``description`` and ``url`` of a map."""
    dois = [doi_of(one) for one in references]
    return _filled(
        description=tuple(html.escape(one, quote=False) for one in references),
        url=tuple(f"https://doi.org/{doi}" if doi else "" for doi in dois),
    )


def texts_of_records(records: Sequence[Record]) -> dict[str, tuple[str, ...]]:
    """Title and place of publication, and the address of each record."""
    return _filled(
        description=tuple(
            html.escape(". ".join(filter(None, (one.title, one.container))), quote=False) for one in records
        ),
        url=tuple(
            f"https://doi.org/{one.doi}" if one.doi else one.url if one.url.startswith("http") else ""
            for one in records
        ),
    )


def _filled(**columns: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {name: cells for name, cells in columns.items() if any(cells)}


def without_references(records: Sequence[Record]) -> dict[str, tuple[int, int]]:
    """Files some of whose records name no cited works: how many of them, of how many."""
    every = Counter(Path(one.source).name for one in records)
    lacking = Counter(Path(one.source).name for one in records if not one.references)
    return {source: (count, every[source]) for source, count in lacking.items()}
