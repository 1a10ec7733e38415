"""Finding hidden partners again: figures by hand, a planted rule that must be learned, fairness of the trial."""

import numpy as np
import pytest

from kembar.analysis.choice_model import ChoiceModel, Choices, choices_of, fit, learn
from kembar.analysis.link_prediction import METHODS, OURS, evaluate, hide, ranks_of
from kembar.analysis.link_prediction import _figures as figures
from kembar.analysis.partner_terms import TERMS
from kembar.analysis.partner_world import World
from tests.factories.cities import cities_of, random_world

CODES = [term.code for term in TERMS]


def planted(n=300, links=500, seed=0):
    """Cities that choose partners abroad of about their own size, and nothing else."""
    rng = np.random.default_rng(seed)
    people = np.exp(rng.normal(11, 1.5, n))
    rows = [
        (f"c{i}", i % 4, float(rng.uniform(-60, 70)), float(rng.uniform(-180, 180)), float(people[i]), 0)
        for i in range(n)
    ]
    chosen = set()
    while len(chosen) < links:
        a, b = rng.integers(0, n, 2)
        if a % 4 != b % 4 and rng.random() < np.exp(-3 * abs(np.log(people[a] / people[b]))):
            chosen.add((min(a, b), max(a, b)))
    pairs = np.array(sorted(chosen))
    return World(cities_of(rows), pairs), pairs


class TestFigures:
    def test_by_hand(self):
        ranks = np.array([[1, 100], [20, 100], [60, 100], [100, 100.0]])
        hits_10, hits_50, hits_100, mrr, auc = figures(ranks, np.ones(4, bool))
        assert (hits_10, hits_50, hits_100) == (0.25, 0.5, 1.0)
        assert mrr == pytest.approx((1 + 1 / 20 + 1 / 60 + 1 / 100) / 4)
        assert auc == pytest.approx((99 + 80 + 40 + 0) / 99 / 4)

    def test_equal_scores_get_the_middle_rank(self):
        world, pairs, _rows = random_world(30, 40, 1)
        blind = ChoiceModel(tuple(_flat() for _ in TERMS), 0, 0)
        ranks = ranks_of(world.with_links(pairs[5:]), blind, pairs[:5], np.random.default_rng(0))
        rank, count = ranks[OURS].T
        assert rank == pytest.approx((count + 1) / 2)

    def test_a_tenth_is_hidden_and_nothing_is_lost(self):
        pairs = np.arange(200).reshape(100, 2)
        left, gone = hide(pairs, np.random.default_rng(3))
        assert (len(left), len(gone)) == (90, 10)
        assert {tuple(p) for p in np.concatenate([left, gone]).tolist()} == {tuple(p) for p in pairs.tolist()}


def _flat():
    from kembar.analysis.choice_model import Curve

    return Curve((), ())


class TestLearning:
    def test_a_planted_likeness_of_size_is_found_and_beats_every_other_way(self):
        world, pairs = planted()
        found = evaluate(world, pairs, seeds=[0])
        assert {row.method for row in found.rows} == set(METHODS)
        assert found.times_best("all", "hits_10") > 1.5
        model = learn(world, pairs, np.random.default_rng(0))
        spread = {
            code: np.ptp(curve.values) if curve.values else 0 for code, curve in zip(CODES, model.curves, strict=True)
        }
        assert max(spread, key=spread.get) == "population_ratio"

    def test_curves_that_can_only_speak_for_a_candidate_never_fall(self):
        world, pairs = planted()
        for term, curve in zip(TERMS, learn(world, pairs, np.random.default_rng(1)).curves, strict=True):
            if term.rises:
                assert np.all(np.diff(curve.values) >= -1e-9), term.code

    def test_the_fit_is_where_no_small_step_makes_choices_likelier(self):
        rng = np.random.default_rng(0)
        values = rng.normal(size=(300, 5, len(TERMS))).astype(np.float32)
        values[:, 0, 2] += 1  # what was chosen has more of one quantity
        choices = Choices(values, np.ones((300, 5), bool))
        model = fit(choices, ridge=1.0)

        def likelihood(scale):
            score = sum(
                c(values[..., k].ravel()).reshape(300, 5) * (scale if k == 2 else 1) for k, c in enumerate(model.curves)
            )
            return float((score[:, 0] - np.log(np.exp(score).sum(axis=1))).mean())

        assert likelihood(1) > np.log(1 / 5) + 0.1
        assert likelihood(1) > likelihood(0.5)

    def test_the_same_seed_gives_the_same_curves(self):
        world, pairs = planted(links=150)
        one, other = (learn(world, pairs, np.random.default_rng(4)) for _ in range(2))
        assert one == other
        assert ChoiceModel.from_data(one.as_data()).curves[2].values == pytest.approx(one.curves[2].values, abs=1e-6)

    def test_no_link_explains_itself(self):
        """A pair whose only tie is the link itself shows no partners and no shared country while it is explained."""
        world, pairs = planted(links=150)
        choices = choices_of(world, pairs, np.random.default_rng(0), folds=len(pairs), offered=3)
        chosen = choices.values[:, 0, CODES.index("partners")]
        degree = np.zeros(world.cities.n)
        np.add.at(degree, pairs.ravel(), 1)
        ends = np.log1p(degree[pairs] - 1)
        assert np.all(np.isclose(chosen[:, None], ends, atol=1e-5).any(axis=1) | (chosen < ends.max(axis=1)))
        assert chosen.max() <= ends.max() + 1e-6

    def test_too_few_links_are_refused(self):
        world, pairs, _rows = random_world(30, 40, 1)
        with pytest.raises(ValueError, match="too few"):
            learn(world, pairs, np.random.default_rng(0))


def test_trained_on_one_list_and_tried_on_another():
    world, pairs = planted()
    found = evaluate(world, pairs[:400], seeds=[0, 1], test=pairs[400:])
    ours = found.row(OURS, "all")
    assert (found.hidden, ours.queries) == (100, 200)
    low, high = ours.figures["hits_50"].low, ours.figures["hits_50"].high
    assert low <= ours.figures["hits_50"].mean <= high


def test_hidden_links_are_unknown_to_every_way_of_ordering():
    world, pairs, _rows = random_world(40, 80, 2)
    left, gone = hide(pairs, np.random.default_rng(0))
    known = world.with_links(left)
    assert known.tables.matrix.nnz == 2 * len(left)
    assert all(known.tables.matrix[known.position[a], known.position[b]] == 0 for a, b in gone)
    assert world.tables.matrix.nnz == 2 * len(pairs)  # the world itself is as it was
