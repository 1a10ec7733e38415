"""Do offices keep their records without losing anything: opening, entering, changing, stating, withdrawing?"""

import pytest

from kembar.access.actors import Actor
from kembar.access.permissions import EVERYTHING, NotAllowed
from kembar.audit.models import Event
from kembar.evidence.models import Acceptance, Dispute, Source, Statement
from kembar.partnerships.actions.opening import open_partnership, rename_partnership
from kembar.partnerships.actions.refusals import ConflictError, Refused, StillNeeded
from kembar.partnerships.actions.rows import add_row, change_row, restore_row, withdraw_row
from kembar.partnerships.actions.saying import accept, state, withdraw_statement
from kembar.partnerships.actions.writing import Place
from kembar.partnerships.models import (
    Activity,
    FormerSlug,
    Government,
    Instrument,
    Partnership,
    Party,
    StateSpan,
    Verdict,
)
from kembar.partnerships.queries.lines import existing, searched
from kembar.partnerships.queries.record import find
from tests.factories.offices import PRODUCT, START, opened, share

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]


MOU = {"kind": "mou", "date": "2020-03", "signed_by_governments": "yes", "term": "fixed", "term_months": 60}


def entered(tie, keeper, clock, **values):
    return add_row(kind="instrument", parent=tie, values={**MOU, **values}, by=keeper.officer, at=clock()).row


def codes(refused):
    return {(fault.attribute, fault.code) for fault in refused.value.faults}


def formal(tie):
    return [str(one.state) for one in StateSpan.objects.filter(partnership=tie, kind="formal").order_by("from_day")]


# --- opening ---------------------------------------------------------------------------------------------------------


def test_a_partnership_is_opened_with_name_address_stake_and_the_word_of_its_office(bogor):
    made = opened(bogor)
    tie = made.partnership
    assert (tie.origin, tie.kept_by, tie.name["id"]) == ("live", bogor.office, "Bogor–Kisarazu")
    assert tie.slug == "bogor-kisarazu-kota"  # the casebook stands at the plain address
    (stake,) = tie.stakes.all()
    assert (stake.office, stake.side, stake.may_edit) == (bogor.office, "a", True)
    assert {one.source.kind for one in Statement.objects.filter(record_id=tie.pk)} == {"office"}
    assert Source.objects.get(office=bogor.office).code == "kantor-bagian-kerja-sama-kota-bogor"
    said = Statement.objects.get(subject_id=tie.pk, attribute="form")
    assert (said.value, said.acceptances.count(), said.kept_by) == ("sister_city", 1, bogor.office)
    assert made.event.action == "partnership.open"


def test_a_second_open_record_of_the_same_parties_and_form_is_a_warning_with_a_link(bogor, clock):
    first = opened(bogor)
    second = opened(bogor, parties=("kisarazu", "bogor"), at=clock())
    assert first.warnings == ()  # the casebook tells of a friendship city
    assert [(one.slug, one.origin) for one in second.warnings] == [(first.partnership.slug, "live")]
    assert second.partnership.slug == "bogor-kisarazu-kota-kota-kembar"
    assert opened(bogor, at=clock(), form="friendship_city").warnings[0].slug == "bogor-kisarazu"


def test_all_faults_of_an_opening_are_told_at_once_and_nothing_is_written(bogor):
    before = Partnership.objects.count(), Event.objects.count(), Source.objects.count()
    with pytest.raises(Refused) as refused:
        open_partnership(
            form="sisters",
            parties=[{"government": "bogor"}, {"government": "bogor"}, {"government": "atlantis"}, {}],
            values={"began": "31.02.2020"},
            by=bogor.officer,
            at=START,
        )
    assert codes(refused) == {
        ("form", "unknown_choice"),
        ("began", "not_a_date"),
        ("government", "party_paired_with_itself"),
        ("government", "unknown_reference"),
        ("government", "missing_attribute"),
    }
    assert [fault.item for fault in refused.value.faults if fault.code == "party_paired_with_itself"] == [1]
    assert (Partnership.objects.count(), Event.objects.count(), Source.objects.count()) == before


