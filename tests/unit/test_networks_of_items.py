"""Which items are linked, how strongly, and normalised how: by hand, and compiled against plain."""

import itertools

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kembar.analysis import networks
from kembar.analysis.networks import (
    NetworkError,
    citation,
    cocitation,
    components,
    cooccurrence,
    coupling,
    from_links,
    group_documents,
    normalise,
    plain_symmetric_rows,
    restrict,
)

PAPERS = [["a", "b", "c"], ["a", "b"], ["b", "d"], ["e"]]

links = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(1, 9)), max_size=40)


def strengths(network: networks.Network) -> dict[tuple[int, int], float]:
    return {(a, b): w for a, b, w in zip(*(part.tolist() for part in network.once()), strict=True)}


@pytest.mark.requirement("R-099")
def test_full_counting_counts_the_documents_that_two_items_share():
    made = cooccurrence(PAPERS)
    assert made.labels == ("a", "b", "c", "d", "e")
    assert made.occurrences.tolist() == [2, 3, 1, 1, 1]
    assert strengths(made.network) == {(0, 1): 2, (0, 2): 1, (1, 2): 1, (1, 3): 1}


def test_fractional_counting_gives_each_pair_one_over_items_less_one():
    # The VOSviewer manual's own example: a paper of three authors and one of two gives 0.5 + 1.
    assert strengths(cooccurrence(PAPERS, counting="fractional").network)[(0, 1)] == 1.5


def test_128_and_300_shared_documents_are_not_lost():
    # Eight-bit sums lose pairs that occur together between 128 and 255 times.
    for times in (128, 255, 300):
        assert strengths(cooccurrence([["x", "y"]] * times).network) == {(0, 1): times}


def test_the_threshold_leaves_rare_items_out_but_counts_them_in_fractions():
    made = cooccurrence(PAPERS, counting="fractional", min_occurrences=2)
    assert made.labels == ("a", "b")
    assert strengths(made.network) == {(0, 1): 1.5}
    assert [d.tolist() for d in made.documents] == [[0, 1], [0, 1, 2]]


def test_an_item_named_twice_in_one_document_counts_once():
    assert cooccurrence([["a", "a", "b"]]).occurrences.tolist() == [1, 1]


def test_coupling_counts_shared_references_and_cocitation_shared_citers():
    references = [["r1", "r2"], ["r1", "r2", "r3"], ["r3"]]
    assert strengths(coupling(references).network) == {(0, 1): 2, (1, 2): 1}
    assert strengths(coupling(references, counting="fractional").network) == {(0, 1): 2, (1, 2): 1}
    made = cocitation(references)
    assert strengths(made.network) == {(0, 1): 2, (0, 2): 1, (1, 2): 1}


def test_citation_links_ignore_direction_and_count_received_citations():
    made = citation([[1], [], [1, 0, 7]])
    assert strengths(made.network) == {(0, 1): 1, (0, 2): 1, (1, 2): 1}
    assert made.occurrences.tolist() == [1, 2, 0]


def test_documents_are_carried_over_to_their_countries():
    made = group_documents(from_links(3, [0, 1], [1, 2], [2.0, 5.0]), [["ID"], ["ID", "KR"], ["JP"]])
    named = {(made.labels[a], made.labels[b]): w for (a, b), w in strengths(made.network).items()}
    assert named == {("ID", "KR"): 2.0, ("ID", "JP"): 5.0, ("KR", "JP"): 5.0}


def test_self_links_are_left_out_and_repeated_links_add_up():
    made = from_links(3, [0, 1, 2, 0], [1, 0, 2, 0], [1.0, 2.5, 9.0, 4.0])
    assert strengths(made) == {(0, 1): 3.5}
    assert made.links_of.tolist() == [1, 1, 0]
    assert made.strength_of.tolist() == [3.5, 3.5, 0.0]


