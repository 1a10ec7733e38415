"""Does a term stand on the line that a place names?

Pure. A line is compared without what only marks it up: asterisks and tags go, white space is folded, case does not
matter. Every letter of the term must then stand on that one line, in a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
SHOWN = 5  # other lines told for a term that is not where it should be


@dataclass(frozen=True, slots=True)
class Claim:
    """A place that something in the casebook names: line (from 1), term, and what names it."""

    line: int
    term: str
    by: str


@dataclass(frozen=True, slots=True)
class Unproved:
    """A claim that does not hold. ``code``: ``no_such_line``, ``no_term``, ``not_on_line``; ``stands_at`` are the first
    lines on which the term does stand."""

    claim: Claim
    code: str
    stands_at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of the claims on one document."""

    claims: int
    unproved: tuple[Unproved, ...]

    @property
    def proved(self) -> int:
        return self.claims - len(self.unproved)


def bare(text: str) -> str:
    """The text as it is compared.

    >>> bare("Kerjasama  *Sister City* <b>Bogor</b>")
    'kerjasama sister city bogor'
    """
    return re.sub(r"\s+", " ", _TAG.sub("", text.replace("*", ""))).strip().casefold()


def stands(term: str, line: str) -> bool:
    """Whether the term stands on the line; an empty term stands nowhere."""
    wanted = bare(term)
    return bool(wanted) and wanted in bare(line)


def lines_of(text: str) -> list[str]:
    """The lines of a file as every editor counts them: a form feed or an odd separator does not end one."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def prove(claims: Iterable[Claim], lines: Sequence[str]) -> Proof:
    """Which of the claims do not hold on these lines, by line; O(claims), and O(lines) for each that fails."""
    bared = [bare(line) for line in lines]
    made = sorted(claims, key=lambda claim: (claim.line, claim.term, claim.by))
    found = [fault for claim in made if (fault := _fault(claim, bared)) is not None]
    return Proof(len(made), tuple(found))


def _fault(claim: Claim, bared: Sequence[str]) -> Unproved | None:
    wanted = bare(claim.term)
    if not wanted:
        return Unproved(claim, "no_term")
    if 1 <= claim.line <= len(bared) and wanted in bared[claim.line - 1]:
        return None
    elsewhere = [number for number, line in enumerate(bared, 1) if wanted in line]
    code = "not_on_line" if 1 <= claim.line <= len(bared) else "no_such_line"
    return Unproved(claim, code, tuple(elsewhere[:SHOWN]))
