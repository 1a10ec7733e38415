"""Is the instance well? Each check answers by itself, with what it saw, why that matters, and what to do."""

from __future__ import annotations

import platform
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from http.client import HTTPConnection, HTTPException
from random import Random

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kembar import __version__
from kembar.durable import read_json
from kembar.files.queries import state as files_state
from kembar.keeping import database
from kembar.keeping.actions import LAST
from kembar.keeping.queries import derived_differs, everything_derived_differs
from kembar.locks import SERVER, holder
from kembar.ui import words

CLEAR, WATCH, RAISED, UNKNOWN = "clear", "watch", "raised", "unknown"
"""As everywhere: nothing to do; keep an eye on it; something is wrong; cannot be said."""
SAMPLE = 25
OLD_BACKUP = timedelta(days=7)  # ours: an office that loses more than a week of letters will not type them in again
LITTLE_MB, TOO_LITTLE_MB = 1024, 200  # ours: a load of the places of the world needs about 150 MB while it runs
FONTS = ("Noto Sans CJK", "Source Han Sans", "Malgun Gothic", "Apple SD Gothic Neo", "Nanum")


@dataclass(frozen=True)
class Check:
    """``state`` is clear, watch, raised or unknown; ``sees`` is what was seen; ``do`` what to do about it."""

    code: str
    title: str
    state: str
    sees: str
    do: str = ""


def examine(*, at: datetime, full: bool = False, served: bool = False, rng: Random) -> list[Check]:
    """Every check, in the order in which one would look: a database that cannot be read leaves the rest unknown."""
    steps: tuple[tuple[str, str, Callable[[], Iterator[Check]]], ...] = (
        ("database", _("Database"), _integrity),
        ("tables", _("Tables"), _tables),
        ("derived", _("Derived states"), lambda: _derived(full, rng)),
        ("files", _("Files"), lambda: _files(full, at, rng)),
        ("disk", _("Free disk"), _disk),
        ("backup", _("Last backup"), lambda: _backup(at)),
        ("static", _("Styles and scripts"), _static),
        ("fonts", _("Fonts for Korean and Japanese"), _fonts),
        ("server", _("Server"), lambda: _server(served)),
        ("version", _("Version"), _version),
        ("rows", _("Rows"), _rows),
    )
    found: list[Check] = []
    is_there = database.exists()
    for code, title, step in steps:
        if not is_there and code in ("tables", "derived", "files", "rows"):
            found.append(Check(code, title, UNKNOWN, _("there is no register")))
            continue
        try:
            found += step()
        except (DatabaseError, OSError) as error:
            found.append(Check(code, title, UNKNOWN, str(error), _("Repair the database first.")))
    return found


def number(value: int) -> str:
    """A number as the reader's language writes it."""
    return words.number(value, get_language() or settings.LANGUAGE_CODE)


def is_well(checks: list[Check]) -> bool:
    """Whether nothing is wrong; what is only to be watched does not count, what cannot be said does."""
    return all(one.state in (CLEAR, WATCH) for one in checks)


def _integrity() -> Iterator[Check]:
    title = _("Database")
    if not database.exists():
        sees = _("There is no register in %(home)s.") % {"home": settings.HOME}
        yield Check("database", title, RAISED, sees, _("Start Kembar once with `kembar run`, or restore a backup."))
        return
    faults = database.faults()
    if faults:
        do = _("Stop the server and restore the last backup. Keep the damaged file.")
        yield Check("database", title, RAISED, "; ".join(faults[:3]), do)
    else:
        yield Check("database", title, CLEAR, _("sound (%(engine)s)") % {"engine": connection.display_name})


