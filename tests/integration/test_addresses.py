"""Every address × every kind of person, and an address that is in no table fails.

Nothing is open by accident: a view that does not say that anybody may read it asks for a sign-in, and each address is
listed in ``tests/integration/addresses`` with what each kind of person gets. How to add one is told there.
"""

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.factories.world import PEOPLE, make_world
from tests.integration.addresses import collected, name_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
TABLE = collected()
OTHER_METHODS = ("put", "patch", "delete")


def addresses(patterns=None):
    """The name of every address that the product answers."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns)
        elif isinstance(one, URLPattern):
            yield one.name


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once for all tests here: each request takes back what it wrote."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def asked(world, person, key, method, data=None):
    """The status of one request by a person; whatever it wrote is taken back."""
    with transaction.atomic():
        client = world.client(person)
        status = getattr(client, method)(TABLE[key].url(key, world), data or {}).status_code
        transaction.set_rollback(True)
    return status


def test_every_address_of_the_product_is_in_the_table():
    assert sorted(set(addresses())) == sorted({name_of(key) for key in TABLE})


@pytest.mark.parametrize("person", PEOPLE)
def test_each_kind_of_person_gets_what_the_table_says(person, world):
    got = {key: asked(world, person, key, "get") for key in TABLE}
    assert got == {key: entry.people[person] for key, entry in TABLE.items()}


@pytest.mark.parametrize("person", PEOPLE)
def test_each_kind_of_person_may_write_what_the_table_says(person, world):
    taking = {key: entry for key, entry in TABLE.items() if entry.post is not None}
    got = {key: asked(world, person, key, "post", entry.sent(world)) for key, entry in taking.items()}
    assert got == {key: entry.post[person] for key, entry in taking.items()}


def test_pages_to_read_take_no_writing(world):
    to_read = {key for key, entry in TABLE.items() if entry.post is None}
    got = {key: asked(world, "administrator", key, "post") for key in to_read}
    assert got == dict.fromkeys(to_read, 405)


@pytest.mark.parametrize("method", OTHER_METHODS)
def test_no_address_takes_another_method(method, world):
    """Signing in and out and the choice of language are Django's own, which answer any method as they see fit."""
    own = set(TABLE) - {"sign-in", "sign-out", "set_language", "one-time-link"}
    got = {key: asked(world, "administrator", key, method) for key in own}
    assert got == dict.fromkeys(own, 405)


def test_what_asks_for_a_sign_in_leads_there_and_back(world, client):
    asking = {key: TABLE[key].url(key, world) for key, entry in TABLE.items() if entry.people["anonymous"] == 302}
    del asking["set_language"]  # leads back to where it was asked
    led = {key: client.get(url)["Location"] for key, url in asking.items()}
    assert led == {key: f"{reverse('sign-in')}?next={url}" for key, url in asking.items()}


def test_a_link_that_signs_in_does_nothing_without_its_token(client):
    assert client.post(reverse("one-time-link"), {"token": "made up"}).status_code == 403
    assert "_auth_user_id" not in client.session
