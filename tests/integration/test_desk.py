"""What do an office and a ministry see on their desks, and how much does it cost?"""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kembar.access.actions import accept_invitation, grant_stake, invite
from kembar.access.actors import Actor
from kembar.access.models import Stake, User
from kembar.access.queries import who_is
from kembar.casebook.actions import adopt_case
from kembar.evidence.models import Dispute
from kembar.offices.queries.desk import desk_of
from kembar.offices.queries.scope import scope_of
from kembar.partnerships.actions.rows import add_row, change_row, withdraw_row
from kembar.partnerships.forms.layout import LAYOUTS
from kembar.partnerships.models import Partnership, PartnershipLink
from tests.factories.offices import PRODUCT, START, member, opened, share, staffed, user
from tests.factories.pages import sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
DAY = date(2026, 11, 22)
MOU = {"kind": "mou", "date": "2022-03-15", "signed_by_governments": "yes", "term": "fixed", "term_months": 60}


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def bogor():
    return staffed("Kota Bogor", government="bogor")


def signed_in(actor):
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def seen(actor, **query):
    return text(signed_in(actor).get(reverse("desk"), {"as-at": DAY.isoformat()} | query))


def due(office, day=DAY):
    return {one.what: one for one in desk_of(office, day).due}


def scope(desk, day=DAY):
    reader = who_is(User.objects.get(pk=desk.head.user_id), office=desk.office.pk, day=timezone.localdate())
    return scope_of(desk.office, day, reader)


def add(bogor, tie, row_kind, **values):
    return add_row(kind=row_kind, parent=tie, values=values, by=bogor.officer, at=START).row


# --- what is due ------------------------------------------------------------------------------------------------------


def test_a_window_that_is_open_and_one_that_opens_within_a_year(bogor, tie):
    add(bogor, tie, "instrument", **MOU, renewal_window_months=6)
    assert set(due(bogor.office)) == {"window_open"}  # 15 September 2026 to 15 March 2027
    assert due(bogor.office)["window_open"].is_late
    assert set(due(bogor.office, date(2026, 9, 14))) == {"window_opens"}
    assert due(bogor.office, date(2025, 9, 1)) == {}
    assert "Time to renew" in seen(bogor.officer)


def test_a_term_that_runs_out_within_a_year_and_one_that_ran_out(bogor, tie):
    add(bogor, tie, "instrument", **MOU)
    assert set(due(bogor.office)) == {"runs_out"}
    assert due(bogor.office, date(2026, 3, 1)) == {}
    assert set(due(bogor.office, date(2027, 6, 1))) == {"expired"}
    assert "Expired, without a successor" in seen(bogor.officer, **{"as-at": "2027-06-01"})


def test_a_letter_that_waits_until_it_was_answered(bogor, tie):
    letter = add(bogor, tie, "contact", kind="letter", date="2026-09", answer_awaited="yes", subject={"id": "Undangan"})
    assert due(bogor.office)["answer"].row == letter
    assert "Undangan" in seen(bogor.officer)
    change_row(row=letter, values={"outcome": {"id": "Dijawab"}}, expected_version=1, by=bogor.officer, at=START)
    assert due(bogor.office) == {}


def test_what_was_planned_and_promised_late_before_near(bogor, tie):
    add(bogor, tie, "activity", kind="visit", status="planned", title={"id": "Kunjungan"}, date="2026-12")
    add(bogor, tie, "activity", kind="visit", status="planned", title={"id": "Nanti"}, date="2027-10")
    add(bogor, tie, "commitment", text={"id": "Mengirim guru"}, date="2026-06", status="open")
    add(bogor, tie, "commitment", text={"id": "Sudah"}, date="2026-06", status="kept")
    assert [(one.what, one.is_late) for one in desk_of(bogor.office, DAY).due] == [
        ("promise", True),
        ("planned", False),
    ]


def test_nothing_of_another_office_or_of_the_casebook_is_due_or_counted(bogor, tie):
    other = staffed("Kota Bandung", government="bandung")
    foreign = opened(other, parties=("bandung", "suwon")).partnership
    add_row(kind="instrument", parent=foreign, values=MOU, by=other.officer, at=START)
    desk = desk_of(bogor.office, DAY)
    assert ([line.tie for line in desk.lines], desk.due) == ([tie], [])
    case = Partnership.objects.get(slug="bogor-kisarazu")
    grant_stake(office=bogor.office, partnership_id=case.pk, from_day=START.date(), by=PRODUCT, at=START)
    assert [line.tie for line in desk_of(bogor.office, DAY).lines] == [tie]
    Stake.objects.filter(office=bogor.office).update(to_day=DAY - timedelta(days=1))
    assert desk_of(bogor.office, DAY).lines == []


def test_a_dispute_about_our_record_is_counted_and_leads_to_it(bogor, tie):
    paper = add(bogor, tie, "instrument", **MOU)
    other = staffed("Daejeon")
    share(tie, other)
    change_row(row=paper, values={"date": "2022-04-01"}, expected_version=1, by=other.officer, at=START)
    assert Dispute.objects.filter(record_id=tie.pk).count() == 1
    assert desk_of(bogor.office, DAY).lines[0].disputes == 1
    assert f"/kerja-sama/{tie.slug}/?as-at=2026-11-22#disputes" in seen(bogor.officer)


