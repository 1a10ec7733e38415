"""Is an act cited under a number that exists, for the matter it governs, in force when it is said to apply?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from kembar.analysis.edtf import parse
from kembar.evidence.checks.registry import Finding, Place, RecordName, Run, folded, listed
from kembar.evidence.models import LawCitation
from kembar.law.labels import cited_as, matter
from kembar.law.models import Act
from kembar.law.rules import ActFacts, CitedAct, LawFault, judge
from kembar.values.dates import read

CODE = "law"


def run(run: Run) -> Iterator[Finding]:
    """Findings on every act that sources cite; the same fault of one act in one source is one finding."""
    acts = _acts()
    places: dict[tuple[str, str], list[Place]] = defaultdict(list)
    faults: dict[tuple[str, str], LawFault] = {}
    for row in run.once("law_citations", cited_acts):
        for fault in judge(_cited(row), acts):
            key = (row.source.code, _sentence(row, fault))
            places[key].append(Place(row.source.code, row.line, row.term))
            faults[key] = fault
    for (source, says), fault in faults.items():
        yield Finding(CODE, says, tuple(dict.fromkeys(places[(source, says)])), _record(fault))


def cited_acts(run: Run) -> list[LawCitation]:
    """The acts that sources cite, for ``Run.once``."""
    rows = LawCitation.objects.filter(**run.sources).select_related("source")
    return list(rows.order_by("source__code", "line", "term"))


def _acts() -> list[ActFacts]:
    return [
        ActFacts(
            slug=row.slug,
            kind=row.kind,
            number=row.number,
            year=row.year,
            about=row.about,
            began=read(row, "began"),
            ended=read(row, "ended"),
            exists=row.exists,
            repealed_by=row.repealed_by.slug if row.repealed_by else "",
        )
        for row in Act.objects.select_related("repealed_by")
    ]


def _cited(row: LawCitation) -> CitedAct:
    return CitedAct(
        kind=row.kind,
        number=row.number,
        year=row.year,
        about=row.about,
        event=parse(row.event_date) if row.event_date else None,
        replaces=tuple(row.other) if row.relation == "replaces" else (),
    )


def _record(fault: LawFault) -> RecordName | None:
    act = fault.act or (fault.others[0] if fault.code == "other_year" else None)
    return RecordName("act", act.slug, _name(act)) if act else None


def _name(act: ActFacts) -> str:
    return cited_as(act.kind, act.number, act.year)


def _with_matter(acts: Iterable[ActFacts]) -> str:
    return listed(_("%(act)s (%(matter)s)") % {"act": _name(act), "matter": matter(act.about)} for act in acts)


def _sentence(row: LawCitation, fault: LawFault) -> str:
    data = {
        "term": folded(row.term),
        "cited": cited_as(row.kind, row.number, row.year),
        "matter": matter(row.about),
        "own": matter(fault.act.about) if fault.act else "",
        "act": _name(fault.act) if fault.act else "",
        "others": listed(_name(act) for act in fault.others),
        "others_matter": _with_matter(fault.others),
        "replaced": listed(_name(act) for act in fault.replaced),
        "date": row.event_date,
    }
    sentences = {
        "other_year": _("No act %(cited)s on %(matter)s is known; that number on that matter is %(others)s."),
        "unknown_act": _("No act %(cited)s is known."),
        "other_matter": _("%(act)s is cited for %(matter)s, but it governs %(own)s."),
        "not_yet_in_force": _("%(act)s is said to apply at %(date)s, when it was not yet in force."),
        "no_longer_in_force": _("%(act)s is said to apply at %(date)s, when it was no longer in force."),
        "did_not_replace": _("%(act)s (%(own)s) is said to replace %(others_matter)s: another matter."),
    }
    says = sentences[fault.code] % data
    if fault.code in ("unknown_act", "other_matter") and fault.others:
        says += " " + _("On %(matter)s the register knows %(others)s.") % data
    if fault.code == "no_longer_in_force" and fault.others:
        says += " " + _("%(others)s took its place.") % data
    if fault.code == "did_not_replace" and fault.replaced:
        says += " " + _("As far as is known it replaced %(replaced)s.") % data
    return says
