"""Does a record go whole from office to office, and a case whole into an office's record?"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kembar.access.models import Stake, User
from kembar.access.permissions import NotAllowed
from kembar.access.queries import actor_of, stakes_in
from kembar.audit.models import Event
from kembar.casebook.actions import adopt_case, load, remove
from kembar.casebook.layout import read_casebook
from kembar.evidence.models import Acceptance, Dispute, Statement
from kembar.partnerships.actions import rebuild, rebuild_all
from kembar.partnerships.actions.handing_over import hand_over
from kembar.partnerships.actions.refusals import Refused
from kembar.partnerships.actions.rows import add_row, change_row, withdraw_row
from kembar.partnerships.actions.undoing import undo
from kembar.partnerships.models import Instrument, Partnership, PartnershipLink, StateSpan
from kembar.partnerships.queries.whereabouts import all_rows, subtree
from tests.factories.offices import PRODUCT, START, opened, share, staffed, user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
LATER = START + timedelta(days=30)
MOU = {"kind": "mou", "date": "2020-03", "signed_by_governments": "yes", "term": "fixed", "term_months": 60}


@pytest.fixture
def bandung():
    return staffed("Kota Bandung", government="bandung")


@pytest.fixture
def kept(bogor):
    """A record of Bogor's office with a paper in it."""
    tie = opened(bogor).partnership
    return tie, add_row(kind="instrument", parent=tie, values=MOU, by=bogor.officer, at=START).row


def keepers(tie):
    return {row.kept_by_id for row in all_rows(Partnership.objects.get(pk=tie.pk))}


def give(tie, giver, receiver, *, by=None, keeps_reading=False, why="Pindah bagian"):
    return hand_over(
        partnership=tie,
        giver=giver.office,
        receiver=receiver.office,
        keeps_reading=keeps_reading,
        by=by or giver.head,
        at=LATER,
        why=why,
    )


# --- handing over -----------------------------------------------------------------------------------------------------


def test_entries_belong_to_the_receiver_who_corrects_them_without_contradicting_the_giver(kept, bogor, bandung):
    tie, paper = kept
    handed = give(tie, bogor, bandung)
    assert keepers(tie) == {bandung.office.pk}
    assert set(Statement.objects.filter(record_id=tie.pk).values_list("kept_by", flat=True)) == {bandung.office.pk}
    assert (handed.rows, handed.event.why) == (len(all_rows(tie)), "Pindah bagian")
    paper.refresh_from_db()
    said = change_row(
        row=paper, values={"date": "2020-04"}, expected_version=paper.version, by=bandung.officer, at=LATER
    )
    assert (said.states_otherwise, Instrument.objects.get(pk=paper.pk).date) == (False, "2020-04")
    assert not Dispute.objects.filter(record_id=tie.pk).exists()
    assert rebuild_all().differed == {}


def test_history_says_from_which_office_to_which(client, kept, bogor, bandung):
    tie, _paper = kept
    give(tie, bogor, bandung)
    client.force_login(User.objects.get(pk=bandung.head.user_id))
    client.cookies["language"] = "en"
    page = client.get(reverse("partnership-history", args=[tie.slug])).content.decode()
    assert re.search(
        r"<del>\s*Bagian Kerja Sama Kota Bogor\s*</del>.*?<ins>\s*Kota Bandung\s*</ins>", page, re.DOTALL
    ), page


def test_the_giver_has_no_part_any_more_or_reads_on(kept, bogor, bandung):
    tie, paper = kept
    give(tie, bogor, bandung)
    day = timezone.localdate(LATER)
    assert dict(stakes_in(tie.pk, day)) == {bandung.office.pk: True}
    assert dict(stakes_in(tie.pk, day - timedelta(days=1))) == {bogor.office.pk: True}
    with pytest.raises(NotAllowed) as denied:
        withdraw_row(row=paper, why="Keliru", by=bogor.head, at=LATER)
    assert denied.value.denied.reason == "stake"
    give(tie, bandung, bogor, keeps_reading=True)
    assert dict(stakes_in(tie.pk, day)) == {bogor.office.pk: True, bandung.office.pk: False}
    assert keepers(tie) == {bogor.office.pk}


