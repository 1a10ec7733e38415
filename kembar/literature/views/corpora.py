"""The shelf of corpora, one corpus with its bars, what was read from its files, and bringing one in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kembar.access.permissions import Denied
from kembar.access.queries import actor_of
from kembar.literature import shelf
from kembar.literature.actions import corpora as actions
from kembar.literature.actions.casebook import REVIEWED
from kembar.literature.forms import MOST_BYTES, MOST_BYTES_TOGETHER, MOST_FILES, CorpusForm, DescribeForm, MoreFilesForm
from kembar.literature.intake import take_in
from kembar.literature.labels import file_says
from kembar.literature.models import Corpus
from kembar.literature.permissions import may_change, may_decide
from kembar.literature.queries.corpora import visible
from kembar.literature.views import showing
from kembar.literature.views.guards import changes_corpus, reads_corpus, refusal
from kembar.literature.views.overview import coded, overview
from kembar.literature.views.working import QUICK, begin
from kembar.literature.words import said, title_of


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    rows: list[dict[str, Any]] = [
        {"corpus": one, "title": title_of(one), "about": said(one.about), "is_map": one.kind == Corpus.MAP}
        for one in visible(request.user)
    ]
    order = {"dokumen-004": 0, "buku-kasus": 1}
    rows.sort(key=lambda row: order.get(row["corpus"].slug, 2))
    return render(request, "literature/corpora.html", {"rows": rows, "trail": [{"label": _("Literature")}]})


@reads_corpus
def detail(request: Any, corpus: Corpus) -> HttpResponse:
    if corpus.kind == Corpus.MAP:
        return redirect("corpus-map", corpus.slug)
    context = showing.corpus_page(corpus)
    context |= {
        "trail": _trail({"label": title_of(corpus)}),
        "may_change": bool(may_change(request.asker, corpus)),
    }
    if corpus.state == Corpus.READY:
        context |= overview(corpus, is_review=corpus.slug == REVIEWED) | coded(corpus)
    return render(request, "literature/corpus.html", context)


@reads_corpus
def read(request: Any, corpus: Corpus) -> HttpResponse:
    """What was read from the files: formats, broken records, duplicates, fields filled."""
    context = showing.reading_page(corpus, request.GET.get("page"))
    context["trail"] = _trail(_step(corpus), {"label": _("What was read")})
    context["may_change"] = bool(may_change(request.asker, corpus))
    return render(request, "literature/read.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any) -> HttpResponse:
    form = CorpusForm(request.POST or None, request.FILES or None, user=request.user)
    unread: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        kept = _keep(form.cleaned_data["uploads"])
        unread = _all_unread(kept)
        if not unread:
            office = form.cleaned_data.get("office")
            by = actor_of(request.user, office)
            corpus = actions.bring_in(
                title=form.cleaned_data["title"], about=form.cleaned_data["about"], files=kept, office=office, by=by,
                at=timezone.now(),
            )  # fmt: skip
            begin(corpus, by, sum(one.size for one in kept))
            return redirect("corpus-read", corpus.slug)
    context = {"form": form, "unread": unread, "limits": limits(), "trail": _trail({"label": _("Bring literature in")})}
    return render(request, "literature/new.html", context, status=400 if request.method == "POST" else 200)


def limits() -> dict[str, int]:
    return {"files": MOST_FILES, "mb": MOST_BYTES >> 20, "mb_together": MOST_BYTES_TOGETHER >> 20}


def _keep(files: list[Any]) -> list[actions.Kept]:
    return [actions.Kept(one.name, *shelf.keep(one.chunks(), MOST_BYTES)) for one in files]


def _all_unread(kept: list[actions.Kept]) -> list[dict[str, str]]:
    """Why none of the files can be read, where they are small enough to be looked at now; else nothing."""
    if sum(one.size for one in kept) > QUICK:
        return []
    found = take_in([(one.name, shelf.path_of(one.sha256)) for one in kept])
    if found.records:
        return []
    told = [{"file": one.source, "says": file_says(one.code, one.detail)} for one in found.errors]
    return told + [
        {"file": one.source, "says": _("no record could be kept of it; the first fault is in line %(line)s.")
         % {"line": one.broken[0].line if one.broken else 1}}
        for one in found.reports
    ]  # fmt: skip


@changes_corpus
def manage(request: Any, corpus: Corpus) -> HttpResponse:
    """Adding files, what it is called, publishing, removing."""
    by = actor_of(request.user, corpus.office)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    answer = _DO[do](request, corpus, by) if do in _DO else None
    if isinstance(answer, HttpResponse):
        return answer
    describe = DescribeForm(initial={"title": title_of(corpus), "about": said(corpus.about)})
    context = {
        "corpus": corpus,
        "title": title_of(corpus),
        "files": corpus.files.all(),
        "more": MoreFilesForm(),
        "describe": describe,
        "limits": limits(),
        "may_decide": bool(may_decide(request.asker, corpus)),
        "trail": _trail(_step(corpus), {"label": _("Manage")}),
    }
    if answer is not None:
        context |= answer
    return render(request, "literature/manage.html", context, status=200 if answer is None else 400)


def _add(request: Any, corpus: Corpus, by: Any) -> HttpResponse | dict[str, Any]:
    form = MoreFilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return {"more": form}
    kept = _keep(form.cleaned_data["uploads"])
    fresh = actions.add_files(corpus=corpus, files=kept, by=by, at=timezone.now())
    if not fresh:
        messages.warning(request, _("These files are in this literature already; nothing was changed."))
        return redirect("corpus-manage", corpus.slug)
    corpus.refresh_from_db()
    begin(corpus, by, sum(one.size for one in corpus.files.all()))
    return redirect("corpus-read", corpus.slug)


def _take_out(request: Any, corpus: Corpus, by: Any) -> HttpResponse | dict[str, Any]:
    file = next((one for one in corpus.files.all() if str(one.pk) == request.POST.get("file")), None)
    if file is None:
        return {}
    if corpus.files.count() == 1:
        messages.error(request, _("This is the only file; remove the whole instead."))
        return redirect("corpus-manage", corpus.slug)
    actions.take_out_file(file=file, by=by, at=timezone.now())
    corpus.refresh_from_db()
    begin(corpus, by, sum(one.size for one in corpus.files.all()))
    return redirect("corpus-read", corpus.slug)


def _describe(request: Any, corpus: Corpus, by: Any) -> HttpResponse | dict[str, Any]:
    form = DescribeForm(request.POST)
    if not form.is_valid():
        return {"describe": form}
    actions.describe(corpus=corpus, **form.cleaned_data, by=by, at=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("corpus-manage", corpus.slug)


def _publish(request: Any, corpus: Corpus, by: Any) -> HttpResponse:
    _must_decide(request, corpus)
    shown = request.POST.get("published") == "1"
    actions.publish(corpus=corpus, is_published=shown, by=by, at=timezone.now())
    messages.success(request, _("Everybody can read it now.") if shown else _("Only you and your office read it now."))
    return redirect("corpus-manage", corpus.slug)


def _remove(request: Any, corpus: Corpus, by: Any) -> HttpResponse | dict[str, Any]:
    _must_decide(request, corpus)
    if request.POST.get("sure") != "1":
        return {"not_sure": True}
    count = corpus.works_count
    actions.remove(corpus=corpus, by=by, at=timezone.now())
    sentence = ngettext("Removed, with %(n)s publication.", "Removed, with %(n)s publications.", count)
    messages.success(request, sentence % {"n": count})
    return redirect("corpora")


def _must_decide(request: Any, corpus: Corpus) -> None:
    answer = may_decide(request.asker, corpus)
    if isinstance(answer, Denied):
        raise PermissionDenied(refusal(answer))


_DO: dict[str, Any] = {
    "add": _add, "take-out": _take_out, "describe": _describe, "publish": _publish, "remove": _remove,
}  # fmt: skip


def _step(corpus: Corpus) -> dict[str, str]:
    return {"label": title_of(corpus), "url": reverse("corpus", args=[corpus.slug])}


def _trail(*steps: dict[str, str]) -> list[dict[str, str]]:
    return [{"label": _("Literature"), "url": reverse("corpora")}, *steps]
