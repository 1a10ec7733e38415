"""How one flies from a city to all others, against a slow plain version and by hand."""

import numpy as np
import pytest

from kembar.analysis import flights
from kembar.analysis.distance import great_circle_km
from kembar.analysis.flights import Network, flight_hours
from kembar.analysis.partner_world import Cities


def cities(points):
    n = len(points)
    latitude, longitude = np.array(points, float).reshape(-1, 2).T
    zeros = np.zeros(n, np.int64)
    return Cities(
        np.arange(n), latitude, longitude, np.ones(n), zeros, zeros, zeros, np.zeros(1, np.int64), np.zeros((1, 2))
    )


def plainly(points, airports, routes, start):
    """The same by the definition, airport by airport and route by route."""
    used = sorted({one for route in routes for one in route})

    def serving(point):
        if not np.isfinite(point).all():
            return []
        apart = sorted((great_circle_km(tuple(point), airports[one]), one) for one in used)
        return [one for n, (km, one) in enumerate(apart) if (n == 0 and km <= 150) or km <= 75]

    def km(a, b):
        return great_circle_km(airports[a], airports[b])

    ours, found = serving(points[start]), []
    for point in points:
        theirs, best = serving(point), (flights.NO_AIRPORT, np.nan)
        if ours and theirs:
            best = (flights.NONE_KNOWN, np.nan)
            direct = [km(a, b) for a, b in routes if a in ours and b in theirs]
            changed = [
                km(a, b) + km(b, d) for a, b in routes for c, d in routes if a in ours and b == c and d in theirs
            ]
            if set(ours) & set(theirs):
                best = (flights.SAME_AIRPORT, 0.0)
            elif direct:
                best = (flights.DIRECT, min(direct) / 800 + 0.5)
            elif changed:
                best = (flights.ONE_CHANGE, min(changed) / 800 + 1 + 2)
        found.append(best)
    return found


def test_hours_by_hand():
    assert flight_hours(4000) == pytest.approx(5.5)
    assert flight_hours(4000, 2) == pytest.approx(5 + 1 + 2)


def test_it_is_what_the_definition_says_on_many_made_up_worlds():
    rng = np.random.default_rng(7)
    seen = set()
    for _world in range(30):
        points = np.column_stack([rng.uniform(-3, 3, 40), rng.uniform(-3, 3, 40)])
        points[0] = np.nan
        airports = [tuple(one) for one in np.column_stack([rng.uniform(-3, 3, 12), rng.uniform(-3, 3, 12)])]
        routes = sorted({tuple(int(x) for x in rng.integers(0, 12, 2)) for _route in range(9)})
        routes = [route for route in routes if route[0] != route[1]]
        found = Network(cities(points), *np.array(airports).T, routes).flying(5)
        expected = plainly(points, airports, routes, 5)
        assert found.how.tolist() == [how for how, _hours in expected]
        np.testing.assert_allclose(found.hours, [hours for _how, hours in expected], rtol=1e-4)
        seen |= set(found.how.tolist())
    assert seen == {0, 1, 2, 3, 4}, "every answer came up"


def test_without_any_route_no_way_is_known():
    found = Network(cities([(0, 0), (1, 1)]), [0.0], [0.0], []).flying(0)
    assert found.how.tolist() == [flights.NO_AIRPORT] * 2
    assert np.isnan(found.hours).all()
