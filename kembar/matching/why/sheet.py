"""What does the answer to "why this partner" show, section by section? The same for the page, the command and papers.

A ``Sheet`` is text in the reader's language with the places it rests on, without any form of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kembar.matching.rules import Block
from kembar.matching.why import words as say
from kembar.matching.why.clocks import CLOSES, OPENS
from kembar.matching.why.facts import CityFacts, PairFacts, Precedent, Sources, Told
from kembar.matching.why.rules import Evidence, Judged, against, judge, known_share, reasons, targets_met
from kembar.partnerships import labels
from kembar.places.rules import unit_name
from kembar.ui import words
from kembar.ui.states import LEANING, look_of


@dataclass(frozen=True)
class Cell:
    """One text with who says so: places in documents, or the file or data set it comes from."""

    text: str
    sources: Sources = ()
    from_file: str = ""
    state: str = ""
    kind: str = ""
    record: str = ""
    known: bool = True
    aside: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a table: what it is about, then a cell a column. ``again``: the row above is about the same."""

    head: str
    cells: tuple[Cell, ...]
    again: bool = False


@dataclass(frozen=True)
class ItemShown:
    """One principle with its answer, or one reason with its status; the evidence, and what is missing."""

    label: str
    answer: str
    evidence: tuple[Cell, ...]
    missing: str = ""
    status: str = ""
    sources: Sources = ()


@dataclass(frozen=True)
class Section:
    """One part: any of a table (``heads``, ``rows``), points, and items. ``empty`` is said where all are empty."""

    anchor: str
    title: str
    lead: str = ""
    lead_sources: Sources = ()
    act: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    points: tuple[Cell, ...] = ()
    items: tuple[ItemShown, ...] = ()
    empty: str = ""
    aside: str = ""

    @property
    def cells(self) -> list[Cell]:
        """Every cell of it."""
        in_rows = [cell for row in self.rows for cell in row.cells]
        return [*in_rows, *self.points, *(cell for item in self.items for cell in item.evidence)]

    @property
    def labelled(self) -> list[tuple[Row, list[tuple[str, Cell]]]]:
        """The rows, each cell with the head of its column, as a phone shows them."""
        return [(row, list(zip(self.heads[1:], row.cells, strict=True))) for row in self.rows]


@dataclass(frozen=True)
class Sheet:
    """The whole answer. ``coverage`` is the share of all items of which anything is known, 0 to 1."""

    title: str
    at: date
    ours: str
    theirs: str
    own_script: tuple[tuple[str, str], ...]
    coverage: float
    summary: tuple[Cell, ...]
    blocks: tuple[Cell, ...]
    sections: tuple[Section, ...]
    tie: str = ""
    documents: Mapping[str, str] = field(default_factory=dict)

    @property
    def cited(self) -> list[tuple[str, str]]:
        """The documents that any part rests on, by code, with their titles."""
        cells = [cell for section in self.sections for cell in section.cells]
        sources = [one for cell in cells for one in cell.sources]
        sources += [one for section in self.sections for one in section.lead_sources]
        sources += [one for section in self.sections for item in section.items for one in item.sources]
        codes = sorted({str(one["code"]) for one in sources})
        return [(code, self.documents.get(code, "")) for code in codes]


@dataclass(frozen=True)
class Named:
    """What the two and their countries are called in the reader's language."""

    ours: str
    theirs: str
    countries: tuple[str, str]


