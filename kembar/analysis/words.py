"""What are the words of a text, where do they stand, and which of them are forms of one?

A word is a run of letters and digits of any script. Two forms are one when their light stems agree: affixes of
Indonesian and English are taken off by rule, and a first k, p, t, s, m or n before a vowel too, since the prefixes
me- and pe- swallow it or melt into it (kirim, mengirim). The stems serve comparison alone and are never shown.
"""

import re
import unicodedata
from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from kembar.analysis.function_words import ALL

WORD = re.compile(r"[^\W_]+")
_PARTICLE = re.compile(r"(?<=...)(?:lah|kah|pun)$")
_OWNER = re.compile(r"(?<=....)(?:nya|ku|mu)$")
_SUFFIX = re.compile(r"(?<=....)(?:kan|an|i|ing|ed|(?<=[^aiue])s|ly)$")
_PREFIX = re.compile(
    r"^(?:(?:me|pe)(?:ng|ny|m(?=[bpfaiueo])|n(?=[cdjtszaiueo])|r(?=[a-z]{4}))?|di|ke|se|ber?|"
    r"ter?)(?=[a-z]{3})"
)
_SWALLOWED = re.compile(r"^[kptsmn](?=[aiueo][a-z]{2})")


def fold_word(word: str) -> str:
    """A word in small letters without accents on Latin letters."""
    word = word.lower()
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFKD", word)
    return "".join(sign for sign in parts if unicodedata.category(sign) != "Mn" or sign > "\u036f")


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


def places_of(text: str) -> tuple[NDArray[np.int64], NDArray[np.int64], list[str]]:
    """Where each word begins and ends, in characters, and the words."""
    found = [(match.start(), match.end(), match[0]) for match in WORD.finditer(text)]
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), []
    begins, ends, words = zip(*found, strict=True)
    return np.array(begins, np.int64), np.array(ends, np.int64), list(words)
