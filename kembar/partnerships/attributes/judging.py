"""Obstacles, verdicts, motives, hypotheses, revivals; offers and counts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kembar.evidence.catalogue import Kind
from kembar.partnerships import models
from kembar.partnerships.attributes.declare import (
    choice,
    date,
    flag,
    number,
    of,
    own_or_casebook,
    refers,
    text,
    word,
)
from kembar.partnerships.models.activities import BOTH
from kembar.partnerships.models.assessments import CAUSES, HYPOTHESIS_STATUSES, REVIVAL_OUTCOMES, TABLE_1_ROWS


def judging() -> list[Kind]:
    child: dict[str, Any] = {"record": "partnership", "parent": "partnership"}
    sides = [("internal", ""), ("external", "")]
    return [
        Kind(
            "obstacle",
            _("obstacle"),
            models.Obstacle,
            of(
                text("text", _("obstacle"), required=True),
                date("date", _("when")),
                refers("field", _("field"), "field"),
                choice("factor", _("row of Table 1"), TABLE_1_ROWS),
                choice("factor_side", _("internal or external"), sides),
                choice("other_side", _("other reading of the side"), sides),
                choice("cause", _("cause"), CAUSES),
                choice("borne_by", _("lies with"), BOTH),
                text("mapping_note", _("why it is mapped so")),
            ),
            **child,
        ),
        Kind(
            "verdict",
            _("verdict"),
            models.Verdict,
            of(
                refers("field", _("field"), "field"),
                choice("dimension", _("what is judged"), models.Verdict.DIMENSIONS, required=True),
                choice("value", _("verdict"), models.Verdict.VALUES, required=True),
                text("text", _("in our words"), required=True),
                word("author", _("judged by")),
                date("date", _("as of")),
                flag("is_listed_failure", _("stands in the source's list of failures")),
            ),
            **child,
        ),
        Kind(
            "motive",
            _("motive"),
            models.Motive,
            of(
                choice("side", _("side"), BOTH, required=True),
                text("text", _("motive"), required=True),
                word("target", _("own target")),
            ),
            **child,
        ),
        Kind(
            "hypothesis",
            _("hypothesis"),
            models.Hypothesis,
            of(
                number("number", _("number"), required=True),
                text("text", _("hypothesis"), required=True),
                choice("status", _("status"), HYPOTHESIS_STATUSES),
            ),
            **child,
        ),
        Kind(
            "revival",
            _("attempt at revival"),
            models.Revival,
            of(
                date("date", _("when")),
                text("text", _("what"), required=True),
                choice("outcome", _("outcome"), REVIVAL_OUTCOMES),
                text("reason", _("why")),
            ),
            **child,
        ),
    ]


def counting() -> list[Kind]:
    return [
        Kind(
            "offer",
            _("offer"),
            models.Offer,
            of(
                refers("by_government", _("offered by"), "government", required=True),
                date("date", _("when")),
                text("text", _("what"), required=True),
            ),
            record="offer",
            children={"candidates": "offer_candidate"},
            readable=own_or_casebook(models.Offer),
        ),
        Kind(
            "offer_candidate",
            _("candidate"),
            models.OfferCandidate,
            of(
                refers("government", _("government"), "government", required=True),
                number("answer_rank", _("answered as number")),
                date("date", _("answered on")),
                refers("partnership", _("partnership"), "partnership"),
                text("note", _("note")),
            ),
            record="offer",
            parent="offer",
        ),
        Kind(
            "tally",
            _("count without names"),
            models.Tally,
            of(
                refers("government", _("government"), "government"),
                refers("country", _("country"), "country"),
                word("counted", _("what is counted"), required=True),
                text("text", _("in words"), required=True),
                number("number", pgettext_lazy("count", "number")),
                word("unit", _("unit"), required=True, comparator="equal"),
                refers("part_of", _("part of"), "tally"),
                date("date", _("as of")),
            ),
            record="tally",
        ),
    ]
