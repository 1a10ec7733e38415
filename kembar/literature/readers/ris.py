"""Publications in RIS, with the habits of Mendeley, Zotero, EndNote, Embase, IEEE and Garuda.

Tags differ by program (T1 or TI, A1 or AU, JO, JF or T2, Y1 or PY), keywords stand one per line or many on a line,
lines without a tag continue the field before them, and some files have words between the records. All are read; what
belongs nowhere is counted.
"""

import re

from kembar.literature.records import Reading, doi_of, kind_of, number_of, pages_of, split_list, unique, year_of

NAME = "ris"
_START = re.compile(r"^TY {1,2}- ?\S", re.M)
_FIRST = {
    "title": ("TI", "T1", "CT", "BT"),
    "abstract": ("AB", "N2"),
    "volume": ("VL", "VO"),
    "issue": ("IS", "CP"),
    "publisher": ("PB",),
    "language": ("LA",),
}
_DOI_TOO = ("M3", "UR", "L3", "N1")
_CONTAINER = ("T2", "JO", "JF", "JA", "J2", "J1", "BT", "T3")


def recognises(head: str) -> bool:
    return _START.search(head) is not None


def read(text: str, reading: Reading) -> None:
    """Each record from TY to ER; one that a new TY cuts off is kept when it has a title, and named."""
    fields: dict[str, list[str]] = {}
    tag = ""
    begun = stray = 0
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        # "JO  - Title": two signs, one or two blanks, a dash
        if line[2:6] == "  - ":
            key, value = line[:2], line[6:].rstrip()
        elif line[2:5] == "  -" and line[:2].isalnum():
            key, value = line[:2], line[5:].strip()
        elif line[2:4] == " -" and line[:2].isalnum() and line[:2].isupper():
            key, value = line[:2], line[4:].strip()
        else:
            bare = line.strip()
            if bare and tag:
                fields[tag][-1] = f"{fields[tag][-1]} {bare}".strip()
            elif bare:
                stray += 1
            continue
        if key == "TY":
            if fields:
                reading.broken(begun, "not_closed", _first(fields, "TI", "T1"))
                _keep(begun, fields, reading)
            fields = {"TY": [value]}
            tag, begun = key, number
            if not len(reading.records) & 0xFF:
                reading.at(int(len(text) * number / len(lines)))
        elif key == "ER":
            if fields:
                _keep(begun, fields, reading)
            else:
                reading.broken(number, "end_without_record")
            fields, tag = {}, ""
        elif fields:
            tag = key
            known = fields.get(key)
            if known is None:
                fields[key] = [value]
            else:
                known.append(value)
        else:
            stray += 1
    if fields:
        reading.broken(begun, "not_closed", _first(fields, "TI", "T1"))
        _keep(begun, fields, reading)
    if stray:
        reading.note("stray_lines", stray)


def _first(fields: dict[str, list[str]], *tags: str) -> str:
    for tag in tags:
        for value in fields.get(tag, ()):
            if value:
                return value
    return ""


def _keep(line: int, fields: dict[str, list[str]], reading: Reading) -> None:
    have = fields.keys()
    values: dict[str, object] = {
        name: _first(fields, *tags) for name, tags in _FIRST.items() if not have.isdisjoint(tags)
    }
    keywords = fields.get("KW", ())
    if keywords and ";" in "".join(keywords):
        keywords = [part for keyword in keywords for part in split_list(keyword)]
    title = values.get("title")
    container = next(
        (
            fields[tag][0]
            for tag in _CONTAINER
            if tag in fields and fields[tag][0] and (tag != "BT" or fields[tag][0] != title)
        ),
        "",
    )
    first, last = _first(fields, "SP"), _first(fields, "EP")
    if first and not last and "-" in first.strip("-"):
        first, last = pages_of(first)
    doi = doi_of(_first(fields, "DO")) or next(
        (found for tag in _DOI_TOO if tag in fields for value in fields[tag] if (found := doi_of(value))), ""
    )
    if "TC" in fields:
        values["cited_by"] = number_of(_first(fields, "TC"))
    if "AD" in fields:
        values["affiliations"] = unique(fields["AD"])
    if "CR" in fields:
        values["references"] = unique(fields["CR"])
    reading.keep(
        line,
        {tag: tuple(texts) for tag, texts in fields.items()},
        authors=unique(fields.get("AU") or fields.get("A1") or fields.get("A2") or ()),
        year=year_of(_first(fields, "PY")) or year_of(_first(fields, "Y1", "DA")),
        doi=doi,
        kind=kind_of(fields["TY"][0]),
        container=container,
        first_page=first,
        last_page=last,
        keywords=unique(keywords),
        url=_first(fields, "UR", "L2", "LK"),
        identifier=_first(fields, "AN", "ID"),
        **values,
    )
