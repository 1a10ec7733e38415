"""How is a value of the record shown in words, and with which places beside it?

Turns rows and statements into the plain mappings that the components of ``kembar.ui`` take.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kembar.evidence.catalogue import kinds
from kembar.evidence.models import Dispute, Statement
from kembar.evidence.rules import POLARITY
from kembar.partnerships import labels, models
from kembar.ui import words

VOCABULARY = {
    ("partnership", "form"): "form",
    ("government", "level"): "level",
    ("organisation", "kind"): "organisation",
    ("instrument", "kind"): "instrument",
    ("instrument", "status"): "instrument_status",
    ("instrument", "term"): "term",
    ("activity", "kind"): "activity",
    ("activity", "status"): "activity_status",
    ("commitment", "status"): "commitment_status",
    ("contact", "kind"): "contact",
    ("event", "kind"): "event",
    ("obstacle", "factor"): "factor",
    ("obstacle", "factor_side"): "factor_side",
    ("obstacle", "other_side"): "factor_side",
    ("obstacle", "cause"): "cause",
    ("verdict", "dimension"): "dimension",
    ("verdict", "value"): "verdict",
    ("hypothesis", "status"): "hypothesis",
    ("revival", "outcome"): "revival",
    ("link", "kind"): "link",
    ("party", "role"): "party_role",
}
SIDES = {"side", "owed_by", "owed_to", "cost_by", "initiated_by", "hosted_by", "paid_by", "borne_by"}
SIDES |= {"from_side", "to_side"}


def language() -> str:
    """The reader's language, id or en."""
    return (get_language() or "id")[:2]


def local(value: Mapping[str, str] | str | None) -> str:
    """A text by language in the reader's language, else in any it has; empty when there is none."""
    if not value:
        return ""
    if isinstance(value, str):
        return value
    return value.get(language()) or next(iter(value.values()))


class Shown:
    """Shows values of statements; names behind references are read once, when first needed."""

    def __init__(self) -> None:
        self._names: dict[str, dict[str, str]] = {}

    def value(self, kind: str, attribute: str, value: Any) -> str:
        """The value of an attribute in words."""
        if value is None:
            return _("says nothing of it")
        declared = kinds()[kind].attributes.get(attribute) if kind in kinds() else None
        if attribute == "verdict":
            return self._verdict(value)
        if declared is None:
            return str(value)
        if declared.type == "text":
            return local(value)
        if declared.type == "texts":
            return "; ".join(local(one) for one in value)
        if declared.type == "date":
            return words.edtf(value, language())
        if declared.type == "number":
            return words.number(value, language())
        if declared.type == "yes_no":
            return str(labels.YES_NO[value])
        if declared.type == "flag":
            return str(labels.YES_NO["yes" if value else "no"])
        if declared.type == "choice":
            return self._choice(kind, attribute, value)
        if declared.type == "reference":
            return self._name(declared.refers_to, value)
        if declared.type == "codes":
            return ", ".join(self._name(declared.refers_to, one) for one in value)
        if attribute == "text_contents":
            return "; ".join(f"{_content(code)}: {_CONTENT_STATES.get(state, state)}" for code, state in value.items())
        return str(value)

    def _choice(self, kind: str, attribute: str, value: str) -> str:
        if attribute in SIDES:
            return str(labels.SIDE.get(value, value))
        vocabulary = VOCABULARY.get((kind, attribute))
        return str(labels.label(value, vocabulary)) if vocabulary else value

    def _verdict(self, value: Mapping[str, Any]) -> str:
        parts = [str(labels.VERDICT[value["value"]]), f"({labels.DIMENSION[value['dimension']]})"]
        if value.get("field"):
            parts.insert(1, self._name("field", value["field"]))
        if value.get("date"):
            parts.append(words.edtf(value["date"], language()))
        return " ".join(parts)

    def _name(self, kind: str, value: str) -> str:
        if kind == "country":
            return words.country(value, language())
        if kind not in self._names:
            self._names[kind] = self._read(kind)
        return self._names[kind].get(str(value), str(value))

    def _read(self, kind: str) -> dict[str, str]:
        if kind == "field":
            return {row.code: local(row.name) for row in models.Field.objects.all()}
        if kind == "person":
            return dict(models.Person.objects.values_list("slug", "name"))
        model: Any = {
            "government": models.Government,
            "organisation": models.Organisation,
            "partnership": models.Partnership,
        }.get(kind)
        if model is None:
            return {}
        return {slug: local(name) for slug, name in model.objects.values_list("slug", "name")}


