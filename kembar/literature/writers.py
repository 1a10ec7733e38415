"""How is a corpus given back as RIS, BibTeX or CSV, so that other programs and our own readers read the same record?"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from kembar.literature.records import Record, family_name, fold

_RIS_TYPES = {
    "article": "JOUR", "review": "JOUR", "book": "BOOK", "chapter": "CHAP", "conference": "CONF", "thesis": "THES",
    "report": "RPRT", "web": "ELEC", "preprint": "UNPB",
}  # fmt: skip
_BIB_TYPES = {
    "article": "article", "review": "article", "book": "book", "chapter": "incollection", "conference": "inproceedings",
    "thesis": "phdthesis", "report": "techreport",
}  # fmt: skip


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def to_ris(records: Iterable[Record]) -> str:
    """The records in RIS, one tag a line, authors, keywords and references one per line."""
    out: list[str] = []
    for record in records:
        rows: list[tuple[str, str | Sequence[str]]] = [
            ("TY", _RIS_TYPES.get(record.kind, "GEN")), ("TI", record.title), ("AU", record.authors),
            ("PY", str(record.year or "")), ("T2", record.container), ("VL", record.volume), ("IS", record.issue),
            ("SP", record.first_page), ("EP", record.last_page), ("PB", record.publisher), ("DO", record.doi),
            ("UR", record.url), ("LA", record.language), ("AB", record.abstract), ("KW", record.keywords),
            ("AD", record.affiliations), ("AN", record.identifier), ("CR", record.references),
            ("TC", "" if record.cited_by is None else str(record.cited_by)),
        ]  # fmt: skip
        for tag, value in rows:
            out += [f"{tag}  - {_line(text)}" for text in ([value] if isinstance(value, str) else value) if _line(text)]
        out += ["ER  - ", ""]
    return "\n".join(out)


_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
}


def _latex(text: str) -> str:
    return re.sub(r"[\\{}&%$#_]", lambda found: _LATEX[found[0]], _line(text))


def _keys() -> Callable[[Record], str]:
    """Citation keys of family name and year, made different by a letter."""
    used: dict[str, int] = {}

    def key(record: Record) -> str:
        family = fold(family_name(record.authors[0])) if record.authors else fold(record.title)[:12]
        base = f"{re.sub(r'[^a-z0-9]', '', family) or 'work'}{record.year or ''}"
        used[base] = used.get(base, 0) + 1
        number = used[base]
        return base if number == 1 else f"{base}-{number}"

    return key


def to_bibtex(records: Iterable[Record]) -> str:
    """The records in BibTeX, in UTF-8, with braces and signs escaped; cited works one a line, as the Web of Science
    writes them.
    """
    key = _keys()
    out: list[str] = []
    for record in records:
        kind = _BIB_TYPES.get(record.kind, "misc")
        pages = f"{record.first_page}--{record.last_page}" if record.last_page else record.first_page
        values: Mapping[str, str] = {
            "title": f"{{{_latex(record.title)}}}",
            "author": " and ".join(
                f"{{{_latex(name)}}}" if " " in name and "," not in name and _is_body(name) else _latex(name)
                for name in record.authors
            ),
            "year": str(record.year or ""),
            "booktitle" if kind in ("incollection", "inproceedings") else "journal": _latex(record.container),
            "volume": _latex(record.volume),
            "number": _latex(record.issue),
            "pages": _latex(pages),
            "publisher": _latex(record.publisher),
            "doi": record.doi,
            "url": record.url,
            "language": _latex(record.language),
            "abstract": _latex(record.abstract),
            "keywords": _latex(_joined(record.keywords)),
            "keywords-plus": _latex(_joined(record.index_keywords)),
            "affiliation": _latex("; ".join(record.affiliations)),
            "cited-references": ".\n    ".join(_latex(work).rstrip(".") for work in record.references),
            "note": "" if record.cited_by is None else f"cited By {record.cited_by}",
        }
        lines = [f"  {name} = {{{value}}}," for name, value in values.items() if value and value != "{}"]
        out.append(f"@{kind}{{{key(record)},\n" + "\n".join(lines) + "\n}\n")
    return "\n".join(out)


def _joined(values: Sequence[str]) -> str:
    """Entries parted by semicolons; one entry with a comma is closed by one, so that it is not taken for two."""
    return "; ".join(values) + (";" if len(values) == 1 and "," in values[0] else "")


def _is_body(name: str) -> bool:
    """Whether a name is an organisation's, which BibTeX must not take apart."""
    return (
        re.search(
            r"\b(kementerian|ministry|university|universitas|badan|dinas|council|organi[sz]ation|"
            r"cities)\b",
            name,
            re.I,
        )
        is not None
    )


COLUMNS = (
    "title", "authors", "year", "doi", "kind", "container", "volume", "issue", "first_page", "last_page",
        "publisher", "abstract",
    "keywords", "index_keywords", "affiliations", "countries", "references", "cited_by", "language", "url",
        "identifier", "source",
    "line", "format",
)  # fmt: skip
_NAMES = {
    "first_page": "start page",
    "last_page": "end page",
    "container": "journal",
    "cited_by": "cited by",
    "source": "file",
    "index_keywords": "index keywords",
}


def to_csv(records: Iterable[Record]) -> str:
    """The records as a table, one row each, lists parted by semicolons; cells that a spreadsheet would run are
    disarmed.
    """
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow([_NAMES.get(name, name) for name in COLUMNS])
    for record in records:
        table.writerow([_cell(getattr(record, name)) for name in COLUMNS])
    return out.getvalue()


def _cell(value: object) -> str:
    text = _joined(value) if isinstance(value, tuple) else "" if value is None else str(value)
    text = _line(text)
    # a leading sign makes a formula of the cell in a spreadsheet
    return "'" + text if text[:1] in ("=", "@", "+") else text


WRITERS: Mapping[str, Callable[[Iterable[Record]], str]] = {"ris": to_ris, "bibtex": to_bibtex, "csv": to_csv}
