"""How are rows of many small tables read in one query?

A page about one record needs a few rows of each of some forty tables. Asked one after the other they cost forty times
the way to the database; here they are asked as one UNION ALL of ``(number of the part, its columns as a JSON array)``
and become instances again.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db import connections, models
from django.db.models import Func, QuerySet, Value
from django.utils import timezone

Row = TypeVar("Row", bound=models.Model)


def together(*wanted: QuerySet[Any], leaving_out: Iterable[str] = ()) -> list[list[Any]]:
    """The rows of each queryset as instances, in its own order, read by one query.

    Takes plain querysets: filters, and an order by columns of the table itself (its Meta.ordering where none is given;
    a missing value comes first, a reference is ordered by its key). ``select_related``, ``prefetch_related`` and
    annotations are not for here: see ``attach`` and ``gather``. ``leaving_out`` names columns that are not read (they
    are fetched when asked for). Floating-point columns keep 15 significant digits, which is what SQLite writes as JSON.
    """
    left_out = set(leaving_out)
    names = [
        [column.attname for column in rows.model._meta.concrete_fields if column.attname not in left_out]
        for rows in wanted
    ]
    parts = [
        rows.order_by().annotate(part_=Value(number), row_=_AsArray(*columns)).values_list("part_", "row_")
        for number, (rows, columns) in enumerate(zip(wanted, names, strict=True))
    ]
    found: list[list[Any]] = [[] for _part in wanted]
    if not parts:
        return found
    alias = parts[0].db
    readers = [_readers(rows.model, columns, alias) for rows, columns in zip(wanted, names, strict=True)]
    for number, values in parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]:
        made = [read(value) for read, value in zip(readers[number], values, strict=True)]
        found[number].append(wanted[number].model.from_db(alias, names[number], made))
    return [_in_order(rows, asked) for rows, asked in zip(found, wanted, strict=True)]


def attach(rows: Iterable[models.Model], name: str, targets: Iterable[models.Model]) -> None:
    """This will set the foreign key ``name`` of ``rows`` to what it refers to: reading it then asks nothing."""
    by_key = {target.pk: target for target in targets}
    for row in rows:
        key = getattr(row, f"{name}_id")
        if key in by_key:
            setattr(row, name, by_key[key])


def gather(parents: Iterable[models.Model], name: str, children: Iterable[models.Model], key: str) -> None:
    """This will fill the reverse relation ``name`` of each parent with those ``children`` whose ``key`` is its own, as
    ``prefetch_related`` would. Parents without children get an empty list."""
    groups = grouped(children, lambda child: getattr(child, key))
    for parent in parents:
        rows = getattr(parent, name).get_queryset()
        rows._result_cache = groups.get(parent.pk, [])
        rows._prefetch_done = True
        vars(parent).setdefault("_prefetched_objects_cache", {})[name] = rows


def grouped(rows: Iterable[Row], key: Callable[[Row], Hashable]) -> Mapping[Any, list[Row]]:
    """Rows by what ``key`` says of them, in their order."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(groups)


class _AsArray(Func):
    """Columns as one JSON array.

    Django's own JSONArray first opens a transaction to ask whether the database knows JSON, and remembers "no" for good
    where that transaction has to wait too long; every database of ours knows it.
    """

    function = "JSON_ARRAY"
    output_field = models.JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_BUILD_ARRAY", **more)


def _in_order(rows: list[Any], asked: QuerySet[Any]) -> list[Any]:
    names = asked.query.order_by or asked.model._meta.ordering
    for name in reversed([str(one) for one in names]):
        plain = name.removeprefix("-")
        column = asked.model._meta.pk.attname if plain == "pk" else asked.model._meta.get_field(plain).attname

        def place(row: Any, column: str = column) -> tuple[bool, Any]:
            value = getattr(row, column)
            return value is not None, value

        rows.sort(key=place, reverse=name.startswith("-"))
    return rows


def _readers(model: type[models.Model], columns: list[str], alias: str) -> list[Callable[[Any], Any]]:
    """One function per column that turns what JSON holds into what the model holds."""
    by_name = {column.attname: column for column in model._meta.concrete_fields}
    keeps_json_as_text = connections[alias].vendor == "sqlite"
    return [_reader(by_name[name], keeps_json_as_text) for name in columns]


def _reader(column: Any, keeps_json_as_text: bool) -> Callable[[Any], Any]:
    target = column
    while target.remote_field is not None:
        target = target.target_field
    if isinstance(target, models.JSONField):
        return _json if keeps_json_as_text else _same
    if isinstance(target, models.DateTimeField):
        return lambda value: _moment(target.to_python(value))
    if isinstance(target, models.DecimalField):
        return lambda value: None if value is None else target.to_python(str(value))
    if isinstance(target, models.CharField | models.TextField | models.FloatField):
        return _same
    if isinstance(target, models.UUIDField):
        return _uuids()
    return lambda value: target.to_python(value)


def _uuids() -> Callable[[Any], Any]:
    """Reads keys; one key stands in many rows, and making it anew each time is what takes longest here."""
    made: dict[Any, Any] = {None: None}

    def read(value: Any) -> Any:
        if value not in made:
            made[value] = value if isinstance(value, uuid.UUID) else uuid.UUID(value)
        return made[value]

    return read


def _same(value: Any) -> Any:
    return value


def _json(value: str | None) -> Any:
    return None if value is None else json.loads(value)


def _moment(value: datetime | None) -> datetime | None:
    """SQLite keeps moments in UTC and without saying so."""
    return timezone.make_aware(value, UTC) if value is not None and timezone.is_naive(value) else value
