"""The registers that tests begin with: made once a run, copied by every process that needs one.

To migrate from nothing takes twelve seconds of processor time, to copy what came of it takes none. The folder is named
by the environment, so that the workers of a run, its second part with the browser, and the processes that tests start
find the same files. Run as a program it makes them.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

FOLDER = "KEMBAR_TEST_REGISTERS"
EMPTY, FILLED = "empty.sqlite3", "filled.sqlite3"
AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
"""When everything in the filled register was written."""
ROOT = Path(__file__).resolve().parent.parent.parent


def empty() -> Path:
    """A register of SQLite that is migrated and holds nothing."""
    return _made() / EMPTY


def filled() -> Path:
    """A register of SQLite with countries, the places that the casebook needs and some large ones, and the casebook."""
    return _made() / FILLED


def put(register: Path, home: Path) -> None:
    """This will make the register the one of a home that has none yet."""
    home.mkdir(exist_ok=True)
    shutil.copyfile(register, home / "kembar.sqlite3")


def fill() -> None:
    """This will load places and casebook into the register that Django is connected with."""
    from kembar.access.actors import Actor
    from kembar.casebook.actions import load
    from kembar.casebook.layout import read_casebook
    from tests.factories.places import load_some_places

    book = read_casebook()
    load_some_places(book, at=AT)
    load(book=book, by=Actor.product("tests"), at=AT)


def _made() -> Path:
    """The folder with both files, which the first that asks makes while others wait."""
    from kembar.locks import Lock

    named = os.environ.get(FOLDER)
    assert named, f"{FOLDER} is set by tests/conftest.py"
    folder = Path(named)
    folder.mkdir(parents=True, exist_ok=True)
    with Lock(folder / "making").take(wait=300):
        if not (folder / FILLED).exists():
            environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
            command = [sys.executable, "-m", "tests.factories.registers", str(folder)]
            subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return folder


def _keep(home: Path, target: Path) -> None:
    """This will write the register of a home as one plain file, which is whole as soon as it has its name."""
    beside = target.with_suffix(".part")
    with closing(sqlite3.connect(home / "kembar.sqlite3")) as register, closing(sqlite3.connect(beside)) as copy:
        register.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    beside.rename(target)


def main() -> None:
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        os.environ |= {"KEMBAR_HOME": name, "DJANGO_SETTINGS_MODULE": "kembar.settings"}
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        _keep(home, folder / EMPTY)
        fill()
        _keep(home, folder / FILLED)


if __name__ == "__main__":
    main()
