"""How does a corpus, or a file somebody brought, become the map that was asked for?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from django.utils.translation import gettext, override

from kembar import __version__
from kembar.analysis.labels import text_width, zoom_levels
from kembar.analysis.networks import NetworkError
from kembar.literature.maps import cost as map_cost
from kembar.literature.maps import vosviewer
from kembar.literature.maps.asked import OF_WORKS, Asked, thesaurus_of
from kembar.literature.maps.from_records import Built, network_of
from kembar.literature.maps.mapping import FinishedMap, make_map, name_clusters
from kembar.literature.maps.methods import methods_md, number, paragraph
from kembar.literature.maps.model import LiteratureMap, MapFileError
from kembar.literature.maps.output import caption
from kembar.literature.maps.pictures import Look, placed
from kembar.literature.maps.stored import StoredMap
from kembar.literature.records import Record

LANGUAGES = ("id", "en")
SMALLEST = 0.2
"""The smallest map that labels are placed for, against the sheet of the static picture."""
Tell = Callable[[str], None]


def _quiet(_stage: str) -> None:
    return


def from_records(records: Sequence[Record], asked: Asked, source: dict[str, str], tell: Tell = _quiet) -> StoredMap:
    """The map of records; works are numbered from 1 in their order. ``source`` names the corpus by language.

    Raises NetworkError, MapFileError (``no_items``, those of ``map_cost``) and ThesaurusError.
    """
    tell("network")
    map_cost.check_before(records, asked)
    built = network_of(
        records,
        asked.kind,
        counting=asked.counting,
        least=asked.least,
        thesaurus=thesaurus_of(asked.thesaurus),
        most=asked.most if asked.kind.startswith("coauthors") else None,
    )
    map_cost.check_after(built.items.network, asked)
    tell("layout")
    made = built.finish(asked.parameters())
    tell("labels")
    behind = _behind(built, made, asked.kind)
    said = _said(made, source, built)
    return StoredMap(made.drawn, label_zooms(made.drawn), *behind, said)


def _behind(built: Built, made: FinishedMap, kind: str) -> tuple[Any, Any]:
    """The works behind every item that stayed, one after another, and where those of each begin."""
    if kind in OF_WORKS:
        rows = [np.array([built.items.labels[place]]) for place in made.kept]
    else:
        rows = [np.asarray(built.items.documents[place]) for place in made.kept]
    first = np.concatenate([[0], np.cumsum([len(one) for one in rows])]).astype(np.int64)
    return first, (np.concatenate(rows).astype(np.int64) + 1 if rows else np.zeros(0, np.int64))


def _said(made: FinishedMap, source: dict[str, str], built: Built | None = None) -> dict[str, Any]:
    origin = built.origin if built else None
    said: dict[str, Any] = {"caption": {}, "paragraph": {}}
    for language in LANGUAGES:
        with override(language):
            said["caption"][language] = caption(made, gettext, language, source.get(language, ""))
        said["paragraph"][language] = paragraph(made, language, __version__, origin)
    return said | {
        "methods": methods_md(made, __version__, origin),
        "figures": made.figures(),
        "notes": built.notes if built else {},
        "isolated": list(made.isolated[:500]),
        "outside": list(made.outside[:500]),
        "isolated_count": len(made.isolated),
        "outside_count": len(made.outside),
        "matches": [[one.kept, one.variant, one.by] for one in built.matches] if built else [],
    }


def label_zooms(drawn: LiteratureMap) -> Any:
    """From which zoom on each label is shown, 1 being the sheet of the static picture, a phone's a quarter of it."""
    if drawn.xy is None or not drawn.n:
        return np.zeros(drawn.n)
    look = Look()
    at = placed(drawn, look)
    shown = [label[: look.label_length] for label in drawn.labels]
    root = np.sqrt(at.weight / (float(at.weight.mean()) or 1.0))
    sizes = np.clip(at.scale * (9 + 4 * root), 11, 26)  # as map.js draws them: small letters of a print are too small
    widths = np.array([text_width(text, size) for text, size in zip(shown, sizes, strict=True)])
    return np.round(zoom_levels(at.xy * SMALLEST, widths * 1.08, sizes * 1.3, at.weight, most=400.0) * SMALLEST, 3)


# --- from files ------------------------------------------------------------------------------------------------------


