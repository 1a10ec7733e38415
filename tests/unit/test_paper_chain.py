"""Are order, signatories, contents and time between the papers judged as the documents ask, with unknown kept apart?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.analysis.edtf import Days, parse
from kembar.analysis.truth import Truth
from kembar.partnerships.rules import (
    CONTENTS,
    Gap,
    InstrumentFacts,
    Interval,
    Milestone,
    PaperWarning,
    SignatureFacts,
    TextFacts,
    ancestors_of,
    intervals,
    ladder_warnings,
    long_gaps,
    signature_warnings,
    text_contents,
    whole_interval,
)

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def paper(id_, kind, signed=None, **more):
    return InstrumentFacts(id_, kind, parse(signed) if signed else None, **more)


DAEJEON = [
    paper("loi", "loi", "2015-09-23"),
    paper("soa", "statement_of_agreement", "2016-07-19", predecessor_id="loi"),
    paper("mou", "mou", "2016-09-21", predecessor_id="soa"),
]


@pytest.mark.requirement("R-010")
def test_a_memorandum_older_than_its_letter_is_warned_of_and_daejeon_is_not():
    wrong = [paper("mou", "mou", "2016"), paper("loi", "loi", "2017")]
    assert ladder_warnings(wrong) == [PaperWarning("mou_before_loi", ("mou", "loi"))]
    assert ladder_warnings(DAEJEON) == []


@pytest.mark.requirement("R-010")
@pytest.mark.parametrize(
    "papers,codes",
    [
        ([paper("mou", "mou", "2008")], ["no_loi_known"]),
        (
            [paper("soa", "statement_of_agreement", "2007"), paper("mou", "mou", "2008", predecessor_id="soa")],
            ["no_loi_known"],
        ),
        ([paper("loi", "loi", "2008", is_draft=True), paper("mou", "mou", "2008")], ["no_loi_known"]),
        ([paper("loi", "loi", "2008"), paper("mou", "mou", "2008")], ["order_cannot_be_said"]),
        ([paper("loi", "loi"), paper("mou", "mou", "2008")], ["order_cannot_be_said"]),
        ([paper("loi", "loi", "2008-05-01"), paper("mou", "mou", "2008-05-01")], []),
        ([paper("late", "loi", "2012"), paper("loi", "loi", "2007"), paper("mou", "mou", "2008")], []),
        ([paper("loi", "loi", "2016-11")], []),
        ([paper("x", "friendship_agreement", "2016")], []),
    ],
)
def test_the_letter_comes_before_the_memorandum(papers, codes):
    assert [warning.code for warning in ladder_warnings(papers)] == codes


@pytest.mark.requirement("R-010")
def test_a_memorandum_that_follows_another_needs_no_letter_of_its_own():
    papers = [*DAEJEON[:1], paper("one", "mou", "2016"), paper("two", "mou", "2021", predecessor_id="one")]
    assert ladder_warnings(papers) == []
    assert ladder_warnings([paper("one", "mou", "2010", successor_ids=("two",)), paper("two", "mou", "2015")]) == [
        PaperWarning("no_loi_known", ("one",))
    ]


@pytest.mark.requirement("R-010")
def test_a_link_to_the_letter_settles_an_order_that_the_dates_leave_open():
    loi, plan = paper("loi", "loi", "2015"), paper("plan", "master_plan", "2015/2021", predecessor_id="loi")
    mou = paper("mou", "mou", "2015/2020", predecessor_id="loi")
    assert ladder_warnings([loi, plan, mou]) == [], (
        "as the memorandum of Bandung and Seoul is told to follow the letter"
    )
    assert ladder_warnings([loi, plan, paper("mou", "mou", "2015/2020", predecessor_id="plan")]) == []
    assert ladder_warnings([paper("loi", "loi", "2015", successor_ids=("mou",)), paper("mou", "mou", "2015")]) == []
    wrong = [paper("loi", "loi", "2017"), paper("mou", "mou", "2016", predecessor_id="loi")]
    assert [one.code for one in ladder_warnings(wrong)] == ["mou_before_loi"], "sure dates go before a link"


@pytest.mark.requirement("R-012")
def test_the_paper_with_kisarazu_is_flagged_for_the_regional_secretary_and_for_two_accounts():
    mayor_b = SignatureFacts("kisarazu", "b", YES)
    secretary = SignatureFacts("secretary", "a", NO)
    mayor_a = SignatureFacts("mayor", "a", YES)
    assert signature_warnings([secretary, mayor_b]) == [PaperWarning("not_highest_official", ("secretary",), "a")]
    assert signature_warnings([secretary, mayor_a, mayor_b]) == [
        PaperWarning("signatories_differ", ("secretary", "mayor"), "a")
    ]
    assert signature_warnings([mayor_a, mayor_b]) == []


@pytest.mark.requirement("R-012")
def test_who_is_not_told_is_not_taken_to_be_missing_or_wrong():
    assert signature_warnings([]) == [
        PaperWarning("signatory_not_told", side="a"),
        PaperWarning("signatory_not_told", side="b"),
    ]
    assert signature_warnings([SignatureFacts("x", "a", UNKNOWN), SignatureFacts("y", "b", YES)]) == [
        PaperWarning("office_not_told", ("x",), "a")
    ]


@pytest.mark.requirement("R-016")
def test_an_agreement_without_cost_shares_is_incomplete_and_the_item_is_named():
    contents = text_contents(TextFacts(fields=YES, objectives=YES, cost_shares=NO, duration=YES))
    assert contents.absent == ("cost_shares",)
    assert contents.complete is NO
    assert contents.weak is YES
    assert contents.missing == ("cost_shares",)


@pytest.mark.requirement("R-016")
def test_what_is_told_of_the_kisarazu_letter_has_fields_and_duration_and_no_word_on_costs():
    contents = text_contents(TextFacts(fields=YES, duration=YES))
    assert contents.present == ("fields", "duration")
    assert contents.not_told == ("objectives", "cost_shares")
    assert contents.absent == ()
    assert contents.complete is UNKNOWN, "not told is not absent"
    assert contents.missing == ("objectives", "cost_shares"), "and is named all the same"
    assert contents.weak is UNKNOWN


@pytest.mark.requirement("R-017")
def test_semarang_beihai_is_weak_because_a_source_says_so():
    assert text_contents(TextFacts(told_weak=YES)).weak is YES
    assert text_contents(TextFacts(YES, YES, YES, YES)).weak is NO
    assert text_contents(TextFacts(YES, YES, YES, YES, told_weak=YES)).weak is YES
    assert text_contents(TextFacts(YES, YES, YES, YES)).complete is YES


@given(st.tuples(*[st.sampled_from(list(Truth))] * 4))
def test_every_content_is_in_exactly_one_list(answers):
    contents = text_contents(TextFacts(*answers))
    assert sorted(contents.present + contents.absent + contents.not_told) == sorted(CONTENTS)
    assert (contents.complete is YES) == (len(contents.present) == 4)
    assert (contents.complete is NO) == bool(contents.absent), "only a told absence makes it incomplete"
    assert contents.missing == tuple(code for code in CONTENTS if code not in contents.present)


@pytest.mark.requirement("R-024")
def test_intervals_of_tangerang_selatan_and_daejeon_are_300_and_64_and_364_in_all():
    chain = [(row.id, row.signed) for row in reversed(DAEJEON)] + [("undated", None)]
    assert intervals(chain) == [
        Interval("loi", "soa", Days(300, 300)),
        Interval("soa", "mou", Days(64, 64)),
    ]
    assert whole_interval(chain) == Interval("loi", "mou", Days(364, 364))


def test_one_dated_row_has_no_interval_and_an_open_one_no_number_of_days():
    assert intervals([("x", parse("2016"))]) == []
    assert whole_interval([("x", parse("2016"))]) is None
    assert intervals([("x", parse("2016")), ("y", parse("2018/.."))]) == [Interval("x", "y", None)]


@pytest.mark.requirement("R-024")
def test_what_is_told_to_follow_cannot_have_begun_before():
    rows = [
        paper("mou", "mou", "2015/2020", predecessor_id="loi"),
        paper("plan", "master_plan", "2015/2021", predecessor_id="loi"),
        paper("loi", "loi", "2015/2022"),
    ]
    chain, links = [(row.id, row.signed) for row in rows], ancestors_of(rows)
    assert links == {"mou": {"loi"}, "plan": {"loi"}, "loi": set()}
    assert intervals(chain, links) == [
        Interval("loi", "mou", Days(0, 2191)),
        Interval("mou", "plan", Days(-2191, 2556)),
    ], "the two that follow are not linked to each other"
    assert whole_interval(chain, links) == Interval("loi", "plan", Days(0, 2556))
    assert [one.from_id for one in intervals(chain)] == ["mou", "plan"], "by the dates alone the letter comes last"


def test_dates_go_before_a_link_and_a_circle_of_links_goes_by_the_dates():
    later = [paper("loi", "loi", "2017"), paper("mou", "mou", "2016-06-01", predecessor_id="loi")]
    chain = [(row.id, row.signed) for row in later]
    assert intervals(chain, ancestors_of(later)) == [Interval("mou", "loi", Days(214, 578))]
    circle = {"a": {"b"}, "b": {"a"}}
    assert [one.to_id for one in intervals([("a", parse("2016")), ("b", parse("2016"))], circle)] == ["b"]


@pytest.mark.requirement("R-025")
def test_kampar_took_two_years_to_the_stone_and_four_without_effect():
    kampar = [
        Milestone("mou", "signed", parse("2013")),
        Milestone("stone", "work_begun", parse("2015")),
        Milestone("verdict", "no_result", parse("2017")),
    ]
    found = {gap.code: gap for gap in long_gaps(kampar, date(2017, 12, 31))}
    assert found["signed_to_work_begun"] == Gap("signed_to_work_begun", "mou", "stone", Days(366, 1094), YES)
    assert found["signed_without_result"] == Gap("signed_without_result", "mou", "verdict", Days(1097, 1825), YES)
    assert found["work_begun_without_result"].is_long is YES
    assert found["signed_without_activity"].is_long is UNKNOWN, "no row outside a kept record"
    as_at_2014 = {gap.code for gap in long_gaps(kampar, date(2014, 12, 31))}
    assert as_at_2014 == {"signed_without_activity", "signed_without_result"}


@pytest.mark.requirement("R-025")
def test_silence_is_a_long_gap_only_in_a_kept_record():
    signed = [Milestone("mou", "signed", parse("2016-09-21"))]
    for kept, answer in ((YES, YES), (NO, NO), (UNKNOWN, UNKNOWN)):
        (activity, _) = long_gaps(signed, date(2018, 9, 21), kept=kept)
        assert (activity.code, activity.days, activity.is_long) == ("signed_without_activity", Days(730, 730), answer)
    assert {gap.is_long for gap in long_gaps(signed, date(2017, 1, 1), kept=YES)} == {NO}


@pytest.mark.requirement("R-025")
def test_the_first_activity_after_signature_closes_the_gap():
    rows = [
        Milestone("mou", "signed", parse("2016-09-21")),
        Milestone("later", "activity", parse("2018")),
        Milestone("first", "activity", parse("2016-12-01")),
        Milestone("result", "result", parse("2017")),
    ]
    activity, result = long_gaps(rows, date(2020, 1, 1))
    assert (activity.to_id, activity.days, activity.is_long) == ("first", Days(71, 71), NO)
    assert (result.code, result.days, result.is_long) == ("signed_to_result", Days(102, 466), UNKNOWN)
    assert long_gaps([], date(2020, 1, 1)) == []


@pytest.mark.requirement("R-025")
def test_what_was_done_before_the_signature_is_not_counted_from_it():
    signed = Milestone("mou", "signed", parse("2016-09-21"))
    before = Milestone("before", "activity", parse("2010"))
    (activity, result) = long_gaps([signed, before, Milestone("none", "no_result", parse("2015"))], date(2018, 9, 21))
    assert (activity.code, activity.days) == ("signed_without_activity", Days(730, 730))
    assert (result.code, result.to_id, result.days) == ("signed_without_result", "", Days(730, 730))
    after = Milestone("after", "activity", parse("2017-09-21"))
    (activity, _) = long_gaps([signed, before, after], date(2018, 9, 21))
    assert (activity.to_id, activity.days, activity.is_long) == ("after", Days(365, 365), NO)


@pytest.mark.requirement("R-025")
def test_what_may_have_been_before_the_signature_counts_from_zero_and_settles_nothing_alone():
    signed, maybe = Milestone("mou", "signed", parse("2016-09-21")), Milestone("maybe", "activity", parse("2016"))
    (activity, _) = long_gaps([signed, maybe], date(2020, 1, 1))
    assert (activity.to_id, activity.days, activity.is_long) == ("maybe", Days(0, 101), UNKNOWN)
    (activity, _) = long_gaps([signed, maybe, Milestone("sure", "activity", parse("2018"))], date(2020, 1, 1))
    assert (activity.to_id, activity.days, activity.is_long) == ("maybe", Days(0, 831), UNKNOWN)
    (activity, _) = long_gaps([signed, Milestone("undated", "activity")], date(2020, 1, 1))
    assert (activity.to_id, activity.days, activity.is_long) == ("undated", None, UNKNOWN)
    (activity, _) = long_gaps([Milestone("mou", "signed", parse("2016"))], date(2016, 3, 1))
    assert activity.days == Days(0, 60), "on a day on which it may not have been signed yet"


DAYS = st.dates(date(2012, 1, 1), date(2019, 1, 1))
PARTIAL = DAYS.flatmap(lambda day: st.sampled_from([day.isoformat()[:size] for size in (4, 7, 10)])).map(parse)
STEPS = st.lists(
    st.builds(
        Milestone,
        st.uuids().map(str),
        st.sampled_from(["signed", "activity", "work_begun", "result", "no_result"]),
        st.none() | PARTIAL,
    ),
    max_size=6,
)


@pytest.mark.requirement("R-025")
@given(STEPS, DAYS, st.data())
def test_no_gap_is_negative_and_each_holds_however_the_dates_turn_out(steps, day, data):
    found = long_gaps(steps, day)
    assert all(gap.days is None or 0 <= gap.days.min <= gap.days.max for gap in found)
    dated = [step for step in steps if step.date is not None]
    on_days = {step.id: data.draw(st.dates(step.date.earliest, step.date.latest)) for step in dated}
    for gap in found:
        start, step = gap.code.split("_to_") if "_to_" in gap.code else ("", "")
        if not step or gap.days is None or [one.kind for one in steps].count(start) > 1:
            continue
        begin = next(on_days[one.id] for one in dated if one.kind == start)
        days = [(on_days[one.id] - begin).days for one in dated if one.kind == step and on_days[one.id] <= day]
        after = [number for number in days if number >= 0]
        if after and begin <= day:
            assert gap.days.min <= min(after)
            assert min(after) <= gap.days.max
