"""Do terms of both languages come out as people say them, one form each, few enough to draw and never none?"""

from math import log
from pathlib import Path

import pytest

from kembar.analysis.noun_phrases import candidates, language_of, runs
from kembar.analysis.terms import Thesaurus, ThesaurusError, extract, propose_threshold, relevance_of, term_key, unify
from kembar.literature.affiliations import countries_of, country_of, organisation_of, organisations_of
from kembar.literature.readers import read_file
from kembar.literature.records import Record

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "sources"


@pytest.mark.parametrize(
    "one, other",
    [
        ("kerjasama", "Kerja Sama"),
        ("sister city", "Sister Cities"),
        ("kota-kota", "kota"),
        ("e-government", "E-Government"),
        ("paradiplomacy", "Paradiplomacies"),
        ("coopération", "cooperation"),
    ],
)
def test_forms_of_one_term_have_one_key(one: str, other: str) -> None:
    assert term_key(one) == term_key(other)


@pytest.mark.parametrize(
    "one, other", [("kota", "kata"), ("자매 도시", "자매 결연"), ("analysis", "analyse"), ("status", "statu")]
)
def test_different_terms_keep_different_keys(one: str, other: str) -> None:
    assert term_key(one) != term_key(other)


def test_the_label_of_a_keyword_is_the_form_most_used_and_with_blanks_when_even() -> None:
    assert unify([["Kerjasama", "Sister City"], ["kerja sama"], ["sister cities", "sister city"]]) == [
        ("kerja sama", "sister city"),
        ("kerja sama",),
        ("sister city",),
    ]


def test_runs_end_at_marks_words_of_grammar_and_verbs_in_both_languages() -> None:
    indonesian = "Kota Bandung menjalin kerja sama luar negeri dengan Kota Seoul, dan memperluas pertukaran pelajar."
    english = "The local government signed twinning agreements and examines mutual benefits."
    assert list(runs(indonesian, "id")) == [
        ["kota", "bandung"],
        ["kerja", "sama", "luar", "negeri"],
        ["kota", "seoul"],
        ["pertukaran", "pelajar"],
    ]
    assert ["local", "government"] in list(runs(english, "en"))
    assert ["twinning", "agreements"] in list(runs(english, "en"))
    assert (language_of(indonesian), language_of(english)) == ("id", "en")


def test_what_only_qualifies_does_not_end_an_english_term() -> None:
    found = set(candidates("The study is about the international cooperation of the cities and the economic."))
    assert ("international", "cooperation") in found
    assert ("international",) not in found


TEXTS = [
    "Kerjasama sister city antara Kota Bandung dan Kota Seoul",
    "Kerja sama sister city dalam bidang pendidikan",
    "Paradiplomasi pemerintah daerah melalui kerjasama sister city",
    "Paradiplomasi dan pemerintah daerah di Indonesia",
    "Sister city dan pendidikan",
]


def test_a_part_that_stands_only_inside_a_longer_term_is_no_term() -> None:
    found = extract(TEXTS)
    assert {"sister city", "paradiplomasi", "pemerintah daerah", "pendidikan"} <= set(found.occurrences)
    assert not {"sister", "city", "pemerintah", "daerah"} & set(found.occurrences)
    assert found.occurrences["sister city"] == 4


def test_binary_counts_texts_and_full_counts_every_occurrence() -> None:
    texts = ["Paradiplomasi dan paradiplomasi.", "Paradiplomasi.", "Kota."]
    assert extract(texts, least=1).occurrences["paradiplomasi"] == 2
    assert extract(texts, least=1, counting="full").occurrences["paradiplomasi"] == 3


@pytest.mark.parametrize("documents", [1, 5, 20, 200, 20000])
def test_a_threshold_is_never_so_high_that_the_picture_is_empty(documents: int) -> None:
    counts = [max(1, documents // rank) for rank in range(1, 4000)]
    least = propose_threshold(counts, documents)
    kept = sum(count >= least for count in counts)
    assert kept >= 10
    if documents >= 200:
        assert kept <= 1100
    assert propose_threshold([], documents) == 1


def test_relevance_is_the_distance_from_the_common_distribution() -> None:
    documents = [("a", "b"), ("a", "b"), ("a", "c"), ("d",)]
    # c(a,b) = 2, c(a,c) = 1; sums a 3, b 2, c 1; whole 6
    found = relevance_of(documents)
    assert found["b"] == pytest.approx(log(1 * 6 / 3))
    assert found["a"] == pytest.approx(2 / 3 * log(2 / 3 * 6 / 2) + 1 / 3 * log(1 / 3 * 6 / 1))
    assert found["d"] == 0


def test_a_thesaurus_replaces_and_ignores_and_refuses_a_circle() -> None:
    thesaurus = Thesaurus.parse("label\treplace by\nkota kembar\tsister city\nTwin City\tkota kembar\nstudi kasus\t\n")
    assert thesaurus.label("twin city") == "sister city"
    assert thesaurus.label("studi kasus") == ""
    assert thesaurus.label("lain") == "lain"
    assert unify([["Kota Kembar", "studi kasus"], ["sister city"]], thesaurus) == [("sister city",), ("sister city",)]
    with pytest.raises(ThesaurusError) as error:
        Thesaurus.parse("label,replace by\na,b\nb,c\nc,a\n")
    assert error.value.code == "cyclic"
    assert error.value.labels == ("a", "b", "c", "a")
    with pytest.raises(ThesaurusError):
        Thesaurus.parse("one\ttwo\n")


def test_organisations_and_countries_are_read_from_addresses() -> None:
    assert (
        organisation_of("Department of Clinical Medicine, Hunan Normal University, Changsha, China")
        == "Hunan Normal University"
    )
    addresses = ("Univ A, Austin, TX 75001 USA", "Univ B, Seoul, Republic of Korea", "Peoples R China")
    assert [country_of(text) for text in addresses] == ["United States", "South Korea", ""]
    records = [
        Record(title="a", affiliations=("UNIV LISBON, Lisbon, Portugal.", "Univ Lisbon, Lisbon, Portugal")),
        Record(title="b", affiliations=("Univ Lisbon, Portugal",), countries=("PT", "ID")),
    ]
    assert organisations_of(records) == [("Univ Lisbon",), ("Univ Lisbon",)]
    assert countries_of(records) == [("Portugal",), ("Portugal", "Indonesia")]


@pytest.mark.data
@pytest.mark.requirement("R-099")
def test_the_bibliography_of_document_004_gives_the_terms_of_its_figure() -> None:
    found = sorted(SOURCES.glob("004_*.txt")) if SOURCES.is_dir() else []
    if not found:
        pytest.skip("document 004 is not beside the project (../shared/sources)")
    records, _ = read_file(found[0])
    terms = extract([record.title for record in records])
    keys = {term_key(label) for label in terms.occurrences}
    assert {term_key(term) for term in ("sister city", "kerja sama", "pemerintah daerah", "paradiplomasi")} <= keys
