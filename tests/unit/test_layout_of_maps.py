"""Positions: against the original's figures, compiled against plain, fast against compatible, and by their promises."""

import numpy as np
import pytest

from kembar.analysis import layout, layout_fast
from kembar.analysis.layout import lay_out, mean_distance, quality, rescale, standardise
from kembar.analysis.map_scores import modularity, procrustes, score_map, vos_stress
from kembar.analysis.networks import NetworkError, from_links, normalise
from tests.factories.graphs import network, objective, planted_links, two_parts

PLANTED = normalise(network(planted_links()))
PARTS = normalise(network(two_parts()))
EXPONENTS = [(2, 1), (2, 0), (2, -1), (1, 0), (3, 1)]


@pytest.mark.parametrize(
    "net, seed, exponents, expected",
    # Printed by networkanalysis-ts 1.0.0 (CWTS, MIT) for these networks: default steps, one start.
    [
        (PLANTED, 0, (2, 1), -2625.1482971700875),
        (PLANTED, 0, (2, 0), 189.0839475356571),
        (PLANTED, 0, (2, -1), 2307.684241838821),
        (PLANTED, 1, (1, 0), 653.4114009569404),
        (PLANTED, 1, (3, 1), -2311.473995006368),
        (PARTS, 0, (2, 1), -20164.02028708036),
        (PARTS, 0, (2, 0), -455.6513402786055),
        (PARTS, 1, (2, -1), 840.7535791651768),
        (PARTS, 0, (1, 0), -879.6870455951247),
        (PARTS, 1, (3, 1), -2901.3885673998593),
    ],
)
def test_the_compatible_layout_is_that_of_the_original_for_the_same_seed(net, seed, exponents, expected):
    made = lay_out(net, attraction=exponents[0], repulsion=exponents[1], mode="compatible", seed=seed)
    assert made.quality == pytest.approx(expected, rel=1e-9)


def test_the_compatible_layout_stands_at_the_original_coordinates():
    # First three items of networkanalysis-ts 1.0.0, attraction 2, repulsion 1, seed 0, to its sixth decimal.
    made = lay_out(PLANTED, mode="compatible", seed=0)
    expected = [[0.297424, 0.549423], [-0.371766, 0.149204], [-0.343999, -0.731948]]
    assert made.xy[:3] == pytest.approx(np.array(expected), abs=1e-6)


@pytest.mark.parametrize("exponents", EXPONENTS)
@pytest.mark.parametrize("net", [PLANTED, PARTS], ids=["connected", "two components"])
def test_the_plain_compatible_path_gives_the_same_positions(net, exponents):
    a, r = exponents
    steps = {"mode": "compatible", "max_steps": 40, "attraction": a, "repulsion": r}
    compiled, plain = lay_out(net, **steps), lay_out(net, plain=True, **steps)
    assert compiled.xy == pytest.approx(plain.xy, abs=1e-9)


@pytest.mark.parametrize("exponents", EXPONENTS)
def test_the_fast_layout_is_no_worse_than_the_median_of_the_original(exponents):
    a, r = exponents
    median = np.median(
        [lay_out(PLANTED, attraction=a, repulsion=r, mode="compatible", seed=s).quality for s in range(5)]
    )
    fast = lay_out(PLANTED, attraction=a, repulsion=r, mode="fast", seed=0).quality
    assert fast <= median + 0.005 * abs(median)


@pytest.mark.parametrize("exponents", [(2, 1), (2, 0), (2, -1)])
def test_the_plain_fast_path_gives_the_same_map(exponents):
    a, r = exponents
    options = {"attraction": a, "repulsion": r, "mode": "fast", "seed": 3, "max_steps": 30}
    compiled, plain = lay_out(PLANTED, **options), lay_out(PLANTED, plain=True, **options)
    assert procrustes(compiled.xy, plain.xy) < 1e-4
    assert compiled.quality == pytest.approx(plain.quality, rel=1e-3)


@pytest.mark.parametrize("mode", ["compatible", "fast"])
def test_threads_never_change_a_byte(mode):
    net = normalise(network(planted_links(400, 8)))
    one, three = (lay_out(net, mode=mode, seed=5, starts=2, max_steps=25, threads=t) for t in (1, 3))
    assert one.xy.tobytes() == three.xy.tobytes()
    assert one.quality == three.quality


