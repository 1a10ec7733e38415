"""How does a command tell "why this partner": to people as text, to programs as values?"""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from kembar.console import answer_table
from kembar.matching.why.answer import Answer
from kembar.matching.why.paper import said_by, text_of
from kembar.matching.why.rules import Evidence, Judged, against, judge, known_share, reasons, targets_met
from kembar.matching.why.sheet import Cell, Section, Sheet
from kembar.ui.states import look_of

WIDTH = 100


def print_sheet(sheet: Sheet) -> None:
    """This will print the whole sheet to stdout."""
    print(sheet.title)
    if sheet.own_script:
        print(" · ".join(text for text, _language in sheet.own_script))
    for block in sheet.blocks:
        told = {"what": block.text, "source": block.from_file}
        print(_("The law stands against it: %(what)s (%(source)s).") % told)
    for point in sheet.summary:
        _say(text_of(point))
    for section in sheet.sections:
        _print_section(section)
    print(f"\n{_('Documents cited')}")
    for code, title in sheet.cited:
        _say(f"{code}: {title}")


def _print_section(section: Section) -> None:
    print(f"\n{section.title}")
    if section.lead:
        print(textwrap.fill(section.lead + said_by(Cell("", section.lead_sources)), WIDTH))
    if section.rows and len(section.heads) == 3 and max(len(text_of(c)) for r in section.rows for c in r.cells) < 40:
        answer_table(section.heads, [[row.head, *map(text_of, row.cells)] for row in section.rows])
    else:
        for row in section.rows:
            if len(section.heads) == 2:
                _say(f"{row.head}: {text_of(row.cells[0])}")
                continue
            _say(row.head)
            for head, cell in zip(section.heads[1:], row.cells, strict=True):
                if cell.text:
                    _say(f"{head}: {text_of(cell)}", 4)
    for item in section.items:
        word = item.status or str(look_of(item.answer, "leaning").word)
        _say(f"{item.label}: {word}")
        for cell in item.evidence:
            _say(text_of(cell), 4)
        if item.missing:
            _say(_("Missing: %(what)s.") % {"what": item.missing}, 4)
    for point in section.points:
        _say(text_of(point))
    if not (section.rows or section.items or section.points):
        print(section.empty)


def _say(text: str, indent: int = 0) -> None:
    mark = " " * indent + "- "
    print(textwrap.fill(text, WIDTH, initial_indent=mark, subsequent_indent=" " * (indent + 2)))


def answer_data(answer: Answer) -> dict[str, Any]:
    """Everything as JSON values: codes in English, texts by language, what is not known null."""
    facts = answer.facts
    lists = judge(facts)
    data = asdict(facts)
    for name in ("documents", "countries"):
        data[name] = dict(data[name])
    return {
        "as_at": facts.at.isoformat(),
        "blocked_by_law": [{"code": one.code, "source": one.source} for one in answer.blocks],
        "coverage": round(known_share(lists), 3),
        "reasons": [
            {
                "number": one.proposed.number,
                "status": one.proposed.status,
                "text": dict(one.proposed.told.text),
                "sources": list(one.proposed.told.sources),
                "told": [asdict(each) for each in one.told],
                "computed": [_evidence(each) for each in one.computed],
            }
            for one in reasons(facts)
        ],
        "targets_met": list(targets_met(facts)),
        "lists": {one.code: _list(one) for one in lists},
        "against": [_evidence(one) for one in against(facts, lists)],
        "indices": [
            {**asdict(one), "same_year": one.same_year, "gap": one.gap, "model": one.model} for one in facts.indices
        ],
        "facts": {key: value for key, value in data.items() if key not in ("at", "indices")},
    }


def _list(one: Judged) -> dict[str, Any]:
    return {
        "known": round(one.known, 3),
        "items": [
            {
                "item": item.code,
                "answer": item.answer,
                "evidence": [_evidence(piece) for piece in item.evidence],
                "missing": list(item.missing),
            }
            for item in one.items
        ],
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    data = {key: value.code if hasattr(value, "same_year") else value for key, value in one.data.items()}
    return {
        "code": one.code,
        "leans": one.leans,
        "data": data,
        "sources": [dict(each) for each in one.sources],
        "from": one.from_file or None,
    }
