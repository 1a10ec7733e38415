"""Which cities does the register itself call twins, as at a day?

A sister city or friendship city whose state holds, or cannot be said, is a known twin; one that ended, ran out, or was
only intended or explored is none, but who looks for a partner is told of it. Ties of provinces tie no cities, though
both have the same seat.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from kembar.access.permissions import ANYBODY, Who
from kembar.partnerships.models import Party
from kembar.partnerships.queries.lines import existing
from kembar.partnerships.queries.pairs import GONE

FORMS = ("sister_city", "friendship_city")
NO_TWINS = (*GONE, "intent", "exploring")


@dataclass(frozen=True)
class RegisterTie:
    """A tie of a city with another, by the id of the other's place."""

    place: int
    slug: str
    name: Mapping[str, str]
    state: str

    @property
    def makes_twins(self) -> bool:
        return self.state not in NO_TWINS


def public_pairs(at: date) -> frozenset[tuple[int, int]]:
    """The twins of the register that everybody may know of, as pairs of place ids, the smaller first. One query."""
    rows = _sides(existing(at, who=ANYBODY).filter(form__in=FORMS))
    pairs = (pair for tie, seats in rows if tie.makes_twins for pair in _facing(seats))
    return frozenset((min(pair), max(pair)) for pair in pairs)


def ties_of(place: int, at: date, *, who: Who) -> tuple[RegisterTie, ...]:
    """The ties of a city that somebody may know of, whatever their state. One query."""
    ours = Party.objects.filter(
        partnership=OuterRef("pk"), government__seat=place, role="party", withdrawn_at__isnull=True
    )
    found = []
    for tie, seats in _sides(existing(at, who=who).filter(Exists(ours), form__in=FORMS)):
        others = {b if a == place else a for a, b in _facing(seats) if place in (a, b)}
        found += [RegisterTie(other, tie.slug, tie.name, tie.state) for other in sorted(others)]
    return tuple(found)


def _sides(ties: Any) -> list[tuple[RegisterTie, list[tuple[str, int]]]]:
    """Each tie (its place not filled in) with the seats of its parties by side. One query."""
    columns = ("slug", "name", "formal_state", "parties__side", "parties__government__seat")
    rows = ties.filter(
        parties__role="party", parties__withdrawn_at__isnull=True, parties__government__seat__isnull=False
    )
    seats: dict[str, list[tuple[str, int]]] = defaultdict(list)
    told: dict[str, RegisterTie] = {}
    for slug, name, state, side, seat in rows.order_by("slug").values_list(*columns):
        told.setdefault(slug, RegisterTie(0, slug, name, state or "cannot_be_said"))
        seats[slug].append((side, seat))
    return [(told[slug], found) for slug, found in seats.items()]


def _facing(seats: Iterable[tuple[str, int]]) -> set[tuple[int, int]]:
    """Every two seats of different sides."""
    held = sorted(set(seats))
    return {(a, b) for side, a in held for other, b in held if side < other and a != b}
