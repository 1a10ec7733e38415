"""Which format is this file, by its content, and which publications does it hold?

One module per format. A file name plays no part: a file is read by what stands in it, several formats may be mixed
freely, and nothing is fatal but a file that holds no records at all.
"""

import gc
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kembar.literature.documents import DocumentError, decode, document_of, kind_of_bytes
from kembar.literature.readers import (
    bibtex,
    crossref,
    dimensions,
    endnote,
    ieee,
    json_works,
    lens,
    openalex,
    plain_bibliography,
    publish_or_perish,
    pubmed,
    ris,
    scopus,
    wos,
)
from kembar.literature.records import Progress, Reading, ReadingError, ReadReport, Record, without_entities

__all__ = ["FORMATS", "ReadReport", "ReadingError", "Record", "read_bytes", "read_file", "read_files", "recognise"]

HEAD = 65536  # characters looked at to recognise a format

# name, test on the head of the text, reader; the first that says yes reads
FORMATS: Sequence[tuple[str, Callable[[str], bool], Callable[[str, Reading], None]]] = (
    (json_works.NAME, json_works.recognises, json_works.read),
    (endnote.NAME, endnote.recognises, endnote.read),
    (wos.NAME_TAB, wos.recognises_tab, wos.read_tab),
    (dimensions.NAME, dimensions.recognises, dimensions.read),
    (scopus.NAME, scopus.recognises, scopus.read),
    (lens.NAME, lens.recognises, lens.read),
    (openalex.NAME_CSV, openalex.recognises, openalex.read_csv),
    (ieee.NAME, ieee.recognises, ieee.read),
    (publish_or_perish.NAME, publish_or_perish.recognises, publish_or_perish.read),
    (publish_or_perish.NAME_TABLE, publish_or_perish.recognises_table, publish_or_perish.read),
    (ris.NAME, ris.recognises, ris.read),
    (pubmed.NAME, pubmed.recognises, pubmed.read),
    (wos.NAME, wos.recognises, wos.read),
    (bibtex.NAME, bibtex.recognises, bibtex.read),
    (plain_bibliography.NAME, plain_bibliography.recognises, plain_bibliography.read),
)

_WEB_PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
NUMBERED = frozenset(["json", openalex.NAME, crossref.NAME, lens.NAME_JSON, endnote.NAME])
"""Formats whose ``line`` is the number of the record in the file: their files may well be one line."""
_MARKED = frozenset([json_works.NAME, endnote.NAME, ris.NAME])
"""Readers that know themselves what an entity is: by the rules of their format, or record by record."""


def recognise(text: str) -> str | None:
    """The name of the format, or None when the text is none of them."""
    return _choose(text)[0]


def _choose(text: str) -> tuple[str | None, Callable[[str, Reading], None]]:
    head = text[:HEAD]
    for name, test, reader in FORMATS:
        if test(head) or (name == plain_bibliography.NAME and len(text) > HEAD and test(text)):
            return name, reader
    return None, plain_bibliography.read


def read_bytes(data: bytes, source: str, progress: Progress | None = None) -> tuple[list[Record], ReadReport]:
    """Records and report of one file's bytes. Raises ReadingError: empty, binary, not_recognised, scanned, damaged
    ...
    """
    try:
        if not data.strip(b" \t\r\n\xef\xbb\xbf\x00"):
            raise ReadingError("empty", source)
        if kind_of_bytes(data) != "text":
            document = document_of(data, source)
            reading = Reading(source, plain_bibliography.NAME, progress, len(document.lines))
            plain_bibliography.read_lines(document.lines, reading)
            if not reading.records:
                raise ReadingError("no_bibliography", source)
            return reading.records, reading.report()
        text, mended = decode(data, source)
    except DocumentError as error:
        raise ReadingError(error.code, source, error.detail) from None
    name, reader = _choose(text)
    if name is None and _WEB_PAGE.match(text):
        raise ReadingError("web_page", source)
    if name is None:
        raise ReadingError("not_recognised", source, text.lstrip("\ufeff \r\n\t").split("\n", 1)[0][:80])
    reading = Reading(source, name, progress, len(text))
    for code, count in mended.items():
        reading.note(code, count)
    with _nothing_collected():
        reader(text if name in _MARKED else without_entities(text), reading)
    report = reading.report()
    if not reading.records and not report.broken:
        raise ReadingError("no_records", source)
    return reading.records, report


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Reading makes many objects that stay and no cycles: looking for cycles meanwhile took a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_file(path: str | Path, progress: Progress | None = None) -> tuple[list[Record], ReadReport]:
    """Records and report of one file; ReadingError as ``read_bytes``, and missing, folder, unreadable."""
    path = Path(path)
    if path.is_dir():
        raise ReadingError("folder", str(path))
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadingError("missing", str(path)) from None
    except OSError as error:
        raise ReadingError("unreadable", str(path), error.strerror or "") from None
    return read_bytes(data, str(path), progress)


def read_files(
    paths: Iterable[str | Path], progress: Progress | None = None
) -> tuple[list[Record], list[ReadReport], list[ReadingError]]:
    """Records of several files in any mix of formats; files that hold none come back as errors beside the others."""
    records: list[Record] = []
    reports: list[ReadReport] = []
    errors: list[ReadingError] = []
    for path in paths:
        try:
            found, report = read_file(path, progress)
        except ReadingError as error:
            errors.append(error)
            continue
        records += found
        reports.append(report)
    return records, reports, errors
