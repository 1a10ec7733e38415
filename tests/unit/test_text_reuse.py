"""Are reused passages found whole, told by how they were changed, and never seen where two texts only share a
subject?
"""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kembar.analysis import reuse_index
from kembar.analysis.function_words import INDONESIAN
from kembar.analysis.pan_measures import Reuse, granularity, recall, score
from kembar.analysis.reuse_baselines import by_difflib, by_word_grams, grams
from kembar.analysis.text_reuse import both_ways, find, percent_text, shares, stem_numbers, verbal_class
from kembar.analysis.words import Vocabulary, light_stem, places_of

SYLLABLES = [a + b for a in "bdghjklmnprstw" for b in "aiueo"]
GRAMMAR = sorted(INDONESIAN)[:24]


def words(seed: int, count: int) -> list[str]:
    """Words of an invented language: a third grammar, the rest drawn by rank as in real texts."""
    draw = random.Random(seed)
    shelf = random.Random(7)
    vocabulary = ["".join(shelf.choices(SYLLABLES, k=shelf.randint(2, 4))) for _ in range(8000)]
    ranks = [1 / rank for rank in range(1, 8001)]
    matter = draw.choices(vocabulary, ranks, k=count)
    return [draw.choice(GRAMMAR) if draw.random() < 0.35 else word for word in matter]


def planted(passage: list[str], seed: int) -> tuple[str, int, int]:
    """A text of its own words with the passage in it, and where it stands in characters."""
    mine = words(seed, 400)
    before = " ".join(mine[:150]) + ". "
    middle = " ".join(passage)
    return before + middle + ". " + " ".join(mine[150:]), len(before), len(before) + len(middle)


SOURCE = words(1, 900)


@pytest.mark.parametrize("length", [25, 40, 120, 300])
def test_a_copy_is_found_whole_on_both_sides_and_called_verbatim(length: int) -> None:
    text, begin, end = planted(SOURCE[200 : 200 + length], 2)
    source = " ".join(SOURCE)
    (passage,) = find([text], [source, " ".join(words(3, 900))])
    assert passage.source == 0
    assert passage.begin <= begin
    assert passage.end >= end
    assert passage.end - passage.begin <= (end - begin) * 1.15
    assert passage.kind == "verbatim"
    assert text[begin:end] in text[passage.begin : passage.end]
    assert " ".join(SOURCE[200 : 200 + length]) in source[passage.source_begin : passage.source_end]


def test_a_shuffled_and_a_substituted_passage_are_found_and_told_apart() -> None:
    draw = random.Random(5)
    shuffled = SOURCE[300:420].copy()
    draw.shuffle(shuffled)
    others = words(6, 120)
    substituted = [word if draw.random() > 0.4 else others[place] for place, word in enumerate(SOURCE[600:720])]
    for passage, kind in ((shuffled, "reordered"), (substituted, "substituted")):
        text, begin, end = planted(passage, 8)
        (found,) = find([text], [" ".join(SOURCE)])
        assert found.kind == kind
        covered = min(found.end, end) - max(found.begin, begin)
        assert covered >= 0.75 * (end - begin)


def test_a_long_text_is_found_in_all_of_its_many_sources() -> None:
    sources = [words(500 + number, 200) for number in range(90)]
    text = " ".join(" ".join([*source[60:110], *words(700 + number, 40)]) for number, source in enumerate(sources))
    assert {one.source for one in find([text], [" ".join(source) for source in sources])} == set(range(90))


def test_texts_that_share_words_but_no_passage_are_left_alone() -> None:
    assert find([" ".join(words(11, 2000))], [" ".join(words(12, 2000)), " ".join(words(13, 2000))]) == []
    assert find([""], ["a b c"]) == []
    assert find(["a b c"], []) == []


def test_a_word_counts_once_and_excluded_words_do_not_count() -> None:
    text, _, _ = planted(SOURCE[100:200], 4)
    found = find([text], [" ".join(SOURCE), " ".join(SOURCE[50:400])])
    total = len(places_of(text)[0])
    reused, per_source = shares(found, total)
    assert 100 <= reused <= 110
    assert sum(share.words for share in per_source) == reused
    excluded = np.zeros(total, bool)
    excluded[:200] = True
    less, per_source = shares(found, total, excluded)
    assert less < reused
    assert {share.total for share in per_source} == {total - 200}


