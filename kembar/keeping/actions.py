"""Making a backup while others write, and putting one back so that the home is never between two states."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from kembar import __version__
from kembar.access.actors import Actor
from kembar.audit.actions import record
from kembar.console import Refused, gettext
from kembar.durable import put, write_json
from kembar.files.store import folder as files_folder
from kembar.files.store import held
from kembar.keeping import archive, database, postgres
from kembar.keeping.archive import Manifest, Progress
from kembar.keeping.swap import Move, exchange
from kembar.locks import RESTORE, SERVER, Held, Lock

LAST = "last-backup.json"
"""Kept in the home: when the last backup was made, of what size, where to."""


def _quiet(_done: int, _of: int, _what: str) -> None:
    return


@dataclass(frozen=True)
class Backup:
    """What was written: ``sha256`` is that of the whole file."""

    file: str
    size: int
    sha256: str
    manifest: Manifest


def backup(*, target: Path, at: datetime, force: bool = False, progress: Progress = _quiet) -> Backup:
    """This will write one archive of database and files, read it back, and only then give it its name.

    Others may go on writing. Refused where the target exists (without ``force``), where there is no register, no
    room, or where the database is damaged: a damaged copy must not take the place of a sound one.
    """
    target = target.expanduser().resolve()
    _may_write(target, force)
    try:
        made = _written(target, at, force, progress)
    except (OSError, sqlite3.OperationalError) as error:
        sentence = gettext("The backup to %(file)s could not be written (%(why)s).")
        raise Refused(sentence % {"file": target, "why": getattr(error, "strerror", None) or error}) from error
    told = {"at": at.isoformat(), "file": str(target), "size": made.size, "sha256": made.sha256, "version": __version__}
    write_json(settings.HOME / LAST, told)
    return made


def _written(target: Path, at: datetime, force: bool, progress: Progress) -> Backup:
    """What is unfinished lies in a folder beside the target; the next backup there clears what a killed one left."""
    part = target.with_name(f".{target.name}.part")
    part.mkdir(mode=0o700, exist_ok=True)
    with ExitStack() as held:
        try:
            held.enter_context(Lock(part / "lock").take(wait=0))
        except Held as other:
            raise Refused(gettext("Another backup to %(file)s is at work.") % {"file": target}) from other
        copy, made = part / archive.DATABASES[connection.vendor], part / "archive.zip"
        for old in (copy, made):
            old.unlink(missing_ok=True)
        made.touch(mode=0o600)  # it will hold personal data and the hashes of passwords
        migrations, counts = _copy(copy)
        manifest = Manifest(__version__, at.isoformat(), connection.vendor, migrations, counts)
        manifest = archive.write(made, manifest, copy, _files(), progress=progress)
        archive.unpack(made, archive.read_manifest(made), None, progress=progress)
        size, digest = archive.size_and_digest(made)
        if not force and target.exists():  # since we looked
            raise _exists(target)
        put(made, target)
    shutil.rmtree(part, ignore_errors=True)
    return Backup(str(target), size, digest, manifest)


def _may_write(target: Path, force: bool) -> None:
    if not target.parent.is_dir():
        raise Refused(gettext("There is no folder %(folder)s.") % {"folder": target.parent})
    if target.is_dir():
        raise Refused(gettext("%(file)s is a folder; give the name of a file.") % {"file": target})
    if target.exists() and not force:
        raise _exists(target)
    if not os.access(target.parent, os.W_OK):
        raise Refused(gettext("The folder %(folder)s cannot be written to.") % {"folder": target.parent})
    if not database.exists():
        raise Refused(gettext("There is no register in %(home)s yet; nothing to back up.") % {"home": settings.HOME})
    held = sum(path.stat().st_size for _name, path in _files())
    if database.is_sqlite():
        held += 2 * database.live_file().stat().st_size  # the copy and, at the worst, the same again in the archive
    _room(target.parent, held)


def _room(folder: Path, wanted: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < wanted + (16 << 20):
        sentence = gettext(
            "%(folder)s has %(free)s MB free; %(wanted)s MB are needed. Make room, or choose another disk."
        )
        raise Refused(sentence % {"folder": folder, "free": free >> 20, "wanted": (wanted >> 20) + 16})


def _exists(target: Path) -> Refused:
    sentence = gettext("%(file)s exists. Choose another name, or say --force to replace it.")
    return Refused(sentence % {"file": target})


def _copy(copy: Path) -> tuple[tuple[tuple[str, str], ...], dict[str, int]]:
    """This will copy the database and return the migrations and rows that it had at that moment."""
    if database.is_sqlite():
        database.copy_sqlite(copy)
        with database.standing_on(copy):
            database.refuse_unsound(settings.HOME)
            return database.applied(), database.counts()
    with postgres.one_moment():
        postgres.copy(copy)
        return database.applied(), database.counts()


def _files() -> list[tuple[str, Path]]:
    """Every file of the instance with its name below the folder, but for what is still being received."""
    return list(held())


@dataclass(frozen=True)
class Restored:
    """``aside`` is the folder with what stood there before, empty where there was nothing."""

    manifest: Manifest
    migrated: bool
    aside: str


def restore(*, source: Path, by: Actor, at: datetime, force: bool = False, progress: Progress = _quiet) -> Restored:
    """This will make the instance what it was when the backup was made, brought up to this version.

    The backup is unpacked, checked and migrated beside the live files; only what works takes their place. What stood
    there is kept. Refused while a server runs on this home or another program has the database open (without
    ``force``), and for a file that is foreign, damaged, or of a version this one does not understand.
    """
    source = source.expanduser().resolve()
    manifest = archive.read_manifest(source)
    _understood(source, manifest)
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        _alone(held, force)
        staging = settings.HOME / ".restoring"
        shutil.rmtree(staging, ignore_errors=True)
        _room(settings.HOME, manifest.size + (manifest.database.size if database.is_sqlite() else 0))
        staging.mkdir(mode=0o700)
        (staging / archive.FILES).mkdir()
        archive.unpack(source, manifest, staging, progress=progress)
        aside = settings.HOME / f"before-restore-{at:%Y%m%d-%H%M%S}"
        put_in = _put_sqlite if database.is_sqlite() else _put_postgres
        migrated = put_in(source, manifest, staging, aside, lambda: _history(source, manifest, by, at), force)
    return Restored(manifest, migrated, str(aside) if aside.exists() else "")


def _understood(source: Path, manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        sentence = gettext("%(file)s holds a database of %(theirs)s; this instance keeps its own in %(ours)s.")
        raise Refused(sentence % {"file": source, "theirs": manifest.engine, "ours": connection.vendor})
    if not database.understood_by_this_version(manifest.migrations):
        raise archive.newer(source, manifest.version)


def _alone(held: ExitStack, force: bool) -> None:
    """Holds off servers and other restores until ``held`` is left."""
    says = {"does": "restore"}
    try:
        held.enter_context(Lock(settings.HOME / RESTORE).take(says))
    except Held as other:
        raise Refused(gettext("Another restore is at work on %(home)s.") % {"home": settings.HOME}) from other
    try:
        held.enter_context(Lock(settings.HOME / SERVER).take(says))
    except Held as other:
        if not force:
            raise Refused(_served(other.by)) from other


def _served(by: Mapping[str, Any]) -> str:
    sentence = gettext(
        "Kembar is served from this home (%(address)s, process %(process)s). Stop it first; "
        "with --force what is being written there meanwhile is lost."
    )
    return sentence % {"address": by.get("address", "?"), "process": by.get("process", "?")}


def _put_sqlite(
    source: Path, manifest: Manifest, staging: Path, aside: Path, history: Callable[[], None], force: bool
) -> bool:
    live = database.live_file()
    staged = staging / manifest.database.name
    if (
        live.parent != settings.HOME
    ):  # the database lies elsewhere, maybe on another disk: it is staged beside its place
        near = live.parent / ".restoring"
        shutil.rmtree(near, ignore_errors=True)
        near.mkdir(parents=True)
        staged = Path(shutil.move(staged, near))
    with database.standing_on(staged):
        migrated = _bring_up(source, manifest, history)
    if live.exists() and database.is_open_elsewhere() and not force:
        sentence = gettext("Another program has %(file)s open. End it, then restore.")
        raise Refused(sentence % {"file": live})
    live.parent.mkdir(parents=True, exist_ok=True)
    beside = live.parent / aside.name / live.name
    moves = [
        Move(live, beside, staged, database.LOG_FILES),
        Move(files_folder(), files_folder().parent / aside.name / "files", staging / "files"),
    ]
    try:
        exchange(settings.HOME, moves, {staging, staged.parent})
    except OSError as error:
        sentence = gettext("The files in %(home)s cannot be exchanged (%(why)s). Nothing was changed.")
        raise Refused(sentence % {"home": settings.HOME, "why": error.strerror or error}) from error
    return migrated


def _put_postgres(
    source: Path, manifest: Manifest, staging: Path, aside: Path, history: Callable[[], None], force: bool
) -> bool:
    """The database goes back in one transaction; the files that it knows are there before, all others stay."""
    if database.exists():
        aside.mkdir()
        with postgres.one_moment():
            postgres.copy(aside / manifest.database.name)
    for member in manifest.files:
        target = files_folder() / member.name.removeprefix(archive.FILES)
        target.parent.mkdir(parents=True, exist_ok=True)
        put(staging / member.name, target)
    postgres.put_back(staging / manifest.database.name)
    migrated = _bring_up(source, manifest, history)
    shutil.rmtree(staging, ignore_errors=True)
    return migrated


def _bring_up(source: Path, manifest: Manifest, history: Callable[[], None]) -> bool:
    """This will check the database at hand against the manifest, bring it up to this version, and note the restore."""
    database.refuse_unsound(source)
    if database.counts() != manifest.counts:
        raise Refused(gettext("The database in %(file)s does not hold what its manifest says.") % {"file": source})
    migrated = database.migrate()
    lacking = database.lacking()
    if lacking:
        sentence = gettext("%(file)s cannot be brought up to this version: the column %(column)s is missing.")
        raise Refused(sentence % {"file": source, "column": lacking[0]})
    history()
    return migrated


def _history(source: Path, manifest: Manifest, by: Actor, at: datetime) -> None:
    told = {"created_at": manifest.created_at, "version": manifest.version, "database": manifest.database.sha256}
    with transaction.atomic():
        record(action="register.restore", by=by, at=at, why=json.dumps(told))


def as_told(made: Backup) -> dict[str, Any]:
    """A backup as JSON values, for the command line."""
    return {
        "file": made.file,
        "size": made.size,
        "sha256": made.sha256,
        "manifest": asdict(made.manifest),
    }
