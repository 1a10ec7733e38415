"""The world's twin towns in the register: importing them, asking for partners, and the two commands."""

import json
from datetime import UTC, date, datetime

import numpy as np
import pytest

from kembar import cli
from kembar.access.actors import Actor
from kembar.audit.models import Event
from kembar.console import Refused
from kembar.matching import actions, choice, frames
from kembar.matching.commands import match, world
from kembar.matching.models import WorldImport, WorldLink, WorldProblem
from kembar.matching.queries import choose_place, twins_of
from kembar.matching.world_files import UnreadableFile
from kembar.partnerships.models import Field
from kembar.places.actions import load_places
from kembar.places.models import Country, Place
from tests.integration.test_places import files

AT = datetime(2022, 1, 9, 12, tzinfo=UTC)
LATER = datetime(2023, 1, 9, 12, tzinfo=UTC)
BY = Actor.product("test")
Q = "http://www.wikidata.org/entity/"
HEADER = "city,cityLabel,city_population,city_coordinate_location,sister,sisterLabel,sister_population,"
HEADER += "sister_coordinate_location\n"
COUNTRIES = [
    ["ID", "IDN", "142", "035", "MY"],
    ["JP", "JPN", "142", "030", ""],
    ["KR", "KOR", "142", "030", ""],
    ["TW", "TWN", "142", "030", ""],
]
PLACES = [
    ["1", "Bogor", "ID", "West Java", "-6.594", "106.789", "1078351", "Asia/Jakarta", "Buitenzorg"],
    ["2", "Bandung", "ID", "West Java", "-6.922", "107.607", "1699719", "Asia/Jakarta", ""],
    ["3", "Kisarazu", "JP", "Chiba", "35.383", "139.933", "136166", "Asia/Tokyo", "木更津"],
    ["4", "Suwon", "KR", "Gyeonggi", "37.291", "127.009", "1242724", "Asia/Seoul", "수원"],
    ["5", "Seoul", "KR", "Seoul", "37.566", "126.978", "10349312", "Asia/Seoul", ""],
    ["6", "Tainan", "TW", "Tainan", "22.991", "120.213", "771235", "Asia/Taipei", ""],
    ["7", "Twin", "JP", "Chiba", "35.0", "139.0", "50000", "Asia/Tokyo", ""],
    ["8", "Twin", "JP", "Tokyo", "36.0", "140.0", "60000", "Asia/Tokyo", ""],
    ["9", "Small", "JP", "Chiba", "35.1", "139.1", "0", "Asia/Tokyo", ""],
]
ROWS = [
    ("Q1", "Bogor", "106.79 -6.59", "Q3", "Kisarazu", "139.93 35.38"),
    ("Q3", "Kisarazu", "139.93 35.38", "Q1", "Bogor", "106.79 -6.59"),  # from the other side
    ("Q1", "Bogor", "106.79 -6.59", "Q3", "Kisarazu", "139.93 35.38"),  # said before
    ("Q2", "Bandung", "107.6 -6.92", "Q4", "Suwon", "127.0 37.29"),
    ("Q2", "Bandung", "107.6 -6.92", "Q99", "Atlantis", "0.5 0.5"),  # no such place
    ("Q2", "Bandung", "107.6 -6.92", "Q2", "Bandung", "107.6 -6.92"),  # with itself
    ("Q11", "Buitenzorg", "106.79 -6.59", "Q1", "Bogor", "106.79 -6.59"),  # two entries, one place
    ("Q5", "Seoul", "x y", "Q4", "Suwon", "127.0 37.29"),  # broken coordinates; the name alone will do
]


@pytest.fixture
def places(db, tmp_path):
    load_places(by="test", at=AT, folder=files(tmp_path / "gazetteer", PLACES, COUNTRIES))


@pytest.fixture
def file(tmp_path):
    lines = [f"{Q}{a},{n},,Point({p}),{Q}{b},{m},,Point({r})" for a, n, p, b, m, r in ROWS]
    path = tmp_path / "twins.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def load(path, at=AT, **more):
    return actions.import_world(path=path, by=BY, at=at, **more)


