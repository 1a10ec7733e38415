"""Does each reader keep every good record, name every broken one, and know its format by what stands in the file?"""

# ruff: noqa: E501 -- samples stand as exports write them, a row a line

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kembar.literature.readers import ReadingError, read_bytes, read_file, recognise
from kembar.literature.readers.bibtex import plain_latex
from kembar.literature.readers.reference_strings import scopus_references
from kembar.literature.records import ReadReport, Record, doi_of, family_name, fold, unmarked, without_entities, year_of

EXPORTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "literature" / "exports"


def read(text: str) -> tuple[list[Record], ReadReport]:
    return read_bytes(text.encode("utf-8"), "sample")


def export(name: str) -> Path:
    path = EXPORTS / name
    if not path.is_file():
        pytest.skip(f"{name} is not beside the project (../shared/data/literature/exports)")
    return path


RIS = """Provider: an index that writes before its records
TY  - JOUR
A1  - Wibowo, Agus Budi
A1  - Lestari, Dewi
T1  - Kota kembar dan kerja
      sama daerah
Y1  - 2019///
JF  - Jurnal Daerah
VL  - 4
SP  - 12-29
KW  - sister city; kerja sama
DO  - https://doi.org/10.1234/JD.4.12
ER  -
TY  - JOUR
AU  - Nobody
PY  - 2020
ER  -
TY - CHAP
TI - Twin towns
AU - Brown, F.
PY - 2001
TY  - THES
TI  - Paradiplomasi
PY  - 2015
"""


def test_ris_is_read_with_other_tags_continued_lines_and_words_before_the_records() -> None:
    records, report = read(RIS)
    first = records[0]
    assert report.format == "ris"
    assert (first.title, first.authors, first.year) == (
        "Kota kembar dan kerja sama daerah",
        ("Wibowo, Agus Budi", "Lestari, Dewi"),
        2019,
    )
    assert (first.container, first.volume, first.first_page, first.last_page) == ("Jurnal Daerah", "4", "12", "29")
    assert (first.doi, first.keywords) == ("10.1234/jd.4.12", ("sister city", "kerja sama"))
    assert first.fields["DO"] == ("https://doi.org/10.1234/JD.4.12",)
    assert report.notes == (("stray_lines", 1),)


def test_broken_ris_records_are_named_by_line_and_the_good_ones_kept() -> None:
    records, report = read(RIS)
    assert [record.title for record in records] == ["Kota kembar dan kerja sama daerah", "Twin towns", "Paradiplomasi"]
    assert [(one.line, one.code) for one in report.broken] == [(14, "no_title"), (18, "not_closed"), (22, "not_closed")]


BIBTEX = r"""@string{jd = "Jurnal Daerah"}
@comment{nothing}
@article{wibowo2019,
  title = {{Kota} Kembar \& Kerja Sama {G{\"o}teborg}},
  author = {Wibowo, Agus and {Kementerian Luar Negeri} and Lestari, Dewi and others},
  journal = jd # { Baru},
  year = 2019, pages = {12--29}, month = jan,
  funding text 1 = "with spaces in its name",
  keywords = {sister city, paradiplomasi}
}
@book{open2001, title = {Never {closed}, author = {Brown, F.},
@inproceedings{last, title = "Twin \"towns", year = {2001}}
"""


def test_bibtex_resolves_words_braces_and_accents_and_goes_on_after_an_open_entry() -> None:
    records, report = read(BIBTEX)
    first = records[0]
    assert report.format == "bibtex"
    assert first.title == "Kota Kembar & Kerja Sama Göteborg"
    assert first.authors == ("Wibowo, Agus", "Kementerian Luar Negeri", "Lestari, Dewi")
    assert (first.container, first.first_page, first.last_page) == ("Jurnal Daerah Baru", "12", "29")
    assert first.fields["funding text 1"] == ("with spaces in its name",)
    assert first.keywords == ("sister city", "paradiplomasi")
    assert (11, "not_closed") in [(one.line, one.code) for one in report.broken]


@pytest.mark.parametrize(
    "latex, letters",
    [(r"{\'e}t{\'e}", "été"), (r"\'{e}", "é"), (r"\c{c}", "ç"), (r"{\L}\'od\'z", "Łódź"), (r"50\% \& more", "50% & more"),
     (r"\emph{very} new", "very new"), (r"\v{S}ibenik", "Šibenik"), (r"{\aa}ngstr{\"o}m", "ångström")],
)  # fmt: skip
def test_latex_becomes_letters(latex: str, letters: str) -> None:
    assert plain_latex(latex) == letters


