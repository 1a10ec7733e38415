"""The first page: the map, the figures that open to their rows, what asks for attention."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kembar.access.guards import reader
from kembar.evidence.models import Source
from kembar.evidence.queries import disputes
from kembar.pages.access import public
from kembar.pages.maps import map_data, on_map
from kembar.pages.views.tallies import country_counts, counts, standing, warnings
from kembar.partnerships.queries.lines import Figures, ends_of, existing, figures
from kembar.ui.as_at import AsAtRequest
from kembar.ui.states import FORMAL


@public
def home(request: AsAtRequest) -> HttpResponse:
    who = reader(request)
    rows = existing(request.as_at, who=who).order_by("slug")
    lines = ends_of(rows)
    suffix = f"?as-at={request.as_at_text}" if request.as_at_given else ""
    counted = figures(rows, request.as_at, who=who)
    return render(
        request,
        "pages/home.html",
        {
            "map_data": map_data(lines, suffix),
            "tallies": _tallies(counted, len(disputes(request.as_at, who=who)), suffix),
            "states": [
                {"code": look.code, "count": counted.by_state.get(look.code, 0), "means": look.means} for look in FORMAL
            ],
            "casebook_only": all(line.origin == "casebook" for line in lines),
            "off_map": [line for line in lines if not on_map(line)],
            "counts": country_counts(counts(standing(request.as_at, country="ID"))),
            "warnings": warnings(request.as_at),
            "documents": Source.objects.filter(editions__isnull=False).distinct(),
        },
    )


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
