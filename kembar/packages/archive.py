"""What is in a package file, and is it whole? One zip with a description in Frictionless's shape.

datapackage.json   what is in it: every member with its size and SHA-256, every table with its columns
README.id.md, README.en.md
data/TABLE.csv     one table each, in UTF-8 with a header
register.json      the same rows as JSON
files/SHA256       attached files as they came

Nothing of the zip is ever unpacked under its own name. Every refusal is a sentence.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError

from kembar.console import Refused, gettext
from kembar.packages.gathering import Rows
from kembar.packages.tables import (
    EMPTY,
    IN_EVENT,
    Cells,
    Table,
    fingerprint,
    guarded,
    tables,
    typed,
    unguarded,
    value_of,
)

FORMAT = 1
PROFILE = "kembar-office"
DESCRIPTION = "datapackage.json"
FILES = "files/"
MOST_ROWS_BYTES = 2 << 30
"""Ours: the rows of a country's register have a hundredth of it."""
MOST_DESCRIPTION = 64 << 20
MOST_RATIO = 500
_CHUNK = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)

Progress = Callable[[int, int, str], None]


def quiet(_done: int, _of: int, _what: str) -> None:
    return


@dataclass(frozen=True)
class Member:
    size: int
    sha256: str


@dataclass(frozen=True)
class About:
    """What a package says of itself. ``as_at`` is empty for the whole record."""

    office: dict[str, str]
    created_at: str
    version: str
    as_at: str = ""
    has_persons: bool = True
    fingerprint: str = ""
    counts: dict[str, int] = field(default_factory=dict)


# --- writing --------------------------------------------------------------------------------------------------------


def write(
    target: IO[bytes],
    about: About,
    rows: Rows,
    files: Iterable[tuple[str, Path]],
    readme: Callable[[About, str], str],
    *,
    progress: Progress = quiet,
) -> About:
    """This will write a package; equal rows, files and ``about`` make equal bytes. Returns what it says of itself."""
    when = datetime.fromisoformat(about.created_at).astimezone(UTC).timetuple()[:6]
    counts = {label: len(held) for label, held in rows.items() if held}
    full = About(**{**about.__dict__, "fingerprint": fingerprint(), "counts": counts})
    members: dict[str, Member] = {}
    listed = list(files)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, pieces: Iterable[bytes]) -> None:
            info = zipfile.ZipInfo(name, max(when, (1980, 1, 1, 0, 0, 0)))
            info.compress_type = zipfile.ZIP_STORED if name.startswith(FILES) else zipfile.ZIP_DEFLATED
            digest, size = hashlib.sha256(), 0
            with archive.open(info, "w", force_zip64=True) as packed:
                for piece in pieces:
                    packed.write(piece)
                    digest.update(piece)
                    size += len(piece)
            members[name] = Member(size, digest.hexdigest())

        for language in ("id", "en"):
            put(f"README.{language}.md", [readme(full, language).encode()])
        for number, (label, table) in enumerate(tables().items()):
            put(f"data/{table.file}.csv", _csv(table, rows[label]))
            progress(number + 1, len(tables()) + len(listed), label)
        put("register.json", _json(rows))
        for number, (sha256, path) in enumerate(listed):
            with path.open("rb") as file:
                put(FILES + sha256, iter(lambda: file.read(_CHUNK), b""))
            progress(len(tables()) + number + 1, len(tables()) + len(listed), sha256[:12])
        info = zipfile.ZipInfo(DESCRIPTION, max(when, (1980, 1, 1, 0, 0, 0)))
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, json.dumps(_description(full, members), ensure_ascii=False, indent=1) + "\n")
    return full


def _csv(table: Table, rows: list[Cells]) -> Iterator[bytes]:
    yield (",".join(table.names) + "\n").encode()
    for start in range(0, len(rows), 500):
        made = io.StringIO()
        writer = csv.writer(made, lineterminator="\n")
        for row in rows[start : start + 500]:
            writer.writerow([guarded(row[one.name], one) for one in table.columns])
        yield made.getvalue().encode()


def _json(rows: Rows) -> Iterator[bytes]:
    yield b"{\n"
    labels = [label for label in tables() if rows[label]]
    for label in labels:
        table = tables()[label]
        yield f' "{table.file}": [\n'.encode()
        for row in rows[label]:
            told = {one.name: typed(one, row[one.name]) for one in table.columns}
            yield f"  {json.dumps(told, ensure_ascii=False)}{'' if row is rows[label][-1] else ','}\n".encode()
        yield f" ]{'' if label == labels[-1] else ','}\n".encode()
    yield b"}\n"


