"""What does the methods section of a paper say about this map? A paragraph in Indonesian and in English.

Every parameter and version stands in it, so that a reader can make the same map again.
"""

from dataclasses import dataclass
from typing import Any

from kembar.literature.mapping import FinishedMap

NORMALISATIONS = {
    "association": {"id": "kekuatan asosiasi (association strength)", "en": "association strength"},
    "fractionalization": {"id": "fraksionalisasi", "en": "fractionalization"},
    "cosine": {"id": "kosinus Salton", "en": "Salton's cosine"},
    "jaccard": {"id": "indeks Jaccard", "en": "the Jaccard index"},
    "inclusion": {"id": "indeks inklusi", "en": "the inclusion index"},
    "equivalence": {"id": "indeks ekuivalensi", "en": "the equivalence index"},
    "none": {"id": "tanpa normalisasi", "en": "no normalisation"},
}
KINDS = {
    "keywords": {"id": "kemunculan bersama kata kunci", "en": "co-occurrence of keywords"},
    "terms": {"id": "kemunculan bersama istilah", "en": "co-occurrence of terms"},
    "coauthors": {"id": "kepengarangan bersama", "en": "co-authorship"},
    "coauthors_organisations": {"id": "kepengarangan bersama antarlembaga", "en": "co-authorship of organisations"},
    "coauthors_countries": {"id": "kepengarangan bersama antarnegara", "en": "co-authorship of countries"},
    "citations": {"id": "sitasi", "en": "citation"},
    "coupling": {"id": "pasangan bibliografis", "en": "bibliographic coupling"},
    "cocitation": {"id": "ko-sitasi", "en": "co-citation"},
    "network": {"id": "jaringan yang diberikan", "en": "the given network"},
}
REFERENCES = (
    "van Eck, N. J., & Waltman, L. (2009). How to normalize cooccurrence data? An analysis of some well-known "
    "similarity measures. JASIST, 60(8), 1635-1651. https://doi.org/10.1002/asi.21075",
    "Waltman, L., van Eck, N. J., & Noyons, E. C. M. (2010). A unified approach to mapping and clustering of "
    "bibliometric networks. Journal of Informetrics, 4(4), 629-635. https://doi.org/10.1016/j.joi.2010.07.002",
    "van Eck, N. J., Waltman, L., Dekker, R., & van den Berg, J. (2010). A comparison of two techniques for "
    "bibliometric mapping: Multidimensional scaling and VOS. JASIST, 61(12), 2405-2416. "
    "https://doi.org/10.1002/asi.21421",
    "Traag, V. A., Waltman, L., & van Eck, N. J. (2019). From Louvain to Leiden: guaranteeing well-connected "
    "communities. Scientific Reports, 9, 5233. https://doi.org/10.1038/s41598-019-41695-z",
)


@dataclass(frozen=True)
class Origin:
    """Where the network came from: kind of map, counting, thresholds, files; empty what does not apply."""

    kind: str = "network"
    counting: str = ""
    min_occurrences: int = 0
    documents: int = 0
    sources: tuple[str, ...] = ()


def number(value: float, language: str) -> str:
    """A number with the marks of the language: 1.165 and 0,2933 in Indonesian, 1,165 and 0.2933 in English."""
    if isinstance(value, int):
        text = f"{value:,d}"
    elif abs(value) >= 1e6:
        text = f"{value:,.0f}"
    else:
        text = f"{value:,.4f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if language == "id" else text


def paragraph(made: FinishedMap, language: str, version: str, origin: Origin | None = None) -> str:
    """The methods paragraph in ``id`` or ``en``."""
    values = _values(made, language, version, origin or Origin())
    return (_indonesian if language == "id" else _english)(values, made)


def _values(made: FinishedMap, language: str, version: str, origin: Origin) -> dict[str, Any]:
    figures, own = made.figures(), made.parameters
    return {
        "origin": origin,
        "kind": KINDS.get(origin.kind, KINDS["network"])[language],
        "items": number(int(figures["items"]), language),
        "links": number(int(figures["links"]), language),
        "strength": number(figures["total_link_strength"], language),
        "normalisation": NORMALISATIONS[own.normalisation][language],
        "resolution": number(float(own.resolution), language),
        "quality": number(made.clusters.quality, language),
        "objective": number(float(made.layout.quality), language),
        "version": version,
        "documents": number(origin.documents, language),
    }


