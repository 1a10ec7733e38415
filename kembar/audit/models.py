"""What was done: one Event per action, one Change row per value changed.

No foreign keys to live rows, so that history never stands in the way of the record it is about.
"""

import uuid

from django.db import models


class Event(models.Model):
    """One action: who, when, what, on which record, why; a batch groups the events of one import or load."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=200)
    by_user_id = models.BigIntegerField(null=True, blank=True)
    office_id = models.UUIDField(null=True, blank=True, db_index=True)
    action = models.CharField(max_length=60)
    record_kind = models.CharField(max_length=40, blank=True, default="")
    record_id = models.UUIDField(null=True, blank=True, db_index=True)
    batch = models.UUIDField(null=True, blank=True, db_index=True)
    why = models.TextField(blank=True, default="")
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by")

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"{self.action} by {self.by}"


class Change(models.Model):
    """One value before and after. ``before`` NULL means the row was made, ``after`` NULL that it was removed."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="changes")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField(db_index=True)
    attribute = models.CharField(max_length=60, blank=True, default="")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.subject_kind}.{self.attribute}"
