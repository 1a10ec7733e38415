"""How is a PostgreSQL database copied and put back? With its own programs, which alone know everything it holds."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction

from kembar.console import Refused, gettext
from kembar.keeping.database import SESSIONS


def copy(target: Path) -> None:
    """This will write the database as it is in the caller's transaction, which must be ``one_moment``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
    _run(
        [
            *("pg_dump", "--format=custom", "--compress=0", "--no-owner", "--no-privileges"),
            *(f"--snapshot={snapshot}", f"--exclude-table-data=*.{SESSIONS}", f"--file={target}"),
        ]
    )


@contextmanager
def one_moment() -> Iterator[None]:
    """Every read inside sees the database as it was at the first one."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def put_back(dump: Path) -> None:
    """This will replace every table by those of the dump, in one transaction."""
    script = _run(["pg_restore", "--no-owner", "--no-privileges", "--file=-", str(dump)])
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        drops = "".join(f"DROP TABLE IF EXISTS {connection.ops.quote_name(one)} CASCADE;\n" for one in tables)
    connection.close()
    _run(["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"], drops.encode() + script)


def _run(command: list[str], sent: bytes | None = None) -> bytes:
    """The output of one of PostgreSQL's programs; Refused, with its last words, where it is absent or fails."""
    program = shutil.which(command[0])
    if program is None:
        sentence = gettext(
            "%(program)s is needed for a database on PostgreSQL and is not installed. "
            "Install PostgreSQL's client programs of the server's version."
        )
        raise Refused(sentence % {"program": command[0]})
    done = subprocess.run([program, *command[1:]], input=sent, env=_environment(), capture_output=True, check=False)  # noqa: S603 - fixed words
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().splitlines() or ["?"]
        sentence = gettext("%(program)s failed: %(why)s. Nothing was changed.")
        raise Refused(sentence % {"program": command[0], "why": words[-1].rstrip(".")})
    return done.stdout


def _environment() -> dict[str, str]:
    """The connection in the variables that the programs read: a password on the command line could be seen."""
    kept = connection.settings_dict
    names = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    chosen = {name: str(kept[key]) for name, key in names.items() if kept.get(key)}
    options = {
        f"PG{name.upper()}": str(kept["OPTIONS"][name]) for name in ("sslmode", "service") if name in kept["OPTIONS"]
    }
    return {**os.environ, **chosen, **options}
