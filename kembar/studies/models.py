"""Which studies are there, how has each coder coded them, and which statements do they bear on?"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Study(models.Model):
    """A publication. ``told_in`` and ``told_line`` name the document whose bibliography lists it, where one does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=400)
    authors = models.JSONField(default=list, help_text="family names, or names as written")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    venue = models.CharField(max_length=300, blank=True, default="")
    doi = models.CharField(max_length=200, blank=True, default="")
    url = models.URLField(max_length=500, blank=True, default="")
    origin = models.CharField(max_length=10, choices=[("shipped", "shipped"), ("entered", "entered")])
    told_in = models.CharField(max_length=40, blank=True, default="", help_text="code of a document")
    told_line = models.PositiveIntegerField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["year", "slug"]

    def __str__(self) -> str:
        return self.slug


class Coding(models.Model):
    """What one coder made of one study: an attribute's value and its place, by attribute (see ``rules.ATTRIBUTES``).

    ``coder`` is empty for the coding that ships, for the one that coders agreed on, and where an account was removed;
    ``coder_name`` stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="codings")
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="codings"
    )
    coder_name = models.CharField(max_length=200)
    is_agreed = models.BooleanField(default=False, help_text="what the coders agreed on, after comparing")
    values = models.JSONField(default=dict)
    places = models.JSONField(default=dict, help_text="attribute -> where it is told, e.g. 004:96")
    note = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    coded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["study", "coded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["study", "coder"], name="studies_coding_once_a_coder"),
            models.UniqueConstraint(
                fields=["study", "coder_name"],
                condition=Q(coder=None, is_agreed=False),
                name="studies_coding_once_without_account",
            ),
            models.UniqueConstraint(fields=["study"], condition=Q(is_agreed=True), name="studies_agreed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.study_id} {self.coder_name}"


class Bearing(models.Model):
    """That a study, in one coder's reading, supports or contradicts a statement of the register.

    The statement is named without a foreign key: the casebook's statements are written anew, under the same ids, when
    it is loaded again, and the link must outlast that.
    """

    STANCES = [("supports", "supports"), ("contradicts", "contradicts")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    coding = models.ForeignKey(Coding, on_delete=models.CASCADE, related_name="bearings")
    statement_id = models.UUIDField()
    stance = models.CharField(max_length=11, choices=STANCES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coding", "statement_id"], name="studies_bearing_once")]
        indexes = [models.Index(fields=["statement_id"], name="studies_bearing_statement")]

    def __str__(self) -> str:
        return f"{self.coding_id} {self.stance} {self.statement_id}"
