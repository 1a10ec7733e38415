"""Which files does a finished map leave behind, and what does it say about itself under every picture?"""

from collections.abc import Callable, Iterable
from pathlib import Path

from kembar import __version__
from kembar.literature.maps import graph_formats, vosviewer, vosviewer_json
from kembar.literature.maps import methods as methods_text
from kembar.literature.maps.mapping import FinishedMap
from kembar.literature.maps.model import LiteratureMap
from kembar.literature.maps.pictures import Look, density_svg, network_svg, overlay_svg
from kembar.literature.maps.sentences import MEASURES, MODES

Say = Callable[[str], str]


def caption(made: FinishedMap, say: Say, language: str, source: str = "") -> str:
    """The parameters and figures of the map on one line, as they stand under every picture."""
    own, found, lay = made.parameters, made.clusters, made.layout

    def number(value: float) -> str:
        return methods_text.number(value, language)

    figures = made.figures()
    parts = [
        say("%(items)s items, %(links)s links")
        % {"items": number(made.drawn.n), "links": number(int(figures["links"]))},
        methods_text.NORMALISATIONS[own.normalisation][language],
        say("%(count)s clusters (resolution %(resolution)s, %(starts)s starts, quality %(quality)s)")
        % {
            "count": found.count,
            "resolution": f"{own.resolution:g}",
            "starts": found.starts,
            "quality": number(found.quality),
        },
        say("VOS layout, attraction %(a)s, repulsion %(r)s, %(mode)s, objective %(quality)s")
        % {
            "a": lay.attraction,
            "r": lay.repulsion,
            "mode": say(MODES[lay.mode]),
            "quality": number(float(lay.quality)),
        },
        say("seed %(seed)s") % {"seed": own.seed},
        f"Kembar {__version__}",
    ]
    return "; ".join([source, *parts] if source else parts) + "."


def drawings(
    drawn: LiteratureMap, words: str, say: Say = str, *, title: str = "", look: Look | None = None, score: str = ""
) -> dict[str, str]:
    """Every picture of the map by its name: network, density, density by clusters, and the overlay of one score.

    Raises MapFileError ``no_such_score`` and ``no_such_weight``.
    """

    def named(name: str) -> str:
        return say(MEASURES.get(name, name))

    pictures = {
        "network": network_svg(drawn, title=title, caption=words, look=look, say=named),
        "density": density_svg(drawn, title=title, caption=words, look=look, say=named),
    }
    if drawn.clusters is not None:
        pictures["density-clusters"] = density_svg(
            drawn, by_cluster=True, title=title, caption=words, look=look, say=named
        )
    if drawn.scores or score:
        chosen = score or next(iter(drawn.scores))
        pictures["overlay"] = overlay_svg(drawn, chosen, title=title, caption=words, look=look, say=named)
    return pictures


PICTURES = ("network", "density", "density-clusters", "overlay")


def own_names() -> set[str]:
    """Names of all files that maps are written to."""
    names = {"map.json", "map.txt", "network.txt", "methods.md", "references.csv"}
    names |= {f"{name}.{kind}" for name in PICTURES for kind in ("svg", "png", "pdf")}
    return names | {name for files in graph_formats.FORMATS.values() for name in files}


def write_references(folder: Path, text: str) -> Path:
    """Writes references.csv, with the byte-order mark by which spreadsheets know UTF-8."""
    return _text(folder, "references.csv", text, mark=True)


def _text(folder: Path, name: str, text: str, mark: bool = False) -> Path:
    """Writes UTF-8; files for VOSviewer carry the byte-order mark where a letter is not ASCII, as its own do."""
    path = folder / name
    begin = vosviewer.BOM if mark and not text.isascii() else b""
    path.write_bytes(begin + text.encode("utf-8"))
    return path


def write_files(drawn: LiteratureMap, folder: Path, formats: Iterable[str] = ()) -> list[Path]:
    """Writes map.json, map.txt, network.txt and the formats asked for; returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [
        _text(folder, "map.json", vosviewer_json.json_text(drawn)),
        _text(folder, "map.txt", vosviewer.map_text(drawn), mark=True),
    ]
    if drawn.network is not None:
        written.append(_text(folder, "network.txt", vosviewer.network_text(drawn), mark=True))
    for form in formats:
        written += [_text(folder, name, write(drawn)) for name, write in graph_formats.FORMATS[form].items()]
    return written


def write_pictures(pictures: dict[str, str], folder: Path, kinds: Iterable[str]) -> list[Path]:
    """Writes every picture in every kind (svg, png, pdf); returns the paths."""
    written = []
    for kind in kinds:
        for name, svg in pictures.items():
            if kind == "svg":
                written.append(_text(folder, f"{name}.svg", svg))
            else:
                from kembar.literature.maps.print_files import convert  # late: svg alone needs no library

                path = folder / f"{name}.{kind}"
                path.write_bytes(convert(svg, kind))
                written.append(path)
    return written


def write_methods(made: FinishedMap, folder: Path, origin: methods_text.Origin | None = None) -> Path:
    """Writes methods.md."""
    return _text(folder, "methods.md", methods_text.methods_md(made, __version__, origin))