def test_the_last_changes_say_who_did_what_to_which_record(bogor, tie):
    add(bogor, tie, "contact", kind="letter")
    said = seen(bogor.head)
    assert "Entered: <a" in said
    assert "· kota-bogor-officer" in said
    assert f"/kerja-sama/{tie.slug}/riwayat/" in said


# --- first steps ------------------------------------------------------------------------------------------------------


def test_the_first_steps_are_ticked_as_they_are_taken(bogor):
    def ticked():
        return re.findall(r"✓</span><span><a[^>]*>([^<]*)", seen(bogor.head))

    assert ticked() == ["Invite your colleagues"]
    opened(bogor, parties=("bogor", "daejeon"))
    assert "Enter the first partnership" in ticked()
    assert "Bogor–Kisarazu" in seen(bogor.head)
    for case in Partnership.objects.filter(origin="casebook", parties__government__slug="bogor"):
        adopt_case(case=case, by=bogor.officer, at=START)
    assert "Take over what documents tell of you" in ticked()


def test_who_does_not_write_has_no_first_steps(bogor):
    researcher = member(bogor.office, "reader", "researcher")
    add(bogor, opened(bogor).partnership, "contact", kind="letter", subject={"id": "Rahasia"}, answer_awaited="yes")
    assert "First steps" not in seen(researcher)
    assert "Rahasia" not in seen(researcher)
    assert "Rahasia" in seen(bogor.officer)
    assert "First steps" in seen(bogor.officer)


def test_an_administrator_without_an_office_is_led_to_founding_one():
    client = Client()
    client.force_login(user("admin", is_superuser=True))
    said = text(client.get(reverse("desk")))
    assert reverse("office-new") in said
    made = invite(office=staffed("Kota Bogor").office, role="officer", by=PRODUCT, at=timezone.now())
    accept_invitation(token=made.token, by=Actor("x", User.objects.get(username="admin").pk), at=timezone.now())
    assert "Kota Bogor" in text(client.get(reverse("desk")))


# --- cases ------------------------------------------------------------------------------------------------------------


def test_a_case_is_taken_over_from_its_page_once(bogor):
    client = signed_in(bogor.officer)
    assert reverse("our-cases") in text(client.get(reverse("partnership", args=["bogor-kisarazu"])))
    url = reverse("case-adopt", args=["bogor-kisarazu"])
    first = client.post(url)["Location"]
    assert client.post(url)["Location"] == first
    record = text(client.get(first))
    assert "Taken over from the case" in record
    assert "taken over:" in text(client.get(reverse("our-cases")))


def test_a_case_is_tied_to_a_record_and_each_page_leads_to_the_other(bogor):
    tie = opened(bogor, parties=("bogor", "daejeon")).partnership
    own = opened(bogor).partnership
    client = signed_in(bogor.officer)
    url = reverse("case-link", args=["bogor-kisarazu"])
    choices = re.findall(r'<option value="([^"]+)"', client.get(url).content.decode())
    assert choices == [str(own.pk), str(tie.pk)]  # the one with the same parties first
    for _twice in range(2):
        assert client.post(url, {"record": own.pk})["Location"] == reverse("partnership", args=[own.slug])
    assert PartnershipLink.objects.filter(kind="case_of", withdrawn_at=None).count() == 1
    assert reverse("partnership", args=["bogor-kisarazu"]) in text(client.get(reverse("partnership", args=[own.slug])))
    foreign = opened(staffed("Kota Bandung")).partnership
    assert client.post(url, {"record": foreign.pk}).status_code == 200
    assert PartnershipLink.objects.filter(partnership=foreign).count() == 0


# --- parts in a record ------------------------------------------------------------------------------------------------


def test_a_head_gives_a_part_ends_it_and_hands_the_record_over(bogor, tie):
    other = staffed("Kota Daejeon", government="daejeon")
    client, theirs = signed_in(bogor.head), signed_in(other.head)
    page = reverse("stakes", args=[tie.slug])
    assert theirs.get(page).status_code == 404
    client.post(reverse("stake-grant", args=[tie.slug]), {"office": other.office.pk, "access": "edit"})
    stake = Stake.objects.get(office=other.office)
    assert stake.may_edit
    assert theirs.get(page).status_code == 200
    client.post(reverse("stake-end", args=[tie.slug, stake.pk]), {"why": "Selesai"})
    assert theirs.get(page).status_code == 404
    own = Stake.objects.get(office=bogor.office)
    refused = client.post(reverse("stake-end", args=[tie.slug, own.pk]), {"why": ""}, follow=True)
    assert "Nobody would keep this record then" in text(refused)
    told = {"giver": bogor.office.pk, "receiver": other.office.pk, "why": "Kantor digabung"}
    client.post(reverse("hand-over", args=[tie.slug]), told)
    tie.refresh_from_db()
    assert tie.kept_by == other.office
    assert (client.get(page).status_code, theirs.get(page).status_code) == (404, 200)


