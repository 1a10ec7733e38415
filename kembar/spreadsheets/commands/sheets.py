"""``kembar sheets``: an office's sheets in and out, and templates.

kembar sheets import FILE --office SLUG [--kind KIND] [--all COLUMN=VALUE] [--dry-run] [--leave-out] [--json]
kembar sheets export --office SLUG --kind KIND --to FILE
kembar sheets template --kind KIND --to FILE
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from kembar.console import ANSWERED, FAILED, Progress, Refused, answer_json, gettext, language

KINDS = ("partnership", "instrument", "commitment", "activity", "contact", "government", "organisation")


def configure(parser: argparse.ArgumentParser) -> None:
    tasks = parser.add_subparsers(dest="task", required=True, metavar="import | export | template")
    one = tasks.add_parser("import", help=gettext("read a sheet into an office's record"))
    one.add_argument("file", type=Path, help=gettext("a CSV or XLSX file"))
    _whose(one)
    one.add_argument("--kind", choices=KINDS, default="", help=gettext("what the rows are; else told by the heads"))
    one.add_argument("--sheet", default="", help=gettext("the sheet of the workbook to read"))
    one.add_argument("--all", action="append", default=[], metavar="COLUMN=VALUE", help=gettext("a value for all rows"))
    one.add_argument("--dry-run", action="store_true", help=gettext("tell what would be written, write nothing"))
    one.add_argument("--leave-out", action="store_true", help=gettext("write the rest without the refused rows"))
    one.add_argument("--why", default="", help=gettext("the reason, for the history"))
    one.add_argument("--json", action="store_true", help=gettext("for programs"))
    out = tasks.add_parser("export", help=gettext("write an office's rows to a file"))
    _whose(out)
    out.add_argument("--kind", choices=KINDS, required=True, help=gettext("which rows"))
    out.add_argument("--to", type=Path, required=True, help=gettext("the file; .csv or .xlsx"))
    empty = tasks.add_parser("template", help=gettext("write an empty sheet with its heads"))
    empty.add_argument("--kind", choices=KINDS, required=True, help=gettext("which rows"))
    empty.add_argument("--to", type=Path, required=True, help=gettext("the file; .csv or .xlsx"))
    work = tasks.add_parser("work")  # started by the pages, for long sheets
    work.add_argument("id")


def _whose(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--office", required=True, help=gettext("the office, by its address"))
    parser.add_argument("--user", default="", help=gettext("who answers for it; needed where several could"))


def run(arguments: argparse.Namespace) -> int:
    tasks = {"import": _import, "export": _export, "template": _template, "work": _work}
    return tasks[arguments.task](arguments)


def _import(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from kembar.access.permissions import NotAllowed
    from kembar.spreadsheets import actions, sentences
    from kembar.spreadsheets.limits import limits
    from kembar.spreadsheets.refusals import SheetRefused

    office, by = _who(arguments)
    at, bounds = timezone.now(), limits()
    if not arguments.file.is_file():
        raise Refused(gettext("There is no file %(file)s.") % {"file": arguments.file})
    defaults = dict(_pair(each) for each in arguments.all)
    told = Progress(arguments.file.name, quiet=arguments.json)
    try:
        with arguments.file.open("rb") as file:
            chunks = iter(lambda: file.read(1 << 20), b"")
            one = actions.receive(
                office=office, name=arguments.file.name, chunks=chunks, limits=bounds, kind=arguments.kind, by=by, at=at
            )
        if arguments.sheet:
            one = actions.choose_sheet(one=one, sheet=arguments.sheet, kind=arguments.kind, limits=bounds, by=by, at=at)
        if defaults:
            one = actions.settle_columns(one=one, mapping=one.mapping, defaults=defaults, remember=False, by=by, at=at)
        one = actions.begin(one=one, stage="checking", by=by, at=at)
        one = actions.check(one=one, limits=bounds, by=by, at=at, progress=told)
        may_write = one.stage == "checked" and (arguments.leave_out or not one.counts["refused"])
        refused = list(_refusals(one))
        if may_write and not arguments.dry_run:
            one = actions.begin(
                one=one, stage="importing", leave_out=arguments.leave_out, why=arguments.why, by=by, at=at
            )
            one = actions.write(one=one, limits=bounds, by=by, at=at, progress=told)
        if one.stage != "done":
            actions.discard(one=one, by=by, at=at)
    except SheetRefused as error:
        raise Refused(sentences.of_file(error.code, error.data, language())) from error
    except NotAllowed as error:
        raise Refused(
            gettext("This user may not write for this office (%(why)s).") % {"why": error.denied.reason}
        ) from error
    return _answer(arguments, one, refused)


def _answer(arguments: argparse.Namespace, one: Any, refused: list[dict[str, Any]]) -> int:
    from kembar.spreadsheets import sentences

    problem = sentences.of_file(one.problem["code"], one.problem["data"], language()) if one.problem else ""
    is_fine = one.stage == "done" or (arguments.dry_run and not problem and not refused)
    if arguments.json:
        told = {"file": one.file_name, "kind": one.kind, "written": one.stage == "done", "counts": one.counts}
        answer_json({**told, "import": str(one.pk), "problem": problem, "refused": refused})
        return ANSWERED if is_fine else FAILED
    counts = {name: one.counts.get(name, 0) for name in ("new", "changed", "unchanged", "refused")}
    sentence = gettext("%(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(refused)s refused.")
    sys.stdout.write(sentence % counts + "\n")
    for each in refused:
        row = gettext("Row %(row)s: %(reason)s") % {"row": each["row"], "reason": each["reason"]}
        sys.stdout.write(f"  {row}\n")
    written = gettext("Written.") if one.stage == "done" else gettext("Nothing was written.")
    sys.stdout.write(f"{written} {problem}".strip() + "\n")
    return ANSWERED if is_fine else FAILED


def _refusals(one: Any) -> Any:
    from kembar.spreadsheets import files, sentences

    for line in files.lines(files.path(one, "refused")):
        yield {"row": line["number"], "reason": sentences.of_reasons(one.kind, line["faults"], language())}


def _export(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from kembar.spreadsheets.columns import SHEETS
    from kembar.spreadsheets.workbooks import exported

    office, _by = _who(arguments)
    suffix = _suffix(arguments.to)
    body = exported(SHEETS[arguments.kind], office, timezone.localdate(), suffix, language())
    arguments.to.write_bytes(body)
    return ANSWERED


def _template(arguments: argparse.Namespace) -> int:
    from kembar.spreadsheets.columns import SHEETS
    from kembar.spreadsheets.workbooks import template

    arguments.to.write_bytes(template(SHEETS[arguments.kind], _suffix(arguments.to), language()))
    return ANSWERED


def _work(arguments: argparse.Namespace) -> int:
    """What a page started: checks or writes one upload, as its stage says."""
    from django.utils import timezone

    from kembar.access.models import User
    from kembar.access.queries import actor_of
    from kembar.spreadsheets import actions, files
    from kembar.spreadsheets.limits import limits
    from kembar.spreadsheets.models import Import

    one = Import.objects.select_related("office").get(pk=arguments.id)
    by = actor_of(User.objects.get(pk=one.by_user_id or 0), one.office)

    def told(done: int, of: int) -> None:
        files.tell_progress(one, done, of, timezone.now())

    work = {"checking": actions.check, "importing": actions.write}.get(one.stage)
    if work is None:
        return FAILED
    one = work(one=one, limits=limits(), by=by, at=timezone.now(), progress=told)
    return ANSWERED if one.stage in ("checked", "done") else FAILED


def _suffix(path: Path) -> str:
    suffix = path.suffix.lower().lstrip(".")
    if suffix not in ("csv", "xlsx"):
        raise Refused(gettext("The name of the file must end in .csv or .xlsx."))
    return suffix


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise Refused(gettext("--all takes COLUMN=VALUE, not “%(text)s”.") % {"text": text})
    return name.strip(), value.strip()


def _who(arguments: argparse.Namespace) -> tuple[Any, Any]:
    """The office, and the member in whose name it is done: the one named, else the only one who may write."""
    from kembar.access.models import Membership, Office
    from kembar.access.queries import actor_of
    from kembar.access.roles import ROLES, Permission

    office = Office.objects.filter(slug=arguments.office).first()
    if office is None:
        known = ", ".join(Office.objects.order_by("slug").values_list("slug", flat=True)[:20]) or "-"
        sentence = gettext("There is no office “%(office)s”. There are: %(known)s.")
        raise Refused(sentence % {"office": arguments.office, "known": known})
    members = [
        one
        for one in Membership.objects.filter(office=office).select_related("user").order_by("created_at")
        if Permission.WRITE_RECORD in ROLES[one.role].permissions
    ]
    if arguments.user:
        members = [one for one in members if one.user.username == arguments.user]
    if len(members) != 1:
        names = ", ".join(one.user.username for one in members) or "-"
        sentence = gettext("Say with --user in whose name it is done. Who may write for this office: %(names)s.")
        raise Refused(sentence % {"names": names})
    return office, actor_of(members[0].user, office)
