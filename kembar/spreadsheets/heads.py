"""Which row holds the column heads, and which column of ours does each of theirs mean?

Pure: rows in, readings out. A head is known by its folded words, in Indonesian or English, by one of the heads that
offices use, by what the office said of it before, else by a near match (Levenshtein over folded words, rapidfuzz).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from kembar.spreadsheets.columns import BY_SLUG, SHEETS, Column, Sheet
from kembar.spreadsheets.reading.cells_as_found import Row, as_text, is_empty
from kembar.spreadsheets.refusals import SheetRefused
from kembar.values.texts import fold

LOOKED_AT = 40
"""Rows among which the heads are looked for: title rows come first in many offices' sheets."""
NEAR = 86.0
"""From this likeness on, of 100, a head is taken for a known one and shown to be confirmed. Our bound."""
LONGEST_HEAD = 120
_OTHER_LANGUAGE = re.compile(r"(.+?)\s*\[([a-z]{2,3})\]")
EXACT, REMEMBERED, SIMILAR, UNREAD = "exact", "remembered", "near", ""


@dataclass(frozen=True)
class Reading:
    """How one column is read: ``key`` of our column (empty: not at all) and how that was found."""

    key: str
    how: str


@dataclass(frozen=True)
class Header:
    """Where the heads stand (two rows where merged cells span columns), and what they are."""

    sheet: Sheet
    rows: tuple[int, ...]
    heads: tuple[str, ...]
    is_merged: bool = False


def column_of(sheet: Sheet, key: str) -> Column | None:
    """The column of a key; a text in a further language (``title.ko``) has one like that in Indonesian."""
    for one in sheet:
        if one.key == key:
            return one
    code, _point, language = key.partition(".")
    base = next((one for one in sheet if one.key == f"{code}.id" and one.type == "text"), None)
    if base is None or not re.fullmatch(r"[a-z]{2,3}", language):
        return None
    heads = (f"{base.indonesian} [{language}]", f"{base.english} [{language}]")
    return Column(key, *heads, "text", (), base.attribute, language)


@cache
def _known(kind: str) -> Mapping[str, str]:
    """Folded head -> key; where two columns claim one head, that which stands first."""
    found: dict[str, str] = {}
    sheet = SHEETS[kind]
    for one in sheet:
        for head in (one.indonesian, one.english, one.key):
            found.setdefault(fold(head), one.key)
    for one in sheet:
        for head in one.also:
            found.setdefault(fold(head), one.key)
    return found


def read_heads(sheet: Sheet, heads: Sequence[str], remembered: Mapping[str, str] | None = None) -> list[Reading]:
    """How each column is read; no column of ours is meant twice. ``remembered``: folded head -> key."""
    found: dict[int, Reading] = {}
    taken: set[str] = set()
    for number, head in enumerate(heads):
        told = (remembered or {}).get(fold(head)[:200])
        if told is not None and head and (told == "" or (told not in taken and column_of(sheet, told))):
            found[number] = Reading(told, REMEMBERED)
            taken.add(told)
    for number, head in enumerate(heads):
        key = _exact(sheet, head)
        if number not in found and key and key not in taken:
            found[number] = Reading(key, EXACT)
            taken.add(key)
    for likeness, number, key in sorted(_near(sheet, heads, set(found), taken), reverse=True):
        if number not in found and key not in taken and likeness >= NEAR:
            found[number] = Reading(key, SIMILAR)
            taken.add(key)
    return [found.get(number, Reading("", UNREAD)) for number in range(len(heads))]


def _exact(sheet: Sheet, head: str) -> str:
    folded = fold(head)
    if not folded:
        return ""
    if key := _known(sheet.kind).get(folded):
        return key
    other = _OTHER_LANGUAGE.fullmatch(head.strip())
    if other and (base := _known(sheet.kind).get(fold(other[1]), "")).endswith(".id"):
        return f"{base[:-3]}.{other[2]}"
    return ""


