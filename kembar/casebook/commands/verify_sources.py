"""``kembar verify-sources [--documents DIR]``: does every term stand on the line that its place names?

A document is known by the hash of its file; a file that only bears its code is another edition, and that is said.
Without a folder, the files are taken that were attached to the documents in the register.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kembar.casebook.rules import Claim, Proof, Unproved, lines_of, prove
from kembar.console import ANSWERED, FAILED, Refused, answer_json, answer_table, gettext

KNOWN, OTHER, MISSING = "known", "other", "missing"


@dataclass(frozen=True)
class Document:
    """One source: the file that was taken for it, whether its hash is known, and what became of its places."""

    source: str
    file: Path | None
    edition: str
    proof: Proof


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--documents",
        type=Path,
        metavar=gettext("FOLDER"),
        help=gettext("where the documents lie (default: the files attached to them in the register)"),
    )
    parser.add_argument("--json", action="store_true", help=gettext("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    from kembar.casebook.queries import claims_by_source, editions

    folder: Path | None = arguments.documents
    if folder is not None and not folder.is_dir():
        raise Refused(gettext("There is no folder %(folder)s.") % {"folder": folder})
    claims = claims_by_source()
    if not claims:
        raise Refused(gettext("The register names no places: load the casebook first (kembar casebook load)."))
    known = editions()
    files = _in_folder(folder) if folder else _attached(known)
    documents = [_document(source, claims[source], files, known.get(source, {})) for source in sorted(claims)]
    if arguments.json:
        answer_json(_shape(documents))
    else:
        _tell(documents)
    has_failed = any(one.edition == MISSING or one.proof.unproved for one in documents)
    return FAILED if has_failed else ANSWERED


def _in_folder(folder: Path) -> dict[Path, str]:
    return {path: _digest(path) for path in sorted(folder.iterdir()) if path.is_file()}


def _attached(known: dict[str, dict[str, str]]) -> dict[Path, str]:
    """The known editions whose files the register holds; read once more, so that a damaged one proves nothing."""
    from kembar.files.queries import digests

    held = digests(sha for editions_of_one in known.values() for sha in editions_of_one)
    if not held:
        sentence = gettext("No document of the casebook is attached here; attach them, or give --documents FOLDER.")
        raise Refused(sentence)
    return {path: _digest(path) for path in held.values()}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _document(source: str, claims: list[Claim], files: dict[Path, str], known: dict[str, str]) -> Document:
    """The file of a source by its hash, else by its code in the name, and what its lines prove."""
    by_hash = next((path for path, digest in files.items() if digest in known), None)
    named = re.compile(rf"(?<![0-9A-Za-z]){re.escape(source)}(?![0-9A-Za-z])")
    path = by_hash or next((path for path in files if named.search(path.name)), None)
    if path is None:
        return Document(source, None, MISSING, Proof(len(claims), tuple(Unproved(one, "no_file") for one in claims)))
    try:
        lines = lines_of(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise Refused(gettext("%(file)s is not a text in UTF-8.") % {"file": path}) from error
    return Document(source, path, KNOWN if by_hash else OTHER, prove(claims, lines))


def _shape(documents: list[Document]) -> dict[str, Any]:
    return {
        "documents": [
            {
                "source": one.source,
                "file": one.file.name if one.file else None,
                "edition": one.edition,
                "places": one.proof.claims,
                "proved": one.proof.proved,
            }
            for one in documents
        ],
        "unproved": [
            {
                "source": one.source,
                "line": fault.claim.line,
                "term": fault.claim.term,
                "by": fault.claim.by,
                "why": fault.code,
                "stands_at": list(fault.stands_at),
            }
            for one in documents
            for fault in one.proof.unproved
        ],
    }


def _tell(documents: list[Document]) -> None:
    words = {
        KNOWN: gettext("the known edition"),
        OTHER: gettext("another edition: its lines may differ"),
        MISSING: gettext("no file found"),
    }
    rows = [
        (one.source, one.file.name if one.file else "–", words[one.edition], f"{one.proof.proved}/{one.proof.claims}")
        for one in documents
    ]
    answer_table((gettext("Document"), gettext("File"), gettext("Edition"), gettext("Places proved")), rows)
    for one in documents:
        for fault in one.proof.unproved if one.edition != MISSING else ():
            print(f"{one.source}:{fault.claim.line} {fault.claim.term} ({fault.claim.by}): {_why(fault)}")


def _why(fault: Unproved) -> str:
    sentences = {
        "no_term": gettext("the place has no term."),
        "no_such_line": gettext("the document has no such line."),
        "not_on_line": gettext("the term does not stand on that line."),
    }
    if fault.stands_at:
        where = gettext("It stands on line %(lines)s.") % {"lines": ", ".join(map(str, fault.stands_at))}
        return f"{sentences[fault.code]} {where}"
    return sentences[fault.code]
