"""How fast does a long sheet come in, beside a bare bulk_create of the same rows, and how much memory does it take?

A scratch home on SQLite gets an office with partnerships; a sheet of made-up contacts (XLSX, CSV) is received, checked
and written through the product's own actions, exported again, and undone. In the same run the very rows that the import
wrote (contacts, statements, acceptances, changes) are written to the same tables of a copy of the home from before with
Django's ``bulk_create`` and nothing else. ::

    python -m benchmarks.spreadsheets [--rows 100000] [--partnerships 200] [--suffix xlsx] [--output FOLDER]

Writes spreadsheets.md and spreadsheets.json. Times are wall-clock; beside them stand the processor time of this process
and the machine's load.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results"
AT = datetime(2026, 1, 5, 3, tzinfo=UTC)
KINDS = ("surat", "surel", "rapat", "telepon")


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def timed(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return result, {
        "seconds": round(time.perf_counter() - wall, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "peak_mb": round(peak_megabytes()),
    }


def make_home(partnerships: int) -> Any:
    """An office that acts for one city and has partnerships with many, made through the product's own actions."""
    from kembar.access.actions import create_office
    from kembar.access.actors import Actor
    from kembar.access.models import User
    from kembar.access.queries import actor_of
    from kembar.keeping.database import migrate
    from kembar.partnerships.actions.opening import open_partnership
    from kembar.partnerships.actions.rows import add_row

    migrate()
    product = Actor.product("benchmark")
    head = User.objects.create_user(username="head")
    office = create_office(name="Kantor", kind="city", head=head, by=product, at=AT)
    by = actor_of(head, office)
    own = add_row(kind="government", values={"name": {"id": "Kota"}}, by=by, at=AT).row
    office.government = own
    office.save(update_fields=["government"])
    slugs = []
    for number in range(partnerships):
        other = add_row(kind="government", values={"name": {"id": f"Mitra {number}"}}, by=by, at=AT).row
        parties = [{"government": own.slug}, {"government": other.slug}]
        slugs.append(open_partnership(form="sister_city", parties=parties, by=by, at=AT).partnership.slug)
    return office, by, slugs


def make_sheet(path: Path, slugs: list[str], rows: int) -> None:
    heads = ["Kerja sama", "Tanggal", "Jenis komunikasi", "Arah", "Nomor surat", "Perihal"]
    first = date(1995, 1, 1)

    def lines() -> Any:
        for n in range(rows):
            day = first + timedelta(days=n % 11_000)
            yield [
                slugs[n % len(slugs)],
                day.strftime("%d-%m-%Y"),
                KINDS[n % len(KINDS)],
                "masuk" if n % 3 else "keluar",
                f"005/{n}/{day.year}",
                f"Tindak lanjut program nomor {n}",
            ]

    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(heads)
            writer.writerows(lines())
        return
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Komunikasi")
    sheet.append(heads)
    for line in lines():
        sheet.append(line)
    book.save(path)


