"""What does a package tell whoever opens it without Kembar?"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from kembar.packages.archive import About
from kembar.packages.tables import tables


def readme(about: About, language: str) -> str:
    """The README of a package in one language, as Markdown."""
    with override(language):
        told = {**about.office, "version": about.version, "created": about.created_at[:10], "as_at": about.as_at}
        parts = [
            "# " + _("Record of %(name)s") % told,
            _("Written on %(created)s by Kembar %(version)s, the working register of sister-city cooperation.") % told,
        ]
        if about.as_at:
            parts.append(_("Only what counts by %(as_at)s; what cannot be placed in time is in it.") % told)
        if about.has_persons:
            parts.append(
                _(
                    "It holds personal data: names of office-holders as sources name them, and of those who made "
                    "entries. Keep it as safe as the register itself."
                )
            )
        else:
            parts.append(_("Names of persons and attached files, which may show or name them, were left out."))
        parts += [
            "## " + _("What is in it"),
            "\n".join(f"* `{name}`: {means}" for name, means in _members()),
            "## " + _("Tables"),
            "\n".join(
                f"* `{tables()[label].file}`: {number}" for label, number in about.counts.items() if label in tables()
            ),
            "## " + _("Into another instance"),
            "    kembar import FILE.zip --dry-run\n    kembar import FILE.zip",
            _("Rows keep their ids; what is there already stays as it is; where something differs nothing is written."),
        ]
        return "\n\n".join(parts) + "\n"


def _members() -> list[tuple[str, str]]:
    return [
        ("datapackage.json", _("what is in it, with the size and SHA-256 of every part (Frictionless)")),
        (
            "data/*.csv",
            _(
                "one table each, in UTF-8; an empty column is \\N, and a text that begins with a sign of a formula has "
                "an apostrophe before it"
            ),
        ),
        ("register.json", _("the same rows as JSON, for programs")),
        (
            "files/",
            _("attached files as they came, each under its SHA-256; `data/files_attachment.csv` has their names"),
        ),
    ]
