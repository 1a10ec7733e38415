"""What may a reader type: a corpus to bring in, a search of its works?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kembar.access.models import Office
from kembar.literature.labels import FIELD, WORK_KIND
from kembar.literature.models import Corpus
from kembar.literature.queries.corpora import ORDERS, WantedWorks, homes_for

MOST_FILES = 50
MOST_BYTES = 100 * 1024 * 1024
MOST_BYTES_TOGETHER = 200 * 1024 * 1024


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files; each is judged by its content later, here only by number and size."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given: list[UploadedFile[Any]] = list(data) if isinstance(data, (list, tuple)) else [data] if data else []
        if not given:
            raise forms.ValidationError(gettext("Choose at least one file."))
        if len(given) > MOST_FILES:
            raise forms.ValidationError(
                ngettext(
                    "%(n)s file was chosen; %(most)s are taken at once.",
                    "%(n)s files were chosen; %(most)s are taken at once.",
                    len(given),
                )
                % {"n": len(given), "most": MOST_FILES}
            )
        faults = [fault for one in given if (fault := self._fault(one))]
        if sum(one.size or 0 for one in given) > MOST_BYTES_TOGETHER:
            faults.append(gettext("Together the files are larger than %(mb)s MB.") % {"mb": MOST_BYTES_TOGETHER >> 20})
        if faults:
            raise forms.ValidationError(faults)
        return given

    def _fault(self, file: UploadedFile[Any]) -> str:
        if (file.size or 0) > MOST_BYTES:
            words = {"file": file.name, "mb": MOST_BYTES >> 20}
            return gettext("%(file)s is larger than %(mb)s MB; part the export into several files.") % words
        if not file.size:
            return gettext("%(file)s is empty.") % {"file": file.name}
        return ""


class CorpusForm(forms.Form):
    """A new corpus: its files, what it is called, whose it is."""

    uploads = FilesField(label=_("Files"))
    title = forms.CharField(label=_("Name"), max_length=200)
    about = forms.CharField(label=_("What this literature is"), required=False, max_length=2000,
                            widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip
    office = forms.ModelChoiceField(
        label=_("Belongs to"), queryset=Office.objects.none(), required=False, empty_label=_("me alone")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = homes_for(user)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        if not offices:
            del self.fields["office"]


class MoreFilesForm(forms.Form):
    uploads = FilesField(label=_("Files"))


class DescribeForm(forms.Form):
    title = forms.CharField(label=_("Name"), max_length=200)
    about = forms.CharField(label=_("What this literature is"), required=False, max_length=2000,
                            widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip


class WorksFilter(forms.Form):
    """The filters of the list of works."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    first = forms.IntegerField(label=_("From year"), required=False, min_value=1400, max_value=2200)
    last = forms.IntegerField(label=_("To year"), required=False, min_value=1400, max_value=2200)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    lacking = forms.ChoiceField(label=_("Without"), required=False,
                                choices=[("", _("no matter")), *FIELD.items()])  # fmt: skip
    merged = forms.BooleanField(label=_("Only with merged duplicates"), required=False)

    def __init__(self, *args: Any, corpus: Corpus, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = set(corpus.works.order_by().values_list("kind", flat=True).distinct())
        words = [(code or "none", word) for code, word in WORK_KIND.items() if code in kinds]
        self.fields["kind"].choices = [("", _("any")), *words]  # type: ignore[attr-defined]

    def wanted(self, sort: str = "") -> WantedWorks:
        """What the reader asked for; what cannot be read asks for nothing and is told as an error."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        asked["text"] = asked.pop("q", "")
        if sort.removeprefix("-") in ORDERS:
            asked |= {"order": sort.removeprefix("-"), "descending": sort.startswith("-")}
        return WantedWorks(**asked)
