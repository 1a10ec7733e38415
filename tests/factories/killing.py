"""A process that does what it is told in a child of its own, and kills that child at a moment it is told.

The child begins with everything imported, so that the moments fall into the work itself and not into the start of
Python. Speaks JSON, a line a request; ``Killer`` is the other end, for tests. Needs ``fork``.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
ROOT = Path(__file__).resolve().parent.parent.parent
LATER = """
from pathlib import Path
from django.db import migrations, models

def fill(apps, editor):
    apps.get_model("partnerships", "Partnership").objects.update(later_note="filled")
    Tally = apps.get_model("partnerships", "Tally")
    Tally.objects.bulk_create([Tally(slug=f"later-{n}", counted="x", number=n) for n in range(1000)])

class Migration(migrations.Migration):
    dependencies = [("partnerships", "{before}")]
    operations = {operations}
"""
FIRST = """[migrations.AddField(name, "later_note", models.CharField(max_length=20, default="")) for name in
    ("partnership", "activity", "instrument", "event", "tally", "government", "signature")]"""
SECOND = "[migrations.RunPython(fill)]"
THIRD = """[migrations.AddIndex("tally", models.Index(fields=["later_note"], name="later_note_index")),
    migrations.RemoveField("event", "later_note")]"""


class Killer:
    """The test's end of the line. ``run`` returns how long it took and whether the child was killed."""

    def __init__(self, home: Path, url: str = "") -> None:
        environment = {**os.environ, "KEMBAR_HOME": str(home), "DJANGO_SETTINGS_MODULE": "kembar.settings"}
        environment.pop("DATABASE_URL", None)
        if url:
            environment["DATABASE_URL"] = url
        self.line = subprocess.Popen(
            [sys.executable, "-m", "tests.factories.killing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=environment,
            text=True,
        )

    def run(self, what: str, *arguments: str, kill_after: float | None = None) -> dict[str, Any]:
        assert self.line.stdin
        assert self.line.stdout
        self.line.stdin.write(json.dumps([what, arguments, kill_after]) + "\n")
        self.line.stdin.flush()
        told: dict[str, Any] = json.loads(self.line.stdout.readline())
        assert told["killed"] or told["exit"] == 0, (what, arguments, told)
        return told

    def close(self) -> None:
        assert self.line.stdin
        assert self.line.stdout
        self.line.stdin.close()
        self.line.stdout.close()
        self.line.wait(timeout=20)


def snapshot(home: Path) -> dict[str, str]:
    """What the home holds, as digests: each table's rows without the keys that are drawn anew each time, the tables'
    definitions, the files. Whoever looks has started on this home: what was interrupted is finished first."""
    from kembar.keeping.swap import settle

    settle(home)
    register = sqlite3.connect(home / "kembar.sqlite3")
    register.create_function("REGEXP", 2, lambda pattern, text: True)
    assert register.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert register.execute("PRAGMA foreign_key_check").fetchall() == []
    held: dict[str, str] = {}
    tables = register.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    held["definitions"] = _digest(sorted(map(repr, tables)))
    for (name,) in register.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
        if name.startswith("sqlite_"):
            continue
        columns = [row[1] for row in register.execute(f"PRAGMA table_info({name})")]
        kept = [one for one in columns if one not in ("id", "event_id", "applied")]
        rows = register.execute(f"SELECT {', '.join(map(repr_name, kept))} FROM {name}").fetchall()
        held[name] = f"{len(rows)} {_digest(sorted(map(repr, rows)))}"
    register.close()
    files = sorted(path for path in (home / "files").rglob("*") if path.is_file())
    held["files"] = _digest([f"{path.relative_to(home)} {path.read_bytes()!r}" for path in files])
    held["secret-key"] = (home / "secret-key").read_text()
    return held


def repr_name(name: str) -> str:
    return f'"{name}"'


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def put_home(template: Path, home: Path) -> None:
    """This will make the home what the template is, in place: the process that works there keeps its paths."""
    for path in home.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(template, home, dirs_exist_ok=True)


def later_migrations(folder: Path) -> None:
    """This will write a package that holds the product's migrations of ``partnerships`` and three later ones."""
    from kembar.partnerships import migrations

    real = Path(str(migrations.__file__)).parent
    before = max(path.stem for path in real.glob("0*.py"))
    package = folder / "later_migrations"
    package.mkdir(exist_ok=True)
    (package / "__init__.py").write_text(f"__path__ = [{str(package)!r}, {str(real)!r}]\n")
    for name, operations in (("0900_columns", FIRST), ("0901_rows", SECOND), ("0902_index", THIRD)):
        text = LATER.replace("{before}", before).replace("{operations}", operations)
        (package / f"{name}.py").write_text(text)
        before = name


# --- the other process ----------------------------------------------------------------------------------------------


def _make() -> None:
    """An instance with the places that the casebook needs, the casebook, a file."""
    from django.conf import settings
    from django.db import connection

    from kembar.keeping.database import migrate
    from kembar.places.actions import DATA, _edition
    from kembar.places.models import DataVersion
    from tests.factories import registers

    if connection.vendor == "sqlite":
        registers.put(registers.filled(), settings.HOME)
    else:
        migrate()
        registers.fill()
    # The few places pass for all of them, so that a command does not load the others first.
    DataVersion.objects.filter(name="places").update(sha256=_edition(DATA))
    (settings.HOME / "files" / "ab").mkdir(parents=True)
    (settings.HOME / "files" / "ab" / "letter.pdf").write_bytes(b"%PDF a letter")


def _places(folder: str) -> None:
    from kembar.places.actions import load_places

    load_places(by="tests", at=AT, folder=Path(folder))


def _load() -> None:
    from kembar.access.actors import Actor
    from kembar.casebook.actions import load
    from kembar.casebook.layout import read_casebook

    load(book=read_casebook(), by=Actor.product("tests"), at=AT)


def _remove() -> None:
    from kembar.access.actors import Actor
    from kembar.casebook.actions import remove

    remove(by=Actor.product("tests"), at=AT)


def _migrate(folder: str) -> None:
    from django.conf import settings

    from kembar.keeping.database import migrate

    sys.path.insert(0, folder)
    settings.MIGRATION_MODULES = {"partnerships": "later_migrations"}
    migrate()


def _backup(target: str) -> None:
    from kembar.keeping.actions import backup

    backup(target=Path(target), at=AT, force=True)


def _restore(source: str) -> None:
    from kembar.access.actors import Actor
    from kembar.keeping.actions import restore

    restore(source=Path(source), by=Actor.product("tests"), at=AT)


def _restore_from_the_exchange_on(source: str) -> None:
    """The clock starts when everything is checked and the files are about to be exchanged."""
    from kembar.keeping import actions

    exchange = actions.exchange

    def told(*arguments: Any) -> None:
        os.write(BEGUN, b".")
        exchange(*arguments)

    actions.exchange = told
    _restore(source)


def _package(target: str) -> None:
    """A home with offices and their live records, and a package of one of them with a file."""
    from kembar.files.actions import attach
    from kembar.packages.actions import export_package
    from tests.factories.files import pdf, received
    from tests.factories.offices import PRODUCT
    from tests.factories.world import make_world

    world = make_world()
    where = {"record_kind": "partnership", "record_id": world.tie.pk}
    paper = {"subject_kind": "instrument", "subject_id": world.rows["instrument"].pk}
    attach(**where, **paper, received=received(pdf(pages=30)), name="naskah.pdf", by=PRODUCT, at=AT)
    export_package(office=world.office, target=Path(target), by=PRODUCT, at=AT)


def _bring(source: str) -> None:
    from kembar.packages.actions import import_package
    from kembar.packages.archive import open_package
    from tests.factories.offices import PRODUCT

    import_package(package=open_package(Path(source)), by=PRODUCT, at=AT)


def _tidy() -> None:
    """What ``kembar files --tidy`` removes, without waiting an hour and without noting it."""
    from kembar.files import store
    from kembar.files.queries import unused

    for _name, path in unused(datetime.now(UTC) + timedelta(hours=2)):
        if len(path.name) == 64:  # the home's own letter has another name
            path.unlink()
    shutil.rmtree(store.folder() / store.INCOMING, ignore_errors=True)


def _sheet_make(rows: str) -> None:
    """An office with a partnership, and a sheet of letters that is checked and about to be written."""
    from kembar.spreadsheets.actions import begin
    from kembar.spreadsheets.models import Import
    from tests.factories.offices import opened, staffed
    from tests.factories.sheets import checked, csv_of

    bogor = staffed("Bogor", government="bogor")
    tie = opened(bogor).partnership
    heads = ["Kerja sama", "Tanggal", "Jenis komunikasi", "Arah", "Perihal", "Nomor surat"]
    days = [f"{2000 + n % 20}-0{1 + n % 9}" for n in range(int(rows))]
    told = [[tie.slug, day, "surat", "masuk", f"Perihal {n}", f"{n}"] for n, day in enumerate(days)]
    one = checked(bogor, csv_of([heads, *told]))
    assert one.counts["new"] == int(rows)
    assert begin(one=one, stage="importing", by=bogor.officer, at=AT).pk == Import.objects.get().pk


def _sheet_write() -> None:
    """What the process does that a page starts for a long sheet."""
    from kembar.access.models import User
    from kembar.access.queries import actor_of
    from kembar.spreadsheets.actions import write
    from kembar.spreadsheets.limits import Limits
    from kembar.spreadsheets.models import Import

    one = Import.objects.select_related("office").get()
    by = actor_of(User.objects.get(pk=one.by_user_id), one.office)
    assert write(one=one, limits=Limits(), by=by, at=AT).stage == "done"


def _write_pairs() -> None:
    """Events in pairs, a pair a transaction, until told to stop; number of pairs and longest wait (ms) go to a file."""
    from django.conf import settings
    from django.db import transaction

    from kembar.access.actors import Actor
    from kembar.audit.actions import record

    longest, pair, until = 0.0, 0, time.monotonic() + 60
    by = Actor.product("tests")
    while time.monotonic() < until and not (settings.HOME / "stop").exists():
        began = time.perf_counter()
        with transaction.atomic():
            record(action="pair", by=by, at=AT, why=str(pair))
            record(action="pair", by=by, at=AT, why=str(pair))
        longest = max(longest, time.perf_counter() - began)
        pair += 1
    (settings.HOME / "pairs.json").write_text(json.dumps({"pairs": pair, "longest_ms": 1000 * longest}))


WHAT: dict[str, Callable[..., None]] = {
    "make": _make,
    "places": _places,
    "load": _load,
    "remove": _remove,
    "migrate": _migrate,
    "backup": _backup,
    "restore": _restore,
    "exchange": _restore_from_the_exchange_on,
    "package": _package,
    "bring": _bring,
    "tidy": _tidy,
    "sheet_make": _sheet_make,
    "sheet_write": _sheet_write,
    "write_pairs": _write_pairs,
}
BEGUN = -1


def main() -> None:
    global BEGUN
    import django

    django.setup()

    for line in sys.stdin:
        what, arguments, kill_after = json.loads(line)
        waits, BEGUN = os.pipe()
        child = os.fork()
        if child == 0:
            _work(what, arguments)
        os.close(BEGUN)
        if what == "exchange":
            os.read(waits, 1)
        began = time.perf_counter()
        killed = False
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(child, signal.SIGKILL)
        _child, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        os.close(waits)
        told = {"seconds": time.perf_counter() - began, "killed": killed, "exit": os.waitstatus_to_exitcode(status)}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


def _work(what: str, arguments: list[str]) -> None:
    """In the child: it leaves without running anything else of the process it came from."""
    try:
        WHAT[what](*arguments)
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
