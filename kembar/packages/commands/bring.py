"""``kembar import FILE.zip``: what another instance exported, all of it or nothing; ``--undo`` takes it back."""

from __future__ import annotations

import argparse
import uuid
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kembar.console import ANSWERED, FAILED, Progress, Refused, answer_json, answer_table, gettext


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar=gettext("FILE"), type=Path, nargs="?", help=gettext("what `kembar export` wrote")
    )
    parser.add_argument("--dry-run", action="store_true", help=gettext("tell what it would bring, write nothing"))
    parser.add_argument("--undo", metavar=gettext("IMPORT"), help=gettext("take an import back, by the id it printed"))
    parser.add_argument("--json", action="store_true", help=gettext("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    if bool(arguments.undo) == bool(arguments.file):
        raise Refused(gettext("Give a file to import, or --undo with the id of an import."))
    return _undo(arguments.undo) if arguments.undo else _bring(arguments)


def _bring(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from kembar.audit.actors import Actor
    from kembar.packages.actions import conflicts_sentence, import_package
    from kembar.packages.archive import open_package
    from kembar.packages.planning import plan_of

    package = open_package(arguments.file, progress=Progress(gettext("Checking")))
    event = None
    if arguments.dry_run:
        plan = plan_of(package.rows())
    else:
        progress = Progress(gettext("Import"))
        done = import_package(package=package, by=Actor.product("import"), at=timezone.now(), progress=progress)
        plan, event = done.plan, done.event
    if arguments.json:
        answer_json(_shape(package, plan, event))
    else:
        _tell(package, plan)
        if plan.conflicts:
            print(conflicts_sentence(plan))
        elif event is not None:
            print(gettext("Brought in. To take it back: kembar import --undo %(id)s") % {"id": event.pk})
        elif not plan.is_new:
            print(gettext("Everything in it is here already; nothing was written."))
    return FAILED if plan.conflicts else ANSWERED


def _tell(package: Any, plan: Any) -> None:
    from kembar.packages.tables import tables

    told = {**package.about.office, "created": package.about.created_at[:10], "sha256": package.sha256}
    print(gettext("Package of %(name)s, written on %(created)s, SHA-256 %(sha256)s") % told)
    counts: dict[str, int] = {}
    for one in plan.conflicts:
        counts[one.label] = counts.get(one.label, 0) + 1
    rows = [
        (
            table.file,
            len(plan.new.get(label, [])),
            plan.unchanged.get(label, 0),
            plan.known.get(label, 0),
            counts.get(label, 0),
        )
        for label, table in tables().items()
    ]
    heads = ("table", gettext("new"), gettext("unchanged"), gettext("known here"), gettext("in conflict"))
    heads = (gettext("Table"), *heads[1:])
    answer_table(heads, [row for row in rows if any(row[1:])])
    for label, old, new in plan.renamed:
        print(gettext("%(table)s: “%(old)s” is called “%(new)s” here") % {"table": label, "old": old, "new": new})
    if plan.left_out:
        print(gettext("Left out, because what they refer to is not here: %(n)s rows") % {"n": len(plan.left_out)})


def _shape(package: Any, plan: Any, event: Any) -> dict[str, Any]:
    return {
        "package": {**asdict(package.about), "sha256": package.sha256, "size": package.size},
        "new": {label: len(rows) for label, rows in plan.new.items() if rows},
        "unchanged": plan.unchanged,
        "known": plan.known,
        "conflicts": [asdict(one) for one in plan.conflicts],
        "left_out": [asdict(one) for one in plan.left_out],
        "renamed": plan.renamed,
        "same_government": plan.same_government,
        "event": event.pk if event else None,
    }


def _undo(key: str) -> int:
    from django.utils import timezone

    from kembar.audit.actors import Actor
    from kembar.audit.models import Event
    from kembar.packages.actions import undo_import

    try:
        event = Event.objects.filter(pk=uuid.UUID(key)).first()
    except ValueError:
        event = None
    if event is None:
        raise Refused(gettext("There is no import %(id)s.") % {"id": key})
    undo_import(event=event, by=Actor.product("import"), at=timezone.now())
    print(gettext("Taken back: the register is as if it had not been brought in."))
    return ANSWERED
