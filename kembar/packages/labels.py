"""What are the tables of a package called?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kembar.evidence.catalogue import kinds
from kembar.packages.tables import tables

OTHERS: dict[str, Any] = {
    "access.Office": _("offices"),
    "access.Stake": _("parts of offices in records"),
    "audit.Change": _("values before and after a change"),
    "audit.Event": _("events of the history"),
    "evidence.Acceptance": _("decisions on statements"),
    "evidence.Edition": _("editions of sources"),
    "evidence.Source": _("sources"),
    "evidence.Statement": _("statements"),
    "files.Attachment": _("attached files"),
    "files.StoredFile": _("contents of files"),
    "partnerships.Field": _("fields of cooperation"),
    "partnerships.FormerSlug": _("former addresses"),
    "partnerships.KeptSpan": _("spans in which a record is complete"),
    "places.Country": _("countries"),
    "places.Place": _("places"),
    "signals.Task": _("tasks"),
}


def column_label(label: str, column: str) -> str:
    """The word for a column: that of its attribute in the catalogue, else its own name."""
    model = tables()[label].model
    kind = next((one for one in kinds().values() if one.model is model), None)
    attribute = kind.attributes.get(column.removesuffix("_id")) if kind else None
    return str(attribute.label) if attribute else column


def table_label(label: str) -> str:
    """The word for a table: that of its kind in the catalogue, else the one above, else its own name."""
    model = tables()[label].model
    kind = next((one for one in kinds().values() if one.model is model), None)
    return str(kind.label if kind else OTHERS.get(label, model._meta.verbose_name_plural))