def test_a_renamed_partnership_is_found_under_both_addresses(tie, bogor, clock):
    rename_partnership(partnership=tie, slug="Bogor & Kisarazu 2026", by=bogor.head, at=clock())
    assert find("bogor-kisarazu-2026", who=EVERYTHING)[0] == tie
    assert find("bogor-kisarazu-kota", who=EVERYTHING) == (None, "bogor-kisarazu-2026")
    with pytest.raises(Refused) as refused:
        rename_partnership(partnership=tie, slug="bandung-suwon", by=bogor.head, at=clock())
    assert codes(refused) == {("slug", "address_taken")}
    rename_partnership(partnership=tie, by=bogor.head, at=clock())
    assert find("bogor-kisarazu-kota", who=EVERYTHING)[0] == tie
    assert list(FormerSlug.objects.filter(partnership=tie).values_list("slug", flat=True)) == ["bogor-kisarazu-2026"]


# --- rows ------------------------------------------------------------------------------------------------------------


def test_an_entered_instrument_changes_the_state_of_its_record_alone(tie, bogor, clock):
    others = list(StateSpan.objects.exclude(partnership=tie).values_list("pk", flat=True))
    assert formal(tie) == []
    entered(tie, bogor, clock)
    assert formal(tie) == ["cannot_be_said", "in_force", "cannot_be_said", "expired"]
    assert list(StateSpan.objects.exclude(partnership=tie).values_list("pk", flat=True)) == others


def test_a_row_keeps_the_words_and_place_of_the_source_that_was_given(tie, bogor, clock):
    letter = Source.objects.create(code="surat-1", kind="file", title="Surat Wali Kota")
    row = add_row(
        kind="activity",
        parent=tie,
        values={
            "kind": "visit",
            "status": "done",
            "title": {"id": "Kunjungan"},
            "date": "2019-08~",
            "field": "education",
        },
        source=letter,
        places={"date": Place("page", "3", "sekitar Agustus 2019")},
        by=bogor.officer,
        at=clock(),
    ).row
    row.refresh_from_db()
    assert (row.date, row.date_words, row.kept_by) == ("2019-08~", "sekitar Agustus 2019", bogor.office)
    said = Statement.objects.get(subject_id=row.pk, attribute="date")
    assert (said.source, said.place_kind, said.place, said.term) == (letter, "page", "3", "sekitar Agustus 2019")
    assert searched(existing(START.date(), who=EVERYTHING), "kunjungan", who=EVERYTHING).filter(pk=tie.pk).exists()


BAD_ROWS = [
    ({"kind": "visit", "status": "done"}, ("title", "missing_attribute")),
    ({"kind": "visit", "status": "done", "title": "Kunjungan"}, ("title", "text_without_language")),
    ({"kind": "visit", "status": "done", "title": {"id": "x" * 10_001}}, ("title", "too_long")),
    ({"kind": "visit", "status": "done", "title": {"id": "a\x00b"}}, ("title", "unreadable_character")),
    ({"kind": "visit", "status": "maybe", "title": {"id": "x"}}, ("status", "unknown_choice")),
    ({"kind": "visit", "status": "done", "title": {"id": "x"}, "date": "31.02.2020"}, ("date", "not_a_date")),
    ({"kind": "visit", "status": "done", "title": {"id": "x"}, "field": "alchemy"}, ("field", "unknown_reference")),
    ({"kind": "visit", "status": "done", "title": {"id": "x"}, "colour": "red"}, ("colour", "unknown_attribute")),
    ({"kind": "visit", "status": "done", "title": {"id": "x"}, "dimension": "d" * 21}, ("dimension", "too_long")),
]


