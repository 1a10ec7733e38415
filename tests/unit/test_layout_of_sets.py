"""Networks in several parts: each laid out by itself, beside each other, none on another, the largest in the middle."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import Delaunay

from kembar.analysis import layout
from kembar.analysis.layout_sets import lay_out_sets, put_beside
from kembar.analysis.map_scores import procrustes
from kembar.analysis.networks import components, from_links, normalise
from tests.factories.graphs import network, planted_links, two_parts


def chains(sizes, lone=0):
    links, begin = [], 0
    for size in sizes:
        links += [(begin + i, begin + i + 1) for i in range(size - 1)]
        begin += size
    a, b = np.array(links).T
    return from_links(begin + lone, a, b)


def test_a_connected_network_is_laid_out_as_ever():
    net = normalise(network(planted_links()))
    for mode in ("compatible", "fast"):
        assert np.array_equal(lay_out_sets(net, mode=mode).xy, layout.lay_out(net, mode=mode).xy)


def test_each_set_has_the_shape_that_it_has_alone():
    net = normalise(network(two_parts()))
    made = lay_out_sets(net, mode="compatible", repulsion=0)
    member = components(net)
    alone = []
    for part in (0, 1):
        items = np.flatnonzero(member == part)
        a, b, w = net.once()
        inside = member[a] == part
        one = layout.lay_out(
            from_links(len(items), np.searchsorted(items, a[inside]), np.searchsorted(items, b[inside]), w[inside]),
            mode="compatible", repulsion=0,
        )  # fmt: skip
        assert procrustes(one.xy, made.xy[items]) < 1e-12
        alone.append(one.quality)
    assert made.quality == pytest.approx(sum(alone))
    assert (made.sets, made.increment) == (2, 0.0)
    assert layout.mean_distance(made.xy) == pytest.approx(1.0)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(2, 30), min_size=1, max_size=12), st.integers(0, 40))
def test_no_set_lies_on_another_and_none_is_far_off(sizes, lone):
    net = normalise(chains(sizes, lone), "none")
    made = lay_out_sets(net, mode="compatible", max_steps=20)
    member = components(net)
    boxes = [(made.xy[member == part].min(0), made.xy[member == part].max(0)) for part in range(int(member.max()) + 1)]
    for i, (low, high) in enumerate(boxes):
        for other in np.flatnonzero(member != i):
            inside = np.all((made.xy[other] > low + 1e-9) & (made.xy[other] < high - 1e-9))
            # A small set may stand in the corner of a large one's frame, never on its items.
            if inside:
                near = np.abs(made.xy[member == i] - made.xy[other]).max(1).min()
                assert near > 0
    assert len(np.unique(np.round(made.xy, 9), axis=0)) >= net.n - 1
    assert np.abs(made.xy).max() < 12
    assert np.isfinite(made.xy).all()


def test_the_largest_stands_in_the_middle_and_items_without_links_around_it():
    links = [(a, b) for a, b, _w in planted_links()] + [(60, 61), (61, 62), (63, 64)]
    made = lay_out_sets(normalise(from_links(75, *np.array(links).T), "none"), mode="compatible")
    centre = (made.xy.min(0) + made.xy.max(0)) / 2
    largest = made.xy[:60]
    assert np.all(largest.min(0) < centre)
    assert np.all(largest.max(0) > centre)
    spread = np.ptp(made.xy, axis=0)
    assert np.ptp(largest, axis=0).max() > 0.3 * spread.max()


def test_no_set_stands_where_another_s_links_pass():
    # Two groups far apart, held by one link: what lies between them is theirs.
    apart = np.concatenate([np.random.default_rng(1).normal(0, 1, (30, 2)), [[40.0, 3.0], [41.0, 2.0]]])
    placed = put_beside([apart, np.array([[0.0, 0.0], [3.0, 1.0]])], 12)
    whole, others = placed[0], np.concatenate(placed[1:])
    inside = Delaunay(whole).find_simplex(others) >= 0
    assert not inside.any()


def test_the_answer_does_not_depend_on_the_threads():
    net = normalise(chains([700, 40, 3, 2], 5), "none")
    one, other = (lay_out_sets(net, threads=threads, max_steps=30) for threads in (1, 3))
    assert one.xy.tobytes() == other.xy.tobytes()


def test_a_hundred_thousand_items_without_links_find_their_place():
    shape = np.array([[0.0, 0.0], [1.0, 0.5]])
    placed = put_beside([shape], 20_000)
    xy = np.concatenate(placed)
    assert len(np.unique(xy, axis=0)) == 20_002
    wide, high = np.ptp(xy, axis=0)
    assert 1.1 < wide / high < 1.6
    assert wide * high < 4 * 4 * 20_000
