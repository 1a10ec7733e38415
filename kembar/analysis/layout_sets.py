"""Where do items go whose network falls into sets that no link connects?

Laid out together, unconnected sets fly apart until each is a dot (the original then adds a little strength to every
pair, which keeps them on one sheet and little more). Here every set is laid out by itself, at a size by which items lie
as densely in a small set as in a large one, and the sets are put beside each other: the largest in the middle, the
others around it, where they fit nearest to the middle. Items without links stand among them one by one.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from kembar.analysis import layout
from kembar.analysis.networks import Network, components, restrict

Floats = npt.NDArray[np.float64]

ASPECT = 4 / 3
"""Width by height that the sheet is filled in."""
CELL = 0.5
"""Side of a cell of the sheet against the place that an item has."""
LONE = 3
"""Cells of the sheet, each way, that an item without links takes."""


def lay_out_sets(network: Network, *, mode: str = "", threads: int | None = None, **options: Any) -> layout.Layout:
    """Each set of connected items laid out by itself (options of ``layout.lay_out``), then all beside each other.

    ``mode`` empty chooses by the size of the set; sets of up to 500 items are always done in compatible mode.
    ``quality`` is the sum over the sets, ``mode``, ``steps`` and ``starts`` are those of the largest. With one set the
    answer is that of ``lay_out``. Raises what it raises.
    """
    member = components(network)
    if int(member.max(initial=0)) == 0:
        return layout.lay_out(network, mode=mode or layout.choose_mode(network.n), threads=threads, **options)
    order = np.argsort(member, kind="stable")
    sets = np.split(order, np.cumsum(np.bincount(member))[:-1])
    sets.sort(key=lambda items: (-len(items), int(items[0])))
    linked = [items for items in sets if len(items) > 1]
    made = [_one_set(network, items, mode, threads, options) for items in linked]
    shapes = [_sized(one.xy, len(items)) for one, items in zip(made, linked, strict=True)]
    places = put_beside(shapes, len(sets) - len(linked))
    xy = np.empty((network.n, 2))
    for items, placed in zip(sets, places, strict=True):
        xy[items] = placed
    xy -= xy.mean(0)
    size = layout.mean_distance(xy, threads=threads or layout.cores())
    return replace(
        made[0], xy=xy / size, quality=float(sum(one.quality for one in made)),
        qualities=tuple(one.quality for one in made), quality_exact=all(one.quality_exact for one in made),
        settled=all(one.settled for one in made), sets=len(sets),
    )  # fmt: skip


def _one_set(
    network: Network, items: npt.NDArray[np.int64], mode: str, threads: int | None, options: dict[str, Any]
) -> layout.Layout:
    inside = Inside.of(network, items)
    way = "compatible" if len(items) <= layout.SMALL_ITEMS else mode or layout.choose_mode(len(items))
    return layout.lay_out(inside.network, mode=way, threads=threads, **options)


@dataclass(frozen=True)
class Inside:
    """The network of one whole set, cut out of its rows: no row has a neighbour outside."""

    network: Network

    @classmethod
    def of(cls, network: Network, items: npt.NDArray[np.int64]) -> "Inside":
        if len(items) > network.n // 4:
            return cls(restrict(network, items)[0])
        lengths = network.links_of[items]
        first = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        at = np.repeat(network.first[items] - first[:-1], lengths) + np.arange(int(first[-1]))
        neighbours = np.searchsorted(items, network.neighbours[at]).astype(np.int32)
        return cls(Network(first, neighbours, network.strengths[at]))


def _sized(xy: Floats, n: int) -> Floats:
    """Positions at mean distance 1 drawn out so that items lie as densely whatever their number."""
    drawn: Floats = xy * (np.sqrt(n) / CELL)
    return drawn


def put_beside(shapes: list[Floats], lone: int = 0) -> list[Floats]:
    """Positions of shapes (largest first, each (n, 2)) moved apart on one sheet, and of ``lone`` single points.

    The sheet is a grid of cells of side 1. A shape takes the cells of its convex hull and those next to it; the next
    goes where its frame covers free cells only, as near to the middle as can be, so that small shapes come to stand in
    the corners that round ones leave.
    """
    frames = [_frame(shape) for shape in shapes] + ([(LONE, LONE)] if lone else [])
    area = sum(w * h for w, h in frames) + lone * LONE * LONE
    widest = max(max(w / ASPECT, h) for w, h in frames)
    rows = int(np.ceil(max(np.sqrt(3 * area / ASPECT), widest) + widest)) + 4
    columns = int(np.ceil(rows * ASPECT)) + 4
    sheet = _Sheet(rows, columns)
    placed = []
    for shape, (w, h) in zip(shapes, frames, strict=False):
        row, column = sheet.room_for(h, w)
        sheet.take(row, column, _covered(shape, h, w))
        placed.append(shape - shape.min(0) + np.array([column + 1, row + 1]))
    for _number in range(lone):
        row, column = sheet.room_for(LONE, LONE)
        sheet.taken[row : row + LONE, column : column + LONE] = True
        placed.append(np.array([[column + LONE / 2, row + LONE / 2]]))
    return placed


def _frame(shape: Floats) -> tuple[int, int]:
    """Columns and rows that a shape needs, with a margin of one cell around its points."""
    extent = np.floor(shape.max(0) - shape.min(0)).astype(int) + 3
    return int(extent[0]), int(extent[1])


def _covered(shape: Floats, height: int, width: int) -> npt.NDArray[np.bool_]:
    """Cells of its frame that a shape covers: those its points and links may lie in, with one cell around them.

    That is the convex hull, which holds every straight link, so that no set stands where another's links pass.
    """
    cells = np.floor(shape - shape.min(0)).astype(np.int64) + 1
    first = np.full(height, width)
    last = np.full(height, -1)
    for down in (-1, 0, 1):
        np.minimum.at(first, cells[:, 1] + down, cells[:, 0] - 1)
        np.maximum.at(last, cells[:, 1] + down, cells[:, 0] + 1)
    held = np.flatnonzero(last >= 0)
    # The left edge bends outwards only to the left, the right edge only to the right: a lower and an upper hull.
    low = np.interp(np.arange(height), *_lower_hull(held, first[held]))
    high = -np.interp(np.arange(height), *_lower_hull(held, -last[held]))
    columns = np.arange(width)
    covered: npt.NDArray[np.bool_] = (columns >= np.floor(low)[:, None]) & (columns <= np.ceil(high)[:, None])
    return covered


def _lower_hull(x: npt.NDArray[np.int64], y: npt.NDArray[np.int64]) -> tuple[list[int], list[int]]:
    """Corners of the lower side of the convex hull of points in order of x (Andrew 1979)."""
    corners: list[tuple[int, int]] = []
    for here in zip(x.tolist(), y.tolist(), strict=True):
        while len(corners) > 1:
            (ax, ay), (bx, by) = corners[-2:]
            if (bx - ax) * (here[1] - ay) - (by - ay) * (here[0] - ax) > 0:
                break
            corners.pop()
        corners.append(here)
    return [one for one, _ in corners], [other for _, other in corners]


class _Sheet:
    """Which cells are taken; remembers for each size of frame the places not yet tried, nearest to the middle first."""

    def __init__(self, rows: int, columns: int) -> None:
        self.taken = np.zeros((rows, columns), dtype=bool)
        self.size = (0, 0)
        self.waiting: npt.NDArray[np.int64] = np.zeros((0, 2), dtype=np.int64)
        self.next = 0

    def room_for(self, height: int, width: int) -> tuple[int, int]:
        """Row and column of the free frame nearest to the middle. A place taken once stays taken for its size."""
        if self.size != (height, width):
            self.size, self.next = (height, width), 0
            self.waiting = self._free(height, width)
        while self.next < len(self.waiting):
            row, column = (int(k) for k in self.waiting[self.next])
            if not self.taken[row : row + height, column : column + width].any():
                return row, column
            self.next += 1
        self._grow()
        return self.room_for(height, width)

    def _free(self, height: int, width: int) -> npt.NDArray[np.int64]:
        total = np.zeros((self.taken.shape[0] + 1, self.taken.shape[1] + 1), dtype=np.int64)
        total[1:, 1:] = self.taken.cumsum(0).cumsum(1)
        inside = total[height:, width:] - total[:-height, width:] - total[height:, :-width] + total[:-height, :-width]
        rows, columns = np.nonzero(inside == 0)
        middle_row, middle_column = (side / 2 for side in self.taken.shape)
        far = (rows + height / 2 - middle_row) ** 2 + ((columns + width / 2 - middle_column) / ASPECT) ** 2
        order = np.argsort(far, kind="stable")
        return np.stack([rows[order], columns[order]], axis=1).astype(np.int64)

    def take(self, row: int, column: int, covered: npt.NDArray[np.bool_]) -> None:
        """Takes the covered cells of a frame."""
        height, width = covered.shape
        self.taken[row : row + height, column : column + width] |= covered

    def _grow(self) -> None:
        """More rows below and columns at the right; what was placed keeps its place."""
        rows, columns = self.taken.shape
        wider = np.zeros((rows + rows // 2 + 8, columns + columns // 2 + 8), dtype=bool)
        wider[:rows, :columns] = self.taken
        self.taken, self.size = wider, (0, 0)
