"""What does the page of a comparison show, and the page of a checked text?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kembar.analysis.text_reuse import both_ways, percent_text
from kembar.literature.documents import Document
from kembar.literature.reuse.report import KIND_NAMES, MARK_NAMES, named, pair_pieces, share_text, summary_lines
from kembar.literature.reuse.similarity import Similarity
from kembar.literature.text_findings import findings_of, told, what_was_read
from kembar.literature.text_readers.originality_report import read_report

MOST_PASSAGES = 200
"""Passages shown side by side on the page; all of them stand in the files to download."""


def report(found: Similarity) -> dict[str, Any]:
    """The report in words and figures: the share, sources, the marked text, passages side by side."""
    sources = found.corpus.sources
    return {
        "words": found.counted,
        "total": found.counted_total,
        "printed": percent_text(found.counted, found.counted_total),
        "lines": summary_lines(found),
        "sources": [
            {
                "name": one.source.name,
                "address": one.source.address if one.source.address.startswith(("http://", "https://")) else "",
                "mark": named(MARK_NAMES, one.source.mark) if one.source.mark else "",
                "words": one.share.words,
                "printed": share_text(found, one),
            }
            for one in found.shares
        ],
        "marked": _marked(found),
        "passages": [_passage(found, number) for number in range(min(len(found.passages), MOST_PASSAGES))],
        "passages_all": len(found.passages),
        "both": _both(found) if len(sources) == 1 else None,
        "unread": found.corpus.unread,
    }


def _marked(found: Similarity) -> list[dict[str, Any]]:
    """The text in pieces; those that stand elsewhere have the kind and number of their passage."""
    text, at = found.document.text, 0
    out: list[dict[str, Any]] = []
    for number, passage in enumerate(found.passages, 1):
        begin = max(at, passage.begin)
        if passage.end <= begin:
            continue
        out.append({"text": text[at:begin]})
        out.append({"text": text[begin : passage.end], "kind": passage.kind, "number": number})
        at = passage.end
    return [one for one in [*out, {"text": text[at:]}] if one["text"]]


def _passage(found: Similarity, place: int) -> dict[str, Any]:
    passage = found.passages[place]
    source = found.corpus.sources[passage.source]
    left, right = pair_pieces(found, passage)
    return {
        "number": place + 1,
        "kind": named(KIND_NAMES, passage.kind),
        "words": passage.words[1] - passage.words[0],
        "line": found.document.text.count("\n", 0, passage.begin) + 1,
        "source": source.name,
        "source_line": source.text.count("\n", 0, passage.source_begin) + 1,
        "left": _pieces(left),
        "right": _pieces(right),
    }


def _pieces(pieces: Sequence[tuple[str, bool]]) -> list[dict[str, Any]]:
    return [{"text": text, "same": same} for text, same in pieces]


def _both(found: Similarity) -> list[dict[str, Any]]:
    """Of two texts, how much of each stands in the other: how much of a policy is the partner's, and the other way."""
    other = found.corpus.sources[0]
    answers = both_ways(found.document.text, other.text)
    names = {"one in other": (found.document.name, other.name), "other in one": (other.name, found.document.name)}
    return [
        {
            "of": names[way][0],
            "in": names[way][1],
            "words": words,
            "total": total,
            "printed": percent_text(words, total),
        }
        for way, (words, total) in answers.items()
    ]


MOST_PLACES = 12
"""Places shown of one finding on the page; the files have all."""


def checked(document: Document) -> dict[str, Any]:
    """What a text says that does not fit, by check, with what the checks had to go by."""
    findings = findings_of(document.lines)
    return {
        "name": document.name,
        "lines": len(document.lines),
        "read": what_was_read(document.lines),
        "found": len(findings),
        "groups": told(document, findings, MOST_PLACES),
        "originality": read_report(document.lines),
    }
