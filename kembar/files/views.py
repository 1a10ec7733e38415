"""Files: those of a record with the form to add one, one file with its preview, the bytes to save."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from kembar.access.models import Office
from kembar.access.permissions import Answer, Denied, NotAllowed
from kembar.access.queries import actor_of, who_is
from kembar.audit.actors import Actor
from kembar.files import actions, queries, store
from kembar.files.content import NotAccepted
from kembar.files.forms import DescribeForm, ReasonForm, UploadForm
from kembar.files.holders import Holder, holder_of
from kembar.files.kinds import KINDS
from kembar.files.models import Attachment
from kembar.files.sentences import sentence
from kembar.files.serving import as_download, as_picture
from kembar.files.uploading import Upload, expect, is_far_too_big
from kembar.ui.as_at import AsAtRequest
from kembar.ui.words import language_name

PAGES_SHOWN = 5
REASONS = {
    "role": lambda: _("Files of a live record are for the officers of its offices; your role is another."),
    "confidential": lambda: _("This file belongs to a draft or letter; it is for the offices of the record alone."),
    "no_office": lambda: _("Files are kept by offices; your account belongs to none."),
    "reads_only": lambda: _("Your office reads this record only; another one keeps it."),
    "kept_by_another": lambda: _("This file is another office’s; ask that office."),
    "casebook": lambda: _(
        "This record is told by documents and kept in files of the product; nothing is attached here."
    ),
}


# --- the files of a record ------------------------------------------------------------------------------------------


@csrf_exempt  # the check reads the form; the upload must be expected before (see below)
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_record(request: AsAtRequest, kind: str, pk: uuid.UUID) -> HttpResponseBase:
    holder, record = _record(kind, pk)
    if request.method == "POST":
        office, answer = queries.acting_office(request.user, holder, record, timezone.localdate())
        if isinstance(answer, Denied):
            return _denied(request, answer)
        if is_far_too_big(request, settings.UPLOAD_LIMIT):
            refusal = sentence(NotAccepted("too_big", limit=settings.UPLOAD_LIMIT >> 20))
            answered = _page(request, holder, record, refusal=refusal, status=413)
            answered["Connection"] = "close"
            return answered
        upload = expect(request, limit=settings.UPLOAD_LIMIT)
        try:
            return _add(request, holder, record, upload, _actor(request, office))
        finally:
            upload.drop()
    return _page(request, holder, record)


@csrf_protect
def _add(request: AsAtRequest, holder: Holder, record: Any, upload: Upload, by: Actor) -> HttpResponseBase:
    form = _upload_form(request, holder, record, request.POST)
    refusal = ""
    try:
        if not form.is_valid():
            return _page(request, holder, record, form=form, status=400)
        if upload.refusal is not None:
            raise upload.refusal
        if upload.path is None:
            raise NotAccepted("no_file")
        made = actions.attach(
            record_kind=holder.kind,
            record_id=record.pk,
            subject_kind=form.subject.kind,
            subject_id=form.subject.id,
            received=store.look(upload.path),
            name=upload.name,
            title=form.cleaned_data["title"],
            language=form.cleaned_data["language"],
            is_published=form.cleaned_data.get("is_published", False),
            by=by,
            at=timezone.now(),
        )
    except NotAccepted as error:
        refusal = sentence(error)
        return _page(request, holder, record, form=form, refusal=refusal, status=400)
    messages.success(request, _("“%(name)s” is kept as it came.") % {"name": made.name})
    return redirect("files-of", holder.kind, record.pk)


def _page(
    request: AsAtRequest,
    holder: Holder,
    record: Any,
    *,
    form: UploadForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponseBase:
    today, who = timezone.localdate(), who_is(request.user)
    office, may_attach = queries.acting_office(request.user, holder, record, today)
    shown = queries.readable(who, holder, record, record.pk, today=today, as_at=request.as_at)
    if not shown and isinstance(may_attach, Denied) and not _may_know(request, holder, record):
        return _denied(request, may_attach)
    context = {
        "trail": [
            {"label": holder.title(record), "url": holder.address(record)},
            {"label": _("Files")},
        ],
        "title": holder.title(record),
        "files": shown,
        "form": form or (_upload_form(request, holder, record) if may_attach else None),
        "office": Office.objects.filter(pk=office).first() if office else None,
        "why_not": "" if may_attach or not request.user.is_authenticated else _reason(may_attach),
        "refusal": refusal,
        "limit": settings.UPLOAD_LIMIT >> 20,
    }
    return render(request, "files/of_record.html", context, status=status)


def _may_know(request: HttpRequest, holder: Holder, record: Any) -> bool:
    """Whether somebody to whom no file is shown may still be told that there is none: a reader of the record."""
    probe = Attachment(record_kind=holder.kind, record_id=record.pk, subject_kind=holder.kind, subject_id=record.pk)
    answer = holder.may_read(who_is(request.user), record, [probe], timezone.localdate())[probe.pk]
    return bool(answer)


def _upload_form(request: HttpRequest, holder: Holder, record: Any, data: Any = None) -> UploadForm:
    wanted = request.GET.get("for", "")
    may_publish = bool(holder.may_decide(who_is(request.user), record, timezone.localdate()))
    return UploadForm(
        data,
        subjects=holder.subjects(record),
        language=get_language() or "id",
        may_publish=may_publish,
        initial={"belongs": wanted},
    )


# --- one file -------------------------------------------------------------------------------------------------------


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: AsAtRequest, pk: uuid.UUID) -> HttpResponseBase:
    found = _readable(request, pk)
    if not isinstance(found, tuple):
        return found
    attachment, holder, record = found
    rights = _rights(request, attachment, holder, record)
    if request.method == "POST":
        return _change(request, attachment, holder, record, rights)
    return _show(request, attachment, holder, record, rights)


def _show(
    request: AsAtRequest,
    attachment: Attachment,
    holder: Holder,
    record: Any,
    rights: dict[str, Any],
    *,
    refusal: str = "",
    forms: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    subjects = {(one.kind, one.id): one for one in holder.subjects(record)}
    subject = subjects.get((attachment.subject_kind, attachment.subject_id))
    may_publish = rights["may_decide"] and bool(subject and subject.may_be_public)
    initial = {name: getattr(attachment, name) for name in ("title", "language", "is_published", "version")}
    own: dict[str, Any] = {
        "describe": DescribeForm(initial=initial, language=get_language() or "id", may_publish=may_publish),
        "reason": ReasonForm(),
    }
    context = {
        "trail": [
            {"label": holder.title(record), "url": holder.address(record)},
            {"label": _("Files"), "url": reverse("files-of", args=[holder.kind, record.pk])},
            {"label": attachment.title or attachment.name or _("removed for good")},
        ],
        "file": attachment,
        "subject": subject,
        "record_url": holder.address(record),
        "preview": _preview(attachment),
        "language_name": language_name(attachment.language, get_language() or "id"),
        "refusal": refusal,
        "may_be_public": bool(subject and subject.may_be_public),
        **rights,
        **own,
        **(forms or {}),
    }
    return render(request, "files/file.html", context, status=status)


def _change(
    request: AsAtRequest, attachment: Attachment, holder: Holder, record: Any, rights: dict[str, Any]
) -> HttpResponse:
    """One of the forms of the page was sent: ``do`` says which."""
    do, by, at = request.POST.get("do", ""), rights["by"], timezone.now()
    reason = ReasonForm(request.POST)
    try:
        if do == "describe":
            return _describe(request, attachment, holder, record, rights)
        if do == "restore":
            actions.restore(attachment=attachment, by=by, at=at)
            messages.success(request, _("The file stands again."))
        elif do in ("withdraw", "purge"):
            if not reason.is_valid():
                return _show(request, attachment, holder, record, rights, forms={"reason": reason}, status=400)
            if do == "withdraw":
                actions.withdraw(attachment=attachment, why=reason.cleaned_data["why"], by=by, at=at)
                messages.success(request, _("The file was withdrawn; its offices still find it here."))
            else:
                number = actions.purge(attachment=attachment, why=reason.cleaned_data["why"], by=by, at=at)
                messages.success(request, _("The content was removed for good, in %(n)s places.") % {"n": number})
        else:
            raise Http404(_("There is nothing of that name to do."))
    except NotAccepted as error:
        return _show(request, attachment, holder, record, rights, refusal=sentence(error), status=400)
    except NotAllowed as error:
        raise PermissionDenied(_reason(error.denied)) from error
    return redirect("file", attachment.pk)


def _describe(
    request: AsAtRequest, attachment: Attachment, holder: Holder, record: Any, rights: dict[str, Any]
) -> HttpResponse:
    may_publish = rights["may_decide"]
    form = DescribeForm(request.POST, language=get_language() or "id", may_publish=may_publish)
    if not form.is_valid():
        return _show(request, attachment, holder, record, rights, forms={"describe": form}, status=400)
    told = form.cleaned_data
    try:
        actions.describe(
            attachment=attachment,
            expected_version=told["version"],
            title=told["title"],
            language=told["language"],
            is_published=told.get("is_published", attachment.is_published),
            by=rights["by"],
            at=timezone.now(),
        )
    except actions.ChangedMeanwhile as error:
        sentence_ = _(
            "Somebody else described this file meanwhile: “%(title)s”. What you typed is below; send it again."
        )
        again = DescribeForm(
            {**request.POST.dict(), "version": error.stands.version},
            language=get_language() or "id",
            may_publish=may_publish,
        )
        refusal = sentence_ % {"title": error.stands.title or error.stands.name}
        forms = {"describe": again}
        return _show(request, error.stands, holder, record, rights, refusal=refusal, forms=forms, status=409)
    messages.success(request, _("Kept."))
    return redirect("file", attachment.pk)


@login_not_required
@require_safe
def download(request: AsAtRequest, pk: uuid.UUID) -> HttpResponseBase:
    found = _readable(request, pk)
    if not isinstance(found, tuple):
        return found
    attachment = found[0]
    if attachment.stored.purged_at is not None:
        raise Http404(_("The content of this file was removed for good."))
    path = store.place_of(attachment.stored_id)
    if not path.is_file():
        raise Http404(_("The content of this file is missing on the disk; the administrator sees it under “Health”."))
    return as_download(path, attachment.name, KINDS[attachment.stored.kind])


@login_not_required
@require_safe
def page(request: AsAtRequest, pk: uuid.UUID, number: int) -> HttpResponseBase:
    found = _readable(request, pk)
    if not isinstance(found, tuple):
        return found
    stored = found[0].stored
    last = min(stored.pages or 0, PAGES_SHOWN)
    if stored.purged_at is not None or KINDS[stored.kind].preview != "pages" or not 1 <= number <= last:
        raise Http404(_("There is no picture of that page."))
    try:
        return as_picture(store.page_picture(stored.sha256, stored.kind, number))
    except (NotAccepted, OSError) as error:
        raise Http404(_("No picture of that page can be drawn; save the file to read it.")) from error


# --- parts ----------------------------------------------------------------------------------------------------------


def _record(kind: str, pk: uuid.UUID) -> tuple[Holder, Any]:
    holder = holder_of(kind)
    record = holder.find(pk) if holder else None
    if holder is None or record is None:
        raise Http404(_("There is no such record."))
    return holder, record


def _readable(request: HttpRequest, pk: uuid.UUID) -> tuple[Attachment, Holder, Any] | HttpResponseBase:
    """The file where the reader may see it. Who is not signed in is led there whether or not it exists."""
    attachment = queries.find(pk)
    answer: Answer = Denied("sign_in" if not request.user.is_authenticated else "stake")
    holder, record = None, None
    if attachment is not None:
        answer, holder, record = queries.answer_for(who_is(request.user), attachment, timezone.localdate())
    if isinstance(answer, Denied) or attachment is None or holder is None:
        return _denied(request, answer if isinstance(answer, Denied) else Denied("stake"))
    return attachment, holder, record


def _denied(request: HttpRequest, answer: Denied) -> HttpResponseBase:
    """To a stranger nothing is told; a member reads why not."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if answer.reason in REASONS:
        raise PermissionDenied(_reason(answer))
    raise Http404(_("There is no file here that you may read."))


