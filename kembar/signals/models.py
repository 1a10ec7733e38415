"""What someone is asked to do about a partnership, and why."""

import uuid

from django.db import models
from django.db.models import Q

from kembar.values.dates import Dated, in_order


class Task(Dated):
    """One thing to do: its reason, its owner, when it is due (``date``), and how it was closed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="tasks")
    office = models.ForeignKey("access.Office", on_delete=models.CASCADE, null=True, blank=True, related_name="tasks")
    signal = models.CharField(max_length=30, blank=True, default="", help_text="code of the signal that raised it")
    reason = models.JSONField(default=dict)
    because = models.JSONField(default=list, help_text="ids of the rows that made it so")
    owner = models.ForeignKey("access.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks")
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    snoozed_until = models.DateField(null=True, blank=True)
    snoozed_why = models.TextField(blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=200, blank=True, default="")
    closed_why = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["date_earliest", "created_at"]
        constraints = [
            in_order("date", "signals_task_date_in_order"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by="") | (Q(closed_at__isnull=False) & ~Q(closed_by="")),
                name="signals_task_closed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(snoozed_until__isnull=True) | ~Q(snoozed_why=""), name="signals_task_snoozed_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
