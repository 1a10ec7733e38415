"""Where does a package lie that was sent in and waits for a yes? In the home, under its hash, for a day."""

from __future__ import annotations

import os
import re
import time
import uuid
from pathlib import Path

from django.conf import settings

KEPT_FOR = 24 * 3600
_NAME = re.compile(r"[0-9a-f]{64}")


def folder() -> Path:
    return Path(settings.HOME) / "packages"


def place_of(sha256: str) -> Path | None:
    """The package that waits under this hash, None where there is none (any more)."""
    path = folder() / f"{sha256}.zip"
    return path if _NAME.fullmatch(sha256) and path.is_file() else None


def new() -> Path:
    """A new name to write a package under; those that have lain here for more than a day are cleared."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    long_ago = time.time() - KEPT_FOR
    for old in folder().glob("*.zip"):
        if old.stat().st_mtime < long_ago:
            old.unlink(missing_ok=True)
    return folder() / f"{uuid.uuid4().hex}.zip"


def keep(received: Path, sha256: str) -> None:
    """This will put a received package to where it waits."""
    os.replace(received, new().with_name(f"{sha256}.zip"))


def drop(sha256: str) -> None:
    path = place_of(sha256)
    if path is not None:
        path.unlink(missing_ok=True)