def _tables() -> Iterator[Check]:
    title = _("Tables")
    pending = database.pending()
    lacking = [] if pending else database.lacking()
    if pending:
        sees = ngettext(
            "%(n)s change is pending: %(first)s", "%(n)s changes are pending, first %(first)s", len(pending)
        )
        do = _("Make a backup, then start Kembar again: it brings the tables up to date.")
        yield Check("tables", title, RAISED, sees % {"n": len(pending), "first": pending[0]}, do)
    elif lacking:
        sees = _("Columns are missing: %(columns)s") % {"columns": ", ".join(lacking[:5])}
        yield Check(
            "tables", title, RAISED, sees, _("The database belongs to another build; restore a backup of this one.")
        )
    else:
        yield Check("tables", title, CLEAR, _("as this version needs them"))


def _derived(full: bool, rng: Random) -> Iterator[Check]:
    title = _("Derived states")
    if full:
        looked_at, differed = everything_derived_differs()
        names = [f"{kind}: {', '.join(slugs[:5])}" for kind, slugs in differed.items()]
    else:
        looked_at, names = derived_differs(sample=SAMPLE, rng=rng)
    if names:
        sees = _("What is stored does not follow from the rows: %(names)s") % {"names": "; ".join(names[:10])}
        yield Check("derived", title, RAISED, sees, _("Run `kembar rebuild`, and report it: this must not happen."))
    else:
        sees = ngettext(
            "%(n)s partnership: stored equals derived", "%(n)s partnerships: stored equals derived", looked_at
        )
        yield Check("derived", title, CLEAR, sees % {"n": number(looked_at)})


def _files(full: bool, at: datetime, rng: Random) -> Iterator[Check]:
    """Whether every file of the register lies there whole; files that nothing refers to are only told."""
    title, found = _("Files"), files_state(at=at, sample=None if full else SAMPLE, rng=rng)
    wrong = [
        sentence % {"n": number(len(names)), "names": ", ".join(one[:12] for one in names[:3])}
        for names, sentence in (
            (found.missing, _("%(n)s missing: %(names)s")),
            (found.corrupt, _("%(n)s damaged: %(names)s")),
        )
        if names
    ]
    if wrong:
        do = _("Put them back from a backup: they lie in its folder “files”, under the names given here.")
        yield Check("files", title, RAISED, "; ".join(wrong), do)
        return
    told = {"n": number(found.rows), "mb": number(found.size >> 20), "looked": number(found.looked_at)}
    sees = ngettext("%(n)s file, %(mb)s MB", "%(n)s files, %(mb)s MB", found.rows) % told
    if found.looked_at:
        sees += "; " + _("%(looked)s read and whole") % told
    if found.unused:
        sees += "; " + _("%(n)s that nothing refers to") % {"n": number(len(found.unused))}
        yield Check("files", title, WATCH, sees, _("Remove what is left over with `kembar files --tidy`."))
        return
    yield Check("files", title, CLEAR, sees)


def _disk() -> Iterator[Check]:
    free = shutil.disk_usage(settings.HOME).free >> 20
    state = RAISED if free < TOO_LITTLE_MB else WATCH if free < LITTLE_MB else CLEAR
    do = "" if state == CLEAR else _("Make room on the disk of %(home)s.") % {"home": settings.HOME}
    yield Check("disk", _("Free disk"), state, _("%(n)s MB") % {"n": number(free)}, do)


def _backup(at: datetime) -> Iterator[Check]:
    title = _("Last backup")
    last = read_json(settings.HOME / LAST)
    do = _("Run `kembar backup FILE`, and keep the file on another machine.")
    try:
        age = at - datetime.fromisoformat(last["at"])
        told = {"day": last["at"][:10], "days": number(age.days), "file": last["file"], "n": number(last["size"] >> 20)}
    except (TypeError, KeyError, ValueError):
        yield Check("backup", title, WATCH, _("none was made from here"), do)
        return
    sees = _("on %(day)s, %(days)s days ago, %(n)s MB, to %(file)s") % told
    yield Check("backup", title, WATCH if age > OLD_BACKUP else CLEAR, sees, do if age > OLD_BACKUP else "")