def _description(about: About, members: dict[str, Member]) -> dict[str, Any]:
    return {
        "profile": PROFILE,
        "name": about.office["slug"],
        "title": about.office["name"],
        "created": about.created_at,
        "kembar": {"format": FORMAT, **{key: value for key, value in about.__dict__.items() if key != "created_at"}},
        "resources": [_resource(name, member) for name, member in members.items()],
    }


def _resource(name: str, member: Member) -> dict[str, Any]:
    told: dict[str, Any] = {"name": Path(name).stem.lower(), "path": name}
    table = next((one for one in tables().values() if name == f"data/{one.file}.csv"), None)
    if table is not None:
        told |= {"profile": "tabular-data-resource", "encoding": "utf-8", "schema": _schema(table)}
    return {**told, "bytes": member.size, "hash": f"sha256:{member.sha256}"}


def _schema(table: Table) -> dict[str, Any]:
    files = {label: one.file for label, one in tables().items()}
    keys = [
        {"fields": one.name, "reference": {"resource": files[one.refers_to], "fields": tables()[one.refers_to].key}}
        for one in table.references()
        if one.refers_to in files
    ]
    return {
        "fields": [
            {"name": one.name, "type": one.type, "constraints": {"required": not one.is_empty_allowed}}
            for one in table.columns
        ],
        "missingValues": [EMPTY],
        **({"primaryKey": table.key} if table.key else {}),
        **({"foreignKeys": keys} if keys else {}),
    }


# --- reading --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Opened:
    """A package that was read through and found whole; ``sha256`` is that of the whole file."""

    path: Path
    about: About
    members: dict[str, Member]
    sha256: str
    size: int

    def rows(self) -> Rows:
        """All rows by table. Refused where a table does not hold what its columns say."""
        with zipfile.ZipFile(self.path) as archive:
            found = {label: _rows(self.path, archive, table) for label, table in tables().items()}
        for label, held in found.items():
            for number, row in enumerate(held):
                _readable(self.path, tables()[label], row, number + 2)
        return found

    def file(self, sha256: str, into: Callable[[IO[bytes]], Any]) -> Any:
        """What ``into`` makes of one attached file."""
        with zipfile.ZipFile(self.path) as archive, archive.open(FILES + sha256) as packed:
            return into(packed)

    @property
    def files(self) -> dict[str, int]:
        """SHA-256 -> bytes of every attached file."""
        return {name.removeprefix(FILES): one.size for name, one in self.members.items() if name.startswith(FILES)}


def open_package(path: Path, *, progress: Progress = quiet) -> Opened:
    """A package file, every member of it held against its size and hash. Refused where anything differs."""
    if not path.is_file():
        raise Refused(gettext("There is no file %(file)s.") % {"file": path})
    try:
        with zipfile.ZipFile(path) as archive:
            told = _told(path, archive)
            about, members = _about(path, told), _members(path, told)
            _check(path, archive, members, progress)
    except zipfile.BadZipFile as error:
        sentence = gettext("%(file)s is no package, or only a part of one. Copy it again.")
        raise Refused(sentence % {"file": path.name}) from error
    except _BROKEN as error:
        raise _damaged(path, DESCRIPTION) from error
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Opened(path, about, members, digest, path.stat().st_size)


