"""Do the readers of a text find what a careful reader finds, and stay silent where nothing is wrong?"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.analysis.text_checks import (
    bibliography,
    case_studies,
    check_citations,
    citations,
    leftover_template,
    method_against_use,
    missing_figures,
    number_value,
    older_than_event,
    paragraphs,
    publication_window,
    stated_window,
    studies_counted,
    two_counts,
)
from kembar.analysis.text_lines import plain

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "sources"


def document(number: str) -> list[str]:
    found = sorted(SOURCES.glob(f"{number}_*.txt")) if SOURCES.is_dir() else []
    if not found:
        pytest.skip(f"document {number} is not beside the project (../shared/sources)")
    return found[0].read_text(encoding="utf-8").split("\n")


def codes(findings: object) -> dict[str, list[str]]:
    gathered: dict[str, list[str]] = {}
    for finding in findings:  # type: ignore[attr-defined]
        gathered.setdefault(finding.says_code, []).append(finding.places[0][1])
    return gathered


TEXT = """Kota Arga menjalin kerja sama sejak 2011 (Wibowo, 2010). Menurut Santoso (2016) hasilnya baik.
Hal ini diperkuat oleh data (Lestari & Nur, 2015; Brown et al., 2019b). Hartono menyebut hal yang sama.

Daftar Pustaka
- Wibowo, A. B. (2010). *Kota kembar*. Jakarta: Pena.
- Santoso, C. (2014). Kerja sama daerah. *Jurnal Daerah*, 1(2), 3-9.
- Lestary, D., & Nur, E. (2015). Dua kota.
- Brown, F., Green, G., & Grey, H. (2019). Twin towns of the north.
- Tanaka, I. (2001). Tidak dirujuk siapa pun.""".splitlines()


def test_citations_are_read_in_brackets_in_sentences_and_by_name_alone() -> None:
    found = [(c.line, c.authors, c.year, c.suffix, c.named) for c in citations(TEXT)]
    assert found == [
        (1, ("Wibowo",), 2010, "", False),
        (1, ("Santoso",), 2016, "", False),
        (2, ("Lestari", "Nur"), 2015, "", False),
        (2, ("Brown",), 2019, "b", False),
        (2, ("Hartono",), None, "", True),
    ]


def test_a_bibliography_gives_family_names_year_and_title() -> None:
    assert [(r.line, r.authors, r.year, r.title) for r in bibliography(TEXT)][:3] == [
        (5, ("Wibowo",), 2010, "Kota kembar"),
        (6, ("Santoso",), 2014, "Kerja sama daerah"),
        (7, ("Lestary", "Nur"), 2015, "Dua kota"),
    ]


@pytest.mark.requirement("R-097")
def test_each_way_a_citation_can_fail_has_its_own_code() -> None:
    assert codes(check_citations(citations(TEXT), bibliography(TEXT))) == {
        "year_mismatch": ["Santoso (2016"],
        "name_variant": ["Lestari & Nur, 2015"],
        "letter_not_listed": ["Brown et al., 2019b"],
        "named_not_listed": ["Hartono"],
        "not_cited": ["Tanaka"],
    }


def test_entries_run_together_are_cut_where_authors_are_followed_by_a_year() -> None:
    lines = [
        "... selesai. DAFTAR PUSTAKA Keohane, R., & Nye, J. S. (2003). Transnational relations. Journal, 3, "
        "337-341. Nuralam. (2018).",
        "Peran strategis. Sister Cities, I. (2019). Guide. OECD. (2015). Science, technology and industry.",
    ]
    assert [(r.line, r.authors, r.year) for r in bibliography(lines)] == [
        (1, ("Keohane", "Nye"), 2003),
        (1, ("Nuralam",), 2018),
        (2, ("Sister Cities",), 2019),
        (2, ("OECD",), 2015),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Kunjungan itu (13 Mei 2015) berhasil.",
        "Undang-undang (UU Nomor 23 Tahun 2014) berlaku.",
        "Gambar (Sumber: Data diolah penulis, 2021).",
        "Aktivitas di Amerika Latin (2017) meningkat.",
        "Jumlahnya besar (sekitar 2015).",
    ],
)
def test_a_year_in_brackets_is_not_always_a_citation(text: str) -> None:
    assert citations([text]) == []


def test_a_source_cannot_tell_of_a_later_year_unless_it_tells_a_plan() -> None:
    late = ["Naskah ditandatangani pada tahun 2017 dan berjalan baik (Muliadi, 2015)."]
    plan = ["Kota itu memasang target tahun 2030 dan menyusun rencana (Muliadi, 2015)."]
    act = ["Pedomannya adalah Peraturan Nomor 3 Tahun 2019 (Kementerian Luar Negeri, 2006)."]
    earlier = ["Hal itu terjadi pada tahun 2019 (Adi, 2020). Kota lain menyusul (Budi, 2015)."]
    assert [f.data["event_year"] for f in older_than_event(late)] == [2017]
    assert older_than_event(plan) == []
    assert [f.says_code for f in older_than_event(act)] == ["source_older_than_act"]
    assert older_than_event(earlier) == []


@pytest.mark.parametrize(
    "words, value",
    [("20", 20), ("dua puluh", 20), ("lima belas", 15), ("dua puluh satu", 21), ("sebelas", 11), ("twenty-one", 21)],
)
def test_numbers_are_read_in_figures_and_in_both_languages(words: str, value: int) -> None:
    assert number_value(words) == value


def test_two_counts_of_one_thing_are_listed_and_counts_of_parts_are_not() -> None:
    both = ["Penelitian ini menggunakan 20 jurnal.", "Hasil analisis dari lima belas penelitian beragam."]
    parts = ["Kota itu memiliki 11 mitra.", "Dari jumlah itu 6 mitra lain tidak aktif."]
    (finding,) = two_counts(both)
    assert finding.data["counts"] == (15, 20)
    assert [place[0] for place in finding.places] == [1, 2]
    assert two_counts(parts) == []


def test_a_caption_counts_as_shown_when_an_image_or_rows_stand_at_it() -> None:
    shown = ["![peta](a.png)", "", "Gambar 1. Peta", "", "Tabel 1. Isi", "a\tb", "1\t2", "3\t4"]
    absent = ["Lihat Gambar 2.", "", "Grafik 1. Bidang", "", "Paragraf berikutnya."]
    assert missing_figures(shown) == []
    assert [(f.says_code, f.places[0]) for f in missing_figures(absent)] == [
        ("mention_without_figure", (1, "Gambar 2")),
        ("caption_without_figure", (3, "Grafik 1")),
    ]


def test_an_order_to_the_writer_is_template_text_and_a_plan_of_chapters_is_not() -> None:
    left = ["HASIL", "", "Tuliskan temuan ilmiah yang diperoleh."]
    plan = ["Bab kedua berisi mengenai studi dari penelitian terdahulu, kerangka pemikiran dan asumsi.",
            "Naskah harus dijelaskan kepada walikota."]  # fmt: skip
    assert [f.data["first_line"] for f in leftover_template(left)] == [3]
    assert leftover_template(plan) == []


def test_interviews_in_a_study_of_literature_are_reported_unless_the_method_names_them() -> None:
    silent = ["Penelitian memakai metode studi kepustakaan.", "Sesuai dengan hasil wawancara, mitra itu pasif."]
    stated = [*silent, "Penulis juga akan melakukan wawancara dengan pejabat kota."]
    assert [f.data["used"] for f in method_against_use(silent)] == ["interview"]
    assert method_against_use(stated) == []


def test_a_paragraph_broken_by_a_page_goes_on() -> None:
    lines = ["Kerja sama ini berhenti karena beberapa sebab, antara lain", "", "alasan anggaran.", "", "Paragraf lain."]
    assert [first for first, _ in paragraphs(lines)] == [1, 5]


def test_lines_of_a_wrapped_text_make_paragraphs_and_headings_stay_alone() -> None:
    full = "Kalimat ini mengisi satu baris penuh dari halaman yang lebarnya tetap sama,"
    lines = [
        "HASIL DAN PEMBAHASAN",
        *([full] * 8),
        "dan berakhir di sini.",
        *([full] * 12),
        full[:-1] + ".",
        "Kesimpulan",
        full,
    ]
    assert [first for first, _ in paragraphs(lines)] == [1, 2, 11, 24, 25]


def test_an_entry_that_names_no_author_is_still_compared() -> None:
    lines = [
        "Teks (Adi, 2015).",
        "Daftar Pustaka",
        "- A. (2013). Judul yang sama persis.",
        "- A. (2013). Judul yang sama persis.",
    ]
    assert "listed_twice" in codes(check_citations(citations(lines), bibliography(lines)))


@given(st.lists(st.text(max_size=60), max_size=12))
def test_no_text_makes_a_reader_fail_and_every_term_stands_on_its_line(lines: list[str]) -> None:
    cited, listed = citations(lines), bibliography(lines)
    found = [*check_citations(cited, listed), *older_than_event(lines), *two_counts(lines), *missing_figures(lines),
             *leftover_template(lines), *method_against_use(lines), *publication_window(lines, listed)]  # fmt: skip
    for finding in found:
        for line, term in finding.places:
            assert plain(term) in plain(lines[line - 1])


# --- the five documents ----------------------------------------------------------------------------------------------


@pytest.mark.data
@pytest.mark.requirement("R-097")
def test_document_004_and_003_show_the_known_faults_of_citation() -> None:
    reviews, paper = document("004"), document("003")
    found = codes(check_citations(citations(reviews), bibliography(reviews)))
    assert found["year_mismatch"] == ["Windiani, 2016"]
    assert found["name_variant"] == ["Hakiem & Susilowati, 2020"]
    assert found["coauthor_dropped"] == ["Putri, 2017"]
    found = codes(check_citations(citations(paper), bibliography(paper)))
    assert "Duchacek (1988" in found["year_mismatch"]
    assert found["named_not_listed"] == ["Nagel"]
    assert "Dymont, 2012" in found["name_variant"]


@pytest.mark.data
@pytest.mark.requirement("R-098")
def test_document_004_cites_cuenca_and_denpasar_from_sources_older_than_them() -> None:
    found = {
        f.data["authors"]: (f.data["source_year"], f.data["event_year"]) for f in older_than_event(document("004"))
    }
    assert found[("Muliadi",)] == (2015, 2017)
    assert found[("Savitri",)] == (2016, 2019)


@pytest.mark.data
@pytest.mark.requirement("R-095", "R-102")
def test_document_004_claims_twenty_says_fifteen_and_reports_eighteen_studies() -> None:
    lines = document("004")
    (finding,) = two_counts(lines)
    assert finding.data["counts"] == (15, 20)
    assert (57, "lima belas penelitian") in finding.places
    assert (65, "20 penelitian") in finding.places
    assert len(case_studies(lines)) == 18
    (count,) = studies_counted(lines)
    assert (count.data["claimed"], count.data["found"]) == (20, 18)


@pytest.mark.data
@pytest.mark.requirement("R-096")
def test_document_004_holds_studies_outside_its_window_of_years() -> None:
    lines = document("004")
    window = stated_window(lines)
    assert window is not None
    assert (window.first, window.last, window.line) == (2016, 2021, 81)
    found = publication_window(lines, bibliography(lines))
    assert sorted(str(f.data["year"]) for f in found) == ["", "", "2013", "2015", "2015", "2022"]


@pytest.mark.data
@pytest.mark.requirement("R-103")
@pytest.mark.parametrize("number, terms", [("003", ["Bagan 1"]), ("004", ["Gambar 1", "Gambar 2", "Grafik 1"]),
                                           ("000", ["Gambar 1", "Gambar 2", "Gambar 3"])])  # fmt: skip
def test_figures_announced_and_absent_are_listed(number: str, terms: list[str]) -> None:
    assert [f.places[0][1] for f in missing_figures(document(number))] == terms


@pytest.mark.data
@pytest.mark.requirement("R-104", "R-105")
def test_document_003_keeps_template_text_and_reports_interviews_it_never_announced() -> None:
    lines = document("003")
    (template,) = leftover_template(lines)
    assert {84, 86} <= {line for line, _ in template.places}
    used = {f.data["used"]: f.places for f in method_against_use(lines)}
    assert used["interview"][0] == (19, "studi kepustakaan")
    assert used["interview"][1][0] == 100
    assert method_against_use(document("000")) == []
