"""Which bodies of literature are kept: corpora, the files they were read from, and the works found in them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Corpus(models.Model):
    """A body of literature: publications read from files, or a map that somebody opened from a file.

    ``edition`` changes whenever what it holds does; maps are kept under it. Without an office it belongs to ``owner``
    alone. ``result`` says what became of the last reading: ``files`` (one report each), ``unread``, ``filled``.
    """

    RECORDS, MAP = "records", "map"
    KINDS = [(RECORDS, "publications"), (MAP, "a map from a file")]
    WAITING, READING, READY, FAILED = "waiting", "reading", "ready", "failed"
    STATES = [(one, one) for one in (WAITING, READING, READY, FAILED)]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=KINDS, default=RECORDS)
    origin = models.CharField(max_length=10, choices=[("casebook", "casebook"), ("live", "live")], default="live")
    title = models.JSONField(default=dict, help_text="by language, or as its owner wrote it")
    about = models.JSONField(default=dict, help_text="what it is, by language, or as its owner wrote it")
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, null=True, blank=True, related_name="corpora")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="corpora"
    )
    is_published = models.BooleanField(default=False)
    edition = models.CharField(max_length=64, blank=True, default="")
    works_count = models.PositiveIntegerField(default=0)
    merged_count = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=STATES, default=WAITING)
    share = models.PositiveSmallIntegerField(default=0, help_text="how much of the reading is done, in per cent")
    doing = models.CharField(max_length=20, blank=True, default="", help_text="code of what is being done")
    told_at = models.DateTimeField(null=True, blank=True, help_text="when the reading last told where it is")
    result = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-created_at", "slug"]
        constraints = [
            models.CheckConstraint(condition=Q(share__lte=100), name="literature_corpus_share"),
        ]

    def __str__(self) -> str:
        return self.slug


class CorpusFile(models.Model):
    """One file of a corpus; its bytes lie under their hash (``shelf``)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    corpus = models.ForeignKey(Corpus, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["corpus", "sha256"], name="literature_file_once"),
            models.UniqueConstraint(fields=["corpus", "position"], name="literature_file_in_order"),
        ]

    def __str__(self) -> str:
        return self.file_name


class Work(models.Model):
    """One publication of a corpus, derived from its files: deleted and written anew by every reading.

    ``data`` has what the columns do not (see ``frames.record_of``); ``merged`` the records that were merged into it.
    """

    id = models.BigAutoField(primary_key=True)
    corpus = models.ForeignKey(Corpus, on_delete=models.CASCADE, related_name="works")
    number = models.PositiveIntegerField(help_text="place in the corpus, from 1; the address of its page")
    title = models.TextField()
    authors = models.JSONField(default=list)
    first_author = models.CharField(max_length=200, blank=True, default="", help_text="family name, to sort by")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=20, blank=True, default="")
    container = models.TextField(blank=True, default="")
    doi = models.TextField(blank=True, default="")
    cited_by = models.PositiveIntegerField(null=True, blank=True)
    language = models.CharField(max_length=40, blank=True, default="")
    search_key = models.TextField(blank=True, default="")
    sort_key = models.CharField(max_length=120, blank=True, default="", help_text="the title, to sort by")
    data = models.JSONField(default=dict)
    merged = models.JSONField(default=list)

    class Meta:
        ordering = ["corpus", "number"]
        constraints = [models.UniqueConstraint(fields=["corpus", "number"], name="literature_work_once")]
        indexes = [models.Index(fields=["corpus", "year"], name="literature_work_year")]

    def __str__(self) -> str:
        return self.title[:80]
