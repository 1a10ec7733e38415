"""How are the rows of one record named, and where do they stand on its page?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from kembar.pages import show
from kembar.partnerships import labels
from kembar.partnerships.queries.record import Record
from kembar.ui import words


def sources(record: Record, row: Any, attribute: str = "") -> list[dict[str, Any]]:
    """Where it is told of a row, or of one of its attributes."""
    return show.places(record.places(row.id, attribute))


def disputes_of(record: Record) -> dict[tuple[Any, str], str]:
    """The fragment of each dispute by subject and attribute."""
    return {(one.subject_id, one.attribute): f"#{show.anchor(one.id, 'd')}" for one in record.disputes}


def side_name(record: Record, side: str) -> str:
    """The party that stands on a side, by name; the number of the side where it is not named."""
    for party in record.parties:
        who = party.government or party.organisation
        if party.side == side and party.role == "party" and who:
            return show.local(who.name)
    return str(labels.SIDE.get(side, side))


def because(record: Record, ids: Iterable[str]) -> list[dict[str, Any]]:
    """The rows that a derived state rests on, as links to where they stand on the page."""
    found = []
    for one in ids:
        row = record.rows.get(one)
        if row is None:
            own = one.partition(":")[2]
            label = {"began": _("the told beginning"), "ended": _("the told end"), "agreed_fields": _("agreed fields")}
            found.append({"text": label.get(own, _("what is told of the tie")), "anchor": "facts"})
            continue
        found.append({"text": row_label(row), "anchor": show.anchor(row.id)})
    return found


def row_label(row: Any) -> str:
    """What a row is, in a few words."""
    name = type(row).__name__
    if name == "Instrument":
        return show.paper_title(row)
    if name == "Event":
        when = f", {words.moment(row.when, show.language())}" if row.when else ""
        return f"{labels.EVENT[row.kind]}{when}"
    if name == "InstrumentField":
        return show.local(row.words) or show.local(row.field.name)
    if name == "Party":
        who = row.government or row.organisation
        return show.local(who.name if who else row.unnamed)
    if name == "Signature":
        return row.person.name if row.person else show.local(row.office)
    if name == "PartnershipLink":
        return show.local(row.other.name)
    for attribute in ("title", "text", "subject"):
        value = show.local(getattr(row, attribute, None))
        if value:
            return show.short(value)
    return ""
