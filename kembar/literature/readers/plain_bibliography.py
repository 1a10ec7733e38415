"""Publications of a plain bibliography (Daftar Pustaka), from text, DOCX or PDF.

The entries after the heading are taken; a text without a heading counts when most of its lines are entries. What an
entry says of journal, volume and pages is read where it follows the usual order, and the whole entry is kept as a
field.
"""

import re
from collections.abc import Sequence

from kembar.analysis.text_bibliography import Reference, bibliography, bibliography_start
from kembar.literature.records import Reading, doi_of, pages_of, year_of

NAME = "plain-bibliography"
_PAGES = r"(?P<pages>[\w.]*\w(?:\s*[-–]\s*\w+)?)"
_NUMBERS = (
    # "15(2), 123–138", "20 (1): 1-15", "2013;19(3):481-98"
    re.compile(rf"[,;.\s]\s*(?P<volume>\d+)\s*\((?P<issue>[^)]+)\)(?:\s*[,:]\s*{_PAGES})?"),
    re.compile(
        rf",?\s*\bvol(?:ume)?\.?\s*(?P<volume>\w+)(?:[\s,]+(?:no|nomor|issue)\.?\s*(?P<issue>[\w–-]+))?"
        rf"(?:[^\d]*?\b(?:pp?|hlm|hal|halaman)(?:\.\s*|\s+)(?=\w*\d){_PAGES})?",
        re.I,
    ),
    re.compile(rf",\s*(?P<volume>\d{{1,3}})(?P<issue>)\s*,\s*{_PAGES}(?=[.,\s]|$)"),
)
_ACT = re.compile(r"(?:undang[- ]undang|UU|peraturan|keputusan|perda|permen\w+|instruksi|surat edaran)\b", re.I)
_MARK = re.compile(r"^\s*(?:\[\d+\]|\(?\d+[.)])\s*")
_SURNAME = (
    r"(?:(?:van|von|der|den|de|la|bin|binti|al)[ -])*[A-Z][^\W\d_]*(?:[’'-][^\W\d_]+)*(?:[ -][A-Z][^\W\d_]+){0,2}"
)
_BEFORE = rf"((?:[A-Z]\.[- ]?){{1,4}})({_SURNAME})"  # "T. A. Mukti"
_AFTER = rf"({_SURNAME}) ([A-Z]{{1,3}})"  # "Mukti TA"
_AND = r"(?:,? (?:and|dan|&) |, )"
_IEEE = re.compile(
    rf"(?P<names>{_BEFORE}(?:{_AND}{_BEFORE})*)(?:,? et al\.?)?, "
    r"(?:[\"“](?P<quoted>[^\"”]+?)[,.]?[\"”],?|(?P<book>[^.]+?)\.)\s*(?P<rest>.*)"
)
_VANCOUVER = re.compile(
    rf"(?P<names>{_AFTER}(?:, {_AFTER})*)(?:, et al)?\. (?P<quoted>(?![\d(])[^.?!]+[.?!])(?P<book>)\s*(?P<rest>.*)"
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
    title, authors, rest = _styled(entry) or _usual(entry)
    numbers = next((found for pattern in _NUMBERS if (found := pattern.search(rest))), None)
    container = re.split(r"\.\s|\s\d|https?:", rest)[0] if numbers is None else rest[: numbers.start()]
    pages = pages_of((numbers["pages"] or "").rstrip(".")) if numbers else ("", "")
    reading.keep(
        entry.line - shift,
        {"entry": (entry.text,)},
        title=re.sub(r"\s*https?://\S+.*$", "", title).strip(" ."),
        authors=authors,
        year=entry.year or year_of(entry.text),
        doi=doi_of(entry.text),
        container=re.sub(r"[.,\s]*(?:\(?\d{4}\)?)?$", "", container.strip(" .,;"))[:160],
        volume=numbers["volume"] if numbers else "",
        issue=(numbers["issue"] or "") if numbers else "",
        first_page=pages[0],
        last_page=pages[1],
        url=found[0].rstrip(".,)") if (found := re.search(r"https?://\S+", entry.text)) else "",
    )


def _styled(entry: Reference) -> tuple[str, tuple[str, ...], str] | None:
    """Title, authors and the rest of an entry whose style is plain to see: an act, or numbered with initials."""
    text = _MARK.sub("", entry.text)
    if _ACT.match(text):
        return text, (), ""
    for pattern, name in ((_IEEE, _BEFORE), (_VANCOUVER, _AFTER)):
        if found := pattern.match(text):
            people = re.findall(name, found["names"])
            pairs = [(b, a) if name is _BEFORE else (a, b) for a, b in people]
            authors = tuple(f"{family}, {initials.strip()}" for family, initials in pairs)
            return found["quoted"] or found["book"], authors, found["rest"]
    return None


def _usual(entry: Reference) -> tuple[str, tuple[str, ...], str]:
    """Names, year, title, rest: as the reader of references found them."""
    rest = entry.text.partition(entry.title)[2].lstrip(' .,"”’') if entry.title else ""
    return entry.title, _full_names(entry), rest


def _full_names(entry: Reference) -> tuple[str, ...]:
    """Family names with the initials or the given names that follow them in the entry."""
    before = entry.text.partition(entry.title)[0] if entry.title else entry.text
    families = set(entry.authors)
    names = []
    for family in entry.authors:
        own = re.escape(family)
        found = re.search(rf"{own},\s*((?:[A-Z]\.?[\s-]?){{1,5}})(?=[,.(&\s])", entry.text) or re.search(
            rf"{own},\s+([A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]*\.?){{0,3}})(?=\s*[.,(&]|\s+(?:dan|and)\s)", before
        )
        given = found[1].strip() if found else ""
        names.append(f"{family}, {given}" if given and given not in families else family)
    return tuple(names)
