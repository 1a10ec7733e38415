"""Are the variants that programs write read in full: names, lists, numbers, letters, encodings?"""

# ruff: noqa: E501 -- samples stand as exports write them, a row a line

import gzip
import json
import zipfile
from io import BytesIO

import pytest

from kembar.literature.readers import ReadingError, read_bytes
from kembar.literature.readers.bibtex import plain_latex
from kembar.literature.records import ReadReport, Record, doi_of, pages_of


def read(text: str) -> tuple[list[Record], ReadReport]:
    return read_bytes(text.encode("utf-8"), "sample")


def one(text: str) -> Record:
    records, report = read(text)
    assert report.broken == ()
    assert len(records) == 1, report
    return records[0]


# --- BibTeX ----------------------------------------------------------------------------------------------------------


def test_scopus_bibtex_of_today_keeps_both_fundings_counts_citations_and_parts_pages() -> None:
    record = one(
        "@ARTICLE{Wibowo2022986,\n\tauthor = {Wibowo, Agus Budi and van der Berg, Maria},\n\ttitle = {Sister cities},\n"
        "\tyear = {2022},\n\tjournal = {Cities},\n\tpages = {986 – 1005},\n\ttype = {Review},\n"
        "\tnote = {Cited by: 23; All Open Access, Gold Open Access},\n\tfunding_details = {DIKTI, 1},\n"
        "\tfunding_details = {NRF, 2},\n\tauthor_keywords = {twinning; paradiplomacy}\n}\n"
    )
    assert record.authors == ("Wibowo, Agus Budi", "van der Berg, Maria")
    assert (record.first_page, record.last_page, record.cited_by, record.kind) == ("986", "1005", 23, "review")
    assert record.fields["funding_details"] == ("DIKTI, 1", "NRF, 2")


def test_an_organisation_with_an_and_of_its_own_is_one_author() -> None:
    record = one(
        "@book{a, title = {Trade}, author = {{Department of Trade and Industry} and Sutrisno and "
        "{Badan Pusat Statistik, Kota Bandung}}, year = 2001}"
    )
    assert record.authors == ("Department of Trade and Industry", "Sutrisno", "Badan Pusat Statistik, Kota Bandung")


def test_entries_on_one_line_are_all_read() -> None:
    records, report = read(
        "@misc{a, title={One}, year={2001}} @misc{b, title={{Two}}, year={2002},}@misc{c, title={Three}}"
    )
    assert [record.title for record in records] == ["One", "Two", "Three"]
    assert report.broken == ()


@pytest.mark.parametrize(
    "latex, letters",
    [(r"CO$_2$ and H\textsubscript{2}O", "CO2 and H2O"), (r"$\beta$-diversity", "β-diversity"), (r"from \$5 to \$9", "from $5 to $9"),
     ("costs $5 million and $6 million", "costs $5 million and $6 million"), (r"\mbox{NASA}'s \textit{new} map", "NASA's new map"),
     (r"\.{I}stanbul and \u{g}", "İstanbul and ğ"), (r"5\,km", "5 km"), (r"\textbraceleft{}a\textbraceright{}", "{a}")],
)  # fmt: skip
def test_latex_of_formulas_and_commands_becomes_letters(latex: str, letters: str) -> None:
    assert plain_latex(latex) == letters


def test_a_field_that_never_closes_costs_only_itself() -> None:
    records, report = read(
        "@article{a,\n  title = {One},\n  abstract = {An {open brace},\n  journal = {Cities},\n  year = {2001},\n}\n"
        "@article{b,\n  title = {Two},\n}\n"
    )
    assert [(record.title, record.container, record.year) for record in records] == [
        ("One", "Cities", 2001),
        ("Two", "", None),
    ]
    assert [(broken.line, broken.code) for broken in report.broken] == [(1, "not_closed")]


