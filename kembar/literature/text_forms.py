"""Which texts does a reader give to be checked or compared?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kembar.literature.forms import FilesField
from kembar.literature.similarity import MARKS
from kembar.literature.similarity_report import MARK_NAMES

MOST_BYTES = 30 * 1024 * 1024


class TextField(forms.FileField):
    """One text as DOCX, PDF or plain text; what is in it is judged when it is read."""

    def clean(self, data: Any, initial: Any = None) -> UploadedFile[Any]:
        given: UploadedFile[Any] = super().clean(data, initial)
        if (given.size or 0) > MOST_BYTES:
            words = {"file": given.name, "mb": MOST_BYTES >> 20}
            raise forms.ValidationError(gettext("%(file)s is larger than %(mb)s MB.") % words)
        return given


class OptionalFilesField(FilesField):
    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        return super().clean(data, initial) if data else []


class CheckForm(forms.Form):
    """A text whose inner contradictions are looked for."""

    text = TextField(label=_("Text (DOCX, PDF or plain text)"))


class CompareForm(forms.Form):
    """A text and what it is compared with."""

    text = TextField(label=_("Text that is asked about (DOCX, PDF or plain text)"))
    against = OptionalFilesField(label=_("Texts to compare it with"), required=False)
    own = OptionalFilesField(
        label=_("Earlier publications of the same authors"),
        required=False,
        help_text=_("Marked as such, and left out of the count where you wish"),
    )
    template = OptionalFilesField(
        label=_("Templates of the publisher"),
        required=False,
        help_text=_("Guides and forms that every manuscript repeats"),
    )

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or {}
        if not self.errors and not any(kept.get(name) for name in ("against", "own", "template")):
            self.add_error("against", gettext("Choose at least one text to compare it with; nothing else is searched."))
        return kept


class ExcludeForm(forms.Form):
    """What is left out of the count."""

    exclude = forms.MultipleChoiceField(
        label=_("Leave out of the count"),
        required=False,
        choices=[(mark, _(MARK_NAMES[mark])) for mark in MARKS],
        widget=forms.CheckboxSelectMultiple,
    )
