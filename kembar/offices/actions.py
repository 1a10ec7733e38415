"""What touches several subjects at once: founding an office, and handing a record over with all that hangs on it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kembar.access.actions import change_office, create_office
from kembar.access.models import Office, User
from kembar.audit.actors import Actor
from kembar.evidence.models import Statement
from kembar.evidence.office_sources import source_of_office
from kembar.files.models import Attachment
from kembar.partnerships.actions.handing_over import HandedOver, hand_over
from kembar.partnerships.actions.rows import add_row
from kembar.partnerships.models import Government, Partnership
from kembar.places.models import Place
from kembar.signals.models import Task


@dataclass(frozen=True)
class FromPlace:
    """A government that is not in the register yet, to be made from a place of the world."""

    place: Place
    level: str


@transaction.atomic
def give_record(
    *, partnership: Partnership, giver: Office, receiver: Office, keeps_reading: bool, by: Actor, at: datetime, why: str
) -> HandedOver:
    """This will hand a record over with all that hangs on it: entries, files, open tasks. See ``hand_over``."""
    done = hand_over(
        partnership=partnership, giver=giver, receiver=receiver, keeps_reading=keeps_reading, by=by, at=at, why=why
    )
    files = Attachment.objects.filter(record_kind="partnership", record_id=partnership.pk, kept_by=giver)
    files.update(kept_by=receiver)
    tasks = Task.objects.filter(partnership=partnership, office=giver, closed_at__isnull=True)
    tasks.update(office=receiver, owner=None)
    return done


@transaction.atomic
def found_office(
    *,
    name: str,
    kind: str,
    by: Actor,
    at: datetime,
    acts_for: Government | FromPlace | None = None,
    country_code: str = "",
    languages: Iterable[str] = ("id",),
    scope_countries: Iterable[str] = (),
    scope_levels: Iterable[str] = (),
    head: User | None = None,
) -> Office:
    """This will make an office that acts for a government, known or made from a place, and return it.

    The government made so is the new office's entry, like any other that it makes later. For who administers.
    """
    known = acts_for if isinstance(acts_for, Government) else None
    country = acts_for.place.country_id if isinstance(acts_for, FromPlace) else known.country_id if known else None
    office = create_office(
        name=name,
        kind=kind,
        government=known,
        country_code=country_code or country or "",
        languages=languages,
        scope_countries=scope_countries,
        scope_levels=scope_levels,
        head=head,
        by=by,
        at=at,
    )
    if isinstance(acts_for, FromPlace):
        made = _government_of(office, acts_for, by, at)
        change_office(office=office, values={"government": made}, by=by, at=at)
        office.government = made
    return office


def _government_of(office: Office, wanted: FromPlace, by: Actor, at: datetime) -> Government:
    """The government as the office's own word. Nobody is a member yet, so that the product enters it for the office."""
    source, _made = source_of_office(office)
    values = {
        "name": dict.fromkeys(("id", "en"), wanted.place.name),
        "level": wanted.level,
        "country": wanted.place.country_id,
        "seat": str(wanted.place.pk),
    }
    written = add_row(kind="government", values=values, source=source, by=Actor(by.label), at=at, batch=uuid.uuid4())
    made: Government = written.row
    Government.objects.filter(pk=made.pk).update(kept_by=office)
    Statement.objects.filter(subject_id=made.pk).update(kept_by=office)
    made.kept_by = office
    return made