def _reason(answer: Answer) -> str:
    if isinstance(answer, Denied) and answer.reason in REASONS:
        return REASONS[answer.reason]()
    return _("This is for the offices of the record.")


def _actor(request: HttpRequest, office: uuid.UUID | None) -> Actor:
    user: Any = request.user
    return actor_of(user, Office.objects.get(pk=office) if office else None)


def _rights(request: HttpRequest, attachment: Attachment, holder: Holder, record: Any) -> dict[str, Any]:
    """What the reader may do with the file, and as whom."""
    if not request.user.is_authenticated:
        return {"may_change": False, "may_decide": False, "may_withdraw": False, "may_purge": False, "by": None}
    today, who = timezone.localdate(), who_is(request.user)
    office, may = queries.acting_office(request.user, holder, record, today)
    by = _actor(request, office)
    is_own = bool(may) and attachment.kept_by_id == by.office_id and attachment.stored.purged_at is None
    may_decide = is_own and bool(holder.may_decide(who, record, today))
    return {
        "by": by,
        "may_change": is_own,
        "may_decide": may_decide,
        "may_withdraw": is_own and (may_decide or attachment.attached_by == by.label),
        "may_purge": who.is_administrator and attachment.stored.purged_at is None,
    }


def _preview(attachment: Attachment) -> dict[str, Any]:
    """Pictures of the first pages, the first words, or why there is neither."""
    stored = attachment.stored
    how = KINDS[stored.kind].preview
    if stored.purged_at is not None or not store.place_of(stored.sha256).is_file():
        return {}
    if how == "pages":
        last = min(stored.pages or 0, PAGES_SHOWN)
        return {"pages": range(1, last + 1), "more": max(0, (stored.pages or 0) - last)}
    if how == "text":
        try:
            return {"text": store.text_of(stored.sha256, stored.kind)}
        except (NotAccepted, OSError):
            return {}
    return {}
