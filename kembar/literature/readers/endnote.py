"""Publications of EndNote as XML, read piece by piece; a file that breaks off keeps the records before the break.

Only elements are read: a document type declaration is refused, so that entities cannot swell or reach outside.
"""

import contextlib
import re
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from kembar.literature.records import Reading, doi_of, kind_of, pages_of, unique, year_of

NAME = "endnote-xml"
_CITED = re.compile(r"(?:times cited|cited by)\s*:?\s*(\d{1,7})", re.I)


def recognises(head: str) -> bool:
    bare = head.lstrip("\ufeff \t\r\n")
    return bare.startswith("<") and re.search(r"<records?>|<record\s", bare) is not None


def read(text: str, reading: Reading) -> None:
    text = re.sub(r"<\?xml[^>]*\?>", "", text.lstrip("\ufeff"), count=1)
    if "<!DOCTYPE" in text[:2000] or "<!ENTITY" in text:
        reading.broken(1, "entities_refused", "")
        return
    parser: XMLPullParser[Any] = XMLPullParser(["end"])
    number = 0
    try:
        for at in range(0, len(text), 65536):
            reading.at(at)
            parser.feed(text[at : at + 65536])
            number = _events(parser, number, reading)
        parser.close()
    except ParseError as error:
        # what was whole before the break has been fed and waits
        with contextlib.suppress(ParseError):
            _events(parser, number, reading)
        reading.broken(reading.count + 1, "xml_broken", str(error)[:100])


def _events(parser: "XMLPullParser[Any]", number: int, reading: Reading) -> int:
    events: Iterable[Any] = parser.read_events()
    for _, element in events:
        if element.tag == "record":
            number += 1
            _keep(number, element, reading)
            element.clear()
    return number


def _text(record: Element, path: str) -> str:
    found = record.find(path)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _texts(record: Element, path: str) -> tuple[str, ...]:
    return unique(" ".join("".join(one.itertext()).split()) for one in record.findall(path))


def _lines(record: Element, path: str) -> tuple[str, ...]:
    found = record.find(path)
    return unique(part.strip() for part in re.split(r"[\r\n;]", "".join(found.itertext()))) if found is not None else ()


def _keep(number: int, record: Element, reading: Reading) -> None:
    fields: dict[str, tuple[str, ...]] = {}
    for child in record:
        values = unique(
            " ".join("".join(leaf.itertext()).split())
            for leaf in (child.iter() if len(child) else [child])
            if not len(leaf) or leaf.tag == "style"
        )
        if values:
            fields[child.tag] = values
    kind = record.find("ref-type")
    pages = pages_of(_text(record, "pages"))
    keywords = [part for entry in _texts(record, "keywords/keyword") for part in re.split(r"\s*;\s*", entry)]
    reading.keep(
        number,
        fields,
        title=_text(record, "titles/title"),
        authors=unique(
            name.rstrip(", ")  # a comma at the end marks an organisation
            for name in _texts(record, "contributors/authors/author")
            or _texts(record, "contributors/secondary-authors/author")
        ),
        year=year_of(_text(record, "dates/year")) or year_of(_text(record, "dates/pub-dates/date")),
        doi=doi_of(_text(record, "electronic-resource-num")) or doi_of(_text(record, "urls/related-urls/url")),
        kind=kind_of(kind.get("name", "") if kind is not None else ""),
        container=_text(record, "titles/secondary-title") or _text(record, "periodical/full-title"),
        volume=_text(record, "volume"),
        issue=_text(record, "number"),
        first_page=pages[0],
        last_page=pages[1],
        publisher=_text(record, "publisher"),
        abstract=_text(record, "abstract"),
        keywords=unique(keywords),
        affiliations=_lines(record, "auth-address"),
        cited_by=int(found[1]) if (found := _CITED.search(_text(record, "notes"))) else None,
        language=_text(record, "language"),
        url=_text(record, "urls/related-urls/url"),
        identifier=_text(record, "accession-num") or _text(record, "rec-number"),
    )
