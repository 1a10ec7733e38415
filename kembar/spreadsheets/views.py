"""Pages on spreadsheets: templates and exports, an upload from its columns to what it wrote."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kembar.access.guards import requires
from kembar.access.models import Office, User
from kembar.access.permissions import NotAllowed
from kembar.access.queries import actor_of, who_is
from kembar.access.roles import Permission
from kembar.audit.actors import Actor
from kembar.partnerships.actions.refusals import Refused, StillNeeded
from kembar.spreadsheets import actions, files, preview, sentences, workbooks, worker
from kembar.spreadsheets.columns import BY_SLUG, SHEETS, Sheet
from kembar.spreadsheets.limits import limits
from kembar.spreadsheets.models import Import
from kembar.spreadsheets.refusals import SheetRefused
from kembar.spreadsheets.tables import CONTENT_TYPE
from kembar.ui.as_at import AsAtRequest

PER_PAGE = 20
Act = Callable[[AsAtRequest, Import, Actor], HttpResponse | None]


def _language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


# --- what anybody may see ----------------------------------------------------------------------------------------


@login_not_required
@require_safe
def dictionary(request: AsAtRequest) -> HttpResponse:
    language = _language()
    sheets = [
        {
            "sheet": sheet,
            "columns": [
                {
                    "head": one.head(language),
                    "other": one.head("en" if language == "id" else "id"),
                    "type": sentences.TYPE.get(one.type, ""),
                    "note": one.note,
                    "required": one.required,
                    "also": ", ".join(one.also[:8]),
                }
                for one in sheet
                if one.type != "computed"
            ],
        }
        for sheet in SHEETS.values()
    ]
    trail = [{"label": _("Spreadsheets"), "url": reverse("sheets")}, {"label": _("What the columns mean")}]
    return render(request, "spreadsheets/dictionary.html", {"sheets": sheets, "trail": trail})


@login_not_required
@require_safe
def dictionary_file(request: AsAtRequest, slug: str) -> HttpResponse:
    sheet = _sheet(slug)
    return _file(workbooks.explained(sheet, _language()), f"kamus-{slug}", "csv")


@login_not_required
@require_safe
def template(request: AsAtRequest, slug: str, suffix: str) -> HttpResponse:
    sheet = _sheet(slug)
    _is_suffix(suffix)
    return _file(workbooks.template(sheet, suffix, _language()), f"templat-{slug}", suffix)


# --- an office's own ---------------------------------------------------------------------------------------------


@require_safe
@requires(Permission.WRITE_RECORD)
def index(request: AsAtRequest) -> HttpResponse:
    return _index(request)


def _index(request: AsAtRequest, problem: str = "", status: int = 200) -> HttpResponse:
    offices = _offices(request.user)
    asked = request.GET.get("kantor", "")
    office = next((one for one in offices if one.slug == asked), offices[0] if offices else None)
    uploads = Import.objects.filter(office=office).select_related("office") if office else Import.objects.none()
    page = Paginator(uploads, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "offices": offices,
        "office": office,
        "sheets": list(SHEETS.values()),
        "rows_page": page,
        "uploads": [(one, sentences.STAGE[one.stage]) for one in page.object_list],
        "limit": sentences.megabytes(limits().bytes, _language()),
        "problem": problem,
        "trail": [{"label": _("Desk"), "url": reverse("desk")}, {"label": _("Spreadsheets")}],
    }
    return render(request, "spreadsheets/index.html", context, status=status)


@csrf_exempt  # not exempt at all: ``_upload`` checks it, once the size has been looked at without reading the body
@require_POST
@requires(Permission.WRITE_RECORD)
def upload(request: AsAtRequest) -> HttpResponse:
    size = request.META.get("CONTENT_LENGTH") or "0"
    bounds = limits()
    if not size.isdigit() or int(size) > bounds.bytes + 100_000:
        told = {"size": int(size) if size.isdigit() else 0, "limit": bounds.bytes}
        response = _index(request, sentences.of_file("too_large", told, _language()), 413)
        response["Connection"] = "close"  # the rest of the body is not read
        return response
    return _upload(request)


@csrf_protect
def _upload(request: AsAtRequest) -> HttpResponse:
    office = next((one for one in _offices(request.user) if one.slug == request.POST.get("office")), None)
    if office is None:
        raise PermissionDenied(_("You write for no such office."))
    given = request.FILES.get("file")
    if given is None:
        return _index(request, _("Choose a file first."), 400)
    kind = request.POST.get("kind", "")
    try:
        one = actions.receive(
            office=office,
            name=given.name or "",
            chunks=given.chunks(),
            limits=limits(),
            kind=kind if kind in SHEETS else "",
            by=_actor(request, office),
            at=timezone.now(),
        )
    except SheetRefused as refused:
        return _index(request, f"{given.name}: {sentences.of_file(refused.code, refused.data, _language())}", 400)
    if actions.is_clear(one):
        _start(request, one, "checking")
    return redirect("sheet-import", one.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: AsAtRequest, pk: uuid.UUID) -> HttpResponse:
    one = _mine(request, pk)
    if request.method == "POST":
        return _act(request, one)
    now = timezone.now()
    if request.headers.get("HX-Request"):
        return _progress(request, one, now)
    return render(request, "spreadsheets/import.html", _context(one, now))


def _context(one: Import, now: Any) -> dict[str, Any]:
    trail = [{"label": _("Spreadsheets"), "url": reverse("sheets")}, {"label": one.file_name}]
    return {**preview.page(one, _language(), now), "trail": trail}


def _progress(request: AsAtRequest, one: Import, now: Any) -> HttpResponse:
    context = _context(one, now)
    response = render(request, "spreadsheets/progress.htmx.html", context)
    if one.stage not in ("checking", "importing") or context["is_broken_off"]:
        response["HX-Refresh"] = "true"  # there is something else to see now
    return response


@require_safe
def refused(request: AsAtRequest, pk: uuid.UUID, suffix: str) -> HttpResponse:
    one = _mine(request, pk)
    _is_suffix(suffix)
    if not files.path(one, "refused").exists():
        raise Http404(_("No rows of this sheet are kept any more."))
    return _file(workbooks.refused(one, suffix, _language()), "baris-ditolak", suffix)


@require_safe
@requires(Permission.READ_OFFICE)
def export(request: AsAtRequest, office: str, slug: str, suffix: str) -> HttpResponse:
    """All rows of a kind that the office keeps, or has a part in."""
    sheet = _sheet(slug)
    _is_suffix(suffix)
    found = Office.objects.filter(slug=office).first()
    if found is None or not who_is(request.user, office=found.pk).at(Permission.READ_OFFICE):
        raise Http404(_("There is no office “%(office)s” that you work for.") % {"office": office})
    body = workbooks.exported(sheet, found, timezone.localdate(), suffix, _language())
    return _file(body, f"{slug}-{timezone.localdate().isoformat()}", suffix)


# --- what can be done with an upload -----------------------------------------------------------------------------


def _act(request: AsAtRequest, one: Import) -> HttpResponse:
    acts: dict[str, Act] = {
        "columns": _columns,
        "sheet": _sheet_of_book,
        "check": lambda r, i, _by: _start(r, i, "checking"),
        "write": lambda r, i, _by: _start(r, i, "importing"),
        "discard": _discard,
        "undo": _undo,
    }
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        answer = act(request, one, _actor(request, one.office))
    except SheetRefused as refused_:
        messages.error(request, sentences.of_file(refused_.code, refused_.data, _language()))
        answer = None
    except actions.WrongStage:
        messages.warning(request, _("Somebody has gone on with this sheet meanwhile; this is how it stands now."))
        answer = None
    except actions.Busy:
        messages.warning(request, _("This sheet is being worked on just now; wait until it is done."))
        answer = None
    return answer or redirect("sheet-import", one.pk)


def _columns(request: AsAtRequest, one: Import, by: Actor) -> None:
    mapping = [request.POST.get(f"column-{number}", "") for number in range(len(one.heads))]
    defaults = {key: request.POST.get(f"all-{key}", "").strip() for key in SHEETS[one.kind].asked_for_all}
    one = actions.settle_columns(one=one, mapping=mapping, defaults=defaults, by=by, at=timezone.now())
    if not actions.unmapped(one):
        _start(request, one, "checking")


def _sheet_of_book(request: AsAtRequest, one: Import, by: Actor) -> None:
    asked = request.POST.get("sheet", "") if one.sheet_names else ""
    kind = request.POST.get("kind", "")
    actions.choose_sheet(one=one, sheet=asked, kind=kind, limits=limits(), by=by, at=timezone.now())


def _start(request: AsAtRequest, one: Import, stage: str) -> None:
    """Short sheets are done at once; long ones by a process of their own, which the page watches."""
    by, at = _actor(request, one.office), timezone.now()
    leave_out, why = bool(request.POST.get("leave_out")), request.POST.get("why", "")[:500]
    if stage == "importing" and one.counts.get("refused") and not leave_out:
        messages.error(request, _("Some rows are refused. Tick that they are to be left out, or repair the sheet."))
        return
    one = actions.begin(one=one, stage=stage, leave_out=leave_out, why=why, by=by, at=at)
    rows = sum(one.counts.get(name, 0) for name in ("new", "changed")) if stage == "importing" else _about(one)
    if not worker.is_short(one, rows):
        files.tell_progress(one, 0, 0, at)
        worker.start(one)
        return
    work = actions.check if stage == "checking" else actions.write
    one = work(one=one, limits=limits(), by=by, at=at)
    if one.stage == "done":
        text = ngettext("%(n)s row was written.", "%(n)s rows were written.", rows) % {"n": rows}
        messages.success(request, text)


def _about(one: Import) -> int:
    """About how many rows the file has, by its size: a row of a sheet takes some 30 bytes packed, 60 plain."""
    return one.size // (60 if one.encoding else 30)


def _discard(request: AsAtRequest, one: Import, by: Actor) -> HttpResponse:
    actions.discard(one=one, by=by, at=timezone.now())
    messages.success(request, _("The sheet was given up and the file deleted; nothing was written."))
    return redirect("sheets")


def _undo(request: AsAtRequest, one: Import, by: Actor) -> None:
    why = request.POST.get("why", "").strip()[:500]
    try:
        actions.undo_import(one=one, why=why, by=by, at=timezone.now())
    except StillNeeded as needed:
        who = ", ".join(sorted({f"{event.by} ({timezone.localdate(event.at)})" for event in needed.events})[:5])
        messages.error(
            request,
            _("Later entries rest on this import; undo those first: %(who)s. Nothing was undone.") % {"who": who},
        )
    except Refused:
        messages.error(request, _("This import cannot be undone any more. Nothing was undone."))
    except NotAllowed:
        messages.error(request, _("Undoing is for whoever imported, or for the head of office. Nothing was undone."))
    else:
        messages.success(request, _("The import was undone: everything it wrote is taken back."))


# --- common ------------------------------------------------------------------------------------------------------


def _offices(user: Any) -> list[Office]:
    """The offices for which a user writes."""
    ids = [desk.office for desk in who_is(user).at(Permission.WRITE_RECORD)]
    return list(Office.objects.filter(pk__in=ids).order_by("name", "id"))


def _actor(request: AsAtRequest, office: Office) -> Actor:
    assert isinstance(request.user, User)
    return actor_of(request.user, office)


def _mine(request: AsAtRequest, pk: uuid.UUID) -> Import:
    """The upload, for who writes for its office; to others it does not exist, a colleague without the right is told."""
    one = Import.objects.filter(pk=pk).select_related("office").first()
    who = who_is(request.user, office=one.office_id) if one else None
    if one is None or who is None or not who.desks:
        raise Http404(_("There is no such sheet among those of your office."))
    if not who.at(Permission.WRITE_RECORD):
        raise PermissionDenied(_("Writing is for officers; your role reads only."))
    return one


def _sheet(slug: str) -> Sheet:
    if slug not in BY_SLUG:
        raise Http404(_("There is no kind of sheet called %(slug)s.") % {"slug": slug})
    return BY_SLUG[slug]


def _is_suffix(suffix: str) -> None:
    if suffix not in CONTENT_TYPE:
        raise Http404


def _file(body: bytes, name: str, suffix: str) -> HttpResponse:
    response = HttpResponse(body, content_type=CONTENT_TYPE[suffix])
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response
