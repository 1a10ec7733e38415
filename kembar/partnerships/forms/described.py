"""What is a row, in a few words, from its own columns and the rows it refers to that were read along?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kembar.evidence.catalogue import Attribute, Kind
from kembar.evidence.columns import column
from kembar.partnerships import labels
from kembar.partnerships.forms.layout import layout_of
from kembar.partnerships.forms.references import said_row
from kembar.partnerships.queries.picking import name_in
from kembar.ui import words

MOST_PARTS = 4
MOST_CHARACTERS = 110
PLAIN = {("party", "side"), ("party", "role"), ("instrument", "term"), ("instrument", "term_months")}
"""What says nothing beside the rest: a party is named by itself, a paper by kind and day."""


def described(own: Kind, row: Any, sides: Mapping[str, str], language: str) -> str:
    """The first answers of a row, joined: letter, Kota Bogor, 3 March 2020, exchange of pupils."""
    told: list[str] = []
    for code in layout_of(own).first:
        if (own.code, code) in PLAIN:
            continue
        if len(told) < MOST_PARTS and (text := _said(own, own.attributes[code], row, sides, language)):
            told.append(text)
    return ", ".join(told)


def _said(own: Kind, attribute: Attribute, row: Any, sides: Mapping[str, str], language: str) -> str:
    if column(row, attribute) is None or attribute.type in ("flag", "codes", "json"):
        return ""
    value = getattr(row, attribute.code)
    if value in (None, "", {}, []):
        return ""
    if attribute.type == "reference":
        return said_row(attribute.refers_to, value, language)
    if attribute.type == "date":
        return words.edtf(value, language)
    if attribute.type == "choice":
        return (
            sides.get(value) or labels.choice(own.code, attribute.code, value)
            if attribute.code in labels.SIDES
            else (labels.choice(own.code, attribute.code, value))
        )
    if attribute.type == "yes_no":
        return ""
    if attribute.type == "number":
        return words.number(float(value), language)
    text = name_in(value, language) if isinstance(value, dict) else str(value)
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1].rpartition(" ")[0] + "…"
