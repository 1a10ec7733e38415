"""How good is a given map, and how alike are two maps of the same items?

Scores clusters and positions that any program made, by the same formulas as those of our own maps.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kembar.analysis import clustering, layout
from kembar.analysis.networks import Network, NetworkError, components, sums_within

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Scores:
    """Scores of a map; what the map does not have is None.

    ``quality`` clusters, as CWTS prints it (higher is better); ``modularity`` of the same clusters on the strengths
    before normalisation; ``objective`` Q of the layout at its best size (lower is better); ``stress`` its objective
    sum s_ij d_ij^2 at mean distance 1 (attraction 2 and repulsion 1 only; lower is better).
    """

    quality: float | None
    modularity: float | None
    clusters: int | None
    objective: float | None
    stress: float | None


def score_map(
    network: Network,
    normalised: Network,
    *,
    clusters: npt.ArrayLike | None = None,
    xy: Floats | None = None,
    resolution: float = 1.0,
    attraction: int = 2,
    repulsion: int = 1,
) -> Scores:
    """Scores of clusters (whole numbers, any numbering) and positions (n, 2) on a network and its normalised form."""
    found = modular = count = objective = stress = None
    if clusters is not None:
        labels = np.unique(np.asarray(clusters), return_inverse=True)[1].astype(np.int32)
        found = clustering.quality(normalised, labels, resolution)
        modular = modularity(network, labels)
        count = int(labels.max()) + 1
    if xy is not None:
        increment = layout.INCREMENT if int(components(normalised).max()) > 0 else 0.0
        sized = layout.rescale(normalised, xy, attraction, repulsion, increment, threads=layout.cores())
        objective, _ = layout.quality(normalised, sized, attraction, repulsion, increment, threads=layout.cores())
        if (attraction, repulsion) == (2, 1):
            stress = vos_stress(normalised, xy)
    return Scores(found, modular, count, objective, stress)


def modularity(network: Network, clusters: npt.ArrayLike) -> float:
    """Weighted modularity (Newman 2004) at resolution 1: share of strength within clusters less what chance gives."""
    labels = np.asarray(clusters)
    strength = network.strength_of
    total = float(strength.sum())
    if total == 0:
        return 0.0
    within = float(sums_within(network, labels).sum())
    by_cluster = np.bincount(labels, weights=strength)
    return within / total - float((by_cluster**2).sum()) / total**2


def vos_stress(normalised: Network, xy: Floats) -> float:
    """Sum over pairs of s_ij d_ij^2 at mean distance 1 (van Eck et al. 2010): free of size, turn and shift."""
    mean = layout.mean_distance(xy, threads=layout.cores())
    if mean == 0:
        raise NetworkError("one_point")
    rows, columns, strengths = normalised.once()
    return float((strengths * ((xy[rows] - xy[columns]) ** 2).sum(1)).sum()) / mean**2


def procrustes(one: Floats, other: Floats) -> float:
    """Disparity of two layouts of the same items after the best shift, turn, flip and size (0 = alike, 1 = nothing).

    One minus the squared sum of singular values of the cross product of both, centred and scaled to unit norm (Gower
    1975); as scipy.spatial.procrustes gives it. Raises NetworkError ``one_point``, ``shapes``.
    """
    if one.shape != other.shape:
        raise NetworkError("shapes", one=one.shape, other=other.shape)
    one, other = one - one.mean(0), other - other.mean(0)
    norms = np.linalg.norm(one), np.linalg.norm(other)
    if not all(norms):
        raise NetworkError("one_point")
    singular = np.linalg.svd((one / norms[0]).T @ (other / norms[1]), compute_uv=False)
    return max(0.0, 1.0 - float(singular.sum()) ** 2)
