"""Are the papers in order: sequence, signatories, contents, and the time between one step and the next?

Warnings are codes with the ids of the rows they speak of; the pages give them words. They warn and never forbid.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from kembar.analysis.edtf import Days, Edtf, before, by, interval_days, on
from kembar.analysis.truth import Truth, all_of
from kembar.partnerships.rules.facts import UNKNOWN_DATE, InstrumentFacts

CONTENTS = ("fields", "objectives", "cost_shares", "duration")
LONG_GAP_DAYS = 365  # ours: a budget year has passed; document 004 lines 96 and 98 tell of two to four years

_NEEDS_NO_NEW_LETTER = frozenset({"mou", "sister_city_agreement", "friendship_agreement", "renewal", "amendment"})


@dataclass(frozen=True, slots=True)
class PaperWarning:
    """A reason to look again, and the rows it speaks of."""

    code: str
    ids: tuple[str, ...] = ()
    side: str = ""


# --- sequence ------------------------------------------------------------------------------------------------------


def ladder_warnings(instruments: Iterable[InstrumentFacts]) -> list[PaperWarning]:
    """Whether each first agreement follows a letter of intent.

    The letter comes before the memorandum (document 001 line 21, document 004 line 41). Codes: `no_loi_known`,
    `mou_before_loi`, `order_cannot_be_said`. What follows another agreement needs no letter of its own. An MoU
    of 2016 with a letter of 2017 is warned of; Tangerang Selatan-Daejeon is not.
    """
    papers = [paper for paper in instruments if not paper.is_draft]
    letters = [paper for paper in papers if paper.kind == "loi"]
    found = []
    for paper in papers:
        if paper.kind not in ("mou", "sister_city_agreement"):
            continue
        if any(
            other.kind in _NEEDS_NO_NEW_LETTER and (other.id == paper.predecessor_id or paper.id in other.successor_ids)
            for other in papers
        ):
            continue
        if not letters:
            found.append(PaperWarning("no_loi_known", (paper.id,)))
            continue
        signed = paper.signed or UNKNOWN_DATE
        too_late = all_of(before(signed, letter.signed or UNKNOWN_DATE) for letter in letters)
        ids = (paper.id, *(letter.id for letter in letters))
        if too_late is Truth.YES:
            found.append(PaperWarning("mou_before_loi", ids))
        elif too_late is Truth.UNKNOWN:
            found.append(PaperWarning("order_cannot_be_said", ids))
    return found


# --- signatories ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """Who signed for a side, as one source tells it; `is_head` is whether it was the highest official there."""

    id: str
    side: str
    is_head: Truth = Truth.UNKNOWN


def signature_warnings(signatures: Iterable[SignatureFacts], sides: Sequence[str] = ("a", "b")) -> list[PaperWarning]:
    """Whether the highest officials of all sides signed.

    Both mayors sign (document 004 line 41), the elected or highest officials of both (004 line 71). Codes, per side:
    `signatory_not_told`, `office_not_told`, `not_highest_official`, and `signatories_differ` where one row names the
    highest official and another someone else. Of the paper with Kisarazu, document 002 line 79 tells first of the
    regional secretary and then of both mayors.
    """
    rows = list(signatures)
    found = []
    for side in sides:
        own = [row for row in rows if row.side == side]
        ids = tuple(row.id for row in own)
        answers = {row.is_head for row in own}
        if not own:
            found.append(PaperWarning("signatory_not_told", side=side))
        elif {Truth.YES, Truth.NO} <= answers:
            found.append(PaperWarning("signatories_differ", ids, side))
        elif Truth.YES in answers:
            continue
        else:
            found.append(
                PaperWarning("office_not_told" if Truth.UNKNOWN in answers else "not_highest_official", ids, side)
            )
    return found


# --- contents ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TextFacts:
    """Which of the four contents a text has; `told_weak` is whether a source calls the text weak."""

    fields: Truth = Truth.UNKNOWN
    objectives: Truth = Truth.UNKNOWN
    cost_shares: Truth = Truth.UNKNOWN
    duration: Truth = Truth.UNKNOWN
    told_weak: Truth = Truth.UNKNOWN


@dataclass(frozen=True, slots=True)
class TextContents:
    """Codes of the contents by what is known of them; `complete` and `weak` are never guessed from silence."""

    present: tuple[str, ...]
    absent: tuple[str, ...]
    not_told: tuple[str, ...]
    complete: Truth
    weak: Truth


def text_contents(text: TextFacts) -> TextContents:
    """The four contents an agreement should have: fields, objectives, each side's share of cost, duration.

    After Jatmika (document 000 line 127). complete = all four present; weak = one is absent, or a source says so, as of
    Semarang-Beihai (document 004 line 120). An incomplete text is named by `absent`, an untold one by `not_told`.
    """
    answers = dict(zip(CONTENTS, (text.fields, text.objectives, text.cost_shares, text.duration), strict=True))
    complete = all_of(answers.values())
    return TextContents(
        present=tuple(code for code, answer in answers.items() if answer is Truth.YES),
        absent=tuple(code for code, answer in answers.items() if answer is Truth.NO),
        not_told=tuple(code for code, answer in answers.items() if answer is Truth.UNKNOWN),
        complete=complete,
        weak=Truth.YES if Truth.YES in (text.told_weak, ~complete) else ~complete,
    )


# --- time between --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Interval:
    """Days between two rows; None where one of the dates has no bound."""

    from_id: str
    to_id: str
    days: Days | None


def intervals(chain: Iterable[tuple[str, Edtf | None]]) -> list[Interval]:
    """Days from each dated row to the next, in the order of their dates; rows without any date are left out.

    Tangerang Selatan-Daejeon: 300 days from letter to statement, 64 from statement to memorandum (document 000 lines
    30 and 167).
    """
    rows = _by_date(chain)
    return [
        Interval(first_id, next_id, interval_days(first, following))
        for (first_id, first), (next_id, following) in pairwise(rows)
    ]


def whole_interval(chain: Iterable[tuple[str, Edtf | None]]) -> Interval | None:
    """Days from the first dated row to the last (364 for the chain above); None for fewer than two."""
    rows = _by_date(chain)
    if len(rows) < 2:
        return None
    return Interval(rows[0][0], rows[-1][0], interval_days(rows[0][1], rows[-1][1]))


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated step: signed, activity, work_begun (a foundation stone), result, or no_result told of at a date."""

    id: str
    kind: Literal["signed", "activity", "work_begun", "result", "no_result"]
    date: Edtf | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Time from a step to the next, or until which it had not come; `is_long` is whether it passed the threshold."""

    code: str
    from_id: str
    to_id: str
    days: Days | None
    is_long: Truth


def long_gaps(
    milestones: Iterable[Milestone], day: date, *, kept: Truth = Truth.UNKNOWN, long_days: int = LONG_GAP_DAYS
) -> list[Gap]:
    """The time from signature to first activity, to first work and to result, and from first work to result.

    `kept` is whether the record is complete since the signature: without it, no row means unknown, and a gap without a
    next step is not called long. Kampar: signed 2013, foundation stone 2015, no effect by 2017 (document 004 line 98);
    Padang: no result by the third year (004 line 96). Only what had happened by `day` counts.
    """
    known = [row for row in milestones if by(row.date or UNKNOWN_DATE, day) is not Truth.NO]
    gaps = []
    for start, nexts in (("signed", ("activity", "work_begun", "result")), ("work_begun", ("result",))):
        first = _first(known, start)
        if first is None:
            continue
        for kind in nexts:
            gap = _gap(known, first, kind, day, kept, long_days)
            if gap is not None:
                gaps.append(gap)
    return gaps


def _gap(known: Sequence[Milestone], first: Milestone, kind: str, day: date, kept: Truth, long_days: int) -> Gap | None:
    begin = first.date or UNKNOWN_DATE
    reached = _first(known, kind)
    if reached is not None:
        days = interval_days(begin, reached.date or UNKNOWN_DATE)
        return Gap(f"{first.kind}_to_{kind}", first.id, reached.id, days, _is_long(days, long_days))
    if kind == "work_begun":  # not every tie builds something
        return None
    told = [row for row in known if row.kind == "no_result" and row.date is not None and kind == "result"]
    if told:
        last = max(told, key=lambda row: (row.date and row.date.latest) or date.min)
        days = interval_days(begin, last.date or UNKNOWN_DATE)
        return Gap(f"{first.kind}_without_{kind}", first.id, last.id, days, _is_long(days, long_days))
    days = interval_days(begin, on(day))
    return Gap(f"{first.kind}_without_{kind}", first.id, "", days, kept & _is_long(days, long_days))


def _is_long(days: Days | None, long_days: int) -> Truth:
    if days is None:
        return Truth.UNKNOWN
    if days.min > long_days:
        return Truth.YES
    return Truth.NO if days.max <= long_days else Truth.UNKNOWN


def _first(known: Sequence[Milestone], kind: str) -> Milestone | None:
    rows = [row for row in known if row.kind == kind]
    dated = [row for row in rows if row.date is not None and not row.date.is_unknown]
    return min(dated, key=lambda row: _order(row.date), default=rows[0] if rows else None)


def _by_date(chain: Iterable[tuple[str, Edtf | None]]) -> list[tuple[str, Edtf]]:
    dated = [(id_, value) for id_, value in chain if value is not None and not value.is_unknown]
    return sorted(dated, key=lambda row: _order(row[1]))


def _order(value: Edtf | None) -> tuple[date, date]:
    """First possible day, then last; a missing bound counts as far away on its own side of the known one."""
    assert value is not None
    return value.earliest or value.latest or date.min, value.latest or date.max
