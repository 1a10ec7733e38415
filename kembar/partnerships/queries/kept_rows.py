"""All rows of one record as those who keep it need them: kind by kind, with what belongs to each.

Withdrawn ones too. Asked in two queries, however many kinds there are.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from kembar.access.permissions import Who
from kembar.evidence.catalogue import Kind, kind, kinds
from kembar.partnerships.queries.reading import readable_tenures
from kembar.partnerships.queries.whereabouts import kind_of, model_of
from kembar.values.together import attach, together

MOST = 200
"""Rows of one kind that a page shows; the newest."""


@dataclass
class Kept:
    """One row and the groups of rows that belong to it."""

    row: Any
    own: Kind
    below: list[Group] = field(default_factory=list)


@dataclass
class Group:
    """The rows of one kind; ``withdrawn`` are those that were taken back."""

    own: Kind
    rows: list[Kept] = field(default_factory=list)
    withdrawn: list[Kept] = field(default_factory=list)
    left_out: int = 0


def kept_rows(record: Any, *, who: Who) -> list[Group]:
    """The groups of a record in the order of the catalogue, with what their rows refer to. Causes two queries.

    ``who`` keeps the record, so may read all of its own rows; of what offices share they are not shown other offices'
    focal points.
    """
    own = kind_of(record)
    first = [kind(code) for code in own.children.values()]
    second = [kind(code) for one in first for code in one.children.values()]
    found = together(
        *(one.model.objects.filter(_readable(one, who), **{one.parent or own.code: record}) for one in first),
        *(one.model.objects.filter(**{f"{one.parent}__{own.code}": record}) for one in second),
    )
    _refer([row for rows in found for row in rows])
    above, below = found[: len(first)], found[len(first) :]
    children: dict[uuid.UUID, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for one, rows in zip(second, below, strict=True):
        for row in rows:
            children[getattr(row, f"{one.parent}_id")][one.code].append(row)
    return [_group(one, rows, children) for one, rows in zip(first, above, strict=True)]


def _readable(own: Kind, who: Who) -> Q:
    return readable_tenures(who) if own.code == "tenure" else Q()


def _group(own: Kind, rows: list[Any], children: dict[uuid.UUID, dict[str, list[Any]]]) -> Group:
    found = Group(own)
    for row in rows[-MOST:]:
        one = Kept(row, own, [_group(kind(code), children[row.pk][code], {}) for code in own.children.values()])
        (found.rows if row.withdrawn_at is None else found.withdrawn).append(one)
    found.left_out = max(0, len(rows) - MOST)
    return found


def _refer(rows: Iterable[Any]) -> None:
    """What rows refer to is read for all of them in one query."""
    wanted: dict[str, set[Any]] = defaultdict(set)
    columns: list[tuple[Any, str, str]] = []
    for row in rows:
        for attribute in kind_of(row):
            key = getattr(row, f"{attribute.code}_id", None) if attribute.type == "reference" else None
            if key is not None:
                wanted[attribute.refers_to].add(key)
                columns.append((row, attribute.code, attribute.refers_to))
    codes = [code for code in wanted if code in kinds() or code in ("field", "country", "place")]
    found = together(
        *(model_of(code).objects.filter(pk__in=wanted[code]) for code in codes), leaving_out=("search_text",)
    )
    targets = dict(zip(codes, found, strict=True))
    for row, code, refers_to in columns:
        attach([row], code, [one for one in targets[refers_to] if one.pk == getattr(row, f"{code}_id")])
