"""Which partner: the list with its filters, weights and reasons; bad input; side by side; exports."""

import json
import re
from datetime import date

import pytest
from django.urls import reverse

from kembar.access.actors import Actor
from kembar.access.permissions import ANYBODY
from kembar.access.queries import who_is
from kembar.analysis.flights import CRUISE_KM_H, flight_hours
from kembar.analysis.partner_choice import DEFAULT_WEIGHTS, PRINCIPLES
from kembar.matching import actions, frames
from kembar.matching.choice import Order
from kembar.matching.filters import Filters
from kembar.matching.models import WorldImport, WorldLink
from kembar.matching.register import ties_of
from kembar.partnerships.models import Field, Partnership
from kembar.places.models import Country, Place
from tests.factories.registers import AT
from tests.factories.world import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
BY = Actor.product("test")
TODAY = date(2026, 11, 22)
EVERY = "min_population=0"


@pytest.fixture(autouse=True)
def twins():
    """A few twin towns between the cities of the session's gazetteer, some of them Bandung's neighbours'."""
    kept = WorldImport.objects.create(
        file_name="x", sha256="x", kind="list", source="list", imported_at=AT, imported_by="test"
    )
    for one, other in (("Bogor", "Seoul"), ("Surabaya", "Busan"), ("Seoul", "Kyoto"), ("Busan", "Xiamen")):
        a, b = sorted((place(one), place(other)), key=lambda found: found.pk)
        WorldLink.objects.create(
            place_a=a,
            place_b=b,
            source="list",
            first_import=kept,
            last_import=kept,
            first_seen_at=AT,
            last_seen_at=AT,
        )


@pytest.fixture
def client(client):
    """Reads in English."""
    client.cookies["language"] = "en"
    return client


def place(name):
    return Place.objects.filter(name=name).order_by("-population").first()


def order(**asked):
    return Order(place("Bandung"), at=TODAY, filters=Filters(**asked))


def listed(**asked):
    found = order(**asked)
    return [one.place for one in found.part(0, found.considered)]