def sheet_of(
    facts: PairFacts,
    blocks: Sequence[Block] = (),
    acts: Mapping[str, date | None] | None = None,
    named_sources: Mapping[str, str] | None = None,
) -> Sheet:
    """The answer in the language that is active.

    ``acts``: from which day the acts of the lists hold, by slug; ``named_sources``: in words, what a block rests on.
    """
    lists = judge(facts)
    ours, theirs = say.local(facts.ours.name), say.local(facts.theirs.name)
    language = say.language()
    countries = (words.country(facts.ours.country, language), words.country(facts.theirs.country, language))
    named = Named(ours, theirs, countries)
    return Sheet(
        title=_("Why %(theirs)s for %(ours)s?") % {"ours": ours, "theirs": theirs},
        at=facts.at,
        ours=ours,
        theirs=theirs,
        own_script=(*facts.ours.own_script, *facts.theirs.own_script),
        coverage=known_share(lists),
        summary=tuple(_summary(facts, lists)),
        blocks=tuple(
            Cell(str(say.BLOCK[one.code]), from_file=(named_sources or {}).get(one.source, one.source))
            for one in blocks
        ),
        sections=(
            _reasons(facts, named),
            _motives(facts, named),
            _cities(facts, named),
            _between(facts, named),
            _indices(facts, named),
            *(_list(facts, one, named, acts or {}) for one in lists),
            _precedents(facts),
            _against(facts, lists, named),
        ),
        documents=dict(facts.documents),
        tie=facts.tie.slug if facts.tie else "",
    )


# --- the top ----------------------------------------------------------------------------------------------------------


def _summary(facts: PairFacts, lists: Iterable[Judged]) -> Iterable[Cell]:
    if facts.tie:
        state = look_of(facts.tie.state, "formal").word
        form = labels.FORM.get(facts.tie.form, _("form not told"))
        yield Cell(
            _("The two have a tie: %(form)s, %(state)s.") % {"form": form, "state": state}, record=facts.tie.slug
        )
        if not facts.tie.is_whole:
            yield Cell(_("An office keeps its record; motives and what became of it are for its offices."))
        if facts.tie.hypotheses:
            n = len(facts.tie.hypotheses)
            text = ngettext(
                "A study proposes %(n)s reason for the choice.", "A study proposes %(n)s reasons for the choice.", n
            )
            yield Cell(text % {"n": say.number(n)})
    else:
        yield Cell(_("No tie of the two is known by this day, so no motives are told."))
    for one in lists:
        values = {"list": say.LIST[one.code], "counts": _counts(one)}
        yield Cell(_("%(list)s – %(counts)s.") % values)


def _counts(one: Judged) -> str:
    """How many items came to which answer, those that occur: "speaks for it: 4; nothing known: 1"."""
    counted = Counter(item.answer for item in one.items)
    looks = [look for look in LEANING if counted[look.code]]  # type: ignore[index]
    return "; ".join(f"{look.word}: {counted[look.code]}" for look in looks)  # type: ignore[index]


# --- reasons and motives ----------------------------------------------------------------------------------------------


def _reasons(facts: PairFacts, named: Named) -> Section:
    items = tuple(
        ItemShown(
            label=f"{one.proposed.number}. {say.local(one.proposed.told.text).rstrip('.')}",
            answer="",
            evidence=(
                *(Cell(say.local(each.text), each.sources, kind="told") for each in one.told),
                *(_cell(each, named) for each in one.computed),
            ),
            status=str(labels.HYPOTHESIS[one.proposed.status]),
            sources=one.proposed.told.sources,
        )
        for one in reasons(facts)
    )
    return Section(
        "reasons",
        _("Reasons put forward"),
        lead=_(
            "Each reason keeps the status that its study gives it. Below stand the motives told in like words and what "
            "is computed here; neither proves the reason."
        )
        if items
        else "",
        items=items,
        empty=_("No study in the register proposes a reason for this choice."),
    )


def _motives(facts: PairFacts, named: Named) -> Section:
    told = facts.tie.motives if facts.tie else ()

    def side(whose: str) -> list[Told]:
        return [one for one in told if one.whose == whose]

    rows = []
    for whose, head in (("ours", named.ours), ("theirs", named.theirs), ("both", _("both"))):
        for number, one in enumerate(side(whose)):
            target = _("own target %(n)s") % {"n": one.target} if one.target else ""
            rows.append(Row(head, (Cell(say.local(one.text), one.sources, aside=target),), number > 0))
    numbers = targets_met(facts)
    points = []
    if numbers:
        points.append(Cell(_("Own targets served: %(numbers)s.") % {"numbers": ", ".join(numbers)}))
    elif facts.tie:
        points.append(Cell(_("Which of the office's own targets the tie serves is not told."), known=False))
    return Section(
        "motives",
        _("Needs and motives of both sides"),
        heads=(_("Side"), _("Motive")) if rows else (),
        rows=tuple(rows),
        points=tuple(points) if rows else (),
        empty=_("No motive of either side is told by this day."),
    )


