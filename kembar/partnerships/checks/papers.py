"""Are the papers in order: a letter before the agreement, the heads' signatures, the four contents, no long wait?

The judging is that of ``partnerships.rules.chain``; here it is asked of all partnerships at once.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kembar.analysis.edtf import by
from kembar.analysis.truth import Truth
from kembar.evidence.checks import Finding, Run, listed
from kembar.partnerships import labels, models
from kembar.partnerships.checks.rows import places, ties
from kembar.partnerships.frames import instrument_facts, milestones, text_facts, truth
from kembar.partnerships.rules.chain import (
    LONG_GAP_DAYS,
    PaperWarning,
    SignatureFacts,
    TextContents,
    ladder_warnings,
    long_gaps,
    signature_warnings,
    text_contents,
)
from kembar.ui.words import days_range

LADDER, SIGNATORIES, CONTENTS, GAPS = "ladder", "signatories", "contents", "long_gaps"


def ladder(run: Run) -> Iterator[Finding]:
    """Agreements before their letter of intent, or without any."""
    for tie, papers in run.once("papers", _papers).items():
        for warning in ladder_warnings(instrument_facts(paper) for paper in papers):
            yield _warned(run, LADDER, tie, warning, "date", "kind")


def signatories(run: Run) -> Iterator[Finding]:
    """Papers that the highest official of a side did not sign, or of whose signatories sources differ."""
    signed: dict[uuid.UUID, list[models.Signature]] = defaultdict(list)
    rows = models.Signature.objects.filter(withdrawn_at__isnull=True, **run.rows)
    for row in rows.only("instrument", "side", "is_head"):
        signed[row.instrument_id].append(row)
    for tie, papers in run.once("papers", _papers).items():
        for paper in papers:
            facts = [SignatureFacts(str(row.id), row.side, truth(row.is_head)) for row in signed[paper.id]]
            for warning in signature_warnings(facts) if facts else ():
                yield _warned(run, SIGNATORIES, tie, warning, "office", "person", instead=paper.id)


def contents(run: Run) -> Iterator[Finding]:
    """Texts that lack one of the four contents, of which some are told and others not, or that a source calls weak."""
    for tie, papers in run.once("papers", _papers).items():
        record = run.once("ties", ties)[tie].record
        for paper in papers:
            found = text_contents(text_facts(paper, paper.has_fields, paper.has_objectives, paper.has_costs))  # type: ignore[attr-defined]
            if says := _contents(found, str(labels.INSTRUMENT[paper.kind]), record.name):
                yield Finding(CONTENTS, says, places(run, [paper.id], "text_contents", "kind"), record)


def _contents(found: TextContents, paper: str, record: str) -> str:
    """What to say of the contents of a paper; nothing where all four are there, or none is told of."""
    data = {
        "paper": paper,
        "record": record,
        "present": _contents_named(found.present),
        "absent": _contents_named(found.absent),
        "not_told": _contents_named(found.not_told),
    }
    if found.absent:
        return _("The %(paper)s of %(record)s lacks: %(absent)s.") % data
    if found.weak is Truth.YES:
        return _("A source calls the text of the %(paper)s of %(record)s weak.") % data
    if found.present and found.not_told:
        says = _("The %(paper)s of %(record)s has, as far as is told: %(present)s. Nothing is told of: %(not_told)s.")
        return says % data
    return ""


def _contents_named(codes: Iterable[str]) -> str:
    return listed(labels.CONTENTS[code] for code in codes)


def gaps(run: Run) -> Iterator[Finding]:
    """Intervals of more than a year that the record itself bounds, and sources that tell of no result yet."""
    steps, events = _first_activities(run), _events(run)
    for tie, papers in run.once("papers", _papers).items():
        own = milestones(papers, [steps[tie]] if tie in steps else [], events[tie])
        for gap in long_gaps(own, run.day):
            if gap.is_long is not Truth.YES or gap.days is None:
                continue
            record = run.once("ties", ties)[tie].record
            data = {
                "gap": capfirst(str(labels.GAP[gap.code])),
                "days": days_range(gap.days, (get_language() or "id")[:2]),
                "limit": LONG_GAP_DAYS,
                "record": record.name,
            }
            says = _("%(record)s. %(gap)s: %(days)s, longer than %(limit)s days.") % data
            ids = [uuid.UUID(one) for one in (gap.from_id, gap.to_id) if one]
            yield Finding(GAPS, says, places(run, ids, "date", "title"), record)
    yield from _undated(run, events)


def _undated(run: Run, events: dict[uuid.UUID, list[models.Event]]) -> Iterator[Finding]:
    """A source tells of no result without a day to count from: its own words stand in for the days."""
    for tie, rows in events.items():
        record = run.once("ties", ties)[tie].record
        for row in rows:
            if not row.counts_as_no_result or row.date_earliest or row.date_latest or not row.date_words:
                continue
            data = {"record": record.name, "words": row.date_words}
            says = _("%(record)s. A source tells of no result yet (“%(words)s”); no date is told to count days from.")
            yield Finding(GAPS, says % data, places(run, [row.id], "title"), record)


def _warned(
    run: Run, code: str, tie: uuid.UUID, warning: PaperWarning, *attributes: str, instead: uuid.UUID | None = None
) -> Finding:
    record = run.once("ties", ties)[tie].record
    data = {"record": record.name, "warning": labels.PAPER_WARNING[warning.code]}
    says = _("%(record)s. %(warning)s") % data
    if warning.side:
        data["side"] = labels.SIDE[warning.side]
        says = _("%(record)s. %(warning)s (%(side)s)") % data
    ids = [uuid.UUID(one) for one in warning.ids] or ([instead] if instead else [])
    return Finding(code, says, places(run, ids, *attributes), record)


# --- rows ----------------------------------------------------------------------------------------------------------


def _papers(run: Run) -> dict[uuid.UUID, list[models.Instrument]]:
    """The instruments of partnerships that count, with what their own rows show of the contents."""
    rows = models.Instrument.objects.filter(withdrawn_at__isnull=True, **run.rows).annotate(
        has_fields=_any(models.InstrumentField), has_objectives=_any(models.Objective), has_costs=_any(models.CostShare)
    )
    unread = ("title", "place", "occasion", "note", "date_words", "effective_words", "ends_words", "withdrawn_why")
    return _grouped(run, rows.defer(*unread).order_by("position", "id"))


def _any(model: Any) -> Exists:
    return Exists(model.objects.filter(instrument=OuterRef("pk"), withdrawn_at__isnull=True))


def _first_activities(run: Run) -> dict[uuid.UUID, models.Activity]:
    """The first thing done or begun in each partnership, the dated ones before the others."""
    day = Coalesce(F("date_earliest"), F("date_latest"))
    rows = models.Activity.objects.filter(status__in=("done", "running"), withdrawn_at__isnull=True, **run.rows)
    if run.at:
        rows = rows.exclude(date_earliest__gt=run.at)
    number = Window(RowNumber(), partition_by=F("partnership"), order_by=[day.asc(nulls_last=True), "position", "id"])
    first = rows.annotate(number=number).filter(number=1).only("id", "partnership_id", "status", "date")
    return {row.partnership_id: row for row in first}


def _events(run: Run) -> dict[uuid.UUID, list[models.Event]]:
    rows = models.Event.objects.filter(withdrawn_at__isnull=True, **run.rows)
    steps = rows.filter(Q(kind="work_begun") | Q(counts_as_no_result=True))
    return _grouped(run, steps.order_by("position", "id"))


def _grouped(run: Run, rows: Iterable[Any]) -> dict[uuid.UUID, list[Any]]:
    known = run.once("ties", ties)
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in rows:
        late = run.at and row.when and by(row.when, run.at) is Truth.NO
        if row.partnership_id in known and not late:
            found[row.partnership_id].append(row)
    return found
