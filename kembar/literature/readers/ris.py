"""Publications in RIS, with the habits of Mendeley, Zotero, EndNote, Embase, IEEE and Garuda.

Tags differ by program (T1 or TI, A1 or AU, JO, JF or T2, Y1 or PY), keywords stand one per line or many on a line,
lines without a tag continue the field before them, and some files have words between the records. All are read; what
belongs nowhere is counted.
"""

import re
from collections.abc import Mapping, Sequence

from kembar.literature.readers.reference_strings import scopus_references
from kembar.literature.records import (
    Reading,
    doi_of,
    kind_of,
    number_of,
    pages_of,
    split_list,
    unique,
    without_entities,
    year_of,
)

NAME = "ris"
_START = re.compile(r"^TY {1,2}- ?\S", re.M)
_SET_IN = re.compile(r"\s*TY {1,2}- ?\S")  # at the very beginning alone may it stand after blanks
_INDENTED = re.compile(r"^[ \t]+(?=[A-Z][A-Z0-9] {1,2}-)", re.M)
_NEXT = re.compile(r"\nTY {1,2}-")
_TAG = re.compile(r"\n([A-Z][A-Z0-9]) {1,2}-[ \t]*")  # "JO  - Title": two signs, one or two blanks, a dash
_END = re.compile(r"\nER {1,2}-[^\n]*")
_DOI_TOO = ("M3", "UR", "L3", "N1")
_CONTAINER = ("T2", "JF", "JO", "JA", "J2", "J1", "BT", "T3")
_ONE_A_LINE = frozenset(["KW", "AD"])  # EndNote writes the tag once and further entries on lines of their own
_CITED = re.compile(r"\bcited by\s*:?\s*(\d+)|^(\d+) cites\b", re.I)  # in the notes of Scopus, Publish or Perish
OWN_TAGS = {"index_keywords": ("U1", "Index keywords"), "countries": ("U2", "Countries"),
            "author_ids": ("U3", "Author IDs")}  # fmt: skip
"""What RIS has no tags for, as our own files write it in fields for everybody's use."""
_REFERENCES = re.compile(r"^References?:\s*", re.I)  # in the notes of Scopus


def recognises(head: str) -> bool:
    return _SET_IN.match(head) is not None or _START.search(head) is not None


def read(text: str, reading: Reading) -> None:
    """Each record from TY to ER; one that a new TY cuts off is kept when it has a title, and named."""
    if _SET_IN.match(text) and text.lstrip("\n")[0] in " \t":  # copied from a page that sets records in
        text = _INDENTED.sub("", text)
    start = _START.search(text)
    at = start.start() if start else len(text)
    stray = _outside(text[:at].rstrip("\n"), 1, reading)
    line = text.count("\n", 0, at) + 1
    while at < len(text):
        following = _NEXT.search(text, at)
        end = following.start() + 1 if following else len(text)
        block = text[at:end]
        stray += _read_block(block, line, reading)
        line += block.count("\n")
        at = end
        if not len(reading.records) & 0xFF:
            reading.at(at)
    if stray:
        reading.note("stray_lines", stray)


def _read_block(block: str, line: int, reading: Reading) -> int:
    """The record from its TY up to the next; how many filled lines after its ER belong to no record."""
    stray = 0
    if "&" in block:
        block = without_entities(block)
    pieces = _TAG.split("\n" + block)
    is_closed = pieces[-2] == "ER"
    if not is_closed or pieces[-1].strip() or "ER" in pieces[1:-2:2]:
        end = _END.search(block)
        is_closed = end is not None
        if end:
            stray = _outside(block[end.end() :], line + block.count("\n", 0, end.end()), reading)
            pieces = _TAG.split("\n" + block[: end.start()])
    first: dict[str, str] = {}
    repeated: dict[str, list[str]] = {}
    for tag, text in zip(pieces[1::2], pieces[2::2], strict=True):
        if "\n" not in text:
            value = text.strip()
        elif tag in _ONE_A_LINE:
            value, *more = [line.strip() for line in text.split("\n") if line.strip()] or [""]
            if more:
                repeated.setdefault(tag, [first[tag]] if tag in first else []).extend((value, *more))
                first.setdefault(tag, value)
                continue
        else:
            value = " ".join(text.split())
        if tag in first:
            if value:
                repeated.setdefault(tag, [first[tag]]).append(value)
        elif value:
            first[tag] = value
    if not is_closed:
        reading.broken(line, "not_closed", first.get("TI") or first.get("T1") or "")
    _keep(line, first, repeated, reading)
    return stray


