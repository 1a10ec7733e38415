"""``kembar readers``: what in a text contradicts itself, and what an originality report in it says.

Exit 0: read, whatever was found; 1: something was found and ``--strict`` was asked for; 2: bad input.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from kembar.console import ANSWERED, FAILED, Refused, answer_json, answer_table, gettext
from kembar.literature.sentences import file_sentence, finding_sentence

CHECKS = ("citations", "older_than_event", "two_counts", "studies", "window", "figures", "template", "method")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("documents", nargs="+", metavar=gettext("DOC"), help=gettext("text, DOCX or PDF"))
    parser.add_argument(
        "--check", action="append", choices=CHECKS, help=gettext("only this check; may be given several times")
    )
    parser.add_argument("--strict", action="store_true", help=gettext("exit 1 when anything was found"))
    parser.add_argument("--json", action="store_true", help=gettext("answer as JSON"))


def findings_of(lines: Sequence[str], checks: Sequence[str] = CHECKS) -> list[Any]:
    """The findings of the checks asked for, in the order of ``CHECKS``."""
    from kembar.analysis import text_checks as read

    makers: dict[str, Callable[[], list[Any]]] = {
        "citations": lambda: read.citations_of(lines),
        "older_than_event": lambda: read.older_than_event(lines),
        "two_counts": lambda: read.two_counts(lines),
        "studies": lambda: read.studies_counted(lines),
        "window": lambda: read.publication_window(lines, read.bibliography(lines)),
        "figures": lambda: read.missing_figures(lines),
        "template": lambda: read.leftover_template(lines),
        "method": lambda: read.method_against_use(lines),
    }
    return [finding for name in CHECKS if name in checks for finding in makers[name]()]


def run(args: argparse.Namespace) -> int:
    from kembar.literature.documents import DocumentError, read_document
    from kembar.literature.text_readers.originality_report import read_report

    answers = []
    for path in args.documents:
        try:
            document = read_document(path)
        except DocumentError as error:
            raise Refused(file_sentence(error.name, error.code, error.detail)) from error
        found = findings_of(document.lines, args.check or CHECKS)
        answers.append((document, found, read_report(document.lines)))
    if args.json:
        data = [_data(*answer) for answer in answers]
        answer_json(data[0] if len(data) == 1 else data)
    else:
        for document, found, report in answers:
            _tell(document, found, report, many=len(answers) > 1)
    return FAILED if args.strict and any(found for _, found, _ in answers) else ANSWERED


def _data(document: Any, found: Sequence[Any], report: Any) -> dict[str, Any]:
    page = (lambda line: document.pages[line - 1]) if document.pages else (lambda line: None)
    return {
        "document": document.name,
        "lines": len(document.lines),
        "findings": [
            {
                "check": one.check,
                "code": one.says_code,
                "says": finding_sentence(one),
                "data": dict(one.data),
                "places": [{"line": line, "page": page(line), "term": term} for line, term in one.places],
            }
            for one in found
        ],
        "originality_report": None
        if report is None
        else {**asdict(report), "percent": report.percent, "bounds": report.bounds},
    }


def _tell(document: Any, found: Sequence[Any], report: Any, *, many: bool) -> None:
    if many:
        sys.stdout.write(f"\n{document.name}\n")
    rows = []
    for one in found:
        place = ", ".join(f"{line}: {term}" for line, term in one.places[:4]) + (" …" if len(one.places) > 4 else "")
        rows.append([one.places[0][0] if one.places else "", finding_sentence(one), place])
    if rows:
        answer_table([gettext("Line"), gettext("What"), gettext("Where")], rows)
    else:
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
