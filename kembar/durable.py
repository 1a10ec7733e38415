"""How is a file written so that a reader finds it whole or not at all, even after the power went?

Write beside it, flush to the disk, rename over it, flush the folder. Windows has no way to flush a folder; NTFS keeps
renames in its own journal.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any


def flush(path: Path) -> None:
    """This will wait until the bytes of a file are on the disk."""
    # Windows flushes only through a handle that may write.
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(path: Path) -> None:
    """This will wait until the names in a folder are on the disk, where the system can."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:  # some network folders refuse it; the rename itself is still whole
        return
    finally:
        os.close(handle)


def put(made: Path, target: Path) -> None:
    """This will rename a finished file to its name, over what stood there. Both lie in one file system."""
    flush(made)
    os.replace(made, target)
    flush_folder(target.parent)


def write_text(path: Path, text: str, *, mode: int = 0o644) -> None:
    """This will write a small file whole, or leave the old one; ``mode`` is ignored where there are no such rights."""
    made = path.with_name(f".{path.name}.{os.getpid()}.part")
    made.unlink(missing_ok=True)
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as file:
        file.write(text)
    put(made, path)


def write_json(path: Path, value: Any) -> None:
    """This will write a value as JSON, whole."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def read_json(path: Path) -> Any:
    """The value in a file, or None where there is no readable one."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
