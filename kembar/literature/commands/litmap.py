"""``kembar litmap``: a map of the literature from record files, from a network file, or the score of a given map."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kembar.console import Progress, Refused, answer_json, answer_table, gettext, language
from kembar.console import gettext_noop as _
from kembar.literature.commands.litmap_arguments import configure, parameters_of, refuse_impossible, refuse_unusable

__all__ = ["configure", "run"]

if TYPE_CHECKING:
    from kembar.literature.maps.mapping import FinishedMap
    from kembar.literature.maps.methods import Origin
    from kembar.literature.maps.model import LiteratureMap

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


def run(args: argparse.Namespace) -> int:
    """Answers one call; bad input raises ``Refused`` with its sentence."""
    from kembar.analysis.networks import NetworkError
    from kembar.literature.maps.model import MapFileError
    from kembar.literature.maps.sentences import sentence

    refuse_impossible(args)
    if args.output is not None:
        refuse_unusable(args.output)
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
    except BrokenPipeError:
        raise
    except OSError as error:  # a file that may not be read, a folder that may not be written, a full disk
        words = gettext("%(file)s cannot be read or written: %(why)s.")
        raise Refused(words % {"file": error.filename, "why": error.strerror}) from error
    raise Refused(gettext("Give record files, or --network FILE, or --map FILE. `kembar litmap --help` tells more."))


STAGES = {
    "reading": _("reading"),
    "clusters": _("forming clusters"),
    "layout": _("laying out"),
    "files": _("writing files"),
}


def _stages() -> Callable[[str], None]:
    """Tells on a terminal's stderr which stage of the work has begun."""
    progress = Progress(gettext("map"), quiet=not sys.stderr.isatty())
    progress.last -= 10  # the first stage is told at once

    def tell(stage: str) -> None:
        progress(1 + list(STAGES).index(stage), len(STAGES), gettext(STAGES[stage]))

    return tell


def _network_of(links: Any, file: Path) -> Any:
    """The network of a link file; a refused strength is told with its line."""
    from kembar.analysis.networks import NetworkError
    from kembar.literature.maps.model import MapFileError

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
    from kembar.literature.maps import vosviewer
    from kembar.literature.maps.mapping import make_map
    from kembar.literature.maps.methods import Origin

    stage = _stages()
    stage("reading")
    links = vosviewer.read_network(args.network)
    network = _network_of(links, args.network)
    made = make_map(
        network, links.ids, ids=links.ids, parameters=parameters_of(args, "network"), threads=args.threads, tell=stage
    )
    return finish(made, args, args.network.name, Origin(sources=(args.network.name,)))


def _given_map(args: argparse.Namespace) -> int:
    from kembar.literature.maps import vosviewer
    from kembar.literature.maps.mapping import make_map
    from kembar.literature.maps.methods import Origin
    from kembar.literature.maps.model import MapFileError

    drawn = vosviewer.read_map(args.map)
    if args.network is not None:
        links = vosviewer.read_network(args.network)
        _network_of(links, args.network)
        drawn = vosviewer.join(drawn, links, str(args.network))
    if drawn.network is None:
        if drawn.xy is None or args.output is None:
            raise MapFileError("needs_links", file=args.map.name)
        return _say({"items": drawn.n, "files": _write_given(drawn, args)}, args)
    if args.again or (drawn.xy is None and drawn.clusters is None):
        made = make_map(
            drawn.network, drawn.labels, ids=drawn.ids, weights=_own_weights(drawn), scores=drawn.scores,
            texts=drawn.texts, parameters=parameters_of(args, "network"), threads=args.threads, tell=_stages(),
        )  # fmt: skip
        names = tuple(path.name for path in (args.map, args.network) if path is not None)
        return finish(made, args, args.map.name, Origin(sources=names))
    return _score(drawn, args)


def _own_weights(drawn: LiteratureMap) -> dict[str, Any]:
    return {name: values for name, values in drawn.weights.items() if name not in ("Links", "Total link strength")}


def _score(drawn: LiteratureMap, args: argparse.Namespace) -> int:
    """Scores a given map by the formulas of our own, and draws it where a folder is given."""
    import numpy as np

    from kembar.analysis.map_scores import score_map
    from kembar.analysis.networks import normalise

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
        answer["files"] = _write_given(drawn, args)
    return _say(answer, args)


def _write_given(drawn: LiteratureMap, args: argparse.Namespace) -> list[str]:
    """Writes a map as it was given in all formats asked for, with its pictures; returns the files."""
    from kembar.literature.maps.mapping import name_clusters
    from kembar.literature.maps.methods import number
    from kembar.literature.maps.output import drawings, write_files, write_pictures
    from kembar.literature.maps.pictures import Look

    inputs = {path.resolve() for path in (args.map, args.network) if path is not None}
    if args.output.resolve() in {path.parent for path in inputs}:
        words = gettext(
            "%(file)s holds the files that were given: give -o another folder, so that they stay as they are."
        )
        raise Refused(words % {"file": args.output})
    drawn = drawn if drawn.cluster_labels else replace(drawn, cluster_labels=name_clusters(drawn))
    says = gettext("%(source)s; %(items)s items, %(links)s links; places and clusters as in the file.")
    links = drawn.network.n_links if drawn.network else 0
    values = {"items": number(drawn.n, language()), "links": number(links, language())}
    title, words = args.title or drawn.title or args.map.name, says % {"source": args.map.name, **values}
    look = Look(weight=args.weight, max_links=args.max_links, height=0, numbers=True)
    pictures = drawings(drawn, words, gettext, title=title, look=look, score=args.score)
    written = write_files(replace(drawn, title=title), args.output, args.formats)
    return [str(path) for path in [*written, *write_pictures(pictures, args.output, args.pictures)]]


