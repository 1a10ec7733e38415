"""Where do the bytes lie? Under their SHA-256 in ``$KEMBAR_HOME/files``, two folders deep, as they came.

A file is written aside, flushed, and renamed to its name: it is there whole or not at all. Equal bytes lie there once.
Previews are made anew where they are missing and lie outside of what is backed up.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from kembar.durable import flush_folder, put
from kembar.files.content import NotAccepted, kind_of
from kembar.files.kinds import KINDS, Kind

INCOMING = ".incoming"
"""Folder of what is still being received; never backed up."""
SPARE = 64 << 20
"""Bytes that must stay free on the disk: the database needs room to write too."""
STALE = 24 * 3600
_NAME = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Received:
    """A file that came in whole and was looked at, not yet kept."""

    path: Path
    size: int
    sha256: str
    kind: Kind
    pages: int | None


def folder() -> Path:
    """Where the instance keeps its files."""
    storage: Any = settings.STORAGES["default"]
    return Path(storage["OPTIONS"]["location"])


def place_of(sha256: str) -> Path:
    """Where the bytes with this hash lie, or would."""
    if not _NAME.fullmatch(sha256):
        raise ValueError(f"no SHA-256: {sha256!r}")
    return folder() / sha256[:2] / sha256[2:4] / sha256


def new_incoming() -> Path:
    """A new name to receive a file under; what others left there unfinished a day ago is cleared."""
    aside = folder() / INCOMING
    aside.mkdir(parents=True, exist_ok=True)
    long_ago = time.time() - STALE
    for left in aside.iterdir():
        if left.stat().st_mtime < long_ago:
            left.unlink(missing_ok=True)
    return aside / uuid.uuid4().hex


def room() -> int:
    """Bytes that may still be written before the disk runs short."""
    folder().mkdir(parents=True, exist_ok=True)
    return max(0, shutil.disk_usage(folder()).free - SPARE)


def receive(source: IO[bytes], *, limit: int) -> Path:
    """This will copy a stream aside, no byte more than ``limit`` and the disk allow; NotAccepted where it has more."""
    target, size = new_incoming(), 0
    may = min(limit, room())
    try:
        with target.open("xb") as file:
            while chunk := source.read(_CHUNK):
                size += len(chunk)
                if size > may:
                    raise too_big(limit, may)
                file.write(chunk)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return target


def too_big(limit: int, may: int) -> NotAccepted:
    """Why a file of more than ``may`` bytes is not taken: it is over the limit, or the disk is full."""
    return NotAccepted("too_big", limit=limit >> 20) if may >= limit else NotAccepted("disk_full")


def look(path: Path) -> Received:
    """What was received really is: its kind, size, hash and pages; NotAccepted where it is not taken."""
    with path.open("rb") as file:
        kind = kind_of(file)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    pages = None
    if kind.preview == "pages":
        pages = int(_opened("look", kind.code, path)["pages"])
    return Received(path, path.stat().st_size, digest, kind, pages)


def keep(received: Received) -> Path:
    """This will put received bytes to their place and return it; where equal bytes lie there already, those stay."""
    target = place_of(received.sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    if is_whole(received.sha256, received.size):
        received.path.unlink(missing_ok=True)
        return target
    put(received.path, target)
    flush_folder(target.parent.parent)
    return target


def is_whole(sha256: str, size: int) -> bool:
    """Whether the bytes lie in their place, by their number; ``matches`` reads them."""
    try:
        return place_of(sha256).stat().st_size == size
    except OSError:
        return False


def matches(sha256: str) -> bool:
    """Whether the bytes in their place are those of the hash. Reads the whole file."""
    with place_of(sha256).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def remove(sha256: str) -> None:
    """This will remove bytes and their previews for good."""
    target = place_of(sha256)
    try:
        target.unlink(missing_ok=True)
    except PermissionError:  # on Windows while somebody reads it: it goes with what is left over
        return
    for parent in (target.parent, target.parent.parent):
        try:
            parent.rmdir()  # only an empty one goes
        except OSError:
            break
    for old in previews().glob(f"{sha256}*"):
        old.unlink(missing_ok=True)


def held() -> Iterator[tuple[str, Path]]:
    """Every file that lies in the folder: its name below the folder, and where. Links are not followed."""
    if not folder().is_dir():
        return
    for path in sorted(folder().rglob("*")):
        name = path.relative_to(folder())
        if name.parts[0] != INCOMING and path.is_file() and not path.is_symlink():
            yield name.as_posix(), path


# --- previews -------------------------------------------------------------------------------------------------------


def previews() -> Path:
    return Path(settings.HOME) / "previews"


def page_picture(sha256: str, kind: str, number: int) -> Path:
    """The PNG of one page, drawn on first use; NotAccepted where it cannot be."""
    made = previews() / f"{sha256}-{number}.png"
    if not made.exists():
        _make(made, "page", kind, place_of(sha256), str(number))
    return made


def text_of(sha256: str, kind: str) -> str:
    """The first words of a document; NotAccepted where they cannot be read."""
    made = previews() / f"{sha256}.txt"
    if not made.exists():
        _make(made, "text", kind, place_of(sha256))
    return made.read_text(encoding="utf-8")


def _make(made: Path, what: str, kind: str, source: Path, *more: str) -> None:
    made.parent.mkdir(parents=True, exist_ok=True)
    aside = made.with_name(f".{uuid.uuid4().hex}")
    try:
        _opened(what, kind, source, *more, str(aside))
        try:
            os.replace(aside, made)
        except PermissionError:  # on Windows while somebody reads the same one, made a moment ago
            if not made.exists():
                raise
    finally:
        aside.unlink(missing_ok=True)


def _opened(what: str, kind: str, path: Path, *more: str) -> dict[str, Any]:
    """What ``kembar.files.opening`` answers; NotAccepted where it could not open the file, or died of it."""
    assert kind in KINDS
    package = str(Path(__file__).resolve().parents[2])
    known = os.environ.get("PYTHONPATH")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (package, known)))}
    command = [sys.executable, "-m", "kembar.files.opening", what, kind, str(path), *more]
    try:
        done = subprocess.run(command, capture_output=True, timeout=40, env=environment, check=False)  # noqa: S603 - our own program
        told: dict[str, Any] = json.loads(done.stdout or b"{}")
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise NotAccepted("damaged") from error
    if done.returncode or "closed" in told:
        raise NotAccepted(str(told.get("closed", "damaged")))
    return told