def test_threads_never_change_a_byte_where_rows_are_shared_out():
    net = normalise(network(planted_links(4100, 1000)))
    one, three = (lay_out(net, seed=5, starts=1, max_steps=6, threads=t) for t in (1, 3))
    assert one.xy.tobytes() == three.xy.tobytes()


@pytest.mark.parametrize("exponents", [*EXPONENTS, (4, 2), (0, -1), (1, -2)])
def test_the_objective_is_the_sum_over_all_pairs(exponents):
    a, r = exponents
    xy = np.random.default_rng(1).normal(size=(PARTS.n, 2))
    assert quality(PARTS, xy, a, r, 0.01)[0] == pytest.approx(objective(PARTS, xy, a, r, 0.01))
    assert quality(PARTS, xy, a, r, 0.01, plain=True)[0] == pytest.approx(objective(PARTS, xy, a, r, 0.01))


@pytest.mark.parametrize("exponents", EXPONENTS)
def test_no_other_size_of_a_map_is_better_than_the_best_size(exponents):
    a, r = exponents
    xy = rescale(PLANTED, np.random.default_rng(2).normal(size=(PLANTED.n, 2)), a, r)
    best = quality(PLANTED, xy, a, r)[0]
    assert all(quality(PLANTED, xy * size, a, r)[0] >= best for size in (0.5, 0.99, 1.01, 2.0))


@pytest.mark.parametrize("exponents", [(2, 1), (2, 0), (2, -1), (3, 2), (1, -2)])
@pytest.mark.parametrize("increment", [0.0, 0.01])
def test_pushes_from_the_tree_are_close_to_those_pair_by_pair(exponents, increment):
    a, r = exponents
    xy = np.random.default_rng(3).normal(size=(700, 2))
    between = xy[:, None] - xy[None]
    d = np.sqrt((between**2).sum(2)) + np.eye(700)
    exact = ((d ** (r - 2.0) - increment * d ** (a - 2.0)) * (1 - np.eye(700)))[:, :, None] * between
    exact = exact.sum(1)
    exact -= exact.mean(0)
    found = layout_fast.pushes(xy, a, r, increment)
    plain = layout_fast.pushes(xy, a, r, increment, plain=True)
    size = np.sqrt((exact**2).mean())
    assert np.sqrt(((found - exact) ** 2).mean()) < 0.004 * size
    assert np.abs(found - plain).max() < 1e-3 * size


def test_the_tree_holds_every_point_within_the_radius_of_its_groups():
    xy = np.random.default_rng(4).normal(size=(1000, 2))
    tree = layout_fast.grow_tree(xy, np.ones(1000))
    for level in range(len(tree.level_start) - 1):
        width = layout_fast.LEAF * 4**level
        for group, at in enumerate(range(tree.level_start[level], tree.level_start[level + 1])):
            mine = slice(group * width, (group + 1) * width)
            far = np.hypot(tree.x[mine] - tree.cx[at], tree.y[mine] - tree.cy[at]).max()
            assert far <= tree.radius[at] + 1e-12
    assert tree.cm[tree.level_start[-2] :].sum() == 1000
    assert sorted(tree.order.tolist()) == list(range(1000))


def test_a_standard_map_is_centred_turned_and_of_mean_distance_one():
    xy = standardise(np.random.default_rng(5).normal(size=(80, 2)) * [1, 3] + 7)
    assert xy.mean(0) == pytest.approx([0, 0], abs=1e-12)
    assert mean_distance(xy) == pytest.approx(1)
    assert xy[:, 0].var() > xy[:, 1].var()
    assert (xy[:, 0] * xy[:, 1]).mean() == pytest.approx(0, abs=1e-12)
    assert np.median(xy, axis=0).max() <= 1e-12


def test_procrustes_knows_a_turned_flipped_moved_and_grown_map_again():
    xy = np.random.default_rng(6).normal(size=(50, 2))
    turn = np.array([[np.cos(1), np.sin(1)], [-np.sin(1), np.cos(1)]])
    assert procrustes(xy, xy @ turn * [1, -1] * 3 + 5) == pytest.approx(0, abs=1e-12)
    assert procrustes(xy, np.random.default_rng(7).normal(size=(50, 2))) > 0.5


