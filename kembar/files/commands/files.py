"""``kembar files``: do the attached files lie there whole? Exit 1 where one is missing or damaged."""

from __future__ import annotations

import argparse

from kembar.console import ANSWERED, FAILED, answer_json, gettext


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tidy", action="store_true", help=gettext("remove files that nothing refers to"))
    parser.add_argument("--json", action="store_true", help=gettext("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    from dataclasses import asdict

    from django.utils import timezone

    from kembar.audit.actors import Actor
    from kembar.files.actions import tidy
    from kembar.files.queries import state

    now = timezone.now()
    removed = tidy(by=Actor.product("files"), at=now) if arguments.tidy else []
    found = state(at=now)
    if arguments.json:
        answer_json({**asdict(found), "is_well": found.is_well, "removed": removed})
        return ANSWERED if found.is_well else FAILED
    told = {"n": found.rows, "mb": found.size >> 20, "looked": found.looked_at}
    print(gettext("%(n)s files, %(mb)s MB; %(looked)s read and held against their hash.") % told)
    for names, sentence in (
        (found.missing, gettext("missing: %(name)s")),
        (found.corrupt, gettext("damaged: %(name)s")),
        (found.unused, gettext("nothing refers to: %(name)s")),
        (removed, gettext("removed: %(name)s")),
    ):
        for name in names:
            print(sentence % {"name": name})
    return ANSWERED if found.is_well else FAILED
