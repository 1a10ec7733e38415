"""The pushes of many nodes on each other in NumPy alone: same groups and same rule as kernels/crowd.pyx.

Works pair by pair of groups, level by level, in single precision like the compiled path.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]


def hilbert_keys(x: Floats, y: Floats, low_x: float, low_y: float, scale: float) -> npt.NDArray[np.uint32]:
    """Place of every point on a Hilbert curve over a 65536 x 65536 grid."""
    u = ((x - low_x) * scale).astype(np.int64)
    v = ((y - low_y) * scale).astype(np.int64)
    keys = np.zeros(len(x), dtype=np.int64)
    s = 32768
    while s:
        rx, ry = (u & s) > 0, (v & s) > 0
        keys += s * s * ((3 * rx) ^ ry)
        flip = ~ry & rx
        u, v = np.where(flip, 65535 - u, u), np.where(flip, 65535 - v, v)
        u, v = np.where(ry, u, v), np.where(ry, v, u)
        s >>= 1
    return keys.astype(np.uint32)


def _strength(d2: npt.NDArray[np.float32], exponent: int) -> npt.NDArray[np.float32]:
    """d^(exponent - 2) from squared distances, in single precision."""
    one = np.float32(1)
    if exponent == 0:
        return (one / d2).astype(np.float32)
    d = np.sqrt(d2)
    f = np.ones_like(d2)
    for _ in range(exponent - 2):
        f *= d
    for _ in range(2 - exponent):
        f /= d
    return f


def push_blocks(
    x: Floats,
    y: Floats,
    mass: Floats,
    leaf: int,
    level_start: Longs,
    cx: Floats,
    cy: Floats,
    cm: Floats,
    radius: Floats,
    attraction: int,
    repulsion: int,
    increment: float,
    theta: float,
    begin: int,
    stop: int,
    out_x: Floats,
    out_y: Floats,
) -> int:
    """Adds up the pushes on the points of the leaf blocks from begin to stop; returns the number of terms."""
    n, levels, terms = len(x), len(level_start) - 1, 0
    points = np.arange(n)
    for g in range(begin, stop):
        open_nodes = np.arange(level_start[levels] - level_start[levels - 1])
        sources: list[tuple[Floats, Floats, Floats]] = []
        for level in range(levels - 1, -1, -1):
            at = level_start[level] + open_nodes
            d = np.hypot(cx[at] - cx[g], cy[at] - cy[g])
            far = radius[at] < theta * (d - radius[g])
            sources.append((cx[at[far]] - cx[g], cy[at[far]] - cy[g], cm[at[far]]))
            near = open_nodes[~far]
            if level:
                children = (4 * near[:, None] + np.arange(4)).ravel()
                open_nodes = children[children < level_start[level] - level_start[level - 1]]
            else:
                which = (near[:, None] * leaf + np.arange(leaf)).ravel()
                which = points[which[which < n]]
                sources.append((x[which] - cx[g], y[which] - cy[g], mass[which]))
        sx, sy, sm = (np.concatenate([s[k] for s in sources]).astype(np.float32) for k in range(3))
        mine = slice(g * leaf, min((g + 1) * leaf, n))
        dx = (x[mine] - cx[g]).astype(np.float32)[:, None] - sx
        dy = (y[mine] - cy[g]).astype(np.float32)[:, None] - sy
        d2 = dx * dx + dy * dy
        safe = np.where(d2 > 0, d2, np.float32(1))
        f = _strength(safe, repulsion)
        if increment > 0:
            f = f - np.float32(increment) * (np.float32(1) if attraction == 2 else _strength(safe, attraction))
        f = f * sm
        out_x[mine] = (f * dx).sum(1)
        out_y[mine] = (f * dy).sum(1)
        terms += d2.size
    return terms


def link_weights(
    first: Longs,
    neighbours: npt.NDArray[np.int32],
    strengths: npt.NDArray[np.float32],
    xy: Floats,
    attraction: int,
    floor: float,
    begin: int,
    stop: int,
    weights: npt.NDArray[np.float32],
    total: Floats,
) -> None:
    """Weights s_ij d_ij^(a-2) of the rows from begin to stop, distances not below floor, and their sums by row."""
    part = slice(first[begin], first[stop])
    rows = np.repeat(np.arange(begin, stop), np.diff(first[begin : stop + 1]))
    d2 = ((xy[rows] - xy[neighbours[part]]) ** 2).sum(1)
    d = np.sqrt(np.maximum(d2, floor * floor))
    weights[part] = strengths[part] * (d ** float(attraction - 2) if attraction != 2 else 1.0)
    total[begin:stop] = np.bincount(rows - begin, weights=weights[part], minlength=stop - begin)


def laplacian_times(
    first: Longs,
    neighbours: npt.NDArray[np.int32],
    weights: npt.NDArray[np.float32],
    diagonal: Floats,
    v: Floats,
    begin: int,
    stop: int,
    out: Floats,
) -> None:
    """Rows begin to stop of (diagonal - weights) v, for two columns at once."""
    part = slice(first[begin], first[stop])
    rows = np.repeat(np.arange(stop - begin), np.diff(first[begin : stop + 1]))
    for c in range(2):
        pulled = np.bincount(rows, weights=weights[part] * v[neighbours[part], c], minlength=stop - begin)
        out[begin:stop, c] = diagonal[begin:stop] * v[begin:stop, c] - pulled
