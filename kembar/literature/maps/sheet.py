"""What stands around a map on paper: title, legends and the parameters, and how much room is left for the map?

Letters are large enough to be read when the sheet is printed as wide as a page of a journal (about half its size).
"""

from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt

from kembar.analysis.labels import text_width
from kembar.literature.maps.colours import OTHER, hexed, ramp

Floats = npt.NDArray[np.float64]
Say = Callable[[str], str]

FONT = "Liberation Sans, Arial, Helvetica, Noto Sans CJK KR, Noto Sans, DejaVu Sans, sans-serif"
MARGIN = 24
TITLE, WORDS = 20, 13
LINE = 18
SIZES_WIDTH = 190
MOST_ROWS = 6


@dataclass(frozen=True)
class Frame:
    """The part of a sheet that the map has, in pixels from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class Legend:
    """What the colours mean, drawn from (0, 0) to the right and down; ``height`` in pixels."""

    body: tuple[str, ...] = ()
    height: float = 0.0


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def fitted(text: str, width: float, size: float) -> str:
    """The text, cut with an ellipsis where it is wider than ``width``."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip(" ,") + "…"


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines of at most ``width``; a single longer word is cut."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and text_width(longer, size) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [fitted(one, width, size) for one in ([*lines, line] if line else lines)]


# --- legends ----------------------------------------------------------------------------------------------------------


