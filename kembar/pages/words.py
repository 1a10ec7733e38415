"""By which words are codes shown that only pages show: units of counts, contents of a text, what a class means?"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from kembar.partnerships.labels import CONTENTS as FOUR_CONTENTS
from kembar.ui.words import NARROW_NO_BREAK, number

UNIT: Mapping[str, Any] = {
    "partnerships": _("ties"),
    "governments": _("governments"),
    "provinces": _("provinces"),
    "percent": _("per cent"),
    "items": _("agreed items"),
    "bodies": _("bodies"),
    "institutes": _("institutes"),
    "cities": _("cities"),
    "studies": _("studies"),
    "sectors": _("sectors"),
    "targets": _("targets"),
    "years": _("years"),
    "stages": _("stages"),
    "rank": _("place in a ranking"),
    "words": _("words"),
    "countries": _("countries"),
}
MEASURED: Mapping[str, Any] = {
    "partnerships": ngettext_lazy("%(shown)s tie", "%(shown)s ties", "n"),
    "governments": ngettext_lazy("%(shown)s government", "%(shown)s governments", "n"),
    "provinces": ngettext_lazy("%(shown)s province", "%(shown)s provinces", "n"),
    "items": ngettext_lazy("%(shown)s agreed item", "%(shown)s agreed items", "n"),
    "bodies": ngettext_lazy("%(shown)s body", "%(shown)s bodies", "n"),
    "institutes": ngettext_lazy("%(shown)s institute", "%(shown)s institutes", "n"),
    "cities": ngettext_lazy("%(shown)s city", "%(shown)s cities", "n"),
    "studies": ngettext_lazy("%(shown)s study", "%(shown)s studies", "n"),
    "sectors": ngettext_lazy("%(shown)s sector", "%(shown)s sectors", "n"),
    "targets": ngettext_lazy("%(shown)s target", "%(shown)s targets", "n"),
    "years": ngettext_lazy("%(shown)s year", "%(shown)s years", "n"),
    "stages": ngettext_lazy("%(shown)s stage", "%(shown)s stages", "n"),
    "words": ngettext_lazy("%(shown)s word", "%(shown)s words", "n"),
    "countries": ngettext_lazy("%(shown)s country", "%(shown)s countries", "n"),
}


def measure(value: Decimal | None, unit: str, language: str) -> str:
    """A count with its unit: 29 ties, 65 %, place 106; empty where the number is not settled."""
    if value is None:
        return ""
    shown = number(float(value), language)
    if unit == "percent":
        return f"{shown}{NARROW_NO_BREAK}%"
    if unit == "rank":
        return gettext("place %(n)s") % {"n": shown}
    if unit in MEASURED:
        return str(MEASURED[unit] % {"n": int(value), "shown": shown})
    return f"{shown} {unit}".strip()


CONTENTS: Mapping[str, Any] = {"costs": FOUR_CONTENTS["cost_shares"], "weak": _("weak text"), **FOUR_CONTENTS}
CONTENT_STATE: Mapping[str, Any] = {
    "present": _("is there"),
    "absent": _("is not there"),
    "not_told": _("not told"),
    "told": _("a source says so"),
}
SMART_CITY: Mapping[str, Any] = {
    "smart_branding": _("smart branding"),
    "smart_living": _("smart living"),
    "smart_environment": _("smart environment"),
    "smart_government": _("smart government"),
}
"""Dimensions of the smart city of Bandung, after document 003 (lines 23 to 28)."""
CLASS_MEANS: Mapping[str, Any] = {
    "transborder": _("The territories of both sides adjoin across a border."),
    "transregional": _("Both sides lie in one region of the world, and their territories do not adjoin."),
    "global": _("The sides lie in different regions of the world."),
    "": _("Without both countries the class cannot be said."),
}
"""Duchacek's three classes of what cities do abroad, as document 000 (lines 111 to 115) and 003 (line 48) tell them."""
