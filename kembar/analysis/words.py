"""What are the words of a text, where do they stand, and which of them are forms of one?

A word is a run of letters and digits of any script. What only the setting of a text puts inside it parts nothing: a
hyphen at the end of a line, a soft hyphen, signs without width, accents that stand beside their letter. Two forms
are one when their light stems agree: affixes of Indonesian and English are taken off by rule, and a first k, p, t, s,
m or n before a vowel too, since the prefixes me- and pe- swallow it or melt into it (kirim, mengirim). The stems serve
comparison alone and are never shown.
"""

import re
import unicodedata
from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from kembar.analysis.function_words import ALL

_PLAIN = re.compile(r"[^\W_]+")
_HYPHENS = r"[-\u00ad\u2010\u2011][ \t]*\n[ \t]*"
_INSIDE = (
    r"(?:[\u00ad\u0300-\u036f\u200c\u200d\u2060\ufeff]+|\u200b(?=[a-z])"
    rf"|(?-i:(?<=[a-z]){_HYPHENS}(?=[a-z])|(?<=[A-Z]){_HYPHENS}(?=[A-Z])))"
)
# A doubled word that the end of a line parts ("kota-\nkota") stays two words.
_WORD = re.compile(rf"([^\W\d_]{{3,}})(?={_HYPHENS}\1)|[^\W_]+(?:{_INSIDE}[^\W_]+)*[\u0300-\u036f]*", re.IGNORECASE)
# Letters of other scripts that look like Latin ones: scanning and evasion put them into Latin words.
_LOOKALIKES = str.maketrans("аеорсухіјѕһԁԛԝαορνικ", "aeopcyxijshdqwaopvik")
_NOTE = re.compile(r"(?<=[^\W\d_]{3})\d{1,2}$")
_BROKEN = re.compile(rf"{_HYPHENS}|[\u00ad\u0300-\u036f\u200b-\u200d\u2060\ufeff]")
_SETTING = "\u200b\u200c\u200d\u2060\ufeff\u2010\u2011"
_PARTICLE = re.compile(r"(?<=...)(?:lah|kah|pun)$")
_OWNER = re.compile(r"(?<=....)(?:nya|ku|mu)$")
_SUFFIX = re.compile(r"(?<=....)(?:kan|an|i|ing|ed|(?<=[^aiue])s|ly)$")
_PREFIX = re.compile(
    r"^(?:(?:me|pe)(?:ng|ny|m(?=[bpfaiueo])|n(?=[cdjtszaiueo])|r(?=[a-z]{4}))?|di|ke|se|ber?|"
    r"ter?)(?=[a-z]{3})"
)
_SWALLOWED = re.compile(r"^[kptsmn](?=[aiueo][a-z]{2})")


def fold_word(word: str) -> str:
    """A word in small letters without accents on Latin letters, the number of a note that clings to it, and what only
    the setting put into it.

    >>> [fold_word(word) for word in ("Café", "kerja\\u00adsama", "peme-\\nrintah", "k\\u043eta", "kota12")]
    ['cafe', 'kerjasama', 'pemerintah', 'kota', 'kota']
    """
    word = word.lower()
    if not (word.isascii() and word.isalnum()):
        parts = unicodedata.normalize("NFKD", word)
        kept = "".join(sign for sign in parts if sign.isalnum() or (sign > "\u036f" and sign not in _SETTING))
        word = kept.translate(_LOOKALIKES)
    return word if word[-1:].isalpha() else _NOTE.sub("", word)


def light_stem(word: str) -> str:
    """The light stem of a folded word.

    >>> [light_stem(word) for word in ("mengirim", "kirim", "dikirimkan", "pengiriman", "kota", "cooperation")]
    ['irim', 'irim', 'irim', 'irim', 'ota', 'cooperation']
    """
    if len(word) < 5 or not word.isascii() or not word.isalpha():
        return _SWALLOWED.sub("", word) if len(word) >= 4 and word.isalpha() else word
    word = _OWNER.sub("", _PARTICLE.sub("", word))
    word = _PREFIX.sub("", word)
    if len(word) > 6:
        word = re.sub(r"^(?:per|ber|ter|ke|se)(?=[a-z]{4})", "", word)
    word = _SUFFIX.sub("", word)
    return _SWALLOWED.sub("", word)


class Vocabulary(dict[str, int]):
    """From a word as it stands to the number of its stem; numbers are the same in every process and on every machine.

    Odd numbers are words of matter, even numbers words of grammar, so that an array of numbers tells them apart.
    """

    def __missing__(self, word: str) -> int:
        folded = fold_word(word)
        stem = folded if folded in ALL else light_stem(folded)
        number = int.from_bytes(blake2b(stem.encode(), digest_size=8).digest(), "little") >> 1
        number = number & ~1 if folded in ALL or (len(folded) == 1 and not folded.isdigit()) else number | 1
        self[word] = number
        return number


def numbers_of(words: Iterable[str], vocabulary: Vocabulary) -> NDArray[np.int64]:
    """The stem numbers of words, in order."""
    return np.fromiter(map(vocabulary.__getitem__, words), np.int64)


def words_of(text: str) -> list[str]:
    """The words of a text as they stand, in order.

    >>> words_of("Kerja-\\nsama kota-\\nkota, 2016.")
    ['Kerja-\\nsama', 'kota', 'kota', '2016']
    """
    if _is_plain(text):
        return _PLAIN.findall(text)
    return [match[0] for match in _WORD.finditer(text)]


def places_of(text: str) -> tuple[NDArray[np.int64], NDArray[np.int64], list[str]]:
    """Where each word begins and ends, in characters, and the words."""
    pattern = _PLAIN if _is_plain(text) else _WORD
    found = [(match.start(), match.end(), match[0]) for match in pattern.finditer(text)]
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), []
    begins, ends, words = zip(*found, strict=True)
    return np.array(begins, np.int64), np.array(ends, np.int64), list(words)


def _is_plain(text: str) -> bool:
    """Whether nothing that the setting puts inside words stands here; the quick way is enough then."""
    return not _BROKEN.search(text)
