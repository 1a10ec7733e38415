"""The steps of the compatible layout and the sums over pairs in NumPy alone, for machines without the compiled kernels.

``descend`` adds in the same order as the compiled path, so both give the same positions.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def _power(d: Floats, exponent: int) -> Floats:
    """d to a whole exponent by repeated multiplication or division, in the order of the original."""
    if exponent == 0:
        return np.ones_like(d)
    power = d.copy() if exponent > 0 else 1.0 / d
    for _ in range(abs(exponent) - 1):
        power = power * d if exponent > 0 else power / d
    return power


def _energy(d: Floats, exponent: int) -> Floats:
    return _power(d, exponent) / exponent if exponent else np.log(d)


def _left_to_right(start: float, terms: Floats) -> float:
    return float(np.add.accumulate(np.concatenate([[start], terms]))[-1])


def descend(
    first: npt.NDArray[np.int64],
    neighbours: npt.NDArray[np.int32],
    strengths: Floats,
    x: Floats,
    y: Floats,
    order: npt.NDArray[np.int32],
    attraction: int,
    repulsion: int,
    increment: float,
    max_sweeps: int,
    step: float,
    min_step: float,
    reduction: float,
    improvements: int,
) -> tuple[int, float, float]:
    """Moves the nodes in place as kernels/descent.pyx does; returns (sweeps, last step, quality of the last sweep)."""
    n = len(x)
    sweeps, better, quality = 0, 0, np.inf
    with np.errstate(divide="ignore", invalid="ignore"):
        while sweeps < max_sweeps and step >= min_step:
            old, quality = quality, 0.0
            still = np.ones(n, dtype=bool)
            for k in order:
                near = slice(first[k], first[k + 1])
                v, w = neighbours[near], strengths[near]
                dx, dy = x[k] - x[v], y[k] - y[v]
                d2 = dx * dx + dy * dy
                d = np.sqrt(d2)
                s = np.where(d2 > 0, w * _power(d, attraction) / d2, 0.0)
                gx, gy = _left_to_right(0.0, s * dx), _left_to_right(0.0, s * dy)
                quality += float((w * _energy(d, attraction))[still[v]].sum())
                dx, dy = x[k] - x, y[k] - y
                d2 = dx * dx + dy * dy
                d = np.sqrt(d2)
                s = np.where(d2 > 0, _power(d, repulsion) / d2, 0.0)
                still[k] = False
                quality -= float(_energy(d[still], repulsion).sum())
                if increment > 0:
                    t = np.where(d2 > 0, increment * _power(d, attraction) / d2, 0.0)
                    gx = _left_to_right(gx, np.stack([-s * dx, t * dx], 1).ravel())
                    gy = _left_to_right(gy, np.stack([-s * dy, t * dy], 1).ravel())
                    quality += increment * float(_energy(d[still], attraction).sum())
                else:
                    gx, gy = _left_to_right(gx, -s * dx), _left_to_right(gy, -s * dy)
                length = float(np.sqrt(gx * gx + gy * gy))
                if length > 0:
                    x[k] -= step * gx / length
                    y[k] -= step * gy / length
            if quality < old:
                better += 1
                if better >= improvements:
                    step /= reduction
                    better = 0
            else:
                step *= reduction
                better = 0
            sweeps += 1
    return sweeps, step, quality


def pair_energy(
    x: Floats, y: Floats, attraction: int, repulsion: int, increment: float, begin: int, stop: int
) -> float:
    """Energy of the pairs (i, j) with j < i, for i from begin to stop: push and increment, without the links."""
    total = 0.0
    with np.errstate(divide="ignore"):
        for i in range(max(begin, 1), stop):
            d = np.hypot(x[i] - x[:i], y[i] - y[:i])
            total -= float(_energy(d, repulsion).sum())
            if increment > 0:
                total += increment * float(_energy(d, attraction).sum())
    return total


def distance_sum(x: Floats, y: Floats, begin: int, stop: int) -> float:
    """Sum of the distances of the pairs (i, j) with j < i, for i from begin to stop."""
    return float(sum(np.hypot(x[i] - x[:i], y[i] - y[:i]).sum() for i in range(begin, stop)))


def link_energy(
    first: npt.NDArray[np.int64],
    neighbours: npt.NDArray[np.int32],
    strengths: Floats,
    x: Floats,
    y: Floats,
    attraction: int,
) -> float:
    """Energy of the links: the sum over i < j of s_ij d_ij^a / a (s_ij log d_ij for a = 0)."""
    rows = np.repeat(np.arange(len(x)), np.diff(first))
    once = neighbours < rows
    d = np.hypot(x[rows[once]] - x[neighbours[once]], y[rows[once]] - y[neighbours[once]])
    with np.errstate(divide="ignore"):
        return float((strengths[once] * _energy(d, attraction)).sum())
