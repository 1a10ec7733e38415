"""What is known of the ties of a place and of the cities of a country?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from kembar.access.permissions import Who
from kembar.matching.models import WorldLink
from kembar.partnerships.models import Government, Party
from kembar.partnerships.queries.lines import Line, existing, lines_of

MOST = 40


@dataclass(frozen=True)
class Counted:
    """A country or city with its number of twins; ``key`` is its code or GeoNames id."""

    key: str
    name: str
    twins: int


@dataclass(frozen=True)
class CountrySummary:
    """A country's twins: how many links and cities, by partner country, and the cities with most of them."""

    links: int
    cities: int
    at_home: int
    countries: tuple[Counted, ...]
    top: tuple[Counted, ...]
    ties: int


def governments_at(places: Iterable[int]) -> list[Government]:
    """The governments of the register with their seat in one of the places."""
    return list(Government.objects.filter(seat__in=list(places), withdrawn_at__isnull=True).order_by("slug"))


def ties_at(place: int, at: date, *, who: Who) -> list[Line]:
    """The register's ties of governments with their seat in the place, as at a day. Four queries."""
    party = Party.objects.filter(
        partnership=OuterRef("pk"), government__seat=place, role="party", withdrawn_at__isnull=True
    )
    return lines_of(existing(at, who=who).filter(Exists(party)).order_by("slug"), at, who=who)


def country_summary(code: str, at: date, *, who: Who) -> CountrySummary:
    """All links with an end in the country, each pair once whatever its sources. Two queries."""
    rows = WorldLink.objects.filter(Q(place_a__country=code) | Q(place_b__country=code)).values_list(
        "place_a_id", "place_a__name", "place_a__country_id", "place_b_id", "place_b__name", "place_b__country_id"
    )
    pairs = {(row[0], row[3]): row for row in rows}
    countries: Counter[str] = Counter()
    cities: Counter[int] = Counter()
    names: dict[int, str] = {}
    at_home = 0
    for a, name_a, country_a, b, name_b, country_b in pairs.values():
        names[a], names[b] = name_a, name_b
        for identifier, country in ((a, country_a), (b, country_b)):
            if country == code:
                cities[identifier] += 1
        if country_a == country_b:
            at_home += 1
        else:
            countries[country_b if country_a == code else country_a] += 1
    ordered = sorted(cities.items(), key=lambda pair: (-pair[1], names[pair[0]], pair[0]))
    party = Party.objects.filter(
        partnership=OuterRef("pk"), government__country=code, role="party", withdrawn_at__isnull=True
    )
    return CountrySummary(
        links=len(pairs),
        cities=len(cities),
        at_home=at_home,
        countries=tuple(Counted(key, "", n) for key, n in sorted(countries.items(), key=lambda one: (-one[1], one[0]))),
        top=tuple(Counted(str(key), names[key], n) for key, n in ordered[:MOST]),
        ties=existing(at, who=who).filter(Exists(party)).count(),
    )
