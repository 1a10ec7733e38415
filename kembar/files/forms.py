"""What an office types about a file. Only the file itself is asked; the rest may stay empty."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kembar.files.holders import Subject
from kembar.files.kinds import ACCEPT
from kembar.ui.words import language_name

LANGUAGES = ("id", "en", "ko", "ja", "zh", "ar", "nl", "de", "fr")


class _Described(forms.Form):
    title = forms.CharField(
        label=_("What it is"), max_length=300, required=False, widget=forms.TextInput(attrs={"size": 60})
    )
    language = forms.ChoiceField(label=_("Language of the text"), required=False)
    is_published = forms.BooleanField(label=_("Anybody may read it"), required=False)

    def __init__(self, *args: Any, language: str, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(code, language_name(code, language)) for code in LANGUAGES]
        self.fields["language"].choices = [("", _("not told")), *named]  # type: ignore[attr-defined]
        if not may_publish:
            del self.fields["is_published"]


class UploadForm(_Described):
    """One file and what it belongs to. The file itself comes through ``uploading``; the field makes the input."""

    belongs = forms.ChoiceField(label=_("Belongs to"))
    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT, "aria-describedby": "file-help"}),
    )
    field_order = ("belongs", "title", "language", "is_published", "file")

    def __init__(self, *args: Any, subjects: list[Subject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(f"{one.kind}:{one.id}", one.label) for one in subjects if one.stands]
        self.fields["belongs"].choices = choices  # type: ignore[attr-defined]
        self.by_choice = {f"{one.kind}:{one.id}": one for one in subjects if one.stands}

    @property
    def subject(self) -> Subject:
        return self.by_choice[self.cleaned_data["belongs"]]


class DescribeForm(_Described):
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    why = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why: the reason stays with the file.")},
    )
