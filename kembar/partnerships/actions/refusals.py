"""Why was an action not carried out? Codes and what fills their sentences; nothing was written.

Refused               the values, or what rests on them, do not allow it: one Fault each
├── StillNeeded       later entries depend on what is to be undone or withdrawn; they are listed
ConflictError         somebody else changed the row meanwhile; both versions are here
NotAllowed            (kembar.access.permissions) somebody without the right
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kembar.audit.models import Event


@dataclass(frozen=True)
class Fault:
    """One thing wrong: ``code`` names the sentence, ``data`` fills it; ``item`` numbers the row in a list of rows."""

    kind: str
    attribute: str
    code: str
    data: Mapping[str, Any] = field(default_factory=dict)
    item: int | None = None


class Refused(Exception):
    """Nothing was written. ``faults`` has one entry for each thing that is wrong."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{one.kind}.{one.attribute} {one.code}" for one in self.faults))


class StillNeeded(Refused):
    """Later entries rest on what was to go. ``events`` made them; ``rows`` are (kind, id) of those that refer to it."""

    def __init__(self, faults: Iterable[Fault], events: Iterable[Event], rows: Iterable[tuple[str, Any]] = ()) -> None:
        super().__init__(faults)
        self.events = tuple(events)
        self.rows = tuple(rows)


class ConflictError(Exception):
    """Somebody changed the row since it was read: what was to be written, and what stands now."""

    def __init__(
        self, *, row: Any, expected: int, proposed: Mapping[str, Any], current: Mapping[str, Any], last: Event | None
    ) -> None:
        self.row = row
        self.expected = expected
        self.found: int = row.version
        self.proposed = dict(proposed)
        self.current = dict(current)
        self.last = last
        """The newest event on the row: who, when."""
        super().__init__(f"version {expected} was read, {row.version} stands")
