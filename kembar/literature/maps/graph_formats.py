"""How does a map go to other programs: GraphML (igraph, networkx, Cytoscape), GEXF (Gephi), GML, Pajek and CSV?"""

import csv
import io
from collections import Counter
from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from kembar.literature.maps.colours import cluster_colour, rgb
from kembar.literature.maps.model import LiteratureMap
from kembar.values.cells import harmless


def _columns(drawn: LiteratureMap) -> list[tuple[str, str, list[object]]]:
    """Name, kind (double, int or string) and value per item of everything but id and label; missing is None."""
    columns: list[tuple[str, str, list[object]]] = []
    if drawn.xy is not None:
        columns += [(axis, "double", list(map(float, drawn.xy[:, i]))) for i, axis in enumerate("xy")]
    if drawn.clusters is not None:
        columns.append(("cluster", "int", [c or None for c in drawn.clusters.tolist()]))
    for kind, values in (("weight", drawn.all_weights), ("score", drawn.scores)):
        columns += [
            (f"{kind}<{name}>", "double", [v if np.isfinite(v) else None for v in column.tolist()])
            for name, column in values.items()
        ]
    columns += [(name, "string", [cell or None for cell in cells]) for name, cells in drawn.texts.items()]
    return columns


def _links(drawn: LiteratureMap) -> list[tuple[int, int, float]]:
    if drawn.network is None:
        return []
    a, b, w = drawn.network.once()
    return list(zip(a.tolist(), b.tolist(), w.tolist(), strict=True))


def _apart(labels: tuple[str, ...]) -> list[str]:
    """Labels each of which stands once, as GML and Pajek readers want them: the second "dup" becomes "dup (2)"."""
    taken, said = set(labels), Counter[str]()
    out = []
    for label in labels:
        said[label] += 1
        shown = label
        while said[label] > 1 and shown in taken:
            shown = f"{label} ({said[label]})"
            if shown in taken:
                said[label] += 1
        taken.add(shown)
        out.append(shown)
    return out


def _cell(value: object) -> object:
    """A value of a sheet: nothing for missing, whole numbers without a point, text that no program runs."""
    if value is None:
        return ""
    if isinstance(value, float) and value == int(value):
        return int(value)
    return harmless(value)


def graphml(drawn: LiteratureMap) -> str:
    """GraphML: every column an attribute of the nodes, the strength as ``weight`` of the edges."""
    columns = _columns(drawn)
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        '<key id="label" for="node" attr.name="label" attr.type="string"/>',
    ]
    for i, (name, kind, _) in enumerate(columns):
        out.append(f'<key id="d{i}" for="node" attr.name={quoteattr(name)} attr.type="{kind}"/>')
    out += ['<key id="weight" for="edge" attr.name="weight" attr.type="double"/>', '<graph edgedefault="undirected">']
    for n, (one, label) in enumerate(zip(drawn.ids, drawn.labels, strict=True)):
        data = "".join(
            f'<data key="d{i}">{escape(str(values[n]))}</data>'
            for i, (_, _, values) in enumerate(columns)
            if values[n] is not None
        )
        out.append(f'<node id={quoteattr("n" + one)}><data key="label">{escape(label)}</data>{data}</node>')
    for i, j, w in _links(drawn):
        source, target = quoteattr("n" + drawn.ids[i]), quoteattr("n" + drawn.ids[j])
        out.append(f'<edge source={source} target={target}><data key="weight">{w!r}</data></edge>')
    return "\n".join([*out, "</graph>", "</graphml>", ""])


def gexf(drawn: LiteratureMap) -> str:
    """GEXF 1.2 (which Gephi, networkx and sigma read) with positions and cluster colours."""
    columns = [column for column in _columns(drawn) if column[0] not in ("x", "y")]
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">',
        '<graph defaultedgetype="undirected" mode="static">',
        '<attributes class="node">',
    ]
    kinds = {"int": "integer"}
    for i, (name, kind, _) in enumerate(columns):
        out.append(f'<attribute id="{i}" title={quoteattr(name)} type="{kinds.get(kind, kind)}"/>')
    out += ["</attributes>", "<nodes>"]
    for n, (one, label) in enumerate(zip(drawn.ids, drawn.labels, strict=True)):
        values = "".join(
            f'<attvalue for="{i}" value={quoteattr(str(column[n]))}/>'
            for i, (_, _, column) in enumerate(columns)
            if column[n] is not None
        )
        shown = ""
        if drawn.xy is not None:
            # Gephi works at a scale of hundreds; the map's mean distance is 1.
            shown += f'<viz:position x="{drawn.xy[n, 0] * 500:.3f}" y="{drawn.xy[n, 1] * 500:.3f}" z="0"/>'
        if drawn.clusters is not None:
            r, g, b = rgb(cluster_colour(int(drawn.clusters[n])))
            shown += f'<viz:color r="{r}" g="{g}" b="{b}"/>'
        out.append(f"<node id={quoteattr(one)} label={quoteattr(label)}><attvalues>{values}</attvalues>{shown}</node>")
    out += ["</nodes>", "<edges>"]
    for e, (i, j, w) in enumerate(_links(drawn)):
        source, target = quoteattr(drawn.ids[i]), quoteattr(drawn.ids[j])
        out.append(f'<edge id="{e}" source={source} target={target} weight="{w!r}"/>')
    return "\n".join([*out, "</edges>", "</graph>", "</gexf>", ""])


