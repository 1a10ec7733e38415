"""Can the places that statements name exist: is the source's file known, and has it that many lines?

Whether the term stands on its line cannot be proved from rows: that needs the files, and ``kembar verify-sources``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kembar.evidence.checks.law import cited_acts
from kembar.evidence.checks.literature import cited_works, listed_works
from kembar.evidence.checks.registry import Finding, Place, Run
from kembar.evidence.models import Edition, Statement

CODE = "places"
SHOWN = 12  # places shown with one finding; the sentence counts all of them


def run(run: Run) -> Iterator[Finding]:
    """Per source: no known edition, lines beyond the end of its longest one, lines without a term."""
    lines: dict[str, int] = {}
    for code, count in Edition.objects.values_list("source__code", "lines"):
        lines[code] = max(lines.get(code, 0), count)
    for source, places in sorted(_places(run).items()):
        length = lines.get(source)
        if length is None:
            says = ngettext(
                "%(n)s place names a line of %(source)s, but no edition of it is known.",
                "%(n)s places name lines of %(source)s, but no edition of it is known.",
                len(places),
            )
            yield _finding(says, source, places)
            continue
        says = _("%(n)s places name a line that %(source)s does not have: its edition ends at line %(lines)s.")
        beyond = {place for place in places if not 1 <= place.line <= length}
        if beyond:
            yield _finding(says, source, beyond, lines=length)
        bare = {place for place in places if not place.term}
        if bare:
            yield _finding(_("%(n)s places in %(source)s name a line without a term that stands on it."), source, bare)


def _finding(says: str, source: str, places: set[Place], **data: int) -> Finding:
    return Finding(CODE, says % {"n": len(places), "source": source, **data}, tuple(sorted(places)[:SHOWN]))


def _places(run: Run) -> dict[str, set[Place]]:
    """Every line that a row of evidence names, by source; what offices enter themselves names no lines."""
    used: dict[str, set[Place]] = defaultdict(set)
    for works in (run.once("citations", cited_works), run.once("references", listed_works)):
        for source, rows in works.items():
            used[source] |= {Place(source, row.line, row.term) for row in rows}
    for act in run.once("law_citations", cited_acts):
        used[act.source.code].add(Place(act.source.code, act.line, act.term))
    told = Statement.objects.filter(place_kind="line", withdrawn_at__isnull=True, **run.sources).exclude(place="")
    for source, line, term in told.order_by().values_list("source__code", "place", "term").distinct():
        used[source].add(Place(source, int(line), term))
    return used
