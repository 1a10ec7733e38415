"""Cited references: one work under many forms, different works kept apart, every match listed; maps from records."""

import pytest

from kembar.analysis.reference_matching import Work, cited_works, match_references
from kembar.literature.litmap_records import network_of, one_name_each
from kembar.literature.map_model import MapFileError
from kembar.literature.mapping import MapParameters
from kembar.literature.records import Record

WOS = "Kalbe G, 2015, CITIES, V12, P34, DOI 10.1016/J.CITIES.2015.01.002"
APA = "Kalbe, G. (2015). Twin towns of Europe. Cities, 12, pp. 34-45."
SCOPUS = "Kalbe, G., Twin towns of Europe (2015) Cities, 12 (1), pp. 34-45"
WITH_DOI = "Kalbe, G., Twin towns (2015) https://doi.org/10.1016/j.cities.2015.01.002"
BOOK = "Keeney, R., Raiffa, H., (1976) Decisions with multiple objectives: preferences and value tradeoffs, Wiley"
BOOK2 = "Keeney, R.L., Raiffa, H., Decisions with Multiple Objectives: Preferences and Value Tradeoffs (1976), Wiley"


def groups(*references):
    return [one[0] for one in match_references([[reference] for reference in references]).documents]


@pytest.mark.parametrize("form", [APA, SCOPUS, WITH_DOI])
def test_forms_of_one_work_are_one(form):
    assert groups(WOS, form) == [0, 0]


def test_a_reference_without_doi_joins_the_one_with_it_through_its_page():
    matched = match_references([[APA], [WOS], [WITH_DOI]])
    assert len(matched.labels) == 1
    assert {match.by for match in matched.matches} == {"page", "doi"}


def test_nearly_equal_forms_of_one_author_and_year_are_one_and_the_match_is_listed():
    matched = match_references([[BOOK, BOOK], [BOOK2]])
    assert matched.documents == ((0,), (0,))
    assert [(match.kept, match.variant, match.by) for match in matched.matches] == [(BOOK, BOOK2, "near")]


@pytest.mark.parametrize(
    "one, other",
    [
        (WOS, WOS.replace("01.002", "01.003")),
        (APA, APA.replace("34-45", "46-50")),
        (APA, APA.replace("2015", "2016")),
        (APA, APA.replace("Kalbe", "Kolbe")),
        (BOOK, "Keeney, R., Raiffa, H., (1976) A theory of quite another matter altogether, Cambridge"),
    ],
)
def test_different_works_stay_two(one, other):
    assert groups(one, other) == [0, 1]


def test_two_dois_are_never_joined_by_way_of_a_third_form():
    other = WOS.replace("01.002", "01.003")
    assert len(set(groups(WOS, other, APA))) == 2


def test_names_of_every_script_are_told_apart():
    one = "김철수 (2015). 자매도시 연구. 지방행정, 3, pp. 1-9"
    other = "이영희 (2015). 자매도시 연구. 지방행정, 3, pp. 1-9"
    assert groups(one, other) == [0, 1]
    assert groups(one, one.replace("연구.", "연구,")) == [0, 0]


def test_a_reference_finds_the_publication_of_the_set():
    works = [
        Work("Twin towns of Europe", "Kalbe", "2015", "34", "10.1016/j.cities.2015.01.002"),
        Work("Kerja sama sister city Bandung", "Nuralam", "2018"),
        Work("Openly indexed", identifiers=("https://openalex.org/W4242424242",)),
    ]
    references = [
        [WOS, APA],
        ["Nuralam. 2018. Kerja sama sister city Bandung. Jurnal X"],
        ["https://openalex.org/W4242424242"],
    ]
    assert cited_works([*references, ["Someone (1999) Else"]], works) == [[0], [1], [2], []]


RECORDS = [
    Record("Sister city Bandung", ("Nuralam, A.", "Putri, S."), 2018, keywords=("sister city", "kerja sama"),
           references=(WOS, BOOK), cited_by=4),
    Record("Twin towns of Europe", ("Kalbe, G.",), 2015, doi="10.1016/j.cities.2015.01.002",
           keywords=("Sister Cities", "kerjasama", "Europe"), references=(BOOK2,)),
    Record("Gagal", ("Putri, S.", "Nuralam, A."), None, keywords=("kerja sama",), references=(APA, BOOK)),
]  # fmt: skip


def strengths(built):
    a, b, w = built.items.network.once()
    return {(built.labels[i], built.labels[j]): s for i, j, s in zip(a, b, w.tolist(), strict=True)}


@pytest.mark.requirement("R-099")
def test_keywords_of_three_records_are_linked_under_one_label_each():
    built = network_of(RECORDS, "keywords")
    assert strengths(built)[("sister cities", "kerja sama")] == 2.0
    assert built.weights["Occurrences"].tolist() == [2.0, 3.0, 1.0]
    assert built.scores["Avg. pub. year"].tolist() == [2016.5, 2016.5, 2015.0]
    made = built.finish(MapParameters())
    assert set(made.drawn.labels) == {"sister cities", "kerja sama", "europe"}


def test_authors_are_linked_under_their_whole_names():
    assert strengths(network_of(RECORDS, "coauthors")) == {("Nuralam, A.", "Putri, S."): 2.0}


def test_two_people_of_one_name_stay_two_where_their_numbers_differ():
    names = one_name_each([(["Li, Xin"], ["0000-1"]), (["Li, Xin"], ["0000-2"]), (["Li, Xin"], ["0000-1"])])
    assert names[0] == names[2] != names[1]


def test_publications_are_linked_by_citation_coupling_and_cocitation():
    cited = strengths(network_of(RECORDS, "citations"))
    assert cited == {("Nuralam (2018)", "Kalbe (2015)"): 1.0, ("Kalbe (2015)", "Putri"): 1.0}
    coupled = strengths(network_of(RECORDS, "coupling"))
    assert coupled[("Nuralam (2018)", "Putri")] == 2.0
    together = network_of(RECORDS, "cocitation", least=1)
    assert list(strengths(together).values()) == [2.0]
    assert "near" in together.matches_csv()


def test_records_without_what_is_asked_for_are_refused_with_a_code():
    with pytest.raises(MapFileError) as refused:
        network_of([Record("A")], "keywords")
    assert refused.value.code == "no_items"