_CONTENT_STATES = {
    "present": gettext_lazy("is there"),
    "absent": gettext_lazy("is not there"),
    "not_told": gettext_lazy("not told"),
    "told": gettext_lazy("a source says so"),
}


def _content(code: str) -> str:
    named = {"costs": labels.CONTENTS["cost_shares"], "weak": gettext_lazy("weak text"), **labels.CONTENTS}
    return str(named.get(code, code))


def place(statement: Statement) -> dict[str, Any]:
    """Where a statement stands, as the components take it."""
    return {"code": statement.source.code, "line": statement.place or None, "note": statement.term}


def places(statements: Iterable[Statement]) -> list[dict[str, Any]]:
    """Each place once, in the order of document and line."""
    seen: dict[tuple[str, str], dict[str, Any]] = {}
    for one in statements:
        seen.setdefault((one.source.code, one.place), place(one))
    return sorted(seen.values(), key=lambda found: (found["code"], int(found["line"] or 0)))


def attribute_label(kind: str, attribute: str) -> str:
    """The name of an attribute in words."""
    declared = kinds()[kind].attributes.get(attribute) if kind in kinds() else None
    return str(declared.label) if declared else attribute


def kind_label(kind: str) -> str:
    return str(kinds()[kind].label) if kind in kinds() else kind


def polarity(value: str) -> str:
    """The direction of a verdict as the components name it."""
    return {1: "positive", -1: "negative", 0: "neutral"}[POLARITY[value]]


def dispute_box(dispute: Dispute, shown: Shown, record: tuple[str, str] | None = None) -> dict[str, Any]:
    """A dispute as its component takes it. ``record`` is the name and address of the page it stands on."""
    statements = list(dispute.statements.all())
    standing = {acceptance.statement_id for one in statements for acceptance in one.acceptances.all()}
    sides: dict[str, dict[str, Any]] = {}
    for one in sorted(statements, key=lambda each: (each.source.code, int(each.place or 0))):
        value = shown.value(one.subject_kind, one.attribute, one.value)
        if one.stance == "denies":
            value = gettext("not: %(value)s") % {"value": value}
        side = sides.setdefault(value, {"value": value, "sources": [], "note": "", "is_accepted": False})
        side["sources"].append(place(one))
        side["note"] = side["note"] or local(one.note) or (one.credited and f"({one.credited})") or ""
        side["is_accepted"] = side["is_accepted"] or one.id in standing
    settled = any(side["is_accepted"] for side in sides.values())
    says = str(labels.DISPUTE_KIND[dispute.kind])
    if dispute.within_one_source:
        says += gettext("; both stand in one document")
    return {
        "id": dispute.id,
        "attribute": attribute_label(dispute.subject_kind, dispute.attribute),
        "says": says,
        "state": "settled" if settled else "disputed",
        "anchor": f"d-{dispute.id}",
        "record": record[0] if record else None,
        "record_url": record[1] if record else None,
        "sides": list(sides.values()),
        "why": _why(statements),
    }


def _why(statements: Iterable[Statement]) -> str:
    for one in statements:
        for acceptance in one.acceptances.all():
            if acceptance.why:
                return gettext("Accepted by %(who)s: %(why)s") % {"who": acceptance.by, "why": local(acceptance.why)}
    return ""


def names_of(ids: Iterable[uuid.UUID], kind: str) -> dict[uuid.UUID, tuple[str, str]]:
    """Name and slug of records by id, for links from lists of disputes."""
    model: Any = {
        "partnership": models.Partnership,
        "government": models.Government,
        "organisation": models.Organisation,
        "person": models.Person,
        "tally": models.Tally,
    }.get(kind)
    if model is None:
        return {}
    column = "text" if kind == "tally" else "name"
    rows = model.objects.filter(id__in=list(ids)).values_list("id", column, "slug")
    return {row_id: (local(name), slug) for row_id, name, slug in rows}
