"""Is a file taken for what its bytes are, and is what could harm refused with its reason?"""

from __future__ import annotations

import io

import pytest

from kembar.files import names
from kembar.files.content import NotAccepted, encoding_of, kind_of
from kembar.files.kinds import KINDS
from kembar.files.sentences import _SENTENCES, sentence
from kembar.files.serving import disposition
from tests.factories import files as made


def kind(data: bytes) -> str:
    return kind_of(io.BytesIO(data)).code


def refusal(data: bytes) -> str:
    with pytest.raises(NotAccepted) as refused:
        kind(data)
    return refused.value.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (made.pdf(), "pdf"),
        (made.picture("JPEG"), "jpeg"),
        (made.picture("PNG"), "png"),
        (made.picture("TIFF", frames=3), "tiff"),
        (made.docx(), "docx"),
        (made.xlsx(), "xlsx"),
        (made.odt(), "odt"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 40, "heic"),
        ("Nota kesepahaman, 상주시".encode(), "txt"),
        ("한국어".encode("utf-16"), "txt"),
        ("Caf\xe9".encode("cp1252"), "txt"),
    ],
)
def test_each_kind_is_known_by_its_bytes(data: bytes, code: str):
    assert kind(data) == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (made.PROGRAM, "program"),
        (b"\x7fELF" + b"\0" * 60, "program"),
        (b"#!/bin/sh\nrm -rf /\n", "program"),
        (b"\xca\xfe\xba\xbe" + b"\0" * 60, "program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_office"),
        (b"Rar!\x1a\x07\x00", "archive"),
        (b"\x1f\x8b\x08" + b"\0" * 30, "archive"),
        (made.packed({"letter.pdf": b"x"}), "archive"),
        (made.HTML, "page"),
        (b"\n\n  <HTML><body onload=alert(1)>", "page"),
        (made.SVG, "page"),
        (b'<?xml version="1.0"?><a/>', "page"),
        (b"Dear reader <script>alert(1)</script>", "page"),
        (b"{\\rtf1 hello}", "unknown"),
        (bytes(range(256)) * 4, "unknown"),
        (b"text with a \0 in it", "unknown"),
        (b"GIF89a" + b"\0" * 30, "unknown"),
        (b"junk " + made.pdf(), "pdf_not_at_start"),
        (b"<html><script>alert(1)</script>" + made.pdf(), "page"),
        (made.pdf()[:9] + b"<html><script>alert(1)</script></html>\n" + made.pdf()[9:], "two_things"),
        (made.pdf() + made.packed({"evil.class": b"x"}), "two_things"),
        (made.picture("PNG") + made.packed({"a": b"x"}), "two_things"),
        (made.picture("PNG") + made.HTML, "two_things"),
        (made.picture("JPEG") + made.HTML, "two_things"),
        (made.pdf()[:300], "cut_off"),
        (made.picture("PNG")[:-12], "cut_off"),
        (made.docx()[:2000], "damaged"),
        (made.docx(word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"), "macros"),
        (made.packed({"[Content_Types].xml": b"x", "../../etc/passwd": b"root"}), "leads_outside"),
        (made.packed({"[Content_Types].xml": b"x", "word/document.xml": b"\0" * (20 << 20)}), "bomb"),
        (made.packed({str(number): b"" for number in range(6000)}), "bomb"),
        (made.odt("<unclosed>"), "damaged"),
    ],
)
def test_what_could_harm_is_refused_with_its_reason(data: bytes, code: str):
    assert refusal(data) == code


def test_a_definition_that_grows_without_end_is_refused():
    grows = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    odt = made.packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": grows})
    assert refusal(odt) == "bomb"


def test_every_reason_has_a_sentence_that_says_what_to_do():
    data = {"limit": 50, "length": 300, "day": "x", "sha256": "x", "other": "html"}
    for code in _SENTENCES:
        told = sentence(NotAccepted(code, **data))
        assert told.endswith("."), code
        assert "%(" not in told


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("MoU Bogor.pdf", "MoU Bogor.pdf"),
        (r"C:\Users\budi\Desktop\MoU.pdf", "MoU.pdf"),
        ("협정서.pdf", "협정서.pdf"),
        ('say "hi"; x=1.pdf', 'say "hi"; x=1.pdf'),
        ("  MoU.pdf ", "MoU.pdf"),
    ],
)
def test_a_name_is_kept_as_it_came_without_its_folders(given: str, kept: str):
    assert names.clean(given) == kept


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("../../etc/passwd", "name_is_path"),
        ("..\\..\\windows\\system.ini", "name_is_path"),
        ("/etc/passwd", "name_is_path"),
        ("scan\u202efdp.exe", "name_turns"),
        ("scan\u2067.pdf", "name_turns"),
        ("a\r\nSet-Cookie: x=1.pdf", "name_has_controls"),
        ("a\x00.pdf", "name_has_controls"),
        ("a\u2028b.pdf", "name_has_controls"),
        ("x" * 296 + ".pdf", "name_too_long"),
        ("", "name_missing"),
        ("..", "name_is_path"),
        (".", "name_missing"),
    ],
)
def test_a_name_that_misleads_is_refused(given: str, code: str):
    with pytest.raises(NotAccepted) as refused:
        names.clean(given)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("MoU.pdf", "MoU.pdf"),
        ("MoU.PDF", "MoU.PDF"),
        ("MoU", "MoU.pdf"),
        ("virus.exe", "virus.exe.pdf"),
        ("page.html", "page.html.pdf"),
        ("con.pdf", "_con.pdf"),
        ('a"b<c>:d|e?f*.pdf', "a_b_c__d_e_f_.pdf"),
        (".htaccess", "htaccess.pdf"),
    ],
)
def test_the_offered_name_tells_what_the_file_is(name: str, offered: str):
    assert names.offered(name, KINDS["pdf"]) == offered


@pytest.mark.parametrize(
    "name", ['a"; filename=evil.html.pdf', "협정서.pdf", "a\\b.pdf", "100%.pdf", "naïve é.pdf", "a;b.pdf"]
)
def test_a_name_stays_inside_its_header(name: str):
    """Between the quotes there is nothing that ends them; the whole name follows in a form that holds no such sign."""
    header = disposition(name)
    header.encode("ascii")
    plain = header.removeprefix('attachment; filename="').partition('"')
    assert plain[2].startswith("; filename*=UTF-8''")
    assert not set(plain[0]) & set('"\\%;\r\n')
    assert not set(plain[2].removeprefix("; filename*=UTF-8''")) & set('"; \r\n')


def test_a_text_in_an_old_encoding_is_read_as_one():
    assert encoding_of("é".encode()) == "utf-8-sig"
    assert encoding_of("é".encode("cp1252")) == "cp1252"
    assert encoding_of(b"a\0b") is None
