"""The gallery: every component with sample values, in the reader's language."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kembar.ui import samples
from kembar.ui.states import KINDS


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """One page that shows each component once; the values are samples and say so."""
    rows_page = Paginator(range(1, 431), 20).get_page(request.GET.get("page"))
    sort = request.GET.get("sort", "name")
    context = samples.gallery() | {
        "kinds": list(KINDS),
        "rows_page": rows_page,
        "sort": sort.removeprefix("-"),
        "descending": sort.startswith("-"),
        "form": samples.SampleFilter(request.GET),
        "is_filtered": any(request.GET.get(name) for name in samples.SampleFilter.base_fields),
    }
    return render(request, "ui/gallery.html", context)
