"""Does the product load where there is no POSIX, and is nothing in it that only one system has?

Windows itself is not here: the modules that only POSIX systems have are hidden, the system says that it is Windows, and
every module is loaded anew in a process of its own.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import kembar

ROOT = Path(kembar.__file__).resolve().parent
POSIX = ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog", "posix", "readline", "crypt", "gunicorn")
"""Modules that Windows does not have; ``signal``, ``socket`` and ``subprocess`` it has."""
ONLY_POSIX = {
    "os": {
        *("fork", "forkpty", "getuid", "geteuid", "getgid", "setuid", "setsid", "uname", "mkfifo", "chown", "kill"),
        *("wait", "waitpid", "killpg", "nice", "getloadavg", "statvfs", "symlink", "link", "pread", "pwrite"),
    },
    "signal": {"SIGKILL", "SIGHUP", "SIGALRM", "SIGUSR1", "alarm", "setitimer", "pause"},
    "socket": {"AF_UNIX", "SO_REUSEPORT"},
    "time": {"tzset"},
}
GUARDED = {
    "locks.py fcntl": "behind a look at the system; Windows has msvcrt there",
    "files/opening.py resource": "where it cannot be imported there are no limits",
    "pages/commands/run.py gunicorn": "behind a look at the system; waitress serves on Windows",
    "literature/reuse/similarity.py fork": "behind a look whether the system can fork",
}
"""What is used all the same, and why that does no harm elsewhere."""

AS_WINDOWS = """
import importlib, json, os, pkgutil, sys, types
import asyncio, concurrent.futures.process, multiprocessing.connection, ssl, subprocess
import django
django.setup()                       # the standard library and other packages are what they are on this system
for name in [one for one in sys.modules if one == "kembar" or one.startswith("kembar.")]:
    del sys.modules[name]
for name in {posix!r}:
    sys.modules[name] = None         # importing it now fails
sys.modules["msvcrt"] = types.SimpleNamespace(locking=lambda *a: None, LK_NBLCK=2)
sys.platform = "win32"
for name in ("fork", "getuid", "geteuid", "kill", "uname", "symlink"):
    if hasattr(os, name):
        delattr(os, name)
import django.apps.registry
from django.apps import apps
apps.clear_cache(); apps.app_configs.clear(); apps.all_models.clear()
apps.apps_ready = apps.models_ready = apps.ready = apps.loading = False
apps.ready_event.clear()
import kembar
loaded, failed = [], {{}}
def note(name):
    try:
        importlib.import_module(name); loaded.append(name)
    except BaseException as error:
        failed[name] = repr(error)
from django.conf import settings
apps.populate(settings.INSTALLED_APPS)
for one in pkgutil.walk_packages(kembar.__path__, "kembar.", onerror=lambda name: failed.setdefault(name, "package")):
    if ".migrations" not in one.name and one.name not in ("kembar.analysis.kernels",) and ".kernels." not in one.name:
        note(one.name)
from kembar.locks import Lock
from pathlib import Path
lock = Path(os.environ["KEMBAR_HOME"]) / "try.lock"
with Lock(lock):
    pass
try:
    import fcntl
    hidden = False
except ImportError:
    hidden = True
print(json.dumps({{"loaded": len(loaded), "failed": failed, "hidden": hidden}}))
"""


def modules() -> list[Path]:
    return [path for path in sorted(ROOT.rglob("*.py")) if "migrations" not in path.parts]


def test_every_module_loads_where_there_is_no_posix(tmp_path: Path):
    environment = {**os.environ, "KEMBAR_HOME": str(tmp_path), "PYTHONPATH": str(ROOT.parent)}
    environment["DJANGO_SETTINGS_MODULE"] = "kembar.settings"
    done = subprocess.run(
        [sys.executable, "-c", AS_WINDOWS.format(posix=POSIX)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.strip().splitlines()[-1])
    assert told["hidden"], "a module that needs POSIX would have failed"
    assert told["failed"] == {}
    assert told["loaded"] > 250


def uses(path: Path) -> set[str]:
    """What of a module only POSIX systems have, by the module's own text."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name.partition(".")[0] for one in node.names if one.name.partition(".")[0] in POSIX}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            top = node.module.partition(".")[0]
            found |= {top} & set(POSIX)
            found |= {one.name for one in node.names if one.name in ONLY_POSIX.get(node.module, ())}
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.attr in ONLY_POSIX.get(node.value.id, ()):
                found.add(node.attr)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("get_context"):
            found |= {str(one.value) for one in node.args if isinstance(one, ast.Constant)}
    return found


