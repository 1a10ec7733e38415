"""What offices wish of a partner, and which countries the law keeps apart."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class Wish(models.Model):
    """What a city needs from a partner, or has to offer, in a field of cooperation.

    ``office`` entered it: of its own seat what it wishes, of another place what it knows of that city. What is not
    ``is_public`` counts for that office alone.
    """

    KINDS = [("need", "need"), ("offer", "offer")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, null=True, blank=True, related_name="wishes")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="wishes")
    field = models.ForeignKey("partnerships.Field", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=KINDS)
    text = models.TextField(blank=True, default="")
    is_public = models.BooleanField(default=False, help_text="stands on the board and counts for everybody")
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["place", "kind", "field"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "place", "field", "kind"],
                condition=Q(withdrawn_at__isnull=True, office__isnull=False),
                name="matching_wish_once_an_office",
            ),
            models.UniqueConstraint(
                fields=["place", "field", "kind"],
                condition=Q(withdrawn_at__isnull=True, office__isnull=True),
                name="matching_wish_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="matching_wish_withdrawn_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.kind} {self.field_id}"


class NoRelations(models.Model):
    """Two countries of which a source says that they have no diplomatic relations: the law then blocks a partner."""

    country_a = models.ForeignKey("places.Country", on_delete=models.PROTECT, related_name="+")
    country_b = models.ForeignKey("places.Country", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=300, help_text="who says so, where")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["country_a", "country_b"]
        constraints = [
            models.CheckConstraint(condition=Q(country_a__lt=F("country_b")), name="matching_relations_in_order"),
            models.UniqueConstraint(fields=["country_a", "country_b"], name="matching_relations_once"),
            models.CheckConstraint(condition=~Q(source=""), name="matching_relations_sourced"),
        ]

    def __str__(self) -> str:
        return f"{self.country_a_id}-{self.country_b_id}"
