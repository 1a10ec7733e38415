"""Which number did a person mean who typed it in Indonesian or English?

`read` takes "1.234,5" and "1,234.5" for the same number. Where both languages would read another number ("1,234" is one
and a bit in Indonesian and a thousand in English) it refuses rather than guess, but for the Indonesian thousands point
("1.234"), which the register's own language uses. `months` reads lengths of time: "5 tahun", "5 (lima) tahun",
"18 bulan", "2 years".
"""

from __future__ import annotations

import re
from enum import StrEnum


class NumberFault(StrEnum):
    """Why a text is not a number, as a code to which the pages give a sentence."""

    NOT_A_NUMBER = "not_a_number"
    TWO_READINGS = "two_readings"
    NOT_A_LENGTH = "not_a_length"


class NumberError(ValueError):
    """A text that cannot be read as a number: `code` says why, `text` is what was given."""

    def __init__(self, code: NumberFault, text: str) -> None:
        super().__init__(f"{code.value}: {text!r}")
        self.code = code
        self.text = text


_PLAIN = re.compile(r"[+-]?\d+")
_INDONESIAN = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_ENGLISH = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_COMMA = re.compile(r"[+-]?\d+,\d+")
_POINT = re.compile(r"[+-]?\d+\.\d+")
_LENGTH = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)?)\s*(?:\([^)]*\)\s*)?(?P<unit>tahun|thn|th|years?|yrs?|bulan|bln|months?|mos?)?\.?"
)


def read(text: str) -> int | float:
    """The number that `text` means. Raises `NumberError`.

    >>> read("1.234,5"), read("1,234.5"), read("1.234"), read("0,5")
    (1234.5, 1234.5, 1234, 0.5)
    """
    plain = re.sub(r"[\s\u00a0\u202f]", "", text).replace("\u2212", "-")
    if _PLAIN.fullmatch(plain):
        return int(plain)
    if _INDONESIAN.fullmatch(plain):
        return _whole(plain.replace(".", "").replace(",", "."))
    if _ENGLISH.fullmatch(plain):
        if plain.count(",") == 1 and "." not in plain:
            raise NumberError(NumberFault.TWO_READINGS, text)
        return _whole(plain.replace(",", ""))
    if _COMMA.fullmatch(plain):
        return _whole(plain.replace(",", "."))
    if _POINT.fullmatch(plain):
        return _whole(plain)
    raise NumberError(NumberFault.NOT_A_NUMBER, text)


def months(text: str) -> int:
    """A length of time in whole months; a bare number is one of months. Raises `NumberError`.

    >>> months("5 (lima) tahun"), months("18 bulan"), months("60")
    (60, 18, 60)
    """
    match = _LENGTH.fullmatch(text.strip().casefold())
    if match is None:
        raise NumberError(NumberFault.NOT_A_LENGTH, text)
    number = float(match["number"].replace(",", "."))
    unit = match["unit"] or ""
    length = number * 12 if unit.startswith(("t", "y")) else number
    if length != int(length) or length <= 0:
        raise NumberError(NumberFault.NOT_A_LENGTH, text)
    return int(length)


def _whole(plain: str) -> int | float:
    value = float(plain)
    return int(value) if value == int(value) else value
