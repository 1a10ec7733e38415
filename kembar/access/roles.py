"""Which roles are there, and what may each do?

Roles are code, not rows: giving a role a right is a reviewed change. A membership row gives a user one role in one
office. Who is not signed in is a public reader; who runs the instance is Django's superuser.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    READ_PUBLIC = "read_public"
    """Read the casebook and what offices have published."""
    READ_OFFICE = "read_office"
    """Read the unpublished record of the partnerships one's office has a stake in."""
    READ_SCOPE = "read_scope"
    """Read every record within the scope of a ministry, without drafts and contacts."""
    WRITE_RECORD = "write_record"
    """Enter and correct the record of the partnerships one's office has a stake in."""
    DECIDE = "decide"
    """Accept statements, withdraw rows, undo, publish."""
    CODE_STUDIES = "code_studies"
    """Add studies and code them on the register's vocabulary."""
    MANAGE_OFFICE = "manage_office"
    """Invite colleagues, set targets and thresholds of one's office."""
    ADMINISTER = "administer"
    """Load and remove the casebook, create offices, see the health of the instance."""


@dataclass(frozen=True)
class Role:
    """One role: what it is called, what it is for, what it may do."""

    code: str
    display_name: str | Promise
    description: str | Promise
    permissions: frozenset[Permission]


_READER = frozenset({Permission.READ_PUBLIC})
_RESEARCHER = _READER | {Permission.CODE_STUDIES}
_OFFICER = _RESEARCHER | {Permission.READ_OFFICE, Permission.WRITE_RECORD}
_HEAD = _OFFICER | {Permission.DECIDE, Permission.MANAGE_OFFICE}

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role("researcher", _("Researcher"), _("Reads and exports; codes studies."), _RESEARCHER),
        Role("officer", _("Officer"), _("Keeps the record of the office's partnerships."), _OFFICER),
        Role("head", _("Head of office"), _("Decides which statement stands, publishes, invites colleagues."), _HEAD),
        Role(
            "ministry",
            _("Ministry"),
            _("Reads every record within its scope, without drafts and contacts."),
            _READER | {Permission.READ_SCOPE},
        ),
    )
}
PUBLIC_READER = _READER
ADMINISTRATOR = frozenset(Permission)
ROLE_CHOICES = [(role.code, role.display_name) for role in ROLES.values()]
ROLES_BY_KIND: dict[str, tuple[str, ...]] = {
    "city": ("officer", "head", "researcher"),
    "ministry": ("ministry", "head"),
    "research": ("researcher", "head"),
}
"""Which roles an office of a kind gives: a ministry's desk keeps no records of its own."""
