"""Does the same register come out of PostgreSQL? Runs on a cluster of its own, made from the system's own binaries."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.xdist_group("postgres"),
    pytest.mark.skipif(not BINARIES, reason="PostgreSQL's server is not installed: apt-get install postgresql"),
    pytest.mark.skipif(os.name != "posix", reason="the cluster is made the POSIX way"),
]


def as_postgres(*words: str) -> list[str]:
    """The server refuses to run as root, so root lends the command to the user that Debian made for it."""
    return ["runuser", "-u", "postgres", "--", *words] if os.geteuid() == 0 else list(words)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = Path("/tmp") / f"kembar-postgres-{os.getpid()}"
    folder.mkdir()
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    binary, data = BINARIES[-1], folder / "data"
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    try:
        subprocess.run(as_postgres(str(binary / "initdb"), "-D", str(data), "-A", "trust", "-U", "kembar"), **quiet)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
        start = [str(binary / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start"]
        subprocess.run(as_postgres(*start), **quiet)
        made = ["createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "kembar", "kembar"]
        subprocess.run([str(binary / made[0]), *made[1:]], **quiet)
        yield f"postgres://kembar@127.0.0.1:{port}/kembar"
    finally:
        subprocess.run(
            as_postgres(str(binary / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"), **{**quiet, "check": False}
        )
        shutil.rmtree(folder, ignore_errors=True)


def kembar(home: Path, *words: str, url: str = "") -> object:
    """What the command answers as JSON, in a process of its own."""
    environment = {**os.environ, "KEMBAR_HOME": str(home), "KEMBAR_LANGUAGE": "en"}
    environment.pop("DATABASE_URL", None)
    if url:
        environment["DATABASE_URL"] = url
    command = [sys.executable, "-m", "kembar.cli", *words, "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_lists_records_disputes_and_checks_are_the_same_on_both_databases(cluster, tmp_path):
    commands = (
        ["partnerships", "--as-at", "2018"],
        ["partnership", "bogor-kisarazu"],
        ["disputes"],
        ["checks"],
    )
    for words in commands:
        on_sqlite = kembar(tmp_path / "sqlite", *words)
        on_postgresql = kembar(tmp_path / "postgresql", *words, url=cluster)
        assert on_postgresql == on_sqlite, words
