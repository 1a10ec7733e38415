"""When several people change one row at the same moment, is nobody's change lost or half-done?"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
EDITORS, TIMES = 4, 10


def run(home, *words):
    environment = {**os.environ, "KEMBAR_HOME": str(home), "DJANGO_SETTINGS_MODULE": "kembar.settings"}
    environment |= {"PYTHONWARNINGS": "default"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.factories.racing", *map(str, words)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=environment,
        text=True,
    )


def answer(process):
    said, _none = process.communicate(timeout=240)
    assert process.returncode == 0
    return json.loads(said) if said.strip() else None


def test_editors_of_one_row_at_once_lose_nothing_and_the_slower_one_is_told(tmp_path):
    answer(run(tmp_path, "prepare"))
    start = time.time() + 8  # all are up by then
    racing = [run(tmp_path, "race", number, TIMES, start) for number in range(EDITORS)]
    results = [answer(one) for one in racing]
    assert [one["done"] for one in results] == [TIMES] * EDITORS
    assert sum(one["conflicts"] for one in results) > 0
    after = answer(run(tmp_path, "outcome"))
    assert after == {
        "version": 1 + EDITORS * TIMES,
        "events": EDITORS * TIMES,
        "standing": 1,
        "stands": True,
        "chained": True,
        "differed": 0,
    }
