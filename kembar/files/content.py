"""What is a file really? Looks at its bytes and structure, never at its name. Pure: an open file in, a kind out.

Only kinds of documents and pictures that offices exchange are taken. What is a program, a page for browsers, an
archive, or two things at once is refused with a code that names the sentence. Pictures and PDFs are opened once more
by ``opening`` in a process of its own.
"""

from __future__ import annotations

import codecs
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import IO, Any
from xml.etree import ElementTree

from kembar.files.kinds import KINDS, Kind

HEAD = 4096
TAIL = (1 << 16) + 22  # where the end of a zip may stand: its comment has at most 65,535 bytes
MOST_MEMBERS = 5_000
MOST_UNPACKED = 400 << 20
MOST_RATIO = 200
"""Ours: a document of words packs 5 to 20 to 1; above this it was made to fill a disk or a memory."""
RATIO_COUNTS_FROM = 1 << 20
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
    b"\x4c\x00\x00\x00\x01\x14\x02\x00",  # a shortcut of Windows
)
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF", b"(\xb5/\xfd")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|script|svg|iframe|\?xml|math|xsl|object|embed)\b", re.I)
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_OFFICE = {
    "docx": ("word/document.xml", b"wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", b"spreadsheetml.sheet.main+xml"),
}
_ODT = b"application/vnd.oasis.opendocument.text"


class NotAccepted(ValueError):
    """A file or name that is not taken. ``code`` names the sentence, ``data`` fills it."""

    def __init__(self, code: str, **data: Any) -> None:
        self.code = code
        self.data: Mapping[str, Any] = data
        super().__init__(f"{code} {data}" if data else code)


def kind_of(file: IO[bytes]) -> Kind:
    """The kind of an open file; NotAccepted for whatever is not taken. Leaves the position anywhere."""
    file.seek(0, 2)
    size = file.tell()
    if not size:
        raise NotAccepted("empty")
    file.seek(0)
    head = file.read(HEAD)
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    _refuse_programs(head)
    found = _kind(file, head, size)
    if found in ("pdf", "jpeg", "png", "tiff", "heic"):
        _is_one_thing(found, head, tail)
    return KINDS[found]


def _refuse_programs(head: bytes) -> None:
    if head.startswith(_PROGRAMS):
        raise NotAccepted("program")
    if head.startswith(_OLD_OFFICE):
        raise NotAccepted("old_office")
    if head.startswith(_ARCHIVES):
        raise NotAccepted("archive")


def _kind(file: IO[bytes], head: bytes, size: int) -> str:
    if head.startswith(b"%PDF-"):
        return "pdf"
    if b"%PDF-" in head[:1024] and not _MARKUP.search(head[:1024]):
        raise NotAccepted("pdf_not_at_start")
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith((b"II*\0", b"MM\0*")):
        return "tiff"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return _heic(head, size)
    if head.startswith(b"PK"):
        return _packed(file)
    return _text(file, head)


def _is_one_thing(kind: str, head: bytes, tail: bytes) -> None:
    """A picture or PDF that is also a page or an archive is read as one here and as the other elsewhere."""
    if kind == "pdf" and _MARKUP.search(head[:1024]):
        raise NotAccepted("two_things", other="html")
    if b"PK\x05\x06" in tail and b"PK\x01\x02" in tail:
        raise NotAccepted("two_things", other="zip")
    if kind == "pdf" and b"%%EOF" not in tail[-2048:]:
        raise NotAccepted("cut_off")
    if kind == "png":
        end = tail.rfind(b"IEND\xaeB`\x82")
        if end < 0:
            raise NotAccepted("cut_off")
        if _MARKUP.search(tail[end:]):
            raise NotAccepted("two_things", other="html")
    if kind == "jpeg":
        end = tail.rfind(b"\xff\xd9")
        if end < 0:
            raise NotAccepted("cut_off")
        if _MARKUP.search(tail[end:]):
            raise NotAccepted("two_things", other="html")


def _heic(head: bytes, size: int) -> str:
    if not 16 <= int.from_bytes(head[:4], "big") <= min(size, 1024):
        raise NotAccepted("damaged")
    return "heic"


def _packed(file: IO[bytes]) -> str:
    """DOCX, XLSX and ODT are zips; what else is one, what unpacks without end and what holds macros is refused."""
    try:
        with zipfile.ZipFile(file) as packed:
            _bounded(packed)
            return _office(packed)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        if isinstance(error, NotAccepted):
            raise
        raise NotAccepted("damaged") from error


def _bounded(packed: zipfile.ZipFile) -> None:
    members = packed.infolist()
    if len(members) > MOST_MEMBERS:
        raise NotAccepted("bomb")
    unpacked = sum(one.file_size for one in members)
    if unpacked > MOST_UNPACKED:
        raise NotAccepted("bomb")
    for one in members:
        if one.flag_bits & 1:
            raise NotAccepted("locked")
        if one.file_size > RATIO_COUNTS_FROM and one.file_size > MOST_RATIO * max(one.compress_size, 1):
            raise NotAccepted("bomb")
        path = PurePosixPath(one.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise NotAccepted("leads_outside")


def _office(packed: zipfile.ZipFile) -> str:
    names = set(packed.namelist())
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js", ".vbs")) for name in names):
        raise NotAccepted("macros")
    if "mimetype" in names and packed.read("mimetype")[:200].strip() == _ODT and "content.xml" in names:
        _well_formed(packed, "content.xml")
        return "odt"
    if "[Content_Types].xml" in names:
        types = _read(packed, "[Content_Types].xml", 1 << 20)
        for kind, (part, media) in _OFFICE.items():
            if part in names and media in types:
                _well_formed(packed, part)
                return kind
        if b"macroEnabled" in types:
            raise NotAccepted("macros")
    raise NotAccepted("archive")


def _read(packed: zipfile.ZipFile, name: str, limit: int) -> bytes:
    with packed.open(name) as part:
        found = part.read(limit + 1)
    if len(found) > limit:
        raise NotAccepted("bomb")
    return found


def _well_formed(packed: zipfile.ZipFile, name: str) -> None:
    """Reads the main part through: it is XML without a definition of its own, which could grow without end."""
    with packed.open(name) as part:
        start = part.read(HEAD)
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise NotAccepted("bomb")
    try:
        with packed.open(name) as part:
            for _event, element in ElementTree.iterparse(part):  # noqa: S314 - without definitions, see above
                element.clear()
    except ElementTree.ParseError as error:
        raise NotAccepted("damaged") from error


def _text(file: IO[bytes], head: bytes) -> str:
    if _MARKUP.search(head) or head.lstrip()[:5].lower() in (b"<?xml", b"<!doc"):
        raise NotAccepted("page")
    if head.startswith(b"{\\rtf"):
        raise NotAccepted("unknown")
    encoding = encoding_of(head)
    if encoding is None:
        raise NotAccepted("unknown")
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(1 << 20):
            text = decoder.decode(chunk)
            if any(letter < " " and letter not in "\t\n\r\f\x1b" for letter in set(text)):
                raise NotAccepted("unknown")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise NotAccepted("unknown") from error
    return "txt"


def encoding_of(head: bytes) -> str | None:
    """The encoding of a text by its first bytes: a mark at the start, UTF-8, else the Windows one of Western Europe."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in head:
        return None
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        decoder.decode(head, final=len(head) < HEAD)  # where more follows, a letter cut in two is no fault
    except UnicodeDecodeError:
        controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in head)
        return None if controls else "cp1252"
    return "utf-8-sig"
