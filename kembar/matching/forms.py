"""What may a reader ask of the list of candidates? Filters and weights, as they stand in the page's address."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kembar.analysis.partner_choice import DEFAULT_WEIGHTS, PRINCIPLES
from kembar.matching.filters import Filters
from kembar.matching.sentences import principle_name
from kembar.places.models import Country
from kembar.places.rules import country_name, country_named, official_languages
from kembar.ui import words
from kembar.values.languages import language

DEFAULT_LEAST = 50_000
"""Inhabitants below which no city is listed unless the reader says so. Ours: smaller towns rarely have an office."""
MOST_PEOPLE, MOST_KM, MOST_HOURS, MOST_WEIGHT = 100_000_000, 20_100, 24, 100
WEIGHTS = ("0", "0.5", "1", "2", "3")
_GROUPED = re.compile(r"\d{1,3}(?:[.,   ]\d{3})+")


class Amount(forms.CharField):
    """A whole number from ``least`` to ``most``, also with its thousands set apart: 50000, 50.000, 50 000."""

    def __init__(self, *, least: int = 0, most: int, **more: Any) -> None:
        self.least, self.most = least, most
        super().__init__(required=False, max_length=30, widget=forms.TextInput({"inputmode": "numeric"}), **more)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        plain = re.sub(r"[.,   ]", "", text) if _GROUPED.fullmatch(text) else text
        bounds = {"least": words.number(self.least, language()), "most": words.number(self.most, language())}
        if not re.fullmatch(r"\d{1,15}", plain) or not self.least <= int(plain) <= self.most:
            raise forms.ValidationError(_("Write a whole number from %(least)s to %(most)s.") % bounds)
        return int(plain)


class Measure(forms.CharField):
    """A number from ``least`` to ``most``, with a comma or a point before its decimals."""

    def __init__(self, *, least: float = 0, most: float, **more: Any) -> None:
        self.least, self.most = least, most
        more.setdefault("widget", forms.TextInput({"inputmode": "decimal"}))
        super().__init__(required=False, max_length=20, **more)

    def clean(self, value: Any) -> float | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            number = math.nan
        if not self.least <= number <= self.most:
            bounds = {"least": words.number(self.least, language()), "most": words.number(self.most, language())}
            raise forms.ValidationError(_("Write a number from %(least)s to %(most)s, for example 1.5.") % bounds)
        return number


class LongSelect(forms.Select):
    """A choice among hundreds, written in one go: a template an option would cost more than the whole page."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        mark = mark_safe(" selected")
        rows = ((code, mark if str(code) == chosen else "", word) for code, word in self.choices)
        options = format_html_join("", '<option value="{}"{}>{}</option>', rows)
        given = self.build_attrs(self.attrs, attrs)
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(given), options)


