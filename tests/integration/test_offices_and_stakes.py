"""Who makes offices, invites colleagues and gives parts in partnerships; is it all in the history?"""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from kembar.access.actions import add_member, create_office, end_stake, grant_stake
from kembar.access.models import Membership, Office, Stake, User
from kembar.access.permissions import NotAllowed
from kembar.access.queries import actor_of, offices_of, stakes_in, stakes_of, who_is
from kembar.access.roles import Permission
from kembar.audit.models import Event
from kembar.partnerships.permissions import may_edit, may_read
from kembar.partnerships.queries.rights import facts_for_rights
from tests.factories.offices import START, Clock, member, opened, share, staffed, user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
DAY = timezone.localdate(START)


def test_an_administrator_makes_an_office_with_its_head_and_one_event_tells_so():
    admin = actor_of(user("admin", is_superuser=True))
    head = user("head")
    office = create_office(name="Bagian Kerja Sama Bogor", head=head, by=admin, at=START)
    assert (office.slug, list(offices_of(head))) == ("bagian-kerja-sama-bogor", [office])
    (event,) = Event.objects.filter(record_id=office.id)
    assert (event.action, event.by) == ("office.create", "admin")
    assert {one.subject_kind for one in event.changes.all()} == {"office", "membership"}
    assert create_office(name="Bagian Kerja Sama Bogor", by=admin, at=START).slug == "bagian-kerja-sama-bogor-2"


def test_only_the_head_and_an_administrator_invite_colleagues():
    bogor, other = staffed("Bogor"), staffed("Bandung")
    new = user("new")
    for by, reason in ((bogor.officer, "role"), (other.head, "role"), (actor_of(new), "no_office")):
        with pytest.raises(NotAllowed) as denied:
            add_member(office=bogor.office, user=new, role="officer", by=by, at=START)
        assert denied.value.denied.reason == reason
    add_member(office=bogor.office, user=new, role="officer", by=bogor.head, at=START)
    add_member(office=bogor.office, user=new, role="head", by=bogor.head, at=START)
    assert Membership.objects.get(user=new).role == "head"
    change = Event.objects.filter(action="office.add_member").first().changes.get()
    assert {(event.record_id) for event in Event.objects.filter(action="office.add_member", by=bogor.head.label)} == {
        bogor.office.id
    }
    assert change.after["role"] in ("head", "officer")
    with pytest.raises(NotAllowed):
        create_office(name="Kantor liar", by=bogor.head, at=START)


def test_a_stake_gives_rights_from_its_first_day_until_its_last():
    bogor, kisarazu = staffed("Bogor", government="bogor"), staffed("Kisarazu")
    tie = opened(bogor).partnership
    given = {"office": kisarazu.office, "partnership_id": tie.pk, "from_day": DAY}
    with pytest.raises(NotAllowed) as denied:
        grant_stake(**given, by=kisarazu.head, at=START)
    assert denied.value.denied.reason == "stake"
    grant_stake(**given, side="b", by=bogor.head, at=START)
    stake = Stake.objects.get(office=kisarazu.office)
    end_stake(stake=stake, to_day=DAY + timedelta(days=10), why="Serah terima", by=bogor.head, at=START)
    officer = who_is(User.objects.get(pk=kisarazu.officer.user_id))
    allowed = [bool(may_edit(officer, facts_for_rights(tie, DAY + timedelta(days=n)))) for n in (-1, 0, 9, 10)]
    assert allowed == [False, True, True, False]
    grant_stake(**given, may_edit=False, by=bogor.head, at=START)  # begins anew, to read
    facts = facts_for_rights(tie, DAY)
    assert (bool(may_read(officer, facts, "record")), may_edit(officer, facts).reason) == (True, "reads_only")
    events = Event.objects.filter(record_id=tie.pk, action__startswith="stake").order_by("changes__id")
    assert [event.action for event in events] == ["stake.grant", "stake.end", "stake.grant"]
    assert dict(stakes_in(tie.pk, DAY)) == {bogor.office.id: True, kisarazu.office.id: False}


def test_a_stake_that_would_end_before_it_began_is_removed():
    bogor, kisarazu = staffed("Bogor"), staffed("Kisarazu")
    tie = opened(bogor).partnership
    share(tie, kisarazu)
    end_stake(stake=Stake.objects.get(office=kisarazu.office), to_day=DAY, why="Keliru", by=bogor.head, at=START)
    assert not Stake.objects.filter(office=kisarazu.office).exists()


def test_rights_are_asked_from_the_tables_for_a_ministry_and_for_nobody():
    bogor = staffed("Bogor", government="bogor")
    tie = opened(bogor).partnership
    desk = staffed("Kementerian", kind="ministry", scope_countries=["ID"], scope_levels=["city"])
    overseer = who_is(User.objects.get(pk=member(desk.office, "overseer", "ministry").user_id))
    facts = facts_for_rights(tie, DAY)
    assert facts.parties == (("ID", "city"), ("JP", "city"))
    assert [bool(may_read(overseer, facts, part)) for part in ("public", "record", "confidential")] == [
        True,
        True,
        False,
    ]
    assert who_is(AnonymousUser()).desks == ()
    officer = User.objects.get(pk=bogor.officer.user_id)
    assert who_is(officer).at(Permission.WRITE_RECORD)[0].office == bogor.office.id
    assert [one.partnership_id for one in stakes_of(officer, DAY)] == [tie.pk]
    assert list(stakes_of(officer, date(2020, 1, 1))) == []


def test_who_left_an_office_acts_for_it_no_more():
    bogor = staffed("Bogor")
    Membership.objects.filter(user_id=bogor.officer.user_id).delete()
    with pytest.raises(NotAllowed) as denied:
        opened(bogor, at=Clock()())
    assert denied.value.denied.reason == "no_office"
    assert Office.objects.filter(pk=bogor.office.pk).exists()
