"""``kembar office``: the way of an operator over a shell, from nothing to a colleague who is signed in."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from kembar.access.models import Invitation, Membership, Office, User
from kembar.audit.models import Event
from kembar.places.models import Place
from tests.factories.offices import user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]


def path_in(text):
    return re.search(r"http://127\.0\.0\.1:8000(/\S+)", text).group(1)


def test_from_nothing_to_a_head_who_is_signed_in(command):
    made = command("office", "create", "Bagian Kerja Sama Kota Bogor", "--government", "bogor", "--json")
    assert (made.code, made.json["government"], made.json["country"]) == (0, "bogor", "ID")
    invited = command("office", "invite", made.json["slug"], "--name", "Sari", "--json").json
    assert invited["role"] == "head"  # while there is none
    sent = {"name": "Sari", "username": "sari", "password": "gajah makan tebu", "again": "gajah makan tebu"}
    client = Client()
    assert client.post(path_in(invited["link"]), sent)["Location"] == reverse("desk")
    assert Membership.objects.get().role == "head"
    assert command("office", "invite", made.json["slug"], "--json").json["role"] == "officer"
    (listed,) = command("office", "list", "--json").json["offices"]
    assert (listed["slug"], listed["people"]) == (made.json["slug"], 1)
    assert "operator" in set(Event.objects.values_list("by", flat=True))


def test_people_read_a_table_and_sentences(command):
    answer = command("office", "create", "Kota Bogor", "--government", "bogor")
    assert answer.out.splitlines()[1] == "Invite its head: kembar office invite kota-bogor --role head"
    assert "kota-bogor" in command("office", "list").out
    assert path_in(command("office", "invite", "kota-bogor").out).startswith("/undangan/")


def test_an_office_for_a_place_and_a_ministry_with_its_scope(command):
    place = Place.objects.filter(country="KR").first()
    made = command("office", "create", "Hall", "--place", str(place.pk), "--level", "city", "--json").json
    assert Office.objects.get(slug=made["slug"]).government.seat == place
    asked = ("--kind", "ministry", "--scope", "Indonesia,JP", "--levels", "city,province")
    made = command("office", "create", "Kementerian", *asked, "--json").json
    assert (made["scope_countries"], made["scope_levels"]) == (["ID", "JP"], ["city", "province"])


@pytest.mark.parametrize(
    "words,said",
    [
        (("create", " "), "1 to 200 characters"),
        (("create", "X"), "name it with --government"),
        (("create", "X", "--government", "bogr"), "Did you mean: bogor"),
        (("create", "X", "--place", "0"), "no place with the GeoNames number 0"),
        (("create", "X", "--kind", "ministry"), "name countries with --scope"),
        (("create", "X", "--kind", "ministry", "--scope", "Atlantis"), "“Atlantis” is no country"),
        (("create", "X", "--kind", "ministry", "--scope", "ID", "--levels", "village"), "“village” is no level"),
        (("invite", "nowhere"), "no office here yet"),
        (("sign-in-link", "nobody"), "no account called nobody"),
        (("found",), "invalid choice"),
        ((), "required"),
    ],
)
def test_bad_input_is_one_sentence_and_leaves_with_2(command, words, said):
    answer = command("office", *words)
    assert (answer.code, answer.out, said in answer.err) == (2, "", True), answer.err
    assert not Office.objects.exists()


def test_an_invitation_says_what_is_wrong(command):
    command("office", "create", "Kota Bogor", "--government", "bogor")
    assert "“ministry” is no role" in command("office", "invite", "kota-bogor", "--role", "ministry").err
    bad = command("office", "invite", "kota-bogor", "--email", "x@y.z\nBcc: all@example.org")
    assert (bad.code, "is no e-mail address" in bad.err) == (2, True)
    assert "Did you mean: kota-bogor" in command("office", "invite", "kota-bgor").err
    assert not Invitation.objects.exists()
    assert mail.outbox == []


def test_a_link_signs_somebody_in_once(command):
    user("sari")
    path = path_in(command("office", "sign-in-link", "sari").out)
    token = path.partition("token=")[2]
    for expected in (302, 403):
        client = Client()
        assert client.post(reverse("one-time-link"), {"token": token}).status_code == expected
    assert User.objects.get(username="sari").last_login is not None
