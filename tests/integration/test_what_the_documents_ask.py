"""Each requirement that the documents state, held against the casebook as it is loaded."""

from datetime import date

import pytest
from django.urls import reverse

from kembar.access.permissions import EVERYTHING
from kembar.evidence.models import Dispute, Statement
from kembar.law.models import Act, ListedField
from kembar.partnerships.models import (
    Field,
    Government,
    Instrument,
    Obstacle,
    OfferCandidate,
    Partnership,
    Tally,
    Verdict,
)
from kembar.partnerships.queries.cases import factor_table, factor_totals
from kembar.partnerships.queries.lines import Wanted, existing, lines_of, selected
from kembar.partnerships.queries.record import Record, record_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
TODAY = date(2026, 11, 22)


def record(slug: str, at: date = TODAY) -> Record:
    return record_of(Partnership.objects.get(slug=slug), at, who=EVERYTHING)


@pytest.mark.requirement("R-001")
def test_every_partnership_has_two_parties_or_more_and_a_corporation_is_no_government():
    for tie in Partnership.objects.filter(origin="casebook"):
        assert tie.parties.count() >= 2, tie.slug
    partner = Partnership.objects.get(slug="kampar-mtdc").parties.get(side="b")
    assert partner.government is None
    assert partner.organisation.kind == "company"


@pytest.mark.requirement("R-002")
def test_forms_are_kept_apart():
    form = dict(Partnership.objects.values_list("slug", "form"))
    assert form["bogor-kisarazu"] == "friendship_city"
    assert form["tangerang-selatan-daejeon"] == "sister_city"
    assert form["jawa-tengah-queensland"] == form["jawa-tengah-fujian"] == "sister_province"
    assert form["kampar-mtdc"] == "agency_deal"


@pytest.mark.requirement("R-003")
def test_suwon_began_in_1997_or_2010_and_neither_is_taken():
    tie = Partnership.objects.get(slug="bandung-suwon")
    said = Statement.objects.filter(subject_id=tie.id, attribute="began").values_list("source__code", "value")
    assert set(said) == {("001", "1997"), ("002", "2010")}
    assert Dispute.objects.get(subject_id=tie.id, attribute="began").kind == "date"
    assert tie.began == ""


@pytest.mark.requirement("R-004")
def test_the_contradictions_that_a_reader_of_the_five_documents_must_meet_are_listed():
    disputes = Dispute.objects.all()
    tie = Partnership.objects.get(slug="bandung-suwon")
    assert disputes.filter(subject_id=tie.id, attribute="began").exists()
    seoul = Partnership.objects.get(slug="bandung-seoul")
    assert disputes.filter(subject_id=seoul.id, attribute="verdict").exists()
    act = Act.objects.get(slug="uu-23-2014")
    assert disputes.filter(subject_id=act.id, attribute="citation").exists()
    provinces = Tally.objects.get(slug="indonesia-provinces-with-sister-cities")
    assert disputes.filter(subject_id=provinces.id, attribute="number").exists()
    studies = disputes.filter(subject_kind="tally", attribute="number", within_one_source=True)
    numbers = {float(one.value) for row in studies for one in row.statements.all()}
    assert {15.0, 20.0} <= numbers


@pytest.mark.requirement("R-005")
def test_bandung_has_14_of_29_active_and_yogyakarta_6_and_5_of_11():
    tally = {row.slug: row for row in Tally.objects.all()}
    active, whole = tally["bandung-sister-cities-active"], tally["bandung-sister-cities"]
    assert round(100 * float(active.number) / float(whole.number), 1) == 48.3
    yogyakarta = next(row for row in tally.values() if row.number == 11 and row.parts.exists())
    assert sum(part.number for part in yogyakarta.parts.all()) == 11


@pytest.mark.requirement("R-006")
def test_partners_that_nobody_names_are_counts_and_parties_without_a_name():
    assert Tally.objects.filter(government__slug="daejeon", number=13).exists()
    unnamed = Partnership.objects.get(slug="ichikawa-mitra-tidak-disebut").parties.filter(government=None)
    assert unnamed.count() == 1
    assert unnamed.get().organisation is None


@pytest.mark.requirement("R-008")
@pytest.mark.parametrize("text", ["kerja sama", "kerjasama", "KERJA-SAMA", "Kerjasama"])
def test_kerja_sama_finds_what_kerjasama_finds(text):
    found = set(selected(Wanted(text=text), TODAY, who=EVERYTHING).values_list("slug", flat=True))
    assert found == set(selected(Wanted(text="kerja sama"), TODAY, who=EVERYTHING).values_list("slug", flat=True))
    assert "bogor-kisarazu" in found


