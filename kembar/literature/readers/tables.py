"""Rows of a CSV export as named cells with their lines, whatever the delimiter, and however a row is broken."""

import csv
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kembar.literature.records import Reading

# One limit for the whole process: an abstract or a list of references may be longer than the module expects.
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


_LEAD = re.compile(r"(?:[ \t]*\n|\"?sep=.\"?\n)*", re.I)  # blank lines, and the word to Excel which delimiter there is


def header(head: str) -> tuple[list[str], str]:
    """The column names of the first row and its delimiter; ([], "") when the text is no table.

    A name that stands twice is numbered, so that no column hides another.
    """
    first = _LEAD.sub("", head, count=1).split("\n", 1)[0]
    best: list[str] = []
    delimiter = ""
    for sign in (",", ";", "\t", "|"):
        if sign in first:
            cells = next(csv.reader([first], delimiter=sign), [])
            if len(cells) > len(best):
                best, delimiter = [cell.strip() for cell in cells], sign
    seen: dict[str, int] = {}
    for place, name in enumerate(best):
        seen[name] = seen.get(name, 0) + 1
        if name and seen[name] > 1:
            best[place] = f"{name} ({seen[name]})"
    return best, delimiter


def rows(
    text: str, reading: Reading, skip: int = 0, longer: Callable[[list[str], list[str]], list[str] | None] | None = None
) -> Iterator[tuple[int, dict[str, str]]]:
    """(line where the row begins, cells by column); empty cells left out.

    A row with more cells than columns is handed to ``longer``, which may name its columns; else it is named as
    broken and kept as far as the columns go. A quote inside a quoted cell is read as it stands, and noted. A quote
    that never closes would swallow the rest of the file: that row is named, and the reading goes on at the line
    after it.
    """
    for _ in range(skip):
        text = text.partition("\n")[2]
    if lead := _LEAD.match(text):
        skip += lead[0].count("\n")
        text = text[lead.end() :]
    columns, delimiter = header(text)
    lines = text.split("\n")

    def fits(cells: list[str]) -> bool:
        return len(cells) == len(columns) or (longer is not None and longer(columns, cells) is not None)

    for count, (begun, cells) in enumerate(_cells(lines, delimiter, skip, reading, fits), 1):
        if not count & 0xFF:
            reading.at(int(len(text) * begun / len(lines)))
        line = begun + 1 + skip
        names = columns
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            found = longer(columns, cells) if longer else None
            if found:
                names = found
            else:
                reading.broken(line, "too_many_cells", cells[0][:80])
        yield line, {name: cell.strip() for name, cell in zip(names, cells, strict=False) if cell.strip()}


def _cells(
    lines: list[str], delimiter: str, skip: int, reading: Reading, fits: Callable[[list[str]], bool]
) -> Iterator[tuple[int, list[str]]]:
    """(index of the line where the row begins, its cells), the header left out; ``fits``: whether cells make a row."""
    position = 1
    while position < len(lines):
        reader = csv.reader((line + "\n" for line in lines[position:]), delimiter=delimiter, strict=True)
        begun = offset = position
        try:
            for cells in reader:
                here, begun = begun, offset + reader.line_num
                if any(cell.strip() for cell in cells):
                    yield here, cells
            return
        except csv.Error:
            pass
        # the row that begins at ``begun`` breaks the rules: take it leniently, unless it then runs over everything
        # after it, or over a line's end without making a whole row
        lenient = csv.reader((line + "\n" for line in lines[begun : begun + 400]), delimiter=delimiter)
        cells = next(lenient, [])
        is_whole = lenient.line_num < min(400, len(lines) - begun) and (lenient.line_num < 2 or fits(cells))
        if is_whole or not cells:
            reading.note("quotes_inside_cells")
            if any(cell.strip() for cell in cells):
                yield begun, cells
            position = begun + max(1, lenient.line_num)
        else:
            reading.broken(begun + 1 + skip, "quote_not_closed", lines[begun][:100].strip())
            position = begun + 1


def as_fields(row: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {name: (value,) for name, value in row.items()}


def json_fields(work: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The members of a JSON object as fields: texts as they are, everything else as JSON."""
    return {
        name: (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False),)
        for name, value in work.items()
        if value not in (None, "", [], {})
    }


def listed(text: str, sign: str = ";") -> tuple[str, ...]:
    """The entries of a cell, once each."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(sign) if part.strip()))
