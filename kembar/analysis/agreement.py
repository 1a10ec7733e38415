"""How far do two coders agree beyond what chance alone would give?

Cohen's kappa for two coders who put the same items into the same categories (Cohen 1960, Educational and Psychological
Measurement 20: 37-46), with the large-sample standard error of Fleiss, Cohen and Everitt (1969, Psychological Bulletin
72: 323-327, formula 13). Pure: sequences of codes in, a frozen result out.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

Z_95 = 1.959963984540054
"""The 97.5th percentile of the standard normal distribution."""


@dataclass(frozen=True)
class Agreement:
    """``items`` decisions compared; ``observed`` the share on which both agree; ``expected`` the share that their own
    frequencies would give by chance; ``kappa`` = (observed - expected) / (1 - expected), None where nothing was
    compared or where both used one and the same category throughout (0/0); ``low`` and ``high`` its 95 % interval, None
    below two items and where the large-sample error is 0 (full agreement, or no category that both used): it would say
    that a handful of items leave no doubt."""

    items: int
    observed: float | None
    expected: float | None
    kappa: float | None
    low: float | None = None
    high: float | None = None


def cohens_kappa(first: Sequence[str], second: Sequence[str]) -> Agreement:
    """The agreement of two coders, ``first[i]`` and ``second[i]`` being what each made of item i.

    Raises ValueError when the two are not of one length.
    """
    if len(first) != len(second):
        raise ValueError(f"{len(first)} codes beside {len(second)}")
    items = len(first)
    if not items:
        return Agreement(0, None, None, None)
    rows, columns = Counter(first), Counter(second)
    cells = Counter(zip(first, second, strict=True))
    agreed = sum(number for (one, other), number in cells.items() if one == other)
    by_chance = sum(rows[code] * columns[code] for code in rows)  # over items squared: integers decide what is 1
    observed, expected = agreed / items, by_chance / items**2
    if by_chance == items**2:
        return Agreement(items, observed, expected, None)
    kappa = (observed - expected) / (1 - expected) or 0.0  # never -0
    error = _standard_error(cells, rows, columns, items, kappa)
    if items < 2 or error < 1e-6:
        return Agreement(items, observed, expected, kappa)
    return Agreement(items, observed, expected, kappa, max(-1.0, kappa - Z_95 * error), min(1.0, kappa + Z_95 * error))


def _standard_error(
    cells: Mapping[tuple[str, str], int], rows: Mapping[str, int], columns: Mapping[str, int], items: int, kappa: float
) -> float:
    """Fleiss, Cohen & Everitt 1969: sqrt((A + B - C) / (n (1 - pe)^2)), with p the shares of cells, r and c of margins:
    A = sum_i p_ii (1 - (r_i + c_i)(1 - k))^2, B = (1 - k)^2 sum_{i != j} p_ij (c_i + r_j)^2, C = (k - pe (1 - k))^2."""
    expected = sum(rows[code] * columns.get(code, 0) for code in rows) / items**2
    same = other = 0.0
    for (one, two), number in cells.items():
        share = number / items
        if one == two:
            same += share * (1 - (rows.get(one, 0) + columns.get(one, 0)) / items * (1 - kappa)) ** 2
        else:
            other += share * ((columns.get(one, 0) + rows.get(two, 0)) / items) ** 2
    spread = same + (1 - kappa) ** 2 * other - (kappa - expected * (1 - kappa)) ** 2
    return math.sqrt(max(0.0, spread) / items) / (1 - expected)


def kappa_of_sets(first: Sequence[Collection[str]], second: Sequence[Collection[str]]) -> Agreement:
    """The agreement of two coders who each gave every item a set of codes.

    Every pair of an item and a code is one decision, given or not given. The codes are those that either coder gave to
    any of the items: codes that nobody used would raise the agreement without a decision behind them.
    """
    if len(first) != len(second):
        raise ValueError(f"{len(first)} sets beside {len(second)}")
    codes = sorted({code for given in (*first, *second) for code in given})
    decided = [(str(code in one), str(code in two)) for one, two in zip(first, second, strict=True) for code in codes]
    return cohens_kappa([one for one, _two in decided], [two for _one, two in decided])


def kappa_by_code(first: Sequence[Collection[str]], second: Sequence[Collection[str]]) -> dict[str, Agreement]:
    """As ``kappa_of_sets``, each code by itself, in alphabetical order."""
    codes = sorted({code for given in (*first, *second) for code in given})
    return {
        code: cohens_kappa([str(code in one) for one in first], [str(code in two) for two in second]) for code in codes
    }
