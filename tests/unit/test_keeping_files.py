"""Are files exchanged whole, locks held by one alone, and damaged archives refused in a sentence?"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kembar import durable, locks
from kembar.console import Refused
from kembar.keeping import archive, swap
from kembar.keeping.archive import Manifest
from kembar.keeping.swap import JOURNAL, Move, exchange, settle
from kembar.locks import Held, Lock, holder


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEMBAR_LANGUAGE", "en")


class Killed(BaseException):
    """Nothing catches it, as nothing catches SIGKILL."""


def a_home(folder: Path) -> list[Move]:
    """An old state in place, a new one ready beside it."""
    for name, text in {"r.sqlite3": "old", "r.sqlite3-wal": "old log", "files/a": "old", "files/b": "old"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    for name in ("r.sqlite3", "files/a", "files/c"):
        (folder / ".restoring" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / ".restoring" / name).write_text("new")
    ready, aside = folder / ".restoring", folder / "aside"
    return [
        Move(folder / "r.sqlite3", aside / "r.sqlite3", ready / "r.sqlite3", ("-wal", "-shm")),
        Move(folder / "files", aside / "files", ready / "files"),
    ]


def state(folder: Path) -> dict[str, str]:
    held = [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".lock")]
    return {path.relative_to(folder).as_posix(): path.read_text() for path in held}


OLD = {"r.sqlite3": "old", "r.sqlite3-wal": "old log", "files/a": "old", "files/b": "old"}
NEW = {
    "r.sqlite3": "new",
    "files/a": "new",
    "files/c": "new",
    **{f"aside/{name}": text for name, text in OLD.items()},
}


def live(folder: Path) -> dict[str, str]:
    return {name: text for name, text in state(folder).items() if not name.startswith(".")}


def breaking(step: int, error: Callable[[], BaseException]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Makes the ``step``-th rename fail, before it or after it was made, counted over all kinds of renames."""
    count = itertools.count(1)

    def wrap(rename: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any) -> None:
            if next(count) == step:
                raise error()
            rename(*arguments)
            if next(count) == step:
                raise error()

        return counted

    return wrap


@pytest.mark.parametrize("step", range(1, 15))
def test_killed_at_any_step_the_next_start_finds_all_new_or_all_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
):
    moves = a_home(tmp_path)
    wrap = breaking(step, Killed)
    with monkeypatch.context() as patched:
        patched.setattr(os, "rename", wrap(os.rename))
        patched.setattr(os, "replace", wrap(os.replace))
        try:
            exchange(tmp_path, moves, [tmp_path / ".restoring"])
            finished = True
        except Killed:
            finished = False
    decided = (tmp_path / JOURNAL).exists()
    assert settle(tmp_path) == decided
    assert live(tmp_path) == (NEW if decided or finished else OLD)
    assert finished == (step > 12), "six renames, each failing before and after: the test walks through all of them"
    assert not settle(tmp_path)


@pytest.mark.parametrize("first", range(3, 13))
@pytest.mark.parametrize("second", range(1, 11))
def test_killed_again_while_finishing_it_is_finished_by_the_start_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: int, second: int
):
    moves = a_home(tmp_path)
    for step in (first, second):
        wrap = breaking(step, Killed)
        with monkeypatch.context() as patched:
            patched.setattr(os, "rename", wrap(os.rename))
            patched.setattr(os, "replace", wrap(os.replace))
            try:
                if step is first and not (tmp_path / JOURNAL).exists():
                    exchange(tmp_path, moves, [tmp_path / ".restoring"])
                else:
                    settle(tmp_path)
            except Killed:
                pass
    settle(tmp_path)
    assert live(tmp_path) == NEW


@pytest.mark.parametrize("step", range(3, 13))
def test_a_rename_that_is_refused_takes_back_those_that_were_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
):
    moves = a_home(tmp_path)
    wrap = breaking(step, lambda: PermissionError("in use"))
    with monkeypatch.context() as patched:
        patched.setattr(os, "rename", wrap(os.rename))
        patched.setattr(os, "replace", wrap(os.replace))
        with pytest.raises(PermissionError):
            exchange(tmp_path, moves, [tmp_path / ".restoring"])
    assert live(tmp_path) == OLD
    assert not settle(tmp_path)


