"""What does the map draw? Places of governments and an arc per partnership, as at a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse

from kembar.pages.show import local
from kembar.partnerships.queries.lines import Line, PartyLine


def drawn_and_not(lines: Iterable[Line]) -> tuple[list[tuple[Line, PartyLine, PartyLine]], list[Line]]:
    """The lines that a map can draw, each with its two ends, and those of which a seat is not known."""
    drawn, others = [], []
    for line in lines:
        ends = _ends(line.parties)
        if ends is None:
            others.append(line)
        else:
            drawn.append((line, *ends))
    return drawn, others


def map_data(drawn: Iterable[tuple[Line, PartyLine, PartyLine]], suffix: str = "") -> dict[str, list[dict[str, Any]]]:
    """Places and arcs as the map component takes them; ``suffix`` is the query that keeps the day.

    A partnership whose parties have no known seat is not on the map; it stands in every list.
    """
    places: dict[str, dict[str, Any]] = {}
    arcs = []
    addresses = {name: _address(name) for name in ("partnership", "government", "organisation")}
    for line, *ends in drawn:
        keys = [f"{end.kind}:{end.slug}" for end in ends]
        for key, end in zip(keys, ends, strict=True):
            if key not in places:
                name = "government" if end.kind == "government" else "organisation"
                places[key] = {
                    "id": key,
                    "name": local(end.name),
                    "country": end.country,
                    "lat": end.latitude,
                    "lon": end.longitude,
                    "url": addresses[name](end.slug) + suffix,
                }
        arcs.append(
            {
                "from": keys[0],
                "to": keys[1],
                "label": local(line.name),
                "state": line.formal_state,
                "url": addresses["partnership"](line.slug) + suffix,
                "uncertain": line.formal_state == "cannot_be_said",
            }
        )
    return {"places": list(places.values()), "arcs": arcs}


def _address(name: str) -> Callable[[str], str]:
    """The address of a slug, resolved once: thousands are needed for one map."""
    before, after = reverse(name, args=["slug"]).split("slug")
    return lambda slug: f"{before}{slug}{after}"


def _ends(parties: tuple[PartyLine, ...]) -> tuple[PartyLine, PartyLine] | None:
    sides: dict[str, PartyLine] = {}
    for party in parties:
        if party.role == "party" and party.latitude is not None:
            sides.setdefault(party.side, party)
    if len(sides) < 2:
        return None
    first, second = list(sides.values())[:2]
    return first, second
