"""Does a reused passage begin and end where it does, to the letter, whatever setting or scanning did to its words?"""

import unicodedata

import pytest

from kembar.analysis.reuse_ends import extended, snapped
from kembar.analysis.text_reuse import Passage, find
from kembar.analysis.words import places_of, words_of
from tests.unit.test_text_reuse import words

SOURCE = words(61, 900)


def planted(passage: str) -> tuple[str, int, int]:
    before = " ".join(words(62, 150)) + ". "
    return before + passage + ". " + " ".join(words(63, 200)), len(before), len(before) + len(passage)


def only(passage: str) -> tuple[Passage, int, int]:
    text, begin, end = planted(passage)
    (found,) = find([text], [" ".join(SOURCE), " ".join(words(64, 900))])
    return found, begin, end


def broken_at_line_ends(text: str) -> str:
    return " ".join(w[:3] + "-\n" + w[3:] if len(w) > 6 and n % 3 == 0 else w for n, w in enumerate(text.split()))


def lookalikes(text: str) -> str:
    return text.translate(str.maketrans("aeo", "\u0430\u0435\u043e"))


@pytest.mark.parametrize(
    "changed",
    [
        str.upper,
        lambda text: text.replace(" ", "\n"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("a", "a\u00ad").replace("\u00ad ", " "),
        lambda text: text.replace("ti", "t\u200bi"),
        lambda text: unicodedata.normalize("NFD", text.replace("e", "é")),
        broken_at_line_ends,
        lookalikes,
        lambda text: ", ".join(text.split()),
        lambda text: " ".join(w + str(n) if n % 9 == 0 else w for n, w in enumerate(text.split())),
    ],
    ids=[
        "capitals",
        "lines",
        "spaces",
        "soft-hyphens",
        "no-width",
        "accents",
        "hyphens",
        "lookalikes",
        "commas",
        "notes",
    ],
)
@pytest.mark.parametrize("length", [30, 150])
def test_what_the_setting_does_to_a_copy_does_not_hide_it(changed, length: int) -> None:  # type: ignore[no-untyped-def]
    found, begin, end = only(changed(" ".join(SOURCE[200 : 200 + length])))
    assert abs(found.begin - begin) <= 1
    assert abs(found.end - end) <= 1
    assert found.source_words == (200, 200 + length)
    assert found.kind == "verbatim"


def test_what_surrounds_the_source_of_a_copy_stays_outside_even_where_it_has_the_same_words() -> None:
    passage = SOURCE[300:360]
    around = passage[::-1]
    source = " ".join(SOURCE[:100] + around + passage + around + SOURCE[400:])
    text, _, _ = planted(" ".join(passage))
    (found,) = find([text], [source])
    assert source[found.source_begin : found.source_end] == " ".join(passage)


def test_two_copies_that_own_words_part_are_two_passages_and_the_words_between_do_not_count() -> None:
    middle = words(65, 250)
    middle[::4] = SOURCE[200:260] + middle[240::4]  # on the same subject: a word in four is the source's
    text = " ".join([*words(62, 100), *SOURCE[200:330], *middle, *SOURCE[330:450], *words(63, 100)])
    found = find([text], [" ".join(SOURCE)])
    assert [one.source_words for one in found] == [(200, 330), (330, 450)]
    assert [one.words[1] - one.words[0] for one in found] == [130, 120]


def test_a_misread_word_near_the_end_does_not_cut_the_passage() -> None:
    source = "awal. " + "Wali kota Bandung menandatangani naskah kerja sama " + "di Seoul kemarin. Lain"
    text = "Kata. " + "Wali kota Bandung menandatangani naskah kerja sama " + "di 5eoul kemarin. Beda"
    core = "kota Bandung menandatangani naskah"
    spans = [(whole.index(core), whole.index(core) + len(core)) for whole in (text, source)]
    mine, theirs = extended(text, spans[0], source, spans[1])
    assert text[slice(*mine)] == "Wali kota Bandung menandatangani naskah kerja sama di 5eoul kemarin"
    assert source[slice(*theirs)] == "Wali kota Bandung menandatangani naskah kerja sama di Seoul kemarin"


def test_what_differs_is_not_taken_in() -> None:
    assert extended("abc naskah xyz", (4, 10), "def naskah uvw", (4, 10)) == ((4, 10), (4, 10))
    assert extended("di naskah di", (3, 9), "di naskah di", (3, 9)) == ((3, 9), (3, 9))  # too short to say anything
    assert extended("naskah", (0, 6), "naskah", (0, 6)) == ((0, 6), (0, 6))


def test_a_passage_ends_with_its_sentence_only_where_that_is_near() -> None:
    text = "Satu dua. Tiga empat lima enam tujuh delapan! Sembilan sepuluh."
    assert text[slice(*snapped(text, (15, 36)))] == "Tiga empat lima enam tujuh delapan!"
    far = "Satu dua. " + "kata " * 20 + "inti " * 5 + "kata " * 20 + ". Habis."
    begin = far.index("inti")
    assert snapped(far, (begin, begin + 24)) == (begin, begin + 24)
    assert snapped(text, (0, len(text))) == (0, len(text))


def test_places_and_words_are_the_same_words() -> None:
    text = "Kerja-\nsama kota-\nkota Kota-\nSeoul 2016, k\u00adota e\u0301lan."
    assert places_of(text)[2] == words_of(text)
    assert words_of(text)[:6] == ["Kerja-\nsama", "kota", "kota", "Kota", "Seoul", "2016"]