def gml(drawn: LiteratureMap) -> str:
    """GML, plain ASCII: other letters as numbered entities, keys without marks, nodes numbered from 1."""

    def text(value: str) -> str:
        safe = value.replace("&", "&amp;").replace('"', "&quot;")
        return "".join(c if " " <= c < "\x7f" else f"&#{ord(c)};" for c in safe)

    columns = [("".join(c for c in name if c.isalnum() and c.isascii()), kind, v) for name, kind, v in _columns(drawn)]
    out = ["graph [", "  directed 0"]
    for n, label in enumerate(_apart(drawn.labels)):
        out += ["  node [", f"    id {n + 1}", f'    name "{text(drawn.ids[n])}"', f'    label "{text(label)}"']
        for name, kind, values in columns:
            if values[n] is not None and name:
                out.append(f'    {name} "{text(str(values[n]))}"' if kind == "string" else f"    {name} {values[n]}")
        out.append("  ]")
    for i, j, w in _links(drawn):
        out.append(f"  edge [\n    source {i + 1}\n    target {j + 1}\n    weight {w!r}\n  ]")
    return "\n".join([*out, "]", ""])


def pajek_net(drawn: LiteratureMap) -> str:
    """Pajek network: vertices with positions between 0 and 1, edges with strengths."""
    out = [f"*Vertices {drawn.n}"]
    if drawn.xy is not None and drawn.n:
        low, high = drawn.xy.min(0), drawn.xy.max(0)
        unit = (drawn.xy - low) / np.maximum(high - low, 1e-12).max()
    for n, label in enumerate(_apart(drawn.labels)):
        at = f" {unit[n, 0]:.4f} {1 - unit[n, 1]:.4f} 0.5" if drawn.xy is not None else ""
        clean = label.replace('"', "'").replace("\\", "/")
        out.append(f'{n + 1} "{clean}"{at}')
    out.append("*Edges")
    out += [f"{i + 1} {j + 1} {w:.12g}" for i, j, w in _links(drawn)]
    return "\n".join([*out, ""])


def pajek_clu(drawn: LiteratureMap) -> str:
    """Pajek partition: the cluster of every vertex."""
    clusters = [0] * drawn.n if drawn.clusters is None else drawn.clusters.tolist()
    return "\n".join([f"*Vertices {drawn.n}", *map(str, clusters), ""])


def pajek_vec(drawn: LiteratureMap) -> str:
    """Pajek vector: the first weight that is not computed from the links, else the total link strength."""
    own = {k: v for k, v in drawn.all_weights.items() if k not in ("Links", "Total link strength")}
    values = next(iter(own.values()), drawn.all_weights.get("Total link strength", np.ones(drawn.n)))
    return "\n".join([f"*Vertices {drawn.n}", *(f"{v:.12g}" for v in values.tolist()), ""])


def items_csv(drawn: LiteratureMap) -> str:
    """All items with all columns, comma between, as spreadsheets and statistics programs read them."""
    columns = _columns(drawn)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["id", "label", *(name for name, _, _ in columns)])
    for n, (one, label) in enumerate(zip(drawn.ids, drawn.labels, strict=True)):
        writer.writerow([one, harmless(label), *(_cell(values[n]) for _, _, values in columns)])
    return out.getvalue()


def links_csv(drawn: LiteratureMap) -> str:
    """All links with ids, labels and strength."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["source_id", "source", "target_id", "target", "strength"])
    for i, j, w in _links(drawn):
        source, target = harmless(drawn.labels[i]), harmless(drawn.labels[j])
        writer.writerow([drawn.ids[i], source, drawn.ids[j], target, _cell(w)])
    return out.getvalue()


FORMATS: dict[str, dict[str, Callable[[LiteratureMap], str]]] = {
    "graphml": {"map.graphml": graphml},
    "gexf": {"map.gexf": gexf},
    "gml": {"map.gml": gml},
    "pajek": {"map.net": pajek_net, "map.clu": pajek_clu, "map.vec": pajek_vec},
    "csv": {"items.csv": items_csv, "links.csv": links_csv},
}
"""File names and writers of every format that the command knows."""
