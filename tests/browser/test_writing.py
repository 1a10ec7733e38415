"""Writing in the record as officers do it: with the keyboard, without scripts, on a phone.

The server shares the test's own connection, so that what is written is taken back with the test.
"""

import time

import pytest

from kembar.access.models import User
from kembar.partnerships.models import Contact, Signature
from tests.browser.conftest import PHONE
from tests.browser.test_pages import faults, until
from tests.factories.offices import Clock, opened, staffed


@pytest.fixture(autouse=True, scope="module")
def beside_a_loop():
    """Playwright keeps an event loop in this thread, beside which the database is asked all the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture
def site(db):
    """A server of the test's own, on its connection: what is written is in the test's transaction."""
    from django.db import connection
    from pytest_django.live_server_helper import LiveServer

    server = LiveServer("127.0.0.1")
    assert server.thread.connections_override == {"default": connection}
    yield server.url
    time.sleep(0.5)  # what the browser still asked for is answered before its connection is gone
    server.stop()


@pytest.fixture
def bogor(site):
    return staffed("Bagian Kerja Sama Kota Bogor", government="bogor")


@pytest.fixture
def tie(bogor):
    return opened(bogor, at=Clock()()).partnership


def signed_in(visit, site, actor, path, **how):
    page = visit("/masuk/", **how)
    page.fill("input[name=username]", User.objects.get(pk=actor.user_id).username)
    page.fill("input[name=password]", "not secret at all")
    page.click("main button[type=submit]")
    page.goto(site + path)
    return page


def test_a_letter_is_entered_with_the_keyboard_alone_and_without_scripts(visit, site, bogor, tie):
    page = signed_in(visit, site, bogor.officer, f"/catatan/kerja-sama/{tie.pk}/tambah/komunikasi/", scripts=False)
    page.focus("#f-kind")
    for keys in ("letter", "Tab", "Kisarazu", "Tab", "*November 2016", "Tab", "*Exchange of pupils"):
        if keys == "Tab":
            page.keyboard.press("Tab")
        else:
            page.keyboard.type(keys.removeprefix("*"))
    while page.evaluate("document.activeElement.type") != "submit":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messages")
    assert "“November 2016” is understood as: some day in November 2016." in page.inner_text(".messages")
    letter = Contact.objects.get(partnership=tie)
    assert (letter.kind, letter.from_side, letter.date) == ("letter", "b", "2016-11")
    assert letter.subject == {"en": "Exchange of pupils"}


def test_with_scripts_a_date_is_echoed_and_a_name_found_while_one_types(visit, site, bogor, tie):
    from kembar.partnerships.actions.rows import add_row

    made = {"by": bogor.officer, "at": Clock()()}
    paper = add_row(kind="instrument", parent=tie, values={"kind": "mou"}, **made).row
    add_row(kind="person", values={"name": "Bima Contoh"}, **made)
    page = signed_in(visit, site, bogor.officer, f"/catatan/naskah/{paper.pk}/ubah/")
    page.fill("#f-date", "")
    page.type("#f-date", "21 Sept. 2016")
    until(page, lambda: "21 September 2016" in page.inner_text("#u-date"), "the date is not echoed")
    page.goto(f"{site}/catatan/naskah/{paper.pk}/tambah/tanda-tangan/")
    page.select_option("#f-side", "a")
    page.type("#f-person", "Bima C")
    until(page, lambda: page.locator("#p-person input[type=radio]").count() == 2, "the name is not found")
    page.check("#p-person input[value^=bima-contoh]")
    page.click("main .actions .button-main")
    page.wait_for_selector(".messages")
    assert Signature.objects.get(instrument=paper).person.name == "Bima Contoh"


def test_forms_have_no_fault_for_who_cannot_see_or_point_and_never_scroll_sideways(visit, site, bogor, tie):
    page = signed_in(visit, site, bogor.head, f"/catatan/kerja-sama/{tie.pk}/", size=PHONE)
    below = f"/catatan/kerja-sama/{tie.pk}/"
    paths = [below, below + "tambah/naskah/", below + "tambah/komunikasi/", below + "ubah/", below + "lengkap-sejak/"]
    paths += [below + "sumber/", below + "tarik/", "/kerja-sama/baru/?cari-mitra=Cuenca", "/catatan/orang/"]
    found = {}
    for path in paths:
        page.goto(site + path)
        for fold in page.locator("main details > summary").all():
            if fold.is_visible():
                fold.click()
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found[path] = (faults(page), wide)
    assert found == dict.fromkeys(paths, ([], 0))


def test_an_officers_day_on_a_phone_from_the_desk_to_an_answer_and_its_undoing(visit, site, bogor, tie):
    """Record, letter, answer chosen from the list, edited from the record, undone from the message: in Indonesian."""
    page = signed_in(visit, site, bogor.officer, "/meja/", size=PHONE, language="id", scripts=False)

    def enter(**typed):
        page.click("#timeline .quiet-actions a >> nth=0")
        for name, value in typed.items():
            field = page.locator(f"[name={name}]")
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        page.click(".entry button[type=submit] >> nth=0")
        page.wait_for_selector(".messages")

    page.click("main table a")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    enter(kind="letter", from_side="a", date="3 November 2025")
    letter = Contact.objects.get(partnership=tie)
    page.goto(f"{site}/kerja-sama/{tie.slug}/")
    enter(kind="email", from_side="b", date="15 November 2025", answers=str(letter.pk))
    assert Contact.objects.get(kind="email").answers == letter
    page.goto(f"{site}/kerja-sama/{tie.slug}/")
    assert "12 hari" in page.inner_text("#timeline")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.click("#timeline li:last-child a.quiet")
    page.fill("[name=date]", "16 November 2025")
    page.click(".entry button[type=submit] >> nth=0")
    page.click(".messages a")
    page.click("main form button[type=submit]")
    page.wait_for_selector(".messages")
    assert Contact.objects.get(kind="email").date == "2025-11-15"