@pytest.mark.parametrize("values, expected", BAD_ROWS)
def test_a_row_that_cannot_be_kept_is_refused_with_its_attribute_and_nothing_is_written(
    tie, bogor, clock, values, expected
):
    before = Activity.objects.count(), Event.objects.count(), Statement.objects.count()
    with pytest.raises(Refused) as refused:
        add_row(kind="activity", parent=tie, values=values, by=bogor.officer, at=clock())
    assert codes(refused) == {expected}
    assert (Activity.objects.count(), Event.objects.count(), Statement.objects.count()) == before


@pytest.mark.parametrize(
    "values, expected",
    [
        ({"ends": "2019"}, ("", "broken_rule")),  # an end before the signature
        ({"term": "open_ended"}, ("", "broken_rule")),  # months although the term is open
        ({"term_months": 2.5}, ("term_months", "not_whole")),
        ({"term_months": -3}, ("term_months", "does_not_fit")),
        ({"term_months": float("nan")}, ("term_months", "not_a_number")),
    ],
)
def test_an_instrument_against_a_rule_of_the_table_is_refused(tie, bogor, clock, values, expected):
    with pytest.raises(Refused) as refused:
        entered(tie, bogor, clock, **values)
    assert codes(refused) == {expected}


def test_a_reference_to_a_paper_of_another_record_is_refused(tie, bogor, clock):
    elsewhere = Instrument.objects.filter(origin="casebook").first()
    values = {"text": {"id": "Pertukaran"}, "instrument": str(elsewhere.pk)}
    with pytest.raises(Refused) as refused:
        add_row(kind="commitment", parent=tie, values=values, by=bogor.officer, at=clock())
    assert codes(refused) == {("instrument", "unknown_reference")}


def test_a_shared_row_belongs_to_the_office_that_entered_it(bogor, kisarazu, clock):
    values = {"name": {"id": "Universitas Pakuan"}, "kind": "university", "country": "ID"}
    made = add_row(kind="organisation", values=values, by=bogor.officer, at=clock()).row
    assert made.slug == "universitas-pakuan"
    again = add_row(kind="organisation", values=values, by=kisarazu.officer, at=clock()).row
    assert again.slug == "universitas-pakuan-2"
    alias = add_row(kind="name", parent=made, values={"text": "Unpak"}, by=kisarazu.officer, at=clock()).row
    assert (alias.organisation, alias.search_key) == (made, "unpak")
    said = change_row(row=made, values={"kind": "school"}, expected_version=1, by=kisarazu.officer, at=clock())
    made.refresh_from_db()
    assert (said.states_otherwise, made.kind) == (True, "university")


# --- changing --------------------------------------------------------------------------------------------------------


def test_a_change_withdraws_what_the_office_said_before_and_the_columns_follow(tie, bogor, clock):
    row = entered(tie, bogor, clock)
    done = change_row(
        row=row,
        values={"date": "2020-04-01", "title": {"id": "Nota kesepahaman"}, "term_months": 60},
        expected_version=1,
        why="Salah bulan",
        by=bogor.officer,
        at=clock(),
    )
    row.refresh_from_db()
    assert (row.date, row.version, done.states_otherwise) == ("2020-04-01", 2, False)
    changes = {one.attribute: (one.before, one.after) for one in done.event.changes.filter(subject_kind="instrument")}
    assert changes == {"date": ("2020-03", "2020-04-01"), "title": (None, {"id": "Nota kesepahaman"})}
    earlier, later = Statement.objects.filter(subject_id=row.pk, attribute="date").order_by("at")
    assert (earlier.withdrawn_why, later.withdrawn_at) == ("Salah bulan", None)
    assert not Dispute.objects.filter(record_id=tie.pk).exists()


def test_saying_the_same_again_writes_nothing(tie, bogor, clock):
    row = entered(tie, bogor, clock)
    events = Event.objects.count()
    assert change_row(row=row, values=MOU, expected_version=1, by=bogor.officer, at=clock()).event is None
    row.refresh_from_db()
    assert (Event.objects.count(), row.version) == (events, 1)