def _near(sheet: Sheet, heads: Sequence[str], done: set[int], taken: set[str]) -> Iterable[tuple[float, int, str]]:
    for number, head in enumerate(heads):
        folded = fold(head)
        if number in done or len(folded) < 4:
            continue
        for known, key in _known(sheet.kind).items():
            if key not in taken and len(known) >= 4:
                yield fuzz.token_sort_ratio(folded, known), number, key


def find_header(
    rows: Sequence[Row],
    *,
    kind: str = "",
    merged: Sequence[tuple[int, int, int, int]] = (),
    remembered: Mapping[str, Mapping[str, str]] | None = None,
) -> Header:
    """The heads among the first rows, for a kind of sheet or for the kind they fit best. SheetRefused: no_heads."""
    sheets = [SHEETS[kind]] if kind else list(SHEETS.values())
    best: tuple[float, int, Header] | None = None
    for number, cells in rows[:LOOKED_AT]:
        texts = [as_text(cell).strip() for cell in cells]
        if not any(texts) or any(len(text) > LONGEST_HEAD for text in texts):
            continue
        for order, sheet in enumerate(sheets):
            header = _header_at(sheet, number, texts, rows, merged)
            score = _score(sheet, header.heads, (remembered or {}).get(sheet.kind))
            if score and (best is None or score > best[0] + 1e-9):
                best = (score, -order, header)
    needed = 2.0 if best is None or sum(map(bool, best[2].heads)) > 1 else 1.0
    if best is None or best[0] < needed:
        raise SheetRefused("no_heads", looked_at=min(LOOKED_AT, len(rows)), kind=kind)
    return best[2]


def _score(sheet: Sheet, heads: Sequence[str], remembered: Mapping[str, str] | None) -> float:
    """How many heads are understood, near ones a little less; a sheet that lacks what each row needs, less too."""
    readings = read_heads(sheet, heads, remembered)
    worth = {EXACT: 1.0, REMEMBERED: 1.0, SIMILAR: 0.8}
    score = sum(worth.get(one.how, 0.0) for one in readings if one.key)
    has = {one.key for one in readings}
    lacking = sum(one.required and one.key not in has and one.key not in sheet.asked_for_all for one in sheet)
    return score - 0.4 * lacking if score else 0.0


def _header_at(
    sheet: Sheet, number: int, texts: list[str], rows: Sequence[Row], merged: Sequence[tuple[int, int, int, int]]
) -> Header:
    """The heads in a row; where cells merged over several columns stand there, joined with the row below."""
    across = [one for one in merged if one[1] == number and one[2] > one[0]]
    below = next((cells for line, cells in rows if line == number + 1), None)
    if not across or below is None:
        return Header(sheet, (number,), tuple(texts))
    lower = [as_text(cell).strip() for cell in below]
    width = max(len(texts), len(lower), max(one[2] for one in across))
    texts, lower = texts + [""] * (width - len(texts)), lower + [""] * (width - len(lower))
    covered = {column: first for first, _row, last, _to in across for column in range(first, last + 1)}
    if not any(lower[column - 1] for column in covered):
        return Header(sheet, (number,), tuple(texts))
    heads = []
    for column in range(1, width + 1):
        above = texts[covered.get(column, column) - 1]
        under = lower[column - 1] if column in covered or not above else ""
        heads.append(_joined(sheet, above, under))
    return Header(sheet, (number, number + 1), tuple(heads), is_merged=True)


def _joined(sheet: Sheet, above: str, under: str) -> str:
    """“Nomor” over “Pihak Pertama” is “Nomor Pihak Pertama”; lower words that are known alone stand alone."""
    if not above or not under:
        return above or under
    both = f"{above} {under}"
    return under if _exact(sheet, under) and not _exact(sheet, both) else both


def sheet_named(name: str) -> Sheet | None:
    """A sheet by its code or its Indonesian address."""
    return SHEETS.get(name) or BY_SLUG.get(name)


def is_blank(cells: Iterable[object]) -> bool:
    return all(is_empty(cell) for cell in cells)
