"""What does the page of a map show: picture, clusters, items, the neighbours and works of one, words and files?"""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.http import urlencode

from kembar.literature.maps.asked import Asked
from kembar.literature.maps.colours import DISTINCT
from kembar.literature.maps.pictures import weight_of
from kembar.literature.maps.stored import StoredMap
from kembar.literature.maps.words import YEARS, measure
from kembar.literature.models import Corpus
from kembar.literature.queries.corpora import numbered
from kembar.literature.words import short_names
from kembar.ui import words
from kembar.values.languages import language
from kembar.values.texts import search_key

MOST_NEIGHBOURS, MOST_WORKS, MOST_CLUSTERS = 60, 100, 60
VIEWS = ("network", "overlay", "density")
COMPUTED = ("Links", "Total link strength")


def address(corpus: Corpus, asked: Asked, name: str = "corpus-map", *arguments: str, **more: Any) -> str:
    """The address of this map, or of a file of it, with every parameter that is not the usual one."""
    extra = [(key, str(value)) for key, value in more.items() if value not in ("", None)]
    return f"{reverse(name, args=[corpus.slug, *arguments])}?{urlencode([*asked.spelt(), *extra])}"


def value_words(name: str, value: float) -> str | None:
    """A weight or score as it is shown; None where it is missing. Years have no thousands sign."""
    if not np.isfinite(value):
        return None
    if name in YEARS:
        text = f"{value:.1f}".removesuffix(".0")
        return text.replace(".", ",") if language() == "id" else text
    return words.number(float(value), language(), 0 if float(value).is_integer() else 2)


