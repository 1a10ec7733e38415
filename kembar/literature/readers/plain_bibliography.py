"""Publications of a plain bibliography (Daftar Pustaka), from text, DOCX or PDF.

The entries after the heading are taken; a text without a heading counts when most of its lines are entries. What an
entry says of journal, volume and pages is read where it follows the usual order, and the whole entry is kept as a
field.
"""

import re
from collections.abc import Sequence

from kembar.analysis.text_bibliography import Reference, bibliography, bibliography_start
from kembar.literature.records import Reading, doi_of, pages_of

NAME = "plain-bibliography"
_NUMBERS = re.compile(
    r",\s*(?P<volume>\d+)\s*(?:\((?P<issue>[^)]+)\))?\s*(?:,\s*(?P<pages>[\w.]+(?:\s*[-–]\s*[\w.]+)?))?\.?(?:\s|$)"
)
_LIKELY = re.compile(r"^\W*[^\W\d_a-z][^.()]{1,120}[.,][^()]{0,200}\(?(?:(?:1[89]|20)\d{2}[a-z]?|n\.d\.|t\.t\.)\)?[.,]")


def recognises(head: str) -> bool:
    lines = head.split("\n")
    start = bibliography_start(lines)
    if start is not None:
        return bool(bibliography(lines)) or start[0] >= len(lines) - 3
    filled = [line for line in lines if line.strip()]
    return len(filled) > 0 and sum(_LIKELY.match(line) is not None for line in filled) >= 0.5 * len(filled)


def read(text: str, reading: Reading) -> None:
    read_lines(text.split("\n"), reading)


def read_lines(lines: Sequence[str], reading: Reading) -> None:
    """Every entry as a record; lines after the heading that make no entry are named."""
    start = bibliography_start(lines)
    if start is None:
        lines, shift = ["Daftar Pustaka", *lines], 1
    else:
        shift = 0
    entries = bibliography(lines)
    for entry in entries:
        _keep(entry, shift, reading)
    if not entries and start is not None and start[0] <= len(lines) and any(line.strip() for line in lines[start[0] :]):
        reading.broken(start[0], "no_entries", "")


def _keep(entry: Reference, shift: int, reading: Reading) -> None:
    after = entry.text.partition(entry.title)[2].lstrip(" .") if entry.title else ""
    numbers = _NUMBERS.search(after)
    container = re.split(r"\.\s|\s\d|https?:", after)[0] if numbers is None else after[: numbers.start()]
    pages = pages_of(numbers["pages"] or "") if numbers else ("", "")
    reading.keep(
        entry.line - shift,
        {"entry": (entry.text,)},
        title=re.sub(r"\s*https?://\S+.*$", "", entry.title).strip(" ."),
        authors=_full_names(entry),
        year=entry.year,
        doi=doi_of(entry.text),
        container=container.strip(" .,")[:160],
        volume=numbers["volume"] if numbers else "",
        issue=(numbers["issue"] or "") if numbers else "",
        first_page=pages[0],
        last_page=pages[1],
        url=found[0].rstrip(".,)") if (found := re.search(r"https?://\S+", entry.text)) else "",
    )


def _full_names(entry: Reference) -> tuple[str, ...]:
    """Family names with the initials that follow them in the entry."""
    names = []
    for family in entry.authors:
        initials = re.search(rf"{re.escape(family)},\s*((?:[A-Z]\.?[\s-]?){{1,5}})(?=[,.(&\s])", entry.text)
        names.append(f"{family}, {initials[1].strip()}" if initials else family)
    return tuple(names)
