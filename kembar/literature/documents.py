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


def decode(data: bytes, name: str) -> tuple[str, bool]:
    """Text of bytes, and whether it had to be taken for Windows-1252; a binary file is refused."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return _unix(data.decode(encoding)), False
            except UnicodeDecodeError:
                break
    head = data[:65536]
    strange = sum(byte < 9 or 13 < byte < 32 for byte in head)
    if b"\x00" in head or strange > 0.02 * len(head) + 2:
        raise DocumentError("binary", name)
    try:
        return _unix(data.decode("utf-8")), False
    except UnicodeDecodeError:
        return _unix(data.decode("cp1252", errors="replace")), True


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


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
                raise DocumentError("not_docx", name)
            if sum(entry.file_size for entry in archive.infolist()) > LIMIT:
                raise DocumentError("too_large", name)
        import docx  # late: the reader of DOCX takes longer to load than most texts to read

        document = docx.Document(io.BytesIO(data))
        lines = [line for block in document.iter_inner_content() for line in _block(block)]
    except DocumentError:
        raise
    except Exception as error:  # a damaged archive or part fails in many ways, and all mean the same to a reader
        raise DocumentError("damaged", name, str(error)[:120]) from None
    yield from lines


def _block(block: Any) -> Iterator[str]:
    """A paragraph as its lines, a table as rows parted by tabs, a picture as its mark."""
    if hasattr(block, "rows"):
        for row in block.rows:
            yield "\t".join(cell.text.replace("\n", " ") for cell in row.cells)
        return
    style = (block.style.name or "") if block.style is not None else ""
    text = f"## {block.text}" if style.startswith(("Heading", "Judul")) and block.text.strip() else block.text
    xml = block._p.xml
    if "<w:drawing" in xml or "<w:pict" in xml or "<c:chart" in xml:
        yield "![image]"
    if text.strip() or "<w:drawing" not in xml:
        yield from text.split("\n")


def _pdf(data: bytes, name: str) -> Document:
    import pypdfium2  # late: loads a shared library
    import pypdfium2.raw as raw

    lines: list[str] = []
    pages: list[int] = []
    pictures = 0
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            for number in range(len(document)):
                page = document[number]
                text = page.get_textpage().get_text_bounded()
                images = sum(1 for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
                pictures += images
                found = _unix(text).replace("\ufffe", "-").split("\n") + ["![image]"] * min(images, 1)
                lines += found
                pages += [number + 1] * len(found)
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        code = "encrypted" if "password" in str(error).lower() else "damaged"
        raise DocumentError(code, name, str(error)[:120]) from None
    if sum(len(line.strip()) for line in lines if line != "![image]") < 20:
        raise DocumentError("scanned" if pictures else "no_text", name)
    return Document(name, "pdf", tuple(lines), tuple(pages))
