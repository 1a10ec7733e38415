"""Every address × every kind of person: one table, and an address that is not in it fails the test.

Nothing is open by accident: a view that does not say that anybody may read it asks for a sign-in, and each address is
listed here with what each kind of person gets.
"""

from datetime import UTC, datetime

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kembar.access.models import Membership, Office, User
from kembar.evidence.models import Dispute
from kembar.law.models import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
AT = datetime(2026, 11, 22, tzinfo=UTC)
PEOPLE = ("anonymous", "signed_in", "member", "superuser")
ANYBODY = dict.fromkeys(PEOPLE, 200)
SUPERUSER = {"anonymous": 302, "signed_in": 403, "member": 403, "superuser": 200}

READ = {
    "home": (),
    "search": (),
    "partnerships": (),
    "partnership": ("bogor-kisarazu",),
    "partnership-json": ("bogor-kisarazu",),
    "partnership-history": ("bogor-kisarazu",),
    "government": ("bandung",),
    "organisation": ("mtdc",),
    "documents": (),
    "document": ("004",),
    "factors": (),
    "fields": (),
    "tallies": (),
    "disputes": (),
    "checks": (),
    "law": (),
    "about": (),
    "gallery": (),
    "personal-data": (),
}
"""Address by name -> the arguments of an example; anybody may read it."""
TABLE = {name: (arguments, ANYBODY) for name, arguments in READ.items()} | {
    "partnerships-export": (("csv",), ANYBODY),
    "dispute": (lambda: (Dispute.objects.first().pk,), ANYBODY),
    "act": (lambda: (Act.objects.first().slug,), ANYBODY),
    "health": ((), SUPERUSER),
    "sign-in": ((), {"anonymous": 200, "signed_in": 302, "member": 302, "superuser": 302}),
    "one-time-link": ((), ANYBODY),  # a button; only the button, with its token, signs in
    "sign-out": ((), {"anonymous": 302, "signed_in": 405, "member": 405, "superuser": 405}),
    "set_language": ((), dict.fromkeys(PEOPLE, 302)),
}


def addresses(patterns=None):
    """The name of every address that the product answers."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns)
        elif isinstance(one, URLPattern):
            yield one.name


def address(name):
    arguments, _people = TABLE[name]
    return reverse(name, args=arguments() if callable(arguments) else arguments)


@pytest.fixture
def person(client):
    """Signs the client in as one of PEOPLE."""

    def become(kind):
        if kind == "anonymous":
            return client
        user = User.objects.create_user(kind, password="x", is_superuser=kind == "superuser")
        if kind == "member":
            office = Office.objects.create(slug="bandung", name="Bandung", created_at=AT, created_by="test")
            Membership.objects.create(user=user, office=office, role="officer", created_at=AT, created_by="test")
        client.force_login(user)
        return client

    return become


def test_every_address_of_the_product_is_in_the_table():
    assert sorted(set(addresses())) == sorted(TABLE)


@pytest.mark.parametrize("kind", PEOPLE)
def test_each_kind_of_person_gets_what_the_table_says(kind, person):
    client = person(kind)
    got = {name: client.get(address(name)).status_code for name in TABLE}
    assert got == {name: people[kind] for name, (_arguments, people) in TABLE.items()}


def test_what_asks_for_a_sign_in_leads_there_and_back(client):
    answer = client.get(address("health"))
    assert answer["Location"] == f"{reverse('sign-in')}?next={address('health')}"


def test_a_link_that_signs_in_does_nothing_without_its_token(client):
    assert client.post(address("one-time-link"), {"token": "made up"}).status_code == 403
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", sorted(set(TABLE) - {"sign-in", "sign-out", "set_language", "one-time-link"}))
def test_pages_to_read_take_no_writing(name, person):
    client = person("superuser")
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(address(name)).status_code == 405, (name, method)
