"""Are the papers in order: sequence, signatories, contents, and the time between one step and the next?

Warnings are codes with the ids of the rows they speak of; the pages give them words. They warn and never forbid.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from kembar.analysis.edtf import Days, Edtf, before, by, interval_days, on
from kembar.analysis.truth import Truth, all_of
from kembar.partnerships.rules.facts import UNKNOWN_DATE, InstrumentFacts
from kembar.partnerships.rules.papers import ancestors_of as ancestors_of

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
    `mou_before_loi`, `order_cannot_be_said`. What follows another agreement needs no letter of its own. Where the dates
    leave the order open, a link to the letter settles it. An MoU of 2016 with a letter of 2017 is warned of; Tangerang
    Selatan-Daejeon is not, nor is Bandung-Seoul, whose memorandum is told to follow the letter (document 001 line 21).
    """
    papers = [paper for paper in instruments if not paper.is_draft]
    letters = [paper for paper in papers if paper.kind == "loi"]
    ancestors = ancestors_of(papers)
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
        elif too_late is Truth.UNKNOWN and not any(letter.id in ancestors[paper.id] for letter in letters):
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

    @property
    def missing(self) -> tuple[str, ...]:
        """Every content that nothing shows, told to be absent or not told of, in the order of the four."""
        return tuple(code for code in CONTENTS if code in self.absent or code in self.not_told)


def text_contents(text: TextFacts) -> TextContents:
    """The four contents an agreement should have: fields, objectives, each side's share of cost, duration.

    After Jatmika (document 000 line 127). complete = all four present: no where one is told to be absent, unknown where
    one is only not told. weak = one is absent, or a source says so, as of Semarang-Beihai (document 004 line 120). What
    is missing is named in `missing`: `absent` is told to be lacking, `not_told` is not shown by any source.
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


def intervals(
    chain: Iterable[tuple[str, Edtf | None]], ancestors: Mapping[str, Collection[str]] | None = None
) -> list[Interval]:
    """Days from each dated row to the next, in the order of their dates; rows without any date are left out.

    `ancestors` names for a row those that it is told to follow (see `ancestors_of`): it comes after them where the
    dates leave that open, and since it cannot have begun before them, the least number of days is then cut at 0.
    Letter of 2015, memorandum of 2015 to 2020 that follows it: 0 to 2,191 days. Of rows that are not linked the least
    number may be negative: it is not known which came first.
    Tangerang Selatan-Daejeon: 300 days from letter to statement, 64 from statement to memorandum (document 000 lines
    30 and 167).
    """
    links = ancestors or {}
    return [_between(one, following, links) for one, following in pairwise(_by_date(chain, links))]


def whole_interval(
    chain: Iterable[tuple[str, Edtf | None]], ancestors: Mapping[str, Collection[str]] | None = None
) -> Interval | None:
    """Days from the first dated row to the last (364 for the chain above); None for fewer than two."""
    links = ancestors or {}
    rows = _by_date(chain, links)
    return _between(rows[0], rows[-1], links) if len(rows) > 1 else None


def _between(first: tuple[str, Edtf], last: tuple[str, Edtf], ancestors: Mapping[str, Collection[str]]) -> Interval:
    """The days from one row to another, not less than 0 where the later is told to follow the earlier."""
    days = interval_days(first[1], last[1])
    if days is not None and first[0] in ancestors.get(last[0], ()):
        days = _from_zero(days)
    return Interval(first[0], last[0], days)


def _from_zero(days: Days) -> Days:
    """The days without what lies before 0; dates that surely go against the order told keep their negative number."""
    return Days(max(days.min, 0), days.max) if days.max >= 0 else days


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

    Only what had happened by `day` counts, and only what is not surely older than the step it is counted from: what a
    tie did before its signature says nothing of what came of it. A step that may be older counts from 0 and is not
    called long or short by its date alone. `kept` is whether the record is complete since the signature:
    without it, no row means unknown, and a gap without a next step is not called long. Kampar: signed 2013, foundation
    stone 2015, no effect by 2017 (document 004 line 98); Padang: no result by the third year (004 line 96).
    """
    known = [row for row in milestones if by(row.date or UNKNOWN_DATE, day) is not Truth.NO]
    gaps = []
    for start, nexts in (("signed", ("activity", "work_begun", "result")), ("work_begun", ("result",))):
        first = _first(known, start)
        if first is None:
            continue
        begin = first.date or UNKNOWN_DATE
        later = [row for row in known if before(row.date or UNKNOWN_DATE, begin) is not Truth.YES]
        for kind in nexts:
            gap = _gap(later, first, kind, day, kept, long_days)
            if gap is not None:
                gaps.append(gap)
    return gaps


