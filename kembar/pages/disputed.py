"""How is a dispute shown: what it is about, who says what, which statement stands?"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kembar.evidence.labels import DISPUTE_KIND
from kembar.evidence.models import Dispute, Statement
from kembar.pages import show
from kembar.pages.statements import TITLE, titles, titles_of

CASEBOOK = "kembar:"
"""The product itself accepts what the casebook's files say stands."""


def boxes(disputes: Iterable[Dispute], with_record: bool = True) -> list[dict[str, Any]]:
    """Disputes as their component takes them. Causes two queries besides those for the disputes themselves."""
    rows = list(disputes)
    if not rows:
        return []
    statements = [one for row in rows for one in row.statements.all()]
    rows_within = {row.subject_id for row in rows if row.subject_id != row.record_id}
    titling = list(titles_of(rows_within)) if rows_within else []
    shown = show.Shown([*statements, *titling])
    named = titles(titling, shown)
    return [box(row, shown, named, shown.record(row.record_id) if with_record else None) for row in rows]


def box(
    dispute: Dispute, shown: show.Shown, named: Mapping[uuid.UUID, str], record: tuple[str, str] | None = None
) -> dict[str, Any]:
    """One dispute. ``record`` is the name and address of the page it stands on, where it is shown elsewhere."""
    statements = sorted(dispute.statements.all(), key=lambda each: (each.source.code, int(each.place or 0)))
    standing = {acceptance.statement_id for one in statements for acceptance in one.acceptances.all()}
    sides: dict[str, dict[str, Any]] = {}
    for one in statements:
        value = _says(one, shown)
        side = sides.setdefault(value, {"value": value, "said": [], "notes": [], "is_accepted": False})
        side["said"].append(one)
        note = show.local(one.note)
        if note and note not in side["notes"]:
            side["notes"].append(note)
        side["is_accepted"] = side["is_accepted"] or one.id in standing
    for side in sides.values():
        side["note"] = " ".join(side["notes"])
        side["sources"] = show.places(side["said"])
    says = str(DISPUTE_KIND[dispute.kind])
    if dispute.within_one_source:
        says += _("; both stand in one document")
    return {
        "id": dispute.id,
        "url": reverse("dispute", args=[dispute.id]),
        "attribute": _about(dispute, named),
        "says": says,
        "state": "settled" if any(side["is_accepted"] for side in sides.values()) else "disputed",
        "anchor": show.anchor(dispute.id, "d"),
        "record": record[0] if record else None,
        "record_url": record[1] if record else None,
        "sides": list(sides.values()),
        "why": _why(statements),
    }


def _says(one: Statement, shown: show.Shown) -> str:
    if one.stance == "denies":
        return _("Document %(code)s says otherwise") % {"code": one.source.code}
    if one.stance == "is_silent":
        return _("Document %(code)s says nothing of it") % {"code": one.source.code}
    return shown.said(one)


def _about(dispute: Dispute, named: Mapping[uuid.UUID, str]) -> str:
    """What a dispute is about: of a row its kind, what it is, and the attribute where that is not its own text."""
    attribute = show.attribute_label(dispute.subject_kind, dispute.attribute)
    if dispute.subject_id == dispute.record_id:
        return attribute
    kind, title = show.kind_label(dispute.subject_kind), named.get(dispute.subject_id, "")
    if dispute.attribute in TITLE.get(dispute.subject_kind, ()):
        return f"{kind}, {attribute}" if dispute.kind != "denial" else f"{kind}: “{show.short(title, 60)}”"
    return f"{kind} “{show.short(title, 60)}”: {attribute}" if title else f"{kind}, {attribute}"


def _why(statements: Iterable[Statement]) -> str:
    for one in statements:
        for acceptance in one.acceptances.all():
            why = show.local(acceptance.why)
            if not why:
                continue
            if acceptance.by.startswith(CASEBOOK):
                return _("Why it stands: %(why)s") % {"why": why}
            return _("Accepted by %(who)s: %(why)s") % {"who": acceptance.by, "why": why}
    return ""
