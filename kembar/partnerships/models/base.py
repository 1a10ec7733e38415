"""What every row of a record has: a stable id, its place in the list, whose entry it is, withdrawal with a reason, an
edit counter."""

import uuid

from django.db import models
from django.db.models import Q


class Row(models.Model):
    """A row that is never deleted but withdrawn, and that tells two editors apart by ``version``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    origin = models.CharField(max_length=10, default="live", choices=[("casebook", "casebook"), ("live", "live")])
    kept_by = models.ForeignKey(
        "access.Office",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="the office whose entry it is; no other office changes it",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=200, blank=True, default="")
    withdrawn_why = models.TextField(blank=True, default="")

    class Meta:
        abstract = True


STANDING = Q(withdrawn_at__isnull=True)
"""A withdrawn row stands in nobody's way: what may be there once may be there once among those that stand."""


def withdrawn_by_someone(name: str) -> models.CheckConstraint:
    """A withdrawal names who did it; a row that stands names nobody."""
    return models.CheckConstraint(
        condition=Q(withdrawn_at__isnull=True, withdrawn_by="") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
        name=name,
    )


SIDES = [("a", "first side"), ("b", "second side"), ("c", "third side"), ("d", "fourth side")]