def clusters_legend(entries: list[tuple[int, str, int, str]], others: str, width: float) -> Legend:
    """Clusters (number, name, items, colour) in columns, each with its dot; ``others`` names what is grey."""
    if not entries:
        return Legend()
    count = len(entries) + bool(others)
    columns = 1 if count <= 3 else 2 if count <= 8 else 3
    rows = -(-count // columns)
    column_width = width / columns
    out = []
    for place, (cluster, name, items, colour) in enumerate(entries):
        x, y = column_width * (place // rows), LINE * (place % rows)
        text = f"{name} ({items})" if name else f"({items})"
        if text_width(text, WORDS) > column_width - 40:
            text = fitted(name, column_width - 40 - text_width(f" ({items})", WORDS), WORDS) + f" ({items})"
        out.append(
            f'<rect x="{number(x)}" y="{number(y + 1)}" width="16" height="16" rx="8" fill="{colour}" '
            'fill-opacity="0.75"/>'
        )
        out.append(
            f'<text x="{number(x + 8)}" y="{number(y + 13)}" font-size="11" text-anchor="middle" '
            f'font-weight="bold">{cluster}</text>'
        )
        out.append(f'<text x="{number(x + 24)}" y="{number(y + 13.5)}" font-size="{WORDS}">{escape(text)}</text>')
    if others:
        x, y = column_width * (len(entries) // rows), LINE * (len(entries) % rows)
        out.append(f'<rect x="{number(x)}" y="{number(y + 1)}" width="16" height="16" rx="8" fill="{OTHER}"/>')
        text = escape(fitted(others, column_width - 40, WORDS))
        out.append(f'<text x="{number(x + 24)}" y="{number(y + 13.5)}" font-size="{WORDS}">{text}</text>')
    return Legend(tuple(out), rows * LINE + 6)


def scale_legend(
    name: str, low: float, high: float, stops: tuple[str, ...], ticks: list[tuple[float, str]], missing: str = ""
) -> Legend:
    """The bar that says which colour stands for which value; ``missing`` names the grey of items without one."""
    width, steps = 340, 68
    out = [f'<text x="0" y="12" font-size="{WORDS}">{escape(name)}</text>']
    out += [
        f'<rect x="{width * i / steps:.1f}" y="18" width="{width / steps + 0.6:.1f}" height="10" fill="{hexed(c)}"/>'
        for i, c in enumerate(ramp((np.arange(steps) + 0.5) / steps, stops))
    ]
    for value, text in ticks:
        x = width * (value - low) / ((high - low) or 1.0)
        anchor = "start" if x < 20 else "end" if x > width - 20 else "middle"
        out.append(f'<text x="{x:.1f}" y="42" font-size="{WORDS}" text-anchor="{anchor}">{escape(text)}</text>')
    if missing:
        out.append(f'<rect x="{width + 23}" y="16" width="14" height="14" rx="7" fill="{OTHER}"/>')
        out.append(f'<text x="{width + 44}" y="27.5" font-size="{WORDS}">{escape(missing)}</text>')
    return Legend(tuple(out), 48)


def sizes_legend(name: str, values: list[tuple[float, float, str]]) -> Legend:
    """Circles (value, radius, words) one in another, standing on one line, each with its value."""
    if not values:
        return Legend()
    largest = max(radius for _, radius, _ in values)
    base = 20 + 2 * largest
    out = [f'<text x="0" y="12" font-size="{WORDS}">{escape(fitted(name, SIZES_WIDTH, WORDS))}</text>']
    last = np.inf
    for _value, radius, words in sorted(values, reverse=True):
        top = base - 2 * radius
        out.append(
            f'<ellipse cx="{number(largest + 2)}" cy="{number(base - radius)}" rx="{number(radius)}" '
            f'ry="{number(radius)}" fill="none" stroke="#555"/>'
        )
        y = top + 4 if not np.isfinite(last) else max(top + 4, last + 13)
        out.append(
            f'<line x1="{number(largest + 2)}" y1="{number(top)}" x2="{number(2 * largest + 14)}" y2="{number(y - 4)}" '
            'stroke="#999" stroke-width="0.7"/>'
        )
        out.append(f'<text x="{number(2 * largest + 18)}" y="{number(y)}" font-size="{WORDS}">{escape(words)}</text>')
        last = y
    return Legend(tuple(out), max(base, last) + 6)


def nice_values(least: float, largest: float, most: int = 3) -> list[float]:
    """A few round numbers (1, 2 or 5 times a power of ten) from ``least`` to ``largest``, far apart, largest first."""
    found: list[float] = []
    if largest <= 0:
        return found
    power = 10.0 ** np.floor(np.log10(largest))
    for exponent in range(6):
        for part in (5.0, 2.0, 1.0):
            value = float(part * power / 10**exponent)
            if least * 0.9999 <= value <= largest * 1.0001 and (not found or value <= found[-1] / 2.4):
                found.append(value)
    return found if len(found) <= most else [found[0], found[len(found) // 2], found[-1]][:most]


# --- the sheet --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """A sheet with its words in place: the height of all, the frame of the map, and what is drawn around it."""

    width: int
    height: int
    frame: Frame
    around: tuple[str, ...]
    title: str
    caption: str

    def drawn(self, body: list[str]) -> str:
        """The whole SVG."""
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}" '
                f'viewBox="0 0 {self.width} {self.height}" role="img" aria-labelledby="t d">',
                f'<title id="t">{escape(self.title)}</title>',
                f'<desc id="d">{escape(self.caption)}</desc>',
                '<rect width="100%" height="100%" fill="#fff"/>',
                *body,
                *self.around,
                "</svg>",
                "",
            ]
        )


def sheet(
    width: int, height: int, *, title: str, caption: str, colours: Legend, sizes: Legend, aspect: float, words: bool
) -> Sheet:
    """Title above, legends and caption below, the map between them.

    ``height`` 0 takes what the map needs at ``aspect`` (height by width of its frame); ``words`` False leaves
    everything but the map away.
    """
    if not words:
        tall = height or round(aspect * width)
        return Sheet(width, tall, Frame(0, 0, width, tall), (), title, caption)
    heads = wrapped(title, width - 2 * MARGIN, TITLE)[:2]
    lines = wrapped(caption, width - 2 * MARGIN, WORDS)[:5]
    top = len(heads) * 26 + (14 if heads else 0)
    legend = max(colours.height, sizes.height)
    below = (legend + 10 if legend else 0) + len(lines) * LINE + (12 if lines else 0)
    tall = height or round(top + aspect * width + below)
    bottom = tall - below
    out = [f'<g font-family="{FONT}" fill="#111">']
    out += [
        f'<text x="{MARGIN}" y="{30 + 26 * i}" font-size="{TITLE}" font-weight="bold">{escape(line)}</text>'
        for i, line in enumerate(heads)
    ]
    if colours.body:
        out += [f'<g transform="translate({MARGIN} {number(bottom + 10)})">', *colours.body, "</g>"]
    if sizes.body:
        left = width - MARGIN - SIZES_WIDTH
        out += [f'<g transform="translate({left} {number(bottom + 10)})">', *sizes.body, "</g>"]
    begin = bottom + (legend + 10 if legend else 0) + 14
    out += [
        f'<text x="{MARGIN}" y="{number(begin + LINE * i)}" font-size="{WORDS}" fill="#444">{escape(line)}</text>'
        for i, line in enumerate(lines)
    ]
    return Sheet(width, tall, Frame(0, top, width, bottom), (*out, "</g>"), title, caption)
