"""What became of a field on a day: promised, planned, running, delivered, asleep, dropped?

The state of a field and not of the partnership is what tells a tie apart that lives in one field and sleeps in another,
as Bandung-Seoul does in urban planning and e-government (document 001 lines 41 and 43).

Read from the top, the first that applies, in three values as the formal state is:

dropped      a source or decision says so, and nothing surely later runs or is done
asleep       a source says so, or promised or once running and nothing for 12 months of a kept record; a later activity
             wakes it
delivered    at least one activity is done, or a source says it was delivered
running      an activity runs, or a source says so
planned      an activity is planned
promised     a paper or commitment agrees on the field

Ours: outside a kept span silence is no sign of sleep. A told state stands against an activity of which it is not sure
that it came later. Where all that is known is an activity that was stopped, the state cannot be said. A planned
activity without a day of planning counts from the promise, else from its own date. What is only under discussion is
not yet planned (document 002 line 93).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kembar.analysis.edtf import Edtf, add, before, by, on
from kembar.analysis.truth import Truth, any_of
from kembar.partnerships.rules.facts import UNKNOWN_DATE, FieldFacts, Kept
from kembar.partnerships.rules.spans import Span, StateAt, possible_changes, spans_of

ASLEEP_AFTER_MONTHS = (
    12  # design: nothing for a year; most programmes run once a year, so a shorter time would cry wolf
)

_ALIVE = frozenset({"running", "done", "stopped"})  # something took place, whatever came of it


class FieldState(StrEnum):
    """The words of the state of a field, in the order in which they apply."""

    DROPPED = "dropped"
    ASLEEP = "asleep"
    DELIVERED = "delivered"
    RUNNING = "running"
    PLANNED = "planned"
    PROMISED = "promised"
    CANNOT_BE_SAID = "cannot_be_said"


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer with the ids of the rows behind it."""

    answer: Truth
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """The columns of the grid for one field."""

    promised: Finding
    planned: Finding
    paid: Finding
    done: Finding
    evaluated: Finding


class Delivery(NamedTuple):
    """Of the promised fields, how many were delivered; `undated` more rest on rows that cannot be placed in time."""

    delivered: int
    promised: int
    undated: int

    @property
    def share(self) -> float | None:
        """Delivered / promised, None where nothing was promised."""
        return self.delivered / self.promised if self.promised else None


def field_state(facts: FieldFacts, day: date) -> StateAt[FieldState] | None:
    """The state of the field on `day` and the rows behind it; None before anything was promised or done."""
    rows = [
        (FieldState.DROPPED, _told(facts, "dropped", day)),
        (FieldState.ASLEEP, _asleep(facts, day)),
        (FieldState.DELIVERED, _done(facts, day)),
        (FieldState.RUNNING, _running(facts, day)),
        (FieldState.PLANNED, _planned(facts, day)),
        (FieldState.PROMISED, _promised(facts, day)),
    ]
    possible: list[tuple[FieldState, Finding]] = []
    for state, finding in rows:
        if finding.answer is not Truth.NO:
            possible.append((state, finding))
        if finding.answer is Truth.YES:
            break
    if not possible:
        stopped = _stopped(facts, day)
        return None if stopped.answer is Truth.NO else StateAt(FieldState.CANNOT_BE_SAID, stopped.ids)
    if len(possible) == 1 and possible[0][1].answer is Truth.YES:
        return StateAt(possible[0][0], possible[0][1].ids)
    because = tuple(dict.fromkeys(id_ for _, finding in possible for id_ in finding.ids))
    return StateAt(FieldState.CANNOT_BE_SAID, because)


def field_spans(facts: FieldFacts) -> list[Span[FieldState]]:
    """All spans of the field's state: in order, without overlap, without a gap from the first fact on."""
    dates = [value for _, value in facts.promised]
    dates += [activity.date for activity in facts.activities]
    dates += [activity.planned_on for activity in facts.activities]
    dates += [told.since for told in facts.told]
    dates += [_asleep_from(value) for value in _signs_of_life(facts).values()]
    for kept in _joined(facts.kept):
        dates += [_asleep_from(on(kept.from_day)), on(kept.to_day) if kept.to_day else None]
    return spans_of(lambda day: field_state(facts, day), possible_changes(dates))


