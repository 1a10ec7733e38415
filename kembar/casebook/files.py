"""What do the casebook's files say, and are they whole?

Reads the YAML files into plain rows and statements, checked against the catalogue of attributes. Everything wrong is
collected and told at once: file, row, attribute, what is wrong.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kembar.evidence.catalogue import Attribute, Kind, ValueRefused, clean, kind
from kembar.studies.files import DATA as STUDIES

DATA = Path(__file__).parent / "data"
NAMESPACE = uuid.UUID("6b656d62-6172-4361-8365-626f6f6b3031")  # ids of the casebook rest on this and never change
PLACE = re.compile(r"(?P<source>[0-9a-z-]+):(?P<line>\d+)(?: (?P<term>.+))?", re.DOTALL)
OWN_KEYS = {"id", "slug", "src", "says", "disputed", "why", "position", "credited"}


class BrokenCasebook(Exception):
    """The files cannot be loaded; ``faults`` has one sentence-worthy fault each."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(f"{len(faults)} faults")


@dataclass(frozen=True)
class Fault:
    """What is wrong, where: ``code`` names the sentence, ``data`` fills it."""

    file: str
    row: str
    code: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """A line of a source and a term that stands on it; a gazetteer entry has no line."""

    source: str
    line: int | None
    term: str


@dataclass(frozen=True)
class Told:
    """One statement as a file gives it."""

    attribute: str
    value: Any
    place: Place
    stance: str = "asserts"
    complete: bool = False
    about: str = ""
    credited: str = ""
    note: dict[str, str] = field(default_factory=dict)
    stands: bool = False


