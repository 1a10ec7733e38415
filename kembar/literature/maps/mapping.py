"""How does a network become a map: what is left out, how is it normalised, clustered and laid out?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from kembar.analysis import clustering, layout, layout_sets
from kembar.analysis.networks import SET_MEASURES, Network, NetworkError, components, normalise, of_mean_one, restrict
from kembar.literature.maps.model import LiteratureMap

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class MapParameters:
    """Everything that decides a map; the same values and the same network give the same map.

    ``mode`` empty means compatible up to 500 items, fast above; ``layout_starts`` 0 means 1 and 3. ``keep_isolated``
    keeps items without links; ``largest_component`` leaves out all but the largest set of connected items. ``sets``
    says how several such sets are laid out: ``beside`` each other, or ``together`` as the original does; empty means
    together where a mode is asked for by name, else beside.
    """

    normalisation: str = "association"
    resolution: float = 1.0
    min_cluster_size: int = 1
    merge_small: bool = True
    cluster_starts: int = 10
    attraction: int = 2
    repulsion: int = 1
    mode: str = ""
    layout_starts: int = 0
    seed: int = 0
    largest_component: bool = False
    keep_isolated: bool = False
    sets: str = ""

    @property
    def beside(self) -> bool:
        """Whether sets that no link connects are laid out one by one and put beside each other."""
        return self.sets == "beside" or (not self.sets and not self.mode)


@dataclass(frozen=True)
class FinishedMap:
    """The map, and how it came about.

    ``component_sizes`` of the network as given, largest first, without isolated items; ``isolated`` and ``outside``
    are the labels of items left out because they have no links or stand outside the largest component.
    """

    drawn: LiteratureMap
    parameters: MapParameters
    clusters: clustering.Clustering
    layout: layout.Layout
    component_sizes: tuple[int, ...]
    isolated: tuple[str, ...]
    outside: tuple[str, ...]
    kept: npt.NDArray[np.int64] = field(repr=False)
    """Positions of the items that stayed, in the network as given."""

    def figures(self) -> dict[str, Any]:
        """The figures and parameters by name, for JSON."""
        net = self.drawn.network
        assert net is not None
        own, found, lay = self.parameters, self.clusters, self.layout
        return {
            "items": net.n,
            "links": net.n_links,
            "total_link_strength": float(net.strengths.sum() / 2),
            "components": list(self.component_sizes[:50]),
            "component_count": len(self.component_sizes),
            "left_out_isolated": len(self.isolated),
            "left_out_outside_largest_component": len(self.outside),
            "normalisation": own.normalisation,
            "clusters": {
                "count": found.count,
                "sizes": found.sizes.tolist(),
                "quality": found.quality,
                "qualities_of_starts": list(found.qualities),
                "agreement_of_starts": found.stability.agreement,
                "resolution": own.resolution,
                "min_size": own.min_cluster_size,
                "merged": found.merged,
                "starts": found.starts,
                "iterations": found.iterations,
            },
            "layout": {
                "quality": lay.quality,
                "quality_exact": lay.quality_exact,
                "attraction": lay.attraction,
                "repulsion": lay.repulsion,
                "increment": lay.increment,
                "mode": lay.mode,
                "starts": lay.starts,
                "steps": lay.steps,
                "settled": lay.settled,
                "sets_beside_each_other": lay.sets,
            },
            "seed": own.seed,
        }

    def online_parameters(self) -> dict[str, Any]:
        """The parameters by the names that VOSviewer Online gives them, so that an update there does the same."""
        own = self.parameters
        return {
            "attraction": self.layout.attraction,
            "repulsion": self.layout.repulsion,
            "resolution": own.resolution,
            "min_cluster_size": own.min_cluster_size,
            "merge_small_clusters": own.merge_small,
            "largest_component": own.largest_component,
        }


def make_map(
    network: Network,
    labels: Sequence[str],
    *,
    ids: Sequence[str] | None = None,
    weights: dict[str, Floats] | None = None,
    scores: dict[str, Floats] | None = None,
    texts: dict[str, tuple[str, ...]] | None = None,
    parameters: MapParameters | None = None,
    occurrences: Floats | None = None,
    threads: int | None = None,
    tell: Callable[[str], None] | None = None,
) -> FinishedMap:
    """Normalises, clusters and lays out a network of items.

    Items without links are left out and named, unless they are to be kept. Positions are rounded to the four decimals
    of the files, so that a map is the same on screen and in every file. ``tell`` hears of each stage as it begins:
    clusters, layout, files. Raises NetworkError: ``empty``, ``one_item``,
    ``no_links``, and those of networks, clustering and layout.
    """
    own = parameters or MapParameters()
    if network.n == 0:
        raise NetworkError("empty")
    if network.n == 1:
        raise NetworkError("one_item", label=labels[0])
    if network.n_links == 0:
        raise NetworkError("no_links", n=network.n)
    linked = network.links_of > 0
    member = components(network)
    sizes = np.bincount(member[linked])
    keep = np.ones(network.n, dtype=bool) if own.keep_isolated else linked.copy()
    isolated = tuple(labels[i] for i in np.flatnonzero(~keep).tolist())
    outside: tuple[str, ...] = ()
    if own.largest_component:
        largest = member == int(np.argmax(sizes))
        outside = tuple(labels[i] for i in np.flatnonzero(keep & ~largest).tolist())
        keep &= largest
    small, kept = (network, np.arange(network.n)) if keep.all() else restrict(network, keep)
    normal = normalise(small, own.normalisation, None if occurrences is None else occurrences[kept])
    if own.normalisation in SET_MEASURES:
        normal = of_mean_one(normal)
    tell = tell or (lambda _stage: None)
    tell("clusters")
    found = clustering.cluster(
        normal,
        resolution=own.resolution,
        min_size=own.min_cluster_size,
        merge_small=own.merge_small,
        seed=own.seed,
        starts=own.cluster_starts,
        threads=threads,
    )
    tell("layout")
    lay_out = layout_sets.lay_out_sets if own.beside else layout.lay_out
    placed = lay_out(
        normal,
        attraction=own.attraction,
        repulsion=own.repulsion,
        mode=own.mode or ("" if own.beside else layout.choose_mode(small.n)),
        seed=own.seed,
        starts=own.layout_starts or None,
        threads=threads,
    )
    tell("files")
    names = [str(i + 1) for i in range(network.n)] if ids is None else list(ids)
    drawn = LiteratureMap(
        tuple(names[i] for i in kept),
        tuple(labels[i] for i in kept),
        small,
        np.round(placed.xy, 4) + 0.0,
        found.clusters.astype(np.int64) + 1,
        {name: np.asarray(values)[kept] for name, values in (weights or {}).items()},
        {name: np.asarray(values)[kept] for name, values in (scores or {}).items()},
        {name: tuple(cells[i] for i in kept) for name, cells in (texts or {}).items()},
    )
    drawn = replace(drawn, cluster_labels=name_clusters(drawn))
    return FinishedMap(
        drawn, own, found, placed, tuple(sorted((int(s) for s in sizes if s), reverse=True)), isolated, outside, kept
    )


def name_clusters(drawn: LiteratureMap, terms: int = 3) -> dict[int, str]:
    """A name for every cluster: the labels of its most strongly linked items."""
    if drawn.clusters is None or drawn.network is None:
        return {}
    strength = drawn.network.strength_of
    order = np.lexsort((np.arange(drawn.n), -strength, drawn.clusters))
    names: dict[int, list[str]] = {}
    for i in order.tolist():
        mine = names.setdefault(int(drawn.clusters[i]), [])
        if len(mine) < terms:
            mine.append(drawn.labels[i])
    between = "; " if any("," in label for labels in names.values() for label in labels) else ", "
    return {cluster: between.join(labels) for cluster, labels in names.items() if cluster > 0}
