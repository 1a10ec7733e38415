"""Do the states that follow from the real casebook say what the documents tell, as at any day, and stay rebuilt?"""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kembar.access.permissions import EVERYTHING
from kembar.analysis.edtf import Days
from kembar.analysis.truth import Truth
from kembar.evidence.models import Dispute
from kembar.partnerships.actions import rebuild, spans_of
from kembar.partnerships.frames import facts_of
from kembar.partnerships.models import (
    Activity,
    Contact,
    Event,
    Instrument,
    InstrumentField,
    Partnership,
    StateSpan,
)
from kembar.partnerships.queries.lines import existing
from kembar.partnerships.queries.record import record_of
from kembar.values.dates import columns

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
CENTRAL_JAVA = ("chungcheongbuk-do", "fujian", "queensland", "siem-reap")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]


def tie(slug):
    return Partnership.objects.get(slug=slug)


def record(slug, at=TODAY):
    return record_of(tie(slug), at, who=EVERYTHING)


def formal(slug):
    """The stored spans of the formal state: state, first day, first day on which it no longer holds."""
    spans = tie(slug).state_spans.filter(kind="formal").order_by("from_day")
    return [(span.state, span.from_day and str(span.from_day), span.to_day and str(span.to_day)) for span in spans]


def fields(slug, at=TODAY):
    return {line.field.code: line.state for line in record(slug, at).fields}


# --- Bogor and Kisarazu --------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-011", "R-013")
def test_the_letter_of_bogor_and_kisarazu_is_in_force_as_at_2018_and_runs_out_some_day_in_november_2021():
    assert formal("bogor-kisarazu")[-4:] == [
        ("cannot_be_said", "2016-11-01", "2016-11-30"),
        ("in_force", "2016-11-30", "2021-11-01"),
        ("cannot_be_said", "2021-11-01", "2021-12-01"),
        ("expired", "2021-12-01", None),
    ]
    (paper,) = record("bogor-kisarazu", date(2018, 12, 31)).papers
    assert record("bogor-kisarazu", date(2018, 12, 31)).formal == "in_force"
    assert (paper.expiry.text, paper.window.opens.text, paper.window.closes.text) == ("2021-11", "2021-05", "2021-11")
    days = {date(2021, 4, 30): "no", date(2021, 5, 15): "unknown", date(2021, 5, 31): "yes", date(2021, 12, 1): "no"}
    assert {day: record("bogor-kisarazu", day).papers[0].in_window for day in days} == days


@pytest.mark.requirement("R-051")
def test_bogor_and_kisarazu_delivered_one_field_of_five():
    delivery = record("bogor-kisarazu").delivery
    assert (delivery.delivered, delivery.promised, delivery.share) == (1, 5, 0.2)
    assert fields("bogor-kisarazu") == {
        "education": "delivered",
        "culture": "promised",
        "tourism": "promised",
        "agriculture": "promised",
        "health": "promised",
    }


@pytest.mark.requirement("R-016")
def test_what_the_corpus_tells_of_the_kisarazu_letter_shows_no_objectives_and_no_cost_shares():
    (paper,) = record("bogor-kisarazu").papers
    assert paper.contents.present == ("fields", "duration")
    assert paper.contents.missing == ("objectives", "cost_shares")
    assert paper.contents.absent == ()
    assert paper.contents.complete is Truth.UNKNOWN


# --- Tangerang Selatan and Daejeon ---------------------------------------------------------------------------------


@pytest.mark.requirement("R-011", "R-024")
def test_tangerang_selatan_and_daejeon_are_300_and_64_and_364_days_apart_and_formal_from_21_september_2016():
    assert formal("tangerang-selatan-daejeon") == [
        ("intent", "2015-09-23", "2016-07-19"),
        ("intent", "2016-07-19", "2016-09-21"),
        ("in_force_term_not_stated", "2016-09-21", None),
    ]
    now = record("tangerang-selatan-daejeon")
    assert [paper.row.kind for paper in now.papers] == ["loi", "statement_of_agreement", "mou"]
    assert [paper.days_since for paper in now.papers] == [None, Days(300, 300), Days(64, 64)]
    assert now.chain_days == Days(364, 364)
    assert record("tangerang-selatan-daejeon", date(2016, 9, 20)).formal == "intent"
    assert record("tangerang-selatan-daejeon", date(2016, 9, 21)).formal == "in_force_term_not_stated"
    assert now.ladder == []


# --- Bandung -------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-063")
def test_bandung_and_seoul_are_alive_in_urban_planning_and_asleep_in_e_government():
    now = fields("bandung-seoul")
    assert now["urban_planning"] == "delivered"
    assert now["e_government"] == "asleep"


@pytest.mark.requirement("R-010")
def test_the_memorandum_of_bandung_and_seoul_follows_its_letter_though_neither_has_a_day():
    now = record("bandung-seoul")
    assert now.ladder == []
    assert now.papers[0].row.kind == "loi"
    mou = next(paper for paper in now.papers if paper.row.kind == "mou")
    assert mou.days_since == Days(0, 2191)


