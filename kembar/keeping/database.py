"""What does the database hold, is it sound, and how is it copied while others write?

Works on the instance's own database and, through ``standing_on``, on a SQLite file that is about to become it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from kembar.console import Refused, gettext

SESSIONS = "django_session"
LOG_FILES = ("-wal", "-shm")  # what SQLite keeps beside its file while it is open


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def live_file() -> Path:
    """The file of the SQLite database that the settings name."""
    return Path(str(connection.settings_dict["NAME"]))


def exists() -> bool:
    """Whether there is a database to speak of; asking must not make an empty one. (In tests it is one in memory.)"""
    if is_sqlite() and not str(live_file()).startswith("file:") and not live_file().is_file():
        return False
    return MigrationRecorder(connection).has_table()


@contextmanager
def standing_on(file: Path) -> Iterator[None]:
    """Everything inside reads and writes this SQLite file; on leaving, the file stands alone, without log files.

    It is no instance's database yet, so that nothing needs to survive a crash: no log, no flushing.
    """
    settings = connection.settings_dict
    before = settings["NAME"], settings["OPTIONS"]
    connection.close()
    settings["NAME"] = str(file)
    settings["OPTIONS"] = {**before[1], "init_command": "PRAGMA journal_mode=MEMORY; PRAGMA foreign_keys=ON;"}
    try:
        yield
    finally:
        connection.close()
        settings["NAME"], settings["OPTIONS"] = before


def copy_sqlite(target: Path) -> None:
    """This will copy the database as it is at one moment, while others go on writing, without anybody's session.

    One step of SQLite's backup interface is one read transaction: in WAL mode writers do not wait for it. Sessions stay
    behind, since whoever reads a session's key is signed in as that person.
    """
    connection.ensure_connection()
    copy = sqlite3.connect(target)
    try:
        connection.connection.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("PRAGMA secure_delete=ON")
        with copy:
            copy.execute(f"DELETE FROM {SESSIONS}")  # noqa: S608 - a name from above
    finally:
        copy.close()


def is_open_elsewhere() -> bool:
    """Whether another process has the SQLite database open; where not, its log is now merged and gone."""
    connection.close()
    alone = sqlite3.connect(live_file(), timeout=2, isolation_level=None)
    try:
        alone.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return bool(alone.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete")
    except sqlite3.OperationalError:  # "database is locked": only who is alone may leave WAL mode
        return True
    finally:
        alone.close()


def faults() -> list[str]:
    """What is wrong inside the database, in the words of its engine; empty where it is sound.

    On PostgreSQL, which checks its pages itself, that foreign keys are what they claim: none is left unvalidated.
    """
    found: list[str] = []
    with connection.cursor() as cursor:
        try:
            if is_sqlite():
                cursor.execute("PRAGMA quick_check(20)")
                found += [row[0] for row in cursor.fetchall() if row[0] != "ok"]
                cursor.execute("PRAGMA foreign_key_check")
                found += [f"{table} {row} -> {parent}" for table, row, parent, _key in cursor.fetchmany(20)]
            else:
                cursor.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated")
                found += [row[0] for row in cursor.fetchall()]
        except DatabaseError as error:
            found.append(str(error))
    return found


def counts() -> dict[str, int]:
    """How many rows each table holds; sessions are nobody's business."""
    held: dict[str, int] = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table != SESSIONS:
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - introspected
                held[table] = cursor.fetchone()[0]
    return held


def applied() -> tuple[tuple[str, str], ...]:
    """The migrations that the database has had."""
    return tuple(sorted(MigrationRecorder(connection).applied_migrations()))


def known() -> set[tuple[str, str]]:
    """The migrations that this version of the product has, and those that its squashed ones replace."""
    loader = MigrationLoader(None)  # from the files alone: asking must not make a database
    return set(loader.disk_migrations) | {old for one in loader.disk_migrations.values() for old in one.replaces}


def pending() -> list[str]:
    """The migrations that the database still lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{one.app_label}.{one.name}" for one, _backwards in plan]


def lacking() -> list[str]:
    """Columns that the models have and the tables do not, as ``table.column``; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS["sqlite" if is_sqlite() else "postgresql"])
        held = set(cursor.fetchall())
    models = (one for one in apps.get_models(include_auto_created=True) if one._meta.managed)
    wanted = [(one._meta.db_table, column.column) for one in models for column in one._meta.local_concrete_fields]
    return [f"{table}.{column}" for table, column in wanted if (table, column) not in held]


_COLUMNS = {
    "sqlite": "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'",
    "postgresql": "SELECT table_name, column_name FROM information_schema.columns "
    "WHERE table_schema = ANY (current_schemas(false))",
}


def migrate(*, tell: Callable[[], None] = lambda: None) -> bool:
    """This will bring the tables up to date, all migrations in one transaction, and tell whether there were any.

    Django commits each migration by itself; killed between two of them the register would be neither as before nor as
    after. SQLite changes tables only while foreign keys are unchecked, which cannot be switched inside a transaction.
    """
    if exists() and not pending():
        return False
    tell()
    unchecked = connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            call_command("migrate", interactive=False, verbosity=0)
            if is_sqlite():
                connection.check_constraints()
    finally:
        if unchecked:
            connection.enable_constraint_checking()
    return True


def understood_by_this_version(migrations: tuple[tuple[str, str], ...]) -> bool:
    """Whether this version knows every migration of a backup."""
    return set(migrations) <= known()


def refuse_unsound(what: Any) -> None:
    """Refused, with the first fault, where the database at hand is damaged."""
    found = faults()
    if found:
        sentence = gettext("The database in %(what)s is damaged (%(fault)s). Nothing was changed.")
        raise Refused(sentence % {"what": what, "fault": found[0]})
