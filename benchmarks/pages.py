"""How many queries, how much time and how many bytes does each page take, on a register of national size?

A scratch home is filled by ``kembar synthesise`` (2,000 partnerships, 20,000 activities, 100,000 contacts) beside the
casebook, on SQLite. Every page is asked for in this process through Django's test client, after two requests that warm
the caches. Time is wall-clock from request to response; beside it stand the processor time, which other work on the
machine hardly moves, and the machine's load. "Bare SQL" is the time of the page's own queries, with their parameters,
executed again through a cursor and fetched: what no page could be quicker than. ::

    python -m benchmarks.pages [--requests 25] [--partnerships 2000] [--home FOLDER] [--output FOLDER]

Writes pages.md and pages.json, and exits with 1 where a limit is passed: 20 queries, 300 ms (95th percentile), 250 kB
on first load (styles and scripts included, the map left out), casebook in 10 s, places in 20 s.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results"
QUERIES, MILLISECONDS, FIRST_LOAD_KB = 20, 300, 250
CASEBOOK_SECONDS, PLACES_SECONDS = 10, 20


@dataclass(frozen=True)
class Page:
    """What one page took. Times in milliseconds, sizes in bytes."""

    name: str
    address: str
    queries: int
    median_ms: float
    p95_ms: float
    cpu_ms: float
    sql_ms: float
    ratio: float | None
    bytes: int
    gzipped: int
    first_load: int

    @property
    def faults(self) -> list[str]:
        found = []
        if self.queries > QUERIES:
            found.append(f"{self.queries} queries, more than {QUERIES}")
        if self.p95_ms > MILLISECONDS:
            found.append(f"{self.p95_ms:.0f} ms, more than {MILLISECONDS}")
        if self.first_load > FIRST_LOAD_KB * 1000:
            found.append(f"{self.first_load / 1000:.0f} kB on first load, more than {FIRST_LOAD_KB}")
        return found


def seconds(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


# --- the register ---------------------------------------------------------------------------------------------------


def fill(arguments: argparse.Namespace) -> dict[str, Any]:
    """This will set up the scratch home, each step timed; a home that is filled already is measured as it is."""
    from django.core.management import call_command

    from kembar.access.actors import Actor
    from kembar.casebook import actions as casebook
    from kembar.casebook.layout import read_casebook
    from kembar.partnerships import models
    from kembar.partnerships.synthesis import Wanted, is_filled, synthesise
    from kembar.places.actions import load_places
    from kembar.places.models import Place

    now, by = datetime.now(UTC), Actor.product("benchmark")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    had_places = Place.objects.exists()
    places = round(seconds(lambda: load_places(by="benchmark", at=now)), 2)
    figures: dict[str, Any] = {"places_seconds": None if had_places else places}  # loaded already: nothing measured
    load = lambda: casebook.load(book=read_casebook(), by=by, at=now)  # noqa: E731 - timed twice
    figures["casebook_seconds"] = round(seconds(load), 2)
    figures["casebook_again_seconds"] = round(seconds(load), 2)
    wanted = Wanted(arguments.partnerships, arguments.partnerships * 10, arguments.partnerships * 50)
    if not is_filled(arguments.seed):
        fill_up = lambda: synthesise(wanted=wanted, seed=arguments.seed, by=by, at=now, progress=_told)  # noqa: E731
        figures["synthesise_seconds"] = round(seconds(fill_up), 1)
    for model in (models.Partnership, models.Activity, models.Contact, models.StateSpan):
        figures[f"rows_{model._meta.model_name}"] = model._default_manager.count()
    return figures


def _told(done: int, of: int, what: str) -> None:
    sys.stderr.write(f"  {done}/{of} {what}\n")


def addresses() -> dict[str, str]:
    """One address for each kind of page; records are those with the most rows, the worst case."""
    from django.db.models import Count
    from django.urls import reverse

    from kembar.law.models import Act
    from kembar.partnerships.models import Government, Partnership

    busiest = Partnership.objects.annotate(n=Count("contacts")).order_by("-n", "slug")[0]
    largest = Government.objects.annotate(n=Count("parties")).order_by("-n", "slug")[0]
    act = Act.objects.annotate(n=Count("articles")).order_by("-n", "slug")[0]
    listed = reverse("partnerships")
    return {
        "home": reverse("home"),
        "home, as at 2010": f"{reverse('home')}?as-at=2010",
        "list": listed,
        "list, last page": f"{listed}?page=9999",
        "list, filtered and sorted": f"{listed}?country=JP&state=holding&sort=-distance",
        "list, by words": f"{listed}?q=bandung",
        "list, as at 2010": f"{listed}?as-at=2010",
        "search": f"{reverse('search')}?q=kerjasama+bandung",
        "one partnership (most contacts)": reverse("partnership", args=[busiest.slug]),
        "one partnership (Bogor–Kisarazu)": reverse("partnership", args=["bogor-kisarazu"]),
        "one government (most ties)": reverse("government", args=[largest.slug]),
        "documents": reverse("documents"),
        "one document": reverse("document", args=["004"]),
        "factors": reverse("factors"),
        "fields": reverse("fields"),
        "disputes": reverse("disputes"),
        "checks": reverse("checks"),
        "law": reverse("law"),
        "one act": reverse("act", args=[act.slug]),
        "about": reverse("about"),
        "export of the list, JSON": reverse("partnerships-export", args=["json"]) + "?country=KR",
    }


# --- measuring ------------------------------------------------------------------------------------------------------


class Recorder:
    """Keeps every query with its parameters while it is the wrapper of the connection."""

    def __init__(self) -> None:
        self.queries: list[tuple[str, Any]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("SELECT", "WITH")):
            self.queries.append((sql, params))
        return execute(sql, params, many, context)


def measure(name: str, address: str, requests: int) -> Page:
    """One page: warmed, counted once, then timed."""
    from django.db import connection
    from django.test import Client

    client = Client(headers={"accept-language": "id"})

    def ask() -> Any:
        response = client.get(address)
        return b"".join(response.streaming_content) if response.streaming else response.content

    for _warming in range(2):
        status = client.get(address).status_code
        if status != 200:
            raise SystemExit(f"{address} answered {status}")
    recorder = Recorder()
    with connection.execute_wrapper(recorder):
        body = ask()
    begun = time.process_time()
    times = sorted(1000 * seconds(ask) for _number in range(requests))
    cpu = 1000 * (time.process_time() - begun) / requests
    sql = 1000 * statistics.median(seconds(lambda: _execute(recorder.queries)) for _number in range(10))
    median = statistics.median(times)
    return Page(
        name=name,
        address=address,
        queries=len(recorder.queries),
        median_ms=round(median, 1),
        p95_ms=round(times[min(len(times) - 1, int(0.95 * len(times)))], 1),
        cpu_ms=round(cpu, 1),
        sql_ms=round(sql, 1),
        ratio=round(median / sql, 1) if sql > 0.05 else None,
        bytes=len(body),
        gzipped=len(gzip.compress(body, 6)),
        first_load=len(gzip.compress(body, 6)) + _assets(body.decode("utf-8", "replace")),
    )


def _execute(queries: list[tuple[str, Any]]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for sql, params in queries:
            cursor.execute(sql, params)
            cursor.fetchall()


def _assets(html: str) -> int:
    """Bytes on the line of the styles and scripts that a page names, compressed; those of the map are left out."""
    from django.conf import settings

    total = 0
    for name in set(re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"', html)):
        path = settings.STATIC_ROOT / name
        if path.exists() and not re.search(r"/(?:d3|world-atlas)/|/map\.", name):
            total += len(gzip.compress(path.read_bytes(), 6))
    return total


# --- telling --------------------------------------------------------------------------------------------------------


def table(pages: list[Page], figures: dict[str, Any]) -> str:
    """The results as a page of Markdown."""
    lines = [
        "# Pages",
        "",
        f"{figures['rows_partnership']:,} partnerships, {figures['rows_activity']:,} activities, "
        f"{figures['rows_contact']:,} contacts on {figures['database']}; {figures['machine']}. "
        f"{figures['requests']} requests a page after two that warm; load of the machine {figures['load']}. "
        f"Limits: {QUERIES} queries, {MILLISECONDS} ms (95th percentile), {FIRST_LOAD_KB} kB at first, without map.",
        "",
        "| page | queries | median ms | p95 ms | of limit | CPU ms | SQL ms | to SQL | kB | gzipped | first load |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for page in pages:
        ratio = "–" if page.ratio is None else f"{page.ratio:.1f}"
        lines.append(
            f"| {page.name} | {page.queries} | {page.median_ms:.0f} | {page.p95_ms:.0f} | "
            f"{page.p95_ms / MILLISECONDS:.2f} | {page.cpu_ms:.0f} | {page.sql_ms:.1f} | {ratio} | "
            f"{page.bytes / 1000:.0f} | {page.gzipped / 1000:.0f} | {page.first_load / 1000:.0f} |"
        )
    lines += [
        "",
        "| load | seconds | limit | share of limit |",
        "|---|--:|--:|--:|",
        *(
            f"| {name} | {figures[key]:.2f} | {limit} | {figures[key] / limit:.2f} |"
            for name, key, limit in (
                ("places of the world", "places_seconds", PLACES_SECONDS),
                ("casebook", "casebook_seconds", CASEBOOK_SECONDS),
                ("casebook, over itself", "casebook_again_seconds", CASEBOOK_SECONDS),
            )
            if figures[key] is not None
        ),
        "",
    ]
    return "\n".join(lines)


def faults(pages: list[Page], figures: dict[str, Any]) -> list[str]:
    """Every limit that was passed, in words."""
    found = [f"{page.name}: {fault}" for page in pages for fault in page.faults]
    if figures["casebook_seconds"] > CASEBOOK_SECONDS:
        found.append(f"casebook: {figures['casebook_seconds']} s, more than {CASEBOOK_SECONDS}")
    if (figures["places_seconds"] or 0) > PLACES_SECONDS:
        found.append(f"places: {figures['places_seconds']} s, more than {PLACES_SECONDS}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--requests", type=int, default=25, help="timed requests a page, at least 20")
    parser.add_argument("--partnerships", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", help="a scratch home to use and keep (else one that is deleted)")
    parser.add_argument("--output", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kembar-bench-") as folder:
        os.environ["KEMBAR_HOME"] = arguments.home or folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "kembar.settings"
        import django

        django.setup()
        from django.db import connection

        figures = fill(arguments)
        import kembar.wsgi  # noqa: F401 - the process as it serves: its garbage collector is set there

        pages = []
        for name, address in addresses().items():
            pages.append(measure(name, address, max(20, arguments.requests)))
            sys.stderr.write(f"  {name}: {pages[-1].queries} queries, {pages[-1].p95_ms:.0f} ms\n")
        connection.close()
    figures |= {
        "database": f"SQLite {sqlite3.sqlite_version}" if connection.vendor == "sqlite" else connection.vendor,
        "machine": f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}, "
        f"Django {django.get_version()}",
        "requests": max(20, arguments.requests),
        "load": round(os.getloadavg()[0], 1),
    }
    passed = faults(pages, figures)
    arguments.output.mkdir(parents=True, exist_ok=True)
    told = {**figures, "faults": passed, "pages": [asdict(page) for page in pages]}
    (arguments.output / "pages.json").write_text(
        json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    (arguments.output / "pages.md").write_text(table(pages, figures), encoding="utf-8")
    print(table(pages, figures))
    for fault in passed:
        print(f"LIMIT PASSED: {fault}")
    return 1 if passed else 0


if __name__ == "__main__":
    sys.exit(main())
