"""Does another process hold this? A lock that the system takes back when its holder dies, on every system.

The file stays; only the lock on it counts, so that a crash leaves nothing to clean up. What the holder wrote into the
file (process, address) tells others whom to ask.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any

SERVER = "server.lock"
RESTORE = "restore.lock"
_FAR = 1 << 30  # on Windows a locked byte cannot be read: lock one that nobody reads


class Held(Exception):
    """Another process holds the lock; ``by`` is what it says of itself."""

    def __init__(self, by: Mapping[str, Any]) -> None:
        self.by = dict(by)
        super().__init__(str(self.by))


class Lock:
    """One lock file. A process that forks shares its lock with its children until all of them are gone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[bytes] | None = None

    def take(self, says: Mapping[str, Any] | None = None, *, wait: float = 0.5) -> Lock:
        """This will take the lock, trying for ``wait`` seconds; raises Held with what the holder says of itself."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("ab+")
        until = time.monotonic() + wait
        while not _grasp(file):
            if time.monotonic() >= until:
                said = _said(file)
                file.close()
                raise Held(said)
            time.sleep(0.05)
        file.truncate(0)
        file.write(json.dumps({"process": os.getpid(), **(says or {})}).encode())
        file.flush()
        self._file = file
        return self

    def release(self) -> None:
        """This will give the lock back; closing does it on every system."""
        if self._file:
            self._file.close()
            self._file = None

    def __enter__(self) -> Lock:
        return self if self._file else self.take()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def holder(path: Path) -> dict[str, Any] | None:
    """What the holder of a lock says of itself, or None where nobody holds it."""
    if not path.exists():
        return None
    with path.open("ab+") as file:
        return None if _grasp(file) else _said(file)


def _said(file: IO[bytes]) -> dict[str, Any]:
    try:
        file.seek(0)
        said = json.loads(file.read())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


if sys.platform == "win32":
    import msvcrt

    def _grasp(file: IO[bytes]) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _grasp(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
