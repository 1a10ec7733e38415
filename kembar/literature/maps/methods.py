"""What does the methods section of a paper say about this map? A paragraph in Indonesian and in English.

Every parameter and version stands in it, so that a reader can make the same map again; what does not apply is not said.
The sentences are in methods_words.py.
"""

import platform
from dataclasses import dataclass
from typing import Any

import numpy
import scipy

from kembar.analysis import clustering, layout
from kembar.literature.maps.mapping import FinishedMap
from kembar.literature.maps.methods_words import COUNTED, LINKED, NORMALISED, REFERENCES, WORDS

NORMALISATIONS = {
    "association": {"id": "kekuatan asosiasi (association strength)", "en": "association strength"},
    "fractionalization": {"id": "fraksionalisasi", "en": "fractionalization"},
    "cosine": {"id": "kosinus Salton", "en": "Salton's cosine"},
    "jaccard": {"id": "indeks Jaccard", "en": "the Jaccard index"},
    "inclusion": {"id": "indeks inklusi", "en": "the inclusion index"},
    "equivalence": {"id": "indeks ekuivalensi", "en": "the equivalence index"},
    "none": {"id": "tanpa normalisasi", "en": "no normalisation"},
}
MOST_ITEMS = 20_000
"""Items that a map made from records has at most; the most frequent are kept."""
OF_WORKS = ("citations", "coupling")
"""Kinds whose items are the publications themselves, which have no least number of occurrences."""


@dataclass(frozen=True)
class Origin:
    """Where the network came from; 0, None and empty is what does not apply or is not known.

    ``documents`` publications after ``merged`` duplicates were joined and ``broken`` records left out, from the files
    ``sources``; of ``found`` items ``kept`` reached ``min_occurrences``, ``proposed`` if the program chose that number;
    ``irrelevant`` terms were left out for their relevance; ``thesaurus`` is a file's name, ``replacements`` how many;
    ``references`` were read and ``matched`` of their forms were taken for another's.
    """

    kind: str = "network"
    counting: str = ""
    min_occurrences: int = 0
    documents: int = 0
    sources: tuple[str, ...] = ()
    proposed: bool = False
    found: int = 0
    kept: int = 0
    irrelevant: int = 0
    merged: int = 0
    broken: int = 0
    thesaurus: str = ""
    replacements: int = 0
    references: int = 0
    matched: int = 0
    least_cited: int = 0
    linked: int = 0
    most: int = 0
    crowded: int = 0


def number(value: float, language: str) -> str:
    """A number with the marks of the language: 1.165 and 0,2933 in Indonesian, 1,165 and 0.2933 in English."""
    if isinstance(value, int):
        text = f"{value:,d}"
    elif abs(value) >= 1e15:
        text = f"{value:.6g}"
    elif abs(value) >= 1e6:
        text = f"{value:,.0f}"
    else:
        text = f"{value:,.4f}".rstrip("0").rstrip(".")
        text = "0" if text == "-0" else text
    return text.translate(str.maketrans(",.", ".,")) if language == "id" else text


def title_for(kind: str, language: str) -> str:
    """What a map of this kind is called, "Co-occurrence of keywords"; empty for a network that was given."""
    name = LINKED[kind][language]["name"] if kind in LINKED else ""
    return name[:1].upper() + name[1:]


def paragraph(made: FinishedMap, language: str, version: str, origin: Origin | None = None) -> str:
    """The methods paragraph in ``id`` or ``en``."""
    return " ".join(_Told(made, language, version, origin or Origin()).sentences())


