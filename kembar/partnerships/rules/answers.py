"""Can one letter answer another, and how long did the answer take?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from kembar.analysis.edtf import Days, Edtf, before, interval_days
from kembar.analysis.truth import Truth

Key = TypeVar("Key")
SIDES = ("a", "b", "c", "d")
"""One side alone; what both did together, or whoever did it, may answer anything."""


def misplaced(*, asked: tuple[str, Edtf | None], answer: tuple[str, Edtf | None]) -> str:
    """Why a letter (side it came from, date) cannot answer another, as ``answers_own_side`` or
    ``answers_what_came_later``; empty where it can, or where that cannot be said."""
    (asking, first), (answering, last) = asked, answer
    if asking in SIDES and asking == answering:
        return "answers_own_side"
    if first is not None and last is not None and before(last, first) is Truth.YES:
        return "answers_what_came_later"
    return ""


def is_circle(key: Key, answers: Mapping[Key, Key | None]) -> bool:
    """Whether following what each letter answers leads from ``key`` back to it."""
    seen: set[Key] = set()
    at = answers.get(key)
    while at is not None and at not in seen:
        if at == key:
            return True
        seen.add(at)
        at = answers.get(at)
    return False


def days_to_answer(asked: Edtf | None, answer: Edtf | None) -> Days | None:
    """Days from a letter to its answer, not less than 0: it cannot have come first. A letter of 3 March 2020 answered
    on 15 March took 12 days; one answered in April 2020 took 29 to 58. None where a date is missing."""
    days = interval_days(asked, answer) if asked is not None and answer is not None else None
    return Days(max(days.min, 0), days.max) if days is not None and days.max >= 0 else None
