"""Loading the countries and places of the world, and finding them."""

import csv
import io
import lzma
import time
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kembar.access.actors import Actor
from kembar.analysis.distance import great_circle_km
from kembar.casebook.actions import remove
from kembar.places.actions import COUNTRY_COLUMNS, DATA, PLACE_COLUMNS, Loaded, load_places
from kembar.places.models import Country, DataVersion, Place, PlaceName
from kembar.places.queries import find_places

AT = datetime(2018, 9, 21, 12, tzinfo=UTC)
COUNTRIES = [
    ["ID", "IDN", "142", "035", "MY PG TL"],
    ["JP", "JPN", "142", "030", ""],
    ["KR", "KOR", "142", "030", "KP"],
]
BOGOR = ["1648473", "Bogor", "ID", "West Java", "-6.59444", "106.78917", "1078351", "Asia/Jakarta", "Buitenzorg|보고르"]
KISARAZU = ["1859393", "Kisarazu", "JP", "Chiba", "35.38329", "139.93254", "136166", "Asia/Tokyo", "木更津"]


def files(folder, places, countries=COUNTRIES, place_columns=PLACE_COLUMNS):
    """A folder as the build tool writes it, with these rows alone."""

    def table(columns, rows):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([columns, *rows])
        return text.getvalue().encode()

    folder.mkdir(exist_ok=True)
    (folder / "countries.csv").write_bytes(table(COUNTRY_COLUMNS, countries))
    (folder / "places.csv.xz").write_bytes(lzma.compress(table(place_columns, places)))
    return folder


def load(folder, **more):
    return load_places(by="operator", at=AT, folder=folder, **more)


@pytest.fixture(scope="class")
def empty_tables(django_db_setup, django_db_blocker):
    """No places, and so no casebook that needs them; taken back after these tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        remove(by=Actor.product("tests"), at=AT)
        for model in (PlaceName, Place, Country, DataVersion):
            model.objects.all().delete()
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_tables")
class TestLoading:
    def test_rows_hold_what_the_files_say(self, tmp_path):
        assert load(files(tmp_path, [BOGOR, KISARAZU])) == Loaded(changed=True, countries=3, places=2, names=5)
        bogor = Place.objects.get(geonames_id=1648473)
        assert (bogor.name, bogor.ascii_name, bogor.country_id, bogor.unit) == ("Bogor", "Bogor", "ID", "West Java")
        assert (bogor.latitude, bogor.longitude, bogor.population) == (-6.59444, 106.78917, 1078351)
        assert (bogor.time_zone, bogor.search_key) == ("Asia/Jakarta", "bogor")
        assert bogor.alternate_names.split("\n") == ["Buitenzorg", "보고르"]
        assert Country.objects.get(code="ID").neighbours == ["MY", "PG", "TL"]

    def test_a_second_load_of_the_same_files_reads_and_writes_nothing(self, tmp_path):
        folder = files(tmp_path, [BOGOR])
        load(folder)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert load(folder) == Loaded(changed=False)
        assert not [query for query in queries if not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]

    def test_the_stamp_says_which_edition_by_whom_and_when(self, tmp_path):
        load(files(tmp_path, [BOGOR]))
        stamp = DataVersion.objects.get(name="places")
        assert len(stamp.sha256) == 64
        assert (stamp.loaded_by, stamp.loaded_at) == ("operator", AT)

    def test_a_newer_edition_brings_rows_up_to_date_and_adds_new_ones(self, tmp_path):
        load(files(tmp_path, [BOGOR]))
        renamed = [BOGOR[0], "Kota Bogor", *BOGOR[2:-1], "Bogor"]
        assert load(files(tmp_path, [renamed, KISARAZU])).changed
        assert Place.objects.get(geonames_id=1648473).name == "Kota Bogor"
        assert [place.name for place in find_places("Kisarazu")] == ["Kisarazu"]
        assert find_places("Buitenzorg") == []

    def test_a_place_that_the_files_drop_keeps_its_row_but_is_not_found(self, tmp_path):
        load(files(tmp_path, [BOGOR, KISARAZU]))
        load(files(tmp_path, [BOGOR]))
        assert Place.objects.filter(geonames_id=1859393).exists()
        assert find_places("Kisarazu") == []

    def test_progress_counts_the_places_written(self, tmp_path):
        told = []
        load(files(tmp_path, [BOGOR, KISARAZU]), progress=told.append)
        assert told == [2]

    @pytest.mark.parametrize(
        "places, columns, sentence",
        [
            ([BOGOR, KISARAZU[:-1]], PLACE_COLUMNS, "line 3: 9 columns expected, 8 found"),
            ([BOGOR], ["id", *PLACE_COLUMNS[1:]], "the first line should read geonames_id,name"),
            ([[*BOGOR[:4], "north", *BOGOR[5:]]], PLACE_COLUMNS, "place '1648473' \\(Bogor\\) has a broken number"),
        ],
    )
    def test_a_broken_file_is_refused_with_its_line_and_leaves_what_was_there(
        self, tmp_path, places, columns, sentence
    ):
        load(files(tmp_path, [BOGOR]))
        with pytest.raises(ValueError, match=sentence):
            load(files(tmp_path, places, place_columns=columns))
        assert [place.name for place in find_places("bogor")] == ["Bogor"]
        assert load(files(tmp_path, [BOGOR])) == Loaded(changed=False)

    def test_a_place_off_the_globe_is_refused_by_the_database(self, tmp_path):
        with pytest.raises(IntegrityError), transaction.atomic():
            load(files(tmp_path, [[*BOGOR[:4], "-96.59444", *BOGOR[5:]]]))
        assert not Place.objects.exists()


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The whole world, loaded once for the tests below and taken back after them; gives the seconds it took."""
    with django_db_blocker.unblock(), transaction.atomic():
        begun = time.process_time()  # of the processor: other tests run on the same cores
        loaded = load_places(by="operator", at=AT)
        seconds = time.process_time() - begun
        assert loaded.changed
        yield loaded, seconds
        transaction.set_rollback(True)


