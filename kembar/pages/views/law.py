"""The law: acts with the spans in which they held, the lists of fields, and how the documents cite them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kembar.analysis.edtf import by
from kembar.analysis.truth import Truth
from kembar.evidence.models import LawCitation
from kembar.law.labels import numbered
from kembar.law.models import Act, FieldList
from kembar.pages import show
from kembar.pages.access import public
from kembar.partnerships.labels import ACT_KIND
from kembar.partnerships.models import FieldMapping
from kembar.ui.as_at import AsAtRequest
from kembar.values.dates import read


@public
def index(request: AsAtRequest) -> HttpResponse:
    acts = Act.objects.select_related("repealed_by").order_by("year", "slug")
    mapped: dict[object, list[object]] = {}
    for one in FieldMapping.objects.select_related("field").order_by("field__position"):
        mapped.setdefault(one.listed_field_id, []).append(one.field)
    lists = [
        {
            "row": row,
            "places": [_place(text) for text in row.places],
            "entries": [{"row": entry, "fields": mapped.get(entry.id, [])} for entry in row.entries.all()],
        }
        for row in FieldList.objects.prefetch_related("entries").select_related("act")
    ]
    rows = [
        {
            "act": act,
            "name": _name(act),
            "holds": _holds(act, request),
            "repealed_by": _name(act.repealed_by) if act.repealed_by else "",
        }
        for act in acts
    ]
    return render(request, "pages/law.html", {"acts": rows, "lists": lists})


@public
def act(request: AsAtRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(
        Act.objects.select_related("repealed_by").prefetch_related("articles", "repeals"), slug=slug
    )
    citations = LawCitation.objects.filter(kind=row.kind, number=row.number).select_related("source")
    return render(
        request,
        "pages/act.html",
        {
            "act": row,
            "name": _name(row),
            "repealed_by": _name(row.repealed_by) if row.repealed_by else "",
            "repeals": [{"row": one, "name": _name(one)} for one in row.repeals.all()],
            "holds": _holds(row, request),
            "evidence": [_evidence(one) for one in row.evidence],
            "articles": [
                {"row": one, "evidence": [_evidence(each) for each in one.evidence]} for one in row.articles.all()
            ],
            "citations": citations.order_by("source__code", "line"),
            "trail": [{"label": _("Law"), "url": reverse("law")}, {"label": show.local(row.title)}],
        },
    )


def _name(row: Act) -> str:
    """Kind, number and year in full: Undang-Undang 23/2014."""
    return f"{ACT_KIND.get(row.kind, row.kind)} {numbered(row.number, row.year)}".strip()


def _holds(row: Act, request: AsAtRequest) -> str:
    """Whether the act was in force on the day; unknown where its span is not known."""
    began, ended = read(row, "began"), read(row, "ended")
    begun = by(began, request.as_at) if began else Truth.UNKNOWN
    over = by(ended, request.as_at) if ended else (Truth.NO if began and row.verified else Truth.UNKNOWN)
    return str(begun & ~over)


def _place(text: str) -> dict[str, str]:
    code, _colon, rest = str(text).partition(":")
    line, _space, term = rest.partition(" ")
    return {"code": code, "line": line, "note": term}


def _evidence(text: str) -> dict[str, object]:
    """An address, or a place in a document."""
    if text.startswith(("http://", "https://")):
        return {"url": text}
    return {"place": _place(text)}
