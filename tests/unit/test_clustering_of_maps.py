"""Clusters: against the original's figures, against the plain path, and by their own promises."""

import itertools

import numpy as np
import pytest

from kembar.analysis import clustering
from kembar.analysis.clustering import adjusted_rand, cluster, merge_small_clusters, order_by_size, quality
from kembar.analysis.networks import NetworkError, from_links, normalise
from kembar.analysis.random_stream import JavaRandom
from tests.factories.graphs import network, partition_quality, planted_links, two_parts


def test_the_generator_gives_the_documented_stream_of_java():
    # new java.util.Random(42): nextInt(10) gives 0, 3, 8, 4, 0; nextDouble() of seed 0 gives 0.730967787376657.
    random = JavaRandom(42)
    assert [random.below(10) for _ in range(5)] == [0, 3, 8, 4, 0]
    assert JavaRandom(0).uniform() == 0.730967787376657


@pytest.mark.parametrize(
    "links, seed, resolution, expected, count",
    # Printed by networkanalysis-ts 1.0.0 (CWTS, MIT) for these networks: 10 iterations, one start.
    [
        (planted_links(), 0, 1.0, 0.4679158026152094, 4),
        (planted_links(), 0, 2.5, 0.1932576030746393, 14),
        (planted_links(), 1, 2.5, 0.19976271305958015, 13),
        (two_parts(), 0, 1.0, 0.5094919502661287, 3),
        (two_parts(), 0, 2.5, 0.16705262625041836, 11),
        (two_parts(), 1, 2.5, 0.15770027012775995, 12),
    ],
)
def test_one_start_is_the_start_of_the_original_for_the_same_seed(links, seed, resolution, expected, count):
    found = cluster(normalise(network(links)), seed=seed, starts=1, resolution=resolution)
    assert found.quality == pytest.approx(expected, abs=1e-13)
    assert found.count == count


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("links", [planted_links(), two_parts()])
def test_the_plain_path_finds_the_same_clusters(links, seed):
    net = normalise(network(links))
    compiled = cluster(net, seed=seed, starts=2, resolution=1.7)
    plain = cluster(net, seed=seed, starts=2, resolution=1.7, plain=True)
    assert compiled.clusters.tolist() == plain.clusters.tolist()


def test_quality_is_the_sum_over_pairs():
    net = normalise(network(planted_links()))
    found = cluster(net, resolution=1.3)
    assert found.quality == pytest.approx(partition_quality(net, found.clusters.tolist(), 1.3))


def test_no_partition_of_a_small_network_is_better():
    net = normalise(network([(0, 1, 3), (1, 2, 2), (0, 2, 1), (2, 3, 1), (3, 4, 4), (4, 5, 2), (3, 5, 2)]))
    best = max(partition_quality(net, list(p), 1.0) for p in itertools.product(range(3), repeat=6))
    assert cluster(net).quality == pytest.approx(best)


def test_several_starts_together_are_at_least_as_good_as_the_best_of_them():
    net = normalise(network(planted_links(150, 5)))
    found = cluster(net, starts=6, resolution=1.5)
    assert found.quality >= max(found.qualities)
    assert found.qualities[3] == cluster(net, starts=1, seed=3, resolution=1.5).quality


def test_threads_never_change_the_answer():
    net = normalise(network(planted_links(120, 6)))
    one, four = (cluster(net, starts=5, threads=threads) for threads in (1, 4))
    assert one.clusters.tobytes() == four.clusters.tobytes()
    assert one.qualities == four.qualities


def test_clusters_are_numbered_from_the_largest():
    assert order_by_size(np.array([2, 2, 0, 1, 1, 2])).tolist() == [0, 0, 2, 1, 1, 0]


def test_a_small_cluster_joins_its_relatively_strongest_neighbour():
    # Cluster 2 has strength 3 to cluster 0 (four items, 0.75 each) and 2 to cluster 1 (two items, 1 each).
    net = from_links(7, [0, 0, 1, 4, 6, 6], [1, 2, 3, 5, 0, 4], [1.0, 1.0, 1.0, 1.0, 3.0, 2.0])
    joined = merge_small_clusters(net, np.array([0, 0, 0, 0, 1, 1, 2]), 2)
    assert joined.tolist() == [0, 0, 0, 0, 1, 1, 1]


def test_a_small_cluster_without_links_stays():
    net = from_links(5, [0, 1], [1, 2], [1.0, 1.0])
    assert merge_small_clusters(net, np.array([0, 0, 0, 1, 2]), 3).tolist() == [0, 0, 0, 1, 2]


def test_no_cluster_is_below_the_minimum_where_links_allow_it():
    found = cluster(normalise(network(planted_links())), resolution=2.5, min_size=5)
    assert found.sizes.min() >= 5
    assert found.merged > 0
    assert cluster(normalise(network(planted_links())), resolution=2.5, min_size=5, merge_small=False).sizes.min() < 5


def test_agreement_of_starts_is_one_where_all_find_the_same():
    found = cluster(normalise(network(two_parts())), resolution=0.05, starts=4)
    assert found.count == 2
    assert found.stability.agreement == 1.0
    assert found.stability.item.tolist() == [1.0] * 40


def test_adjusted_rand_index_by_hand():
    # Hubert & Arabie: 6 items, crossings 2, 1, 1, 2; index (2 - 2.4) / (6 - 2.4) with a = b = 6 of 15 pairs.
    one, other = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 0, 1, 1])
    assert adjusted_rand(one, other) == pytest.approx((2 - 2.4) / (6 - 2.4))
    assert adjusted_rand(one, one) == 1.0


@pytest.mark.parametrize(
    "options, code", [({"resolution": 0.0}, "resolution"), ({"starts": 0}, "starts"), ({"iterations": 0}, "starts")]
)
def test_impossible_parameters_are_refused(options, code):
    with pytest.raises(NetworkError) as refused:
        cluster(normalise(network(two_parts())), **options)
    assert refused.value.code == code


def test_a_hundred_thousand_isolated_items_are_a_hundred_thousand_clusters():
    found = cluster(from_links(100_000, [0], [1], [2.0]), starts=1)
    assert found.count == 99_999
    assert quality(from_links(3, [], []), [0, 1, 2]) == 0.0


def test_compiled_kernels_are_what_runs_here():
    assert clustering.kernel is not None, "run `python setup.py build_ext --inplace` before the tests"