def bare(rows: int) -> None:
    """In a process of its own, on the copy: the rows that the import wrote, read from it, written again bare."""
    import django

    django.setup()
    from django.db import connections, transaction

    from kembar.audit.models import Change, Event
    from kembar.evidence.models import Acceptance, Statement
    from kembar.partnerships.models import Contact
    from kembar.spreadsheets.models import Import

    connections.databases["written"] = {**connections.databases["default"], "NAME": os.environ["WRITTEN"]}
    one = Import.objects.using("written").get()
    events = list(Event.objects.using("written").filter(batch=one.pk))
    seconds = 0.0
    cpu = 0.0
    held: list[tuple[Any, list[Any]]] = [(Event, events)]
    contacts = Contact.objects.using("written").order_by("pk")
    ids = list(contacts.values_list("pk", flat=True))
    statements = Statement.objects.using("written").filter(subject_kind="contact")
    with transaction.atomic():
        for start in range(0, len(ids), 1000):
            chunk = ids[start : start + 1000]
            said = list(statements.filter(subject_id__in=chunk).order_by("pk"))
            held += [
                (Contact, list(contacts.filter(pk__in=chunk))),
                (Statement, said),
                (Acceptance, list(Acceptance.objects.using("written").filter(statement__in=said).order_by("pk"))),
                (Change, list(Change.objects.using("written").filter(subject_id__in=chunk, event__in=events))),
            ]
            for model, made in held:
                for each in made:
                    each._state.db = None
                wall, used = time.perf_counter(), time.process_time()
                model.objects.using("default").bulk_create(made)
                seconds += time.perf_counter() - wall
                cpu += time.process_time() - used
            held = []
        wall = time.perf_counter()
    seconds += time.perf_counter() - wall
    print(json.dumps({"seconds": round(seconds, 2), "cpu_seconds": round(cpu, 2), "rows": len(ids)}))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--partnerships", type=int, default=200)
    parser.add_argument("--suffix", choices=("xlsx", "csv"), default="xlsx")
    parser.add_argument("--output", type=Path, default=RESULTS)
    parser.add_argument("--bare", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.bare:
        bare(arguments.rows)
        return 0
    work = Path(tempfile.mkdtemp(prefix="kembar-sheets-"))
    try:
        return measure(arguments, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def measure(arguments: argparse.Namespace, work: Path) -> int:
    home = work / "home"
    os.environ["KEMBAR_HOME"] = str(home)
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kembar.settings")
    import django

    django.setup()
    from django.db import connection

    from kembar.spreadsheets import actions
    from kembar.spreadsheets.columns import CONTACT
    from kembar.spreadsheets.limits import Limits
    from kembar.spreadsheets.workbooks import exported

    office, by, slugs = make_home(arguments.partnerships)
    sheet = work / f"surat.{arguments.suffix}"
    make_sheet(sheet, slugs, arguments.rows)
    how: dict[str, Any] = {"by": by, "at": AT}
    found: dict[str, Any] = {}

    def receive() -> Any:
        with sheet.open("rb") as file:
            chunks = iter(lambda: file.read(1 << 20), b"")
            return actions.receive(office=office, name=sheet.name, chunks=chunks, limits=Limits(), **how)

    def kept(name: str, work_: Callable[[], Any]) -> Any:
        result, found[name] = timed(work_)
        print(f"{name}: {found[name]}", file=sys.stderr)
        return result

    one = kept("receive", receive)
    one = actions.begin(one=one, stage="checking", **how)
    one = kept("check", lambda: actions.check(one=one, limits=Limits(), **how))
    assert one.counts["new"] == arguments.rows, (one.counts, one.problem)
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = work / "before"
    before.mkdir()
    for name in ("kembar.sqlite3", "secret-key"):
        shutil.copy(home / name, before / name)
    begun = actions.begin(one=one, stage="importing", **how)
    one = kept("write", lambda: actions.write(one=begun, limits=Limits(), **how))
    assert one.stage == "done", one.problem
    environment = {**os.environ, "KEMBAR_HOME": str(before), "WRITTEN": str(home / "kembar.sqlite3")}
    command = [sys.executable, "-m", "benchmarks.spreadsheets", "--bare", "--rows", str(arguments.rows)]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found["bare bulk_create"] = json.loads(told.stdout)
    print(f"bare: {found['bare bulk_create']}", file=sys.stderr)
    body = kept("export", lambda: exported(CONTACT, office, AT.date(), arguments.suffix, "id"))
    again = actions.receive(office=office, name=f"again.{arguments.suffix}", chunks=[body], limits=Limits(), **how)
    again = actions.begin(one=again, stage="checking", **how)
    again = kept("check the export", lambda: actions.check(one=again, limits=Limits(), **how))
    assert again.counts["unchanged"] == arguments.rows, again.counts
    kept("undo", lambda: actions.undo_import(one=one, why="benchmark", **how))
    write_results(arguments, found, sheet.stat().st_size, (home / "kembar.sqlite3").stat().st_size)
    return 0


def write_results(arguments: argparse.Namespace, found: dict[str, Any], size: int, database: int) -> None:
    rows = arguments.rows
    ratio = found["write"]["seconds"] / found["bare bulk_create"]["seconds"]
    cpu_ratio = found["write"]["cpu_seconds"] / found["bare bulk_create"]["cpu_seconds"]
    told = {
        "rows": rows,
        "partnerships": arguments.partnerships,
        "suffix": arguments.suffix,
        "sheet_mb": round(size / 1e6, 1),
        "database_mb": round(database / 1e6),
        "load": round(os.getloadavg()[0], 1),
        "ratio": round(ratio, 2),
        "cpu_ratio": round(cpu_ratio, 2),
        "steps": found,
    }
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "spreadsheets.json").write_text(json.dumps(told, indent=2) + "\n")
    lines = [
        "# A long sheet",
        "",
        f"{rows:,} contacts in {arguments.partnerships} partnerships, {arguments.suffix.upper()} of "
        f"{told['sheet_mb']} MB, SQLite, load of the machine {told['load']}. `python -m benchmarks.spreadsheets`",
        "",
        "| Step | s | processor s | rows/s | peak memory so far, MB |",
        "|---|--:|--:|--:|--:|",
    ]
    for name, step in found.items():
        per_second = round(rows / step["seconds"]) if step["seconds"] else 0
        lines.append(
            f"| {name} | {step['seconds']} | {step['cpu_seconds']} | {per_second:,} | {step.get('peak_mb', '')} |"
        )
    lines += [
        "",
        f"Writing takes {told['ratio']} times the bare `bulk_create` of the same contacts, statements, acceptances and "
        f"changes ({told['cpu_ratio']} times its processor time). The database then has {told['database_mb']} MB.",
        "",
    ]
    (arguments.output / "spreadsheets.md").write_text("\n".join(lines))


if __name__ == "__main__":
    sys.exit(main())
