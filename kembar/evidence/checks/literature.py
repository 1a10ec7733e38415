"""Does the bibliography bear out the citations, and can a source tell of the event it is cited for?

The judging is that of ``kembar.analysis.text_checks``; here rows take the place of what it reads from a text. Sources
whose bibliography was not handed down are left out: nothing can be compared.
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kembar.analysis import text_checks as text
from kembar.analysis.edtf import parse
from kembar.evidence.checks.registry import Finding, Place, Run, listed, record_names
from kembar.evidence.models import Citation, Reference

CITATIONS = "citations"
OLDER = "older_than_event"
LONG = ("authors", "description", "question", "computed", "unanswered")
"""Columns of a source that no check reads and that would be read with every citation."""
_UNDATED = re.compile(r"\bn\.\s?d\b|\bt\.\s?t\b|tanpa tahun|no date", re.I)


def citations(run: Run) -> Iterator[Finding]:
    """What ``text_checks.check_citations`` finds in the citations and references of each source with a bibliography."""
    cited = run.once("citations", cited_works)
    for source, listed_rows in run.once("references", listed_works).items():
        for finding in text.check_citations(as_cited(cited.get(source, ())), [as_listed(one) for one in listed_rows]):
            places = tuple(dict.fromkeys(Place(source, line, term) for line, term in finding.places))
            yield Finding(CITATIONS, sentence(finding), places)


def older_than_event(run: Run) -> Iterator[Finding]:
    """Citations whose work came out in a year before the event that they are cited for."""
    rows = [one for found in run.once("citations", cited_works).values() for one in found]
    late = [one for one in rows if one.year and one.event_date and _begins_after(one.event_date, one.year)]
    names = record_names({(one.record_kind, one.record_id) for one in late if one.record_id})
    for row in late:
        data = {"cited": listed(row.authors), "year": row.year, "event": row.event_date}
        says = _("%(cited)s (%(year)s) is cited for an event of %(event)s: the source is older than the event.") % data
        place = Place(row.source.code, row.line, row.term)
        yield Finding(OLDER, says, (place,), names.get(row.record_id or uuid.UUID(int=0)))


def _begins_after(event: str, year: int) -> bool:
    earliest = parse(event).earliest
    return earliest is not None and earliest.year > year


def cited_works(run: Run) -> dict[str, list[Citation]]:
    """The citations by source, for ``Run.once``."""
    return _by_source(Citation.objects.filter(**run.sources))


def listed_works(run: Run) -> dict[str, list[Reference]]:
    """The entries of bibliographies by source, for ``Run.once``."""
    return _by_source(Reference.objects.filter(**run.sources))


def _by_source(rows: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    of_source = rows.select_related("source").defer(*(f"source__{name}" for name in LONG))
    for row in of_source.order_by("source__code", "line", "term"):
        found[row.source.code].append(row)
    return found


def as_cited(rows: Iterable[Citation]) -> list[text.Citation]:
    """Citation rows as the pure checks take them: the letter of "2019a" and "et al." are read from the term; without a
    year, and not marked as undated, a person is named as an authority."""
    letters: dict[tuple[int, str, int | None], list[str]] = {}
    made = []
    for row in rows:
        key = (row.line, row.term, row.year)
        if key not in letters:
            letters[key] = re.findall(rf"\b{row.year}([a-z])\b", row.term) if row.year else []
        made.append(
            text.Citation(
                line=row.line,
                authors=tuple(row.authors),
                year=row.year,
                text=row.term,
                suffix=letters[key].pop(0) if letters[key] else "",
                named=row.year is None and not _UNDATED.search(row.term),
                et_al=bool(re.search(r"\bet\s?al\b|\bdkk\b", row.term, re.I)),
            )
        )
    return [one for one in made if one.authors]


def as_listed(row: Reference) -> text.Reference:
    """A reference row as the pure checks take it."""
    letter = re.search(rf"\b{row.year}([a-z])\b", row.term) if row.year else None
    return text.Reference(row.line, tuple(row.authors), row.year, row.title, row.term, letter[1] if letter else "")


def sentence(finding: text.Finding) -> str:
    """One finding of the pure checks as a sentence in the reader's language."""
    told: Mapping[str, Any] = finding.data
    data = {
        "authors": listed(told.get("authors") or ()),
        "year": told.get("year") or _("no year"),
        "years": listed(told.get("listed_years") or ()),
        "listed": listed(told.get("listed_authors") or ()),
        "title": told.get("title") or "",
    }
    sentences = {
        "not_listed": _("%(authors)s (%(year)s) is cited, but the bibliography does not list it."),
        "year_mismatch": _("%(authors)s is cited with %(year)s; the bibliography lists %(years)s."),
        "name_variant": _("%(authors)s (%(year)s) is cited; the bibliography spells the name %(listed)s."),
        "named_not_listed": _("%(authors)s is named as an authority, but the bibliography lists no work of theirs."),
        "letter_not_listed": _("%(authors)s is cited as %(year)s; the bibliography has that year without a letter."),
        "coauthor_dropped": _("%(authors)s (%(year)s) is cited alone; the bibliography lists further authors."),
        "not_cited": _("The bibliography lists %(authors)s (%(year)s), which nothing in the text cites."),
        "listed_twice": _("The bibliography lists “%(title)s” (%(year)s) twice."),
        "no_bibliography": _("The text cites works, but there is no bibliography to compare them with."),
    }
    return sentences[finding.says_code] % data
