"""Which address is free?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from kembar.partnerships.models import FormerSlug, Partnership, Party
from kembar.partnerships.rules.slugs import Named, addresses, in_address


def free_slug(model: Any, values: Mapping[str, Any]) -> str:
    """A free slug for a government, organisation, person or count, from its name; two queries, more on collision."""
    text = values.get("name") or values.get("text") or ""
    written = [text] if isinstance(text, str) else [text.get("id"), *text.values()]
    base = next((made for one in written if one and (made := in_address(one))), model._meta.model_name)[:70]
    tried = (base, *(f"{base}-{number}" for number in range(2, 10)))
    taken = set(model.objects.filter(slug__in=tried).values_list("slug", flat=True))
    return next((slug for slug in tried if slug not in taken), "") or _numbered(model, base)


def _numbered(model: Any, base: str) -> str:
    return next(slug for n in count(10) if not model.objects.filter(slug=(slug := f"{base}-{n}")).exists())


def named_parties(parties: Iterable[Party]) -> list[Named]:
    """The parties as addresses need them; those in other roles (a ministry that helped) are left out."""
    found = []
    for party in parties:
        who = party.government or party.organisation
        if party.role != "party":
            continue
        if who is None:
            found.append(Named())
            continue
        name = who.name.get("id") or next(iter(who.name.values()), "")
        found.append(Named(name, who.slug, who.country_id or "", getattr(who, "level", "")))
    return found


def free_address(parties: Iterable[Party], form: str, *, but: Partnership | None = None) -> str:
    """The best address that no other partnership has or had; one's own former addresses are free to come back to."""
    for slug in addresses(named_parties(parties), form):
        taken = Partnership.objects.filter(slug=slug)
        former = FormerSlug.objects.filter(slug=slug)
        if but is not None:
            taken, former = taken.exclude(pk=but.pk), former.exclude(partnership=but)
        if not taken.exists() and not former.exists():
            return slug
    raise AssertionError("addresses are numbered without end")
