"""How does a table take very many rows? One prepared INSERT, with what is the same in all of them worked out once.

Django's ``bulk_create`` builds an object and an SQL text for every few dozen rows; here a row is a tuple. Values pass
through the columns' own preparation, so that either database gets what it always gets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models


class Filling:
    """Rows of one table, waiting to be inserted. ``same`` are the values that all of them share."""

    def __init__(self, model: type[models.Model], varying: Sequence[str], **same: Any) -> None:
        self.model = model
        template = model(**same)
        columns = [one for one in model._meta.concrete_fields if not isinstance(one, models.AutoField)]
        self._fixed: list[Any] = []
        place = {name: number for number, name in enumerate(varying)}
        self._order = [0] * len(varying)
        for number, column in enumerate(columns):
            self._fixed.append(_prepared(column, column.pre_save(template, add=True)))
            if column.attname in place:
                self._order[place[column.attname]] = number
        self._prepare = [_preparing(columns[number]) for number in self._order]
        quote = _connection().ops.quote_name
        names = ", ".join(quote(str(column.column)) for column in columns)
        marks = ", ".join(["%s"] * len(columns))
        self._sql = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 - our own names
        self._rows: list[list[Any]] = []

    def add(self, *values: Any) -> None:
        """This will let a row wait, its values in the order of ``varying``."""
        row = self._fixed.copy()
        for number, prepare, value in zip(self._order, self._prepare, values, strict=True):
            row[number] = prepare(value)
        self._rows.append(row)

    def taken(self) -> list[list[Any]]:
        """This will hand out the rows that wait, ready for the database, and forget them."""
        rows, self._rows = self._rows, []
        return rows

    def pour(self, rows: list[list[Any]]) -> None:
        """This will insert rows that were handed out."""
        if rows:
            with _connection().cursor() as cursor:
                cursor.executemany(self._sql, rows)


def whole(model: type[models.Model]) -> Filling:
    """A filling that takes rows with all their columns (see ``columns_of``)."""
    return Filling(model, columns_of(model))


def columns_of(model: type[models.Model]) -> list[str]:
    return [one.attname for one in model._meta.concrete_fields if not isinstance(one, models.AutoField)]


def _connection() -> Any:
    """The connection itself: the name that Django offers looks it up anew at every use, a million times an import."""
    return connections[DEFAULT_DB_ALIAS]


def _prepared(column: Any, value: Any) -> Any:
    return column.get_db_prep_save(value, _connection())


def _preparing(column: Any) -> Callable[[Any], Any]:
    if isinstance(column, models.CharField | models.TextField):
        return lambda value: value
    target, connection = column, _connection()
    while target.related_model:
        target = target.target_field
    if isinstance(target, models.UUIDField) and not connection.features.has_native_uuid_field:
        return lambda value: value.hex if isinstance(value, UUID) else column.get_db_prep_save(value, connection)
    return lambda value: column.get_db_prep_save(value, connection)
