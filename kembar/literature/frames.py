"""How do rows become records of the analysis, and records rows? The only bridge between the two."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from kembar.literature.models import Corpus, Work
from kembar.literature.records import Record, family_name
from kembar.values.texts import fold, search_key

COLUMNS = ("title", "authors", "year", "kind", "container", "doi", "cited_by", "language")
"""Fields of a record that are columns of a row; all others lie in ``data``."""
_PLAIN = tuple(one.name for one in fields(Record) if one.name not in (*COLUMNS, "fields"))


def row_of(record: Record, corpus: Corpus, number: int, merged: list[dict[str, Any]]) -> Work:
    """The row of one record, not yet written."""
    record = _storable(record)
    data = {name: value for name in _PLAIN if (value := getattr(record, name)) not in ("", (), None, 0)}
    extra = {tag: list(texts) for tag, texts in record.fields.items()}
    if extra:
        data["fields"] = extra
    words = (record.title, *record.authors, record.container, *record.keywords, record.doi, str(record.year or ""))
    return Work(
        corpus=corpus,
        number=number,
        title=record.title,
        authors=list(record.authors),
        first_author=family_name(record.authors[0])[:200] if record.authors else "",
        year=record.year,
        kind=record.kind[:20],
        container=record.container,
        doi=record.doi,
        cited_by=record.cited_by,
        language=record.language[:40],
        search_key=" ".join(search_key(one) for one in words if one),
        sort_key=fold(record.title)[:120],
        data=data,
        merged=merged,
    )


def record_of(work: Work) -> Record:
    """The record of one row, with every field of its file."""
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in work.data.items()
    }
    extra = {tag: tuple(texts) for tag, texts in work.data.get("fields", {}).items()}
    values.pop("fields", None)
    own: dict[str, Any] = {name: getattr(work, name) for name in COLUMNS} | {"authors": tuple(work.authors)}
    return Record(**own, **values, fields=extra)


def records_of(corpus: Corpus) -> list[Record]:
    """All records of a corpus in the order of their numbers. Causes one query."""
    return [record_of(one) for one in works_in_order(corpus)]


def works_in_order(corpus: Corpus) -> Iterable[Work]:
    return Work.objects.filter(corpus=corpus).order_by("number").iterator(chunk_size=2000)


def _storable(record: Record) -> Record:
    """The record without NUL and half signs, which databases refuse; nearly every record is returned as it is."""
    values = {one.name: getattr(record, one.name) for one in fields(Record)}
    try:
        if b"\\u0000" not in json.dumps(values, ensure_ascii=False).encode("utf-8"):
            return record
    except UnicodeEncodeError:  # half a sign, as JSON files may name one
        pass
    cleaned = {name: _clean(value) for name, value in values.items()}
    return replace(record, **cleaned)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, tuple):
        return tuple(map(_clean, value))
    if isinstance(value, dict):
        return {_clean(name): _clean(one) for name, one in value.items()}
    return value
