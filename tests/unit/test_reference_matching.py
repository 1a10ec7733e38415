"""Cited references: one work under many forms, different works kept apart, every match listed; maps from records."""

import random
from dataclasses import replace

import pytest

from kembar.analysis.networks import NetworkError
from kembar.analysis.reference_matching import Work, cited_works, match_references
from kembar.analysis.terms import Thesaurus
from kembar.literature.author_names import one_name_each
from kembar.literature.cited import apart
from kembar.literature.maps import from_records as litmap_records
from kembar.literature.maps.from_records import network_of
from kembar.literature.maps.mapping import MapParameters
from kembar.literature.maps.model import MapFileError
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
        ("LI X, 2015, CITIES, V12, P34", "LI Y, 2015, CITIES, V12, P34"),
        ("LI X, 2015, CITIES, V12, P34", "Wu X, 2015, CITIES, V12, P34"),
        ("Roy B, 1991, CITIES, V12, P1", "Roy B, 1991, HABITAT INT, V7, P1"),
        ("Roy B, 1991, CITIES, V12, P31", "Roy, B. (1991). Another matter. Ports and Harbours, 7(2), pp. 31-40."),
        (BOOK, BOOK.replace("tradeoffs", "tradeoffs, part II").replace("Decisions", "Decisions III")),
        (BOOK + ", vol. 1", BOOK + ", vol. 2"),
        (BOOK, "Keeney, R., Raiffa, H., (1976) A theory of quite another matter altogether, Cambridge"),
    ],
)
def test_different_works_stay_two(one, other):
    assert groups(one, other) == [0, 1]


@pytest.mark.parametrize(
    "one, other",
    [
        ("ROY B, 1991, THEOR DECIS, V31, P49", "Roy, B., The outranking way (1991) Theory and Decision, 31, pp. 49-73"),
        ("Aria M.; Cuccurullo C., Bibliometrix, Journal of Informetrics, 11, 4, pp. 959-975, (2017)",
         "Aria M, 2017, J INFORMETR, V11, P959"),
        ("(2013) Petri Nets: Fundamental Models, Verification and Applications, Wiley, London",
         "(2013) Petri nets: fundamental models, verification and applications, Wiley: London"),
        ("[Anonymous], 2009, Science of science (Sci2) tool", "[Anonymous], 2009, Science of Science (Sci2) Tool."),
        ("Kalbe G., 2010a, Twin towns of the north sea", "Kalbe, G. 2010. Twin towns of the North Sea"),
        ("Putri, S. (2017). Kegagalan kerja sama. Jurnal X, 6(2), pp. 251-260.",
         "Putri, S., The failure of cooperation (2017) Journal X, 6 (2), pp. 251-260"),
    ],
)  # fmt: skip
def test_other_styles_other_languages_and_missing_authors_are_one_work(one, other):
    assert groups(one, other) == [0, 0]


def test_two_forms_in_the_list_of_one_document_are_two_works():
    first, second = "Kalbe, G. (2010). Twin towns of Europe. Wiley.", "Kalbe, G. (2010). Twin towns in Europe. Wiley."
    assert match_references([[first], [second]]).documents == ((0,), (0,))
    assert match_references([[first, second], [second]]).documents == ((0, 1), (1,))


def test_a_crowd_of_references_of_one_author_and_year_is_matched_all_the_same():
    many = [f"[Anonymous], 2009, {word} of many towns" for word in (f"w{i}x" for i in range(200))]
    matched = match_references([many, [one.upper() for one in many]])
    assert len(matched.labels) == 200


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
    assert cited_works([*references, ["Someone (1999) Else"]], works).cites == ((0,), (1,), (2,), ())


