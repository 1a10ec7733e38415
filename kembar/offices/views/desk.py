"""The desk: what somebody sees after signing in, by what the office acted for is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kembar.access.acting import Acting, acting
from kembar.access.models import Office
from kembar.access.queries import who_is
from kembar.access.roles import ROLES, Permission
from kembar.offices.forms import named_countries
from kembar.offices.labels import DONE, DUE, KIND
from kembar.offices.queries.desk import Desk, Due, desk_of, grouped
from kembar.offices.queries.scope import scope_of, ties_in_scope
from kembar.offices.queries.steps import Taken, steps_taken
from kembar.pages.show import anchor, language, local, paper_title, short
from kembar.partnerships import labels
from kembar.partnerships.queries.lines import lines_of
from kembar.ui.as_at import AsAtRequest
from kembar.ui.states import FIELD, FORMAL

PER_PAGE = 50


@require_safe
@never_cache
def desk(request: AsAtRequest) -> HttpResponse:
    reader = acting(request)
    office = reader.office
    context: dict[str, Any] = {
        "office": office,
        "kind": KIND[office.kind] if office else "",
        "role": ROLES[reader.role].display_name if reader.role else "",
        "is_administrator": reader.user.is_superuser,
        "has_password": reader.user.has_usable_password(),
    }
    reads = Permission.READ_OFFICE in ROLES[reader.role].permissions if reader.role else False
    if office is None or office.kind == "research" or (office.kind == "city" and not reads):
        return render(request, "offices/desk_plain.html", context)
    if office.kind == "ministry":
        return render(request, "offices/desk_ministry.html", context | _ministry(request, office))
    return render(request, "offices/desk.html", context | _city(request, reader, office))


# --- a city's office --------------------------------------------------------------------------------------------------


def _city(request: AsAtRequest, reader: Acting, office: Office) -> dict[str, Any]:
    found = desk_of(office, request.as_at)
    rights = ROLES[reader.role].permissions
    return {
        "desk": found,
        "states": [
            {"code": look.code, "n": found.by_state[look.code]} for look in FORMAL if look.code in found.by_state
        ],
        "due": [
            {"heading": DUE[what], "rows": [_due_line(one) for one in rows]}
            for what, rows in grouped(found.due).items()
        ],
        "changes": [
            {"event": event, "what": DONE.get(event.action, event.action), "tie": tie} for event, tie in found.changes
        ],
        "steps": _steps(office, found, steps_taken(office)) if Permission.WRITE_RECORD in rights else [],
        "may_write": Permission.WRITE_RECORD in rights,
        "work": _work(office, rights),
        "new_url": address("open-partnership"),
    }


def _work(office: Office, rights: Iterable[Permission]) -> list[dict[str, str]]:
    """Where the work of the office is done beside its records: everything is two clicks from here."""
    found = []
    if Permission.WRITE_RECORD in rights:
        found += [
            {"label": _("Spreadsheets in and out"), "url": reverse("sheets")},
            {"label": _("People, organisations, offers"), "url": reverse("shared-records", args=["orang"])},
        ]
    found += [
        {"label": _("Needs and limits"), "url": reverse("office-needs", args=[office.slug])},
        {"label": _("Shortlist"), "url": reverse("office-candidates", args=[office.slug])},
        {"label": _("Cases that tell of us"), "url": reverse("our-cases")},
        {"label": _("Colleagues and the office"), "url": reverse("office", args=[office.slug])},
    ]
    if Permission.MANAGE_OFFICE in rights:
        found.append({"label": _("Save the whole record"), "url": reverse("office-package", args=[office.slug])})
    return found


def _due_line(one: Due) -> dict[str, Any]:
    """One due thing as a line: what it is about, and where on the record it stands."""
    told = {
        "window_open": lambda: paper_title(one.row),
        "window_opens": lambda: paper_title(one.row),
        "runs_out": lambda: paper_title(one.row),
        "answer": lambda: short(local(one.row.subject)) or str(labels.CONTACT.get(one.row.kind, one.row.kind)),
        "planned": lambda: short(local(one.row.title)),
        "promise": lambda: short(local(one.row.text)),
        "task": lambda: short(local(one.row.reason)),
    }.get(one.what)
    return {
        "due": one,
        "text": told() if told else "",
        "anchor": anchor(one.row.pk) if told and one.what != "task" else "",
    }


def _steps(office: Office, found: Desk, taken: Taken) -> list[dict[str, Any]]:
    """The first steps with where each begins, while one of them is left; steps that have no page yet are left out."""
    slug = office.slug
    rows = [
        (_("Invite your colleagues"), taken.invited, reverse("office", args=[slug]) + "#invite", ""),
        (_("Enter the first partnership"), bool(found.lines), address("open-partnership"), ""),
        (_("Read in your own table of partnerships"), taken.imported, address("sheets"), ""),
    ]
    if taken.cases or taken.has_case:
        names = ", ".join(local(case.name) for case in taken.cases)
        told = _("Documents tell of: %(names)s.") % {"names": names} if names else ""
        rows.append((_("Take over what documents tell of you"), not taken.cases, reverse("our-cases"), told))
    rows.append((_("Say what you need, offer and aim at"), taken.aims, address("office-needs", slug), ""))
    steps = [{"label": label, "done": done, "url": url, "told": told} for label, done, url, told in rows if url or done]
    return steps if any(not one["done"] for one in steps) else []


def address(name: str, *arguments: str) -> str:
    """The address of a page, empty where the product has none by that name."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


# --- a ministry's desk ------------------------------------------------------------------------------------------------


def _ministry(request: AsAtRequest, office: Office) -> dict[str, Any]:
    who = who_is(request.user, office=office.pk, day=timezone.localdate())
    found = scope_of(office, request.as_at, who)
    rows = ties_in_scope(office, request.as_at, who).order_by("slug")
    state = request.GET.get("status", "")
    if state in {look.code for look in FORMAL}:
        unsaid = Q(formal_state=None) | Q(formal_state=state)
        rows = rows.filter(unsaid if state == "cannot_be_said" else Q(formal_state=state))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    return {
        "scope": found,
        "scope_told": named_countries(office.scope_countries, language()),
        "levels": ", ".join(str(labels.LEVEL[code]) for code in office.scope_levels) or _("every level"),
        "states": [{"code": look.code, "n": found.by_state.get(look.code, 0), "means": look.means} for look in FORMAL],
        "field_states": [
            {"code": look.code, "n": found.by_field_state[look.code]}
            for look in FIELD
            if look.code in found.by_field_state
        ],
        "rows_page": page,
        "lines": lines_of(page.object_list, request.as_at, who=who),
        "chosen": state if state in {look.code for look in FORMAL} else "",
    }
