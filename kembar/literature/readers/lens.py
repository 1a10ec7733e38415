"""Publications of The Lens as CSV; its references are Lens numbers of other works."""

from kembar.literature.readers.tables import as_fields, header, listed, rows
from kembar.literature.records import Reading, doi_of, kind_of, number_of, unique, year_of

NAME = "lens"


def recognises(head: str) -> bool:
    return {"Lens ID", "Title"} <= set(header(head)[0])


def read(text: str, reading: Reading) -> None:
    for line, row in rows(text, reading):
        reading.keep(
            line,
            as_fields(row),
            title=row.get("Title", ""),
            authors=listed(row.get("Author/s", "")),
            year=year_of(row.get("Publication Year", "")) or year_of(row.get("Date Published", "")),
            doi=doi_of(row.get("DOI", "")),
            kind=kind_of(row.get("Publication Type", "")),
            container=row.get("Source Title", ""),
            volume=row.get("Volume", ""),
            issue=row.get("Issue Number", ""),
            first_page=row.get("Start Page", ""),
            last_page=row.get("End Page", ""),
            publisher=row.get("Publisher", ""),
            abstract=row.get("Abstract", ""),
            keywords=listed(row.get("Keywords", "")),
            index_keywords=unique((*listed(row.get("Fields of Study", "")), *listed(row.get("MeSH Terms", "")))),
            references=listed(row.get("References", "")),
            cited_by=number_of(row["Citing Works Count"]) if "Citing Works Count" in row else None,
            url=row.get("External URL", "").split(" ")[0],
            identifier=row.get("Lens ID", ""),
        )
