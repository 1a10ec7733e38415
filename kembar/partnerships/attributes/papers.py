"""Instruments and all that belongs to a signature."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kembar.evidence.catalogue import Attribute, Kind
from kembar.partnerships import models
from kembar.partnerships.attributes.declare import choice, date, flag, number, of, refers, text, word, yes_no
from kembar.partnerships.models.base import SIDES
from kembar.partnerships.models.instruments import KINDS as INSTRUMENT_KINDS


def paper() -> list[Kind]:
    paper: dict[str, Any] = {"record": "partnership", "parent": "instrument"}
    return [
        Kind(
            "instrument",
            _("instrument"),
            models.Instrument,
            of(
                choice("kind", _("kind"), INSTRUMENT_KINDS, required=True),
                choice("status", _("status"), models.Instrument.STATUSES),
                text("title", _("title")),
                date("date", _("signed on")),
                date("effective", _("in effect from")),
                text("place", _("signed at")),
                text("occasion", _("occasion")),
                yes_no("binding", _("binding")),
                yes_no("signed_by_governments", _("signed by both governments")),
                yes_no("signed_by_heads", _("signed by the heads of both governments")),
                choice("term", _("term"), models.Instrument.TERMS),
                number("term_months", _("term in months")),
                date("ends", _("ends on")),
                yes_no("last_day_counts", _("the last day counts")),
                number("notice_months", _("notice in months")),
                number("renewal_window_months", _("renewal window in months")),
                refers("predecessor", _("follows"), "instrument"),
                Attribute("text_contents", "json", _("what the text contains")),
                Attribute("agreed_fields", "codes", _("agreed fields"), refers_to="field", comparator="set"),
                text("note", _("note")),
            ),
            record="partnership",
            parent="partnership",
            children={
                "numbers": "number",
                "signatures": "signature",
                "languages": "language_text",
                "fields": "instrument_field",
                "objectives": "objective",
                "cost_shares": "cost_share",
            },
        ),
        Kind(
            "number",
            _("number"),
            models.InstrumentNumber,
            of(
                choice("side", _("side"), SIDES, required=True),
                word("number", _("number"), required=True, comparator="equal"),
            ),
            **paper,
        ),
        Kind(
            "signature",
            _("signature"),
            models.Signature,
            of(
                choice("side", _("side"), SIDES, required=True),
                refers("person", _("person"), "person"),
                text("office", _("office held")),
                yes_no("is_head", _("is the head of government")),
                word("full_powers", _("full powers")),
            ),
            **paper,
        ),
        Kind(
            "language_text",
            _("language text"),
            models.LanguageText,
            of(
                word("language", _("language"), required=True),
                yes_no("authentic", _("authentic")),
                flag("prevails", _("prevails where the texts differ")),
            ),
            **paper,
        ),
        Kind(
            "instrument_field",
            _("agreed field"),
            models.InstrumentField,
            of(
                refers("field", _("field"), "field", required=True, comparator="none"),
                text("words", _("in the words of the text")),
            ),
            **paper,
        ),
        Kind("objective", _("objective"), models.Objective, of(text("text", _("objective"), required=True)), **paper),
        Kind(
            "cost_share",
            _("cost share"),
            models.CostShare,
            of(
                choice("side", _("side"), SIDES, required=True),
                number("share_percent", _("share in percent")),
                number("amount", _("sum")),
                word("currency", _("currency")),
                text("text", _("in words")),
            ),
            **paper,
        ),
    ]
