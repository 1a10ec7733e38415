"""Do the readers of a text find what a careful reader finds, and stay silent where nothing is wrong?"""

import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.analysis.text_checks import (
    bibliography,
    case_studies,
    check_citations,
    citations,
    citations_of,
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


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Teks (Nama, 2019: 45).", [("Nama", 2019)]),
        ("Teks (Nama 2019:45).", [("Nama", 2019)]),
        ("Teks (Nama, 2019, hlm. 45-47).", [("Nama", 2019)]),
        ("Teks (lihat Nama, 2019; Budi & Ani, 2020).", [("Nama", 2019), ("Budi", 2020)]),
        ("Teks (Nama, 2019a, 2019b).", [("Nama", 2019), ("Nama", 2019)]),
        ("Teks (Nama, 2019a,b).", [("Nama", 2019), ("Nama", 2019)]),
        ("Teks (Keating, 1999; 2001).", [("Keating", 1999), ("Keating", 2001)]),
        ("Teks (Holsti dalam Nama, 2019: 7).", [("Nama", 2019)]),
        ("Teks (Mukti, 2013:12 dalam Sari, 2018).", [("Sari", 2018)]),
        ("Teks (Kementerian Dalam Negeri, 2020).", [("Kementerian Dalam Negeri", 2020)]),
        ("Teks (Nama dkk., 2019).", [("Nama", 2019)]),
        ("Teks (Nama dan kawan-kawan, 2019).", [("Nama", 2019)]),
        ("Teks (Nama *et al.*, t.t.).", [("Nama", None)]),
        ("Text (Atsonios et al. 2012, Abanades et al. 2015).", [("Atsonios", 2012), ("Abanades", 2015)]),
        ("Text (Smith 2010 and Jones 2011).", [("Smith", 2010), ("Jones", 2011)]),
        ("Text (van der Berg, 2010).", [("van der Berg", 2010)]),
        ("Text as noted by de Vries (2011).", [("de Vries", 2011)]),
        ("Teks (Badan Pusat Statistik [BPS], 2020).", [("Badan Pusat Statistik", 2020)]),
        ("Text [Smith, 2010].", [("Smith", 2010)]),
        ("Menurut Keohane dan Nye (2003, hlm. 5) begitu.", [("Keohane", 2003)]),
        ("Keohane, Nye, dan Brown (2003) menulis.", [("Keohane", 2003)]),
        ("According to Aldecoa and Keating (1999; 2001), yes.", [("Aldecoa", 1999), ("Aldecoa", 2001)]),
        ("However, Smith's (2010) theory holds.", [("Smith", 2010)]),
        ("Penelitian Santoso (2016) menunjukkan.", [("Santoso", 2016)]),
        ("Sugiyono (2012:9) menyatakan.", [("Sugiyono", 2012)]),
        ("¹ Ivo Duchacek, *The Territorial Dimension* (Boulder: Westview, 1986), hlm. 5.", [("Ivo Duchacek", 1986)]),
        ("[^2]: Ibid., hlm. 9.", []),
        ("Buku itu (Oxford: Clarendon Press, 1990) baik.", []),
        ("Perang Dunia II (1945) selesai.", []),
        ("Konferensi Asia Afrika (1955) di Bandung.", []),
        ("Ridwan Kamil (2013-2018) menjadi walikota.", []),
        ("Data (lihat Tabel 3, 2019) dan (Wawancara dengan Budi, 2019).", []),
        ("Berita (Kompas, 12 Mei 2019) dan (n = 2010).", []),
    ],
)
def test_citations_are_read_in_every_common_form_and_years_that_cite_nothing_are_left(
    text: str, expected: list[tuple[str, int | None]]
) -> None:
    assert [(one.authors[0], one.year) for one in citations([text]) if not one.named] == expected


ENTRIES = {
    "APA": [
        "Aldecoa, F., & Keating, M. (1999). Paradiplomacy in action. London: Cass.",
        "Savitri, L. G. A. R. (2016). Implementasi kerja sama. Jurnal Pemerintahan, 1, 1-23.",
        "Badan Pusat Statistik. (2020). Bandung dalam angka. BPS.",
    ],
    "Harvard": [
        "Aldecoa, F. and Keating, M., 1999. Paradiplomacy in action. London: Cass.",
        "Savitri, L.G.A.R., 2016. Implementasi kerja sama. Jurnal Pemerintahan 1, 1-23.",
        "Badan Pusat Statistik. 2020. Bandung dalam angka. BPS.",
    ],
    "Chicago": [
        "Aldecoa, Francisco, and Michael Keating. 1999. Paradiplomacy in action. London: Cass.",
        "Savitri, Luh Gede. 2016. “Implementasi kerja sama.” Jurnal Pemerintahan 1: 1-23.",
        "Badan Pusat Statistik. 2020. Bandung dalam angka. Bandung: BPS.",
    ],
    "year last": [
        "F. Aldecoa and M. Keating. Paradiplomacy in action. London: Cass, 1999.",
        "L.G. Savitri. Implementasi kerja sama. Jurnal Pemerintahan, 1:1-23, 2016.",
        "Badan Pusat Statistik. Bandung dalam angka. BPS, 2020.",
    ],
}


