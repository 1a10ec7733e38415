"""A process that edits one row of a register again and again, as an officer would: read, change, and where somebody was
quicker, read again. ``prepare`` makes the register; ``race`` edits and prints what happened as JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kembar.settings")

import django

from tests.factories.at_once import wait_for_the_start

django.setup()

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)


def prepare() -> None:
    """An office with four officers, a partnership of two governments without seats, and an instrument."""
    from django.conf import settings

    from kembar.partnerships.actions.rows import add_row
    from tests.factories import registers
    from tests.factories.offices import member, opened, staffed

    registers.put(registers.empty(), settings.HOME)
    keeper = staffed("Kantor")
    for number in range(4):
        member(keeper.office, f"editor-{number}", "officer")
    names = ("Kota Satu", "Kota Dua")
    parties = [add_row(kind="government", values={"name": {"id": n}}, by=keeper.officer, at=AT).row for n in names]
    tie = opened(keeper, parties=tuple(one.slug for one in parties), at=AT).partnership
    add_row(kind="instrument", parent=tie, values={"kind": "mou", "term": "fixed"}, by=keeper.officer, at=AT)


def race(number: int, times: int) -> dict[str, int]:
    """``times`` successful changes; how often somebody was quicker, and the longest wait in milliseconds."""
    from kembar.access.models import Office, User
    from kembar.access.queries import actor_of
    from kembar.partnerships.actions.refusals import ConflictError
    from kembar.partnerships.actions.rows import change_row
    from kembar.partnerships.models import Instrument

    by = actor_of(User.objects.get(username=f"editor-{number}"), Office.objects.get())
    wait_for_the_start()
    done = conflicts = 0
    longest = 0.0
    while done < times:
        row = Instrument.objects.get()
        values = {"term_months": number * 1000 + done + 1}
        begun = time.perf_counter()
        try:
            change_row(row=row, values=values, expected_version=row.version, by=by, at=datetime.now(tz=UTC))
            done += 1
        except ConflictError:
            conflicts += 1
        longest = max(longest, time.perf_counter() - begun)
    return {"done": done, "conflicts": conflicts, "longest_ms": round(longest * 1000)}


def outcome() -> dict[str, int]:
    from django.db.models import F

    from kembar.audit.models import Change, Event
    from kembar.evidence.models import Statement
    from kembar.partnerships.actions import rebuild_all
    from kembar.partnerships.models import Instrument

    row = Instrument.objects.get()
    said = Statement.objects.filter(subject_id=row.pk, attribute="term_months")
    changes = Change.objects.filter(subject_id=row.pk, attribute="term_months").order_by("id")
    steps = list(changes.values_list("before", "after"))
    return {
        "version": row.version,
        "events": Event.objects.filter(action="row.change").count(),
        "standing": said.filter(withdrawn_at=None, value=F("value")).count(),
        "stands": said.get(withdrawn_at=None).value == row.term_months,
        "chained": all(steps[n][1] == steps[n + 1][0] for n in range(len(steps) - 1)),
        "differed": len(rebuild_all().differed),
    }


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "prepare":
        prepare()
    elif what == "race":
        print(json.dumps(race(int(rest[0]), int(rest[1]))))
    else:
        print(json.dumps(outcome()))
