"""Can these values be kept? Checked against the catalogue and the tables; all faults are told at once."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from kembar.evidence.catalogue import Attribute, Kind, ValueRefused, clean
from kembar.evidence.columns import column
from kembar.partnerships.actions.refusals import Fault
from kembar.partnerships.models import Contact
from kembar.partnerships.queries.whereabouts import canonical, kind_of
from kembar.partnerships.rules.answers import is_circle, misplaced

LONGEST = 10_000
LONGEST_NAME = 300
"""Our bounds on texts, in characters: what is longer is a document and belongs into a file."""
NAMES = ("name", "title")
_TOO_LONG = {"max_length"}


def cleaned(own: Kind, given: Mapping[str, Any], record: Any, *, is_new: bool) -> tuple[dict[str, Any], list[Fault]]:
    """The values as they are kept (None: empty), and what is wrong with the others.

    Of a new row every required attribute must be there; an existing one must not lose any. Causes a query for each
    reference.
    """
    kept: dict[str, Any] = {}
    faults: list[Fault] = []
    for code, raw in given.items():
        attribute = own.attributes.get(code)
        if attribute is None:
            known = {"attribute": code, "known": ", ".join(own.attributes)}
            faults.append(Fault(own.code, code, "unknown_attribute", known))
            continue
        try:
            kept[code] = _clean(attribute, raw, record)
        except ValueRefused as refused:
            faults.append(Fault(own.code, code, refused.code, refused.data))
    for attribute in own:
        is_missing = kept.get(attribute.code) is None and (is_new or attribute.code in kept)
        if attribute.required and is_missing and all(fault.attribute != attribute.code for fault in faults):
            faults.append(Fault(own.code, attribute.code, "missing_attribute", {"attribute": attribute.code}))
    return kept, faults


def _clean(attribute: Attribute, raw: Any, record: Any) -> Any:
    value = _without_blanks(raw)
    if value is None:
        return None
    _readable(attribute, value)
    kept = clean(attribute, value)
    if attribute.type == "number" and not math.isfinite(kept):
        raise ValueRefused("not_a_number", attribute=attribute.code, value=raw)
    if attribute.refers_to:
        return canonical(attribute, kept, record)
    return kept


def _without_blanks(raw: Any) -> Any:
    """The value without surrounding spaces and without languages left blank; None when nothing remains."""
    if isinstance(raw, str):
        return raw.strip() or None
    if isinstance(raw, dict):
        return {key: one for key, value in raw.items() if (one := _without_blanks(value)) is not None} or None
    if isinstance(raw, list | tuple):
        return [one for value in raw if (one := _without_blanks(value)) is not None] or None
    return raw


def _readable(attribute: Attribute, value: Any) -> None:
    if attribute.type == "json":
        try:
            json.dumps(value, allow_nan=False)
        except (TypeError, ValueError) as error:
            raise ValueRefused("not_json", attribute=attribute.code, reason=str(error)) from error
    limit = LONGEST_NAME if attribute.code in NAMES else LONGEST
    for text in _texts(value):
        if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise ValueRefused("unreadable_character", attribute=attribute.code)
        if len(text) > limit:
            raise ValueRefused("too_long", attribute=attribute.code, limit=limit, length=len(text))


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in (*value, *value.values()):
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def misfits(row: Any) -> list[Fault]:
    """What the table would refuse of a row: too long, out of range, missing, against a rule of the table.

    Causes a query for each rule that something be there once.
    """
    own = kind_of(row)
    faults = [fault for attribute in own for fault in _misfit(row, own, attribute)]
    for field in row._meta.concrete_fields:
        if field.is_relation and not field.null and getattr(row, field.attname) is None:
            faults.append(Fault(own.code, field.name, "missing_attribute", {"attribute": field.name}))
    if faults:
        return faults
    for constraint in row._meta.constraints:
        try:
            constraint.validate(type(row), row)
        except ValidationError:
            rule = constraint.name.removeprefix("partnerships_")
            faults.append(Fault(own.code, "", "broken_rule", {"rule": rule}))
    return faults or (_misplaced_answers(row) if isinstance(row, Contact) else [])


def _misplaced_answers(row: Contact) -> list[Fault]:
    """A letter against the one that it answers and against those that answer it. Causes two queries at most."""
    found = []
    if row.answers is not None:
        found.append(misplaced(asked=_sent(row.answers), answer=_sent(row)))
        of_tie = Contact.objects.filter(partnership=row.partnership_id, answers__isnull=False)
        links = {**dict(of_tie.order_by().values_list("pk", "answers_id")), row.pk: row.answers_id}
        found.append("answers_in_a_circle" if is_circle(row.pk, links) else "")
    if not row._state.adding:
        for one in row.answered_by.filter(withdrawn_at__isnull=True):
            found.append(misplaced(asked=_sent(row), answer=_sent(one)))
    return [Fault("contact", "answers", code) for code in dict.fromkeys(found) if code]


def _sent(row: Contact) -> tuple[str, Any]:
    return row.from_side, row.when


def _misfit(row: Any, own: Kind, attribute: Attribute) -> Iterable[Fault]:
    field = column(row, attribute)
    if field is None or field.many_to_many or field.is_relation or isinstance(field, models.JSONField):
        return
    names = [field.name, f"{field.name}_words"] if attribute.type == "date" else [field.name]
    for name in names:
        value = getattr(row, name)
        if value in (None, "", False):
            continue
        if isinstance(field, models.IntegerField) and value != int(value):
            yield Fault(own.code, attribute.code, "not_whole", {"attribute": attribute.code, "value": value})
            continue
        try:
            setattr(row, name, row._meta.get_field(name).clean(value, row))
        except ValidationError as error:
            found = error.error_list[0]
            code = "too_long" if found.code in _TOO_LONG else "does_not_fit"
            limit = (found.params or {}).get("limit_value")
            data = {"attribute": attribute.code, "value": value, "limit": limit, "reason": found.code}
            yield Fault(own.code, attribute.code, code, data)
