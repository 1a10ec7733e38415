"""How does a table take very many rows? One prepared INSERT, with what is the same in all of them worked out once.

Django's ``bulk_create`` builds an object and an SQL text for every few dozen rows; here a row is a tuple. Values pass
through the columns' own preparation, so that either database gets what it always gets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, models


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
        quote = connection.ops.quote_name
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

    def flush(self) -> None:
        """This will insert what waits."""
        if self._rows:
            with connection.cursor() as cursor:
                cursor.executemany(self._sql, self._rows)
            self._rows.clear()


def whole(model: type[models.Model]) -> Filling:
    """A filling that takes rows with all their columns (see ``columns_of``)."""
    return Filling(model, columns_of(model))


def columns_of(model: type[models.Model]) -> list[str]:
    return [one.attname for one in model._meta.concrete_fields if not isinstance(one, models.AutoField)]


def _prepared(column: Any, value: Any) -> Any:
    return column.get_db_prep_save(value, connection)


def _preparing(column: Any) -> Callable[[Any], Any]:
    if isinstance(column, models.CharField | models.TextField):
        return lambda value: value
    return lambda value: column.get_db_prep_save(value, connection)