def test_web_of_science_is_read_plain_and_tab_delimited() -> None:
    plain = (
        "FN Clarivate\nVR 1.0\nPT J\nAU Wibowo, A\n   Lestari, D\nAF Wibowo, Agus\n   Lestari, Dewi\nTI Sister "
        "cities in\n   Asia\n"
        "SO CITIES\nDE sister city; paradiplomacy\nC1 [Wibowo, Agus; Lestari,\n   Dewi] Univ A, Bandung, "
        "Indonesia.\n   [Lestari, Dewi] Univ B, Seoul, South Korea.\n"
        "CR Keohane R, 1971, INT ORGAN, V25, P329\n   Nye J, 2004, SOFT POWER\nTC 7\nPY 2018\nUT WOS:1\nER\n\nEF\n"
    )
    tab = (
        "PT\tAU\tAF\tTI\tSO\tPY\tCR\nJ\tWibowo, A; Lestari, D\tWibowo, Agus; Lestari, Dewi\tSister "
        "cities\tCITIES\t2018\tA, 1971; B, 2004\n"
    )
    (one,), report = read(plain)
    (other,), tab_report = read(tab)
    assert (report.format, tab_report.format) == ("wos", "wos-tab")
    assert one.title == "Sister cities in Asia"
    assert one.authors == other.authors == ("Wibowo, Agus", "Lestari, Dewi")
    assert one.affiliations == ("Univ A, Bandung, Indonesia", "Univ B, Seoul, South Korea")
    assert one.references == ("Keohane R, 1971, INT ORGAN, V25, P329", "Nye J, 2004, SOFT POWER")
    assert (one.cited_by, other.references) == (7, ("A, 1971", "B, 2004"))


def test_pubmed_joins_continued_lines_and_takes_the_doi_by_its_mark() -> None:
    text = (
        "\nPMID- 123\nTI  - Twinning of hospitals: a\n      review.\nFAU - Brown, Fay\nAU  - Brown F\nDP  - 2011 "
        "May\nJT  - Health\n"
        "LID - 77 [pii]\nLID - 10.1000/XyZ [doi]\nMH  - *Hospitals/trends\nOT  - twinning\nPT  - Journal Article\n"
    )
    (record,), report = read(text)
    assert (report.format, record.title, record.authors) == (
        "pubmed",
        "Twinning of hospitals: a review",
        ("Brown, Fay",),
    )
    assert (record.doi, record.year, record.keywords, record.index_keywords) == (
        "10.1000/xyz",
        2011,
        ("twinning",),
        ("Hospitals",),
    )


@pytest.mark.parametrize(
    "name, text, title, authors",
    [
        ("scopus", 'Authors,Author full names,Title,Year,Source title,EID\n"Liu F.; Li C.","Liu, Fen (1); Li, Chun (2)",Twins,2020,Cities,2-s2.0-1\n', "Twins", ("Liu, Fen", "Li, Chun")),
        ("scopus", 'Authors,Title,Year,Source title,Cited by\n"Liu F., Li C.",Twins,2020,Cities,3\n', "Twins", ("Liu F.", "Li C.")),
        ("lens", 'Lens ID,Title,Author/s,Publication Year\n1-2,Twins,"Fen Liu; Chun Li",2020\n', "Twins", ("Fen Liu", "Chun Li")),
        ("ieee", '"Document Title",Authors,"Publication Title","Publication Year"\nTwins,"F. Liu; C. Li",Cities,2020\n', "Twins", ("F. Liu", "C. Li")),
        ("dimensions", '"About the data: Exported on Jan 01, 2024"\nRank,Publication ID,DOI,Title,Authors,PubYear\n1,pub.1,,Twins,"Liu, Fen; Li, Chun",2020\n', "Twins", ("Liu, Fen", "Li, Chun")),
        ("publish-or-perish", 'Cites,Authors,Title,Year,Source\n4,"F Liu, C Li, …",[PDF] Twins,2020,Cities\n', "Twins", ("F Liu", "C Li")),
        ("openalex-csv", "id,display_name,publication_year,authorships.author.display_name\nhttps://openalex.org/W1,Twins,2020,Fen Liu|Chun Li\n", "Twins", ("Fen Liu", "Chun Li")),
        ("table", "Judul;Penulis;Tahun\nKembar;Liu, F.;2020\n", "Kembar", ("Liu, F.",)),
    ],
)  # fmt: skip
def test_tables_are_known_by_their_columns(name: str, text: str, title: str, authors: tuple[str, ...]) -> None:
    (record,), report = read(text)
    assert (report.format, record.title, record.authors) == (name, title, authors)
    assert record.year == 2020


