"""When do statements contradict each other, and when do they only differ?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.evidence.rules import POLARITY, Conflict, Said, conflict, conflicts


def said(*values, **more):
    """Statements of two sources in turn, with these values, named 0, 1, ..."""
    return [Said(number, f"source {number % 2}", value, **more) for number, value in enumerate(values)]


def kind(comparator, statements):
    found = conflict(comparator, statements)
    return found.kind if found else None


class TestValues:
    def test_two_values_of_which_one_can_hold_contradict(self):
        assert conflict("equal", said("sister_city", "friendship_city")) == Conflict("value", (0, 1), False)

    def test_the_same_value_said_often_contradicts_nothing(self):
        assert conflict("equal", said("mou", "mou", "mou")) is None

    def test_free_wording_never_contradicts_by_itself(self):
        assert conflict("none", said("a port city", "a city of science")) is None

    def test_only_those_that_cannot_hold_together_take_part(self):
        statements = [*said("1997", "2010"), Said(2, "source 2", "../2015")]
        assert conflict("date", statements).members == (0, 1)

    def test_numbers_are_compared_as_numbers(self):
        assert kind("number", said(47, 47.0)) is None
        assert kind("number", said(33, 34)) == "number"

    def test_one_source_can_contradict_itself(self):
        twice = [Said("a", "004", 20), Said("b", "004", 15)]
        assert conflict("number", twice).within_one_source
        assert not conflict("number", [*twice, Said("c", "001", 20)]).within_one_source

    def test_silence_contradicts_nothing(self):
        assert conflict("equal", [*said("yes"), Said(1, "b", None, stance="is_silent")]) is None


@pytest.mark.requirement("R-003")
class TestDates:
    def test_suwon_since_1997_or_2010(self):
        assert kind("date", said("1997", "2010")) == "date"

    @pytest.mark.parametrize(
        "first, second", [("2016", "2016-11"), ("2016~", "2017"), ("../2020", "1993"), ("", "2016")]
    )
    def test_dates_that_share_a_day_may_both_hold(self, first, second):
        assert conflict("date", said(first, second)) is None

    def test_what_speaks_of_different_times_does_not_contradict(self):
        early, late = Said(0, "a", 14, about="2015"), Said(1, "b", 29, about="2020")
        assert conflict("number", [early, late]) is None
        assert kind("number", [early, Said(1, "b", 29, about="")]) == "number"


class TestDenials:
    def test_one_asserts_what_the_other_denies(self):
        assert kind("equal", [Said(0, "a", "yes"), Said(1, "b", "yes", stance="denies")]) == "denial"

    def test_denying_something_else_contradicts_nothing(self):
        assert conflict("equal", [Said(0, "a", "yes"), Said(1, "b", "no", stance="denies")]) is None

    def test_a_denied_year_excludes_its_days_but_a_denied_day_not_the_year(self):
        assert kind("date", [Said(0, "a", "2016-11-21"), Said(1, "b", "2016", stance="denies")]) == "denial"
        assert conflict("date", [Said(0, "a", "2016"), Said(1, "b", "2016-11-21", stance="denies")]) is None

    def test_a_list_contradicts_a_source_that_denies_one_of_its_members(self):
        asserted, denied = Said(0, "a", ["education", "health"]), Said(1, "b", ["health"], stance="denies")
        assert kind("set", [asserted, denied]) == "denial"
        assert conflict("set", [asserted, Said(1, "b", ["tourism"], stance="denies")]) is None

    def test_two_denials_may_both_hold(self):
        assert conflict("equal", said("yes", "no", stance="denies")) is None


@pytest.mark.requirement("R-004")
class TestLists:
    def test_a_longer_list_contradicts_only_one_that_claims_to_be_whole(self):
        short, long = ["culture"], ["culture", "education"]
        assert conflict("set", said(short, long)) is None
        assert kind("set", [Said(0, "a", short, complete=True), Said(1, "b", long)]) == "set"
        assert conflict("set", [Said(0, "a", long, complete=True), Said(1, "b", short)]) is None

    def test_order_does_not_matter(self):
        whole = [Said(0, "a", ["x", "y"], complete=True), Said(1, "b", ["y", "x"], complete=True)]
        assert conflict("set", whole) is None


def verdict(value, dimension="effectiveness", field=None, date=None):
    return {"value": value, "dimension": dimension, "field": field, "date": date}


@pytest.mark.requirement("R-081")
class TestVerdicts:
    def test_to_exist_is_not_to_work(self):
        assert conflict("verdict", said(verdict("active", "existence"), verdict("less_effective"))) is None

    def test_opposite_judgements_of_one_thing_contradict(self):
        assert kind("verdict", said(verdict("fairly_good"), verdict("failed"))) == "verdict"
        assert kind("verdict", said(verdict("active", "existence"), verdict("stopped", "existence"))) == "verdict"

    def test_two_shades_of_bad_do_not(self):
        assert conflict("verdict", said(verdict("failed"), verdict("not_optimal"))) is None

    def test_no_evidence_speaks_for_neither(self):
        assert conflict("verdict", said(verdict("no_evidence"), verdict("very_good"))) is None

    def test_a_field_may_do_well_in_a_tie_that_does_not(self):
        assert conflict("verdict", said(verdict("positive", field="urban_planning"), verdict("failed"))) is None

    def test_what_went_well_until_2017_may_fail_later(self):
        assert (
            conflict("verdict", said(verdict("fairly_good", date="../2017"), verdict("failed", date="2018/.."))) is None
        )

    def test_denying_a_judgement_contradicts_asserting_it(self):
        asserted = Said(0, "a", verdict("failed"))
        assert kind("verdict", [asserted, Said(1, "b", verdict("failed"), stance="denies")]) == "denial"


# --- properties ------------------------------------------------------------------------------------------------------

EDTF = st.sampled_from(["1997", "2010", "2016-11", "2016-11-21", "2016~", "../2020", "2015/..", "2003/2012", ""])
FIELDS = st.lists(st.sampled_from(["culture", "education", "health", "tourism"]), unique=True)
VERDICTS = st.builds(
    verdict,
    st.sampled_from(sorted(POLARITY)),
    st.sampled_from(["existence", "effectiveness"]),
    st.sampled_from([None, "health"]),
    st.sampled_from([None, "2017", "2018/.."]),
)
VALUES = {"date": EDTF, "number": st.integers(0, 3), "set": FIELDS, "equal": st.sampled_from("ab"), "verdict": VERDICTS}


@st.composite
def statements(draw, comparator):
    values = draw(st.lists(VALUES[comparator], min_size=1, max_size=6))
    return [
        Said(
            number,
            draw(st.sampled_from(["000", "001"])),
            value,
            draw(st.sampled_from(["asserts", "asserts", "denies", "is_silent"])),
            draw(st.booleans()),
            draw(st.sampled_from(["", "", "2015", "2020"])),
        )
        for number, value in enumerate(values)
    ]


COMPARATORS = st.sampled_from(sorted(VALUES))


@given(COMPARATORS.flatmap(lambda one: st.tuples(st.just(one), statements(one), st.randoms(use_true_random=False))))
def test_who_takes_part_does_not_depend_on_the_order(given_):
    comparator, rows, chance = given_
    shuffled = rows.copy()
    chance.shuffle(shuffled)
    one, other = conflict(comparator, rows), conflict(comparator, shuffled)
    assert (one is None) == (other is None)
    if one and other:
        assert (one.kind, set(one.members), one.within_one_source) == (
            other.kind,
            set(other.members),
            other.within_one_source,
        )


@given(COMPARATORS.flatmap(lambda one: st.tuples(st.just(one), statements(one))))
def test_a_conflict_has_two_or_more_members_that_speak_and_each_contradicts_another(given_):
    comparator, rows = given_
    found = conflict(comparator, rows)
    if found is None:
        return
    members = [row for row in rows if row.id in found.members]
    assert len(members) >= 2
    assert all(row.stance != "is_silent" for row in members)
    for row in members:
        assert any(conflict(comparator, [row, other]) for other in members if other is not row)


@given(COMPARATORS.flatmap(lambda one: st.tuples(st.just(one), statements(one), statements(one))))
def test_another_statement_never_takes_a_conflict_away(given_):
    comparator, rows, more = given_
    more = [Said(f"more {row.id}", row.source, row.value, row.stance, row.complete, row.about) for row in more]
    before, after = conflict(comparator, rows), conflict(comparator, rows + more)
    if before:
        assert after
        assert set(before.members) <= set(after.members)


@given(st.lists(st.tuples(st.sampled_from("xy"), st.integers(0, 2)), max_size=8))
def test_many_subjects_are_judged_each_by_itself(pairs):
    rows = [(key, "number", Said(number, "a", value)) for number, (key, value) in enumerate(pairs)]
    expected = {key: conflict("number", [one for other, _c, one in rows if other == key]) for key, _value in pairs}
    assert conflicts(rows) == {key: one for key, one in expected.items() if one}
