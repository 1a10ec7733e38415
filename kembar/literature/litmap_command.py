"""``kembar litmap``: a map of the literature from record files, from a network file, or the score of a given map."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kembar.console import Refused, answer_json, answer_table, gettext, language
from kembar.console import gettext_noop as _

if TYPE_CHECKING:
    from kembar.literature.map_model import LiteratureMap
    from kembar.literature.mapping import FinishedMap, MapParameters
    from kembar.literature.methods_text import Origin

KINDS = (
    "keywords", "terms", "coauthors", "coauthors_organisations", "coauthors_countries", "citations", "coupling",
    "cocitation",
)  # fmt: skip
PICTURES = ("svg", "png", "pdf")
NAMES = {
    "items": _("items"),
    "links": _("links"),
    "total_link_strength": _("total link strength"),
    "clusters": _("clusters"),
    "cluster_quality": _("quality of the clusters (higher is better)"),
    "modularity": _("modularity of the clusters"),
    "layout_objective": _("objective of the layout (lower is better)"),
    "layout_stress": _("objective at mean distance 1 (lower is better)"),
    "resolution": _("resolution"),
    "attraction": _("attraction"),
    "repulsion": _("repulsion"),
    "weights_differ.Links": _("items whose Links differ from the links"),
    "weights_differ.Total link strength": _("items whose Total link strength differs from the links"),
    "files": _("files"),
}
GRAPH_FORMATS = ("graphml", "gexf", "gml", "pajek", "csv")


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of ``kembar litmap``."""
    add = parser.add_argument
    add("inputs", nargs="*", type=Path, metavar=gettext("INPUT"), help=gettext("record files or folders, in any mix"))
    add(
        "--network",
        type=Path,
        metavar=gettext("FILE"),
        help=gettext("a VOSviewer network or an edge list: cluster and lay out"),
    )
    add(
        "--map",
        type=Path,
        metavar=gettext("FILE"),
        help=gettext("a VOSviewer map or JSON: score it (with --network: its links)"),
    )
    add(
        "--check",
        nargs="+",
        type=Path,
        metavar=gettext("FILE"),
        help=gettext("say whether VOSviewer opens these files"),
    )
    add("-o", "--output", type=Path, metavar=gettext("DIR"), help=gettext("folder for the files of the map"))
    add("--json", action="store_true", help=gettext("answer as JSON"))
    _configure_building(parser)
    _configure_mapping(parser)
    _configure_pictures(parser)