def test_a_database_made_anew_by_somebody_in_the_meantime_is_kept_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    moves = a_home(tmp_path)
    with monkeypatch.context() as patched:
        wrap = breaking(6, Killed)  # the old database is aside, the new one not yet in its place
        patched.setattr(os, "rename", wrap(os.rename))
        patched.setattr(os, "replace", wrap(os.replace))
        with pytest.raises(Killed):
            exchange(tmp_path, moves, [tmp_path / ".restoring"])
    (tmp_path / "r.sqlite3").write_text("made anew")
    settle(tmp_path)
    assert live(tmp_path) == {**NEW, "aside/r.sqlite3-2": "made anew"}


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    durable.write_text(tmp_path / "key", "old", mode=0o600)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", breaking(1, Killed)(os.replace))
        with pytest.raises(Killed):
            durable.write_text(tmp_path / "key", "new")
    assert (tmp_path / "key").read_text() == "old"
    durable.write_text(tmp_path / "key", "new", mode=0o600)
    assert (tmp_path / "key").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["key"]
    if os.name == "posix":
        assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


HOLDING = """
import sys, pathlib
from kembar.locks import Lock
lock = Lock(pathlib.Path(sys.argv[1])).take({"address": "http://somewhere"})
print("held", flush=True)
sys.stdin.read()
"""


def test_a_lock_is_held_by_one_process_says_by_whom_and_ends_with_it(tmp_path: Path):
    path = tmp_path / "server.lock"
    assert holder(path) is None
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout
    assert other.stdout.readline() == "held\n"
    with pytest.raises(Held) as held:
        Lock(path).take(wait=0)
    assert held.value.by == {"process": other.pid, "address": "http://somewhere"}
    assert holder(path) == held.value.by
    other.kill()
    other.communicate()
    assert holder(path) is None
    with Lock(path).take({"does": "serve"}):
        assert (holder(path) or {})["process"] == os.getpid()
    assert holder(path) is None


def a_backup(folder: Path, **changed: Any) -> Path:
    """A small archive as the product writes it, with a database that is none; ``changed`` goes into its manifest."""
    folder.mkdir(exist_ok=True)
    database, letter = folder / "kembar.sqlite3", folder / "letter.pdf"
    database.write_bytes(b"rows " * 5000)
    letter.write_bytes(b"%PDF a letter")
    manifest = Manifest(
        "0.1.0", "2026-11-22T08:00:00+00:00", "sqlite", (("audit", "0001_initial"),), {"audit_event": 1}
    )
    target = folder / "backup.zip"
    archive.write(target, manifest, database, [("ab/letter.pdf", letter)], progress=quiet)
    if changed:
        rewrite(target, archive.MANIFEST, lambda text: json.dumps({**json.loads(text), **changed}).encode())
    return target


def quiet(_done: int, _of: int, _what: str) -> None:
    return


def rewrite(path: Path, name: str, change: Callable[[bytes], bytes], add: dict[str, bytes] | None = None) -> None:
    with zipfile.ZipFile(path) as old:
        held = {one: old.read(one) for one in old.namelist()}
    held[name] = change(held[name])
    with zipfile.ZipFile(path, "w") as new:
        for one, content in {**held, **(add or {})}.items():
            new.writestr(one, content)


def refusal(path: Path, into: Path | None = None) -> str:
    with pytest.raises(Refused) as refused:
        archive.unpack(path, archive.read_manifest(path), into, progress=quiet)
    return str(refused.value)


def test_what_is_written_is_read_back_the_same(tmp_path: Path):
    target = a_backup(tmp_path / "made")
    manifest = archive.read_manifest(target)
    archive.unpack(target, manifest, tmp_path / "out", progress=quiet)
    assert (tmp_path / "out" / "kembar.sqlite3").read_bytes() == b"rows " * 5000
    assert (tmp_path / "out" / "files" / "ab" / "letter.pdf").read_bytes() == b"%PDF a letter"
    assert manifest.counts == {"audit_event": 1}
    with zipfile.ZipFile(target) as held:
        kinds = {one.filename: one.compress_type for one in held.infolist()}
    assert kinds["kembar.sqlite3"] == zipfile.ZIP_DEFLATED
    assert kinds["files/ab/letter.pdf"] == zipfile.ZIP_STORED, "what is packed already is stored"