class Shown:
    """A map with its items ranked, for one page."""

    def __init__(self, corpus: Corpus, asked: Asked, stored: StoredMap, kept: dict[str, str] | None = None) -> None:
        """``kept``: what stays in every address of the page besides the parameters: the view, what is hidden."""
        self.corpus, self.asked, self.stored = corpus, asked, stored
        self.kept = kept or {}
        self.drawn = stored.drawn
        self.weights = self.drawn.all_weights
        own = [name for name in self.weights if name not in COMPUTED]
        self.columns = [*own[:2], *(name for name in COMPUTED if name in self.weights), *list(self.drawn.scores)[:3]]
        self.rank = weight_of(self.drawn)
        strength = self.weights.get("Total link strength", self.rank)
        self.order = np.lexsort((np.arange(self.drawn.n), -self.rank, -strength))
        self.place = {one: i for i, one in enumerate(self.drawn.ids)}

    # --- parts of the page

    def url(self, **more: Any) -> str:
        return address(self.corpus, self.asked, **(self.kept | more))

    def cluster_of(self, item: int) -> int:
        return int(self.drawn.clusters[item]) if self.drawn.clusters is not None else 0

    def clusters(self) -> list[dict[str, Any]]:
        """The clusters, largest first, with number, colour class, size and name."""
        if self.drawn.clusters is None:
            return []
        sizes = np.bincount(self.drawn.clusters[self.drawn.clusters >= 0])
        return [
            {
                "number": number,
                "colour": colour_class(number),
                "size": int(sizes[number]),
                "name": self.drawn.cluster_labels.get(number, ""),
                "url": self.url(cluster=number),
            }
            for number in range(1, len(sizes))
            if sizes[number]
        ]

    def selected(self, cluster: int | None, text: str, sort: str) -> list[int]:
        """The items that the table lists: of a cluster, with a word, sorted by a column or by cluster and strength."""
        rows = self.order
        if cluster is not None and self.drawn.clusters is not None:
            rows = rows[self.drawn.clusters[rows] == cluster]
        if wanted := [found for word in text.split() if (found := search_key(word))]:
            rows = np.array([i for i in rows if all(one in search_key(self.drawn.labels[i]) for one in wanted)], int)
        name = sort.removeprefix("-")
        if name == "label":
            chosen = sorted(rows.tolist(), key=lambda i: search_key(self.drawn.labels[i]))
            return chosen[::-1] if sort.startswith("-") else chosen
        if name.isdigit() and int(name) < len(self.columns):
            column = self.column(self.columns[int(name)])[rows]
            key = np.where(np.isfinite(column), column if not sort.startswith("-") else -column, np.inf)
            return [int(i) for i in rows[np.argsort(key, kind="stable")]]
        if self.drawn.clusters is not None:
            numbers = self.drawn.clusters[rows]
            key = np.where(numbers > 0, numbers, numbers.max(initial=0) + 1)
            rows = rows[np.argsort(-key if name == "cluster" and sort.startswith("-") else key, kind="stable")]
        return [int(i) for i in rows]

    def column(self, name: str) -> Any:
        return self.weights[name] if name in self.weights else self.drawn.scores[name]

    def row(self, item: int) -> dict[str, Any]:
        cluster = self.cluster_of(item)
        return {
            "id": self.drawn.ids[item],
            "index": item,
            "label": self.drawn.labels[item],
            "cluster": cluster,
            "colour": colour_class(cluster),
            "url": self.url(item=self.drawn.ids[item]),
            "cells": [
                {"label": measure(name), "value": value_words(name, float(self.column(name)[item]))}
                for name in self.columns
            ],
        }

    def heads(self) -> list[dict[str, Any]]:
        return [{"key": str(i), "label": measure(name), "css": "number"} for i, name in enumerate(self.columns)]

    # --- one item, one link, one cluster

    def item(self, item: int, other: int | None = None) -> dict[str, Any]:
        """One item with its neighbours, strongest first, and the works behind it, or behind its link to another."""
        found = self.row(item)
        net = self.drawn.network
        neighbours: list[dict[str, Any]] = []
        count = 0
        if net is not None:
            begin, end = int(net.first[item]), int(net.first[item + 1])
            near, strength = net.neighbours[begin:end], net.strengths[begin:end]
            count = len(near)
            for k in np.lexsort((near, -strength))[:MOST_NEIGHBOURS]:
                one = int(near[k])
                neighbours.append(
                    {
                        "label": self.drawn.labels[one],
                        "cluster": self.cluster_of(one),
                        "colour": colour_class(self.cluster_of(one)),
                        "strength": words.number(float(strength[k]), language()),
                        "url": self.url(item=self.drawn.ids[one]),
                        "link_url": self.url(item=self.drawn.ids[item], **{"with": self.drawn.ids[one]}),
                        "is_with": one == other,
                    }
                )
        found |= {"neighbours": neighbours, "neighbour_count": count, "name": self._cluster_name(item)}
        found |= self._texts(item)
        numbers = set(self.stored.works_of(item))
        if other is not None:
            theirs = set(self.stored.works_of(other))
            numbers = numbers | theirs if self.asked.kind in ("citations", "coupling") else numbers & theirs
            found["with"] = self.drawn.labels[other]
        return found | self._works(numbers)

    def cluster(self, number: int) -> dict[str, Any]:
        """One cluster with the works that belong to it: those most of whose items are in it."""
        ranked = topics(self.stored).get(number, [])
        name = self.drawn.cluster_labels.get(number, "")
        found = {"number": number, "colour": colour_class(number), "name": name, "url": self.url(cluster=number)}
        return found | self._works(ranked)

    def _cluster_name(self, item: int) -> str:
        return self.drawn.cluster_labels.get(self.cluster_of(item), "")

    def _texts(self, item: int) -> dict[str, Any]:
        texts = {name: cells[item] for name, cells in self.drawn.texts.items() if cells[item]}
        url = texts.get("url", "")
        described = html.unescape(strip_tags(texts.get("description", "")))
        return {
            "sublabel": texts.get("sublabel", ""),
            "description": described,
            "web": url if url.startswith(("http://", "https://")) else "",
        }

    def _works(self, numbers: Iterable[int]) -> dict[str, Any]:
        numbers = list(numbers)
        rows = numbered(self.corpus, numbers, MOST_WORKS) if numbers else []
        return {
            "works": [{"work": one, "short": short} for one, short in short_names(self.corpus, rows)],
            "work_count": len(numbers),
            "has_works": self.stored.has_works,
        }


