"""Is a name taken out of whatever holds it, and nothing else?"""

from hypothesis import given
from hypothesis import strategies as st

from kembar.audit.erasure import ERASED, Names, without

SRI = Names.of(["Sri", "Sri Rahayu"], ["sri-rahayu"])


def test_a_name_goes_as_a_word_of_its_own_in_any_case_the_longest_first():
    assert without("Menurut SRI RAHAYU, sri datang.", SRI) == f"Menurut {ERASED}, {ERASED} datang."


def test_what_only_begins_like_the_name_stays():
    assert without("Srikandi dan Sriwijaya", SRI) == "Srikandi dan Sriwijaya"


def test_an_address_goes_only_where_it_is_the_whole_value():
    assert without({"person": "sri-rahayu", "slug": "universitas-sri-rahayu-2"}, Names.of([], ["sri-rahayu"])) == {
        "person": ERASED,
        "slug": "universitas-sri-rahayu-2",
    }


def test_of_rows_about_the_person_every_text_goes_and_keys_and_numbers_stay():
    assert without({"name": "Sri", "n": 3, "of": ["x", None, True]}, SRI, whole=True) == {
        "name": ERASED,
        "n": 3,
        "of": [ERASED, None, True],
    }


def test_no_names_change_nothing():
    assert without("Menurut siapa pun", Names.of(["", " "])) == "Menurut siapa pun"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(["Sri", "oleh Sri Rahayu"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(VALUES)
def test_erasing_twice_changes_nothing_more_and_leaves_no_name(value):
    once = without(value, SRI)
    assert without(once, SRI) == once
    assert not any(SRI.are_in(text) for text in texts(once))


def texts(value):
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(one)
