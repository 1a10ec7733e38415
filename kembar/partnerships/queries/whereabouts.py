"""Where does a row stand, what does it refer to, and which partnerships does it bear on?

Follows the catalogue: a kind names its parent, and which of its attributes are references.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from kembar.evidence.catalogue import Attribute, Kind, ValueRefused, kind, kinds
from kembar.partnerships import models
from kembar.places.models import Country, Place
from kembar.values.ids import is_id

PARENTS_OF_SHARED = ("person", "government", "organisation")
"""A name stands on one of these; a term of office on its person."""
WITHIN_ONE_RECORD = ("instrument", "commitment", "contact")
_OTHERS: dict[str, Any] = {"country": Country, "field": models.Field, "place": Place}


def kind_of(row: Any) -> Kind:
    """The kind of a row in the catalogue; KeyError for what is not kept by offices."""
    return next(one for one in kinds().values() if one.model is type(row))


def model_of(code: str) -> Any:
    return _OTHERS.get(code) or kind(code).model


def parent_of(row: Any) -> Any:
    """The row that ``row`` belongs to, None for a record. Causes a query unless it has been read."""
    own = kind_of(row)
    if own.parent:
        return getattr(row, own.parent)
    if own.record == "parent":
        return next(found for name in PARENTS_OF_SHARED if (found := getattr(row, name, None)) is not None)
    return None


def record_of_row(row: Any) -> Any:
    """The record on whose page a row stands: a partnership, government, organisation, person, offer or count."""
    parent = parent_of(row)
    return row if parent is None else record_of_row(parent)


def children_of(row: Any, **which: Any) -> list[Any]:
    """The rows that belong to ``row``, of every kind: those that stand, or those that ``which`` asks for.

    Causes one query a kind.
    """
    own = kind_of(row)
    asked = which or {"withdrawn_at__isnull": True}
    found: list[Any] = []
    for code in own.children.values():
        child = kind(code)
        if code == "tenure" and own.code != "person":  # a term of office is its person's
            continue
        found += child.model.objects.filter(**{child.parent or own.code: row}, **asked)
    return found


def subtree(row: Any, **which: Any) -> list[Any]:
    """A row and the rows that belong to it, however deep (see ``children_of``)."""
    return [row, *(each for child in children_of(row, **which) for each in subtree(child, **which))]


def all_rows(row: Any) -> list[Any]:
    """A row and every row that belongs to it, however deep, also those that were withdrawn."""
    below = children_of(row, pk__isnull=False)
    return [row, *(each for child in below for each in all_rows(child))]


def named(code: str, value: Any) -> Any:
    """The row of a kind that a slug, a former slug, an id or the row itself means; None where there is none."""
    model = model_of(code)
    if isinstance(value, model):
        return value
    if code in _OTHERS:
        text = str(value)
        return None if code == "place" and not text.isdigit() else model.objects.filter(pk=text).first()
    found = model.objects.filter(pk=value).first() if is_id(value) else None
    if found is None and hasattr(model, "slug"):
        found = model.objects.filter(slug=str(value)).first()
    if found is None and code == "partnership":
        former = models.FormerSlug.objects.filter(slug=str(value)).select_related("partnership").first()
        found = former.partnership if former else None
    return found


def canonical(attribute: Attribute, value: Any, record: Any) -> Any:
    """A reference as statements keep it: a slug, else a key as text; of a list, each. ValueRefused where there is none.

    A paper or promise must belong to the same record; nothing may refer to what was withdrawn.
    """
    if attribute.type == "codes":
        return [_canonical(attribute, one, record) for one in value] if attribute.refers_to else value
    return _canonical(attribute, value, record)


def _canonical(attribute: Attribute, value: Any, record: Any) -> str:
    target = named(attribute.refers_to, value)
    is_there = target is not None and getattr(target, "withdrawn_at", None) is None
    if is_there and attribute.refers_to in WITHIN_ONE_RECORD:
        is_there = target.partnership_id == getattr(record, "pk", None)
    if not is_there:
        data = {"attribute": attribute.code, "value": str(value), "kind": attribute.refers_to}
        raise ValueRefused("unknown_reference", **data)
    return str(getattr(target, "slug", None) or target.pk)


def primary_key(code: str, value: Any) -> Any:
    """The primary key that a kept reference means; ValueRefused when it means nothing (any more)."""
    target = named(code, value)
    if target is None:
        raise ValueRefused("unknown_reference", attribute=code, value=str(value), kind=code)
    return target.pk


def referring(rows: Iterable[Any]) -> list[Any]:
    """The standing rows, beside ``rows`` themselves, that refer to one of them. Causes a query a kind of reference."""
    ids: dict[type[Any], set[uuid.UUID]] = {}
    for row in rows:
        ids.setdefault(type(row), set()).add(row.pk)
    every = set().union(*ids.values()) if ids else set()
    found: dict[uuid.UUID, Any] = {}
    for one in kinds().values():
        if not hasattr(one.model, "withdrawn_at"):
            continue
        for column in one.model._meta.concrete_fields:
            wanted = ids.get(column.related_model) if column.related_model else None
            if wanted:
                asked = {f"{column.name}__in": wanted, "withdrawn_at__isnull": True}
                found |= {each.pk: each for each in one.model.objects.filter(**asked) if each.pk not in every}
    return list(found.values())


def partnerships_of(rows: Iterable[Any]) -> QuerySet[models.Partnership]:
    """The partnerships whose states or search words a change of these rows can change."""
    ids: set[uuid.UUID] = set()
    for row in rows:
        ids |= _borne_on(row)
    return models.Partnership.objects.filter(id__in=ids)


def _borne_on(row: Any) -> set[uuid.UUID]:
    if isinstance(row, models.OfferCandidate):
        return {row.partnership_id} if row.partnership_id else set()
    record = record_of_row(row)
    if isinstance(record, models.Partnership):
        return {record.pk}
    ties = models.Partnership.objects.all()
    if isinstance(record, models.Government):
        found = ties.filter(parties__government=record) | ties.filter(parties__government__adjoins=record)
    elif isinstance(record, models.Organisation):
        found = ties.filter(parties__organisation=record) | ties.filter(activities__participants__organisation=record)
    elif isinstance(record, models.Person):
        found = ties.filter(activities__participants__person=record) | ties.filter(
            instruments__signatures__person=record
        )
    elif isinstance(record, models.Offer):
        found = ties.filter(came_of_offers__offer=record)
    else:
        found = ties.none()
    return set(found.order_by().values_list("pk", flat=True))
