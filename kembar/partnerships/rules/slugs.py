"""At which address does a partnership stand? Its parties' short names, Indonesian first, else alphabetical.

Addresses are Indonesian and never change by themselves: the words here are part of the addresses, not translations.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from kembar.values.texts import without_accents

HOME = "ID"
UNNAMED = "mitra-tidak-disebut"
LEVEL = {
    "city": "kota",
    "regency": "kabupaten",
    "province": "provinsi",
    "state": "negara-bagian",
    "district": "distrik",
    "special_region": "daerah-istimewa",
    "municipality": "munisipalitas",
    "country": "negara",
}
FORM = {
    "sister_city": "kota-kembar",
    "sister_province": "provinsi-kembar",
    "friendship_city": "kota-persahabatan",
    "contact": "kontak",
    "project": "proyek",
    "agency_deal": "antarlembaga",
    "offer": "tawaran",
}
LONGEST = 160


@dataclass(frozen=True)
class Named:
    """A party as an address needs it: short name in Indonesian, the slug it has itself, country and level."""

    name: str = ""
    slug: str = ""
    country: str = ""
    level: str = ""

    @property
    def short(self) -> str:
        return in_address(self.name) or self.slug or UNNAMED


def in_address(text: str) -> str:
    """A text as part of an address: small Latin letters, digits and hyphens; empty for other scripts.

    "Poix-du-Nord" gives "poix-du-nord", "Chungcheongbuk-do" "chungcheongbuk-do", "木更津" nothing.
    """
    plain = unicodedata.normalize("NFKD", without_accents(text)).lower()
    letters = re.sub(r"['’‘ʻʼ`]", "", plain)
    if any(letter.isalpha() and not letter.isascii() for letter in letters):
        return ""
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def in_order(parties: Iterable[Named]) -> list[Named]:
    """Indonesian parties first, named before unnamed, then by the alphabet."""
    return sorted(parties, key=lambda one: (not (one.name or one.slug), one.country != HOME, one.short))


def addresses(parties: Iterable[Named], form: str) -> Iterator[str]:
    """The addresses to try, best first: names; with the level of the first party; with the form; then numbered."""
    ordered = in_order(parties)
    plain = "-".join(one.short for one in ordered) or UNNAMED
    level = next((LEVEL[one.level] for one in ordered if one.level in LEVEL), "")
    kinds = [part for part in (level, FORM.get(form, "")) if part]
    tried = [plain, *("-".join([plain, *kinds[:number]]) for number in range(1, len(kinds) + 1))]
    yield from (_cut(one, LONGEST) for one in tried)
    for number in count(2):
        yield f"{_cut(tried[-1], LONGEST - 6)}-{number}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rpartition("-")[0] or text[:most]
