"""What does the page of a literature show at once: its map, its topics, what its coded studies tell?"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kembar.analysis.terms import term_key
from kembar.literature.maps import files as map_files
from kembar.literature.maps.asked import Asked, usual_for
from kembar.literature.maps.page import Shown, address, colour_class, topics
from kembar.literature.maps.stored import StoredMap
from kembar.literature.maps.words import KIND
from kembar.literature.models import Corpus
from kembar.literature.queries.coded import coded_works
from kembar.literature.queries.corpora import numbered
from kembar.literature.views.map_working import Waiting, obtain
from kembar.literature.views.showing import bar_rows
from kembar.literature.words import short_names
from kembar.ui import words
from kembar.values.languages import language

FIGURE_1 = ("sister city", "kerja sama", "pemerintah daerah", "paradiplomasi")
"""What document 004 names as linked (line 65), under its Figure 1 (line 61), whose picture its text lacks."""
MOST_TOPICS, MOST_IN_TOPIC = 12, 6


def overview(corpus: Corpus, *, is_review: bool) -> dict[str, Any]:
    """The usual map of a corpus, small, with its topics; begins to make it where nobody has."""
    asked = Asked(kind="terms") if is_review else usual_for(corpus.result.get("filled", {}), corpus.works_count)
    found = obtain(corpus, asked)
    context: dict[str, Any] = {"map": None, "topics": [], "figure_1": [], "is_coming": isinstance(found, Waiting)}
    if not isinstance(found, StoredMap):
        return context
    shown = Shown(corpus, asked, found)
    context["map"] = {
        "url": shown.url(),
        "picture": map_files.url(shown, "network.svg", bare="on"),
        "kind": KIND[asked.kind],
        "items": found.drawn.n,
    }
    context["topics"] = by_topic(corpus, asked, found, None if is_review else MOST_IN_TOPIC)
    if is_review:
        context["figure_1"] = rows = pairs(shown, FIGURE_1)
        context["figure_1_is_joined"] = _joins(rows)
    return context


def by_topic(corpus: Corpus, asked: Asked, found: StoredMap, most: int | None) -> list[dict[str, Any]]:
    """The works by the clusters of the map, each with its address, of each at most so many: those most of its kind."""
    whole = topics(found)
    groups = {cluster: numbers[:most] for cluster, numbers in sorted(whole.items())[:MOST_TOPICS]}
    wanted = [number for numbers in groups.values() for number in numbers]
    short = {one.number: name for one, name in short_names(corpus, numbered(corpus, wanted, len(wanted)))}
    return [
        {
            "label": found.drawn.cluster_labels.get(cluster, str(cluster)),
            "number": cluster,
            "colour": colour_class(cluster),
            "url": address(corpus, asked, cluster=cluster),
            "works": [{"number": number, "short": short[number]} for number in numbers],
            "rest": len(whole[cluster]) - len(numbers),
        }
        for cluster, numbers in groups.items()
    ]


def pairs(shown: Shown, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """For every two of these terms: in how many publications they stand together, and the address of their link."""
    at = {term_key(label): i for i, label in enumerate(shown.drawn.labels)}
    places = [at[term_key(name)] for name in names if term_key(name) in at]
    net, rows = shown.drawn.network, []
    for a, b in combinations(places, 2):
        begin, end = (int(net.first[a]), int(net.first[a + 1])) if net else (0, 0)
        near = (
            dict(zip(net.neighbours[begin:end].tolist(), net.strengths[begin:end].tolist(), strict=True)) if net else {}
        )
        strength = near.get(b, 0)
        ids = shown.drawn.ids
        rows.append(
            {
                "one": shown.drawn.labels[a],
                "other": shown.drawn.labels[b],
                "strength": words.number(strength, language()),
                "url": shown.url(item=ids[a], **{"with": ids[b]}) if strength else "",
            }
        )
    return rows


def _joins(rows: list[dict[str, Any]]) -> bool:
    """Whether one comes from each term to every other over the pairs that are linked."""
    names = {row[end] for row in rows for end in ("one", "other")}
    reached = set(list(names)[:1])
    for _step in names:
        reached |= {
            row[end] for row in rows if row["url"] and {row["one"], row["other"]} & reached for end in ("one", "other")
        }
    return reached == names


def coded(corpus: Corpus) -> dict[str, Any]:
    """Bars over the works of a corpus that were coded as studies: fields, factors, causes, findings."""
    found = coded_works(corpus)
    counted: dict[str, Counter[tuple[str, str, str]]] = {}
    for _number, one in found:
        for attribute, said in one.said.items():
            counted.setdefault(attribute, Counter()).update(said)
    charts = [
        {"label": attribute, "bars": bar_rows((word, n, url) for (_code, word, url), n in _ranked(counts))}
        for attribute, counts in counted.items()
    ]
    return {
        "coded_count": len(found),
        "coded_of": corpus.works_count,
        "coded_charts": charts,
        "coded_works": [
            {"title": one.title, "url": one.url, "work": reverse("corpus-work", args=[corpus.slug, number]),
             "year": str(one.year or _("undated"))}
            for number, one in found[:100]
        ],
    }  # fmt: skip


def _ranked(counts: Counter[tuple[str, str, str]]) -> list[tuple[tuple[str, str, str], int]]:
    return sorted(counts.items(), key=lambda row: (-row[1], row[0][1]))
