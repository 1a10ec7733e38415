"""Processes that do something to one home at the same moment: each says that it is up and waits to be told to begin."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
UP = "up\n"


def run(module: str, home: Path, *words: object) -> subprocess.Popen[str]:
    """A process of ``tests.factories.<module>`` on a home."""
    environment = {**os.environ, "KEMBAR_HOME": str(home), "DJANGO_SETTINGS_MODULE": "kembar.settings"}
    return subprocess.Popen(
        [sys.executable, "-m", f"tests.factories.{module}", *map(str, words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=environment | {"PYTHONWARNINGS": "default"},
        text=True,
    )


def answer(process: subprocess.Popen[str]) -> Any:
    """What a process said at its end, as JSON; None where it said nothing."""
    said, _none = process.communicate(timeout=240)
    assert process.returncode == 0
    return json.loads(said) if said.strip() else None


def at_once(processes: Iterable[subprocess.Popen[str]]) -> list[Any]:
    """The answers of processes that begin together, as soon as all are up."""
    started = list(processes)
    for one in started:
        assert one.stdout
        assert one.stdout.readline() == UP
    for one in started:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    return [answer(one) for one in started]


def wait_for_the_start() -> None:
    """In such a process: everything is imported, the work may begin."""
    sys.stdout.write(UP)
    sys.stdout.flush()
    sys.stdin.readline()
