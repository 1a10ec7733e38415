"""Processes that do the same thing to one office at the same moment: try passwords, or remove each other."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kembar.settings")

import django

from tests.factories.at_once import wait_for_the_start

django.setup()

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
HEADS = 4


def prepare() -> None:
    """An office with four heads."""
    from django.conf import settings

    from kembar.access.actions import add_member, create_office
    from tests.factories import registers
    from tests.factories.offices import PRODUCT, user

    registers.put(registers.empty(), settings.HOME)
    office = create_office(name="Kantor", by=PRODUCT, at=AT)
    for number in range(HEADS):
        add_member(office=office, user=user(f"head-{number}"), role="head", by=PRODUCT, at=AT)


def guess(_number: int, times: int) -> int:
    """How many of ``times`` tries at one password at one moment were let through."""
    from kembar.access.actions import count_try
    from kembar.access.actors import Actor
    from kembar.access.refusals import Refused
    from kembar.access.rules import ACCOUNT

    admitted = 0
    for _try in range(times):
        try:
            count_try(keys=[("account", ACCOUNT)], by=Actor.product("race"), at=AT)
            admitted += 1
        except Refused:
            pass
    return admitted


def remove(number: int, _times: int) -> int:
    """How many of the other heads this one removed."""
    from kembar.access.actions import end_member
    from kembar.access.models import Office, User
    from kembar.access.permissions import NotAllowed
    from kembar.access.queries import actor_of
    from kembar.access.refusals import Refused

    office, removed = Office.objects.get(), 0
    by = actor_of(User.objects.get(username=f"head-{number}"), office)
    for other in range(HEADS):
        if other == number:
            continue
        try:
            end_member(office=office, user=User.objects.get(username=f"head-{other}"), by=by, at=AT)
            removed += 1
        except (Refused, NotAllowed):
            pass
    return removed


def outcome() -> dict[str, Any]:
    from kembar.access.models import Guess, Membership

    tries = Guess.objects.filter(key="account").values_list("tries", flat=True).first()
    return {"tries": tries, "heads": Membership.objects.filter(role="head").count()}


def main() -> None:
    what, *words = sys.argv[1:]
    if what == "prepare":
        prepare()
    elif what == "outcome":
        print(json.dumps(outcome()))
    else:
        number, times = int(words[0]), int(words[1])
        does = {"guess": guess, "remove": remove}[what]
        wait_for_the_start()
        print(json.dumps(does(number, times)))


if __name__ == "__main__":
    main()