def _configure_building(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(gettext("from records to a network"))
    group.add_argument("--kind", choices=KINDS, default="keywords", help=gettext("what is linked"))
    group.add_argument("--min-occurrences", type=int, metavar="N", help=gettext("least documents per item"))
    group.add_argument("--counting", choices=("full", "fractional"), default="full", help=gettext("how links count"))
    group.add_argument("--thesaurus", type=Path, metavar=gettext("FILE"), help=gettext("labels to replace or ignore"))


def _configure_mapping(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(gettext("from a network to a map"))
    add = group.add_argument
    add(
        "--normalisation",
        default="association",
        metavar=gettext("NAME"),
        help=gettext("association, fractionalization or none"),
    )
    add("--resolution", type=float, default=1.0, help=gettext("higher makes more clusters"))
    add("--min-cluster-size", type=int, default=1, metavar="N", help=gettext("smaller clusters are merged"))
    add("--keep-small-clusters", action="store_true", help=gettext("do not merge small clusters"))
    add("--attraction", type=int, help=gettext("exponent of attraction; the default depends on the kind of map"))
    add("--repulsion", type=int, help=gettext("exponent of repulsion, below attraction"))
    add("--mode", choices=("compatible", "fast"), default="", help=gettext("layout: the original's steps, or fast"))
    add("--starts", type=int, default=10, metavar="N", help=gettext("random starts of the clustering"))
    add("--layout-starts", type=int, default=0, metavar="N", help=gettext("random starts of the layout"))
    add("--seed", type=int, default=0, help=gettext("same input, parameters and seed: same map"))
    add("--largest-component", action="store_true", help=gettext("only the largest set of connected items"))
    add("--keep-isolated", action="store_true", help=gettext("keep items without links"))
    add("--again", action="store_true", help=gettext("with --map: cluster and lay out anew, keep labels and scores"))
    add("--threads", type=int, metavar="N", help=gettext("threads; never changes the map"))


def _configure_pictures(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(gettext("pictures and files"))
    add = group.add_argument
    add("--pictures", nargs="*", choices=PICTURES, default=["svg"], help=gettext("formats of the pictures"))
    add("--formats", nargs="*", choices=GRAPH_FORMATS, default=[], help=gettext("further formats of the map"))
    add("--weight", default="", metavar=gettext("NAME"), help=gettext("weight that sizes the items"))
    add("--title", default="", help=gettext("title of the pictures"))
    add("--max-links", type=int, default=1000, metavar="N", help=gettext("so many of the strongest links are drawn"))


def run(args: argparse.Namespace) -> int:
    """Answers one call; bad input raises ``Refused`` with its sentence."""
    from kembar.analysis.networks import NetworkError
    from kembar.literature.map_model import MapFileError
    from kembar.literature.map_sentences import sentence

    try:
        if args.check:
            return _check(args)
        if args.map is not None:
            return _given_map(args)
        if args.network is not None:
            return _from_network(args)
        if args.inputs:
            return _from_records(args)
    except (NetworkError, MapFileError) as error:
        raise Refused(sentence(error, gettext)) from error
    raise Refused(gettext("Give record files, or --network FILE, or --map FILE. `kembar litmap --help` tells more."))


def parameters_of(args: argparse.Namespace, kind: str) -> MapParameters:
    """The parameters of the map, with the exponents that the desktop program uses for this kind."""
    from kembar.analysis.layout import DESKTOP_EXPONENTS
    from kembar.literature.mapping import MapParameters

    attraction, repulsion = DESKTOP_EXPONENTS.get(kind, (2, 1))
    return MapParameters(
        normalisation=args.normalisation,
        resolution=args.resolution,
        min_cluster_size=args.min_cluster_size,
        merge_small=not args.keep_small_clusters,
        cluster_starts=args.starts,
        attraction=attraction if args.attraction is None else args.attraction,
        repulsion=repulsion if args.repulsion is None else args.repulsion,
        mode=args.mode,
        layout_starts=args.layout_starts,
        seed=args.seed,
        largest_component=args.largest_component,
        keep_isolated=args.keep_isolated,
    )


def _network_of(links: Any, file: Path) -> Any:
    """The network of a link file; a refused strength is told with its line."""
    from kembar.analysis.networks import NetworkError
    from kembar.literature.map_model import MapFileError

    try:
        return links.network()
    except NetworkError as error:
        position = error.data.get("position")
        if position is None:
            raise
        line = int(position) + 1 if links.line_of is None else int(links.line_of[position])
        raise MapFileError(
            error.code, file=str(file), line=line, text=f"{links.strengths[position]:g}",
            strength=f"{links.strengths[position]:g}",
        ) from error  # fmt: skip


def _from_network(args: argparse.Namespace) -> int:
    from kembar.literature import vosviewer
    from kembar.literature.mapping import make_map

    links = vosviewer.read_network(args.network)
    network = _network_of(links, args.network)
    made = make_map(network, links.ids, ids=links.ids, parameters=parameters_of(args, "network"), threads=args.threads)
    return finish(made, args, args.network.name)


def _given_map(args: argparse.Namespace) -> int:
    from kembar.literature import vosviewer
    from kembar.literature.map_model import MapFileError
    from kembar.literature.mapping import make_map

    drawn = vosviewer.read_map(args.map)
    if args.network is not None:
        links = vosviewer.read_network(args.network)
        _network_of(links, args.network)
        drawn = vosviewer.join(drawn, links, str(args.network))
    if drawn.network is None:
        if drawn.xy is None or args.output is None:
            raise MapFileError("needs_links", file=args.map.name)
        return _draw_only(drawn, args)
    if args.again or (drawn.xy is None and drawn.clusters is None):
        made = make_map(
            drawn.network, drawn.labels, ids=drawn.ids, weights=_own_weights(drawn), scores=drawn.scores,
            texts=drawn.texts, parameters=parameters_of(args, "network"), threads=args.threads,
        )  # fmt: skip
        return finish(made, args, args.map.name)
    return _score(drawn, args)


def _own_weights(drawn: LiteratureMap) -> dict[str, Any]:
    return {name: values for name, values in drawn.weights.items() if name not in ("Links", "Total link strength")}


def _score(drawn: LiteratureMap, args: argparse.Namespace) -> int:
    """Scores a given map by the formulas of our own, and draws it where a folder is given."""
    import numpy as np

    from kembar.analysis.map_scores import score_map
    from kembar.analysis.networks import normalise
    from kembar.literature.map_output import drawings, write_pictures
    from kembar.literature.pictures import Look

    assert drawn.network is not None
    own = parameters_of(args, "network")
    scores = score_map(
        drawn.network, normalise(drawn.network, own.normalisation), clusters=drawn.clusters, xy=drawn.xy,
        resolution=own.resolution, attraction=own.attraction, repulsion=own.repulsion,
    )  # fmt: skip
    given = {name: drawn.weights[name] for name in ("Links", "Total link strength") if name in drawn.weights}
    computed = drawn.all_weights
    answer: dict[str, Any] = {
        "items": drawn.n,
        "links": drawn.network.n_links,
        "total_link_strength": float(drawn.network.strengths.sum() / 2),
        "clusters": scores.clusters,
        "cluster_quality": scores.quality,
        "modularity": scores.modularity,
        "layout_objective": scores.objective,
        "layout_stress": scores.stress,
        "resolution": own.resolution,
        "attraction": own.attraction,
        "repulsion": own.repulsion,
        "weights_differ": {name: int(np.sum(np.abs(values - computed[name]) > 5e-5)) for name, values in given.items()},
    }
    if args.output is not None and drawn.xy is not None:
        args.output.mkdir(parents=True, exist_ok=True)
        look = Look(weight=args.weight, max_links=args.max_links)
        pictures = drawings(drawn, f"{args.map.name}.", title=args.title or drawn.title, look=look)
        answer["files"] = [str(path) for path in write_pictures(pictures, args.output, args.pictures)]
    return _say(answer, args)


def _draw_only(drawn: LiteratureMap, args: argparse.Namespace) -> int:
    from kembar.literature.map_output import drawings, write_pictures
    from kembar.literature.pictures import Look

    args.output.mkdir(parents=True, exist_ok=True)
    look = Look(weight=args.weight, max_links=args.max_links)
    pictures = drawings(drawn, f"{args.map.name}.", title=args.title or drawn.title, look=look)
    files = [str(path) for path in write_pictures(pictures, args.output, args.pictures)]
    return _say({"items": drawn.n, "files": files}, args)


def _check(args: argparse.Namespace) -> int:
    """Says for every file whether VOSviewer opens it; exit code 1 if one has a problem."""
    from kembar.literature.map_sentences import PROBLEMS
    from kembar.literature.vosviewer_check import check_file

    found = {str(path): check_file(path) for path in args.check}
    if args.json:
        answer_json({name: [vars(problem) for problem in problems] for name, problems in found.items()})
    else:
        for name, problems in found.items():
            print(f"{name}: " + (gettext("opens in VOSviewer") if not problems else gettext("has problems")))
            for problem in problems:
                words = gettext(PROBLEMS[problem.code]) % {"text": problem.text}
                place = gettext("at %(place)s: ") % {"place": problem.place} if problem.place else ""
                print(f"  {place}{words}")
    return 1 if any(found.values()) else 0


def _from_records(args: argparse.Namespace) -> int:
    """Reads the records, builds the network asked for and maps it."""
    from kembar.literature.litmap_records import build

    built = build(args)
    made = built.finish(parameters_of(args, args.kind))
    if args.output is not None and built.matches:
        args.output.mkdir(parents=True, exist_ok=True)
        (args.output / "references.csv").write_text(built.matches_csv(), encoding="utf-8")
    return finish(made, args, ", ".join(path.name for path in args.inputs), built.origin, built.notes)


def finish(
    made: FinishedMap,
    args: argparse.Namespace,
    source: str,
    origin: Origin | None = None,
    notes: dict[str, Any] | None = None,
) -> int:
    """Writes the files of a finished map where a folder is given, and answers with its figures."""
    from kembar.literature.map_output import caption, drawings, write_files, write_methods, write_pictures
    from kembar.literature.pictures import Look

    answer = made.figures() | (notes or {})
    words = caption(made, gettext, language(), source)
    if args.output is not None:
        written = write_files(made.drawn, args.output, args.formats)
        written.append(write_methods(made, args.output, origin))
        if args.pictures:
            look = Look(weight=args.weight, max_links=args.max_links)
            pictures = drawings(made.drawn, words, title=args.title or source, look=look)
            written += write_pictures(pictures, args.output, args.pictures)
        answer["files"] = [str(path) for path in written]
    if args.json:
        answer_json(answer)
        return 0
    _tell(made, words, answer.get("files", []))
    return 0


def _tell(made: FinishedMap, words: str, files: list[str]) -> None:
    """Says in sentences what was made and what was left out, and lists the clusters."""
    print(words)
    agreement = made.clusters.stability.agreement
    if agreement is not None:
        print(
            gettext("Agreement between the random starts (adjusted Rand index): %(value)s.")
            % {"value": f"{agreement:.3f}"}
        )
    if len(made.component_sizes) > 1 and not made.outside:
        print(
            gettext("The items form %(count)s sets that no link connects; the largest has %(size)s items "
                    "(--largest-component shows it alone).")
            % {"count": len(made.component_sizes), "size": made.component_sizes[0]}
        )  # fmt: skip
    if made.isolated:
        print(
            gettext("%(count)s items without any link were left out (--keep-isolated keeps them).")
            % {"count": len(made.isolated)}
        )
    if made.outside:
        print(
            gettext("%(count)s items outside the largest connected set were left out.") % {"count": len(made.outside)}
        )
    for cluster, name in sorted(made.drawn.cluster_labels.items())[:30]:
        print(f"{cluster:4d}  {int(made.clusters.sizes[cluster - 1]):6d}  {name}")
    for file in files:
        print(file)


def _say(answer: dict[str, Any], args: argparse.Namespace) -> int:
    if args.json:
        answer_json(answer)
        return 0
    rows = []
    for name, value in answer.items():
        if isinstance(value, dict):
            rows += [(f"{name}.{key}", _short(inner)) for key, inner in value.items()]
        else:
            rows.append((name, _short(value)))
    answer_table(
        (gettext("figure"), gettext("value")), [(gettext(NAMES.get(name, name)), value) for name, value in rows]
    )
    return 0


def _short(value: Any) -> str:
    if isinstance(value, list):
        shown = ", ".join(_short(one) for one in value[:12])
        return shown + (" …" if len(value) > 12 else "")
    return f"{value:.6g}" if isinstance(value, float) and abs(value) < 1e6 else "" if value is None else str(value)
