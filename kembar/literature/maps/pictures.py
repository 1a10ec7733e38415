"""What does a map look like on paper: items and links by cluster, coloured by a score, or as density?

Every picture is one SVG: circles by weight, the strongest links as curves, labels that do not touch each other, and
around them title, legends and the parameters (picture_sheet.py). PNG and PDF are made from the same drawing
(picture_files.py). A circle's radius and a label's size grow with the square root of the weight.
"""

import base64
from dataclasses import dataclass
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt

from kembar.analysis.labels import place, text_width
from kembar.literature.maps.colours import (
    DENSITY,
    DISTINCT,
    OTHER,
    VIRIDIS,
    cluster_colour,
    hexed,
    nice_range,
    nice_ticks,
    ramp,
    rgb,
)
from kembar.literature.maps.density import density, png
from kembar.literature.maps.model import LiteratureMap, MapFileError
from kembar.literature.maps.sheet import (
    FONT,
    MARGIN,
    SIZES_WIDTH,
    Frame,
    Legend,
    Say,
    Sheet,
    clusters_legend,
    nice_values,
    number,
    scale_legend,
    sheet,
    sizes_legend,
)

Floats = npt.NDArray[np.float64]

SMALLEST_LETTER = 11.0
FOOTER = 54  # below the frame that label zooms are counted for


@dataclass(frozen=True)
class Look:
    """How a picture is drawn; sizes in pixels at 96 to the inch."""

    width: int = 1200
    height: int = 900
    """0 takes what the map needs."""
    weight: str = ""
    """Name of the weight that sizes circles; empty for the first that is not Links."""
    max_links: int = 1000
    min_strength: float = 0.0
    label_length: int = 30
    scale: float | None = None
    """Size of circles and letters against VOSviewer's; None fits it to the number of items."""
    numbers: bool = False
    """Whether the number of its cluster stands in every circle that has room for it."""
    palette: tuple[str, ...] = DISTINCT
    words: bool = True
    """Whether title, legends and parameters stand around the map."""
    kernel: float = 0.125
    """Width of the density kernel as a share of the mean distance between items."""


@dataclass(frozen=True)
class Drawing:
    """Places and sizes of all items on the sheet."""

    xy: Floats
    radii: Floats
    sizes: Floats
    weight: Floats
    scale: float


def weight_name(drawn: LiteratureMap, name: str = "") -> str:
    """The name of the weight that sizes the items; empty where all count alike."""
    if name:
        return name
    own = [key for key in drawn.all_weights if key not in ("Links", "Total link strength")]
    return own[0] if own else "Total link strength" if drawn.network is not None else ""


def weight_of(drawn: LiteratureMap, name: str = "") -> Floats:
    """The weight that sizes the items: the named one, else the first besides Links, else 1 for all."""
    weights = drawn.all_weights
    if name:
        if name not in weights:
            raise MapFileError("no_such_weight", name=name, names=", ".join(weights))
        return np.nan_to_num(weights[name])
    own = [values for key, values in weights.items() if key not in ("Links", "Total link strength")]
    chosen = own[0] if own else weights.get("Total link strength", np.ones(drawn.n))
    return np.nan_to_num(chosen) if np.nansum(chosen) > 0 else np.ones(drawn.n)


