"""May somebody come in who should not: by guessing, by a session planted before, by a link that leads elsewhere?"""

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kembar.access import signing_in
from kembar.access.actions import count_try, forget_tries
from kembar.access.actors import Actor
from kembar.access.models import Guess
from kembar.access.refusals import Refused
from kembar.access.rules import ACCOUNT, ADDRESS
from kembar.audit.models import Event
from tests.factories.offices import START, staffed, user
from tests.factories.world import make_world
from tests.integration.addresses import collected

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "not secret at all", "a guess"
BY = Actor.product("tests")
BAD_TARGETS = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "http:///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    " https://evil.example",
    "\thttps://evil.example",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "//testserver:80@evil.example/",
    "https://evil.example%2f@testserver/../..//evil.example",
    "/\n/evil.example",
    "ftp://testserver/",
    "http://[::1]/",
]


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def sari():
    return user("sari")


def sign_in(client, password=RIGHT, name="sari", **more):
    return client.post(reverse("sign-in"), {"username": name, "password": password}, **more)


def is_in(client):
    return "_auth_user_id" in client.session


def test_the_right_password_leads_to_the_desk_and_a_wrong_one_says_so_and_keeps_the_name(sari, client):
    answer = sign_in(client, WRONG)
    assert (answer.status_code, is_in(client)) == (200, False)
    assert "do not belong together" in answer.content.decode()
    assert 'value="sari"' in answer.content.decode()
    assert sign_in(client)["Location"] == reverse("desk")


def test_guessing_is_slowed_and_told_how_long_even_the_right_password_waits(sari):
    for _try in range(ACCOUNT.free):
        assert sign_in(Client(), WRONG).status_code == 200
    stranger = Client()
    answer = sign_in(stranger)
    assert (answer.status_code, answer["Retry-After"], is_in(stranger)) == (429, "4", False)
    assert "Wait 4 seconds" in answer.content.decode()
    assert RIGHT not in answer.content.decode()
    Guess.objects.update(next_at=timezone.now() - timedelta(seconds=1))  # the wait is over
    assert is_in(stranger) or sign_in(stranger)["Location"] == reverse("desk")
    assert not Guess.objects.filter(key=signing_in.account_key("sari")).exists()


@pytest.mark.parametrize("name", ["sari", "SARI", " sari ", "ｓａｒｉ"])
def test_spelling_the_name_otherwise_counts_for_the_same_account(name):
    assert signing_in.account_key(name) == signing_in.account_key("sari")


def test_who_guesses_from_elsewhere_does_not_shut_out_a_machine_that_was_used_before(sari):
    own = Client()
    sign_in(own)
    own.post(reverse("sign-out"))
    for _try in range(40):
        sign_in(Client(), WRONG, REMOTE_ADDR="203.0.113.9")
    assert sign_in(Client(), REMOTE_ADDR="198.51.100.7").status_code == 429
    assert sign_in(own, REMOTE_ADDR="198.51.100.7").status_code == 302
    own.post(reverse("sign-out"))
    for _try in range(ACCOUNT.free):
        sign_in(own, WRONG)
    assert sign_in(own).status_code == 429  # nor may that machine guess


def test_a_neighbour_at_the_same_address_shuts_out_no_machine_that_was_used_before(sari):
    own = Client()
    sign_in(own)
    own.post(reverse("sign-out"))
    for number in range(ADDRESS.free + 5):
        sign_in(Client(), WRONG, name=f"user{number}")
    user("budi")
    assert sign_in(Client(), name="budi").status_code == 429
    assert sign_in(own).status_code == 302


def test_a_device_cookie_of_one_account_or_a_made_up_one_is_worth_nothing_for_another(sari):
    user("budi")
    machine = Client()
    sign_in(machine, name="budi")
    machine.post(reverse("sign-out"))
    for _try in range(ACCOUNT.free):
        sign_in(Client(), WRONG)
    assert sign_in(machine).status_code == 429
    machine.cookies[signing_in.DEVICE_COOKIE] = "made:up"
    assert sign_in(machine).status_code == 429
    assert "sari" not in machine.cookies[signing_in.DEVICE_COOKIE].value


def test_one_address_cannot_try_one_password_on_many_accounts():
    answers = [
        sign_in(Client(), WRONG, name=f"user{number}", REMOTE_ADDR="203.0.113.9").status_code for number in range(25)
    ]
    assert answers == [200] * ADDRESS.free + [429] * 5
    assert sign_in(Client(), WRONG, name="user1", REMOTE_ADDR="203.0.113.10").status_code == 200