@pytest.mark.requirement("R-008")
@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("대전", "tangerang-selatan-daejeon"),
        ("kochi", "surabaya-kochi"),
        ("Kōchi", "surabaya-kochi"),
        ("blueberry", "bogor-kisarazu"),
        ("korea selatan", "bandung-seoul"),
        ("south korea", "bandung-seoul"),
        ("Bima Arya", "bogor-kisarazu"),
    ],
)
def test_search_reads_names_scripts_countries_people_and_tellings(text, slug):
    assert slug in set(selected(Wanted(text=text), TODAY, who=EVERYTHING).values_list("slug", flat=True))


@pytest.mark.requirement("R-009", "R-024")
def test_daejeon_climbs_from_intent_to_statement_to_memorandum_in_300_and_64_days():
    papers = record("tangerang-selatan-daejeon").papers
    assert [(paper.row.kind, paper.row.date) for paper in papers] == [
        ("loi", "2015-09-23"),
        ("statement_of_agreement", "2016-07-19"),
        ("mou", "2016-09-21"),
    ]
    assert [paper.days_since.min if paper.days_since else None for paper in papers] == [None, 300, 64]
    assert record("tangerang-selatan-daejeon").chain_days.min == 364


@pytest.mark.requirement("R-010")
def test_daejeon_is_not_warned_of_its_order_of_papers():
    assert record("tangerang-selatan-daejeon").ladder == []


@pytest.mark.requirement("R-011")
@pytest.mark.parametrize(
    ("slug", "at", "state"),
    [
        ("tangerang-selatan-daejeon", date(2016, 9, 20), "intent"),
        ("tangerang-selatan-daejeon", date(2016, 9, 21), "in_force_term_not_stated"),
        ("bogor-kisarazu", date(2018, 6, 30), "in_force"),
        ("bogor-kisarazu", date(2022, 1, 1), "expired"),
        ("semarang-brisbane", date(2006, 1, 1), "expired"),
    ],
)
def test_formal_states_follow_from_the_papers(slug, at, state):
    assert record(slug, at).formal == state


@pytest.mark.requirement("R-012")
def test_who_signed_for_bogor_is_disputed_inside_one_document():
    paper = Instrument.objects.get(partnership__slug="bogor-kisarazu", kind="loi")
    dispute = Dispute.objects.get(subject_id=paper.id, attribute="signed_by_heads")
    assert dispute.within_one_source
    warnings = {one.code for one in record("bogor-kisarazu").papers[0].signature_warnings}
    assert warnings & {"signatories_differ", "not_highest_official"}


@pytest.mark.requirement("R-013")
def test_the_letter_of_bogor_runs_out_in_november_2021_and_its_window_opens_in_may():
    paper = record("bogor-kisarazu").papers[0]
    assert (paper.expiry.earliest, paper.expiry.latest) == (date(2021, 11, 1), date(2021, 11, 30))
    assert (paper.window.opens.earliest, paper.window.opens.latest) == (date(2021, 5, 1), date(2021, 5, 31))


@pytest.mark.requirement("R-014")
def test_brisbane_and_central_java_lapsed():
    assert record("semarang-brisbane").formal == "expired"
    for partner in ("queensland", "fujian", "chungcheongbuk-do", "siem-reap"):
        assert record(f"jawa-tengah-{partner}").formal == "expired", partner


@pytest.mark.requirement("R-015")
def test_the_attempt_to_revive_brisbane_failed_for_want_of_a_representative():
    revival = record("semarang-brisbane").revivals[0]
    assert revival.row.date == "2011"
    assert revival.row.outcome == "failed"
    assert "perwakilan" in revival.row.reason["id"].casefold()


@pytest.mark.requirement("R-016")
def test_what_is_told_of_the_letter_of_bogor_shows_fields_and_duration_and_no_cost_shares():
    contents = record("bogor-kisarazu").papers[0].contents
    assert {"fields", "duration"} <= set(contents.present)
    assert "cost_shares" not in contents.present


@pytest.mark.requirement("R-017")
def test_the_text_of_beihai_is_weak_because_a_source_says_so():
    paper = next(one for one in record("semarang-beihai").papers if one.row.kind == "mou")
    assert paper.contents.weak == "yes"


@pytest.mark.requirement("R-025")
def test_kampar_waited_two_years_for_the_stone_and_four_without_effect():
    gaps = {gap.code: gap for gap in record("kampar-mtdc").gaps}
    stone = gaps["signed_to_work_begun"].days
    assert stone.min <= 2 * 365 <= stone.max
    nothing = gaps["signed_without_result"].days
    assert nothing.min <= 4 * 365 <= nothing.max
    assert all(gap.days is None or gap.days.min >= 0 for gap in gaps.values())


