"""What does a map look like on paper: items and links by cluster, coloured by a score, or as density?

Every picture is one SVG: circles by weight, the strongest links as curves, labels that do not touch each other, a
legend and the parameters beneath. PNG and PDF are made from the same drawing (picture_files.py). Sizes follow what
VOSviewer Online draws: a circle's radius and a label's size grow with the square root of the weight.
"""

import base64
import struct
import zlib
from dataclasses import dataclass
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt

from kembar.analysis.labels import place, text_width
from kembar.literature.map_model import LiteratureMap, MapFileError
from kembar.literature.picture_colours import CLUSTERS, OTHER, cluster_colour, hexed, nice_range, ramp, rgb

Floats = npt.NDArray[np.float64]

FONT = "Liberation Sans, Arial, Helvetica, Noto Sans CJK KR, Noto Sans, DejaVu Sans, sans-serif"
MARGIN = 24
FOOTER = 54


@dataclass(frozen=True)
class Look:
    """How a picture is drawn; sizes in pixels at 96 to the inch."""

    width: int = 1200
    height: int = 900
    weight: str = ""
    """Name of the weight that sizes circles; empty for the first that is not Links."""
    max_links: int = 1000
    min_strength: float = 0.0
    label_length: int = 30
    scale: float | None = None
    """Size of circles and letters against VOSviewer's; None fits it to the number of items."""
    numbers: bool = False
    """Whether the number of its cluster stands in every circle that has room for it."""
    palette: tuple[str, ...] = CLUSTERS
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


def placed(drawn: LiteratureMap, look: Look) -> Drawing:
    """Where everything of a map goes on the sheet. Raises MapFileError ``no_positions``, ``no_such_weight``."""
    if drawn.xy is None:
        raise MapFileError("no_positions")
    weight = weight_of(drawn, look.weight)
    mean = float(weight.mean()) or 1.0
    root = np.sqrt(weight / mean)
    scale = look.scale or float(np.clip(np.sqrt(400 / max(drawn.n, 1)), 0.22, 1.3))
    radii = scale * np.maximum(8 * root, 2.5)
    radii = np.minimum(radii, 40 * scale + 20)
    sizes = np.clip(scale * (9 + 4 * root), 7.0, 30.0)
    xy = np.nan_to_num(drawn.xy)
    low, high = xy.min(0), xy.max(0)
    room = np.array([look.width, look.height - FOOTER]) - 2 * (MARGIN + float(np.percentile(radii, 90)))
    factor = float(np.min(room / np.maximum(high - low, 1e-9)))
    centre = np.array([look.width / 2, (look.height - FOOTER) / 2])
    sheet = centre + (xy - (low + high) / 2) * factor * np.array([1.0, -1.0])
    return Drawing(sheet, radii, sizes, weight, scale)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


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
            f'<path d="M{_number(x1)} {_number(y1)}Q{_number(cx)} {_number(cy)} {_number(x2)} {_number(y2)}" '
            f'stroke="{mixed}" stroke-width="{min(width, 12):.2f}"/>'
        )
    return ['<g fill="none" stroke-opacity="0.35">', *out, "</g>"]


def _circles(drawn: LiteratureMap, at: Drawing, colours: list[str]) -> list[str]:
    out = ['<g fill-opacity="0.75">']
    for i in np.argsort(-at.radii, kind="stable").tolist():
        title = f"<title>{escape(drawn.labels[i])}</title>" if drawn.n <= 5000 else ""
        x, y = at.xy[i]
        out.append(f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{at.radii[i]:.1f}" fill="{colours[i]}"' +
                   (f">{title}</circle>" if title else "/>"))  # fmt: skip
    return [*out, "</g>"]


def _numbers(drawn: LiteratureMap, at: Drawing) -> list[str]:
    """The number of its cluster at the upper edge of every circle that has room, so that colour alone tells nothing."""
    assert drawn.clusters is not None
    out = [f'<g font-family="{FONT}" font-size="9" fill="#111" text-anchor="middle">']
    for i in np.flatnonzero((at.radii >= 9) & (drawn.clusters > 0)).tolist():
        x, y = at.xy[i]
        out.append(f'<text x="{_number(x)}" y="{_number(y - at.radii[i] + 8.5)}">{drawn.clusters[i]}</text>')
    return [*out, "</g>"]


