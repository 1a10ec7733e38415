"""What do the figures of two cities say under each list of principles, and what is missing to say more? Pure.

Four lists: the seven principles (Nuralam 2018 and Kelowna 2010, documents 000, 003, 004), the six criteria of the
circular 193/1652 of 1993, the three bases (Mukti 2020, document 000), the nine conditions of cooperation with a local
government abroad (PP 28/2018, as the city of Jambi lists them).

Every item gets its evidence: each piece leans for (+1), against (-1) or nowhere (0). Nothing is weighed or summed: an
item is *for* where all that leans leans for, *against*, *mixed*, *told* where only sources' own words bear on it, and
*unknown* where nothing does. Missing data lowers the share of items of which something is known, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from kembar.matching.why.facts import Index, PairFacts, Proposed, Sources, Told

Answer = Literal["for", "mixed", "against", "told", "unknown"]

ALIKE = 2.0  # cities whose numbers of inhabitants are within this factor are of one size; ours
APART = 5.0  # beyond this they are not; ours
MOST_TOLD = 3  # of the words of sources that bear on an item so many are shown
SHORT_OVERLAP = 2.0  # fewer common working hours than this speak against; ours
SCIENCE = ("e_government", "innovation", "science", "research", "technology")  # parts of an index's code

GOALS = (
    "perbedaan tujuan",
    "perbedaan kepentingan",
    "goals differ",
    "different goals",
    "interests that the two cities pursue differ",
)

LISTS: Mapping[str, tuple[str, ...]] = {
    "seven": ("similarity", "exchange", "community", "reciprocity", "benefit", "exclusivity", "stability"),
    "six": ("level", "size", "characteristics", "problems", "transfer", "economy"),
    "three": ("level", "problems", "resources"),
    "nine": (
        "relations",
        "regional_matter",
        "no_office",
        "no_interference",
        "plans",
        "transfer",
        "level",
        "resources",
        "people",
    ),
}

WORDS: Mapping[str, tuple[str, ...]] = {
    "similarity": ("similar", "serupa", "karakteristik", "characteristic", "kesamaan", "alike", "setara"),
    "characteristics": ("similar", "serupa", "karakteristik", "characteristic", "setara"),
    "exchange": ("pertukaran", "exchange", "bertukar"),
    "community": ("masyarakat", "komunitas", "community", "public", "people"),
    "people": ("antarmasyarakat", "masyarakat", "people"),
    "reciprocity": ("komplementar", "saling", "timbal balik", "complement", "mutual", "both"),
    "resources": ("komplementar", "melengkapi", "complement", "sumber daya", "resources"),
    "benefit": ("manfaat", "biaya", "kesejahteraan", "benefit", "welfare", "cost"),
    "exclusivity": ("eksklusi", "exclusiv"),
    "stability": ("kestabilan", "stabilitas politik", "political stability"),
    "level": ("administrati", "setingkat", "tingkat yang sama", "tingkatan"),
    "problems": ("masalah", "problem"),
    "transfer": ("iptek", "alih ", "transfer", "tenaga ahli", "teknologi", "technology", "science"),
    "economy": ("investasi", "invest", "perdagangan", "trade", "pasar", "market", "ekonomi", "econom", "joint venture"),
    "no_interference": ("campur tangan", "interfer", "stepping in"),
    "plans": ("rencana pembangunan", "rpjm", "development plan"),
}
"""Words by which what a source tells is found to bear on an item; the page says that it was found so."""


@dataclass(frozen=True)
class Evidence:
    """One piece: what (a code), which way it leans, its values, who says so. ``origin`` names the rule it follows
    where that is not the list's own."""

    code: str
    leans: int = 0
    data: Mapping[str, Any] = field(default_factory=dict)
    sources: Sources = ()
    from_file: str = ""


@dataclass(frozen=True)
class Item:
    """One principle, criterion, basis or condition with what bears on it and what would be needed to say more."""

    code: str
    answer: Answer
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """One list. ``known`` is the share of its items of which anything is known, 0 to 1."""

    code: str
    items: tuple[Item, ...]

    @property
    def known(self) -> float:
        return sum(item.answer != "unknown" for item in self.items) / len(self.items)


@dataclass(frozen=True)
class Reason:
    """A hypothesis of a study on why this partner was chosen: its own status, and what bears on it here."""

    proposed: Proposed
    told: tuple[Told, ...]
    computed: tuple[Evidence, ...]