def test_a_quote_that_never_closes_costs_one_row_and_a_stray_one_none() -> None:
    head = "Lens ID,Title,Author/s,Publication Year\n"
    stray = head + '1,"A "good" title",Liu,2020\n2,Second,Li,2021\n'
    records, report = read(stray)
    assert [record.year for record in records] == [2020, 2021]
    assert report.notes == (("quotes_inside_cells", 1),)
    lost = head + '1,"Never closed,Liu,2020\n2,Second,Li,2021\n3,Third,Li,2022\n'
    records, report = read(lost)
    assert [record.title for record in records] == ["Second", "Third"]
    assert [(one.line, one.code) for one in report.broken] == [(2, "quote_not_closed")]


def test_openalex_and_crossref_are_told_apart_inside_json() -> None:
    openalex = {"results": [{"id": "https://openalex.org/W1", "title": "Twins", "publication_year": 2020,
        "abstract_inverted_index": {"cities": [1], "Two": [0]}, "referenced_works": ["https://openalex.org/W2"],
        "authorships": [{"author": {"display_name": "Fen Liu", "orcid": "https://orcid.org/0000-1"}}]}]}  # fmt: skip
    crossref = {"message": {"items": [{"DOI": "10.1/AB", "title": ["Twins"], "issued": {"date-parts": [[2020, 5]]},
        "author": [{"family": "Liu", "given": "Fen"}], "reference": [{"unstructured": "Nye 2004", "DOI": "10.2/c"}]}, {"x": 1}]}}  # fmt: skip
    (one,), report = read(json.dumps(openalex))
    assert (report.format, one.abstract, one.references, one.author_ids) == (
        "openalex",
        "Two cities",
        ("W2",),
        ("0000-1",),
    )
    (other,), report = read(json.dumps(crossref))
    assert (report.format, other.year, other.authors) == ("crossref", 2020, ("Liu, Fen",))
    assert other.references == ("Nye 2004 DOI 10.2/c",)
    assert [one.code for one in report.broken] == ["not_a_work"]


def test_json_that_breaks_off_keeps_the_works_before_the_break() -> None:
    works = '[{"DOI": "10.1/a", "title": ["One"], "type": "book"},\n{"DOI": "10.1/b", "title": ["Two"], "type": "book"},\n{"DOI": "10.1/c", "ti'
    records, report = read(works)
    assert [record.title for record in records] == ["One", "Two"]
    assert [(one.line, one.code) for one in report.broken] == [(3, "json_broken")]


def test_endnote_xml_is_read_and_entities_are_refused() -> None:
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><xml><records><record><ref-type name="Journal Article">17</ref-type><contributors><authors>'
        "<author><style>Liu, Fen</style></author></authors></contributors><titles><title><style>Two</style> "
        "<style>cities</style></title>"
        "<secondary-title>Cities</secondary-title></titles><dates><year>2020</year></dates></record><record><titles><title>Cut"
    )
    (record,), report = read(text)
    assert (record.title, record.authors, record.year, record.container) == (
        "Two cities",
        ("Liu, Fen",),
        2020,
        "Cities",
    )
    assert [one.code for one in report.broken] == ["xml_broken"]
    bomb = '<!DOCTYPE x [<!ENTITY a "b">]><xml><records><record/></records></xml>'
    records, report = read(bomb)
    assert records == []
    assert [one.code for one in report.broken] == ["entities_refused"]


def test_a_plain_bibliography_is_read_after_its_heading_and_without_one() -> None:
    entries = (
        "Sinaga, O. (2010). *Otonomi Daerah*. Bandung: Lepsindo.\nErika, L., & Nurika, R. R. (2020). "
        "Surabaya dan Guangzhou. *Jurnal HI*, 13(2), 141-150.\n"
    )
    for text in (entries, "Teks pembuka.\n\nDaftar Pustaka\n" + entries):
        records, report = read(text)
        assert report.format == "plain-bibliography"
        assert [(r.title, r.year) for r in records] == [("Otonomi Daerah", 2010), ("Surabaya dan Guangzhou", 2020)]
        assert records[1].authors == ("Erika, L.", "Nurika, R. R.")
        assert (records[1].container, records[1].volume, records[1].issue, records[1].first_page) == (
            "Jurnal HI",
            "13",
            "2",
            "141",
        )


@pytest.mark.parametrize(
    "data, code",
    [(b"", "empty"), (b"\x00\x01\x02binary named .ris" * 9, "binary"), (b"Just a letter to the mayor.\nNothing more.", "not_recognised"),
     (b"PK\x03\x04broken", "broken_archive"), (b"%PDF-1.4 broken", "damaged")],
)  # fmt: skip
def test_what_holds_no_records_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(ReadingError) as error:
        read_bytes(data, "thing.ris")
    assert error.value.code == code


def test_a_file_in_an_old_encoding_is_read_and_noted() -> None:
    (record,), report = read_bytes("TY  - JOUR\nTI  - Coopération\nER  - \n".encode("cp1252"), "old")
    assert record.title == "Coopération"
    assert ("taken_for_windows_1252", 1) in report.notes


