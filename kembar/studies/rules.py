"""What can be coded of a study, what is a proper value, and where do two coders differ?

Pure: codings come in as plain values, findings go out as codes; labels turn them into words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kembar.analysis.agreement import Agreement, cohens_kappa, kappa_by_code, kappa_of_sets
from kembar.analysis.edtf import DateError, parse

SETS = ("pairs", "fields", "factors", "causes")
"""Attributes whose value is a set of codes; pairs are addresses of partnerships."""
CHOICES = ("method", "finding")
"""Attributes whose value is one code."""
SINGLE = ("years", *CHOICES)
"""Attributes with one value, compared as it stands: two spans of years agree only where they are the same."""
ATTRIBUTES = ("pairs", "years", "method", "fields", "factors", "causes", "finding")
"""Everything that is coded, in the order of the form; ``years`` is a date as sources give it."""
OUR_READING = {
    "obstacle": {"mapping_note", "factor", "cause", "factor_side", "other_side", "borne_by"},
    "verdict": {"dimension", "author", "text"},
    "event": {"counts_as_no_result", "kind", "side"},
    "instrument": {"kind", "note", "predecessor"},
    "commitment": {"instrument", "status"},
    "activity": {"commitment", "kind"},
    "partnership": {"about", "name", "verdict", "fields_complete"},
    "party": {"government", "organisation", "role", "side"},
}
"""Subject kind -> attributes that are the register's own reading, summary or bookkeeping: no study finds them."""
METHODS = (
    "case_study",
    "interviews",
    "documents",
    "survey",
    "literature_review",
    "evaluation",
    "comparison",
    "other",
)


@dataclass(frozen=True)
class Fault:
    """One value that cannot stand: of which attribute, why (no_such_code, no_such_date, not_one), and the text."""

    attribute: str
    code: str
    value: str


@dataclass(frozen=True)
class Compared:
    """One attribute of the studies that both coded: agreement, by code where it is a set, the differences, and how many
    studies were left out because one coder told nothing."""

    attribute: str
    agreement: Agreement
    by_code: Mapping[str, Agreement]
    differing: tuple[tuple[str, Any, Any], ...]
    """(study, what the first says, what the second says)"""
    left_out: int = 0


def cleaned(given: Mapping[str, Any], known: Mapping[str, Iterable[str]]) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """The values that are told, in one shape (sets sorted), and the faults; ``known``: attribute -> codes there are."""
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for attribute in ATTRIBUTES:
        told = given.get(attribute)
        if not told:
            continue
        if attribute == "years":
            try:
                values[attribute] = parse(str(told)).text
            except DateError:
                faults.append(Fault(attribute, "no_such_date", str(told)))
            continue
        codes = [str(told)] if attribute in CHOICES else [str(one) for one in told]
        allowed = set(known.get(attribute, ()))
        faults += [Fault(attribute, "no_such_code", code) for code in codes if code not in allowed]
        values[attribute] = codes[0] if attribute in CHOICES else sorted(set(codes))
    return values, tuple(faults)


def compared(first: Mapping[str, Mapping[str, Any]], second: Mapping[str, Mapping[str, Any]]) -> tuple[Compared, ...]:
    """Attribute by attribute, how far two coders agree on the studies that both coded; ``first``: study -> values.

    A single value that either left empty is no decision and is left out: as a category of its own it would count what
    neither looked for as agreement. An empty set is a decision: nothing of the kind was found.
    """
    both = sorted(set(first) & set(second))
    found = []
    for attribute in (*SINGLE, *SETS):
        one = [first[study].get(attribute) for study in both]
        two = [second[study].get(attribute) for study in both]
        if attribute in SINGLE:
            told = [(a, b) for a, b in zip(one, two, strict=True) if a and b]
            agreement = cohens_kappa([a for a, _b in told], [b for _a, b in told])
            by_code: Mapping[str, Agreement] = {}
        else:
            sets = [frozenset(given or ()) for given in one], [frozenset(given or ()) for given in two]
            agreement, by_code = kappa_of_sets(*sets), kappa_by_code(*sets)
        differing = tuple((study, a, b) for study, a, b in zip(both, one, two, strict=True) if _shape(a) != _shape(b))
        left_out = len(both) - agreement.items if attribute in SINGLE else 0
        found.append(Compared(attribute, agreement, by_code, differing, left_out))
    return tuple(found)


def _shape(value: Any) -> Any:
    return frozenset(value) if isinstance(value, list | tuple | set | frozenset) else value or frozenset()


def strength(kappa: float | None) -> str:
    """The word for a kappa after Landis and Koch (1977, Biometrics 33: 159-174); ``unknown`` where there is none."""
    if kappa is None:
        return "unknown"
    if kappa < 0:
        return "poor"
    for bound, word in ((0.2, "slight"), (0.4, "fair"), (0.6, "moderate"), (0.8, "substantial")):
        if kappa <= bound:
            return word
    return "almost_perfect"


def counted(codings: Sequence[Mapping[str, Any]], attribute: str) -> Counter[str]:
    """How many studies carry each code of an attribute; a study counts once for each of its codes."""
    found: Counter[str] = Counter()
    for values in codings:
        told = values.get(attribute) or ()
        found.update({told} if isinstance(told, str) else set(told))
    return found


def is_older(year: int | None, years: str | None) -> bool:
    """Whether a study came out before the years begin that it is coded to have studied."""
    begins = parse(years).earliest if years else None
    return year is not None and begins is not None and begins.year > year


def outside(years: Mapping[str, int | None], first: int, last: int) -> dict[str, str]:
    """Which studies lie outside a window of publication years, ends included: study -> before, after or undated."""

    def judge(year: int | None) -> str:
        if year is None:
            return "undated"
        return "before" if year < first else "after" if year > last else ""

    return {study: judge(year) for study, year in years.items() if judge(year)}
