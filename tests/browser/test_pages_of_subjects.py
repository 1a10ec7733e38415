"""Choice of a partner, places, files, sheets and packages as people meet them: at a desk and on a phone, in both
languages, with a world of offices and live records, signed in where that shows more.

The addresses are those of the table of addresses; the server shares the test's own connection.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_pages import AUDITED_AT, faults
from tests.factories.world import make_world
from tests.integration.addresses import collected
from tests.integration.test_office_search import field, place

TABLE = collected()
READ_BY = {
    "head": (
        "partners",
        "partners of a city",
        "partners-compare of three",
        "board",
        "office-needs",
        "office-candidates",
        "office-candidate",
        "why",
        "why of a live record",
        "city",
        "country",
        "network",
        "files-of",
        "file",
        "sheets",
        "sheet-dictionary",
        "sheet-import",
        "office-package",
    ),
    "administrator": ("packages",),
}
PICTURES = os.environ.get("KEMBAR_PICTURES")
"""A folder for pictures of every page, for who wants to look at them."""


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """A server on the world, made once: nothing that these tests ask for writes."""
    from django.db import connection, transaction
    from pytest_django.live_server_helper import LiveServer

    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop in this thread
        with transaction.atomic():
            world = make_world()
            _enrich(world)
            server = LiveServer("127.0.0.1")
            assert server.thread.connections_override == {"default": connection}
            yield server.url, world
            time.sleep(0.5)  # what the browser still asked for is answered before its connection is gone
            server.stop()
            transaction.set_rollback(True)


def _enrich(world):
    """Needs, offers, aims, a decision and an offer, so that no page of the search is empty."""
    from datetime import UTC, date, datetime

    from kembar.matching import actions, examples
    from kembar.matching.models import CandidateCity
    from tests.integration.addresses.matching import shortlisted

    office, officer = {"office": world.office}, world.actors["officer"]
    who = {"by": officer, "at": datetime(2026, 11, 1, tzinfo=UTC)}
    seat = world.office.government.seat
    for kind, city, public in (("need", seat, True), ("offer", place("Daejeon"), False)):
        actions.enter_wish(place=city, field=field("waste"), kind=kind, is_public=public, **office, **who)
    bandung = {"office": world.other_office, "by": world.actors["stranger"], "at": who["at"]}
    own = world.other_office.government.seat
    actions.enter_wish(place=own, field=field("waste"), kind="offer", is_public=True, **bandung)
    actions.begin_aims(aims=examples.bogor(), **office, **who)
    actions.add_foothold(country=place("Daejeon").country, text="Association of students of Bogor", **office, **who)
    _slug, city = shortlisted(world)
    row = CandidateCity.objects.get(office=world.office, place=city)
    head = {"by": world.actors["head"], "at": who["at"]}
    actions.decide(candidate=row, outcome="later", reason="Not in this year's budget", against=[], **head)
    actions.send_offer(candidate=row, channel="letter", sent_date=date(2026, 10, 1), text="Surat penawaran", **who)


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("person", READ_BY)
def test_no_page_has_a_fault_or_scrolls_sideways(site, browser, person, language):
    address, world = site
    said, found = [], {}
    context = browser.new_context(viewport=DESK, locale=language)
    cookies = world.client(person).cookies
    context.add_cookies([{"name": "sessionid", "value": cookies["sessionid"].value, "url": address}])
    page = context.new_page()
    page.on("console", lambda one: said.append(one.text) if one.type in ("error", "warning") else None)
    page.on("pageerror", lambda one: said.append(str(one)))
    for key in READ_BY[person]:
        url = TABLE[key].url(key, world)
        page.set_viewport_size(DESK)
        assert page.goto(address + url).status == 200, url
        assert page.locator("html").get_attribute("lang") == language
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            wide = page.evaluate("document.documentElement.scrollWidth")
            wrong = [f"{wide} pixels wide"] if wide > size["width"] else []
            wrong += faults(page) if size == AUDITED_AT[language] else []
            if wrong:
                found[f"{key} {size['width']}"] = wrong
            if PICTURES:
                name = f"{key.replace(' ', '_')}-{language}-{size['width']}.png"
                page.screenshot(path=str(Path(PICTURES) / name), full_page=True)
    context.close()
    assert not found, json.dumps(found, indent=1)
    assert said == []
