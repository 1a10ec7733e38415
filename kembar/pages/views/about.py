"""What Kembar is, whose data it carries, under which licence."""

from django.http import HttpResponse
from django.shortcuts import render

from kembar.pages.access import public
from kembar.partnerships import labels
from kembar.partnerships.models import Partnership
from kembar.places.models import Place
from kembar.ui.as_at import AsAtRequest


@public
def about(request: AsAtRequest) -> HttpResponse:
    context = {
        "places": Place.objects.count(),
        "cases": Partnership.objects.filter(origin="casebook").count(),
        "live": Partnership.objects.filter(origin="live").count(),
        "region_note": labels.SUBREGION_NOTE,
    }
    return render(request, "pages/about.html", context)
