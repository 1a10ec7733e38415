"""Class of a tie, time differences and names of countries."""

import csv
import lzma
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.places.actions import DATA
from kembar.places.rules import (
    ADJOINING_BOUND_KM,
    PROVINCES,
    TimeDifference,
    country_name,
    country_named,
    duchacek,
    same_subregion,
    time_difference,
    unit_name,
)

SOUTH_EAST_ASIA, EAST_ASIA = "035", "030"


def test_a_province_of_indonesia_has_its_indonesian_name_for_indonesian_readers():
    assert unit_name("West Java", "ID", "id") == "Jawa Barat"
    assert unit_name("West Java", "ID", "en") == "West Java"
    assert unit_name("Chiba", "JP", "id") == "Chiba", "of other countries no other name is known"
    shipped = {unit for country, unit in _units() if country == "ID"}
    assert set(PROVINCES) <= shipped, "a name that the gazetteer does not have"
    assert shipped - set(PROVINCES) == {"", "Aceh", "Bali", "Banten", "Bengkulu", "Gorontalo", "Jakarta", "Jambi"} | {
        "Lampung",
        "Maluku",
        "Papua",
        "Riau",
    }


def _units():
    with lzma.open(DATA / "places.csv.xz", "rt", encoding="utf-8", newline="") as file:
        return {(row[2], row[3]) for row in csv.reader(file)}


def tie(**facts):
    nothing_known = {
        "recorded_adjoining": None,
        "countries_adjoin": None,
        "distance_km": None,
        "subregion_a": None,
        "subregion_b": None,
        "same_country": False,
    }
    return duchacek(**{**nothing_known, **facts})


@pytest.mark.requirement("R-035")
def test_medan_penang_is_transregional_though_the_countries_adjoin_and_the_seats_are_near():
    medan_penang = tie(
        countries_adjoin=True, distance_km=274.8, subregion_a=SOUTH_EAST_ASIA, subregion_b=SOUTH_EAST_ASIA
    )
    assert medan_penang.code == "transregional"
    assert medan_penang.reasons == ("adjoining_not_recorded", "same_subregion")


@pytest.mark.requirement("R-035")
@pytest.mark.parametrize("distance", [5207.6, 5280.0, None])
def test_indonesia_and_korea_are_global(distance):
    tangerang_selatan_daejeon = tie(
        countries_adjoin=False, distance_km=distance, subregion_a=SOUTH_EAST_ASIA, subregion_b=EAST_ASIA
    )
    assert tangerang_selatan_daejeon.code == "global"
    assert "countries_do_not_adjoin" in tangerang_selatan_daejeon.reasons
    assert tangerang_selatan_daejeon.reasons[-1] == "different_subregion"


@pytest.mark.requirement("R-035")
def test_only_a_record_makes_a_tie_transborder():
    facts = {
        "countries_adjoin": True,
        "distance_km": 40.0,
        "subregion_a": SOUTH_EAST_ASIA,
        "subregion_b": SOUTH_EAST_ASIA,
    }
    assert tie(**facts).code == "transregional"
    assert tie(**facts, recorded_adjoining=False).code == "transregional"
    assert tie(**facts, recorded_adjoining=False).reasons[0] == "recorded_not_adjoining"
    assert tie(**facts, recorded_adjoining=True).code == "transborder"
    assert tie(**facts, recorded_adjoining=True).reasons == ("recorded_adjoining",)


def test_territories_that_adjoin_across_a_border_of_subregions_are_transborder():
    assert tie(recorded_adjoining=True, subregion_a="021", subregion_b="419").code == "transborder"


@pytest.mark.parametrize(
    "facts, reason",
    [
        ({"countries_adjoin": False}, "countries_do_not_adjoin"),
        ({"distance_km": 300.1}, "seats_too_far_apart"),
    ],
)
def test_a_record_that_cannot_be_is_not_believed_and_is_named(facts, reason):
    answer = tie(recorded_adjoining=True, subregion_a="035", subregion_b="035", **facts)
    assert answer.code == "transregional"
    assert answer.reasons == (reason, "record_contradicted", "same_subregion")


def test_the_bound_itself_does_not_exclude():
    assert tie(recorded_adjoining=True, distance_km=ADJOINING_BOUND_KM).code == "transborder"


def test_two_governments_of_one_country_have_no_class():
    answer = tie(same_country=True, recorded_adjoining=True, subregion_a="035", subregion_b="035")
    assert answer.code is None
    assert answer.reasons == ("same_country",)


def test_without_a_subregion_the_class_cannot_be_said():
    assert tie(subregion_a="035").code is None
    assert tie(subregion_a="035", subregion_b="").reasons == ("adjoining_not_recorded", "subregion_unknown")


def test_every_combination_of_facts_keeps_the_rule():
    yes_no_unknown = (True, False, None)
    for recorded, adjoin, distance, a, b, same in product(
        yes_no_unknown, yes_no_unknown, (10.0, 300.0, 301.0, None), ("035", "030", None), ("035", None), (True, False)
    ):
        answer = duchacek(
            recorded_adjoining=recorded,
            countries_adjoin=adjoin,
            distance_km=distance,
            subregion_a=a,
            subregion_b=b,
            same_country=same,
        )
        excluded = adjoin is False or distance == 301.0
        assert (answer.code == "transborder") == (recorded is True and not excluded and not same)
        assert (answer.code == "transregional") <= (a == b == "035")
        assert (answer.code == "global") <= ({a, b} == {"035", "030"})
        assert answer.reasons
        assert ("adjoining_not_recorded" in answer.reasons) == (recorded is None and not excluded and not same)