def judge(facts: PairFacts) -> tuple[Judged, ...]:
    """The four lists, in their order."""
    return tuple(Judged(code, tuple(_item(facts, item) for item in items)) for code, items in LISTS.items())


def known_share(lists: Iterable[Judged]) -> float:
    """The share of the items of all lists of which anything is known."""
    items = [item for one in lists for item in one.items]
    return sum(item.answer != "unknown" for item in items) / len(items)


def answer_of(evidence: Iterable[Evidence]) -> Answer:
    """What the evidence comes to; the words of sources count as *told* where nothing computed leans."""
    pieces = list(evidence)
    told = any(one.code == "told" for one in pieces)
    leans_for = any(one.leans > 0 for one in pieces)
    if any(one.leans < 0 for one in pieces):
        return "mixed" if leans_for or told else "against"
    return "for" if leans_for else "told" if told else "unknown"


def against(facts: PairFacts, lists: Iterable[Judged]) -> tuple[Evidence, ...]:
    """All that speaks against the choice: each piece once, then what stands outside the lists."""
    found: dict[tuple[Any, ...], Evidence] = {}
    for one in lists:
        for item in one.items:
            for piece in item.evidence:
                if piece.leans < 0:
                    found.setdefault((piece.code, repr(piece.data)), piece)
    pieces = [*found.values(), *_clock(facts), *_goals(facts), *_targets(facts)]
    if facts.tie:
        named = {repr(piece.data.get("text")) for piece in pieces}
        others = [one for one in facts.tie.obstacles if repr(one.text) not in named]
        pieces += [Evidence("obstacle", -1, {"text": one.text}, one.sources) for one in others]
        if facts.tie.disputes:
            pieces.append(Evidence("disputes", -1, {"n": facts.tie.disputes, "slug": facts.tie.slug}))
    return tuple(pieces)


def reasons(facts: PairFacts) -> tuple[Reason, ...]:
    """The hypotheses on the choice with what bears on each: motives in like words, and what is computed."""
    if facts.tie is None:
        return ()
    found = []
    for proposed in facts.tie.hypotheses:
        wanted = _significant(proposed.told, facts)
        alike = [(len(wanted & _significant(one, facts)), one) for one in facts.tie.motives]
        told = tuple(one for shared, one in sorted(alike, key=lambda pair: -pair[0]) if shared >= 2)[:MOST_TOLD]
        computed = []
        if _touches(proposed.told, "level"):
            computed += [*_level(facts), *_size(facts)]
        if _touches(proposed.told, "transfer") or "smart" in proposed.told.words:
            computed += _learning(facts)
        found.append(Reason(proposed, told, tuple(computed)))
    return tuple(found)


def targets_met(facts: PairFacts) -> tuple[str, ...]:
    """The numbers of the office's own targets that the tie serves, as the record tells them."""
    told = {one.target for one in (facts.tie.motives if facts.tie else ()) if one.target}
    return tuple(sorted(told, key=lambda number: (len(number), number)))


# --- one item ---------------------------------------------------------------------------------------------------------


def _item(facts: PairFacts, code: str) -> Item:
    computed = [piece for find in COMPUTED[code] for piece in find(facts)]
    told = [Evidence("told", 0, {"text": one.text, "whose": one.whose}, one.sources) for one in told_of(facts, code)]
    evidence = (*computed, *told)
    missing = tuple(name for name, is_missing in MISSING[code] if is_missing(facts))
    return Item(code, answer_of(evidence), evidence, missing)


def told_of(facts: PairFacts, code: str) -> list[Told]:
    """The motives that bear on an item by its words (`WORDS`), at most `MOST_TOLD`, those that use most first."""
    if facts.tie is None or code not in WORDS:
        return []
    counted = [(sum(word in one.words for word in WORDS[code]), one) for one in facts.tie.motives]
    return [one for n, one in sorted(counted, key=lambda pair: -pair[0]) if n][:MOST_TOLD]


def _touches(told: Told, code: str) -> bool:
    return any(word in told.words for word in WORDS[code])


_COMMON = frozenset(
    (
        *("dengan", "untuk", "yang", "dalam", "dari", "pada", "kedua", "keduanya", "kota", "daerah", "adanya", "lewat"),
        *("sebagai", "melalui", "ingin", "menjadi", "menjadikan", "south", "with", "that", "from", "their", "both"),
        *("have", "into", "which", "city", "cities", "also", "other", "wants", "want", "through", "take"),
    )
)


