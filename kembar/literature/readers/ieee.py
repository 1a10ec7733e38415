"""Publications of IEEE Xplore as CSV."""

from kembar.literature.readers.tables import as_fields, header, listed, rows
from kembar.literature.records import Reading, doi_of, kind_of, number_of, unique, year_of

NAME = "ieee"


def recognises(head: str) -> bool:
    return {"Document Title", "Publication Title"} <= set(header(head)[0])


def read(text: str, reading: Reading) -> None:
    for line, row in rows(text, reading):
        terms = [
            row.get(name, "")
            for name in ("IEEE Terms", "INSPEC Controlled Terms", "INSPEC Non-Controlled Terms", "Mesh_Terms")
        ]
        identifier = row.get("Document Identifier", "")
        cited = row.get("Article Citation Count", "")
        reading.keep(
            line,
            as_fields(row),
            title=row.get("Document Title", ""),
            authors=listed(row.get("Authors", "")),
            year=year_of(row.get("Publication Year", "")) or year_of(row.get("Publication_Year", "")),
            doi=doi_of(row.get("DOI", "")),
            kind=kind_of({"IEEE Conferences": "conference", "IEEE Journals": "article"}.get(identifier, identifier)),
            container=row.get("Publication Title", ""),
            volume=row.get("Volume", ""),
            issue=row.get("Issue", ""),
            first_page=row.get("Start Page", ""),
            last_page=row.get("End Page", ""),
            publisher=row.get("Publisher", ""),
            abstract=row.get("Abstract", ""),
            keywords=listed(row.get("Author Keywords", "")),
            index_keywords=unique(term for text in terms for term in listed(text)),
            affiliations=listed(row.get("Author Affiliations", "")),
            cited_by=number_of(cited) if cited else None,
            url=row.get("PDF Link", ""),
        )
