"""Which place does an address mean? A GeoNames id, or the slug of a government: then its seat."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _

from kembar.partnerships.models import Government
from kembar.places.models import Place


def place_named(text: str) -> Place:
    """The place; 404 with a sentence where there is none. One query."""
    if text.isdigit() and len(text) < 10:
        found = Place.objects.select_related("country").filter(pk=int(text)).first()
    else:
        held = Government.objects.filter(slug=text, withdrawn_at__isnull=True).select_related("seat__country").first()
        found = held.seat if held else None
    if found is None:
        raise Http404(_("No city is known by “%(name)s”. Try another spelling, or its GeoNames id.") % {"name": text})
    return found
