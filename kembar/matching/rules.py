"""What of the law stands against a candidate? Pure: codes and sources, no words for users.

Only the law blocks: cooperation with local governments abroad needs diplomatic relations between the two countries
(PP 28/2018 through the city of Jambi's list of conditions), and a partner abroad is not a partner at home. Everything
else, exclusivity among it, warns and says from whom it comes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """Why the law stands against a candidate: `same_country`, `no_diplomatic_relations`, and who says so."""

    code: str
    source: str


def blocks(own_country: str, countries: Sequence[str], no_relations: Mapping[str, str]) -> list[tuple[Block, ...]]:
    """What blocks a candidate of each of the given countries. ``no_relations`` gives the source by country.

    A country that is not known ("") is blocked by nothing: it cannot be said.
    """
    found: dict[str, tuple[Block, ...]] = {}
    for country in set(countries):
        reasons = []
        if country and country == own_country:
            reasons.append(Block("same_country", "PP 28/2018"))
        if country in no_relations:
            reasons.append(Block("no_diplomatic_relations", no_relations[country]))
        found[country] = tuple(reasons)
    return [found[country] for country in countries]
