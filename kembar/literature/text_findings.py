"""What do the checks find in a document, in words for people: what, where, which words stand there, what to do?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from kembar.analysis import text_checks as read
from kembar.analysis.text_lines import Finding, plain
from kembar.analysis.text_numbers import marks_cited
from kembar.console import gettext
from kembar.literature.documents import Document
from kembar.literature.docx_lines import IMAGE
from kembar.literature.sentences import CHECK_NAMES, PLACES, WHAT_TO_DO, WHY, finding_sentence

CHECKS = ("citations", "older_than_event", "two_counts", "studies", "window", "figures", "template", "method")
_AROUND = 70
"""Signs quoted on each side of a term."""


def findings_of(lines: Sequence[str], checks: Sequence[str] = CHECKS) -> list[Finding]:
    """The findings of the checks asked for, in the order of ``CHECKS``."""
    makers: dict[str, Callable[[], list[Finding]]] = {
        "citations": lambda: read.citations_of(lines),
        "older_than_event": lambda: read.older_than_event(lines),
        "two_counts": lambda: read.two_counts(lines),
        "studies": lambda: read.studies_counted(lines),
        "window": lambda: read.publication_window(lines, read.bibliography(lines)),
        "figures": lambda: read.missing_figures(lines),
        "template": lambda: read.leftover_template(lines),
        "method": lambda: read.method_against_use(lines),
    }
    return [finding for name in CHECKS if name in checks for finding in makers[name]()]


def what_was_read(lines: Sequence[str]) -> dict[str, Any]:
    """How many citations and entries the checks had to go by: {citations, entries, by: "marks" | "names"}."""
    listed = read.bibliography(lines)
    marks = marks_cited(lines, listed)
    cited = sum(len(places) for places in marks.values()) or sum(not one.named for one in read.citations(lines))
    return {"citations": cited, "entries": len(listed), "by": "marks" if marks else "names"}


def told(document: Document, findings: Sequence[Finding], most: int | None = None) -> list[dict[str, Any]]:
    """The findings by check: its name, why it matters, what to do, and each finding as a sentence with its places, of
    which at most ``most`` are given and the rest counted (``more``)."""
    groups = []
    for check in CHECKS:
        rows = [
            {
                "code": one.says_code,
                "says": finding_sentence(one),
                "data": dict(one.data),
                "places": [place_of(document, line, term) for line, term in one.places[:most]],
                "more": 0 if most is None else max(0, len(one.places) - most),
            }
            for one in findings
            if one.check == check
        ]
        if rows:
            words = {"name": CHECK_NAMES[check], "why": WHY[check], "do": WHAT_TO_DO[check]}
            groups.append({"check": check, "findings": rows} | {name: gettext(text) for name, text in words.items()})
    return groups


def place_of(document: Document, line: int, term: str) -> dict[str, Any]:
    """One place: ``line`` of the text, ``page`` and line on it for a PDF, the term and the words on both sides."""
    page = document.pages[line - 1] if document.pages else None
    on_page = line - document.pages.index(page) if page is not None else None
    text, bare = plain(document.lines[line - 1]), plain(term)
    at = text.find(bare) if bare else -1
    before, after = (text[:at], text[at + len(bare) :]) if at >= 0 else ("", text)
    if document.pages:  # a page's lines break anywhere
        before = f"{_beside(document, line - 1)} {before}".lstrip()
        after = f"{after} {_beside(document, line + 1)}".rstrip()
    return {
        "line": line,
        "page": page,
        "line_on_page": on_page,
        "term": term,
        "shown": bare,
        "before": re.sub(r"^\S*\s", "… ", before[-_AROUND:]) if len(before) > _AROUND else before,
        "after": re.sub(r"\s\S*$", " …", after[:_AROUND]) if len(after) > _AROUND else after,
        "where": _where(document.kind, page, line if on_page is None else on_page),
    }


def _beside(document: Document, line: int) -> str:
    """The line before or after, where it holds text."""
    text = document.lines[line - 1] if 0 < line <= len(document.lines) else ""
    return "" if text == IMAGE else plain(text)


def _where(kind: str, page: int | None, line: int) -> str:
    """ "page 3, line 12", "paragraph 8" of a DOCX, "line 40" of plain text."""
    unit = "page" if page is not None else "paragraph" if kind == "docx" else "line"
    text = gettext(PLACES[unit])
    return text % {"page": page, "line": line}


def as_text(document: Document, groups: Sequence[dict[str, Any]]) -> str:
    """The report as plain text."""
    lines = [document.name, ""]
    for group in groups:
        lines += [group["name"], f"  {group['why']} {group['do']}", ""]
        for one in group["findings"]:
            lines.append(f"  - {one['says']}")
            lines += [f"      {place['where']}: {quoted(place)}" for place in one["places"]]
        lines.append("")
    if not groups:
        lines.append(gettext("Nothing was found by these checks."))
    return "\n".join(lines).rstrip() + "\n"


def quoted(place: dict[str, Any]) -> str:
    return f"{place['before']}[{place['shown']}]{place['after']}"


def as_docx(document: Document, groups: Sequence[dict[str, Any]]) -> bytes:
    """The report as a DOCX, the term in bold within the words around it."""
    import io

    import docx  # late: only who asks for a DOCX waits for it

    paper = docx.Document()
    paper.add_heading(document.name, 1)
    for group in groups:
        paper.add_heading(group["name"], 2)
        paper.add_paragraph(f"{group['why']} {group['do']}")
        for one in group["findings"]:
            paper.add_paragraph(_printable(one["says"]), style="List Bullet")
            for place in one["places"]:
                paragraph = paper.add_paragraph(
                    _printable(f"{place['where']}: {place['before']}"), style="List Continue"
                )
                paragraph.add_run(_printable(place["shown"])).bold = True
                paragraph.add_run(_printable(place["after"]))
    if not groups:
        paper.add_paragraph(gettext("Nothing was found by these checks."))
    kept = io.BytesIO()
    paper.save(kept)
    return kept.getvalue()


def _printable(text: str) -> str:
    """The text without signs that XML cannot hold."""
    return re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
