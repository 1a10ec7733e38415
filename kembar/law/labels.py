"""By which words are acts and the matters they govern shown? Kinds keep the short form used in citations."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CITED_AS = {
    "uud": "UUD",
    "uu": "UU",
    "perpu": "Perpu",
    "pp": "PP",
    "permendagri": "Permendagri",
    "permenlu": "Permenlu",
    "se_mendagri": "SE Mendagri",
    "pergub": "Pergub",
}
KIND = {
    "uud": _("constitution"),
    "uu": pgettext_lazy("kind of act", "act"),
    "perpu": _("emergency regulation"),
    "pp": _("government regulation"),
    "permendagri": _("regulation of the home minister"),
    "permenlu": _("regulation of the foreign minister"),
    "se_mendagri": _("circular of the home minister"),
    "pergub": _("regulation of a governor"),
    "policy": _("policy of a city or an association"),
}
MATTER: Mapping[str, Any] = {
    "constitution": _("the constitution"),
    "regional_government": _("regional government"),
    "regional_autonomy": _("regional autonomy"),
    "regional_cooperation": _("cooperation of regions"),
    "regional_foreign_cooperation": _("foreign cooperation of regions"),
    "domestic_cooperation": _("cooperation inside the country"),
    "foreign_relations": _("foreign relations"),
    "foreign_relations_of_regions": _("foreign relations of regions"),
    "foreign_loans_and_grants": _("foreign loans and grants"),
    "treaties": _("international treaties"),
    "sister_city_procedure": _("procedure for sister cities"),
    "sister_city_stages": _("stages of a sister-city tie"),
    "partner_choice": _("choice of partners"),
    "own_targets": _("targets of a city"),
    "oversight_of_regions": _("oversight of regions"),
    "region_founding": _("founding of a region"),
}


def matter(code: str) -> str:
    """The matter in words; a code that is not known is shown as it is."""
    return str(MATTER.get(code, code))


def cited_as(kind: str, number: str, year: int | None) -> str:
    """An act as it is cited: UU 23/2014, SE Mendagri 193/1652/PUOD/1993."""
    short = CITED_AS.get(kind, str(KIND.get(kind, kind)))
    return f"{short} {numbered(number, year)}".strip()


def numbered(number: str, year: int | None) -> str:
    """Number and year as they follow the kind of an act: 23/2014; the year once where the number already has it."""
    parts = [number] if year and str(year) in number.split("/") else [number, year]
    return "/".join(str(part) for part in parts if part)