@pytest.mark.requirement("R-031")
def test_acts_keep_number_year_title_and_span():
    act = Act.objects.get(slug="uu-23-2014")
    assert (act.kind, act.number, act.year, act.about) == ("uu", "23", 2014, "regional_government")
    assert act.title["id"]
    old, new = Act.objects.get(slug="permendagri-3-2008"), Act.objects.get(slug="permendagri-25-2020")
    assert old.repealed_by == new
    assert old.ended_latest <= date(2020, 5, 22)


@pytest.mark.requirement("R-035")
@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("tangerang-selatan-daejeon", "global"),
        ("bandung-seoul", "global"),
        ("medan-penang", "transregional"),
    ],
)
def test_pairs_are_classed_by_border_and_region(slug, code):
    assert record(slug).pair.duchacek.code == code


@pytest.mark.requirement("R-035")
def test_no_pair_of_the_documents_is_transborder():
    assert not Partnership.objects.filter(duchacek="transborder").exists()


@pytest.mark.requirement("R-036")
@pytest.mark.parametrize(
    ("slug", "by_name"),
    [
        ("bandung-suwon", "same"),
        ("kampar-mtdc", "different"),
        ("daerah-istimewa-yogyakarta-kyoto", "different"),
        ("medan-penang", "cannot_be_said"),
    ],
)
def test_level_is_the_same_or_not_or_cannot_be_said(slug, by_name):
    assert record(slug).pair.parity.by_name == by_name


@pytest.mark.requirement("R-036")
def test_seoul_and_bandung_are_both_cities_and_of_different_tier_at_home():
    parity = record("bandung-seoul").pair.parity
    assert (parity.by_name, parity.by_tier) == ("same", "different")


@pytest.mark.requirement("R-037")
@pytest.mark.parametrize(
    ("slug", "party", "other"),
    [
        ("bandung-seoul", "bandung", "bandung-suwon"),
        ("bandung-seoul", "seoul", "baubau-seoul"),
        ("surabaya-guangzhou", "surabaya", "surabaya-xiamen"),
    ],
)
def test_another_tie_in_the_same_country_stands_against_it(slug, party, other):
    found = {(one.party.government.slug, one.other.slug) for one in record(slug).exclusivity}
    assert (party, other) in found


@pytest.mark.requirement("R-037")
def test_south_tangerang_has_no_other_tie_in_korea():
    assert record("tangerang-selatan-daejeon").exclusivity == []


@pytest.mark.requirement("R-038")
def test_south_tangerang_and_daejeon_lie_5208_km_apart():
    assert record("tangerang-selatan-daejeon").pair.distance_km == pytest.approx(5208, abs=60)


@pytest.mark.requirement("R-047")
def test_of_the_cities_that_kisarazu_asked_bogor_answered_first():
    rank = dict(OfferCandidate.objects.values_list("government__slug", "answer_rank"))
    assert rank == {"bogor": 1, "lampung": None, "semarang": None}


@pytest.mark.requirement("R-051")
def test_bogor_and_kisarazu_delivered_one_of_five_fields():
    found = record("bogor-kisarazu", date(2018, 12, 31))
    delivered = {line.field.code for line in found.fields if line.evidence.done.answer == "yes"}
    assert (found.delivery.promised, delivered) == (5, {"education"})
    assert {line.field.code for line in found.fields} == {"education", "culture", "tourism", "agriculture", "health"}


@pytest.mark.requirement("R-052")
def test_what_was_promised_and_not_done_has_its_state_and_reason():
    rows = {row.title["en"].casefold(): row for row in Partnership.objects.get(slug="bogor-kisarazu").activities.all()}
    blueberry = next(row for title, row in rows.items() if "blueberr" in title)
    assert blueberry.status == "not_done"
    assert blueberry.reason
    internship = next(row for title, row in rows.items() if "intern" in title)
    assert internship.status in ("discussed", "planned")


@pytest.mark.requirement("R-054")
def test_every_field_maps_to_a_group_of_the_circular_and_to_the_list_of_the_act():
    groups = set(ListedField.objects.filter(field_list="F37"))
    permitted = set(ListedField.objects.filter(field_list="F38"))
    for field in Field.objects.prefetch_related("listed"):
        listed = set(field.listed.all())
        assert listed & groups, field.code
        assert listed & permitted, field.code


@pytest.mark.requirement("R-063")
def test_bandung_seoul_lives_in_urban_planning_and_sleeps_in_e_government():
    state = {line.field.code: line.state for line in record("bandung-seoul").fields}
    assert state["urban_planning"] == "delivered"
    assert state["e_government"] == "asleep"


@pytest.mark.requirement("R-076")
def test_obstacles_without_a_row_of_table_1_stay_visible():
    def told(slug: str, word: str) -> Obstacle:
        rows = Obstacle.objects.filter(partnership__slug=slug)
        return next(row for row in rows if word in row.text["id"].casefold())

    assert told("padang-fremantle", "anggaran").factor == ""
    assert told("medan-penang", "listrik").factor == ""
    factors = set(Obstacle.objects.filter(partnership__slug="denpasar-mossel-bay").values_list("factor", "factor_side"))
    assert ("covid_19", "external") in factors
    assert ("support", "internal") in factors


