"""Texts: what contradicts itself in one, and how much of one stands in others."""

from __future__ import annotations

import io
import json
import secrets
import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kembar.literature.documents import Document, DocumentError, document_of
from kembar.literature.labels import file_says
from kembar.literature.reuse import comparisons
from kembar.literature.reuse import page as text_page
from kembar.literature.reuse.forms import CheckForm, CompareForm, ExcludeForm
from kembar.literature.reuse.similarity import Similarity, compare
from kembar.literature.text_findings import as_docx, as_text, findings_of, told

REPORTS = {
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse | FileResponse:
    """A text is read where it is given and kept nowhere."""
    form = CheckForm(request.POST, request.FILES) if request.method == "POST" else CheckForm()
    answer: dict[str, Any] | None = None
    if form.is_bound and form.is_valid():
        given, pasted = form.cleaned_data["text"], form.cleaned_data["pasted"]
        name = given.name if given else _("Pasted text")
        try:
            document = document_of(given.read() if given else pasted.encode(), name)
        except DocumentError as error:
            form.add_error("text" if given else "pasted", f"{name}: {file_says(error.code, error.detail)}")
        else:
            if form.cleaned_data["answer"]:
                return _check_file(document, form.cleaned_data["answer"])
            answer = text_page.checked(document)
    trail = [{"label": _("Literature"), "url": reverse("corpora")}, {"label": _("Check a text")}]
    context = {"form": form, "answer": answer, "trail": trail}
    return render(request, "literature/check_text.html", context, status=400 if form.errors else 200)


def _check_file(document: Document, kind: str) -> FileResponse:
    """The findings of a check to keep, whole."""
    groups = told(document, findings_of(document.lines))
    if kind == "json":
        body = json.dumps({"document": document.name, "checks": groups}, ensure_ascii=False, indent=2).encode()
    else:
        body = as_docx(document, groups) if kind == "docx" else as_text(document, groups).encode()
    stem = get_valid_filename(Path(document.name).stem or "text")[:80]
    types = REPORTS | {"txt": "text/plain; charset=utf-8"}
    return FileResponse(
        io.BytesIO(body), as_attachment=True, filename=f"{_('check')}-{stem}.{kind}", content_type=types[kind]
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The texts are kept for their owner for a day, so that the report can be read, changed and downloaded."""
    form = CompareForm(request.POST, request.FILES) if request.method == "POST" else CompareForm()
    if form.is_bound and form.is_valid():
        at = timezone.now()
        given = [_given(comparisons.QUESTIONED, form.cleaned_data["text"])]
        for role in ("against", "own", "template"):
            given += [_given(role, one) for one in form.cleaned_data[role]]
        if _can_be_read(form, given):
            token = secrets.token_urlsafe(24)
            comparisons.forget_old(at)
            comparisons.keep(given, owner=int(request.user.pk or 0), token=token, at=at)
            return redirect("similarity", token)
    context = {"form": form, "trail": _trail()}
    return render(request, "literature/similarity_new.html", context, status=400 if form.errors else 200)


@require_safe
def report(request: HttpRequest, token: str) -> HttpResponse:
    found, form, similarity = _compared(request, token)
    shown = text_page.report(similarity)
    context = {
        "report": shown,
        "name": found.document.name,
        "token": token,
        "form": form,
        "gone_at": found.made_at + comparisons.KEPT_FOR,
        "unread": [{"file": name, "says": file_says(code)} for name, code in found.corpus.unread],
        "trail": [*_trail(reverse("similarity-new")), {"label": found.document.name}],
    }
    return render(request, "literature/similarity.html", context)


@require_safe
def report_file(request: HttpRequest, token: str, kind: str) -> HttpResponse | FileResponse:
    """The report to keep: DOCX to edit, PDF to file, JSON for programs."""
    if kind not in REPORTS:
        raise Http404
    from kembar.literature.reuse import paper as similarity_paper  # late: loads what writes papers
    from kembar.literature.reuse.report import as_data

    found, _form, similarity = _compared(request, token)
    if kind == "json":
        body = json.dumps(as_data(similarity), ensure_ascii=False, indent=2).encode()
    else:
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / f"report.{kind}"
            (similarity_paper.to_docx if kind == "docx" else similarity_paper.to_pdf)(similarity, path)
            body = path.read_bytes()
    stem = get_valid_filename(Path(found.document.name).stem or "text")[:80]
    return FileResponse(
        io.BytesIO(body), as_attachment=True, filename=f"{_('similarity')}-{stem}.{kind}", content_type=REPORTS[kind]
    )


@require_POST
def forget(request: HttpRequest, token: str) -> HttpResponse:
    if not comparisons.forget(token, owner=request.user.pk, at=timezone.now()):
        raise Http404(_("There is no such comparison, or its day is over."))
    messages.success(request, _("The texts and their report are gone."))
    return redirect("similarity-new")


def _given(role: str, file: UploadedFile[Any]) -> comparisons.Given:
    return comparisons.Given(role, Path(file.name or "text").name, file.read())


def _can_be_read(form: CompareForm, given: list[comparisons.Given]) -> bool:
    """Every text that cannot be read is told at its field; the text asked about and one other must be."""
    fields = {comparisons.QUESTIONED: "text"}
    readable = set()
    for one in given:
        try:
            document_of(one.data, one.name)
            readable.add(one.role)
        except DocumentError as error:
            form.add_error(fields.get(one.role, one.role), f"{one.name}: {file_says(error.code, error.detail)}")
    return not form.errors and len(readable) > 1


def _compared(request: HttpRequest, token: str) -> tuple[comparisons.Comparison, ExcludeForm, Similarity]:
    """The reader's own comparison, what the address leaves out of the count, and what follows."""
    found = comparisons.find(token, owner=request.user.pk, at=timezone.now())
    if found is None:
        raise Http404(_("There is no such comparison, or its day is over."))
    form = ExcludeForm(request.GET)
    form.is_valid()
    (similarity,) = compare([found.document], found.corpus, form.cleaned_data.get("exclude", ()), workers=1)
    return found, form, similarity


def _trail(up: str = "") -> list[dict[str, str]]:
    here = {"label": _("Similarity"), "url": up} if up else {"label": _("Similarity")}
    return [{"label": _("Literature"), "url": reverse("corpora")}, here]