def _labels(drawn: LiteratureMap, look: Look, at: Drawing) -> list[str]:
    length = look.label_length
    shown = [label if len(label) <= length else label[: length - 1].rstrip() + "…" for label in drawn.labels]
    candidates = np.argsort(-at.weight, kind="stable")[:4000]
    widths = np.array([text_width(shown[i], at.sizes[i]) for i in candidates])
    placed = place(
        at.xy[candidates], widths * 1.04, at.sizes[candidates] * 1.25, at.weight[candidates],
        radii=at.radii[candidates] + 1, bounds=(2, 2, look.width - 2, look.height - FOOTER),
    )  # fmt: skip
    out = [
        f'<g font-family="{FONT}" fill="#111" stroke="#fff" stroke-width="2" stroke-opacity="0.7" '
        'stroke-linejoin="round" paint-order="stroke">'
    ]
    for item, (x, y) in zip(placed.items.tolist(), placed.corners.tolist(), strict=True):
        i = int(candidates[item])
        size = float(at.sizes[i])
        out.append(
            f'<text x="{_number(x)}" y="{_number(y + 0.85 * size)}" font-size="{size:.1f}">{escape(shown[i])}</text>'
        )
    return [*out, "</g>"]


def _sheet(look: Look, title: str, caption: str, body: list[str], legend: int = 0) -> str:
    lines = _wrapped(caption, look.width - 2 * MARGIN - legend, 11)[:3]
    foot = [
        f'<text x="{MARGIN}" y="{look.height - FOOTER + 16 + 14 * i}">{escape(line)}</text>'
        for i, line in enumerate(lines)
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{look.width}" height="{look.height}" '
            f'viewBox="0 0 {look.width} {look.height}" role="img" aria-labelledby="t d">',
            f'<title id="t">{escape(title)}</title>',
            f'<desc id="d">{escape(caption)}</desc>',
            '<rect width="100%" height="100%" fill="#fff"/>',
            *body,
            f'<g font-family="{FONT}" font-size="11" fill="#444">',
            *foot,
            "</g>",
            "</svg>",
            "",
        ]
    )


def _wrapped(text: str, width: float, size: float) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and text_width(longer, size) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def network_svg(drawn: LiteratureMap, *, title: str = "", caption: str = "", look: Look | None = None) -> str:
    """The map by clusters. Raises MapFileError ``no_positions``, ``no_such_weight``."""
    look = look or Look()
    at = placed(drawn, look)
    if drawn.colours is not None:
        colours = [hexed(row) for row in drawn.colours]
    else:
        clusters = np.ones(drawn.n, dtype=int) if drawn.clusters is None else drawn.clusters
        colours = [cluster_colour(int(c), look.palette) for c in clusters]
    body = _links(drawn, look, at, colours) + _circles(drawn, at, colours)
    if look.numbers and drawn.clusters is not None:
        body += _numbers(drawn, at)
    body += _labels(drawn, look, at)
    return _sheet(look, title, caption, body)


def overlay_svg(
    drawn: LiteratureMap, score: str, *, title: str = "", caption: str = "", look: Look | None = None,
    limits: tuple[float, float] | None = None, name: str = "",
) -> str:  # fmt: skip
    """The map coloured by a score, grey where it is missing, with its scale, which is called ``name``.

    Raises also ``no_such_score``.
    """
    look = look or Look()
    if score not in drawn.scores:
        raise MapFileError("no_such_score", name=score, names=", ".join(drawn.scores))
    values = drawn.scores[score]
    low, high = limits or nice_range(values)
    at = placed(drawn, look)
    tinted = ramp((values - low) / ((high - low) or 1.0))
    colours = [hexed(row) if known else OTHER for row, known in zip(tinted, np.isfinite(values), strict=True)]
    body = _links(drawn, look, at, colours) + _circles(drawn, at, colours) + _labels(drawn, look, at)
    return _sheet(look, title, caption, body + _scale(look, name or score, low, high), 300)


def _scale(look: Look, name: str, low: float, high: float) -> list[str]:
    """The bar that says which colour stands for which score, in the lower right corner."""
    width, x, y = 240, look.width - 240 - MARGIN, look.height - 30
    steps = 48
    out = [
        f'<rect x="{x + width * i / steps:.1f}" y="{y}" width="{width / steps + 0.6:.1f}" height="9" '
        f'fill="{hexed(c)}"/>'
        for i, c in enumerate(ramp((np.arange(steps) + 0.5) / steps))
    ]
    out.append(f'<g font-family="{FONT}" font-size="11" fill="#111">')
    for i in range(5):
        value = low + (high - low) * i / 4
        out.append(f'<text x="{x + width * i / 4:.1f}" y="{y + 21}" text-anchor="middle">{value:.6g}</text>')
    out.append(f'<text x="{x + width / 2}" y="{y - 4}" text-anchor="middle">{escape(name)}</text></g>')
    return out


