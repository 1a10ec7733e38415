"""What sources judge and give as reasons: obstacles, verdicts, motives, hypotheses, offers, revivals, tallies."""

from django.db import models
from django.db.models import Q

from kembar.partnerships.models.activities import BOTH
from kembar.partnerships.models.base import SIDES, Row
from kembar.partnerships.models.governments import Government
from kembar.partnerships.models.partnerships import Field, Partnership
from kembar.values.dates import Dated, in_order

TABLE_1_ROWS = [
    ("communication", "lack of communication"),
    ("human_resources", "low human resources of the city government"),
    ("support", "lack of support of central government and community"),
    ("policy_change", "policy change of both cities"),
    ("global_policy", "policy at the global level"),
    ("covid_19", "Covid-19 pandemic"),
]
HYPOTHESIS_STATUSES = [("open", "open"), ("supported", "supported"), ("refuted", "refuted")]
REVIVAL_OUTCOMES = [("failed", "failed"), ("succeeded", "succeeded"), ("", "not told")]
CAUSES = [
    ("policy_issue", "policy content not fixed and not firm"),
    ("information", "lack of information"),
    ("support", "lack of support"),
]


class Obstacle(Dated, Row):
    """One obstacle as told; ``factor`` is its row of Table 1 of document 004, ``cause`` one of three, or none.

    ``date`` is the day, or the first and last day, on which it stood in the way, where that is told; seldom it is.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="obstacles")
    text = models.JSONField(default=dict)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    factor = models.CharField(max_length=20, choices=TABLE_1_ROWS, blank=True, default="")
    factor_side = models.CharField(
        max_length=10,
        choices=[("internal", "internal"), ("external", "external"), ("", "not told")],
        blank=True,
        default="",
    )
    other_side = models.CharField(max_length=10, blank=True, default="", help_text="a second reading of the side")
    cause = models.CharField(max_length=20, choices=CAUSES, blank=True, default="")
    borne_by = models.CharField(max_length=4, choices=BOTH, blank=True, default="", help_text="the side it lies with")
    mapping_note = models.JSONField(default=dict, help_text="why it is mapped so, or not at all")

    class Meta:
        ordering = ["position", "id"]
        constraints = [in_order("date", "partnerships_obstacle_date_in_order")]

    def __str__(self) -> str:
        return str(self.id)


class Verdict(Dated, Row):
    """A source's own judgement, beside the facts and never mixed in. ``date`` is the day it speaks about."""

    DIMENSIONS = [("existence", "whether it exists"), ("effectiveness", "whether it works")]
    VALUES = [
        ("active", "active"),
        ("renewed", "running and renewed"),
        ("stopped", "stopped"),
        ("very_good", "very good"),
        ("fairly_good", "fairly good"),
        ("less_effective", "less effective"),
        ("not_optimal", "not optimal"),
        ("not_well", "not carried out well"),
        ("failed", "failed"),
        ("positive", "positive effect"),
        ("no_effect", "no significant effect"),
        ("no_evidence", "no evidence found"),
    ]

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="verdicts")
    field = models.ForeignKey(Field, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dimension = models.CharField(max_length=15, choices=DIMENSIONS)
    value = models.CharField(max_length=15, choices=VALUES)
    text = models.JSONField(default=dict)
    author = models.CharField(max_length=200, blank=True, default="", help_text="whom the source credits")
    is_listed_failure = models.BooleanField(default=False, help_text="stands in the source's own list of failures")

    class Meta:
        ordering = ["position", "id"]
        constraints = [in_order("date", "partnerships_verdict_date_in_order")]

    def __str__(self) -> str:
        return f"{self.dimension} {self.value}"


class Motive(Row):
    """Why a side wanted the tie."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="motives")
    side = models.CharField(max_length=4, choices=BOTH)
    text = models.JSONField(default=dict)
    target = models.CharField(max_length=10, blank=True, default="", help_text="number of the office's own target")

    class Meta:
        ordering = ["side", "position", "id"]

    def __str__(self) -> str:
        return str(self.id)


class Hypothesis(Row):
    """A reason that a study proposes for the choice, supported or still open."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="hypotheses")
    number = models.PositiveSmallIntegerField()
    text = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=HYPOTHESIS_STATUSES, default="open")

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return str(self.number)


class Offer(Dated, Row):
    """An offer of cooperation by one government to several candidates; ``date`` is when it was made."""

    by_government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="offers")
    text = models.JSONField(default=dict)

    class Meta:
        ordering = ["position", "id"]
        constraints = [in_order("date", "partnerships_offer_date_in_order")]

    def __str__(self) -> str:
        return str(self.id)


class OfferCandidate(Dated, Row):
    """One candidate of an offer, whether and when it answered (``date``), and the partnership that came of it."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="candidates")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="offered")
    answer_rank = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1: answered first")
    partnership = models.ForeignKey(
        Partnership, on_delete=models.SET_NULL, null=True, blank=True, related_name="came_of_offers"
    )
    note = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        constraints = [in_order("date", "partnerships_offer_candidate_date_in_order")]

    def __str__(self) -> str:
        return str(self.id)


class Revival(Dated, Row):
    """An attempt to bring a partnership back to life, what came of it and why."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="revivals")
    text = models.JSONField(default=dict)
    outcome = models.CharField(
        max_length=10,
        choices=REVIVAL_OUTCOMES,
        blank=True,
        default="",
    )
    reason = models.JSONField(default=dict)

    class Meta:
        ordering = ["date_earliest", "position"]
        constraints = [in_order("date", "partnerships_revival_date_in_order")]

    def __str__(self) -> str:
        return str(self.id)


class Tally(Dated, Row):
    """A count that a source gives without names, or shares of a whole; ``date`` is the day it speaks about."""

    slug = models.SlugField(max_length=100, unique=True)
    government = models.ForeignKey(Government, on_delete=models.PROTECT, null=True, blank=True, related_name="tallies")
    country = models.ForeignKey("places.Country", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    counted = models.CharField(max_length=40, help_text="code of what is counted, e.g. sister_cities")
    text = models.JSONField(default=dict)
    number = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=30, help_text="partnerships, governments, studies, percent, ...")
    part_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts")
    side = models.CharField(max_length=1, choices=SIDES, blank=True, default="")

    class Meta:
        ordering = ["position", "slug"]
        constraints = [
            in_order("date", "partnerships_tally_date_in_order"),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__gte=0), name="partnerships_tally_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.slug
