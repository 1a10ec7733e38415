"""Which places go by this name?"""

from __future__ import annotations

from django.db import connection
from django.db.models import QuerySet

from kembar.places.models import Place, PlaceName
from kembar.places.rules import country_named, unit_name
from kembar.values.texts import search_key

_SHORT = 3  # letters: below four, what equals an alternate name is mostly an airport's code or a scrap


def find_places(text: str, *, country: str | None = None, limit: int = 20) -> list[Place]:
    """The places that go by this name, or whose name begins so: at most `limit`, the likeliest first.

    Case, accents, spaces and punctuation do not matter, and every script will do. First the places that bear the very
    name, then those of which it is an alternate name, then those whose name begins with it, then those of which an
    alternate name does; within each, the larger population first. Up to three Latin letters are a beginning, so there
    names that begin so come before alternate names.

    `country` is an alpha-2 code. What follows a comma narrows the search where it is a country's name in Indonesian or
    English, or the beginning of a first-level unit's ("Cuenca, Ekuador"; "Springfield, Illinois"); else it is ignored.
    Nothing typed, nothing found. Costs three queries, rarely more.
    """
    name, _comma, within = text.partition(",")
    if within.strip():
        return _narrowed(name, within, country, limit)
    return _places_named(search_key(name), country, limit)


def _narrowed(name: str, within: str, country: str | None, limit: int) -> list[Place]:
    """The places of that name inside the country or unit that is named after the comma."""
    if named := country_named(within):
        return _places_named(search_key(name), named, limit) if country in (None, named) else []
    places = _places_named(search_key(name), country, 1000)
    wanted = search_key(within)
    units = ("id", "en")
    inside = [
        place
        for place in places
        if any(search_key(unit_name(place.unit, place.country_id, one)).startswith(wanted) for one in units)
    ]
    return (inside or places)[:limit]


def _places_named(key: str, country: str | None, limit: int) -> list[Place]:
    if not key or limit < 1:
        return []
    names = PlaceName.objects.order_by("rank", "-population", "place_id")
    if country:
        names = names.filter(country_id=country.upper())
    exact = names.filter(key=key)
    if len(key) <= _SHORT and key.isascii():
        exact = exact.filter(rank=0)
    found = _first_places(exact, limit)
    if len(found) < limit:
        begun = _first_places(_beginning_with(names, key), limit + len(found))
        found += [place for place in begun if place not in set(found)][: limit - len(found)]
    places = Place.objects.select_related("country").in_bulk(found)
    return [places[identifier] for identifier in found]


def _beginning_with(names: QuerySet[PlaceName], key: str) -> QuerySet[PlaceName]:
    """Each database's own way to read a prefix off the index (SQLite's LIKE would read the whole table)."""
    if connection.vendor == "sqlite":
        return names.filter(key__gte=key, key__lt=key + "\U0010ffff")
    return names.filter(key__startswith=key)


def _first_places(names: QuerySet[PlaceName], limit: int) -> list[int]:
    """The first `limit` different places of the names; a place may stand under many, so more are read as needed."""
    wanted = limit * 8
    while True:
        rows = list(names.values_list("place_id", flat=True)[:wanted])
        places = list(dict.fromkeys(rows))
        if len(places) >= limit or len(rows) < wanted:
            return places[:limit]
        wanted *= 8