@dataclass(frozen=True)
class _Told:
    """The sentences of one map in one language."""

    made: FinishedMap
    language: str
    version: str
    origin: Origin

    def sentence(self, key: str, **values: Any) -> str:
        """A sentence with its numbers in the marks of the language; numbers in lists of words are given as text."""
        shown = {
            name: value if isinstance(value, str) else number(value, self.language) for name, value in values.items()
        }
        template = WORDS[self.language][key]
        if isinstance(template, tuple):  # one, and more than one
            template = template[0] if values["n"] == 1 else template[1]
        return str(template % shown)

    def listed(self, names: tuple[str, ...]) -> str:
        shown = [*names[:5], self.sentence("more_files", n=len(names) - 5)] if len(names) > 6 else list(names)
        return ", ".join(shown)

    def sentences(self) -> list[str]:
        """All that applies, in the order of the work."""
        return [one for part in (self.source(), self.network(), self.clusters(), self.places(), self.end())
                for one in part if one]  # fmt: skip

    def source(self) -> list[str]:
        own = self.origin
        if not own.documents:
            files = self.listed(own.sources)
            return [self.sentence("from_network_file" if files else "from_network", version=self.version, files=files)]
        kind = LINKED[own.kind][self.language]
        said = [self.sentence("from_records", version=self.version, n=own.documents, kind=kind["name"])]
        if own.sources:
            said.append(self.sentence("files", n=len(own.sources), files=self.listed(own.sources)))
        dropped = [self.sentence(key, n=n) for key, n in (("merged", own.merged), ("broken", own.broken)) if n]
        said += [", ".join(dropped).capitalize() + "." if dropped else "", kind["linked"]]
        if own.kind != "citations":
            words = COUNTED[own.counting][self.language]
            said.append(words.get(own.kind) or words["items"])
        if own.references:
            said.append(self.sentence("references", n=own.references, matched=own.matched))
        if own.replacements:
            said.append(
                self.sentence("thesaurus", n=own.replacements, file=f" ({own.thesaurus})" if own.thesaurus else "")
            )
        if own.kind not in OF_WORKS and own.found:
            key = "threshold_proposed" if own.proposed else "threshold"
            kept = own.kept + own.irrelevant
            said.append(self.sentence(key, n=own.min_occurrences, found=own.found, kept=kept))
            if own.kind == "terms":
                said.append(self.sentence("parts"))
            if own.kept == MOST_ITEMS:
                said.append(self.sentence("most", items=MOST_ITEMS))
        if own.linked:
            said.append(self.sentence("strongest", kept=own.kept, linked=own.linked))
        if own.most:
            said.append(self.sentence("crowded", n=own.crowded, most=own.most))
        if own.least_cited:
            said.append(self.sentence("least_cited", n=own.least_cited, kept=own.kept))
        if own.irrelevant:
            said.append(self.sentence("irrelevant", n=own.irrelevant))
        return said

    def network(self) -> list[str]:
        figures, made = self.made.figures(), self.made
        said = []
        if made.isolated:
            said.append(self.sentence("isolated", n=len(made.isolated)))
        if made.outside:
            said.append(self.sentence("outside", n=len(made.outside)))
        said.append(
            self.sentence(
                "network", items=int(figures["items"]), links=int(figures["links"]),
                strength=figures["total_link_strength"],
            )
        )  # fmt: skip
        return [*said, NORMALISED[made.parameters.normalisation][self.language]]

    def clusters(self) -> list[str]:
        own, found = self.made.parameters, self.made.clusters
        said = [
            self.sentence("clusters", n=found.starts, resolution=float(own.resolution), iterations=found.iterations,
                     randomness=clustering.RANDOMNESS)
        ]  # fmt: skip
        if found.combined:
            said.append(self.sentence("combined"))
        if own.min_cluster_size > 1:
            key = "merged_clusters" if own.merge_small else "kept_clusters"
            said.append(self.sentence(key, size=own.min_cluster_size, merged=found.merged))
        agreement = found.stability.agreement
        result = self.sentence("found", n=found.count, quality=found.quality)
        if agreement is not None:
            result += self.sentence("agreement", value=round(agreement, 3) + 0.0)
        return [*said, result + "."]

    def places(self) -> list[str]:
        lay = self.made.layout
        key = "layout_published" if (lay.attraction, lay.repulsion) == (2, 1) else "layout"
        said = [self.sentence(key, attraction=lay.attraction, repulsion=lay.repulsion)]
        said.append(self.sentence(lay.mode, n=lay.starts))
        largest = max(self.made.component_sizes, default=0)
        if lay.sets > 1:
            said.append(self.sentence("beside", sets=lay.sets))
            if lay.mode == "fast" and largest > layout.SMALL_ITEMS:
                said.append(self.sentence("beside_small", items=layout.SMALL_ITEMS))
        elif lay.increment:
            said.append(self.sentence("together", increment=lay.increment))
        return [*said, self.sentence("objective_sum" if lay.sets > 1 else "objective", value=float(lay.quality))]

    def end(self) -> list[str]:
        return [
            self.sentence("seed", seed=str(self.made.parameters.seed)),
            self.sentence("versions", kembar=self.version, python=platform.python_version(), numpy=numpy.__version__,
                     scipy=scipy.__version__),
        ]  # fmt: skip


def references(text: str, version: str) -> list[str]:
    """The works that a paragraph names, in the order of their names, and the program itself."""
    return [f"Kembar ({version}) [computer software]. Apache-2.0.",
            *(work for marks, work in REFERENCES if any(mark in text for mark in marks))]  # fmt: skip


def methods_md(made: FinishedMap, version: str, origin: Origin | None = None) -> str:
    """The file methods.md: the paragraph in both languages, the list of works, and the clusters."""
    indonesian, english = (paragraph(made, language, version, origin) for language in ("id", "en"))
    out = ["# Metode", "", indonesian, "", "# Methods", "", english, "", "## Daftar pustaka / References", ""]
    out += [*(f"- {work}" for work in references(english, version)), "", "## Klaster / Clusters", ""]
    out += ["| | item / items | |", "|---|---|---|"]
    for cluster, name in sorted(made.drawn.cluster_labels.items()):
        shown = " ".join(name.replace("|", "\\|").split())
        out.append(f"| {cluster} | {int(made.clusters.sizes[cluster - 1])} | {shown} |")
    return "\n".join([*out, ""])
