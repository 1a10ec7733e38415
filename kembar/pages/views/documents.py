"""The five documents: the question of each, what the register computes from it, what it cannot answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kembar.evidence.models import Source, Statement
from kembar.pages import show
from kembar.pages.access import public
from kembar.pages.computed import answers
from kembar.pages.disputed import names_of
from kembar.pages.statements import Line, lines, titles, titles_of
from kembar.pages.views.tallies import counts, standing
from kembar.partnerships.models import Tally
from kembar.ui.as_at import AsAtRequest


@public
def index(request: AsAtRequest) -> HttpResponse:
    sources = Source.objects.exclude(kind="office").prefetch_related("editions").order_by("code")
    counts: dict[Any, int] = {}
    for source_id in Statement.objects.filter(withdrawn_at__isnull=True).values_list("source_id", flat=True):
        counts[source_id] = counts.get(source_id, 0) + 1
    rows = [{"source": source, "statements": counts.get(source.id, 0)} for source in sources]
    return render(request, "pages/documents.html", {"rows": rows})


@public
def detail(request: AsAtRequest, code: str) -> HttpResponse:
    source = get_object_or_404(Source.objects.prefetch_related("editions"), code=code)
    question = source.question_place
    line, _space, term = question.partition(":")[2].partition(" ")
    return render(
        request,
        "pages/document.html",
        {
            "source": source,
            "trail": [{"label": _("Five documents"), "url": reverse("documents")}, {"label": source.code}],
            "question_line": line,
            "question_term": term,
            "answers": answers(source, request.as_at),
            "counts": counts(_told_by(source, request.as_at)),
            "is_gazetteer": source.kind == "gazetteer",
            "lines": _lines(source),
            "taken": _taken(source) if source.kind == "gazetteer" else [],
            "references": source.references.all(),
            "citations": source.citations.all(),
        },
    )


def _told_by(source: Source, at: date) -> list[Tally]:
    """The counts without names that the document gives."""
    said = Statement.objects.filter(source=source, subject_kind="tally", withdrawn_at__isnull=True)
    return standing(at, id__in=said.order_by().values("subject_id"))


def _lines(source: Source) -> list[Line]:
    """What the document says, line by line. Causes four queries."""
    rows = Statement.objects.filter(source=source, withdrawn_at__isnull=True, place_kind="line")
    said = [one for one in rows if not (one.attribute == "verdict" and one.subject_kind == "partnership")]
    for one in said:
        one.source = source
    if not said:
        return []
    titling = titles_of(rows.order_by().values("subject_id"))
    shown = show.Shown([*said, *titling])
    records = names_of({(one.record_kind, one.record_id) for one in said})
    return lines(said, titles(titling, shown), records, shown)


def _taken(source: Source) -> list[dict[str, Any]]:
    """What is taken from a data set as a whole: per attribute, of how many records."""
    rows = Statement.objects.filter(source=source, withdrawn_at__isnull=True)
    counted = rows.order_by().values("subject_kind", "attribute").annotate(n=Count("record_id", distinct=True))
    return sorted(
        (
            {
                "kind": show.kind_label(one["subject_kind"]),
                "attribute": show.attribute_label(one["subject_kind"], one["attribute"]),
                "count": one["n"],
            }
            for one in counted
        ),
        key=lambda one: -one["count"],
    )
