"""Which language is meant by "English", "eng", "en" or "Inggris"? Every source of records has its own way."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

# Three letters (ISO 639-2, both lists) for the languages that bibliographies mostly name; PubMed and MARC write them.
_THREE = {
    "ara": "ar", "chi": "zh", "zho": "zh", "cze": "cs", "ces": "cs", "dan": "da", "dut": "nl", "nld": "nl", "eng": "en",
    "fin": "fi", "fre": "fr", "fra": "fr", "ger": "de", "deu": "de", "gre": "el", "ell": "el", "heb": "he", "hin": "hi",
    "hrv": "hr", "hun": "hu", "ind": "id", "ita": "it", "jav": "jv", "jpn": "ja", "kor": "ko", "may": "ms", "msa": "ms",
    "nor": "no", "per": "fa", "fas": "fa", "pol": "pl", "por": "pt", "rum": "ro", "ron": "ro", "rus": "ru", "slo": "sk",
    "slk": "sk", "slv": "sl", "spa": "es", "srp": "sr", "sun": "su", "swe": "sv", "tha": "th", "tur": "tr", "ukr": "uk",
    "vie": "vi",
}  # fmt: skip


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    """Codes of two letters by the names of languages in English and Indonesian."""
    found: dict[str, str] = {}
    for tongue in ("en", "id"):
        for code, name in Locale.parse(tongue).languages.items():
            if len(code) == 2:
                found.setdefault(name.casefold(), code)
    return found


def code_of(text: str) -> str:
    """The code of two letters of a language as a file writes it; the text itself where it names none, or several.

    >>> [code_of(one) for one in ("English", "eng", "en-GB", "Bahasa Indonesia", "Inggris", "English; Lithuanian")]
    ['en', 'en', 'en', 'id', 'en', 'English; Lithuanian']
    """
    bare = text.strip().casefold().removeprefix("bahasa ")
    if bare in _THREE:
        return _THREE[bare]
    first = bare.replace("_", "-").split("-")[0]
    if len(first) == 2 and first.isalpha() and first in Locale.parse("en").languages:
        return first
    return _by_name().get(bare, text)
