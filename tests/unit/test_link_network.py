"""Figures of a network: by hand, against networkx, and properties."""

import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.analysis.link_network import LinkNetwork, figures_of

# A triangle 0-1-2 with a tail 2-3-4, a pair 5-6, and 7 alone.
SMALL = [(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (5, 6)]


class TestByHand:
    def test_counts_of_a_triangle_with_a_tail(self):
        figures = figures_of(LinkNetwork.from_links(8, SMALL))
        assert (figures.nodes, figures.links, figures.max_degree) == (8, 6, 3)
        assert figures.mean_degree == 1.5
        assert (figures.triangles, figures.open_and_closed_paths) == (1, 6)
        assert figures.clustering == pytest.approx(0.5)
        assert (figures.components, figures.largest_component) == (3, 5)

    def test_distances_are_those_of_the_largest_component(self):
        distances = figures_of(LinkNetwork.from_links(8, SMALL)).distances
        assert distances.pairs == (5, 3, 2)
        assert distances.diameter == 3
        assert distances.mean == pytest.approx((5 + 6 + 6) / 10)
        assert distances.median == 1

    def test_self_links_and_duplicates_are_counted_and_left_out(self):
        network = LinkNetwork.from_links(3, [(0, 1), (1, 0), (0, 1), (2, 2)])
        assert (network.m, network.self_links, network.duplicates) == (1, 1, 2)

    def test_a_network_without_links_has_no_means(self):
        figures = figures_of(LinkNetwork.from_links(3, []))
        assert (figures.clustering, figures.assortativity, figures.distances.mean) == (None, None, None)
        assert figures_of(LinkNetwork.from_links(0, [])).mean_degree is None

    def test_assortativity_is_unknown_where_all_degrees_are_one(self):
        assert figures_of(LinkNetwork.from_links(4, [(0, 1), (2, 3)])).assortativity is None

    def test_a_link_to_a_node_outside_is_refused(self):
        with pytest.raises(ValueError, match="outside 0 to 2"):
            LinkNetwork.from_links(3, [(0, 3)])


@given(st.integers(2, 40).flatmap(lambda n: st.tuples(st.just(n), st.lists(
    st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), min_size=1, max_size=120))))  # fmt: skip
def test_every_figure_is_that_of_networkx(case):
    n, links = case
    graph = networkx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from((a, b) for a, b in links if a != b)
    figures = figures_of(LinkNetwork.from_links(n, links))
    assert figures.links == graph.size()
    assert figures.triangles == sum(networkx.triangles(graph).values()) // 3
    assert (figures.clustering or 0) == pytest.approx(networkx.transitivity(graph))
    largest = graph.subgraph(max(networkx.connected_components(graph), key=len))
    assert figures.largest_component == len(largest)
    alone = sum(len(part) == len(largest) for part in networkx.connected_components(graph)) == 1
    if len(largest) > 1 and alone:  # of two largest components either may be measured
        assert figures.distances.diameter == networkx.diameter(largest)
        assert figures.distances.mean == pytest.approx(networkx.average_shortest_path_length(largest))
    if figures.assortativity is not None:
        expected = np.corrcoef(
            [graph.degree(a) for a, b in graph.edges for a in (a, b)],
            [graph.degree(b) for a, b in graph.edges for b in (b, a)],
        )[0, 1]
        assert figures.assortativity == pytest.approx(expected, abs=1e-9)


@given(st.permutations(range(8)), st.permutations(SMALL))
def test_names_and_order_of_nodes_and_links_do_not_matter(names, links):
    renamed = [(names[b], names[a]) for a, b in links]
    assert figures_of(LinkNetwork.from_links(8, renamed)) == figures_of(LinkNetwork.from_links(8, SMALL))


def test_sweeps_of_many_blocks_of_sources_agree_with_networkx():
    graph = networkx.random_regular_graph(3, 1400, seed=1)  # more sources than one sweep holds
    distances = figures_of(LinkNetwork.from_links(1400, list(graph.edges))).distances
    assert distances.mean == pytest.approx(networkx.average_shortest_path_length(graph))