def _check(args: argparse.Namespace) -> int:
    """Says for every file whether VOSviewer opens it; exit code 1 if one has a problem."""
    from kembar.literature.maps.sentences import PROBLEMS
    from kembar.literature.maps.vosviewer_check import check_file

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
    from kembar.literature.maps.from_records import build

    built = build(args)
    made = built.finish(parameters_of(args, args.kind), tell=_stages())
    source = ", ".join(path.name or str(path) for path in args.inputs)
    return finish(made, args, source, built.origin, built.notes, built.matches_csv() if built.matches else "")


def finish(
    made: FinishedMap,
    args: argparse.Namespace,
    source: str,
    origin: Origin,
    notes: dict[str, Any] | None = None,
    matches: str = "",
) -> int:
    """Writes the files of a finished map where a folder is given, and answers with its figures."""
    from kembar.literature.maps.methods import title_for
    from kembar.literature.maps.output import (
        caption,
        drawings,
        own_names,
        write_files,
        write_methods,
        write_pictures,
        write_references,
    )  # fmt: skip
    from kembar.literature.maps.pictures import Look, weight_of

    answer = made.figures() | (notes or {})
    words = caption(made, gettext, language(), source)
    if args.output is not None:
        weight_of(made.drawn, args.weight)  # a weight that is not there is refused before anything is written
        args.output.mkdir(parents=True, exist_ok=True)
        title = args.title or title_for(origin.kind, language()) or source
        look = Look(weight=args.weight, max_links=args.max_links, height=0, numbers=True)
        pictures = drawings(made.drawn, words, gettext, title=title, look=look, score=args.score)
        titled = replace(made.drawn, title=title, description=words, parameters=made.online_parameters())
        written = write_files(titled, args.output, args.formats)
        written.append(write_methods(made, args.output, origin))
        if matches:
            written.append(write_references(args.output, matches))
        written += write_pictures(pictures, args.output, args.pictures)
        answer["files"] = [str(path) for path in written]
        older = sorted(own_names() & {path.name for path in args.output.iterdir()} - {path.name for path in written})
        if older:
            words_of_older = gettext("Still in %(folder)s from an earlier map: %(files)s.")
            sys.stderr.write(words_of_older % {"folder": args.output, "files": ", ".join(older)} + "\n")
    if args.json:
        answer_json(answer)
        return 0
    _tell(made, words, answer.get("files", []), notes or {})
    return 0


def _tell(made: FinishedMap, words: str, files: list[str], notes: dict[str, Any]) -> None:
    """Says in sentences what was made and what was left out, and lists the clusters."""
    from kembar.literature.maps.methods import number

    print(words)

    def say(sentence: str, **values: float) -> None:
        print(sentence % {name: number(value, language()) for name, value in values.items()})

    agreement = made.clusters.stability.agreement
    if agreement is not None:
        value = number(round(agreement, 3) + 0.0, language())
        print(
            gettext("Agreement between the random starts (adjusted Rand index, 1 = the same clusters): %(value)s.")
            % {"value": value}
        )
    if made.layout.sets > 1:
        say(
            gettext("The items form %(count)s sets that no link connects; they were laid out one by one and stand "
                    "beside "
                    "each other. The largest has %(size)s items (--components largest shows it alone, together lays "
                    "out "
                    "all at once)."),
            count=made.layout.sets, size=made.component_sizes[0],
        )  # fmt: skip
    elif len(made.component_sizes) > 1 and not made.outside:
        say(
            gettext("The items form %(count)s sets that no link connects, laid out together; the largest has %(size)s "
                    "items (--components beside lays out each by itself, largest shows it alone)."),
            count=len(made.component_sizes), size=made.component_sizes[0],
        )  # fmt: skip
    if made.isolated:
        say(
            gettext("Items without any link that were left out: %(count)s (--keep-isolated keeps them)."),
            count=len(made.isolated),
        )
    if made.outside:
        say(gettext("Items outside the largest connected set that were left out: %(count)s."), count=len(made.outside))
    if notes.get("strongest_kept"):
        say(
            gettext("Of %(linked)s linked publications, the %(kept)s with the greatest total link strength are shown "
                    "(--min-occurrences N takes those cited N times instead)."),
            linked=notes["linked"], kept=notes["strongest_kept"],
        )  # fmt: skip
    if notes.get("more_than_25") and "most_per_publication" not in notes:
        say(
            gettext("Publications with more than 25 names, each of which links all its names: %(count)s "
                    "(--max-authors 25 leaves their links out)."),
            count=notes["more_than_25"],
        )  # fmt: skip
    lacking = notes.get("without_references") or {}
    if lacking:
        listed = "; ".join(f"{file} ({some}/{every})" for file, (some, every) in lacking.items())
        print(gettext("Publications whose files do not name the works they cite: %(files)s.") % {"files": listed})
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
