"""What every test stands on: a home of its own, and a database that holds the real casebook.

The database is filled once a session: the countries, the places that the casebook's seats need and some large cities,
and the casebook itself. Each test runs in a transaction that is taken back.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

HOME = Path(tempfile.mkdtemp(prefix="kembar-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["KEMBAR_HOME"] = str(HOME)  # before the settings are read: they keep a secret key there
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kembar.settings")
os.environ.setdefault("KEMBAR_TEST_REGISTERS", str(HOME / "registers"))  # the workers of a run share its registers

import django  # noqa: E402 - the home comes first
import hypothesis  # noqa: E402
import pytest  # noqa: E402
from django.conf import settings  # noqa: E402

hypothesis.settings.register_profile("kembar", deadline=None)  # a busy machine is no fault of what is tested
hypothesis.settings.load_profile("kembar")
settings.HOME = HOME  # also where the settings were read before, because the environment named them
settings.STATIC_ROOT = HOME / "static"
settings.STATIC_ROOT.mkdir()
settings.STORAGES["default"]["OPTIONS"]["location"] = HOME / "files"
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; nothing here is secret
django.setup()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> pytest.MonkeyPatch:
    """Until it is undone: a test database of SQLite is a copy of the filled register, instead of what the migrations
    make of nothing; one of PostgreSQL is made from the template that the environment names."""
    from django.core import management
    from django.db import connection

    from tests.factories import registers

    patched = pytest.MonkeyPatch()
    if connection.vendor != "sqlite":
        connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get("KEMBAR_TEST_TEMPLATE")
        return patched
    call_command = management.call_command

    def copied(name: str, *arguments: Any, **options: Any) -> Any:
        if name != "migrate":
            return call_command(name, *arguments, **options)
        connection.ensure_connection()
        with closing(sqlite3.connect(registers.filled())) as register:
            register.backup(connection.connection)
        return None

    patched.setattr(management, "call_command", copied)
    return patched


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_modify_db_settings: pytest.MonkeyPatch, django_db_setup: None, django_db_blocker: Any
) -> None:
    """The database of the session, with places and casebook in it."""
    django_db_modify_db_settings.undo()
    from kembar.partnerships.models import Partnership
    from tests.factories import registers

    with django_db_blocker.unblock():
        if not Partnership.objects.exists():
            registers.fill()


@pytest.fixture
def casebook(db: None) -> None:
    """The real casebook is in the database."""


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """Sentences are compared in English; what a test activates does not last."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture
def command(db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Runs ``kembar`` with these words, in English, on the register of the session; gives exit code, stdout, stderr."""
    from kembar import cli

    monkeypatch.setenv("KEMBAR_LANGUAGE", "en")
    monkeypatch.setattr("kembar.pages.setup.set_up", lambda **_how: None)

    def run(*words: str) -> Answer:
        capsys.readouterr()
        try:
            code = cli.main(words)
        except SystemExit as left:
            code = int(left.code or 0)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return run


class Answer(tuple[int, str, str]):
    """What a command answered."""

    def __new__(cls, code: int, out: str, err: str) -> Answer:
        return super().__new__(cls, (code, out, err))

    code = property(lambda self: self[0])
    out = property(lambda self: self[1])
    err = property(lambda self: self[2])

    @property
    def json(self) -> object:
        import json

        return json.loads(self.out)
