"""What an office keeps while it looks for a partner: aims, limits, footholds, candidates, decisions, offers out.

Everything here belongs to one office and is read by it alone. Nothing is deleted: what no longer holds is withdrawn,
with who and when, and decisions with a reason.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q


class Kept(models.Model):
    """A row of an office that is withdrawn, never removed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=200, blank=True, default="")
    withdrawn_why = models.TextField(blank=True, default="")

    class Meta:
        abstract = True


def withdrawn_whole(name: str, *, with_reason: bool = False) -> models.CheckConstraint:
    """Withdrawn by somebody at some time, or not at all; ``with_reason``: and why."""
    gone = Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")
    if with_reason:
        gone &= ~Q(withdrawn_why="")
    return models.CheckConstraint(condition=Q(withdrawn_at__isnull=True, withdrawn_by="") | gone, name=name)


class Aim(Kept):
    """A target or a strategic issue of an office, in its own words, with the fields that serve it."""

    KINDS = [("target", "target"), ("issue", "strategic issue")]

    kind = models.CharField(max_length=6, choices=KINDS)
    text = models.CharField(max_length=300)
    fields = models.ManyToManyField("partnerships.Field", blank=True, related_name="+")
    source = models.CharField(max_length=200, blank=True, default="", help_text="where the aim is laid down")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-kind", "position", "entered_at", "id"]
        constraints = [
            withdrawn_whole("matching_aim_withdrawn_whole"),
            models.UniqueConstraint(
                fields=["office", "kind", "text"], condition=Q(withdrawn_at__isnull=True), name="matching_aim_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="matching_aim_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class SearchLimits(models.Model):
    """What an office sets for its search: budget and limits. One row an office; beyond a limit warns, never blocks."""

    office = models.OneToOneField("access.Office", on_delete=models.PROTECT, primary_key=True, related_name="+")
    budget = models.DecimalField(
        max_digits=16, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)], help_text="a year"
    )
    currency = models.CharField(max_length=3, blank=True, default="")
    budget_note = models.CharField(max_length=300, blank=True, default="")
    languages = models.JSONField(default=list, help_text="codes of languages the office can work in")
    max_hours = models.FloatField(null=True, blank=True, help_text="between the clocks")
    max_flight_hours = models.FloatField(null=True, blank=True, help_text="of a direct flight, by our estimate")
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | (Q(budget__gte=0) & ~Q(currency="")), name="matching_budget_whole"
            ),
            models.CheckConstraint(
                condition=(Q(max_hours__isnull=True) | Q(max_hours__gte=0))
                & (Q(max_flight_hours__isnull=True) | Q(max_flight_hours__gt=0)),
                name="matching_limits_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"limits of {self.office_id}"


class Foothold(Kept):
    """Somebody the office can turn to in a country: a mission, a university, an association. No private persons."""

    country = models.ForeignKey("places.Country", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["country", "text", "id"]
        constraints = [
            withdrawn_whole("matching_foothold_withdrawn_whole"),
            models.CheckConstraint(condition=~Q(text=""), name="matching_foothold_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class CandidateCity(Kept):
    """A city on an office's shortlist, with what the list said of it when it was put there.

    ``seen``: rank, considered, coverage, weights and reasons of that day; ``address``: the list it was found in.
    ``reserved``: the matter reserved to the centre that the officer says the tie would be about; the law then blocks.
    """

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True, default="")
    seen = models.JSONField(default=dict)
    address = models.CharField(max_length=2000, blank=True, default="")
    reserved = models.ForeignKey("law.ListedField", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    aims_met = models.ManyToManyField(Aim, blank=True, related_name="+")

    class Meta:
        ordering = ["entered_at", "id"]
        constraints = [
            withdrawn_whole("matching_candidate_withdrawn_whole"),
            models.UniqueConstraint(
                fields=["office", "place"], condition=Q(withdrawn_at__isnull=True), name="matching_candidate_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id}: {self.place_id}"


class Decision(Kept):
    """Chosen, refused or put off, with the reason; ``against`` is what warned at that time. Kept for good.

    A later decision stands in place of an earlier one; a mistaken one is withdrawn with a reason and stays to be read.
    """

    OUTCOMES = [("chosen", "chosen"), ("refused", "refused"), ("later", "later")]

    candidate = models.ForeignKey(CandidateCity, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=7, choices=OUTCOMES)
    reason = models.TextField()
    against = models.JSONField(default=list, help_text="codes and words of the warnings at that time")

    class Meta:
        ordering = ["-entered_at", "id"]
        constraints = [
            withdrawn_whole("matching_decision_withdrawn_whole", with_reason=True),
            models.CheckConstraint(condition=~Q(reason=""), name="matching_decision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.candidate_id}"

    def delete(self, *_args: Any, **_more: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A decision is kept for good: withdraw it with a reason.")


class Outreach(Kept):
    """An offer that went out to a candidate, and the answer when it came. Days are of the papers, not of the entry."""

    ANSWERS = [("accepts", "accepts"), ("declines", "declines"), ("asks", "asks for more")]
    CHANNELS = [("letter", "letter"), ("email", "e-mail"), ("mission", "through a mission"), ("meeting", "meeting")]

    candidate = models.ForeignKey(CandidateCity, on_delete=models.PROTECT, related_name="outreach")
    channel = models.CharField(max_length=8, choices=CHANNELS)
    sent_date = models.DateField()
    text = models.TextField(blank=True, default="", help_text="what was offered, or the number of the letter")
    answer = models.CharField(max_length=8, choices=ANSWERS, blank=True, default="")
    answer_date = models.DateField(null=True, blank=True)
    answer_text = models.TextField(blank=True, default="")
    answer_entered_at = models.DateTimeField(null=True, blank=True)
    answer_entered_by = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-sent_date", "entered_at", "id"]
        verbose_name_plural = "outreach"
        constraints = [
            withdrawn_whole("matching_outreach_withdrawn_whole", with_reason=True),
            models.CheckConstraint(
                condition=Q(answer="", answer_date__isnull=True, answer_entered_at__isnull=True, answer_entered_by="")
                | (
                    ~Q(answer="")
                    & Q(answer_date__gte=models.F("sent_date"), answer_entered_at__isnull=False)
                    & ~Q(answer_entered_by="")
                ),
                name="matching_outreach_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.sent_date}"