@pytest.mark.parametrize(
    "given, code",
    [
        (([0], [1], [-2.0]), "negative_strength"),
        (([0], [1], [np.nan]), "strength_not_a_number"),
        (([0], [9], [1.0]), "outside"),
    ],
)
def test_bad_links_are_refused_with_a_code(given, code):
    with pytest.raises(NetworkError) as refused:
        from_links(3, *given)
    assert refused.value.code == code


def test_association_strength_divides_by_the_strengths_inside_the_map():
    # k = 3, 4, 1 and 2m = 8: s_ab = 3 * 8 / (3 * 4), s_bc = 1 * 8 / (4 * 1).
    made = normalise(from_links(3, [0, 1], [1, 2], [3.0, 1.0]))
    assert strengths(made) == {(0, 1): 2.0, (1, 2): 2.0}


def test_fractionalization_is_the_mean_of_both_shares():
    made = normalise(from_links(3, [0, 1], [1, 2], [3.0, 1.0]), "fractionalization")
    assert strengths(made)[(0, 1)] == pytest.approx(3 * (3 / 3 + 3 / 4) / 2)


@pytest.mark.parametrize(
    "method, expected", [("cosine", 2 / np.sqrt(6)), ("jaccard", 2 / 3), ("inclusion", 1.0), ("equivalence", 4 / 6)]
)
def test_set_measures_use_the_documents_of_each_item(method, expected):
    made = cooccurrence(PAPERS)
    assert strengths(normalise(made.network, method, made.occurrences))[(0, 1)] == pytest.approx(expected)
    with pytest.raises(NetworkError):
        normalise(made.network, method)


@settings(max_examples=60, deadline=None)
@given(links)
def test_compiled_rows_equal_the_plain_rows(given_links):
    a, b, w = (np.array([link[k] for link in given_links], dtype=np.int32) for k in range(3))
    plain = networks.Network(*plain_symmetric_rows(9, a, b, w.astype(float)))
    made = from_links(9, a, b, w)
    assert made.first.tolist() == plain.first.tolist()
    assert made.neighbours.tolist() == plain.neighbours.tolist()
    assert made.strengths.tolist() == plain.strengths.tolist()


@settings(max_examples=60, deadline=None)
@given(links)
def test_links_in_order_take_the_short_way_to_the_same_rows(given_links):
    ordered = sorted({(min(a, b), max(a, b)): w for a, b, w in given_links if a != b}.items())
    a, b = (np.array([pair[k] for pair, _w in ordered], dtype=np.int32) for k in range(2))
    w = np.array([strength for _pair, strength in ordered], dtype=float)
    made, plain = from_links(9, a, b, w), networks.Network(*plain_symmetric_rows(9, a, b, w))
    for part in ("first", "neighbours", "strengths"):
        assert getattr(made, part).tolist() == getattr(plain, part).tolist()


@settings(max_examples=60, deadline=None)
@given(links, st.lists(st.integers(0, 3), min_size=9, max_size=9))
def test_compiled_sums_and_association_strengths_equal_the_plain_ones(given_links, clusters):
    made = from_links(9, *([link[k] for link in given_links] for k in range(3)))
    labels = np.array(clusters, dtype=np.int32)
    compiled = (
        normalise(made).strengths.tolist(),
        networks.sums_within(made, labels).tolist(),
        made.strength_of.tolist(),
    )
    kernel, networks.kernel = networks.kernel, None
    try:
        plain = (
            normalise(made).strengths.tolist(),
            networks.sums_within(made, labels).tolist(),
            made.strength_of.tolist(),
        )
    finally:
        networks.kernel = kernel
    assert compiled == plain


@settings(max_examples=60, deadline=None)
@given(links)
def test_components_are_those_of_networkx(given_links):
    made = from_links(9, *([link[k] for link in given_links] for k in range(3)))
    graph = networkx.Graph([(a, b) for a, b, _ in given_links if a != b])
    graph.add_nodes_from(range(9))
    expected = {frozenset(part) for part in networkx.connected_components(graph)}
    label = components(made)
    assert {frozenset(np.flatnonzero(label == c).tolist()) for c in set(label.tolist())} == expected


