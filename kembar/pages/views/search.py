"""One box for partnerships, governments, organisations, people and what documents say."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render

from kembar.access.guards import reader
from kembar.access.permissions import Who
from kembar.evidence.models import Statement
from kembar.evidence.queries import readable
from kembar.pages.access import public
from kembar.pages.show import Shown, attribute_label, kind_label, place
from kembar.pages.statements import HIDDEN
from kembar.partnerships.models import Government, Name, Organisation
from kembar.partnerships.queries.lines import Wanted, lines_of, selected
from kembar.ui.as_at import AsAtRequest
from kembar.values.texts import fold, search_key

MANY = 50


@public
def search(request: AsAtRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:200]
    asked = bool(fold(text))
    who = reader(request)
    found = selected(Wanted(text=text), request.as_at, who=who)[:MANY]
    return render(
        request,
        "pages/search.html",
        {
            "text": text,
            "asked": asked,
            "lines": lines_of(found, request.as_at, who=who) if asked else [],
            "parties": _parties(text, Government, "government") if asked else [],
            "organisations": _parties(text, Organisation, "organisation") if asked else [],
            "statements": _statements(text, who) if asked else [],
            "many": MANY,
        },
    )


def _parties(text: str, model: Any, column: str) -> list[Any]:
    """Governments or organisations one of whose names, or whose slug, begins so."""
    named = Name.objects.filter(search_key__startswith=search_key(text)).exclude(**{column: None})
    begins = Q(id__in=named.values(column)) | Q(slug__startswith=fold(text).replace(" ", "-"))
    return list(model.objects.filter(begins).select_related("country").order_by("slug")[:MANY])


def _statements(text: str, who: Who) -> list[dict[str, object]]:
    """Statements that may be read and whose term has the words, as the document writes them."""
    found = Statement.objects.filter(readable(who), term__icontains=text, withdrawn_at__isnull=True)
    rows = list(found.select_related("source").order_by("source__code", "place")[: MANY * 3])
    shown = Shown(rows)
    seen: dict[tuple[str, str, str], dict[str, object]] = {}
    for one in rows:
        key = (one.source.code, one.place, one.term)
        if key in seen or (one.subject_kind, one.attribute) in HIDDEN:
            continue
        seen[key] = {
            **place(one),
            "attribute": f"{kind_label(one.subject_kind)}, {attribute_label(one.subject_kind, one.attribute)}",
            "value": shown.said(one),
            "term": one.term,
            "language": one.source.title_language,
        }
    return list(seen.values())[:MANY]
