"""By which words are the codes of studies shown?"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kembar.partnerships import labels as register

ATTRIBUTE = {
    "pairs": _("cases"),
    "years": _("years studied"),
    "method": _("method"),
    "fields": _("fields"),
    "factors": _("factors (Table 1)"),
    "causes": _("causes of failure"),
    "finding": _("finding"),
}
METHOD = {
    "case_study": _("case study"),
    "interviews": _("interviews"),
    "documents": _("study of documents"),
    "survey": _("survey"),
    "literature_review": _("literature review"),
    "evaluation": _("evaluation against a framework"),
    "comparison": _("comparison of cases"),
    "other": _("another method"),
}
AGREED_VALUES = _("agreed on by the coders")
WHY_NO_KAPPA = {
    "nothing": _("no study of which both told it"),
    "one_value": _("both gave one and the same value throughout; by chance alone they would do so too"),
}
STRENGTH = {
    "poor": _("worse than chance"),
    "slight": _("slight"),
    "fair": _("fair"),
    "moderate": _("moderate"),
    "substantial": _("substantial"),
    "almost_perfect": _("almost perfect"),
    "unknown": _("cannot be computed"),
}
STANCE = {"supports": _("supports"), "contradicts": _("contradicts"), "": _("says nothing of it")}
OUTSIDE = {"before": _("before the window"), "after": _("after the window"), "undated": _("no year told")}
VOCABULARY: Mapping[str, Mapping[str, Any]] = {
    "method": METHOD,
    "factors": register.FACTOR,
    "causes": register.CAUSE,
    "finding": register.VERDICT,
}
"""Attribute -> words of its codes; fields and cases have names of their own in the register."""
FAULT = {
    "no_such_code": _("“%(value)s” is not one of the choices; choose from the list."),
    "no_such_date": _("“%(value)s” is not a time; write for example 2016, 2013–2017 or since 2019."),
    "nothing_told": _("Nothing was coded; tell at least one thing, for example the finding."),
    "one_coder": _("Two coders must have coded the study before they can agree on a value."),
    "no_reason": _("Say why the coding is withdrawn."),
    "no_title": _("Write the title of the publication."),
    "no_such_year": _("“%(value)s” is not a year between 1000 and 2999."),
}
