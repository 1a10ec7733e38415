"""Where do the bytes of uploaded files lie? Under their hash, below the instance's files, so that backups hold them.

One file that several corpora were read from is kept once. Names of people's files play no part in the path.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from kembar.files import store


def folder() -> Path:
    return store.folder() / "corpora"


def path_of(sha256: str) -> Path:
    """Where the bytes with this hash lie, or would."""
    return folder() / sha256[:2] / sha256


def keep(chunks: Iterable[bytes], limit: int) -> tuple[str, int]:
    """This will keep bytes under their hash; gives hash and size. Raises TooLarge beyond ``limit`` bytes."""
    folder().mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=folder(), prefix=".coming-")
    made = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise TooLarge(size)
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        target = path_of(digest.hexdigest())
        target.parent.mkdir(exist_ok=True)
        os.replace(made, target)
    finally:
        made.unlink(missing_ok=True)
    return digest.hexdigest(), size


def forget(sha256: str) -> None:
    """This will remove bytes that no corpus was read from any more."""
    path_of(sha256).unlink(missing_ok=True)


class TooLarge(Exception):
    """More bytes than are taken."""
