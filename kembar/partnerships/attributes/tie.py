"""The partnership itself, its parties and links."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kembar.access.permissions import Who
from kembar.evidence.catalogue import Attribute, Kind
from kembar.partnerships import models
from kembar.partnerships.attributes.declare import choice, date, flag, of, refers, text
from kembar.partnerships.models.base import SIDES
from kembar.partnerships.models.partnerships import FORMS
from kembar.partnerships.permissions import Part


def _standing(day: Any, who: Who) -> Any:
    """The partnerships that count as at a day, for who may not import this subject."""
    from kembar.partnerships.queries.lines import existing

    return existing(day, who=who).order_by().values("pk")


def _readable(who: Who) -> Any:
    from kembar.partnerships.queries.reading import ties

    return ties(who, Part.CONFIDENTIAL)


def tie() -> list[Kind]:
    return [
        Kind(
            "partnership",
            _("partnership"),
            models.Partnership,
            of(
                text("name", _("short name"), required=True),
                choice("form", _("form"), FORMS),
                text("about", _("in short")),
                date("began", _("began")),
                date("ended", _("ended")),
                Attribute("agreed_fields", "codes", _("agreed fields"), refers_to="field", comparator="set"),
                Attribute("verdict", "json", _("verdict"), comparator="verdict"),
                flag("fields_complete", _("the agreed fields are told completely")),
            ),
            record="partnership",
            children={
                "parties": "party",
                "instruments": "instrument",
                "commitments": "commitment",
                "activities": "activity",
                "contacts": "contact",
                "events": "event",
                "obstacles": "obstacle",
                "verdicts": "verdict",
                "motives": "motive",
                "hypotheses": "hypothesis",
                "revivals": "revival",
                "links": "link",
            },
            standing=_standing,
            readable=_readable,
        ),
        Kind(
            "party",
            _("party"),
            models.Party,
            of(
                choice("side", _("side"), SIDES, required=True),
                choice("role", _("role"), models.Party.ROLES),
                refers("government", _("government"), "government"),
                refers("organisation", _("organisation"), "organisation"),
                text("unnamed", _("not named; told as")),
            ),
            record="partnership",
            parent="partnership",
        ),
        Kind(
            "link",
            _("link to another partnership"),
            models.PartnershipLink,
            of(
                refers("other", _("other partnership"), "partnership", required=True),
                choice("kind", _("kind"), models.PartnershipLink.KINDS, required=True),
                text("note", _("note")),
            ),
            record="partnership",
            parent="partnership",
        ),
    ]