def test_procrustes_is_that_of_scipy():
    from scipy.spatial import procrustes as oracle

    one, other = np.random.default_rng(8).normal(size=(2, 40, 2))
    assert procrustes(one, other) == pytest.approx(oracle(one, other)[2])


def test_modularity_is_that_of_networkx():
    import networkx

    net = network(planted_links())
    graph = networkx.Graph()
    graph.add_weighted_edges_from(planted_links())
    groups = [{i for i in range(60) if i % 4 == g} for g in range(4)]
    assert modularity(net, [i % 4 for i in range(60)]) == pytest.approx(networkx.community.modularity(graph, groups))


def test_scores_of_a_map_do_not_depend_on_its_size_or_turn():
    net = network(planted_links())
    xy = np.random.default_rng(9).normal(size=(60, 2))
    one = score_map(net, PLANTED, clusters=[i % 4 for i in range(60)], xy=xy)
    other = score_map(net, PLANTED, clusters=[7 - i % 4 for i in range(60)], xy=-9 * xy + 1)
    assert one.quality == other.quality
    assert one.objective == pytest.approx(other.objective)
    assert one.stress == pytest.approx(vos_stress(PLANTED, xy))


@pytest.mark.parametrize(
    "net, options, code",
    [
        (PLANTED, {"attraction": 1, "repulsion": 1}, "exponents"),
        (PLANTED, {"mode": "quick"}, "unknown_mode"),
        (from_links(1, [], []), {}, "too_few_items"),
        (from_links(5, [], []), {}, "no_links"),
    ],
)
def test_what_cannot_be_laid_out_is_refused_with_a_code(net, options, code):
    with pytest.raises(NetworkError) as refused:
        lay_out(net, **options)
    assert refused.value.code == code


@pytest.mark.parametrize("mode", ["compatible", "fast"])
def test_two_items_lie_at_distance_one(mode):
    made = lay_out(normalise(from_links(2, [0], [1], [3.0])), mode=mode)
    assert np.hypot(*(made.xy[0] - made.xy[1])) == pytest.approx(1)


def test_parts_without_a_link_do_not_drift_out_of_sight():
    made = lay_out(PARTS, mode="fast")
    assert made.increment == 0.01
    assert np.abs(made.xy).max() < 5


@pytest.mark.parametrize("mode", ["compatible", "fast"])
def test_every_pair_of_exponents_with_the_larger_attraction_gives_a_map(mode):
    for a in range(-3, 4):
        for r in range(-4, a):
            made = lay_out(PLANTED, attraction=a, repulsion=r, mode=mode, max_steps=25)
            assert np.isfinite(made.xy).all()
            assert np.isfinite(made.quality)
            assert mean_distance(made.xy) == pytest.approx(1.0)
        for r in (a, a + 1):
            with pytest.raises(NetworkError) as refused:
                lay_out(PLANTED, attraction=a, repulsion=r, mode=mode)
            assert refused.value.code == "exponents"


def test_sums_over_pairs_from_groups_are_those_over_all_pairs():
    n = 4500
    xy = np.random.default_rng(5).normal(size=(n, 2)) * [2.0, 1.0] + 7.0
    empty = from_links(n, [0], [1], [1e-9])
    work = layout._Fast(empty, 2, 0.0, 1, False, layout_fast.Team(1, 4000))
    pairs = n * (n - 1) / 2
    assert work.reach(xy, 1) == pytest.approx(mean_distance(xy) * pairs, rel=4e-3)
    assert work.reach(xy, -1) == pytest.approx(quality(empty, xy, 2, -1)[0], rel=4e-3)
    squares = sum(((xy[i] - xy[i + 1 :]) ** 2).sum() for i in range(n))
    assert work.reach(xy, 2) == pytest.approx(squares)
    assert work.reach(xy, 0) == pairs
    assert work.value(xy, 1) == pytest.approx(quality(empty, xy, 2, 1)[0], rel=4e-3)
    assert work.sized(xy, -1).std() == pytest.approx(rescale(empty, xy, 2, -1).std(), rel=4e-3)
