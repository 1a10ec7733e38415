"""Are the variants that programs write read in full: names, lists, numbers, letters, encodings?"""

# ruff: noqa: E501 -- samples stand as exports write them, a row a line

import gzip
import zipfile
from io import BytesIO

import pytest

from kembar.literature.readers import ReadingError, read_bytes
from kembar.literature.readers.bibtex import plain_latex
from kembar.literature.records import ReadReport, Record


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


def _zipped() -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.ris", RIS)
    return packed.getvalue()


@pytest.mark.parametrize("data", [_zipped(), gzip.compress(RIS.encode() * 50, mtime=0), bytes(range(256)) * 40])
def test_packed_and_binary_files_are_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(ReadingError) as caught:
        read_bytes(data, "export.ris")
    assert caught.value.code in ("not_docx", "binary")
