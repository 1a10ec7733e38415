"""``kembar export --office O FILE.zip``: everything an office owns, in one file that another instance can take in."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from kembar.console import ANSWERED, Progress, Refused, add_as_at, answer_json, asked_day, gettext


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar=gettext("FILE"), type=Path, help=gettext("the package to write, e.g. bogor.zip")
    )
    parser.add_argument("--office", required=True, metavar=gettext("OFFICE"), help=gettext("short name of the office"))
    parser.add_argument("--without-persons", action="store_true", help=gettext("leave out persons and files"))
    parser.add_argument("--at", metavar=gettext("MOMENT"), help=gettext("the moment written into it (default: now)"))
    parser.add_argument("--force", action="store_true", help=gettext("replace the file where it exists"))
    parser.add_argument("--json", action="store_true", help=gettext("print JSON"))
    add_as_at(parser)


def run(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from kembar.access.models import Office
    from kembar.audit.actors import Actor
    from kembar.packages.actions import export_package

    office = Office.objects.filter(slug=arguments.office).first()
    if office is None:
        known = ", ".join(Office.objects.values_list("slug", flat=True)) or "–"
        sentence = gettext("There is no office called %(office)s; there are: %(known)s.")
        raise Refused(sentence % {"office": arguments.office, "known": known})
    target: Path = arguments.file.expanduser().resolve()
    if not target.parent.is_dir():
        raise Refused(gettext("There is no folder %(folder)s.") % {"folder": target.parent})
    if target.is_dir():
        raise Refused(gettext("%(file)s is a folder; give the name of a file.") % {"file": target})
    if target.exists() and not arguments.force:
        sentence = gettext("%(file)s exists. Choose another name, or say --force to replace it.")
        raise Refused(sentence % {"file": target})
    try:
        made = export_package(
            office=office,
            target=target,
            by=Actor.product("export"),
            at=_moment(arguments.at) if arguments.at else timezone.now(),
            as_at=asked_day(arguments.as_at) if arguments.as_at else None,
            has_persons=not arguments.without_persons,
            progress=Progress(gettext("Export")),
        )
    except OSError as error:
        sentence = gettext("%(file)s could not be written (%(why)s).")
        raise Refused(sentence % {"file": target, "why": error.strerror or error}) from error
    if arguments.json:
        answer_json({"file": str(target), "size": target.stat().st_size, "package": asdict(made)})
        return ANSWERED
    told = {"file": target, "mb": max(1, target.stat().st_size >> 20), "rows": sum(made.counts.values())}
    told |= {"ties": made.counts.get("partnerships.Partnership", 0), "files": made.counts.get("files.StoredFile", 0)}
    print(gettext("%(file)s: %(ties)s partnerships, %(rows)s rows, %(files)s files, %(mb)s MB.") % told)
    if made.has_persons:
        print(gettext("It holds personal data: hand it over as safely as you keep the register."))
    return ANSWERED


def _moment(text: str) -> datetime:
    from django.utils import timezone

    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(gettext("--at “%(text)s” is no moment; write e.g. 2026-11-22T08:00.") % {"text": text}) from error
    return found if found.tzinfo else timezone.make_aware(found)