def placed(drawn: LiteratureMap, look: Look, frame: Frame | None = None, blur: float = 0.0) -> Drawing:
    """Where everything of a map goes in its frame, ``blur`` (in units of the map) from its edges.

    Raises MapFileError ``no_positions``, ``no_such_weight``.
    """
    if drawn.xy is None:
        raise MapFileError("no_positions")
    frame = frame or Frame(0, 0, look.width, (look.height or 900) - FOOTER)
    weight = weight_of(drawn, look.weight)
    mean = float(weight.mean()) or 1.0
    root = np.sqrt(weight / mean)
    scale = look.scale or float(np.clip(np.sqrt(400 / max(drawn.n, 1)), 0.22, 1.3))
    radii = _radii(weight, mean, scale)
    sizes = np.clip(scale * (9 + 4 * root), SMALLEST_LETTER, 30.0)
    xy = np.nan_to_num(drawn.xy)
    low, high = xy.min(0), xy.max(0)
    edge = 0.0 if blur else MARGIN + float(np.percentile(radii, 90))
    room = np.array([frame.width, frame.height]) - 2 * edge
    factor = float(np.min(room / np.maximum(high - low + 2 * blur, 1e-9)))
    centre = np.array([(frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2])
    on_sheet = centre + (xy - (low + high) / 2) * factor * np.array([1.0, -1.0])
    return Drawing(on_sheet, radii, sizes, weight, scale)


def _radii(weight: npt.ArrayLike, mean: float, scale: float) -> Floats:
    root = np.sqrt(np.asarray(weight, dtype=np.float64) / mean)
    radii: Floats = np.minimum(scale * np.maximum(8 * root, 2.5), 40 * scale + 20)
    return radii


def _laid_out(
    drawn: LiteratureMap, look: Look, title: str, caption: str, colours: Legend, say: Say, blur: float = 0.0
) -> tuple[Sheet, Drawing]:
    """The sheet with its words, and the map in the frame that they leave."""
    if drawn.xy is None:
        raise MapFileError("no_positions")
    extent = np.maximum(np.ptp(np.nan_to_num(drawn.xy), axis=0) + 2 * blur, 1e-9) if drawn.n else np.ones(2)
    aspect = float(np.clip(extent[1] / extent[0], 0.45, 0.85))
    sizes = _sizes(drawn, look, say) if look.words and not blur else Legend()
    made = sheet(
        look.width, look.height, title=title, caption=caption, colours=colours, sizes=sizes, aspect=aspect,
        words=look.words,
    )  # fmt: skip
    return made, placed(drawn, look, made.frame, blur)


def _sizes(drawn: LiteratureMap, look: Look, say: Say) -> Legend:
    """Which circle stands for which weight; nothing where all are alike."""
    weight = weight_of(drawn, look.weight)
    if not drawn.n or float(weight.max()) <= float(weight.min()):
        return Legend()
    mean = float(weight.mean()) or 1.0
    scale = look.scale or float(np.clip(np.sqrt(400 / max(drawn.n, 1)), 0.22, 1.3))
    values = nice_values(float(weight[weight > 0].min()), float(weight.max()))
    radii = _radii(values, mean, scale)
    shown = [(value, float(r), f"{value:,.6g}") for value, r in zip(values, radii, strict=True) if r <= 30]
    return sizes_legend(say(weight_name(drawn, look.weight)), shown)


def _links(drawn: LiteratureMap, look: Look, at: Drawing, colours: list[str]) -> list[str]:
    """The strongest links as curves, weakest first; one path per colour and width keeps the file small."""
    if drawn.network is None or not drawn.network.n_links or not look.max_links:
        return []
    a, b, w = drawn.network.once()
    keep = np.flatnonzero(w >= look.min_strength)
    if not len(keep):
        return []
    keep = keep[np.argsort(-w[keep], kind="stable")[: look.max_links]]
    mean = float(w[keep].mean())
    out = []
    for k in keep[::-1]:
        i, j = int(a[k]), int(b[k])
        (x1, y1), (x2, y2) = at.xy[i], at.xy[j]
        width = at.scale * max(1.5 * float(np.sqrt(w[k] / mean)), 0.1)
        # The control point lies a fifth of the length off the middle, so that links of one item fan out.
        cx, cy = (x1 + x2) / 2 + 0.2 * (y2 - y1), (y1 + y2) / 2 - 0.2 * (x2 - x1)
        one, other = rgb(colours[i]), rgb(colours[j])
        mixed = hexed([(p + q) / 2 for p, q in zip(one, other, strict=True)])
        out.append(
            f'<path d="M{number(x1)} {number(y1)}Q{number(cx)} {number(cy)} {number(x2)} {number(y2)}" '
            f'stroke="{mixed}" stroke-width="{min(width, 12):.2f}"/>'
        )
    return ['<g fill="none" stroke-opacity="0.35">', *out, "</g>"]


def _circles(drawn: LiteratureMap, at: Drawing, colours: list[str]) -> list[str]:
    out = ['<g fill-opacity="0.75">']
    for i in np.argsort(-at.radii, kind="stable").tolist():
        title = f"<title>{escape(drawn.labels[i])}</title>" if drawn.n <= 5000 else ""
        x, y = at.xy[i]
        out.append(f'<circle cx="{number(x)}" cy="{number(y)}" r="{at.radii[i]:.1f}" fill="{colours[i]}"' +
                   (f">{title}</circle>" if title else "/>"))  # fmt: skip
    return [*out, "</g>"]


def _numbers(drawn: LiteratureMap, at: Drawing) -> list[str]:
    """The number of its cluster at the upper edge of every circle that has room, so that colour alone tells nothing."""
    assert drawn.clusters is not None
    out = [f'<g font-family="{FONT}" font-size="11" fill="#111" text-anchor="middle">']
    for i in np.flatnonzero((at.radii >= 11) & (drawn.clusters > 0)).tolist():
        x, y = at.xy[i]
        out.append(f'<text x="{number(x)}" y="{number(y - at.radii[i] + 10)}">{drawn.clusters[i]}</text>')
    return [*out, "</g>"]


def _labels(drawn: LiteratureMap, look: Look, at: Drawing, frame: Frame) -> list[str]:
    length = look.label_length
    shown = [label if len(label) <= length else label[: length - 1].rstrip() + "…" for label in drawn.labels]
    candidates = np.argsort(-at.weight, kind="stable")[:4000]
    widths = np.array([text_width(shown[i], at.sizes[i]) for i in candidates])
    placed = place(
        at.xy[candidates], widths * 1.04, at.sizes[candidates] * 1.25, at.weight[candidates],
        radii=at.radii[candidates] + 1, bounds=(frame.left + 2, frame.top + 2, frame.right - 2, frame.bottom),
    )  # fmt: skip
    out = [
        f'<g font-family="{FONT}" fill="#111" stroke="#fff" stroke-width="2" stroke-opacity="0.7" '
        'stroke-linejoin="round" paint-order="stroke">'
    ]
    for item, (x, y) in zip(placed.items.tolist(), placed.corners.tolist(), strict=True):
        i = int(candidates[item])
        size = float(at.sizes[i])
        out.append(
            f'<text x="{number(x)}" y="{number(y + 0.85 * size)}" font-size="{size:.1f}">{escape(shown[i])}</text>'
        )
    return [*out, "</g>"]


def network_svg(
    drawn: LiteratureMap, *, title: str = "", caption: str = "", look: Look | None = None, say: Say = str
) -> str:
    """The map by clusters; ``say`` translates the few words of the legends.

    Raises MapFileError ``no_positions``, ``no_such_weight``.
    """
    look = look or Look()
    by_cluster = drawn.colours is None and drawn.clusters is not None
    paper, at = _laid_out(drawn, look, title, caption, _clusters(drawn, look, say) if by_cluster else Legend(), say)
    if drawn.colours is not None:
        colours = [hexed(row) for row in drawn.colours]
    else:
        clusters = np.ones(drawn.n, dtype=int) if drawn.clusters is None else drawn.clusters
        colours = [cluster_colour(int(c), look.palette) for c in clusters]
    body = _links(drawn, look, at, colours) + _circles(drawn, at, colours)
    if look.numbers and drawn.clusters is not None:
        body += _numbers(drawn, at)
    return paper.drawn(body + _labels(drawn, look, at, paper.frame))


def _clusters(drawn: LiteratureMap, look: Look, say: Say) -> Legend:
    """Number, name, items and colour of the clusters that have a colour of their own, and what the grey ones are."""
    assert drawn.clusters is not None
    if not look.words:
        return Legend()
    sizes = np.bincount(np.maximum(drawn.clusters, 0))
    shown = [
        (c, drawn.cluster_labels.get(c, ""), int(sizes[c]), cluster_colour(c, look.palette))
        for c in range(1, min(len(sizes), len(look.palette) + 1))
        if sizes[c]
    ]
    more = int(np.count_nonzero(sizes[len(look.palette) + 1 :]))
    others = ""
    if more:
        others = say("%(count)s smaller clusters (%(items)s items)")
        others %= {"count": more, "items": int(sizes[len(look.palette) + 1 :].sum())}
    elif sizes[0]:
        others = say("without a cluster (%(items)s items)") % {"items": int(sizes[0])}
    return clusters_legend(shown, others, look.width - 2 * MARGIN - SIZES_WIDTH - 20)


def is_year(name: str, values: Floats) -> bool:
    """Whether a score is a year or a mean of years, which is shown in whole numbers without marks."""
    known = values[np.isfinite(values)]
    return "year" in name.lower() and bool(len(known)) and 1000 < float(known.min()) <= float(known.max()) < 3000


def _beyond(value: float, low: float, high: float, values: Floats) -> str:
    """The sign before a mark at an end of the scale that has items beyond it."""
    if value == low and float(np.nanmin(values)) < low:
        return "≤ "
    return "≥ " if value == high and float(np.nanmax(values)) > high else ""


def overlay_svg(
    drawn: LiteratureMap, score: str, *, title: str = "", caption: str = "", look: Look | None = None,
    limits: tuple[float, float] | None = None, name: str = "", say: Say = str,
) -> str:  # fmt: skip
    """The map coloured by a score, grey where it is missing, with its scale, which is called ``name``.

    Raises also ``no_such_score``.
    """
    look = look or Look()
    if score not in drawn.scores:
        raise MapFileError("no_such_score", name=score, names=", ".join(drawn.scores))
    values = drawn.scores[score]
    whole = is_year(score, values)
    low, high = limits or nice_range(values, whole)
    ticks = [(value, _beyond(value, low, high, values) + (f"{value:.0f}" if whole else f"{value:,.6g}"))
             for value in nice_ticks(low, high, 5, whole)]  # fmt: skip
    missing = say("not known") if not np.isfinite(values).all() else ""
    bar = scale_legend(name or say(score), low, high, VIRIDIS, ticks, missing) if look.words else Legend()
    paper, at = _laid_out(drawn, look, title, caption, bar, say)
    tinted = ramp((values - low) / ((high - low) or 1.0))
    colours = [hexed(row) if known else OTHER for row, known in zip(tinted, np.isfinite(values), strict=True)]
    body = _links(drawn, look, at, colours) + _circles(drawn, at, colours)
    return paper.drawn(body + _labels(drawn, look, at, paper.frame))


def density_svg(
    drawn: LiteratureMap, *, by_cluster: bool = False, title: str = "", caption: str = "", look: Look | None = None,
    mean_distance: float | None = None, say: Say = str,
) -> str:  # fmt: skip
    """The map as density of weight: from white to blue, or with the clusters' colours mixed by their density.

    The kernel is exp(-t^2) of the distance over (mean distance between items * ``look.kernel``), as van Eck & Waltman
    (2010) have it. ``mean_distance`` in the units of the map is 1 for the layouts made here.
    """
    look = look or Look()
    by_cluster = by_cluster and drawn.clusters is not None
    if by_cluster:
        legend = _clusters(drawn, look, say)
    else:
        words = say("Density of the items, each counted by its weight (%(name)s)")
        name = weight_name(drawn, look.weight)
        words %= {"name": say(name) if name else "1"}
        ends = [(0.0, say("low")), (1.0, say("high"))]
        legend = scale_legend(words, 0.0, 1.0, DENSITY, ends) if look.words else Legend()
    blur = 1.7 * look.kernel * (mean_distance or 1.0)  # beyond it a twentieth of an item's density is left
    paper, at = _laid_out(drawn, look, title, caption, legend, say, blur)
    pixels = _pixels(drawn, look, paper.frame, at, by_cluster, mean_distance or 1.0)
    image = base64.b64encode(png(np.clip(np.round(pixels), 0, 255).astype(np.uint8))).decode()
    frame = paper.frame
    body = [
        f'<image x="{number(frame.left)}" y="{number(frame.top)}" width="{number(frame.width)}" '
        f'height="{number(frame.height)}" preserveAspectRatio="none" href="data:image/png;base64,{image}"/>',
        *_labels(drawn, look, at, frame),
    ]
    return paper.drawn(body)


def _pixels(
    drawn: LiteratureMap, look: Look, frame: Frame, at: Drawing, by_cluster: bool, mean_distance: float
) -> Floats:
    """Red, green, blue of the frame in cells of two to four pixels, a fraction of the kernel's width."""
    spread = at.xy - at.xy.mean(0)
    known = drawn.xy - drawn.xy.mean(0) if drawn.xy is not None else spread
    factor = float(np.sqrt((spread**2).sum() / max(float((known**2).sum()), 1e-300)))
    width = max(look.kernel * factor * mean_distance, 4.0)
    step = float(np.clip(width / 12, 2.0, 4.0))
    shape = (int(frame.height / step), int(frame.width / step))
    origin = np.array([frame.left + step / 2, frame.top + step / 2])
    total = density(at.xy, at.weight, width, shape, origin, step)
    top = float(total.max()) or 1.0
    if not by_cluster:
        return ramp(np.sqrt(total / top), DENSITY)
    assert drawn.clusters is not None
    own_colour = np.where(drawn.clusters <= len(look.palette), drawn.clusters, 0)  # the grey ones are one
    mixed = np.zeros((*shape, 3))
    for cluster in np.unique(own_colour):
        mine = own_colour == cluster
        own = density(at.xy[mine], at.weight[mine], width, shape, origin, step)
        mixed += own[..., None] * np.array(rgb(cluster_colour(int(cluster), look.palette)), dtype=np.float64)
    share = 0.85 * np.sqrt(total / top)[..., None]
    pixels: Floats = 255 * (1 - share) + share * mixed / np.maximum(total, 1e-12 * top)[..., None]
    return pixels
