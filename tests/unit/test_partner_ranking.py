"""Putting candidates in order: ten cities by hand, a slow plain version, and what must hold of every principle."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kembar.analysis.distance import great_circle_km
from kembar.analysis.partner_choice import (
    DEFAULT_WEIGHTS,
    PRINCIPLES,
    Wishes,
    allowed_partners,
    evidence_for,
    explain,
    rank,
    scores,
    weights_of,
)
from kembar.analysis.partner_terms import TERMS, measured
from kembar.analysis.partner_world import World
from tests.factories.cities import (
    ASHBY,
    ASHBY_SOUTH,
    BIRCH,
    CEDAR,
    DUNES,
    ELDER,
    FERNS,
    GROVE,
    HEATH,
    ISLET,
    LINKS,
    TEN,
    cities_of,
    every_term_model,
    plain_model,
    random_world,
    ten_cities,
)

POINTS = st.tuples(st.floats(-80, 80), st.floats(-180, 180))
ROW = {term.code: number for number, term in enumerate(TERMS)}


def value(term, city, other, world=None):
    return measured(world or ten_cities(), city, [other])[ROW[term], 0]


class TestTenCitiesByHand:
    def test_likeness_of_size_is_the_ratio_of_populations(self):
        assert value("population_ratio", ASHBY, BIRCH) == pytest.approx(-math.log(2), abs=1e-5)
        assert math.isnan(value("population_ratio", ASHBY, ISLET))

    def test_standing_compares_places_in_the_order_of_size_at_home(self):
        # Ashby is third of three, Ferns third of three, Heath first of two.
        assert value("standing", ASHBY, FERNS) == pytest.approx(0)
        assert value("standing", ASHBY, HEATH) == pytest.approx(-math.log(3), abs=1e-6)

    def test_distance_is_the_great_circle(self):
        km = great_circle_km((50.0, 5.0), (35.0, 135.0))
        assert value("distance", ASHBY, GROVE) == pytest.approx(-math.log(km + 20), abs=1e-5)

    def test_shared_partners_count_by_adamic_and_adar(self):
        # Birch and Cedar share Elder (2 links); Birch and Dunes share Grove (2 links).
        assert value("adamic_adar", BIRCH, CEDAR) == pytest.approx(math.log1p(3 / math.log(2)))
        assert value("adamic_adar", BIRCH, DUNES) == pytest.approx(math.log1p(3 / math.log(2)))
        assert value("adamic_adar", BIRCH, HEATH) == 0
        assert math.isnan(value("adamic_adar", ASHBY, CEDAR))  # Ashby has no known link
        assert math.isnan(value("adamic_adar", BIRCH, ASHBY_SOUTH))

    def test_paths_of_three_links_reach_the_partner_of_a_partner_of_a_partner(self):
        # Birch - Elder - Cedar - Heath, degrees of the middle two: 2 and 2.
        assert value("paths", BIRCH, HEATH) == pytest.approx(math.log1p(3 / 2))

    def test_precedent_is_what_neighbours_have(self):
        # Birch, 26 km from Ashby, is a partner of Elder: precedent for Ashby with Elder.
        km = great_circle_km((50.0, 5.0), (50.2, 5.2))
        far = great_circle_km((50.0, 5.0), (51.0, 6.0))
        near = math.exp(-km / 60) + math.exp(-far / 60)  # Cedar is Elder's partner too
        assert value("partners_of_neighbours", ASHBY, ELDER) == pytest.approx(math.log1p(near), abs=1e-4)
        assert value("partners_of_neighbours", ASHBY, ASHBY_SOUTH) == 0

    def test_partners_already_there_are_counted_on_both_sides(self):
        assert value("ours_in_country", BIRCH, DUNES) == pytest.approx(math.log(2))  # Birch has Elder in that country
        assert value("theirs_in_ours", BIRCH, ELDER) == pytest.approx(math.log(3))
        assert value("theirs_share_in_ours", BIRCH, ELDER) == pytest.approx(2 / 3)

    def test_the_same_name_is_seen(self):
        assert value("same_name", ASHBY, ASHBY_SOUTH) == 1
        assert value("same_name", ASHBY, BIRCH) == 0

    def test_the_rate_between_countries_is_drawn_towards_that_of_their_regions(self):
        world = ten_cities()
        count = np.array([3, 3, 2, 2.0])  # cities a country
        possible = np.outer(count, count) - np.diag(count)
        links = np.zeros((4, 4))
        for a, b in LINKS:
            one, other = TEN[a][1], TEN[b][1]
            links[one, other] += 1
            links[other, one] += 1
        overall = links.sum() / possible.sum()
        region = (links[:2, :2].sum() + 1) / (possible[:2, :2].sum() + 1 / overall)  # countries 0 and 1 are one region
        expected = math.log((links[0, 1] + 2) / (possible[0, 1] + 2 / region))
        assert value("country_pair", ASHBY, DUNES, world) == pytest.approx(expected)

    def test_known_partners_and_the_city_itself_are_not_listed(self):
        found = rank(ten_cities(), every_term_model(), BIRCH, limit=20)
        listed = {one.city for one in found}
        assert listed == set(range(10)) - {BIRCH, ELDER, GROVE}
        assert [one.rank for one in found] == list(range(1, 8))

    def test_what_is_not_known_lowers_coverage_and_counts_for_nothing(self):
        world, model = ten_cities(), plain_model(population_ratio=1, distance=1)
        listed = {one.city: one for one in rank(world, model, ASHBY, limit=20)}
        islet = listed[ISLET]
        reasons = {reason.principle: reason for reason in islet.reasons}
        assert (reasons["size"].effect, reasons["size"].evidence) == ("unknown", None)
        assert reasons["nearness"].effect == "unknown"
        assert islet.score == 0
        assert islet.coverage < listed[ELDER].coverage < 1

    def test_needs_and_offers_count_by_field(self):
        wishes = Wishes(
            np.array([ASHBY, DUNES]), np.array([[1, 0, 0], [0, 1, 0]], bool), np.array([[0, 1, 0], [1, 0, 1]], bool)
        )
        evidence = evidence_for(ten_cities(), every_term_model(), ASHBY, wishes)
        row = evidence.rows[PRINCIPLES.index("complementarity")]
        assert row[DUNES] == pytest.approx(2 * math.log(2))  # their offer meets our need, our offer theirs
        assert row[ELDER] == 0


def slow_score(world, model, rows, pairs, city, other, weights):
    """The same sum, one candidate at a time, from lists and dictionaries."""
    partners = {}
    for a, b in pairs:
        partners.setdefault(int(a), set()).add(int(b))
        partners.setdefault(int(b), set()).add(int(a))
    mine, theirs = partners.get(city, set()), partners.get(other, set())

    def km(a, b):
        return great_circle_km((rows[a][2], rows[a][3]), (rows[b][2], rows[b][3]))

    def near(a, point, scale):
        apart = great_circle_km((rows[a][2], rows[a][3]), point)
        return math.exp(-apart / scale) if apart <= 3.5 * scale else 0.0

    def middle(place, degrees):
        band = math.floor(rows[place][2] / degrees)
        latitude = (band + 0.5) * degrees
        width = degrees / max(math.cos(math.radians(latitude)), 0.05)
        return latitude, (math.floor(rows[place][3] / width) + 0.5) * width

    def precedent(degrees, scale):
        point = middle(other, degrees)
        here = (rows[city][2], rows[city][3])
        return sum(near(x, here, scale) * near(y, point, scale) for x in partners if x != city for y in partners[x])

    def place_at_home(a):
        return 1 + sum(row[1] == rows[a][1] and row[4] > rows[a][4] for row in rows)

    through = [1 / math.sqrt(len(partners[x]) * len(partners[y])) for x in mine for y in partners[x] & theirs]
    known = not (math.isnan(rows[city][4]) or math.isnan(rows[other][4]))
    both = bool(mine and theirs)
    in_ours = sum(rows[x][1] == rows[city][1] for x in theirs)
    values = {
        "country_pair": world.tables.log_rate[rows[city][1], rows[other][1]],
        "domestic": float(rows[city][1] == rows[other][1]),
        "population_ratio": -abs(math.log(rows[city][4] / rows[other][4])) if known else math.nan,
        "standing": -abs(math.log(place_at_home(city) / place_at_home(other))) if known else math.nan,
        "distance": -math.log(km(city, other) + 20),
        "population": math.log(rows[other][4]) if not math.isnan(rows[other][4]) else math.nan,
        "partners": math.log1p(len(theirs)),
        "adamic_adar": math.log1p(3 * sum(1 / math.log(len(partners[x])) for x in mine & theirs)) if both else math.nan,
        "paths": math.log1p(3 * sum(through)) if both else math.nan,
        "near_near": math.log1p(precedent(0.25, 60)),
        "near_near_wide": math.log1p(precedent(0.75, 200)),
        "partners_of_neighbours": math.log1p(
            sum(near(x, (rows[city][2], rows[city][3]), 60) for x in theirs if x != city)
        ),
        "neighbours_of_partners": math.log1p(sum(near(x, middle(other, 0.25), 60) for x in mine)) if mine else math.nan,
        "ours_in_country": math.log1p(sum(rows[x][1] == rows[other][1] for x in mine)) if mine else math.nan,
        "theirs_in_ours": math.log1p(in_ours) if theirs else math.nan,
        "theirs_share_in_ours": in_ours / (len(theirs) + 1) if theirs else math.nan,
        "same_name": float(rows[city][0] == rows[other][0]),
    }  # fmt: skip
    total = 0.0
    for term, curve in zip(TERMS, model.curves, strict=True):
        x = values[term.code]
        if not math.isnan(x):
            total += weights[term.principle] * float(np.interp(x, curve.knots, curve.values))
    clock = world.cities.clock
    return total - 0.1 * weights["clocks"] * float(np.abs(clock[rows[city][5]] - clock[rows[other][5]]).mean())


@pytest.mark.parametrize("seed", range(4))
def test_scores_are_those_of_the_slow_plain_version(seed):
    world, pairs, rows = random_world(60, 70, seed)
    weights = {**DEFAULT_WEIGHTS, "clocks": 0.5, "size": 2.0}
    model = every_term_model()
    for city in range(0, 60, 7):
        fast = scores(evidence_for(world, model, city), weights, 60)
        for other in range(60):
            if other != city:
                slow = slow_score(world, model, rows, pairs, city, other, weights)
                assert fast[other] == pytest.approx(slow, abs=2e-3), (city, other)


class TestProperties:
    @pytest.mark.parametrize("seed", range(3))
    def test_the_order_of_rows_does_not_matter(self, seed):
        world, pairs, rows = random_world(80, 90, seed)
        order = np.random.default_rng(seed).permutation(80)
        back = np.argsort(order)
        shuffled = World(cities_of([rows[i] for i in order], ids=world.cities.id[order]), back[pairs])
        for city in (0, 17):
            one = rank(world, every_term_model(), city, limit=30)
            other = rank(shuffled, every_term_model(), int(back[city]), limit=30)
            assert [int(world.cities.id[c.city]) for c in one] == [int(shuffled.cities.id[c.city]) for c in other]
            assert [c.score for c in one] == pytest.approx([c.score for c in other], abs=1e-5)

    @pytest.mark.parametrize("principle", ["affinity", "size", "nearness", "shared", "name", "clocks"])
    def test_these_principles_say_the_same_from_either_side(self, principle):
        world, _pairs, _rows = random_world(60, 80, 5)
        row = PRINCIPLES.index(principle)
        model = every_term_model()
        for a, b in [(0, 1), (2, 50), (11, 12), (30, 3)]:
            there, back = evidence_for(world, model, a).rows[row], evidence_for(world, model, b).rows[row]
            assert there[b] == pytest.approx(back[a], abs=1e-5)

    @given(POINTS, st.lists(POINTS, min_size=2, max_size=6))
    @settings(max_examples=60, deadline=None)
    def test_a_nearer_candidate_never_scores_less_on_nearness(self, here, others):
        latitude, longitude = here
        from kembar.matching.frames import choice_model

        rows = [("a", 0, latitude, longitude, 1e5, 0), *(("b", 1, lat, lon, 1e5, 0) for lat, lon in others)]
        world = World(cities_of(rows), [])
        km = [great_circle_km((latitude, longitude), other) for other in others]
        row = evidence_for(world, choice_model(), 0).rows[PRINCIPLES.index("nearness")]
        for i, one in enumerate(km):
            for j, other in enumerate(km):
                if one < other - 0.1:
                    assert row[i + 1] >= row[j + 1] - 1e-6

    def test_a_weight_of_zero_removes_a_principle(self):
        world, _pairs, _rows = random_world(80, 90, 2)
        evidence = evidence_for(world, every_term_model(), 3)
        for number, principle in enumerate(PRINCIPLES):
            row = evidence.rows[number]
            without = scores(evidence, {**DEFAULT_WEIGHTS, principle: 0.0}, 80)
            rest = [
                r
                for k, r in enumerate(evidence.rows)
                if k != number and r is not None and DEFAULT_WEIGHTS[PRINCIPLES[k]]
            ]
            assert without == pytest.approx(np.sum(rest, axis=0), abs=1e-4), principle
            if row is not None and DEFAULT_WEIGHTS[principle] and np.any(row):
                assert not np.array_equal(without, scores(evidence, DEFAULT_WEIGHTS, 80))

    @pytest.mark.requirement("R-043")
    @pytest.mark.parametrize("seed", range(3))
    def test_removing_a_stated_reason_moves_the_rank_the_stated_way(self, seed):
        world, _pairs, _rows = random_world(120, 150, seed)
        model = every_term_model()
        moved = 0
        for city in (0, 40, 80):
            for one in rank(world, model, city, limit=8):
                for reason in one.reasons:
                    if reason.effect in ("lifts", "lowers"):
                        weights = weights_of({reason.principle: 0.0})
                        again = evidence_for(world, model, city)
                        allowed = allowed_partners(world, city)
                        after = explain(world, again, np.array([one.city]), weights=weights, allowed=allowed)[0]
                        assert after.rank == reason.rank_without
                        assert (after.rank > one.rank) == (reason.effect == "lifts")
                        moved += 1
        assert moved > 20  # else nothing was tried

    def test_equal_scores_are_ordered_by_id(self):
        rows = [("a", 0, 10.0, 10.0, 1e5, 0)] + [("b", 1, 20.0, 20.0, 1e5, 0)] * 4
        world = World(cities_of(rows, ids=[9, 4, 2, 8, 1]), [])
        found = rank(world, plain_model(distance=1), 0, limit=3)
        assert [int(world.cities.id[one.city]) for one in found] == [1, 2, 4]
        assert [one.rank for one in found] == [1, 2, 3]


class TestWeights:
    def test_an_unknown_principle_is_refused(self):
        with pytest.raises(KeyError, match="beauty"):
            weights_of({"beauty": 1})

    @pytest.mark.parametrize("weight", [-1, math.nan, math.inf])
    def test_a_weight_is_a_number_from_zero_up(self, weight):
        with pytest.raises(ValueError, match="size"):
            weights_of({"size": weight})