def test_the_address_is_the_one_a_trusted_server_saw_and_nothing_a_visitor_wrote(rf):
    def of(remote, forwarded=""):
        return signing_in.client_address(rf.get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded))

    assert of("203.0.113.9", "10.0.0.1") == "203.0.113.9"
    assert of("127.0.0.1", "198.51.100.1, 203.0.113.9") == "203.0.113.9"
    assert of("127.0.0.1") == "127.0.0.1"
    keys = {signing_in.address_key(rf.get("/", REMOTE_ADDR=f"2001:db8:1:2::{n}")) for n in range(1, 9)}
    assert len(keys) == 1


def test_the_wait_doubles_up_to_a_bound_and_a_refused_try_does_not_lengthen_it():
    waits = [ACCOUNT.wait(tries).total_seconds() for tries in (0, 4, 5, 6, 7, 12, 13, 500)]
    assert waits == [0, 0, 4, 8, 16, 512, 900, 900]
    at = START
    for _try in range(ACCOUNT.free):
        count_try(keys=[("k", ACCOUNT)], by=BY, at=at)
    for seconds in (1, 2, 3):
        with pytest.raises(Refused) as refused:
            count_try(keys=[("k", ACCOUNT)], by=BY, at=at + timedelta(seconds=seconds))
        assert refused.value.data == {"seconds": 4 - seconds}
    count_try(keys=[("k", ACCOUNT)], by=BY, at=at + timedelta(seconds=4))
    assert Guess.objects.get().tries == ACCOUNT.free + 1


def test_tries_are_forgotten_after_a_day_and_an_address_keeps_those_on_other_accounts():
    at = START
    for _try in range(3):
        count_try(keys=[("k", ACCOUNT), ("a", ADDRESS)], by=BY, at=at)
    forget_tries(account="k", address="a", by=BY, at=at)
    assert list(Guess.objects.values_list("key", "tries")) == [("a", 2)]
    count_try(keys=[("other", ACCOUNT)], by=BY, at=at + timedelta(days=2))
    assert list(Guess.objects.values_list("key", flat=True)) == ["other"]


def test_a_session_planted_before_signing_in_is_worth_nothing_after(sari):
    attacker = Client()
    attacker.get(reverse("sign-in"))
    planted = attacker.session
    planted["planted"] = True
    planted.save()
    victim = Client()
    victim.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    sign_in(victim)
    assert victim.cookies[settings.SESSION_COOKIE_NAME].value != planted.session_key
    attacker.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    assert attacker.get(reverse("desk")).status_code == 302
    assert not is_in(attacker)


@pytest.mark.parametrize("target", BAD_TARGETS)
def test_no_address_leads_elsewhere(target, sari):
    for name, field in (("sign-in", "next"), ("set_language", "next"), ("choose-office", "next")):
        client = Client()
        if name == "choose-office":
            client.force_login(sari)
        sent = {"username": "sari", "password": RIGHT, "language": "en", field: target}
        got = client.post(reverse(name), sent, HTTP_REFERER=target)["Location"]
        assert got in (reverse("desk"), reverse("home")), (name, got)
        asked = Client()
        asked.force_login(sari)
        answer = asked.get(reverse("sign-in"), {"next": target})
        assert answer["Location"] == reverse("desk")


def test_signing_in_leads_on_to_the_page_that_was_asked_for(sari, client):
    answer = client.post(reverse("sign-in"), {"username": "sari", "password": RIGHT, "next": "/kantor/?halaman=2"})
    assert answer["Location"] == "/kantor/?halaman=2"


def test_signing_out_takes_a_button_and_not_a_link(sari, client):
    sign_in(client)
    assert client.get(reverse("sign-out")).status_code == 405
    assert is_in(client)
    client.post(reverse("sign-out"))
    assert not is_in(client)


@pytest.mark.usefixtures("casebook")
def test_every_address_refuses_what_another_site_posts():
    world, told = make_world(), {}
    for key, entry in collected().items():
        client = Client(enforce_csrf_checks=True)
        client.force_login(world.users["administrator"])
        told[key] = client.post(entry.url(key, world), entry.sent(world)).status_code
    assert set(told.values()) == {403}, {key: status for key, status in told.items() if status != 403}


