"""Does the state of a field tell a field that lives from one that sleeps, and silence from an unkept record?"""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kembar.analysis.edtf import parse
from kembar.analysis.truth import Truth
from kembar.partnerships.rules import (
    ActivityFacts,
    Delivery,
    FieldFacts,
    FieldState,
    Finding,
    Kept,
    ToldState,
    delivery_ratio,
    field_evidence,
    field_spans,
    field_state,
    span_on,
)

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def activity(id_, status, when=None, **more):
    return ActivityFacts(id_, status, parse(when) if when is not None else None, **more)


def said(id_, state, since=None):
    return ToldState(id_, state, parse(since) if since is not None else None)


def field(code, *activities, promised="2016-11", told=(), kept=(), **more):
    promises = () if promised is None else (("loi", parse(promised)),)
    return FieldFacts(code, promises, tuple(activities), tuple(kept), tuple(told), **more)


def state(facts, day):
    at = field_state(facts, date.fromisoformat(day))
    return (at.state.value, *at.because) if at else None


KEPT = (Kept(date(2018, 1, 1)),)
BOGOR_KISARAZU = [
    field("education", activity("exchange", "done", "2017")),
    field("culture"),
    field("tourism"),
    field("agriculture", activity("internship", "discussed"), told=[said("not", "not_delivered", "2018")]),
    field("health", activity("carers", "not_done", "2018")),
]


@pytest.mark.requirement("R-051")
def test_bogor_kisarazu_delivered_one_of_five_fields():
    ratio = delivery_ratio(BOGOR_KISARAZU, date(2018, 12, 31))
    assert ratio == Delivery(delivered=1, promised=5, undated=0)
    assert ratio.share == pytest.approx(0.2)
    states = {facts.code: state(facts, "2018-12-31")[0] for facts in BOGOR_KISARAZU}
    assert states.pop("education") == "delivered"
    assert set(states.values()) == {"promised"}, "culture, tourism, agriculture, health: promised and no more"


@pytest.mark.requirement("R-051")
def test_as_at_an_earlier_day_less_was_promised_and_delivered():
    assert delivery_ratio(BOGOR_KISARAZU, date(2016, 10, 31)) == Delivery(0, 0, 0)
    assert delivery_ratio(BOGOR_KISARAZU, date(2016, 10, 31)).share is None
    assert delivery_ratio(BOGOR_KISARAZU, date(2016, 12, 31)) == Delivery(0, 5, 0)
    assert delivery_ratio(BOGOR_KISARAZU, date(2017, 6, 1)) == Delivery(0, 5, 1), "the exchange was some day of 2017"


@pytest.mark.requirement("R-063")
def test_bandung_and_seoul_are_alive_in_urban_planning_and_asleep_in_e_government():
    planning = field("urban_planning", activity("river", "done", "2017"), promised="2015")
    e_government = field(
        "e_government", activity("talks", "done", "2016"), promised="2015", told=[said("verdict", "asleep", "2017")]
    )
    assert state(planning, "2020-12-31") == ("delivered", "river")
    assert state(e_government, "2016-12-31") == ("delivered", "talks")
    assert state(e_government, "2020-12-31") == ("asleep", "verdict")


def test_the_states_of_a_field_in_their_order():
    assert state(field("x"), "2016-10-31") is None
    assert state(field("x"), "2016-11-15") == ("cannot_be_said", "loi")
    assert state(field("x"), "2017-01-01") == ("promised", "loi")
    assert state(field("x", activity("a", "planned", "2020")), "2017-01-01") == ("planned", "a")
    assert state(field("x", activity("a", "running", "2017")), "2018-01-01") == ("running", "a")
    both = field("x", activity("a", "running", "2017"), activity("b", "done", "2018-03-01"))
    assert state(both, "2018-02-28") == ("running", "a")
    assert state(both, "2018-03-01") == ("delivered", "b")
    dropped = field("x", activity("b", "done", "2018-03-01"), told=[said("d", "dropped", "2019-01-01")])
    assert state(dropped, "2018-12-31") == ("delivered", "b")
    assert state(dropped, "2019-01-01") == ("dropped", "d")


def test_what_is_only_under_discussion_is_not_planned():
    assert state(field("x", activity("a", "discussed", "2018")), "2019-01-01") == ("promised", "loi")