@pytest.mark.usefixtures("places")
class TestImporting:
    def test_every_row_becomes_a_link_or_a_named_problem(self, file):
        kept = load(file)
        assert kept.counts == {
            "rows": 8,
            "cities": 7,
            "cities_by_name": 6,
            "cities_unmatched": 1,
            "broken_coordinates": 1,
            "duplicate": 1,
            "link_unplaced": 1,
            "self_link": 1,
            "same_place": 1,
            "links": 3,
            "links_both_sides": 1,
            "links_one_sided": 2,
            "links_new": 3,
            "links_known_before": 0,
        }
        rows = (
            kept.counts["duplicate"]
            + kept.counts["link_unplaced"]
            + kept.counts["self_link"]
            + kept.counts["same_place"]
        )
        assert rows + kept.counts["links"] + kept.counts["links_both_sides"] == kept.counts["rows"]
        named = {(problem.kind, problem.line): problem.name for problem in kept.problems.all()}
        assert named[("unmatched", 6)] == "Atlantis"
        assert named[("self_link", 7)] == "Bandung - Bandung"
        assert named[("same_place", 8)] == "Buitenzorg - Bogor"
        assert named[("broken_coordinates", 9)] == "Seoul"

    def test_who_declared_a_link_is_kept(self, file):
        load(file)
        both = WorldLink.objects.get(place_a=1, place_b=3)
        assert (both.declared_by_a, both.declared_by_b) == (True, True)
        one = WorldLink.objects.get(place_a=2, place_b=4)
        assert (one.declared_by_a, one.declared_by_b) == (True, False)

    def test_a_second_import_sees_links_again_and_doubles_none(self, file):
        load(file)
        again = load(file, at=LATER)
        assert (again.counts["links_new"], again.counts["links_known_before"]) == (0, 3)
        link = WorldLink.objects.get(place_a=1, place_b=3)
        assert (link.first_seen_at, link.last_seen_at) == (AT, LATER)
        assert (link.first_import_id != link.last_import_id, link.last_import_id) == (True, again.id)

    def test_an_import_is_in_the_history(self, file):
        kept = load(file)
        event = Event.objects.get(action="matching.import_world")
        assert (event.record_id, event.by) == (kept.id, BY.label)

    def test_a_crosswalk_goes_before_names(self, file):
        kept = load(file, crosswalk={"Q99": 6})
        assert kept.counts["cities_by_crosswalk"] == 1
        assert WorldLink.objects.filter(place_a=2, place_b=6).exists()

    def test_ids_that_the_gazetteer_lacks_are_counted(self, tmp_path):
        path = tmp_path / "ids.csv"
        path.write_text("source,target\n1,3\n1,77777\n", encoding="utf-8")
        kept = load(path, source="list")
        assert (kept.counts["cities_id_not_in_gazetteer"], kept.counts["links"]) == (1, 1)
        assert WorldProblem.objects.get(kind="id_not_in_gazetteer").name == "77777"

    def test_places_that_fit_alike_are_ambiguous(self, tmp_path):
        path = tmp_path / "names.csv"
        path.write_text('source,target\n"Twin, Japan","Bogor, Indonesia"\nBandung,Suwon\n', encoding="utf-8")
        kept = load(path, source="list")
        problem = kept.problems.get(kind="ambiguous")
        assert (problem.name, problem.detail["alike"]) == ("Twin", [7, 8])

    @pytest.mark.parametrize(
        ("text", "code"), [("% sym\n1 2\n", "anonymous"), ("source,target\n70001,70002\n", "nothing_placed")]
    )
    def test_a_file_of_which_nothing_can_be_placed_writes_nothing(self, tmp_path, text, code):
        path = tmp_path / "x.csv"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(UnreadableFile) as caught:
            load(path)
        assert caught.value.code == code
        assert not WorldImport.objects.exists()