def test_web_of_science_bibtex_takes_the_names_off_its_addresses() -> None:
    record = one(
        "@article{ WOS:1,\nAuthor = {Liu, Fen and van der Berg, Maria},\nTitle = {{Twin\n   cities}},\nYear = {{2020}},\n"
        "Affiliation = {{Liu, F (Corresponding Author), Univ A, Seoul, South Korea.\n   Liu, Fen; van der Berg, Maria, "
        "Univ B, Delft, Netherlands.}},\nCited-References = {{Acuto M, 2013, GLOBAL GOV, V19, P481.\n   Beck U, 2002, Y.}},\n"
        "Unique-ID = {{WOS:1}},\n}\n"
    )
    assert record.affiliations == ("Univ A, Seoul, South Korea", "Univ B, Delft, Netherlands")
    assert record.references == ("Acuto M, 2013, GLOBAL GOV, V19, P481", "Beck U, 2002, Y")


# --- RIS -------------------------------------------------------------------------------------------------------------


def test_ris_of_mendeley_keeps_names_dates_entities_and_the_doi_of_an_address() -> None:
    record = one(
        "TY  - JOUR\nT1  - The &quot;twin&quot; city: R&amp;D and <i>para</i>diplomacy\nAU  - van der Berg, Maria\nAU  - Sutrisno\n"
        "AU  - King, Martin Luther, Jr.\nAU  - 李, 明\nAU  - الحسن، محمد\nAU  - Badan Pusat Statistik, Kota Bandung\nY1  - 2019///\n"
        "SP  - e0123456\nJO  - J. Cit.\nJF  - Cities\nDO  - https://dx.doi.org/10.1016/J.CITIES.2019.01\nKW  - city, diplomacy\nKW  - Asia\nER  - \n"
    )
    assert record.title == 'The "twin" city: R&D and paradiplomacy'
    assert record.authors == (
        "van der Berg, Maria", "Sutrisno", "King, Martin Luther, Jr.", "李, 明", "الحسن، محمد", "Badan Pusat Statistik, Kota Bandung",
    )  # fmt: skip
    assert (record.year, record.first_page, record.container) == (2019, "e0123456", "Cities")
    assert (record.doi, record.keywords) == ("10.1016/j.cities.2019.01", ("city, diplomacy", "Asia"))


def test_ris_of_endnote_has_further_keywords_and_addresses_on_lines_without_tags() -> None:
    record = one(
        "TY  - JOUR\nTI  - A\n  title\nKW  - sister city\nkerja sama\nparadiplomasi\nAD  - Univ A\nUniv B\nC7  - 1234\nER  - \n"
    )
    assert (record.title, record.first_page) == ("A title", "1234")
    assert record.keywords == ("sister city", "kerja sama", "paradiplomasi")
    assert record.affiliations == ("Univ A", "Univ B")


def test_ris_of_scopus_has_citations_and_references_in_its_notes() -> None:
    record = one(
        "TY  - JOUR\nTI  - T\nM3  - Review\nN1  - Export Date: 5 May 2023; Cited By: 14; CODEN: X\nN1  - References: Acuto M., City, "
        "(2013), G, 19; Cremer R.D., Sister, (2001)\nKW  - sister city, paradiplomasi, kerja sama\nER  - \n"
    )
    assert (record.cited_by, record.kind) == (14, "review")
    assert record.references == ("Acuto M., City, (2013), G, 19", "Cremer R.D., Sister, (2001)")
    assert record.keywords == ("sister city", "paradiplomasi", "kerja sama")


def test_ris_of_the_web_of_science_has_addresses_and_publisher_under_other_tags() -> None:
    record = one(
        "TY  - JOUR\nTI  - T\nC1  - Univ A, Barcelona, Spain\nC1  - Univ B\nPU  - SPRINGER\nAN  - WOS:1\nY2  - 2023-01-01\nER  -\n"
    )
    assert (record.affiliations, record.publisher, record.year) == (
        ("Univ A, Barcelona, Spain", "Univ B"),
        "SPRINGER",
        None,
    )


# --- tables and JSON -------------------------------------------------------------------------------------------------


