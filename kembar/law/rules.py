"""Is an act cited rightly: does it exist, is it about that matter, was it in force, did it replace what it is said to?

Pure: what the register knows of acts and one citation go in, faults come out as codes with the acts they speak of.
A citation may shorten a number ("193" for "193/1652/PUOD", "9" for "09/A/KP/XII/2006/01").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kembar.analysis.edtf import Edtf, before
from kembar.analysis.truth import Truth


@dataclass(frozen=True, slots=True)
class ActFacts:
    """One act. ``began``/``ended`` is the span in which it held, None where it is not known; ``exists`` is false for a
    number that is cited but belongs to no such act; ``repealed_by`` is the slug of the act that did."""

    slug: str
    kind: str
    number: str
    year: int | None
    about: str
    began: Edtf | None = None
    ended: Edtf | None = None
    exists: bool = True
    repealed_by: str = ""


@dataclass(frozen=True, slots=True)
class CitedAct:
    """One act as a text cites it, for which matter, as applying when; ``replaces`` are slugs it is said to replace."""

    kind: str
    number: str
    year: int | None
    about: str = ""
    event: Edtf | None = None
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LawFault:
    """What is wrong with a citation.

    ``code``: ``other_year`` (that number on that matter is of another year: ``others``), ``unknown_act`` (``others``
    are acts on the matter it is cited for), ``other_matter`` (``act`` governs something else; ``others`` as before),
    ``not_yet_in_force``, ``no_longer_in_force`` (``others``: what repealed it), ``did_not_replace`` (``others`` are
    what it is wrongly said to replace; ``replaced`` what it replaced as far as is known).
    """

    code: str
    act: ActFacts | None
    others: tuple[ActFacts, ...] = ()
    replaced: tuple[ActFacts, ...] = ()


def same_number(cited: str, known: str) -> bool:
    """Whether a number as cited is that of an act: whole, or its first part; leading zeros do not matter.

    >>> same_number("193", "193/1652/PUOD"), same_number("9", "09/A/KP/XII/2006/01"), same_number("23", "22")
    (True, True, False)
    """
    one, other = _parts(cited), _parts(known)
    return bool(one) and one == other[: len(one)]


def judge(cited: CitedAct, acts: Sequence[ActFacts]) -> list[LawFault]:
    """What is wrong with one citation, given all acts that the register knows; [] when nothing is found wrong."""
    act = find(cited, acts)
    if act is None or not act.exists:
        return [_unknown(cited, act, acts)]
    faults = []
    if cited.about and act.about != cited.about:
        faults.append(LawFault("other_matter", act, _on_matter(cited.about, acts)))
    if cited.event is not None:
        faults += _at_the_time(act, cited.event, acts)
    return faults + _replaced(act, cited.replaces, acts)


def find(cited: CitedAct, acts: Iterable[ActFacts]) -> ActFacts | None:
    """The act that a citation means: same kind and year, same number; the whole number goes before a shortened one."""
    same = [act for act in acts if act.kind == cited.kind and act.year == cited.year]
    whole = [act for act in same if _parts(act.number) == _parts(cited.number)]
    return next(iter(whole or [act for act in same if same_number(cited.number, act.number)]), None)


def _unknown(cited: CitedAct, act: ActFacts | None, acts: Sequence[ActFacts]) -> LawFault:
    of_kind = [one for one in acts if one.kind == cited.kind and one.exists]
    other_year = [one for one in of_kind if same_number(cited.number, one.number) and one.about == cited.about]
    if cited.about and other_year:
        return LawFault("other_year", act, tuple(other_year))
    return LawFault("unknown_act", act, _on_matter(cited.about, acts))


def _on_matter(about: str, acts: Iterable[ActFacts]) -> tuple[ActFacts, ...]:
    return tuple(act for act in acts if about and act.about == about and act.exists)


def _at_the_time(act: ActFacts, event: Edtf, acts: Iterable[ActFacts]) -> list[LawFault]:
    """``ended`` is the first day on which the act no longer held, so an event on that very day comes too late."""
    if act.began is not None and before(event, act.began) is Truth.YES:
        return [LawFault("not_yet_in_force", act)]
    if act.ended is not None and before(event, act.ended) is Truth.NO:
        return [LawFault("no_longer_in_force", act, tuple(one for one in acts if one.slug == act.repealed_by))]
    return []


def _replaced(act: ActFacts, said: Iterable[str], acts: Sequence[ActFacts]) -> list[LawFault]:
    """Acts on another matter, or known to have been repealed by another act, were not replaced by this one."""
    wanted = set(said)
    others = [one for one in acts if one.slug in wanted]
    wrong = [
        one
        for one in others
        if one.repealed_by != act.slug and (one.about != act.about or one.repealed_by not in ("", act.slug))
    ]
    if not wrong:
        return []
    return [LawFault("did_not_replace", act, tuple(wrong), tuple(one for one in acts if one.repealed_by == act.slug))]


def _parts(number: str) -> list[str]:
    return [part.lstrip("0") or "0" for part in re.findall(r"[a-z]+|\d+", number.casefold())]
