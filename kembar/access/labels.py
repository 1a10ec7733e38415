"""By which sentences is somebody told why a thing may not be done? One for each reason of ``Denied``."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from kembar.access.permissions import Denied

DENIED: dict[str, Callable[[], str]] = {
    "sign_in": lambda: _("Sign in first: only members of an office may do this."),
    "role": lambda: _("Your role in the office does not give this right. Ask the head of your office."),
    "no_office": lambda: _(
        "Your account belongs to no office, and every entry is the word of an office. Ask to be invited to one."
    ),
    "stake": lambda: _("Your office has no part in this record. Ask the office that keeps it."),
    "reads_only": lambda: _("Your office may read this record, not write in it. Ask the office that keeps it."),
    "kept_by_another": lambda: _(
        "This is the entry of another office; it alone changes it. You can state otherwise beside it."
    ),
    "casebook": lambda: _("This record is told by documents and kept in files; nobody changes it here."),
    "withdrawn": lambda: _("This record was withdrawn. Let it stand again before you write in it."),
    "not_a_coder": lambda: _("Only those who coded this study agree on its final values. Code it first."),
    "confidential": lambda: _("Drafts and contacts of a live record are for its offices alone."),
}


def denied_sentence(denied: Denied) -> str:
    """Why not, and whom to ask."""
    return DENIED[denied.reason]()
