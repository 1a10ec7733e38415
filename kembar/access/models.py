"""Who works here: users, offices, memberships, and the offices' stakes in partnerships."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from kembar.access.roles import ROLE_CHOICES


class User(AbstractUser):
    """A person who signs in. The e-mail address, where given, belongs to one user alone."""

    language = models.CharField(max_length=5, blank=True, default="")

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=~Q(email=""), name="access_user_email_unique_where_given"
            )
        ]


class Office(models.Model):
    """A tenant: a city's cooperation office, or a ministry's desk over a scope of countries and levels."""

    KINDS = [("city", "city office"), ("ministry", "ministry or umbrella body"), ("research", "researchers")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=KINDS, default="city")
    country_code = models.CharField(max_length=2, blank=True, default="")
    languages = models.JSONField(default=list)
    scope_countries = models.JSONField(default=list, help_text="a ministry's countries; empty for a city office")
    scope_levels = models.JSONField(default=list, help_text="a ministry's levels; empty means every level")
    government = models.ForeignKey(
        "partnerships.Government", on_delete=models.PROTECT, null=True, blank=True, related_name="offices"
    )
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A user's role in an office; the role's rights are in code (``kembar.access.roles``)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "office"], name="access_membership_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.office}"


class Invitation(models.Model):
    """A link that makes somebody a member, once, until it expires. Of the link its hash alone is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    name = models.CharField(max_length=150, blank=True, default="", help_text="who is meant, as the inviter writes it")
    email = models.EmailField(blank=True, default="")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="access_invitation_accepted_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="access_invitation_withdrawn_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} in {self.office}"


class Guess(models.Model):
    """How often in a row a password was tried for an account or from an address, and when the next try may come.

    ``key`` is a keyed hash: the table names neither the account nor the address.
    """

    key = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.tries} tries"


class Stake(models.Model):
    """An office's link to a partnership: it edits or reads it, from a day to a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="stakes")
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="stakes")
    side = models.CharField(max_length=1, blank=True, default="", help_text="the side the office acts for")
    may_edit = models.BooleanField(default=True)
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True, help_text="first day on which it no longer holds")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "partnership"], name="access_stake_once"),
            models.CheckConstraint(
                condition=Q(to_day__isnull=True) | Q(from_day__lt=F("to_day")), name="access_stake_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} in {self.partnership}"
