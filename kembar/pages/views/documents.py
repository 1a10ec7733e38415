"""The five documents: the question of each, what the register computes from it, what it cannot answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kembar.evidence.models import Source, Statement
from kembar.pages import show
from kembar.pages.access import public
from kembar.pages.computed import answers
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
            "lines": _lines(source),
            "references": source.references.all(),
            "citations": source.citations.all(),
        },
    )


def _lines(source: Source) -> list[dict[str, Any]]:
    """All statements by line, each with the record it stands on. Causes about six queries."""
    rows = Statement.objects.filter(source=source, withdrawn_at__isnull=True, place_kind="line")
    statements = sorted(
        (one for one in rows if not (one.attribute == "verdict" and one.subject_kind == "partnership")),
        key=lambda one: (int(one.place or 0), str(one.record_id), one.subject_kind),
    )
    names: dict[Any, tuple[str, str]] = {}
    for kind in {one.record_kind for one in statements}:
        ids = {one.record_id for one in statements if one.record_kind == kind}
        for row_id, (name, slug) in show.names_of(ids, kind).items():
            address = reverse(kind, args=[slug]) if kind in ("partnership", "government", "organisation") else ""
            names[row_id] = (name, address)
    shown = show.Shown()
    grouped: dict[str, dict[str, Any]] = {}
    for one in statements:
        line = grouped.setdefault(one.place, {"line": one.place, "statements": []})
        name, address = names.get(one.record_id, ("", ""))
        line["statements"].append(
            {
                "record": name,
                "url": address,
                "attribute": f"{show.kind_label(one.subject_kind)}, "
                f"{show.attribute_label(one.subject_kind, one.attribute)}",
                "value": shown.value(one.subject_kind, one.attribute, one.value),
                "term": one.term,
                "stance": one.stance,
            }
        )
    return list(grouped.values())