def test_what_an_office_left_behind_is_handed_over_by_whoever_administers(kept, bogor, bandung):
    tie, _paper = kept
    Stake.objects.filter(office=bogor.office).update(to_day=START.date() + timedelta(days=1))
    with pytest.raises(NotAllowed):
        give(tie, bogor, bandung)
    give(tie, bogor, bandung, by=actor_of(user("admin", is_superuser=True)))
    assert keepers(tie) == {bandung.office.pk}


def test_an_entry_of_a_third_office_and_what_was_withdrawn_keep_their_place(kept, bogor, bandung):
    tie, paper = kept
    third = staffed("Daejeon")
    share(tie, third)
    contact = add_row(kind="contact", parent=tie, values={"kind": "letter"}, by=third.officer, at=START).row
    withdraw_row(row=paper, why="Keliru", by=bogor.head, at=START)
    give(tie, bogor, bandung)
    contact.refresh_from_db()
    paper.refresh_from_db()
    assert (contact.kept_by, paper.kept_by, bool(paper.withdrawn_at)) == (third.office, bandung.office, True)


@pytest.mark.parametrize("who", ["officer", "stranger", "receiver"])
def test_only_the_head_of_the_giving_office_hands_over(who, kept, bogor, bandung):
    tie, _paper = kept
    by = {"officer": bogor.officer, "stranger": staffed("Cimahi").head, "receiver": bandung.head}[who]
    with pytest.raises(NotAllowed):
        give(tie, bogor, bandung, by=by)
    assert keepers(tie) == {bogor.office.pk}


def test_a_record_is_not_handed_to_a_ministry_to_oneself_or_without_a_reason(kept, bogor, bandung):
    tie, _paper = kept
    ministry = staffed("Kementerian", kind="ministry", scope_countries=["ID"])
    for receiver, why in ((ministry, "x"), (bogor, "x"), (bandung, "  ")):
        with pytest.raises(Refused):
            give(tie, bogor, receiver, why=why)
    assert not Event.objects.filter(action="record.hand_over").exists()


def test_a_hand_over_is_undone_by_handing_back_alone(kept, bogor, bandung):
    tie, _paper = kept
    event = give(tie, bogor, bandung).event
    with pytest.raises(Refused, match="cannot_be_undone"):
        undo(event=event, by=bogor.head, at=LATER)


# --- adopting a case --------------------------------------------------------------------------------------------------


@pytest.fixture
def case():
    return Partnership.objects.get(slug="bogor-kisarazu")


def shape(tie):
    """A record without what tells its copies apart: kinds and columns of rows, statements, spans."""
    rows = sorted(f"{type(row).__name__} {getattr(row, 'position', '')}" for row in subtree(tie))
    said = Statement.objects.filter(record_id=tie.pk, withdrawn_at__isnull=True)
    told = sorted(
        str((one.subject_kind, one.attribute, one.source.code, one.place, one.term, one.stance))
        for one in said.select_related("source")
    )
    standing = Acceptance.objects.filter(statement__in=said).count()
    spans = sorted(
        str(one)
        for one in StateSpan.objects.filter(partnership=tie, of_whole=True).values_list(
            "kind", "field", "state", "from_day"
        )
    )
    disputes = sorted(Dispute.objects.filter(record_id=tie.pk).values_list("subject_kind", "attribute", "kind"))
    return rows, told, standing, spans, disputes


