"""What may a reader ask of the list of partnerships?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kembar.pages.show import language, local
from kembar.partnerships import labels, models
from kembar.partnerships.queries.lines import ORDERS, Wanted
from kembar.ui import words
from kembar.ui.states import FIELD, FORMAL

ANY = ("", _("any"))


def _choices(vocabulary: Any) -> list[tuple[str, Any]]:
    return [ANY, *((code, word) for code, word in vocabulary.items() if code)]


class PartnershipFilter(forms.Form):
    """The filters of the list. Countries and fields are those that the register has."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    country = forms.ChoiceField(label=_("Country of a party"), required=False)
    form = forms.ChoiceField(label=_("Form"), required=False, choices=_choices(labels.FORM))
    state = forms.ChoiceField(
        label=_("Formal state"),
        required=False,
        choices=[ANY, ("holding", _("formally in force")), *((look.code, look.word) for look in FORMAL)],
    )
    field = forms.ChoiceField(label=_("Field"), required=False)
    field_state = forms.ChoiceField(
        label=_("State of a field"), required=False, choices=[ANY, *((look.code, look.word) for look in FIELD)]
    )
    level = forms.ChoiceField(label=_("Level of a party"), required=False)
    duchacek = forms.ChoiceField(label=_("Class"), required=False, choices=_choices(labels.DUCHACEK))
    origin = forms.ChoiceField(label=_("Origin of the record"), required=False, choices=_choices(labels.ORIGIN))
    disputed = forms.BooleanField(label=_("Only with disputes"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tongue = language()
        countries = set(models.Government.objects.exclude(country=None).values_list("country", flat=True))
        countries |= set(models.Organisation.objects.exclude(parties=None).values_list("country", flat=True))
        named = sorted((words.country(code, tongue), code) for code in countries if code)
        self.fields["country"].choices = [ANY, *((code, name) for name, code in named)]  # type: ignore[attr-defined]
        fields = models.Field.objects.all()
        self.fields["field"].choices = [ANY, *((row.code, local(row.name)) for row in fields)]  # type: ignore[attr-defined]
        levels = {code: word for code, word in labels.LEVEL.items() if code != "organisation"}
        self.fields["level"].choices = _choices(levels)  # type: ignore[attr-defined]

    def wanted(self, sort: str = "") -> Wanted:
        """What the reader asked for; a value that is not among the choices asks for nothing and is told as an error."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        asked["text"] = asked.pop("q", "")
        order = sort.removeprefix("-")
        if order in ORDERS:
            asked |= {"order": order, "descending": sort.startswith("-")}
        return Wanted(**asked)
