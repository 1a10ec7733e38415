"""Why was a file not taken? One sentence a code: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from kembar.files.content import NotAccepted

_SENTENCES: dict[str, Callable[[], str]] = {
    "no_file": lambda: _("No file was chosen. Choose one, then send again."),
    "empty": lambda: _("The file is empty. Look whether it was copied whole."),
    "program": lambda: _("This is a program, whatever its name says. Programs are not kept; attach the document."),
    "old_office": lambda: _(
        "This is a document of an old Office format (.doc, .xls), which may hold macros. Save it as DOCX, XLSX or PDF."
    ),
    "archive": lambda: _("This is an archive of several files. Attach the documents in it one by one."),
    "page": lambda: _("This is a page or drawing for browsers (HTML, SVG, XML). Print it as PDF and attach that."),
    "unknown": lambda: _("This is none of the kinds that are kept: PDF, JPEG, PNG, TIFF, HEIC, DOCX, XLSX, ODT, text."),
    "pdf_not_at_start": lambda: _("Something stands before the beginning of this PDF. Save it anew and attach that."),
    "two_things": lambda: _(
        "This file is two things at once (%(other)s is hidden in it). Save the document anew and attach that."
    ),
    "cut_off": lambda: _("The end of the file is missing: it was not copied whole. Copy or scan it again."),
    "damaged": lambda: _("The file is damaged: it cannot be opened. Copy, scan or save it again."),
    "locked": lambda: _("The file is locked by a password. Save it without one and attach that."),
    "macros": lambda: _("The document holds macros or programs. Save it without them, or as PDF."),
    "bomb": lambda: _("The document unpacks to far more than a document holds. Save it anew, or as PDF."),
    "leads_outside": lambda: _("Inside the document a name leads outside of it. Save it anew, or as PDF."),
    "too_many_pixels": lambda: _("The picture has more than 150 million pixels. Scan it at 300 dots an inch."),
    "too_big": lambda: _(
        "The file is larger than %(limit)s MB, the most that is kept here. Scan it at 200 to 300 dots."
    ),
    "disk_full": lambda: _("There is no room on the disk of this instance. Tell its administrator; nothing was kept."),
    "name_turns": lambda: _(
        "The name of the file holds a sign that turns the writing direction, which hides what it is. Rename the file."
    ),
    "name_has_controls": lambda: _("The name of the file holds a line break or another control sign. Rename the file."),
    "name_is_path": lambda: _("The name of the file is a path that leads elsewhere. Give it a plain name."),
    "name_missing": lambda: _("The file has no name. Give it one."),
    "name_too_long": lambda: _(
        "The name of the file has %(length)s characters, at most %(limit)s are kept. Shorten it."
    ),
    "there_already": lambda: _("The same file is attached there already. Nothing was added."),
    "purged": lambda: _("The content of this file was removed for good."),
    "purged_before": lambda: _(
        "The content of this file was removed for good on %(day)s and is not kept again. Ask the administrator why."
    ),
    "withdrawn": lambda: _("The file was withdrawn; restore it first."),
    "no_reason": lambda: _("Say why: the reason stays with the file."),
    "never_public": lambda: _("Drafts and letters are for the offices alone; a file of them cannot be published."),
    "no_such_subject": lambda: _("What the file was to belong to is not on this record (any more). Choose again."),
    "other_edition": lambda: _(
        "This is another edition than the one whose lines are cited: its SHA-256 is %(sha256)s. Attach that very file."
    ),
}
_OTHERS: dict[str, Callable[[], str]] = {"html": lambda: _("a page"), "zip": lambda: _("an archive")}


def sentence(refusal: NotAccepted) -> str:
    """The whole sentence in the reader's language."""
    data: dict[str, Any] = dict(refusal.data)
    if "other" in data:
        data["other"] = _OTHERS[data["other"]]()
    return _SENTENCES[refusal.code]() % data
