"""What do the rules need to know of one partnership?

Frozen values, made from rows by `frames.py` and by tests by hand. Every id is the id of the row that a fact stands on:
the answers give them back as the reason. A date that nobody told is None; a date told in part is a partial `Edtf`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kembar.analysis.edtf import Edtf, parse
from kembar.analysis.truth import Truth

Form = Literal[
    "sister_city", "sister_province", "friendship_city", "contact", "project", "agency_deal", "offer", ""
]  # "" is a form that no source names
InstrumentKind = Literal[
    "loi",
    "statement_of_agreement",
    "mou",
    "sister_city_agreement",
    "friendship_agreement",
    "implementing_arrangement",
    "master_plan",
    "amendment",
    "renewal",
    "termination_notice",
    "other",
]
TermKind = Literal["fixed", "auto_renewing", "open_ended", "not_stated"]
EventKind = Literal["began", "renewed", "termination", "lapse", "ended", "decision_to_end", "suspension"]
ActivityStatus = Literal["planned", "discussed", "running", "done", "not_done", "stopped"]
ToldFieldState = Literal["asleep", "dropped", "running", "delivered", "not_delivered"]

UNKNOWN_DATE = parse("")


@dataclass(frozen=True, slots=True)
class Term:
    """How long an instrument runs, as its text or a source states it.

    kind                   fixed, auto_renewing (runs on unless someone gives notice), open_ended, not_stated
    years, months          length of a fixed term, together
    ends                   the day the text names as its end; goes before a computed one
    last_day_counts        whether it still holds on the day of expiry; None: not told
    notice_months          how long before its effect a notice of termination must be given
    renewal_window_months  how long before expiry renewal is to be settled
    """

    kind: TermKind = "not_stated"
    years: int = 0
    months: int = 0
    last_day_counts: bool | None = None
    notice_months: int | None = None
    renewal_window_months: int | None = None
    ends: Edtf | None = None

    def __post_init__(self) -> None:
        if min(self.years, self.months, self.notice_months or 0, self.renewal_window_months or 0) < 0:
            raise ValueError("a term, a notice and a window have no negative length")

    @property
    def is_stated(self) -> bool:
        """Whether it is known until when it runs, or that it runs without end.

        A fixed term whose length is not told counts as not stated: nothing follows from it.
        """
        if self.kind == "fixed":
            return self.ends is not None or self.years + self.months > 0
        return self.kind != "not_stated" or self.ends is not None


NO_TERM = Term()


@dataclass(frozen=True, slots=True)
class InstrumentFacts:
    """One paper. `signed` is the day of signature, `effective` the day it takes effect where that differs.

    `binding` (whether the text calls itself legally binding) is kept for the reader and decides nothing: a letter of
    intent that does not bind in law is still told as being in force (document 002 line 79).
    """

    id: str
    kind: InstrumentKind
    signed: Edtf | None = None
    effective: Edtf | None = None
    signed_by_governments: Truth = Truth.UNKNOWN
    binding: Truth = Truth.UNKNOWN
    term: Term | None = None
    predecessor_id: str | None = None
    successor_ids: tuple[str, ...] = ()
    is_draft: bool = False

    @property
    def start(self) -> Edtf:
        """From when it holds: the day of effect, else of signature, else unknown."""
        return self.effective or self.signed or UNKNOWN_DATE


@dataclass(frozen=True, slots=True)
class EventFacts:
    """A dated event that bears on the formal state; `side` for a decision ("a", "b", ..., "both", "" not told).

    `ended` is an end told of the tie as a whole without a word on its manner: a termination, unless a lapse is told
    that may be the same.
    """

    id: str
    kind: EventKind
    date: Edtf | None = None
    side: str = ""


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """A letter, call, meeting or visit before or beside the papers."""

    id: str
    date: Edtf | None = None


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """An offer that one side made."""

    id: str
    date: Edtf | None = None


@dataclass(frozen=True, slots=True)
class PartnershipFacts:
    """All that decides the formal state of one partnership. `sides` are the sides of its parties.

    `also_dated` are the dates of the other rows of its record: they tell how far back it is known, and nothing else.
    """

    form: Form
    instruments: tuple[InstrumentFacts, ...] = ()
    events: tuple[EventFacts, ...] = ()
    contacts: tuple[ContactFacts, ...] = ()
    offers: tuple[OfferFacts, ...] = ()
    sides: tuple[str, ...] = ("a", "b")
    also_dated: tuple[Edtf | None, ...] = ()


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """One activity in a field. `date` is when it took place or is to take place; `planned_on` when it was planned."""

    id: str
    status: ActivityStatus
    date: Edtf | None = None
    planned_on: Edtf | None = None
    paid: Truth = Truth.UNKNOWN
    evaluated: Truth = Truth.UNKNOWN


@dataclass(frozen=True, slots=True)
class ToldState:
    """What a source says of a field outright, from a date on."""

    id: str
    state: ToldFieldState
    since: Edtf | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """Days on which the record is known to be complete: from `from_day` to before `to_day` (None: still)."""

    from_day: date
    to_day: date | None = None


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """All that decides the state of one field of one partnership.

    promised             the papers and commitments that agree on the field, with their dates
    kept, kept_money     days on which the record of activities, of money, is complete
    promises_complete    the agreed fields are told to be the whole list, so an absent promise means none
    """

    code: str
    promised: tuple[tuple[str, Edtf | None], ...] = ()
    activities: tuple[ActivityFacts, ...] = ()
    kept: tuple[Kept, ...] = ()
    told: tuple[ToldState, ...] = ()
    kept_money: tuple[Kept, ...] = ()
    promises_complete: bool = False