def field_evidence(facts: FieldFacts, day: date) -> FieldEvidence:
    """What is known by `day`, column by column.

    No row means no where the record is kept from the first promise until `day`, and unknown elsewhere.
    """
    none = Truth.NO if _kept_since_promise(facts, facts.kept, day) else Truth.UNKNOWN
    no_money = Truth.NO if _kept_since_promise(facts, facts.kept_money, day) else Truth.UNKNOWN
    done = _done(facts, day)
    if done.answer is Truth.NO:
        refuted = _any(
            (row.id, by(row.date or UNKNOWN_DATE, day)) for row in facts.activities if row.status == "not_done"
        )
        told = _any((row.id, by(row.since or UNKNOWN_DATE, day)) for row in facts.told if row.state == "not_delivered")
        said = refuted if refuted.answer is Truth.YES else told
        done = Finding(Truth.NO, said.ids) if said.answer is Truth.YES else Finding(none)
    return FieldEvidence(
        promised=_or_none(_promised(facts, day), Truth.NO if facts.promises_complete else Truth.UNKNOWN),
        planned=_or_none(_planned(facts, day), none),
        paid=_marked(facts, day, {row.id: row.paid for row in facts.activities}, no_money),
        done=done,
        evaluated=_marked(facts, day, {row.id: row.evaluated for row in facts.activities}, none),
    )


def delivery_ratio(fields: Iterable[FieldFacts], day: date) -> Delivery:
    """How many of the fields promised by `day` had something done by then.

    delivered / promised. Bogor-Kisarazu agreed five fields and carried out one, education: 1 of 5 (document 002 lines
    89 and 91). A field that fell asleep after a delivery stays delivered here.
    """
    promised = [field for field in fields if _promised(field, day).answer is Truth.YES]
    done = [_done(field, day).answer for field in promised]
    return Delivery(done.count(Truth.YES), len(promised), done.count(Truth.UNKNOWN))


# --- rows of the table ---------------------------------------------------------------------------------------------


def _any(answers: Iterable[tuple[str, Truth]]) -> Finding:
    """Whether one of the rows says yes, with the first that does, or all that may."""
    rows = list(answers)
    for id_, answer in rows:
        if answer is Truth.YES:
            return Finding(Truth.YES, (id_,))
    maybe = tuple(id_ for id_, answer in rows if answer is Truth.UNKNOWN)
    return Finding(Truth.UNKNOWN, maybe) if maybe else Finding(Truth.NO)


def _promised(facts: FieldFacts, day: date) -> Finding:
    return _any((id_, by(value or UNKNOWN_DATE, day)) for id_, value in _in_order(facts.promised))


def _done(facts: FieldFacts, day: date) -> Finding:
    rows = [(row.id, row.date) for row in facts.activities if row.status == "done"]
    rows += [(row.id, row.since) for row in facts.told if row.state == "delivered"]
    return _any((id_, by(value or UNKNOWN_DATE, day)) for id_, value in _in_order(rows))


def _running(facts: FieldFacts, day: date) -> Finding:
    rows = [(row.id, row.date) for row in facts.activities if row.status == "running"]
    rows += [(row.id, row.since) for row in facts.told if row.state == "running"]
    return _any((id_, by(value or UNKNOWN_DATE, day)) for id_, value in _in_order(rows))


def _stopped(facts: FieldFacts, day: date) -> Finding:
    rows = [(row.id, row.date) for row in facts.activities if row.status == "stopped"]
    return _any((id_, by(value or UNKNOWN_DATE, day)) for id_, value in _in_order(rows))


def _planned(facts: FieldFacts, day: date) -> Finding:
    promised = _promised(facts, day)
    answers = []
    for row in facts.activities:
        if row.status != "planned":
            continue
        if row.planned_on is None and facts.promised:
            answers.append((row.id, promised.answer))
        else:
            answers.append((row.id, by(row.planned_on or row.date or UNKNOWN_DATE, day)))
    return _any(answers)


def _told(facts: FieldFacts, state: str, day: date) -> Finding:
    """Whether a told state stands on `day`: told by then, and nothing surely later has woken the field."""
    return _any(
        (row.id, by(row.since or UNKNOWN_DATE, day) & ~_woken(facts, row.since or UNKNOWN_DATE, day))
        for row in facts.told
        if row.state == state
    )


def _woken(facts: FieldFacts, since: Edtf, day: date) -> Truth:
    later = [row.date for row in facts.activities if row.status in ("running", "done")]
    later += [row.since for row in facts.told if row.state in ("running", "delivered")]
    return any_of(by(value, day) for value in later if value is not None and before(since, value) is Truth.YES)


