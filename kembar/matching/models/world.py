"""The world's twin towns as files tell them, and what could not be read of them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

SOURCES = [("wikidata", "Wikidata, property P190"), ("list", "a list of links")]


class WorldImport(models.Model):
    """One file of links as it was read: which, when, by whom, and how many rows became what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, help_text="the form of the file, e.g. gexf")
    source = models.CharField(max_length=20, choices=SOURCES)
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=200)
    counts = models.JSONField(default=dict, help_text="how many rows, cities and links became what, by code")
    figures = models.JSONField(default=dict, help_text="the figures of the whole network after it, by name")

    class Meta:
        ordering = ["-imported_at", "id"]

    def __str__(self) -> str:
        return self.file_name


class WorldLink(models.Model):
    """Two places that a source calls twins. The place with the smaller id is a, so that a pair stands once a source.

    ``declared_by_a`` and ``declared_by_b`` say whose entry names the other; null where the source does not tell.
    """

    place_a = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    place_b = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=20, choices=SOURCES)
    declared_by_a = models.BooleanField(null=True)
    declared_by_b = models.BooleanField(null=True)
    first_import = models.ForeignKey(WorldImport, on_delete=models.PROTECT, related_name="+")
    last_import = models.ForeignKey(WorldImport, on_delete=models.PROTECT, related_name="links")
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        ordering = ["place_a", "place_b"]
        constraints = [
            models.CheckConstraint(condition=Q(place_a__lt=F("place_b")), name="matching_link_smaller_first"),
            models.UniqueConstraint(fields=["place_a", "place_b", "source"], name="matching_link_once_a_source"),
            models.CheckConstraint(
                condition=Q(declared_by_a__isnull=True, declared_by_b__isnull=True)
                | Q(declared_by_a__isnull=False, declared_by_b__isnull=False),
                name="matching_link_declared_both_or_neither",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_a_id}-{self.place_b_id}"


class WorldProblem(models.Model):
    """A row or city of an import that did not become a link, with the reason: nothing is dropped in silence."""

    import_of = models.ForeignKey(WorldImport, on_delete=models.CASCADE, related_name="problems")
    kind = models.CharField(max_length=30, help_text="e.g. unmatched, ambiguous, self_link")
    line = models.PositiveIntegerField(null=True, blank=True, help_text="line or element of the file")
    name = models.CharField(max_length=300, help_text="what the file calls it")
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["kind", "line", "id"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"
