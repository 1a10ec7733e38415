"""From which day to which day did a state hold, and because of which rows?

A state is a function of a day that can change only on the first and last possible days of the dates it looks at. So it
is asked once between each two such days, and equal neighbours are joined: lists and as-at answers then read spans
instead of rules, and a rebuild always gives the same spans.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from kembar.analysis.edtf import Edtf

State = TypeVar("State", bound=str)


@dataclass(frozen=True, slots=True)
class StateAt(Generic[State]):
    """A state and the ids of the rows that make it so, in the order of the facts."""

    state: State
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span(Generic[State]):
    """A state from `from_day` (None: as far back as anything) to before `to_day` (None: open)."""

    state: State
    from_day: date | None
    to_day: date | None
    because: tuple[str, ...]

    def covers(self, day: date) -> bool:
        """Whether the state holds on `day`."""
        return (self.from_day is None or self.from_day <= day) and (self.to_day is None or day < self.to_day)


def possible_changes(dates: Iterable[Edtf | None]) -> set[date]:
    """The days on which a three-valued "was it by then" can change its answer: first and last possible days."""
    return {bound for value in dates if value is not None for bound in (value.earliest, value.latest) if bound}


def spans_of(state_on: Callable[[date], StateAt[State] | None], changes: Iterable[date]) -> list[Span[State]]:
    """The spans of a state that changes only on `changes`; days without a state (before the first fact) have none."""
    days = sorted(set(changes))
    if not days:
        days = [date.min]
    probes: list[tuple[date | None, date]] = [(day, day) for day in days]
    if days[0] > date.min:
        probes.insert(0, (None, days[0] - timedelta(days=1)))
    else:
        probes[0] = (None, date.min)
    found: list[Span[State]] = []
    for position, (from_day, probe) in enumerate(probes):
        at = state_on(probe)
        if at is None:
            continue
        to_day = probes[position + 1][0] if position + 1 < len(probes) else None
        newest = found[-1] if found else None
        if newest and newest.to_day == from_day and (newest.state, newest.because) == (at.state, at.because):
            found[-1] = Span(at.state, newest.from_day, to_day, at.because)
        else:
            found.append(Span(at.state, from_day, to_day, at.because))
    return found


def span_on(spans: Sequence[Span[State]], day: date) -> Span[State] | None:
    """The span that covers `day`, or None before the first fact."""
    return next((span for span in spans if span.covers(day)), None)