def colour_class(cluster: int) -> str:
    """The class that colours a cluster's number; none beyond the palette."""
    return f"cluster-{cluster}" if 0 < cluster <= len(DISTINCT) else "cluster-other"


def topics(stored: StoredMap) -> dict[int, list[int]]:
    """Works by the cluster that most of their items are in (ties: the lower number), those with most items first."""
    clusters = stored.drawn.clusters
    if clusters is None or not stored.has_works:
        return {}
    owner = np.repeat(clusters, np.diff(stored.behind))
    pairs, votes = np.unique(np.stack([stored.works, owner]), axis=1, return_counts=True)
    best: dict[int, tuple[int, int]] = {}
    for work, cluster, n in zip(pairs[0].tolist(), pairs[1].tolist(), votes.tolist(), strict=True):
        if cluster > 0 and n > best.get(work, (0, 0))[0]:
            best[work] = (n, cluster)
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for work, (n, cluster) in best.items():
        found[cluster].append((-n, work))
    return {cluster: [work for _n, work in sorted(rows)] for cluster, rows in found.items()}


FIRST_LINKS = 4000
"""Links that come with the map: those that are drawn at first and more; the others are asked for once it is drawn."""
MOST_LINKS = 50_000
"""Links sent to the browser, the strongest; a map of 10,000 items has some 100,000."""


def drawing_data(stored: StoredMap) -> dict[str, Any]:
    """The map for the browser, as small as JSON allows: columns, places as whole numbers, the strongest links.

    ``l``: item, item, strength, one after another, strongest first; ``all``: how many links there are; ``k`` and ``t``:
    links and total link strength of every item; ``ids`` None counts from 1; ``d``: the mean distance between
    items, which is 1 in the layouts made here.
    """
    drawn = stored.drawn
    xy = np.zeros((drawn.n, 2)) if drawn.xy is None else drawn.xy
    spread = float(np.abs(xy).max(initial=0)) or 1.0
    flat = np.round(xy / spread * 30_000).astype(int)
    net = drawn.network
    data: dict[str, Any] = {
        "ids": None if drawn.ids == tuple(str(i + 1) for i in range(drawn.n)) else drawn.ids,
        "labels": drawn.labels,
        "x": flat[:, 0].tolist(),
        "y": flat[:, 1].tolist(),
        "c": [0] * drawn.n if drawn.clusters is None else drawn.clusters.tolist(),
        "w": _short(weight_of(drawn)),
        "z": [None if not np.isfinite(z) else float(z) for z in stored.zooms],
        "k": [0] * drawn.n if net is None else net.links_of.tolist(),
        "t": [0] * drawn.n if net is None else _short(net.strength_of),
        "d": round(30_000 / spread, 1),
        "l": strongest_links(stored, 0, FIRST_LINKS),
        "all": 0 if net is None else int(net.n_links),
        "scores": {},
    }
    for name, values in drawn.scores.items():
        data["scores"][name] = [None if not np.isfinite(v) else round(float(v), 3) for v in values]
    return data


def strongest_links(stored: StoredMap, begin: int, end: int) -> list[float]:
    """Links by strength from one place to another: item, item, strength, one after another."""
    if stored.drawn.network is None:
        return []
    a, b, strength = stored.drawn.network.once()
    keep = np.argsort(-strength, kind="stable")[begin:end]
    return _short(np.stack([a[keep], b[keep], strength[keep]], axis=1).ravel())


def _short(values: Any) -> list[float]:
    """Numbers with at most three decimals, whole ones without."""
    return [int(v) if v == int(v) else v for v in np.round(np.asarray(values, float), 3).tolist()]
