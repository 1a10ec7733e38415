"""What does one cell mean? A cell as found becomes a value of the catalogue, or is refused with a code.

Indonesian and English alike; what could mean two things is refused. A blank cell says nothing: what is there stays. The
word “(kosong)” or “(empty)” empties a value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import override
from rapidfuzz import fuzz, process

from kembar.analysis import typed_numbers
from kembar.analysis.edtf import DateError, DateFault
from kembar.analysis.typed_dates import read as read_date
from kembar.partnerships.actions.values import LONGEST, LONGEST_NAME, NAMES
from kembar.places.rules import country_named
from kembar.spreadsheets.columns import Column
from kembar.spreadsheets.queries.known import Knowledge, Known, Tie, name_key
from kembar.spreadsheets.reading.cells_as_found import Broken, Uncomputed, as_text, is_empty
from kembar.spreadsheets.refusals import CellRefused
from kembar.values.cells import as_meant
from kembar.values.texts import search_key

EMPTIED = object()
"""The cell asks for the value to be emptied."""
EMPTYING = {"(kosong)", "(empty)"}
_UNTIL = re.compile(
    r"^\s*(?:s\.?\s?d\.?|s/d|sampai(?: dengan)?|hingga|berlaku sampai|until|till|up to)\s+", re.IGNORECASE
)
_SERIAL_DAYS = range(10_000, 2_958_466)
"""Days since 1899-12-30 as spreadsheet programs count them, from 18 May 1927 on; smaller numbers may be years."""
_YES = {"ya", "y", "yes", "true", "benar", "1", "v", "x", "ada", "sudah", "betul"}
_NO = {"tidak", "t", "no", "n", "false", "salah", "0", "tidakada", "belum"}
_OURS = {"kami", "kita", "we", "us", "ours", "kantorkami", "sendiri"}
_THEIRS = {"mitra", "partner", "them", "they", "merekamitra", "pihakmitra", "kotamitra"}
_IN = {"masuk", "in", "incoming", "suratmasuk", "diterima", "received"}
_OUT = {"keluar", "out", "outgoing", "suratkeluar", "dikirim", "sent", "terkirim"}
_CHOICES_ALSO = {
    "mou": "mou",
    "notakesepahaman": "mou",
    "kesepakatanbersama": "mou",
    "loi": "loi",
    "letterofintent": "loi",
    "pks": "implementing_arrangement",
    "perjanjiankerjasama": "implementing_arrangement",
    "implementingarrangement": "implementing_arrangement",
    "sistercity": "sister_city",
    "kotabersaudara": "sister_city",
    "sisterprovince": "sister_province",
    "provinsibersaudara": "sister_province",
    "surat": "letter",
    "email": "email",
    "surel": "email",
    "telepon": "call",
    "telpon": "call",
    "wa": "message",
    "whatsapp": "message",
    "rapat": "meeting",
    "pertemuan": "meeting",
    "kunjungankerja": "visit",
    "selesai": "done",
    "sudahdilaksanakan": "done",
    "dilaksanakan": "done",
    "terlaksana": "done",
    "rencana": "planned",
    "batal": "not_done",
    "tidakterlaksana": "not_done",
    "berjalan": "running",
}


def plain_text(cell: Any) -> str:
    """The text of a cell, without the apostrophe that an export puts before what a sheet would run."""
    return as_meant(as_text(cell))


def refuse_formulas(cell: Any) -> None:
    if isinstance(cell, Uncomputed):
        raise CellRefused("formula_without_value")
    if isinstance(cell, Broken):
        raise CellRefused("formula_broken", value=cell.text)


def read_cell(column: Column, cell: Any, known: Knowledge, tie: Tie | None = None) -> Any:
    """The value that a cell means, None for a blank one, EMPTIED where it says so. Raises CellRefused.

    Types that need more than their own cell (partnership, party, paper) come back as text.
    """
    refuse_formulas(cell)
    if is_empty(cell):
        return None
    text = plain_text(cell).strip()
    if not text:
        return None
    if text.casefold() in EMPTYING and column.type not in ("id", "slug", "partnership", "party"):
        return EMPTIED
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise CellRefused("unreadable_character")
    return _READERS.get(column.type, _text)(column, cell, text, known, tie)


def _text(column: Column, _cell: Any, text: str, *_rest: Any) -> str:
    limit = LONGEST_NAME if column.attribute in NAMES else LONGEST
    if column.type in ("word", "side_number"):
        limit = 120
    if len(text) > limit:
        raise CellRefused("too_long", limit=limit, length=len(text))
    return text


def _date(column: Column, cell: Any, text: str, *_rest: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time | timedelta | bool):
        raise CellRefused("not_a_date", value=text, reason=str(DateFault.NOT_A_DATE))
    if re.fullmatch(r"\d{5,7}(?:[.,]\d+)?", text) and int(float(text.replace(",", "."))) in _SERIAL_DAYS:
        return (date(1899, 12, 30) + timedelta(days=int(float(text.replace(",", "."))))).isoformat()
    if column.type == "ends":
        text = _UNTIL.sub("", text)
    try:
        value = read_date(text)
    except DateError as error:
        raise CellRefused("not_a_date", value=text, reason=str(error.code)) from error
    if value.is_unknown:
        return None  # type: ignore[return-value]
    if len(value.text) > 40:
        raise CellRefused("not_a_date", value=text, reason=str(DateFault.NOT_A_DATE))
    return value.text


def _number(column: Column, cell: Any, text: str, *_rest: Any) -> int | float:
    if isinstance(cell, bool | date):
        raise CellRefused("not_a_number", value=text)
    if isinstance(cell, int | float):
        value: int | float = int(cell) if cell == int(cell) else cell
    else:
        try:
            value = typed_numbers.read(text)
        except typed_numbers.NumberError as error:
            raise CellRefused(str(error.code), value=text) from error
    if value != int(value) or not 0 <= value <= 32_767:
        raise CellRefused("not_a_small_whole", value=text)
    return value


def _months(column: Column, cell: Any, text: str, *_rest: Any) -> int:
    try:
        value = typed_numbers.months(text)
    except typed_numbers.NumberError as error:
        raise CellRefused(str(error.code), value=text) from error
    if value > 32_767:
        raise CellRefused("not_a_small_whole", value=text)
    return value


_read_vocabularies: dict[int, Mapping[str, str]] = {}


def _words(column: Column) -> Mapping[str, str]:
    """Folded word in either language -> code."""
    key = id(column.vocabulary)
    if key not in _read_vocabularies:
        _read_vocabularies[key] = _read_vocabulary(column)
    return _read_vocabularies[key]


def _read_vocabulary(column: Column) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for code, word in (column.vocabulary or {}).items():
        if not code:
            continue
        found[search_key(code)] = code
        for language in ("id", "en"):
            with override(language):
                found.setdefault(search_key(str(word)), code)
    for word, code in _CHOICES_ALSO.items():
        if code in found.values():
            found.setdefault(word, code)
    return found


def words_of(column: Column, language: str) -> list[str]:
    """The allowed values of a column in one language."""
    with override(language):
        return [str(word) for code, word in (column.vocabulary or {}).items() if code]


def _choice(column: Column, _cell: Any, text: str, *_rest: Any) -> str:
    words = _words(column)
    key = search_key(text)
    if key in words:
        return words[key]
    near = process.extractOne(key, list(words), scorer=fuzz.ratio, score_cutoff=90)
    if near and len(key) >= 5:
        return words[near[0]]
    raise CellRefused("unknown_choice", value=text)


def _yes_no(column: Column, cell: Any, text: str, *_rest: Any) -> Any:
    key = search_key(text)
    is_yes = key in _YES or text in ("✓", "✔", "√")
    if not is_yes and key not in _NO:
        raise CellRefused("not_yes_or_no", value=text)
    return is_yes if column.type == "flag" else "yes" if is_yes else "no"


def _side(column: Column, _cell: Any, text: str, _known: Knowledge, tie: Tie | None) -> str:
    key = search_key(text)
    if code := _words(column).get(key):
        return code
    if key in {"a", "b", "c", "d", "both", "kedua", "keduanya", "keduabelahpihak", "keduapihak", "bersama"}:
        return key if len(key) == 1 else "both"
    if tie is None:
        raise CellRefused("side_without_partnership", value=text)
    side = tie.side_named(name_key(text))
    if not side and key in _OURS:
        side = tie.own_side
    if not side and key in _THEIRS:
        side = tie.partner_side
    if not side:
        raise CellRefused("unknown_side", value=text)
    return side


def _direction(column: Column, _cell: Any, text: str, _known: Knowledge, tie: Tie | None) -> tuple[str, str]:
    key = search_key(text)
    if key not in _IN | _OUT:
        raise CellRefused("not_a_direction", value=text)
    if tie is None or not tie.own_side or not tie.partner_side:
        raise CellRefused("sides_not_known", value=text)
    return (tie.partner_side, tie.own_side) if key in _IN else (tie.own_side, tie.partner_side)


def _country(_column: Column, _cell: Any, text: str, *_rest: Any) -> str:
    code = country_named(text)
    if code is None:
        raise CellRefused("unknown_country", value=text)
    return code


def _reference(column: Column, _cell: Any, text: str, known: Knowledge, *_rest: Any) -> str:
    if column.refers_to == "field":
        return _field(text, known)
    if column.refers_to in ("government", "organisation"):
        return one_party(text, known, kind=column.refers_to).slug
    return text


def _field(text: str, known: Knowledge) -> str:
    code = known.fields.get(search_key(text))
    if code is None:
        near = process.extractOne(search_key(text), list(known.fields), scorer=fuzz.ratio, score_cutoff=90)
        code = known.fields[near[0]] if near and len(text) >= 5 else None
    if code is None:
        raise CellRefused("unknown_field", value=text)
    return code


def _codes(_column: Column, _cell: Any, text: str, known: Knowledge, *_rest: Any) -> list[str]:
    parts = [one.strip() for one in re.split(r"[;\n|]", text) if one.strip()]
    if len(parts) == 1 and search_key(parts[0]) not in known.fields:
        parts = [one.strip() for one in re.split(r",|\s+(?:dan|and|&)\s+|\s*&\s*", text) if one.strip(" .")]
    return list(dict.fromkeys(_field(one.strip(" ."), known) for one in parts))


def one_party(text: str, known: Knowledge, *, country: str = "", kind: str = "") -> Known:
    """The one government or organisation that a name means; CellRefused where there is none or are several."""
    found = known.parties_called(text, country, kind)
    if len(found) == 1:
        return found[0]
    if not found:
        raise CellRefused("unknown_party", value=text)
    raise CellRefused("several_parties", value=text, found=", ".join(one.slug for one in found[:5]))


def _seat(_column: Column, _cell: Any, text: str, *_rest: Any) -> str:
    return text


_READERS: Mapping[str, Any] = {
    "date": _date,
    "ends": _date,
    "number": _number,
    "months": _months,
    "choice": _choice,
    "yes_no": _yes_no,
    "flag": _yes_no,
    "side": _side,
    "direction": _direction,
    "country": _country,
    "reference": _reference,
    "codes": _codes,
    "seat": _seat,
}
