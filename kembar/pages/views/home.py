"""The first page: the map, the figures that open to their rows, what asks for attention."""

from collections import Counter
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kembar.access.guards import reader
from kembar.evidence.models import Source
from kembar.evidence.queries import dispute_count
from kembar.pages.access import public
from kembar.pages.maps import drawn_and_not, map_data
from kembar.pages.views.tallies import country_counts, counts, standing, warnings
from kembar.partnerships.queries.lines import Figures, Line, ends_of, existing, figures
from kembar.ui.as_at import AsAtRequest
from kembar.ui.states import FORMAL

ORIGINS = ("casebook", "live")


@public
def home(request: AsAtRequest) -> HttpResponse:
    """What the reader may read, all of it or of one origin: totals of offices leave the casebook out, and are a switch
    away."""
    who, asked = reader(request), request.GET.get("origin", "")
    rows = existing(request.as_at, who=who).order_by("slug")
    every = ends_of(rows, who=who)
    counted = Counter(line.origin for line in every)
    origin = asked if asked in ORIGINS and len(counted) > 1 else ""
    if origin:
        rows, lines = rows.filter(origin=origin), [line for line in every if line.origin == origin]
    else:
        lines = every
    query = _query(request, origin)
    drawn, off_map = drawn_and_not(lines)
    return render(
        request,
        "pages/home.html",
        {
            "map_data": map_data(drawn, f"?as-at={request.as_at_text}" if request.as_at_given else ""),
            "tallies": _tallies(
                figures(lines, rows, request.as_at, who=who),
                dispute_count(request.as_at, who=who, origin=origin),
                query,
            ),
            "states": _states(lines),
            "origin": origin,
            "origins": _origins(request, counted, origin),
            "casebook_only": set(counted) == {"casebook"},
            "off_map": off_map,
            "counts": country_counts(counts(standing(request.as_at, country="ID"))),
            "warnings": warnings(request.as_at),
            "documents": Source.objects.filter(origin="casebook", editions__isnull=False).distinct(),
        },
    )


def _query(request: AsAtRequest, origin: str) -> str:
    """What the links of this page keep: the day and the origin."""
    kept = {"as-at": request.as_at_text if request.as_at_given else "", "origin": origin}
    query = urlencode({name: value for name, value in kept.items() if value})
    return f"?{query}" if query else ""


def _origins(request: AsAtRequest, counted: Counter[str], chosen: str) -> list[dict[str, object]]:
    """The switch between all, the casebook and what offices keep; nothing to choose where there is one of them."""
    if len(counted) < 2:
        return []
    words = {"": _("All"), "casebook": _("Casebook"), "live": _("Kept by offices")}
    return [
        {
            "label": word,
            "count": counted[code] if code else sum(counted.values()),
            "url": reverse("home") + _query(request, code),
            "is_chosen": code == chosen,
        }
        for code, word in words.items()
    ]


def _states(lines: list[Line]) -> list[dict[str, object]]:
    found = Counter(line.formal_state for line in lines)
    return [{"code": look.code, "count": found[look.code], "means": look.means} for look in FORMAL]


def _tallies(counted: Figures, contradictions: int, suffix: str) -> list[dict[str, object]]:
    listed = reverse("partnerships")
    joined = f"{suffix}&" if suffix else "?"
    held = counted.by_state.get("in_force", 0) + counted.by_state.get("in_force_term_not_stated", 0)
    return [
        {
            "figure": counted.total,
            "label": _("partnerships in the register"),
            "url": listed + suffix,
            "cannot_be_said": counted.by_state.get("cannot_be_said", 0),
            "cannot_be_said_url": f"{listed}{joined}state=cannot_be_said",
        },
        {"figure": held, "label": _("formally in force"), "url": f"{listed}{joined}state=holding"},
        {
            "figure": counted.delivered_fields,
            "label": _("agreed fields with something delivered"),
            "url": reverse("fields") + suffix,
            "aside": _("of %(n)s fields promised") % {"n": counted.promised_fields},
        },
        {
            "figure": contradictions,
            "label": _("points on which sources contradict each other"),
            "url": reverse("disputes") + suffix,
        },
    ]
