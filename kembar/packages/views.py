"""An office's record to save as one file; a package sent in, looked at, and brought in on a yes."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from kembar.access.guards import requires
from kembar.access.models import Office
from kembar.access.queries import actor_of, who_is
from kembar.access.roles import Permission
from kembar.audit.models import Event
from kembar.console import Refused
from kembar.files.sentences import sentence
from kembar.files.serving import HARMLESS, disposition
from kembar.files.uploading import FIELD, Upload, expect, is_far_too_big
from kembar.packages import waiting
from kembar.packages.actions import export_package, import_package, undo_import
from kembar.packages.archive import Opened, open_package
from kembar.packages.labels import column_label, table_label
from kembar.packages.planning import Plan, plan_of
from kembar.packages.tables import tables
from kembar.ui.as_at import AsAtRequest

SHOWN = 50


# --- out ------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def office_package(request: AsAtRequest, slug: str) -> HttpResponseBase:
    """What is in the package and a button that makes it, for the head of the office."""
    office = _led(request, slug)
    if request.method != "POST":
        trail = [
            {"label": _("Offices"), "url": reverse("offices")},
            {"label": office.name, "url": reverse("office", args=[office.slug])},
            {"label": _("The whole record")},
        ]
        return render(request, "packages/office.html", {"office": office, "trail": trail})
    user: Any = request.user
    member = office.memberships.filter(user_id=user.pk).exists()
    target = waiting.new()
    try:
        export_package(
            office=office,
            target=target,
            by=actor_of(user, office if member else None),
            at=timezone.now(),
            as_at=request.as_at if request.as_at_given else None,
            has_persons=not request.POST.get("without_persons"),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("office-package", office.slug)
    response = StreamingHttpResponse(_Once(target), content_type="application/octet-stream")
    name = f"kembar-{office.slug}-{timezone.localdate().isoformat()}.zip"
    for header, value in HARMLESS.items():
        response[header] = value
    response["Content-Disposition"] = disposition(name)
    response["Content-Length"] = str(target.stat().st_size)
    response["Content-Encoding"] = "identity"
    response["Cache-Control"] = "private, no-store"
    return response


def _led(request: HttpRequest, slug: str) -> Office:
    """The office for who leads it or administers the instance; 404 for strangers, 403 for other members."""
    who = who_is(request.user)
    office = Office.objects.filter(slug=slug).first()
    desks = [desk for desk in who.desks if office is not None and desk.office == office.pk]
    if office is None or not (desks or who.is_administrator):
        raise Http404(_("There is no office called %(slug)s that you work for.") % {"slug": slug})
    if not who.is_administrator and not any(Permission.MANAGE_OFFICE in desk.permissions for desk in desks):
        raise PermissionDenied(_("The whole record of an office is handed out by its head; your role is another."))
    return office


class _Once:
    """The bytes of a file that goes when it was sent, or when the reader went away."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file: IO[bytes] | None = None

    def __iter__(self) -> _Once:
        return self

    def __next__(self) -> bytes:
        self.file = self.file or self.path.open("rb")
        piece = self.file.read(1 << 16)
        if not piece:
            raise StopIteration
        return piece

    def close(self) -> None:
        if self.file is not None:
            self.file.close()
        self.path.unlink(missing_ok=True)


# --- in -------------------------------------------------------------------------------------------------------------


