"""``kembar casebook load|remove|check``: put the cases of the documents into the register, or take them out."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kembar.console import ANSWERED, Progress, Refused, answer_json, gettext


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["load", "remove", "check"])
    parser.add_argument("--folder", type=Path, help=gettext("read the files from here instead of the product's own"))
    parser.add_argument("--json", action="store_true", help=gettext("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from kembar.access.actors import Actor
    from kembar.casebook import actions
    from kembar.casebook.files import DATA, BrokenCasebook
    from kembar.casebook.layout import read_casebook
    from kembar.casebook.sentences import sentence

    by, now = Actor.product("casebook"), timezone.now()
    folder = arguments.folder or DATA
    if not folder.is_dir():
        raise Refused(gettext("There is no folder %(folder)s.") % {"folder": folder})
    try:
        if arguments.what == "remove":
            removed = actions.remove(by=by, at=now)
            answer: dict[str, Any] = {"removed": removed}
            said = gettext("%(n)s partnerships of the casebook were removed.") % {"n": removed}
        elif arguments.what == "check":
            book = read_casebook(folder)
            answer = {"rows": sum(1 for _row in book.walk())}
            said = gettext("The casebook is whole: %(n)s rows.") % {"n": answer["rows"]}
        else:
            progress = Progress(gettext("Casebook"))
            counts = actions.load(book=read_casebook(folder), by=by, at=now, progress=progress)
            answer = {"loaded": counts}
            said = gettext("The casebook was loaded: %(n)s partnerships, %(s)s statements.") % {
                "n": counts.get("partnership", 0),
                "s": counts.get("statement", 0),
            }
    except BrokenCasebook as broken:
        raise Refused("\n".join(sentence(fault) for fault in broken.faults)) from broken
    if arguments.json:
        answer_json(answer)
    else:
        print(said)
    return ANSWERED
