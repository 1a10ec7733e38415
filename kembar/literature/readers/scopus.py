"""Publications of Scopus as CSV, in the older set of columns and the newer.

The older writes "Phillips J.C., Braun R.", the newer "Liu F.; Li C." with full names and numbers in a column of
their own.
"""

import re

from kembar.literature.readers.reference_strings import scopus_references
from kembar.literature.readers.tables import as_fields, header, listed, rows
from kembar.literature.records import Reading, doi_of, kind_of, number_of, unique, year_of

NAME = "scopus"


def recognises(head: str) -> bool:
    columns = set(header(head)[0])
    return "Source title" in columns and "Title" in columns and bool({"EID", "Author(s) ID", "Cited by"} & columns)


def read(text: str, reading: Reading) -> None:
    for line, row in rows(text, reading, longer=_funding_columns):
        cells = {name: "" if value == "NA" else value for name, value in row.items()}
        authors, ids = _authors(cells)
        reading.keep(
            line,
            as_fields(row),
            title=cells.get("Title", ""),
            authors=authors,
            author_ids=ids,
            year=year_of(cells.get("Year", "")),
            doi=doi_of(cells.get("DOI", "")),
            kind=kind_of(cells.get("Document Type", "")),
            container=cells.get("Source title", ""),
            volume=cells.get("Volume", ""),
            issue=cells.get("Issue", ""),
            first_page=cells.get("Page start", "") or cells.get("Art. No.", ""),
            last_page=cells.get("Page end", ""),
            publisher=cells.get("Publisher", ""),
            abstract=cells.get("Abstract", "").removeprefix("[No abstract available]"),
            keywords=listed(cells.get("Author Keywords", "")),
            index_keywords=listed(cells.get("Index Keywords", "")),
            affiliations=listed(cells.get("Affiliations", "")),
            references=unique(scopus_references(cells.get("References", ""))),
            cited_by=number_of(cells["Cited by"]) if cells.get("Cited by") else None,
            language=cells.get("Language of Original Document", ""),
            url=cells.get("Link", ""),
            identifier=cells.get("EID", ""),
        )


def _funding_columns(columns: list[str], cells: list[str]) -> list[str] | None:
    """Column names for a row longer than the header: Scopus repeats "Funding Text" without a column for it.

    Only when the row still ends in its EID, so that the columns after the funding are known to be where they are.
    """
    if not columns or columns[-1] != "EID" or not cells[-1].startswith("2-s2.0-") or "Funding Text 1" not in columns:
        return None
    place = columns.index("Funding Text 1") + 1
    extra = [f"Funding Text {number}" for number in range(2, 2 + len(cells) - len(columns))]
    return [*columns[:place], *extra, *columns[place:]]


def _authors(cells: dict[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    full = cells.get("Author full names", "")
    if full:
        found = [re.match(r"(.*?)\s*(?:\((\d+)\))?$", part) for part in listed(full)]
        pairs = [(match[1], match[2] or "") for match in found if match]
        return tuple(name for name, _ in pairs), tuple(number for _, number in pairs)
    text = cells.get("Authors", "")
    if text.startswith("[No author"):
        return (), ()
    names = unique(part.strip() for part in text.split(";" if ";" in text else ",") if part.strip())
    ids = tuple(part.strip() for part in cells.get("Author(s) ID", "").split(";") if part.strip())
    return names, ids if len(ids) == len(names) else ()
