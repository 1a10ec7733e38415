"""``kembar restore FILE``: the instance as it was when the backup was made; what stood here is kept aside."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from kembar.console import ANSWERED, Progress, answer_json, gettext


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar=gettext("FILE"), type=Path, help=gettext("what `kembar backup` wrote"))
    parser.add_argument(
        "--force", action="store_true", help=gettext("even while a server or another program uses this home")
    )
    parser.add_argument("--json", action="store_true", help=gettext("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from kembar.access.actors import Actor
    from kembar.keeping.actions import restore

    done = restore(
        source=arguments.file,
        by=Actor.product("restore"),
        at=timezone.now(),
        force=arguments.force,
        progress=Progress(gettext("Restore")),
    )
    if arguments.json:
        answer_json({"aside": done.aside, "migrated": done.migrated, "manifest": asdict(done.manifest)})
        return ANSWERED
    told = {"at": done.manifest.created_at[:16].replace("T", " "), "rows": sum(done.manifest.counts.values())}
    print(gettext("The register is as it was at %(at)s: %(rows)s rows.") % told)
    if done.migrated:
        print(gettext("Its tables were brought up to this version."))
    if done.aside:
        print(
            gettext("What stood here before is kept in %(folder)s; delete it when all is well.")
            % {"folder": done.aside}
        )
    print(gettext("Everybody signs in anew."))
    return ANSWERED