def test_an_attribute_is_cleared_unless_the_row_needs_it(tie, bogor, clock):
    row = entered(tie, bogor, clock, title={"id": "Nota"})
    change_row(row=row, values={"title": {"id": ""}}, expected_version=1, by=bogor.officer, at=clock())
    row.refresh_from_db()
    assert row.title == {}
    with pytest.raises(Refused) as refused:
        change_row(row=row, values={"kind": ""}, expected_version=2, by=bogor.officer, at=clock())
    assert codes(refused) == {("kind", "missing_attribute")}


def test_the_second_of_two_editors_is_told_and_loses_nothing(tie, bogor, clock):
    row = entered(tie, bogor, clock)
    change_row(row=row, values={"date": "2020-04"}, expected_version=1, by=bogor.head, at=clock())
    events = Event.objects.count()
    with pytest.raises(ConflictError) as conflict:
        change_row(row=row, values={"date": "2020-05"}, expected_version=1, by=bogor.officer, at=clock())
    told = conflict.value
    assert (told.expected, told.found, told.proposed, told.current["date"]) == (1, 2, {"date": "2020-05"}, "2020-04")
    assert told.last.by == bogor.head.label
    assert Event.objects.count() == events


def test_what_was_undated_is_dated_in_a_later_acceptance_even_when_the_clock_was_put_back(tie, bogor):
    row = entered(tie, bogor, lambda: START)
    letter = Source.objects.create(code="surat-2", kind="file", title="Surat")
    change_row(row=row, values={"date": "2021"}, source=letter, expected_version=1, by=bogor.officer, at=START)
    row.refresh_from_db()
    assert row.date == "2021"


# --- two offices -----------------------------------------------------------------------------------------------------


def test_neither_of_two_offices_changes_the_others_rows_it_states_otherwise_and_a_dispute_shows(
    tie, bogor, kisarazu, clock
):
    share(tie, kisarazu)
    row = entered(tie, bogor, clock)
    said = change_row(
        row=row, values={"date": "2020-06", "kind": "mou"}, expected_version=1, by=kisarazu.officer, at=clock()
    )
    row.refresh_from_db()
    assert (said.states_otherwise, row.date, row.version) == (True, "2020-03", 1)
    assert [(one.attribute, one.value, one.source.office) for one in said.statements] == [
        ("date", "2020-06", kisarazu.office)
    ]
    (dispute,) = Dispute.objects.filter(record_id=tie.pk)
    assert (dispute.attribute, dispute.within_one_source, dispute.statements.count()) == ("date", False, 2)
    with pytest.raises(Refused) as refused:
        withdraw_row(row=row, why="Bukan begitu", by=kisarazu.head, at=clock())
    assert codes(refused) == {("", "kept_by_another")}
    with pytest.raises(NotAllowed) as denied:
        accept(statement=said.statements[0], why="Kami yakin", by=kisarazu.head, at=clock())
    assert denied.value.denied.reason == "kept_by_another"
    # Bogor looks at the paper and agrees.
    accept(statement=said.statements[0], why="Naskah memuat bulan Juni", by=bogor.head, at=clock())
    row.refresh_from_db()
    assert (row.date, row.version) == ("2020-06", 2)
    # Kisarazu now says what the record says: nothing is left to state.
    again = change_row(row=row, values={"date": "2020-06"}, expected_version=2, by=kisarazu.officer, at=clock())
    assert again.event is None


def test_an_office_that_comes_to_agree_takes_back_what_it_stated(tie, bogor, kisarazu, clock):
    share(tie, kisarazu)
    row = entered(tie, bogor, clock)
    change_row(row=row, values={"date": "2020-06"}, expected_version=1, by=kisarazu.officer, at=clock())
    change_row(row=row, values={"date": "2020-03"}, expected_version=1, by=kisarazu.officer, at=clock())
    assert not Dispute.objects.filter(record_id=tie.pk).exists()


def test_a_partnership_with_rows_of_another_office_is_not_withdrawn_by_one(tie, bogor, kisarazu, clock):
    share(tie, kisarazu)
    entered(tie, kisarazu, clock)
    with pytest.raises(Refused) as refused:
        withdraw_row(row=tie, why="Dobel", by=bogor.head, at=clock())
    assert {fault.code for fault in refused.value.faults} == {"kept_by_another"}


