"""When do statements on one attribute contradict each other?

Pure: values in, findings out. Free wording never contradicts by itself; two dates contradict when no day is possible
for both; two lists of fields contradict only when one claims to be the whole list or denies a member; a denial
contradicts what lies wholly within it; two verdicts contradict when they judge the same thing (existence, or
effectiveness; of the whole, or of one field), at times that may be the same, in opposite directions. That a partnership
exists never contradicts that it does not work (R-081).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from kembar.analysis.edtf import Edtf, parse

POLARITY = {
    "active": 1,
    "renewed": 1,
    "very_good": 1,
    "fairly_good": 1,
    "positive": 1,
    "stopped": -1,
    "less_effective": -1,
    "not_optimal": -1,
    "not_well": -1,
    "failed": -1,
    "no_effect": -1,
    "no_evidence": 0,
}
"""Direction of a verdict: 1 speaks for the partnership, -1 against it, 0 for neither."""


@dataclass(frozen=True)
class Said:
    """One statement, as far as the rules need it. ``id`` and ``source`` are opaque."""

    id: Any
    source: Any
    value: Any
    stance: str = "asserts"
    complete: bool = False
    about: str = ""


@dataclass(frozen=True)
class Conflict:
    """Statements that cannot all hold: ``kind`` says in what, ``members`` are the ids of those that take part."""

    kind: str
    members: tuple[Any, ...]
    within_one_source: bool


def conflict(comparator: str, statements: Sequence[Said]) -> Conflict | None:
    """The contradiction among statements on one attribute of one subject, or None.

    ``comparator`` is that of the attribute in the catalogue. A statement takes part when it is incompatible with at
    least one other. O(n²) in the statements on one attribute, of which there are a handful.
    """
    speaking = [one for one in statements if one.stance != "is_silent"]
    members: dict[Any, Said] = {}
    kinds: set[str] = set()
    for first, second in combinations(speaking, 2):
        kind = _incompatible(comparator, first, second)
        if kind:
            members[first.id] = first
            members[second.id] = second
            kinds.add(kind)
    if not members:
        return None
    sources = {one.source for one in members.values()}
    ordered = tuple(one.id for one in speaking if one.id in members)
    return Conflict(min(kinds), ordered, within_one_source=len(sources) == 1)


def conflicts(
    statements: Iterable[tuple[Any, str, Said]],
) -> dict[Any, Conflict]:
    """The contradictions among ``(key, comparator, statement)`` triples, by key (a subject and attribute)."""
    grouped: dict[Any, list[Said]] = defaultdict(list)
    comparators: dict[Any, str] = {}
    for key, comparator, said in statements:
        grouped[key].append(said)
        comparators[key] = comparator
    found = {key: conflict(comparators[key], group) for key, group in grouped.items() if len(group) > 1}
    return {key: one for key, one in found.items() if one is not None}


def _incompatible(comparator: str, first: Said, second: Said) -> str | None:
    if first.value is None or second.value is None or not _may_be_same_time(first.about, second.about):
        return None
    if first.stance != second.stance:
        asserted, denied = (first, second) if first.stance == "asserts" else (second, first)
        return "denial" if _denied(comparator, asserted.value, denied.value) else None
    if comparator == "verdict":
        return _verdicts(first, second) if first.stance == "asserts" else None
    if comparator == "none" or first.stance == "denies":
        return None
    if comparator == "set":
        return _sets(first, second)
    if _same(comparator, first.value, second.value):
        return None
    return {"date": "date", "number": "number"}.get(comparator, "value")


def _same(comparator: str, first: Any, second: Any) -> bool:
    """Whether two values can both hold."""
    if comparator == "date":
        return _may_be_same_time(first, second)
    if comparator == "number":
        return float(first) == float(second)
    return bool(first == second)


def _denied(comparator: str, asserted: Any, denied: Any) -> bool:
    """Whether what is denied leaves nothing of what is asserted: a day of a denied month, a member of a denied list."""
    if comparator == "set":
        return bool(set(asserted) & set(denied))
    if comparator == "date":
        return _lies_within(parse(asserted), parse(denied))
    return _same(comparator, asserted, denied)


def _lies_within(inner: Edtf, outer: Edtf) -> bool:
    begins = outer.earliest is None or (inner.earliest is not None and inner.earliest >= outer.earliest)
    ends = outer.latest is None or (inner.latest is not None and inner.latest <= outer.latest)
    return begins and ends and not outer.is_unknown


def _may_be_same_time(first: str, second: str) -> bool:
    if not first or not second:
        return True
    a, b = parse(first), parse(second)
    if a.latest is not None and b.earliest is not None and a.latest < b.earliest:
        return False
    return not (b.latest is not None and a.earliest is not None and b.latest < a.earliest)


def _sets(first: Said, second: Said) -> str | None:
    beyond_first = set(second.value) - set(first.value)
    beyond_second = set(first.value) - set(second.value)
    if (first.complete and beyond_first) or (second.complete and beyond_second):
        return "set"
    return None


def _verdicts(first: Said, second: Said) -> str | None:
    one, other = first.value, second.value
    if one["dimension"] != other["dimension"] or one.get("field") != other.get("field"):
        return None
    if not _may_be_same_time(one.get("date") or "", other.get("date") or ""):
        return None
    return "verdict" if POLARITY[one["value"]] * POLARITY[other["value"]] < 0 else None
