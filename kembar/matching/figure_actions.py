"""Writing figures of countries, pairs of countries and airports; announcements; estimates of benefit and cost."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from kembar.access.actors import Actor
from kembar.audit.actions import Changed, record
from kembar.matching.models import Announcement, Estimate
from kembar.places.models import Country, Place
from kembar.values.dates import columns


@transaction.atomic
def record_announcement(
    *, country: Country, says: str, when: str, source: str, by: Actor, at: datetime
) -> Announcement:
    """This will note what the central government announced of a country's political stability, on a day or in a year.

    Refuses (ValueError) another word than stable or unstable and a missing source; DateError for what is no date.
    """
    if says not in dict(Announcement.SAYS):
        raise ValueError(f"{says!r} is neither stable nor unstable.")
    if not source.strip() or not when.strip():
        raise ValueError("Who announced it, where and when? An announcement needs its source and its date.")
    row = Announcement.objects.create(
        country=country,
        says=says,
        source=source.strip(),
        recorded_at=at,
        recorded_by=by.label,
        **columns("date", when.strip()),
    )
    change = Changed("announcement", row.id, "says", None, says)
    record(action="matching.record_announcement", by=by, at=at, changes=[change], why=f"{country.code}: {row.source}")
    return row


@transaction.atomic
def enter_estimate(
    *,
    whose: Place,
    partner: Place,
    horizon: str,
    benefit: Decimal | None,
    cost: Decimal | None,
    currency: str,
    source: str,
    by: Actor,
    at: datetime,
) -> Estimate:
    """This will note what a tie is expected to bring and to cost one side; the same again changes the numbers.

    Refuses (ValueError) an unknown horizon, a currency that is no code of three letters, an estimate without a source
    or without any number, and negative numbers.
    """
    if horizon not in dict(Estimate.HORIZONS):
        raise ValueError(f"{horizon!r} is neither short nor long.")
    if len(currency) != 3 or not currency.isalpha():
        raise ValueError(f"{currency!r} is no currency: write three letters, such as IDR.")
    if not source.strip():
        raise ValueError("Who estimated it, and where? An estimate needs its source.")
    given = [value for value in (benefit, cost) if value is not None]
    if not given or any(value < 0 for value in given):
        raise ValueError("An estimate has a benefit or a cost, and neither is below 0.")
    first, second = sorted((whose, partner), key=lambda place: place.geonames_id)
    values = {
        "benefit": benefit,
        "cost": cost,
        "currency": currency.upper(),
        "source": source.strip(),
        "entered_at": at,
        "entered_by": by.label,
    }
    row, _made = Estimate.objects.update_or_create(
        place_a=first, place_b=second, whose=whose, horizon=horizon, defaults=values
    )
    change = Changed("estimate", row.id, "net", None, None if len(given) < 2 else str(given[0] - given[1]))
    record(action="matching.enter_estimate", by=by, at=at, changes=[change])
    return row
