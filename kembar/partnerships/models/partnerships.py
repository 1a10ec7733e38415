"""The lasting tie between parties, the fields it may cover, and the spans that are derived from its history."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from kembar.partnerships.models.base import SIDES, STANDING, Row, withdrawn_by_someone
from kembar.partnerships.models.governments import Government, Organisation
from kembar.values.dates import Spanned, in_order

FORMS = [
    ("sister_city", "sister city"),
    ("sister_province", "sister province"),
    ("friendship_city", "friendship city"),
    ("contact", "contact"),
    ("project", "project partnership"),
    ("agency_deal", "agency deal"),
    ("offer", "offer"),
]


class Field(models.Model):
    """A field of cooperation on the one shared list; ``words`` are what texts call it, for search and import."""

    code = models.CharField(max_length=30, primary_key=True)
    name = models.JSONField(default=dict)
    words = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)
    listed = models.ManyToManyField("law.ListedField", through="FieldMapping", related_name="fields")

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.code


class FieldMapping(models.Model):
    """A shared field stands under this entry of a list of the law."""

    field = models.ForeignKey(Field, on_delete=models.CASCADE)
    listed_field = models.ForeignKey("law.ListedField", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["field", "listed_field"], name="partnerships_field_mapping_once")
        ]

    def __str__(self) -> str:
        return f"{self.field_id} under {self.listed_field_id}"


class Partnership(Spanned, Row):
    """The tie itself. ``began``/``ended`` is what sources say of the tie as a whole, beside its instruments."""

    slug = models.SlugField(max_length=160, unique=True)
    form = models.CharField(max_length=20, choices=FORMS, blank=True, default="")
    name = models.JSONField(default=dict, help_text="short name, by language")
    about = models.JSONField(default=dict, help_text="what it is in a sentence or two, by language")
    agreed_fields = models.JSONField(default=list, help_text="codes of fields told as agreed, beside any instrument")
    fields_complete = models.BooleanField(default=False, help_text="the agreed fields are told to be the whole list")
    adopted_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="adopted")
    distance_km = models.FloatField(null=True, blank=True, help_text="seat to seat; derived")
    duchacek = models.CharField(max_length=15, blank=True, default="", help_text="geographic class; derived")
    is_published = models.BooleanField(
        default=True, help_text="the public part of a live record is for everybody, not for its offices alone"
    )
    search_text = models.TextField(blank=True, default="", help_text="folded words of the whole record")
    search_record = models.TextField(blank=True, default="", help_text="the same without drafts")
    search_public = models.TextField(blank=True, default="", help_text="the same of the public part")
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="when an office last confirmed it")
    confirmed_by = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["slug"]
        constraints = [
            in_order("began", "partnerships_partnership_began_in_order"),
            in_order("ended", "partnerships_partnership_ended_in_order"),
            models.CheckConstraint(
                condition=Q(began_earliest__isnull=True)
                | Q(ended_latest__isnull=True)
                | Q(began_earliest__lte=F("ended_latest")),
                name="partnerships_partnership_not_ended_before_begun",
            ),
            withdrawn_by_someone("partnerships_partnership_withdrawn_by_someone"),
        ]

    def __str__(self) -> str:
        return self.slug


class FormerSlug(models.Model):
    """An address that a partnership once had; it redirects."""

    slug = models.SlugField(max_length=160, primary_key=True)
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


class PartnershipLink(Row):
    """How one partnership bears on another: a precedent, an earlier tie, a case of the live record."""

    KINDS = [("precedent", "precedent"), ("case_of", "case of"), ("succeeds", "succeeds")]

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="linked_from")
    kind = models.CharField(max_length=12, choices=KINDS)
    note = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "other", "kind"], condition=STANDING, name="partnerships_link_once"
            ),
            models.CheckConstraint(condition=~Q(partnership=F("other")), name="partnerships_link_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id} {self.kind} {self.other_id}"


class Party(Row):
    """A government, an organisation, or someone the source does not name, on a side and in a role."""

    ROLES = [("party", "party"), ("facilitator", "facilitator"), ("witness", "witness")]

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="parties")
    side = models.CharField(max_length=1, choices=SIDES)
    role = models.CharField(max_length=12, choices=ROLES, default="party")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, null=True, blank=True, related_name="parties")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="parties"
    )
    unnamed = models.JSONField(default=dict, blank=True, help_text="what is told of a party that is not named")

    class Meta:
        ordering = ["side", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(government__isnull=True) | Q(organisation__isnull=True), name="partnerships_party_is_one"
            ),
            models.UniqueConstraint(
                fields=["partnership", "government"],
                condition=STANDING & Q(government__isnull=False),
                name="partnerships_party_government_once",
            ),
            models.UniqueConstraint(
                fields=["partnership", "organisation"],
                condition=STANDING & Q(organisation__isnull=False),
                name="partnerships_party_organisation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id} {self.side}"


class KeptSpan(models.Model):
    """From which day an office keeps a kind of record of a partnership complete: inside it no row means none."""

    KINDS = [("contacts", "contacts"), ("activities", "activities"), ("money", "money"), ("people", "people")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="kept_spans")
    office = models.ForeignKey("access.Office", on_delete=models.CASCADE, related_name="kept_spans")
    kind = models.CharField(max_length=12, choices=KINDS)
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True, help_text="first day on which it is no longer kept")

    class Meta:
        ordering = ["partnership", "kind", "from_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day__isnull=True) | Q(from_day__lt=F("to_day")), name="partnerships_kept_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.from_day}"


class SpanQuerySet(models.QuerySet["StateSpan"]):
    """Reads spans by their index."""

    def as_at(self, day: date) -> SpanQuerySet:
        """The spans that cover ``day``."""
        return self.filter(Q(from_day__isnull=True) | Q(from_day__lte=day), Q(to_day__isnull=True) | Q(to_day__gt=day))


class StateSpan(models.Model):
    """A derived state and the days on which it holds; rebuilt by the transaction that writes, never typed in.

    What follows from the public part of a live record may be another state than what follows from the whole: each part
    has its own spans, and one that follows from several is kept once.
    """

    KINDS = [("formal", "formal state"), ("field", "state of a field")]

    id = models.BigAutoField(primary_key=True)
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="state_spans")
    kind = models.CharField(max_length=8, choices=KINDS)
    field = models.ForeignKey(Field, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=30)
    from_day = models.DateField(null=True, blank=True, help_text="first day; NULL: from the beginning")
    to_day = models.DateField(null=True, blank=True, help_text="first day on which it no longer holds; NULL: open")
    because = models.JSONField(default=list, help_text="ids of the rows that make it so")
    of_public = models.BooleanField(default=True, help_text="follows from the public part of the record")
    of_record = models.BooleanField(default=True, help_text="follows from the record without drafts and contacts")
    of_whole = models.BooleanField(default=True, help_text="follows from the whole record")

    objects = SpanQuerySet.as_manager()

    class Meta:
        ordering = ["partnership", "kind", "field", "from_day"]
        indexes = [
            models.Index(fields=["kind", "from_day", "to_day", "state"], name="partnerships_span_as_at"),
            models.Index(fields=["partnership", "kind", "from_day"], name="partnerships_span_record"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_day__isnull=True) | Q(to_day__isnull=True) | Q(from_day__lt=F("to_day")),
                name="partnerships_span_in_order",
            ),
            models.CheckConstraint(
                condition=Q(kind="formal", field__isnull=True) | Q(kind="field", field__isnull=False),
                name="partnerships_span_field_where_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.from_day}"
