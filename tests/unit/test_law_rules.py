"""Is an act cited wrongly found, with the act that was meant, and one cited rightly left alone?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.analysis.edtf import parse
from kembar.law.rules import ActFacts, CitedAct, find, judge, same_number

REGIONS = ActFacts("uu-23-2014", "uu", "23", 2014, "regional_government", parse("2014"))
BEFORE = ActFacts(
    "uu-32-2004", "uu", "32", 2004, "regional_government", parse("2004-10-15"), parse("2014"), repealed_by="uu-23-2014"
)
OLDER = ActFacts(
    "uu-22-1999", "uu", "22", 1999, "regional_government", None, parse("2004-10-15"), repealed_by="uu-32-2004"
)
FOREIGN = ActFacts("uu-37-1999", "uu", "37", 1999, "foreign_relations", parse("1999"))
CIRCULAR = ActFacts("se", "se_mendagri", "193/1652/PUOD", 1993, "sister_city_procedure", parse("1993-04-26"))
REPEALED = ActFacts(
    "permendagri-3-2008", "permendagri", "3", 2008, "x", parse("2008"), parse("2020-05-22"), repealed_by="new"
)
NO_SUCH = ActFacts("uu-99-2001", "uu", "99", 2001, "treaties", exists=False)
ACTS = [REGIONS, BEFORE, OLDER, FOREIGN, CIRCULAR, REPEALED, NO_SUCH]


def codes(cited):
    return [fault.code for fault in judge(cited, ACTS)]


@pytest.mark.requirement("R-031")
class TestNumbers:
    def test_act_23_of_2019_on_regional_government_is_23_of_2014(self):
        (fault,) = judge(CitedAct("uu", "23", 2019, "regional_government"), ACTS)
        assert (fault.code, fault.act, fault.others) == ("other_year", None, (REGIONS,))

    def test_an_unknown_number_is_told_with_the_acts_on_its_matter(self):
        (fault,) = judge(CitedAct("uu", "5", 2002, "regional_government"), ACTS)
        assert (fault.code, set(fault.others)) == ("unknown_act", {REGIONS, BEFORE, OLDER})

    def test_a_number_that_is_known_to_belong_to_no_act_is_unknown(self):
        assert codes(CitedAct("uu", "99", 2001, "treaties")) == ["unknown_act"]

    @pytest.mark.parametrize(
        "cited, known",
        [("193", "193/1652/PUOD"), ("9", "09/A/KP/XII/2006/01"), ("023", "23"), ("193/1652", CIRCULAR.number)],
    )
    def test_a_number_may_be_shortened(self, cited, known):
        assert same_number(cited, known)

    @pytest.mark.parametrize("cited, known", [("19", "193/1652/PUOD"), ("", "23"), ("1652", "193/1652"), ("230", "23")])
    def test_but_not_cut_in_the_middle(self, cited, known):
        assert not same_number(cited, known)

    def test_the_whole_number_goes_before_a_shortened_one(self):
        short = ActFacts("short", "se_mendagri", "193", 1993, "x")
        assert find(CitedAct("se_mendagri", "193", 1993), [CIRCULAR, short]) is short


class TestMatter:
    def test_the_foreign_relations_act_cited_as_the_autonomy_act(self):
        (fault,) = judge(CitedAct("uu", "37", 1999, "regional_autonomy"), ACTS)
        assert (fault.code, fault.act) == ("other_matter", FOREIGN)

    def test_an_act_cited_for_no_matter_is_only_looked_up(self):
        assert codes(CitedAct("uu", "37", 1999)) == []

    def test_an_act_cited_rightly_is_left_alone(self):
        assert codes(CitedAct("se_mendagri", "193", 1993, "sister_city_procedure", parse("1993-04-26"))) == []


class TestTime:
    @pytest.mark.parametrize(
        "event, expected",
        [
            ("2007", ["not_yet_in_force"]),
            ("2008", []),
            ("2019", []),
            ("2020", []),
            ("2020-05-21", []),
            ("2020-05-22", ["no_longer_in_force"]),
            ("2021", ["no_longer_in_force"]),
            ("2007/2009", []),
        ],
    )
    def test_only_what_surely_lies_outside_is_told(self, event, expected):
        assert codes(CitedAct("permendagri", "3", 2008, event=parse(event))) == expected

    def test_an_act_of_unknown_span_is_never_out_of_force(self):
        assert codes(CitedAct("uu", "22", 1999, "regional_government", parse("1950"))) == []


class TestReplacing:
    def test_act_32_of_2004_did_not_replace_the_act_on_foreign_relations(self):
        (fault,) = judge(CitedAct("uu", "32", 2004, "regional_government", replaces=("uu-37-1999",)), ACTS)
        assert (fault.code, fault.others, fault.replaced) == ("did_not_replace", (FOREIGN,), (OLDER,))

    def test_what_it_did_replace_is_left_alone(self):
        assert codes(CitedAct("uu", "32", 2004, "regional_government", replaces=("uu-22-1999",))) == []

    def test_what_another_act_replaced_was_not_replaced_by_this_one(self):
        assert codes(CitedAct("uu", "23", 2014, "regional_government", replaces=("uu-22-1999",))) == ["did_not_replace"]


@given(st.sampled_from([act for act in ACTS if act.exists]))
def test_an_act_cited_as_the_register_has_it_is_never_at_fault(act):
    assert judge(CitedAct(act.kind, act.number, act.year, act.about, act.began), ACTS) == []
