"""The five documents: the question of each, what the register computes from it, what it cannot answer."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kembar.access.guards import reader
from kembar.access.permissions import Who
from kembar.evidence.models import Source, Statement
from kembar.evidence.queries import readable, readable_sources
from kembar.files.queries import files_on
from kembar.pages import show
from kembar.pages.access import public
from kembar.pages.computed import answers
from kembar.pages.statements import Line, lines, titles, titles_of
from kembar.pages.views.tallies import counts, standing
from kembar.ui.as_at import AsAtRequest
from kembar.values.together import gather, together


@public
def index(request: AsAtRequest) -> HttpResponse:
    who = reader(request)
    sources = Source.objects.filter(readable_sources(who)).exclude(kind="office").prefetch_related("editions")
    said = Statement.objects.filter(readable(who), withdrawn_at__isnull=True).order_by()
    counts = dict(said.values_list("source_id").annotate(n=Count("pk")))
    rows = [{"source": source, "statements": counts.get(source.id, 0)} for source in sources.order_by("code")]
    return render(request, "pages/documents.html", {"rows": rows})


@public
def detail(request: AsAtRequest, code: str) -> HttpResponse:
    who = reader(request)
    source = Source.objects.filter(readable_sources(who), code=code).first()
    if source is None:
        raise Http404(_("There is no document %(code)s in the register.") % {"code": code})
    said = Statement.objects.filter(readable(who), source=source, withdrawn_at__isnull=True, place_kind="line")
    statements, titling, editions, references, citations = together(
        said,
        titles_of(said.order_by().values("subject_id")).exclude(source=source, place_kind="line"),
        source.editions.all(),
        source.references.all(),
        source.citations.all(),
    )
    for one in (*statements, *titling, *citations):
        one.source = source
    titling = sorted([*statements, *titling], key=lambda one: (one.at, one.id))  # what the document itself tells, too
    gather([source], "references", references, "source_id")
    counted = {one.subject_id for one in statements if one.subject_kind == "tally"}
    question = source.question_place
    line, _space, term = question.partition(":")[2].partition(" ")
    return render(
        request,
        "pages/document.html",
        {
            "source": source,
            "editions": editions,
            "files": files_on("source", source, request.user, today=timezone.localdate(), as_at=request.as_at),
            "trail": [{"label": _("Five documents"), "url": reverse("documents")}, {"label": _label(source)}],
            "question_line": line,
            "question_term": term,
            "answers": answers(source, request.as_at, who=who, citations=citations, references=references),
            "counts": counts(standing(request.as_at, id__in=counted), statements) if counted else [],
            "is_gazetteer": source.kind == "gazetteer",
            "lines": _lines(statements, titling),
            "taken": _taken(source, who) if source.kind == "gazetteer" else [],
            "references": references,
            "citations": citations,
        },
    )


def _label(source: Source) -> str:
    return "GeoNames" if source.kind == "gazetteer" else source.code


def _lines(statements: list[Statement], titling: list[Statement]) -> list[Line]:
    """What the document says, line by line. Causes one query."""
    said = [one for one in statements if not (one.attribute == "verdict" and one.subject_kind == "partnership")]
    if not said:
        return []
    shown = show.Shown(titling)
    return lines(said, titles(titling, shown), shown)


def _taken(source: Source, who: Who) -> list[dict[str, Any]]:
    """What is taken from a data set as a whole: per attribute, of how many records."""
    rows = Statement.objects.filter(readable(who), source=source, withdrawn_at__isnull=True)
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
