"""Which papers of a partnership count for its form, from when, until when, and what ends them?

Prepares the facts once, independent of any day, for the rules of the formal state (see `formal.py` for the reading).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from kembar.analysis.edtf import Edtf, before, from_bounds, on
from kembar.analysis.truth import Truth
from kembar.partnerships.rules.facts import (
    NO_TERM,
    UNKNOWN_DATE,
    EventFacts,
    InstrumentFacts,
    InstrumentKind,
    PartnershipFacts,
)
from kembar.partnerships.rules.terms import notice_takes_effect, runs_out

Level = Literal["agreement", "arrangement", "intent"]

_AGREEMENTS: frozenset[InstrumentKind] = frozenset({"mou", "sister_city_agreement", "friendship_agreement"})
_ASKS_GOVERNMENTS = frozenset({"sister_city", "sister_province", "friendship_city", ""})
_IMPLY_A_PAPER = frozenset({"termination", "lapse", "ended"})  # what ends has been


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as far as the formal state cares: `counts` is whether it has the weight of its level."""

    id: str
    ids: tuple[str, ...]
    level: Level
    counts: Truth
    start: Edtf
    runs_out: Edtf | None
    term_is_stated: bool
    ancestors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ending:
    """A termination or lapse: the day it takes effect, the rows by which it surely has, and those by which it may.

    `lapses` are the dates of told lapses that an end without a word on its manner may be one with.
    """

    ids: tuple[str, ...]
    date: Edtf
    possible_ids: tuple[str, ...]
    lapses: tuple[Edtf, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """The facts made ready: papers by level, what ends them, the first contact, the order of the rows."""

    agreements: tuple[Paper, ...]
    arrangements: tuple[Paper, ...]
    intents: tuple[Paper, ...]
    implied: tuple[Paper, ...]
    ends: tuple[Ending, ...]
    lapses: tuple[Ending, ...]
    first_contact: Edtf | None
    first_contact_id: str
    possible_contact_id: str
    first_known: date | None
    position: Mapping[str, int]

    @property
    def endings(self) -> tuple[Ending, ...]:
        """All that ends papers, in whatever manner."""
        return (*self.ends, *self.lapses)

    @property
    def dates(self) -> Iterable[Edtf | None]:
        """Every date that can change the state."""
        for paper in (*self.agreements, *self.arrangements, *self.intents, *self.implied):
            yield paper.start
            yield paper.runs_out
        for ending in self.endings:
            yield ending.date
        yield self.first_contact
        if self.first_known is not None:
            yield on(self.first_known)


def record_of(facts: PartnershipFacts) -> Record:
    """The papers, endings and first contact of a partnership, made ready for any day."""
    signed = {paper.id: paper for paper in facts.instruments if not paper.is_draft}
    ancestors = ancestors_of(signed.values())
    ends = _ends(facts, signed)
    lapses = tuple(_ending(event) for event in facts.events if event.kind == "lapse")
    papers = [
        paper
        for instrument in signed.values()
        for paper in _papers_of(instrument, facts, signed, ancestors[instrument.id])
    ]
    papers += [_told_renewal(event) for event in facts.events if event.kind == "renewed"]
    papers = [_begun_before_its_end(paper, (*ends, *lapses)) for paper in papers]
    first, sure_id, possible_id = _first_contact(facts)
    rows = [paper.id for paper in facts.instruments] + [event.id for event in facts.events]
    rows += [contact.id for contact in facts.contacts] + [offer.id for offer in facts.offers]
    return Record(
        agreements=tuple(paper for paper in papers if paper.level == "agreement"),
        arrangements=tuple(paper for paper in papers if paper.level == "arrangement"),
        intents=tuple(paper for paper in papers if paper.level == "intent"),
        implied=_implied(facts, signed),
        ends=ends,
        lapses=lapses,
        first_contact=first,
        first_contact_id=sure_id,
        possible_contact_id=possible_id,
        first_known=_first_known(facts, signed),
        position={id_: position for position, id_ in reversed(list(enumerate(rows)))},
    )


# --- papers --------------------------------------------------------------------------------------------------------


def ancestors_of(papers: Iterable[InstrumentFacts]) -> dict[str, frozenset[str]]:
    """For each paper all that it follows, by its own link or by that of the one before it.

    A link to a paper that is not among `papers` leads nowhere; a circle of links ends by itself.
    """
    signed = {paper.id: paper for paper in papers}
    follows: dict[str, set[str]] = {}
    for paper in signed.values():
        if paper.predecessor_id in signed:
            follows.setdefault(paper.id, set()).add(paper.predecessor_id or "")
        for successor in paper.successor_ids:
            follows.setdefault(successor, set()).add(paper.id)
    return {id_: _all_before(id_, follows) for id_ in signed}


def _all_before(id_: str, follows: Mapping[str, Iterable[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(follows.get(id_, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += follows.get(one, ())
    return frozenset(found)


def _papers_of(
    instrument: InstrumentFacts,
    facts: PartnershipFacts,
    signed: Mapping[str, InstrumentFacts],
    ancestors: frozenset[str],
) -> list[Paper]:
    """The readings of one instrument: an agreement, an arrangement, an intent; both where its weight is not known.

    An amendment counts only where it states a term, a renewal as what it renews.
    """
    term = instrument.term or NO_TERM
    if instrument.kind == "termination_notice" or (instrument.kind == "amendment" and not term.is_stated):
        return []
    kind = _kind(instrument, signed, ancestors)
    counts = _counts(kind, instrument, facts)
    paper = Paper(
        id=instrument.id,
        ids=(instrument.id,),
        level="arrangement" if kind == "implementing_arrangement" else "agreement",
        counts=counts,
        start=instrument.start,
        runs_out=runs_out(instrument.start, term),
        term_is_stated=term.is_stated,
        ancestors=ancestors,
    )
    readings = [] if counts is Truth.NO else [paper]
    if counts is not Truth.YES:
        readings.append(replace(paper, level="intent", counts=Truth.YES))
    return readings


def _kind(
    instrument: InstrumentFacts, signed: Mapping[str, InstrumentFacts], ancestors: frozenset[str]
) -> InstrumentKind | None:
    """The kind of paper; of a renewal or amendment the kind of what it follows, None where that is not known."""
    if instrument.kind not in ("renewal", "amendment"):
        return instrument.kind
    roots = {signed[id_].kind for id_ in ancestors} - {"renewal", "amendment", "termination_notice", "other"}
    if not roots:  # not linked: taken to follow an agreement, if the partnership has one by then
        others = {paper.kind for paper in signed.values() if before(instrument.start, paper.start) is not Truth.YES}
        return "mou" if others & _AGREEMENTS else None
    return next((kind for kind in (*sorted(_AGREEMENTS), "implementing_arrangement") if kind in roots), "loi")


def _counts(kind: InstrumentKind | None, instrument: InstrumentFacts, facts: PartnershipFacts) -> Truth:
    """Whether a paper of this kind is what the form needs (document 000 line 133, document 002 line 79)."""
    if kind is None:
        return Truth.UNKNOWN
    asks = facts.form in _ASKS_GOVERNMENTS
    if asks and instrument.signed_by_governments is Truth.NO:
        return Truth.NO
    if kind in _AGREEMENTS or kind == "implementing_arrangement":
        return Truth.YES
    if kind == "loi":
        if facts.form == "":
            return Truth.UNKNOWN
        return Truth.of(facts.form == "friendship_city")
    return Truth.of(kind == "other" and not asks)


def _told_renewal(event: EventFacts) -> Paper:
    """A renewal that a source tells of without a paper: an agreement whose term is not stated."""
    return Paper(event.id, (event.id,), "agreement", Truth.YES, event.date or UNKNOWN_DATE, None, False)


def _implied(facts: PartnershipFacts, signed: Mapping[str, InstrumentFacts]) -> tuple[Paper, ...]:
    """For each told beginning, change or end, the agreement that it speaks of, should none be known by then.

    What is amended, given notice of, terminated or has lapsed was an agreement; a told beginning, a decision or a
    suspension makes one possible. It counts from the told day only: what is dated later says nothing of earlier days.
    """
    rows = [
        (paper.id, paper.signed, Truth.YES)
        for paper in signed.values()
        if not _papers_of(paper, facts, signed, frozenset())
    ]
    for event in facts.events:
        if event.kind == "renewed" or (event.kind == "began" and facts.form in ("contact", "offer")):
            continue
        rows.append((event.id, event.date, Truth.of(True if event.kind in _IMPLY_A_PAPER else None)))
    return tuple(
        Paper(f"implied by {id_}", (id_,), "agreement", counts, when or UNKNOWN_DATE, None, False)
        for id_, when, counts in rows
    )


def _begun_before_its_end(paper: Paper, endings: tuple[Ending, ...]) -> Paper:
    """A paper without any date began no later than the first end told, or than the end its text names."""
    if not paper.start.is_unknown:
        return paper
    ends = [ending.date for ending in endings] + ([paper.runs_out] if paper.runs_out else [])
    latest = [end.latest for end in ends if end.latest is not None]
    return replace(paper, start=from_bounds(None, min(latest))) if latest else paper


# --- endings -------------------------------------------------------------------------------------------------------


def _ending(event: EventFacts) -> Ending:
    return Ending((event.id,), event.date or UNKNOWN_DATE, (event.id,))


def _ends(facts: PartnershipFacts, signed: Mapping[str, InstrumentFacts]) -> tuple[Ending, ...]:
    """Terminations and other ends told, notices once they take effect, the decisions of all sides together."""
    ends = [_ending(event) for event in facts.events if event.kind == "termination"]
    lapses = [event.date or UNKNOWN_DATE for event in facts.events if event.kind == "lapse"]
    ends += [
        replace(_ending(event), lapses=tuple(one for one in lapses if _may_be_one(event.date or UNKNOWN_DATE, one)))
        for event in facts.events
        if event.kind == "ended"
    ]
    for paper in signed.values():
        if paper.kind == "termination_notice":
            months = _notice_months(paper, signed)
            given = paper.signed or UNKNOWN_DATE
            ends.append(Ending((paper.id,), notice_takes_effect(given, paper.effective, months), (paper.id,)))
    joint = _all_decided(facts)
    return (*ends, joint) if joint else tuple(ends)


def _may_be_one(first: Edtf, second: Edtf) -> bool:
    """Whether two dates may be one day."""
    return Truth.YES not in (before(first, second), before(second, first))


def _notice_months(notice: InstrumentFacts, signed: Mapping[str, InstrumentFacts]) -> int | None:
    """The notice period told with the notice itself, else in the paper it is linked to; never guessed from others."""
    ended = signed.get(notice.predecessor_id or "")
    told = [paper.term.notice_months for paper in (notice, ended) if paper is not None and paper.term is not None]
    return next((months for months in told if months is not None), None)


def _all_decided(facts: PartnershipFacts) -> Ending | None:
    """The end that follows when every side has decided to end: on the day of the last side's first decision."""
    decisions = [event for event in facts.events if event.kind == "decision_to_end"]
    possible: list[tuple[date, str]] = []  # per side the decision that may be its first
    sure: list[tuple[date, str]] = []  # per side the decision by which it surely had decided
    for side in facts.sides or ("a", "b"):
        own = [(*_bounds(event.date), event.id) for event in decisions if event.side in (side, "both")]
        if not own:
            return None
        possible.append(min((earliest, id_) for earliest, _, id_ in own))
        sure.append(min((latest, id_) for _, latest, id_ in own))
    return Ending(
        ids=tuple(dict.fromkeys(id_ for _, id_ in sure)),
        date=from_bounds(_open(max(possible)[0]), _open(max(sure)[0])),
        possible_ids=tuple(dict.fromkeys(id_ for _, id_ in possible)),
    )


def _first_contact(facts: PartnershipFacts) -> tuple[Edtf | None, str, str]:
    """The range of days in which contact first was; the row by which it surely was, and the row that may be first."""
    rows = [(*_bounds(contact.date), contact.id) for contact in facts.contacts]
    rows += [(*_bounds(offer.date), offer.id) for offer in facts.offers]
    if facts.form in ("contact", "offer"):
        rows += [(*_bounds(event.date), event.id) for event in facts.events if event.kind == "began"]
    if not rows:
        return None, "", ""
    earliest, latest = min(rows, key=lambda row: row[0]), min(rows, key=lambda row: row[1])
    return from_bounds(_open(earliest[0]), _open(latest[1])), latest[2], earliest[2]


def _first_known(facts: PartnershipFacts, signed: Mapping[str, InstrumentFacts]) -> date | None:
    """The first day on which a dated row may lie; of a row told only as "by then" that last day; None without any."""
    dates = [value for paper in signed.values() for value in (paper.signed, paper.effective)]
    dates += [event.date for event in facts.events]
    dates += [contact.date for contact in facts.contacts]
    dates += [offer.date for offer in facts.offers]
    days = [value.earliest or value.latest for value in (*dates, *facts.also_dated) if value is not None]
    return min((day for day in days if day is not None), default=None)


def _bounds(value: Edtf | None) -> tuple[date, date]:
    """First and last possible day, with the ends of the calendar for no bound (see `_open`)."""
    value = value or UNKNOWN_DATE
    return value.earliest or date.min, value.latest or date.max


def _open(day: date) -> date | None:
    return None if day in (date.min, date.max) else day
