"""How does the command line speak?

stdout carries only the answer; progress and complaints go to stderr. Exit 0: answered; 1: a verification failed;
2: bad input. The language is that of ``KEMBAR_LANGUAGE``, else of the shell's locale, else Indonesian.
"""

from __future__ import annotations

import argparse
import gettext as _gettext
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

ANSWERED, FAILED, REFUSED = 0, 1, 2
LOCALE = Path(__file__).parent / "locale"


class Refused(Exception):
    """Bad input: the message is a whole sentence that says what is wrong, where, and what to do."""


_SPOKEN: ContextVar[str] = ContextVar("spoken", default="")


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """What is said inside is said in this language: a page speaks its reader's, not the server's."""
    token = _SPOKEN.set(code[:2])
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def language() -> str:
    """The language in which this command answers: id or en."""
    if spoken := _SPOKEN.get():
        return "en" if spoken == "en" else "id"
    chosen = os.environ.get("KEMBAR_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES")
    chosen = chosen or os.environ.get("LANG") or ""
    return "en" if chosen.lower().startswith("en") else "id"


def gettext(message: str) -> str:
    """The text in the command's language, without starting Django."""
    return _gettext.translation("django", LOCALE, languages=[language()], fallback=True).gettext(message)


def gettext_noop(message: str) -> str:
    """The text as it is, marked so that it is collected for translation; ``gettext`` translates it when it is shown."""
    return message


def add_as_at(parser: argparse.ArgumentParser) -> None:
    """This will add ``--as-at DATE``; ``asked_day`` reads it."""
    parser.add_argument(
        "--as-at",
        metavar=gettext("DATE"),
        default=None,
        help=gettext("the record as at this day, month or year (default: today), e.g. 2018 or 2018-06-30"),
    )


def asked_day(text: str | None) -> date:
    """The day that ``--as-at`` asks for, today without it; Refused with the reason when it is not a date."""
    from django.utils import timezone

    from kembar.analysis.edtf import DateError, as_at_day
    from kembar.ui.as_at import NOT_A_DATE, WHY_NOT, day_asked_for

    if text is None:
        return timezone.localdate()
    try:
        return as_at_day(day_asked_for(text.strip()).text)
    except DateError as error:
        why = WHY_NOT.get(error.code, NOT_A_DATE) if text.strip() else NOT_A_DATE
        sentence = gettext(
            "--as-at “%(text)s”: %(why)s Write a year, a month or a day, e.g. 2018, 2018-06, 2018-06-30."
        )
        raise Refused(sentence % {"text": text, "why": why}) from error


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
    """Tells on stderr how far a long piece of work is: on a terminal in place, elsewhere a line every five seconds."""

    what: str
    quiet: bool = False
    clock: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        self.started = self.clock()
        self.last = self.started

    def __call__(self, done: int, of: int, stage: str = "") -> None:
        if self.quiet:
            return
        now = self.clock()
        if done < of and now - self.last < (0.2 if sys.stderr.isatty() else 5.0):
            return
        self.last = now
        share = f"{done}/{of}" if of else str(done)
        end = "\n" if done >= of or not sys.stderr.isatty() else "\r"
        sys.stderr.write(f"{self.what}: {share} {stage}".ljust(70) + end)
        sys.stderr.flush()
