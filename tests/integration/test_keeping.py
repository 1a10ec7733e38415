"""Backup, restore, health and what is kept about persons, as an administrator meets them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kembar.access.models import Membership, Office, User
from kembar.durable import write_json
from kembar.keeping import archive, queries
from kembar.keeping.actions import LAST
from kembar.keeping.health import CLEAR, RAISED, WATCH, examine, is_well
from kembar.partnerships.models import Partnership, StateSpan
from tests.factories.killing import Killer

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork; Windows has none")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with the casebook and one file, made in a process of its own."""
    home = tmp_path_factory.mktemp("made")
    killer = Killer(home)
    killer.run("make")
    yield home
    killer.close()


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "home"))


def kembar(home: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, "KEMBAR_HOME": str(home), "KEMBAR_LANGUAGE": "en", **environment}
    told.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "kembar.cli", *words]
    return subprocess.run(command, env=told, capture_output=True, encoding="utf-8", timeout=120, check=False)


def answer(home: Path, *words: str) -> Any:
    done = kembar(home, *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@needs_fork
class TestBackupAndRestore:
    def test_a_backup_restores_to_the_same_answers(self, home: Path, tmp_path: Path):
        commands = (["partnerships"], ["partnership", "bogor-kisarazu", "--as-at", "2018"])
        before = [answer(home, *words) for words in commands]
        told = answer(home, "backup", str(tmp_path / "b.zip"))
        assert told["manifest"]["counts"]["partnerships_partnership"] == len(before[0])
        assert kembar(home, "casebook", "remove").returncode == 0
        (home / "files" / "ab" / "letter.pdf").write_bytes(b"changed")
        assert answer(home, "partnerships") == []
        key = (home / "secret-key").read_text()
        done = answer(home, "restore", str(tmp_path / "b.zip"))
        assert [answer(home, *words) for words in commands] == before
        assert (home / "files" / "ab" / "letter.pdf").read_bytes() == b"%PDF a letter"
        assert (home / "secret-key").read_text() == key
        aside = Path(done["aside"])
        assert aside.name.startswith("before-restore-")
        assert (aside / "files" / "ab" / "letter.pdf").read_bytes() == b"changed"
        old = sqlite3.connect(aside / "kembar.sqlite3")
        assert old.execute("SELECT count(*) FROM partnerships_partnership").fetchone() == (0,)
        old.close()
        assert not (home / ".restoring").exists()

    def test_it_restores_into_an_empty_home_which_makes_a_key_of_its_own(self, home: Path, tmp_path: Path):
        before = answer(home, "partnerships")
        answer(home, "backup", str(tmp_path / "b.zip"))
        done = answer(tmp_path / "new", "restore", str(tmp_path / "b.zip"))
        assert done["aside"] == ""
        assert answer(tmp_path / "new", "partnerships") == before
        assert (tmp_path / "new" / "secret-key").read_text() != (home / "secret-key").read_text()

    def test_secret_key_and_sessions_stay_behind_and_only_the_owner_reads_the_file(self, home: Path, tmp_path: Path):
        register = sqlite3.connect(home / "kembar.sqlite3")
        with register:
            register.execute("INSERT INTO django_session VALUES ('a-session-key', 'data', '2030-01-01')")
        register.close()
        done = kembar(home, "backup", str(tmp_path / "b.zip"))
        assert "The secret key is not in it" in done.stdout
        assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0
        with zipfile.ZipFile(tmp_path / "b.zip") as held:
            assert held.namelist() == ["kembar.sqlite3", "files/ab/letter.pdf", "MANIFEST.json"]
            content = b"".join(held.read(name) for name in held.namelist())
        assert b"a-session-key" not in content
        assert (home / "secret-key").read_bytes() not in content

    def test_an_existing_file_is_replaced_only_when_told(self, home: Path, tmp_path: Path):
        (tmp_path / "b.zip").write_text("mine")
        refused = kembar(home, "backup", str(tmp_path / "b.zip"))
        assert refused.returncode == 2
        assert "exists. Choose another name, or say --force" in refused.stderr
        assert (tmp_path / "b.zip").read_text() == "mine"
        answer(home, "backup", str(tmp_path / "b.zip"), "--force")
        assert archive.read_manifest(tmp_path / "b.zip").engine == "sqlite"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["b.zip", "home"]

    def test_what_cannot_be_done_is_said_in_a_sentence(self, home: Path, tmp_path: Path):
        for words, sentence in (
            (("backup", str(tmp_path / "absent" / "b.zip")), "There is no folder"),
            (("backup", str(tmp_path)), "is a folder"),
            (("restore", str(tmp_path / "absent.zip")), "There is no file"),
            (("restore", str(home / "kembar.sqlite3")), "is no backup, or only a part of one"),
        ):
            done = kembar(home, *words)
            assert done.returncode == 2, words
            assert sentence in done.stderr
            assert "Traceback" not in done.stderr
        nothing = kembar(tmp_path / "nothing", "backup", str(tmp_path / "b.zip"))
        assert "There is no register" in nothing.stderr
        assert not (tmp_path / "nothing" / "kembar.sqlite3").exists(), "asking must not make an empty register"

    def test_a_backup_of_a_later_version_or_of_another_database_is_refused(self, home: Path, tmp_path: Path):
        answer(home, "backup", str(tmp_path / "b.zip"))
        for changed, sentence in (
            ({"migrations": [["partnerships", "0999_later"]], "version": "9.1"}, "written by version 9.1"),
            ({"engine": "postgresql"}, "damaged at “MANIFEST.json”"),
            ({"counts": {"partnerships_partnership": 1}}, "does not hold what its manifest says"),
        ):
            with zipfile.ZipFile(tmp_path / "b.zip") as old, zipfile.ZipFile(tmp_path / "c.zip", "w") as new:
                for name in old.namelist():
                    content = old.read(name)
                    if name == archive.MANIFEST:
                        content = json.dumps({**json.loads(content), **changed}).encode()
                    new.writestr(name, content)
            done = kembar(home, "restore", str(tmp_path / "c.zip"))
            assert done.returncode == 2
            assert sentence in done.stderr
            assert len(answer(home, "partnerships")) > 30

    def test_a_damaged_register_is_not_backed_up_over_a_sound_backup(self, home: Path, tmp_path: Path):
        answer(home, "backup", str(tmp_path / "b.zip"))
        sound = (tmp_path / "b.zip").read_bytes()
        damage(home / "kembar.sqlite3")
        done = kembar(home, "backup", str(tmp_path / "b.zip"), "--force")
        assert done.returncode == 2
        assert "damaged" in done.stderr or "malformed" in done.stderr
        assert (tmp_path / "b.zip").read_bytes() == sound
        unwell = kembar(home, "health")
        assert unwell.returncode == 1
        assert answer(home, "restore", str(tmp_path / "b.zip"))["aside"]
        assert kembar(home, "health").returncode == 0

    def test_a_backup_taken_while_others_write_holds_one_moment(self, home: Path, tmp_path: Path):
        writer = Killer(home)
        writing = threading.Thread(target=writer.run, args=("write_pairs",))
        writing.start()
        while not pairs_in(home / "kembar.sqlite3"):
            time.sleep(0.1)
        taken = [archive_of(home, tmp_path / f"{number}.zip") for number in range(2)]
        (home / "stop").touch()
        writing.join()
        writer.close()
        wrote = json.loads((home / "pairs.json").read_text())
        pairs = [Counter(row[0] for row in rows) for rows in taken]
        assert all(set(held.values()) <= {2} for held in pairs), "a pair is written in one transaction"
        assert 0 < len(pairs[0]) < len(pairs[1]) < wrote["pairs"], "all was going on meanwhile"
        assert wrote["longest_ms"] < 5000

    def test_a_database_that_another_program_has_open_is_not_taken_from_under_it(self, home: Path, tmp_path: Path):
        answer(home, "backup", str(tmp_path / "b.zip"))
        other = sqlite3.connect(home / "kembar.sqlite3")
        other.execute("SELECT count(*) FROM partnerships_partnership").fetchone()
        done = kembar(home, "restore", str(tmp_path / "b.zip"))
        assert done.returncode == 2
        assert "Another program has" in done.stderr
        assert kembar(home, "restore", str(tmp_path / "b.zip"), "--force").returncode == 0
        other.close()

    def test_text_in_a_pipe_is_utf8_whatever_the_code_page(self, home: Path):
        done = kembar(home, "partnerships", PYTHONIOENCODING="cp1252", KEMBAR_LANGUAGE="id")
        assert done.returncode == 0, done.stderr


def archive_of(home: Path, target: Path) -> list[tuple[str]]:
    """What pairs a backup taken now holds."""
    answer(home, "backup", str(target))
    into = target.with_suffix("")
    archive.unpack(target, archive.read_manifest(target), into, progress=lambda *_said: None)
    return pairs_in(into / "kembar.sqlite3")


def pairs_in(path: Path) -> list[tuple[str]]:
    held = sqlite3.connect(path)
    rows = held.execute("SELECT why FROM audit_event WHERE action = 'pair'").fetchall()
    held.close()
    return rows


def damage(path: Path) -> None:
    """Overwrites pages in the middle of the file, once its log is merged."""
    register = sqlite3.connect(path)
    register.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    register.close()
    with path.open("rb+") as file:
        file.seek(path.stat().st_size // 2)
        file.write(os.urandom(5 * 4096))


@needs_fork
class TestServerOfAHome:
    def test_one_server_a_home_and_no_restore_below_it(self, home: Path, tmp_path: Path):
        answer(home, "backup", str(tmp_path / "b.zip"))
        ports = free_port(), free_port()
        told = {**os.environ, "KEMBAR_HOME": str(home), "KEMBAR_LANGUAGE": "en"}
        told.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "kembar.cli", "run", "--port", str(ports[0])]
        with subprocess.Popen(
            command, env=told, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as server:
            try:
                assert server.stdout
                assert f"http://127.0.0.1:{ports[0]}" in server.stdout.readline()
                second = kembar(home, "run", "--port", str(ports[1]))
                assert second.returncode == 2
                assert (
                    f"already served from {home} (http://127.0.0.1:{ports[0]}, process {server.pid})" in second.stderr
                )
                restore = kembar(home, "restore", str(tmp_path / "b.zip"))
                assert restore.returncode == 2
                assert "Stop it first" in restore.stderr
                checks = answer(home, "health", "--served")["checks"]
                seen = next(one["sees"] for one in checks if one["code"] == "server")
                assert seen.endswith("answers with 200")
                answer(home, "backup", str(tmp_path / "during.zip"))
            finally:
                server.terminate()
                server.wait(timeout=20)
        assert kembar(home, "health", "--served").returncode == 1
        assert kembar(home, "restore", str(tmp_path / "during.zip")).returncode == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def by_code(**how: Any) -> dict[str, Any]:
    return {one.code: one for one in examine(at=AT, rng=Random(1), **how)}


@pytest.mark.usefixtures("casebook")
class TestHealth:
    def test_a_sound_instance_is_well(self):
        found = by_code()
        assert is_well(list(found.values())), found
        assert {code for code, one in found.items() if one.state == CLEAR} >= {"database", "tables", "derived", "rows"}

    def test_a_stored_state_that_does_not_follow_is_found_by_sample_and_in_full(self):
        span = StateSpan.objects.filter(kind="formal").first()
        assert span
        StateSpan.objects.filter(id=span.id).update(state="ended" if span.state != "ended" else "expired")
        every = Partnership.objects.count()
        looked_at, differed = queries.derived_differs(sample=every, rng=Random(1))
        assert (looked_at, differed) == (every, [span.partnership.slug])
        assert by_code(full=True)["derived"].state == RAISED
        assert StateSpan.objects.get(id=span.id).state != span.state, "looking repairs nothing"

    def test_the_age_of_the_last_backup_is_told(self, settings: Any, tmp_path: Path):
        settings.HOME = tmp_path
        assert by_code()["backup"].state == WATCH
        for days, state in ((1, CLEAR), (8, WATCH)):
            made_at = (AT - timedelta(days=days)).isoformat()
            write_json(tmp_path / LAST, {"at": made_at, "file": "/away/b.zip", "size": 52 << 20})
            backup = by_code()["backup"]
            assert backup.state == state
            assert f"{days} days ago, 52 MB, to /away/b.zip" in backup.sees
        (tmp_path / LAST).write_text("{broken")
        assert by_code()["backup"].state == WATCH

    def test_a_pending_migration_and_a_missing_column_are_found(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("kembar.keeping.database.pending", lambda: ["partnerships.0099_later"])
        assert by_code()["tables"].state == RAISED
        monkeypatch.setattr("kembar.keeping.database.pending", list)
        monkeypatch.setattr("kembar.keeping.database.lacking", lambda: ["partnerships_party.shoe_size"])
        assert "shoe_size" in by_code()["tables"].sees

    def test_little_disk_and_lost_styles_are_found(
        self, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        usage = shutil.disk_usage(tmp_path)
        for free, state in ((100 << 20, RAISED), (500 << 20, WATCH), (5000 << 20, CLEAR)):
            monkeypatch.setattr("shutil.disk_usage", lambda _path, free=free: usage._replace(free=free))
            assert by_code()["disk"].state == state
        settings.STATIC_ROOT = tmp_path
        write_json(tmp_path / "staticfiles.json", {"paths": {"a.css": "a.123.css"}})
        assert by_code()["static"].state == RAISED
        (tmp_path / "a.123.css").touch()
        assert by_code()["static"].state == CLEAR


@pytest.fixture
def people(casebook: None) -> dict[str, User]:
    office = Office.objects.create(slug="o", name="Office of Bogor", created_at=AT, created_by="tests")
    made = {"administrator": User.objects.create_superuser("root", "root@example.org")}
    for role in ("researcher", "officer", "head", "ministry"):
        made[role] = User.objects.create_user(role)
        Membership.objects.create(user=made[role], office=office, role=role, created_at=AT, created_by="tests")
    return made


class TestPages:
    def test_health_is_for_the_administrator_alone(self, people: dict[str, User], client: Client):
        answer = client.get(reverse("health"))
        assert (answer.status_code, answer["Location"]) == (302, "/masuk/?next=/kesehatan/")
        for role, person in people.items():
            client.force_login(person)
            answer = client.get(reverse("health"), headers={"Accept-Language": "en"})
            if role == "administrator":
                assert answer.status_code == 200
                assert "Nothing is wrong." in answer.content.decode()
            else:
                assert answer.status_code == 403
                assert "whoever administers the instance" in answer.content.decode()
        assert client.post(reverse("health")).status_code in (403, 405)

    def test_purposes_are_public_and_names_are_not(self, people: dict[str, User], client: Client):
        for person in (None, people["officer"]):
            if person:
                client.force_login(person)
            page = client.get(reverse("personal-data"), headers={"Accept-Language": "en"}).content.decode()
            assert "To tell whether a paper binds." in page
            assert "listed here for the administrator" in page
            assert not [one for one in queries.persons() if one.person.name in page]
            assert "root@example.org" not in page

    def test_the_administrator_sees_who_is_kept_why_and_where_from(
        self, people: dict[str, User], client: Client, django_assert_max_num_queries: Any
    ):
        client.force_login(people["administrator"])
        with django_assert_max_num_queries(20):
            answer = client.get(reverse("personal-data"), headers={"Accept-Language": "en"})
        page = answer.content.decode()
        assert answer["Cache-Control"] == "no-store"
        named = queries.persons()
        assert named
        assert all(one.person.name.replace("'", "&#x27;") in page for one in named)
        assert all(one.sources for one in named), "every person stands on a source"
        assert "root@example.org" in page
        assert "no purpose recorded" not in page, "nobody is kept without a purpose"

    def test_about_leads_to_it(self, people: dict[str, User], client: Client):
        assert reverse("personal-data") in client.get(reverse("about")).content.decode()
