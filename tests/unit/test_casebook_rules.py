"""Does a term stand on its line, and is it told where it stands instead?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.casebook.rules import Claim, Unproved, bare, lines_of, prove, stands

LINES = [
    "# Pendahuluan",
    "Kerjasama *Sister City* antara Kota   Bogor dan <b>Kota Kisarazu</b> sejak November 2016.",
    "",
    "Naskah ditandatangani di 大田 oleh kedua Wali Kota (lihat <https://kotabogor.go.id>).",
    "Kota Bogor menjawab paling cepat.",
]


@pytest.mark.parametrize(
    "term",
    [
        "Kota Bogor dan Kota Kisarazu",
        "kerjasama sister city",
        "  NOVEMBER \t 2016 ",
        "*Sister* City",
    ],
)
def test_markup_case_and_white_space_do_not_matter(term):
    assert stands(term, LINES[1])


@pytest.mark.parametrize("term", ["Kota Bogor, Kota Kisarazu", "Desember 2016", "", " ** ", "sister  cities"])
def test_every_letter_must_stand_in_a_row(term):
    assert not stands(term, LINES[1])


def test_an_address_in_angle_brackets_is_text_and_not_a_tag():
    assert stands("https://kotabogor.go.id", LINES[3])
    assert stands("大田", LINES[3])


def test_a_term_that_moved_is_told_with_the_lines_on_which_it_stands():
    claims = [Claim(1, "Kota Bogor", "a"), Claim(2, "Kota Bogor", "b"), Claim(3, "Suwon", "c"), Claim(9, "cepat", "d")]
    proof = prove([*claims, Claim(5, "", "e")], LINES)
    assert (proof.claims, proof.proved) == (5, 1)
    assert proof.unproved == (
        Unproved(claims[0], "not_on_line", (2, 5)),
        Unproved(claims[2], "not_on_line", ()),
        Unproved(Claim(5, "", "e"), "no_term", ()),
        Unproved(claims[3], "no_such_line", (5,)),
    )


def test_a_line_zero_does_not_wrap_to_the_last_line():
    assert prove([Claim(0, "cepat", "a")], LINES).unproved[0].code == "no_such_line"


def test_only_line_ends_end_a_line():
    assert lines_of("a\r\nb\x0cc\u2028d\re") == ["a", "b\x0cc\u2028d", "e"]


@given(st.text(st.characters(blacklist_characters="*<>\n\r"), max_size=40), st.integers(0, 40), st.integers(1, 20))
def test_whatever_is_cut_out_of_a_line_stands_on_it(line, start, length):
    term = line[start : start + length]
    assert stands(term, line) is (bare(term) != "")
