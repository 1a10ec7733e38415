"""What are the lines of a DOCX: paragraphs, rows of tables, pictures, footnotes where they are called?

Read from the parts themselves, for what citation managers write stands in content controls, which the usual reader
leaves out: citations inside paragraphs, and whole bibliographies.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOT_TEXT = {f"{W}{one}" for one in ("del", "instrText", "delText", "pPr", "rPr", "sdtPr", "txbxContent")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PICTURES = {"drawing", "pict", "object", "chart"}
IMAGE = "![image]"


def lines_of(data: bytes) -> Iterator[str]:
    """The lines of the main text; raises KeyError, BadZipFile, XMLSyntaxError for what is no whole DOCX."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = _part(archive, "word/document.xml").find(f"{W}body")
        headings = _headings(archive)
        notes = {**_notes(archive, "footnote"), **_notes(archive, "endnote")}
    if body is None:
        raise KeyError("body")
    for block in _blocks(body):
        yield from _table(block) if block.tag == f"{W}tbl" else _paragraph(block, headings, notes)


def _part(archive: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree  # late: only a DOCX needs it

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(archive.read(name), parser)


def _headings(archive: zipfile.ZipFile) -> frozenset[str]:
    """The ids of the styles that are headings, whatever Word's language."""
    if "word/styles.xml" not in archive.namelist():
        return frozenset()
    styles = _part(archive, "word/styles.xml").iter(f"{W}style")
    named = ((one.get(f"{W}styleId") or "", one.find(f"{W}name")) for one in styles)
    return frozenset(
        code for code, name in named if name is not None and re.match(r"heading|judul", name.get(f"{W}val") or "", re.I)
    )


def _notes(archive: zipfile.ZipFile, kind: str) -> dict[tuple[str, str], str]:
    name = f"word/{kind}s.xml"
    if name not in archive.namelist():
        return {}
    notes = _part(archive, name).iter(f"{W}{kind}")
    texts = {(kind, one.get(f"{W}id") or ""): _text(one).replace("\n", " ").strip() for one in notes}
    return {place: text for place, text in texts.items() if text}


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, those in content controls among them."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif isinstance(child.tag, str) and child.tag not in _NOT_TEXT and child.tag != f"{W}sectPr":
            yield from _blocks(child)


def _table(table: Any) -> Iterator[str]:
    """Rows parted by tabs; a picture in a cell as its mark above the row."""
    for row in table.iter(f"{W}tr"):
        if _holds_picture(row):
            yield IMAGE
        cells = (" ".join(_text(one).split()) for one in row.iter(f"{W}tc"))
        line = "\t".join(cells)
        if line.strip():
            yield line


def _paragraph(block: Any, headings: frozenset[str], notes: Mapping[tuple[str, str], str]) -> Iterator[str]:
    if _holds_picture(block):
        yield IMAGE
    text = _text(block)
    style = block.find(f"{W}pPr/{W}pStyle")
    is_heading = style is not None and style.get(f"{W}val") in headings and text.strip()
    if text.strip() or not _holds_picture(block):
        yield from (f"## {text}" if is_heading else text).split("\n")
    for box in block.iter(f"{W}txbxContent"):
        if not any(one.tag == _FALLBACK for one in box.iterancestors()):
            for inner in _blocks(box):
                yield from _table(inner) if inner.tag == f"{W}tbl" else _paragraph(inner, headings, notes)
    for kind in ("footnote", "endnote"):
        for call in block.iter(f"{W}{kind}Reference"):
            number = call.get(f"{W}id") or ""
            if note := notes.get((kind, number)):
                yield f"[^{number}] {note}"


def _holds_picture(block: Any) -> bool:
    return any(
        isinstance(one.tag, str)
        and one.tag.rpartition("}")[2] in _PICTURES
        and not any(inner.tag == f"{W}txbxContent" for inner in one.iter())
        for one in block.iter()
    )


def _text(block: Any) -> str:
    """The text of a paragraph or cell; a raised number keeps its mark, for it may cite."""
    pieces: list[str] = []

    def walk(node: Any, raised: bool) -> None:
        for child in node:
            if child.tag in _NOT_TEXT or child.tag == _FALLBACK:
                continue
            name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if name == "t":
                text = child.text or ""
                is_number = raised and re.fullmatch(r"[\d,;\s–-]+", text) and text.strip()
                pieces.append(f"<sup>{text.strip()}</sup>" if is_number else text)
            elif name in ("br", "cr"):
                pieces.append("\n")
            elif name == "tab":
                pieces.append("\t")
            elif name == "noBreakHyphen":
                pieces.append("-")
            elif name == "p" and pieces and pieces[-1] != "\n":
                pieces.append("\n")
                walk(child, False)
            else:
                mark = child.find(f"{W}rPr/{W}vertAlign") if name == "r" else None
                walk(child, raised or (mark is not None and mark.get(f"{W}val") == "superscript"))

    walk(block, False)
    return "".join(pieces)