def test_components_without_the_kernel_are_the_same(monkeypatch):
    made = from_links(9, [0, 1, 5, 6], [1, 2, 6, 8], [1, 1, 1, 1])
    compiled = components(made).tolist()
    monkeypatch.setattr(networks, "kernel", None)
    assert components(made).tolist() == compiled


def test_a_restricted_network_keeps_the_links_among_the_kept():
    made, kept = restrict(from_links(4, [0, 1, 2], [1, 2, 3], [1.0, 2.0, 3.0]), np.array([False, True, True, False]))
    assert kept.tolist() == [1, 2]
    assert strengths(made) == {(0, 1): 2.0}


def test_measures_between_0_and_1_are_brought_to_a_mean_of_1_over_all_pairs():
    made = cooccurrence(PAPERS)
    scaled = networks.of_mean_one(normalise(made.network, "cosine", made.occurrences))
    assert scaled.strengths.sum() == pytest.approx(5 * 4)
    given, brought = normalise(made.network, "cosine", made.occurrences).strengths, scaled.strengths
    assert (brought / given).tolist() == pytest.approx([brought[0] / given[0]] * len(given))


def test_a_measure_that_would_divide_by_nothing_is_refused():
    made = citation([[1], [], [1]])
    with pytest.raises(NetworkError) as refused:
        normalise(made.network, "cosine", made.occurrences)
    assert refused.value.code == "no_occurrences_of_some"


# --- against the slow, plain way -------------------------------------------------------------------------------------

documents_of_items = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=6), min_size=1, max_size=12)


def slow_cooccurrence(documents, fractional):
    """Every pair of every document, one after another, as the manual of VOSviewer tells it."""
    found: dict[frozenset[str], float] = {}
    for items in map(set, documents):
        for pair in itertools.combinations(sorted(items), 2):
            found[frozenset(pair)] = found.get(frozenset(pair), 0.0) + (1 / (len(items) - 1) if fractional else 1)
    return found


def slow_coupling(references, fractional):
    citers = {one: sum(one in theirs for theirs in references) for theirs in references for one in theirs}
    found = {}
    for (i, mine), (j, theirs) in itertools.combinations(enumerate(map(set, references)), 2):
        shared = mine & theirs
        if shared:
            found[frozenset((i, j))] = sum(1 / (citers[one] - 1) if fractional else 1 for one in shared)
    return found


def named(made):
    return {frozenset((made.labels[a], made.labels[b])): w for (a, b), w in strengths(made.network).items()}


@settings(max_examples=150, deadline=None)
@given(documents_of_items, st.booleans())
def test_networks_of_shared_items_are_those_of_the_slow_way(documents, fractional):
    counting = "fractional" if fractional else "full"
    for build in (cooccurrence, cocitation, networks.coauthorship):
        assert named(build(documents, counting=counting)) == pytest.approx(slow_cooccurrence(documents, fractional))
    assert named(coupling(documents, counting=counting)) == pytest.approx(slow_coupling(documents, fractional))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.integers(-1, 9), max_size=6), min_size=1, max_size=8))
def test_citation_links_are_those_of_the_slow_way(cites):
    slow: dict[frozenset[int], float] = {}
    for i, cited in enumerate(cites):
        for j in {one for one in cited if 0 <= one < len(cites) and one != i}:
            slow[frozenset((i, j))] = slow.get(frozenset((i, j)), 0) + 1
    assert named(citation(cites)) == slow


def test_fractional_coauthorship_gives_every_publication_with_co_authors_the_same_weight_per_author():
    # Perianes-Rodriguez, Waltman & van Eck (2016): with 1/(N-1) the total strength of an author is the number of the
    # author's publications with co-authors, whatever their number of authors; a single author makes no link.
    papers = [["a", "b", "c"], ["a", "b"], ["a"], ["a", "c", "d", "e"]]
    made = cooccurrence(papers, counting="fractional")
    assert made.network.strength_of.tolist() == pytest.approx([3, 2, 2, 1, 1])
    assert made.occurrences.tolist() == [4, 2, 2, 1, 1]