def test_dimensions_for_mapping_has_joined_column_names() -> None:
    record = one(
        '"About the data: Exported on Jan 10, 2024."\nPublication ID,Title,Source title/Anthology title,PubYear,Authors,'
        "Authors Affiliations - Name of Research organization,Authors Affiliations - Country of Research organization\n"
        'pub.2,Twin,Cities,2021,"Berg, M",Delft University,Netherlands; Indonesia\n'
    )
    assert (record.container, record.affiliations, record.countries) == (
        "Cities",
        ("Delft University",),
        ("Netherlands", "Indonesia"),
    )


def test_dimensions_names_organisations_in_brackets_after_authors() -> None:
    record = one(
        "Rank,Publication ID,Title,PubYear,Authors,Authors (Raw Affiliation)\n"
        '1,pub.1,T,2020,"Berg, M; Sutrisno","Berg, M (Univ A (UA), Delft); Sutrisno (Univ B; Inst C)"\n'
    )
    assert (record.authors, record.affiliations) == (
        ("Berg, M", "Sutrisno"),
        ("Univ A (UA), Delft", "Univ B", "Inst C"),
    )


def test_publish_or_perish_tells_of_author_lists_that_were_cut() -> None:
    records, report = read('Cites,Authors,Title,Year,Type\n4,"R Nugroho, MA van der Berg, ...",[PDF] Twins,2020,PDF\n')
    assert (records[0].authors, records[0].title, records[0].kind) == (("R Nugroho", "MA van der Berg"), "Twins", "")
    assert report.notes == (("authors_cut_short", 1),)


LENS = {
    "lens_id": "001-1", "title": "Sister cities", "publication_type": "journal article", "year_published": 2020,
    "source": {"title": "Cities", "publisher": "Elsevier"}, "scholarly_citations_count": 7, "keywords": ["twin"],
    "authors": [{"first_name": "Maria", "last_name": "van der Berg", "ids": [{"type": "orcid", "value": "0000-0002"}],
                 "affiliations": [{"name": "Univ A", "country_code": "NL"}]}, {"collective_name": "WHO"}],
    "external_ids": [{"type": "doi", "value": "10.1016/J.X"}], "references": [{"lens_id": "000-1"}],
}  # fmt: skip


@pytest.mark.parametrize(
    "text", [json.dumps(LENS) + "\n", json.dumps({"total": 1, "data": [LENS]}), json.dumps([LENS])]
)
def test_lens_json_is_read_from_lines_answers_and_lists(text: str) -> None:
    record = one(text)
    assert (record.format, record.authors, record.author_ids) == (
        "lens-json",
        ("van der Berg, Maria", "WHO"),
        ("0000-0002", ""),
    )
    assert (record.doi, record.cited_by, record.countries, record.references) == ("10.1016/j.x", 7, ("NL",), ("000-1",))


def test_json_fields_stay_json_and_marks_of_web_pages_go() -> None:
    work = {"id": "https://openalex.org/W1", "title": "T <i>x</i> &amp; y", "abstract_inverted_index": {"a": [0]}, "is_oa": True,
            "authorships": [{"raw_author_name": "Dewi", "raw_affiliation_strings": ["Univ A, Bandung"], "countries": ["ID"]}]}  # fmt: skip
    record = one(json.dumps({"results": [work]}))
    assert (record.title, record.affiliations, record.countries) == ("T x & y", ("Univ A, Bandung",), ("ID",))
    assert json.loads(record.fields["abstract_inverted_index"][0]) == {"a": [0]}
    assert record.fields["is_oa"] == ("true",)


def test_crossref_keeps_suffixes_particles_organisations_and_parts_the_abstract() -> None:
    record = one(json.dumps({"message": {
        "DOI": "10.1/x", "title": ["T"], "type": "journal-article", "abstract": "<jats:title>Abstract</jats:title><jats:p>Hello</jats:p>",
        "author": [{"given": "Martin", "family": "King", "suffix": "Jr."}, {"name": "Bappeda, Kota Bandung"}, {"family": "Sutrisno"},
                   {"given": "Maria", "family": "Berg", "non-dropping-particle": "van der"}]}}))  # fmt: skip
    assert record.authors == ("King, Martin, Jr.", "Bappeda, Kota Bandung", "Sutrisno", "van der Berg, Maria")
    assert record.abstract == "Abstract Hello"


