"""Which checks are there, in which order do they run, and what do they share while they run?"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model

from kembar.evidence.catalogue import kinds
from kembar.evidence.models import Statement
from kembar.values.languages import local

Loaded = TypeVar("Loaded")


class Place(NamedTuple):
    """Where to look: code of the source, line, and the term that stands there."""

    source: str
    line: int
    term: str


class RecordName(NamedTuple):
    """The record that a finding speaks of: kind of its page, slug, name in the reader's language."""

    kind: str
    slug: str
    name: str


@dataclass(frozen=True)
class Finding:
    """One thing to look at: the check that found it, a whole sentence in the reader's language, places, the record."""

    check: str
    says: str
    places: tuple[Place, ...] = ()
    record: RecordName | None = None


@dataclass
class Run:
    """One run of all checks. ``at``: only what counts by that day, None for everything; ``origin``: casebook, live or
    both (empty); ``only``: the one check that runs, empty for all. Checks that need the same rows read them through
    ``once``."""

    at: date | None = None
    origin: str = ""
    only: str = ""
    kept: dict[str, Any] = field(default_factory=dict)

    def once(self, key: str, load: Callable[[Run], Loaded]) -> Loaded:
        """What ``load`` gives, read when it is first asked for in this run."""
        if key not in self.kept:
            self.kept[key] = load(self)
        found: Loaded = self.kept[key]
        return found

    @property
    def day(self) -> date:
        """The day up to which things count."""
        return self.at or date.max

    @property
    def rows(self) -> dict[str, str]:
        """The filter of rows that carry an origin."""
        return {"origin": self.origin} if self.origin else {}

    @property
    def sources(self) -> dict[str, str]:
        """The filter of rows that belong to a source."""
        return {"source__origin": self.origin} if self.origin else {}


@dataclass(frozen=True)
class Check:
    """A check: stable code, title, what it looks for and by which rule, and what makes the findings."""

    code: str
    title: Any
    explains: Any
    run: Callable[[Run], Iterable[Finding]]


_checks: dict[str, Check] = {}


def register(*made: Check) -> None:
    """This will add checks in the order in which their findings are to stand; subjects call it when Django starts."""
    for one in made:
        if one.code in _checks and _checks[one.code].run is not one.run:
            raise ValueError(f"two checks are called {one.code}")
        _checks[one.code] = one


def checks() -> list[Check]:
    return list(_checks.values())


def check(code: str) -> Check:
    return _checks[code]


def run_checks(at: date | None = None, *, origin: str = "", only: str = "") -> list[Finding]:
    """The findings of all checks (or of ``only`` one), by check, then by source and line, then by record.

    The number of queries does not grow with the register (about eighteen). ``at`` leaves out records that had not begun
    by then and rows dated later; what a text says of law and literature does not depend on it.
    """
    run = Run(at, origin, only)
    found: list[Finding] = []
    for one in [_checks[only]] if only else checks():
        found += sorted(one.run(run), key=_order)
    return found


def _order(finding: Finding) -> tuple[Any, ...]:
    place = finding.places[0] if finding.places else Place("~", 0, "")
    return (place.source, place.line, finding.record.slug if finding.record else "", finding.says)


def places_of(statements: Iterable[Statement]) -> tuple[Place, ...]:
    """The lines at which statements stand, each place once, by source and line; what has no line is left out."""
    found = {
        Place(one.source.code, int(one.place), one.term) for one in statements if one.place_kind == "line" and one.place
    }
    return tuple(sorted(found))


def record_names(records: Iterable[tuple[str, uuid.UUID]]) -> dict[uuid.UUID, RecordName]:
    """Slug and name of records by id. Causes one query per kind of record."""
    wanted: dict[str, set[uuid.UUID]] = {}
    for kind, record_id in records:
        wanted.setdefault(kind, set()).add(record_id)
    names: dict[uuid.UUID, RecordName] = {}
    for kind, ids in wanted.items():
        if kind not in kinds():
            continue
        model: type[Model] = kinds()[kind].model
        columns = {one.name for one in model._meta.concrete_fields}
        shown = next((name for name in ("name", "text", "title") if name in columns), "pk")
        slug = "slug" if "slug" in columns else "pk"
        for row_id, own_slug, name in model._default_manager.filter(pk__in=ids).values_list("pk", slug, shown):
            names[row_id] = RecordName(kind, str(own_slug), local(name) or str(own_slug))
    return names


def listed(words: Iterable[object]) -> str:
    """Words one after the other, each once, for the middle of a sentence."""
    return ", ".join(dict.fromkeys(map(str, words)))


def folded(text: str) -> str:
    """White space folded, for terms shown in a sentence."""
    return re.sub(r"\s+", " ", text).strip()
