"""Collects, checks and compiles the texts of the interface, without GNU gettext: Babel does all of it.

python tools/messages.py collect   texts of code and templates into kembar/locale/*/LC_MESSAGES/django.po
python tools/messages.py check     exit 1 where a text is missing, untranslated, or a placeholder differs
python tools/messages.py compile   .po to .mo
"""

from __future__ import annotations

import ast
import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "kembar" / "locale"
LANGUAGES = ("id", "en")
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "say": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


def _sources() -> list[tuple[Path, bytes]]:
    """Every Python file as it is, every template turned by Django into calls of gettext."""
    from django.conf import settings

    if not settings.configured:
        settings.configure()
    from django.utils.translation.template import templatize

    found = []
    for path in sorted((ROOT / "kembar").rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            found.append((path, path.read_bytes()))
        elif path.suffix in (".html", ".txt") and "templates" in path.parts:
            code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            # The extractor tokenises it as Python, to which the indentation of the markup means nothing.
            code = "\n".join(line.strip() for line in code.splitlines())
            found.append((path, code.encode()))
    return found


def _in_f_strings(code: bytes) -> list[tuple[str | tuple[str, ...], str | None]]:
    """Texts and contexts of the calls that stand inside f-strings, where Babel's extractor does not look."""
    found: list[tuple[str | tuple[str, ...], str | None]] = []
    for string in ast.walk(ast.parse(code)):
        for call in ast.walk(string) if isinstance(string, ast.JoinedStr) else ():
            name = getattr(call.func, "id", None) if isinstance(call, ast.Call) else None
            if not isinstance(call, ast.Call) or name not in KEYWORDS:
                continue
            texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            context = texts.pop(0) if "pgettext" in name and texts else None
            if texts:
                found.append((tuple(texts[:2]) if "ngettext" in name or "npgettext" in name else texts[0], context))
    return found


def collect() -> Catalog:
    """All texts of the product, with where they stand."""
    template = Catalog(project="Kembar", charset="utf-8")
    for path, code in _sources():
        place = path.relative_to(ROOT).as_posix()
        method = "python"
        for _line, message, comments, context in extract(method, BytesIO(code), KEYWORDS, ("Translators:",)):
            flags = ("python-format",) if "%(" in str(message) else ()
            template.add(message, None, [(place, None)], flags, auto_comments=comments, context=context)
        if path.suffix == ".py":
            for message, context in _in_f_strings(code):
                template.add(message, None, [(place, None)], context=context)
    return template


HEADER = """# Texts of Kembar in the language {language}.
msgid ""
msgstr ""
"Project-Id-Version: Kembar\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"
"""
PLURAL = {"id": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}


def _read(language: str) -> Catalog:
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return read_po(BytesIO(HEADER.format(language=language, plural=PLURAL[language]).encode()), locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> int:
    template = collect()
    for language in LANGUAGES:
        catalog = _read(language)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write((HEADER.format(language=language, plural=PLURAL[language]) + "\n").encode())
            write_po(
                file, catalog, width=110, sort_output=True, ignore_obsolete=True, omit_header=True, no_location=True
            )
        print(f"{language}: {len(catalog)} texts, {len(_faults(language, template))} to mend", file=sys.stderr)
    return 0


def _faults(language: str, template: Catalog) -> list[str]:
    catalog = _read(language)
    faults = []
    for message in template:
        if not message.id:
            continue
        own = catalog.get(message.id, message.context)
        first = message.id if isinstance(message.id, str) else message.id[0]
        if own is None:
            faults.append(f"missing: {first!r}")
            continue
        if language == "en":  # the texts are English; an empty translation means the text itself
            continue
        strings = [own.string] if isinstance(own.string, str) else list(own.string)
        if not strings or not all(strings) or own.fuzzy:
            faults.append(f"untranslated: {first!r}")
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = set(PLACEHOLDER.findall(ids[-1]))
        for string in strings[-1:]:
            if set(PLACEHOLDER.findall(string)) != wanted:
                faults.append(f"placeholders differ: {first!r} -> {string!r}")
    return faults


def check() -> int:
    template = collect()
    bad = 0
    for language in LANGUAGES:
        for fault in _faults(language, template):
            print(f"{language}: {fault}")
            bad += 1
    return 1 if bad else 0


def compile_all() -> int:
    for language in LANGUAGES:
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        if path.exists():
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, _read(language))
    return 0


if __name__ == "__main__":
    actions = {"collect": update, "check": check, "compile": compile_all}
    if len(sys.argv) != 2 or sys.argv[1] not in actions:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(actions[sys.argv[1]]())