def test_how_much_stands_in_the_partners_text_is_asked_both_ways() -> None:
    policy = words(21, 200)
    longer = words(22, 300) + policy + words(23, 300)
    answer = both_ways(" ".join(policy), " ".join(longer))
    mine, theirs = answer["one in other"], answer["other in one"]
    assert mine[1] == 200
    assert mine[0] >= 195
    assert theirs[1] == 800
    assert 195 <= theirs[0] <= 220


@pytest.mark.requirement("R-106", "R-107")
def test_shares_are_printed_and_classed_as_originality_reports_do() -> None:
    assert [percent_text(*pair) for pair in ((533, 5054), (0, 10), (1, 101), (1, 100), (5, 200), (200, 200))] == [
        "11%", "0%", "<1%", "1%", "3%", "100%"]  # fmt: skip
    assert [verbal_class(words_, 1000) for words_ in (0, 9, 10, 199, 200, 400, 700, 1000)] == [
        "none", "none", "low", "low", "medium", "high", "very_high", "very_high"]  # fmt: skip


def test_forms_of_a_word_share_a_stem_and_numbers_do_not_depend_on_the_process() -> None:
    assert len({light_stem(word) for word in ("mengirim", "kirim", "dikirimkan", "pengiriman")}) == 1
    assert len({light_stem(word) for word in ("menulis", "ditulis", "tulisan", "penulis")}) == 1
    assert Vocabulary()["kota"] == Vocabulary()["Kota"]
    assert Vocabulary()["yang"] % 2 == 0
    assert Vocabulary()["kota"] % 2 == 1


@given(
    st.lists(st.lists(st.integers(0, 60), max_size=90), min_size=1, max_size=4),
    st.lists(st.integers(0, 60), max_size=90),
)
@settings(max_examples=60, deadline=None)
def test_the_compiled_index_and_the_plain_one_agree(sources: list[list[int]], text: list[int]) -> None:
    if reuse_index.kernel is None:
        pytest.skip("the kernel is not compiled here")
    arrays = [np.array(source, np.int64) * 2 + 1 for source in sources]
    question = [np.array(text, np.int64) * 2 + 1]
    answers = []
    kernel = reuse_index.kernel
    for reuse_index.kernel in (kernel, None):
        index = reuse_index.build(arrays)
        found = reuse_index.candidates(index, question)
        rows = zip(*(getattr(found, name).tolist() for name in found.__slots__), strict=True)
        answers.append(([getattr(index, name).tolist() for name in ("chunks", "mass")], sorted(rows)))
    reuse_index.kernel = kernel
    assert answers[0] == answers[1]


def case(begin: int, end: int, source_begin: int, source_end: int) -> Reuse:
    return Reuse("t", begin, end, "s", source_begin, source_end)


def test_pan_measures_agree_with_sums_by_hand() -> None:
    cases = [case(0, 100, 0, 100), case(200, 300, 500, 600)]
    halves = [case(0, 50, 0, 100), case(50, 75, 0, 50), case(900, 950, 900, 950)]
    # first case: 75 of 100 and 100 of 100; second: nothing
    assert recall(cases, halves) == pytest.approx((175 / 200) / 2)
    # detections: (50 + 100) / 150, (25 + 50) / 75, nothing
    assert recall(halves, cases) == pytest.approx(2 / 3)
    assert granularity(cases, halves) == 2
    found = score(cases, halves)
    both = 2 * (7 / 16) * (2 / 3) / (7 / 16 + 2 / 3)
    assert found.plagdet == pytest.approx(both / np.log2(3))
    assert score([], []).plagdet == 0
    assert score(cases, cases).plagdet == 1


def test_an_overlap_on_one_side_alone_detects_nothing() -> None:
    assert recall([case(0, 100, 0, 100)], [case(0, 100, 100, 200)]) == 0


def test_the_baselines_find_copies_and_join_what_lies_near() -> None:
    source = words(31, 300)
    text = words(32, 100) + source[50:80] + words(33, 20) + source[85:120] + words(34, 100)
    expected = (100, 185, 50, 120)
    (one,) = by_word_grams(text, grams(source))
    (other,) = by_difflib(text, source)
    for found in (one, other):
        assert all(abs(a - b) <= 3 for a, b in zip(found, expected, strict=True))


def test_stem_numbers_follow_the_words_of_the_text() -> None:
    (numbers,) = stem_numbers(["Kota-kota kembar, dan 2 kota."])
    assert len(numbers) == 6
    assert numbers[0] == numbers[1] == numbers[5]