@pytest.mark.requirement("R-077")
def test_an_obstacle_that_its_source_dates_counts_from_that_day_on(client):
    """Document 004, line 118: rebuilt in 2011, called off by the mayor of Semarang, who sent nobody."""
    tie = Partnership.objects.get(slug="semarang-brisbane")

    def counted(day):
        table = factor_table(day, who=EVERYTHING)
        case = next((row for row in table.rows if row.tie.slug == tie.slug), None)
        assert factor_totals(day, who=EVERYTHING)[0] == len(table.rows)
        shown = record_of(tie, day, who=EVERYTHING).obstacles
        assert {one.date for one in shown} <= {"", "2011"}
        return len(shown), case.total if case else 0

    (before, in_table), (after, later) = counted(date(2010, 12, 31)), counted(date(2011, 6, 1))
    assert (after - before, later - in_table) == (1, 1)
    client.cookies["language"] = "en"
    page = client.get(reverse("factors"), {"as-at": "2012"}).content.decode()
    assert "2011: The rebuilding in 2011 was called off" in page
    assert "obstacles shown are not dated by their sources" in page
    assert "The rebuilding in 2011" not in client.get(reverse("factors"), {"as-at": "2010"}).content.decode()


def test_the_side_of_a_factor_is_the_sources_and_another_reading_can_stand_beside_it():
    rows = Obstacle.objects.filter(factor="support", factor_side="internal", other_side="external")
    assert rows.exists()


@pytest.mark.requirement("R-079")
def test_the_cross_table_counts_what_the_obstacles_say():
    table = factor_table(TODAY, who=EVERYTHING)
    for code, number in table.mentions.items():
        assert number == Obstacle.objects.filter(factor=code).count()
    for code, number in table.totals.items():
        assert number == Obstacle.objects.filter(factor=code).values("partnership").distinct().count()
    assert sum(table.mentions.values()) == Obstacle.objects.count()


@pytest.mark.requirement("R-080")
def test_the_shares_of_good_and_bad_ties_add_up_to_a_hundred():
    shares = Tally.objects.filter(country="ID", unit="percent").values_list("number", flat=True)
    assert sorted(map(int, shares)) == [15, 20, 65]
    assert sum(shares) == 100


@pytest.mark.requirement("R-081")
def test_braunschweig_runs_and_is_less_effective_without_contradiction():
    tie = Partnership.objects.get(slug="bandung-braunschweig")
    judged = set(tie.verdicts.values_list("dimension", "value"))
    assert ("existence", "renewed") in judged
    assert ("effectiveness", "less_effective") in judged
    assert not Dispute.objects.filter(
        subject_id=tie.id, attribute="verdict", statements__value__dimension="existence"
    ).exists()


@pytest.mark.requirement("R-082")
def test_cases_on_the_list_of_failures_are_marked_and_three_judged_badly_are_not_on_it():
    listed = set(Verdict.objects.filter(is_listed_failure=True).values_list("partnership__slug", flat=True))
    assert {"nusa-tenggara-barat-kujawsko-pomorskie", "denpasar-mossel-bay", "padang-fremantle"} <= listed
    assert not listed & {"medan-penang", "baubau-seoul", "jawa-tengah-queensland"}


@pytest.mark.requirement("R-083")
def test_beside_each_agreed_point_of_bandung_seoul_stands_what_came_of_it():
    commitments = record("bandung-seoul").commitments
    assert commitments
    assert any(row.outcome for row in commitments)


def test_taiwan_is_a_partner_and_the_provinces_are_provinces():
    tainan = Government.objects.get(slug="tainan")
    assert tainan.country_id == "TW"
    for slug in ("jawa-tengah", "jawa-barat", "nusa-tenggara-barat"):
        assert Government.objects.get(slug=slug).level == "province"
    assert Government.objects.get(slug="queensland").level == "state"


def test_nothing_dated_later_changes_an_earlier_answer():
    day = date(2010, 1, 1)
    found = lines_of(existing(day, who=EVERYTHING), day, who=EVERYTHING)
    early = {line.slug: line.formal_state for line in found}
    assert "tangerang-selatan-daejeon" not in early or early["tangerang-selatan-daejeon"] != "in_force"
    assert "semarang-beihai" in early


@pytest.mark.requirement("R-007")
def test_a_name_as_another_document_spells_it_finds_the_same_work():
    from kembar.evidence.models import Citation, Reference

    assert Citation.objects.filter(authors__icontains="Hakiem").exists()
    assert Reference.objects.filter(authors__icontains="Hakim").exists()