def test_nothing_that_only_posix_has_is_used_unguarded():
    found = {f"{path.relative_to(ROOT).as_posix()} {use}" for path in modules() for use in uses(path)}
    assert found == set(GUARDED)


def test_files_are_opened_with_an_encoding_said():
    """Windows reads and writes texts in a code page of its own where none is said."""
    found = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _is_text_without_encoding(node):
                found.append(f"{path.relative_to(ROOT).as_posix()}:{node.lineno}")
    assert found == []


def _is_text_without_encoding(call: ast.Call) -> bool:
    said = {one.arg for one in call.keywords}
    if "encoding" in said:
        return False
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in ("read_text", "write_text"):
        return len(call.args) == (0 if name == "read_text" else 1) and ast.unparse(call.func) != "files.read_text"
    if name != "open" or ast.unparse(call.func).startswith(
        ("os.", "zipfile.", "Image.", "archive.", "packed.", "file.")
    ):
        return False
    mode = next((one.value for one in call.args if isinstance(one, ast.Constant)), "")
    is_path = isinstance(call.func, ast.Attribute)
    if not isinstance(mode, str) or "b" in mode:
        return False
    return is_path or "encoding" not in said


@pytest.mark.parametrize("name", ["aux", "con", "nul", "prn", "com1", "lpt1"])
def test_no_file_of_the_product_has_a_name_that_windows_keeps_for_itself(name: str):
    files = [path for path in ROOT.rglob("*") if "__pycache__" not in path.parts]
    assert [path for path in files if path.stem.lower() == name] == []
    assert [path for path in files if set(path.name) & set('<>:"|?*') or path.name.endswith((".", " "))] == []


def test_no_two_files_differ_by_case_alone():
    names = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if "__pycache__" not in path.parts]
    assert len({one.lower() for one in names}) == len(names)


def test_a_machine_without_a_compiler_goes_without_the_kernels(monkeypatch: pytest.MonkeyPatch):
    """Each extension says that the build may go on without it, whatever the tool that translates it forgets."""
    import runpy

    import Cython.Build
    import setuptools

    given: dict[str, object] = {}
    forgetful = lambda some, **_how: [setuptools.Extension(one.name, one.sources) for one in some]  # noqa: E731
    monkeypatch.setattr(Cython.Build, "cythonize", forgetful)
    monkeypatch.setattr(setuptools, "setup", lambda **told: given.update(told))
    monkeypatch.delenv("KEMBAR_WITHOUT_KERNELS", raising=False)
    monkeypatch.chdir(ROOT.parent)
    runpy.run_path("setup.py")
    kernels = given["ext_modules"]
    assert isinstance(kernels, list)
    assert kernels
    assert all(one.optional for one in kernels)


def test_every_file_of_the_product_goes_into_the_package():
    """What is installed has every data file that the work tree has."""
    told = tomllib.loads((ROOT.parent / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = told["tool"]["setuptools"]["package-data"]["kembar"]
    built = {".py", ".pyc", ".so", ".c", ".pyd"}
    held = [path for path in ROOT.rglob("*") if path.is_file() and path.suffix not in built]
    packaged = {path for pattern in patterns for path in ROOT.glob(pattern)}
    assert [path.relative_to(ROOT).as_posix() for path in held if path not in packaged] == []


def test_the_starter_of_windows_says_what_the_manual_says():
    starter = (ROOT.parent / "start.cmd").read_bytes()
    manual = (ROOT.parent / "docs" / "how-to" / "on-the-office-pc.md").read_text(encoding="utf-8")
    assert starter.count(b"\r\n") == starter.count(b"\n"), "Windows wants both signs at the end of a line"
    assert b'"%~dp0"' in starter, "it works wherever it is started from"
    for word in ("-m venv .venv", "pip install", "kembar"):
        assert word in starter.decode("ascii")
        assert word in manual
