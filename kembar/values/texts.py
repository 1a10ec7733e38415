"""Are two texts the same to somebody who types in a hurry? Folding away case, accents, punctuation and spaces.

Every script is kept: only what is an ornament of a letter goes, never what makes it another letter. So が stays が and
Thai and Devanagari vowels stay, while Hebrew points and Arabic vowel marks, which writers leave out at will, go.
"""

from __future__ import annotations

import unicodedata

# Marks that writers leave out: Latin, Greek and Cyrillic accents; Hebrew points; Arabic vowel marks and the stretcher.
_ORNAMENTS = (
    (0x0300, 0x036F),
    (0x0483, 0x0487),
    (0x0591, 0x05BD),
    (0x05BF, 0x05BF),
    (0x05C1, 0x05C2),
    (0x05C4, 0x05C5),
    (0x05C7, 0x05C7),
    (0x0610, 0x061A),
    (0x0640, 0x0640),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
)

# Letters that Unicode does not take apart, as they are typed on a plain keyboard (both cases; folding lowers them).
_PLAIN_LETTERS = {
    "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ø": "O", "ø": "o", "Ł": "L", "ł": "l", "Đ": "D", "đ": "d",
    "Ð": "D", "ð": "d", "Þ": "Th", "þ": "th", "Ħ": "H", "ħ": "h", "ı": "i", "Ŋ": "Ng", "ŋ": "ng", "ß": "ss",
    "ẞ": "SS", "Ə": "A", "ə": "a", "Ŧ": "T", "ŧ": "t", "ĸ": "k", "Ɓ": "B", "ɓ": "b", "Ɗ": "D", "ɗ": "d",
    "Ɖ": "D", "ɖ": "d", "Ƙ": "K", "ƙ": "k", "Ɔ": "O", "ɔ": "o", "Ɛ": "E", "ɛ": "e", "Ƴ": "Y", "ƴ": "y",
    "Ɨ": "I", "ɨ": "i", "Ʉ": "U", "ʉ": "u", "Ƶ": "Z", "ƶ": "z",
}  # fmt: skip

# Written inside a word, so they vanish instead of parting it: "Sana'a", "Xi’an", "Hawaiʻi".
_APOSTROPHES = frozenset("'’‘`´ʼʻʾʿʹʽˈ′‛＇ʺ″׳״")


class _Table(dict[int, str]):
    """What becomes of one code point, worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        self[point] = replacement = self.of(point)
        return replacement

    def of(self, point: int) -> str:
        raise NotImplementedError


class _Plain(_Table):
    """Ornaments go, letters that cannot be taken apart become plain ones; all else stays."""

    def of(self, point: int) -> str:
        char = chr(point)
        if any(first <= point <= last for first, last in _ORNAMENTS):
            return ""
        return _PLAIN_LETTERS.get(char, char)


class _Folded(_Plain):
    """As `_Plain`; besides, capitals become small letters, punctuation and symbols a space, apostrophes nothing."""

    def of(self, point: int) -> str:
        char = chr(point)
        category = unicodedata.category(char)
        invisible = category == "Cf"
        modifier = category == "Lm" and unicodedata.name(char).startswith("MODIFIER")
        if char in _APOSTROPHES or invisible or modifier:
            return ""
        if category[0] in "PSZC":
            return " "
        return super().of(point).casefold()


class _Key(_Folded):
    """As `_Folded`, without spaces: one pass over a text instead of three, a million times when the world is loaded."""

    def of(self, point: int) -> str:
        return super().of(point).strip()


_PLAIN = _Plain()
_FOLDED = _Folded()
_KEY = _Key()


def without_accents(text: str) -> str:
    """The text with accents taken off its letters, case and punctuation as they were: "Kōchi" gives "Kochi".

    Letters of other scripts than Latin stay as they are, so the result is plain ASCII for Latin text alone.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", text).translate(_PLAIN))


def fold(text: str) -> str:
    """The text in small letters, without accents and punctuation, with single spaces between its words.

    "Québec" gives "quebec", "Poix-du-Nord" "poix du nord", "St. John's" "st johns"; "대전", "福州", "กรุงเทพ" stay.
    Folding twice changes nothing. Compatibility forms become the plain ones (NFKD): full-width "Ａ" gives "a".
    """
    if text.isascii():
        return " ".join(text.translate(_FOLDED).split())
    return " ".join(_apart(text, _FOLDED).split())


def search_key(text: str) -> str:
    """The folded text without its spaces, so that "kerja sama", "Kerja-sama" and "kerjasama" are one key."""
    return text.translate(_KEY) if text.isascii() else _apart(text, _KEY)


def _apart(text: str, table: _Table) -> str:
    """Lowered before it is taken apart (so that İ, whose small form carries a dot of its own, loses it); recomposed
    after, so that Hangul and voiced kana are whole again."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", text.casefold()).translate(table))
