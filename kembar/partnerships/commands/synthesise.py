"""``kembar synthesise``: fill a scratch register with made-up partnerships, for measuring; never a real one."""

from __future__ import annotations

import argparse
import re

from kembar.console import ANSWERED, Progress, Refused, answer_json, answer_table, gettext

MARK = "scratch"
"""A file of this name in the home says that nothing in its register is worth keeping."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--partnerships", type=_count, default=2000, metavar="N", help=gettext("how many partnerships"))
    parser.add_argument("--activities", type=_count, default=20000, metavar="N", help=gettext("how many activities"))
    parser.add_argument("--contacts", type=_count, default=100000, metavar="N", help=gettext("how many contacts"))
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=gettext("the same seed makes the same rows"))
    parser.add_argument(
        "--yes-this-is-a-scratch-home",
        action="store_true",
        help=gettext("fill the register although it holds records of offices"),
    )
    parser.add_argument("--json", action="store_true", help=gettext("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils import timezone

    from kembar.access.actors import Actor
    from kembar.access.models import User
    from kembar.partnerships.models import Partnership
    from kembar.partnerships.synthesis import Wanted, is_filled, synthesise

    mark = settings.HOME / MARK
    # Somebody who ever served this home has an account in it: it is not a scratch home, however empty it is.
    is_used = Partnership.objects.filter(origin="live").exists() or User.objects.exists()
    if is_used and not mark.exists() and not arguments.yes_this_is_a_scratch_home:
        sentence = gettext(
            "This register holds records of offices, and made-up ones would be mixed into them. Choose an empty home "
            "(KEMBAR_HOME), or say --yes-this-is-a-scratch-home."
        )
        raise Refused(sentence)
    if is_filled(arguments.seed):
        raise Refused(gettext("Seed %(seed)s has filled this register already; choose another.") % vars(arguments))
    wanted = Wanted(arguments.partnerships, arguments.activities, arguments.contacts)
    progress = Progress(gettext("Made-up records"))
    by = Actor.product("synthesise")
    try:
        written = synthesise(wanted=wanted, seed=arguments.seed, by=by, at=timezone.now(), progress=progress)
    except ValueError as error:
        sentence = gettext("There is nothing to draw from: load the places and the casebook first.")
        raise Refused(sentence) from error
    mark.touch()
    if arguments.json:
        answer_json({"written": written})
    else:
        answer_table((gettext("Table"), gettext("Rows")), written.items())
    return ANSWERED


def _count(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,6}", text):
        raise argparse.ArgumentTypeError(gettext("“%(text)s” is not a number from 1 to 9999999") % {"text": text})
    return int(text)