@pytest.mark.requirement("R-003")
def test_when_suwon_began_is_disputed_between_1997_and_2010_and_neither_is_taken_over():
    suwon = tie("bandung-suwon")
    assert (suwon.began, suwon.began_earliest, suwon.began_latest) == ("", None, None)
    dispute = Dispute.objects.get(record_id=suwon.id, attribute="began")
    assert {statement.value for statement in dispute.statements.all()} == {"1997", "2010"}
    assert formal("bandung-suwon") == [], "nothing else is dated, so it has no place in time"
    for year in (1900, 1997, 2010, 2026):
        counted = existing(date(year, 12, 31), who=EVERYTHING)
        assert counted.get(slug="bandung-suwon").formal_state is None, "it is counted apart"


# --- who the parties are -------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-001")
def test_taiwan_penang_the_corporation_the_provinces_and_the_unnamed_are_as_the_documents_tell():
    tainan = tie("bogor-tainan").parties.get(government__slug="tainan").government
    assert tainan.country_id == "TW"

    penang = record("medan-penang")
    party = next(party for party in penang.parties if party.government.slug == "penang")
    assert party.government.level == "", "a city for the document, a state at home"
    assert (penang.pair.parity.by_name, penang.pair.parity.by_tier) == ("cannot_be_said", "cannot_be_said")

    partner = tie("kampar-mtdc").parties.get(side="b")
    assert partner.government is None
    assert partner.organisation.slug == "mtdc"

    for slug in CENTRAL_JAVA:
        assert tie(f"jawa-tengah-{slug}").parties.get(side="a").government.level == "province"
    assert tie("jawa-tengah-queensland").parties.get(side="b").government.level == "state"


@pytest.mark.requirement("R-001")
def test_a_partner_that_is_not_named_is_there_and_gets_no_name():
    (unnamed,) = [
        party for party in tie("ichikawa-mitra-tidak-disebut").parties.all() if party.government is party.organisation
    ]
    assert set(unnamed.unnamed) == {"id", "en"}
    assert unnamed.government is None


# --- what ended ----------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-014")
@pytest.mark.parametrize("slug", [f"jawa-tengah-{partner}" for partner in CENTRAL_JAVA])
def test_the_four_ties_of_central_java_lapsed(slug):
    assert {state for state, _, _ in formal(slug)[:-1]} == {"cannot_be_said"}
    assert formal(slug)[0][1] == "2010-01-01", "the first dated row of the record: the province's regulation of 2010"
    assert formal(slug)[-1] == ("expired", "2022-12-31", None)
    assert record(slug).formal == "expired"


@pytest.mark.requirement("R-014")
def test_semarang_and_brisbane_lapsed_in_2005():
    assert formal("semarang-brisbane") == [
        ("cannot_be_said", "1993-01-01", "1993-12-31"),
        ("in_force_term_not_stated", "1993-12-31", "2005-01-01"),
        ("cannot_be_said", "2005-01-01", "2005-12-31"),
        ("expired", "2005-12-31", None),
    ]


@pytest.mark.requirement("R-014")
def test_malang_and_fuqing_are_ended_once_the_last_day_that_is_possible_has_passed():
    assert {state for state, _, _ in formal("malang-fuqing")[:-1]} == {"cannot_be_said"}
    assert formal("malang-fuqing")[-1] == ("ended", "2021-12-31", None)


@pytest.mark.requirement("R-025")
def test_kampar_waited_for_the_stone_and_no_gap_of_any_tie_is_negative():
    found = {gap.code: gap for gap in record("kampar-mtdc").gaps}
    assert found["signed_to_work_begun"].days == Days(366, 1094)
    assert found["signed_to_work_begun"].is_long is Truth.YES
    assert found["signed_without_result"].days == Days(1097, 1825)
    for one in Partnership.objects.all():
        assert all(
            gap.days is None or 0 <= gap.days.min <= gap.days.max for gap in record_of(one, TODAY, who=EVERYTHING).gaps
        )


# --- as at ---------------------------------------------------------------------------------------------------------


def test_a_list_of_long_ago_holds_only_what_nobody_dated():
    of_1900 = set(existing(date(1900, 1, 1), who=EVERYTHING).values_list("slug", flat=True))
    undated = {one.slug for one in Partnership.objects.all() if not one.state_spans.filter(kind="formal").exists()}
    assert of_1900 == undated
    assert "bandung-suwon" in undated
    assert not {"jawa-tengah-fujian", "medan-penang", "surabaya-guangzhou", "baubau-seoul"} & undated
    assert existing(TODAY, who=EVERYTHING).count() == Partnership.objects.count()
    assert not StateSpan.objects.filter(kind="formal", from_day__isnull=True).exists()