# --- figures ----------------------------------------------------------------------------------------------------------


def _known(text: str, sources: Sources = (), from_file: str = "") -> Cell:
    return Cell(text, sources, from_file) if text else Cell(_("unknown"), known=False)


def _cities(facts: PairFacts, named: Named) -> Section:
    language = say.language()

    def pair(head: str, tell: Any) -> Row:
        return Row(head, (tell(facts.ours), tell(facts.theirs)))

    def level(one: CityFacts) -> Cell:
        return _known(str(labels.LEVEL.get(one.level, "")) if one.level else "", one.level_sources)

    def people(one: CityFacts) -> Cell:
        text = words.number(one.population, language) if one.population else ""
        return _known(text, from_file=_("GeoNames; year not stated") if text else "")

    def clock(one: CityFacts) -> Cell:
        return _known(one.zone.replace("_", " "), from_file="GeoNames")

    def airport(one: CityFacts) -> Cell:
        if one.airport is None:
            return _known("")
        km = words.km(one.airport.km, language)
        return Cell(
            _("%(name)s (%(code)s), %(km)s away") % {"name": one.airport.name, "code": one.airport.code, "km": km}
        )

    def ties(one: CityFacts) -> Cell:
        told = [_("%(n)s in the register") % {"n": words.number(one.ties, language)}] if one.ties else []
        told += [_("%(n)s told by files") % {"n": words.number(one.twins, language)}] if one.twins else []
        return _known("; ".join(told))

    rows = [
        pair(_("Country"), lambda one: Cell(words.country(one.country, language), from_file="GeoNames")),
        pair(_("Region"), lambda one: _known(unit_name(one.unit, one.country, language), from_file="GeoNames")),
        pair(_("Level"), level),
        pair(_("Tier at home, from the top"), lambda one: _known(str(one.tier) if one.tier else "")),
        pair(_("Inhabitants"), people),
        pair(_("Time zone"), clock),
        pair(_("Nearest airport with flights"), airport),
        pair(_("Other ties known"), ties),
    ]
    for number in range(max(len(facts.ours.traits), len(facts.theirs.traits))):
        cells = []
        for one in (facts.ours, facts.theirs):
            told = one.traits[number] if number < len(one.traits) else None
            cells.append(Cell(say.local(told.text), told.sources) if told else Cell(""))
        rows.append(Row(_("What sources tell"), tuple(cells), number > 0))
    return Section("cities", _("The two cities side by side"), heads=("", named.ours, named.theirs), rows=tuple(rows))


def _between(facts: PairFacts, named: Named) -> Section:
    language = say.language()
    km = words.km(facts.km, language) if facts.km is not None else _("unknown")
    rows = [Row(_("Distance"), (Cell(km, from_file="GeoNames", aside=_("great circle, seat to seat")),))]
    kind = facts.duchacek.code or ""
    why = "; ".join(str(labels.DUCHACEK_REASON[one]) for one in facts.duchacek.reasons)
    source = {"code": "000", "line": "111", "note": "", "credited": ""}
    rows.append(Row(_("Class of the tie, after Duchacek"), (Cell(str(labels.DUCHACEK[kind]), (source,), aside=why),)))
    rows.append(Row(_("Clocks"), (_clocks(facts, named.theirs),)))
    rows.append(Row(_("Working hours in common"), (_overlap(facts),)))
    name = labels.PARITY[facts.parity.by_name]
    tier = labels.PARITY[facts.parity.by_tier]
    rows.append(Row(_("Same level, by its name"), (Cell(str(name), known=facts.parity.by_name != "cannot_be_said"),)))
    rows.append(
        Row(_("Same level, by the tier at home"), (Cell(str(tier), known=facts.parity.by_tier != "cannot_be_said"),))
    )
    rows.append(Row(_("Exclusivity"), (_exclusivity(facts, named),)))
    if facts.routes is not None:
        text = say.routes(facts.routes.changes, facts.routes.via)
        rows.append(Row(_("Flights"), (Cell(text, from_file=facts.routes.from_file),)))
    for code, label in _PAIR:
        if facts.countries.get(code) is not None:
            answer = labels.YES_NO["yes" if facts.countries[code] else "no"]
            rows.append(Row(str(label()), (Cell(str(answer), from_file=facts.countries_from),)))
    return Section("between", _("Between the two"), heads=("", _("Value")), rows=tuple(rows))


