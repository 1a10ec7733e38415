"""What must be in place before the instance answers? Each step is done once and told on stderr.

Database, cities of the world, casebook, static files. A step whose input is unchanged since the last time is skipped,
so that a second start takes no time.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from kembar.access.actors import Actor
from kembar.console import Progress, Refused, gettext
from kembar.keeping.database import migrate

PACKAGE = Path(__file__).resolve().parent.parent


def set_up(*, static: bool = True, casebook: bool = True) -> None:
    """This will bring database and places and, where asked, casebook and static files up to date."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    _migrate()
    _places()
    if casebook:
        _casebook()
        _literature()
    derive_what_is_missing()
    if static:
        _static()


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def _migrate() -> None:
    migrate(tell=lambda: _say(gettext("Preparing the database ...")))


def _places() -> None:
    from kembar.places.actions import load_places
    from kembar.places.models import Place

    told = Progress(gettext("Places of the world"), quiet=Place.objects.exists())
    load_places(by="setup", at=timezone.now(), progress=lambda n: told(n, 234_908))


def _casebook() -> None:
    from kembar.casebook import actions
    from kembar.casebook.files import BrokenCasebook
    from kembar.casebook.layout import read_casebook
    from kembar.casebook.sentences import sentence

    if actions.is_current():
        return
    _say(gettext("Loading the casebook ..."))
    try:
        actions.load(book=read_casebook(), by=Actor.product("setup"), at=timezone.now())
    except BrokenCasebook as broken:
        raise Refused("\n".join(sentence(fault) for fault in broken.faults)) from broken


def _literature() -> None:
    """A home whose casebook was loaded before its literature was kept as corpora gets them now."""
    from kembar.evidence.models import Reference
    from kembar.literature.actions.casebook import rebuild_casebook_corpora
    from kembar.literature.models import Corpus

    if Corpus.objects.filter(origin="casebook").exists() or not Reference.objects.exists():
        return
    rebuild_casebook_corpora(by=Actor.product("setup"), at=timezone.now())


def derive_what_is_missing() -> None:
    """This will derive what the public may read of records, where a migration could not know it."""
    from kembar.partnerships.actions import rebuild
    from kembar.partnerships.models import Partnership

    waiting = Partnership.objects.filter(search_public="")
    if waiting.exists():
        rebuild(partnerships=waiting, progress=Progress(gettext("Partnerships")))


def _static() -> None:
    stamp = settings.STATIC_ROOT / "stamp"
    digest = static_digest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return
    _say(gettext("Preparing styles and scripts ..."))
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(digest, encoding="ascii")


def static_digest() -> str:
    """Changes whenever a static file of the package does (by size and time, which is quick and enough)."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.glob("*/static/**/*")):
        if path.is_file():
            kept = path.stat()
            digest.update(f"{path.relative_to(PACKAGE).as_posix()} {kept.st_size} {kept.st_mtime_ns}".encode())
    return digest.hexdigest()
