"""How good are detected passages, by the definitions of the PAN competitions on plagiarism detection?

A case s and a detection r are sets of characters of the questioned text and of the source. r detects s when both
overlap on both sides. With R_s the detections of s and S_r the cases of r:

    recall = mean over cases of |s and union(R_s)| / |s|          precision = mean over detections of |r and
    union(S_r)| / |r| granularity = mean over detected cases of |R_s|               PlagDet = F1 / log2(1 + granularity)

Source: M. Potthast, B. Stein, A. Barron-Cedeno, P. Rosso, An Evaluation Framework for Plagiarism Detection, COLING
2010.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2


@dataclass(frozen=True, slots=True)
class Reuse:
    """A case or a detection: ``begin:end`` in characters of ``text``, ``source_begin:source_end`` of ``source``; its
    kind.
    """

    text: str
    begin: int
    end: int
    source: str
    source_begin: int
    source_end: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PanScore:
    """The four figures, and the numbers of cases and detections behind them."""

    plagdet: float
    recall: float
    precision: float
    granularity: float
    cases: int
    detections: int


def overlap(one: Reuse, other: Reuse) -> bool:
    """Whether both share characters on both sides."""
    return (
        one.text == other.text
        and one.source == other.source
        and one.begin < other.end
        and other.begin < one.end
        and one.source_begin < other.source_end
        and other.source_begin < one.source_end
    )


def _covered(begin: int, end: int, spans: Sequence[tuple[int, int]]) -> int:
    """Characters of ``begin:end`` that any span covers."""
    covered, reached = 0, begin
    for first, last in sorted(spans):
        first, last = max(first, reached), min(last, end)
        if last > first:
            covered += last - first
            reached = last
    return covered


def _found(one: Reuse, others: Sequence[Reuse]) -> float:
    mine = [other for other in others if overlap(one, other)]
    size = (one.end - one.begin) + (one.source_end - one.source_begin)
    if not mine or not size:
        return 0.0
    text = _covered(one.begin, one.end, [(other.begin, other.end) for other in mine])
    source = _covered(one.source_begin, one.source_end, [(other.source_begin, other.source_end) for other in mine])
    return (text + source) / size


def _by_pair(items: Sequence[Reuse]) -> dict[tuple[str, str], list[Reuse]]:
    pairs: dict[tuple[str, str], list[Reuse]] = {}
    for item in items:
        pairs.setdefault((item.text, item.source), []).append(item)
    return pairs


def recall(cases: Sequence[Reuse], detections: Sequence[Reuse]) -> float:
    """Macro-averaged recall; 0 without cases. ``recall(detections, cases)`` is the precision."""
    pairs = _by_pair(detections)
    if not cases:
        return 0.0
    return sum(_found(case, pairs.get((case.text, case.source), ())) for case in cases) / len(cases)


def granularity(cases: Sequence[Reuse], detections: Sequence[Reuse]) -> float:
    """Detections per detected case; 1 when none is detected."""
    pairs = _by_pair(detections)
    counts = [
        count
        for case in cases
        if (count := sum(overlap(case, other) for other in pairs.get((case.text, case.source), ())))
    ]
    return sum(counts) / len(counts) if counts else 1.0


def score(cases: Sequence[Reuse], detections: Sequence[Reuse]) -> PanScore:
    """All four figures at once."""
    found, exact, parts = recall(cases, detections), recall(detections, cases), granularity(cases, detections)
    both = 2 * found * exact / (found + exact) if found + exact else 0.0
    return PanScore(both / log2(1 + parts), found, exact, parts, len(cases), len(detections))