def test_a_plan_counts_from_the_day_it_was_made_where_that_is_known():
    planned = field("x", activity("a", "planned", "2020", planned_on=parse("2018-05-01")))
    assert state(planned, "2018-04-30") == ("promised", "loi")
    assert state(planned, "2018-05-01") == ("planned", "a")


def test_a_plan_without_a_promise_counts_from_its_own_date():
    assert state(field("x", activity("a", "planned", "2020-05-01"), promised=None), "2020-04-30") is None
    assert state(field("x", activity("a", "planned", "2020-05-01"), promised=None), "2020-05-01") == ("planned", "a")


def test_an_undated_delivery_cannot_be_said_to_have_happened_by_any_day():
    assert state(field("x", activity("a", "done")), "2020-01-01") == ("cannot_be_said", "a", "loi")


def test_twelve_months_of_a_kept_record_without_a_sign_of_life_are_sleep():
    sleeper = field("x", activity("a", "done", "2018-03-01"), kept=KEPT)
    assert state(sleeper, "2019-02-28") == ("delivered", "a")
    assert state(sleeper, "2019-03-01")[0] == "asleep"


def test_outside_a_kept_span_silence_is_no_sleep():
    assert state(field("x", activity("a", "done", "2010-03-01"), promised="2009"), "2020-01-01") == ("delivered", "a")
    short = field("x", promised="2010", kept=(Kept(date(2018, 1, 1), date(2018, 11, 1)),))
    assert state(short, "2018-10-31") == ("promised", "loi")
    closed = field("x", promised="2010", kept=(Kept(date(2015, 1, 1), date(2018, 11, 1)),))
    assert state(closed, "2018-10-31") == ("asleep", "loi")
    assert state(closed, "2018-11-01") == ("promised", "loi"), "from then on nobody knows"


def test_kept_spans_that_touch_count_as_one():
    kept = (Kept(date(2018, 1, 1), date(2018, 7, 1)), Kept(date(2018, 7, 1), date(2019, 7, 1)))
    assert state(field("x", promised="2010", kept=kept), "2019-01-01") == ("asleep", "loi")


def test_a_fresh_promise_does_not_sleep_at_once():
    assert state(field("x", promised="2019-06-01", kept=KEPT), "2019-12-31") == ("promised", "loi")
    assert state(field("x", promised="2019-06-01", kept=KEPT), "2020-06-01") == ("asleep", "loi")


def test_a_later_activity_wakes_a_field_whether_it_slept_by_rule_or_by_word():
    by_rule = field("x", activity("a", "done", "2018-03-01"), activity("b", "done", "2020-01-01"), kept=KEPT)
    assert [state(by_rule, day)[0] for day in ("2019-12-31", "2020-01-01")] == ["asleep", "delivered"]
    by_word = field("x", activity("b", "running", "2020-01-01"), told=[said("s", "asleep", "2018")])
    assert [state(by_word, day)[0] for day in ("2019-12-31", "2020-01-01")] == ["asleep", "running"]


def test_an_activity_not_surely_later_does_not_wake_it():
    assert (
        state(field("x", activity("a", "done", "2017"), told=[said("s", "asleep", "2017")]), "2018-01-01")[0]
        == "asleep"
    )
    assert state(field("x", activity("a", "done"), told=[said("s", "asleep", "2017")]), "2018-01-01")[0] == "asleep"


def test_what_runs_does_not_sleep():
    assert state(field("x", activity("a", "running", "2016-12-01"), kept=KEPT), "2025-01-01") == ("running", "a")


# --- evidence ------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-051")
def test_the_columns_say_yes_no_or_unknown_each_with_its_rows():
    evidence = field_evidence(BOGOR_KISARAZU[0], date(2018, 12, 31))
    assert evidence.promised == Finding(YES, ("loi",))
    assert evidence.done == Finding(YES, ("exchange",))
    assert evidence.planned == evidence.paid == evidence.evaluated == Finding(UNKNOWN)
    told_not = [field_evidence(facts, date(2018, 12, 31)).done for facts in BOGOR_KISARAZU[3:]]
    assert told_not == [Finding(NO, ("not",)), Finding(NO, ("carers",))]
    assert field_evidence(BOGOR_KISARAZU[1], date(2018, 12, 31)).done == Finding(UNKNOWN), "no row is not a no"


