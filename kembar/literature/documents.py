"""What are the lines of a document given as text, DOCX or PDF?

A picture in a DOCX or PDF becomes a line ``![image]`` so that a caption without a figure can be told from one with
it. A PDF whose pages hold pictures and no text is refused as a scan, never read as empty.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kembar.literature.docx_lines import IMAGE, lines_of

LIMIT = 512 * 1024 * 1024  # bytes unpacked from one DOCX; beyond it the file is taken for a trap


class DocumentError(Exception):
    """A document that cannot be read: ``code`` says why, ``name`` which."""

    def __init__(self, code: str, name: str, detail: str = "") -> None:
        super().__init__(f"{name}: {code} {detail}".strip())
        self.code = code
        self.name = name
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Document:
    """Lines of a document (from 1), its kind, and for a PDF the page each line stands on (else empty)."""

    name: str
    kind: str
    lines: tuple[str, ...]
    pages: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


_STRANGE = bytes(byte for byte in range(32) if byte < 9 or byte > 13)  # signs that no text holds


def decode(data: bytes, name: str) -> tuple[str, dict[str, int]]:
    """Text of bytes with plain ends of lines, and what had to be mended: code and count; a binary file is refused.

    Lines that are not UTF-8 are taken for Windows-1252, line by line, since files of several programs are joined; a
    sign cut in two at the end of the file is dropped, and so are single NUL bytes.
    """
    if data.startswith((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")):
        raise DocumentError("packed", name)
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # Word and Excel before 2007
        raise DocumentError("binary", name)
    wide = _wide(data)
    if wide is not None:
        return _unix(wide), {}
    head = data[:65536].rstrip(b"\x00")  # some programs fill up the last block
    if (data and not head) or len(head) - len(head.translate(None, _STRANGE)) > 0.02 * len(head) + 2:
        raise DocumentError("binary", name)
    mended: dict[str, int] = {}
    if b"\x00" in data:
        mended["nul_bytes"] = data.count(b"\x00")
        data = data.replace(b"\x00", b"")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        return _unix(data.decode("utf-8")), mended
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            mended["cut_in_a_sign"] = 1
            return _unix(data[: error.start].decode("utf-8")), mended
    lines = []
    for line in data.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(line.decode("cp1252", errors="replace"))
            mended["taken_for_windows_1252"] = mended.get("taken_for_windows_1252", 0) + 1
    return _unix("\n".join(lines)), mended


def _wide(data: bytes) -> str | None:
    """The text of bytes in UTF-16, with its mark or known by the NUL bytes in every other place; else None."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ""
    head = data[:4096]
    if not encoding and b"\x00" in head:
        first, second = head[::2].count(0), head[1::2].count(0)
        if max(first, second) > 0.35 * len(head) / 2 and min(first, second) < 0.02 * len(head):
            encoding = "utf-16-be" if first > second else "utf-16-le"
    if not encoding:
        return None
    try:
        text = data[: len(data) // 2 * 2].decode(encoding)
    except UnicodeDecodeError:
        return None
    strange = sum(sign < " " and sign not in "\t\n\f\r" for sign in text[:2048])
    return text if strange <= 0.02 * len(text[:2048]) + 2 else None  # a binary file, else


def _unix(text: str) -> str:
    """The text with plain ends of lines and without byte order marks, of which joined files have several."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\ufeff", "") if "\ufeff" in text else text


def kind_of_bytes(data: bytes) -> str:
    """ "pdf", "zip" or "text", by the first bytes."""
    if data[:1024].lstrip().startswith(b"%PDF"):
        return "pdf"
    return "zip" if data.startswith(b"PK\x03\x04") else "text"


def read_document(path: str | Path) -> Document:
    """The document at a path; raises DocumentError with a code: missing, folder, empty, binary, scanned, encrypted,
    damaged.
    """
    path = Path(path)
    if path.is_dir():
        raise DocumentError("folder", str(path))
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DocumentError("missing", str(path)) from None
    except OSError as error:
        raise DocumentError("unreadable", str(path), error.strerror or "") from None
    return document_of(data, str(path))


def document_of(data: bytes, name: str) -> Document:
    """The document in some bytes, by what they are, not by the name."""
    if not data.strip():
        raise DocumentError("empty", name)
    kind = kind_of_bytes(data)
    if kind == "pdf":
        return _pdf(data, name)
    if kind == "zip":
        return Document(name, "docx", tuple(_docx_lines(data, name)))
    return Document(name, "text", tuple(decode(data, name)[0].split("\n")))


def _docx_lines(data: bytes, name: str) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "word/document.xml" not in archive.namelist():
                is_workbook = any(one.startswith(("xl/workbook", "content.xml")) for one in archive.namelist())
                raise DocumentError("workbook" if is_workbook else "not_docx", name)
            if sum(entry.file_size for entry in archive.infolist()) > LIMIT:
                raise DocumentError("too_large", name)
        lines = list(lines_of(data))
    except DocumentError:
        raise
    except zipfile.BadZipFile:
        raise DocumentError("broken_archive", name) from None
    except Exception as error:  # a damaged archive or part fails in many ways, and all mean the same to a reader
        raise DocumentError("damaged", name, str(error)[:120]) from None
    yield from lines


def _pdf(data: bytes, name: str) -> Document:
    import pypdfium2  # late: loads a shared library

    lines: list[str] = []
    pages: list[int] = []
    has_pictures = False
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            for number in range(len(document)):
                found, images = _page_lines(document[number])
                has_pictures = has_pictures or images
                lines += found
                pages += [number + 1] * len(found)
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        code = "encrypted" if "password" in str(error).lower() else "damaged"
        raise DocumentError(code, name, str(error)[:120]) from None
    if sum(len(line.strip()) for line in lines if line != IMAGE) < 20:
        raise DocumentError("scanned" if has_pictures else "no_text", name)
    return Document(name, "pdf", tuple(lines), tuple(pages))


_DRAWN = 12
"""Lines and curves that make a page's drawing more than the rules of a table or a heading (our bound)."""


def _page_lines(page: Any) -> tuple[list[str], bool]:
    """The lines of a page with ``![image]`` where its pictures stand, and whether it has pictures of pixels.

    A picture stands above the first line that begins under its lower edge. Drawings made of many lines, as charts are,
    count as one picture for the page: their parts cannot be told apart.
    """
    import pypdfium2.raw as raw

    textpage = page.get_textpage()
    lines = _unix(textpage.get_text_range()).replace("\ufffe", "-").split("\n")
    bottoms: list[float] = []
    drawn: list[float] = []
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH], max_depth=2):
        (bottoms if one.type == raw.FPDF_PAGEOBJ_IMAGE else drawn).append(one.get_bounds()[1])
    images = bool(bottoms)
    if len(drawn) >= _DRAWN:
        bottoms.append(min(drawn))
    if not bottoms:
        return lines, images
    return _with_images(textpage, lines, bottoms), images


def _with_images(textpage: Any, lines: list[str], bottoms: list[float]) -> list[str]:
    placed: list[str] = []
    waiting, at = sorted(bottoms, reverse=True), 0
    last = textpage.count_chars() - 1
    for line in lines:
        first = at + len(line) - len(line.lstrip())
        at += len(line) + 2  # the page ends its lines with two signs
        if waiting and line.strip() and first <= last:
            top = textpage.get_charbox(first)[3]
            while waiting and top <= waiting[0] + 2:
                waiting.pop(0)
                if placed[-1:] != [IMAGE]:
                    placed.append(IMAGE)
        placed.append(line)
    return placed + ([IMAGE] if waiting else [])
