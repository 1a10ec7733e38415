"""Which places does an address mean? A GeoNames id, or the slug of a government: then its seat."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _

from kembar.partnerships.models import Government
from kembar.places.models import Place


def place_named(text: str) -> Place:
    """The place; 404 with a sentence where there is none. One query."""
    (found,) = places_named(text)
    return found


def places_named(*texts: str) -> list[Place]:
    """The places in order; 404 for the first that there is none for. One query for all slugs, one for all ids."""
    ids = [int(text) for text in texts if _is_id(text)]
    slugs = [text for text in texts if not _is_id(text)]
    by_id = Place.objects.select_related("country").in_bulk(ids)
    held = Government.objects.filter(slug__in=slugs, withdrawn_at__isnull=True).select_related("seat__country")
    by_slug = {one.slug: one.seat for one in held} if slugs else {}
    found = []
    for text in texts:
        place = by_id.get(int(text)) if _is_id(text) else by_slug.get(text)
        if place is None:
            says = _("No city is known by “%(name)s”. Try another spelling, or its GeoNames id.")
            raise Http404(says % {"name": text})
        found.append(place)
    return found


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) < 10
