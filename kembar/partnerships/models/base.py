"""What every row of a record has: a stable id, its place in the list, withdrawal with a reason, an edit counter."""

import uuid

from django.db import models
from django.db.models import Q


class Row(models.Model):
    """A row that is never deleted but withdrawn, and that tells two editors apart by ``version``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    origin = models.CharField(max_length=10, default="live", choices=[("casebook", "casebook"), ("live", "live")])
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=200, blank=True, default="")
    withdrawn_why = models.TextField(blank=True, default="")

    class Meta:
        abstract = True


def withdrawn_by_someone(name: str) -> models.CheckConstraint:
    """A withdrawal names who did it; a row that stands names nobody."""
    return models.CheckConstraint(
        condition=Q(withdrawn_at__isnull=True, withdrawn_by="") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
        name=name,
    )


SIDES = [("a", "first side"), ("b", "second side"), ("c", "third side"), ("d", "fourth side")]