def _significant(told: Told, facts: PairFacts) -> set[str]:
    names = " ".join([*facts.ours.name.values(), *facts.theirs.name.values()]).casefold()
    words = {word.strip(".,;:()") for word in " ".join(told.text.values()).casefold().split()}
    return {word for word in words if len(word) > 3 and word not in _COMMON and word.removesuffix("'s") not in names}


def _level(facts: PairFacts) -> list[Evidence]:
    """By the name of the level, and by the tier at home: two readings, each named."""
    found = []
    sources = (*facts.ours.level_sources, *facts.theirs.level_sources)
    levels = {"ours": facts.ours.level, "theirs": facts.theirs.level}
    if facts.parity.by_name != "cannot_be_said":
        leans = 1 if facts.parity.by_name == "same" else -1
        found.append(Evidence(f"level_{facts.parity.by_name}", leans, levels, sources))
    if facts.parity.by_tier != "cannot_be_said":
        tiers = {"ours": facts.ours.tier, "theirs": facts.theirs.tier}
        leans = 0 if facts.parity.by_tier == "same" else -1
        found.append(Evidence(f"tier_{facts.parity.by_tier}", leans, tiers))
    return found


def _size(facts: PairFacts) -> list[Evidence]:
    ours, theirs = facts.ours.population, facts.theirs.population
    if not ours or not theirs:
        return []
    times = max(ours, theirs) / min(ours, theirs)
    leans = 1 if times <= ALIKE else -1 if times > APART else 0
    return [Evidence("size", leans, {"ours": ours, "theirs": theirs, "times": times}, from_file="GeoNames")]


def _exchange(facts: PairFacts) -> list[Evidence]:
    found = []
    if facts.met:
        found.append(Evidence("wishes_met", 1, {"fields": facts.met}))
    if facts.tie and facts.tie.agreed:
        found.append(Evidence("fields_agreed", 1, {"fields": facts.tie.agreed}))
    if facts.tie and facts.tie.activities:
        found.append(Evidence("activities", 1, {"n": facts.tie.activities}))
    if facts.countries.get("comlang_off") is not None:
        same = bool(facts.countries["comlang_off"])
        found.append(Evidence("language_shared" if same else "language_other", int(same), {}, (), facts.countries_from))
    if facts.routes is not None and facts.routes.changes is not None:
        routes = {"changes": facts.routes.changes, "via": facts.routes.via}
        found.append(Evidence("routes", 0, routes, (), facts.routes.from_file))
    return found


def _community(facts: PairFacts) -> list[Evidence]:
    if facts.tie is None or not facts.tie.outside:
        return []
    return [Evidence("organisations", 1, {"n": len(facts.tie.outside), "names": facts.tie.outside[:6]})]


def _reciprocity(facts: PairFacts) -> list[Evidence]:
    hosted = facts.tie.hosted if facts.tie else {}
    ours, theirs = hosted.get("ours", 0), hosted.get("theirs", 0)
    if not ours + theirs:
        return []
    leans = 1 if ours and theirs else -1 if ours + theirs >= 3 else 0
    return [Evidence("hosted", leans, {"ours": ours, "theirs": theirs})]


def _benefit(facts: PairFacts) -> list[Evidence]:
    found = []
    for one in facts.estimates:
        if one.net is None:
            continue
        data = {"whose": one.whose, "horizon": one.horizon, "benefit": one.benefit, "cost": one.cost, "net": one.net}
        leans = 1 if one.net > 0 else -1 if one.net < 0 else 0
        found.append(Evidence("estimate", leans, {**data, "currency": one.currency}, (), one.source))
    return found


def _exclusivity(facts: PairFacts) -> list[Evidence]:
    found = []
    for one in facts.others:
        data = {"whose": one.whose, "name": one.name, "reasons": one.reasons, "is_sure": one.is_sure, "slug": one.slug}
        found.append(Evidence("other_tie", -1 if one.is_sure else 0, data, (), one.from_file))
    if not facts.others and facts.links_known:
        found.append(Evidence("no_other_tie", 1, {"n": facts.links_known}))
    return found


