"""Published figures of the network "twin" of the KONECT collection (http://konect.cc/networks/twin).

J. Kunegis, "KONECT - The Koblenz Network Collection", Proc. Int. Conf. on World Wide Web Companion, 2013, p. 1343.
The mean distance published there, 7.65392, is an estimate by a probabilistic counter (HyperANF); counted exactly it is
7.34813, which networkx confirms. The diameter is exact there.
"""

from pathlib import Path

import pytest

from kembar.analysis.link_network import LinkNetwork, figures_of
from kembar.matching.world_files import read_world_file

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "world" / "out.twin"


@pytest.fixture(scope="module")
def figures():
    if not FILE.exists():
        pytest.skip("the real data are not beside the project (../shared/data)")
    told = read_world_file(FILE)
    number = {key: place for place, key in enumerate(told.cities)}
    return figures_of(LinkNetwork.from_links(len(number), [(number[a], number[b]) for _line, a, b in told.links]))


@pytest.mark.data
class TestTwin:
    def test_size_and_degrees(self, figures):
        assert (figures.nodes, figures.links, figures.max_degree) == (14_274, 20_573, 99)
        assert round(figures.mean_degree, 5) == 2.88258

    def test_triangles_and_clustering(self, figures):
        assert (figures.triangles, figures.open_and_closed_paths) == (6_327, 170_445)
        assert round(figures.clustering, 6) == 0.111361

    def test_degree_assortativity(self, figures):
        assert round(figures.assortativity, 6) == 0.386786

    def test_largest_component_and_diameter(self, figures):
        assert figures.largest_component == 10_320
        assert figures.distances.diameter == 25

    def test_mean_distance_is_counted_exactly_and_near_the_published_estimate(self, figures):
        assert round(figures.distances.mean, 5) == 7.34813
        assert figures.distances.mean == pytest.approx(7.65392, rel=0.05)
        assert sum(figures.distances.pairs) == 10_320 * 10_319 // 2
