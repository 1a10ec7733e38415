"""Commitments, activities, contacts, other dated events."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kembar.evidence.catalogue import Kind
from kembar.partnerships import models
from kembar.partnerships.attributes.declare import choice, date, flag, of, refers, text, word, yes_no
from kembar.partnerships.models.activities import BOTH, COMMITMENT_STATUSES


def doing() -> list[Kind]:
    child: dict[str, Any] = {"record": "partnership", "parent": "partnership"}
    return [
        Kind(
            "commitment",
            _("commitment"),
            models.Commitment,
            of(
                refers("instrument", _("instrument"), "instrument"),
                refers("field", _("field"), "field"),
                text("text", _("what is promised"), required=True),
                word("clause", _("clause")),
                choice("owed_by", _("owed by"), BOTH),
                choice("owed_to", _("owed to"), BOTH),
                choice("cost_by", _("at the cost of"), BOTH),
                date("date", _("due")),
                choice("status", _("status"), COMMITMENT_STATUSES),
                text("outcome", _("what came of it")),
            ),
            **child,
        ),
        Kind(
            "activity",
            _("activity"),
            models.Activity,
            of(
                refers("field", _("field"), "field"),
                choice("kind", _("kind"), models.Activity.KINDS, required=True),
                choice("status", _("status"), models.Activity.STATUSES, required=True),
                text("title", _("what"), required=True),
                date("date", _("when")),
                text("place", _("where")),
                text("duration", _("how long")),
                choice("initiated_by", _("initiated by"), BOTH),
                choice("hosted_by", _("hosted by"), BOTH),
                choice("paid_by", _("paid by"), BOTH),
                text("result", _("result")),
                text("reason", _("why not, or why it stopped")),
                word("dimension", _("smart-city dimension")),
                refers("commitment", _("commitment"), "commitment"),
                yes_no("paid", _("paid for")),
                yes_no("evaluated", _("evaluated")),
            ),
            children={"participants": "participant"},
            **child,
        ),
        Kind(
            "participant",
            _("participant"),
            models.Participant,
            of(
                choice("side", _("side"), BOTH),
                refers("government", _("government"), "government"),
                refers("organisation", _("organisation"), "organisation"),
                refers("person", _("person"), "person"),
                text("text", _("group")),
            ),
            record="partnership",
            parent="activity",
        ),
        Kind(
            "contact",
            _("contact"),
            models.Contact,
            of(
                choice("kind", _("kind"), models.Contact.KINDS, required=True),
                choice("from_side", pgettext_lazy("contact", "from"), BOTH),
                choice("to_side", pgettext_lazy("contact", "to"), BOTH),
                refers("through", _("through"), "organisation"),
                text("subject", _("subject")),
                date("date", _("when")),
                word("number", _("number")),
                yes_no("answer_awaited", _("an answer is awaited")),
                refers("answers", _("answer to"), "contact"),
                text("outcome", _("what came of it")),
            ),
            **child,
        ),
        Kind(
            "event",
            _("event"),
            models.Event,
            of(
                choice("kind", _("kind"), models.Event.KINDS, required=True),
                refers("field", _("field"), "field"),
                choice("side", _("side"), BOTH),
                text("title", _("what"), required=True),
                date("date", _("when")),
                flag("counts_as_no_result", _("tells of no effect yet")),
            ),
            **child,
        ),
    ]