def _told(path: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    if DESCRIPTION not in archive.namelist():
        raise _foreign(path)
    if archive.getinfo(DESCRIPTION).file_size > MOST_DESCRIPTION:
        raise _damaged(path, DESCRIPTION)
    try:
        told = json.loads(archive.read(DESCRIPTION))
    except (ValueError, *_BROKEN) as error:
        raise _damaged(path, DESCRIPTION) from error
    if not isinstance(told, dict) or told.get("profile") != PROFILE or not isinstance(told.get("kembar"), dict):
        raise _foreign(path)
    return told


def _about(path: Path, told: dict[str, Any]) -> About:
    own = told["kembar"]
    version = str(own.get("version", "?"))
    if own.get("format") != FORMAT or own.get("fingerprint") != fingerprint():
        sentence = gettext(
            "%(file)s was written by version %(version)s of Kembar, whose tables are others than here. "
            "Bring both instances to the same version, export again, then import."
        )
        raise Refused(sentence % {"file": path.name, "version": version})
    try:
        datetime.fromisoformat(told["created"])
        office = {key: str(own["office"][key]) for key in ("id", "slug", "name")}
        counts = {str(label): int(number) for label, number in own["counts"].items()}
        as_at, has_persons = str(own["as_at"]), bool(own["has_persons"])
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(path, DESCRIPTION) from error
    return About(office, told["created"], version, as_at, has_persons, own["fingerprint"], counts)


def _members(path: Path, told: dict[str, Any]) -> dict[str, Member]:
    try:
        found = {
            str(one["path"]): Member(int(one["bytes"]), str(one["hash"]).removeprefix("sha256:"))
            for one in told["resources"]
        }
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(path, DESCRIPTION) from error
    known = {f"data/{one.file}.csv" for one in tables().values()} | {"register.json", "README.id.md", "README.en.md"}
    for name, member in found.items():
        is_file = name.startswith(FILES) and name == FILES + member.sha256 and member.sha256.isalnum()
        if name not in known and not is_file:
            raise _damaged(path, name)
    if known - set(found) or len(found) != len(told["resources"]):
        raise _damaged(path, DESCRIPTION)
    return found


def _check(path: Path, archive: zipfile.ZipFile, members: dict[str, Member], progress: Progress) -> None:
    """Every member is there once, of the size and hash that the description says; no byte more of it is read."""
    held = [name for name in archive.namelist() if name != DESCRIPTION]
    if sorted(held) != sorted(members):
        strange = sorted(set(held) ^ set(members)) or held
        raise _damaged(path, strange[0])
    if sum(one.size for name, one in members.items() if not name.startswith(FILES)) > MOST_ROWS_BYTES:
        raise _bomb(path)
    for number, (name, member) in enumerate(members.items()):
        info = archive.getinfo(name)
        if info.file_size != member.size:
            raise _damaged(path, name)
        if info.file_size > 64 * _CHUNK and info.file_size > MOST_RATIO * max(info.compress_size, 1):
            raise _bomb(path)
        digest = hashlib.sha256()
        try:
            with archive.open(name) as packed:
                while piece := packed.read(_CHUNK):
                    digest.update(piece)
        except _BROKEN as error:
            raise _damaged(path, name) from error
        if digest.hexdigest() != member.sha256:
            raise _damaged(path, name)
        progress(number + 1, len(members), name)


def _rows(path: Path, archive: zipfile.ZipFile, table: Table) -> list[Cells]:
    name = f"data/{table.file}.csv"
    csv.field_size_limit(1 << 28)  # a long text is no fault; the size of the whole was looked at
    with archive.open(name) as packed, io.TextIOWrapper(packed, encoding="utf-8", newline="") as text:
        reader = csv.reader(text)
        if tuple(next(reader, ())) != table.names:
            raise _damaged(path, name)
        found = []
        for row in reader:
            if len(row) != len(table.columns):
                raise _damaged(path, f"{name}:{reader.line_num}")
            found.append({one.name: unguarded(held, one) for one, held in zip(table.columns, row, strict=True)})
    return found


def _readable(path: Path, table: Table, row: Cells, line: int) -> None:
    """Refused where a cell cannot be a value of its column."""
    for column in table.columns:
        held = row[column.name]
        try:
            if held is None and not column.is_empty_allowed:
                raise ValueError("empty")
            if column.name != IN_EVENT:
                value_of(table, column.name, held)
        except (ValueError, KeyError, TypeError, OverflowError, ValidationError) as error:
            raise _damaged(path, f"data/{table.file}.csv:{line} {column.name}") from error


def _foreign(path: Path) -> Refused:
    sentence = gettext("%(file)s is not a package of Kembar. Give a file that `kembar export` wrote.")
    return Refused(sentence % {"file": path.name})


def _damaged(path: Path, member: str) -> Refused:
    sentence = gettext("%(file)s is damaged or was changed at “%(member)s”. Nothing was written. Ask for it anew.")
    return Refused(sentence % {"file": path.name, "member": member})


def _bomb(path: Path) -> Refused:
    sentence = gettext("%(file)s unpacks to far more than a register holds. Nothing was written.")
    return Refused(sentence % {"file": path.name})
