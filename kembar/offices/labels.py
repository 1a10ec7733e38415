"""Words for kinds of offices, and for what an event of an office was."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kembar.partnerships.labels import ACTION

KIND: dict[str, Any] = {
    "city": _("city office"),
    "ministry": _("ministry or umbrella body"),
    "research": _("researchers"),
}
KIND_MEANS: dict[str, Any] = {
    "city": _("Keeps the record of the partnerships of a city, regency or province."),
    "ministry": _("Reads the records of the governments in its scope, without drafts and contacts."),
    "research": _("Reads and exports the shared cases."),
}
LANGUAGES: list[tuple[str, Any]] = [
    ("id", _("Indonesian")),
    ("en", _("English")),
    ("ko", _("Korean")),
    ("ja", _("Japanese")),
    ("zh", _("Chinese")),
    ("ms", _("Malay")),
    ("nl", _("Dutch")),
    ("fr", _("French")),
    ("de", _("German")),
    ("ar", _("Arabic")),
]

DONE: dict[str, Any] = {
    **ACTION,
    "office.create": _("founded the office"),
    "office.change": _("changed the office"),
    "office.add_member": _("gave a colleague a role"),
    "office.end_member": _("ended a membership"),
    "office.invite": _("invited a colleague"),
    "office.renew_invitation": _("sent an invitation anew"),
    "office.withdraw_invitation": _("withdrew an invitation"),
    "office.accept_invitation": _("joined the office"),
    "account.change": _("changed the own account"),
    "account.password": _("chose a password"),
    "account.end_sessions": _("signed out elsewhere"),
    "sheet.import": _("read in a spreadsheet"),
}
"""What was done, as the desk tells it in the past: "Sari: entered"."""

DUE: dict[str, Any] = {
    "task": _("Tasks"),
    "window_open": _("Time to renew: the window is open"),
    "expired": _("Expired, without a successor"),
    "answer": _("Letters that wait for an answer"),
    "promise": _("Promised by about now"),
    "planned": _("Planned by about now"),
    "runs_out": _("Terms that run out within a year"),
    "window_opens": _("Windows to renew that open within a year"),
}
"""What is due, by kind."""