class TestFilters:
    @pytest.mark.parametrize(
        ("asked", "passes"),
        [
            ({"country": "KR"}, lambda one: one.country_id == "KR"),
            ({"continent": "142"}, lambda one: one.country.region == "142"),
            ({"region": "030"}, lambda one: one.country.subregion == "030"),
            ({"language": "ko"}, lambda one: one.country_id in ("KR", "CN")),  # in Yanbian too, says CLDR
            ({"min_population": 1_000_000}, lambda one: one.population >= 1_000_000),
            ({"max_population": 500_000}, lambda one: 0 < one.population <= 500_000),
            ({"exclude_countries": frozenset({"JP", "KR"})}, lambda one: one.country_id not in ("JP", "KR")),
        ],
    )
    def test_each_keeps_the_cities_it_names_and_no_others(self, asked, passes):
        found = listed(**asked)
        everybody = listed()
        assert found
        assert {one.pk for one in found} == {one.pk for one in everybody if passes(one)}

    def test_distance_flight_and_clocks_keep_what_lies_within(self):
        everybody = {one.place.pk: one for one in order().part(0, 10_000)}
        for asked, passes in (
            ({"max_km": 3000}, lambda one: one.km <= 3000),
            ({"min_km": 5000}, lambda one: one.km >= 5000),
            ({"max_hours": 1}, lambda one: one.hours <= 1),
            ({"max_flight_hours": 7}, lambda one: flight_hours(one.km) <= 7),
        ):
            found = {one.pk for one in listed(**asked)}
            assert found
            assert found == {pk for pk, one in everybody.items() if passes(one)}, asked

    def test_a_flight_takes_half_an_hour_and_the_way(self):
        assert flight_hours(4 * CRUISE_KM_H) == pytest.approx(4.5)

    def test_only_without_a_twin_in_our_country(self):
        names = {one.name for one in listed(unlinked=True)}
        assert not names & {"Seoul", "Busan"}
        assert "Suwon" not in names, "the register calls it a twin of Bandung"
        assert {"Xiamen", "Kyoto"} & names  # their only twins are in Korea

    def test_coverage_is_the_one_that_the_list_shows(self):
        everybody = order().part(0, 10_000)
        bound = sorted(one.candidate.coverage for one in everybody)[len(everybody) // 2]
        found = order(min_coverage=bound)
        assert {one.place.pk for one in found.part(0, found.considered)} == {
            one.place.pk for one in everybody if one.candidate.coverage >= bound - 1e-6
        }

    def test_our_own_country_only_where_asked(self):
        assert not any(one.country_id == "ID" for one in listed())
        assert any(one.country_id == "ID" for one in listed(own_country=True))


class TestTwinsOfTheRegister:
    def test_a_tie_of_the_register_counts_as_an_imported_link_does(self):
        found = order()
        everybody = {one.place.name for one in found.part(0, found.considered)}
        assert "Seoul" not in everybody, "Bandung–Seoul is in force"
        assert "Petaling Jaya" not in everybody, "its state cannot be said: told as a sister city"
        assert {"Seoul", "Petaling Jaya"} <= {one.name for one in found.ours}
        seoul = found.of([place("Seoul")])[0]
        assert (seoul.already_twins, [tie.slug for tie in seoul.register]) == (True, ["bandung-seoul"])
        assert "Bandung" in {
            warned.twin.name for warned in Order(place("Bogor"), at=TODAY).of([place("Suwon")])[0].warnings
        }

    def test_as_at_a_day_before_it_began_it_is_none(self):
        found = {year: Order(place("Bogor"), at=date(year, 1, 1)).of([place("Kisarazu")])[0] for year in (2010, 2018)}
        assert (found[2010].already_twins, found[2010].register) == (False, ())
        assert (found[2018].already_twins, found[2018].register[0].state) == (True, "in_force")

    def test_one_that_ended_is_listed_and_told(self, client):
        found = Order(place("Bogor"), at=TODAY).of([place("Kisarazu")])[0]
        assert not found.already_twins
        page = client.get(f"{reverse('partners-compare')}?city=Bogor&c=Kisarazu").content.decode()
        assert "In the register:" in page
        assert reverse("partnership", args=["bogor-kisarazu"]) in page

    def test_what_an_office_keeps_to_itself_counts_for_its_readers_alone(self):
        world = make_world()
        Partnership.objects.filter(pk=world.other_tie.pk).update(is_published=False)
        names = [one.slug for one in ties_of(place("Bandung").pk, TODAY, who=ANYBODY)]
        assert world.other_tie.slug not in names
        stranger = world.users["stranger"]
        own = Order(place("Bandung"), at=TODAY, who=who_is(stranger, day=TODAY))
        suwon = own.of([place("Suwon")])[0]
        assert world.other_tie.slug in {tie.slug for tie in suwon.register}
        assert world.other_tie.slug not in {tie.slug for tie in order().of([place("Suwon")])[0].register}

    def test_a_tie_that_comes_is_seen_by_the_next_question(self):
        before = frames.frame(TODAY)
        assert frames.frame(TODAY) is before
        tie = Partnership.objects.get(slug="bandung-seoul")
        tie.state_spans.filter(kind="formal").update(state="ended")
        assert frames.frame(TODAY) is not before
        assert "Seoul" in {one.place.name for one in order().part(0, 500)}


class TestTheOrder:
    def test_parts_put_together_are_the_whole_and_places_count_on(self):
        found = order()
        whole = found.part(0, 40)
        parts = [*found.part(0, 7), *found.part(7, 25), *found.part(25, 40)]
        assert [one.place for one in parts] == [one.place for one in whole]
        assert [one.candidate.rank for one in whole] == list(range(1, 41))

    def test_a_city_asked_for_by_name_stands_where_the_list_has_it(self):
        found = order()
        whole = found.part(0, 40)
        picked = [whole[31].place, whole[2].place]
        assert [one.candidate.rank for one in found.of(picked)] == [32, 3]

    def test_every_stated_reason_moves_the_rank_the_stated_way(self, client):
        """The list without a principle, asked for by its address, gives exactly the rank that was stated."""
        url = reverse("partners-export", args=["json"])
        whole = client.get(f"{url}?city=Bandung&{EVERY}").json()
        moved = 0
        for principle in PRINCIPLES:
            without = client.get(f"{url}?city=Bandung&{EVERY}&w_{principle}=0").json()
            ranks = {one["id"]: one["rank"] for one in without["candidates"]}
            for one in whole["candidates"][:12]:
                reason = next(row for row in one["principles"] if row["principle"] == principle)
                assert ranks[one["id"]] == reason["rank_without"], (one["name"], principle)
                effect = {True: "lifts", False: "lowers"}[ranks[one["id"]] > one["rank"]]
                if ranks[one["id"]] != one["rank"] and reason["effect"] != "unknown":
                    moved += 1
                    assert reason["effect"] == effect
        assert moved > 10

    def test_weights_in_the_address_change_the_order(self, client):
        url = reverse("partners-export", args=["json"])
        plain = client.get(f"{url}?city=Bandung&{EVERY}").json()
        near = client.get(f"{url}?city=Bandung&{EVERY}&w_nearness=50").json()
        assert near["weights"] == {**DEFAULT_WEIGHTS, "nearness": 50}
        first = [sum(one["km"] for one in found["candidates"][:5]) for found in (near, plain)]
        assert first[0] < first[1] / 2

    def test_countries_without_relations_are_left_out_and_named(self, client):
        here, there = Country.objects.get(code="ID"), Country.objects.get(code="KR")
        actions.record_no_relations(one=here, other=there, source="a note of 2020", by=BY, at=AT)
        answer = client.get(f"{reverse('partners')}?city=Bandung&{EVERY}")
        page = answer.content.decode()
        assert "South Korea" in page
        assert "a note of 2020" in page
        assert not any(row["one"].place.country_id == "KR" for row in answer.context["rows"])
        side = client.get(f"{reverse('partners-compare')}?city=Bandung&c=Seoul").content.decode()
        assert "no diplomatic relations recorded (a note of 2020)" in side


class TestPages:
    def test_the_list_tells_reasons_in_sentences_and_claims_no_best(self, client, django_assert_max_num_queries):
        client.get(f"{reverse('partners')}?city=Bandung")  # the world is held from now on
        with django_assert_max_num_queries(20):
            answer = client.get(f"{reverse('partners')}?city=Bandung")
        page = answer.content.decode()
        assert "it names no best" in page
        assert "0 known links join" not in page
        first = answer.context["rows"][0]
        lifting = next(row for row in first["told"] if row.effect == "lifts")
        assert re.search(rf"number 1, without this number {lifting.rank_without:,}\.", page)
        assert len(answer.content) < 250_000

    def test_pages_go_on_where_the_one_before_ended(self, client):
        one = client.get(f"{reverse('partners')}?city=Bandung&{EVERY}")
        two = client.get(f"{reverse('partners')}?city=Bandung&{EVERY}&page=2")
        assert [row["one"].candidate.rank for row in one.context["rows"]] == list(range(1, 21))
        assert two.context["rows"][0]["one"].candidate.rank == 21

    def test_sheet_and_json_have_the_same_cities(self, client):
        query = f"city=Bandung&{EVERY}&country=KR"
        rows = client.get(f"{reverse('partners-export', args=['json'])}?{query}").json()["candidates"]
        sheet = client.get(f"{reverse('partners-export', args=['csv'])}?{query}").content.decode("utf-8-sig")
        assert [int(line.split(",")[1]) for line in sheet.splitlines()[1:]] == [one["id"] for one in rows]

    def test_up_to_five_stand_side_by_side(self, client):
        five = "&".join(f"c={place(name).pk}" for name in ("Seoul", "Suwon", "Busan", "Kyoto", "Xiamen"))
        answer = client.get(f"{reverse('partners-compare')}?city=Bandung&{five}")
        assert answer.status_code == 200
        assert [row["one"].place.name for row in answer.context["table"]["shown"]] == [
            *("Seoul", "Suwon", "Busan", "Kyoto", "Xiamen")
        ]

    def test_the_map_has_our_city_and_every_candidate(self, client):
        answer = client.get(f"{reverse('partners')}?city=Bandung&{EVERY}")
        data = json.loads(re.search(r'id="map-data"[^>]*>(.*?)</script>', answer.content.decode())[1])
        assert len(data["places"]) == 21
        assert {arc["from"] for arc in data["arcs"]} == {str(place("Bandung").pk)}


class TestWhatCannotBeRead:
    @pytest.mark.parametrize(
        ("query", "says"),
        [
            ("city=Atlantis", "No city is known by “Atlantis”"),
            ("city=Bandung&min_population=-5", "whole number from 0"),
            ("city=Bandung&min_population=many", "whole number from 0"),
            ("city=Bandung&w_size=abc", "Write a number from 0 to 100"),
            ("city=Bandung&w_size=-1", "Write a number from 0 to 100"),
            ("city=Bandung&w_size=nan", "Write a number from 0 to 100"),
            ("city=Bandung&w_size=1e9", "Write a number from 0 to 100"),
            ("city=Bandung&min_km=500&max_km=100", "At most must not be less than at least"),
            ("city=Bandung&exclude=Mordor", "No country is known by “Mordor”"),
            ("city=Bandung&country=XX", "XX is not one of the available choices"),
            ("city=Bandung&min_coverage=101", "Write a number from 0 to 100"),
            ("city=Bandung&" + "&".join(f"w_{one}=0" for one in PRINCIPLES), "give at least one principle a weight"),
        ],
    )
    def test_it_is_told_in_a_sentence_and_what_was_typed_stays(self, client, query, says):
        for name, arguments in (("partners", []), ("partners-compare", []), ("partners-export", ["json"])):
            answer = client.get(f"{reverse(name, args=arguments)}?{query}")
            assert answer.status_code == 400, name
            if "Atlantis" not in query or name == "partners":
                assert says in answer.content.decode(), name
        typed = query.split("&")[1].split("=")[1] if "&" in query else "Atlantis"
        assert typed in client.get(f"{reverse('partners')}?{query}").content.decode()

    def test_several_cities_of_a_name_are_offered(self, client):
        seoul = place("Seoul")
        twin = Place.objects.create(
            geonames_id=1,
            name="Suwon",
            ascii_name="Suwon",
            country=seoul.country,
            latitude=1,
            longitude=1,
            population=place("Suwon").population,
            time_zone="Asia/Seoul",
            search_key="suwon",
        )
        from kembar.places.models import PlaceName

        PlaceName.objects.create(key="suwon", rank=0, population=twin.population, country=seoul.country, place=twin)
        page = client.get(f"{reverse('partners')}?city=Suwon&w_size=2").content.decode()
        assert "Which one is meant?" in page
        assert "city=1&amp;w_size=2" in page or "w_size=2" in page.split("Which one is meant?")[1]
        export = client.get(f"{reverse('partners-export', args=['json'])}?city=Suwon")
        assert export.status_code == 400
        assert "1 Suwon" in export.content.decode()

    def test_six_cities_are_too_many_to_compare(self, client):
        six = "&".join(f"c={place(name).pk}" for name in ("Seoul", "Suwon", "Busan", "Kyoto", "Xiamen", "Kochi"))
        answer = client.get(f"{reverse('partners-compare')}?city=Bandung&{six}")
        assert answer.status_code == 400
        page = answer.content.decode()
        assert "6 cities were ticked; up to 5 stand side by side" in page
        assert page.count("without ") == 6

    def test_an_unknown_city_among_those_compared_is_named(self, client):
        answer = client.get(f"{reverse('partners-compare')}?city=Bandung&c=Seoul&c=Atlantis")
        assert answer.status_code == 400
        assert "Atlantis" in answer.content.decode()

    def test_another_kind_of_file_is_not_there(self, client):
        assert client.get(reverse("partners-export", args=["exe"]) + "?city=Bandung").status_code == 404

    @pytest.mark.parametrize(("typed", "read"), [("50.000", 50_000), ("50,000", 50_000), ("1 000 000", 1_000_000)])
    def test_thousands_may_be_set_apart(self, client, typed, read):
        answer = client.get(reverse("partners"), {"city": "Bandung", "min_population": typed})
        assert answer.context["form"].filters.min_population == read

    def test_a_comma_is_a_decimal_point(self, client):
        answer = client.get(reverse("partners"), {"city": "Bandung", "w_size": "1,5"})
        assert answer.context["form"].weights["size"] == 1.5


def test_needs_and_offers_of_nobody_leave_the_principle_unknown(client):
    answer = client.get(f"{reverse('partners-export', args=['json'])}?city=Bandung&{EVERY}").json()
    reason = next(row for row in answer["candidates"][0]["principles"] if row["principle"] == "complementarity")
    assert (reason["evidence"], reason["effect"]) == (None, "unknown")
    assert Field.objects.exists()