def _stability(facts: PairFacts) -> list[Evidence]:
    found = []
    for one in facts.announced[:1]:
        leans = 1 if one.says == "stable" else -1
        found.append(Evidence(f"announced_{one.says}", leans, {"when": one.when}, (), one.source))
    for index in facts.indices:
        if "stability" in index.code and index.theirs is not None:
            found.append(Evidence("index", 0, {"index": index}, index.theirs.sources, index.theirs.from_file))
    return found


def teaches(index: Index) -> bool:
    """Whether an index is about what one city can learn of another: science, technology, e-government."""
    return any(part in index.code for part in SCIENCE)


def _learning(facts: PairFacts) -> list[Evidence]:
    """Indices in which one side stands higher: it may serve as the model of the other (R-042)."""
    found = []
    for index in facts.indices:
        if index.model in ("ours", "theirs") and teaches(index):
            found.append(Evidence("model", 1, {"index": index}, _sources_of(index), _file_of(index)))
    return found


def _fields_of(*codes: str) -> Callable[[PairFacts], list[Evidence]]:
    def find(facts: PairFacts) -> list[Evidence]:
        if facts.tie is None:
            return []
        pairs = zip(facts.tie.agreed_codes, facts.tie.agreed, strict=True)
        fields = tuple(name for code, name in pairs if code in codes)
        return [Evidence("fields_agreed", 1, {"fields": fields})] if fields else []

    return find


def _shared_traits(facts: PairFacts) -> list[Evidence]:
    """What sources tell of both in the same words."""
    theirs = {tuple(sorted(one.text.items())): one for one in facts.theirs.traits}
    found = []
    for one in facts.ours.traits:
        same = theirs.get(tuple(sorted(one.text.items())))
        if same is not None:
            found.append(Evidence("shared_trait", 1, {"text": one.text}, (*one.sources, *same.sources)))
    return found


def _traits(facts: PairFacts) -> list[Evidence]:
    if not (facts.ours.traits and facts.theirs.traits):
        return []
    counted = {"ours": len(facts.ours.traits), "theirs": len(facts.theirs.traits)}
    return [*_shared_traits(facts), Evidence("traits", 0, counted)]


def _resources(facts: PairFacts) -> list[Evidence]:
    """Both readings: that partners should complete each other, and that they should not (002:31)."""
    found = [Evidence("wishes_met", 1, {"fields": facts.met})] if facts.met else []
    return [*found, *_different(facts), Evidence("other_reading", 0, {}, (OTHER_READING,))]


def _different(facts: PairFacts) -> list[Evidence]:
    """Traits to compare, those told of both alike left out: what is alike completes nothing."""
    return [one for one in _traits(facts) if one.code != "shared_trait"]


OTHER_READING: Mapping[str, Any] = {
    "code": "002",
    "line": "31",
    "note": "bukan untuk melengkapi kekurangan",
    "credited": "",
}


def _relations(facts: PairFacts) -> list[Evidence]:
    if facts.no_relations:
        return [Evidence("no_relations", -1, {}, (), facts.no_relations)]
    return [Evidence("relations", 1, {"text": one.text}, one.sources) for one in facts.relations[:1]]


def _regional(facts: PairFacts) -> list[Evidence]:
    if facts.tie is None:
        return []
    found = [Evidence("reserved", -1, {"text": one.text}, one.sources) for one in facts.tie.reserved]
    if facts.tie.agreed:
        found.append(Evidence("fields_listed", 0, {"fields": facts.tie.agreed}))
    return found


def _plans(facts: PairFacts) -> list[Evidence]:
    aims = [Evidence("aims_met", 1, {"aims": facts.aims})] if facts.aims else []
    numbers = targets_met(facts)
    if not numbers or facts.tie is None:
        return aims
    sources = tuple(source for one in facts.tie.motives if one.target for source in one.sources[:1])
    return [*aims, Evidence("targets_met", 1, {"numbers": numbers}, sources)]


def _people(facts: PairFacts) -> list[Evidence]:
    return _community(facts)


def _clock(facts: PairFacts) -> list[Evidence]:
    if facts.overlap is None or facts.overlap[0] >= SHORT_OVERLAP:
        return []
    return [Evidence("short_overlap", -1, {"least": facts.overlap[0], "most": facts.overlap[1]})]


