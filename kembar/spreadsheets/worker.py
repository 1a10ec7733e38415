"""Who does the work on a long sheet? A process of its own, started by the request and owing it nothing.

There is no queue to look after: the process does one thing (check or write), holds the upload's lock while it does, and
ends. Short sheets are read in the request itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from kembar.spreadsheets import files
from kembar.spreadsheets.models import Import

SHORT = {"partnership": 40, "government": 40, "organisation": 40}
SHORT_ROWS = 400
"""Up to so many rows a request waits for the answer: about a second. Partnerships take longer, row by row."""
_started: list[subprocess.Popen[bytes]] = []


def is_short(one: Import, rows: int) -> bool:
    return rows <= SHORT.get(one.kind, SHORT_ROWS)


def start(one: Import) -> None:
    """This will start the process that does what the upload's stage says. What it complains of goes to ``log``."""
    _started[:] = [each for each in _started if each.poll() is None]  # those that ended are taken note of
    how: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        how = {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP}
    with files.path(one, "log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and command, with an id we made
            [sys.executable, "-m", "kembar.cli", "sheets", "work", str(one.pk)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=dict(os.environ),
            **how,
        )
    _started.append(process)