def names(places):
    return [place.name for place in places]


class TestWorld:
    def test_it_loads_whole_in_under_twenty_seconds(self, world):
        loaded, seconds = world
        assert (loaded.countries, loaded.places) == (Country.objects.count(), Place.objects.count())
        assert loaded.countries == 250
        assert loaded.places > 230_000
        assert loaded.names == PlaceName.objects.count() > 1_000_000
        assert seconds < 20

    def test_the_index_of_names_is_there_again_after_a_load(self, world):
        with connection.cursor() as cursor:
            assert "places_name_key" in connection.introspection.get_constraints(cursor, "places_placename")

    @pytest.mark.parametrize(
        "text, country, geonames_id",
        [
            ("Tangerang Selatan", "ID", 8581443),
            ("South Tangerang", "ID", 8581443),
            ("tangerangselatan", "ID", 8581443),
            ("Bogor", "ID", 1648473),
            ("BANDUNG", "ID", 1650357),
            ("Kisarazu", "JP", 1859393),
            ("木更津", "JP", 1859393),
            ("Daejeon", "KR", 1835235),
            ("대전", "KR", 1835235),
            ("Seoul", "KR", 1835848),
            ("Suwon", "KR", 1835553),
            ("Baubau", "ID", 1649541),
            ("Bau-Bau", "ID", 1649541),
            ("Bydgoszcz", "PL", 3102014),
            ("torun", "PL", 3083271),
            ("Mossel Bay", "ZA", 973709),
            ("Fuqing", "CN", 1797120),
            ("Beihai", "CN", 1816705),
            ("siemreap", "KH", 1822214),
            ("Petaling Jaya", "MY", 1735158),
            ("québec", "CA", 6325494),
            ("Poix du Nord", "FR", 2986484),
            ("Fremantle", "AU", 2071223),
            ("Bangkinang", "ID", 1650285),
            ("Surabaya", "ID", 1625822),
        ],
    )
    def test_a_name_leads_to_its_place_first(self, world, text, country, geonames_id):
        first = find_places(text)[0]
        assert (first.geonames_id, first.country_id) == (geonames_id, country)

    def test_a_country_narrows_the_search(self, world):
        assert find_places("Kochi")[0].country_id == "IN"
        assert [place.country_id for place in find_places("kōchi", country="JP")] == ["JP", "JP"]
        assert find_places("Kochi", country="jp")[0].geonames_id == 1859146
        assert find_places("George Town", country="MY")[0].geonames_id == 1735106

    def test_what_follows_a_comma_narrows_it_too(self, world):
        assert find_places("Cuenca, Ekuador")[0].geonames_id == 3658666
        assert find_places("Cuenca, ecuador")[0].geonames_id == 3658666
        assert {place.unit for place in find_places("Springfield, Illinois")} == {"Illinois"}
        assert find_places("Bogor, Korea Selatan") == []
        assert find_places("Bogor, Japan", country="ID") == []
        assert find_places("Cuenca, nowhere") == find_places("Cuenca")

    def test_a_beginning_is_enough_and_the_largest_comes_first(self, world):
        assert names(find_places("tangerang sel")) == ["South Tangerang"]
        assert names(find_places("yogya", country="ID"))[0] == "Yogyakarta"
        assert names(find_places("s", country="ID", limit=2)) == ["Surabaya", "Semarang"]

    def test_exact_comes_before_beginning_and_own_before_alternate_names(self, world):
        found = find_places("Bandar", limit=200)
        own = [place.search_key == "bandar" for place in found]
        assert own[0]
        assert own == sorted(own, reverse=True)
        assert len({place.geonames_id for place in found}) == len(found) > 100

    def test_three_letters_are_a_beginning_not_the_code_of_an_airport(self, world):
        assert names(find_places("ban"))[:2] == ["Bangkok", "Bandung"]
        assert names(find_places("ban", country="ID"))[0] == "Bandung"

    def test_the_code_of_an_airport_still_finds_its_city_after_those(self, world):
        found = find_places("btj", country="ID")  # Banda Aceh's, which no name begins with
        assert names(found) == ["Banda Aceh"]

    @pytest.mark.parametrize("text", ["", "  ", "-", "%", "_", "’", ","])
    def test_nothing_typed_finds_nothing(self, world, text):
        assert find_places(text) == []

    @pytest.mark.parametrize("text", ["no such place anywhere", "Bogor'; DROP TABLE", "x" * 5000, "bogor\x00nowhere"])
    def test_what_is_no_place_is_not_found(self, world, text):
        assert find_places(text) == []

    def test_no_more_than_asked_for(self, world):
        assert len(find_places("san")) == 20
        assert len(find_places("san", limit=7)) == 7
        assert find_places("san", limit=0) == []

    def test_a_search_costs_few_queries(self, world):
        with CaptureQueriesContext(connection) as queries:
            find_places("tangerang")
        assert len(queries) <= 3

    @pytest.mark.requirement("R-038")
    def test_seats_of_tangerang_selatan_and_daejeon_are_about_5208_km_apart(self, world):
        a, b = find_places("Tangerang Selatan")[0], find_places("Daejeon")[0]
        apart = great_circle_km((a.latitude, a.longitude), (b.latitude, b.longitude))
        assert apart == pytest.approx(5208, abs=60)

    def test_every_shipped_place_is_found_under_its_own_name(self, world):
        with lzma.open(DATA / "places.csv.xz", "rt", encoding="utf-8", newline="") as file:
            some = [row for number, row in enumerate(csv.DictReader(file)) if number % 2500 == 0]
        assert len(some) > 90
        for row in some:
            found = find_places(row["name"], country=row["country"], limit=500)
            assert int(row["geonames_id"]) in {place.geonames_id for place in found}, row["name"]
