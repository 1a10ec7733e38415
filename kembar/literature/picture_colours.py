"""Which colours do clusters and scores have?

Cluster colours are those of VOSviewer's first eighteen clusters, so that a map looks the same in both; scores run
through viridis, which stays readable in grey and for colour-blind readers.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

CLUSTERS = (
    "#d62728", "#2ca02c", "#1f77b4", "#bcbd22", "#9467bd", "#17becf", "#ff7f0e", "#8c564b", "#e377c2", "#ff9896",
    "#98df8a", "#aec7e8", "#dbdb8d", "#c5b0d5", "#9edae5", "#ffbb78", "#c49c94", "#f7b6d2",
)  # fmt: skip
OTHER = "#bfbfbf"
# For pages: apart for readers who do not see red and green apart, and for all on white and on dark ground. The first
# seven after Okabe & Ito (2008) without yellow and black, the others between them; numbers tell the rest.
DISTINCT = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a6fd1", "#a3a53b", "#b0527a", "#3fa9a0",
    "#9c6b3f", "#7d8a96",
)  # fmt: skip
# Ten stops of matplotlib's viridis (CC0), evenly spaced.
VIRIDIS = (
    "#440154", "#482878", "#3e4989", "#31688e", "#26828e", "#1f9e89", "#35b779", "#6ece58", "#b5de2b", "#fde725",
)  # fmt: skip


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def hexed(values: npt.ArrayLike) -> str:
    r, g, b = (round(float(v)) for v in np.asarray(values, dtype=np.float64))
    return f"#{r:02x}{g:02x}{b:02x}"


def cluster_colour(cluster: int, palette: tuple[str, ...] = CLUSTERS) -> str:
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


def nice_range(values: Floats) -> tuple[float, float]:
    """The 10th and 90th percentile of the known values, rounded outwards to a fifth, half or whole power of ten."""
    known = values[np.isfinite(values)]
    if not len(known):
        return 0.0, 1.0
    low, high = float(np.percentile(known, 10)), float(np.percentile(known, 90))
    if high <= low:
        return low - 0.5, high + 0.5
    step = 10.0 ** np.floor(np.log10(high - low))
    for part in (0.1, 0.2, 0.5, 1.0):
        if (high - low) / (step * part) <= 10:
            step *= part
            break
    return float(np.floor(low / step) * step), float(np.ceil(high / step) * step)
