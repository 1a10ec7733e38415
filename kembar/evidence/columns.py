"""Which columns of a row hold the value that stands for an attribute, and which value do they hold?

The one way from a value to columns and back: the casebook's loader, every action and undo take it. A column whose
attribute has no statement that stands is empty. Attributes without a column (a verdict on the whole tie, the fields
that a paper is told to agree on) live in statements alone.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from kembar.evidence.catalogue import Attribute
from kembar.values.dates import columns as date_columns
from kembar.values.texts import search_key

Key = Callable[[str, Any], Any]
"""(kind referred to, slug or id) -> primary key."""


def column(model: Any, attribute: Attribute) -> Any:
    """The column of an attribute, or None when it lives in statements alone."""
    try:
        found = model._meta.get_field(attribute.code)
    except FieldDoesNotExist:
        return None
    return found if getattr(found, "concrete", False) else None


def is_joined(model: Any, attribute: Attribute) -> bool:
    """Whether the values stand in a table between, as the governments that one adjoins."""
    found = column(model, attribute)
    return found is not None and bool(found.many_to_many)


def filled(model: Any, attribute: Attribute, value: Any, *, words: str = "", key: Key) -> dict[str, Any]:
    """The columns that hold ``value``; None empties them. ``words`` are those of the source, for a date.

    Nothing for attributes that have no column, or whose values stand in a table between (see ``is_joined``).
    """
    own = column(model, attribute)
    if own is None or own.many_to_many:
        return {}
    if attribute.type == "date":
        return date_columns(attribute.code, value or "", words)
    if attribute.type == "reference":
        return {own.attname: None if value is None else key(attribute.refers_to, value)}
    made = {attribute.code: _empty(own) if value is None else value}
    if any(each.name == "search_key" for each in model._meta.concrete_fields) and attribute.code == "text":
        made["search_key"] = search_key(made["text"])
    return made


def _empty(own: Any) -> Any:
    return None if own.null else own.get_default()


def held(row: Any, attribute: Attribute) -> Any:
    """The value that the columns of ``row`` hold, as a statement would say it; None when they are empty.

    A reference is a slug where what it refers to has one, else the primary key as text. Causes a query for a reference
    that has not been read and for a table between.
    """
    own = column(row, attribute)
    if own is None:
        return None
    if own.many_to_many:
        return sorted(getattr(row, attribute.code).values_list("slug", flat=True)) or None
    if attribute.type == "reference":
        return _referred(row, own)
    value = getattr(row, attribute.code)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if attribute.type == "flag":
        return value
    return value if value or value == 0 else None


def _referred(row: Any, own: models.ForeignKey[Any, Any]) -> str | None:
    target = getattr(row, own.name)
    if target is None:
        return None
    slug = getattr(target, "slug", None)
    return str(slug if slug else target.pk)
