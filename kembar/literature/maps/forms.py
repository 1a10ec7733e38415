"""What may a reader ask of a map, and how is a map from a file brought in?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kembar.access.models import Office
from kembar.analysis.terms import ThesaurusError
from kembar.literature.forms import FilesField
from kembar.literature.maps.asked import Asked, changed, thesaurus_of
from kembar.literature.maps.words import COUNTING, KIND, MODE, NORMALISATION, told, why_not
from kembar.literature.queries.corpora import homes_for


class EitherSign(forms.FloatField):
    """A number with a decimal point or, as Indonesian offices write, a comma."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class MapForm(forms.Form):
    """Every parameter of a map; what is left empty is as usual for the kind."""

    kind = forms.ChoiceField(label=_("Map of"), required=False, choices=list(KIND.items()))
    least = forms.IntegerField(
        label=_("Least occurrences"), required=False, min_value=1, max_value=100_000,
        help_text=_("empty: proposed from the number of publications; for citations and coupling, least times cited"),
    )  # fmt: skip
    most = forms.IntegerField(
        label=_("Most authors"), required=False, min_value=2, max_value=100_000,
        help_text=_("co-authorship: publications with more make no links; empty: no limit"),
    )  # fmt: skip
    counting = forms.ChoiceField(label=_("Counting"), required=False, choices=list(COUNTING.items()))
    normalisation = forms.ChoiceField(label=_("Normalisation"), required=False, choices=list(NORMALISATION.items()))
    resolution = EitherSign(
        label=_("Resolution"),
        required=False,
        min_value=0.01,
        max_value=50,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("higher makes more clusters"),
    )
    min_size = forms.IntegerField(label=_("Smallest cluster"), required=False, min_value=1, max_value=1000)
    attraction = forms.IntegerField(label=_("Attraction"), required=False, min_value=-9, max_value=10)
    repulsion = forms.IntegerField(label=_("Repulsion"), required=False, min_value=-10, max_value=9)
    mode = forms.ChoiceField(label=_("Layout"), required=False, choices=list(MODE.items()))
    starts = forms.IntegerField(label=_("Random starts"), required=False, min_value=1, max_value=50)
    seed = forms.IntegerField(
        label=_("Seed"), required=False, min_value=0, max_value=2**31 - 1, help_text=_("the same seed, the same map")
    )
    largest = forms.BooleanField(label=_("Only the largest connected set"), required=False)
    isolated = forms.BooleanField(label=_("Keep items without links"), required=False)
    thesaurus = forms.CharField(
        label=_("Replacements"), required=False, max_length=4000, strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 30, "placeholder": "kota kembar = sister city"}),
        help_text=_("One a line: label = replacement. Nothing after the sign leaves the label out."),
    )  # fmt: skip
    OF_RECORDS = ("kind", "least", "most", "counting", "thesaurus")

    def __init__(self, *args: Any, from_file: bool = False, usual: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual = usual
        self._show_what_is_usual()
        if from_file:
            for name in self.OF_RECORDS:
                del self.fields[name]
            label = _("Cluster and lay out anew")
            self.fields["again"] = forms.BooleanField(label=label, required=False)

    def _show_what_is_usual(self) -> None:
        """What an empty field stands for, in grey; the kind shown is the one that is drawn."""
        asked = self.data.get("kind", "")
        kind = asked if asked in KIND else self.usual.kind
        self.initial["kind"] = kind
        usual = Asked(kind=kind).parameters()
        shown = {"resolution": usual.resolution, "min_size": usual.min_cluster_size, "attraction": usual.attraction,
                 "repulsion": usual.repulsion, "starts": usual.cluster_starts, "seed": usual.seed}  # fmt: skip
        for name, value in shown.items():
            self.fields[name].widget.attrs["placeholder"] = f"{value:g}"

    def clean_thesaurus(self) -> str:
        text: str = self.cleaned_data["thesaurus"].strip()
        try:
            thesaurus_of(text)
        except ThesaurusError as error:
            raise forms.ValidationError(why_not(*told(error))) from error
        return text

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        parameters = self.asked().parameters()
        if parameters.attraction <= parameters.repulsion:
            words = {"attraction": parameters.attraction, "repulsion": parameters.repulsion}
            self.add_error("repulsion", why_not("exponents", words))
        return found

    def asked(self) -> Asked:
        """The map asked for: what was given, else what is usual."""
        values = {name: value for name, value in self.cleaned_data.items() if value is not None}
        kind = values.get("kind") or self.usual.kind
        return changed(Asked(kind=kind), values)


class NewMapForm(forms.Form):
    """A map from a file, without a corpus."""

    uploads = FilesField(label=_("Files"))
    title = forms.CharField(label=_("Name"), required=False, max_length=200)
    office = forms.ModelChoiceField(
        label=_("Belongs to"), queryset=Office.objects.none(), required=False, empty_label=_("me alone")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = homes_for(user)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        if not offices:
            del self.fields["office"]

    def clean_uploads(self) -> Any:
        given = self.cleaned_data["uploads"]
        if len(given) > 2:
            raise forms.ValidationError(gettext("A map is one file, or a map and its network: choose at most two."))
        return given