def read_map_files(files: Sequence[tuple[str, Path]]) -> LiteratureMap:
    """The map of one or two files (name to show, where the bytes lie): JSON; map; network; or map and network.

    Raises MapFileError with the file's own name: those of the readers, ``two_maps``, ``two_networks``, ``too_many``.
    """
    maps: list[tuple[str, Path]] = []
    links: list[tuple[str, Path]] = []
    for name, path in files:
        (maps if _is_map(name, path) else links).append((name, path))
    if len(maps) > 1 or len(links) > 1:
        raise MapFileError("two_maps" if len(maps) > 1 else "two_networks", files=", ".join(n for n, _p in files))
    if not maps:
        return _network_alone(*links[0])
    name, path = maps[0]
    drawn: LiteratureMap = _named(name, lambda: vosviewer.read_map(path))
    if links:
        drawn = _named(links[0][0], lambda: vosviewer.join(drawn, _links(links[0][1]), links[0][0]))
    if drawn.network is None and drawn.xy is None:
        raise MapFileError("no_links_no_places", file=name)
    if not drawn.n:
        raise MapFileError("no_network", file=name)
    return drawn


def _is_map(name: str, path: Path) -> bool:
    text = _named(name, lambda: vosviewer.decode(vosviewer.read_bytes(path), name))
    first = text.lstrip().split("\n", 1)[0]
    if first.startswith("{"):
        return True
    head = {cell.strip().strip('"').lower() for cell in first.split(vosviewer.delimiter_of(first))}
    return bool(head & {"id", "label"})


def _links(path: Path) -> vosviewer.LinkFile:
    links = vosviewer.read_network(path)
    try:
        links.network()
    except NetworkError as error:
        position = error.data.get("position")
        if position is None:
            raise
        line = int(position) + 1 if links.line_of is None else int(links.line_of[position])
        strength = f"{links.strengths[position]:g}"
        raise MapFileError(error.code, file="", line=line, text=strength, strength=strength) from error
    return links


def _network_alone(name: str, path: Path) -> LiteratureMap:
    links = _named(name, lambda: _links(path))
    return LiteratureMap(links.ids, links.ids, links.network())


def _named(name: str, read: Callable[[], Any]) -> Any:
    """What ``read`` gives; a refusal names the file as its owner does, not where its bytes lie."""
    try:
        return read()
    except MapFileError as error:
        raise MapFileError(error.code, **(error.data | {"file": name})) from error


def from_file(drawn: LiteratureMap, asked: Asked, source: dict[str, str], tell: Tell = _quiet) -> StoredMap:
    """The map of a file: as it stands where it has places and clusters, else clustered and laid out.

    Raises NetworkError, MapFileError (those of ``map_cost``).
    """
    nothing = np.zeros(drawn.n + 1, np.int64), np.zeros(0, np.int64)
    is_whole = drawn.xy is not None and drawn.clusters is not None
    if drawn.network is None or (is_whole and not asked.again):
        tell("labels")
        drawn = drawn if drawn.cluster_labels else replace(drawn, cluster_labels=name_clusters(drawn))
        return StoredMap(drawn, label_zooms(drawn), *nothing, _said_of_file(drawn, source))
    map_cost.check_after(drawn.network, asked)
    tell("layout")
    own = {name: values for name, values in drawn.weights.items() if name not in ("Links", "Total link strength")}
    made = make_map(
        drawn.network, drawn.labels, ids=drawn.ids, weights=own, scores=drawn.scores, texts=drawn.texts,
        parameters=asked.parameters(),
    )  # fmt: skip
    tell("labels")
    nothing = np.zeros(made.drawn.n + 1, np.int64), np.zeros(0, np.int64)
    return StoredMap(made.drawn, label_zooms(made.drawn), *nothing, _said(made, source))


def _said_of_file(drawn: LiteratureMap, source: dict[str, str]) -> dict[str, Any]:
    said: dict[str, Any] = {"caption": {}, "paragraph": {}}
    links = drawn.network.n_links if drawn.network else 0
    for language in LANGUAGES:
        with override(language):
            words = gettext("%(source)s; %(items)s items, %(links)s links; places and clusters as in the file.")
            said["caption"][language] = words % {
                "source": source.get(language, ""),
                "items": number(drawn.n, language),
                "links": number(links, language),
            }
    return said | {"figures": {"items": drawn.n, "links": links}, "notes": {}}
