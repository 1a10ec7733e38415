"""Cases that tell of an office's government: taking one over as the office's own record, or tying it to one."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kembar.access.acting import Acting, acting
from kembar.access.models import Office
from kembar.access.queries import standing_stakes
from kembar.access.roles import ROLES, Permission
from kembar.casebook.actions import adopt_case
from kembar.evidence.models import Statement
from kembar.offices.forms import LinkForm
from kembar.offices.queries.steps import cases_of
from kembar.pages.show import local
from kembar.partnerships.actions.refusals import Refused
from kembar.partnerships.actions.rows import add_row
from kembar.partnerships.models import Partnership, PartnershipLink, Party
from kembar.partnerships.queries.reading import SEARCH_WORDS


@dataclass(frozen=True)
class Ours:
    """A case that tells of the reader's government."""

    case: Partnership
    office: Office
    reader: Acting


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The cases that tell of the government of the office acted for, and what became of each."""
    reader = acting(request)
    office = reader.office
    may_write = _may_write(reader)
    rows = []
    if office is not None and office.government_id is not None:
        adopted = {one.adopted_from_id: one for one in Partnership.objects.filter(kept_by=office, withdrawn_at=None)}
        links = PartnershipLink.objects.filter(kind="case_of", kept_by=office, withdrawn_at__isnull=True)
        linked = {one.other_id: one.partnership for one in links.select_related("partnership")}
        rows = [
            {"case": case, "adopted": adopted.get(case.pk), "linked": linked.get(case.pk)} for case in cases_of(office)
        ]
    trail = [{"label": _("Desk"), "url": reverse("desk")}, {"label": _("Cases that tell of us")}]
    context = {"office": office, "rows": rows, "may_write": may_write, "trail": trail}
    return render(request, "offices/cases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: HttpRequest, slug: str) -> HttpResponse:
    """Asked first, with what is copied; done once, however often the button is pressed."""
    ours = _ours(request, slug)
    if request.method == "POST":
        done = adopt_case(case=ours.case, by=ours.reader.actor, at=timezone.now())
        told = _("The case is now your own record too. The case itself stays as the documents tell it.")
        messages.success(request, told if done.event else _("Your office had taken this case over before; here it is."))
        return redirect("partnership", done.partnership.slug)
    said = Statement.objects.filter(record_kind="partnership", record_id=ours.case.pk, withdrawn_at__isnull=True)
    context = {
        "case": ours.case,
        "office": ours.office,
        "statements": said.count(),
        "documents": said.values("source").distinct().count(),
        "own": _own_records(ours),
        "trail": _trail(ours.case, _("Take the case over")),
    }
    return render(request, "offices/adopt.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, slug: str) -> HttpResponse:
    """Ties the case to a record that the office keeps already; what the case tells stays with the case."""
    ours = _ours(request, slug)
    own = _own_records(ours)
    form = LinkForm(request.POST if request.method == "POST" else None, records=own)
    if request.method == "POST" and form.is_valid():
        record = form.cleaned_data["record"]
        values = {"other": ours.case.slug, "kind": "case_of"}
        try:
            add_row(kind="link", parent=record, values=values, by=ours.reader.actor, at=timezone.now())
        except Refused:
            messages.info(request, _("This case is tied to that record already."))
        else:
            messages.success(request, _("The case is tied to your record; each page leads to the other."))
        return redirect("partnership", record.slug)
    context = {
        "case": ours.case,
        "own": own,
        "form": form,
        "trail": _trail(ours.case, _("Tie the case to a record of ours")),
    }
    return render(request, "offices/link_case.html", context)


def _ours(request: HttpRequest, slug: str) -> Ours:
    """The case for who writes in an office whose government is a party; 403 with the reason for everybody else."""
    case = Partnership.objects.filter(slug=slug, origin="casebook", withdrawn_at=None).defer(*SEARCH_WORDS).first()
    if case is None:
        raise Http404(_("There is no case called %(slug)s.") % {"slug": slug})
    reader = acting(request)
    if reader.office is None or not _may_write(reader):
        raise PermissionDenied(_("Taking a case over is for the officers of a city's office; your role is another."))
    parties = Party.objects.filter(partnership=case, withdrawn_at__isnull=True)
    if reader.office.government_id is None or not parties.filter(government=reader.office.government_id).exists():
        raise PermissionDenied(_("This case does not tell of the government that your office acts for."))
    return Ours(case, reader.office, reader)


def _may_write(reader: Acting) -> bool:
    return bool(reader.role) and Permission.WRITE_RECORD in ROLES[reader.role].permissions


def _own_records(ours: Ours) -> list[Partnership]:
    """The live records that the office may write in, those with the same parties first."""
    day = timezone.localdate()
    held = standing_stakes(day).filter(office=ours.office, may_edit=True).values("partnership")
    rows = Partnership.objects.filter(pk__in=held, origin="live", withdrawn_at__isnull=True).defer(
        "search_text", "about"
    )
    wanted = set(ours.case.parties.filter(withdrawn_at=None).values_list("government", flat=True))
    records = list(rows.prefetch_related("parties").order_by("slug"))
    shared = {one.pk: len(wanted & {party.government_id for party in one.parties.all()}) for one in records}
    return sorted(records, key=lambda one: (-shared[one.pk], one.slug))


def _trail(case: Partnership, last: str) -> list[dict[str, str]]:
    return [
        {"label": _("Partnerships"), "url": reverse("partnerships")},
        {"label": local(case.name), "url": reverse("partnership", args=[case.slug])},
        {"label": last},
    ]