def _static() -> Iterator[Check]:
    title, do = _("Styles and scripts"), _("Start Kembar again: it prepares them.")
    manifest = read_json(settings.STATIC_ROOT / "staticfiles.json")
    if manifest is None:
        yield Check("static", title, WATCH, _("not prepared yet"), do)
        return
    absent = sorted(name for name in manifest["paths"].values() if not (settings.STATIC_ROOT / name).is_file())
    if absent:
        yield Check("static", title, RAISED, _("missing: %(names)s") % {"names": ", ".join(absent[:5])}, do)
    else:
        sees = ngettext("%(n)s file is there", "%(n)s files are there", len(manifest["paths"]))
        yield Check("static", title, CLEAR, sees % {"n": number(len(manifest["paths"]))})


def _fonts() -> Iterator[Check]:
    title = _("Fonts for Korean and Japanese")
    held = _families()
    if held is None:
        yield Check("fonts", title, WATCH, _("the library that draws papers is not installed"))
    elif held:
        yield Check("fonts", title, CLEAR, ", ".join(held[:3]))
    else:
        do = _("Install Noto Sans CJK (on Debian: fonts-noto-cjk); without it papers cannot show these scripts.")
        yield Check("fonts", title, WATCH, _("none found"), do)


@cache
def _families() -> tuple[str, ...] | None:
    """The fonts with these scripts; looked for once a process, since it takes long. None without the library."""
    try:
        import typst  # late: a large library
    except ImportError:
        return None
    return tuple(name for name in typst.Fonts().families() if name.startswith(FONTS))


def _server(wanted: bool) -> Iterator[Check]:
    """Whoever holds the server's lock says where it listens; where ``wanted``, a page is asked of it."""
    title = _("Server")
    by = holder(settings.HOME / SERVER)
    if by is None:
        do = _("Start it with `kembar run`.") if wanted else ""
        yield Check("server", title, RAISED if wanted else CLEAR, _("not running on this home"), do)
        return
    sees = _("%(address)s, process %(process)s") % {
        "address": by.get("address", "?"),
        "process": by.get("process", "?"),
    }
    if not wanted:
        yield Check("server", title, CLEAR, sees)
        return
    try:
        status = _asked(str(by.get("host", "127.0.0.1")), int(by.get("port", 8000)))
    except (OSError, HTTPException) as error:
        yield Check("server", title, RAISED, _("%(seen)s: no answer (%(why)s)") % {"seen": sees, "why": error})
        return
    state = CLEAR if status < 500 else RAISED
    yield Check("server", title, state, _("%(seen)s: answers with %(status)s") % {"seen": sees, "status": status})


def _asked(host: str, port: int) -> int:
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - read, not bound
    line = HTTPConnection(everywhere.get(host, host), port, timeout=10)
    try:
        line.request("GET", "/tentang/", headers={"Host": "localhost"})
        return line.getresponse().status
    finally:
        line.close()


def _version() -> Iterator[Check]:
    engine = f"SQLite {sqlite3.sqlite_version}"
    if not database.is_sqlite():
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            engine = f"PostgreSQL {cursor.fetchone()[0]}"
    sees = f"Kembar {__version__}, Python {platform.python_version()}, {engine}, {platform.system()}"
    yield Check("version", _("Version"), CLEAR, sees)


def _rows() -> Iterator[Check]:
    """The tables a reader would ask for, and nothing of what only serves the framework."""
    held = database.counts()
    wanted = {
        "places_place": _("places"),
        "partnerships_partnership": _("partnerships"),
        "evidence_statement": _("statements"),
        "evidence_source": _("sources"),
        "audit_event": _("events of the history"),
        "access_user": _("accounts"),
        "access_office": _("offices"),
    }
    sees = ", ".join(f"{number(held[table])} {word}" for table, word in wanted.items() if table in held)
    state = CLEAR if held.get("places_place") else WATCH
    do = "" if state == CLEAR else _("The places of the world are not loaded; start Kembar once.")
    yield Check("rows", _("Rows"), state, sees, do)
