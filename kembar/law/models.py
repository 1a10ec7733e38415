"""The law and when it held: acts, articles, and the lists of permitted and reserved fields that acts contain."""

import uuid

from django.db import models
from django.db.models import Q

from kembar.values.dates import Spanned, in_order


class Act(Spanned):
    """One legal instrument. ``began``/``ended`` is the span in which it was in force, as far as it is known."""

    KINDS = [
        ("uud", "constitution"),
        ("uu", "act"),
        ("perpu", "emergency regulation"),
        ("pp", "government regulation"),
        ("permendagri", "regulation of the home minister"),
        ("permenlu", "regulation of the foreign minister"),
        ("se_mendagri", "circular of the home minister"),
        ("pergub", "regulation of a governor"),
        ("policy", "policy of a city or an association"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=KINDS)
    number = models.CharField(max_length=40, blank=True, default="")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    issuer = models.JSONField(default=dict, help_text="who issued it, by language")
    title = models.JSONField(default=dict, help_text="by language")
    about = models.CharField(max_length=40, help_text="code of the matter it governs, e.g. regional_government")
    note = models.JSONField(default=dict, help_text="what it says that the register needs, by language")
    exists = models.BooleanField(default=True, help_text="false for a number that is cited but belongs to no such act")
    repealed_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="repeals")
    verified = models.BooleanField(default=False, help_text="read in a public text of the law")
    evidence = models.JSONField(default=list, help_text="where it was read: addresses or document places")

    class Meta:
        ordering = ["year", "kind", "number"]
        constraints = [
            in_order("began", "law_act_began_in_order"),
            in_order("ended", "law_act_ended_in_order"),
            models.UniqueConstraint(fields=["kind", "number", "year"], name="law_act_once"),
            models.CheckConstraint(condition=~Q(about=""), name="law_act_is_about_something"),
        ]

    def __str__(self) -> str:
        return self.slug


class Article(Spanned):
    """One article of an act in our own words, with the span in which it held."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="articles")
    number = models.CharField(max_length=40)
    says = models.JSONField(default=dict, help_text="in our own words, by language")
    verified = models.BooleanField(default=False)
    evidence = models.JSONField(default=list)

    class Meta:
        ordering = ["act", "number"]
        constraints = [
            in_order("began", "law_article_began_in_order"),
            in_order("ended", "law_article_ended_in_order"),
            models.UniqueConstraint(fields=["act", "number"], name="law_article_once"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.number}"


class FieldList(models.Model):
    """A list of fields that a law or a source sets out: permitted ones, or those reserved to the centre."""

    code = models.CharField(max_length=10, primary_key=True, help_text="e.g. F38")
    name = models.JSONField(default=dict)
    effect = models.CharField(max_length=10, choices=[("permits", "permits"), ("reserves", "reserves")])
    act = models.ForeignKey(Act, on_delete=models.PROTECT, null=True, blank=True, related_name="field_lists")
    places = models.JSONField(default=list, help_text="document:line term")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class ListedField(models.Model):
    """One entry of such a list."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    field_list = models.ForeignKey(FieldList, on_delete=models.CASCADE, related_name="entries")
    code = models.CharField(max_length=10)
    says = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["field_list", "position"]
        constraints = [models.UniqueConstraint(fields=["field_list", "code"], name="law_listed_field_once")]

    def __str__(self) -> str:
        return f"{self.field_list_id} {self.code}"
