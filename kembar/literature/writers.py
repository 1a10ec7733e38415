"""How is a corpus given back as RIS, BibTeX or CSV, so that other programs and our own readers read the same record?"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from kembar.literature.readers.ris import OWN_TAGS
from kembar.literature.records import Record, family_name, fold

_RIS_TYPES = {
    "article": "JOUR", "review": "JOUR", "book": "BOOK", "chapter": "CHAP", "conference": "CONF", "thesis": "THES",
    "report": "RPRT", "web": "ELEC", "preprint": "UNPB",
}  # fmt: skip
_RIS_SAYS = {"review": "Review", "other": "Other"}  # kinds that TY has no word for
_BIB_TYPES = {
    "article": "article", "review": "article", "book": "book", "chapter": "incollection", "conference": "inproceedings",
    "thesis": "phdthesis", "report": "techreport",
}  # fmt: skip


def _line(text: str) -> str:
    return text.replace("\n", " ").replace("\r", " ").strip()


def to_ris(records: Iterable[Record]) -> str:
    """The records in RIS, one tag a line, authors, keywords and references one per line."""
    out: list[str] = []
    for record in records:
        rows: list[tuple[str, str | Sequence[str]]] = [
            ("TY", _RIS_TYPES.get(record.kind, "GEN")), ("TI", record.title), ("AU", record.authors),
            ("PY", str(record.year or "")), ("T2", record.container), ("VL", record.volume), ("IS", record.issue),
            ("SP", record.first_page), ("EP", record.last_page), ("PB", record.publisher), ("DO", record.doi),
            ("UR", record.url), ("LA", record.language), ("AB", record.abstract),
            ("KW", _keywords(record.keywords)),
            ("AD", record.affiliations), ("AN", record.identifier), ("CR", record.references),
            ("TC", "" if record.cited_by is None else str(record.cited_by)), ("M3", _RIS_SAYS.get(record.kind, "")),
        ]  # fmt: skip
        for name, (tag, label) in OWN_TAGS.items():
            values = getattr(record, name)
            if any(values):
                rows.append((tag, f"{label}: {'; '.join(values)}"))
        for tag, value in rows:
            out += [f"{tag}  - {_line(text)}" for text in ([value] if isinstance(value, str) else value) if _line(text)]
        out += ["ER  - ", ""]
    return "\n".join(out)


def _keywords(values: Sequence[str]) -> Sequence[str]:
    """Keywords as they are; one by itself with commas is closed by a semicolon, so that it is not taken for several."""
    return (values[0] + ";",) if len(values) == 1 and "," in values[0] else values


_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
}


def _latex(text: str) -> str:
    escaped = re.sub(r"[\\{}&%$#_~]", lambda found: _LATEX[found[0]], _line(text))
    return re.sub(r"([-`'])(?=\1)", r"\1{}", escaped)  # two of these are one sign in LaTeX


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
        pages = "--".join(_latex(page) for page in (record.first_page, record.last_page) if page)
        values: Mapping[str, str] = {
            "title": f"{{{_latex(record.title)}}}",
            "author": " and ".join(
                f"{{{_latex(name)}}}" if " and " in name or (" " in name and _is_body(name)) else _latex(name)
                for name in record.authors
            ),
            "year": str(record.year or ""),
            "booktitle" if kind in ("incollection", "inproceedings") else "journal": _latex(record.container),
            "volume": _latex(record.volume),
            "number": _latex(record.issue),
            "pages": pages,
            "publisher": _latex(record.publisher),
            "doi": record.doi,
            "url": record.url,
            "language": _latex(record.language),
            "abstract": _latex(record.abstract),
            "keywords": _latex(_joined(record.keywords)),
            "keywords-plus": _latex(_joined(record.index_keywords)),
            "affiliations": _lines(record.affiliations),
            "cited-references": _lines(record.references),
            "countries": _latex("; ".join(record.countries)),
            "author-ids": _latex("; ".join(record.author_ids)) if any(record.author_ids) else "",
            "type": record.kind if record.kind in ("review", "web", "preprint", "other") else "",
            "identifier": _latex(record.identifier),
            "note": "" if record.cited_by is None else f"cited By {record.cited_by}",
        }
        lines = [f"  {name} = {{{value}}}," for name, value in values.items() if value and value != "{}"]
        if not record.identifier:  # else our reader would take the key for one
            lines.append("  identifier = {},")
        out.append(f"@{kind}{{{key(record)},\n" + "\n".join(lines) + "\n}\n")
    return "\n".join(out)


def _lines(values: Sequence[str]) -> str:
    """Entries one a line, closed by a stop, as the Web of Science writes them."""
    return "".join(f"{_latex(value)}.\n    " for value in values).rstrip(" ")


def _joined(values: Sequence[str]) -> str:
    """Entries parted by semicolons; one entry that something else seems to part is closed by one."""
    return "; ".join(values) + (";" if len(values) == 1 and re.search(r",|&|\b(?:and|dan)\b", values[0]) else "")


def _quoted(value: str) -> str:
    """An entry with a semicolon or quote of its own in quotes, as CSV writes cells."""
    return '"' + value.replace('"', '""') + '"' if ";" in value or value.startswith('"') else value


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
        "identifier", "author_ids", "source",
    "line", "format",
)  # fmt: skip
_NAMES = {
    "first_page": "start page",
    "last_page": "end page",
    "container": "journal",
    "cited_by": "cited by",
    "source": "file",
    "index_keywords": "index keywords",
    "author_ids": "author ids",
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
    text = _joined([_quoted(one) for one in value]) if isinstance(value, tuple) else "" if value is None else str(value)
    text = _line(text)
    # a leading sign makes a formula of the cell in a spreadsheet; an apostrophe of its own is doubled
    return "'" + text if text[:1] in ("=", "@", "+", "-", "'") else text


WRITERS: Mapping[str, Callable[[Iterable[Record]], str]] = {"ris": to_ris, "bibtex": to_bibtex, "csv": to_csv}
