"""Writing needs and offers, and missing diplomatic relations."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kembar.access.models import Office
from kembar.access.roles import Permission
from kembar.audit.actions import Changed, record
from kembar.audit.actors import Actor
from kembar.matching.actions.rights import must
from kembar.matching.models import NoRelations, Wish
from kembar.partnerships.models import Field
from kembar.places.models import Country, Place


@transaction.atomic
def enter_wish(
    *,
    place: Place,
    field: Field,
    kind: str,
    text: str = "",
    office: Office | None = None,
    is_public: bool | None = None,
    by: Actor,
    at: datetime,
) -> Wish:
    """This will note that a city needs, or offers, something in a field; the same wish again changes its words.

    With an ``office``: entered by it, of its own city or of what it knows of another, and public only where it says so.
    Without one it is everybody's.
    """
    if kind not in dict(Wish.KINDS):
        raise ValueError(f"{kind!r} is neither need nor offer.")
    if office is not None:
        must(by, office, Permission.WRITE_RECORD)
    standing = Wish.objects.select_for_update().filter(withdrawn_at__isnull=True, office=office)
    wish = standing.filter(place=place, field=field, kind=kind).first()
    before = _values(wish) if wish else None
    wish = wish or Wish(office=office, place=place, field=field, kind=kind)
    wish.text, wish.entered_at, wish.entered_by = text, at, by.label
    wish.is_public = office is None if is_public is None else is_public
    wish.save()
    record(
        action="matching.enter_wish",
        by=by,
        at=at,
        changes=[Changed("wish", wish.id, "", before, _values(wish))],
        record_kind="office" if office else "",
        record_id=office.id if office else None,
    )
    return wish


@transaction.atomic
def withdraw_wish(*, wish: Wish, by: Actor, at: datetime) -> None:
    """This will take a wish back; it stays in the history and no longer counts."""
    if wish.office is not None:
        must(by, wish.office, Permission.WRITE_RECORD)
    wish.withdrawn_at, wish.withdrawn_by = at, by.label
    wish.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(
        action="matching.withdraw_wish",
        by=by,
        at=at,
        changes=[Changed("wish", wish.id, "withdrawn", False, True)],
        record_kind="office" if wish.office_id else "",
        record_id=wish.office_id,
    )


def _values(wish: Wish) -> dict[str, object]:
    return {
        "place": wish.place_id,
        "field": wish.field_id,
        "kind": wish.kind,
        "text": wish.text,
        "is_public": wish.is_public,
    }


@transaction.atomic
def record_no_relations(*, one: Country, other: Country, source: str, by: Actor, at: datetime) -> NoRelations:
    """This will note that a source says two countries have no diplomatic relations. Refuses one without a source."""
    if not source.strip():
        raise ValueError("Who says so, and where? A missing relation needs its source.")
    a, b = sorted((one, other), key=lambda country: country.code)
    row, _made = NoRelations.objects.update_or_create(
        country_a=a, country_b=b, defaults={"source": source.strip(), "recorded_at": at, "recorded_by": by.label}
    )
    record(action="matching.record_no_relations", by=by, at=at, why=f"{a.code}-{b.code}: {source.strip()}")
    return row
