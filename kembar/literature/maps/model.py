"""What is a map of the literature? Items with places, clusters, weights and scores, and links, whoever made it."""

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from kembar.analysis.networks import Network

Floats = npt.NDArray[np.float64]


CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")


def on_one_line(text: str) -> str:
    """The text without line breaks, tabs and signs that no file of a map may hold; a blank stands for them."""
    return CONTROL.sub(" ", text) if CONTROL.search(text) else text


@dataclass(frozen=True)
class LiteratureMap:
    """Items by column, all of the same length, and the links between them (strengths before normalisation).

    ``xy`` is (n, 2) or None; ``clusters`` are numbers from 1, 0 where an item has none, or None; ``weights`` are not
    negative; a missing score is NaN; ``texts`` has further columns (sublabel, description, url, others); ``colours``
    are red, green, blue from 0 to 255, (n, 3).
    """

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    network: Network | None = None
    xy: Floats | None = None
    clusters: npt.NDArray[np.int64] | None = None
    weights: dict[str, Floats] = field(default_factory=dict)
    scores: dict[str, Floats] = field(default_factory=dict)
    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    colours: npt.NDArray[np.int64] | None = None
    cluster_labels: dict[int, str] = field(default_factory=dict)
    title: str = ""
    description: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def n(self) -> int:
        return len(self.ids)

    def __post_init__(self) -> None:
        # Whatever made the map: a label with a line break would break most of the files it is written to.
        for name in ("ids", "labels"):
            object.__setattr__(self, name, tuple(map(on_one_line, getattr(self, name))))
        object.__setattr__(self, "texts", {key: tuple(map(on_one_line, cells)) for key, cells in self.texts.items()})

    @property
    def all_weights(self) -> dict[str, Floats]:
        """The weights with *Links* and *Total link strength* first, computed from the links where there are any."""
        computed: dict[str, Floats] = {}
        if self.network is not None:
            computed = {
                "Links": self.network.links_of.astype(np.float64),
                "Total link strength": self.network.strength_of,
            }
        return computed | {name: values for name, values in self.weights.items() if name not in computed}


class MapFileError(ValueError):
    """A file that cannot be read as a map or a network: ``code`` says why, ``data`` where and what."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code = code
        self.data = data
