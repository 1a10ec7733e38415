"""How does the command line speak?

stdout carries only the answer; progress and complaints go to stderr. Exit 0: answered; 1: a verification failed;
2: bad input. The language is that of ``KEMBAR_LANGUAGE``, else of the shell's locale, else Indonesian.
"""

from __future__ import annotations

import gettext as _gettext
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ANSWERED, FAILED, REFUSED = 0, 1, 2
LOCALE = Path(__file__).parent / "locale"


class Refused(Exception):
    """Bad input: the message is a whole sentence that says what is wrong, where, and what to do."""


def language() -> str:
    """The language in which this command answers: id or en."""
    chosen = os.environ.get("KEMBAR_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES")
    chosen = chosen or os.environ.get("LANG") or ""
    return "en" if chosen.lower().startswith("en") else "id"


def gettext(message: str) -> str:
    """The text in the command's language, without starting Django."""
    return _gettext.translation("django", LOCALE, languages=[language()], fallback=True).gettext(message)


def answer_json(value: Any) -> None:
    """This will print ``value`` as JSON: what is unknown is null, dates are EDTF, texts by language."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, sort_keys=False, default=str)
    sys.stdout.write("\n")


def answer_table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """This will print rows under their heads, aligned, each cell on one line; wide scripts count double."""
    table = [[str(head) for head in heads], *[["" if cell is None else str(cell) for cell in row] for row in rows]]
    widths = [max(_width(row[column]) for row in table) for column in range(len(heads))]
    for number, row in enumerate(table):
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        sys.stdout.write("  ".join(cells).rstrip() + "\n")
        if number == 0:
            sys.stdout.write("  ".join("-" * width for width in widths) + "\n")


def _width(text: str) -> int:
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


@dataclass
class Progress:
    """Tells on stderr how far a long piece of work is: on a terminal in place, elsewhere once per stage."""

    what: str
    quiet: bool = False
    clock: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        self.started = self.clock()
        self.last = 0.0

    def __call__(self, done: int, of: int, stage: str = "") -> None:
        if self.quiet:
            return
        now = self.clock()
        if done < of and now - self.last < 0.2:
            return
        self.last = now
        share = f"{done}/{of}" if of else str(done)
        end = "\n" if done >= of or not sys.stderr.isatty() else "\r"
        sys.stderr.write(f"{self.what}: {share} {stage}".ljust(70) + end)
        sys.stderr.flush()
