"""Where do the texts lie that somebody compares, and for how long?

A comparison is a folder of the files given and one list of them. It belongs to one account, is found by a name that
cannot be guessed, and is gone a day after it was made: manuscripts are nobody else's business. Backups leave it out.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from kembar.literature.documents import Document, DocumentError, document_of
from kembar.literature.reuse.similarity import Corpus, Source, address_in

QUESTIONED, AGAINST, OWN, TEMPLATE = "questioned", "against", "own", "template"
ROLES = (QUESTIONED, AGAINST, OWN, TEMPLATE)
KEPT_FOR = timedelta(days=1)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")


@dataclass(frozen=True)
class Given:
    """One file as it was given: what for, under which name, its bytes."""

    role: str
    name: str
    data: bytes


@dataclass(frozen=True)
class Comparison:
    """What is compared: one text with others. ``unread`` names files that could not be read, each with the code why."""

    token: str
    made_at: datetime
    document: Document
    corpus: Corpus


def folder() -> Path:
    return Path(settings.HOME) / "comparisons"


def keep(given: Iterable[Given], *, owner: int, token: str, at: datetime) -> None:
    """This will keep files under ``token`` for their owner, whole or not at all."""
    folder().mkdir(parents=True, exist_ok=True)
    coming = Path(tempfile.mkdtemp(dir=folder(), prefix=".coming-"))
    try:
        files = []
        for number, one in enumerate(given):
            (coming / str(number)).write_bytes(one.data)
            files.append({"role": one.role, "name": one.name})
        listed = {"owner": owner, "made_at": at.isoformat(), "files": files}
        (coming / "list.json").write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")
        os.replace(coming, folder() / token)
    except OSError:
        shutil.rmtree(coming, ignore_errors=True)
        raise


def find(token: str, *, owner: int | None, at: datetime) -> Comparison | None:
    """The comparison of this name, None where there is none, where it is another's, or where its day is over."""
    here = folder() / token
    if owner is None or not _TOKEN.fullmatch(token) or not (here / "list.json").is_file():
        return None
    listed = json.loads((here / "list.json").read_text(encoding="utf-8"))
    made_at = datetime.fromisoformat(listed["made_at"])
    if listed["owner"] != owner or at - made_at > KEPT_FOR:
        return None
    texts: list[tuple[str, Document]] = []
    unread: list[tuple[str, str]] = []
    for number, one in enumerate(listed["files"]):
        try:
            texts.append((one["role"], document_of((here / str(number)).read_bytes(), one["name"])))
        except DocumentError as error:
            unread.append((one["name"], error.code))
    questioned = next(document for role, document in texts if role == QUESTIONED)
    sources = tuple(
        Source(one.name, one.text, "" if role == AGAINST else role, address_in(one.text))
        for role, one in texts
        if role != QUESTIONED
    )
    return Comparison(token, made_at, questioned, Corpus(sources, tuple(unread)))


def forget(token: str, *, owner: int | None, at: datetime) -> bool:
    """This will remove a comparison of its owner; False where there is none."""
    if find(token, owner=owner, at=at) is None:
        return False
    shutil.rmtree(folder() / token, ignore_errors=True)
    return True


def forget_old(at: datetime) -> int:
    """This will remove what was kept longer than a day, and what was never finished; gives how many."""
    gone = 0
    for one in folder().glob("*") if folder().is_dir() else ():
        made = datetime.fromtimestamp(one.stat().st_mtime, tz=at.tzinfo)
        if at - made > KEPT_FOR:
            shutil.rmtree(one, ignore_errors=True)
            gone += 1
    return gone
