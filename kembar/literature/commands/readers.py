"""``kembar readers``: what in a text contradicts itself, and what an originality report in it says.

Exit 0: read, whatever was found; 1: something was found and ``--strict`` was asked for; 2: a document could not be read
(the others are answered all the same).
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from kembar.console import ANSWERED, FAILED, REFUSED, Refused, answer_json, answer_table, gettext
from kembar.literature.sentences import file_sentence, finding_sentence

CHECKS = ("citations", "older_than_event", "two_counts", "studies", "window", "figures", "template", "method")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "documents", nargs="+", metavar=gettext("DOC"), help=gettext("text, DOCX or PDF; - for standard input")
    )
    parser.add_argument(
        "--check", action="append", choices=CHECKS, help=gettext("only this check; may be given several times")
    )
    parser.add_argument("--strict", action="store_true", help=gettext("exit 1 when anything was found"))
    parser.add_argument("--json", action="store_true", help=gettext("answer as JSON"))


def run(args: argparse.Namespace) -> int:
    from kembar.literature.documents import DocumentError
    from kembar.literature.text_findings import findings_of
    from kembar.literature.text_readers.originality_report import read_report

    answers, errors = [], []
    for path in args.documents:
        try:
            document = _document(path)
        except DocumentError as error:
            errors.append({"document": error.name, "error": file_sentence(error.name, error.code, error.detail)})
            continue
        answers.append((document, findings_of(document.lines, args.check or CHECKS), read_report(document.lines)))
    if errors and not answers:
        raise Refused("\n".join(one["error"] for one in errors))
    if args.json:
        data = [*(_data(*answer) for answer in answers), *errors]
        answer_json(data[0] if len(args.documents) == 1 else data)
    else:
        for document, found, report in answers:
            _tell(document, found, report, many=len(args.documents) > 1)
    for one in errors:
        sys.stderr.write(one["error"] + "\n")
    if errors:
        return REFUSED
    return FAILED if args.strict and any(found for _, found, _ in answers) else ANSWERED


def _document(path: str) -> Any:
    """The document at a path; "-" is what comes in on stdin."""
    from kembar.literature.documents import document_of, read_document

    return document_of(sys.stdin.buffer.read(), gettext("standard input")) if path == "-" else read_document(path)


def _data(document: Any, found: Sequence[Any], report: Any) -> dict[str, Any]:
    from kembar.literature.text_findings import place_of, what_was_read

    return {
        "document": document.name,
        "lines": len(document.lines),
        "read": what_was_read(document.lines),
        "findings": [
            {
                "check": one.check,
                "code": one.says_code,
                "says": finding_sentence(one),
                "data": dict(one.data),
                "places": [place_of(document, line, term) for line, term in one.places],
            }
            for one in found
        ],
        "originality_report": None
        if report is None
        else {**asdict(report), "percent": report.percent, "bounds": report.bounds},
    }


MOST_PLACES = 4
"""Places printed of one finding; JSON has all."""


def _tell(document: Any, found: Sequence[Any], report: Any, *, many: bool) -> None:
    from kembar.literature.text_findings import quoted, told, what_was_read

    if many:
        sys.stdout.write(f"\n=== {document.name}\n")
    counted = what_was_read(document.lines)
    sentence = gettext("%(found)s findings; read: %(citations)s citations, %(entries)s entries of the bibliography.")
    sys.stdout.write(sentence % (counted | {"found": len(found)}) + "\n")
    for group in told(document, found, MOST_PLACES):
        sys.stdout.write(f"\n{group['name']} ({len(group['findings'])}). {group['why']} {group['do']}\n")
        for one in group["findings"]:
            sys.stdout.write(f"  - {one['says']}\n")
            for place in one["places"]:
                sys.stdout.write(f"      {place['where']}: {quoted(place)}\n")
            if one["more"]:
                sys.stdout.write("      " + gettext("and %(n)s more places") % {"n": one["more"]} + "\n")
    if not found:
        sys.stdout.write(gettext("Nothing was found by these checks.") + "\n")
    if report is not None:
        _tell_report(report)


def _tell_report(report: Any) -> None:
    sys.stdout.write("\n" + gettext("This text is an originality report.") + "\n")
    if report.words is not None and report.total:
        sentence = gettext("It reports %(similarity)s%%: %(words)s of %(total)s words (%(percent)s%%). %(remark)s")
        told = {"similarity": report.similarity, "words": report.words, "total": report.total}
        sys.stdout.write(sentence % {**told, "percent": f"{report.percent:.2f}", "remark": report.remark} + "\n")
    low, high = report.bounds
    sentence = gettext("%(count)s sources, which add up to between %(low)s and %(high)s percent:")
    sys.stdout.write(sentence % {"count": len(report.sources), "low": f"{low:g}", "high": f"{high:g}"} + "\n")
    answer_table(
        [gettext("Line"), gettext("Share"), gettext("Mark"), gettext("Address")],
        [[one.line, one.share, one.mark, one.address] for one in report.sources],
    )
