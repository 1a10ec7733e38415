"""What is said when something about offices and accounts is not done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kembar.access.refusals import Refused


def waiting(seconds: int) -> str:
    """How long somebody must wait, in seconds or whole minutes, never told too short."""
    if seconds < 100:
        return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    minutes = -(-seconds // 60)
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def _slow_down(data: dict[str, Any]) -> str:
    sentence = _(
        "Too many wrong passwords in a row. Wait %(wait)s, then try again. Nothing is locked: on a machine where you "
        "signed in before, you can sign in meanwhile."
    )
    return sentence % {"wait": waiting(data["seconds"])}


_SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "last_head": lambda _d: _(
        "An office needs a head. Make somebody else head of office first; then this person can leave or change roles."
    ),
    "last_keeper": lambda _d: _(
        "Nobody would keep this record then. Hand it over to another office, or give one a part in it first."
    ),
    "no_member": lambda _d: _("This person is no longer a member of the office."),
    "role_not_there": lambda _d: _("There is no such role in this kind of office. Choose one from the list."),
    "already_member": lambda _d: _(
        "You work in this office already. The invitation is meant for somebody else: sign out and open it again."
    ),
    "no_invitation": lambda _d: _(
        "This link leads to no invitation. Copy the whole link from the message; or ask the office for a new one."
    ),
    "used": lambda _d: _("This invitation was used already. A link works once; sign in with the account made then."),
    "withdrawn": lambda _d: _("The office withdrew this invitation. Ask it for a new one if you think this a mistake."),
    "expired": lambda d: (
        _("This invitation ran out on %(date)s. Ask the office to send a new link.")
        % {"date": date_format(d["on"], "j F Y")}
    ),
    "user_name_taken": lambda _d: _("Somebody has this user name already. Choose another."),
    "email_taken": lambda _d: _(
        "Another account has this e-mail address. Leave it empty, or sign in with that account."
    ),
    "bad_password": lambda d: " ".join(str(one) for one in d.get("reasons", ())),
    "wrong_password": lambda _d: _("This is not your present password. It tells capitals from small letters."),
    "slow_down": _slow_down,
}


def sentence(refused: Refused) -> str:
    """A refusal in words: what, and what to do now."""
    return _SENTENCES[refused.code](refused.data)
