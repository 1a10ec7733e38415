"""Short forms in which attributes are declared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kembar.access.permissions import Who
from kembar.evidence.catalogue import Attribute


def codes_of(choices: list[tuple[str, Any]]) -> tuple[str, ...]:
    return tuple(code for code, _label in choices if code)


def of(*attributes: Attribute) -> dict[str, Attribute]:
    return {attribute.code: attribute for attribute in attributes}


def text(code: str, label: Any, **more: Any) -> Attribute:
    return Attribute(code, "text", label, **more)


def word(code: str, label: Any, **more: Any) -> Attribute:
    return Attribute(code, "word", label, **more)


def date(code: str, label: Any, **more: Any) -> Attribute:
    return Attribute(code, "date", label, comparator="date", **more)


def number(code: str, label: Any, **more: Any) -> Attribute:
    return Attribute(code, "number", label, comparator="number", **more)


def choice(code: str, label: Any, choices: list[tuple[str, Any]], **more: Any) -> Attribute:
    return Attribute(
        code, "choice", label, choices=codes_of(choices), comparator=more.pop("comparator", "equal"), **more
    )


def yes_no(code: str, label: Any, **more: Any) -> Attribute:
    return Attribute(code, "yes_no", label, comparator="equal", **more)


def flag(code: str, label: Any) -> Attribute:
    return Attribute(code, "flag", label)


def refers(code: str, label: Any, to: str, **more: Any) -> Attribute:
    return Attribute(code, "reference", label, refers_to=to, comparator=more.pop("comparator", "equal"), **more)


def own_or_casebook(model: Any) -> Callable[[Who], Any]:
    """Of records that belong to no one partnership: those of the casebook and of the reader's own offices."""

    def readable(who: Who) -> Any:
        from kembar.partnerships.queries.reading import own_or_casebook as condition

        return model.objects.filter(condition(who)).order_by().values("pk")

    return readable