def test_a_file_that_is_gone_when_its_turn_comes_is_named(tmp_path: Path):
    database = tmp_path / "kembar.sqlite3"
    database.write_bytes(b"rows")
    manifest = Manifest("0.1.0", "2026-11-22T08:00:00+00:00", "sqlite", (), {})
    made = archive.write(tmp_path / "b.zip", manifest, database, [("gone.pdf", tmp_path / "gone.pdf")], progress=quiet)
    assert made.vanished == ("files/gone.pdf",)
    archive.unpack(tmp_path / "b.zip", archive.read_manifest(tmp_path / "b.zip"), None, progress=quiet)


def test_foreign_files_are_refused_in_a_sentence(tmp_path: Path):
    assert "no file" in refusal(tmp_path / "absent.zip")
    (tmp_path / "text.zip").write_text("a letter")
    assert "no backup, or only a part of one" in refusal(tmp_path / "text.zip")
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as photos:
        photos.writestr("a.jpg", b"")
    assert "not a backup of Kembar" in refusal(tmp_path / "photos.zip")
    for text in (b"[]", b'{"product": "another"}'):
        with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
            other.writestr("MANIFEST.json", text)
        assert "not a backup of Kembar" in refusal(tmp_path / "other.zip")


def test_a_newer_format_is_refused_with_its_version(tmp_path: Path):
    assert "version 9.0" in refusal(a_backup(tmp_path, format=2, version="9.0"))


@pytest.mark.parametrize("kept", [0, 1, 10, 100, 500, -1, -100])
def test_a_part_of_a_backup_is_refused(tmp_path: Path, kept: int):
    target = a_backup(tmp_path)
    target.write_bytes(target.read_bytes()[:kept])
    assert "Nothing was changed" in (said := refusal(target)) or "part of one" in said


def test_any_byte_that_differs_is_noticed_or_changes_nothing(tmp_path: Path):
    target = a_backup(tmp_path)
    whole = target.read_bytes()
    noticed = 0
    for place in range(0, len(whole), 7):
        target.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        into = tmp_path / str(place)
        try:
            manifest = archive.read_manifest(target)
            archive.unpack(target, manifest, into, progress=quiet)
        except Refused:
            noticed += 1
        else:  # a date in the directory of the archive, e.g.
            assert (into / "kembar.sqlite3").read_bytes() == b"rows " * 5000
    assert noticed > len(whole) / 7 / 2


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "files/../../evil", "files\\..\\evil", "C:evil", ""])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str):
    target = a_backup(tmp_path)
    told = json.loads(zipfile.ZipFile(target).read(archive.MANIFEST))
    told["members"].append({"name": name, "size": 4, "sha256": "0" * 64})
    rewrite(target, archive.MANIFEST, lambda _old: json.dumps(told).encode(), {name or "x": b"evil"})
    assert "damaged at “MANIFEST.json”" in refusal(target, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_member_that_is_not_what_the_manifest_says_is_refused(tmp_path: Path):
    target = a_backup(tmp_path / "a")
    rewrite(target, "kembar.sqlite3", lambda content: content[:-1] + b"!")
    assert "damaged at “kembar.sqlite3”" in refusal(target)
    target = a_backup(tmp_path / "b")
    rewrite(target, "kembar.sqlite3", lambda content: content, {"files/more": b"smuggled"})
    assert "damaged" in refusal(target)
    target = a_backup(tmp_path / "c")
    rewrite(target, "kembar.sqlite3", lambda content: content * 1000)
    assert "damaged at “kembar.sqlite3”" in refusal(target, tmp_path / "out")
    assert not (tmp_path / "out" / "kembar.sqlite3").exists(), "a member larger than promised is not unpacked"


def test_the_modules_that_the_settings_call_do_not_start_django():
    code = "import kembar.keeping.swap, kembar.keeping.archive, sys; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert {swap, locks, durable}
