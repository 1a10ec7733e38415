"""What do the pages of a corpus and a work show? Rows and reports turned into what templates take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kembar.literature.labels import FIELD, FORMAT, MERGED_BY, WORK_KIND, broken_says, file_says, note_says
from kembar.literature.languages import code_of
from kembar.literature.models import Corpus, Work
from kembar.literature.queries.corpora import WantedWorks, counted_by, works_of, years_of
from kembar.literature.readers import NUMBERED
from kembar.literature.words import said, short_names, title_of
from kembar.ui import words
from kembar.values.texts import search_key

MERGES_PER_PAGE = 100
MOST_AUTHORS = 6


def bar_rows(counted: Iterable[tuple[Any, int, str]]) -> list[dict[str, Any]]:
    """Bars of (label, number, address or ""), each with its share of the longest, in per cent."""
    rows = list(counted)
    longest = max((n for _label, n, _url in rows), default=0) or 1
    return [{"label": label, "n": n, "url": url, "share": round(100 * n / longest, 1)} for label, n, url in rows]


def corpus_page(corpus: Corpus) -> dict[str, Any]:
    listed = reverse("corpus-works", args=[corpus.slug])
    years, undated = years_of(corpus)
    dated = [year for year, _n in years]
    return {
        "corpus": corpus,
        "title": title_of(corpus),
        "about": said(corpus.about),
        "span": f"{dated[0]}–{dated[-1]}" if dated else None,
        "undated": undated,
        "undated_url": f"{listed}?lacking=year",
        "years": bar_rows((str(year), n, f"{listed}?first={year}&last={year}") for year, n in years),
        "kinds": bar_rows(
            (WORK_KIND.get(code, code), n, f"{listed}?kind={code}") for _form, code, n in counted_by(corpus, "kind")
        ),
        "languages": bar_rows((_tongue(code), n, "") for _form, code, n in counted_by(corpus, "language", code_of)),
        "journals": bar_rows(
            (name, n, f"{listed}?{urlencode({'q': name})}")
            for name, _key, n in counted_by(corpus, "container", search_key)
            if n > 1
        ),
        "authors": bar_rows(
            (name, n, f"{listed}?{urlencode({'q': name})}") for name, n in corpus.result.get("authors", [])
        ),
        "filled": filled_rows(corpus),
    }


def filled_rows(corpus: Corpus) -> list[dict[str, Any]]:
    """How many works have each field that maps and bars need, and where those without are listed."""
    listed = reverse("corpus-works", args=[corpus.slug])
    filled: Mapping[str, int] = corpus.result.get("filled", {})
    return [
        {
            "label": FIELD[name],
            "n": n,
            "share": n / corpus.works_count if corpus.works_count else 0,
            "lacking": corpus.works_count - n,
            "url": f"{listed}?lacking={name}",
        }
        for name, n in filled.items()
    ]


def _tongue(text: str) -> str:
    """A language by its name in the reader's; as the file writes it where it names none that is known."""
    code = code_of(text)
    return words.language_name(code, (get_language() or "id")[:2]) if len(code) == 2 else text


def work_row(work: Work) -> dict[str, Any]:
    rest = len(work.authors) - MOST_AUTHORS
    return {
        "work": work,
        "authors": "; ".join(work.authors[:MOST_AUTHORS]),
        "rest": rest if rest > 0 else 0,
        "kind": WORK_KIND.get(work.kind, work.kind) if work.kind else "",
    }


def work_page(corpus: Corpus, work: Work) -> dict[str, Any]:
    """One work: what the maps use first, then every field of its file, then where it was read and what was merged."""
    data = work.data
    pages = "–".join(one for one in (data.get("first_page", ""), data.get("last_page", "")) if one)
    numbers = [
        (FIELD["container"], work.container),
        (_("Volume"), data.get("volume", "")),
        (_("Issue"), data.get("issue", "")),
        (_("Pages"), pages),
        (_("Publisher"), data.get("publisher", "")),
        (_("Kind"), WORK_KIND.get(work.kind, work.kind) if work.kind else ""),
        (FIELD["language"], _tongue(work.language) if work.language else ""),
        (_("Countries"), ", ".join(data.get("countries", ()))),
    ]
    return {
        "corpus": corpus,
        "title": title_of(corpus),
        "work": work,
        "short": short_names(corpus, [work])[0][1],
        "facts": [{"term": term, "value": value} for term, value in numbers if value],
        "doi_url": f"https://doi.org/{work.doi}" if work.doi else "",
        "url": data.get("url", "") if str(data.get("url", "")).startswith(("http://", "https://")) else "",
        "keywords": [*data.get("keywords", ()), *data.get("index_keywords", ())],
        "abstract": data.get("abstract", ""),
        "affiliations": data.get("affiliations", ()),
        "references": data.get("references", ()),
        "fields": [] if corpus.origin == "casebook" else sorted(data.get("fields", {}).items()),
        "file": data.get("source", ""),
        "line": data.get("line"),
        "format": FORMAT.get(data.get("format", ""), data.get("format", "")),
        "numbered": data.get("format") in NUMBERED,
        "merged": [one | {"says": MERGED_BY.get(one["by"], one["by"])} for one in work.merged],
        "is_casebook": corpus.origin == "casebook",
    }


def reading_page(corpus: Corpus, page: str | None) -> dict[str, Any]:
    result = corpus.result
    files = [
        one
        | {
            "format_label": FORMAT.get(one["format"], one["format"]),
            "numbered": one["format"] in NUMBERED,
            "broken": [row | {"says": broken_says(row["code"])} for row in one["broken"]],
            "not_listed": one["broken_count"] - len(one["broken"]),
            "notes": [{"says": note_says(code), "n": n} for code, n in one["notes"].items()],
        }
        for one in result.get("files", [])
    ]
    merged = Paginator(works_of(corpus, WantedWorks(merged=True)), MERGES_PER_PAGE).get_page(page)
    return {
        "corpus": corpus,
        "title": title_of(corpus),
        "filled": filled_rows(corpus),
        "files": files,
        "unread": [one | {"says": file_says(one["code"], one["detail"])} for one in result.get("unread", [])],
        "told": any(one["notes"] or one["broken"] for one in files),
        "broken_count": sum(one["broken_count"] for one in files),
        "rows_page": merged,
        "merged": [
            {"work": one, "rows": [row | {"says": MERGED_BY.get(row["by"], row["by"])} for row in one.merged]}
            for one in merged.object_list
        ],
    }
