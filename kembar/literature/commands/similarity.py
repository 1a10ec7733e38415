"""``kembar similarity``: how much of a text stands in a corpus, and where.

Exit 0: answered; 1: ``--at-most`` was exceeded; 2: bad input.
"""

import argparse
import csv
import os
import sys
from pathlib import Path

from kembar.console import ANSWERED, FAILED, Progress, Refused, answer_json, answer_table, gettext
from kembar.literature.sentences import file_sentence, gettext_noop


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "documents", nargs="*", metavar=gettext("DOC"), help=gettext("the texts asked about: text, DOCX or PDF")
    )
    parser.add_argument(
        "--against",
        nargs="+",
        default=[],
        metavar=gettext("PATH"),
        help=gettext("the corpus to search: files and folders"),
    )
    parser.add_argument(
        "--own",
        nargs="+",
        default=[],
        metavar=gettext("PATH"),
        help=gettext("earlier publications of the same authors"),
    )
    parser.add_argument(
        "--template", nargs="+", default=[], metavar=gettext("PATH"), help=gettext("templates of the publisher")
    )
    parser.add_argument(
        "--exclude",
        default="",
        metavar=gettext("MARKS"),
        help=gettext("what is set aside, parted by commas: own, template, quotes, bibliography"),
    )
    parser.add_argument("--addresses", metavar="CSV", help=gettext("a table of two columns, file and address"))
    parser.add_argument(
        "--both-ways", action="store_true", help=gettext("with one DOC and one file: how much of each is in the other")
    )
    parser.add_argument(
        "-o", "--output", metavar=gettext("FILE"), help=gettext("write the report: .html, .docx, .pdf or .json")
    )
    parser.add_argument(
        "--at-most", type=float, metavar=gettext("PERCENT"), help=gettext("exit 1 when more than this share was found")
    )
    parser.add_argument(
        "--pan", metavar=gettext("DIR"), help=gettext("score the detector on a corpus made as those of PAN")
    )
    parser.add_argument("--workers", type=int, default=None, help=gettext("processes to use (default: all cores)"))
    parser.add_argument("--json", action="store_true", help=gettext("answer as JSON"))


def run(args: argparse.Namespace) -> int:
    if args.pan:
        return _pan(args)
    if not args.documents:
        raise Refused(gettext("Name at least one text, e.g. `kembar similarity paper.docx --against corpus/`."))
    if not (args.against or args.own or args.template):
        raise Refused(gettext("Say what to search: --against FILES or folders."))
    if args.both_ways:
        return _both_ways(args)
    excluded = _excluded(args.exclude)
    documents = _documents(args.documents)
    corpus = _corpus(args)
    if args.output and len(documents) > 1:
        raise Refused(gettext("A report is written for one text; name one, or leave out --output."))
    from kembar.literature.reuse.similarity import compare

    found = compare(documents, corpus, excluded, args.workers)
    if args.output:
        _write(found[0], Path(args.output))
    _answer(found, args.json)
    over = args.at_most is not None and any(
        100 * one.counted > args.at_most * one.counted_total for one in found if one.counted_total
    )
    return FAILED if over else ANSWERED


def _excluded(text: str) -> list[str]:
    from kembar.literature.reuse.similarity import MARKS

    named = [mark.strip() for mark in text.split(",") if mark.strip()]
    unknown = [mark for mark in named if mark not in MARKS]
    if unknown:
        sentence = gettext("--exclude does not know “%(mark)s”; it knows %(known)s.")
        raise Refused(sentence % {"mark": unknown[0], "known": ", ".join(MARKS)})
    return named


def _documents(paths: list[str]):  # type: ignore[no-untyped-def]
    from kembar.literature.documents import DocumentError, read_document
    from kembar.literature.reuse.similarity import files_in

    documents = []
    for path in files_in(paths):
        try:
            documents.append(read_document(path))
        except DocumentError as error:
            if Path(path) in map(Path, paths):
                raise Refused(file_sentence(error.name, error.code, error.detail)) from error
            sys.stderr.write(file_sentence(error.name, error.code, error.detail) + "\n")
    if not documents:
        raise Refused(gettext("No text, DOCX or PDF was found in %(paths)s.") % {"paths": ", ".join(paths)})
    return documents