def test_a_broken_work_among_json_lines_is_named_by_its_number() -> None:
    work = json.dumps({"id": "https://openalex.org/W1", "title": "T"})
    records, report = read(f"{work}\n{work[:-9]}\n{work}\n")
    assert len(records) == 2
    assert [(broken.line, broken.code) for broken in report.broken] == [(2, "json_broken")]


# --- Web of Science, PubMed, EndNote ---------------------------------------------------------------------------------


def test_web_of_science_names_book_authors_and_groups_and_continues_a_cited_work() -> None:
    record = one(
        "FN Clarivate\nVR 1.0\nPT B\nBA Acuto, M\nBF Acuto, Michele\nCA WHO, Regional Off\nBE Smith, J\nTI City diplomacy\n"
        "CR Anon, 2001, X\n   Beck U, 2002, Y, V1,\n   P3\nER\nEF\n"
    )
    assert record.authors == ("Acuto, Michele", "WHO, Regional Off")
    assert record.references == ("Anon, 2001, X", "Beck U, 2002, Y, V1, P3")


def test_pubmed_adds_groups_and_all_languages_and_drops_addresses_of_mail() -> None:
    record = one(
        'PMID- 1\nTI  - [Sister cities: a "long" title\n      continued].\nFAU - van der Berg, Maria\nAD  - Univ A, Delft, '
        "Netherlands. a@b.nl.\nCN  - COVID Group, Asia\nLA  - dut\nLA  - eng\nLID - 10.1016/S0140-6736(20)30123-4 [doi]\n"
    )
    assert record.title == '[Sister cities: a "long" title continued]'
    assert record.authors == ("van der Berg, Maria", "COVID Group, Asia")
    assert (record.affiliations, record.language) == (("Univ A, Delft, Netherlands",), "dut; eng")
    assert record.doi == "10.1016/s0140-6736(20)30123-4"


def test_endnote_parts_addresses_and_marks_organisations_by_a_comma() -> None:
    record = one(
        "<xml><records><record><ref-type name='Journal Article'>17</ref-type><contributors><authors><author>Bappeda Bandung, Jawa Barat,"
        "</author></authors></contributors><auth-address>Univ A&#xD;Univ B</auth-address><titles><title>T <style>x</style> &amp; y</title>"
        "</titles><notes>Times Cited: 7</notes></record></records></xml>"
    )
    assert (record.title, record.authors) == ("T x & y", ("Bappeda Bandung, Jawa Barat",))
    assert (record.affiliations, record.cited_by) == (("Univ A", "Univ B"), 7)


# --- values ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, doi",
    [("DOI: 10.1234/Abc.", "10.1234/abc"), ("https://doi.org/10.1016%2Fj.cities", "10.1016/j.cities"),
     ("https://www.frontiersin.org/articles/10.3389/fpubh.2022.895552/full", "10.3389/fpubh.2022.895552"),
     ("https://x.org/doi/pdf/10.1177/0042.pdf?download=true", "10.1177/0042"),
     ("https://www.scopus.com/inward/record.uri?eid=2&doi=10.1016%2fj.c.2020&partnerID=40", "10.1016/j.c.2020"),
     ("10.1002/(SICI)1099-1360(199801)7:1<34::AID-MCDA161>3.0.CO;2-6", "10.1002/(sici)1099-1360(199801)7:1<34::aid-mcda161>3.0.co;2-6")],
)  # fmt: skip
def test_a_doi_is_found_in_every_form_of_address(text: str, doi: str) -> None:
    assert doi_of(text) == doi


@pytest.mark.parametrize(
    "text, pages",
    [("42-47", ("42", "47")), ("986 – 1005", ("986", "1005")), ("pp. 3−9", ("3", "9")), ("S12--S19", ("S12", "S19")), ("e123", ("e123", ""))],
)  # fmt: skip
def test_pages_are_parted_at_any_dash(text: str, pages: tuple[str, str]) -> None:
    assert pages_of(text) == pages


# --- bytes -----------------------------------------------------------------------------------------------------------

