"""What figures of two cities say under each list of principles: two cities by hand."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.matching.rules import blocks
from kembar.matching.why.clocks import overlap_hours, overlap_over_year
from kembar.matching.why.facts import (
    Announced,
    CityFacts,
    Estimated,
    Figure,
    Index,
    OtherTie,
    PairFacts,
    TieFacts,
    Told,
)
from kembar.matching.why.rules import LISTS, Evidence, against, answer_of, judge, known_share, reasons, targets_met
from kembar.partnerships.rules.choice import Parity
from kembar.places.rules import Duchacek, TimeDifference

SAID = ({"code": "000", "line": "146", "note": "", "credited": ""},)


def city(name, people=100_000, **more):
    return CityFacts(place=len(name), name={"id": name, "en": name}, country="ID", population=people, **more)


def told(text, whose="both", **more):
    return Told({"en": text}, SAID, whose, **more)


def tie(**more):
    return TieFacts("ours-theirs", {"en": "Ours–Theirs"}, "sister_city", "in_force", **more)


NOTHING = PairFacts(
    at=date(2020, 1, 1),
    ours=CityFacts(1, {"en": "Ours"}, "ID"),
    theirs=CityFacts(2, {"en": "Theirs"}, "KR"),
    km=None,
    clocks=None,
    overlap=None,
    duchacek=Duchacek("global", ()),
    parity=Parity("cannot_be_said", "cannot_be_said"),
)


def item(facts, code, of="seven"):
    found = next(one for one in judge(facts) if one.code == of)
    return next(one for one in found.items if one.code == code)


class TestTheFourLists:
    @pytest.mark.requirement("R-043")
    def test_there_are_seven_principles_six_criteria_three_bases_and_nine_conditions(self):
        assert {code: len(items) for code, items in LISTS.items()} == {"seven": 7, "six": 6, "three": 3, "nine": 9}
        assert set(LISTS["seven"]) == {
            *("similarity", "exchange", "community", "reciprocity", "benefit", "exclusivity", "stability")
        }

    @pytest.mark.requirement("R-043")
    def test_of_two_cities_of_which_nothing_is_known_nothing_is_said_and_all_that_lacks_is_named(self):
        for one in judge(NOTHING):
            for found in one.items:
                leaning = [piece for piece in found.evidence if piece.leans]
                assert (found.answer, leaning) == ("unknown", []), found.code
                assert found.missing, found.code
        assert known_share(judge(NOTHING)) == 0
        assert against(NOTHING, judge(NOTHING)) == ()

    def test_what_is_missing_lowers_the_share_known_and_turns_no_answer(self):
        level = replace(NOTHING, parity=Parity("same", "same"))
        both = replace(level, ours=city("Ours"), theirs=city("Theirs", 120_000))
        assert item(level, "level", "six").answer == item(both, "level", "six").answer == "for"
        assert known_share(judge(NOTHING)) < known_share(judge(level)) < known_share(judge(both))

    @pytest.mark.parametrize(
        ("leans", "is_told", "answer"),
        [
            ((), False, "unknown"),
            ((0,), False, "unknown"),
            ((1, 0), False, "for"),
            ((-1,), False, "against"),
            ((1, -1), False, "mixed"),
            ((), True, "told"),
            ((-1,), True, "mixed"),
        ],
    )
    def test_an_answer_is_what_its_evidence_comes_to(self, leans, is_told, answer):
        pieces = [Evidence("computed", one) for one in leans] + [Evidence("told")] * is_told
        assert answer_of(pieces) == answer


class TestPrinciples:
    @pytest.mark.requirement("R-036")
    def test_the_level_has_two_readings_that_may_part(self):
        facts = replace(NOTHING, parity=Parity("same", "different"))
        found = item(facts, "level", "three")
        assert found.answer == "mixed"
        assert [piece.code for piece in found.evidence] == ["level_same", "tier_different"]

    @pytest.mark.parametrize(("people", "leans"), [(200_000, 1), (300_000, 0), (600_000, -1)])
    @pytest.mark.requirement("R-039")
    def test_sizes_are_alike_within_twice_and_apart_beyond_five_times(self, people, leans):
        facts = replace(NOTHING, ours=city("Ours"), theirs=city("Theirs", people))
        assert [piece.leans for piece in item(facts, "size", "six").evidence] == [leans]

    @pytest.mark.requirement("R-037")
    def test_another_tie_in_the_country_warns_and_one_that_may_have_ended_does_not_decide(self):
        sure = OtherTie("ours", {"en": "Ours–Third"}, ("same_country",), True, "twins.csv")
        facts = replace(NOTHING, others=(sure,), links_known=3)
        assert item(facts, "exclusivity").answer == "against"
        unsure = replace(facts, others=(replace(sure, is_sure=False),))
        assert item(unsure, "exclusivity").answer == "unknown"
        assert item(replace(facts, others=()), "exclusivity").answer == "for"
        assert item(replace(facts, others=(), links_known=0), "exclusivity").answer == "unknown"

    @pytest.mark.requirement("R-044")
    @pytest.mark.parametrize(
        ("benefit", "cost", "answer", "warns"),
        [
            (100, 40, "for", False),
            (40, 100, "against", True),
            (50, 50, "unknown", False),
            (None, 100, "unknown", False),
        ],
    )
    def test_a_cost_above_the_benefit_warns(self, benefit, cost, answer, warns):
        one = Estimated("ours", "long", benefit, cost, "IDR", "Study of 2024")
        facts = replace(NOTHING, estimates=(one,))
        assert item(facts, "benefit").answer == answer
        assert [piece.code for piece in against(facts, judge(facts))] == ["estimate"] * warns

    @pytest.mark.requirement("R-045")
    def test_a_country_announced_as_unstable_warns_with_its_source(self):
        facts = replace(NOTHING, announced=(Announced("unstable", "2021-02", "Foreign ministry, travel advice"),))
        (piece,) = item(facts, "stability").evidence
        assert (piece.code, piece.leans, piece.from_file) == (
            "announced_unstable",
            -1,
            "Foreign ministry, travel advice",
        )
        assert piece in against(facts, judge(facts))

    @pytest.mark.requirement("R-040")
    def test_complementary_resources_keep_the_opposite_reading(self):
        found = item(NOTHING, "resources", "three")
        (other,) = found.evidence
        assert (other.code, other.leans) == ("other_reading", 0)
        assert (other.sources[0]["code"], other.sources[0]["line"]) == ("002", "31")
        facts = replace(NOTHING, met=({"en": "trade"},), wishes=(True, True))
        assert [piece.code for piece in item(facts, "resources", "three").evidence] == ["wishes_met", "other_reading"]

    @pytest.mark.requirement("R-039")
    def test_what_sources_tell_of_both_alike_is_shared(self):
        port, hill = told("Has a port"), told("Lies on a hill")
        facts = replace(NOTHING, ours=city("Ours", traits=(port, hill)), theirs=city("Theirs", traits=(port,)))
        found = item(facts, "characteristics", "six")
        assert found.answer == "for"
        assert [piece.data["text"] for piece in found.evidence if piece.code == "shared_trait"] == [port.text]


class TestIndices:
    @pytest.mark.requirement("R-042")
    def test_who_stands_higher_in_one_year_is_the_model(self):
        korea, indonesia = Figure(2014, 2014, rank=1), Figure(2014, 2014, rank=106)
        index = Index("e_government", "", indonesia, korea)
        assert (index.model, index.gap) == ("theirs", 105)
        assert Index("e_government", "", korea, indonesia).model == "ours"
        assert Index("e_government", "", korea, korea).model == "both"

    def test_figures_of_different_years_say_nothing_of_who_leads(self):
        index = Index("innovation", "", Figure(2015, 2015, rank=100), Figure(2016, 2016, rank=11))
        assert (index.model, index.gap) == (None, None)

    def test_a_larger_percentile_is_the_better_one(self):
        index = Index("rule_of_law", "", Figure(2019, 2019, percentile=42.3), Figure(2019, 2019, percentile=86.1))
        assert index.model == "theirs"

    @pytest.mark.requirement("R-041")
    def test_a_rank_is_also_told_as_its_place_in_the_list(self):
        assert Figure(2015, 2015, rank=100, size=141).share == pytest.approx(0.709, abs=0.0005)
        assert Figure(None, 2014, rank=99, size=125).share == pytest.approx(0.792, abs=0.0005)
        assert Figure(2015, 2015, rank=100).share is None


class TestReasonsAndGoals:
    @pytest.mark.requirement("R-046")
    def test_targets_met_are_those_of_the_motives_in_their_order(self):
        motives = (told("x", "ours", target="10"), told("y", "ours", target="4"), told("z"))
        assert targets_met(replace(NOTHING, tie=tie(motives=motives))) == ("4", "10")

    @pytest.mark.requirement("R-046")
    def test_a_tie_that_serves_none_of_the_targets_a_city_numbers_is_warned_of(self):
        facts = replace(NOTHING, tie=tie(), targets_known=True)
        assert [piece.code for piece in against(facts, judge(facts))] == ["no_target_met"]
        served = replace(facts, tie=tie(motives=(told("x", target="4"),)))
        assert against(served, judge(served)) == ()

    @pytest.mark.requirement("R-048")
    def test_goals_told_for_each_side_and_for_both_together_none_are_flagged(self):
        apart = replace(NOTHING, tie=tie(motives=(told("trade", "ours"), told("sport", "theirs"))))
        assert [piece.code for piece in against(apart, judge(apart))] == ["goals_apart"]
        shared = replace(apart, tie=tie(motives=(*apart.tie.motives, told("peace"))))
        assert against(shared, judge(shared)) == ()

    def test_there_are_no_reasons_without_a_tie(self):
        assert reasons(NOTHING) == ()


class TestClocks:
    def test_offices_an_hour_apart_share_all_but_an_hour(self):
        assert overlap_hours(0) == 8
        assert overlap_hours(120) == 6
        assert overlap_hours(-420) == 1
        assert overlap_hours(12 * 60) == 0

    def test_summer_time_gives_a_range(self):
        assert overlap_over_year(TimeDifference(-300, -360, -300)) == (2, 3)

    @given(st.integers(-14 * 60, 14 * 60))
    def test_the_overlap_is_the_same_from_either_side_and_within_a_working_day(self, minutes):
        assert overlap_hours(minutes) == overlap_hours(-minutes)
        assert 0 <= overlap_hours(minutes) <= 8


class TestWhatTheLawBlocks:
    def test_relations_that_a_source_denies_block_that_country_alone(self):
        found = blocks("ID", ["TW", "KR"], {"TW": "Ministry"})
        assert [[(one.code, one.source) for one in each] for each in found] == [
            [("no_diplomatic_relations", "Ministry")],
            [],
        ]
