"""What can be asked of ``kembar litmap``, and what is refused before any work is done?"""

from __future__ import annotations

import argparse
import math
import os
from pathlib import Path
from typing import TYPE_CHECKING

from kembar.console import Refused, gettext

if TYPE_CHECKING:
    from kembar.literature.maps.mapping import MapParameters

KINDS = (
    "keywords", "terms", "coauthors", "coauthors_organisations", "coauthors_countries", "citations", "coupling",
    "cocitation",
)  # fmt: skip
PICTURES = ("svg", "png", "pdf")
GRAPH_FORMATS = ("graphml", "gexf", "gml", "pajek", "csv")
COMPONENTS = ("beside", "together", "largest")
MOST_THREADS = 256


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
    group.add_argument(
        "--min-occurrences",
        type=int,
        metavar="N",
        help=gettext("least documents per item; for citations and coupling, least times cited"),
    )
    group.add_argument(
        "--counting",
        choices=("full", "fractional", "binary"),
        default="",
        help=gettext("how documents count; terms: binary (documents with the term) or full (every occurrence)"),
    )
    group.add_argument(
        "--max-authors",
        type=int,
        metavar="N",
        help=gettext("co-authorship: publications with more make no links (VOSviewer proposes 25; default: no limit)"),
    )
    group.add_argument("--thesaurus", type=Path, metavar=gettext("FILE"), help=gettext("labels to replace or ignore"))


def _configure_mapping(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(gettext("from a network to a map"))
    add = group.add_argument
    add(
        "--normalisation",
        default="association",
        metavar=gettext("NAME"),
        help=gettext(
            "association, fractionalization or none; from records also cosine, jaccard, inclusion, equivalence"
        ),
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
    add(
        "--components",
        choices=COMPONENTS,
        default="",
        help=gettext(
            "sets that no link connects: beside each other (the default), laid out together as the original does (the "
            "default with --mode), or the largest alone"
        ),
    )
    add("--largest-component", action="store_true", help=gettext("the same as --components largest"))
    add("--keep-isolated", action="store_true", help=gettext("keep items without links"))
    add("--again", action="store_true", help=gettext("with --map: cluster and lay out anew, keep labels and scores"))
    add("--threads", type=int, metavar="N", help=gettext("threads; never changes the map"))


def _configure_pictures(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(gettext("pictures and files"))
    add = group.add_argument
    add("--pictures", nargs="*", choices=PICTURES, default=["svg"], help=gettext("formats of the pictures"))
    add("--formats", nargs="*", choices=GRAPH_FORMATS, default=[], help=gettext("further formats of the map"))
    add(
        "--score",
        default="",
        metavar=gettext("NAME"),
        help=gettext("score that colours the overlay; the first if none"),
    )
    add("--weight", default="", metavar=gettext("NAME"), help=gettext("weight that sizes the items"))
    add("--title", default="", help=gettext("title of the pictures"))
    add("--max-links", type=int, default=1000, metavar="N", help=gettext("so many of the strongest links are drawn"))


def parameters_of(args: argparse.Namespace, kind: str) -> MapParameters:
    """The parameters of the map, with the exponents that the desktop program uses for this kind."""
    from kembar.analysis.layout import DESKTOP_EXPONENTS
    from kembar.literature.maps.mapping import MapParameters

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
        largest_component=args.largest_component or args.components == "largest",
        keep_isolated=args.keep_isolated,
        sets="" if args.components == "largest" else args.components,
    )


def refuse_impossible(args: argparse.Namespace) -> None:
    """Raises Refused for a number that no map can be made with, before anything is read or written."""
    whole = (
        ("--starts", args.starts, 1, 10_000),
        ("--layout-starts", args.layout_starts, 0, 10_000),
        ("--threads", args.threads, 1, MOST_THREADS),
        ("--min-occurrences", args.min_occurrences, 1, None),
        ("--max-authors", args.max_authors, 2, None),
        ("--min-cluster-size", args.min_cluster_size, 1, None),
        ("--max-links", args.max_links, 0, None),
        ("--seed", args.seed, 0, 2**53),
        ("--attraction", args.attraction, -20, 20),
        ("--repulsion", args.repulsion, -20, 20),
    )
    for name, value, least, most in whole:
        if value is None or (value >= least and (most is None or value <= most)):
            continue
        words = (
            gettext("%(option)s is %(value)s: it must be a whole number from %(least)s to %(most)s.")
            if most is not None
            else gettext("%(option)s is %(value)s: it must be a whole number of at least %(least)s.")
        )
        raise Refused(words % {"option": name, "value": value, "least": least, "most": most})
    if not (args.resolution > 0 and math.isfinite(args.resolution)):
        raise Refused(
            gettext("--resolution is %(value)s: it must be a number above 0, such as 1.") % {"value": args.resolution}
        )
    given = [name for name, value in (("INPUT", args.inputs), ("--network", args.network)) if value]
    if len(given) > 1 or (args.inputs and args.map is not None):
        raise Refused(gettext("Give record files, or --network and --map, not both: a map is made from one of them."))


def refuse_unusable(folder: Path) -> None:
    """Raises Refused where files cannot be written to this folder, or the folder cannot be made."""
    if folder.exists() and not folder.is_dir():
        raise Refused(gettext("%(file)s is a file, not a folder: give -o another name.") % {"file": folder})
    there = next((one for one in (folder, *folder.absolute().parents) if one.exists()), folder)
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise Refused(gettext("Nothing can be written to the folder %(file)s: give -o another.") % {"file": there})
