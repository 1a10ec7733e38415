"""Great-circle distance: by hand, against slower plain versions, and its properties."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kembar.analysis.distance import EARTH_RADIUS_KM, great_circle_km, great_circle_km_array

TANGERANG_SELATAN = (-6.28862, 106.71789)
DAEJEON = (36.34913, 127.38493)
MEDAN = (3.58333, 98.66667)
GEORGE_TOWN = (5.41123, 100.33543)
FIJI = (-17.8, 178.0)
SAMOA = (-13.8, -172.0)

points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def by_law_of_cosines(a, b):
    """The textbook formula, exact for far points, losing its digits for near ones."""
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(math.radians, point)) for point in (a, b))
    cosine = math.sin(lat_a) * math.sin(lat_b) + math.cos(lat_a) * math.cos(lat_b) * math.cos(lon_b - lon_a)
    return EARTH_RADIUS_KM * math.acos(max(-1.0, min(1.0, cosine)))


def by_chord(a, b):
    """The straight line through the globe between the points in space, turned into an arc."""

    def in_space(point):
        latitude, longitude = map(math.radians, point)
        return (
            math.cos(latitude) * math.cos(longitude),
            math.cos(latitude) * math.sin(longitude),
            math.sin(latitude),
        )

    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.dist(in_space(a), in_space(b)) / 2))


@pytest.mark.requirement("R-038")
def test_tangerang_selatan_to_daejeon_is_about_5208_km():
    assert great_circle_km(TANGERANG_SELATAN, DAEJEON) == pytest.approx(5208, abs=60)


@pytest.mark.requirement("R-038")
def test_medan_and_george_town_are_neighbours_across_the_strait():
    assert 250 < great_circle_km(MEDAN, GEORGE_TOWN) < 300


def test_a_quarter_of_the_equator_and_of_a_meridian_worked_by_hand():
    quarter = math.pi / 2 * 6371.0088
    assert quarter == pytest.approx(10007.557, abs=0.001)
    assert great_circle_km((0, 0), (0, 90)) == pytest.approx(quarter)
    assert great_circle_km((0, 17), (90, 0)) == pytest.approx(quarter)


def test_one_degree_of_latitude_is_111_195_km_everywhere():
    for latitude in (-89, -6, 0, 45.5, 88):
        assert great_circle_km((latitude, 12), (latitude + 1, 12)) == pytest.approx(111.195, abs=0.001)


def test_a_degree_of_longitude_at_60_degrees_is_about_half_of_one_at_the_equator():
    assert great_circle_km((60, 0), (60, 1)) == pytest.approx(great_circle_km((0, 0), (0, 1)) / 2, rel=1e-4)


def test_antipodes_are_half_a_circumference_apart():
    half = math.pi * EARTH_RADIUS_KM
    assert great_circle_km((90, 0), (-90, 0)) == pytest.approx(half)
    assert great_circle_km((0, 0), (0, 180)) == pytest.approx(half)
    assert great_circle_km((-6.3, 106.7), (6.3, -73.3)) == pytest.approx(half, abs=0.01)


def test_the_short_way_leads_across_the_antimeridian():
    assert great_circle_km(FIJI, SAMOA) < 1200
    assert great_circle_km((0, 181), (0, -179)) == pytest.approx(0, abs=1e-9)


def test_a_metre_is_still_a_metre():
    metre = 1 / 111_195.08
    assert great_circle_km((50, 8), (50 + metre, 8)) == pytest.approx(0.001, rel=1e-4)


@given(points, points)
def test_it_is_the_same_from_either_end_and_never_more_than_half_around(a, b):
    there, back = great_circle_km(a, b), great_circle_km(b, a)
    assert there == pytest.approx(back, abs=1e-9)
    assert 0 <= there <= math.pi * EARTH_RADIUS_KM + 1e-9
    assert great_circle_km(a, a) == 0


@given(points, points)
def test_it_agrees_with_the_chord_through_the_globe(a, b):
    assert great_circle_km(a, b) == pytest.approx(by_chord(a, b), abs=0.01)


@given(points, points)
def test_it_agrees_with_the_law_of_cosines_where_that_keeps_its_digits(a, b):
    expected = by_law_of_cosines(a, b)
    assume(1 < expected < 20_000)
    assert great_circle_km(a, b) == pytest.approx(expected, abs=0.001)


@given(points, points, points)
def test_no_way_round_is_shorter(a, b, c):
    assert great_circle_km(a, c) <= great_circle_km(a, b) + great_circle_km(b, c) + 1e-6


@given(st.lists(points, min_size=1, max_size=6), st.lists(points, min_size=1, max_size=6))
def test_the_arrays_say_what_the_single_pairs_say(some, others):
    a, b = np.array(some), np.array(others)
    matrix = great_circle_km_array(a[:, :1], a[:, 1:], b[:, 0], b[:, 1])
    expected = [[great_circle_km(one, other) for other in others] for one in some]
    assert matrix.shape == (len(some), len(others))
    np.testing.assert_allclose(matrix, expected, rtol=1e-9, atol=1e-6)


def test_an_unknown_coordinate_makes_an_unknown_distance():
    distances = great_circle_km_array([0.0, np.nan], [0.0, 0.0], 0.0, 90.0)
    assert distances[0] == pytest.approx(10007.557, abs=0.001)
    assert np.isnan(distances[1])


@pytest.mark.parametrize("point", [(90.1, 0), (-91, 0), (math.nan, 0), (0, math.nan), (0, math.inf)])
def test_a_point_that_is_not_on_the_globe_is_refused(point):
    with pytest.raises(ValueError, match="is not a latitude from -90 to 90"):
        great_circle_km((0, 0), point)
    with pytest.raises(ValueError, match="is not a latitude from -90 to 90"):
        great_circle_km(point, (0, 0))


def test_arrays_with_a_latitude_beyond_a_pole_are_refused():
    with pytest.raises(ValueError, match="beyond a pole"):
        great_circle_km_array([0, 91], [0, 0], 0, 0)
