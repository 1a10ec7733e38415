"""What does a text that is kept by language say in the reader's?"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language


def language() -> str:
    """The reader's language, id or en."""
    return (get_language() or "id")[:2]


def local(value: Mapping[str, str] | str | None) -> str:
    """A text by language in the reader's language, else in any it has; empty when there is none."""
    if not value:
        return ""
    if isinstance(value, str):
        return value
    return value.get(language()) or next(iter(value.values()))