# --- stating and accepting -------------------------------------------------------------------------------------------


def test_what_a_document_says_otherwise_stands_beside_the_record_until_it_is_accepted(tie, bogor, clock):
    row = entered(tie, bogor, clock)
    thesis = Source.objects.get(code="002")
    place = Place("line", "79", "November 2016")
    said = state(row=row, attribute="date", value="2016-11", source=thesis, place=place, by=bogor.officer, at=clock())
    row.refresh_from_db()
    assert (row.date, row.version, Dispute.objects.filter(record_id=tie.pk).count()) == ("2020-03", 1, 1)
    with pytest.raises(NotAllowed) as denied:
        accept(statement=said.statements[0], why="Lebih tua", by=bogor.officer, at=clock())
    assert denied.value.denied.reason == "role"
    done = accept(statement=said.statements[0], why="Skripsi memuat suratnya", by=bogor.head, at=clock())
    row.refresh_from_db()
    assert (row.date, row.date_words, row.version) == ("2016-11", "November 2016", 2)
    assert Acceptance.objects.get(statement=said.statements[0]).why == {"id": "Skripsi memuat suratnya"}
    assert done.event.why == "Skripsi memuat suratnya"
    assert Dispute.objects.filter(record_id=tie.pk).count() == 1  # both are still said
    withdraw_statement(statement=said.statements[0], why="Salah baris", by=bogor.officer, at=clock())
    row.refresh_from_db()
    assert (row.date, Dispute.objects.filter(record_id=tie.pk).count()) == ("2020-03", 0)


def test_verdicts_of_a_live_record_are_held_side_by_side(tie, bogor, clock):
    good = {"dimension": "effectiveness", "value": "very_good", "text": {"id": "Baik"}}
    bad = {"dimension": "effectiveness", "value": "failed", "text": {"id": "Gagal"}}
    first = add_row(kind="verdict", parent=tie, values=good, by=bogor.officer, at=clock()).row
    second = add_row(kind="verdict", parent=tie, values=bad, by=bogor.officer, at=clock()).row
    (dispute,) = Dispute.objects.filter(record_id=tie.pk)
    assert (dispute.kind, dispute.attribute) == ("verdict", "verdict")
    change_row(row=second, values={"value": "fairly_good"}, expected_version=1, by=bogor.officer, at=clock())
    assert not Dispute.objects.filter(record_id=tie.pk).exists()
    withdraw_row(row=first, why="Dobel", by=bogor.head, at=clock())
    assert Statement.objects.filter(attribute="verdict", record_id=tie.pk, withdrawn_at=None).count() == 1


# --- withdrawing -----------------------------------------------------------------------------------------------------


def test_a_withdrawn_row_takes_its_parts_and_statements_along_and_brings_them_back(tie, bogor, clock):
    row = entered(tie, bogor, clock)
    number = add_row(
        kind="number", parent=row, values={"side": "a", "number": "119/2020"}, by=bogor.officer, at=clock()
    ).row
    gone = withdraw_row(row=row, why="Ternyata rancangan", by=bogor.head, at=clock())
    row.refresh_from_db()
    number.refresh_from_db()
    assert (row.withdrawn_why, number.withdrawn_why, formal(tie)) == ("Ternyata rancangan", "Ternyata rancangan", [])
    assert not Statement.objects.filter(subject_id__in=[row.pk, number.pk], withdrawn_at=None).exists()
    assert gone.event.action == "row.withdraw"
    restore_row(row=row, by=bogor.head, at=clock())
    row.refresh_from_db()
    number.refresh_from_db()
    assert (row.withdrawn_at, number.withdrawn_at, row.version) == (None, None, 3)
    assert "in_force" in formal(tie)


