"""Do DOCX and PDF become the lines that stand in them: citations of managers, footnotes, pictures where they are?"""

import io
import struct
import zlib

import docx
import pytest
import typst
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from kembar.analysis.text_checks import bibliography, citations, missing_figures
from kembar.literature.documents import document_of

FOOTNOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2"><w:p>'
    "<w:r><w:t>Ivo Duchacek, The Territorial Dimension of Politics (Boulder: Westview, 1986), hlm. 5.</w:t></w:r></w:p>"
    "</w:footnote></w:footnotes>"
)


def png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    rows = b"".join(b"\x00" + bytes(8) for _row in range(8))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def controlled(text: str, *, block: bool) -> object:
    """A content control as citation managers write them."""
    run = f"<w:r><w:t>{text}</w:t></w:r>"
    inner = f"<w:p>{run}</w:p>" if block else run
    return parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent>{inner}</w:sdtContent></w:sdt>")


@pytest.fixture
def manuscript() -> bytes:
    made = docx.Document()
    paragraph = made.add_paragraph("Kerja sama itu baik ")
    paragraph._p.append(controlled("(Nuralam, 2018)", block=False))
    paragraph.add_run(" dan lain-lain.")
    noted = made.add_paragraph("Sebuah pendapat lama.")
    noted._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    raised = made.add_paragraph("Pendapat lain")
    raised.add_run("3,4").font.superscript = True
    made.add_table(1, 1).cell(0, 0).paragraphs[0].add_run().add_picture(io.BytesIO(png()))
    made.add_paragraph("Gambar 1. Peta kota")
    made.add_heading("Daftar Pustaka", 1)
    made.element.body.insert_element_before(controlled("Nuralam, I. P. (2018). Peran. Jurnal.", block=True), "w:sectPr")
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        FOOTNOTES.encode(),
        made.part.package,
    )
    made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def test_what_citation_managers_write_into_a_docx_is_read(manuscript: bytes) -> None:
    lines = document_of(manuscript, "naskah.docx").lines
    assert lines[0] == "Kerja sama itu baik (Nuralam, 2018) dan lain-lain."
    assert [(one.authors, one.year) for one in bibliography(lines)] == [(("Nuralam",), 2018)]


def test_a_footnote_of_a_docx_stands_under_its_paragraph_and_cites(manuscript: bytes) -> None:
    lines = document_of(manuscript, "naskah.docx").lines
    assert lines[2].startswith("[^2] Ivo Duchacek")
    assert [(one.line, one.authors[0], one.year) for one in citations(lines)] == [
        (1, "Nuralam", 2018),
        (3, "Ivo Duchacek", 1986),
    ]


def test_raised_numbers_and_pictures_in_tables_of_a_docx_are_marked(manuscript: bytes) -> None:
    lines = document_of(manuscript, "naskah.docx").lines
    assert "Pendapat lain<sup>3,4</sup>" in lines
    assert missing_figures(lines) == []


def pdf(tmp_path, first: str, second: str) -> bytes:
    (tmp_path / "a.png").write_bytes(png())
    filler = "#lorem(40)\n\n"
    (tmp_path / "a.typ").write_text(f"{filler}{first}\n\n{filler * 6}{second}\n\n{filler}")
    return typst.compile(tmp_path / "a.typ")


def test_a_picture_of_a_pdf_stands_where_it_stands_on_the_page(tmp_path) -> None:
    shown = '#image("a.png", width: 3cm)\n\nGambar 1. Peta'
    lines = document_of(pdf(tmp_path, shown, "Gambar 2. Lain"), "a.pdf").lines
    assert [one.places[0][1] for one in missing_figures(lines)] == ["Gambar 2"]
    image, caption = lines.index("![image]"), next(n for n, line in enumerate(lines) if line.startswith("Gambar 1"))
    assert image == caption - 1


def test_a_chart_drawn_of_lines_in_a_pdf_is_a_picture(tmp_path) -> None:
    drawn = "".join(f"#line(length: {n}cm)\n" for n in range(1, 15)) + "\n\nGrafik 1. Bidang"
    lines = document_of(pdf(tmp_path, drawn, "Teks."), "a.pdf").lines
    assert missing_figures(lines) == []
