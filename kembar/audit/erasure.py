"""How is a person's name taken out of values that history and record keep? Pure: values in, values out.

A name goes as a word of its own, in any case: "Sri" goes from "Menurut Sri, ..." and stays in "Srikandi". An address
(slug) goes only where it is the whole value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

ERASED = "[erased]"
"""What stands where personal data stood; pages show it in the reader's language."""


@dataclass(frozen=True)
class Names:
    """What to take out: ``words`` wherever they stand as words, ``exact`` where they are the whole value."""

    words: tuple[str, ...]
    exact: frozenset[str] = frozenset()
    pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        longest_first = sorted({one for one in self.words if one.strip()}, key=len, reverse=True)
        object.__setattr__(self, "words", tuple(longest_first))
        either = "|".join(re.escape(one) for one in longest_first) or r"(?!)"
        object.__setattr__(self, "pattern", re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE))

    @classmethod
    def of(cls, words: Iterable[str], exact: Iterable[str] = ()) -> Names:
        return cls(tuple(words), frozenset(exact))

    def are_in(self, text: str) -> bool:
        return bool(self.pattern.search(text)) or text in self.exact


def without(value: Any, names: Names, *, whole: bool = False) -> Any:
    """A value without the names; ``whole``: every text of it goes. Numbers, flags and keys stay."""
    if isinstance(value, dict):
        return {key: without(one, names, whole=whole) for key, one in value.items()}
    if isinstance(value, list):
        return [without(one, names, whole=whole) for one in value]
    if isinstance(value, str):
        return ERASED if whole or value in names.exact else names.pattern.sub(ERASED, value)
    return value
