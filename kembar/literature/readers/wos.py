"""Publications of the Web of Science: plain text (tag, continuation lines of three blanks) and tab-delimited tables."""

import re
from collections.abc import Sequence

from kembar.literature.records import Reading, doi_of, kind_of, number_of, split_list, unique, year_of

NAME = "wos"
NAME_TAB = "wos-tab"
_PLAIN = re.compile(r"^(?:FN .*\n)?(?:VR .*\n)?\s*PT [A-Z]\b", re.M)
_MANY = frozenset(["AU", "AF", "BA", "BF", "BE", "CA", "CR", "C1", "RI", "OI", "EM", "C3", "RP"])  # one entry per line


def recognises(head: str) -> bool:
    return _PLAIN.search(head) is not None and re.search(r"^(?:AU|TI|SO) ", head, re.M) is not None


def recognises_tab(head: str) -> bool:
    first = head.lstrip("\ufeff").split("\n", 1)[0]
    columns = first.rstrip("\r").split("\t")
    return columns[0] == "PT" and {"AU", "TI"} <= set(columns)


def read(text: str, reading: Reading) -> None:
    """Each record from PT to ER; the file may lack its first lines or its EF."""
    fields: dict[str, list[str]] = {}
    tag = ""
    begun = stray = offset = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not number & 0x3FFF:
            reading.at(offset)
        offset += len(line) + 1
        if line[:3] == "   ":
            if tag:
                fields[tag].append(line[3:].rstrip())
            elif line.strip():
                stray += 1
            continue
        key = line[:2]
        if key == "PT" and line[2:3] == " ":
            if fields:
                reading.broken(begun, "not_closed", " ".join(fields.get("TI", ())))
                _keep(begun, fields, reading)
            fields, tag, begun = {"PT": [line[3:].strip()]}, key, number
        elif key == "ER" and not line[2:].strip():
            if fields:
                _keep(begun, fields, reading)
            fields, tag = {}, ""
        elif fields and line[2:3] == " " and key.isalnum() and key.isupper():
            tag = key
            fields.setdefault(key, []).append(line[3:].rstrip())
        elif line.strip() and key not in ("FN", "VR", "EF", "\ufeffFN"):
            stray += 1
    if fields:
        reading.broken(begun, "not_closed", " ".join(fields.get("TI", ())))
        _keep(begun, fields, reading)
    if stray:
        reading.note("stray_lines", stray)


def read_tab(text: str, reading: Reading) -> None:
    """The same fields as columns; lists within a cell are parted by semicolons."""
    lines = text.lstrip("\ufeff").split("\n")
    columns = lines[0].rstrip("\r").split("\t")
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        cells = line.rstrip("\r").split("\t")
        if len(cells) < 3:
            reading.broken(number, "too_few_cells", line[:120])
            continue
        fields = {
            column: [part.strip() for part in re.split(r"; (?=\[|$)" if column == "C1" else ";", cell) if part.strip()]
            if column in _MANY
            else [cell.strip().strip('"')]
            for column, cell in zip(columns, cells, strict=False)
            if cell.strip()
        }
        _keep(number, fields, reading)


def _keep(line: int, fields: dict[str, list[str]], reading: Reading) -> None:
    joined = {tag: " ".join(texts) if len(texts) > 1 else texts[0] for tag, texts in fields.items() if tag not in _MANY}
    affiliations = fields.get("C1", [])
    if any(not entry.startswith("[") for entry in affiliations) and any(
        entry.startswith("[") for entry in affiliations
    ):
        affiliations = _whole(affiliations)
    kinds = joined.get("DT", "") or joined.get("PT", "")
    reading.keep(
        line,
        {tag: tuple(texts) for tag, texts in fields.items()},
        title=joined.get("TI", ""),
        authors=_authors(fields),
        year=year_of(joined.get("PY", "")) or year_of(joined.get("EA", "")),
        doi=doi_of(joined.get("DI", "")),
        kind=kind_of(kinds),
        container=joined.get("SO", ""),
        volume=joined.get("VL", ""),
        issue=joined.get("IS", ""),
        first_page=joined.get("BP", "") or joined.get("AR", ""),
        last_page=joined.get("EP", ""),
        publisher=joined.get("PU", ""),
        abstract=joined.get("AB", ""),
        keywords=split_list(joined["DE"]) if "DE" in joined else (),
        index_keywords=split_list(joined["ID"]) if "ID" in joined else (),
        affiliations=unique(re.sub(r"^\[[^\]]*\]\s*", "", entry).rstrip(".") for entry in affiliations),
        references=unique(_references(fields.get("CR", ()))),
        cited_by=number_of(joined["TC"]) if "TC" in joined else None,
        language=joined.get("LA", ""),
        identifier=joined.get("UT", ""),
    )


def _references(lines: Sequence[str]) -> Sequence[str]:
    """The cited works; one that ends in a comma goes on in the next line."""
    if not any(line[-1:] == "," for line in lines):
        return lines
    whole: list[str] = []
    for line in lines:
        if whole and whole[-1][-1:] == ",":
            whole[-1] += " " + line.strip()
        else:
            whole.append(line)
    return whole


def _authors(fields: dict[str, list[str]]) -> tuple[str, ...]:
    """The authors in full, those of a book, and groups beside them; editors only where nobody else is named."""
    people = next((fields[tag] for tag in ("AF", "AU", "BF", "BA") if tag in fields), [])
    return unique([*people, *fields.get("CA", ())]) or unique(fields.get("BE", ()))


def _whole(entries: list[str]) -> list[str]:
    """Affiliations whose list of names runs over several lines, put together."""
    whole: list[str] = []
    for entry in entries:
        if whole and whole[-1].startswith("[") and "]" not in whole[-1]:
            whole[-1] += " " + entry
        else:
            whole.append(entry)
    return whole
