"""The pages of a city, of a country and of the network of the world's twins."""

import pytest
from django.urls import reverse

from kembar.matching.models import WorldImport
from kembar.places.models import Place
from kembar.places.queries import find_places
from tests.integration.test_world_links import load

pytest_plugins = ()
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def world(request, db):
    """The small gazetteer and links of the tests of importing."""
    request.getfixturevalue("places")
    return load(request.getfixturevalue("file"))


from tests.integration.test_world_links import file, places  # noqa: E402, F401 - fixtures


class TestACity:
    def test_it_tells_facts_clock_names_and_twins_with_their_source(self, client, world):
        page = client.get(reverse("city", args=["1"]), headers=ENGLISH).content.decode()
        for words in ("1,078,351", "UTC+07.00", "Buitenzorg", "Kisarazu", "each names the other", "twins.csv"):
            assert words in page
        assert reverse("why", args=[1, 3]) in page

    @pytest.mark.usefixtures("casebook")
    def test_its_province_is_told_in_the_language_of_the_reader_and_found_in_both(self, client):
        address = reverse("city", args=["bandung"])
        assert "West Java" in client.get(address, headers=ENGLISH).content.decode()
        page = client.get(address, headers={"accept-language": "id"}).content.decode()
        assert "Jawa Barat" in page
        assert "West Java" not in page
        found = {find_places(text)[0].pk for text in ("Bandung, Jawa Barat", "Bandung, West Java")}
        assert found == {Place.objects.get(name="Bandung", unit="West Java").pk}

    def test_who_alone_names_the_other_is_told_from_either_side(self, client, world):
        ours = client.get(reverse("city", args=["2"]), headers=ENGLISH).content.decode()
        theirs = client.get(reverse("city", args=["4"]), headers=ENGLISH).content.decode()
        assert "only the entry of this city names it" in ours
        assert "only the entry of the other names this city" in theirs

    def test_a_city_without_twins_says_so(self, client, world):
        page = client.get(reverse("city", args=["9"]), headers=ENGLISH).content.decode()
        assert "No file tells a twin of this city." in page
        assert "unknown" in page  # its number of inhabitants

    def test_an_unknown_city_is_not_found(self, client, world):
        assert client.get(reverse("city", args=["77777"])).status_code == 404
        assert client.get(reverse("city", args=["atlantis"])).status_code == 404

    @pytest.mark.usefixtures("casebook")
    def test_a_government_leads_to_its_seat_and_its_ties(self, client):
        page = client.get(reverse("city", args=["bandung"]), headers=ENGLISH).content.decode()
        assert reverse("partnership", args=["bandung-seoul"]) in page
        assert reverse("government", args=["bandung"]) in page


class TestACountry:
    def test_it_counts_links_by_partner_country_and_city(self, client, world):
        answered = client.get(reverse("country", args=["ID"]))
        summary = answered.context["summary"]
        assert (summary.links, summary.cities, summary.at_home) == (2, 2, 0)
        assert [(one.key, one.twins) for one in summary.countries] == [("JP", 1), ("KR", 1)]

    def test_a_link_inside_the_country_counts_for_both_its_cities(self, client, world):
        summary = client.get(reverse("country", args=["KR"])).context["summary"]
        assert (summary.links, summary.cities, summary.at_home) == (2, 2, 1)
        assert [(one.name, one.twins) for one in summary.top] == [("Suwon", 2), ("Seoul", 1)]

    def test_names_will_do_and_an_unknown_country_is_not_found(self, client, world):
        assert client.get(reverse("country", args=["indonesia"])).status_code == 200
        assert client.get(reverse("country", args=["atlantis"])).status_code == 404


class TestTheNetwork:
    def test_every_import_keeps_the_figures_of_the_network_after_it(self, client, world):
        assert (world.figures["nodes"], world.figures["links"], world.figures["components"]) == (5, 3, 2)
        page = client.get(reverse("network"), headers=ENGLISH).content.decode()
        assert "Assortativity" in page
        assert "twins.csv" in page

    def test_what_could_not_be_placed_is_listed_by_kind(self, client, world):
        page = client.get(reverse("network"), headers=ENGLISH).content.decode()
        assert "Atlantis" in page
        only = client.get(reverse("network"), {"kind": "self_link"}, headers=ENGLISH).content.decode()
        assert "Bandung - Bandung" in only
        assert "Buitenzorg - Bogor" not in only

    def test_without_any_import_it_says_what_to_do(self, client, db):
        WorldImport.objects.all().delete()
        assert "kembar world import FILE" in client.get(reverse("network"), headers=ENGLISH).content.decode()

    @pytest.mark.parametrize("address", ["city", "country", "network"])
    def test_a_page_asks_at_most_twenty_times(self, client, world, django_assert_max_num_queries, address):
        arguments = {"city": ["1"], "country": ["ID"], "network": []}[address]
        with django_assert_max_num_queries(20):
            client.get(reverse(address, args=arguments))
