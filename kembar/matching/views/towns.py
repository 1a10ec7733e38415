"""A city, a country and the whole network: who is whose twin by what is known, and what the network looks like."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kembar.access.guards import reader
from kembar.matching.actions import CITY_PROBLEMS
from kembar.matching.models import WorldImport, WorldProblem
from kembar.matching.queries import twins_of
from kembar.matching.sentences import count_name, source_name
from kembar.matching.towns import country_summary, governments_at, ties_at
from kembar.matching.views.places_named import place_named
from kembar.places.models import Country
from kembar.places.rules import country_named, unit_name
from kembar.ui import words
from kembar.ui.as_at import AsAtRequest
from kembar.values.languages import language

SHOWN_NAMES = 24
PROBLEMS_A_PAGE = 100


@login_not_required
@require_safe
def city(request: AsAtRequest, text: str) -> HttpResponse:
    """One city: what the gazetteer has of it, its twins with their source, its ties in the register."""
    place = place_named(text)
    twins = _twins(place)
    governments = governments_at([place.pk])
    context = {
        "place": place,
        "trail": [
            {"label": words.country(place.country_id, language()), "url": reverse("country", args=[place.country_id])},
            {"label": place.name},
        ],
        "facts": _facts(place, request),
        "names": _names(place),
        "partner_query": f"city={place.pk}",
        "governments": governments,
        "lines": ties_at(place.pk, request.as_at, who=reader(request)),
        "twins": twins,
        "map_data": _map(place, twins),
        "map_words": _map_words(),
    }
    return render(request, "matching/city.html", context)


@login_not_required
@require_safe
def country(request: AsAtRequest, code: str) -> HttpResponse:
    """One country: its twins by partner country and by city."""
    found = (
        Country.objects.filter(code=code.upper()).first()
        or Country.objects.filter(code=country_named(code) or "").first()
    )
    if found is None:
        raise Http404(_("No country is known by “%(name)s”.") % {"name": code})
    context = {
        "country": found,
        "trail": [
            {"label": _("Network of the world's twins"), "url": reverse("network")},
            {"label": words.country(found.code, language())},
        ],
        "register_query": f"country={found.code}",
        "summary": country_summary(found.code, request.as_at, who=reader(request)),
    }
    return render(request, "matching/country.html", context)


@login_not_required
@require_safe
def network(request: AsAtRequest) -> HttpResponse:
    """The network of all imported links: its figures, the imports, and what could not be placed."""
    imports = list(WorldImport.objects.all())
    newest = next((one for one in imports if one.figures), None)
    kind, chosen = request.GET.get("kind", ""), _import_named(imports, request.GET.get("import", ""))
    problems = WorldProblem.objects.filter(import_of=chosen) if chosen else WorldProblem.objects.none()
    kinds = Counter(problems.order_by().values_list("kind", flat=True))
    if kind in kinds:
        problems = problems.filter(kind=kind)
    rows_page = Paginator(problems, PROBLEMS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "trail": [{"label": _("Network of the world's twins")}],
        "figures": _figures(newest) if newest else [],
        "newest": newest,
        "imports": [
            {"row": one, "counts": _counts(one), "query": f"import={one.id}", "source": source_name(one.source)}
            for one in imports
        ],
        "chosen": chosen,
        "kind": kind,
        "kinds": [
            {"code": code, "name": count_name(_problem(code)), "n": n, "query": f"import={chosen.id}&kind={code}"}
            for code, n in sorted(kinds.items())
            if chosen
        ],
        "problems": [{"row": one, "name": count_name(_problem(one.kind))} for one in rows_page],
        "rows_page": rows_page,
    }
    return render(request, "matching/network.html", context)


def _facts(place: Any, request: AsAtRequest) -> list[dict[str, Any]]:
    zone = place.time_zone
    hours = _clock(zone, request)
    return [
        {"term": _("Country"), "value": words.country(place.country_id, language())},
        {"term": _("Region"), "value": unit_name(place.unit, place.country_id, language()) or None},
        {
            "term": _("Inhabitants"),
            "value": words.number(place.population, language()) if place.population else None,
            "why": _("GeoNames; year not stated"),
        },
        {"term": _("Time zone"), "value": f"{zone.replace('_', ' ')}, {hours}"},
        {"term": _("Position"), "value": _position(place)},
        {"term": "GeoNames", "value": str(place.pk)},
    ]


def _clock(zone: str, request: AsAtRequest) -> str:
    noon = datetime.combine(request.as_at, time(12), tzinfo=UTC)
    offset = noon.astimezone(ZoneInfo(zone)).utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02}.{abs(minutes) % 60:02}"


def _position(place: Any) -> str:
    north = _("%(n)s° north") if place.latitude >= 0 else _("%(n)s° south")
    east = _("%(n)s° east") if place.longitude >= 0 else _("%(n)s° west")
    values = [words.number(abs(value), language(), 3) for value in (place.latitude, place.longitude)]
    return f"{north % {'n': values[0]}}, {east % {'n': values[1]}}"


def _names(place: Any) -> list[str]:
    found = [name for name in dict.fromkeys(place.alternate_names.split("\n")) if name and name != place.name]
    return found[:SHOWN_NAMES]


def _twins(place: Any) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for twin, link in twins_of(place.pk):
        row = found.setdefault(twin.pk, {"place": twin, "links": []})
        by_us = link.declared_by_a if link.place_a_id == place.pk else link.declared_by_b
        by_them = link.declared_by_b if link.place_a_id == place.pk else link.declared_by_a
        row["links"].append({"link": link, "said_by": _said_by(by_us, by_them), "source": source_name(link.source)})
    return list(found.values())


def _said_by(by_us: bool | None, by_them: bool | None) -> str:
    if by_us is None or by_them is None:
        return _("who names whom is not told")
    if by_us and by_them:
        return _("each names the other")
    return _("only the entry of this city names it") if by_us else _("only the entry of the other names this city")


def _map(place: Any, twins: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    def spot(one: Any) -> dict[str, Any]:
        return {
            "id": str(one.pk),
            "name": one.name,
            "country": one.country_id,
            "lat": one.latitude,
            "lon": one.longitude,
            "url": reverse("city", args=[one.pk]),
        }

    arcs = [
        {
            "from": str(place.pk),
            "to": str(row["place"].pk),
            "label": f"{place.name}–{row['place'].name}",
            "state": "twin",
            "url": reverse("why", args=[place.pk, row["place"].pk]),
            "uncertain": False,
        }
        for row in twins
    ]
    return {"places": [spot(place), *(spot(row["place"]) for row in twins)], "arcs": arcs}


def _map_words() -> dict[str, Any]:
    return {
        "map": _("Map of its twins. The same cities are in the table."),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "world": _("World"),
        "home": _("Indonesia"),
        "many": _("%(names)s: zoom in"),
        "ties": _("twins shown: %(n)s"),
        "uncertain": _("uncertain"),
        "failed": _("The coastlines could not be loaded; the twins are in the table."),
        "states": [{"code": "twin", "glyph": "", "word": _("twin")}],
    }


def _import_named(imports: list[WorldImport], text: str) -> WorldImport | None:
    return next((one for one in imports if str(one.id) == text), imports[0] if imports else None)


def _problem(code: str) -> str:
    return f"cities_{code}" if code in CITY_PROBLEMS else code


def _counts(one: WorldImport) -> list[tuple[str, int]]:
    return [(count_name(code), n) for code, n in one.counts.items() if isinstance(n, int)]


def _figures(newest: WorldImport) -> list[dict[str, Any]]:
    """The figures of the network after the newest import, each with how it is defined."""
    told: dict[str, Any] = newest.figures
    distances = told.get("distances") or {}

    def fact(term: str, value: Any, why: str = "", decimals: int | None = None) -> dict[str, Any]:
        shown = None if value is None else words.number(value, language(), decimals)
        return {"term": term, "value": shown, "why": why}

    return [
        fact(_("Cities"), told["nodes"]),
        fact(_("Links"), told["links"]),
        fact(_("Twins a city, on average"), told["mean_degree"], decimals=2),
        fact(_("Most twins of one city"), told["max_degree"]),
        fact(_("Triangles"), told["triangles"], _("three cities, each a twin of the others")),
        fact(_("Clustering"), told["clustering"], _("three times the triangles over all paths of two links"), 3),
        fact(
            _("Assortativity"), told["assortativity"], _("whether well-linked cities link with each other, −1 to 1"), 3
        ),
        fact(_("Components"), told["components"], _("groups without a link between them")),
        fact(_("Largest component"), told["largest_component"]),
        fact(_("Diameter"), distances.get("diameter"), _("most steps between two cities of the largest component")),
        fact(_("Steps between two cities, on average"), distances.get("mean"), decimals=2),
    ]