def _asleep(facts: FieldFacts, day: date) -> Finding:
    told = _told(facts, "asleep", day)
    if told.answer is Truth.YES:
        return told
    quiet = _quiet(facts, day)
    if quiet.answer is Truth.YES:
        return quiet
    ids = told.ids + quiet.ids
    return Finding(Truth.UNKNOWN, ids) if Truth.UNKNOWN in (told.answer, quiet.answer) else Finding(Truth.NO)


def _quiet(facts: FieldFacts, day: date) -> Finding:
    """Promised or once running, the record kept for 12 months, and no sign of life in them; nothing runs still."""
    if not any(
        by(_asleep_from(on(kept.from_day)), day) is Truth.YES
        for kept in _joined(facts.kept)
        if kept.to_day is None or day < kept.to_day
    ):
        return Finding(Truth.NO)
    signs = _signs_of_life(facts)
    had = _any((id_, by(value, day)) for id_, value in signs.items())
    recent = any_of(by(value, day) & ~by(_asleep_from(value), day) for value in signs.values())
    runs = any_of(by(row.date or UNKNOWN_DATE, day) for row in facts.activities if row.status == "running")
    answer = had.answer & ~recent & ~runs
    ids = had.ids if answer is Truth.YES else tuple(id_ for id_ in signs if answer is Truth.UNKNOWN)
    return Finding(answer, ids)


def _signs_of_life(facts: FieldFacts) -> Mapping[str, Edtf]:
    """Promises and what took place, each with its date: from the newest of them the 12 months are counted."""
    signs = {id_: value or UNKNOWN_DATE for id_, value in facts.promised}
    signs |= {row.id: row.date or UNKNOWN_DATE for row in facts.activities if row.status in _ALIVE}
    return signs | {row.id: row.since or UNKNOWN_DATE for row in facts.told if row.state in ("running", "delivered")}


def _asleep_from(value: Edtf) -> Edtf:
    return add(value, months=ASLEEP_AFTER_MONTHS)


# --- evidence ------------------------------------------------------------------------------------------------------


def _or_none(finding: Finding, none: Truth) -> Finding:
    return Finding(none) if finding.answer is Truth.NO else finding


def _marked(facts: FieldFacts, day: date, marks: Mapping[str, Truth], none: Truth) -> Finding:
    """Whether an activity of the field that took place by `day` bears a mark (paid, evaluated)."""
    rows = [row for row in facts.activities if row.status in _ALIVE]
    happened = [(row.id, by(row.date or UNKNOWN_DATE, day), marks[row.id]) for row in rows]
    by_then = [(id_, when, mark) for id_, when, mark in happened if when is not Truth.NO]
    marked = _any((id_, when & mark) for id_, when, mark in by_then if mark is not Truth.UNKNOWN)
    if marked.answer is not Truth.NO:
        return marked
    denied = tuple(id_ for id_, _, mark in by_then if mark is Truth.NO)
    all_denied = bool(by_then) and len(denied) == len(by_then)
    return Finding(Truth.NO, denied) if all_denied else Finding(none)


# --- help ----------------------------------------------------------------------------------------------------------


def _in_order(rows: Sequence[tuple[str, Edtf | None]]) -> list[tuple[str, Edtf | None]]:
    """Rows by their last possible day, so that the reason for a state stays the same once it holds."""
    return sorted(rows, key=lambda row: row[1].latest if row[1] and row[1].latest else date.max)


def _joined(kept: Sequence[Kept]) -> list[Kept]:
    """Kept spans that touch or overlap as one."""
    joined: list[Kept] = []
    for span in sorted(kept, key=lambda span: span.from_day):
        newest = joined[-1] if joined else None
        if newest and (newest.to_day is None or span.from_day <= newest.to_day):
            ends = (
                None
                if None in (newest.to_day, span.to_day)
                else max(newest.to_day or date.min, span.to_day or date.min)
            )
            joined[-1] = Kept(newest.from_day, ends)
        else:
            joined.append(span)
    return joined


def _kept_since_promise(facts: FieldFacts, kept: Sequence[Kept], day: date) -> bool:
    first = min((value.earliest for _, value in facts.promised if value and value.earliest), default=None)
    return first is not None and any(
        span.from_day <= min(first, day) and (span.to_day is None or day < span.to_day) for span in _joined(kept)
    )
