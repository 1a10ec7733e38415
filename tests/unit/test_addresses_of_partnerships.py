"""At which address does a partnership stand?"""

from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from kembar.partnerships.rules.slugs import LONGEST, Named, addresses, in_address

BOGOR = Named("Bogor", "bogor", "ID", "city")
KISARAZU = Named("Kisarazu", "kisarazu", "JP", "city")


def first(*parties, form="sister_city", number=1):
    return list(islice(addresses(parties, form), number))


def test_the_indonesian_party_comes_first_whichever_side_it_has():
    assert first(KISARAZU, BOGOR) == first(BOGOR, KISARAZU) == ["bogor-kisarazu"]


def test_parties_of_one_country_stand_in_the_order_of_the_alphabet():
    assert first(Named("Medan", "medan", "ID"), BOGOR) == ["bogor-medan"]
    assert first(KISARAZU, Named("Aarhus", "aarhus", "DK")) == ["aarhus-kisarazu"]


def test_a_party_without_a_name_comes_last_and_says_so():
    assert first(Named(), KISARAZU) == ["kisarazu-mitra-tidak-disebut"]


def test_a_collision_adds_level_and_form_and_then_a_number():
    assert first(BOGOR, KISARAZU, number=5) == [
        "bogor-kisarazu",
        "bogor-kisarazu-kota",
        "bogor-kisarazu-kota-kota-kembar",
        "bogor-kisarazu-kota-kota-kembar-2",
        "bogor-kisarazu-kota-kota-kembar-3",
    ]


def test_a_name_in_another_script_gives_way_to_the_slug_of_the_government():
    assert first(BOGOR, Named("木更津", "kisarazu", "JP")) == ["bogor-kisarazu"]
    assert [in_address(name) for name in ("Poix-du-Nord", "Xi’an", "Kōchi", "木更津", "  ")] == [
        "poix-du-nord",
        "xian",
        "kochi",
        "",
        "",
    ]


NAMES = st.builds(Named, st.text(max_size=60), st.sampled_from(["", "kota-uji"]), st.sampled_from(["ID", "JP", ""]))


@given(st.lists(NAMES, min_size=2, max_size=6), st.sampled_from(["sister_city", "contact", ""]))
def test_every_address_is_one_that_a_link_can_hold(parties, form):
    for address in islice(addresses(parties, form), 5):
        assert 0 < len(address) <= LONGEST
        assert address.isascii()
        assert address == address.strip("-").lower()
        assert set(address) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
