"""``kembar backup FILE``: database and files in one archive, while others go on writing."""

from __future__ import annotations

import argparse
from pathlib import Path

from kembar.console import ANSWERED, Progress, answer_json, gettext


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar=gettext("FILE"), type=Path, help=gettext("the archive to write, e.g. kembar.zip")
    )
    parser.add_argument("--force", action="store_true", help=gettext("replace the file where it exists"))
    parser.add_argument("--json", action="store_true", help=gettext("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from kembar.keeping.actions import as_told, backup

    progress = Progress(gettext("Backup"))
    made = backup(target=arguments.file, at=timezone.now(), force=arguments.force, progress=progress)
    if arguments.json:
        answer_json(as_told(made))
        return ANSWERED
    sentence = gettext("%(file)s: %(mb)s MB, %(files)s files, %(rows)s rows; read back and found whole.")
    told = {"mb": made.size >> 20, "files": len(made.manifest.files), "rows": sum(made.manifest.counts.values())}
    print(sentence % {"file": made.file, **told})
    print(gettext("It holds personal data and the passwords' hashes: keep it safe, on another machine."))
    print(gettext("The secret key is not in it; keep that apart, or let the new home make its own."))
    if made.manifest.vanished:
        names = ", ".join(made.manifest.vanished[:5])
        print(gettext("Removed by somebody while the backup was made: %(names)s") % {"names": names})
    return ANSWERED
