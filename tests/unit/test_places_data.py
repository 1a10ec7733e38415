"""The shipped files of countries and places: complete, well-formed, with the right regions."""

import csv
import lzma
from collections import Counter
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from babel import Locale

from kembar.places.rules import country_name, country_named

DATA = Path(__file__).resolve().parents[2] / "kembar" / "places" / "data"
CEPII = Path(__file__).resolve().parents[3] / "shared" / "data" / "countries" / "dist_cepii.csv"


@pytest.fixture(scope="module")
def countries():
    with (DATA / "countries.csv").open(encoding="utf-8", newline="") as file:
        return {row["iso2"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def places():
    with lzma.open(DATA / "places.csv.xz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_country_of_iso_3166_is_there_and_kosovo(countries):
    # CLDR's territories also hold groupings and a few codes that ISO reserves without giving them to a country.
    reserved = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
    of_cldr = {code for code in Locale("en").territories if len(code) == 2} - reserved
    assert countries.keys() == of_cldr
    assert len(countries) == 249 + 1
    assert len({row["iso3"] for row in countries.values()}) == 250


def test_every_country_has_a_region_and_a_subregion_but_antarctica(countries):
    assert [code for code, row in countries.items() if not row["subregion"] or not row["region"]] == ["AQ"]


def test_every_subregion_has_as_many_countries_as_the_m49_standard_lists(countries):
    # Counted in the standard; Taiwan and Kosovo, which it leaves out, come on top.
    expected = {
        "015": 7, "202": 53, "021": 5, "419": 52, "143": 5, "030": 7 + 1, "035": 11, "034": 9, "145": 18,
        "151": 10, "154": 16, "039": 16 + 1, "155": 9, "053": 6, "054": 5, "057": 8, "061": 10,
    }  # fmt: skip
    assert Counter(row["subregion"] for row in countries.values() if row["subregion"]) == expected


def test_a_subregion_lies_in_one_region(countries):
    pairs = {(row["subregion"], row["region"]) for row in countries.values()}
    assert len(pairs) == len({subregion for subregion, _region in pairs})
    assert Counter(row["region"] for row in countries.values()) == {
        "002": 60, "019": 57, "142": 51, "150": 52, "009": 29, "": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    "code, subregion",
    [
        ("ID", "035"), ("MY", "035"), ("KR", "030"), ("JP", "030"), ("TW", "030"), ("HK", "030"), ("MO", "030"),
        ("CN", "030"), ("XK", "039"), ("TR", "145"), ("CY", "145"), ("IR", "034"), ("EG", "015"), ("ZA", "202"),
        ("EC", "419"), ("MX", "419"), ("US", "021"), ("AU", "053"), ("PG", "054"), ("TL", "035"), ("PL", "151"),
    ],
)  # fmt: skip
def test_countries_stand_in_their_subregion(countries, code, subregion):
    assert countries[code]["subregion"] == subregion


def test_neighbours_are_neighbours_of_each_other(countries):
    for code, row in countries.items():
        for neighbour in row["neighbours"].split():
            assert neighbour != code
            assert code in countries[neighbour]["neighbours"].split(), (code, neighbour)


def test_indonesia_has_its_three_land_borders_and_korea_one(countries):
    assert countries["ID"]["neighbours"] == "MY PG TL"
    assert countries["KR"]["neighbours"] == "KP"
    assert countries["JP"]["neighbours"] == countries["TW"]["neighbours"] == ""


@pytest.mark.data
def test_land_borders_agree_with_the_gravity_data_of_cepii(countries):
    if not CEPII.exists():
        pytest.skip(f"{CEPII} is absent")
    with CEPII.open(encoding="latin-1", newline="") as file:
        theirs = {
            (row["iso_o"], row["iso_d"]): row["contig"].strip() == "1" for row in csv.DictReader(file, delimiter=";")
        }
    iso3 = {code: row["iso3"] for code, row in countries.items()}
    ours = {(iso3[code], iso3[n]) for code, row in countries.items() for n in row["neighbours"].split()}
    differing = {tuple(sorted(pair)) for pair, adjoin in theirs.items() if adjoin != (pair in ours)}
    differing = {pair for pair in differing if {*pair} <= set(iso3.values())}
    assert differing == {
        ("AGO", "COG"),  # Cabinda: they forget the exclave
        ("AND", "ESP"),  # they forget one of the two borders of Andorra
        ("CUB", "USA"),  # GeoNames counts Guantánamo
        ("ESP", "MAR"),  # Ceuta and Melilla
        ("CAN", "GRL"),  # agreed in 2022, after their data
        ("ARE", "QAT"),  # no border since Saudi Arabia's agreement of 1974
        ("COD", "SDN"), ("KEN", "SDN"), ("SDN", "UGA"),  # before South Sudan
        ("MYS", "SGP"),  # a causeway: not a land border here
    }  # fmt: skip


def test_every_country_has_a_name_of_its_own_in_both_languages(countries):
    for language in ("id", "en"):
        names = {code: country_name(code, language) for code in countries}
        assert len(set(names.values())) == len(names)
        for code, name in names.items():
            assert name != code
            assert country_named(name) == code


def test_every_place_is_whole(places, countries):
    zones = available_timezones()
    assert 230_000 < len(places) < 240_000
    assert len({row["geonames_id"] for row in places}) == len(places)
    for row in places:
        assert row["name"].strip() == row["name"] != ""
        assert len(row["name"]) <= 200
        assert row["country"] in countries
        assert -90 <= float(row["latitude"]) <= 90
        assert -180 <= float(row["longitude"]) <= 180
        assert int(row["population"]) >= 0
        assert row["time_zone"] in zones
        assert "\n" not in row["alternate_names"]


def test_nearly_every_place_has_its_first_level_unit(places):
    without = Counter(row["country"] for row in places if not row["unit"])
    assert sum(without.values()) < 900
    assert without["ID"] == 1  # one village whose code GeoNames leaves empty
    assert without["KR"] == without["JP"] == without["MY"] == 0


def test_the_packed_file_stays_small():
    assert (DATA / "places.csv.xz").stat().st_size < 9_000_000