class _Steps(forms.Select):
    """A choice of weights that also shows another number where the address has one."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        known = [code for code, _word in self.choices]
        said = [one for one in value if one and one not in known]
        kept, self.choices = self.choices, [*self.choices, *((one, one) for one in said)]
        try:
            return super().optgroups(name, value, attrs)
        finally:
            self.choices = kept


class CandidateFilter(forms.Form):
    """Filters and weights of the list. ``filters`` and ``weights`` give what was understood."""

    min_population = Amount(label=gettext_lazy("Inhabitants, at least"), most=MOST_PEOPLE, initial=DEFAULT_LEAST)
    max_population = Amount(label=gettext_lazy("Inhabitants, at most"), most=MOST_PEOPLE)
    continent = forms.ChoiceField(label=gettext_lazy("Continent"), required=False)
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False, widget=LongSelect)
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False, widget=LongSelect)
    language = forms.ChoiceField(label=gettext_lazy("Official language"), required=False, widget=LongSelect)
    min_km = Measure(label=gettext_lazy("Distance in km, at least"), most=MOST_KM)
    max_km = Measure(label=gettext_lazy("Distance in km, at most"), most=MOST_KM)
    max_hours = Measure(label=gettext_lazy("Hours between the clocks, at most"), most=MOST_HOURS)
    max_flight_hours = Measure(label=gettext_lazy("Hours of flight, at most (estimate)"), most=MOST_HOURS)
    min_coverage = Measure(label=gettext_lazy("Coverage in per cent, at least"), most=100)
    exclude = forms.CharField(
        label=gettext_lazy("Leave out countries (names, with commas)"), required=False, max_length=1000
    )
    unlinked = forms.BooleanField(label=gettext_lazy("Only without a known twin in our country"), required=False)
    own_country = forms.BooleanField(label=gettext_lazy("Also cities of our own country"), required=False)

    def __init__(self, data: Any = None, **more: Any) -> None:
        given = data.copy() if data is not None else None
        if given is not None:
            if "min_population" not in given:
                given["min_population"] = str(DEFAULT_LEAST)
            for principle in PRINCIPLES:
                if not given.get(f"w_{principle}"):
                    given[f"w_{principle}"] = f"{DEFAULT_WEIGHTS[principle]:g}"
        super().__init__(given, **more)
        tongue = language()
        countries = list(Country.objects.order_by("code"))
        named = sorted((country_name(row.code, tongue), row.code) for row in countries)
        territories = words.locale(tongue).territories
        self._offer("country", [(code, name) for name, code in named])
        self._offer("continent", _named({row.region for row in countries}, territories))
        self._offer("region", _named({row.subregion for row in countries}, territories))
        spoken = {one for row in countries for one in official_languages(row.code)}
        self._offer("language", _named(spoken, words.locale(tongue).languages))
        for principle in PRINCIPLES:
            steps = [(code, words.number(float(code), tongue)) for code in WEIGHTS]
            self.fields[f"w_{principle}"] = Measure(
                label=principle_name(principle)[:1].upper() + principle_name(principle)[1:],
                most=MOST_WEIGHT,
                widget=_Steps(choices=steps),
            )

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", _("any")), *choices]  # type: ignore[attr-defined]

    def clean_exclude(self) -> frozenset[str]:
        """Codes of the countries named; one that no country is known by is told."""
        found = set()
        for text in filter(None, (part.strip() for part in self.cleaned_data["exclude"].split(","))):
            code = country_named(text)
            if code is None:
                raise forms.ValidationError(_("No country is known by “%(name)s”.") % {"name": text})
            found.add(code)
        return frozenset(found)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        for least, most in (("min_population", "max_population"), ("min_km", "max_km")):
            low, high = found.get(least), found.get(most)
            if low is not None and high is not None and low > high:
                self.add_error(most, _("At most must not be less than at least."))
        if found and not self.errors and not any(found[f"w_{principle}"] for principle in PRINCIPLES):
            self.add_error("w_affinity", _("All weights are 0: give at least one principle a weight."))
        return found

    @property
    def filters(self) -> Filters:
        """What is asked of a candidate, of a valid form."""
        found = self.cleaned_data
        return Filters(
            country=found["country"],
            continent=found["continent"],
            region=found["region"],
            language=found["language"],
            min_population=found["min_population"] or 0,
            max_population=found["max_population"],
            min_km=found["min_km"],
            max_km=found["max_km"],
            max_hours=found["max_hours"],
            max_flight_hours=found["max_flight_hours"],
            min_coverage=(found["min_coverage"] or 0) / 100,
            exclude_countries=found["exclude"],
            unlinked=found["unlinked"],
            own_country=found["own_country"],
        )

    @property
    def weights(self) -> dict[str, float]:
        """The weight of every principle, of a valid form."""
        return {principle: self.cleaned_data[f"w_{principle}"] for principle in PRINCIPLES}

    @property
    def asking(self) -> list[forms.BoundField]:
        """The fields that narrow the list."""
        return [field for field in self.visible_fields() if not field.name.startswith("w_")]

    @property
    def weighing(self) -> list[forms.BoundField]:
        """The fields that give principles their weight."""
        return [field for field in self.visible_fields() if field.name.startswith("w_")]

    @property
    def is_changed(self) -> bool:
        """Whether anything is asked that the list does not ask by itself."""
        given = Filters(min_population=DEFAULT_LEAST)
        return not self.errors and (self.filters, self.weights) != (given, dict(DEFAULT_WEIGHTS))


def _named(codes: Iterable[str], vocabulary: Any) -> list[tuple[str, str]]:
    found = ((str(vocabulary.get(code, code)), code) for code in codes if code)
    return [(code, name) for name, code in sorted(found)]
