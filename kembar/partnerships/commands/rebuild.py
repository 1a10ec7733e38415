"""``kembar rebuild``: derive states, disputes, search words, classes and distances anew.

What is derived is rebuilt by every action that writes, so nothing may differ from what was stored; exit 1 where it did.
"""

from __future__ import annotations

import argparse

from kembar.console import ANSWERED, FAILED, Progress, answer_json, gettext


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=gettext("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    from kembar.partnerships.actions import rebuild_all

    found = rebuild_all(progress=Progress(gettext("Partnerships")))
    if arguments.json:
        answer_json({"partnerships": found.partnerships, "written": found.written, "differed": found.differed})
    else:
        sentence = gettext("%(n)s partnerships: %(spans)s spans and %(disputes)s disputes were derived anew.")
        print(sentence % {"n": found.partnerships, **found.written})
        if found.differed:
            told = "; ".join(f"{name}: {', '.join(slugs)}" for name, slugs in found.differed.items())
            print(gettext("This differed from what was stored: %(told)s") % {"told": told})
        else:
            print(gettext("Nothing differed from what was stored."))
    return FAILED if found.differed else ANSWERED
