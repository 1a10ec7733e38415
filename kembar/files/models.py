"""Files as they came, and what each is attached to."""

import uuid

from django.db import models
from django.db.models import Q

from kembar.files.kinds import KINDS

STANDING = Q(withdrawn_at__isnull=True)


class StoredFile(models.Model):
    """Bytes in the folder of files, known by their hash. ``purged_at``: they were removed for good."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField(help_text="bytes")
    kind = models.CharField(max_length=5, choices=[(one, one) for one in KINDS])
    pages = models.PositiveIntegerField(null=True, blank=True, help_text="of a PDF or picture")
    stored_at = models.DateTimeField()
    purged_at = models.DateTimeField(null=True, blank=True)
    purged_by = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purged_at__isnull=True, purged_by="") | (Q(purged_at__isnull=False) & ~Q(purged_by="")),
                name="files_stored_purged_by_someone",
            )
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class Attachment(models.Model):
    """A file attached to one thing on a record: a paper, an activity, a letter, a source, the record itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments")
    record_kind = models.CharField(max_length=30, help_text="the page it stands on: partnership, source")
    record_id = models.UUIDField()
    subject_kind = models.CharField(max_length=30)
    subject_id = models.UUIDField(db_index=True)
    name = models.CharField(max_length=200, help_text="of the file, as it came")
    title = models.CharField(max_length=300, blank=True, default="")
    language = models.CharField(max_length=8, blank=True, default="")
    is_published = models.BooleanField(default=False, help_text="anybody may read it, where the subject allows")
    version = models.PositiveIntegerField(default=1)
    kept_by = models.ForeignKey(
        "access.Office", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="whose file it is"
    )
    attached_at = models.DateTimeField()
    attached_by = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=200, blank=True, default="")
    withdrawn_why = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["attached_at", "id"]
        indexes = [models.Index(fields=["record_kind", "record_id"], name="files_attachment_record")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "stored"], condition=STANDING, name="files_attachment_once_per_subject"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="files_attachment_withdrawn_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.name
