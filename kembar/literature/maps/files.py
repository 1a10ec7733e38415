"""Which pictures and files does a map give, under which address, and how is each made?"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from kembar.literature.maps import graph_formats, vosviewer, vosviewer_json
from kembar.literature.maps.page import Shown, address
from kembar.literature.maps.pictures import Look, density_svg, network_svg, overlay_svg
from kembar.literature.maps.print_files import convert
from kembar.literature.maps.sentences import MEASURES
from kembar.literature.maps.stored import titled
from kembar.literature.maps.words import measure
from kembar.literature.words import title_of
from kembar.values.languages import language

PICTURES = ("network", "overlay", "density", "density-clusters")
TYPES = {
    "svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf", "txt": "text/plain",
    "json": "application/json", "graphml": "application/xml", "gexf": "application/xml", "gml": "text/plain",
    "net": "text/plain",
    "clu": "text/plain", "vec": "text/plain", "csv": "text/csv", "md": "text/markdown",
}  # fmt: skip
LOOK = Look(numbers=True)
BARE = Look(numbers=True, words=False)


def url(shown: Shown, name: str, score: str = "", **more: str) -> str:
    return address(shown.corpus, shown.asked, "corpus-map-file", name, score=score, **more)


def downloads(shown: Shown) -> list[dict[str, Any]]:
    """The files offered, by group."""
    pictures = ["network", *(["overlay"] if shown.drawn.scores else []), "density"]
    pictures += ["density-clusters"] if shown.drawn.clusters is not None else []
    words = {
        "network": _("Clusters"), "overlay": _("By year or score"), "density": _("Density"),
        "density-clusters": _("Density by clusters"),
    }  # fmt: skip
    groups = [
        {
            "label": words[name],
            "files": [{"label": kind.upper(), "url": url(shown, f"{name}.{kind}")} for kind in ("svg", "png", "pdf")],
        }
        for name in (pictures if shown.drawn.xy is not None else [])
    ]
    named = {
        "VOSviewer": (("map.txt", _("map")), ("network.txt", _("network")), ("map.json", "JSON")),
        _("Other programs"): (
            ("map.graphml", "GraphML"),
            ("map.gexf", "GEXF"),
            ("map.gml", "GML"),
            ("map.net", "Pajek"),
            ("map.clu", _("Pajek clusters")),
        ),
        _("Tables"): (("items.csv", _("items, CSV")), ("links.csv", _("links, CSV"))),
    }
    said = [(name, word) for name, word in _texts(shown)]
    groups += [
        {"label": label, "files": [{"label": word, "url": url(shown, name)} for name, word in files]}
        for label, files in [*named.items(), *([(_("Texts"), said)] if said else [])]
    ]
    return groups


def _texts(shown: Shown) -> list[tuple[str, str]]:
    found = [("methods.md", _("methods"))] if "methods" in shown.stored.said else []
    return found + ([("references.csv", _("references taken for one"))] if shown.stored.said.get("matches") else [])


def answer(shown: Shown, name: str, score: str = "", *, bare: bool = False) -> HttpResponse:
    """One file of the map; 404 for a name that is none of them. ``bare``: a picture without the words beneath it."""
    stem, _dot, kind = name.rpartition(".")
    if stem in PICTURES and kind in ("svg", "png", "pdf") and shown.drawn.xy is not None:
        svg = picture(shown, stem, score, bare)
        content: str | bytes = svg if kind == "svg" else convert(svg, kind)
    else:
        maker = _MAKERS.get(name)
        if maker is None:
            raise Http404
        content = maker(shown)
        if kind in ("txt", "csv") and not content.isascii():
            content = "\ufeff" + content
    charset = "" if isinstance(content, bytes) else "; charset=utf-8"
    found = HttpResponse(content, content_type=TYPES[kind] + charset)
    if kind != "svg":
        found["Content-Disposition"] = f'attachment; filename="{shown.corpus.slug}-{shown.asked.kind}-{name}"'
    return found


def picture(shown: Shown, name: str, score: str = "", bare: bool = False) -> str:
    """The SVG of one view, with title, legend and parameters; ``bare`` is the map alone, for a page that says them."""
    title, look = title_of(shown.corpus), BARE if bare else LOOK
    caption = "" if bare else shown.stored.said["caption"].get(language(), "")

    def say(words: str) -> str:
        return measure(words) if words in MEASURES else _(words)

    if name.startswith("density"):
        by_cluster = name == "density-clusters"
        return density_svg(shown.drawn, by_cluster=by_cluster, title=title, caption=caption, look=look, say=say)
    if name == "overlay":
        scores = shown.drawn.scores
        if not scores:
            raise Http404
        chosen = score if score in scores else next(iter(scores))
        return overlay_svg(shown.drawn, chosen, title=title, caption=caption, look=look, name=measure(chosen), say=say)
    return network_svg(shown.drawn, title=title, caption=caption, look=look, say=say)


def _for_file(shown: Shown) -> Any:
    return titled(shown.drawn, title_of(shown.corpus), shown.stored.said["caption"].get(language(), ""))


def _matches(shown: Shown) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["kept", "matched", "by"])
    table.writerows(shown.stored.said.get("matches", []))
    return out.getvalue()


_MAKERS: dict[str, Callable[[Shown], str]] = {
    "map.txt": lambda shown: vosviewer.map_text(shown.drawn),
    "network.txt": lambda shown: vosviewer.network_text(shown.drawn),
    "map.json": lambda shown: vosviewer_json.json_text(_for_file(shown)),
    "methods.md": lambda shown: shown.stored.said.get("methods", ""),
    "references.csv": _matches,
}
_MAKERS |= {
    name: (lambda shown, write=write: write(shown.drawn))  # type: ignore[misc]
    for files in graph_formats.FORMATS.values()
    for name, write in files.items()
}
