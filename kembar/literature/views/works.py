"""The works of a corpus: found, sorted, one of them whole, and all of them as a file."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kembar.literature.forms import WorksFilter
from kembar.literature.frames import record_of
from kembar.literature.labels import FIELD
from kembar.literature.models import Corpus, Work
from kembar.literature.queries.corpora import works_of
from kembar.literature.views import showing
from kembar.literature.views.guards import reads_corpus
from kembar.literature.words import title_of
from kembar.literature.writers import WRITERS

PER_PAGE = 50
ENDINGS = {"ris": "ris", "bib": "bibtex", "csv": "csv"}
TYPES = {"ris": "application/x-research-info-systems", "bib": "application/x-bibtex", "csv": "text/csv"}


@reads_corpus
def index(request: Any, corpus: Corpus) -> HttpResponse:
    form = WorksFilter(request.GET, corpus=corpus)
    wanted = form.wanted(request.GET.get("sort", ""))
    page = Paginator(works_of(corpus, wanted), PER_PAGE).get_page(request.GET.get("page"))
    asked = {name for name, value in form.cleaned_data.items() if value}
    context = {
        "corpus": corpus,
        "title": title_of(corpus),
        "form": form,
        "is_filtered": bool(asked),
        "rows_page": page,
        "rows": [showing.work_row(one) for one in page.object_list],
        "shown_of": {"shown": page.paginator.count, "all": corpus.works_count},
        "sort": wanted.order,
        "descending": wanted.descending,
        "columns": _columns(),
        "trail": _trail(corpus, {"label": _("Publications")}),
    }
    return render(request, "literature/works.html", context)


def _columns() -> list[dict[str, object]]:
    return [
        {"key": "title", "label": _("Publication")},
        {"key": "author", "label": _("Authors")},
        {"key": "year", "label": _("Year"), "css": "number"},
        {"key": "container", "label": FIELD["container"], "plain": True},
        {"key": "cited", "label": _("Times cited"), "css": "number"},
    ]


@reads_corpus
def detail(request: Any, corpus: Corpus, number: int) -> HttpResponse:
    work = Work.objects.filter(corpus=corpus, number=number).first()
    if work is None:
        raise Http404(
            _("This literature has no publication %(number)s; the last is %(last)s.")
            % {"number": number, "last": corpus.works_count}
        )
    context = showing.work_page(corpus, work)
    listed = {"label": _("Publications"), "url": reverse("corpus-works", args=[corpus.slug])}
    context["trail"] = _trail(corpus, listed, {"label": context["short"]})
    return render(request, "literature/work.html", context)


@reads_corpus
def export(request: Any, corpus: Corpus, kind: str) -> HttpResponse:
    """The works that the list shows under the same filters, as RIS, BibTeX or CSV."""
    if kind not in ENDINGS:
        raise Http404
    wanted = WorksFilter(request.GET, corpus=corpus).wanted(request.GET.get("sort", ""))
    rows = works_of(corpus, wanted).iterator(chunk_size=2000)
    text = WRITERS[ENDINGS[kind]]([record_of(one) for one in rows])
    mark = "\ufeff" if kind == "csv" else ""  # so that spreadsheets read it as UTF-8
    answer = HttpResponse(mark + text, content_type=f"{TYPES[kind]}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{corpus.slug}.{kind}"'
    return answer


def _trail(corpus: Corpus, *steps: dict[str, str]) -> list[dict[str, str]]:
    return [
        {"label": _("Literature"), "url": reverse("corpora")},
        {"label": title_of(corpus), "url": reverse("corpus", args=[corpus.slug])},
        *steps,
    ]