def _english(v: dict[str, Any], made: FinishedMap) -> str:
    own, found, lay, origin = made.parameters, made.clusters, made.layout, v["origin"]
    text = [f"The map was made with Kembar {v['version']} from {v['kind']}"]
    text.append(f" ({v['documents']} documents, {origin.counting} counting" if origin.documents else "")
    text.append(f", items in at least {origin.min_occurrences} documents)" if origin.documents else "")
    text.append(f". It has {v['items']} items and {v['links']} links with a total link strength of {v['strength']}. ")
    if made.isolated:
        text.append(f"{len(made.isolated)} items without links were left out. ")
    if made.outside:
        text.append(f"Only the largest set of connected items is shown; {len(made.outside)} items lie outside it. ")
    text.append(
        f"Link strengths were normalised by {v['normalisation']} (van Eck & Waltman, 2009). Clusters were found "
    )
    text.append(
        "by the VOS quality function (Waltman, van Eck & Noyons, 2010) with the Leiden algorithm (Traag, Waltman & "
    )
    text.append(f"van Eck, 2019): resolution {v['resolution']}, minimum cluster size {own.min_cluster_size}, ")
    text.append(f"{found.starts} random starts of {found.iterations} iterations; {found.count} clusters, quality ")
    text.append(f"{v['quality']}")
    if found.stability.agreement is not None:
        text.append(f", mean adjusted Rand index between starts {found.stability.agreement:.3f}")
    text.append(f". Items were placed by the VOS layout (van Eck et al., 2010) with attraction {lay.attraction} and ")
    text.append(
        f"repulsion {lay.repulsion} in {lay.mode} mode, {lay.starts} random starts, objective {v['objective']}. "
    )
    text.append(
        f"The seed of the random numbers was {own.seed}; the same input, parameters and seed give the same map."
    )
    return "".join(text)


def _indonesian(v: dict[str, Any], made: FinishedMap) -> str:
    own, found, lay, origin = made.parameters, made.clusters, made.layout, v["origin"]
    counting = {"full": "penuh", "fractional": "fraksional", "binary": "biner"}.get(origin.counting, origin.counting)
    mode = {"compatible": "kompatibel", "fast": "cepat"}[lay.mode]
    text = [f"Peta dibuat dengan Kembar {v['version']} dari {v['kind']}"]
    text.append(f" ({v['documents']} dokumen, penghitungan {counting}" if origin.documents else "")
    text.append(f", item dalam sekurangnya {origin.min_occurrences} dokumen)" if origin.documents else "")
    text.append(f". Peta memuat {v['items']} item dan {v['links']} tautan dengan jumlah kekuatan {v['strength']}. ")
    if made.isolated:
        text.append(f"{len(made.isolated)} item tanpa tautan tidak disertakan. ")
    if made.outside:
        text.append(f"Hanya kumpulan item terhubung terbesar yang ditampilkan; {len(made.outside)} item di luarnya. ")
    text.append(
        f"Kekuatan tautan dinormalkan dengan {v['normalisation']} (van Eck & Waltman, 2009). Klaster ditentukan "
    )
    text.append(
        "dengan fungsi mutu VOS (Waltman, van Eck & Noyons, 2010) dan algoritma Leiden (Traag, Waltman & van Eck, "
    )
    text.append(
        f"2019): resolusi {v['resolution']}, ukuran klaster terkecil {own.min_cluster_size}, {found.starts} awal "
    )
    text.append(f"acak dengan {found.iterations} iterasi; {found.count} klaster, mutu {v['quality']}")
    if found.stability.agreement is not None:
        agreement = f"{found.stability.agreement:.3f}".replace(".", ",")
        text.append(f", rata-rata indeks Rand terkoreksi antarawal {agreement}")
    text.append(f". Item ditempatkan dengan tata letak VOS (van Eck dkk., 2010) dengan tarikan {lay.attraction} dan ")
    text.append(f"tolakan {lay.repulsion}, cara {mode}, {lay.starts} awal acak, nilai fungsi tujuan {v['objective']}. ")
    text.append(
        f"Benih bilangan acak adalah {own.seed}; masukan, parameter, dan benih yang sama memberi peta yang sama."
    )
    return "".join(text)


def methods_md(made: FinishedMap, version: str, origin: Origin | None = None) -> str:
    """The file methods.md: the paragraph in both languages, the list of works, and the clusters."""
    out = ["# Metode", "", paragraph(made, "id", version, origin), ""]
    out += ["# Methods", "", paragraph(made, "en", version, origin), ""]
    out += [
        "## Daftar pustaka / References",
        "",
        *(f"- {work}" for work in REFERENCES),
        "",
        "## Klaster / Clusters",
        "",
    ]
    out += ["| | item / items | |", "|---|---|---|"]
    for cluster, name in sorted(made.drawn.cluster_labels.items()):
        shown = name.replace("|", "\\|")
        out.append(f"| {cluster} | {int(made.clusters.sizes[cluster - 1])} | {shown} |")
    return "\n".join([*out, ""])
