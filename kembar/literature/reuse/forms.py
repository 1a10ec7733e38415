"""Which texts does a reader give to be checked or compared?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kembar.literature.forms import FilesField
from kembar.literature.reuse.report import MARK_NAMES
from kembar.literature.reuse.similarity import MARKS

MOST_BYTES = 30 * 1024 * 1024
MOST_SIGNS = 1_000_000
"""Of a pasted text: some 400 pages."""


class TextField(forms.FileField):
    """One text as DOCX, PDF or plain text; what is in it is judged when it is read."""

    def clean(self, data: Any, initial: Any = None) -> UploadedFile[Any]:
        given: UploadedFile[Any] = super().clean(data, initial)
        if given and (given.size or 0) > MOST_BYTES:
            words = {"file": given.name, "mb": MOST_BYTES >> 20}
            raise forms.ValidationError(gettext("%(file)s is larger than %(mb)s MB.") % words)
        return given


class OptionalFilesField(FilesField):
    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        return super().clean(data, initial) if data else []


class CheckForm(forms.Form):
    """A text whose inner contradictions are looked for."""

    text = TextField(label=_("Text (DOCX, PDF or plain text)"), required=False)
    pasted = forms.CharField(
        label=_("Or the text itself"),
        required=False,
        max_length=MOST_SIGNS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Pasted from anywhere, with its bibliography"),
    )
    answer = forms.ChoiceField(
        label=_("Answer"),
        required=False,
        choices=[
            ("", _("on this page")),
            ("docx", _("as a file to edit (DOCX)")),
            ("txt", _("as plain text (TXT)")),
            ("json", _("as data for programs (JSON)")),
        ],
        help_text=_("The text is not kept, so a file is made from what you send now."),
    )

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or {}
        given = [name for name in ("text", "pasted") if kept.get(name) and (name == "text" or kept[name].strip())]
        if not self.errors and len(given) != 1:
            sentences = {0: gettext("Choose a file, or paste the text."),
                         2: gettext("Give the file or the pasted text, not both.")}  # fmt: skip
            self.add_error("text" if not given else "pasted", sentences[len(given)])
        return kept


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
