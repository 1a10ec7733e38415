"""The command ``kembar``: one line per command, each read only when it is called.

A command is a module with ``configure(parser)`` and ``run(arguments) -> exit code``. Those that read the register start
Django and set the instance up first where its home is empty.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from kembar import __version__
from kembar.console import REFUSED, Refused, gettext, language
from kembar.console import gettext_noop as _


@dataclass(frozen=True)
class Command:
    """Where a command lives, what it is for, whether it needs the register, and whether it sets an empty home up."""

    module: str
    help: str
    needs_register: bool = True
    sets_up: bool = True


COMMANDS: dict[str, Command] = {
    "partnerships": Command("kembar.partnerships.commands.partnerships", _("list the partnerships")),
    "partnership": Command("kembar.partnerships.commands.partnership", _("one partnership, whole")),
    "disputes": Command("kembar.evidence.commands.disputes", _("where sources contradict each other")),
    "checks": Command("kembar.evidence.commands.checks", _("what no reader notices, found by rule")),
    "verify-sources": Command("kembar.casebook.commands.verify_sources", _("prove every place against the documents")),
    "casebook": Command("kembar.casebook.commands.casebook", _("load, remove or check the casebook")),
    "studies": Command("kembar.studies.commands.studies", _("the coded studies, and how far two coders agree")),
    "rebuild": Command("kembar.partnerships.commands.rebuild", _("derive states, disputes and search words anew")),
    "synthesise": Command("kembar.partnerships.commands.synthesise", _("fill a scratch register for measuring")),
    "litmap": Command("kembar.literature.commands.litmap", _("map the literature"), needs_register=False),
    "bib": Command("kembar.literature.commands.bib", _("read, merge and write publications"), needs_register=False),
    "readers": Command(
        "kembar.literature.commands.readers", _("what in a text contradicts itself"), needs_register=False
    ),
    "similarity": Command(
        "kembar.literature.commands.similarity", _("how much of a text stands elsewhere"), needs_register=False
    ),
    "sheets": Command("kembar.spreadsheets.commands.sheets", _("an office's spreadsheets, in and out"), sets_up=False),
    "backup": Command("kembar.keeping.commands.backup", _("copy everything into one file"), sets_up=False),
    "restore": Command("kembar.keeping.commands.restore", _("put a backup back"), sets_up=False),
    "health": Command("kembar.keeping.commands.health", _("tell whether all is well"), sets_up=False),
    "export": Command("kembar.packages.commands.export", _("everything an office owns, in one package"), sets_up=False),
    "import": Command("kembar.packages.commands.bring", _("take in a package of another instance")),
    "files": Command("kembar.files.commands.files", _("tell whether the attached files are whole"), sets_up=False),
    "match": Command("kembar.matching.commands.match", _("which city fits, why, and how well that is found")),
    "world": Command("kembar.matching.commands.world", _("the world's twin towns and their network")),
    "figures": Command("kembar.matching.commands.figures", _("figures of countries, airports and pairs, read in")),
    "office": Command("kembar.offices.commands.office", _("offices, colleagues, links to join and to sign in")),
    "run": Command("kembar.pages.commands.run", _("set up and serve"), needs_register=False),
}


# The words of the standard library's parser, so that they too are translated.
_ARGPARSE = (
    _("usage: "),
    _("positional arguments"),
    _("options"),
    _("show this help message and exit"),
    _("the following arguments are required: %s"),
    _("unrecognized arguments: %s"),
    _("argument %(argument_name)s: %(message)s"),
    _("invalid choice: %(value)r (choose from %(choices)s)"),
    _("invalid %(type)s value: %(value)r"),
    _("expected one argument"),
    _("expected at least one argument"),
)
argparse._ = gettext  # type: ignore[attr-defined]


class _Parser(argparse.ArgumentParser):
    """Complains in one sentence and exits 2, like every refusal."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.print_usage(sys.stderr)
        sys.stderr.write(f"{self.prog}: {message}\n")
        raise SystemExit(REFUSED)


def parser_of(name: str) -> argparse.ArgumentParser:
    """The parser of one command."""
    command = COMMANDS[name]
    parser = _Parser(prog=f"kembar {name}", description=gettext(command.help))
    importlib.import_module(command.module).configure(parser)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """This will run one command and return its exit code."""
    _speak_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in ("-h", "--help", "help"):
        _overview()
        return 0 if given else REFUSED
    if given[0] == "--version":
        sys.stdout.write(f"kembar {__version__}\n")
        return 0
    name = given[0]
    if name not in COMMANDS:
        sentence = gettext("There is no command “%(name)s”. `kembar --help` lists them all.")
        sys.stderr.write(sentence % {"name": name} + "\n")
        return REFUSED
    try:
        if COMMANDS[name].needs_register:
            # The command that loads the casebook must be able to tell what is wrong with it.
            helps = "--help" in given or "-h" in given
            start(quiet=helps or not COMMANDS[name].sets_up, casebook=name != "casebook")
        parsed = parser_of(name).parse_args(given[1:])
        code: int = importlib.import_module(COMMANDS[name].module).run(parsed)
        sys.stdout.flush()
        return code
    except Refused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return REFUSED
    except BrokenPipeError:  # the reader, e.g. `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _speak_utf8() -> None:
    """Names come in every script. A pipe on Windows has a code page that lacks most; JSON is UTF-8 anyway. A terminal
    keeps its own, and shows a mark for what it cannot write."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and "utf" not in stream.encoding.lower():
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8")


def start(*, quiet: bool = False, casebook: bool = True) -> None:
    """This will start Django in the command's language and set up an empty home."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kembar.settings")
    import django

    django.setup()
    from django.utils import translation

    translation.activate(language())
    if not quiet:
        from kembar.pages.setup import set_up

        set_up(static=False, casebook=casebook)


def _overview() -> None:
    lines = [gettext("Kembar: the working register of sister-city cooperation."), ""]
    lines += [gettext("Usage: kembar COMMAND [options]; `kembar COMMAND --help` tells more."), ""]
    width = max(map(len, COMMANDS))
    lines += [f"  {name.ljust(width)}  {gettext(command.help)}" for name, command in COMMANDS.items()]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