_PAIR: tuple[tuple[str, Any], ...] = (
    ("contig", lambda: _("Countries adjoin")),
    ("comlang_off", lambda: _("Official language in common")),
    ("comlang_ethno", lambda: _("Language in common, spoken by at least 9 % in both")),
    ("colony", lambda: _("One was the other's colony")),
)


def _clocks(facts: PairFacts, theirs: str) -> Cell:
    if facts.clocks is None:
        return _known("")
    hours = facts.clocks.minutes_now / 60
    if hours == 0:
        text = _("the same time")
    elif hours > 0:
        text = _("%(theirs)s is %(hours)s ahead") % {"theirs": theirs, "hours": say.days(hours)}
    else:
        text = _("%(theirs)s is %(hours)s behind") % {"theirs": theirs, "hours": say.days(-hours)}
    aside = ""
    if facts.clocks.changes:
        least, most = sorted(abs(value) / 60 for value in (facts.clocks.minutes_min, facts.clocks.minutes_max))
        aside = _("%(least)s to %(most)s hours over the year") % {"least": say.number(least), "most": say.number(most)}
    return Cell(text, aside=aside)


def _overlap(facts: PairFacts) -> Cell:
    if facts.overlap is None:
        return _known("")
    least, most = facts.overlap
    text = (
        say.days(least)
        if least == most
        else _("%(least)s to %(most)s hours")
        % {
            "least": say.number(least),
            "most": say.number(most),
        }
    )
    aside = _("offices open from %(opens)s to %(closes)s by their own clock") % {
        "opens": f"{OPENS:02.0f}.00",
        "closes": f"{CLOSES:02.0f}.00",
    }
    return Cell(text, aside=aside)


def _exclusivity(facts: PairFacts, named: Named) -> Cell:
    aside = _("A principle of Kelowna (2010), told through Nuralam; it is not Indonesian law.")
    sources: Sources = (
        {"code": "000", "line": "142", "note": "Eksklusivitas", "credited": ""},
        {"code": "004", "line": "39", "note": "eksklusifitas", "credited": ""},
    )
    if facts.others:
        told = " ".join(
            say.other_tie(
                {"whose": one.whose, "name": one.name, "reasons": one.reasons, "is_sure": one.is_sure},
                named.ours,
                named.theirs,
            )
            for one in facts.others[:6]
        )
        if len(facts.others) > 6:
            told += " " + _("And %(n)s more.") % {"n": len(facts.others) - 6}
        return Cell(told, sources, aside=aside)
    if facts.links_known:
        text = ngettext(
            "No other tie in the partner's country or near it, over the %(n)s known tie of the two.",
            "No other tie in the partner's country or near it, over the %(n)s known ties of the two.",
            facts.links_known,
        )
        return Cell(text % {"n": say.number(facts.links_known)}, sources, aside=aside)
    return Cell(_("cannot be said: no tie of either is known"), sources, aside=aside, known=False)