def _corpus(args: argparse.Namespace):  # type: ignore[no-untyped-def]
    from kembar.literature.reuse.similarity import files_in, load_corpus

    progress = Progress(gettext("reading the corpus"), quiet=False)
    questioned = frozenset(path.resolve() for path in files_in(args.documents))
    corpus = load_corpus(
        args.against,
        args.own,
        args.template,
        _addresses(args.addresses),
        questioned,
        lambda _name, share: progress(round(100 * share), 100, "%"),
    )
    for name, code in corpus.unread:
        sys.stderr.write(file_sentence(name, code) + "\n")
    if not corpus.sources and any(
        p.resolve() in questioned for p in files_in([*args.against, *args.own, *args.template])
    ):
        raise Refused(gettext("The only text to search is the one asked about, and a text is not held against itself."))
    if not corpus.sources:
        raise Refused(gettext("The corpus holds no text that could be read; nothing was searched."))
    return corpus


def _addresses(path: str | None) -> dict[str, str]:
    if not path:
        return {}
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            return {row[0].strip(): row[1].strip() for row in csv.reader(file) if len(row) > 1}
    except OSError as error:
        raise Refused(file_sentence(path, "unreadable", error.strerror or "")) from error


def _write(similarity, path: Path) -> None:  # type: ignore[no-untyped-def]
    from kembar.literature.reuse.report import as_data, to_html

    kind = path.suffix.lower()
    if kind not in (".html", ".htm", ".json", ".docx", ".pdf"):
        raise Refused(gettext("%(path)s: a report is .html, .docx, .pdf or .json.") % {"path": path})
    try:
        if kind in (".html", ".htm"):
            path.write_text(to_html(similarity), encoding="utf-8")
        elif kind == ".json":
            import json

            path.write_text(json.dumps(as_data(similarity), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        else:
            from kembar.literature.reuse import paper as similarity_paper

            (similarity_paper.to_docx if kind == ".docx" else similarity_paper.to_pdf)(similarity, path)
    except OSError as error:
        sentence = gettext("%(path)s cannot be written: %(why)s.")
        raise Refused(sentence % {"path": path, "why": error.strerror or error}) from error


def _answer(found, as_json: bool) -> None:  # type: ignore[no-untyped-def]
    from kembar.analysis.text_reuse import percent_text
    from kembar.literature.reuse.report import CLASS_NAMES, as_data, named, summary_lines

    if as_json:
        answer_json(as_data(found[0]) if len(found) == 1 else [as_data(one) for one in found])
        return
    if len(found) > 1:
        rows = [
            [
                os.path.basename(one.document.name),
                one.counted_total,
                one.counted,
                percent_text(one.counted, one.counted_total),
                named(CLASS_NAMES, one.verbal_class),
                len(one.passages),
            ]
            for one in found
        ]
        heads = (
            gettext("Text"),
            gettext("Words"),
            gettext("Reused"),
            gettext("Share"),
            gettext("Class"),
            gettext("Passages"),
        )
        answer_table(heads, rows)
        return
    (one,) = found
    sys.stdout.write(percent_text(one.counted, one.counted_total) + "\n")
    sys.stdout.write("\n".join(summary_lines(one)) + "\n\n")
    _tables(one)


def _tables(one) -> None:  # type: ignore[no-untyped-def]
    from kembar.literature.reuse.report import KIND_NAMES, MARK_NAMES, named, share_text

    if not one.passages:
        sys.stdout.write(gettext("No passage of this text was found in the corpus.") + "\n")
        return

    def mark(name: str) -> str:
        return named(MARK_NAMES, name) if name else ""

    sources = [
        [
            share_text(one, s),
            s.share.words,
            mark(s.source.mark),
            s.source.name,
            s.source.address,
        ]
        for s in one.shares
    ]
    heads = (gettext("Share"), gettext("Words"), gettext("Mark"), gettext("Source"), gettext("Address"))
    answer_table(heads, sources)
    sys.stdout.write("\n")
    passages = []
    for passage in one.passages:
        source = one.corpus.sources[passage.source]
        begins = " ".join(one.document.text[passage.begin : passage.end].split())
        passages.append(
            [
                one.document.text.count("\n", 0, passage.begin) + 1,
                passage.words[1] - passage.words[0],
                named(KIND_NAMES, passage.kind),
                f"{os.path.basename(source.name)}:{source.text.count(chr(10), 0, passage.source_begin) + 1}",
                begins if len(begins) <= 60 else begins[:59] + "…",
            ]
        )
    heads = (gettext("Line"), gettext("Words"), gettext("Kind"), gettext("Stands in"), gettext("Passage"))
    answer_table(heads, passages)


def _both_ways(args: argparse.Namespace) -> int:
    from kembar.analysis.text_reuse import both_ways, percent_text

    documents, others = _documents(args.documents), _documents(args.against)
    if len(documents) != 1 or len(others) != 1:
        raise Refused(gettext("--both-ways holds one text against one other; name one on each side."))
    answers = both_ways(documents[0].text, others[0].text)
    names = {"one in other": (documents[0].name, others[0].name), "other in one": (others[0].name, documents[0].name)}
    rows = [
        {
            "of": names[way][0],
            "stands_in": names[way][1],
            "words": words,
            "total": total,
            "printed": percent_text(words, total),
        }
        for way, (words, total) in answers.items()
    ]
    if args.json:
        answer_json(rows)
    else:
        sentence = gettext("%(printed)s of %(of)s (%(words)s of %(total)s words) stands in %(stands_in)s.")
        sys.stdout.write("\n".join(sentence % row for row in rows) + "\n")
    return ANSWERED


PAN_ERRORS = {
    "no_pan_folder": gettext_noop(
        "%(detail)s is missing; a corpus of PAN holds suspicious-documents and source-documents."
    ),
    "unknown_reference": gettext_noop("the answer keys name texts that are not there: %(detail)s."),
    "no_cases": gettext_noop("%(detail)s holds no answer keys (XML)."),
    "key_broken": gettext_noop("an answer key is no XML: %(detail)s."),
}


def _say(name: str) -> None:
    sys.stderr.write(f"{name} …\n")


LEFT_OUT = {
    "texts_without_answer_key": gettext_noop("Not asked about, for they have no answer key (XML): %(names)s."),
    "texts_missing": gettext_noop("Named by answer keys and not there; their cases are left out: %(names)s."),
}


def _say_left_out(answer: dict[str, object]) -> None:
    for key, sentence in LEFT_OUT.items():
        names: list[str] = answer[key]  # type: ignore[assignment]
        if names:
            listed = ", ".join(names[:5]) + (f" … ({len(names)})" if len(names) > 5 else "")
            sys.stderr.write(gettext(sentence) % {"names": listed} + "\n")


def _pan(args: argparse.Namespace) -> int:
    from kembar.literature.reuse.pan import PanError, evaluate

    try:
        answer = evaluate(Path(args.pan), _say)
    except PanError as error:
        raise Refused(gettext(PAN_ERRORS[error.code]) % {"detail": error.detail}) from error
    _say_left_out(answer)
    if args.json:
        answer_json(answer)
        return ANSWERED
    methods: dict[str, dict[str, object]] = answer["methods"]  # type: ignore[assignment]
    heads = (
        gettext("Method"),
        "PlagDet",
        gettext("Recall"),
        gettext("Precision"),
        gettext("Granularity"),
        gettext("Cases"),
        gettext("Detections"),
        gettext("Seconds"),
    )
    rows = [
        [
            name,
            *(f"{one[key]:.3f}" for key in ("plagdet", "recall", "precision", "granularity")),
            one["cases"],
            one["detections"],
            one["seconds"],
        ]
        for name, one in methods.items()
    ]
    answer_table(heads, rows)
    sys.stdout.write("\n")
    kinds = list(methods["kembar"]["kinds"])  # type: ignore[call-overload]
    table = []
    for kind in kinds:
        figures = [methods[name]["kinds"][kind] for name in methods]  # type: ignore[index]
        shown = ["n < 5" if one["recall"] is None else f"{one['recall']:.3f}" for one in figures]
        table.append([kind, figures[0]["n"], *shown])
    recall = gettext("Recall")
    answer_table([gettext("Kind"), "n", *(f"{recall} {name}" for name in methods)], table)
    ratio = answer["ratio_to_better_baseline"]
    if ratio:
        sys.stdout.write("\n" + gettext("PlagDet to the better baseline: %(ratio)s") % {"ratio": f"{ratio:.2f}"} + "\n")
    return ANSWERED
