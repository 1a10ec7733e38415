"""An office as a source: what it enters is its word, like that of any document."""

from __future__ import annotations

from kembar.access.models import Office
from kembar.evidence.models import Source

LONGEST = 40


def code_of(office: Office) -> str:
    """A short stable name, which is also part of an address: ``kantor-`` and the office's slug, cut where too long."""
    plain = f"kantor-{office.slug}"
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 9]}-{office.id.hex[:8]}"


def has_source(office: Office) -> bool:
    """Whether the office has entered something before, so that it is a source already. Causes one query."""
    return Source.objects.filter(office=office, kind="office").exists()


def source_of_office(office: Office) -> tuple[Source, bool]:
    """The source that an office is, and whether it was made just now. Causes one query, two the first time."""
    return Source.objects.get_or_create(
        office=office,
        kind="office",
        defaults={
            "code": code_of(office),
            "title": office.name,
            "title_language": (office.languages or ["id"])[0],
            "origin": "live",
        },
    )
