"""Do parts add up to their whole, and can one city have so large a part of the country's count?"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kembar.analysis.edtf import by
from kembar.analysis.truth import Truth
from kembar.evidence.checks import Finding, RecordName, Run
from kembar.partnerships.checks.rows import places, said
from kembar.partnerships.models import Tally
from kembar.ui.words import number
from kembar.values.languages import local

CODE = "shares"
MOST_OF_A_COUNTRY = 0.5  # ours: one city alone with more than half of all ties of its country is not plausible


def run(run: Run) -> Iterator[Finding]:
    """Parts against their whole, and a government's count against that of its country."""
    tallies = Tally.objects.filter(withdrawn_at__isnull=True, **run.rows).select_related("government")
    rows = [row for row in tallies if not (run.at and row.when and by(row.when, run.at) is Truth.NO)]
    yield from _parts(run, rows)
    yield from _of_the_country(run, rows)


def _parts(run: Run, rows: Iterable[Tally]) -> Iterator[Finding]:
    """Percentages of one whole must come to 100; counts in the unit of the whole must come to it.

    One part alone is only asked whether it is larger than the whole: the other parts may not be told.
    """
    rows = list(rows)
    by_id = {row.id: row for row in rows}
    groups: dict[tuple[uuid.UUID, str], list[Tally]] = defaultdict(list)
    for row in rows:
        if row.part_of_id in by_id and row.number is not None and row.unit:
            groups[(row.part_of_id, row.unit)].append(row)
    for (whole_id, unit), parts in groups.items():
        whole = by_id[whole_id]
        if unit != "percent" and unit not in _units(run, whole):
            continue
        full = 100.0 if unit == "percent" else float(whole.number) if whole.number is not None else None
        total = sum(float(part.number or 0) for part in parts)
        if full is None or total == full or (len(parts) == 1 and total < full):
            continue
        data = {
            "parts": " + ".join(_shown(float(part.number or 0)) for part in parts),
            "total": _shown(total),
            "full": _shown(full),
            "record": local(whole.text),
        }
        says = _("%(parts)s = %(total)s, not %(full)s: the parts do not add up to their whole. %(record)s")
        yield Finding(
            CODE, says % data, places(run, [*[part.id for part in parts], whole.id], "number"), _record(whole)
        )


def _of_the_country(run: Run, rows: Iterable[Tally]) -> Iterator[Finding]:
    rows = [row for row in rows if row.number is not None]
    for whole in rows:
        if whole.country_id is None or whole.government_id or whole.part_of_id:
            continue
        for part in rows:
            same = part.counted == whole.counted and part.government is not None
            if not same or part.government.country_id != whole.country_id:  # type: ignore[union-attr]
                continue
            if not _units(run, part) & _units(run, whole):
                continue
            share = float(part.number or 0) / float(whole.number or 1)
            if share <= MOST_OF_A_COUNTRY:
                continue
            data = {
                "part": _shown(float(part.number or 0)),
                "whole": _shown(float(whole.number or 0)),
                "share": _shown(round(100 * share)),
                "record": local(part.government.name),  # type: ignore[union-attr]
            }
            says = _(
                "%(record)s alone would have %(part)s of the %(whole)s of the whole country, %(share)s per cent: "
                "not plausible, so one of the two counts something else."
            )
            yield Finding(CODE, says % data, places(run, [part.id, whole.id], "number"), _record(part))


def _units(run: Run, row: Tally) -> set[str]:
    """The units in which a count may be: that of the row, or, where that is disputed, all that sources give."""
    if row.unit:
        return {row.unit}
    return {str(one.value) for one in run.once("said", said).get(row.id, ()) if one.attribute == "unit"}


def _shown(value: float) -> str:
    return number(value, (get_language() or "id")[:2])


def _record(row: Tally) -> RecordName:
    return RecordName("tally", row.slug, local(row.text))