def _outside(text: str, line: int, reading: Reading) -> int:
    """How many filled lines stand between records; an ER among them ends nothing and is named."""
    count = 0
    for number, content in enumerate(text.split("\n"), line):
        if _END.match("\n" + content):
            reading.broken(number, "end_without_record")
        elif content.strip():
            count += 1
    return count


def _keep(line: int, first: Mapping[str, str], repeated: Mapping[str, Sequence[str]], reading: Reading) -> None:
    """The record of its fields: the first value of each, and all values of those that stand more than once."""
    fields: dict[str, tuple[str, ...]] = {tag: (value,) for tag, value in first.items()}
    for tag, values in repeated.items():
        fields[tag] = tuple(values)
    get = first.get
    title = get("TI") or get("T1") or get("CT") or get("BT") or ""
    keywords: Sequence[str] = fields.get("KW", ())
    if keywords and ";" in "".join(keywords):
        keywords = [part.strip() for keyword in keywords for part in keyword.split(";")]
    elif len(keywords) == 1 and keywords[0].count(",") > 1:
        keywords = split_list(keywords[0])
    start, end = get("SP") or get("C7") or "", get("EP", "")
    if start and not end and "-" in start.strip("-"):
        start, end = pages_of(start)
    reading.keep(
        line,
        fields,
        title=title,
        authors=unique(fields.get("AU") or fields.get("A1") or fields.get("A2") or ()),
        year=year_of(get("PY", "")) or year_of(get("Y1") or get("DA") or ""),
        doi=doi_of(get("DO", "")) or _doi_elsewhere(fields),
        kind=_kind(get("TY", ""), get("M3", "")),
        container=next((first[tag] for tag in _CONTAINER if tag in first and (tag != "BT" or first[tag] != title)), ""),
        volume=get("VL") or get("VO") or "",
        issue=get("IS") or get("CP") or "",
        first_page=start,
        last_page=end,
        publisher=get("PB") or get("PU") or "",
        abstract=get("AB") or get("N2") or "",
        keywords=unique(keywords),
        affiliations=unique(fields.get("AD") or (fields.get("C1", ()) if get("AN", "").startswith("WOS:") else ())),
        references=unique(fields.get("CR") or _noted_references(fields.get("N1", ()))),
        cited_by=number_of(first["TC"]) if "TC" in first else _noted_citations(fields),
        language=get("LA", ""),
        url=get("UR") or get("L2") or get("LK") or "",
        **_own_lists(fields) if "U1" in first or "U2" in first or "U3" in first else {},
        identifier=get("AN") or get("ID") or "",
    )


def _kind(ty: str, m3: str) -> str:
    """The kind by TY; M3 may say more of what TY calls an article or has no word for."""
    kind = kind_of(ty)
    if m3.casefold() == "other":
        return "other"
    said = kind_of(m3) if m3 and kind in ("", "article", "other") else ""
    return kind if said in ("", "other") else said


def _own(fields: Mapping[str, tuple[str, ...]], tag: str, label: str) -> tuple[str, ...]:
    """What our own files say in a field that everybody may use as they like: "Index keywords: a; b"."""
    text = next((text for text in fields.get(tag, ()) if text.startswith(label + ": ")), "")
    return tuple(part.strip() for part in text.removeprefix(label + ": ").split(";")) if text else ()


def _own_lists(fields: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    lists = {name: _own(fields, tag, label) for name, (tag, label) in OWN_TAGS.items()}
    return {name: values for name, values in lists.items() if values}


def _noted_references(notes: Sequence[str]) -> tuple[str, ...]:
    return next((scopus_references(_REFERENCES.sub("", note)) for note in notes if _REFERENCES.match(note)), ())


def _noted_citations(fields: Mapping[str, tuple[str, ...]]) -> int | None:
    notes = (note for tag in ("N1", "M1") for note in fields.get(tag, ()))
    return next((number_of(found[1] or found[2]) for note in notes if (found := _CITED.search(note))), None)


def _doi_elsewhere(fields: Mapping[str, tuple[str, ...]]) -> str:
    """The first DOI in an address or a note."""
    texts = (text for tag in _DOI_TOO for text in fields.get(tag, ()))
    return next((found for text in texts if (found := doi_of(text))), "")
