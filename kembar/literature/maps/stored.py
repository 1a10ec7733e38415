"""How is a finished map kept, so that it is computed once and every page, picture and file is made from it?

One file of arrays (NumPy's, without pickled objects) under the key of its parameters, in a folder that may
be emptied at any time: what is missing is computed again. Maps that are looked at stay, the others go.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from django.conf import settings

from kembar.analysis.networks import Network
from kembar.literature.maps.model import LiteratureMap

MOST_KEPT, MOST_BYTES = 400, 1 << 30
"""Maps kept on the disk, and bytes of all; a usual one is 20 to 200 KB, one of 10,000 items about 5 MB."""


@dataclass(frozen=True)
class StoredMap:
    """A map, the works behind its items, and what is said of it.

    ``zooms``: from which zoom on the label of each item is shown. ``works[behind[i]:behind[i + 1]]`` are the numbers of
    the works behind item i. ``said`` has texts by language: ``caption``, ``paragraph``; and ``methods``, ``figures``,
    ``notes``, ``isolated``, ``outside``, ``matches``.
    """

    drawn: LiteratureMap
    zooms: npt.NDArray[np.float64]
    behind: npt.NDArray[np.int64]
    works: npt.NDArray[np.int64]
    said: dict[str, Any] = field(default_factory=dict)

    def works_of(self, item: int) -> list[int]:
        """Numbers of the works behind an item."""
        return [int(one) for one in self.works[self.behind[item] : self.behind[item + 1]]]

    @property
    def has_works(self) -> bool:
        return bool(len(self.works))


def folder() -> Path:
    return Path(settings.HOME) / "maps"


def _path(key: str) -> Path:
    return folder() / f"{key}.npz"


def is_kept(key: str) -> bool:
    return _path(key).exists()


def keep(key: str, made: StoredMap) -> None:
    """This will write a map under its key, whole or not at all, and let the oldest go."""
    folder().mkdir(parents=True, exist_ok=True)
    drawn = made.drawn
    words = {
        "ids": drawn.ids,
        "labels": drawn.labels,
        "texts": drawn.texts,
        "cluster_labels": {str(number): name for number, name in drawn.cluster_labels.items()},
        "weights": list(drawn.weights),
        "scores": list(drawn.scores),
        "title": drawn.title,
        "description": drawn.description,
        "said": made.said,
    }
    arrays: dict[str, Any] = {"zooms": made.zooms, "behind": made.behind, "works": made.works}
    arrays["words"] = np.frombuffer(json.dumps(words, ensure_ascii=False).encode("utf-8", "replace"), np.uint8)
    for name, values in (("xy", drawn.xy), ("clusters", drawn.clusters), ("colours", drawn.colours)):
        if values is not None:
            arrays[name] = values
    if drawn.network is not None:
        network = drawn.network
        arrays |= {"first": network.first, "neighbours": network.neighbours, "strengths": network.strengths}
    arrays |= {f"weight{place}": values for place, values in enumerate(drawn.weights.values())}
    arrays |= {f"score{place}": values for place, values in enumerate(drawn.scores.values())}
    handle, name = tempfile.mkstemp(dir=folder(), prefix=".coming-")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, **arrays)
        os.replace(name, _path(key))
    finally:
        Path(name).unlink(missing_ok=True)
    _failure(key).unlink(missing_ok=True)
    load.cache_clear()
    _let_the_oldest_go()


@lru_cache(maxsize=6)
def load(key: str) -> StoredMap:
    """The map kept under a key. Raises FileNotFoundError where there is none."""
    os.utime(_path(key))  # what is looked at stays
    with np.load(_path(key), allow_pickle=False) as held:
        arrays = {name: held[name] for name in held.files}
    words = json.loads(arrays["words"].tobytes().decode("utf-8"))
    network = Network(arrays["first"], arrays["neighbours"], arrays["strengths"]) if "first" in arrays else None
    drawn = LiteratureMap(
        tuple(words["ids"]),
        tuple(words["labels"]),
        network,
        arrays.get("xy"),
        arrays.get("clusters"),
        {name: arrays[f"weight{place}"] for place, name in enumerate(words["weights"])},
        {name: arrays[f"score{place}"] for place, name in enumerate(words["scores"])},
        {name: tuple(cells) for name, cells in words["texts"].items()},
        arrays.get("colours"),
        {int(number): name for number, name in words["cluster_labels"].items()},
        words["title"],
        words["description"],
    )
    return StoredMap(drawn, arrays["zooms"], arrays["behind"], arrays["works"], words["said"])


def titled(drawn: LiteratureMap, title: str, description: str) -> LiteratureMap:
    """The map with a title and what is said under it, as its files carry them."""
    return replace(drawn, title=title, description=description)


# --- what could not be made ------------------------------------------------------------------------------------------


def _failure(key: str) -> Path:
    return folder() / f"{key}.failure.json"


def keep_failure(key: str, code: str, data: dict[str, Any]) -> None:
    """This will write down why there is no map under a key, for the page that waits for it."""
    folder().mkdir(parents=True, exist_ok=True)
    _failure(key).write_text(json.dumps({"code": code, "data": data}, default=str), encoding="utf-8")
    _let_the_oldest_go()


def failure_of(key: str) -> tuple[str, dict[str, Any]] | None:
    """Why there is no map under a key, or None."""
    if not _failure(key).exists():
        return None
    told = json.loads(_failure(key).read_text(encoding="utf-8"))
    return told["code"], told["data"]


def forget_failure(key: str) -> None:
    """This will have the map tried again."""
    _failure(key).unlink(missing_ok=True)


def _let_the_oldest_go() -> None:
    """Of the maps those not looked at for longest; of what is written of failures, which is small, the oldest too."""
    for pattern in ("*.npz", "*.failure.json"):
        rows = sorted(((found.st_mtime, found.st_size, path) for path, found in _found(pattern)), reverse=True)
        together = 0
        for place, (_at, size, path) in enumerate(rows):
            together += size
            if place >= MOST_KEPT or (place and together > MOST_BYTES):
                path.unlink(missing_ok=True)


def _found(pattern: str) -> list[tuple[Path, os.stat_result]]:
    return [(path, path.stat()) for path in folder().glob(pattern)]
