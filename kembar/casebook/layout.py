"""Which files make up the casebook, and do their references meet?

``read_casebook`` returns everything the loader writes, or raises BrokenCasebook with every fault found.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kembar.analysis.edtf import parse
from kembar.casebook.files import DATA, NAMESPACE, BrokenCasebook, Fault, Reader, RowRead, read_yaml
from kembar.casebook.lists import faults as list_faults

PLAIN = {
    "sources": "sources.yaml",
    "editions": "editions.yaml",
    "fields": "fields.yaml",
    "acts": "law.yaml",
    "field_lists": "law.yaml",
    "references": "citations.yaml",
    "citations": "citations.yaml",
    "law_citations": "citations.yaml",
}
LISTS = {
    "governments.yaml": "government",
    "organisations.yaml": "organisation",
    "people.yaml": "person",
    "tallies.yaml": "tally",
    "offers.yaml": "offer",
}


@dataclass
class Casebook:
    """All rows, and the plain lists that are not rows of the catalogue."""

    sources: list[dict[str, Any]]
    editions: list[dict[str, Any]]
    fields: list[dict[str, Any]]
    acts: list[dict[str, Any]]
    act_rows: list[RowRead]
    field_lists: list[dict[str, Any]]
    references: list[dict[str, Any]]
    citations: list[dict[str, Any]]
    law_citations: list[dict[str, Any]]
    folder: Path
    rows: list[RowRead] = field(default_factory=list)

    def walk(self) -> Iterator[RowRead]:
        for row in (*self.act_rows, *self.rows):
            yield from row.walk()

    def of(self, code: str) -> list[RowRead]:
        return [row for row in self.walk() if row.kind.code == code]


def read_casebook(folder: Path = DATA) -> Casebook:
    """The whole casebook of ``folder``; raises BrokenCasebook with all faults at once."""
    sources = _list(folder, "sources.yaml")
    reader = Reader({str(one.get("code")) for one in _mappings(sources)})
    law = _mapping(folder, "law.yaml")
    cited = _mapping(folder, "citations.yaml")
    book = Casebook(
        sources=sources,
        editions=_list(folder, "editions.yaml"),
        fields=_list(folder, "fields.yaml"),
        acts=law.get("acts") or [],
        act_rows=[],
        field_lists=law.get("field_lists") or [],
        references=cited.get("references") or [],
        citations=cited.get("citations") or [],
        law_citations=cited.get("law_citations") or [],
        folder=folder,
    )
    known = {
        "source": reader.sources,
        "act": {str(act.get("slug")) for act in _mappings(book.acts)},
        "partnership": {path.stem for path in (folder / "partnerships").glob("*.yaml")},
    }
    for name, file in PLAIN.items():
        reader.faults.extend(list_faults(getattr(book, name), name, file, known))
    for act in _mappings(book.acts):
        reader.faults.extend(list_faults(act.get("articles") or [], "articles", "law.yaml", known))
    for one in _mappings(book.field_lists):
        reader.faults.extend(list_faults(one.get("entries") or [], "entries", "law.yaml", known))
    for number, act in enumerate(_mappings(book.acts)):
        said = {"slug": act.get("slug"), "src": act.get("src"), "says": act.get("says"), "about": act.get("about")}
        said |= {"title": act.get("title"), "citation": _citation(act)}
        row = reader.row("act", said, "law.yaml", number)
        book.act_rows.extend([row] if row else [])
    for name, code in LISTS.items():
        for number, raw in enumerate(_list(folder, name)):
            row = reader.row(code, raw, name, number)
            book.rows.extend([row] if row else [])
    for path in sorted((folder / "partnerships").glob("*.yaml")):
        raw = read_yaml(path)
        if isinstance(raw, dict) and raw.get("slug") != path.stem:
            reader.faults.append(Fault(path.name, str(raw.get("slug")), "slug_is_not_the_file_name"))
        row = reader.row("partnership", raw, path.name, 0)
        book.rows.extend([row] if row else [])
    reader.faults.extend(_unmet_references(book))
    reader.faults.extend(_parties_in_order(book))
    reader.faults.extend(_ends_in_order(book))
    if reader.faults:
        raise BrokenCasebook(reader.faults)
    return book


def reference_id(row: RowRead, refers_to: str, value: str) -> uuid.UUID | str | int:
    """The primary key that a reference in ``row`` means."""
    if refers_to == "place":
        return int(value)
    if refers_to in ("country", "field"):
        return value
    if refers_to in ("instrument", "commitment"):
        return uuid.uuid5(NAMESPACE, f"{row.record().key}/{refers_to}:{value}")
    return uuid.uuid5(NAMESPACE, f"{refers_to}:{value}")


def _citation(act: dict[str, Any]) -> str | None:
    if not act.get("number") or not act.get("year"):
        return None
    return f"{act['kind']} {act['number']}/{act['year']}"


def _unmet_references(book: Casebook) -> Iterator[Fault]:
    known = {row.id for row in book.walk()}
    fields = {one["code"] for one in book.fields}
    for row in book.walk():
        for attribute in row.kind:
            if not attribute.refers_to or attribute.refers_to in ("place", "country"):
                continue
            told = [row.values.get(attribute.code), *(one.value for one in row.told if one.attribute == attribute.code)]
            for value in {one for values in told for one in _each(values)}:
                met = (
                    value in fields
                    if attribute.refers_to == "field"
                    else reference_id(row, attribute.refers_to, value) in known
                )
                if not met:
                    data = {"attribute": attribute.code, "value": value, "kind": attribute.refers_to}
                    yield Fault(row.file, row.key, "unknown_reference", data)


def _parties_in_order(book: Casebook) -> Iterator[Fault]:
    for row in book.of("partnership"):
        parties = row.children.get("parties", [])
        named = [one.values.get("government") or one.values.get("organisation") for one in parties]
        named = [one for one in named if one]
        if len(parties) < 2:
            yield Fault(row.file, row.key, "fewer_than_two_parties")
        if len(set(named)) < len(named):
            yield Fault(row.file, row.key, "party_paired_with_itself", {"party": named[0]})


def _ends_in_order(book: Casebook) -> Iterator[Fault]:
    """What surely ended before it surely began; the tables refuse it too, but without saying where it stands."""
    for row in book.walk():
        for first, last in (("began", "ended"), ("date", "ends"), ("effective", "ends")):
            began, ended = (parse(str(row.values.get(name) or "")) for name in (first, last))
            if began.earliest and ended.latest and ended.latest < began.earliest:
                data = {"began": began.text, "ended": ended.text}
                yield Fault(row.file, row.key, "ends_before_it_begins", data)


def _mappings(rows: Any) -> list[dict[str, Any]]:
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _each(values: Any) -> Iterable[Any]:
    if values is None:
        return ()
    return values if isinstance(values, list) else (values,)


def _list(folder: Path, name: str) -> list[dict[str, Any]]:
    path = folder / name
    if not path.exists():
        raise BrokenCasebook([Fault(name, "", "file_missing")])
    value = read_yaml(path)
    if not isinstance(value, list):
        raise BrokenCasebook([Fault(name, "", "not_a_list", {"attribute": name, "value": type(value).__name__})])
    return value


def _mapping(folder: Path, name: str) -> dict[str, Any]:
    path = folder / name
    if not path.exists():
        raise BrokenCasebook([Fault(name, "", "file_missing")])
    value = read_yaml(path)
    if not isinstance(value, dict):
        raise BrokenCasebook([Fault(name, "", "not_a_row", {"value": type(value).__name__})])
    return value
