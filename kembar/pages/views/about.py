"""What Kembar is, whose data it carries, under which licence."""

from django.http import HttpResponse
from django.shortcuts import render

from kembar.access.guards import reader
from kembar.pages.access import public
from kembar.partnerships import labels
from kembar.partnerships.models import Partnership
from kembar.partnerships.queries.reading import readable
from kembar.places.models import Place
from kembar.ui.as_at import AsAtRequest


@public
def about(request: AsAtRequest) -> HttpResponse:
    standing = Partnership.objects.filter(readable(reader(request)), withdrawn_at__isnull=True)
    context = {
        "places": Place.objects.count(),
        "cases": standing.filter(origin="casebook").count(),
        "live": standing.filter(origin="live").count(),
        "region_note": labels.SUBREGION_NOTE,
    }
    return render(request, "pages/about.html", context)