def _indices(facts: PairFacts, named: Named) -> Section:
    rows = []
    for one in facts.indices:
        cells = []
        for each in (one.ours, one.theirs):
            share = words.percent(each.share, say.language()) if each and each.share is not None else ""
            aside = _("at %(share)s of the list") % {"share": share} if share else ""
            cells.append(
                Cell(say.figure(each), each.sources, each.from_file, aside=aside)
                if each
                else Cell(_("unknown"), known=False)
            )
        known = one.model is not None
        rows.append(
            Row(
                say.index_name(one),
                (*cells, Cell(say.learning(one, named.ours, named.theirs, named.countries), known=known)),
            )
        )
    heads = (
        _("Index of the country"),
        *named.countries,
        _("Direction of learning"),
    )
    return Section(
        "indices",
        _("Indices of the two countries"),
        lead=_(
            "Who stands higher in the same year may serve as the model. An index of a country says little of a city."
        ),
        lead_sources=({"code": "000", "line": "153", "note": "benchmarking", "credited": ""},),
        heads=heads if rows else (),
        rows=tuple(rows),
        empty=_("No index of the two countries is known. `kembar figures import FILE` reads one in."),
    )


# --- the lists --------------------------------------------------------------------------------------------------------


def _list(facts: PairFacts, one: Judged, named: Named, acts: Mapping[str, date | None]) -> Section:
    act = say.LIST_ACT.get(one.code, "")
    lead = str(say.WHOSE_LIST[one.code])
    began = acts.get(act)
    if began is not None and began > facts.at:
        lead += " " + _("It was not yet in force on this day; it is shown for comparison.")
    items = []
    for item in one.items:
        cells = tuple(_cell(piece, named) for piece in item.evidence)
        missing = ", ".join(str(say.MISSING[code]) for code in item.missing)
        items.append(ItemShown(str(say.ITEM[item.code]), item.answer, cells, missing))
    return Section(
        f"list-{one.code}",
        str(say.LIST[one.code]),
        lead=lead,
        lead_sources=tuple(say.LIST_SOURCES[one.code]),
        act=act,
        items=tuple(items),
    )


def _cell(piece: Evidence, named: Named) -> Cell:
    text = say.evidence(piece, named.ours, named.theirs, named.countries)
    kind = "told" if piece.code in ("told", "obstacle") else "computed"
    record = str(piece.data.get("slug") or "")
    state = "for" if piece.leans > 0 else "against" if piece.leans < 0 else ""
    return Cell(text, _each_once(piece.sources), piece.from_file, state=state, kind=kind, record=record)


def _each_once(sources: Sources) -> Sources:
    found = {(one["code"], str(one.get("line") or "")): one for one in reversed(sources)}
    return tuple(reversed(found.values()))


def _precedents(facts: PairFacts) -> Section:
    rows = tuple(_precedent(one) for one in facts.precedents)
    n = facts.precedents_known
    text = ngettext(
        "%(n)s other tie between the two countries is known.",
        "%(n)s other ties between the two countries are known.",
        n,
    )
    return Section(
        "precedents",
        _("Precedents: cities like ours with cities like theirs"),
        lead=text % {"n": say.number(n)} if n else "",
        heads=(_("City"), _("Its partner"), _("Told by")) if rows else (),
        rows=rows,
        empty=_(
            "No other tie between the two countries is known. `kembar world import FILE` reads the world's twins in."
        ),
        aside=_("Of ties told by files those are named whose cities are most like the two in size.") if rows else "",
    )


def _precedent(one: Precedent) -> Row:
    language = say.language()
    ours = f"{say.local(one.ours)}, {words.country(one.ours_country, language)}"
    theirs = f"{say.local(one.theirs)}, {words.country(one.theirs_country, language)}"
    if one.slug:
        state = str(look_of(one.state, "formal").word)
        return Row(ours, (Cell(theirs), Cell(_("the register: %(state)s") % {"state": state}, record=one.slug)))
    return Row(ours, (Cell(theirs), Cell(_("file %(name)s") % {"name": one.from_file})))


def _against(facts: PairFacts, lists: Iterable[Judged], named: Named) -> Section:
    points = tuple(_cell(piece, named) for piece in against(facts, lists))
    return Section(
        "against",
        _("What speaks against it"),
        lead=_(
            "Nothing here forbids the choice; an office may go on with a reason. Obstacles are told by their sources."
        ),
        points=points,
        empty=_("Nothing that is known speaks against it. What is not known may."),
    )
