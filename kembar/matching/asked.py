"""What does an address of the list of candidates ask, and for whom? Read once for page, exports and comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from kembar.access.models import Office
from kembar.access.queries import offices_of
from kembar.matching.choice import Order
from kembar.matching.forms import CandidateFilter
from kembar.matching.queries import choose_place
from kembar.places.models import Place


@dataclass(frozen=True)
class Asked:
    """The city meant, or the choices where several fit; the form; the office whose own entries count.

    ``proposed``: the city is the seat of the reader's office and was not named in the address.
    """

    text: str
    city: Place | None
    choices: tuple[Place, ...]
    form: CandidateFilter
    office: Office | None
    proposed: bool = False

    @property
    def is_valid(self) -> bool:
        return self.city is not None and self.form.is_valid()

    def order(self, at: date) -> Order:
        """The order that is asked for; of a valid question alone."""
        assert self.city is not None
        office = self.office.id if self.office else None
        return Order(self.city, at=at, weights=self.form.weights, filters=self.form.filters, office=office)


def asked(query: QueryDict, user: Any) -> Asked:
    """What this query asks. Costs up to seven queries."""
    form = CandidateFilter(query)
    text = query.get("city", "").strip()
    offices = _with_seats(user)
    if not text:
        office = offices[0] if offices else None
        return Asked("", _seat(office) if office else None, (), form, office, proposed=office is not None)
    chosen = choose_place(text)
    office = next((one for one in offices if chosen.place and _seat(one) == chosen.place), None)
    return Asked(text, chosen.place, chosen.choices, form, office)


def places_named(texts: Sequence[str]) -> tuple[list[Place], list[str]]:
    """The places of these ids or names, each once and in order, and the texts that mean no one place."""
    found: dict[int, Place] = {}
    unknown = []
    for text in dict.fromkeys(filter(None, (text.strip() for text in texts))):
        place = choose_place(text).place
        if place is None:
            unknown.append(text)
        else:
            found.setdefault(place.geonames_id, place)
    return list(found.values()), unknown


def _with_seats(user: Any) -> list[Office]:
    if not user.is_authenticated:
        return []
    rows = offices_of(user).filter(government__seat__isnull=False)
    return list(rows.select_related("government__seat__country"))


def _seat(office: Office) -> Place | None:
    return office.government.seat if office.government else None