@pytest.mark.parametrize("style", ENTRIES)
@pytest.mark.parametrize("layout", ["a line each", "wrapped with hanging indent", "wrapped with blank lines", "dashes"])
def test_a_bibliography_is_read_in_every_common_style_and_layout(style: str, layout: str) -> None:
    wrapped = [textwrap.wrap(one, 44) for one in ENTRIES[style]]
    lines = {
        "a line each": ENTRIES[style],
        "wrapped with hanging indent": [f"{'  ' * bool(n)}{line}" for one in wrapped for n, line in enumerate(one)],
        "wrapped with blank lines": [line for one in wrapped for line in [*one, ""]],
        "dashes": [f"- {one}" for one in ENTRIES[style]],
    }[layout]
    found = bibliography(["Teks (Aldecoa, 1999).", "", "BAB V", "", "DAFTAR PUSTAKA", "", *lines])
    told = [(one.authors[0], len(one.authors), one.year) for one in found]
    assert told == [("Aldecoa", 2, 1999), ("Savitri", 1, 2016), ("Badan Pusat Statistik", 1, 2020)]


def test_running_heads_and_page_numbers_are_no_part_of_a_bibliography_and_no_end_of_it() -> None:
    lines = [
        "Bibliography",
        *ENTRIES["APA"][:2],
        "BIBLIOGRAPHY          71",
        "",
        "71",
        *ENTRIES["APA"][2:],
        "Lampiran 1",
    ]
    assert [one.year for one in bibliography(lines)] == [1999, 2016, 2020]


def test_a_bibliography_in_each_chapter_is_read_and_a_table_of_contents_is_none() -> None:
    contents = ["DAFTAR ISI", "BAB I", "DAFTAR PUSTAKA", ""]
    first = ["BAB I PENDAHULUAN", "Teks (Savitri, 2016).", "References", *ENTRIES["APA"][:2]]
    second = ["BAB II HASIL", "Teks (Badan Pusat Statistik, 2020).", "References", *ENTRIES["APA"][1:]]
    found = bibliography([*contents, *first, *second])
    assert [one.year for one in found] == [1999, 2016, 2020]
    assert [one.line for one in citations([*contents, *first, *second])] == [6, 11]


@pytest.mark.requirement("R-097")
@pytest.mark.parametrize("style", ["[{}]", "<sup>{}</sup>"])
def test_a_text_that_cites_by_number_is_held_against_the_numbers_of_its_entries(style: str) -> None:
    body = [f"Teks Santoso (2016) {style.format(inner)} dan lain." for inner in ("1", "2, 4", "6-7", "9")]
    entries = [f"[{number}] F. Penulis, “Judul nomor {number},” Jurnal, 2010." for number in range(1, 9)]
    found = citations_of([*body, "Daftar Pustaka", *entries])
    assert [(one.says_code, one.data["mark"]) for one in found] == [
        ("mark_not_listed", "9"),
        ("mark_not_cited", "3"),
        ("mark_not_cited", "5"),
        ("mark_not_cited", "8"),
    ]


def test_an_abbreviated_organisation_and_a_name_put_before_the_authors_are_found_in_the_bibliography() -> None:
    lines = ["Teks (BPS, 2020) dan (OpenSees, Savitri 2016), (Aldecoa & Keating, 1999; AFPA, 2005)."]
    own_name = "American Forest and Paper Association (AFPA). (2005). Wood. Washington: AFPA."
    assert citations_of([*lines, "References", *ENTRIES["APA"], own_name]) == []


def test_the_year_after_a_long_list_of_authors_is_read() -> None:
    authors = ", ".join(f"Penulis{number}, A. B." for number in range(40))
    (entry,) = bibliography(["References", f"{authors} (2011). Judul. Jurnal, 3, 1-9."])
    assert (entry.year, len(entry.authors)) == (2011, 40)


def test_labels_cite_like_numbers_and_other_square_brackets_do_not() -> None:
    body = ["One [BAD10, BM92] two [HK06] three [sic] four [XY11]."]
    entries = ["[BAD10] S. Bae. Title. 2010.", "[BM92] P. Besl. Title two. 1992.", "[HK06] J. Hays. Other. 2006."]
    assert [one.data["mark"] for one in citations_of([*body, "References", *entries])] == ["XY11"]


def test_a_study_of_years_is_no_window_of_publication_and_a_bibliography_outside_is_one_finding() -> None:
    cases = ["Metode: studi kepustakaan.", "Penelitian ini membahas kerja sama tahun 2016-2019."]
    review = ["Metode: literature review.", "Artikel yang dipakai terbit 2016-2021.", "References", *ENTRIES["APA"]]
    assert stated_window(cases) is None
    (finding,) = publication_window(review, bibliography(review))
    assert (finding.says_code, finding.data["outside"]) == ("listed_outside_window", 1)


def test_pictures_lost_on_the_way_to_plain_text_are_one_finding() -> None:
    lines = [line for number in range(1, 12) for line in (f"Gambar {number}. Peta kota", "", "Teks.", "")]
    (finding,) = missing_figures(lines)
    assert (finding.says_code, finding.data["captions"], len(finding.places)) == ("pictures_lost", 11, 11)
    assert {one.says_code for one in missing_figures([*lines, *[""] * 8, "![image]"])} == {"caption_without_figure"}


def test_a_sentence_and_a_table_of_contents_are_no_captions() -> None:
    lines = ["Gambar 1. Peta ........ 12", "", "![image]", "Gambar 1. Peta", "", "Gambar 1 menunjukkan kota itu."]
    assert missing_figures(lines) == []


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
