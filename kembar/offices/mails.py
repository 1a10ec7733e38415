"""Which mail takes an invitation to somebody, where this instance can send mail?"""

from __future__ import annotations

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kembar.access.models import Invitation

log = logging.getLogger(__name__)


def can_mail() -> bool:
    """Whether mail is configured (KEMBAR_MAIL)."""
    return bool(settings.MAIL)


def mail_invitation(invitation: Invitation, link: str) -> bool:
    """This will send the link to the address of the invitation; False where it could not be sent.

    A header is one line: names that bring lines of their own lose them, so that they cannot add a header.
    """
    office = one_line(invitation.office.name)
    subject = _("Invitation to %(office)s on Kembar") % {"office": office}
    lines = [
        _("%(who)s invites you to work in %(office)s on Kembar, the register of sister-city cooperation.")
        % {"who": one_line(invitation.created_by), "office": office},
        _("Open this link to accept. It works once, until %(date)s:")
        % {"date": date_format(invitation.expires_at, "j F Y")},
        link,
        _("You know nothing of it? Then do nothing; the link runs out by itself."),
    ]
    message = EmailMessage(subject[:200], "\n\n".join(lines), to=[one_line(invitation.email)])
    try:
        return message.send() == 1
    except (OSError, smtplib.SMTPException):
        log.exception("an invitation could not be mailed")
        return False


def one_line(text: str) -> str:
    """A text on one line, without what separates lines in any way."""
    return " ".join(text.split())
