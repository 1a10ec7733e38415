"""Which words stand for the codes of this subject on pages?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kembar.literature.sentences import BROKEN, FILES, FORMATS, NOTES
from kembar.literature.sentences import MERGED_BY as MERGED_WORDS

FORMAT: dict[str, Any] = {code: _(words) for code, words in FORMATS.items()} | {
    "bibliography": _("a bibliography in the register"),
    "document": _("a document of the casebook"),
}
FIELD: dict[str, Any] = {
    "authors": _("Authors"),
    "year": _("Year"),
    "container": _("Journal or book"),
    "doi": "DOI",
    "abstract": _("Abstract"),
    "keywords": _("Keywords"),
    "index_keywords": _("Keywords of the database"),
    "affiliations": _("Affiliations"),
    "countries": _("Countries"),
    "references": _("Works it cites"),
    "cited_by": _("Times cited"),
    "language": _("Language"),
}
WORK_KIND: dict[str, Any] = {
    "article": pgettext_lazy("publication", "article"),
    "review": pgettext_lazy("publication", "review"),
    "book": pgettext_lazy("publication", "book"),
    "chapter": pgettext_lazy("publication", "chapter"),
    "conference": pgettext_lazy("publication", "conference paper"),
    "thesis": pgettext_lazy("publication", "thesis"),
    "report": pgettext_lazy("publication", "report"),
    "web": pgettext_lazy("publication", "web page"),
    "preprint": pgettext_lazy("publication", "preprint"),
    "other": pgettext_lazy("publication", "other"),
    "": pgettext_lazy("publication", "unknown"),
}
MERGED_BY: dict[str, Any] = {code: _(words) for code, words in MERGED_WORDS.items()}
DOING: dict[str, Any] = {
    "": _("Waiting for its turn"),
    "read": _("Reading the files"),
    "merge": _("Finding duplicates"),
    "write": _("Putting the publications in order"),
    "exchange": _("Writing the publications"),
}


def file_says(code: str, detail: str = "") -> str:
    """What is wrong with a file, without its name."""
    text = gettext(FILES[code]) if code in FILES else code
    return text % {"detail": detail} if "%(" in text else text


def broken_says(code: str) -> str:
    return gettext(BROKEN[code]) if code in BROKEN else code


def note_says(code: str) -> str:
    return gettext(NOTES[code]) if code in NOTES else code
