"""What of the law stands against a candidate? Pure: codes and sources, no words for users.

Only the law blocks: cooperation with local governments abroad needs diplomatic relations between the two countries
(PP 28/2018 through the city of Jambi's list of conditions), and a partner abroad is not a partner at home. Everything
else, exclusivity among it, warns and says from whom it comes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Block:
    """Why the law stands against a candidate, and who says so: `same_country`, `no_diplomatic_relations`,
    `reserved_matter`."""

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


def reserved_block(field_list: str, code: str) -> Block:
    """A matter reserved to the centre, as an officer classified what the tie would be about."""
    return Block("reserved_matter", f"{field_list}.{code}")


def days_waited(sent: date, answered: date | None, today: date) -> tuple[int, bool]:
    """Days from an offer to its answer and whether it came; without one the days so far, never less than 0.

    >>> days_waited(date(2026, 3, 1), date(2026, 3, 15), date(2026, 6, 1))
    (14, True)
    >>> days_waited(date(2026, 3, 1), None, date(2026, 3, 31))
    (30, False)
    """
    if answered is not None and answered <= today:
        return (answered - sent).days, True
    return max(0, (today - sent).days), False


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


def aims_served(aims: Mapping[str, Collection[str]], offered: Collection[str]) -> set[str]:
    """Which aims, given with the fields that serve them, a city serves that offers these fields.

    >>> sorted(aims_served({"4": {"youth", "education"}, "8": {"waste"}}, {"education"}))
    ['4']
    """
    return {aim for aim, fields in aims.items() if set(fields) & set(offered)}