def test_a_row_that_others_refer_to_is_not_withdrawn_and_the_list_is_given(tie, bogor, clock):
    row = entered(tie, bogor, clock)
    values = {"text": {"id": "Pertukaran pelajar"}, "instrument": str(row.pk)}
    promise = add_row(kind="commitment", parent=tie, values=values, by=bogor.officer, at=clock())
    with pytest.raises(StillNeeded) as needed:
        withdraw_row(row=row, why="Dobel", by=bogor.head, at=clock())
    assert needed.value.rows == (("commitment", promise.row.pk),)
    assert needed.value.events == (promise.event,)


def test_what_was_withdrawn_may_be_entered_again_but_then_not_restored(tie, bogor, clock):
    row = entered(tie, bogor, clock)
    number = {"kind": "number", "parent": row, "values": {"side": "a", "number": "1"}, "by": bogor.officer}
    first = add_row(**number, at=clock()).row
    with pytest.raises(Refused) as refused:
        add_row(**number, at=clock())
    assert codes(refused) == {("", "broken_rule")}
    withdraw_row(row=first, why="Salah nomor", by=bogor.head, at=clock())
    add_row(**number, at=clock())
    with pytest.raises(Refused):
        restore_row(row=first, by=bogor.head, at=clock())


def test_a_partnership_keeps_two_parties(tie, bogor, clock):
    party = Party.objects.filter(partnership=tie).first()
    with pytest.raises(Refused) as refused:
        withdraw_row(row=party, why="Salah", by=bogor.head, at=clock())
    assert codes(refused) == {("parties", "fewer_than_two_parties")}


def test_a_withdrawal_needs_a_reason_and_the_right(tie, bogor, clock):
    row = entered(tie, bogor, clock)
    with pytest.raises(Refused) as refused:
        withdraw_row(row=row, why="  ", by=bogor.head, at=clock())
    assert codes(refused) == {("", "no_reason")}
    with pytest.raises(NotAllowed) as denied:
        withdraw_row(row=row, why="Dobel", by=bogor.officer, at=clock())
    assert denied.value.denied.reason == "role"


# --- rights ----------------------------------------------------------------------------------------------------------


def test_strangers_and_the_casebook_are_refused(tie, bogor, kisarazu, clock):
    case = Partnership.objects.get(slug="bogor-kisarazu")
    asked = {"kind": "event", "values": {"kind": "other", "title": {"id": "Apa saja"}}}
    for by, parent, reason in (
        (kisarazu.officer, tie, "stake"),
        (bogor.officer, case, "casebook"),
        (Actor("nobody", 10_000, bogor.office.id), tie, "sign_in"),
        (Actor("alone", bogor.officer.user_id), tie, "no_office"),
        (Actor("elsewhere", bogor.officer.user_id, kisarazu.office.id), tie, "no_office"),
    ):
        with pytest.raises(NotAllowed) as denied:
            add_row(**asked, parent=parent, by=by, at=clock())
        assert denied.value.denied.reason == reason


def test_the_product_needs_a_source_to_enter_anything(tie, clock):
    with pytest.raises(Refused) as refused:
        add_row(kind="event", parent=tie, values={"kind": "other", "title": {"id": "x"}}, by=PRODUCT, at=clock())
    assert codes(refused) == {("source", "no_source")}


def test_a_change_of_a_seat_moves_the_distance_of_every_partnership_of_that_government(bogor, clock):
    values = {"name": {"id": "Kota Uji"}, "level": "city", "country": "ID"}
    own = add_row(kind="government", values=values, by=bogor.officer, at=clock()).row
    tie = opened(bogor, parties=(own.slug, "kisarazu"), at=clock()).partnership
    tie.refresh_from_db()
    assert tie.distance_km is None
    seat = str(Government.objects.get(slug="bogor").seat_id)
    change_row(row=own, values={"seat": seat}, expected_version=1, by=bogor.officer, at=clock())
    tie.refresh_from_db()
    assert 5000 < tie.distance_km < 6500
    assert Verdict.objects.filter(partnership=tie).count() == 0
