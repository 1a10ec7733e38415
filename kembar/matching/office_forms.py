"""What does an office type in while it looks for a partner?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kembar.access.models import Office
from kembar.law.models import ListedField
from kembar.matching import labels
from kembar.matching.forms import MOST_HOURS, Amount, LongSelect, Measure
from kembar.matching.models import Aim
from kembar.matching.queries import choose_place
from kembar.partnerships.models import Field
from kembar.places.models import Country, Place
from kembar.places.rules import country_name, official_languages, unit_name
from kembar.ui import words
from kembar.values.languages import language, local


class PlaceField(forms.CharField):
    """A city by name or GeoNames id; an unknown or ambiguous one is refused with the choices."""

    def clean(self, value: Any) -> Place | None:
        text = super().clean(value)
        if not text:
            return None
        chosen = choose_place(text)
        if chosen.place is not None:
            return chosen.place
        if not chosen.choices:
            raise forms.ValidationError(
                _("No city is known by “%(name)s”. Try another spelling, or its GeoNames id.") % {"name": text}
            )
        lines = [
            f"{place.geonames_id}: {place.name}, {unit_name(place.unit, place.country_id, language())}, "
            f"{country_name(place.country_id, language())}"
            for place in chosen.choices
        ]
        sentence = _("“%(name)s” may be several cities; write the number of the one you mean.") % {"name": text}
        raise forms.ValidationError([sentence, *lines])


class Form(forms.Form):
    """A form with a name, so that several stand on one page."""

    do = ""

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, prefix=self.do, **more)


class WishForm(Form):
    """A need or an offer, of our city or, as far as we know, of another."""

    do = "wish"
    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=labels.WISH.items())
    field = forms.ModelChoiceField(label=gettext_lazy("Field"), queryset=Field.objects.none())
    text = forms.CharField(label=gettext_lazy("In a sentence"), max_length=500, required=False)
    place = PlaceField(
        label=gettext_lazy("Of another city"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Leave empty for your own city. For another: what you know it needs or offers."),
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Show it on the board of needs and offers, for everybody"), required=False
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        _fields(self.fields["field"])

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("place") and found.get("is_public"):
            self.add_error("is_public", _("Only your own city's needs and offers go on the board."))
        return found


class AimForm(Form):
    """A target or a strategic issue, and the fields that serve it."""

    do = "aim"
    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=labels.AIM.items())
    text = forms.CharField(label=gettext_lazy("In a sentence"), max_length=300)
    fields_served = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Fields that serve it"),
        queryset=Field.objects.none(),
        required=False,
        help_text=gettext_lazy("A candidate that offers one of them is proposed as serving this aim."),
        widget=forms.SelectMultiple({"size": 6}),
    )
    source = forms.CharField(
        label=gettext_lazy("Laid down in"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example the RPJMD, with its page."),
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        _fields(self.fields["fields_served"])


class LimitsForm(Form):
    """Budget and limits; what lies beyond a limit is marked in the list and stays in it."""

    do = "limits"
    budget = Amount(label=gettext_lazy("Budget a year"), most=10**13)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), required=False)
    budget_note = forms.CharField(label=gettext_lazy("What the budget is for"), max_length=300, required=False)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages the office can work in"),
        required=False,
        widget=forms.SelectMultiple({"size": 6}),
    )
    max_hours = Measure(label=gettext_lazy("Hours between the clocks, at most"), most=MOST_HOURS)
    max_flight_hours = Measure(
        label=gettext_lazy("Hours of flight, at most"),
        least=0.5,
        most=MOST_HOURS,
        help_text=gettext_lazy("Compared with an estimate: half an hour and the distance at 800 km an hour."),
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["currency"].choices = [  # type: ignore[attr-defined]
            (code, code or _("none")) for code in ("", "IDR", "USD", "EUR", "JPY", "KRW", "AUD", "SGD", "CNY", "MYR")
        ]
        spoken = {one for code in Country.objects.values_list("code", flat=True) for one in official_languages(code)}
        named = sorted((words.language_name(code, language()), code) for code in spoken)
        self.fields["languages"].choices = [(code, name) for name, code in named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("budget") is not None and not found.get("currency"):
            self.add_error("currency", _("In which currency is the budget?"))
        if found.get("budget") is None:
            found["currency"] = ""
        return found


class FootholdForm(Form):
    """An institution the office can turn to."""

    do = "foothold"
    country = forms.ModelChoiceField(label=gettext_lazy("Country"), queryset=Country.objects.none(), widget=LongSelect)
    text = forms.CharField(
        label=gettext_lazy("Who"),
        max_length=300,
        help_text=gettext_lazy("An institution: a mission, a university, an association. No private persons."),
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        field: Any = self.fields["country"]
        field.queryset = Country.objects.all()
        named = sorted((country_name(code, language()), code) for code in _codes())
        field.widget.choices = [("", _("choose")), *((code, name) for name, code in named)]


class ShortlistForm(Form):
    """A city for the shortlist."""

    do = "add"
    place = PlaceField(label=gettext_lazy("City"), max_length=200)
    note = forms.CharField(
        label=gettext_lazy("Why it is looked at"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )
    found_at = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


class CandidateForm(Form):
    """What the office notes of a candidate before it decides."""

    do = "change"
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=4000, required=False, widget=forms.Textarea({"rows": 3})
    )
    aims_met = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Aims it would serve"),
        queryset=Aim.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reserved = forms.ModelChoiceField(
        label=gettext_lazy("Would the tie be about a matter reserved to the central government?"),
        queryset=ListedField.objects.none(),
        required=False,
        help_text=gettext_lazy(
            "Judge what would be agreed, not the name of a field. A reserved matter cannot be chosen."
        ),
    )

    def __init__(self, data: Any = None, *, office: Office, aims: Iterable[Aim] = (), **more: Any) -> None:
        """``aims`` of the office, where known already; else they are read when the form is shown."""
        super().__init__(data, **more)
        met: Any = self.fields["aims_met"]
        met.queryset = Aim.objects.filter(office=office, withdrawn_at__isnull=True)
        if known := [(aim.pk, aim.text) for aim in aims]:
            met.choices = known
        reserved: Any = self.fields["reserved"]
        reserved.queryset = ListedField.objects.filter(field_list__effect="reserves").select_related("field_list")
        reserved.empty_label = _("no")
        reserved.label_from_instance = lambda row: local(row.says)


class DecisionForm(Form):
    """Chosen, refused or later, and why."""

    do = "decide"
    outcome = forms.ChoiceField(label=gettext_lazy("Decision"), choices=labels.OUTCOME.items())
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=4000,
        help_text=gettext_lazy("Kept for good: who comes after you reads why."),
        widget=forms.Textarea({"rows": 3}),
    )


class OfferForm(Form):
    """An offer that went out."""

    do = "offer"
    sent_date = forms.DateField(label=gettext_lazy("Sent on"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    channel = forms.ChoiceField(label=pgettext_lazy("way of sending", "By"), choices=labels.CHANNEL.items())
    text = forms.CharField(
        label=gettext_lazy("What was offered, or the number of the letter"), max_length=1000, required=False
    )


class AnswerForm(Form):
    """An answer that came."""

    do = "answer"
    outreach = forms.UUIDField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(label=gettext_lazy("Answer"), choices=labels.ANSWER.items())
    answer_date = forms.DateField(label=gettext_lazy("Came on"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    text = forms.CharField(label=gettext_lazy("What it says"), max_length=1000, required=False)


def _fields(field: Any) -> None:
    field.queryset = Field.objects.all()
    field.label_from_instance = lambda row: local(row.name)
    if not isinstance(field, forms.ModelMultipleChoiceField):
        field.empty_label = _("choose")


def _codes() -> Iterable[str]:
    return Country.objects.values_list("code", flat=True)
