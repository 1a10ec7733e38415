"""Is it so, is it not so, or can it not be said?

The record is full of gaps, and a gap is not a no. Every question that may meet a gap is answered with `Truth`,
whose joining rules are those of Kleene's strong three-valued logic: an unknown part matters only where it could
still turn the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NoReturn


class Truth(StrEnum):
    """Three-valued answer. It has no truth value of its own: `if truth:` would read unknown as yes, so it raises."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, value: bool | None) -> Truth:
        """The answer that a yes, a no or a missing value stands for."""
        if value is None:
            return cls.UNKNOWN
        return cls.YES if value else cls.NO

    @property
    def known(self) -> bool:
        """Whether the answer is a plain yes or no."""
        return self is not Truth.UNKNOWN

    @property
    def as_bool(self) -> bool | None:
        """True, False, or None where it cannot be said (the shape of a nullable column)."""
        return None if self is Truth.UNKNOWN else self is Truth.YES

    def __and__(self, other: Truth) -> Truth:
        if Truth.NO in (self, other):
            return Truth.NO
        return Truth.UNKNOWN if Truth.UNKNOWN in (self, other) else Truth.YES

    def __or__(self, other: Truth) -> Truth:
        if Truth.YES in (self, other):
            return Truth.YES
        return Truth.UNKNOWN if Truth.UNKNOWN in (self, other) else Truth.NO

    def __invert__(self) -> Truth:
        if self is Truth.UNKNOWN:
            return Truth.UNKNOWN
        return Truth.NO if self is Truth.YES else Truth.YES

    def __bool__(self) -> NoReturn:
        raise TypeError("compare a Truth with Truth.YES or Truth.NO: unknown is neither")


def all_of(answers: Iterable[Truth]) -> Truth:
    """YES when every answer is yes (also for no answers at all), NO when one is no, UNKNOWN otherwise."""
    result = Truth.YES
    for answer in answers:
        result = result & answer
    return result


def any_of(answers: Iterable[Truth]) -> Truth:
    """YES when one answer is yes, NO when all are no (also for no answers at all), UNKNOWN otherwise."""
    result = Truth.NO
    for answer in answers:
        result = result | answer
    return result
