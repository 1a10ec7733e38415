"""Which partner: the ranked list among all cities of the world, its exports, and up to five candidates side by side."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kembar.access.permissions import Who
from kembar.access.queries import who_is
from kembar.access.roles import Permission
from kembar.matching import shapes
from kembar.matching import which_page as pages
from kembar.matching.asked import Asked, asked, places_named
from kembar.matching.choice import Answer, NotRanked
from kembar.matching.permissions import may_in_office
from kembar.matching.queries import seats_of_register
from kembar.places.models import Place
from kembar.ui.as_at import AsAtRequest

PER_PAGE, EXPORTED, COMPARED = 20, 1000, 5
BAD_REQUEST = 400


@login_not_required
@require_safe
def index(request: AsAtRequest) -> HttpResponse:
    """The list for a city; without one, a form and the cities of the register to begin with."""
    wanted = asked(request)
    context = _frame_of(request, wanted)
    if not wanted.is_valid:
        is_bad = bool(wanted.text) and (wanted.form.errors or not (wanted.city or wanted.choices))
        context["seats"] = [] if wanted.text else [_seat(place) for place in seats_of_register()]
        return render(request, "matching/which.html", context, status=BAD_REQUEST if is_bad else 200)
    try:
        order = wanted.order(request.as_at)
    except NotRanked:
        return render(request, "matching/which.html", context | {"not_ranked": True}, status=BAD_REQUEST)
    page = Paginator(range(order.considered), PER_PAGE).get_page(request.GET.get("page"))
    listed = order.part(page.object_list[0], page.object_list[-1] + 1) if page.object_list else ()
    rows = pages.rows(order, listed, wanted)
    context |= {
        "order": order,
        "rows": rows,
        "rows_page": page,
        "map_data": pages.map_data(order.city, listed),
        "map_words": pages.map_words(),
        "blocked": pages.blocked(order),
        "considered": order.considered,
    }
    return render(request, "matching/which.html", context)


@login_not_required
@require_safe
def export(request: AsAtRequest, kind: str) -> HttpResponse:
    """The first thousand of the list under the same filters and weights, as CSV or JSON."""
    if kind not in ("csv", "json"):
        raise Http404
    wanted = asked(request)
    if not wanted.is_valid:
        return _refused(request, wanted)
    order = wanted.order(request.as_at)
    answer = Answer(order.city, order.considered, order.weights, order.part(0, EXPORTED))
    if kind == "csv":
        response = HttpResponse(shapes.answer_csv(answer), content_type="text/csv; charset=utf-8")
    else:
        text = json.dumps(shapes.answer_data(answer), ensure_ascii=False, indent=1)
        response = HttpResponse(text, content_type="application/json")
    name = f"mitra-{order.city.geonames_id}-{request.as_at.isoformat()}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_not_required
@require_safe
def compare(request: AsAtRequest) -> HttpResponse:
    """Up to five candidates side by side, every variable with the middle of all that were considered."""
    wanted = asked(request)
    context = _frame_of(request, wanted)
    context["trail"] = [{"label": _("Find a partner"), "url": reverse("partners")}, {"label": _("Side by side")}]
    if not wanted.is_valid:
        return render(request, "matching/compare.html", context, status=BAD_REQUEST if wanted.text else 200)
    assert wanted.city is not None
    places, unknown = places_named(request.GET.getlist("c"))
    places = [place for place in places if place != wanted.city]
    context |= {"unknown": unknown, "places": _each_without(request.GET, places), "most": COMPARED}
    if unknown or len(places) > COMPARED:
        context["too_many"] = len(places) > COMPARED
        return render(request, "matching/compare.html", context, status=BAD_REQUEST)
    if places:
        order = wanted.order(request.as_at)
        listed = order.of(places)
        context |= {
            "order": order,
            "table": pages.comparison(order, listed, wanted),
            "map_data": pages.map_data(order.city, listed),
            "map_words": pages.map_words(),
        }
    return render(request, "matching/compare.html", context)


def _frame_of(request: AsAtRequest, wanted: Asked) -> dict[str, Any]:
    """What every page of the search knows."""
    form = wanted.form
    form.is_valid()
    query = request.GET.copy()
    for name in ("page", "c", "city"):
        query.pop(name, None)
    return {
        "asked": wanted,
        "form": form,
        "kept": [(name, value) for name, values in query.lists() for value in values if value],
        "choices": [{"place": place, "url": _with_city(request.GET, place.geonames_id)} for place in wanted.choices],
        "writes_for": wanted.office if wanted.office and _may_write(who_is(request.user), wanted) else None,
        "presets": pages.presets(request.GET),
        "trail": [{"label": _("Find a partner")}],
        **_NOTHING,
    }


_NOTHING: dict[str, Any] = {
    "rows": (),
    "seats": (),
    "blocked": (),
    "unknown": (),
    "places": (),
    "table": None,
    "not_ranked": False,
    "too_many": False,
}


def _seat(place: Place) -> dict[str, Any]:
    return {"place": place, "url": f"{reverse('partners')}?city={place.geonames_id}"}


def _may_write(who: Who, wanted: Asked) -> bool:
    return wanted.office is not None and bool(may_in_office(who, wanted.office.id, Permission.WRITE_RECORD))


def _with_city(query: QueryDict, geonames_id: int) -> str:
    changed = query.copy()
    changed["city"] = str(geonames_id)
    changed.pop("page", None)
    return "?" + changed.urlencode()


def _each_without(query: QueryDict, places: list[Any]) -> list[dict[str, Any]]:
    """Every place compared, with the address of the comparison without it."""
    found = []
    for place in places:
        changed = query.copy()
        changed.setlist("c", [str(one.geonames_id) for one in places if one != place])
        found.append({"place": place, "url": "?" + changed.urlencode()})
    return found


def _refused(request: AsAtRequest, wanted: Asked) -> HttpResponse:
    """A program reads in one sentence a fault what is wrong with its question."""
    faults = []
    if wanted.city is None:
        faults.append(_("Name one city as ?city=, by its GeoNames id or its name."))
        faults += [f"{place.geonames_id} {place.name}, {place.unit}, {place.country_id}" for place in wanted.choices]
    faults += [f"{name}: {' '.join(map(str, errors))}" for name, errors in wanted.form.errors.items()]
    return HttpResponse("\n".join(faults) + "\n", status=BAD_REQUEST, content_type="text/plain; charset=utf-8")
