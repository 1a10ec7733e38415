"""Publications of PubMed (MEDLINE format): a tag of up to four letters, a dash in the fifth column, six blanks to
continue.
"""

import re

from kembar.literature.records import Reading, doi_of, kind_of, pages_of, unique, year_of

NAME = "pubmed"
_MAIL = re.compile(r"(?:\s*Electronic address:)?(?:[\s;]+[^\s;@]+@[^\s;]+)+$")
_START = re.compile(r"^PMID- ?\d", re.M)


def recognises(head: str) -> bool:
    return _START.search(head) is not None


def read(text: str, reading: Reading) -> None:
    """A record begins at each PMID; MeSH headings become index keywords, other terms keywords."""
    fields: dict[str, list[str]] = {}
    tag = ""
    begun = stray = offset = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not number & 0x3FFF:
            reading.at(offset)
        offset += len(line) + 1
        if line[:6] == "      ":
            if tag:
                fields[tag][-1] = f"{fields[tag][-1]} {line.strip()}"
            continue
        if line[4:5] == "-" and line[:4].strip().isalnum():
            tag = line[:4].strip()
            if tag == "PMID":
                if fields:
                    _keep(begun, fields, reading)
                fields, begun = {}, number
            if begun:
                fields.setdefault(tag, []).append(line[5:].strip())
            else:
                tag = ""
                stray += 1
        elif line.strip():
            stray += 1
    if fields:
        _keep(begun, fields, reading)
    if stray:
        reading.note("stray_lines", stray)


def _keep(line: int, fields: dict[str, list[str]], reading: Reading) -> None:
    first = {tag: texts[0] for tag, texts in fields.items()}
    pages = pages_of(first.get("PG", ""))
    doi = next((entry for tag in ("LID", "AID") for entry in fields.get(tag, ()) if entry.endswith("[doi]")), "")
    kinds = [kind for text in fields.get("PT", ()) if (kind := kind_of(text)) not in ("", "other")]
    reading.keep(
        line,
        {tag: tuple(texts) for tag, texts in fields.items()},
        title=(first.get("TI") or first.get("BTI") or first.get("TT") or "").rstrip("."),
        authors=unique([*(fields.get("FAU") or fields.get("AU") or ()), *fields.get("CN", ())]),
        year=year_of(first.get("DP", "")) or year_of(first.get("DEP", "")),
        doi=doi_of(doi),
        kind="review" if "review" in kinds else next(iter(kinds), "article" if "JT" in first or "TA" in first else ""),
        container=first.get("JT") or first.get("TA") or "",
        volume=first.get("VI", ""),
        issue=first.get("IP", ""),
        first_page=pages[0],
        last_page=pages[1],
        publisher=first.get("PB", ""),
        abstract=" ".join(fields.get("AB", ())),
        keywords=unique(text.lstrip("*") for text in fields.get("OT", ())),
        index_keywords=unique(text.replace("*", "").split("/")[0] for text in fields.get("MH", ())),
        affiliations=unique(
            (_MAIL.sub("", text) if "@" in text else text).rstrip(". ") for text in fields.get("AD", ())
        ),
        language="; ".join(fields.get("LA", ())),
        identifier=first.get("PMID", ""),
    )
