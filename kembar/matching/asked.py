"""What does an address of the list of candidates ask, and for whom? Read once for page, exports and comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from kembar.access.acting import acting
from kembar.access.guards import reader
from kembar.access.models import Office
from kembar.access.permissions import ANYBODY, Who
from kembar.matching.choice import Order
from kembar.matching.forms import CandidateFilter
from kembar.matching.queries import choose_place
from kembar.places.models import Place

_LONG_ID = 10  # digits: no id of GeoNames is that long, and a column could not hold it


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
    who: Who = ANYBODY
    proposed: bool = False

    @property
    def is_valid(self) -> bool:
        return self.city is not None and self.form.is_valid()

    def order(self, at: date) -> Order:
        """The order that is asked for; of a valid question alone."""
        assert self.city is not None
        office = self.office.id if self.office else None
        return Order(
            self.city, at=at, weights=self.form.weights, filters=self.form.filters, office=office, who=self.who
        )


def asked(request: HttpRequest) -> Asked:
    """What the address of this request asks; the office acted for comes first. Costs up to six queries."""
    query = request.GET
    form = CandidateFilter(query)
    text = query.get("city", "").strip()
    offices, who = _with_seats(request), reader(request)
    if not text:
        office = offices[0] if offices else None
        return Asked("", _seat(office) if office else None, (), form, office, who, proposed=office is not None)
    chosen = choose_place(text)
    office = next((one for one in offices if chosen.place and _seat(one) == chosen.place), None)
    return Asked(text, chosen.place, chosen.choices, form, office, who)


def places_named(texts: Sequence[str]) -> tuple[list[Place], list[str]]:
    """The places of these ids or names, each once and in order, and the texts that mean no one place.

    Ids cost one query together, each name up to five.
    """
    asked_for = list(dict.fromkeys(filter(None, (text.strip() for text in texts))))
    ids = [int(text) for text in asked_for if text.isdecimal() and len(text) < _LONG_ID]
    by_id = Place.objects.select_related("country").in_bulk(ids)
    found: dict[int, Place] = {}
    unknown = []
    for text in asked_for:
        place = by_id.get(int(text)) if text.isdecimal() and len(text) < _LONG_ID else choose_place(text).place
        if place is None:
            unknown.append(text)
        else:
            found.setdefault(place.geonames_id, place)
    return list(found.values()), unknown


def _with_seats(request: HttpRequest) -> list[Office]:
    """The offices that the reader works for and whose government has a seat, the one acted for first."""
    here = acting(request)
    held = [one.office for one in here.memberships if _seat(one.office)]
    return sorted(held, key=lambda office: here.office is None or office.pk != here.office.pk)


def _seat(office: Office) -> Place | None:
    return office.government.seat if office.government else None
