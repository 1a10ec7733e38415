"""Are there two open records of the same parties and form?"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from kembar.evidence.checks import Finding, Run
from kembar.partnerships.checks.rows import places, ties
from kembar.partnerships.models import Party
from kembar.partnerships.queries.pairs import GONE

CODE = "second_open_record"


def run(run: Run) -> Iterator[Finding]:
    """Each record that is open beside an earlier one (by slug) of the same named parties and form."""
    known = run.once("ties", ties)
    parties: dict[uuid.UUID, set[uuid.UUID | None]] = defaultdict(set)
    rows = Party.objects.filter(role="party", withdrawn_at__isnull=True, **run.rows)
    for tie, government, organisation in rows.order_by().values_list("partnership", "government", "organisation"):
        parties[tie].add(government or organisation)
    groups: dict[tuple[str, frozenset[uuid.UUID | None]], list[uuid.UUID]] = defaultdict(list)
    for tie, who in parties.items():
        if tie in known and known[tie].state not in GONE and None not in who and len(who) > 1:
            groups[(known[tie].form, frozenset(who))].append(tie)
    for same in groups.values():
        first, *others = sorted(same, key=lambda tie: known[tie].record.slug)
        for other in others:
            data = {"record": known[other].record.name, "other": known[first].record.slug}
            says = _("%(record)s is a second open record of the same parties and form as %(other)s.")
            yield Finding(CODE, says % data, places(run, [other, first]), known[other].record)
