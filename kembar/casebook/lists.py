"""Are the casebook's plain lists whole: sources, editions, fields, acts, lists of fields, citations?

They are not rows of the catalogue: nothing is stated of them, they are what statements rest on. Each key is declared
once with its type; what is missing, of another type, or names what does not exist is told like any other fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kembar.analysis.edtf import DateError, parse
from kembar.casebook.files import Fault
from kembar.evidence.models import Source
from kembar.law.models import Act, FieldList


@dataclass(frozen=True)
class Key:
    """One key of a plain row: ``type`` is word, number, date, text, list, mapping, choice, or reference."""

    type: str
    required: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str = ""


def _word(required: bool = False) -> Key:
    return Key("word", required)


def _refers(to: str, required: bool = False) -> Key:
    return Key("reference", required, refers_to=to)


def _choice(choices: Any, required: bool = True) -> Key:
    return Key("choice", required, tuple(code for code, _label in choices))


_PLACE = {"source": _refers("source", True), "line": Key("number", True), "term": _word(True)}
_CITED = {**_PLACE, "authors": Key("list"), "year": Key("number")}
_SPAN = {"began": Key("date"), "ended": Key("date")}

LISTS: Mapping[str, Mapping[str, Key]] = {
    "sources": {"code": _word(True), "kind": _choice(Source.KINDS), "title": _word(True), "date": Key("date")},
    "editions": {
        "code": _refers("source", True),
        "sha256": _word(True),
        "file_name": _word(True),
        "lines": Key("number", True),
    },
    "fields": {"code": _word(True), "name": Key("text", True), "words": Key("list"), "listed": Key("list")},
    "acts": {
        "slug": _word(True),
        "kind": _choice(Act.KINDS),
        "about": _word(True),
        "repealed_by": _refers("act"),
        **_SPAN,
    },
    "articles": {"number": _word(True), "says_text": Key("text", True), **_SPAN},
    "field_lists": {
        "code": _word(True),
        "name": Key("text", True),
        "effect": _choice(FieldList._meta.get_field("effect").choices),
        "act": _refers("act"),
        "entries": Key("list", True),
    },
    "entries": {"code": _word(True), "says": Key("text", True)},
    "references": {**_CITED, "key": _word(True), "title": _word(True)},
    "citations": {**_CITED, "partnership": _refers("partnership"), "event_date": Key("date")},
    "law_citations": {
        **_PLACE,
        "kind": _choice(Act.KINDS),
        "year": Key("number"),
        "event_date": Key("date"),
        "other": Key("list"),
    },
}
"""List -> key -> what it holds. Keys that are not declared are free: notes, evidence, words of a date."""


def faults(rows: Any, name: str, file: str, known: Mapping[str, set[str]]) -> Iterator[Fault]:
    """What is wrong with one list; ``known`` has the codes and slugs of everything that can be referred to."""
    if not isinstance(rows, list):
        yield Fault(file, "", "not_a_list", {"attribute": name})
        return
    for number, row in enumerate(rows):
        where = f"{name}[{number}]"
        if not isinstance(row, dict):
            yield Fault(file, where, "not_a_row", {"value": row})
            continue
        where = f"{name}:{row.get('slug') or row.get('code') or row.get('key') or number}"
        for key, declared in LISTS[name].items():
            value = row.get(key)
            if value is None or value == "":
                if declared.required:
                    yield Fault(file, where, "missing_attribute", {"attribute": key})
                continue
            yield from _fault(declared, key, value, file, where, known)


def _fault(
    declared: Key, key: str, value: Any, file: str, where: str, known: Mapping[str, set[str]]
) -> Iterator[Fault]:
    data = {"attribute": key, "value": value}
    if declared.type == "reference":
        if str(value) not in known[declared.refers_to]:
            yield Fault(file, where, "unknown_reference", {**data, "kind": declared.refers_to})
    elif declared.type == "choice":
        if value not in declared.choices:
            yield Fault(file, where, "unknown_choice", {**data, "choices": ", ".join(declared.choices)})
    elif declared.type == "date":
        try:
            parse(str(value))
        except DateError as error:
            yield Fault(file, where, "not_a_date", {**data, "reason": str(error)})
    elif not _IS[declared.type](value):
        yield Fault(file, where, f"not_a_{declared.type}", data)


_IS: Mapping[str, Callable[[Any], bool]] = {
    "word": lambda value: isinstance(value, str | int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "list": lambda value: isinstance(value, list),
    "text": lambda value: isinstance(value, dict) and {"id", "en"} <= set(value),
}
