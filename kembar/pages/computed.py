"""What does the register work out from a source document? One short answer per code in ``Source.computed``.

Each answer is computed from rows when the page is read and links to where the rows stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kembar.access.permissions import Who
from kembar.analysis.truth import Truth
from kembar.evidence.checks import Finding, Run, check
from kembar.evidence.models import Citation, Dispute, Reference, Source
from kembar.evidence.queries import readable
from kembar.pages.show import language, local
from kembar.pages.words import SMART_CITY, measure
from kembar.partnerships import labels
from kembar.partnerships.models import Event, Offer, Partnership, Revival, Tally
from kembar.partnerships.queries.cases import factor_totals
from kembar.partnerships.queries.record import Record, record_of
from kembar.ui import words
from kembar.ui.states import look_of

MAIN_CASE = {
    "000": "tangerang-selatan-daejeon",
    "001": "bandung-seoul",
    "002": "bogor-kisarazu",
    "003": "bandung-seoul",
}
"""The partnership that a document is about; document 004 is about all of its cases."""


@dataclass(frozen=True)
class Answer:
    """One computed answer: what was asked, the answer in words, where its rows stand."""

    asked: str
    answer: str
    url: str = ""
    items: tuple[str, ...] = field(default=())


class Computing:
    """What the answers to one document share, read once."""

    def __init__(self, source: Source, at: date, who: Who) -> None:
        self.source, self.at, self.who = source, at, who

    @cached_property
    def record(self) -> Record | None:
        tie = Partnership.objects.filter(slug=MAIN_CASE.get(self.source.code, ""), origin="casebook").first()
        return record_of(tie, self.at, who=self.who) if tie else None

    @cached_property
    def factors(self) -> tuple[int, Counter[str]]:
        return factor_totals(self.at, who=self.who)

    @cached_property
    def run(self) -> Run:
        return Run(self.at, origin="casebook")

    def findings(self, code: str) -> list[Finding]:
        """What one check finds at this document, by line; checks that read the same rows read them once."""
        found = [one for one in check(code).run(self.run) if any(place[0] == self.source.code for place in one.places)]
        return sorted(found, key=lambda one: min(place[1] for place in one.places if place[0] == self.source.code))

    def url(self, anchor: str = "") -> str:
        if self.record is None:
            return ""
        return reverse("partnership", args=[self.record.tie.slug]) + (f"#{anchor}" if anchor else "")


def answers(
    source: Source, at: date, *, who: Who, citations: Iterable[Citation], references: Iterable[Reference]
) -> list[Answer]:
    """All that is computed from the document, of what somebody may read, in the order of its codes.

    ``citations`` and ``references`` are all of this document's, each with its source: no other's bear on it.
    """
    computing = Computing(source, at, who)
    for name, rows in (("citations", citations), ("references", references)):
        ordered = sorted(rows, key=lambda one: (one.line, one.term))
        computing.run.kept[name] = {source.code: ordered} if ordered else {}
    found: list[Answer] = []
    for code in source.computed:
        made = ANSWERS[code](computing) if code in ANSWERS else None
        if made is not None and made not in found:
            found.append(made)
    return found


def _chain(of: Computing) -> Answer | None:
    if of.record is None or not of.record.papers:
        return None
    items = []
    for number, paper in enumerate(of.record.papers):
        when = words.moment(paper.row.when, language()) if paper.row.when else "?"
        text = f"{labels.INSTRUMENT[paper.row.kind]}, {when}"
        if number and paper.days_since is not None and paper.days_since.min >= 0:
            text += " (+" + words.days_range(paper.days_since, language()) + ")"
        items.append(text)
    whole = of.record.chain_days
    answer = words.days_range(whole, language()) if whole else _("the days between cannot be said")
    return Answer(_("From the first instrument to the last"), answer, of.url("papers"), tuple(items))


def _formal(of: Computing) -> Answer | None:
    if of.record is None:
        return None
    return Answer(_("Formal state"), str(look_of(of.record.formal, "formal").word), of.url("state"))


def _distance(of: Computing) -> Answer | None:
    if of.record is None or of.record.pair is None or of.record.pair.distance_km is None:
        return None
    return Answer(_("Distance, seat to seat"), words.km(of.record.pair.distance_km, language()), of.url("facts"))


def _class(of: Computing) -> Answer | None:
    if of.record is None or of.record.pair is None:
        return None
    found = of.record.pair.duchacek
    reasons = tuple(str(labels.DUCHACEK_REASON[code]) for code in found.reasons)
    return Answer(_("Class (Duchacek)"), str(labels.DUCHACEK[found.code or ""]), of.url("facts"), reasons)


def _parity(of: Computing) -> Answer | None:
    if of.record is None or of.record.pair is None:
        return None
    parity = of.record.pair.parity
    tier = _("by tier at home: %(tier)s") % {"tier": labels.PARITY[parity.by_tier]}
    return Answer(_("Same level"), str(labels.PARITY[parity.by_name]), of.url("facts"), (tier,))


def _exclusivity(of: Computing) -> Answer | None:
    if of.record is None:
        return None
    found = of.record.exclusivity
    items = tuple(
        f"{local(one.party.government.name)}: {local(one.other.name)}" for one in found if one.party.government
    )
    answer = (
        _("no other tie known in the same country or near by")
        if not found
        else _("other ties in the same country or near by")
    )
    return Answer(_("Exclusivity"), answer, of.url("facts"), items)


def _motives(of: Computing) -> Answer | None:
    if of.record is None or not of.record.motives:
        return None
    by_side: dict[str, int] = {}
    for row in of.record.motives:
        by_side[row.side] = by_side.get(row.side, 0) + 1
    items = tuple(f"{labels.SIDE.get(side, side)}: {count}" for side, count in sorted(by_side.items()))
    return Answer(_("Motives told, by side"), str(len(of.record.motives)), of.url("motives"), items)


def _hypotheses(of: Computing) -> Answer | None:
    if of.record is None or not of.record.hypotheses:
        return None
    items = tuple(f"{local(row.text)}: {labels.HYPOTHESIS[row.status]}" for row in of.record.hypotheses)
    open_ones = sum(1 for row in of.record.hypotheses if row.status == "open")
    answer = _("%(open)s of %(all)s still open") % {"open": open_ones, "all": len(items)}
    return Answer(_("Hypotheses"), answer, of.url("motives"), items)


def _fields(of: Computing) -> Answer | None:
    if of.record is None or not of.record.fields:
        return None
    found = of.record.delivery
    answer = _("%(a)s of %(b)s promised fields delivered") % {"a": found.delivered, "b": found.promised}
    items = tuple(f"{local(line.field.name)}: {look_of(line.state, 'field').word}" for line in of.record.fields)
    return Answer(_("Promise and delivery"), answer, of.url("grid"), items)


def _last_activity(of: Computing) -> Answer | None:
    if of.record is None:
        return None
    last: dict[str, Any] = {}
    for one in of.record.activities:
        if one.when is not None and one.row.field_id and one.row.status in ("done", "running"):
            last[local(one.row.field.name)] = one.when
    if not last:
        return None
    items = tuple(f"{name}: {words.edtf(when, language())}" for name, when in last.items())
    return Answer(_("Last dated activity, by field"), str(len(items)), of.url("timeline"), items)


def _disputes(of: Computing) -> Answer:
    found = Dispute.objects.filter(readable(of.who), statements__source=of.source).distinct().count()
    text = ngettext("%(n)s point", "%(n)s points", found) % {"n": found}
    return Answer(_("Contradictions with itself or with other documents"), text, reverse("disputes"))


def _precedents(of: Computing) -> Answer | None:
    if of.record is None or not of.record.links:
        return None
    items = tuple(f"{local(one.other.name)}: {labels.LINK[one.kind]}" for one in of.record.links)
    return Answer(_("Earlier ties"), str(len(items)), of.url("links"), items)


def _share_active(of: Computing) -> Answer | None:
    tallies = {row.slug: row for row in Tally.objects.filter(slug__startswith="bandung-sister-cities")}
    active, whole = tallies.get("bandung-sister-cities-active"), tallies.get("bandung-sister-cities")
    if active is None or whole is None or not active.number or not whole.number:
        return None
    share = float(active.number / whole.number)
    items = (f"{active.number:.0f} / {whole.number:.0f}",)
    answer = f"{words.number(100 * share, language(), 1)} %"
    return Answer(_("Share of Bandung’s ties still active"), answer, reverse("government", args=["bandung"]), items)


def _term(of: Computing) -> Answer | None:
    papers = [paper for paper in of.record.papers if paper.expiry is not None] if of.record else []
    if not papers:
        return None
    paper = papers[-1]
    assert paper.expiry is not None
    items: tuple[str, ...] = ()
    if paper.window is not None:
        opens = words.some_day(paper.window.opens.earliest, paper.window.opens.latest, language())
        items = (_("renewal window opens: %(when)s") % {"when": opens},)
    runs_out = words.some_day(paper.expiry.earliest, paper.expiry.latest, language())
    return Answer(_("Runs out"), runs_out, of.url("papers"), items)


def _signatories(of: Computing) -> Answer | None:
    if of.record is None:
        return None
    items = [labels.PAPER_WARNING[one.code] for paper in of.record.papers for one in paper.signature_warnings]
    disputed = any(one.attribute == "signed_by_heads" for one in of.record.disputes)
    answer = _("the sources differ") if disputed else _("see the instruments")
    return Answer(_("Did both heads sign?"), answer, of.url("papers"), tuple(dict.fromkeys(map(str, items))))


def _contents(of: Computing) -> Answer | None:
    if of.record is None or not of.record.papers:
        return None
    paper = of.record.papers[-1]
    absent = [str(labels.CONTENTS[code]) for code in (*paper.contents.absent, *paper.contents.not_told)]
    complete = paper.contents.complete is Truth.YES
    answer = _("all four are there") if complete else _("not shown: %(what)s") % {"what": ", ".join(absent)}
    return Answer(_("The four contents of an agreement"), answer, of.url("papers"))


def _targets(of: Computing) -> Answer | None:
    if of.record is None:
        return None
    met = sorted({row.target for row in of.record.motives if row.target}, key=lambda one: (len(one), one))
    if not met:
        return None
    return Answer(_("Own targets that the tie serves"), ", ".join(met), of.url("motives"))


def _offers(of: Computing) -> Answer | None:
    offer = Offer.objects.filter(origin="casebook").prefetch_related("candidates__government").first()
    if offer is None:
        return None
    items = []
    for one in offer.candidates.all():
        rank = _("answered as number %(n)s") % {"n": one.answer_rank} if one.answer_rank else _("answer not told")
        items.append(f"{local(one.government.name)}: {rank}")
    return Answer(_("Offered to"), str(len(items)), reverse("government", args=["kisarazu"]), tuple(items))


def _law_lists(of: Computing) -> Answer:
    return Answer(_("Fields by the lists of the law"), _("F37, F38 and F39"), reverse("law"))


def _factors(of: Computing) -> Answer:
    cases, totals = of.factors
    counts = [f"{word}: {totals[code]}" for code, word in labels.FACTOR.items() if code and totals[code]]
    items = (*counts, _("no row of the table: %(n)s") % {"n": totals[""]})
    answer = ngettext("%(n)s case", "%(n)s cases", cases) % {"n": cases}
    return Answer(_("Factors by case"), answer, reverse("factors"), items)


def _field_table(of: Computing) -> Answer:
    return Answer(_("Fields over all cases"), _("as a table"), reverse("fields"))


def _lapses(of: Computing) -> Answer:
    lapsed = Event.objects.filter(kind="lapse", withdrawn_at__isnull=True, partnership=OuterRef("pk"))
    tried = Revival.objects.filter(withdrawn_at__isnull=True, partnership=OuterRef("pk"))
    ties = Partnership.objects.filter(origin="casebook").annotate(lapsed=Exists(lapsed), tried=Exists(tried))
    rows = list(ties.filter(Q(lapsed=True) | Q(tried=True)))
    items = tuple(local(tie.name) for tie in rows if tie.lapsed)
    revived = sum(1 for tie in rows if tie.tried)
    text = _("%(lapsed)s lapsed, %(revived)s with an attempt at revival") % {"lapsed": len(items), "revived": revived}
    return Answer(_("Lapses and revivals"), text, reverse("partnerships"), items)


def _not_done(of: Computing) -> Answer | None:
    """What was agreed and could not be done, with the reason the source gives: its feasibility, after the event."""
    if of.record is None:
        return None
    rows = [one.row for one in of.record.activities if one.row.status == "not_done"]
    if not rows:
        return None
    items = tuple(f"{local(row.title)}: {local(row.reason) or _('reason not told')}" for row in rows)
    told = sum(1 for row in rows if row.reason)
    answer = _("%(n)s activities not done, %(told)s with a reason") % {"n": len(rows), "told": told}
    return Answer(_("Promised and not feasible"), answer, of.url("timeline"), items)


def _dimensions(of: Computing) -> Answer | None:
    if of.record is None:
        return None
    counted = Counter(one.row.dimension for one in of.record.activities)
    told = {code: n for code, n in counted.items() if code}
    if not told:
        return None
    items = tuple(f"{SMART_CITY.get(code, code)}: {n}" for code, n in sorted(told.items()))
    answer = _("%(told)s of %(all)s activities have one") % {"told": sum(told.values()), "all": sum(counted.values())}
    return Answer(_("Activities by dimension of the smart city"), answer, of.url("timeline"), items)


def _similarity(of: Computing) -> Answer | None:
    row = Tally.objects.filter(slug="similarity-words-003").first()
    if row is None or row.number is None:
        return None
    shown = measure(row.number, row.unit, language())
    return Answer(_("Words found elsewhere, as the report in it tells"), shown, reverse("tallies") + f"#{row.slug}")


def _window(of: Computing) -> Answer | None:
    """From which year to which the works of the bibliography are."""
    rows = of.source.references.all()
    years = [row.year for row in rows if row.year]
    if not years:
        return None
    without = of.source.references.count() - len(years)
    items = (ngettext("%(n)s entry without a year", "%(n)s entries without a year", without) % {"n": without},)
    return Answer(
        _("Years of the works it cites"), f"{min(years)}–{max(years)}", "#references", items if without else ()
    )


def _checked(code: str, asked: Callable[[], str]) -> Callable[[Computing], Answer]:
    def answer(of: Computing) -> Answer:
        found = of.findings(code)
        text = ngettext("%(n)s finding", "%(n)s findings", len(found)) % {"n": len(found)}
        return Answer(asked(), text, reverse("checks") + f"#{code}", tuple(one.says for one in found[:8]))

    return answer


ANSWERS: dict[str, Callable[[Computing], Answer | None]] = {
    "feasibility": _not_done,
    "activities_by_smart_city_dimension": _dimensions,
    "similarity_figures": _similarity,
    "publication_window": _window,
    "instrument_chain": _chain,
    "intervals_in_days": _chain,
    "formal_state": _formal,
    "distance": _distance,
    "duchacek_class": _class,
    "level_parity": _parity,
    "exclusivity": _exclusivity,
    "motives_by_side": _motives,
    "hypotheses": _hypotheses,
    "field_states": _fields,
    "promise_against_delivery": _fields,
    "fields_delivered": _fields,
    "last_activity_by_field": _last_activity,
    "disputes": _disputes,
    "precedents": _precedents,
    "share_active": _share_active,
    "term_and_renewal_window": _term,
    "signatories": _signatories,
    "text_contents": _contents,
    "own_targets_met": _targets,
    "offers_and_answers": _offers,
    "field_lists_of_law": _law_lists,
    "factors_by_case": _factors,
    "causes_by_case": _factors,
    "fields_over_cases": _field_table,
    "lapses_and_revivals": _lapses,
    "verdict_against_list_of_failures": _checked(
        "verdict_against_list", lambda: _("Verdicts against the list of failures")
    ),
    "shares_add_up": _checked("shares", lambda: _("Shares that add up")),
    "two_counts": _checked("two_counts", lambda: _("Two counts of one thing")),
    "older_than_event": _checked("older_than_event", lambda: _("Sources older than the event")),
    "checks_of_citations": _checked("citations", lambda: _("Citations against the bibliography")),
    "checks_of_law": _checked("law", lambda: _("Acts as they are cited")),
}
