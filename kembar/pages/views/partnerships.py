"""The list of partnerships with filters and exports, and one partnership whole."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kembar.access.guards import reader
from kembar.access.permissions import ANYBODY, Who
from kembar.files.queries import files_on
from kembar.pages import exports
from kembar.pages.access import public
from kembar.pages.forms import PartnershipFilter
from kembar.pages.keeping import keeping
from kembar.pages.record_page import record_page
from kembar.partnerships.queries.lines import existing, lines_of, selected
from kembar.partnerships.queries.names import nearest
from kembar.partnerships.queries.record import find, record_of, slugs
from kembar.partnerships.queries.shapes import record_shape
from kembar.partnerships.views.writers import Writer, writer_or_none
from kembar.ui.as_at import AsAtRequest

PER_PAGE = 50


@public
def index(request: AsAtRequest) -> HttpResponse:
    form = PartnershipFilter(request.GET)
    sort = request.GET.get("sort", "name")
    wanted = form.wanted(sort)
    who = reader(request)
    rows = selected(wanted, request.as_at, who=who)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    asked = {name for name, value in form.cleaned_data.items() if value}
    return render(
        request,
        "pages/partnerships.html",
        {
            "form": form,
            "is_filtered": bool(asked),
            "rows_page": page,
            "lines": lines_of(page.object_list, request.as_at, who=who),
            "shown_of": {"shown": page.paginator.count, "all": existing(request.as_at, who=who).count()},
            "sort": wanted.order,
            "descending": wanted.descending,
            "columns": _columns(),
            "trail": [{"label": _("Partnerships")}],
            "may_open": request.user.is_authenticated and isinstance(writer_or_none(request, None), Writer),
        },
    )


def _columns() -> list[dict[str, object]]:
    return [
        {"key": "name", "label": _("Partnership")},
        {"key": "form", "label": _("Form")},
        {"key": "state", "label": _("Formal state")},
        {"key": "first", "label": _("First fact")},
        {"key": "fields", "label": _("Fields"), "plain": True},
        {"key": "distance", "label": _("Distance"), "css": "number"},
        {"key": "disputes", "label": _("Disputes"), "css": "number"},
    ]


@public
def export(request: AsAtRequest, kind: str) -> HttpResponse:
    """What the list shows under the same filters, whole, as CSV, XLSX or JSON."""
    if kind not in exports.KINDS:
        raise Http404
    wanted = PartnershipFilter(request.GET).wanted(request.GET.get("sort", "name"))
    who = reader(request)
    lines = lines_of(selected(wanted, request.as_at, who=who), request.as_at, who=who)
    return exports.answer(kind, lines, request.as_at)


@public
def detail(request: AsAtRequest, slug: str) -> HttpResponse:
    who = reader(request)
    tie, now_called = find(slug, who=who)
    if now_called:
        return redirect(_kept(request, reverse("partnership", args=[now_called])), permanent=True)
    if tie is None:
        raise Http404(_unknown(slug, who))
    if as_public := request.GET.get("lihat") == "umum" and tie.is_published:
        shown = record_page(record_of(tie, request.as_at, who=ANYBODY))
        return render(request, "pages/partnership.html", {**shown, "as_public": as_public})
    record = record_of(tie, request.as_at, who=who)
    shown = record_page(record)
    files = files_on("partnership", tie, request.user, today=timezone.localdate(), as_at=request.as_at)
    return render(
        request, "pages/partnership.html", {**shown, "files": files, **keeping(request, tie, record.rows.values())}
    )


@public
def detail_json(request: AsAtRequest, slug: str) -> HttpResponse:
    """The whole record for programs, in the shape of ``kembar partnership SLUG --json``."""
    who = reader(request)
    tie, now_called = find(slug, who=who)
    if now_called:
        return redirect(_kept(request, reverse("partnership-json", args=[now_called])), permanent=True)
    if tie is None:
        raise Http404(_unknown(slug, who))
    shape = record_shape(record_of(tie, request.as_at, who=who))
    return JsonResponse(shape, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _kept(request: AsAtRequest, address: str) -> str:
    """A former address leads to the present one on the same day."""
    query = request.GET.urlencode()
    return f"{address}?{query}" if query else address


def _unknown(slug: str, who: Who) -> str:
    likely = ", ".join(nearest(slug, slugs(who=who)))
    return _("There is no partnership called %(slug)s. Did you mean: %(likely)s?") % {"slug": slug, "likely": likely}
