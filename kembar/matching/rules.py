"""What of the law stands against a candidate? Pure: codes and sources, no words for users.

Only the law blocks: cooperation with local governments abroad needs diplomatic relations between the two countries
(PP 28/2018 through the city of Jambi's list of conditions), and a partner abroad is not a partner at home. Everything
else, exclusivity among it, warns and says from whom it comes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


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


def beyond_limits(
    *,
    max_hours: float | None,
    max_flight_hours: float | None,
    languages: Sequence[str],
    hours: float | None,
    flight_hours: float | None,
    spoken: Sequence[str],
) -> list[tuple[str, dict[str, Any]]]:
    """What of an office's own limits a candidate lies beyond: a warning each, as code and figures; none blocks.

    Codes: `hours`, `flight_hours`, `language` (none of the office's languages is official there). A limit that is not
    set, or of which nothing is known for the candidate, says nothing.
    """
    found: list[tuple[str, dict[str, Any]]] = []
    if max_hours is not None and hours is not None and hours > max_hours:
        found.append(("hours", {"is": hours, "limit": max_hours}))
    if max_flight_hours is not None and flight_hours is not None and flight_hours > max_flight_hours:
        found.append(("flight_hours", {"is": round(flight_hours, 1), "limit": max_flight_hours}))
    if languages and spoken and not set(languages) & set(spoken):
        found.append(("language", {"spoken": tuple(spoken), "ours": tuple(languages)}))
    return found
