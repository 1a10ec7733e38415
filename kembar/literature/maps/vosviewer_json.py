"""How is a map exchanged with VOSviewer Online, whose files are JSON?

Items, links and clusters under ``network``, how to show them under ``config``, title and description under ``info``.
Numbers are rounded to four decimals as in the map file, so that both say the same.
"""

import json
import re
from typing import Any

import numpy as np
import numpy.typing as npt

from kembar.analysis.networks import from_links
from kembar.literature.maps.model import LiteratureMap, MapFileError
from kembar.literature.maps.vosviewer import MOST_CLUSTERS, refuse_repeated

TAG = re.compile(r"<[A-Za-z/!?]")


def _plain(value: float) -> int | float:
    value = round(value, 4)
    return int(value) if value == int(value) else value


def _json_id(one: str) -> int | str:
    return int(one) if one.isdigit() and str(int(one)) == one else one


def _marked(label: str) -> str:
    """VOSviewer Online takes labels for HTML: what looks like a tag is written so that it is shown as it stands."""
    return label.replace("<", "&lt;") if TAG.search(label) else label


def json_value(drawn: LiteratureMap) -> dict[str, Any]:
    """The map as VOSviewer Online reads it; *Links* and *Total link strength* are left out, as it computes them."""
    items: list[dict[str, Any]] = []
    weights = {k: v.tolist() for k, v in drawn.weights.items() if k not in ("Links", "Total link strength")}
    scores = {k: v.tolist() for k, v in drawn.scores.items()}
    xy = None if drawn.xy is None else drawn.xy.tolist()
    clusters = None if drawn.clusters is None else drawn.clusters.tolist()
    for i, one in enumerate(drawn.ids):
        item: dict[str, Any] = {"id": _json_id(one), "label": _marked(drawn.labels[i])}
        item |= {name: cells[i] for name, cells in drawn.texts.items() if cells[i]}
        if xy is not None:
            item |= {"x": round(xy[i][0], 4), "y": round(xy[i][1], 4)}
        if clusters is not None and 0 < clusters[i] <= MOST_CLUSTERS:
            item["cluster"] = clusters[i]
        if weights:
            item["weights"] = {name: _plain(v[i]) if v[i] == v[i] else 0 for name, v in weights.items()}
        if scores:
            item["scores"] = {name: _plain(v[i]) for name, v in scores.items() if v[i] == v[i]}
        items.append(item)
    network: dict[str, Any] = {"items": items}
    if drawn.network is not None:
        a, b, w = drawn.network.once()
        keys = [_json_id(one) for one in drawn.ids]
        network["links"] = [
            {"source_id": keys[i], "target_id": keys[j], "strength": _strength(s)}
            for i, j, s in zip(a.tolist(), b.tolist(), w.tolist(), strict=True)
        ]
    if drawn.cluster_labels:
        network["clusters"] = [
            {"cluster": c, "label": t} for c, t in sorted(drawn.cluster_labels.items()) if c <= MOST_CLUSTERS
        ]
    value: dict[str, Any] = {"network": network}
    if drawn.parameters:
        value["config"] = {"parameters": drawn.parameters}
    if drawn.title or drawn.description:
        value["info"] = {"title": drawn.title, "description": drawn.description}
    return value


def _strength(value: float) -> int | float:
    return int(value) if value == int(value) else value


def json_text(drawn: LiteratureMap) -> str:
    return json.dumps(json_value(drawn), ensure_ascii=False, separators=(",", ":")) + "\n"


def parse_json(text: str, file: str = "") -> LiteratureMap:
    """The map of a VOSviewer Online JSON.

    Raises MapFileError: ``json`` (line), ``no_network``, ``item`` and ``link`` (number and what is wrong), ``same_id``,
    ``unknown_item``.
    """
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise MapFileError("json", file=file, line=error.lineno, text=error.msg) from error
    network = value.get("network", value) if isinstance(value, dict) else None
    if not isinstance(network, dict) or not (network.get("items") or network.get("links")):
        raise MapFileError("no_network", file=file)
    links = _objects(network, "links", file)
    items = _objects(network, "items", file) or _items_of(links)
    for i, item in enumerate(items):
        for key in ("weights", "scores"):
            if not isinstance(item.get(key) or {}, dict):
                raise MapFileError("item", file=file, item=i + 1, column=key, text=str(item[key]))
    ids = tuple(str(item.get("id", "")) for item in items)
    refuse_repeated(ids, file)
    place = {one: i for i, one in enumerate(ids)}

    def number(item: dict[str, Any], i: int, name: str) -> float:
        given = item.get(name)
        if given is None:
            return np.nan
        if not _is_number(given):
            raise MapFileError("item", file=file, item=i + 1, column=name, text=str(given))
        return float(given)

    def columns(key: str) -> dict[str, npt.NDArray[np.float64]]:
        names = dict.fromkeys(name for item in items for name in (item.get(key) or {}))
        return {
            name: np.array([number(item.get(key) or {}, i, name) for i, item in enumerate(items)]) for name in names
        }

    xy = clusters = None
    if any("x" in item for item in items):
        xy = np.array([[number(item, i, "x"), number(item, i, "y")] for i, item in enumerate(items)])
        if np.isnan(xy).any():
            i, axis = (int(k) for k in np.argwhere(np.isnan(xy))[0])
            raise MapFileError("item", file=file, item=i + 1, column="xy"[axis], text="")
    if any("cluster" in item for item in items):
        clusters = np.nan_to_num([number(item, i, "cluster") for i, item in enumerate(items)]).astype(np.int64)
    pairs = np.zeros((len(links), 2), dtype=np.int32)
    strengths = np.ones(len(links))
    for i, link in enumerate(links):
        for end, name in enumerate(("source_id", "target_id")):
            if (one := str(link.get(name, ""))) not in place:
                raise MapFileError("unknown_item", file=file, id=one, count=1)
            pairs[i, end] = place[one]
        given = link.get("strength", 1)
        if not _is_number(given):
            raise MapFileError("link", file=file, link=i + 1, text=str(given))
        strengths[i] = given or 1.0  # VOSviewer Online counts a strength of 0 as 1
    known = {"id", "label", "x", "y", "cluster", "weights", "scores"}
    extra = dict.fromkeys(name for item in items for name in item if name not in known)
    info = value.get("info") if isinstance(value.get("info"), dict) else {}
    config = value.get("config") if isinstance(value.get("config"), dict) else {}
    parameters = config.get("parameters")
    return LiteratureMap(
        ids,
        tuple(str(item.get("label", item.get("id", ""))).replace("&lt;", "<") for item in items),
        from_links(len(ids), pairs[:, 0], pairs[:, 1], strengths) if links else None,
        xy,
        clusters,
        columns("weights"),
        columns("scores"),
        {name: tuple(str(item.get(name, "")) for item in items) for name in extra},
        cluster_labels={
            int(c["cluster"]): str(c.get("label", ""))
            for c in _objects(network, "clusters", file)
            if _is_number(c.get("cluster"))
        },
        title=str(info.get("title", "")),
        description=str(info.get("description", "")),
        parameters=dict(parameters) if isinstance(parameters, dict) else {},
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300


def _objects(network: dict[str, Any], key: str, file: str) -> list[dict[str, Any]]:
    """A list of objects. Raises MapFileError ``json_shape`` where something else stands."""
    found = network.get(key) or []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise MapFileError("json_shape", file=file, name=key)
    return found


def _items_of(links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ids = dict.fromkeys(str(link.get(end, "")) for link in links for end in ("source_id", "target_id"))
    return [{"id": one, "label": one} for one in ids]