def test_cookies_are_kept_from_scripts_and_from_other_sites(sari, client):
    sign_in(client)
    client.get(reverse("account"))
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, signing_in.DEVICE_COOKIE):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/"), name
    assert client.session.get_expiry_age() == 14 * 24 * 3600


def test_a_new_password_needs_the_present_one_and_ends_all_other_sessions(sari, client):
    elsewhere = Client()
    for one in (client, elsewhere):
        sign_in(one)
    new = "gajah makan tebu"
    wrong = client.post(reverse("password"), {"current": WRONG, "password": new, "again": new})
    assert "not your present password" in wrong.content.decode()
    client.post(reverse("password"), {"current": RIGHT, "password": new, "again": new})
    sari.refresh_from_db()
    assert (sari.check_password(new), is_in(client)) == (True, True)
    assert client.get(reverse("account")).status_code == 200
    assert elsewhere.get(reverse("account")).status_code == 302
    event = Event.objects.get(action="account.password")
    assert (event.by_user_id, event.changes.count()) == (sari.pk, 0)


def test_at_an_open_session_the_present_password_cannot_be_guessed_either(sari, client):
    sign_in(client)
    tries = [
        client.post(reverse("password"), {"current": f"guess {n}", "password": "x" * 12, "again": "x" * 12})
        for n in range(ACCOUNT.free + 1)
    ]
    assert "Wait 4 seconds" in tries[-1].content.decode()
    assert sign_in(Client()).status_code == 302  # and nobody is shut out at the door by it


@pytest.mark.parametrize("password", ["short", "password1234", "sari sari sari", "1234567890"])
def test_a_weak_password_is_refused_with_the_reason(password, client):
    one = user("sari-sari-sari" if password.startswith("sari") else "sari")
    client.force_login(one)
    sent = {"current": RIGHT, "password": password, "again": password}
    said = client.post(reverse("password"), sent).content.decode()
    assert re.search(r"too short|too common|too similar", said)
    one.refresh_from_db()
    assert one.check_password(RIGHT)


def test_other_sessions_are_counted_and_ended(sari, client):
    machines = [client, Client(), Client()]
    for one in machines:
        sign_in(one)
    assert "in 2 other places" in client.get(reverse("account")).content.decode()
    client.post(reverse("end-sessions"))
    assert [one.get(reverse("account")).status_code for one in machines] == [200, 302, 302]


def test_an_account_says_how_one_is_called_and_in_which_language(sari, client):
    user("other", email="taken@example.org")
    sign_in(client)
    sent = {"name": "Sari Wulandari", "email": "Taken@example.org", "language": "id"}
    assert "Another account has this e-mail address" in client.post(reverse("account"), sent).content.decode()
    client.post(reverse("account"), sent | {"email": "sari@example.org"})
    sari.refresh_from_db()
    assert (sari.get_full_name(), sari.email, sari.language) == ("Sari Wulandari", "sari@example.org", "id")
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "id"


@pytest.mark.usefixtures("casebook")
def test_who_works_in_two_offices_chooses_for_which_to_act(client):
    from kembar.access.actions import add_member
    from kembar.access.models import User

    bogor, bandung = staffed("Kota Bogor"), staffed("Kota Bandung")
    officer = User.objects.get(pk=bogor.officer.user_id)
    add_member(office=bandung.office, user=officer, role="officer", by=BY, at=START)
    client.force_login(officer)
    assert "<h1>Kota Bandung</h1>" in client.get(reverse("desk")).content.decode()
    client.post(reverse("choose-office"), {"office": "kota-bogor", "next": reverse("desk")})
    assert "<h1>Kota Bogor</h1>" in client.get(reverse("desk")).content.decode()
    stranger = staffed("Kota Cimahi")
    client.post(reverse("choose-office"), {"office": stranger.office.slug})
    assert "<h1>Kota Bogor</h1>" in client.get(reverse("desk")).content.decode()


def test_a_count_of_tries_survives_many_at_once():
    """Every admitted try was counted before its password was looked at: the sum tells."""
    at = datetime(2026, 1, 1, tzinfo=START.tzinfo)
    admitted = 0
    for _try in range(50):
        try:
            count_try(keys=[("k", ACCOUNT)], by=BY, at=at)
            admitted += 1
        except Refused:
            pass
    assert admitted == ACCOUNT.free == Guess.objects.get().tries
