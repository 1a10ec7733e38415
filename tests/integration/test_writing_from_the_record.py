"""Does whoever may write find, on the page to read, the form of each row and of each section; and nobody else?"""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kembar.access.models import User
from kembar.partnerships.actions.many import Draft, add_rows
from kembar.partnerships.actions.rows import add_row
from kembar.partnerships.models import Partnership
from tests.factories.offices import START, member, opened, share, staffed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
CHANGE = re.compile(r'href="(/catatan/[a-z-]+/[0-9a-f-]{36}/ubah/)">([^<]*)<')
ADD = re.compile(r'href="/catatan/kerja-sama/[0-9a-f-]{36}/tambah/([a-z-]+)/"')
MOST_BYTES = 250_000


@pytest.fixture
def bogor():
    return staffed("Kota Bogor", government="bogor")


@pytest.fixture
def tie(bogor):
    return opened(bogor).partnership


def add(keeper, parent, row_kind, **values):
    return add_row(kind=row_kind, parent=parent, values=values, by=keeper.officer, at=START).row


@pytest.fixture
def rows(bogor, tie):
    paper = add(bogor, tie, "instrument", kind="mou", date="2020-01-05", signed_by_governments="yes")
    return [
        paper,
        add(bogor, paper, "signature", side="a", office={"en": "Mayor"}),
        add(bogor, tie, "commitment", text={"en": "Ten pupils a year"}),
        add(bogor, tie, "activity", kind="visit", status="done", title={"en": "Visit"}, date="2021"),
        add(bogor, tie, "activity", kind="visit", status="planned", title={"en": "Another visit"}),
        add(bogor, tie, "contact", kind="letter", date="2020-02-01"),
        add(bogor, tie, "event", kind="milestone", title={"en": "Garden opened"}, date="2022"),
        add(bogor, tie, "obstacle", text={"en": "No budget"}),
        add(bogor, tie, "verdict", dimension="effectiveness", value="very_good", text={"en": "It works"}),
        add(bogor, tie, "motive", side="a", text={"en": "Pupils"}),
        add(bogor, tie, "revival", text={"en": "Called again"}, date="2023"),
        tie,
        *tie.parties.all(),
    ]


def page(client, tie, who, **query):
    if who is not None:
        client.force_login(User.objects.get(pk=who.user_id))
    client.cookies["language"] = "en"
    return client.get(reverse("partnership", args=[tie.slug]), query).content.decode()


def test_beside_each_row_stands_its_form_and_at_each_section_that_of_a_new_one(client, bogor, tie, rows):
    shown = page(client, tie, bogor.officer)
    links = dict(CHANGE.findall(shown))
    assert {one.rsplit("/", 3)[1] for one in links} == {str(row.pk) for row in rows}
    assert set(links.values()) == {"change"}
    assert all(client.get(one).status_code == 200 for one in links)
    assert set(ADD.findall(shown)) == {
        *("pihak", "naskah", "butir", "kegiatan", "komunikasi", "peristiwa"),
        *("hambatan", "penilaian", "motif", "hipotesis", "upaya", "tautan"),
    }


def test_on_an_empty_record_every_section_can_be_begun(client, bogor, tie):
    assert len(set(ADD.findall(page(client, tie, bogor.officer)))) == 12


def test_of_another_offices_rows_one_states_otherwise(client, bogor, tie, rows):
    kisarazu = staffed("Kisarazu", government="kisarazu")
    share(tie, kisarazu)
    assert set(dict(CHANGE.findall(page(client, tie, kisarazu.officer))).values()) == {"state otherwise"}


@pytest.mark.usefixtures("rows")
def test_nobody_else_is_shown_a_form(client, bogor, tie):
    ministry = staffed("Kemendagri", kind="ministry", scope_countries=["ID"])
    readers = [
        None,
        member(bogor.office, "peneliti", "researcher"),
        ministry.head,
        staffed("Lain", government="bandung").head,
    ]
    Partnership.objects.filter(pk=tie.pk).update(is_published=True)
    for who in readers:
        shown = page(client, tie, who)
        assert not CHANGE.findall(shown), who
        assert not ADD.findall(shown), who
        assert "enter " not in shown.split("<main", 1)[1].split("</main")[0], who
    assert not CHANGE.findall(page(client, tie, bogor.officer, lihat="umum"))


def test_a_case_told_by_documents_is_not_changed_from_its_page(client, bogor):
    assert not CHANGE.findall(page(client, Partnership.objects.get(slug="bogor-kisarazu"), bogor.officer))


def test_the_page_of_who_may_write_stays_within_its_queries_and_weight(client, bogor, tie, rows):
    letter = {"kind": "letter", "date": "2024-02-01"}
    drafts = [Draft("contact", tie.pk, letter | {"subject": {"en": f"Letter number {n}"}}) for n in range(150)]
    many = {"kind": "contact", "drafts": drafts, "records": [tie.pk], "total": 150, "batch": uuid4()}
    assert add_rows(**many, by=bogor.officer, at=START) == 150
    page(client, tie, bogor.officer)
    with CaptureQueriesContext(connection) as asked:
        shown = page(client, tie, None)
    assert len(asked) <= 20, "\n".join(one["sql"][:120] for one in asked)
    assert len(shown.encode()) < MOST_BYTES
