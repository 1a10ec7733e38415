"""The attributes of the register's rows, declared once for the catalogue of evidence."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kembar.evidence.catalogue import Attribute, Kind, register
from kembar.partnerships import models
from kembar.partnerships.models.activities import BOTH, COMMITMENT_STATUSES
from kembar.partnerships.models.assessments import CAUSES, HYPOTHESIS_STATUSES, REVIVAL_OUTCOMES, TABLE_1_ROWS
from kembar.partnerships.models.base import SIDES
from kembar.partnerships.models.governments import LEVELS
from kembar.partnerships.models.instruments import KINDS as INSTRUMENT_KINDS
from kembar.partnerships.models.partnerships import FORMS


def _codes(choices: list[tuple[str, Any]]) -> tuple[str, ...]:
    return tuple(code for code, _label in choices if code)


def _of(*attributes: Attribute) -> dict[str, Attribute]:
    return {attribute.code: attribute for attribute in attributes}


def text(code: str, label: Any, **more: Any) -> Attribute:
    return Attribute(code, "text", label, **more)


def word(code: str, label: Any, **more: Any) -> Attribute:
    return Attribute(code, "word", label, **more)


def date(code: str, label: Any, **more: Any) -> Attribute:
    return Attribute(code, "date", label, comparator="date", **more)


def number(code: str, label: Any, **more: Any) -> Attribute:
    return Attribute(code, "number", label, comparator="number", **more)


def choice(code: str, label: Any, choices: list[tuple[str, Any]], **more: Any) -> Attribute:
    return Attribute(code, "choice", label, choices=_codes(choices), comparator=more.pop("comparator", "equal"), **more)


def yes_no(code: str, label: Any, **more: Any) -> Attribute:
    return Attribute(code, "yes_no", label, comparator="equal", **more)


def flag(code: str, label: Any) -> Attribute:
    return Attribute(code, "flag", label)


def refers(code: str, label: Any, to: str, **more: Any) -> Attribute:
    return Attribute(code, "reference", label, refers_to=to, comparator=more.pop("comparator", "equal"), **more)


def _who() -> list[Kind]:
    return [
        Kind(
            "government",
            _("government"),
            models.Government,
            _of(
                text("name", _("name"), required=True),
                choice("level", _("level"), LEVELS),
                number("tier", _("tier in its own country")),
                refers("country", _("country"), "country"),
                refers("seat", _("seat"), "place"),
                refers("parent", _("part of"), "government"),
                Attribute("traits", "texts", _("what is told of it")),
                Attribute("adjoins", "codes", _("adjoins"), refers_to="government"),
            ),
            record="government",
            children={"names": "name", "tenures": "tenure"},
        ),
        Kind(
            "organisation",
            _("organisation"),
            models.Organisation,
            _of(
                text("name", _("name"), required=True),
                choice("kind", _("kind"), models.Organisation.KINDS),
                refers("country", _("country"), "country"),
                refers("seat", _("seat"), "place"),
            ),
            record="organisation",
            children={"names": "name", "tenures": "tenure"},
        ),
        Kind(
            "person",
            _("person"),
            models.Person,
            _of(word("name", _("name"), required=True)),
            record="person",
            children={"names": "name", "tenures": "tenure"},
        ),
        Kind(
            "name",
            _("name"),
            models.Name,
            _of(
                word("text", _("name"), required=True),
                word("language", _("language")),
                word("script", _("script")),
                choice("kind", _("kind"), models.Name.KINDS, comparator="none"),
                date("began", _("from")),
                date("ended", _("until")),
            ),
            record="parent",
        ),
        Kind(
            "tenure",
            _("term of office"),
            models.Tenure,
            _of(
                refers("person", _("person"), "person"),
                refers("government", _("government"), "government"),
                refers("organisation", _("organisation"), "organisation"),
                choice("role", _("role"), models.Tenure.ROLES, required=True),
                text("title", _("office held")),
                date("began", _("from")),
                date("ended", _("until")),
            ),
            record="parent",
        ),
    ]


def _standing(day: Any) -> Any:
    from kembar.partnerships.queries.lines import existing

    return existing(day).order_by().values("pk")


def _tie() -> list[Kind]:
    return [
        Kind(
            "partnership",
            _("partnership"),
            models.Partnership,
            _of(
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
        ),
        Kind(
            "party",
            _("party"),
            models.Party,
            _of(
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
            _of(
                refers("other", _("other partnership"), "partnership", required=True),
                choice("kind", _("kind"), models.PartnershipLink.KINDS, required=True),
                text("note", _("note")),
            ),
            record="partnership",
            parent="partnership",
        ),
    ]


def _paper() -> list[Kind]:
    paper: dict[str, Any] = {"record": "partnership", "parent": "instrument"}
    return [
        Kind(
            "instrument",
            _("instrument"),
            models.Instrument,
            _of(
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
            _of(
                choice("side", _("side"), SIDES, required=True),
                word("number", _("number"), required=True, comparator="equal"),
            ),
            **paper,
        ),
        Kind(
            "signature",
            _("signature"),
            models.Signature,
            _of(
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
            _of(
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
            _of(
                refers("field", _("field"), "field", required=True, comparator="none"),
                text("words", _("in the words of the text")),
            ),
            **paper,
        ),
        Kind("objective", _("objective"), models.Objective, _of(text("text", _("objective"), required=True)), **paper),
        Kind(
            "cost_share",
            _("cost share"),
            models.CostShare,
            _of(
                choice("side", _("side"), SIDES, required=True),
                number("share_percent", _("share in percent")),
                number("amount", _("sum")),
                word("currency", _("currency")),
                text("text", _("in words")),
            ),
            **paper,
        ),
    ]


def _doing() -> list[Kind]:
    child: dict[str, Any] = {"record": "partnership", "parent": "partnership"}
    return [
        Kind(
            "commitment",
            _("commitment"),
            models.Commitment,
            _of(
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
            _of(
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
            _of(
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
            _of(
                choice("kind", _("kind"), models.Contact.KINDS, required=True),
                choice("from_side", pgettext_lazy("contact", "from"), BOTH),
                choice("to_side", pgettext_lazy("contact", "to"), BOTH),
                refers("through", _("through"), "organisation"),
                text("subject", _("subject")),
                date("date", _("when")),
                word("number", _("number")),
                yes_no("answer_awaited", _("an answer is awaited")),
                text("outcome", _("what came of it")),
            ),
            **child,
        ),
        Kind(
            "event",
            _("event"),
            models.Event,
            _of(
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


def _judging() -> list[Kind]:
    child: dict[str, Any] = {"record": "partnership", "parent": "partnership"}
    sides = [("internal", ""), ("external", "")]
    return [
        Kind(
            "obstacle",
            _("obstacle"),
            models.Obstacle,
            _of(
                text("text", _("obstacle"), required=True),
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
            _of(
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
            _of(
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
            _of(
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
            _of(
                date("date", _("when")),
                text("text", _("what"), required=True),
                choice("outcome", _("outcome"), REVIVAL_OUTCOMES),
                text("reason", _("why")),
            ),
            **child,
        ),
    ]


def _counting() -> list[Kind]:
    return [
        Kind(
            "offer",
            _("offer"),
            models.Offer,
            _of(
                refers("by_government", _("offered by"), "government", required=True),
                date("date", _("when")),
                text("text", _("what"), required=True),
            ),
            record="offer",
            children={"candidates": "offer_candidate"},
        ),
        Kind(
            "offer_candidate",
            _("candidate"),
            models.OfferCandidate,
            _of(
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
            _of(
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


def register_all() -> None:
    """This will put every kind of the register into the catalogue."""
    for made in (_who(), _tie(), _paper(), _doing(), _judging(), _counting()):
        for one in made:
            register(one)