def test_subregions_are_compared_only_where_both_are_known():
    assert same_subregion("035", "035") is True
    assert same_subregion("035", "030") is False
    assert same_subregion("035", None) is None
    assert same_subregion("", "") is None


AT_NOON = datetime(2018, 9, 21, 12, tzinfo=UTC)


def test_daejeon_is_two_hours_ahead_of_tangerang_selatan_all_year():
    assert time_difference("Asia/Jakarta", "Asia/Seoul", AT_NOON) == TimeDifference(120, 120, 120)
    assert not time_difference("Asia/Jakarta", "Asia/Seoul", AT_NOON).changes
    assert time_difference("Asia/Seoul", "Asia/Jakarta", AT_NOON) == TimeDifference(-120, -120, -120)


def test_summer_time_moves_the_difference_within_the_year():
    assert time_difference("Asia/Jakarta", "Europe/Berlin", AT_NOON) == TimeDifference(-300, -360, -300)
    assert time_difference("Asia/Jakarta", "Europe/Berlin", datetime(2018, 1, 9, tzinfo=UTC)).minutes_now == -360


def test_summer_times_that_begin_on_different_days_show_in_the_least_and_most():
    # London and New York are four hours apart for two or three weeks in March and one in autumn.
    assert time_difference("America/New_York", "Europe/London", AT_NOON) == TimeDifference(300, 240, 300)


def test_a_difference_of_a_few_hours_in_a_year_is_not_missed():
    # Both change on the same night, Chicago an hour after New York.
    assert time_difference("America/New_York", "America/Chicago", AT_NOON) == TimeDifference(-60, -120, 0)


def test_a_half_hour_and_the_date_line():
    assert time_difference("Asia/Kolkata", "Asia/Jakarta", AT_NOON).minutes_now == 90
    assert time_difference("Pacific/Apia", "Pacific/Pago_Pago", AT_NOON).minutes_now == -24 * 60


zones = st.sampled_from(
    ["Asia/Jakarta", "Asia/Seoul", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Casablanca"]
)


@given(zones, zones, st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_the_difference_now_lies_between_least_and_most_and_turns_with_the_sides(a, b, at):
    there, back = time_difference(a, b, at), time_difference(b, a, at)
    assert there.minutes_min <= there.minutes_now <= there.minutes_max
    assert (back.minutes_now, back.minutes_min, back.minutes_max) == (
        -there.minutes_now,
        -there.minutes_max,
        -there.minutes_min,
    )


@pytest.mark.parametrize(
    "a, b",
    [("America/New_York", "Europe/London"), ("Africa/Casablanca", "Asia/Seoul"), ("Asia/Jakarta", "Asia/Tehran")],
)
def test_least_and_most_agree_with_every_quarter_hour_of_the_year(a, b):
    first, zone_a, zone_b = datetime(2016, 1, 1, tzinfo=UTC), ZoneInfo(a), ZoneInfo(b)
    seen = set()
    for quarter in range(366 * 96):
        instant = first + timedelta(minutes=15 * quarter)
        seen.add((instant.astimezone(zone_b).utcoffset() - instant.astimezone(zone_a).utcoffset()).total_seconds() / 60)
    answer = time_difference(a, b, first)
    assert (answer.minutes_min, answer.minutes_max) == (min(seen), max(seen))


@pytest.mark.parametrize("zone", ["Asia/Bogor", "", "../etc/passwd", "Asia"])
def test_a_zone_that_does_not_exist_is_refused_by_name(zone):
    with pytest.raises(ValueError, match="is not a time zone"):
        time_difference("Asia/Jakarta", zone, AT_NOON)


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="needs a time zone"):
        time_difference("Asia/Jakarta", "Asia/Seoul", datetime(2018, 9, 21))


@pytest.mark.parametrize(
    "code, indonesian, english",
    [
        ("ID", "Indonesia", "Indonesia"),
        ("KR", "Korea Selatan", "South Korea"),
        ("CN", "Tiongkok", "China"),
        ("TW", "Taiwan", "Taiwan"),
        ("JP", "Jepang", "Japan"),
        ("HK", "Hong Kong", "Hong Kong"),
        ("US", "Amerika Serikat", "United States"),
        ("XK", "Kosovo", "Kosovo"),
    ],
)
def test_countries_have_their_everyday_name_in_both_languages(code, indonesian, english):
    assert country_name(code, "id") == indonesian
    assert country_name(code, "en") == english
    assert country_name(code.lower(), "en-gb") == english


def test_a_code_without_a_name_is_its_own_name():
    assert country_name("QQ", "id") == "QQ"


@pytest.mark.parametrize("text", ["Korea Selatan", "korea-selatan", "SOUTH KOREA", "kr", "KoreaSelatan"])
def test_a_country_is_known_by_its_name_in_either_language_or_its_code(text):
    assert country_named(text) == "KR"


@pytest.mark.parametrize("text", ["", "Atlantis", "European Union", "korea"])
def test_what_is_no_country_is_none(text):
    assert country_named(text) is None