RIS = "TY  - JOUR\nTI  - Coopération décentralisée\nAU  - Müller, Jörg\nPY  - 2019\nER  - \n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\r"])
def test_every_encoding_and_end_of_line_gives_the_same_record(encoding: str, end: str) -> None:
    records, report = read_bytes(RIS.replace("\n", end).encode(encoding), "sample")
    assert [(record.title, record.authors) for record in records] == [("Coopération décentralisée", ("Müller, Jörg",))]
    assert dict(report.notes) == ({"taken_for_windows_1252": 2} if encoding in ("latin-1", "cp1252") else {})


def test_files_joined_from_two_encodings_are_read_line_by_line() -> None:
    records, report = read_bytes(b"\xef\xbb\xbf" + RIS.encode() + b"\xef\xbb\xbf" + RIS.encode("cp1252"), "sample")
    assert [record.title for record in records] == ["Coopération décentralisée"] * 2
    assert report.notes == (("taken_for_windows_1252", 2),)


def test_single_nul_bytes_and_a_sign_cut_in_two_cost_nothing_else() -> None:
    records, report = read_bytes(RIS.encode().replace(b"2019", b"20\x0019") + b"\x00\x00", "sample")
    assert (records[0].title, records[0].year) == ("Coopération décentralisée", 2019)
    assert report.notes == (("nul_bytes", 3),)
    cut = RIS.encode() + "TY  - JOUR\nTI  - Café".encode()[:-1]
    records, report = read_bytes(cut, "sample")
    assert [record.title for record in records] == ["Coopération décentralisée", "Caf"]
    assert [(broken.line, broken.code) for broken in report.broken] == [(6, "not_closed")]
    assert report.notes == (("cut_in_a_sign", 1),)


def _zipped(name: str = "a.ris") -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, RIS)
    return packed.getvalue()


@pytest.mark.parametrize(
    "data, code",
    [(_zipped(), "not_docx"), (_zipped("xl/workbook.xml"), "workbook"), (gzip.compress(RIS.encode() * 50, mtime=0), "packed"),
     (bytes(range(256)) * 40, "binary"), (b"\x00\x01\x02\x03" * 500, "binary"), (b"\xff\xfe\x01\x00\x02\x00" * 500, "binary"), (b'{"meta": {"count": 0}, "results": []}', "no_records"), (b"Title,Year\n", "no_records"),
     (b"\r\n<!DOCTYPE html>\n<html><body>Sign in, please: (2019). TY  - x</body></html>", "web_page")],
)  # fmt: skip
def test_what_is_no_export_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read_bytes(data, "export.ris")
    assert caught.value.code == code


# --- a plain bibliography --------------------------------------------------------------------------------------------


def test_a_bibliography_keeps_given_names_pages_and_acts_whole() -> None:
    records, report = read(
        "Daftar Pustaka\n\nMukti, Takdir Ali. 2013. Paradiplomacy. Yogyakarta: Phinisi.\n"
        "Kementerian Luar Negeri RI. 2015. Panduan Umum Kerja Sama. Jakarta: Kemlu.\n"
        'Sinaga, Obsatar. 2010. "Otonomi Daerah". Jurnal Sosiohumaniora, Vol. 12, No. 3, hlm. 95–110.\n'
        "Yamin, M. dan Utami, A. F. 2016. Towards cooperation. Jurnal Ilmu Sosial 20 (1): 1-15.\n"
        "Undang-Undang Nomor 37 Tahun 1999 tentang Hubungan Luar Negeri.\n"
    )
    assert report.broken == ()
    assert [record.authors for record in records] == [
        ("Mukti, Takdir Ali",), ("Kementerian Luar Negeri RI",), ("Sinaga, Obsatar",), ("Yamin, M.", "Utami, A. F."), (),
    ]  # fmt: skip
    third, fourth, act = records[2:]
    assert (third.container, third.volume, third.issue, third.first_page, third.last_page) == (
        "Jurnal Sosiohumaniora", "12", "3", "95", "110",
    )  # fmt: skip
    assert (fourth.container, fourth.volume, fourth.last_page) == ("Jurnal Ilmu Sosial", "20", "15")
    assert act.title == "Undang-Undang Nomor 37 Tahun 1999 tentang Hubungan Luar Negeri"