def test_a_head_hands_over_the_own_offices_entries_alone(bogor, tie):
    other = staffed("Kota Daejeon")
    share(tie, other)
    told = {"giver": bogor.office.pk, "receiver": other.office.pk, "why": "x"}
    assert signed_in(other.head).post(reverse("hand-over", args=[tie.slug]), told).status_code == 200
    tie.refresh_from_db()
    assert tie.kept_by == bogor.office


def test_two_offices_share_a_record_through_pages_neither_edits_the_others_entry_and_a_dispute_shows(bogor, tie):
    paper = add(bogor, tie, "instrument", **MOU)
    other = staffed("Kota Daejeon", government="daejeon")
    share(tie, other)
    client = signed_in(other.officer)
    url = reverse("change-row", args=[LAYOUTS["instrument"].address, paper.pk])
    answer = sent(client, url, {"date": "1 April 2022"})
    assert answer.status_code == 302, text(answer)
    paper.refresh_from_db()
    assert (paper.date, paper.kept_by) == ("2022-03-15", bogor.office)
    (dispute,) = Dispute.objects.filter(record_id=tie.pk)
    assert dispute.attribute == "date"
    assert "1 April 2022" in text(client.get(reverse("partnership", args=[tie.slug])))
    assert "Disputes" in text(client.get(reverse("desk")))


# --- a ministry -------------------------------------------------------------------------------------------------------


def test_a_ministry_sees_totals_of_its_scope_without_cases_drafts_and_contacts(bogor, tie):
    add(bogor, tie, "instrument", **MOU)
    add(bogor, tie, "contact", kind="letter", subject={"id": "Surat rahasia"}, answer_awaited="yes")
    outside = staffed("Kisarazu", government="kisarazu")
    opened(outside, parties=("kisarazu", "daejeon"))
    desk = staffed("Kementerian", kind="ministry", scope_countries=["ID"])
    found = scope(desk)
    assert (found.total, found.by_state, found.ending_count) == (1, {"in_force": 1}, 1)
    assert [(one.slug, n) for one, n in found.governments] == [("bogor", 1)]
    for by in (desk.head, member(desk.office, "overseer", "ministry")):
        said = seen(by)
        assert "Bogor–Kisarazu" in said
        assert "rahasia" not in said
    assert scope(desk, date(2027, 6, 1)).by_state == {"expired": 1}
    assert "None in this state" in seen(desk.head, status="ended")


def test_a_ministry_sees_what_is_blocked_and_what_sleeps(bogor, tie):
    add(bogor, tie, "event", kind="asleep", field="education", title={"en": "No exchange any more"}, date="2023")
    add(bogor, tie, "event", kind="dropped", field="tourism", title={"en": "Given up"}, date="2024-02")
    add(bogor, tie, "obstacle", text={"en": "No budget"})
    gone = add(bogor, tie, "obstacle", text={"en": "A mistake"})
    withdraw_row(row=gone, why="A mistake", by=bogor.head, at=START)
    other = opened(staffed("Bandung", government="bandung"), parties=("bandung", "daejeon")).partnership
    desk = staffed("Kementerian", kind="ministry", scope_countries=["ID"])
    found = scope(desk)
    assert [(one.slug, one.asleep, one.dropped, one.obstacles) for one in found.stuck] == [(tie.slug, 1, 1, 1)]
    assert found.by_field_state == {"asleep": 1, "dropped": 1}
    assert other.slug not in [one.slug for one in found.stuck]
    said = seen(desk.head)
    assert "1 field without activity, 1 field dropped, 1 obstacle told" in said
    earlier = scope(desk, date(2022, 1, 1))
    assert earlier.by_field_state == {}
    abroad = staffed("Kementerian Jepang", kind="ministry", scope_countries=["KR"])
    assert [one.slug for one in scope(abroad).stuck] == []


def test_a_ministrys_levels_narrow_its_scope(bogor, tie):
    desk = staffed("Kementerian", kind="ministry", scope_countries=["ID"], scope_levels=["province"])
    assert scope(desk).total == 0
    assert "No office in this scope" in seen(desk.head)


# --- cost -------------------------------------------------------------------------------------------------------------


def test_the_desk_costs_at_most_twenty_queries_whatever_it_shows(bogor, django_assert_max_num_queries):
    ministry = staffed("Kementerian", kind="ministry", scope_countries=["ID"])
    slugs = ("daejeon", "kisarazu", "suwon", "seoul", "tainan")
    for slug in slugs:
        tie = opened(bogor, parties=("bogor", slug)).partnership
        add(bogor, tie, "instrument", **MOU, renewal_window_months=6)
        add(bogor, tie, "contact", kind="letter", date="2026-09", answer_awaited="yes")
        add(bogor, tie, "activity", kind="visit", status="planned", title={"id": "x"}, date="2026-12")
    counts = {}
    for name, actor in (("city", bogor.officer), ("ministry", ministry.head)):
        client = signed_in(actor)
        client.get(reverse("desk"))
        with django_assert_max_num_queries(20) as caught:
            answer = client.get(reverse("desk"))
        counts[name] = len(caught)
        assert len(answer.content) < 250_000
    assert all(counts.values())
