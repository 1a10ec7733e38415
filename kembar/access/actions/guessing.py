"""Counting tries of passwords, so that guessing is slow and nobody can be shut out by it.

A try is counted before the password is looked at, so that a hundred tries at once are a hundred tries. Machines on
which an account was used before are counted apart from all others: who guesses from elsewhere makes strangers wait,
not the owner (OWASP's device cookies).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from kembar.access.models import Guess
from kembar.access.refusals import Refused
from kembar.access.rules import Patience
from kembar.audit.actors import Actor

KEPT = timedelta(days=1)


@transaction.atomic
def count_try(*, keys: Iterable[tuple[str, Patience]], by: Actor, at: datetime) -> None:
    """This will count one try under each key. Raises Refused("slow_down", seconds=…) where one must wait; then nothing
    is counted, so that waiting ends."""
    asked = sorted(keys, key=lambda one: one[0])  # in one order, so that two tries never wait for each other
    Guess.objects.filter(last_at__lt=at - KEPT).delete()
    rows = []
    for key, patience in asked:
        Guess.objects.get_or_create(key=key, defaults={"last_at": at, "next_at": at})
        row = Guess.objects.select_for_update().get(key=key)
        if at - row.last_at > patience.forgotten:
            row.tries, row.next_at = 0, at
        rows.append((row, patience))
    waits = [row.next_at - at for row, _patience in rows if row.next_at > at]
    if waits:
        raise Refused("slow_down", seconds=max(1, round(max(waits).total_seconds())))
    for row, patience in rows:
        row.tries += 1
        row.last_at, row.next_at = at, at + patience.wait(row.tries)
        row.save(update_fields=["tries", "last_at", "next_at"])


@transaction.atomic
def forget_tries(*, account: str, address: str, by: Actor, at: datetime) -> None:
    """This will forget the tries for an account after the right password, and one try of the address: not all of
    those, or who has an account could guess at others for ever."""
    Guess.objects.filter(key=account).delete()
    row = Guess.objects.select_for_update().filter(key=address).first()
    if row is not None and row.tries:
        row.tries -= 1
        row.next_at = at
        row.save(update_fields=["tries", "next_at"])
