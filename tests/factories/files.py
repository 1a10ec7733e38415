"""Files to upload: small real ones of each kind, made here, and harmful ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

from kembar.files import store
from kembar.files.store import Received

PROGRAM = b"MZ\x90\x00" + b"\0" * 200
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def pdf(words: str = "Kota Bogor", pages: int = 1) -> bytes:
    """A PDF of so many pages with these words, written by hand with a right table of contents."""
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(pages))
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
    ]
    for number in range(pages):
        stream = f"BT /F1 24 Tf 60 700 Td ({words} {number + 1}) Tj ET"
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {4 + 2 * number} 0 R /Resources "
            "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        )
        parts.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{part}\nendobj\n".encode("latin-1")
    table = len(made)
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{rows}trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\n"
    return made + f"{tail}startxref\n{table}\n%%EOF\n".encode()


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), frames: int = 1) -> bytes:
    """A red picture; a TIFF may have several frames."""
    from PIL import Image

    made = io.BytesIO()
    first, *more = [Image.new("RGB", size, (200, 20, 20)) for _number in range(frames)]
    how: dict[str, Any] = {"save_all": True, "append_images": more} if frames > 1 else {}
    first.save(made, kind, **how)
    return made.getvalue()


def huge_png(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few bytes that claims to be enormous."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def packed(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return made.getvalue()


def docx(words: str = "Nota kesepahaman", **more: bytes) -> bytes:
    from docx import Document

    document, made = Document(), io.BytesIO()
    document.add_paragraph(words)
    document.save(made)
    if not more:
        return made.getvalue()
    with zipfile.ZipFile(made) as file:
        members = {name: file.read(name) for name in file.namelist()}
    return packed({**members, **{name.replace("__", "/"): data for name, data in more.items()}})


def xlsx() -> bytes:
    from openpyxl import Workbook

    made = io.BytesIO()
    book = Workbook()
    book.active["A1"] = "Bogor"
    book.save(made)
    return made.getvalue()


def odt(words: str = "Surat") -> bytes:
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
        f"<text:p>{words}</text:p></office:text></office:body></office:document-content>"
    )
    return packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()})


def received(data: bytes) -> Received:
    """Bytes that came in and were looked at."""
    return store.look(store.receive(io.BytesIO(data), limit=50 << 20))
