"""What is the formal state of a partnership on a day: in force, expired, ended, or only intended?

The table of states is read from the top, the first that applies stands. It is read in three values: every state that
may hold, given what is not known, is collected with its rows; one possible state is the answer, several mean that it
cannot be said. Before the first day that anything dated may lie on there is no state at all: a row without any date
reaches no further back than the dated rows beside it, and alone it cannot be placed.

How the table is read where it leaves room (ours):

* A sister city or province needs an MoU, a sister-city, friendship or implementing agreement (document 000 line 133:
  formal from the MoU that both governments sign). A friendship city needs any of these or a letter of intent (document
  002 line 79). Projects, agency deals, contacts and offers need any agreement, whoever signed it.
* "An MoU was signed" without a word on who signed counts; told not to be signed by both governments, it does not.
* Any signed paper short of what the form needs makes an intent.
* A termination, and a lapse that a source tells of, touch what had begun by then; an agreement begun later stands anew.
  What ended had begun: a paper without a date began no later than the first lapse or termination told. Where the dates
  of papers and of an end overlap, the end is that of the oldest agreement that may be meant, so of the one there is;
  without an agreement, of the oldest arrangement, else of the oldest letter.
* An end told of the tie as a whole is a termination, unless a lapse that may be the same is told: then it is the lapse.
* The newest begun agreement decides. An arrangement under it may outlast it only by a term of its own.
* Two papers of one date: the one whose term is stated decides.
* A told beginning without any paper makes it possible that something is in force, so it cannot be said. A told lapse or
  termination without any paper is expired or ended from that day on.
* Nothing dated later changes an earlier answer, not even what it implies.
* A suspension leaves the formal state as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum

from kembar.analysis.edtf import before, by
from kembar.analysis.truth import Truth
from kembar.partnerships.rules.facts import PartnershipFacts
from kembar.partnerships.rules.papers import Ending, Paper, Record, record_of
from kembar.partnerships.rules.spans import Span, StateAt, possible_changes, spans_of


class FormalState(StrEnum):
    """The words of the formal state, in the order in which they apply."""

    ENDED = "ended"
    IN_FORCE = "in_force"
    IN_FORCE_TERM_NOT_STATED = "in_force_term_not_stated"
    EXPIRED = "expired"
    INTENT = "intent"
    EXPLORING = "exploring"
    CANNOT_BE_SAID = "cannot_be_said"


_HOLDS = frozenset({FormalState.IN_FORCE, FormalState.IN_FORCE_TERM_NOT_STATED})

Possible = dict[FormalState | None, set[str]]  # None: nothing has begun yet
Meant = Mapping[tuple[str, ...], frozenset[str]]  # by the ids of an ending, those of the papers that it surely ends


def formal_state(facts: PartnershipFacts, day: date) -> StateAt[FormalState] | None:
    """The formal state on `day` and the rows behind it; None before the first day that anything dated may lie on.

    Bogor-Kisarazu (friendship city, letter of intent of November 2016, five years: document 002 line 79) is in force as
    at 2018; Tangerang Selatan-Daejeon is an intent from 23 September 2015 and in force from 21 September 2016
    (document 000 lines 30, 133 and 167).
    """
    return _state_on(record_of(facts), day)


def formal_spans(facts: PartnershipFacts) -> list[Span[FormalState]]:
    """All spans of the formal state: in order, without overlap, without a gap from the first fact on."""
    record = record_of(facts)
    return spans_of(lambda day: _state_on(record, day), possible_changes(record.dates))


def is_formal(state: StateAt[FormalState] | None) -> Truth:
    """Whether a state means that the tie formally holds; asked of a sister city it is the question of 000:133.

    No state (None) is a no: nothing that is told reaches back to that day.
    """
    if state is None:
        return Truth.NO
    if state.state is FormalState.CANNOT_BE_SAID:
        return Truth.UNKNOWN
    return Truth.of(state.state in _HOLDS)


def _state_on(record: Record, day: date) -> StateAt[FormalState] | None:
    if record.first_known is None or day < record.first_known:
        return None
    agreements = (*record.agreements, *_unseen(record, day))
    meant = _meant(record, (agreements, record.arrangements, record.intents), day)
    possible = _joined(_outcomes(record, agreements, day, meant), _outcomes(record, record.arrangements, day, meant))
    if None in possible:
        del possible[None]
        _merge(possible, _outcomes(record, record.intents, day, meant))
    if None in possible and record.first_contact is not None:
        met = by(record.first_contact, day)
        if met is not Truth.NO:
            contact = record.first_contact_id if met is Truth.YES else record.possible_contact_id
            _merge(possible, {FormalState.EXPLORING: [contact]})
        if met is Truth.YES:
            del possible[None]
    return _decided(possible, record)


def _unseen(record: Record, day: date) -> list[Paper]:
    """Agreements that are only implied by a told beginning, change or end, where no paper may stand for them.

    A paper stands for what is told as soon as it may have begun, unless it surely began later than what is told. An
    agreement that a told beginning only makes possible is sure once its end is told.
    """
    told = [paper for paper in record.implied if by(paper.start, day) is not Truth.NO]
    if not told:
        return []
    papers = (*record.agreements, *record.arrangements, *record.intents)
    seen = [paper for paper in papers if by(paper.start, day) is not Truth.NO]
    unseen: list[Paper] = []
    for implied in sorted(told, key=lambda paper: paper.start.latest or date.max):
        if any(before(implied.start, paper.start) is not Truth.YES for paper in seen):
            continue
        stand_for_it = [
            number for number, one in enumerate(unseen) if before(implied.start, one.start) is not Truth.YES
        ]
        if not stand_for_it:
            unseen.append(implied)
        elif implied.counts is Truth.YES and by(implied.start, day) is Truth.YES:
            oldest = stand_for_it[0]
            unseen[oldest] = replace(unseen[oldest], counts=Truth.YES)
    return unseen


def _meant(record: Record, levels: Iterable[tuple[Paper, ...]], day: date) -> Meant:
    """For each ending the papers that it surely ends, though their dates may overlap with its own.

    An ending ended something: of the papers it may mean, an agreement before an arrangement before a letter, at least
    the oldest. Malang-Fuqing: memorandum of April 2017, broken off between then and 2021 (document 004 line 106).
    """
    begun = [[paper for paper in papers if by(paper.start, day) is not Truth.NO] for papers in levels]
    meant = {}
    for ending in record.endings:
        open_ = ([paper for paper in papers if before(ending.date, paper.start) is not Truth.YES] for papers in begun)
        papers = next((papers for papers in open_ if papers), [])
        oldest = (one for one in papers if all(_is_no_later(one, other) for other in papers))
        meant[ending.ids] = frozenset(one.id for one in oldest)
    return meant


def _is_no_later(paper: Paper, other: Paper) -> bool:
    """Whether `paper` surely began no later than `other`: by a link, by the dates, or on the one date told of both."""
    follows, precedes = paper.id in other.ancestors, other.id in paper.ancestors
    if follows != precedes:
        return follows
    same_date = not paper.start.is_unknown and paper.start == other.start
    return paper.id == other.id or same_date or before(other.start, paper.start) is Truth.NO


def _decided(possible: Mapping[FormalState | None, Iterable[str]], record: Record) -> StateAt[FormalState] | None:
    """The one possible state; several are cannot_be_said, but in force either way is in force, term not known."""
    states = set(possible)
    if states == {None}:
        return None
    because = tuple(sorted({id_ for ids in possible.values() for id_ in ids}, key=record.position.__getitem__))
    if len(states) == 1:
        (state,) = states
        assert state is not None
        return StateAt(state, because)
    if states == _HOLDS:
        return StateAt(FormalState.IN_FORCE_TERM_NOT_STATED, because)
    return StateAt(FormalState.CANNOT_BE_SAID, because)


def _joined(main: Possible, under: Possible) -> Possible:
    """The agreement decides; where none has begun, or it ran out, the arrangement under it may.

    A state of the arrangement without a term of its own does not outlast the agreement.
    """
    joined: Possible = {}
    for state, ids in main.items():
        for own, own_ids in under.items():
            if state is None:
                _merge(joined, {own: own_ids})
            elif state is FormalState.EXPIRED and own is FormalState.IN_FORCE:
                _merge(joined, {own: ids | own_ids})
            else:
                _merge(joined, {state: ids})
    return joined


def _outcomes(record: Record, papers: tuple[Paper, ...], day: date, meant: Meant) -> Possible:
    """What the newest of `papers` that has begun may make of the state; None where possibly none has begun."""
    over = {id_ for ending in record.endings if by(ending.date, day) is Truth.YES for id_ in meant[ending.ids]}
    begun = {paper.id: Truth.YES if paper.id in over else by(paper.start, day) for paper in papers}
    open_ = [paper for paper in papers if begun[paper.id] is not Truth.NO]
    certain = [paper for paper in open_ if begun[paper.id] is Truth.YES and paper.counts is Truth.YES]
    newest = [paper for paper in open_ if not any(_is_newer(other, paper) for other in certain)] or open_
    outcomes: Possible = {} if certain else {None: set()}
    for paper in newest:
        _merge(outcomes, _states_of(record, paper, day, meant))
    return outcomes


def _is_newer(other: Paper, paper: Paper) -> bool:
    """Whether `other` surely takes the place of `paper`: by a link, by its date, or by stating the term on one date."""
    if other is paper:
        return False
    follows, precedes = paper.id in other.ancestors, other.id in paper.ancestors
    if follows != precedes:
        return follows
    if before(paper.start, other.start) is Truth.YES:
        return True
    same_date = not paper.start.is_unknown and paper.start == other.start
    return same_date and other.term_is_stated and not paper.term_is_stated


def _states_of(record: Record, paper: Paper, day: date, meant: Meant) -> Possible:
    """The states that `paper`, once begun, may be in on `day`."""
    holds = FormalState.IN_FORCE if paper.term_is_stated else FormalState.IN_FORCE_TERM_NOT_STATED
    if paper.level == "intent":
        holds = FormalState.INTENT
    causes: list[tuple[FormalState, Truth, set[str]]] = []
    if paper.runs_out is not None:
        causes.append((FormalState.EXPIRED, by(paper.runs_out, day), set(paper.ids)))
    for state, endings in ((FormalState.ENDED, record.ends), (FormalState.EXPIRED, record.lapses)):
        for ending in endings:
            answer = by(ending.date, day)
            told = ending.ids if answer is Truth.YES else ending.possible_ids
            is_lapse = any(by(lapse, day) is not Truth.NO for lapse in ending.lapses)
            touches = Truth.YES if paper.id in meant[ending.ids] else _touches(ending, paper)
            causes.append((FormalState.EXPIRED if is_lapse else state, answer & touches, {*told, *paper.ids}))
    states: Possible = {}
    for state in (FormalState.ENDED, FormalState.EXPIRED):
        known = [(answer, ids) for cause, answer, ids in causes if cause is state and answer is not Truth.NO]
        for _, ids in known:
            _merge(states, {state: ids})
        if any(answer is Truth.YES for answer, _ in known):
            return states
    _merge(states, {holds: paper.ids})
    return states


def _touches(ending: Ending, paper: Paper) -> Truth:
    """Whether what ended had begun: surely so of the agreement that the ending itself tells of."""
    if set(ending.ids) & set(paper.ids):
        return Truth.YES
    return ~before(ending.date, paper.start)


def _merge(into: Possible, more: Mapping[FormalState | None, Iterable[str]]) -> None:
    """Adds possible states, each with the ids that would make it so."""
    for state, ids in more.items():
        into.setdefault(state, set()).update(ids)