def _goals(facts: PairFacts) -> list[Evidence]:
    """Goals that differ: an obstacle says so, or both sides tell goals and none is told for both (004:110)."""
    if facts.tie is None:
        return []
    said = [one for one in facts.tie.obstacles if any(word in one.words for word in GOALS)]
    if said:
        return [Evidence("goals_differ", -1, {"text": one.text}, one.sources) for one in said]
    sides = {one.whose for one in facts.tie.motives}
    if {"ours", "theirs"} <= sides and "both" not in sides:
        return [Evidence("goals_apart", -1, {}, ({"code": "004", "line": "110", "note": "partner", "credited": ""},))]
    return []


def _targets(facts: PairFacts) -> list[Evidence]:
    """The city numbers its own targets, and of this tie none is told (a sister city must meet at least one, 002:51)."""
    if facts.tie is None or not facts.targets_known or targets_met(facts) or facts.aims:
        return []
    return [
        Evidence("no_target_met", -1, {}, ({"code": "002", "line": "51", "note": "salah satu unsur", "credited": ""},))
    ]


def _sources_of(index: Index) -> Sources:
    return (*(index.ours.sources if index.ours else ()), *(index.theirs.sources if index.theirs else ()))


def _file_of(index: Index) -> str:
    return (index.theirs.from_file if index.theirs else "") or (index.ours.from_file if index.ours else "")


Find = Callable[[PairFacts], list[Evidence]]

COMPUTED: Mapping[str, tuple[Find, ...]] = {
    "similarity": (_level, _size, _shared_traits),
    "exchange": (_exchange,),
    "community": (_community,),
    "reciprocity": (_reciprocity,),
    "benefit": (_benefit,),
    "exclusivity": (_exclusivity,),
    "stability": (_stability,),
    "level": (_level,),
    "size": (_size,),
    "characteristics": (_traits,),
    "problems": (),
    "transfer": (_learning, _fields_of("science_technology", "innovation", "smart_city", "e_government")),
    "economy": (_fields_of("trade", "trade_in_services", "investment", "industry", "msme", "creative_economy"),),
    "resources": (_resources,),
    "relations": (_relations,),
    "regional_matter": (_regional,),
    "no_office": (),
    "no_interference": (),
    "plans": (_plans,),
    "people": (_people,),
}

Lacks = Callable[[PairFacts], bool]
_SIZE: tuple[str, Lacks] = ("population", lambda facts: not (facts.ours.population and facts.theirs.population))
_LEVEL: tuple[str, Lacks] = ("level", lambda facts: facts.parity.by_name == "cannot_be_said")
_FIELDS: tuple[str, Lacks] = ("fields", lambda facts: not (facts.tie and facts.tie.agreed))
_WISHES: tuple[str, Lacks] = ("wishes", lambda facts: not all(facts.wishes))
_DONE: tuple[str, Lacks] = ("activities", lambda facts: not (facts.tie and facts.tie.activities))


def _always(_facts: PairFacts) -> bool:
    return True


MISSING: Mapping[str, tuple[tuple[str, Lacks], ...]] = {
    "similarity": (_LEVEL, _SIZE),
    "exchange": (_FIELDS, _WISHES, _DONE),
    "community": (("organisations", lambda facts: not (facts.tie and facts.tie.outside)),),
    "reciprocity": (("hosted", lambda facts: not (facts.tie and sum(facts.tie.hosted.values()))),),
    "benefit": (("estimates", lambda facts: not any(one.net is not None for one in facts.estimates)),),
    "exclusivity": (("links", lambda facts: not facts.links_known),),
    "stability": (("announcement", lambda facts: not facts.announced),),
    "level": (_LEVEL,),
    "size": (_SIZE, ("function", _always)),
    "characteristics": (("traits", lambda facts: not (facts.ours.traits and facts.theirs.traits)),),
    "problems": (("problems", _always),),
    "transfer": (_FIELDS, ("indices", lambda facts: not any(one.model for one in facts.indices))),
    "economy": (("trade", _always),),
    "resources": (_WISHES,),
    "relations": (("relations", lambda facts: not (facts.relations or facts.no_relations)),),
    "regional_matter": (("classification", _always),),
    "no_office": (("office_abroad", _always),),
    "no_interference": (("interference", _always),),
    "plans": (("targets", lambda facts: not (targets_met(facts) or facts.aims)),),
    "people": (("organisations", lambda facts: not (facts.tie and facts.tie.outside)),),
}
"""What would be needed to say more of an item, and whether it is missing."""