@pytest.mark.parametrize("slug", ["bogor-kisarazu", "bandung-seoul", "tangerang-selatan-daejeon"])
def test_an_adopted_case_says_all_that_the_case_says_each_with_its_place(slug):
    tie = Partnership.objects.get(slug=slug)
    tie.came_of_offers.update(partnership=None)  # what was offered to several stays with the offer, and is not copied
    rebuild(partnerships=Partnership.objects.filter(pk=tie.pk))
    party = tie.parties.exclude(government=None).first().government
    keeper = staffed("Kantor", government=party.slug)
    adopted = adopt_case(case=tie, by=keeper.officer, at=START).partnership
    assert shape(adopted) == shape(tie)
    assert (adopted.origin, adopted.kept_by, adopted.adopted_from) == ("live", keeper.office, tie)
    assert {row.kept_by_id for row in subtree(adopted)} == {keeper.office.pk}
    assert not {row.pk for row in subtree(adopted)} & {row.pk for row in subtree(tie)}
    assert rebuild_all().differed == {}


def test_adopting_twice_gives_one_record(case, bogor):
    first = adopt_case(case=case, by=bogor.officer, at=START)
    again = adopt_case(case=case, by=bogor.head, at=LATER)
    assert (again.partnership, again.event) == (first.partnership, None)
    assert Event.objects.filter(action="case.adopt").count() == 1


def test_an_adoption_is_undone_whole_and_can_be_done_anew(case, bogor):
    done = adopt_case(case=case, by=bogor.officer, at=START)
    before = shape(case)
    undo(event=done.event, by=bogor.head, at=LATER)
    done.partnership.refresh_from_db()
    assert done.partnership.withdrawn_at is not None
    assert [row for row in all_rows(done.partnership) if row.withdrawn_at is None] == []
    assert shape(case) == before
    assert adopt_case(case=case, by=bogor.officer, at=LATER).partnership != done.partnership


def test_the_office_goes_on_from_the_case_as_with_any_entry_of_its_own(case, bogor):
    adopted = adopt_case(case=case, by=bogor.officer, at=START).partnership
    paper = adopted.instruments.exclude(date="").first()
    said = change_row(row=paper, values={"date": "2016-12"}, expected_version=1, by=bogor.officer, at=LATER)
    assert (said.states_otherwise, Instrument.objects.get(pk=paper.pk).date) == (False, "2016-12")
    documents = Statement.objects.filter(subject_id=paper.pk, attribute="date", source__origin="casebook")
    assert documents.filter(withdrawn_at__isnull=True).exists()


def test_only_a_party_to_a_case_adopts_it_and_only_who_may_write(case, bogor, bandung):
    ministry = staffed("Kementerian", kind="ministry", scope_countries=["ID"])
    for by in (bandung.officer, ministry.officer, actor_of(user("nobody")), actor_of(user("a", is_superuser=True))):
        with pytest.raises(NotAllowed):
            adopt_case(case=case, by=by, at=START)
    with pytest.raises(Refused, match="not_a_case"):
        adopt_case(case=opened(bogor).partnership, by=bogor.officer, at=START)


def test_a_casebook_loaded_anew_leaves_adopted_records_links_and_readings_whole(case, bogor):
    adopted = adopt_case(case=case, by=bogor.officer, at=START).partnership
    own = opened(bogor, parties=("bogor", "daejeon")).partnership
    linked = {"other": case.slug, "kind": "case_of"}
    link = add_row(kind="link", parent=own, values=linked, by=bogor.officer, at=START).row
    before = shape(adopted)
    load(book=read_casebook(), by=PRODUCT, at=LATER)
    adopted.refresh_from_db()
    assert (adopted.adopted_from, shape(adopted)) == (case, before)
    assert PartnershipLink.objects.get(pk=link.pk).other == case
    assert adopt_case(case=case, by=bogor.officer, at=LATER).event is None
    remove(by=PRODUCT, at=LATER)
    adopted.refresh_from_db()
    assert shape(adopted) == before
    assert not Partnership.objects.filter(origin="casebook").exists()
