"""Which map does a reader ask for? Every parameter that decides it, as it stands in the address of the page.

The same parameters on the same edition of a corpus are one map (``key``), computed once.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from kembar import __version__
from kembar.analysis.layout import DESKTOP_EXPONENTS
from kembar.analysis.terms import Thesaurus, ThesaurusError, term_key
from kembar.literature.maps.mapping import MapParameters

KINDS = (
    "keywords", "terms", "coauthors", "coauthors_organisations", "coauthors_countries", "citations", "coupling",
    "cocitation",
)  # fmt: skip
NEEDS = {
    "keywords": ("keywords",),
    "terms": ("title",),
    "coauthors": ("authors",),
    "coauthors_organisations": ("affiliations",),
    "coauthors_countries": ("affiliations", "countries"),
    "citations": ("references",),
    "coupling": ("references",),
    "cocitation": ("references",),
}
"""The fields of a record that each kind of map links; one of them is enough."""
OF_WORKS = ("citations", "coupling")
"""Kinds of maps whose items are the publications themselves."""
FORM = 5
"""Raised when what is kept of a map changes, so that maps kept before are made anew."""


@dataclass(frozen=True)
class Asked:
    """The parameters of a map; ``attraction`` and ``repulsion`` None take those usual for the kind.

    ``counting`` "" is as usual: binary for terms, full else. ``thesaurus`` has one replacement a line,
    ``label = replacement``; nothing after the sign ignores the label.
    ``again`` is for a map from a file: clustered and laid out anew, though the file has places and clusters.
    """

    kind: str = "keywords"
    counting: str = ""
    most: int | None = None
    least: int | None = None
    thesaurus: str = ""
    normalisation: str = "association"
    resolution: float = 1.0
    min_size: int = 1
    attraction: int | None = None
    repulsion: int | None = None
    mode: str = ""
    starts: int = 10
    seed: int = 0
    largest: bool = False
    isolated: bool = False
    again: bool = False

    def key(self, edition: str) -> str:
        """The name of the map: changes with any parameter, with the corpus and with the version that makes it."""
        said = json.dumps([FORM, __version__, edition, asdict(self)], sort_keys=True)
        return hashlib.sha256(said.encode("utf-8")).hexdigest()[:40]

    @property
    def counted(self) -> str:
        """How publications count where nothing was asked for."""
        return self.counting or ("binary" if self.kind == "terms" else "full")

    def parameters(self) -> MapParameters:
        usual = DESKTOP_EXPONENTS.get(self.kind, (2, 1))
        return MapParameters(
            normalisation=self.normalisation,
            resolution=self.resolution,
            min_cluster_size=self.min_size,
            cluster_starts=self.starts,
            attraction=usual[0] if self.attraction is None else self.attraction,
            repulsion=usual[1] if self.repulsion is None else self.repulsion,
            mode=self.mode,
            seed=self.seed,
            largest_component=self.largest,
            keep_isolated=self.isolated,
        )

    def spelt(self) -> list[tuple[str, str]]:
        """The parameters that differ from the usual, as they stand in an address; the kind always."""
        usual = Asked(kind=self.kind)
        pairs = [("kind", self.kind)]
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name != "kind" and value != getattr(usual, one.name):
                pairs.append((one.name, ("on" if value else "") if isinstance(value, bool) else f"{value}"))
        return pairs


def usual_for(filled: dict[str, int], works: int) -> Asked:
    """The map to begin with: of keywords where a fifth of the records has them, else of terms."""
    return Asked(kind="keywords" if works and filled.get("keywords", 0) >= works / 5 else "terms")


def thesaurus_of(text: str) -> Thesaurus | None:
    """The replacements of a text, one a line with "=", ">" or a tab between; None without any.

    Raises ThesaurusError as ``Thesaurus.parse``: cyclic (labels), empty_label (line), and ``no_sign`` (line).
    """
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        sign = next((sign for sign in ("\t", "=", ">") if sign in line), "")
        if not sign:
            raise ThesaurusError("no_sign", [line.strip()], number)
        label, _sign, into = line.partition(sign)
        if not term_key(label):
            raise ThesaurusError("empty_label", line=number)
        rows.append(f"{label.strip()}\t{into.strip()}")
    return Thesaurus.parse("label\treplace by\n" + "\n".join(rows)) if rows else None


def changed(asked: Asked, values: dict[str, Any]) -> Asked:
    """The same with some values replaced; None keeps what is usual."""
    return replace(asked, **{name: value for name, value in values.items() if value is not None and value != ""})
