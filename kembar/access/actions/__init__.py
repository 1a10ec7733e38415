"""Writing who works here: accounts, offices, memberships, invitations, stakes, and what slows guessing down."""

from kembar.access.actions.accounts import change_account, end_sessions, set_password
from kembar.access.actions.guessing import count_try, forget_tries
from kembar.access.actions.inviting import (
    Invited,
    NewPerson,
    accept_invitation,
    invite,
    renew_invitation,
    withdraw_invitation,
)
from kembar.access.actions.offices import add_member, change_office, create_office, end_member, operator
from kembar.access.actions.stakes import end_stake, grant_stake, join_partnership

__all__ = [
    "Invited",
    "NewPerson",
    "accept_invitation",
    "add_member",
    "change_account",
    "change_office",
    "count_try",
    "create_office",
    "end_member",
    "end_sessions",
    "end_stake",
    "forget_tries",
    "grant_stake",
    "invite",
    "join_partnership",
    "operator",
    "renew_invitation",
    "set_password",
    "withdraw_invitation",
]
