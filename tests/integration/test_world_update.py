"""``kembar world update``: from the query service's answers to links in the register, cut off half-way and gone on."""

import json

import pytest

from kembar.matching import wikidata
from kembar.matching.models import WorldImport, WorldLink
from kembar.matching.world_files import UnreadableFile
from tests.integration.test_world_links import places  # noqa: F401 - a fixture

ENTITY = "http://www.wikidata.org/entity/"
ANSWER = {
    "head": {"vars": ["city", "sister"]},
    "results": {
        "bindings": [
            {"city": {"type": "uri", "value": ENTITY + a}, "sister": {"type": "uri", "value": ENTITY + b}}
            for a, b in (("Q1", "Q3"), ("Q3", "Q1"), ("Q2", "Q4"), ("Q2", "Q9"))
        ]
    },
}
TOWNS = {
    "Q1": ("Bogor", "Point(106.79 -6.59)", "ID"),
    "Q2": ("Bandung", "Point(107.6 -6.92)", "ID"),
    "Q3": ("Kisarazu", "Point(139.93 35.38)", "JP"),
    "Q4": ("Suwon", "Point(127.0 37.29)", "KR"),
    "Q9": ("Atlantis", "Point(0.5 0.5)", ""),
}


def cities():
    rows = []
    for key, (name, point, country) in TOWNS.items():
        row = {"city": ENTITY + key, "label": name, "coordinates": point, "country": country}
        rows.append({what: {"type": "literal", "value": value} for what, value in row.items() if value})
    return {"head": {"vars": ["city", "label", "coordinates", "country"]}, "results": {"bindings": rows}}


@pytest.fixture
def service(monkeypatch, settings, tmp_path):
    """The recorded service; what it was asked, and how long the command rested between two questions."""
    asked, rests, state = [], [], {"down": False}

    def ask(query):
        asked.append(query)
        if "VALUES" in query and state["down"]:
            raise UnreadableFile("unreachable", why="no network")
        body = cities() if "VALUES" in query else ANSWER
        return wikidata.Reply(200, None, json.dumps(body).encode())

    monkeypatch.setattr(wikidata, "ask", ask)
    monkeypatch.setattr("kembar.matching.commands.world.time.sleep", rests.append)
    monkeypatch.setattr("kembar.home.home", lambda: tmp_path)
    return asked, rests, state


@pytest.mark.usefixtures("places")
class TestUpdating:
    def test_the_answers_become_links_and_what_has_no_place_is_named(self, command, service):
        told = command("world", "update", "--json")
        assert told.code == 0, told.err
        assert (told.json["counts"]["links"], told.json["counts"]["cities_unmatched"]) == (2, 1)
        assert told.json["problems"]["unmatched"][0]["name"] == "Atlantis"
        link = WorldLink.objects.get(place_a=1, place_b=3)
        assert (link.source, link.declared_by_a, link.declared_by_b) == ("wikidata", True, True)
        asked, rests, _state = service
        assert (len(asked), rests) == (2, [wikidata.PAUSE] * 2)

    def test_cut_off_half_way_it_says_so_writes_nothing_and_goes_on_where_it_stopped(self, command, service):
        asked, _rests, state = service
        state["down"] = True
        told = command("world", "update")
        assert (told.code, "Traceback" in told.err) == (2, False)
        assert not WorldImport.objects.exists()
        state["down"] = False
        assert command("world", "update").code == 0
        assert sum("VALUES" not in query for query in asked) == 1  # the links were kept from the first time

    def test_a_whole_update_is_followed_by_a_new_one(self, command, service):
        command("world", "update")
        command("world", "update")
        asked = service[0]
        assert len(asked) == 4
        assert WorldImport.objects.count() == 2
