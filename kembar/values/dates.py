"""How are dates as the sources give them kept in columns?

A date is kept as EDTF with the words of its source; ``earliest`` and ``latest`` are computed from it and indexed, so
that lists and as-at questions read them by index. Unbounded ends are NULL. Nothing is padded to a day.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from kembar.analysis.edtf import Edtf, parse


def columns(prefix: str, text: str, words: str = "") -> dict[str, Any]:
    """The four column values of one date; raises DateError when ``text`` is no EDTF date."""
    value = parse(text) if text else None
    return {
        prefix: value.text if value else "",
        f"{prefix}_words": words,
        f"{prefix}_earliest": value.earliest if value else None,
        f"{prefix}_latest": value.latest if value else None,
    }


def read(row: Any, prefix: str) -> Edtf | None:
    """The date kept under ``prefix`` in a row, or None when it is unknown."""
    text = getattr(row, prefix)
    return parse(text) if text else None


def in_order(prefix: str, name: str) -> models.CheckConstraint:
    """The database refuses a date whose earliest day comes after its latest, or bounds without a date."""
    earliest, latest = f"{prefix}_earliest", f"{prefix}_latest"
    bounded = Q(**{f"{earliest}__isnull": True}) | Q(**{f"{latest}__isnull": True})
    return models.CheckConstraint(
        condition=(bounded | Q(**{f"{earliest}__lte": F(latest)}))
        & (~Q(**{prefix: ""}) | Q(**{f"{earliest}__isnull": True, f"{latest}__isnull": True})),
        name=name,
    )


class Dated(models.Model):
    """A row that has one date: when it happened, was signed, is due."""

    date = models.CharField(max_length=40, blank=True, default="", help_text="EDTF")
    date_words = models.CharField(max_length=200, blank=True, default="", help_text="as the source writes it")
    date_earliest = models.DateField(null=True, blank=True, db_index=True)
    date_latest = models.DateField(null=True, blank=True, db_index=True)

    class Meta:
        abstract = True
        constraints = [in_order("date", "%(app_label)s_%(class)s_date_in_order")]

    @property
    def when(self) -> Edtf | None:
        return read(self, "date")


class Spanned(models.Model):
    """A row that holds from a day to a day: a term of office, a name, a stake."""

    began = models.CharField(max_length=40, blank=True, default="", help_text="EDTF")
    began_words = models.CharField(max_length=200, blank=True, default="")
    began_earliest = models.DateField(null=True, blank=True, db_index=True)
    began_latest = models.DateField(null=True, blank=True)
    ended = models.CharField(max_length=40, blank=True, default="", help_text="EDTF")
    ended_words = models.CharField(max_length=200, blank=True, default="")
    ended_earliest = models.DateField(null=True, blank=True)
    ended_latest = models.DateField(null=True, blank=True, db_index=True)

    class Meta:
        abstract = True
        constraints = [
            in_order("began", "%(app_label)s_%(class)s_began_in_order"),
            in_order("ended", "%(app_label)s_%(class)s_ended_in_order"),
            models.CheckConstraint(
                condition=Q(began_earliest__isnull=True)
                | Q(ended_latest__isnull=True)
                | Q(began_earliest__lte=F("ended_latest")),
                name="%(app_label)s_%(class)s_not_ended_before_begun",
            ),
        ]
