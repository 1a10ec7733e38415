"""What was promised, what happened, what was written: commitments, activities, contacts, other dated events."""

from django.db import models
from django.db.models import Q

from kembar.partnerships.models.base import SIDES, Row
from kembar.partnerships.models.governments import Government, Organisation, Person
from kembar.partnerships.models.instruments import Instrument
from kembar.partnerships.models.partnerships import Field, Partnership
from kembar.values.dates import Dated, in_order

BOTH = [*SIDES, ("both", "both sides"), ("", "not told")]
COMMITMENT_STATUSES = [
    ("open", "open"),
    ("kept", "kept"),
    ("partly", "partly kept"),
    ("not_kept", "not kept"),
    ("dropped", "dropped"),
    ("", "not told"),
]


class Commitment(Dated, Row):
    """What a clause promises: who owes what to whom, in which field, by when (``date``), at whose cost."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="commitments")
    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    field = models.ForeignKey(Field, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.JSONField(default=dict)
    clause = models.CharField(max_length=60, blank=True, default="")
    owed_by = models.CharField(max_length=4, choices=BOTH, blank=True, default="")
    owed_to = models.CharField(max_length=4, choices=BOTH, blank=True, default="")
    cost_by = models.CharField(max_length=4, choices=BOTH, blank=True, default="")
    outcome = models.JSONField(default=dict, help_text="what came of it, by language")
    status = models.CharField(
        max_length=12,
        choices=COMMITMENT_STATUSES,
        blank=True,
        default="",
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [in_order("date", "partnerships_commitment_date_in_order")]

    def __str__(self) -> str:
        return str(self.id)


class Activity(Dated, Row):
    """One dated thing in a field that happened or will: visit, exchange, teleconference, training, delivery."""

    KINDS = [
        ("visit", "visit"),
        ("exchange", "exchange"),
        ("teleconference", "teleconference"),
        ("online", "online activity"),
        ("training", "training"),
        ("forum", "forum or seminar"),
        ("study", "study or advice"),
        ("construction", "construction"),
        ("delivery", "delivery of goods or services"),
        ("event", "festival, race, exhibition"),
        ("programme", "programme"),
        ("other", "other"),
    ]
    STATUSES = [
        ("planned", "planned"),
        ("discussed", "under discussion"),
        ("running", "running"),
        ("done", "done"),
        ("not_done", "not done"),
        ("stopped", "stopped"),
    ]

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="activities")
    field = models.ForeignKey(Field, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=15, choices=KINDS, default="other")
    status = models.CharField(max_length=10, choices=STATUSES)
    title = models.JSONField(default=dict)
    place = models.JSONField(default=dict)
    duration = models.JSONField(default=dict, help_text="as told, by language")
    initiated_by = models.CharField(max_length=4, choices=BOTH, blank=True, default="")
    hosted_by = models.CharField(max_length=4, choices=BOTH, blank=True, default="")
    paid_by = models.CharField(max_length=4, choices=BOTH, blank=True, default="")
    result = models.JSONField(default=dict)
    reason = models.JSONField(default=dict, help_text="why it was not done or stopped")
    dimension = models.CharField(max_length=20, blank=True, default="", help_text="smart-city dimension of a source")
    commitment = models.ForeignKey(
        Commitment, on_delete=models.SET_NULL, null=True, blank=True, related_name="activities"
    )
    paid = models.CharField(max_length=3, blank=True, default="", help_text="yes, no or unknown")
    evaluated = models.CharField(max_length=3, blank=True, default="", help_text="yes, no or unknown")
    is_published = models.BooleanField(default=False)

    class Meta:
        ordering = ["date_earliest", "position", "id"]
        constraints = [in_order("date", "partnerships_activity_date_in_order")]
        indexes = [models.Index(fields=["partnership", "field", "status"], name="partnerships_activity_grid")]

    def __str__(self) -> str:
        return str(self.id)


class Participant(Row):
    """Who took part in an activity, on which side, as what."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="participants")
    side = models.CharField(max_length=4, choices=BOTH, blank=True, default="")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="took_part"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="took_part")
    text = models.JSONField(default=dict, help_text="a group without a name of its own")

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return str(self.id)


class Contact(Dated, Row):
    """One letter, call, message or meeting, with its direction, and whether an answer is awaited."""

    KINDS = [
        ("letter", "letter"),
        ("email", "e-mail"),
        ("call", "call"),
        ("message", "message"),
        ("meeting", "meeting"),
        ("request", "request through a third party"),
    ]

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=10, choices=KINDS)
    from_side = models.CharField(max_length=4, choices=BOTH, blank=True, default="")
    to_side = models.CharField(max_length=4, choices=BOTH, blank=True, default="")
    through = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    subject = models.JSONField(default=dict)
    number = models.CharField(max_length=120, blank=True, default="")
    answer_awaited = models.CharField(max_length=3, blank=True, default="")
    answers = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="answered_by")
    outcome = models.JSONField(default=dict)

    class Meta:
        ordering = ["date_earliest", "position", "id"]
        constraints = [
            in_order("date", "partnerships_contact_date_in_order"),
            models.CheckConstraint(
                condition=Q(answers__isnull=True) | ~Q(answers=models.F("id")), name="partnerships_contact_not_its_own"
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "date_latest"], name="partnerships_contact_newest"),
            models.Index(fields=["answer_awaited", "date_earliest", "position"], name="partnerships_contact_awaiting"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Event(Dated, Row):
    """Any other dated thing that bears on the tie: a lapse, an end, a change of leader, an outside shock."""

    KINDS = [
        ("began", "cooperation began"),
        ("lapse", "term ran out, not renewed"),
        ("termination", "ended"),
        ("decision_to_end", "one side decided to end"),
        ("stopped", "activities stopped"),
        ("asleep", "a field fell asleep"),
        ("dropped", "a field was dropped"),
        ("resumed", "resumed"),
        ("not_delivered", "nothing of a field delivered so far"),
        ("renewed", "renewed"),
        ("leader_change", "change of leader"),
        ("policy", "policy or law"),
        ("relations", "two countries take up diplomatic relations"),
        ("shock", "outside shock"),
        ("visit", "visit outside the programme"),
        ("forum", "forum"),
        ("work_begun", "work began, first stone laid"),
        ("milestone", "milestone"),
        ("other", "other"),
    ]

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=KINDS)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    side = models.CharField(max_length=4, choices=BOTH, blank=True, default="")
    title = models.JSONField(default=dict)
    counts_as_no_result = models.BooleanField(default=False, help_text="a milestone that tells of no effect yet")

    class Meta:
        ordering = ["date_earliest", "position", "id"]
        constraints = [in_order("date", "partnerships_event_date_in_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.date}"
