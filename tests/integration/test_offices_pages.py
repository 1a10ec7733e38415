"""From nothing to a working office: founding, inviting, joining, roles, leaving."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kembar.access.actions import (
    accept_invitation,
    add_member,
    end_member,
    invite,
    renew_invitation,
    withdraw_invitation,
)
from kembar.access.actions.inviting import LASTS, NewPerson
from kembar.access.actors import Actor
from kembar.access.models import Invitation, Membership, Office, User
from kembar.access.permissions import NotAllowed
from kembar.access.queries import actor_of, who_is
from kembar.access.refusals import Refused
from kembar.access.roles import Permission
from kembar.audit.models import Event
from kembar.offices.mails import mail_invitation
from kembar.partnerships.models import Government
from tests.factories.offices import PRODUCT, START, staffed, user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
NEW = {"name": "Sari Wulandari", "username": "sari", "password": "gajah makan tebu", "again": "gajah makan tebu"}
LINK = re.compile(r"http://testserver(/undangan/[^/\"]+/)")


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def admin():
    client = Client()
    client.force_login(user("admin", is_superuser=True))
    return client


@pytest.fixture
def bogor():
    return staffed("Kota Bogor", government="bogor")


def signed_in(actor):
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def invited(office, at=None, **more):
    return invite(office=office, **({"role": "officer"} | more), by=PRODUCT, at=at or timezone.now())


# --- founding ---------------------------------------------------------------------------------------------------------


def test_a_search_offers_governments_and_places_and_loses_nothing_that_was_typed(admin):
    said = text(admin.post(reverse("office-new"), {"name": "Kantor kami", "find": "Bogor", "find_now": "1"}))
    assert 'value="government:bogor"' in said
    assert 'value="Kantor kami"' in said
    assert "field-error" not in said
    assert not Office.objects.exists()


def test_an_office_is_founded_for_a_known_government_and_its_founder_leads_it(admin):
    sent = {"name": "Bagian Kerja Sama", "find": "Bogor", "acts_for": "government:bogor", "languages": ["id"]}
    answer = admin.post(reverse("office-new"), sent | {"lead": "on"})
    office = Office.objects.get()
    assert answer["Location"] == reverse("office", args=[office.slug])
    assert (office.government.slug, office.country_code, office.languages) == ("bogor", "ID", ["id"])
    assert Membership.objects.get().role == "head"


def test_an_office_is_founded_for_a_government_made_from_a_place_as_its_own_entry(admin):
    from kembar.places.models import Place

    place = Place.objects.exclude(pk__in=Government.objects.exclude(seat=None).values("seat")).first()
    sent = {"name": "Kantor", "find": place.name, "acts_for": f"place:{place.pk}", "languages": ["id", "en"]}
    assert "Say whether this is a city" in text(admin.post(reverse("office-new"), sent))
    assert not Office.objects.exists()
    admin.post(reverse("office-new"), sent | {"level": "city"})
    office = Office.objects.get()
    made = office.government
    assert (made.seat, made.level, made.kept_by, made.origin) == (place, "city", office, "live")
    assert {event.action for event in Event.objects.all()} >= {"office.create", "row.add", "office.change"}


def test_what_is_missing_is_said_beside_the_field(admin):
    said = text(admin.post(reverse("office-new"), {"name": "", "find": ""}))
    assert "Type its name and press Search" in said
    assert "Choose which one is meant" in text(admin.post(reverse("office-new"), {"name": "X", "find": "Bogor"}))
    said = text(admin.post(reverse("office-new"), {"kind": "ministry", "name": "X", "scope_countries": "Atlantis"}))
    assert "“Atlantis” is no country" in said
    assert not Office.objects.exists()


def test_a_ministry_is_founded_with_its_scope_and_who_leads_it_sees_what_it_oversees(admin):
    sent = {"kind": "ministry", "name": "Kemendagri", "country": "Indonesia", "languages": ["id"], "lead": "on"}
    admin.post(reverse("office-new"), sent | {"scope_countries": "Indonesia, Jepang", "scope_levels": ["city"]})
    office = Office.objects.get()
    assert (office.scope_countries, office.scope_levels) == (["ID", "JP"], ["city"])
    head = staffed("Kementerian", kind="ministry", scope_countries=["ID"]).head
    assert who_is(User.objects.get(pk=head.user_id)).at(Permission.READ_SCOPE)


@pytest.mark.parametrize("name", ["baru", "Pilih"])
def test_an_office_is_never_called_as_an_address_below_those_of_offices(name):
    from kembar.access.actions import create_office

    assert create_office(name=name, by=PRODUCT, at=START).slug == f"{name.lower()}-2"


def test_the_head_changes_the_name_and_an_administrator_the_scope_with_before_and_after(bogor, admin):
    head = signed_in(bogor.head)
    url = reverse("office-edit", args=["kota-bogor"])
    head.post(url, {"name": "Kantor baru", "languages": ["id"], "acts_for": "government:bandung", "level": "city"})
    office = Office.objects.get()
    assert (office.name, office.government.slug, office.slug) == ("Kantor baru", "bogor", "kota-bogor")
    (change,) = Event.objects.get(action="office.change").changes.all()
    assert (change.attribute, change.before, change.after) == ("name", "Kota Bogor", "Kantor baru")
    sent = {"name": "Kantor baru", "languages": ["id"], "find": "Bandung", "acts_for": "government:bandung"}
    admin.post(url, sent)
    assert Office.objects.get().government.slug == "bandung"


# --- inviting and joining ---------------------------------------------------------------------------------------------


def test_from_a_link_to_a_colleague_who_is_signed_in(bogor):
    answer = signed_in(bogor.head).post(reverse("office-invite", args=["kota-bogor"]), {"role": "officer"})
    link = LINK.search(answer.content.decode()).group(1)
    assert "no-store" in answer["Cache-Control"]
    newcomer = Client()
    for _look in range(2):  # a preview uses nothing up
        assert "Invitation to Kota Bogor" in text(newcomer.get(link))
    assert newcomer.post(link, NEW)["Location"] == reverse("desk")
    assert "<h1>Kota Bogor</h1>" in text(newcomer.get(reverse("desk")))
    sari = User.objects.get(username="sari")
    assert (sari.get_full_name(), sari.check_password(NEW["password"])) == ("Sari Wulandari", True)
    again = Client().post(link, NEW | {"username": "budi"})
    assert (again.status_code, User.objects.filter(username="budi").exists()) == (410, False)
    assert "used already" in text(again)
    actions = Event.objects.filter(record_id=bogor.office.id).order_by("at").values_list("action", flat=True)
    assert list(actions)[-2:] == ["office.invite", "office.accept_invitation"]


def test_the_link_is_kept_nowhere_and_what_it_said_of_the_person_goes_when_it_was_used(bogor):
    made = invited(bogor.office, name="Sari", email="sari@example.org")
    kept = str(list(Invitation.objects.values())) + str(list(Event.objects.values("changes__after")))
    assert made.token not in kept
    accept_invitation(
        token=made.token, by=Actor("Sari"), at=START, person=NewPerson("sari", "Sari", "gajah makan tebu")
    )
    one = Invitation.objects.get()
    assert (one.name, one.email, one.accepted_by.username) == ("", "", "sari")


def test_who_has_an_account_joins_with_it_and_only_once(bogor):
    made, other = invited(bogor.office), user("other")
    client = Client()
    client.force_login(other)
    link = reverse("invitation", args=[made.token])
    assert "Join as other" in text(client.get(link))
    client.post(link)
    assert Membership.objects.get(user=other).role == "officer"
    second = client.post(reverse("invitation", args=[invited(bogor.office).token]))
    assert (second.status_code, "work in this office already" in text(second)) == (410, True)


def test_a_link_that_ran_out_was_withdrawn_or_replaced_does_not_work(bogor):
    ran_out, withdrawn, replaced = (invited(bogor.office, START) for _n in range(3))
    with pytest.raises(Refused, match="expired"):
        accept_invitation(token=ran_out.token, by=bogor.head, at=START + LASTS)
    withdraw_invitation(invitation=withdrawn.invitation, by=bogor.head, at=START)
    with pytest.raises(Refused, match="withdrawn"):
        accept_invitation(token=withdrawn.token, by=bogor.head, at=START)
    fresh = renew_invitation(invitation=replaced.invitation, by=bogor.head, at=START + timedelta(days=9))
    with pytest.raises(Refused, match="no_invitation"):
        accept_invitation(token=replaced.token, by=bogor.head, at=START)
    stranger = actor_of(user("stranger"))
    accept_invitation(token=fresh.token, by=stranger, at=START + timedelta(days=20))
    with pytest.raises(Refused, match="used"):
        renew_invitation(invitation=replaced.invitation, by=bogor.head, at=START)


@pytest.mark.parametrize(
    "sent,said",
    [
        ({"username": "KOTA-BOGOR-HEAD"}, "has this user name already"),
        ({"email": "TAKEN@example.org"}, "has this e-mail address"),
        ({"password": "short", "again": "short"}, "too short"),
        ({"again": "something else"}, "not the same"),
        ({"username": "../../etc"}, "valid username"),
        ({"email": "x@y.z\r\nBcc: all@example.org"}, "valid email"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said_and_the_link_still_works(sent, said, bogor):
    user("taken", email="taken@example.org")
    made = invited(bogor.office)
    answer = Client().post(reverse("invitation", args=[made.token]), NEW | sent)
    assert (answer.status_code, said in text(answer)) == (200, True)
    assert 'value="Sari Wulandari"' in text(answer)
    assert NEW["password"] not in text(answer)
    assert Invitation.objects.get().accepted_at is None
    assert not User.objects.filter(first_name="Sari Wulandari").exists()


def test_only_the_head_and_an_administrator_invite(bogor):
    other = staffed("Kota Bandung")
    for by in (bogor.officer, other.head, actor_of(user("nobody"))):
        with pytest.raises(NotAllowed):
            invite(office=bogor.office, role="officer", by=by, at=START)
    with pytest.raises(Refused, match="role_not_there"):
        invite(office=bogor.office, role="ministry", by=bogor.head, at=START)


def test_an_invitation_is_mailed_where_mail_is_configured(bogor, settings):
    head = signed_in(bogor.head)
    sent = {"role": "officer", "email": "sari@example.org"}
    assert "sends no mail" in text(head.post(reverse("office-invite", args=["kota-bogor"]), sent))
    assert mail.outbox == []
    settings.MAIL = "smtp://mail.example.org"
    said = text(head.post(reverse("office-invite", args=["kota-bogor"]), sent))
    assert "mailed to sari@example.org" in said
    (letter,) = mail.outbox
    assert letter.to == ["sari@example.org"]
    assert LINK.search(letter.body).group(1) in said
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert "could not be mailed" in text(head.post(reverse("office-invite", args=["kota-bogor"]), sent))


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85"])
def test_no_name_brings_a_header_into_a_mail(end, bogor):
    bogor.office.name = f"Kantor{end}Bcc: all@example.org{end}{end}body"
    made = invited(bogor.office, email="sari@example.org").invitation
    made.office, made.created_by = bogor.office, f"Head{end}X-Evil: 1"
    made.email = f"sari@example.org{end}Bcc:all@example.org" if end == "\n" else made.email
    mail_invitation(made, "https://example.org/x")
    for letter in mail.outbox:
        told = letter.message()
        assert (told["Bcc"], told["X-Evil"]) == (None, None)
        assert len(letter.recipients()) == 1
        assert not re.search(r"^(bcc|x-evil):", told.as_string(), re.M | re.I)


# --- roles and leaving ------------------------------------------------------------------------------------------------


def test_the_last_head_neither_leaves_nor_becomes_an_officer(bogor):
    head, officer = (User.objects.get(pk=one.user_id) for one in (bogor.head, bogor.officer))
    with pytest.raises(Refused, match="last_head"):
        end_member(office=bogor.office, user=head, by=bogor.head, at=START)
    with pytest.raises(Refused, match="last_head"):
        add_member(office=bogor.office, user=head, role="officer", by=bogor.head, at=START)
    add_member(office=bogor.office, user=officer, role="head", by=bogor.head, at=START)
    end_member(office=bogor.office, user=head, by=bogor.head, at=START, why="Pindah")
    assert [one.user for one in Membership.objects.filter(office=bogor.office)] == [officer]
    with pytest.raises(Refused, match="no_member"):
        end_member(office=bogor.office, user=head, by=bogor.officer, at=START)


def test_the_page_says_why_the_last_head_stays(bogor):
    client = signed_in(bogor.head)
    url = reverse("member-end", args=["kota-bogor", bogor.head.user_id])
    assert "An office needs a head" in text(client.post(url, {"why": ""}, follow=True))
    url = reverse("member-role", args=["kota-bogor", bogor.head.user_id])
    assert "An office needs a head" in text(client.post(url, {"role": "officer"}, follow=True))


def test_who_left_acts_no_more_and_what_was_entered_stays_the_offices(bogor):
    from tests.factories.offices import opened

    tie = opened(bogor).partnership
    officer = signed_in(bogor.officer)
    officer.post(reverse("member-end", args=["kota-bogor", bogor.officer.user_id]), {"why": "Pindah tugas"})
    assert officer.get(reverse("office", args=["kota-bogor"])).status_code == 404
    tie.refresh_from_db()
    assert (tie.kept_by, tie.withdrawn_at) == (bogor.office, None)
    event = Event.objects.get(action="office.end_member")
    assert (event.why, event.by_user_id) == ("Pindah tugas", bogor.officer.user_id)
    with pytest.raises(NotAllowed):
        opened(bogor)


def test_two_heads_cannot_remove_each_other_one_stays(bogor):
    head, officer = (User.objects.get(pk=one.user_id) for one in (bogor.head, bogor.officer))
    add_member(office=bogor.office, user=officer, role="head", by=PRODUCT, at=START)
    end_member(office=bogor.office, user=officer, by=bogor.head, at=START)
    with pytest.raises(NotAllowed):
        end_member(office=bogor.office, user=head, by=bogor.officer, at=START)
    assert Membership.objects.filter(office=bogor.office, role="head").count() == 1
