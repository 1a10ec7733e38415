"""Which governments may somebody mean who types a name: those in the register, and places that could become one?"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from kembar.partnerships.models import Government
from kembar.partnerships.rules.slugs import in_address
from kembar.places.models import Place
from kembar.places.queries import find_places
from kembar.values.texts import search_key

MOST = 6


@dataclass(frozen=True)
class Found:
    """What goes by a name: governments of the register, and places at which none of these has its seat."""

    governments: tuple[Government, ...] = ()
    places: tuple[Place, ...] = ()


def governments_called(text: str) -> Found:
    """The governments and places that go by a name. Causes four queries; none for an empty text."""
    words = text.strip()
    if not words:
        return Found()
    name, _comma, _within = words.partition(",")
    key, slug = search_key(name), in_address(name)
    meant = Q(name__id__icontains=name.strip()) | Q(name__en__icontains=name.strip())
    if key:
        meant |= Q(names__search_key__contains=key)
    if slug:
        meant |= Q(slug__contains=slug)
    rows = Government.objects.filter(meant, withdrawn_at__isnull=True).select_related("country", "seat")
    known = list(rows.distinct().order_by("slug")[:MOST])
    seats = {one.seat_id for one in known}
    places = [place for place in find_places(words, limit=MOST + len(seats)) if place.pk not in seats]
    return Found(tuple(known), tuple(places[:MOST]))


def chosen(value: str) -> Government | Place | None:
    """What a choice of the form means (``government:<slug>``, ``place:<number>``); None where there is none such."""
    kind, _sign, key = value.partition(":")
    if kind == "government":
        return Government.objects.filter(slug=key, withdrawn_at__isnull=True).select_related("country").first()
    if kind == "place" and key.isdigit():
        return Place.objects.filter(pk=int(key)).select_related("country").first()
    return None
