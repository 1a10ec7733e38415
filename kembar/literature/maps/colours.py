"""Which colours do clusters and scores have?

Clusters have colours that readers who do not see red and green apart can tell; scores run through viridis and
densities from white to blue, which stay in order for them and in grey print.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

OTHER = "#bfbfbf"
# Apart for readers who do not see red and green apart, and for all on white and on dark ground. The first seven after
# Okabe & Ito (2008) without yellow and black, the others between them; numbers tell the rest.
DISTINCT = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a6fd1", "#a3a53b", "#b0527a", "#3fa9a0",
    "#9c6b3f", "#7d8a96",
)  # fmt: skip
# Ten stops of matplotlib's viridis (CC0), evenly spaced.
VIRIDIS = (
    "#440154", "#482878", "#3e4989", "#31688e", "#26828e", "#1f9e89", "#35b779", "#6ece58", "#b5de2b", "#fde725",
)  # fmt: skip
# From white to blue through green, each step darker than the last (after ColorBrewer's YlGnBu, Apache-2.0).
DENSITY = ("#ffffff", "#f4fbd3", "#cdebb4", "#8ad0ba", "#4bb5c6", "#2b8fc0", "#2b62a8")


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def hexed(values: npt.ArrayLike) -> str:
    r, g, b = (round(float(v)) for v in np.asarray(values, dtype=np.float64))
    return f"#{r:02x}{g:02x}{b:02x}"


def cluster_colour(cluster: int, palette: tuple[str, ...] = DISTINCT) -> str:
    """Colour of a cluster numbered from 1; grey for 0 (none) and above the last of the palette."""
    return palette[cluster - 1] if 0 < cluster <= len(palette) else OTHER


def ramp(shares: Floats, stops: tuple[str, ...] = VIRIDIS) -> Floats:
    """Red, green, blue (0-255, shape (..., 3)) of values from 0 to 1 along evenly spaced stops."""
    table = np.array([rgb(stop) for stop in stops], dtype=np.float64)
    at = np.clip(np.nan_to_num(shares), 0, 1) * (len(stops) - 1)
    low = np.minimum(at.astype(int), len(stops) - 2)
    part = (at - low)[..., None]
    mixed: Floats = table[low] * (1 - part) + table[low + 1] * part
    return mixed


def nice_step(span: float, most: int) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that divides ``span`` into at most ``most`` parts."""
    power = 10.0 ** np.floor(np.log10(span / most))
    return float(next(part * power for part in (1.0, 2.0, 5.0, 10.0) if span <= part * power * most * (1 + 1e-9)))


def nice_range(values: Floats, whole: bool = False) -> tuple[float, float]:
    """The 10th and 90th percentile of the known values, rounded outwards to the marks that the scale has.

    ``whole`` rounds to whole numbers at least, as years want it.
    """
    known = values[np.isfinite(values)]
    if not len(known):
        return 0.0, 1.0
    low, high = float(np.percentile(known, 10)), float(np.percentile(known, 90))
    if high <= low:
        return (low - 1.0, high + 1.0) if whole else (low - 0.5, high + 0.5)
    step = nice_step(high - low, 5)
    step = max(step, 1.0) if whole else step
    return float(np.floor(low / step) * step), float(np.ceil(high / step) * step)


def nice_ticks(low: float, high: float, most: int = 5, whole: bool = False) -> list[float]:
    """Round numbers from low to high, at most ``most`` + 1 of them."""
    if high <= low:
        return [low]
    step = nice_step(high - low, most)
    step = max(step, 1.0) if whole else step
    first = np.ceil(low / step - 1e-9) * step
    return [float(value) + 0.0 for value in np.arange(first, high + step * 1e-6, step)]
