"""Small worlds for partner choice: ten cities that can be followed by hand, and random ones."""

from __future__ import annotations

import numpy as np

from kembar.analysis.choice_model import ChoiceModel, Curve
from kembar.analysis.partner_terms import TERMS
from kembar.analysis.partner_world import Cities, World

# name, country, latitude, longitude, population, zone
TEN = [
    ("ashby", 0, 50.0, 5.0, 100_000, 0),
    ("birch", 0, 50.2, 5.2, 200_000, 0),
    ("cedar", 0, 51.0, 6.0, 1_000_000, 0),
    ("dunes", 1, 45.0, 10.0, 100_000, 0),
    ("elder", 1, 45.2, 10.1, 400_000, 0),
    ("ferns", 1, 44.0, 9.0, 50_000, 0),
    ("grove", 2, 35.0, 135.0, 110_000, 1),
    ("heath", 2, 35.5, 135.5, 2_000_000, 1),
    ("ashby", 3, -33.0, 150.0, 90_000, 2),
    ("islet", 3, np.nan, np.nan, np.nan, -1),
]
ASHBY, BIRCH, CEDAR, DUNES, ELDER, FERNS, GROVE, HEATH, ASHBY_SOUTH, ISLET = range(10)
LINKS = [(BIRCH, ELDER), (CEDAR, ELDER), (BIRCH, GROVE), (CEDAR, HEATH), (DUNES, GROVE)]


def cities_of(rows, ids=None):
    """Rows as in `TEN` as arrays."""
    names = {name: number for number, name in enumerate(dict.fromkeys(row[0] for row in rows))}
    columns = [np.array([row[place] for row in rows]) for place in range(1, 6)]
    country, latitude, longitude, people, zone = columns
    return Cities(
        id=np.arange(len(rows)) + 1 if ids is None else np.asarray(ids),
        latitude=latitude.astype(float),
        longitude=longitude.astype(float),
        population=people.astype(float),
        country=country.astype(int),
        zone=zone.astype(int),
        name=np.array([names[row[0]] for row in rows]),
        subregion=np.array([0, 0, 1, 2]),
        clock=np.array([[1.0, 2.0], [9.0, 9.0], [11.0, 10.0]]),
    )


def ten_cities():
    return World(cities_of(TEN), LINKS)


def plain_model(**curves):
    """A model in which the named terms count as measured, times the given factor, and the others not at all."""
    return ChoiceModel(
        tuple(
            Curve((-20.0, 20.0), (-20.0 * curves[term.code], 20.0 * curves[term.code]))
            if term.code in curves
            else Curve((), ())
            for term in TERMS
        ),
        0.0,
        0,
    )


def every_term_model():
    """Every term counts, each with another bend, so that nothing cancels by chance."""
    curves = []
    for number in range(len(TERMS)):
        step = 0.1 * (number + 1)
        curves.append(Curve((-12.0, -6.0, 0.0, 0.5, 3.0, 14.0), (-3 * step, -step, 0.0, step, 1.5 * step, 2 * step)))
    return ChoiceModel(tuple(curves), 0.0, 0)


def random_world(n, links, seed):
    """A world of n cities in four countries with about so many links."""
    rng = np.random.default_rng(seed)
    rows = [
        (
            f"city{rng.integers(0, n)}",
            int(rng.integers(0, 4)),
            float(rng.uniform(-60, 70)),
            float(rng.uniform(-180, 180)),
            float(np.exp(rng.normal(11, 1.3))) if rng.random() > 0.05 else np.nan,
            int(rng.integers(0, 3)),
        )
        for _ in range(n)
    ]
    pairs = np.sort(rng.integers(0, n, (links, 2)), axis=1)
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    return World(cities_of(rows), pairs), pairs, rows
