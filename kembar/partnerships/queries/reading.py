"""Which rows may somebody read? The rules of ``permissions.py`` as conditions, so that the database answers.

Every read that returns rows of records takes ``who`` and filters by one of these: what somebody may not read is never
fetched, never counted, and decides no state that is shown. For who administers the instance (and for ``EVERYTHING``)
the conditions are empty.
"""

from __future__ import annotations

import uuid
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from kembar.access.permissions import Desk, Who
from kembar.access.queries import standing_stakes
from kembar.access.roles import Permission
from kembar.partnerships import models
from kembar.partnerships.permissions import PUBLIC_EVENTS, Part

OF_PARTS = {Part.PUBLIC: "of_public", Part.RECORD: "of_record", Part.CONFIDENTIAL: "of_whole"}
"""The column of a span that says that it follows from a part of the record."""
SEARCH_WORDS = ("search_text", "search_record", "search_public")
"""Longer than all the rest of a partnership together, and read by searches alone."""
NONE = Q(pk__in=())
ALL = ~NONE
NO_DRAFT = ~Q(status="draft")
PUBLIC_ROWS: dict[type[Any], Q] = {
    models.Party: ALL,
    models.Instrument: NO_DRAFT,
    models.Activity: Q(is_published=True, status="done"),
    models.Participant: Q(activity__is_published=True, activity__status="done"),
    models.Event: Q(kind__in=sorted(PUBLIC_EVENTS), field__isnull=True),
}
"""Of each table the rows that are public; of the others none."""
RECORD_ROWS: dict[type[Any], Q] = {
    models.Instrument: NO_DRAFT,
    models.Contact: NONE,
    models.Commitment: Q(instrument__isnull=True) | ~Q(instrument__status="draft"),
    models.KeptSpan: ~Q(kind="contacts"),
}
"""Of each table the rows that are neither drafts nor contacts; of the others all."""
OF_A_PAPER: tuple[type[Any], ...] = (
    models.InstrumentNumber,
    models.Signature,
    models.LanguageText,
    models.InstrumentField,
    models.Objective,
    models.CostShare,
)
for _model in OF_A_PAPER:
    PUBLIC_ROWS[_model] = RECORD_ROWS[_model] = ~Q(instrument__status="draft")

TABLES: tuple[type[Any], ...] = (
    *OF_A_PAPER,
    models.Party,
    models.Instrument,
    models.Commitment,
    models.Activity,
    models.Participant,
    models.Contact,
    models.Event,
    models.Obstacle,
    models.Verdict,
    models.Motive,
    models.Hypothesis,
    models.Revival,
    models.PartnershipLink,
    models.KeptSpan,
)
"""The tables whose rows belong to a partnership."""


def rows_in(part: Part, model: type[Any]) -> Q:
    """The rows of a table that belong to a part of their record, or to one for more readers."""
    if part == Part.CONFIDENTIAL:
        return ALL
    return PUBLIC_ROWS.get(model, NONE) if part == Part.PUBLIC else RECORD_ROWS.get(model, ALL)


def readable(who: Who, part: Part = Part.PUBLIC) -> Q:
    """The partnerships of which somebody may read a part."""
    if who.is_administrator:
        return ALL
    is_open = Q(origin="casebook")
    if part == Part.PUBLIC:
        is_open |= Q(is_published=True)
    if part != Part.CONFIDENTIAL and (overseen := _overseen(who)) is not None:
        is_open |= Q(pk__in=overseen)
    answer = Q(withdrawn_at__isnull=True) & is_open
    kept = _kept(who)
    return answer if kept is None else answer | Q(pk__in=kept)


def ties(who: Who, part: Part = Part.PUBLIC) -> QuerySet[Any, Any]:
    """The keys of the partnerships of which somebody may read a part, for a condition ``__in``."""
    return models.Partnership.objects.filter(readable(who, part)).order_by().values("pk")


def readable_rows(who: Who, model: type[Any], tie: str = "partnership") -> Q:
    """The rows of a table that somebody may read; ``tie`` is the way from the row to its partnership."""
    if who.is_administrator:
        return ALL
    answer = Q(**{f"{tie}__in": ties(who, Part.CONFIDENTIAL)})
    if any(who.at(Permission.READ_SCOPE)):
        answer |= rows_in(Part.RECORD, model) & Q(**{f"{tie}__in": ties(who, Part.RECORD)})
    if model in PUBLIC_ROWS:
        answer |= rows_in(Part.PUBLIC, model) & Q(**{f"{tie}__in": ties(who)})
    return answer


def readable_spans(who: Who) -> Q:
    """The spans of states as they follow from what somebody may read: each record's by its reader's part of it."""
    if who.is_administrator:
        return Q(of_whole=True)
    kept, overseen = _kept(who), _overseen(who)
    answer, beyond = Q(of_public=True), Q()
    if kept is not None:
        beyond = Q(partnership__in=kept)
        whole = beyond & Q(of_whole=True)
        if overseen is None:
            return whole | (~beyond & answer)
        seen = Q(partnership__in=overseen)
        return whole | (~beyond & seen & Q(of_record=True)) | (~beyond & ~seen & answer)
    if overseen is not None:
        seen = Q(partnership__in=overseen)
        return (seen & Q(of_record=True)) | (~seen & answer)
    return answer


def search_columns(who: Who) -> list[tuple[str, Q]]:
    """In which search words somebody's question is looked for, and of which partnerships; a hit in any is one."""
    if who.is_administrator:
        return [("search_text", ALL)]
    columns = [("search_public", ALL)]
    if (kept := _kept(who)) is not None:
        columns.append(("search_text", Q(pk__in=kept)))
    if (overseen := _overseen(who)) is not None:
        columns.append(("search_record", Q(pk__in=overseen)))
    return columns


def own_or_casebook(who: Who) -> Q:
    """Of rows that belong to no one partnership, such as people and offers: the casebook's and the own offices'."""
    if who.is_administrator:
        return ALL
    return Q(origin="casebook") | Q(kept_by__in=_offices(who))


def readable_tenures(who: Who) -> Q:
    """Who holds which office: leaders are public, focal points are contact details of the office that entered them."""
    return own_or_casebook(who) | Q(role__in=("head", "deputy", "secretary", "minister"))


def _offices(who: Who) -> list[uuid.UUID]:
    return [desk.office for desk in who.at(Permission.READ_OFFICE)]


def _kept(who: Who) -> QuerySet[Any, Any] | None:
    """The keys of the partnerships that somebody's offices have a stake in; None for who works in no such office."""
    offices = _offices(who)
    if not offices or who.day is None:
        return None
    return standing_stakes(who.day).filter(office__in=offices).values("partnership")


def _overseen(who: Who) -> QuerySet[Any, Any] | None:
    """The keys of the partnerships that lie in the scope of somebody's ministries; None for who works in none."""
    desks = who.at(Permission.READ_SCOPE)
    covered = [scope for desk in desks if (scope := _scope(desk)) is not None]
    if not covered:
        return None
    parties = models.Party.objects.filter(reduce(or_, covered), withdrawn_at__isnull=True)
    return parties.order_by().values("partnership")


def _scope(desk: Desk) -> Q | None:
    """The parties that a ministry's desk covers (see ``Desk.covers``)."""
    if desk.kind != "ministry" or not desk.countries:
        return None
    governments = Q(government__country__in=sorted(desk.countries))
    if desk.levels:
        return governments & Q(government__level__in=sorted(desk.levels))
    return governments | Q(organisation__country__in=sorted(desk.countries))