@pytest.mark.parametrize(
    "entry, authors",
    [('[1] M. Acuto and P. van der Berg, "City leadership," Global Governance, vol. 19, no. 3, pp. 481–498, 2013.', ("Acuto, M.", "van der Berg, P.")),
     ("1. Acuto M, van der Berg P. City leadership. Global Governance. 2013;19(3):481-498.", ("Acuto, M", "van der Berg, P"))],
)  # fmt: skip
def test_numbered_bibliographies_with_initials_are_read(entry: str, authors: tuple[str, ...]) -> None:
    record = one(f"References\n\n{entry}\n")
    assert (record.title, record.authors, record.year) == ("City leadership", authors, 2013)
    assert (record.container, record.volume, record.issue) == ("Global Governance", "19", "3")
    assert (record.first_page, record.last_page) == ("481", "498")


# --- broken tables and records ---------------------------------------------------------------------------------------

HEADS = "Authors,Title,Year,Source title,EID\n"


def test_a_quote_left_open_costs_its_row_and_no_other() -> None:
    records, report = read(HEADS + '"A B.",One,2001,C,1\n"A B.","Two,2002,C,2\n"A B.",Three,2003,C,3\n')
    assert [record.title for record in records] == ["One", "Three"]
    assert [(broken.line, broken.code) for broken in report.broken] == [(3, "quote_not_closed")]


@pytest.mark.parametrize(
    "lead, sign, line", [("\n\n", ",", 4), ("sep=;\n", ";", 3), ('"sep=;"\n', ";", 3), ("", "\t", 2)]
)
def test_a_table_may_begin_with_blank_lines_or_its_delimiter(lead: str, sign: str, line: int) -> None:
    record = one((lead + HEADS + "A B.,One,2001,C,1\n").replace(",", sign))
    assert (record.title, record.format, record.line) == ("One", "scopus", line)


def test_columns_of_one_name_do_not_hide_each_other() -> None:
    record = one("Authors,Title,Title,Year,Source title,EID\nA,One,Uno,2001,C,1\n")
    assert (record.title, record.fields["Title (2)"]) == ("One", ("Uno",))


def test_fields_after_an_end_make_no_part_of_the_record_before() -> None:
    records, report = read(
        "TY  - JOUR\nTI  - One\nER  - \nAU  - Lost, A\nKW  - lost\nER  - \nTY  - JOUR\nTI  - Two\nER  - \n"
    )
    assert [(record.title, record.authors, record.line) for record in records] == [("One", (), 1), ("Two", (), 7)]
    assert [(broken.line, broken.code) for broken in report.broken] == [(6, "end_without_record")]
    assert report.notes == (("stray_lines", 2),)


def test_records_that_are_set_in_are_read() -> None:
    record = one("   TY  - JOUR\n   TI  - One\n   AU  - Dewi\n   ER  - \n")
    assert (record.title, record.authors) == ("One", ("Dewi",))


@pytest.mark.parametrize(
    "text, titles, broken",
    [('{"results":[{"id":"https://openalex.org/W1","title":"One"},{"id":"https://openalex.org/W2","title":"Tw', ["One"], [2]),
     ('[\n {"id":"https://openalex.org/W1","title":"One"},\n {"id":"https://openalex.org/W2","title":"T"w"},\n {"id":"https://openalex.org/W3","title":"Three"}\n]', ["One", "Three"], [2])],
)  # fmt: skip
def test_json_that_is_damaged_costs_the_damaged_work(text: str, titles: list[str], broken: list[int]) -> None:
    records, report = read(text)
    assert [record.title for record in records] == titles
    assert [(fault.line, fault.code) for fault in report.broken] == [(number, "json_broken") for number in broken]


def test_words_of_a_field_that_look_like_another_format_do_not_make_it_one() -> None:
    record = one("@misc{a,\n  title = {Twin},\n  affiliations = {Univ A.\n    TY - Univ B.\n},\n}\n")
    assert (record.format, record.affiliations) == ("bibtex", ("Univ A", "TY - Univ B"))
