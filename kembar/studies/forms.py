"""What does a coder type, and how is it read?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kembar.analysis.edtf import DateError
from kembar.analysis.typed_dates import read
from kembar.partnerships import labels as register
from kembar.partnerships.models import Field
from kembar.partnerships.queries.names import nearest
from kembar.studies import labels
from kembar.studies.models import Coding
from kembar.studies.queries import Coder, public_ties
from kembar.studies.rules import ATTRIBUTES
from kembar.values.languages import local

ANY = ("", gettext_lazy("any"))
NOT_TOLD = ("", gettext_lazy("not told"))


def _coded(vocabulary: Any) -> list[tuple[str, Any]]:
    return [(code, word) for code, word in vocabulary.items() if code]


def field_choices() -> list[tuple[str, str]]:
    """The fields of cooperation, by name in the reader's language."""
    return sorted(((row.code, local(row.name)) for row in Field.objects.all()), key=lambda pair: pair[1])


class StudyFilter(forms.Form):
    """The filters of the list of studies."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=200)
    fields_ = forms.ChoiceField(label=gettext_lazy("Field"), required=False)
    factors = forms.ChoiceField(
        label=gettext_lazy("Factor (Table 1)"), required=False, choices=[ANY, *_coded(register.FACTOR)]
    )
    causes = forms.ChoiceField(label=gettext_lazy("Cause"), required=False, choices=[ANY, *_coded(register.CAUSE)])
    finding = forms.ChoiceField(label=gettext_lazy("Finding"), required=False, choices=[ANY, *_coded(register.VERDICT)])
    first = forms.IntegerField(label=gettext_lazy("Window from"), required=False, min_value=1000, max_value=2999)
    last = forms.IntegerField(label=gettext_lazy("Window to"), required=False, min_value=1000, max_value=2999)
    coder = forms.ChoiceField(label=gettext_lazy("Coded by"), required=False)

    def __init__(self, coders: list[Coder], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields"] = self.fields.pop("fields_")
        self.order_fields(["q", "fields", "factors", "causes", "finding", "first", "last", "coder"])
        self.fields["fields"].choices = [ANY, *field_choices()]  # type: ignore[attr-defined]
        self.fields["coder"].choices = [(one.key, one.name) for one in coders]  # type: ignore[attr-defined]


class StudyForm(forms.Form):
    """A publication that is not in the register yet."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=400)
    authors = forms.CharField(
        label=gettext_lazy("Authors"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Names as printed, separated by semicolons"),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        required=False,
        min_value=1000,
        max_value=2999,
        help_text=gettext_lazy("Empty where the publication tells none"),
    )
    venue = forms.CharField(label=gettext_lazy("Journal or publisher"), required=False, max_length=300)
    doi = forms.CharField(label="DOI", required=False, max_length=200)
    url = forms.URLField(
        label=gettext_lazy("Address on the web"), required=False, max_length=500, assume_scheme="https"
    )

    def clean_authors(self) -> list[str]:
        return [name.strip() for name in self.cleaned_data["authors"].split(";") if name.strip()]

    def clean_doi(self) -> str:
        return str(self.cleaned_data["doi"]).strip().removeprefix("https://doi.org/").removeprefix("doi:").strip()


class CodingForm(forms.Form):
    """One coder's reading of one study. Everything may stay open but something must be told."""

    finding = forms.ChoiceField(
        label=gettext_lazy("Finding"),
        required=False,
        choices=[NOT_TOLD, *_coded(register.VERDICT)],
        help_text=gettext_lazy("How the study judges the cooperation, in its own judgement"),
    )
    pairs = forms.CharField(
        label=gettext_lazy("Cases"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The partnerships it studies, one per line, by name or address: bogor-kisarazu"),
    )
    years = forms.CharField(
        label=gettext_lazy("Years studied"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("For example 2013–2017, since 2019, until 2021"),
    )
    method = forms.ChoiceField(label=gettext_lazy("Method"), required=False, choices=[NOT_TOLD, *_coded(labels.METHOD)])
    fields_ = forms.MultipleChoiceField(
        label=gettext_lazy("Fields"), required=False, widget=forms.CheckboxSelectMultiple
    )
    factors = forms.MultipleChoiceField(
        label=gettext_lazy("Factors (Table 1)"),
        required=False,
        choices=_coded(register.FACTOR),
        widget=forms.CheckboxSelectMultiple,
    )
    causes = forms.MultipleChoiceField(
        label=gettext_lazy("Causes of failure"),
        required=False,
        choices=_coded(register.CAUSE),
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields"] = self.fields.pop("fields_")
        self.fields["fields"].choices = field_choices()  # type: ignore[attr-defined]
        self.order_fields(["finding", "pairs", "years", "method", "fields", "factors", "causes", "note", "version"])
        for attribute in ATTRIBUTES:
            self.fields[f"place_{attribute}"] = forms.CharField(
                label=_("Where it is told: %(what)s") % {"what": labels.ATTRIBUTE[attribute]},
                required=False,
                max_length=60,
                help_text=_("Page, line or section, for example “p. 52”"),
            )

    @classmethod
    def of(cls, coding: Coding | None) -> CodingForm:
        """The form as the coding stands, empty for none."""
        if coding is None:
            return cls(initial={"version": 0})
        initial = {**coding.values, "note": coding.note, "version": coding.version}
        initial["pairs"] = "\n".join(coding.values.get("pairs") or ())
        return cls(initial=initial | {f"place_{one}": where for one, where in coding.places.items()})

    def clean_pairs(self) -> list[str]:
        """Addresses of partnerships, from addresses or names."""
        known = {row.slug: row for row in public_ties().only("slug", "name")}
        named = {slugify(word): slug for slug, row in known.items() for word in row.name.values()}
        found = []
        for line in filter(None, (one.strip() for one in self.cleaned_data["pairs"].replace(",", "\n").splitlines())):
            slug = line if line in known else named.get(slugify(line))
            if slug is None:
                near = ", ".join(nearest(line.lower(), known)) or "–"
                sentence = _("There is no partnership “%(slug)s”. Nearest: %(nearest)s.")
                raise forms.ValidationError(sentence % {"slug": line, "nearest": near})
            found.append(slug)
        return found

    def clean_years(self) -> str:
        told = str(self.cleaned_data["years"]).strip()
        if not told:
            return ""
        try:
            return read(told).text
        except DateError as error:
            raise forms.ValidationError(labels.FAULT["no_such_date"] % {"value": told}) from error

    def values(self) -> dict[str, Any]:
        """What was coded, by attribute."""
        return {one: self.cleaned_data.get(one) for one in ATTRIBUTES}

    def places(self) -> dict[str, str]:
        """Where it is told, by attribute."""
        return {one: str(self.cleaned_data.get(f"place_{one}") or "").strip() for one in ATTRIBUTES}


class ReasonForm(forms.Form):
    """Why a coding is withdrawn."""

    why = forms.CharField(label=gettext_lazy("Reason"), max_length=500)
