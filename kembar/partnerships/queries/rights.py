"""What do the rules on reading and writing need of a record?"""

from __future__ import annotations

from datetime import date
from typing import Any

from kembar.access.permissions import Allowed, Answer, NotAllowed, Who
from kembar.access.queries import is_product, stakes_in, who_acts
from kembar.audit.actors import Actor
from kembar.partnerships.models import Partnership, Party
from kembar.partnerships.permissions import (
    Part,
    RecordFacts,
    may_decide,
    may_decide_shared,
    may_edit,
    may_edit_shared,
    part_read,
)


def facts_for_rights(tie: Partnership, day: date) -> RecordFacts:
    """A partnership as the rules on rights read it, with the stakes that hold on ``day``. Causes two queries."""
    parties = Party.objects.filter(partnership=tie, withdrawn_at__isnull=True)
    columns = ("government__country_id", "government__level", "organisation__country_id")
    return RecordFacts(
        origin=tie.origin,
        is_withdrawn=tie.withdrawn_at is not None,
        is_published=tie.is_published,
        stakes=stakes_in(tie.id, day),
        parties=tuple(
            (country or of_organisation or "", level or "")
            for country, level, of_organisation in parties.order_by("position", "id").values_list(*columns)
        ),
    )


def part_of(tie: Partnership, who: Who) -> Part | None:
    """The largest part of a record that somebody may read. Two queries at most, none for who is not signed in."""
    if who.desks and not who.is_administrator and who.day is not None:
        return part_read(who, facts_for_rights(tie, who.day))
    return part_read(who, RecordFacts(tie.origin, tie.withdrawn_at is not None, is_published=tie.is_published))


def must_edit(by: Actor, record: Any, day: date) -> None:
    """Refuses (NotAllowed) who may not add to a record; ``record`` is a partnership, or a row that offices share."""
    _must(by, record, day, deciding=False)


def must_decide(by: Actor, record: Any, day: date) -> None:
    """Refuses (NotAllowed) who may not decide on a record."""
    _must(by, record, day, deciding=True)


def _must(by: Actor, record: Any, day: date, *, deciding: bool) -> None:
    answer = Allowed() if is_product(by) else _answer(by, record, day, deciding)
    if not isinstance(answer, Allowed):
        raise NotAllowed(answer)


def _answer(by: Actor, record: Any, day: date, deciding: bool) -> Answer:
    who = who_acts(by)
    if isinstance(record, Partnership):
        facts = facts_for_rights(record, day)
        return may_decide(who, facts) if deciding else may_edit(who, facts)
    return may_decide_shared(who) if deciding else may_edit_shared(who)
