"""Where does an upload lie while it is being read, and who works on it?

``$KEMBAR_HOME/sheets/<id>/``: the file as it came, what the check found, how far the work is, and a lock that the
system takes back when its holder dies. The folder goes when the sheet is written or given up, and after thirty days at
the latest; it is no part of a backup.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from kembar.locks import holder
from kembar.spreadsheets.models import Import

KEPT_FOR = timedelta(days=30)


def folder(one: Import) -> Path:
    return Path(settings.HOME) / "sheets" / one.pk.hex


def path(one: Import, name: str) -> Path:
    """``file``, ``plan``, ``refused``, ``preview``, ``progress`` or ``lock``."""
    return folder(one) / name


def store(one: Import, chunks: Iterable[bytes]) -> None:
    """This will write the uploaded bytes."""
    folder(one).mkdir(parents=True, exist_ok=True, mode=0o700)
    with path(one, "file").open("wb") as file:
        for chunk in chunks:
            file.write(chunk)


def is_there(one: Import) -> bool:
    return path(one, "file").exists()


def forget(one: Import) -> None:
    """This will delete all that is kept of an upload beside its row."""
    shutil.rmtree(folder(one), ignore_errors=True)


def is_worked_on(one: Import) -> bool:
    """Whether a process holds the upload right now."""
    return holder(path(one, "lock")) is not None


def tell_progress(one: Import, done: int, of: int, at: datetime) -> None:
    """This will write how far the work is. A file and not a row: the work is one transaction, of which nobody else sees
    a row before its end."""
    part = path(one, "progress.part")
    try:
        part.write_text(json.dumps({"done": done, "of": of, "at": at.isoformat()}), encoding="utf-8")
        part.replace(path(one, "progress"))
    except OSError:  # a full disk must not stop the work for the sake of a number
        return


def progress(one: Import) -> dict[str, Any]:
    return read_json(path(one, "progress")) or {"done": 0, "of": 0}


def read_json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def lines(file: Path) -> Iterator[Any]:
    """The values of a file of JSON lines; nothing where there is none."""
    if not file.exists():
        return
    with file.open(encoding="utf-8") as opened:
        for line in opened:
            yield json.loads(line)
