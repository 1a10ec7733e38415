"""How is a value of an attribute said in words, where a form sets two versions side by side?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kembar.evidence.catalogue import Attribute, Kind
from kembar.partnerships import labels
from kembar.partnerships.forms.inputs import Setting
from kembar.partnerships.forms.references import New, said_row
from kembar.partnerships.queries.picking import name_in
from kembar.partnerships.queries.whereabouts import named
from kembar.ui import words


def said(own: Kind, attribute: Attribute, value: Any, setting: Setting) -> str:
    """The value in words; empty where there is none. Causes a query for each reference."""
    if value is None or value in ("", [], {}):
        return ""
    tongue = setting.language
    if isinstance(value, New):
        return value.name
    if attribute.type == "reference":
        return said_row(attribute.refers_to, named(attribute.refers_to, value), tongue) or str(value)
    if attribute.type == "codes":
        if not attribute.refers_to:
            return ", ".join(labels.choice(own.code, attribute.code, one) for one in value)
        rows = [(one, named(attribute.refers_to, one)) for one in value]
        return ", ".join(said_row(attribute.refers_to, row, tongue) or str(one) for one, row in rows)
    if attribute.type == "choice":
        if attribute.code in labels.SIDES and value in setting.sides:
            return setting.sides[value]
        return labels.choice(own.code, attribute.code, value)
    return _plain(attribute, value, tongue)


def said_kept(values: Any, language: str) -> str:
    """A span in which an office keeps a kind of record complete: activities, complete from 5 January 2026 on."""
    if not values:
        return ""
    began = words.edtf(values["from_day"], language)
    told = _("%(what)s, complete from %(day)s on") % {"what": labels.KEPT[values["kind"]], "day": began}
    if values.get("to_day"):
        told += " " + _("until before %(day)s") % {"day": words.edtf(values["to_day"], language)}
    return told


def _plain(attribute: Attribute, value: Any, tongue: str) -> str:
    match attribute.type:
        case "text":
            return " · ".join(text if len(value) == 1 else f"{text} ({one})" for one, text in value.items())
        case "texts":
            return "; ".join(name_in(one, tongue) for one in value)
        case "date":
            return words.edtf(value, tongue)
        case "number":
            return words.number(value, tongue)
        case "yes_no" | "flag":
            return str(labels.YES_NO["yes" if value in (True, "yes") else "no"])
        case "json":
            return _contents(value)
    return str(value)


def _contents(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    answers = {"present": _("is there"), "absent": _("is not there"), "not_told": _("not told")}
    return "; ".join(
        f"{labels.CONTENTS.get('cost_shares' if key == 'costs' else key, key)}: {answers.get(str(one), one)}"
        for key, one in value.items()
    )
