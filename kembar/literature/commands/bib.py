"""``kembar bib``: read publications from any mix of exports, merge duplicates, write them as RIS, BibTeX or CSV.

Exit 0: answered; 1: no record could be kept, or ``--strict`` and one was broken; 2: bad input.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from kembar.console import ANSWERED, FAILED, Progress, Refused, answer_json, answer_table, gettext
from kembar.literature.sentences import (
    FORMATS,
    LACKING,
    broken_sentence,
    file_sentence,
    merged_sentence,
    note_sentence,
)

KINDS = {".ris": "ris", ".bib": "bibtex", ".csv": "csv"}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "inputs", nargs="+", metavar=gettext("INPUT"), help=gettext("exports and bibliographies, in any mix")
    )
    parser.add_argument(
        "-o", "--output", metavar=gettext("FILE"), help=gettext("write the records: .ris, .bib or .csv")
    )
    parser.add_argument("--to", choices=("ris", "bibtex", "csv"), help=gettext("write the records to stdout"))
    parser.add_argument("--keep-duplicates", action="store_true", help=gettext("merge nothing"))
    parser.add_argument("--strict", action="store_true", help=gettext("exit 1 when a record was broken"))
    parser.add_argument("--json", action="store_true", help=gettext("answer as JSON, with every record"))


def run(args: argparse.Namespace) -> int:
    from kembar.literature.duplicates import deduplicate

    if args.output and Path(args.output).suffix.lower() not in KINDS:
        raise Refused(gettext("%(path)s: records are written as .ris, .bib or .csv.") % {"path": args.output})
    if args.to and args.json:
        raise Refused(gettext("--to and --json both answer on stdout; give one of them, or -o FILE beside --json."))
    records, reports, errors = _read(_paths(args.inputs), quiet=args.json or not sys.stderr.isatty())
    if not reports and len(errors) < 2:
        raise Refused(_only(errors))
    for error in errors:
        sys.stderr.write(file_sentence(error.source, error.code, error.detail) + "\n")
    if not reports:
        raise Refused(gettext("None of the files could be read."))
    kept, merges = (records, []) if args.keep_duplicates else deduplicate(records)
    if args.output or args.to:
        _write(kept, args)
    if args.json:
        answer_json(_data(kept, reports, merges, errors))
    else:
        with redirect_stdout(sys.stderr if args.to else sys.stdout):  # nothing is silent beside records on stdout
            _tell(kept, reports, merges)
    broken = any(report.broken for report in reports)
    return FAILED if not records or (args.strict and (broken or errors)) else ANSWERED


def _read(paths: Sequence[Path], *, quiet: bool) -> tuple[list[Any], list[Any], list[Any]]:
    """Records, reports and errors of files; on a terminal the share of all bytes read, where it takes longer."""
    from kembar.literature.readers import read_files

    sizes = {str(path): path.stat().st_size for path in paths if path.is_file()}
    whole = sum(sizes.values()) or 1
    progress = Progress(gettext("reading"), quiet=quiet)
    done, at = 0, ""

    def heard(name: str, share: float) -> None:
        nonlocal done, at
        if name != at:
            done, at = done + sizes.get(at, 0), name
        progress(min(99, int(100 * (done + share * sizes.get(name, 0)) / whole)), 100, Path(name).name[:40])

    found = read_files(paths, heard)
    if progress.last != progress.started:
        sys.stderr.write("\r" + " " * 78 + "\r")
    return found


def _paths(inputs: Sequence[str]) -> list[Path]:
    """Files as given, and every file of folders."""
    found: list[Path] = []
    for given in inputs:
        path = Path(given)
        found += sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
    return found


def _only(errors: Sequence[Any]) -> str:
    return file_sentence(errors[0].source, errors[0].code, errors[0].detail) if errors else gettext("Nothing to read.")


def _write(records: Sequence[Any], args: argparse.Namespace) -> None:
    from kembar.literature.writers import WRITERS

    if args.to:
        sys.stdout.write(WRITERS[args.to](records))
    if args.output:
        path = Path(args.output)
        try:
            path.write_text(WRITERS[KINDS[path.suffix.lower()]](records), encoding="utf-8")
        except OSError as error:
            sentence = gettext("%(path)s cannot be written: %(why)s.")
            raise Refused(sentence % {"path": path, "why": error.strerror or error}) from error


def _data(
    records: Sequence[Any], reports: Sequence[Any], merges: Sequence[Any], errors: Sequence[Any]
) -> dict[str, Any]:
    return {
        "records": [{field.name: getattr(record, field.name) for field in fields(record)} for record in records],
        "files": [
            {
                **asdict(report),
                "broken": [{**asdict(one), "says": broken_sentence(one.code)} for one in report.broken],
                "notes": dict(report.notes),
                "lacking": dict(report.lacking),
            }
            for report in reports
        ],
        "merged": [
            {
                "kept": {"title": one.kept.title, "file": one.kept.source, "line": one.kept.line},
                "merged": {"title": one.dropped.title, "file": one.dropped.source, "line": one.dropped.line},
                "by": one.by,
            }
            for one in merges
        ],
        "unread": [
            {"file": one.source, "reason": one.code, "says": file_sentence(one.source, one.code, one.detail)}
            for one in errors
        ],
    }


def _tell(records: Sequence[Any], reports: Sequence[Any], merges: Sequence[Any]) -> None:
    rows = [
        [
            report.source,
            gettext(FORMATS.get(report.format, report.format)),
            report.records,
            len(report.broken),
            ", ".join(f"{gettext(LACKING[name])} {count}" for name, count in report.lacking),
        ]
        for report in reports
    ]
    heads = (gettext("File"), gettext("Format"), gettext("Publications"), gettext("Broken"), gettext("Lacking"))
    answer_table(heads, rows)
    for report in reports:
        for one in report.broken:
            where = _place(report.source, one.line, report.format)
            sys.stdout.write(f"{where}: {broken_sentence(one.code)}{': ' + one.text if one.text else ''}\n")
        for code, count in report.notes:
            sys.stdout.write(f"{report.source}: {count} × {note_sentence(code)}\n")
    for merge in merges:
        sentence = gettext("merged, %(by)s: %(dropped)s into %(kept)s — %(title)s")
        kept, dropped = (_place(one.source, one.line, one.format) for one in (merge.kept, merge.dropped))
        words = {"by": merged_sentence(merge.by), "dropped": dropped, "kept": kept, "title": merge.kept.title}
        sys.stdout.write(sentence % words + "\n")
    broken = sum(len(report.broken) for report in reports)
    if broken:
        sentence = gettext("Broken records: %(count)s, each with its place above.")
        sys.stdout.write(sentence % {"count": broken} + "\n")
    sentence = gettext("%(count)s publications, after %(merged)s duplicates were merged.")
    sys.stdout.write(sentence % {"count": len(records), "merged": len(merges)} + "\n")


def _place(source: str, line: int, name: str) -> str:
    """file:line, or the number of the record in formats whose lines say nothing."""
    from kembar.literature.readers import NUMBERED

    return gettext("%(file)s, record %(n)s") % {"file": source, "n": line} if name in NUMBERED else f"{source}:{line}"
