"""Which labels fit on a map without touching each other, and from which zoom does each of the others fit?

Boxes are axis-parallel; sizes do not grow with the zoom while distances do, as in every map on a screen.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# Advance widths of the printable ASCII characters in Helvetica, Arial and Liberation Sans, thousandths of an em.
_HELVETICA = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 "
    "556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 "
    "667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 "
    "556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584 "
)
WIDTHS = {chr(32 + i): int(width) / 1000 for i, width in enumerate(_HELVETICA.split())}


def text_width(text: str, size: float) -> float:
    """Width of a line in the Helvetica family at a font size; unknown letters count 0.6 em, wide scripts 1 em."""
    return size * sum(WIDTHS.get(letter) or (1.0 if ord(letter) >= 0x1100 else 0.6) for letter in text)


@dataclass(frozen=True)
class Placement:
    """Labels that are shown: item numbers in order of rank, and the lower left corner of each box, shape (m, 2)."""

    items: npt.NDArray[np.int64]
    corners: Floats


class _Taken:
    """Boxes already placed, found again by the grid cells they cover."""

    def __init__(self, cell: tuple[float, float]) -> None:
        self.cell = cell
        self.boxes: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}

    def _cells(self, box: tuple[float, float, float, float]) -> list[tuple[int, int]]:
        w, h = self.cell
        columns = range(int(box[0] // w), int(box[2] // w) + 1)
        return [(i, j) for i in columns for j in range(int(box[1] // h), int(box[3] // h) + 1)]

    def free(self, box: tuple[float, float, float, float]) -> bool:
        return not any(
            box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3]
            for cell in self._cells(box)
            for b in self.boxes.get(cell, ())
        )

    def take(self, box: tuple[float, float, float, float]) -> None:
        for cell in self._cells(box):
            self.boxes.setdefault(cell, []).append(box)


def place(
    xy: Floats,
    widths: Floats,
    heights: Floats,
    rank: Floats,
    *,
    radii: Floats | None = None,
    bounds: tuple[float, float, float, float] | None = None,
    limit: int | None = None,
) -> Placement:
    """Labels placed one after another, the highest rank first; one that would touch an earlier one is left out.

    A label goes to the middle of its item, else right, left, above or below it (``radii`` away). With ``bounds`` it
    must lie inside. ``widths`` and ``heights`` are those of the boxes in the units of xy; equal ranks keep item order.
    """
    order = np.argsort(-np.asarray(rank, dtype=np.float64), kind="stable")
    radii = np.zeros(len(xy)) if radii is None else radii
    taken = (
        _Taken((max(float(np.median(widths)), 1e-9), max(float(np.median(heights)), 1e-9)))
        if len(xy)
        else _Taken((1, 1))
    )
    items: list[int] = []
    corners: list[tuple[float, float]] = []
    for i in order:
        if limit is not None and len(items) >= limit:
            break
        x, y, w, h, r = float(xy[i, 0]), float(xy[i, 1]), float(widths[i]), float(heights[i]), float(radii[i])
        for left, low in (
            (x - w / 2, y - h / 2), (x + r, y - h / 2), (x - r - w, y - h / 2), (x - w / 2, y + r),
            (x - w / 2, y - r - h),
        ):  # fmt: skip
            box = (left, low, left + w, low + h)
            if bounds and (box[0] < bounds[0] or box[1] < bounds[1] or box[2] > bounds[2] or box[3] > bounds[3]):
                continue
            if taken.free(box):
                taken.take(box)
                items.append(int(i))
                corners.append((left, low))
                break
    return Placement(np.array(items, dtype=np.int64), np.array(corners).reshape(-1, 2))


def zoom_levels(xy: Floats, widths: Floats, heights: Floats, rank: Floats, *, most: float = 64.0) -> Floats:
    """From which zoom on the label of every item can be shown, centred on it, without touching one of higher rank.

    At zoom z distances are z times those of ``xy`` and boxes keep their size, so two labels touch below the zoom
    z_ij = min over the axes of (half the sum of their sizes) / (distance along the axis). A label j of higher rank,
    shown from zoom_j on, stands in the way between zoom_j and z_ij: zoom_i is the largest z_ij with zoom_j < z_ij, at
    least 1, infinite above ``most``. All pairs are looked at: a third of a second for 10,000 labels.
    """
    order = np.argsort(-np.asarray(rank, dtype=np.float64), kind="stable")
    x, y = xy[order, 0].astype(np.float64), xy[order, 1].astype(np.float64)
    half_width, half_height = np.asarray(widths)[order] / 2, np.asarray(heights)[order] / 2
    ranked = np.ones(len(order))
    with np.errstate(divide="ignore", over="ignore"):  # at one place: they never part
        for i in range(1, len(order)):
            parting = np.minimum(
                (half_width[:i] + half_width[i]) / np.abs(x[:i] - x[i]),
                (half_height[:i] + half_height[i]) / np.abs(y[:i] - y[i]),
            )
            parting[parting <= ranked[:i]] = 1.0
            ranked[i] = max(1.0, float(parting.max()))
            if ranked[i] > most:
                ranked[i] = np.inf
    zoom = np.empty(len(order))
    zoom[order] = ranked
    return zoom
