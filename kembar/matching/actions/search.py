"""Writing what an office sets for its search: aims, limits and budget, whom it can turn to abroad."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from kembar.access.models import Office
from kembar.access.roles import Permission
from kembar.audit.actions import Changed, record
from kembar.audit.actors import Actor
from kembar.matching.actions.rights import Refusal, must, withdraw
from kembar.matching.models import Aim, Foothold, SearchLimits
from kembar.partnerships.models import Field
from kembar.places.models import Country, Place

LIMITS = ("budget", "currency", "budget_note", "languages", "max_hours", "max_flight_hours")


@transaction.atomic
def add_aim(
    *, office: Office, kind: str, text: str, fields: Iterable[Field] = (), source: str = "", by: Actor, at: datetime
) -> Aim:
    """This will note a target or strategic issue; the same words again change its fields and source."""
    must(by, office, Permission.WRITE_RECORD)
    aim, change = _aim(office, kind, text, list(fields), source, by, at)
    record(action="matching.add_aim", by=by, at=at, changes=[change], record_kind="office", record_id=office.id)
    return aim


@transaction.atomic
def begin_aims(*, office: Office, aims: Iterable[Mapping[str, Any]], by: Actor, at: datetime) -> int:
    """This will add the aims of an example list that the office does not have yet; returns how many are new."""
    must(by, office, Permission.WRITE_RECORD)
    held = set(Aim.objects.filter(office=office, withdrawn_at__isnull=True).values_list("kind", "text"))
    known = {field.code: field for field in Field.objects.all()}
    changes = []
    for one in aims:
        if (one["kind"], one["text"]) in held:
            continue
        fields = [known[code] for code in one["fields"] if code in known]
        changes.append(_aim(office, one["kind"], one["text"], fields, one["source"], by, at)[1])
    if changes:
        record(action="matching.begin_aims", by=by, at=at, changes=changes, record_kind="office", record_id=office.id)
    return len(changes)


def _aim(
    office: Office, kind: str, text: str, fields: list[Field], source: str, by: Actor, at: datetime
) -> tuple[Aim, Changed]:
    said = " ".join(text.split())
    if not said:
        raise Refusal("empty")
    if kind not in dict(Aim.KINDS):
        raise ValueError(f"{kind!r} is neither target nor issue.")
    aim = Aim.objects.filter(office=office, kind=kind, text=said, withdrawn_at__isnull=True).first()
    before = _aim_values(aim) if aim else None
    if aim is None:
        place = Aim.objects.filter(office=office, kind=kind).count() + 1
        aim = Aim(office=office, kind=kind, text=said, position=place, entered_at=at, entered_by=by.label)
    aim.source = source.strip()
    aim.save()
    aim.fields.set(fields)
    return aim, Changed("aim", aim.id, "", before, _aim_values(aim))


def _aim_values(aim: Aim) -> dict[str, Any]:
    fields = sorted(aim.fields.values_list("code", flat=True))
    return {"kind": aim.kind, "text": aim.text, "source": aim.source, "fields": fields}


@transaction.atomic
def withdraw_aim(*, aim: Aim, by: Actor, at: datetime) -> None:
    """This will take an aim back; what was decided for it keeps naming it."""
    must(by, aim.office, Permission.WRITE_RECORD)
    withdraw(aim, kind="aim", action="matching.withdraw_aim", by=by, at=at)


@transaction.atomic
def set_limits(*, office: Office, values: Mapping[str, Any], by: Actor, at: datetime) -> SearchLimits:
    """This will set budget and limits, all of ``LIMITS`` at once. They warn in lists and block nothing."""
    must(by, office, Permission.WRITE_RECORD)
    limits = SearchLimits.objects.select_for_update().filter(office=office).first()
    before = _limit_values(limits) if limits else None
    limits = limits or SearchLimits(office=office)
    for name in LIMITS:
        setattr(limits, name, values[name])
    limits.changed_at, limits.changed_by = at, by.label
    limits.save()
    change = Changed("search_limits", office.id, "", before, _limit_values(limits))
    record(action="matching.set_limits", by=by, at=at, changes=[change], record_kind="office", record_id=office.id)
    return limits


def _limit_values(limits: SearchLimits) -> dict[str, Any]:
    values = {name: getattr(limits, name) for name in LIMITS}
    return values | {"budget": None if limits.budget is None else str(limits.budget)}


@transaction.atomic
def add_foothold(
    *, office: Office, country: Country, text: str, place: Place | None = None, by: Actor, at: datetime
) -> Foothold:
    """This will note an institution the office can turn to in a country."""
    must(by, office, Permission.WRITE_RECORD)
    said = " ".join(text.split())
    if not said:
        raise Refusal("empty")
    row = Foothold.objects.create(
        office=office, country=country, place=place, text=said, entered_at=at, entered_by=by.label
    )
    after = {"country": country.code, "place": place.pk if place else None, "text": said}
    record(
        action="matching.add_foothold",
        by=by,
        at=at,
        changes=[Changed("foothold", row.id, "", None, after)],
        record_kind="office",
        record_id=office.id,
    )
    return row


@transaction.atomic
def withdraw_foothold(*, foothold: Foothold, by: Actor, at: datetime) -> None:
    """This will take a foothold back."""
    must(by, foothold.office, Permission.WRITE_RECORD)
    withdraw(foothold, kind="foothold", action="matching.withdraw_foothold", by=by, at=at)
