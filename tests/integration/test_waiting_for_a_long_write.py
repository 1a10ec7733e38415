"""What happens to an entry that waits too long because something large is being written?"""

import pytest
from django.db import OperationalError
from django.urls import reverse

from kembar.access.models import User
from kembar.partnerships.forms.layout import LAYOUTS
from kembar.partnerships.models import Contact
from kembar.partnerships.views import rows
from tests.factories.offices import opened, staffed
from tests.factories.pages import fields_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
LETTER = {"kind": "letter", "from_side": "a", "date": "3 Maret 2020", "subject-id": "Pertukaran <pelajar>"}


@pytest.fixture
def keeper():
    return staffed("Kota Bogor", government="bogor")


@pytest.fixture
def address(client, keeper):
    tie = opened(keeper).partnership
    client.force_login(User.objects.get(pk=keeper.officer.user_id))
    client.cookies["language"] = "en"
    return reverse("new-row", args=[LAYOUTS["partnership"].address, tie.pk, LAYOUTS["contact"].address])


@pytest.fixture
def locked(monkeypatch):
    """As SQLite answers when another connection writes for longer than the settings wait."""

    def waited(**_told):
        raise OperationalError("database is locked")

    def lock():
        monkeypatch.setattr(rows, "add_row", waited)

    return lock


def test_the_entry_is_told_to_wait_and_is_sent_again_as_it_was_typed(client, address, locked, monkeypatch):
    fields = fields_of(client.get(address)) | LETTER
    with monkeypatch.context():
        locked()
        answer = client.post(address, fields)
        monkeypatch.undo()
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "nothing of it was written, and nothing is lost" in page
    assert "Pertukaran &lt;pelajar&gt;" in page
    assert not Contact.objects.filter(number="").filter(subject={"id": LETTER["subject-id"]}).exists()
    again = client.post(address, fields_of(answer))  # the button of that page
    assert again.status_code == 302
    assert Contact.objects.get(subject={"id": LETTER["subject-id"]}).date == "2020-03-03"
    assert client.post(address, fields_of(answer)).status_code == 302
    assert Contact.objects.filter(subject={"id": LETTER["subject-id"]}).count() == 1, "sent twice, written once"


def test_another_error_of_the_database_is_not_taken_for_it(client, address, monkeypatch):
    def broken(**_told):
        raise OperationalError("no such table: partnerships_contact")

    monkeypatch.setattr(rows, "add_row", broken)
    client.raise_request_exception = False
    assert client.post(address, fields_of(client.get(address)) | LETTER).status_code == 500


def test_a_password_is_not_written_into_the_page(client, monkeypatch):
    def waited(*_told, **_more):
        raise OperationalError("database is locked")

    monkeypatch.setattr("kembar.access.views.SignIn.form_valid", waited)
    User.objects.create_user("siti", password="not secret at all")
    answer = client.post(reverse("sign-in"), {"username": "siti", "password": "not secret at all"})
    assert answer.status_code == 503
    assert "not secret at all" not in answer.content.decode()