def test_small_values_are_read_as_people_write_them() -> None:
    assert [year_of(text) for text in ("2019///", "1 Jan.-Feb. 2019", "2021-03-04", "n.d.", "12345")] == [
        2019,
        2019,
        2021,
        None,
        None,
    ]
    assert doi_of("see https://doi.org/10.1016/J.CITIES.2020.1.") == "10.1016/j.cities.2020.1"
    assert [family_name(name) for name in ("Kalbe, G.", "G. Kalbe", "Liu F.", "Maria van der Berg", "Nuralam", "OECD")] == [
        "Kalbe", "Kalbe", "Liu", "van der Berg", "Nuralam", "OECD"]  # fmt: skip
    assert fold("Kerja-sama Ké") == "kerjasamake"
    assert fold("सहयोग") != fold("सहयग")


def test_cited_works_of_scopus_are_parted_in_both_of_its_forms() -> None:
    older = "Kalé, L., Skeel, R., (1999) J Comp Phys, 151, p. 283; Humphrey, W., (1996) J Mol Graphics, 14, p. 33"
    newer = "Cheng M.; Xue Y., Global burden, Spine, 50, (2025); The global epidemic, Lancet, 5, (2023)"
    assert len(scopus_references(older)) == 2
    assert scopus_references(newer) == (
        "Cheng M.; Xue Y., Global burden, Spine, 50, (2025)",
        "The global epidemic, Lancet, 5, (2023)",
    )


@given(st.binary(max_size=400))
@settings(max_examples=150)
def test_no_bytes_make_reading_fail_otherwise_than_by_its_own_error(data: bytes) -> None:
    for head in (
        b"",
        b"TY  - JOUR\n",
        b"@article{",
        b"PT J\nAU x\nTI ",
        b"PMID- 1\n",
        b"[{",
        b"<xml><records><record>",
        b"Lens ID,Title\n",
    ):
        try:
            records, report = read_bytes(head + data, "any")
        except ReadingError:
            continue
        assert report.records == len(records)
        assert all(record.title for record in records)


# --- against other readers, on real exports --------------------------------------------------------------------------


@pytest.mark.data
def test_ris_agrees_with_rispy_on_a_real_export() -> None:
    import rispy

    path = export("litstudy_example.ris")
    ours, report = read_file(path)
    theirs = rispy.loads(path.read_text(encoding="utf-8"))
    assert report.broken == ()
    assert [record.title for record in ours] == [one.get("title") or one.get("primary_title") for one in theirs]
    assert [list(record.keywords) for record in ours] == [
        list(dict.fromkeys(one.get("keywords", []))) for one in theirs
    ]
    abstracts = [
        unmarked(without_entities(one.get("abstract", ""))) for one in theirs
    ]  # "&#x201C;" is a quotation mark
    assert [record.abstract for record in ours] == abstracts


@pytest.mark.data
def test_bibtex_agrees_with_bibtexparser_on_a_real_export() -> None:
    import bibtexparser

    path = export("scopus.bib")
    ours, _ = read_file(path)
    theirs = {one["ID"]: one for one in bibtexparser.loads(path.read_text(encoding="utf-8")).entries}
    by_key = {record.identifier: record for record in ours}
    # it drops the entries that have a no-break space in the name of a field; the others must agree
    assert set(theirs) < set(by_key)
    assert len(theirs) == 177
    for name, one in theirs.items():
        assert by_key[name].fields["title"][0] == one["title"]
        assert by_key[name].fields.get("references", ("",))[0].split() == one.get("references", "").split()


@pytest.mark.data
@pytest.mark.parametrize(
    "name, form, count",
    [("bibliometrix_lens_sample.csv", "lens", 8), ("bibliometrix_openalex_sample.csv", "openalex-csv", 8),
     ("bibliometrix_scopus_sample.csv", "scopus", 8), ("bibliometrix_wos_sample.txt", "wos", 8), ("litstudy_example.ris", "ris", 25),
     ("litstudy_ieee_1.csv", "ieee", 100), ("litstudy_scopus.csv", "scopus", 58), ("pubmed.txt", "pubmed", 335),
     ("scopus.bib", "bibtex", 263), ("wos.bib", "bibtex", 236)],
)  # fmt: skip
def test_real_exports_are_recognised_and_every_record_is_accounted_for(name: str, form: str, count: int) -> None:
    records, report = read_file(export(name))
    assert (report.format, len(records)) == (form, count)
    assert [one.code for one in report.broken] == (["not_closed"] if name == "wos.bib" else [])


def test_a_format_is_recognised_whatever_stands_before_it() -> None:
    assert recognise("\ufeff\n\n@article{a, title={b}}") == "bibtex"
    assert recognise("Dear colleague,") is None