def density(xy: Floats, weight: Floats, width: float, shape: tuple[int, int], origin: Floats, step: float) -> Floats:
    """Weighted density sum_i w_i exp(-(|x - x_i| / width)^2) on a grid of shape (rows, columns).

    ``origin`` is the middle of the first cell, ``step`` the size of a cell. Weights are spread over the four nearest
    cells and smoothed with the Gaussian along each axis, which is exact up to the size of a cell.
    """
    rows, columns = shape
    at = (xy - origin) / step
    low = np.floor(at).astype(int)
    part = at - low
    grid = np.zeros(rows * columns)
    for dx in (0, 1):
        for dy in (0, 1):
            i, j = low[:, 0] + dx, low[:, 1] + dy
            inside = (i >= 0) & (i < columns) & (j >= 0) & (j < rows)
            share = np.where(dx, part[:, 0], 1 - part[:, 0]) * np.where(dy, part[:, 1], 1 - part[:, 1]) * weight
            grid += np.bincount((j * columns + i)[inside], weights=share[inside], minlength=rows * columns)
    reach = int(np.ceil(4 * width / step))
    kernel = np.exp(-((np.arange(-reach, reach + 1) * step / width) ** 2))
    smooth = _convolve(grid.reshape(rows, columns), kernel)
    return _convolve(smooth.T, kernel).T


def _convolve(rows: Floats, kernel: Floats) -> Floats:
    """Every row smoothed with the kernel, zeros outside, by the fast Fourier transform."""
    n, half = rows.shape[1], len(kernel) // 2
    size = 1 << (n + len(kernel) - 2).bit_length()
    product = np.fft.rfft(rows, size, axis=1) * np.fft.rfft(kernel, size)
    return np.maximum(np.fft.irfft(product, size, axis=1)[:, half : half + n], 0.0)


def png(pixels: npt.NDArray[np.uint8]) -> bytes:
    """An array (rows, columns, 3 or 4) of bytes as a PNG file."""
    rows, columns, bands = pixels.shape

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", columns, rows, 8, 6 if bands == 4 else 2, 0, 0, 0)
    lines = np.concatenate([np.zeros((rows, 1), np.uint8), pixels.reshape(rows, -1)], axis=1)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines.tobytes(), 6))
        + chunk(b"IEND", b"")
    )


def density_svg(
    drawn: LiteratureMap, *, by_cluster: bool = False, title: str = "", caption: str = "", look: Look | None = None,
    mean_distance: float | None = None,
) -> str:  # fmt: skip
    """The map as density of weight: blue to yellow, or with the clusters' colours mixed by their density.

    The kernel is exp(-t^2) of the distance over (mean distance between items * ``look.kernel``), as van Eck & Waltman
    (2010) have it. ``mean_distance`` in the units of the map is 1 for the layouts made here.
    """
    look = look or Look()
    at = placed(drawn, look)
    spread = at.xy - at.xy.mean(0)
    known = drawn.xy - drawn.xy.mean(0) if drawn.xy is not None else spread
    factor = float(np.sqrt((spread**2).sum() / max(float((known**2).sum()), 1e-300)))
    width = max(look.kernel * factor * (mean_distance or 1.0), 4.0)
    step = 2.0
    shape = (int((look.height - FOOTER) / step), int(look.width / step))
    origin = np.array([step / 2, step / 2])
    total = density(at.xy, at.weight, width, shape, origin, step)
    top = float(total.max()) or 1.0
    if by_cluster and drawn.clusters is not None:
        mixed = np.zeros((*shape, 3))
        for cluster in np.unique(drawn.clusters):
            mine = drawn.clusters == cluster
            own = density(at.xy[mine], at.weight[mine], width, shape, origin, step)
            mixed += own[..., None] * np.array(rgb(cluster_colour(int(cluster), look.palette)), dtype=np.float64)
        share = np.sqrt(total / top)[..., None]
        pixels = 255 * (1 - share) + share * mixed / np.maximum(total, 1e-12 * top)[..., None]
    else:
        pixels = ramp(np.sqrt(total / top), ("#2b3a8c", "#2b6fb3", "#35b2b8", "#78d29b", "#d6e86d", "#fff200"))
    image = base64.b64encode(png(np.clip(np.round(pixels), 0, 255).astype(np.uint8))).decode()
    body = [
        f'<image x="0" y="0" width="{look.width}" height="{look.height - FOOTER}" preserveAspectRatio="none" '
        f'href="data:image/png;base64,{image}"/>',
        *_labels(drawn, look, at),
    ]
    return _sheet(look, title, caption, body)
