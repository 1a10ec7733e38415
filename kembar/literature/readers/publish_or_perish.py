"""Publications gathered with Publish or Perish as CSV (Google Scholar and others), and any other table with a title
column.

Google Scholar shortens long lists of names with an ellipsis; it is taken off. A table of one's own may be headed in
English or Indonesian (judul, penulis, tahun, jurnal, kata kunci, abstrak).
"""

import re

from kembar.literature.readers.tables import as_fields, header, rows
from kembar.literature.records import Reading, doi_of, kind_of, number_of, split_list, unique, year_of

NAME = "publish-or-perish"
NAME_TABLE = "table"
_COLUMNS = {
    "title": ("title", "judul", "article title", "judul artikel", "document title"),
    "authors": ("authors", "author", "penulis", "pengarang", "nama penulis", "author(s)"),
    "year": ("year", "tahun", "publication year", "tahun terbit", "date"),
    "doi": ("doi",),
    "container": ("source", "journal", "jurnal", "nama jurnal", "source title", "penerbitan"),
    "volume": ("volume", "vol"),
    "issue": ("issue", "number", "nomor", "no."),
    "first_page": ("startpage", "start page", "page start"),
    "last_page": ("endpage", "end page", "page end"),
    "publisher": ("publisher", "penerbit"),
    "abstract": ("abstract", "abstrak"),
    "keywords": ("keywords", "kata kunci", "author keywords", "keyword"),
    "index_keywords": ("index keywords",),
    "countries": ("countries",),
    "cited_by": ("cites", "cited by", "citations", "sitasi"),
    "url": ("articleurl", "url", "link", "tautan"),
    "kind": ("type", "jenis", "kind"),
    "references": ("references",),
    "affiliations": ("affiliations", "afiliasi"),
    "language": ("language", "bahasa"),
}


def recognises(head: str) -> bool:
    columns = {column.casefold() for column in header(head)[0]}
    return {"cites", "authors", "title", "year"} <= columns


def recognises_table(head: str) -> bool:
    columns = {column.casefold() for column in header(head)[0]}
    return bool(columns & set(_COLUMNS["title"])) and bool(columns & {*_COLUMNS["authors"], *_COLUMNS["year"]})


def read(text: str, reading: Reading) -> None:
    for line, row in rows(text, reading):
        by_name = {name.casefold(): _bare(value) for name, value in row.items()}

        def take(name: str, cells: dict[str, str] = by_name) -> str:
            return next((cells[column] for column in _COLUMNS[name] if column in cells), "")

        authors = take("authors")
        cited = take("cited_by")
        reading.keep(
            line,
            as_fields(row),
            title=re.sub(r"^\[(?:HTML|PDF|BOOK|B|CITATION|C)\]\s*", "", take("title")),
            authors=_authors(authors, reading),
            year=year_of(take("year")),
            doi=doi_of(take("doi")) or doi_of(take("url")),
            kind="" if take("kind") in _FILE_KINDS else kind_of(take("kind")),
            author_ids=tuple(part.strip() for part in by_name["author ids"].split(";"))
            if "author ids" in by_name
            else (),
            keywords=unique(split_list(take("keywords"))),
            index_keywords=unique(split_list(take("index_keywords"))),
            countries=_entries(take("countries")),
            identifier=by_name.get("identifier", ""),
            references=_entries(take("references")),
            affiliations=_entries(take("affiliations")),
            cited_by=number_of(cited) if cited else None,
            **{
                name: take(name)
                for name in (
                    "container",
                    "volume",
                    "issue",
                    "first_page",
                    "last_page",
                    "publisher",
                    "abstract",
                    "url",
                    "language",
                )
            },
        )


def _bare(text: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "@", "+", "-", "'") else text


def _entries(text: str) -> tuple[str, ...]:
    """Entries parted by semicolons, those with semicolons of their own in quotes."""
    parts = (part.strip() for part in re.findall(r'(?:\s*"(?:[^"]|"")*"(?=\s*(?:;|$))|[^;]+)', text))
    return unique(
        part[1:-1].replace('""', '"') if len(part) > 1 and part[0] == part[-1] == '"' else part for part in parts
    )


_FILE_KINDS = ("PDF", "HTML", "DOC", "CITATION")  # what Google Scholar found, not what it is


def _authors(text: str, reading: Reading) -> tuple[str, ...]:
    text, cut = re.subn(r"[,;\s]*(?:…|\.\.\.|\bet al\.?|\bdkk\.?)\s*$", "", text)
    if cut:
        reading.note("authors_cut_short")
    if ";" in text:
        return _entries(text)
    parts = [part.strip() for part in re.split(r",\s*|\s+&\s+|\s+(?:dan|and)\s+", text) if part.strip()]
    # "Liu, F., Li, C.": family names and initials by turns
    if len(parts) % 2 == 0 and all(re.fullmatch(r"(?:[A-Z]\.?[\s-]?){1,4}", part) for part in parts[1::2]):
        return unique(f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True))
    return unique(parts)
