"""Does one text give two different numbers for one thing? Read from the disputes about numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kembar.evidence.catalogue import kinds
from kembar.evidence.checks.registry import Finding, Run, listed, places_of, record_names
from kembar.evidence.models import Dispute, Statement
from kembar.ui.words import number

CODE = "two_counts"


def run(run: Run) -> Iterator[Finding]:
    """For every dispute about a number, each source that by itself asserts two or more of the values."""
    said: dict[tuple[object, str], list[Statement]] = defaultdict(list)
    through = Dispute.statements.through.objects.filter(dispute__kind="number")
    if run.origin:
        through = through.filter(statement__source__origin=run.origin)
    for link in through.select_related("statement__source"):
        if link.statement.stance == "asserts":
            said[(link.dispute_id, link.statement.source.code)].append(link.statement)
    told = {key: rows for key, rows in said.items() if len(_values(rows)) > 1}
    names = record_names({(row.record_kind, row.record_id) for rows in told.values() for row in rows})
    for (_dispute, source), rows in told.items():
        record = names.get(rows[0].record_id)
        declared = kinds()[rows[0].subject_kind].attributes[rows[0].attribute]
        data = {
            "source": source,
            "values": listed(number(value, (get_language() or "id")[:2]) for value in _values(rows)),
            "attribute": declared.label,
            "record": record.name if record else "",
        }
        says = _("Document %(source)s gives more than one value (%(values)s) for “%(attribute)s” of: %(record)s")
        yield Finding(CODE, says % data, places_of(rows), record)


def _values(rows: Iterable[Statement]) -> list[float]:
    return sorted({float(str(row.value)) for row in rows})
