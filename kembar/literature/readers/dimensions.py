"""Publications of Dimensions as CSV: a line about the export, then the table; references in square brackets."""

import re

from kembar.literature.readers.tables import as_fields, header, listed, rows
from kembar.literature.records import Reading, doi_of, kind_of, number_of, pages_of, unique, year_of

NAME = "dimensions"


def _skip(head: str) -> int:
    """One when the first line tells of the export."""
    return int(head.lstrip("\ufeff").lstrip('"').startswith("About the data"))


def recognises(head: str) -> bool:
    body = head.partition("\n")[2] if _skip(head) else head
    columns = set(header(body)[0])
    return "Publication ID" in columns and "Title" in columns


def read(text: str, reading: Reading) -> None:
    for line, row in rows(text, reading, _skip(text[:200])):
        pages = pages_of(row.get("Pagination", ""))
        cited = row.get("Times cited", "")
        cells = row.get("Cited references", "")
        cited_works = [part.strip("[] ") for part in re.split(r"\]\s*;\s*\[|;(?=\[)", cells)] if cells else []
        reading.keep(
            line,
            as_fields(row),
            title=row.get("Title", ""),
            authors=listed(row.get("Authors", "") or row.get("Authors (Raw Affiliation)", "")),
            year=year_of(row.get("PubYear", "")) or year_of(row.get("Publication Date", "")),
            doi=doi_of(row.get("DOI", "")),
            kind=kind_of(row.get("Publication Type", "")),
            container=_first(row, "Source title", "Source Title", "Source title/Anthology title", "Anthology title"),
            volume=row.get("Volume", ""),
            issue=row.get("Issue", ""),
            first_page=pages[0],
            last_page=pages[1],
            publisher=row.get("Publisher", ""),
            abstract=row.get("Abstract", ""),
            index_keywords=unique(
                (*listed(row.get("MeSH terms", "")), *listed(row.get("Fields of Research (ANZSRC 2020)", "")))
            ),
            affiliations=_affiliations(row),
            countries=listed(
                _first(
                    row,
                    "Country of Research organization",
                    "Country of standardized research organization",
                    "Authors Affiliations - Country of Research organization",
                )
            ),
            references=unique(cited_works),
            cited_by=number_of(cited) if cited else None,
            url=row.get("Dimensions URL", ""),
            identifier=row.get("Publication ID", ""),
        )


def _first(row: dict[str, str], *columns: str) -> str:
    return next((row[column] for column in columns if column in row), "")


def _affiliations(row: dict[str, str]) -> tuple[str, ...]:
    """The organisations in a column of their own, else those in brackets after each author."""
    named = _first(
        row,
        "Research Organizations - standardized",
        "Research organizations - standardized",
        "Authors Affiliations - Name of Research organization",
    )
    if named:
        return listed(named)
    told = _first(row, "Authors (Raw Affiliation)", "Authors Affiliations")
    inside = re.findall(r"\(((?:[^()]|\([^()]*\))*)\)(?=;|\s*$)", told)
    return unique(place.strip() for places in inside for place in places.split(";"))