def test_no_row_means_no_only_where_the_record_is_kept_since_the_promise():
    kept = field("x", promised="2018-02-01", kept=KEPT, kept_money=KEPT)
    evidence = field_evidence(kept, date(2018, 12, 31))
    assert (evidence.planned, evidence.paid, evidence.done, evidence.evaluated) == (Finding(NO),) * 4
    older = field_evidence(field("x", kept=KEPT, kept_money=KEPT), date(2018, 12, 31))
    assert (older.planned, older.paid, older.done, older.evaluated) == (Finding(UNKNOWN),) * 4


def test_an_absent_promise_means_none_only_where_the_list_is_told_to_be_whole():
    assert field_evidence(field("x", promised=None), date(2018, 1, 1)).promised == Finding(UNKNOWN)
    whole = field("x", promised=None, promises_complete=True)
    assert field_evidence(whole, date(2018, 1, 1)).promised == Finding(NO)


def test_paid_and_evaluated_are_read_from_what_took_place():
    facts = field(
        "x",
        activity("a", "done", "2017", paid=YES, evaluated=NO),
        activity("b", "done", "2019", paid=NO, evaluated=YES),
        activity("c", "planned", "2017", paid=YES),
    )
    early, late = field_evidence(facts, date(2018, 1, 1)), field_evidence(facts, date(2020, 1, 1))
    assert (early.paid, early.evaluated) == (Finding(YES, ("a",)), Finding(NO, ("a",)))
    assert (late.paid, late.evaluated) == (Finding(YES, ("a",)), Finding(YES, ("b",)))


def test_a_field_known_by_a_stopped_activity_alone_cannot_be_said_in_and_after_a_kept_record():
    facts = FieldFacts(
        "x",
        activities=(ActivityFacts("a", "stopped", parse("2013")),),
        kept=(Kept(date(2014, 1, 1), date(2016, 1, 1)),),
    )
    assert field_state(facts, date(2012, 1, 1)) is None
    assert field_state(facts, date(2015, 6, 1)).state is FieldState.ASLEEP
    after = field_state(facts, date(2017, 1, 1))
    assert (after.state, after.because) == (FieldState.CANNOT_BE_SAID, ("a",))


# --- properties ----------------------------------------------------------------------------------------------------

DAYS = st.dates(min_value=date(2013, 12, 1), max_value=date(2022, 2, 1))
DATES = st.none() | DAYS.flatmap(lambda day: st.sampled_from([day.isoformat()[:length] for length in (4, 7, 10)])).map(
    parse
)


@st.composite
def fields(draw):
    statuses = st.sampled_from(["planned", "discussed", "running", "done", "not_done", "stopped"])
    states = st.sampled_from(["asleep", "dropped", "running", "delivered", "not_delivered"])
    kept = draw(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=2))
    return FieldFacts(
        "x",
        promised=tuple((f"p{n}", draw(DATES)) for n in range(draw(st.integers(0, 2)))),
        activities=tuple(
            ActivityFacts(f"a{n}", draw(statuses), draw(DATES), draw(DATES)) for n in range(draw(st.integers(0, 3)))
        ),
        kept=tuple(Kept(begin, end) for begin, end in kept if end is None or begin < end),
        told=tuple(ToldState(f"t{n}", draw(states), draw(DATES)) for n in range(draw(st.integers(0, 2)))),
    )


@settings(max_examples=300)
@given(fields(), st.lists(DAYS, min_size=1, max_size=30))
def test_the_span_that_covers_a_day_is_the_state_on_that_day(facts, days):
    spans = field_spans(facts)
    for day in [*days, date.min, date.max, date(2016, 2, 29), date(2017, 2, 28), date(2017, 3, 1)]:
        at, span = field_state(facts, day), span_on(spans, day)
        assert (at.state, at.because) == (span.state, span.because) if span and at else at is span is None


@given(fields())
def test_spans_of_a_field_are_in_order_gapless_and_reasoned(facts):
    spans = field_spans(facts)
    for earlier, later in pairwise(spans):
        assert earlier.to_day == later.from_day
        assert (earlier.state, earlier.because) != (later.state, later.because)
    assert not spans or spans[-1].to_day is None
    assert all(span.because for span in spans)


@given(fields(), DAYS)
def test_a_delivered_field_has_a_yes_in_the_column_done(facts, day):
    at = field_state(facts, day)
    if at and at.state is FieldState.DELIVERED:
        assert field_evidence(facts, day).done.answer is YES
    if at and at.state in (FieldState.PROMISED, FieldState.PLANNED, FieldState.RUNNING):
        assert field_evidence(facts, day).done.answer is not YES
