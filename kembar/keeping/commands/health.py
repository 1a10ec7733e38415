"""``kembar health``: is the instance well? Exit 1 where something is wrong; nothing is changed."""

from __future__ import annotations

import argparse

from kembar.console import ANSWERED, FAILED, answer_json, answer_table, gettext


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--full", action="store_true", help=gettext("derive everything anew and compare, not a sample"))
    parser.add_argument("--served", action="store_true", help=gettext("a server must answer from this home"))
    parser.add_argument("--json", action="store_true", help=gettext("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    from random import Random

    from django.utils import timezone

    from kembar.keeping.health import examine, is_well
    from kembar.ui.states import look_of

    now = timezone.now()
    rng = Random(now.timestamp())  # noqa: S311 - a sample, not a secret
    checks = examine(at=now, full=arguments.full, served=arguments.served, rng=rng)
    if arguments.json:
        answer_json({"at": now.isoformat(), "is_well": is_well(checks), "checks": [vars(one) for one in checks]})
    else:
        heads = (gettext("Check"), gettext("State"), gettext("What was seen"), gettext("What to do"))
        rows = [(one.title, str(look_of(one.state, "signal").word), one.sees, one.do) for one in checks]
        answer_table(heads, rows)
    return ANSWERED if is_well(checks) else FAILED
