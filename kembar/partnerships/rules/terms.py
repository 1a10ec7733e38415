"""When does a paper run out, and when may it be renewed?

Bogor and Kisarazu agreed in November 2016 for five years, to be renewed in the last six months (document 002 line 79):
it ends some day in November 2021, and the window opens some day in May 2021. A start known only in part gives a range,
never a padded day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kembar.analysis.edtf import Edtf, add, by, from_bounds
from kembar.analysis.truth import Truth
from kembar.partnerships.rules.facts import Term


@dataclass(frozen=True, slots=True)
class Window:
    """The time in which renewal is to be settled: from `opens` until the term runs out, on or after `closes`."""

    opens: Edtf
    closes: Edtf


def expiry(start: Edtf, term: Term | None) -> Edtf | None:
    """The day on which the term comes to its end; None where it does not end by itself or its length is not told.

    start + length, so 1 November 2016 + 5 years is 1 November 2021 (document 002 line 79); an end that the text names
    goes before. A term that renews itself ends only by notice, so it has no expiry.
    """
    if term is None or term.kind in ("auto_renewing", "open_ended"):
        return None
    if term.ends is not None:
        return term.ends
    if term.kind != "fixed" or not term.is_stated:
        return None
    return add(start, years=term.years, months=term.months)


def runs_out(start: Edtf, term: Term | None) -> Edtf | None:
    """The first day on which it no longer holds: the day of expiry, or the next where the last day counts.

    Where nobody told whether the last day counts, both days are possible.
    """
    end = expiry(start, term)
    if end is None or term is None:
        return None
    first = 1 if term.last_day_counts is True else 0
    last = 0 if term.last_day_counts is False else 1
    return from_bounds(_later(end.earliest, first), _later(end.latest, last))


def in_force(start: Edtf, term: Term | None, day: date) -> Truth:
    """Whether an instrument that began on `start` holds on `day`; a term not stated never runs out by itself."""
    end = runs_out(start, term)
    has_run_out = Truth.NO if end is None else by(end, day)
    return by(start, day) & ~has_run_out


def renewal_window(start: Edtf, term: Term | None) -> Window | None:
    """Opens = expiry - window months, closes = expiry; None where either is not told.

    1 November 2016 + 5 years, last 6 months: opens 1 May 2021 (document 002 line 79).
    """
    end = expiry(start, term)
    if end is None or term is None or term.renewal_window_months is None:
        return None
    return Window(opens=add(end, months=-term.renewal_window_months), closes=end)


def in_window(start: Edtf, term: Term | None, day: date) -> Truth:
    """Whether `day` lies in the renewal window: it has opened and the term still holds; UNKNOWN where none is told."""
    window = renewal_window(start, term)
    if window is None:
        return Truth.UNKNOWN
    return by(window.opens, day) & in_force(start, term, day)


def notice_takes_effect(given: Edtf, effective: Edtf | None, notice_months: int | None) -> Edtf:
    """The day on which a notice of termination ends the instrument.

    The day the notice names, else given + notice period, else some day after it was given.
    """
    if effective is not None:
        return effective
    if notice_months is not None:
        return add(given, months=notice_months)
    return from_bounds(given.earliest, None)


def _later(day: date | None, days: int) -> date | None:
    return day if day is None or day == date.max else day + timedelta(days=days)
