"""Several workers at the same moment: are guesses still counted one by one, and does an office keep a head?"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from kembar.access.rules import ACCOUNT

ROOT = Path(__file__).resolve().parent.parent.parent
WORKERS = 4


def run(home, *words):
    environment = {**os.environ, "KEMBAR_HOME": str(home), "DJANGO_SETTINGS_MODULE": "kembar.settings"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.factories.racing_offices", *map(str, words)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=environment | {"PYTHONWARNINGS": "default"},
        text=True,
    )


def answer(process):
    said, _none = process.communicate(timeout=240)
    assert process.returncode == 0
    return json.loads(said) if said.strip() else None


def test_many_workers_let_no_more_guesses_through_than_one_and_heads_who_remove_each_other_leave_one(tmp_path):
    answer(run(tmp_path, "prepare"))
    start = time.time() + 8  # all are up by then
    guesses = [answer(one) for one in [run(tmp_path, "guess", number, 20, start) for number in range(WORKERS)]]
    start = time.time() + 8
    removed = [answer(one) for one in [run(tmp_path, "remove", number, 0, start) for number in range(WORKERS)]]
    assert sum(guesses) == ACCOUNT.free
    assert sum(removed) == WORKERS - 1
    assert answer(run(tmp_path, "outcome")) == {"tries": ACCOUNT.free, "heads": 1}
