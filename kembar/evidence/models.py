"""What is said, by which source, at which place: sources, statements, acceptances, disputes, citations."""

import uuid

from django.db import models
from django.db.models import Q

from kembar.values.dates import Dated, in_order


class Source(Dated):
    """A document, a data set or an office that says things. ``date`` is when it was written, as far as it tells."""

    KINDS = [
        ("thesis", "thesis"),
        ("article", "article"),
        ("review", "literature review"),
        ("report", "report"),
        ("gazetteer", "gazetteer"),
        ("office", "an office's own entry"),
        ("file", "file or letter"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40, unique=True, help_text="short stable name, e.g. 004")
    kind = models.CharField(max_length=12, choices=KINDS)
    title = models.CharField(max_length=400)
    title_language = models.CharField(max_length=5, default="id")
    authors = models.JSONField(default=list)
    description = models.JSONField(default=dict, help_text="what it is, by language")
    question = models.JSONField(default=dict, help_text="the question it asks, by language")
    question_place = models.CharField(max_length=200, blank=True, default="", help_text="line and term")
    computed = models.JSONField(default=list, help_text="codes of what the register computes from it")
    unanswered = models.JSONField(default=list, help_text="what it cannot answer, each by language")
    office = models.ForeignKey(
        "access.Office", on_delete=models.PROTECT, null=True, blank=True, related_name="as_sources"
    )
    origin = models.CharField(max_length=10, default="live")

    class Meta:
        ordering = ["code"]
        constraints = [in_order("date", "evidence_source_date_in_order")]

    def __str__(self) -> str:
        return self.code


class Edition(models.Model):
    """One file of a source, known by its hash: line numbers hold for this edition alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="editions")
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200)
    lines = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "sha256"], name="evidence_edition_once")]

    def __str__(self) -> str:
        return self.file_name


class Statement(models.Model):
    """What one source says of one attribute of one subject, at one place, with the term found there."""

    STANCES = [("asserts", "asserts"), ("denies", "denies"), ("is_silent", "is silent")]
    PLACES = [("line", "line"), ("page", "page"), ("section", "section"), ("whole", "the whole")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    record_kind = models.CharField(max_length=30, help_text="the page the subject stands on, e.g. partnership")
    record_id = models.UUIDField()
    attribute = models.CharField(max_length=40)
    value = models.JSONField(null=True)
    stance = models.CharField(max_length=10, choices=STANCES, default="asserts")
    complete = models.BooleanField(default=False, help_text="the value claims to be the whole set")
    about = models.CharField(max_length=40, blank=True, default="", help_text="EDTF date it speaks about")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="statements")
    place_kind = models.CharField(max_length=10, choices=PLACES, default="line")
    place = models.CharField(max_length=40, blank=True, default="")
    term = models.CharField(max_length=300, blank=True, default="")
    credited = models.CharField(max_length=200, blank=True, default="", help_text="whom the source credits")
    note = models.JSONField(default=dict, help_text="why it is read so, by language")
    kept_by = models.ForeignKey(
        "access.Office",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="the office that entered it; no other office takes it back",
    )
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=200, blank=True, default="")
    withdrawn_why = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["source", "place", "id"]
        indexes = [
            models.Index(fields=["record_kind", "record_id"], name="evidence_statement_record"),
            models.Index(fields=["subject_kind", "subject_id", "attribute"], name="evidence_statement_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="") | ~Q(withdrawn_by=""),
                name="evidence_statement_withdrawn_by_someone",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}.{self.attribute} {self.source_id}:{self.place}"


class Acceptance(models.Model):
    """Which statement stands for an attribute, by whom, when and why. The columns follow the newest acceptance."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="acceptances")
    why = models.JSONField(default=dict)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.statement} stands"


class Dispute(models.Model):
    """Statements on one attribute that cannot all hold. Rebuilt by the transaction that writes statements."""

    id = models.UUIDField(primary_key=True, editable=False)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    record_kind = models.CharField(max_length=30)
    record_id = models.UUIDField()
    attribute = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, help_text="value, number, date, set, verdict, denial")
    within_one_source = models.BooleanField(default=False)
    statements = models.ManyToManyField(Statement, related_name="disputes")

    class Meta:
        ordering = ["record_kind", "record_id", "attribute", "id"]
        indexes = [models.Index(fields=["record_kind", "record_id"], name="evidence_dispute_record")]

    def __str__(self) -> str:
        return f"{self.subject_kind}.{self.attribute}"


class Reference(models.Model):
    """One entry of a source's bibliography."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="references")
    key = models.CharField(max_length=80)
    authors = models.JSONField(default=list)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=400)
    line = models.PositiveIntegerField()
    term = models.CharField(max_length=200)

    class Meta:
        ordering = ["source", "line", "key"]
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="evidence_reference_once")]

    def __str__(self) -> str:
        return self.key


class Citation(models.Model):
    """One citation in a source's text, and, where it is told, the dated event it is cited for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="citations")
    line = models.PositiveIntegerField()
    term = models.CharField(max_length=200)
    authors = models.JSONField(default=list)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    record_kind = models.CharField(max_length=30, blank=True, default="")
    record_id = models.UUIDField(null=True, blank=True, help_text="the case it is cited for")
    event_date = models.CharField(max_length=40, blank=True, default="", help_text="EDTF, of the event told")

    class Meta:
        ordering = ["source", "line", "id"]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.line} {self.term}"


class LawCitation(models.Model):
    """An act as a source cites it: kind, number and year as written, and the matter it is cited for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="law_citations")
    line = models.PositiveIntegerField()
    term = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=40, blank=True, default="")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    about = models.CharField(max_length=40, blank=True, default="", help_text="the matter it is cited for")
    relation = models.CharField(max_length=20, blank=True, default="", help_text="e.g. replaces")
    other = models.JSONField(default=list, help_text="acts it is said to stand in that relation to, as slugs")
    event_date = models.CharField(max_length=40, blank=True, default="", help_text="EDTF, when it is said to apply")

    class Meta:
        ordering = ["source", "line", "id"]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.line} {self.kind} {self.number}/{self.year}"