def _gap(later: Sequence[Milestone], first: Milestone, kind: str, day: date, kept: Truth, long_days: int) -> Gap | None:
    begin = first.date or UNKNOWN_DATE
    reached = _first(later, kind)
    if reached is not None:
        days, is_long = _until_first(later, begin, kind, long_days)
        return Gap(f"{first.kind}_to_{kind}", first.id, reached.id, days, is_long)
    if kind == "work_begun":  # not every tie builds something
        return None
    told = [row for row in later if row.kind == "no_result" and row.date is not None and kind == "result"]
    if told:
        last = max(told, key=lambda row: (row.date and row.date.latest) or date.min)
        days = _days_from(begin, last.date or UNKNOWN_DATE)
        return Gap(f"{first.kind}_without_{kind}", first.id, last.id, days, _is_long(days, long_days))
    days = _days_from(begin, on(day))
    return Gap(f"{first.kind}_without_{kind}", first.id, "", days, kept & _is_long(days, long_days))


def _until_first(later: Sequence[Milestone], begin: Edtf, kind: str, long_days: int) -> tuple[Days | None, Truth]:
    """Days from `begin` to the first step of a kind after it, and whether that is long.

    At least to the first day on which one of the steps may lie, at most to the first day by which one surely has come.
    Where each of them may lie before `begin`, the greatest number holds only if one does not: not long, not short.
    """
    dates = [row.date for row in later if row.kind == kind and row.date is not None and not row.date.is_unknown]
    sure = [value for value in dates if before(value, begin) is Truth.NO]
    ends = [value.latest for value in sure or dates if value.latest is not None]
    if not ends or begin.earliest is None or begin.latest is None:
        return None, Truth.UNKNOWN
    first = min(value.earliest or begin.latest for value in dates)
    last = min(ends) if sure else max(ends)
    days = Days(max((first - begin.latest).days, 0), (last - begin.earliest).days)
    return days, _is_long(days, long_days) if sure else Truth.UNKNOWN


def _days_from(begin: Edtf, end: Edtf) -> Days | None:
    """Days from one step to another that is not surely older: none of them negative."""
    days = interval_days(begin, end)
    return days if days is None else _from_zero(days)


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


def _by_date(
    chain: Iterable[tuple[str, Edtf | None]], ancestors: Mapping[str, Collection[str]]
) -> list[tuple[str, Edtf]]:
    """The dated rows by date; a row that is told to follow others waits for them, unless it is surely older."""
    dated = [(id_, value) for id_, value in chain if value is not None and not value.is_unknown]
    waiting = sorted(dated, key=lambda row: _order(row[1]))
    placed: list[tuple[str, Edtf]] = []
    while waiting:
        free = (row for row in waiting if not any(_waits_for(row, other, ancestors) for other in waiting))
        placed.append(next(free, waiting[0]))  # a circle of links goes by the dates alone
        waiting.remove(placed[-1])
    return placed


def _waits_for(row: tuple[str, Edtf], other: tuple[str, Edtf], ancestors: Mapping[str, Collection[str]]) -> bool:
    return other[0] in ancestors.get(row[0], ()) and before(row[1], other[1]) is not Truth.YES


def _order(value: Edtf | None) -> tuple[date, date]:
    """First possible day, then last; a missing bound counts as far away on its own side of the known one."""
    assert value is not None
    return value.earliest or value.latest or date.min, value.latest or date.max