@pytest.mark.usefixtures("places")
class TestAsking:
    def test_a_name_an_id_and_an_alternate_name_mean_one_city(self):
        assert choose_place("bogor").place == choose_place("1").place == choose_place("Buitenzorg").place
        assert choose_place("Twin").place is None
        assert [place.pk for place in choose_place("Twin").choices] == [8, 7]
        assert choose_place("Nowhere").choices == ()

    def test_twins_come_with_their_link(self, file):
        load(file)
        assert [twin.name for twin, _link in twins_of(2)] == ["Suwon"]

    def test_candidates_are_abroad_unknown_as_partners_and_large_enough(self, file):
        load(file)
        bogor = Place.objects.get(pk=1)
        answer = choice.candidates(bogor, at=date(2022, 1, 9), min_population=100_000, limit=1000)
        listed = {one.place.pk for one in answer.listed}
        assert {4, 5, 6} <= listed  # Suwon, Seoul, Tainan
        assert not listed & {1, 2, 3, 7, 8, 9}  # itself, one at home, a twin already, those too small or of no size
        at_home = choice.candidates(bogor, at=AT.date(), own_country=True, limit=1000)
        assert "Bandung" in {one.place.name for one in at_home.listed}
        assert "Small" in {one.place.name for one in choice.candidates(bogor, at=AT.date(), limit=1000).listed}

    def test_no_diplomatic_relations_block_and_name_their_source(self, file):
        load(file)
        here, there = Country.objects.get(code="ID"), Country.objects.get(code="TW")
        actions.record_no_relations(one=there, other=here, source="document 004", by=BY, at=AT)
        bogor, tainan = Place.objects.get(pk=1), Place.objects.get(pk=6)
        assert "Tainan" not in {one.place.name for one in choice.candidates(bogor, at=AT.date(), limit=1000).listed}
        block = choice.pair(bogor, tainan, at=AT.date()).listed[0].blocks[0]
        assert (block.code, block.source) == ("no_diplomatic_relations", "document 004")

    @pytest.mark.requirement("R-037")
    def test_another_twin_in_the_country_warns_and_does_not_block(self, file):
        load(file)
        listed = choice.pair(Place.objects.get(pk=2), Place.objects.get(pk=5), at=AT.date()).listed[0]
        ours = next(warned for warned in listed.warnings if warned.whose == "ours")
        assert (ours.twin.name, ours.conflict.reasons) == ("Suwon", ("same_country", "near"))
        assert listed.blocks == ()

    def test_needs_and_offers_lift_a_candidate(self, file):
        load(file)
        field, _made = Field.objects.get_or_create(code="waste_for_test", defaults={"name": {"en": "waste"}})
        bogor, suwon = Place.objects.get(pk=1), Place.objects.get(pk=4)
        before = choice.pair(bogor, suwon, at=AT.date()).listed[0].candidate
        actions.enter_wish(place=bogor, field=field, kind="need", by=BY, at=AT)
        wish = actions.enter_wish(place=suwon, field=field, kind="offer", by=BY, at=AT)
        after = choice.pair(bogor, suwon, at=AT.date()).listed[0].candidate
        assert after.score == pytest.approx(before.score + np.log(2), abs=1e-5)
        assert after.coverage > before.coverage
        actions.withdraw_wish(wish=wish, by=BY, at=LATER)
        assert choice.pair(bogor, suwon, at=AT.date()).listed[0].candidate.score == pytest.approx(
            before.score, abs=1e-5
        )

    def test_new_links_are_seen_without_a_restart(self, file):
        before = frames.imported(2022)
        load(file)
        assert frames.imported(2022) is not before
        assert frames.imported(2022) is frames.imported(2022)
        assert len(frames.imported(2022).world.linked) == 5


def run(module, name, *words):
    return module.run(cli.parser_of(name).parse_args(list(words)))


@pytest.mark.usefixtures("places")
class TestCommands:
    def test_import_then_match_as_json(self, file, capsys):
        assert run(world, "world", "import", str(file), "--json") == 0
        assert json.loads(capsys.readouterr().out)["counts"]["links"] == 3
        assert run(match, "match", "Bogor", "--json", "--limit", "3", "--weights", "size=2,nearness=0") == 0
        answer = json.loads(capsys.readouterr().out)
        assert answer["weights"]["size"] == 2
        assert [one["rank"] for one in answer["candidates"]] == [1, 2, 3]
        assert answer["candidates"][0]["km"] > 1000

    def test_a_pair_and_the_tables_can_be_read(self, file, capsys):
        load(file)
        assert run(match, "match", "Bogor", "Suwon") == 0
        assert "Suwon" in capsys.readouterr().out
        assert run(match, "match", "Bogor") == 0
        assert "Seoul" in capsys.readouterr().out
        assert run(world, "world", "twins", "Bandung") == 0
        assert "Suwon" in capsys.readouterr().out
        assert run(world, "world", "figures") == 0
        assert "clustering" in capsys.readouterr().out

    def test_twins_of_a_country_stand_with_their_city_first(self, file, capsys):
        load(file)
        run(world, "world", "twins", "KR", "--json")
        rows = json.loads(capsys.readouterr().out)["twins"]
        assert {(row["city"]["name"], row["twin"]["name"]) for row in rows} == {
            ("Suwon", "Bandung"),
            ("Suwon", "Seoul"),
        }

    @pytest.mark.parametrize(
        ("words", "part"),
        [
            (("Nowhere",), "Nowhere"),
            (("Twin",), "  8  Twin"),
            (("Bogor", "Bogor"), "Bogor"),
            (("Bogor", "--weights", "beauty=1"), "beauty"),
            (("Bogor", "--weights", "size=-1"), "size"),
            (("Bogor", "--weights", "size"), "size"),
            (("Bogor", "--exclude-country", "Mordor"), "Mordor"),
            (("Bogor", "--limit", "0"), "1000"),
            ((), ""),
            (("Bogor", "--evaluate"), ""),
            (("--evaluate", "--test", "x.csv"), "--links"),
            (("--evaluate",), "0"),
            (("--evaluate", "--links", "no-such-file.csv"), "no-such-file.csv"),
        ],
    )
    def test_bad_input_is_refused_in_a_sentence(self, words, part):
        with pytest.raises(Refused) as caught:
            run(match, "match", *words)
        assert part in str(caught.value)

    def test_a_crosswalk_of_another_form_is_refused(self, file, tmp_path):
        path = tmp_path / "cross.csv"
        path.write_text("a,b\n1,2\n", encoding="utf-8")
        with pytest.raises(Refused, match=r"cross\.csv"):
            run(world, "world", "import", str(file), "--crosswalk", str(path))
