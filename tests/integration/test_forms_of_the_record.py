"""Do the forms write what was typed, ask little, and never lose anything?"""

import pytest
from django.urls import reverse

from kembar.access.models import User
from kembar.evidence.catalogue import kinds
from kembar.partnerships.forms.layout import LAYOUTS, layout_of
from kembar.partnerships.models import Activity, Contact, Instrument, Party
from tests.factories.offices import Clock, opened, staffed
from tests.factories.pages import fields_of, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def bogor():
    return staffed("Bagian Kerja Sama Kota Bogor", government="bogor")


@pytest.fixture
def kisarazu():
    return staffed("Kisarazu City Hall", government="kisarazu")


@pytest.fixture
def tie(bogor):
    return opened(bogor).partnership


@pytest.fixture
def as_officer(client, bogor):
    client.force_login(User.objects.get(pk=bogor.officer.user_id))
    client.cookies["language"] = "en"
    return client


def add(parent, child):
    own = next(code for code, one in kinds().items() if one.model is type(parent))
    return reverse("new-row", args=[LAYOUTS[own].address, parent.pk, LAYOUTS[child].address])


def change(row):
    own = next(code for code, one in kinds().items() if one.model is type(row))
    return reverse("change-row", args=[LAYOUTS[own].address, row.pk])


LETTER = {
    "kind": "letter",
    "from_side": "b",
    "date": "21 Sept. 2016",
    "subject-en": "Exchange of pupils",
    "answer_awaited": "yes",
}


def test_a_letter_is_entered_in_five_fields(as_officer, tie):
    answer = sent(as_officer, add(tie, "contact"), LETTER)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    (letter,) = Contact.objects.filter(partnership=tie)
    assert (letter.kind, letter.from_side, letter.date, letter.subject) == (
        "letter",
        "b",
        "2016-09-21",
        {"en": "Exchange of pupils"},
    )
    assert letter.date_words == "21 Sept. 2016"


def test_every_kind_of_the_catalogue_has_its_form(as_officer, tie):
    paper = sent(as_officer, add(tie, "instrument"), {"kind": "mou"})
    parents = {"partnership": tie, "instrument": Instrument.objects.get(partnership=tie)}
    assert paper.status_code == 302
    sent(as_officer, add(tie, "activity"), {"kind": "visit", "status": "done", "title-en": "A visit"})
    parents["activity"] = Activity.objects.get(partnership=tie)
    parents["government"] = Party.objects.filter(partnership=tie).first().government
    opened_forms = set()
    for code, own in kinds().items():
        if own.record == code and code not in ("partnership", "act"):
            assert as_officer.get(reverse("new-record", args=[layout_of(own).address])).status_code == 200, code
            opened_forms.add(code)
    for parent, row in parents.items():
        for child in kinds()[parent].children.values():
            page = as_officer.get(add(row, child))
            assert page.status_code == 200, child
            asked = fields_of(page)
            for attribute in kinds()[child]:
                is_box = attribute.type in ("flag", "codes")  # sent when ticked
                is_parent = attribute.code == parent
                found = any(name.split("-")[0] == attribute.code for name in asked)
                assert found or is_box or is_parent, (child, attribute.code)
            opened_forms.add(child)
    assert set(kinds()) - opened_forms == {"partnership", "act", "offer_candidate"}
