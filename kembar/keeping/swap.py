"""How do files of the home give way to restored ones, so that no kill leaves half of each?

The restored files lie ready in a folder beside the live ones. Writing the journal is the decision: before it nothing
has happened; after it every step is a rename that can be repeated, and whoever starts next on this home finishes them
before anything is opened. Knows nothing of Django, because the settings call it.

The files are exchanged inside the home, not the home itself: it may be a mounted volume, which nobody can rename, and
the secret key stays where it is.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kembar.console import Refused, gettext
from kembar.durable import flush_folder, read_json, write_json
from kembar.locks import RESTORE, Held, Lock

JOURNAL = "restore-journal.json"


@dataclass(frozen=True)
class Move:
    """``live`` goes to ``aside``, then ``staged`` takes its place.

    ``trailing`` are endings of files that belong to the live one and go with it: SQLite's log, ``-wal`` and ``-shm``.
    """

    live: Path
    aside: Path
    staged: Path
    trailing: tuple[str, ...] = ()


def exchange(home: Path, moves: Sequence[Move], staging: Iterable[Path]) -> None:
    """This will make all moves, or none: where a rename is refused, those made are taken back and OSError is raised.

    The caller holds the restore lock. ``staging`` are the folders to remove at the end.
    """
    folders = [str(folder) for folder in staging]
    told = [[str(one.live), str(one.aside), str(one.staged), list(one.trailing)] for one in moves]
    write_json(home / JOURNAL, {"moves": told, "staging": folders})
    try:
        _forward(moves)
    except OSError:
        _back(moves)
        (home / JOURNAL).unlink()
        raise
    _done(home, folders)


def settle(home: Path) -> bool:
    """This will finish an exchange that was interrupted, and tell whether there was one.

    Waits for a restore that is at work; Refused when that takes longer than a minute.
    """
    if not (home / JOURNAL).exists():
        return False
    try:
        lock = Lock(home / RESTORE).take({"does": "restore"}, wait=60)
    except Held as held:
        sentence = gettext("A backup is being restored to %(home)s; start again when it is done.")
        raise Refused(sentence % {"home": home}) from held
    with lock:
        kept = read_json(home / JOURNAL)
        if kept is None:  # the restore finished while we waited
            return False
        told = kept["moves"]
        _forward([Move(Path(live), Path(aside), Path(put), tuple(ends)) for live, aside, put, ends in told])
        _done(home, kept["staging"])
    return True


def _forward(moves: Iterable[Move]) -> None:
    """A staged file that is gone was put in its place already: that move is made."""
    for one in moves:
        if not one.staged.exists():
            continue
        for ending in (*one.trailing, ""):  # the log first: a new database must never meet the log of the old one
            if _with(one.live, ending).exists():
                one.aside.parent.mkdir(parents=True, exist_ok=True)
                os.rename(_with(one.live, ending), _unused(_with(one.aside, ending)))
        os.rename(one.staged, one.live)
        if one.aside.parent.exists():
            flush_folder(one.aside.parent)
        flush_folder(one.live.parent)


def _back(moves: Sequence[Move]) -> None:
    for one in reversed(moves):
        if not one.staged.exists() and one.live.exists():
            os.rename(one.live, one.staged)
        for ending in ("", *one.trailing):
            if _with(one.aside, ending).exists() and not _with(one.live, ending).exists():
                os.rename(_with(one.aside, ending), _with(one.live, ending))
        flush_folder(one.live.parent)


def _with(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _unused(path: Path) -> Path:
    """Somebody who had started before the exchange may have made the file anew: that one is kept too."""
    number = 2
    free = path
    while free.exists():
        free = path.with_name(f"{path.name}-{number}")
        number += 1
    return free


def _done(home: Path, staging: Iterable[str]) -> None:
    for folder in staging:
        shutil.rmtree(folder, ignore_errors=True)
    (home / JOURNAL).unlink(missing_ok=True)
    flush_folder(home)
