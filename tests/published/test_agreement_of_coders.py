"""Kappa and its error come out as Fleiss, Cohen and Everitt printed them."""

import pytest

from kembar.analysis.agreement import Z_95, cohens_kappa


def test_kappa_and_its_variance_of_1969():
    """Fleiss, Cohen & Everitt (1969), Psychological Bulletin 72, their example of 200 cases in three categories."""
    table = ((106, 10, 4), (22, 28, 10), (2, 12, 6))
    pairs = [(str(i), str(j)) for i, row in enumerate(table) for j, number in enumerate(row) for _one in range(number)]
    found = cohens_kappa([one for one, _two in pairs], [two for _one, two in pairs])
    assert found.kappa == pytest.approx(0.429, abs=5e-4)
    assert ((found.high - found.kappa) / Z_95) ** 2 == pytest.approx(0.002885, abs=5e-7)


def test_kappa_error_and_interval_of_two_dichotomous_ratings():
    """Bonett's R package statpsych, ``ci.kappa(.05, 31, 12, 4, 58)`` after Fleiss, Levin & Paik (2003): 0.6756757,
    standard error 0.07344761, 0.5317210 to 0.8196303."""
    first = "0" * 43 + "1" * 62
    second = "0" * 31 + "1" * 12 + "0" * 4 + "1" * 58
    found = cohens_kappa(first, second)
    assert found.kappa == pytest.approx(0.6756757, abs=5e-8)
    assert (found.low, found.high) == pytest.approx((0.5317210, 0.8196303), abs=5e-7)
