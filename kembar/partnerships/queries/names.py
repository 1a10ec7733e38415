"""Which slug did somebody mean who typed one that does not exist?"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process


def nearest(typed: str, slugs: Iterable[str], limit: int = 3) -> list[str]:
    """At most ``limit`` slugs like ``typed``, the likest first (order of words does not matter: fuzz.WRatio)."""
    known = list(slugs)
    found = process.extract(typed.lower().replace(" ", "-"), known, scorer=fuzz.WRatio, limit=limit, score_cutoff=55)
    return [slug for slug, _score, _index in found] or sorted(known)[:limit]
