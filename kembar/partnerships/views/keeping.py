"""The page on which a record is kept: everything in it, kind by kind, with what may be done to each entry."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kembar.access.guards import reader
from kembar.access.models import Office
from kembar.partnerships.forms.described import described
from kembar.partnerships.forms.layout import layout_of, title_of
from kembar.partnerships.forms.references import said_row
from kembar.partnerships.forms.row_form import sides_of
from kembar.partnerships.models import Partnership
from kembar.partnerships.queries.kept_rows import Group, Kept, kept_rows
from kembar.partnerships.queries.whereabouts import parent_of
from kembar.partnerships.rules.needs import still_needed
from kembar.partnerships.views.rows import own_kind, row_at, trail
from kembar.partnerships.views.writers import tongue, writer

PAGES = {"partnership": "partnership", "government": "government", "organisation": "organisation"}


@require_safe
def keep_record(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    own = own_kind(kind)
    record = row_at(own, pk)
    if parent_of(record) is not None:
        raise Http404(_("This kind of entry belongs to another one; open that first."))
    by = writer(request, record)
    sides = sides_of(record)
    groups = kept_rows(record, who=reader(request))
    names = _offices(groups, record)

    def shown(one: Kept) -> dict[str, Any]:
        return {
            "row": one.row,
            "anchor": f"r-{one.row.pk.hex[:8]}",
            "address": layout_of(one.own).address,
            "text": described(one.own, one.row, sides, tongue()) or title_of(one.own),
            "is_own": one.row.kept_by_id == by.office.pk,
            "office": names.get(one.row.kept_by_id, ""),
            "needs": len(still_needed(one.own.code, _answers(one.row, one.own))) if one.row.withdrawn_at is None else 0,
            "below": [group(each, one) for each in one.below],
        }

    def group(one: Group, above: Kept | None = None) -> dict[str, Any]:
        parent, parent_own = (above.row, above.own) if above else (record, own)
        arguments = [layout_of(parent_own).address, parent.pk, layout_of(one.own).address]
        return {
            "title": title_of(one.own),
            "code": one.own.code,
            "rows": [shown(each) for each in one.rows],
            "withdrawn": [shown(each) for each in one.withdrawn],
            "left_out": one.left_out,
            "add": reverse("new-row", args=arguments),
        }

    context = {
        "record": record,
        "own": own,
        "name": said_row(own.code, record, tongue()) or title_of(own),
        "itself": shown(Kept(record, own)),
        "groups": [group(one) for one in groups],
        "writer": by,
        "read": reverse(PAGES[own.code], args=[record.slug]) if own.code in PAGES else "",
        "history": _history(own.code, record),
        "may_erase": own.code == "person" and by.may_decide,
        "is_partnership": isinstance(record, Partnership),
        "trail": [*trail(None, "")[:-1], {"label": said_row(own.code, record, tongue()) or title_of(own), "url": ""}],
    }
    return render(request, "partnerships/keep_record.html", context)


def _history(code: str, record: Any) -> str:
    return reverse(f"{code}-history", args=[record.slug]) if code in PAGES else ""


def _answers(row: Any, own: Any) -> dict[str, Any]:
    """What the columns hold, enough to see what is missing: a reference by its key."""
    return {
        attribute.code: getattr(row, f"{attribute.code}_id" if attribute.type == "reference" else attribute.code, None)
        for attribute in own
        if attribute.type != "codes"
    }


def _offices(groups: Iterable[Group], record: Any) -> dict[Any, str]:
    ids = {record.kept_by_id}
    for one in groups:
        for kept in (*one.rows, *one.withdrawn):
            ids.add(kept.row.kept_by_id)
            ids |= {each.row.kept_by_id for below in kept.below for each in (*below.rows, *below.withdrawn)}
    return {office.pk: office.name for office in Office.objects.filter(pk__in=ids - {None})}