@csrf_exempt  # the check reads the form; the upload must be expected before (see ``files.uploading``)
@requires(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """The form that takes a package, and what was brought in before."""
    if request.method != "POST":
        return _form(request)
    limit = settings.PACKAGE_LIMIT
    if is_far_too_big(request, limit):
        answered = _form(request, refusal=_too_big(limit), status=413)
        answered["Connection"] = "close"
        return answered
    upload = expect(request, limit=limit)
    try:
        return _received(request, upload)
    finally:
        upload.drop()


@csrf_protect
def _received(request: HttpRequest, upload: Upload) -> HttpResponse:
    request.POST.get(FIELD)  # reads the form, and with it the file
    if upload.refusal is not None:
        told = _too_big(upload.limit) if upload.refusal.code == "too_big" else sentence(upload.refusal)
        return _form(request, refusal=told, status=400)
    if upload.path is None:
        return _form(request, refusal=_("No file was chosen. Choose one, then send again."), status=400)
    try:
        package = open_package(upload.path)
    except Refused as refusal:
        told = str(refusal).replace(upload.path.name, upload.name)
        return _form(request, refusal=told, status=400)
    waiting.keep(upload.path, package.sha256)
    upload.path = None
    return redirect("package", package.sha256)


def _form(request: HttpRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    events = Event.objects.filter(action="package.import").prefetch_related("undone_by").order_by("-at")[:SHOWN]
    context = {
        "refusal": refusal,
        "limit": settings.PACKAGE_LIMIT >> 20,
        "brought": [{"event": one, "is_undone": bool(one.undone_by.all())} for one in events],
        "trail": [{"label": _("Packages")}],
    }
    return render(request, "packages/bring.html", context, status=status)


def _too_big(limit: int) -> str:
    told = _("The package is larger than %(limit)s MB. Bring it in with `kembar import` on the machine itself.")
    return told % {"limit": limit >> 20}


@requires(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, sha256: str) -> HttpResponse:
    """What a package would bring, and the button that brings it."""
    path = waiting.place_of(sha256)
    if path is None:
        raise Http404(_("No package waits here; it was brought in, or a day has passed. Send it again."))
    try:
        package = open_package(path)
        if request.method == "POST":
            return _bring(request, package)
        return _show(request, package, plan_of(package.rows()))
    except Refused as refusal:
        return _form(request, refusal=str(refusal), status=400)


def _bring(request: HttpRequest, package: Opened) -> HttpResponse:
    user: Any = request.user
    done = import_package(package=package, by=actor_of(user), at=timezone.now())
    waiting.drop(package.sha256)
    name = {"name": package.about.office["name"]}
    if done.event is None:
        messages.success(request, _("Everything of %(name)s was here already; nothing was written.") % name)
    else:
        messages.success(request, _("The record of %(name)s is here now.") % name)
    return redirect("packages")


@require_POST
@requires(Permission.ADMINISTER)
def take_back(request: HttpRequest, event: uuid.UUID) -> HttpResponse:
    """Removes what an import brought."""
    user: Any = request.user
    found = Event.objects.filter(pk=event, action="package.import").first()
    if found is None:
        raise Http404(_("There is no such import."))
    try:
        undo_import(event=found, by=actor_of(user), at=timezone.now())
        messages.success(request, _("Taken back: the register is as if it had not been brought in."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("packages")


def _show(request: HttpRequest, package: Opened, plan: Plan) -> HttpResponse:
    conflicts: dict[str, int] = {}
    for one in plan.conflicts:
        conflicts[one.label] = conflicts.get(one.label, 0) + 1
    rows = [
        {
            "label": table_label(label),
            "new": len(plan.new.get(label, [])),
            "unchanged": plan.unchanged.get(label, 0),
            "known": plan.known.get(label, 0),
            "conflicts": conflicts.get(label, 0),
        }
        for label, table in tables().items()
        if not table.joins
    ]
    context = {
        "package": package,
        "plan": plan,
        "rows": [one for one in rows if any(one[key] for key in ("new", "unchanged", "known", "conflicts"))],
        "conflicts": [
            {
                "one": one,
                "label": table_label(one.label),
                "columns": [column_label(one.label, name) for name in one.columns],
            }
            for one in plan.conflicts[:SHOWN]
        ],
        "more_conflicts": max(0, len(plan.conflicts) - SHOWN),
        "renamed": [{"label": table_label(label), "old": old, "new": new} for label, old, new in plan.renamed],
        "ties": [one["slug"] for one in plan.new.get("partnerships.Partnership", [])],
        "size": sum(package.files.values()),
        "trail": [{"label": _("Packages"), "url": reverse("packages")}, {"label": package.about.office["name"]}],
    }
    return render(request, "packages/preview.html", context)
