"""What was uploaded, how it was read and what came of it; and how an office's own column heads are to be read."""

import uuid

from django.db import models


class Import(models.Model):
    """One uploaded sheet, from the upload to what was written. The file itself lies in the home until this is over."""

    STAGES = [
        ("received", "received, columns to be settled"),
        ("checking", "being checked"),
        ("checked", "checked, to be confirmed"),
        ("importing", "being written"),
        ("done", "written"),
        ("failed", "not written"),
        ("discarded", "given up"),
        ("undone", "written and undone"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, related_name="sheet_imports")
    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    stage = models.CharField(max_length=10, choices=STAGES, default="received")
    encoding = models.CharField(max_length=20, blank=True, default="", help_text="of a text file")
    delimiter = models.CharField(max_length=1, blank=True, default="", help_text="of a text file")
    sheet_name = models.CharField(max_length=200, blank=True, default="", help_text="of a workbook")
    sheet_names = models.JSONField(default=list)
    header_rows = models.JSONField(default=list, help_text="numbers of the rows that hold the column heads")
    heads = models.JSONField(default=list, help_text="the column heads as they stand there")
    samples = models.JSONField(default=list, help_text="the first rows below the heads, until it is written")
    mapping = models.JSONField(default=list, help_text="for each column the key it is read as, or empty")
    guessed = models.JSONField(default=list, help_text="for each column how its reading was found")
    defaults = models.JSONField(default=dict, help_text="values for all rows where the sheet has no such column")
    notices = models.JSONField(default=list, help_text="codes of what to know of the file, with what fills them")
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True, default="", help_text="of all that the check found")
    checked_to = models.BigIntegerField(default=0, help_text="the newest change of the register when it was checked")
    leave_out = models.BooleanField(default=False, help_text="the rest is written without the refused rows")
    problem = models.JSONField(default=dict, help_text="why it failed: code and what fills its sentence")
    why = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    by_user_id = models.BigIntegerField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-at", "id"]
        indexes = [models.Index(fields=["office", "-at"], name="spreadsheets_import_newest")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.stage})"


class ColumnReading(models.Model):
    """How an office's own column head is to be read, as somebody of the office once said; ``column`` empty: not at
    all."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey("access.Office", on_delete=models.CASCADE, related_name="column_readings")
    kind = models.CharField(max_length=20)
    head = models.CharField(max_length=200, help_text="folded")
    column = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        ordering = ["kind", "head"]
        constraints = [
            models.UniqueConstraint(fields=["office", "kind", "head"], name="spreadsheets_column_reading_once")
        ]

    def __str__(self) -> str:
        return f"{self.head}: {self.column}"