def test_a_title_that_others_have_in_theirs_is_no_citation_and_matches_are_listed():
    works = [Work("Twin towns and harbours", "Kalbe", "2015", "34", volume="12")]
    found = cited_works(
        [["Putri, S. (2015). Twin towns and harbours of Java. Jurnal X."], ["Kalbe G, 2015, PORTS, V7, P34"],
         ["Kalbe, G. (2015). Twin towns and harbours. Cities"]],
        works,
    )  # fmt: skip
    assert found.cites == ((), (), (0,))
    assert [(match.kept, match.by) for match in found.matches] == [("Twin towns and harbours", "title")]


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


def test_one_person_is_one_whatever_the_order_of_the_name_and_wherever_the_number_stands():
    orcid = "https://orcid.org/0000-0001-2345-678x"
    names = one_name_each(
        [
            (["Kalbe, Grit"], [orcid]), (["Grit Kalbe"], []), (["Kalbe, Grit"], ["57192"]), (["Kalbe, G."], ["57192"]),
            (["G. Kalbe"], []), (["Kalbe G."], []),
        ]
    )  # fmt: skip
    assert names[0] == names[1] == names[2] == names[3] == ("Kalbe, Grit",)
    assert names[4] == names[5] != names[0]  # initials alone are no identity


def test_publications_are_linked_by_citation_coupling_and_cocitation():
    cited = strengths(network_of(RECORDS, "citations"))
    assert cited == {("Nuralam (2018)", "Kalbe (2015)"): 1.0, ("Kalbe (2015)", "Putri"): 1.0}
    coupled = strengths(network_of(RECORDS, "coupling"))
    assert coupled[("Nuralam (2018)", "Putri")] == 2.0
    together = network_of(RECORDS, "cocitation", least=1)
    assert list(strengths(together).values()) == [2.0]
    assert "near" in together.matches_csv()


def test_maps_of_cited_works_show_short_names_with_the_whole_reference_behind_them():
    built = network_of(RECORDS, "cocitation", least=1)
    assert set(built.labels) == {"Kalbe (2015)", "Keeney (1976)"}
    assert BOOK in built.texts["description"]
    assert built.texts["url"][built.labels.index("Kalbe (2015)")] == "https://doi.org/10.1016/j.cities.2015.01.002"
    joined = network_of(
        RECORDS, "cocitation", least=1, thesaurus=Thesaurus.parse("label\treplace by\nKeeney (1976)\tkeeney\n")
    )
    assert "keeney" in joined.labels


def test_publications_of_one_author_and_year_are_told_apart_by_a_letter():
    assert apart(["Adi (2010)", "Kalbe (2010)", "Adi (2010)", "Putri", "Putri"]) == [
        "Adi (2010a)", "Kalbe (2010)", "Adi (2010b)", "Putri [1]", "Putri [2]",
    ]  # fmt: skip


def test_publications_cited_too_rarely_are_left_out_and_a_number_that_leaves_none_is_refused():
    many = [replace(one, cited_by=count) for one, count in zip(RECORDS, (4, 2, 1), strict=True)]
    built = network_of(many, "coupling", least=2)
    assert built.labels == ("Nuralam (2018)", "Kalbe (2015)")
    assert built.weights["Citations"].tolist() == [4, 2]
    with pytest.raises(MapFileError) as refused:
        network_of(many, "coupling", least=5)
    assert (refused.value.code, refused.value.data["most"]) == ("not_cited_that_often", 4)
    with pytest.raises(MapFileError) as refused:
        network_of([replace(one, cited_by=None) for one in RECORDS], "coupling", least=5)
    assert refused.value.code == "no_citation_counts"


@pytest.mark.parametrize("kind", ["citations", "coupling", "cocitation"])
def test_files_without_references_are_named(kind):
    bare = [replace(one, references=(), source="/home/a/pubmed.txt") for one in RECORDS]
    with pytest.raises(MapFileError) as refused:
        network_of(bare, kind)
    assert (refused.value.code, refused.value.data["files"]) == ("no_references", "pubmed.txt")
    some = network_of([*RECORDS, bare[0]], kind, least=None if kind != "cocitation" else 1)
    assert some.notes["without_references"] == {"pubmed.txt": (1, 1)}


