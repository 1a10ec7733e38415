"""The end of ``benchmarks.together`` that touches the register itself: makes it, counts in it, asks the bare database.

Each part is a process of its own on the home and the database named by the environment, and answers as JSON.
"""

from __future__ import annotations

import json
import re
import sys
import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import django

PASSWORD = "we all write at once"
MARK = "together"
PARTNERS = ("kisarazu", "daejeon", "suwon")


def prepare(writers: int, readers: int) -> dict[str, Any]:
    """One office with its people (who all have one password) and live records that they share."""
    from django.contrib.auth.hashers import make_password
    from django.urls import reverse
    from django.utils import timezone

    from kembar.access.actions import add_member, create_office
    from kembar.access.actors import Actor
    from kembar.access.models import User
    from kembar.access.queries import actor_of
    from kembar.partnerships.actions.opening import open_partnership
    from kembar.partnerships.actions.rows import add_row
    from kembar.partnerships.forms.layout import LAYOUTS
    from kembar.partnerships.models import Government, Partnership

    by, at, password = Actor.product("benchmark"), timezone.now(), make_password(PASSWORD)
    office = create_office(name="Kota Bogor", government=Government.objects.get(slug="bogor"), by=by, at=at)
    names = {
        role: [f"{role}-{number}" for number in range(many)]
        for role, many in (("writer", writers), ("reader", readers))
    }
    for name in names["writer"] + names["reader"]:
        user = User.objects.create(username=name, password=password)
        add_member(office=office, user=user, role="officer", by=by, at=at)
    officer = actor_of(User.objects.get(username="writer-0"), office)
    ties = []
    for partner in PARTNERS:
        parties = [{"government": slug} for slug in ("bogor", partner)]
        tie = open_partnership(form="sister_city", parties=parties, by=officer, at=at).partnership
        values = {"kind": "visit", "status": "done", "title": {"en": "Shared"}, "date": "2021-05"}
        shared = add_row(kind="activity", parent=tie, values=values, by=officer, at=at).row
        below = LAYOUTS["partnership"].address
        ties.append(
            {
                "pk": str(tie.pk),
                "shared": str(shared.pk),
                "page": reverse("partnership", args=[tie.slug]),
                "keep": reverse("keep-record", args=[below, tie.pk]),
                "change": reverse("change-row", args=[LAYOUTS["activity"].address, shared.pk]),
                **{
                    kind: reverse("new-row", args=[below, tie.pk, LAYOUTS[kind].address])
                    for kind in ("contact", "activity")
                },
            }
        )
    known = Partnership.objects.get(slug="bogor-kisarazu")
    public = [reverse("home"), reverse("partnerships"), reverse("partnership", args=[known.slug])]
    return {**names, "ties": ties, "public": public, "sign-in": reverse("sign-in")}


def count(shared: list[str]) -> dict[str, Any]:
    """Every marked row with the number of events that made it; of the shared rows version and events of change."""
    from django.db.models import Count

    from kembar.audit.models import Change, Event
    from kembar.partnerships.models import Activity, Contact

    marks = {}
    for model, field in ((Contact, "subject"), (Activity, "title")):
        for row in model._default_manager.exclude(pk__in=shared):
            text = str((getattr(row, field) or {}).get("en", ""))
            if text.startswith(MARK):
                marks.setdefault(text, []).append(row.pk)
    rows = [pk for pks in marks.values() for pk in pks]
    events = dict(
        Change.objects.filter(subject_id__in=rows)
        .values_list("subject_id")
        .annotate(n=Count("event", distinct=True))
        .values_list("subject_id", "n")
    )
    changed = []
    for row in Activity.objects.filter(pk__in=shared):
        of_row = Event.objects.filter(changes__subject_id=row.pk).distinct().count()
        changed.append({"pk": str(row.pk), "version": row.version, "events": of_row, "title": row.title["en"]})
    return {
        "rows": {mark: [events.get(pk, 0) for pk in pks] for mark, pks in marks.items()},
        "shared": changed,
        "events": Event.objects.count(),
    }


# --- the bare database ----------------------------------------------------------------------------------------------


