"""What is known of two cities, as far as the question "why this partner" cares? Values alone, without words for users.

"Ours" is the city that asks, "theirs" the other. What is not known is None or missing: never 0, never no. ``sources``
are mappings {code, line, note, credited} where a document says so, as the components of pages take them; a file or a
data set is named in ``from_file``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from kembar.partnerships.rules.choice import Parity
from kembar.places.rules import Duchacek, TimeDifference

Text = Mapping[str, str]
Sources = tuple[Mapping[str, Any], ...]
Whose = Literal["ours", "theirs", "both"]


@dataclass(frozen=True)
class Told:
    """What a source says in words. ``target`` is the number of the office's own target that it serves, if any."""

    text: Text
    sources: Sources
    whose: Whose = "both"
    target: str = ""
    author: str = ""

    @property
    def words(self) -> str:
        """All its words in small letters: both languages and the terms found in the source."""
        terms = " ".join(str(one.get("note") or "") for one in self.sources)
        return " ".join([*self.text.values(), terms]).casefold()


@dataclass(frozen=True)
class Proposed:
    """A reason that a study proposes for the choice; ``status`` is the study's own: open, supported or refuted."""

    number: int
    told: Told
    status: str


@dataclass(frozen=True)
class CityFacts:
    """One of the two. ``level``/``tier`` are those of its government in the register, None where it has none there."""

    place: int
    name: Text
    country: str
    unit: str = ""
    population: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    zone: str = ""
    own_script: tuple[tuple[str, str], ...] = ()
    government: str = ""
    level: str = ""
    tier: int | None = None
    level_sources: Sources = ()
    traits: tuple[Told, ...] = ()
    airport: Airport | None = None
    ties: int = 0
    """Other ties of it in the register, of any day."""
    twins: int = 0
    """Other ties of it that files of the world's twins tell."""


@dataclass(frozen=True)
class Airport:
    """The nearest airport that has a route: code, name, km from the city."""

    code: str
    name: str
    km: float


@dataclass(frozen=True)
class Routes:
    """How one flies between the two nearest airports: 0 changes, 1 (with the airports changed at), or None: more, or
    not known. ``via`` holds the first few by name."""

    changes: int | None
    via: tuple[str, ...] = ()
    from_file: str = ""


@dataclass(frozen=True)
class OtherTie:
    """Another known tie of one side in the other's country or near it. ``is_sure`` is false where it cannot be said
    whether it still holds."""

    whose: Whose
    name: Text
    reasons: tuple[str, ...]
    is_sure: bool
    from_file: str
    slug: str = ""


@dataclass(frozen=True)
class Figure:
    """One country's figure of one year. ``rank`` 1 is first; ``share`` is its place in the list, rank / size."""

    year: int | None
    until: int | None
    value: float | None = None
    rank: int | None = None
    size: int | None = None
    percentile: float | None = None
    sources: Sources = ()
    from_file: str = ""

    @property
    def share(self) -> float | None:
        return self.rank / self.size if self.rank and self.size else None


@dataclass(frozen=True)
class Index:
    """One index of the two countries; a side without a figure is None. ``same_year`` both of one year."""

    code: str
    name: str
    ours: Figure | None
    theirs: Figure | None

    @property
    def same_year(self) -> bool:
        return bool(self.ours and self.theirs and self.ours.year and self.ours.year == self.theirs.year)

    @property
    def gap(self) -> int | None:
        """Places between the two, of one year; None where it cannot be said."""
        if not (self.same_year and self.ours and self.theirs and self.ours.rank and self.theirs.rank):
            return None
        return abs(self.ours.rank - self.theirs.rank)

    @property
    def model(self) -> Whose | None:
        """Who stands higher in the same year and so can be learned from; *both* where they stand alike."""
        if not (self.same_year and self.ours and self.theirs):
            return None
        for ours, theirs, first in (
            (self.ours.rank, self.theirs.rank, min),
            (self.ours.percentile, self.theirs.percentile, max),
        ):
            if ours is not None and theirs is not None:
                return "both" if ours == theirs else "ours" if first(ours, theirs) == ours else "theirs"
        return None


@dataclass(frozen=True)
class Precedent:
    """A tie of a city like ours with a city like theirs. ``slug`` where the register has it, with its state."""

    ours: Text | str
    theirs: Text | str
    ours_country: str
    theirs_country: str
    from_file: str = ""
    slug: str = ""
    name: Text = field(default_factory=dict)
    state: str = ""


@dataclass(frozen=True)
class Estimated:
    """What a tie is expected to bring and cost one side, in the short or the long run."""

    whose: Whose
    horizon: str
    benefit: float | None
    cost: float | None
    currency: str
    source: str

    @property
    def net(self) -> float | None:
        return None if self.benefit is None or self.cost is None else self.benefit - self.cost


@dataclass(frozen=True)
class Announced:
    """What the central government announced of the other side's country, newest by the day."""

    says: str
    when: str
    source: str


@dataclass(frozen=True)
class TieFacts:
    """The partnership of the two that the reader may read, as at the day."""

    slug: str
    name: Text
    form: str
    state: str
    motives: tuple[Told, ...] = ()
    hypotheses: tuple[Proposed, ...] = ()
    agreed: tuple[Text, ...] = ()
    agreed_codes: tuple[str, ...] = ()
    delivered: tuple[Text, ...] = ()
    activities: int = 0
    hosted: Mapping[str, int] = field(default_factory=dict)
    outside: tuple[Text, ...] = ()
    """Organisations beyond the two governments that took part in something done."""
    cost_shares: int = 0
    obstacles: tuple[Told, ...] = ()
    verdicts: tuple[Told, ...] = ()
    disputes: int = 0
    is_whole: bool = True
    """False where the reader may read its public part alone, without what judges it."""
    reserved: tuple[Told, ...] = ()
    """Clauses that an officer classified as a matter reserved to the centre."""


@dataclass(frozen=True)
class Law:
    """What of the law bears on any two: from when the acts of its lists hold, the matters reserved to the centre."""

    acts: Mapping[str, date | None] = field(default_factory=dict)
    reserved: tuple[Any, ...] = ()


@dataclass(frozen=True)
class PairFacts:
    """All of it, as at ``at``."""

    at: date
    ours: CityFacts
    theirs: CityFacts
    km: float | None
    clocks: TimeDifference | None
    overlap: tuple[float, float] | None
    duchacek: Duchacek
    parity: Parity
    tie: TieFacts | None = None
    others: tuple[OtherTie, ...] = ()
    links_known: int = 0
    """Known ties of either side that exclusivity was asked over, their own tie among them."""
    indices: tuple[Index, ...] = ()
    countries: Mapping[str, Any] = field(default_factory=dict)
    countries_from: str = ""
    routes: Routes | None = None
    met: tuple[Text, ...] = ()
    """Fields in which one side offers what the other needs."""
    wishes: tuple[bool, bool] = (False, False)
    """Whether needs or offers of each side are known."""
    no_relations: str = ""
    relations: tuple[Told, ...] = ()
    announced: tuple[Announced, ...] = ()
    estimates: tuple[Estimated, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    precedents_known: int = 0
    aims: tuple[str, ...] = ()
    """Targets of our city's own office, which the reader may read, that an agreed field or a met need serves."""
    documents: Mapping[str, str] = field(default_factory=dict)
    """Titles of the documents by code."""
    targets_known: bool = False
    """Whether our city numbers targets of its own."""
    law: Law = field(default_factory=Law)