def test_a_row_dated_later_changes_no_earlier_answer():
    one = tie("semarang-brisbane")
    kept = formal("semarang-brisbane")[:-1]
    Instrument.objects.create(partnership=one, kind="mou", signed_by_governments="yes", **columns("date", "2024-05"))
    rebuild(partnerships=Partnership.objects.filter(pk=one.pk))
    assert formal("semarang-brisbane")[:3] == kept
    assert formal("semarang-brisbane")[-1] == ("in_force_term_not_stated", "2024-05-31", None)


# --- rebuilt = stored ----------------------------------------------------------------------------------------------


def stored(ids):
    rows = StateSpan.objects.filter(partnership__in=ids)
    return sorted((str(row.partnership_id), row.kind, row.field_id or "", _plain(row)) for row in rows)


def derived(ids):
    facts = facts_of(Partnership.objects.filter(id__in=ids))
    rows = (span for tie_id, one in facts.items() for span in spans_of(tie_id, one))
    return sorted((str(row.partnership_id), row.kind, row.field_id or "", _plain(row)) for row in rows)


def _plain(row):
    return str(row.from_day), str(row.to_day), row.state, tuple(row.because)


def test_a_rebuild_of_the_casebook_gives_what_is_stored():
    ids = list(Partnership.objects.values_list("id", flat=True))
    before = stored(ids)
    assert before == derived(ids)
    assert rebuild(partnerships=Partnership.objects.all()) == len(before)
    assert stored(ids) == before


SLUGS = st.sampled_from(["bandung-seoul", "semarang-brisbane", "bogor-kisarazu", "kampar-mtdc", "bandung-suwon"])
DATES = st.sampled_from(["", "2005", "2016-11", "2016-11-21", "2017/2021", "../2020", "2018/..", "2019~"])


def _sign(one, draw):
    kind = draw(st.sampled_from(["loi", "mou", "renewal", "amendment", "termination_notice"]))
    before = draw(st.sampled_from([None, *one.instruments.all()]))
    term = draw(st.sampled_from([{}, {"term": "fixed", "term_months": 24}, {"term": "auto_renewing"}]))
    Instrument.objects.create(partnership=one, kind=kind, predecessor=before, **term, **columns("date", draw(DATES)))


def _happen(one, draw):
    kind = draw(st.sampled_from([code for code, _ in Event.KINDS]))
    field = draw(st.sampled_from([None, "education", "culture"]))
    Event.objects.create(partnership=one, kind=kind, field_id=field, side="a", **columns("date", draw(DATES)))


def _act(one, draw):
    status = draw(st.sampled_from([code for code, _ in Activity.STATUSES]))
    Activity.objects.create(partnership=one, field_id="education", status=status, **columns("date", draw(DATES)))


def _write(one, draw):
    Contact.objects.create(partnership=one, kind="letter", from_side="b", **columns("date", draw(DATES)))


def _agree(one, draw):
    paper = one.instruments.filter(withdrawn_at__isnull=True).first()
    if paper and not paper.fields.filter(field="education").exists():
        InstrumentField.objects.create(instrument=paper, field_id="education")


def _redate(one, draw):
    Partnership.objects.filter(pk=one.pk).update(**columns("ended", draw(st.sampled_from(["", "2024", "2023/2025"]))))


def _rename_the_form(one, draw):
    form = draw(st.sampled_from(["sister_city", "friendship_city", "project", ""]))
    Partnership.objects.filter(pk=one.pk).update(form=form)


def _withdraw(one, draw):
    rows = draw(st.sampled_from([one.instruments, one.events, one.activities, one.contacts]))
    if rows.exists():
        rows.filter(pk=rows.first().pk).update(withdrawn_at=AT, withdrawn_by="officer", withdrawn_why="entered twice")


EDITS = st.lists(
    st.sampled_from([_sign, _happen, _act, _write, _agree, _redate, _rename_the_form, _withdraw]),
    min_size=1,
    max_size=5,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(slug=SLUGS, edits=EDITS, data=st.data())
def test_after_any_series_of_edits_and_a_rebuild_the_stored_spans_are_those_that_follow_from_the_rows(
    slug, edits, data
):
    with transaction.atomic():
        one, others = tie(slug), Partnership.objects.exclude(slug=slug)
        untouched = stored(others)
        for edit in edits:
            edit(one, data.draw)
            rebuild(partnerships=Partnership.objects.filter(pk=one.pk))
            assert stored([one.pk]) == derived([one.pk])
        assert stored(others) == untouched
        spans = list(one.state_spans.filter(kind="formal").order_by("from_day"))
        for span in spans:
            shown = record_of(Partnership.objects.get(pk=one.pk), span.from_day, who=EVERYTHING)
            assert (shown.formal, list(shown.formal_because)) == (span.state, span.because), "the page says as the list"
        transaction.set_rollback(True)