def test_of_many_linked_publications_those_with_the_strongest_links_are_kept(monkeypatch):
    monkeypatch.setattr(litmap_records, "MOST_WORKS", 2)
    built = network_of(RECORDS, "coupling")
    assert built.labels == ("Nuralam (2018)", "Putri")
    assert (built.notes["linked"], built.origin.linked) == (3, 3)
    assert [int(one) for one in built.items.labels] == [0, 2]
    assert len(network_of([replace(one, cited_by=1) for one in RECORDS], "coupling", least=1).labels) == 3


@pytest.mark.parametrize("kind", ["keywords", "terms", "coauthors", "citations", "coupling", "cocitation"])
@pytest.mark.parametrize("size", [3, 8, 20, 200, 2000])
def test_sets_of_every_size_give_a_map_that_can_be_looked_at(kind, size):
    draw = random.Random(size)
    works = [(f"Fam{i}", 1990 + i % 30, i) for i in range(3 * size)]
    words = [f"harbour{i}" for i in range(size)]
    references = [f"{name} A, {year}, PORTS, V{i}, P{i + 2}" for name, year, i in works]
    records = [
        Record(
            f"The {draw.choice(words[:3])} ferry and the {draw.choice(words)} network",
            (f"Fam{i}, A.", f"Adi, {i % (size // 2 + 1)}", "Budi, Citra"), works[i][1], first_page=str(i + 2),
            volume=str(i), keywords=tuple(draw.sample(words, 3)),
            references=(references[(i + 1) % size], *draw.sample(references, 3)),
        )
        for i in range(size)
    ]  # fmt: skip
    built = network_of(records, kind)
    assert 2 <= built.items.network.n <= 1200
    assert built.items.network.n_links


def test_publications_with_more_authors_than_asked_make_no_links_but_count():
    crowd = Record("Everybody", tuple(f"Author {word}, A." for word in ("Adi", "Budi", "Citra", "Dewi")))
    built = network_of([*RECORDS, crowd], "coauthors", least=1, most=3)
    assert set(strengths(built)) == {("Nuralam, A.", "Putri, S.")}
    assert len(built.labels) == 7
    assert (built.notes["left_out_of_links"], built.origin.crowded) == (1, 1)
    with pytest.raises(MapFileError) as refused:
        network_of(RECORDS, "keywords", most=3)
    assert refused.value.code == "most_of_authors"


@pytest.mark.parametrize("kind, code", [("keywords", "counting_of_terms"), ("coupling", "counting_of_terms")])
def test_binary_counting_is_for_terms(kind, code):
    with pytest.raises(NetworkError) as refused:
        network_of(RECORDS, kind, counting="binary")
    assert refused.value.code == code


def test_a_threshold_that_leaves_no_two_items_says_which_would_do():
    with pytest.raises(MapFileError) as refused:
        network_of(RECORDS, "keywords", least=3)
    assert refused.value.code == "nothing_that_often"
    assert {name: refused.value.data[name] for name in ("n", "most", "would", "kept")} == {
        "n": 1, "most": 3, "would": 1, "kept": 3,
    }  # fmt: skip
    with pytest.raises(MapFileError) as refused:
        network_of(RECORDS, "terms", least=9)
    assert refused.value.code == "nothing_that_often"


def test_terms_counted_in_full_have_every_occurrence_and_links_by_publications():
    records = [
        Record("Ferries", abstract="The ferries and harbours of towns. Ferries."),
        Record("Ferries and harbours"),
    ]
    built = network_of(records, "terms", counting="full", least=1)
    assert built.weights["Occurrences"][built.labels.index("ferries")] == 4
    assert strengths(built)[("ferries", "harbours")] == 2.0


def test_records_without_what_is_asked_for_are_refused_with_a_code():
    with pytest.raises(MapFileError) as refused:
        network_of([Record("A")], "keywords")
    assert refused.value.code == "no_items"
