"""Is there a way by links to every page, for each who may open it; and is the desk near to what an office does?

Of each entry in the table of addresses the page is opened once for a person; its links, forms and downloads say to
which addresses one comes from there. From the first page and the desk every other must be reached.
"""

from collections import deque
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.urls import Resolver404, resolve

from tests.factories.world import make_world
from tests.integration.addresses import collected, name_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
TABLE = collected()
PEOPLE = ("anonymous", "head", "ministry", "administrator")
"""Between them they may open every page; an officer sees what a head does, but for what heads alone decide."""
NOT_LINKED = {
    "gallery": "for whoever builds pages; README and CONTRIBUTING lead there",
    "one-time-link": "comes printed, or by mail",
    "invitation": "comes by mail",
    "sheet-import": "after an upload: listed for the office that has one",
    "sheet-refused": "after an upload with refused rows",
    "similarity": "after two texts were sent",
    "similarity-file": "after two texts were sent",
    "package": "after an upload",
    "office-candidate": "once there is a candidate",
    "file-page": "of a file that has pages",
    "restore-row": "once something was withdrawn",
    "stake-end": "once a second office has a part in the record",
    "erase-person": "from a person that the office itself entered",
    "accept-statement": "once another statement stands beside",
    "map-new": "after a file was sent",
    "corpus-read": "for whoever brought the literature in",
    "why": "once a city was chosen",
    "why-paper": "once a city was chosen",
    "partners-compare": "once a city was chosen",
    "partners-export": "once a city was chosen",
    "studies-agreement-export": "once two coders were chosen",
}
NOT_LINKED_FOR = {
    ("ministry", "offices"): "from the page of its own office, which is no example in the table",
    ("ministry", "our-cases"): "it acts for no government that a case could tell of",
    ("administrator", "our-cases"): "as for a ministry",
    ("ministry", "date-understood"): "answers while somebody types; a ministry types no dates",
    ("administrator", "date-understood"): "as for a ministry",
}


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = {"a": "href", "form": "action", "img": "src", "link": "href"}.get(tag, "")
        self.found += [given[key] for key in (name, "hx-get", "data-source") if given.get(key)]


def leads_to(page):
    """The names of the addresses that a page leads to."""
    reader = _Links()
    reader.feed(page)
    found = set()
    for path in {urlsplit(one).path for one in reader.found if one.startswith("/")}:
        try:
            found.add(resolve(path).url_name)
        except Resolver404:  # of the assets
            continue
    return found


def links_of(world, person):
    """Name of an address -> the names that its pages lead this person to."""
    client, found = world.client(person), {}
    for key, entry in TABLE.items():
        if entry.people[person] == 200:
            answer = client.get(entry.url(key, world))
            leads = found.setdefault(name_of(key), set())
            if answer.get("Content-Type", "").startswith("text/html"):
                leads |= leads_to(answer.content.decode())
    return found


def clicks(links, start):
    """Name of an address -> how many clicks it is away from ``start``."""
    far, waiting = {start: 0}, deque([start])
    while waiting:
        name = waiting.popleft()
        for other in links.get(name, ()):
            if other not in far:
                far[other] = far[name] + 1
                waiting.append(other)
    return far


@pytest.fixture(scope="module")
def links(django_db_setup, django_db_blocker):
    """Made once, for it opens some hundred pages."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        yield {person: links_of(world, person) for person in PEOPLE}
        transaction.set_rollback(True)


@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_that_somebody_may_open_is_linked_from_another(links, person):
    reached = set(clicks(links[person], "home")) | set(clicks(links[person], "desk"))
    left = {name for name in set(links[person]) - reached if name not in NOT_LINKED}
    assert left == {name for who, name in NOT_LINKED_FOR if who == person}


WORK = {
    *("open-partnership", "partnerships", "partnership", "partnership-history", "keep-record", "new-row", "change-row"),
    *("publishing", "stakes", "files-of", "sheets", "sheet-upload", "sheet-export", "sheet-template", "shared-records"),
    *("new-record", "office", "office-invite", "office-edit", "office-needs", "office-candidates", "office-package"),
    *("our-cases", "case-adopt", "partners", "board", "disputes", "dispute", "checks", "search", "account", "undo"),
}


def test_an_office_worker_finds_everything_within_two_clicks_of_the_desk(links):
    far = clicks(links["head"], "desk")
    assert {name: far.get(name) for name in WORK if far.get(name, 9) > 2} == {}
