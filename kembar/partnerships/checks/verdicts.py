"""Does a source's own verdict on a case agree with its own list of failures?"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kembar.analysis.edtf import before, by
from kembar.analysis.truth import Truth
from kembar.evidence.checks import Finding, Place, Run, listed
from kembar.evidence.rules import POLARITY
from kembar.partnerships.checks.rows import said, ties
from kembar.partnerships.labels import VERDICT
from kembar.partnerships.models import Verdict

CODE = "verdict_against_list"


@dataclass
class Judged:
    """What one source says of one case: its verdicts with their places, and where it stands in the list."""

    favourable: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    unfavourable: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    listed: list[Place] = field(default_factory=list)
    is_listed: bool = False


def run(run: Run) -> Iterator[Finding]:
    """For each source with a list of failures: favoured cases that stand in it, condemned ones that do not."""
    known = run.once("ties", ties)
    judged = _judged(run)
    lists = {source for (source, _tie), one in judged.items() if one.is_listed}
    for (source, tie), one in sorted(judged.items(), key=lambda item: item[0][0]):
        if source not in lists or tie not in known:
            continue
        record = known[tie].record
        data = {"source": source, "record": record.name}
        if one.is_listed and one.favourable:
            data["verdict"] = _words(one.favourable)
            says = _("%(source)s lists %(record)s among the failures, yet judges it “%(verdict)s”.")
            yield Finding(CODE, says % data, _sorted(one.favourable, one.listed), record)
        elif one.unfavourable and not one.is_listed:
            data["verdict"] = _words(one.unfavourable)
            says = _("%(source)s judges %(record)s “%(verdict)s”, yet its list of failures leaves it out.")
            yield Finding(CODE, says % data, _sorted(one.unfavourable), record)


def _judged(run: Run) -> dict[tuple[str, uuid.UUID], Judged]:
    rows = Verdict.objects.filter(field__isnull=True, withdrawn_at__isnull=True, **run.rows)
    rows = rows.only("id", "partnership_id", "dimension", "value", "is_listed_failure", "date")
    counting = [row for row in rows if not (run.at and row.when and by(row.when, run.at) is Truth.NO)]
    told = run.once("said", said)
    sources = {row.id: {one.source for one in told.get(row.id, ())} for row in counting}
    found: dict[tuple[str, uuid.UUID], Judged] = defaultdict(Judged)
    for row in counting:
        if row.dimension != "effectiveness" or _is_past(row, counting, sources):
            continue
        for one in told.get(row.id, ()):
            judged = found[(one.source, row.partnership_id)]
            place = [one.place] if one.place else []
            if row.is_listed_failure:
                judged.is_listed = True
                judged.listed += place if one.attribute == "is_listed_failure" else []
            elif one.attribute == "value" and POLARITY[str(one.value)] > 0:
                judged.favourable[str(one.value)] += place
            elif one.attribute == "value" and POLARITY[str(one.value)] < 0:
                judged.unfavourable[str(one.value)] += place
    return found


def _is_past(row: Verdict, others: Iterable[Verdict], sources: dict[uuid.UUID, set[str]]) -> bool:
    """A favourable verdict on a time after which the same source judges against the tie: "until 2017 it went well"."""
    if POLARITY[row.value] <= 0 or row.when is None:
        return False
    return any(
        other.partnership_id == row.partnership_id
        and POLARITY[other.value] < 0
        and other.when is not None
        and before(row.when, other.when) is Truth.YES
        and sources[row.id] & sources[other.id]
        for other in others
    )


def _words(values: Iterable[str]) -> str:
    return listed(str(VERDICT[value]) for value in values)


def _sorted(verdicts: dict[str, list[Place]], more: Iterable[Place] = ()) -> tuple[Place, ...]:
    return tuple(sorted({place for found in verdicts.values() for place in found} | set(more)))
