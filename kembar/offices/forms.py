"""What is asked of somebody about an office, its colleagues and its parts in partnerships."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kembar.access.models import Office
from kembar.access.roles import ROLES, ROLES_BY_KIND
from kembar.offices.labels import LANGUAGES
from kembar.offices.queries.choices import Found, chosen, governments_called
from kembar.pages.show import language, local
from kembar.partnerships import labels
from kembar.partnerships.models import Government, Partnership
from kembar.partnerships.queries.reading import SEARCH_WORDS
from kembar.places.models import Place
from kembar.places.rules import country_named, unit_name
from kembar.ui import words

LEVELS = [
    (code, word) for code, word in labels.LEVEL.items() if code not in ("", "organisation", "country", "not_stated")
]


class CountriesField(forms.CharField):
    """Countries typed by name, with commas between; ``clean`` gives their codes."""

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        codes = []
        for name in re.split(r"[,;\n]", text):
            if not name.strip():
                continue
            code = country_named(name)
            if code is None:
                raise ValidationError(
                    _("“%(name)s” is no country that is known here. Write its name in Indonesian or English."),
                    params={"name": name.strip()},
                )
            codes.append(code)
        return list(dict.fromkeys(codes))


def named_countries(codes: list[str], language: str) -> str:
    """Countries as the field shows them."""
    return ", ".join(words.country(code, language) for code in codes)


class OfficeForm(forms.Form):
    """An office of one kind; fields that another kind needs are not asked."""

    name = forms.CharField(
        label=_("Name of the office"),
        max_length=200,
        help_text=_("As it signs letters, for example: Bagian Kerja Sama Setda Kota Bogor."),
    )
    find = forms.CharField(
        label=_("Which government does it act for?"),
        max_length=100,
        required=False,
        help_text=_(
            "Type its name, then Search. What is not in the register yet is made from the cities of the world."
        ),
    )
    acts_for = forms.ChoiceField(label=_("Which one is meant?"), required=False, widget=forms.RadioSelect)
    level = forms.ChoiceField(
        label=_("Level of the government"),
        required=False,
        choices=[("", _("choose")), *LEVELS],
        help_text=_("Needed where it is made from a place: a city and a regency can bear one name."),
    )
    country = CountriesField(label=_("Country"), max_length=100, required=False)
    scope_countries = CountriesField(
        label=_("Countries whose governments it oversees"),
        max_length=2000,
        required=False,
        help_text=_("Names with commas between, for example: Indonesia."),
    )
    scope_levels = forms.MultipleChoiceField(
        label=_("Levels it oversees"),
        required=False,
        choices=LEVELS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means every level."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages it works in"),
        choices=LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The first ticked is the language of its own texts."),
    )
    lead = forms.BooleanField(label=_("I lead this office"), required=False)

    ASKED = {
        "city": ("name", "find", "acts_for", "level", "languages"),
        "ministry": ("name", "country", "scope_countries", "scope_levels", "languages"),
        "research": ("name", "country", "languages"),
    }

    def __init__(self, *args: Any, kind: str, is_new: bool, may_scope: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        asked = {*self.ASKED[kind], *(("lead",) if is_new else ())}
        if not may_scope:
            asked -= {"find", "acts_for", "level", "scope_countries", "scope_levels"}
        for name in set(self.fields) - asked:
            del self.fields[name]
        self.found = Found()
        for name in {"find", "acts_for", "scope_countries"} & set(self.fields):
            self.fields[name].is_asked = True  # type: ignore[attr-defined]  # checked together in clean
        if "acts_for" in self.fields:
            self._offer()

    def _offer(self) -> None:
        """The choices that the typed name leads to; what was chosen before stays among them."""
        text = self.data.get("find", "") if self.is_bound else self.initial.get("find", "")
        self.found = governments_called(text)
        choices = [(f"government:{one.slug}", _government_line(one)) for one in self.found.governments]
        choices += [(f"place:{one.pk}", _place_line(one)) for one in self.found.places]
        kept = self.data.get("acts_for", "") if self.is_bound else self.initial.get("acts_for", "")
        if kept and kept not in dict(choices):
            one = chosen(kept)
            if one is not None:
                choices.insert(0, (kept, _place_line(one) if isinstance(one, Place) else _government_line(one)))
        if choices:
            self.fields["acts_for"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["acts_for"]

    @property
    def found_nothing(self) -> bool:
        """Whether a name was typed that leads nowhere."""
        text = self.data.get("find", "") if self.is_bound else ""
        return "find" in self.fields and bool(text.strip()) and "acts_for" not in self.fields

    def clean_country(self) -> str:
        codes = self.cleaned_data.get("country") or []
        if len(codes) > 1:
            raise ValidationError(_("Name one country here."))
        return codes[0] if codes else ""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if "find" in self.fields:
            self._clean_government(given)
        if (
            "scope_countries" in self.fields
            and not given.get("scope_countries")
            and "scope_countries" not in self.errors
        ):
            self.add_error("scope_countries", _("A ministry sees what lies in its scope: name at least one country."))
        return given

    def _clean_government(self, given: dict[str, Any]) -> None:
        one = chosen(given.get("acts_for") or "")
        given["chosen"] = one
        if one is None:
            if given.get("find"):
                where = "acts_for" if "acts_for" in self.fields else "find"
                told = _("Choose which one is meant.") if where == "acts_for" else _("Nothing goes by this name.")
                self.add_error(where, told)
            else:
                self.add_error("find", _("A city office acts for a government. Type its name and press Search."))
        elif isinstance(one, Place) and not given.get("level"):
            self.add_error("level", _("Say whether this is a city, a regency, a province …"))


def _government_line(one: Government) -> str:
    level = labels.LEVEL.get(one.level, "")
    country = words.country(one.country_id, language()) if one.country_id else ""
    return ", ".join(str(part) for part in (local(one.name), level, country) if part)


def _place_line(one: Place) -> str:
    unit = unit_name(one.unit, one.country_id, language())
    parts = (one.name, unit, words.country(one.country_id, language()))
    told = ", ".join(str(part) for part in parts if part)
    return str(_("new, from the place %(place)s")) % {"place": told}


class InviteForm(forms.Form):
    """Who is invited, as what."""

    name = forms.CharField(
        label=_("Whom do you invite?"), max_length=150, required=False, help_text=_("So that you know the link again.")
    )
    role = forms.ChoiceField(label=_("As what?"), widget=forms.RadioSelect)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("The link is sent there where this instance can send mail; else you copy it."),
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [ROLES[code] for code in ROLES_BY_KIND[office.kind]]
        choices = [(role.code, f"{role.display_name}: {role.description}") for role in roles]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """Another role for a colleague."""

    role = forms.ChoiceField(label=pgettext_lazy("in an office", "Role"))

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [ROLES[code] for code in ROLES_BY_KIND[office.kind]]
        self.fields["role"].choices = [(role.code, role.display_name) for role in roles]  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    """Why something ends; it stays in the history."""

    why = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence; it stays in the history."),
    )


class GrantForm(forms.Form):
    """Which office gets which part in a record."""

    office = forms.ModelChoiceField(
        label=pgettext_lazy("tenant", "Office"), queryset=Office.objects.none(), empty_label=_("choose")
    )
    access = forms.ChoiceField(
        label=_("What may it do?"),
        choices=[
            ("edit", _("keep the record: enter and correct its own part")),
            ("read", _("read the whole record")),
        ],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(label=_("Why?"), required=False, max_length=1000, help_text=_("It stays in the history."))

    def __init__(self, *args: Any, without: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(kind="city").exclude(pk__in=without).order_by("name")
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """Whose entries go to whom."""

    giver = forms.ModelChoiceField(label=_("From"), queryset=Office.objects.none(), empty_label=None)
    receiver = forms.ModelChoiceField(
        label=pgettext_lazy("hand over", "To"),
        queryset=Office.objects.none(),
        empty_label=_("choose"),
        help_text=_("Another city's office on this instance."),
    )
    keeps_reading = forms.BooleanField(label=_("The giving office may read the record on"), required=False)
    why = forms.CharField(label=_("Why?"), max_length=1000, help_text=_("It stays in the history."))

    def __init__(self, *args: Any, givers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["giver"].queryset = givers  # type: ignore[attr-defined]
        self.fields["receiver"].queryset = Office.objects.filter(kind="city").order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("giver") and given.get("giver") == given.get("receiver"):
            self.add_error("receiver", _("The record is with this office already. Choose another."))
        return given


class LinkForm(forms.Form):
    """To which record of the office a case belongs."""

    record = forms.ModelChoiceField(label=_("Our record"), queryset=Partnership.objects.none(), empty_label=None)

    def __init__(self, *args: Any, records: list[Partnership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["record"]
        field.queryset = Partnership.objects.filter(pk__in=[one.pk for one in records]).defer(*SEARCH_WORDS)
        field.choices = [(one.pk, local(one.name)) for one in records]  # those with the same parties first
