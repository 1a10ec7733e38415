"""What does an originality report say: share, words, remark, sources with their shares, phrases it marks?

Reads the text such services print. A source that is the document's own published page is marked *own*: its address
lies on the site the text names as its own and bears the number of its DOI. A source that is a page of instructions
to authors is marked *template*.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kembar.analysis.text_lines import plain


@dataclass(frozen=True, slots=True)
class ReportedSource:
    """One source of a report: the share as printed, its bounds in percent, the address, and the line (from 1) of the
    share.
    """

    line: int
    share: str
    low: float
    high: float
    address: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class OriginalityReport:
    """What the report says; ``marked`` are the phrases it sets in bold within the text, as (line, phrase)."""

    similarity: int | None
    words: int | None
    total: int | None
    date: str
    remark: str
    sources: tuple[ReportedSource, ...]
    marked: tuple[tuple[int, str], ...]

    @property
    def percent(self) -> float | None:
        """The share its own counts give, in percent."""
        return 100 * self.words / self.total if self.words is not None and self.total else None

    @property
    def bounds(self) -> tuple[float, float]:
        """Between what and what the shares of the sources add up, "<1%" being anything from nothing to one."""
        return sum(int(one.low) for one in self.sources), sum(one.high for one in self.sources)


_SIMILARITY = re.compile(r"similarity(?: found| index)?\s*:?\s*(\d{1,3})\s*%", re.I)
_STATISTICS = re.compile(r"([\d.,]+)\s+words?\s+plagiari[sz]ed\s*/\s*([\d.,]+)\s+total", re.I)
_DATE = re.compile(r"^date\s*:\s*(.+)$", re.I)
_REMARK = re.compile(r"^remarks?\s*:\s*(.+)$", re.I)
_HEADING = re.compile(r"^(?:internet|primary|match(?:ed)?)?\s*sources?\s*:?$", re.I)
_SHARE = re.compile(r"^(?P<share><\s*1|\d{1,3})\s*%\s*[-–—]\s*(?P<rest>.*)$")
_ADDRESS = re.compile(r"https?://[^\s<>]+")
_TEMPLATE = re.compile(
    r"petunjuk[_\-% 20]*penulisan|author[_\-]?guidelines|template|panduan[_\-% 20]*penulis|"
    r"submission[_\-]?guide",
    re.I,
)


def read_report(lines: Sequence[str]) -> OriginalityReport | None:
    """The report in these lines; None when they hold neither a share found nor a list of sources with shares."""
    similarity = words = total = None
    date = remark = ""
    start = None
    for number, line in enumerate(lines, 1):
        bare = plain(line)
        if number <= 60:
            if similarity is None and (found := _SIMILARITY.search(bare)):
                similarity = int(found[1])
            if words is None and (found := _STATISTICS.search(bare)):
                words, total = (int(re.sub(r"\D", "", part) or 0) for part in found.groups())
            if not date and (found := _DATE.match(bare)):
                date = found[1]
            if not remark and (found := _REMARK.match(bare)):
                remark = found[1]
        if _HEADING.match(bare):
            start = number
    sources = _sources(lines, start, lines[:start]) if start else ()
    if similarity is None and not sources:
        return None
    body = lines[: start - 1] if start else lines
    marked = tuple(
        (number, found[1]) for number, line in enumerate(body, 1) for found in re.finditer(r"\*\*([^*]+)\*\*", line)
    )
    return OriginalityReport(similarity, words, total, date, remark, sources, marked)


def _sources(lines: Sequence[str], start: int, text: Sequence[str]) -> tuple[ReportedSource, ...]:
    listed: list[tuple[int, str, str]] = []
    for number, line in enumerate(lines[start:], start + 1):
        bare = line.strip()
        share = _SHARE.match(bare)
        address = _ADDRESS.search(bare)
        if share:
            listed.append((number, share["share"].replace(" ", "") + "%", address[0] if address else ""))
        elif address and listed and not listed[-1][2]:
            listed[-1] = (listed[-1][0], listed[-1][1], address[0])
    joined = "\n".join(text)
    return tuple(_source(number, share, address, joined) for number, share, address in listed)


def _source(line: int, share: str, address: str, text: str) -> ReportedSource:
    number = int(re.sub(r"\D", "", share))
    low, high = (0.0, 1.0) if share.startswith("<") else (float(number), float(number))
    mark = "own" if _is_own(address, text) else "template" if _TEMPLATE.search(address) else ""
    return ReportedSource(line, share, low, high, address, mark)


def _is_own(address: str, text: str) -> bool:
    """Whether the address is the page of the text itself: on a site it names, with the number of its DOI or the DOI."""
    host = re.sub(r"^https?://(?:www\.)?([^/]+).*$", r"\1", address)
    if f"//{host}" not in text and f"//www.{host}" not in text:
        return False
    for doi in re.findall(r"10\.\d{4,9}/\S+?(?=[\s,;)]|$)", text[:4000]):
        number = re.search(r"(\d{3,})$", doi)
        if doi in address or (number and re.search(rf"(?<!\d){number[1]}(?!\d)", re.sub(r"%23", "/", address))):
            return True
    return False
