"""One signed or drafted paper and all that belongs to a signature."""

from django.db import models
from django.db.models import F, Q

from kembar.partnerships.models.base import SIDES, STANDING, Row, withdrawn_by_someone
from kembar.partnerships.models.governments import Person
from kembar.partnerships.models.partnerships import Field, Partnership
from kembar.values.dates import Dated, in_order

KINDS = [
    ("loi", "letter of intent"),
    ("statement_of_agreement", "statement of agreement"),
    ("mou", "memorandum of understanding"),
    ("sister_city_agreement", "sister-city agreement"),
    ("friendship_agreement", "agreement of friendship"),
    ("implementing_arrangement", "implementing arrangement"),
    ("master_plan", "master plan"),
    ("amendment", "amendment"),
    ("renewal", "renewal"),
    ("termination_notice", "notice of termination"),
    ("other", "other"),
]
YES_NO_UNKNOWN = [("yes", "yes"), ("no", "no"), ("", "unknown")]


class Instrument(Dated, Row):
    """``date`` is the day of signature. A draft has none. ``effective`` is given where it differs."""

    TERMS = [
        ("fixed", "fixed"),
        ("auto_renewing", "renews itself"),
        ("open_ended", "open-ended"),
        ("not_stated", "not stated"),
    ]
    STATUSES = [("draft", "draft"), ("signed", "signed"), ("told", "told of, no paper seen")]

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="instruments")
    kind = models.CharField(max_length=30, choices=KINDS)
    status = models.CharField(max_length=10, choices=STATUSES, default="signed")
    title = models.JSONField(default=dict)
    place = models.JSONField(default=dict, help_text="where it was signed, by language")
    occasion = models.JSONField(default=dict)
    effective = models.CharField(max_length=40, blank=True, default="", help_text="EDTF")
    effective_words = models.CharField(max_length=200, blank=True, default="")
    effective_earliest = models.DateField(null=True, blank=True)
    effective_latest = models.DateField(null=True, blank=True)
    binding = models.CharField(max_length=3, choices=YES_NO_UNKNOWN, blank=True, default="")
    signed_by_governments = models.CharField(max_length=3, choices=YES_NO_UNKNOWN, blank=True, default="")
    signed_by_heads = models.CharField(max_length=3, choices=YES_NO_UNKNOWN, blank=True, default="")
    term = models.CharField(max_length=15, choices=TERMS, default="not_stated")
    term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    ends = models.CharField(max_length=40, blank=True, default="", help_text="EDTF, where the text names the day")
    ends_words = models.CharField(max_length=200, blank=True, default="")
    ends_earliest = models.DateField(null=True, blank=True)
    ends_latest = models.DateField(null=True, blank=True, db_index=True)
    last_day_counts = models.CharField(max_length=3, choices=YES_NO_UNKNOWN, blank=True, default="")
    notice_months = models.PositiveSmallIntegerField(null=True, blank=True)
    renewal_window_months = models.PositiveSmallIntegerField(null=True, blank=True)
    predecessor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors")
    text_contents = models.JSONField(default=dict, help_text="present/absent of fields, objectives, costs, duration")
    note = models.JSONField(default=dict)

    class Meta:
        ordering = ["partnership", "date_earliest", "position"]
        constraints = [
            in_order("date", "partnerships_instrument_date_in_order"),
            in_order("effective", "partnerships_instrument_effective_in_order"),
            in_order("ends", "partnerships_instrument_ends_in_order"),
            models.CheckConstraint(
                condition=Q(date_earliest__isnull=True)
                | Q(ends_latest__isnull=True)
                | Q(date_earliest__lte=F("ends_latest")),
                name="partnerships_instrument_not_ended_before_signed",
            ),
            models.CheckConstraint(
                condition=Q(term="fixed") | Q(term_months__isnull=True), name="partnerships_instrument_months_if_fixed"
            ),
            models.CheckConstraint(
                condition=Q(predecessor__isnull=True) | ~Q(predecessor=F("id")),
                name="partnerships_instrument_not_its_own_predecessor",
            ),
            withdrawn_by_someone("partnerships_instrument_withdrawn_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.date}"


class InstrumentNumber(Row):
    """The number a side gave the paper: an officer knows an agreement by its own."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="numbers")
    side = models.CharField(max_length=1, choices=SIDES)
    number = models.CharField(max_length=120)

    class Meta:
        ordering = ["side"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "side"], condition=STANDING, name="partnerships_number_once_per_side"
            )
        ]

    def __str__(self) -> str:
        return self.number


class Signature(Row):
    """Who signed for which side, in what office, on which full powers. A signatory may be known by office alone."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=1, choices=SIDES)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="signatures")
    office = models.JSONField(default=dict, help_text="the office as the source names it, by language")
    is_head = models.CharField(max_length=3, choices=YES_NO_UNKNOWN, blank=True, default="")
    full_powers = models.CharField(max_length=200, blank=True, default="", help_text="number and date of the powers")

    class Meta:
        ordering = ["side", "position"]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.side}"


class LanguageText(Row):
    """One language in which the paper was made out, and whether that text is authentic."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="language_texts")
    language = models.CharField(max_length=8)
    authentic = models.CharField(max_length=3, choices=YES_NO_UNKNOWN, blank=True, default="")
    prevails = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "language"], condition=STANDING, name="partnerships_language_text_once"
            )
        ]

    def __str__(self) -> str:
        return self.language


class InstrumentField(Row):
    """A field that the paper agrees on, in the words it uses."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="fields")
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="+")
    words = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "field"], condition=STANDING, name="partnerships_instrument_field_once"
            )
        ]

    def __str__(self) -> str:
        return self.field_id


class Objective(Row):
    """What the paper wants to reach."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="objectives")
    text = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return str(self.id)


class CostShare(Row):
    """What a side pays by the paper: a share, a sum, or in words."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="cost_shares")
    side = models.CharField(max_length=1, choices=SIDES)
    share_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    text = models.JSONField(default=dict)

    class Meta:
        ordering = ["side", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(share_percent__isnull=True) | Q(share_percent__gte=0, share_percent__lte=100),
                name="partnerships_cost_share_within_100",
            )
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.side}"