def bare(ties: list[str], pages: list[str], seconds: float, writers: int, readers: int) -> dict[str, Any]:
    """As many threads as there are people, each with a connection of the driver, without the product: the same
    INSERTs, a transaction for each entry, beside the same SELECTs of the pages."""
    writes = [_inserts(kind, ties[0]) for kind in ("contact", "activity")]
    reads = [_selects(page) for page in pages]
    took: dict[str, list[float]] = {"read": [], "write": []}
    faults: list[str] = []
    until = time.monotonic() + seconds

    def person(number: int, kind: str, work: Callable[[Any, int], None]) -> None:
        from django.db import connection

        connection.ensure_connection()  # the driver's own, with the product's settings of it
        turn = number
        while time.monotonic() < until:
            begun = time.perf_counter()
            try:
                work(connection.connection, turn)
            except Exception as error:
                faults.append(repr(error))
                break
            took[kind].append(time.perf_counter() - begun)
            turn += 1
        connection.close()

    def write(raw: Any, turn: int) -> None:
        raw.execute(_begin())
        for sql, params in _renewed(writes[turn % len(writes)]):
            raw.execute(sql, params).fetchall() if "RETURNING" in sql else raw.execute(sql, params)
        raw.execute("COMMIT")

    def read(raw: Any, turn: int) -> None:
        for sql, params in reads[turn % len(reads)]:
            raw.execute(sql, params).fetchall()

    people = [threading.Thread(target=person, args=(n, "write", write)) for n in range(writers)]
    people += [threading.Thread(target=person, args=(n, "read", read)) for n in range(readers)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    return {
        "took": took,
        "faults": faults,
        "statements": {"write": [len(one) for one in writes], "read": [len(one) for one in reads]},
    }


def _begin() -> str:
    from django.db import connection

    return "BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN"


def _recorded(work: Callable[[], Any], words: tuple[str, ...]) -> list[tuple[str, list[Any]]]:
    """The statements of these kinds that a piece of work sends, as the driver takes them."""
    from django.db import connection

    found: list[tuple[str, list[Any]]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(words):
            plain = sql if connection.vendor != "sqlite" else sql.replace("%s", "?").replace("%%", "%")
            found.append((plain, list(params or ())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        work()
    return found


def _inserts(kind: str, tie: str) -> list[tuple[str, list[Any]]]:
    from kembar.access.models import User
    from kembar.access.queries import actor_of, offices_of
    from kembar.partnerships.actions.rows import add_row
    from kembar.partnerships.models import Partnership

    user = User.objects.get(username="writer-0")
    by = actor_of(user, offices_of(user)[0])
    values = {
        "contact": {"kind": "letter", "date": "2021-02-03", "subject": {"en": "Bare"}, "from_side": "b"},
        "activity": {"kind": "visit", "status": "done", "title": {"en": "Bare"}, "date": "2021-05"},
    }[kind]
    parent = Partnership.objects.get(pk=tie)
    add = lambda: add_row(kind=kind, parent=parent, values=values, by=by, at=datetime.now(UTC))  # noqa: E731
    return _recorded(add, ("INSERT",))


def _selects(page: str) -> list[tuple[str, list[Any]]]:
    from django.test import Client

    from kembar.access.models import User

    client = Client()
    client.force_login(User.objects.get(username="writer-0"))
    client.get(page)
    return _recorded(lambda: client.get(page), ("SELECT", "WITH"))


def _renewed(statements: list[tuple[str, list[Any]]]) -> list[tuple[str, list[Any]]]:
    """The same statements for a new entry: every key that they give is drawn anew, wherever it stands."""
    drawn: dict[str, uuid.UUID] = {}
    for sql, params in statements:
        columns = re.findall(r'"(\w+)"', sql[sql.index("(") : sql.index(")")])
        if "id" in columns and "VALUES" in sql:
            for place in range(columns.index("id"), len(params), len(columns)):
                drawn[str(params[place])] = uuid.uuid4()

    def new(value: Any) -> Any:
        found = drawn.get(str(value)) if isinstance(value, str | uuid.UUID) else None
        return value if found is None else found.hex if isinstance(value, str) else found

    return [(sql, [new(one) for one in params]) for sql, params in statements]


def main() -> None:
    django.setup()
    what, given = sys.argv[1], json.loads(sys.argv[2])
    does: dict[str, Callable[..., Any]] = {"prepare": prepare, "count": count, "bare": bare}
    print(json.dumps(does[what](**given)))


if __name__ == "__main__":
    main()
