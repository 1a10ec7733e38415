"""Lists of what offices share and that has no page of its own to read: people, organisations, offers, counts."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kembar.access.guards import reader
from kembar.evidence.catalogue import kind as kind_called
from kembar.partnerships.actions.rows import RECORDS
from kembar.partnerships.forms.described import described
from kembar.partnerships.forms.layout import layout_of, title_of
from kembar.partnerships.models import Name
from kembar.partnerships.views.rows import own_kind
from kembar.partnerships.views.writers import tongue, writer
from kembar.values.texts import fold, search_key

PER_PAGE = 100


@require_safe
def records(request: HttpRequest, kind: str) -> HttpResponse:
    """The records of one kind that stand, by name, with a search box."""
    own = own_kind(kind)
    if own.code not in RECORDS:
        raise Http404(_("This kind of entry belongs to another one; open that first."))
    by = writer(request, None)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    rows = own.model.objects.filter(withdrawn_at__isnull=True)
    if own.readable is not None:  # people and offers that other offices entered are theirs
        rows = rows.filter(pk__in=own.readable(reader(request)))
    if text and hasattr(own.model, "slug"):
        slug = fold(text).replace(" ", "-")
        named: Any = Q(slug__contains=slug)
        if own.code in ("government", "organisation", "person"):
            spelled = Name.objects.filter(search_key__startswith=search_key(text)).exclude(**{own.code: None})
            named |= Q(pk__in=spelled.values(own.code))
        rows = rows.filter(named)
    rows = rows.order_by("slug") if hasattr(own.model, "slug") else rows.order_by("-date_earliest", "id")
    references = [each.code for each in own if each.type == "reference"]
    page = Paginator(rows.select_related(*references), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": title_of(own),
        "rows_page": page,
        "rows": [
            {
                "text": described(own, row, {}, tongue()) or title_of(own),
                "url": reverse("keep-record", args=[layout_of(own).address, row.pk]),
            }
            for row in page.object_list
        ],
        "text": text,
        "searches": hasattr(own.model, "slug"),
        "add": reverse("new-record", args=[layout_of(own).address]),
        "writer": by,
        "kinds": [
            {"label": title_of(one), "url": reverse("shared-records", args=[layout_of(one).address]), "code": one.code}
            for one in map(kind_called, RECORDS)
        ],
        "own": own,
        "trail": [{"label": _("Partnerships"), "url": reverse("partnerships")}, {"label": title_of(own), "url": ""}],
    }
    return render(request, "partnerships/shared.html", context)
