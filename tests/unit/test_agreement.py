"""Two coders agree beyond chance as much as Cohen's kappa says: by hand, against a slow plain version, as published."""

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.analysis.agreement import cohens_kappa, kappa_by_code, kappa_of_sets

CODES = st.sampled_from("abc")


def coded(table):
    """Two lists of codes from a table of counts, {(first, second): number}."""
    pairs = [pair for pair, number in table.items() for _one in range(number)]
    return [one for one, _two in pairs], [two for _one, two in pairs]


def plainly(first, second):
    """Kappa by its definition, item by item and pair of items by pair of items."""
    n = len(first)
    observed = sum(one == two for one, two in zip(first, second, strict=True)) / n
    expected = sum(one == two for one, two in product(first, second)) / n**2
    return (observed - expected) / (1 - expected)


def test_by_hand_twenty_fifteen_five_ten():
    # agree on 20 + 15 of 50: 0.7; chance 25/50 * 30/50 + 25/50 * 20/50 = 0.5; kappa 0.2 / 0.5
    found = cohens_kappa(*coded({("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}))
    assert (found.items, found.observed) == (50, 0.7)
    assert math.isclose(found.expected, 0.5)
    assert math.isclose(found.kappa, 0.4)


def test_the_interval_by_hand():
    # p 0.4 0.1 0.2 0.3; rows .5 .5; columns .6 .4; kappa .4, so 1 - kappa = .6
    # A = .4(1 - 1.1*.6)^2 + .3(1 - .9*.6)^2 = .04624 + .06348; C = (.4 - .3)^2 = .01
    # B = .36(.1(.6 + .5)^2 + .2(.4 + .5)^2) = .10188
    error = math.sqrt((0.04624 + 0.06348 + 0.10188 - 0.01) / 50) / 0.5
    found = cohens_kappa(*coded({("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}))
    assert math.isclose(found.low, 0.4 - 1.959963984540054 * error, rel_tol=1e-9)
    assert math.isclose(found.high, 0.4 + 1.959963984540054 * error, rel_tol=1e-9)


@given(st.lists(st.tuples(CODES, CODES), min_size=1, max_size=40))
def test_it_is_what_the_definition_says(pairs):
    first, second = [one for one, _two in pairs], [two for _one, two in pairs]
    found = cohens_kappa(first, second)
    if len({*first, *second}) == 1:
        assert found.kappa is None
    else:
        assert math.isclose(found.kappa, plainly(first, second), abs_tol=1e-12)


@given(st.lists(st.tuples(CODES, CODES), min_size=2, max_size=30), st.randoms(use_true_random=False))
def test_neither_who_is_first_nor_the_order_of_items_matters(pairs, dice):
    first, second = zip(*pairs, strict=True)
    mixed = list(pairs)
    dice.shuffle(mixed)
    here = cohens_kappa(first, second)
    for other in (cohens_kappa(second, first), cohens_kappa(*zip(*mixed, strict=True))):
        assert (here.kappa is None) == (other.kappa is None)
        if here.kappa is not None:
            assert math.isclose(here.kappa, other.kappa, abs_tol=1e-12)
            assert (here.high is None) == (other.high is None)
            assert here.high is None or math.isclose(here.high, other.high, abs_tol=1e-9)


def test_full_agreement_is_one_and_one_category_throughout_says_nothing():
    assert cohens_kappa("abca", "abca").kappa == 1
    assert cohens_kappa("aaaa", "aaaa").kappa is None
    assert cohens_kappa("", "").items == 0


def test_an_interval_without_width_is_none():
    for first, second in (("abca", "abca"), ("aa", "bb"), ("a", "b")):
        assert (cohens_kappa(first, second).low, cohens_kappa(first, second).high) == (None, None)


def test_sets_are_compared_code_by_code():
    # items {x}, {x, y}, {} beside {x}, {y}, {y}: decisions x: 1/1 1/0 0/0, y: 0/0 1/1 0/1
    first, second = [{"x"}, {"x", "y"}, set()], [{"x"}, {"y"}, {"y"}]
    found = kappa_of_sets(first, second)
    assert (found.items, found.observed) == (6, 4 / 6)
    assert {code: one.observed for code, one in kappa_by_code(first, second).items()} == {"x": 2 / 3, "y": 2 / 3}


def test_two_lists_must_be_of_one_length():
    with pytest.raises(ValueError, match="2 codes beside 1"):
        cohens_kappa("ab", "a")
