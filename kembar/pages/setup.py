"""What must be in place before the instance answers? Each step is done once and told on stderr.

Database, cities of the world, casebook, static files. A step whose input is unchanged since the last time is skipped, so
that a second start takes no time.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from kembar.access.actors import Actor
from kembar.casebook.files import DATA as CASEBOOK
from kembar.console import Progress, gettext

PACKAGE = Path(__file__).resolve().parent.parent


def set_up(*, static: bool = True) -> None:
    """This will bring database, places, casebook and, where asked, static files up to date."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    _migrate()
    _places()
    _casebook()
    if static:
        _static()


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _say(gettext("Preparing the database ..."))
        call_command("migrate", interactive=False, verbosity=0)


def _places() -> None:
    from kembar.places.actions import load_places
    from kembar.places.models import Place

    told = Progress(gettext("Places of the world"), quiet=Place.objects.exists())
    load_places(by="setup", at=timezone.now(), progress=lambda n: told(n, 234_908))


def _casebook() -> None:
    from kembar.casebook import actions
    from kembar.casebook.layout import read_casebook
    from kembar.places.models import DataVersion

    digest = folder_digest(CASEBOOK, ".yaml")
    kept = DataVersion.objects.filter(name="casebook").first()
    if kept is not None and kept.sha256 in (digest, REMOVED):
        return
    _say(gettext("Loading the casebook ..."))
    now = timezone.now()
    actions.load(book=read_casebook(), by=Actor.product("setup"), at=now)
    DataVersion.objects.update_or_create(name="casebook", defaults={"sha256": digest, "loaded_at": now, "loaded_by": "setup"})


REMOVED = "removed"
"""Kept in place of the digest when somebody took the casebook out: it then stays out."""


def _static() -> None:
    stamp = settings.STATIC_ROOT / "stamp"
    digest = static_digest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return
    _say(gettext("Preparing styles and scripts ..."))
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(digest, encoding="ascii")


def folder_digest(folder: Path, suffix: str) -> str:
    """One hash of all files of a folder with this suffix, by name and content."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob(f"*{suffix}")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def static_digest() -> str:
    """Changes whenever a static file of the package does (by size and time, which is quick and enough)."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.glob("*/static/**/*")):
        if path.is_file():
            kept = path.stat()
            digest.update(f"{path.relative_to(PACKAGE).as_posix()} {kept.st_size} {kept.st_mtime_ns}".encode())
    return digest.hexdigest()