@dataclass
class RowRead:
    """One row: its kind, stable id, cleaned values, statements and children."""

    kind: Kind
    id: uuid.UUID
    key: str
    file: str
    position: int
    values: dict[str, Any]
    words: dict[str, str]
    disputed: frozenset[str]
    why: dict[str, Any]
    credited: str
    told: list[Told]
    parent: RowRead | None = None
    children: dict[str, list[RowRead]] = field(default_factory=dict)

    def record(self) -> RowRead:
        """The row on whose page this row stands."""
        return self.parent.record() if self.parent else self

    def walk(self) -> Iterator[RowRead]:
        yield self
        for rows in self.children.values():
            for row in rows:
                yield from row.walk()


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """Dates stay text: 2016-11-21 is EDTF here, not a day without its doubt."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for letter, resolvers in _Loader.yaml_implicit_resolvers.items()
}


def digest_of(folder: Path = DATA) -> str:
    """One hash of all files of a casebook, with those of the studies it retells, by name and content: which edition of
    it the register holds."""
    digest = hashlib.sha256()
    for path in (*sorted(folder.rglob("*.yaml")), *sorted(STUDIES.glob("*.yaml"))):
        named = path.relative_to(folder) if path.is_relative_to(folder) else Path(path.name)
        digest.update(named.as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_yaml(path: Path) -> Any:
    """The contents of one file; raises BrokenCasebook with the line where it is not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a subclass of SafeLoader
    except UnicodeDecodeError as error:
        raise BrokenCasebook([Fault(path.name, "", "not_utf8")]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        data = {"line": mark.line + 1 if mark else 0, "reason": getattr(error, "problem", None) or "?"}
        raise BrokenCasebook([Fault(path.name, "", "not_yaml", data)]) from error


class Reader:
    """Reads rows of the catalogue's kinds out of mappings, collecting faults."""

    def __init__(self, sources: set[str]) -> None:
        self.sources = sources
        self.faults: list[Fault] = []

    def row(
        self,
        code: str,
        raw: Any,
        file: str,
        position: int,
        parent: RowRead | None = None,
        inherited: dict[str, list[Place]] | None = None,
    ) -> RowRead | None:
        """One row and its children, or None when it is not even a mapping with a name."""
        own = kind(code)
        name = self._name(raw, own, file, position, parent)
        if name is None:
            return None
        path = f"{parent.key}/{own.code}:{name}" if parent else f"{own.code}:{name}"
        places = self._places(raw.get("src"), file, path) or inherited or {}
        row = RowRead(
            kind=own,
            id=uuid.uuid5(NAMESPACE, path),
            key=path,
            file=file,
            position=position,
            values={},
            words={},
            disputed=frozenset(raw.get("disputed") or ()),
            why=raw.get("why") or {},
            credited=str(raw.get("credited") or (parent.credited if parent else "")),
            told=[],
            parent=parent,
        )
        self._values(row, raw, places)
        self._says(row, raw)
        for listed, child in own.children.items():
            rows = raw.get(listed) or []
            if not isinstance(rows, list):
                self._fault(row, "not_a_list", attribute=listed)
                continue
            read = [self.row(child, one, file, n, row, places) for n, one in enumerate(rows)]
            row.children[listed] = [one for one in read if one is not None]
            self._unique(row, listed)
        return row

    def _name(self, raw: Any, own: Kind, file: str, position: int, parent: RowRead | None) -> str | None:
        where = f"{parent.key}/{own.code}" if parent else own.code
        if not isinstance(raw, dict):
            self.faults.append(Fault(file, f"{where}[{position}]", "not_a_row", {"value": raw}))
            return None
        name = raw.get("slug") or raw.get("id")
        if not name:
            self.faults.append(Fault(file, f"{where}[{position}]", "no_id"))
            return None
        return str(name)

    def _unique(self, row: RowRead, listed: str) -> None:
        seen: set[str] = set()
        for child in row.children[listed]:
            if child.key in seen:
                self._fault(child, "same_id_twice")
            seen.add(child.key)

    def _values(self, row: RowRead, raw: dict[str, Any], places: dict[str, list[Place]]) -> None:
        known = set(row.kind.attributes)
        for key, value in raw.items():
            if key in OWN_KEYS or key in row.kind.children or value is None:
                continue
            if key.endswith("_words") and key.removesuffix("_words") in known:
                row.words[key.removesuffix("_words")] = str(value)
                continue
            if key not in known:
                self._fault(row, "unknown_attribute", attribute=key, known=", ".join(sorted(known)))
                continue
            cleaned = self._clean(row, row.kind.attributes[key], value)
            if cleaned is None:
                continue
            row.values[key] = cleaned
            found = places.get(key) or places.get("*") or []
            each = row.kind.attributes[key].type == "texts" and len(found) == len(cleaned)
            for number, place in enumerate(found):
                said = [cleaned[number]] if each else cleaned  # as many places as texts: each text has its own place
                row.told.append(Told(key, said, place, credited=row.credited, stands=key not in row.disputed))
        for attribute in row.kind:
            if attribute.required and attribute.code not in row.values:
                self._fault(row, "missing_attribute", attribute=attribute.code)
        for name in (*row.disputed, *row.why):
            if name not in known:
                self._fault(row, "unknown_attribute", attribute=name, known=", ".join(sorted(known)))

    def _says(self, row: RowRead, raw: dict[str, Any]) -> None:
        for one in raw.get("says") or ():
            if not isinstance(one, dict):
                self._fault(row, "not_a_row", value=one)
                continue
            attribute = row.kind.attributes.get(one.get("attribute", ""))
            if attribute is None:
                known = ", ".join(row.kind.attributes)
                self._fault(row, "unknown_attribute", attribute=one.get("attribute"), known=known)
                continue
            value = None
            if one.get("stance") != "is_silent":
                value = self._clean(row, attribute, one.get("value"))
                if value is None:
                    continue
            for places in self._places(one.get("src"), row.file, row.key).values():
                for place in places:
                    row.told.append(
                        Told(
                            attribute.code,
                            value,
                            place,
                            stance=one.get("stance", "asserts"),
                            complete=bool(one.get("complete")),
                            about=str(one.get("about") or ""),
                            credited=str(one.get("credited") or ""),
                            note=one.get("note") or {},
                        )
                    )

    def _clean(self, row: RowRead, attribute: Attribute, value: Any) -> Any:
        try:
            cleaned = clean(attribute, value)
        except ValueRefused as refused:
            self._fault(row, refused.code, **refused.data)
            return None
        if attribute.type == "text" and not {"id", "en"} <= set(cleaned):
            self._fault(row, "text_not_in_both_languages", attribute=attribute.code)
        return cleaned

    def _places(self, raw: Any, file: str, row: str) -> dict[str, list[Place]]:
        if not raw:
            return {}
        if not isinstance(raw, dict):
            raw = {"*": raw}
        found: dict[str, list[Place]] = {}
        for attribute, texts in raw.items():
            for text in [texts] if isinstance(texts, str) else texts:
                place = self._place(text, file, row)
                if place:
                    found.setdefault(attribute, []).append(place)
        return found

    def _place(self, text: str, file: str, row: str) -> Place | None:
        if text in self.sources:
            return Place(text, None, "")
        match = PLACE.fullmatch(str(text))
        if match is None or match["source"] not in self.sources or not match["term"]:
            self.faults.append(Fault(file, row, "not_a_place", {"value": text}))
            return None
        return Place(match["source"], int(match["line"]), match["term"])

    def _fault(self, row: RowRead, code: str, **data: Any) -> None:
        self.faults.append(Fault(row.file, row.key, code, data))
