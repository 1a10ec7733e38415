"""Writing an office's shortlist: candidates, decisions with their reasons, offers out and answers in.

Decisions are kept for good. The law blocks choosing a candidate (`rules.blocks`, or a matter reserved to the centre);
whatever else speaks against one is written down beside the decision and blocks nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kembar.access.models import Office
from kembar.access.roles import Permission
from kembar.audit.actions import Changed, record
from kembar.audit.actors import Actor
from kembar.law.models import ListedField
from kembar.matching.actions.rights import Refusal, must, withdraw
from kembar.matching.frames import blocked_countries
from kembar.matching.models import Aim, CandidateCity, Decision, Outreach
from kembar.matching.rules import Block, blocks, reserved_block
from kembar.places.models import Place


@transaction.atomic
def shortlist(
    *,
    office: Office,
    place: Place,
    note: str = "",
    seen: Mapping[str, Any] | None = None,
    address: str = "",
    by: Actor,
    at: datetime,
) -> CandidateCity:
    """This will put a city on the shortlist, with what the list said of it; one that is there gets the note added."""
    must(by, office, Permission.WRITE_RECORD)
    if office.government is not None and office.government.seat_id == place.geonames_id:
        raise Refusal("own_city")
    standing = CandidateCity.objects.select_for_update().filter(office=office, place=place, withdrawn_at__isnull=True)
    candidate = standing.first()
    before = candidate.note if candidate else None
    if candidate is None:
        candidate = CandidateCity(office=office, place=place, entered_at=at, entered_by=by.label)
        candidate.seen, candidate.address = dict(seen or {}), address[:2000]
        candidate.note = note.strip()
    elif note.strip():
        candidate.note = "\n".join(filter(None, (candidate.note, note.strip())))
    candidate.save()
    changes = [Changed("candidate", candidate.id, "note", before, candidate.note)]
    if before is None:
        changes.append(Changed("candidate", candidate.id, "place", None, place.geonames_id))
    _record("matching.shortlist", candidate, changes, by, at)
    return candidate


@transaction.atomic
def change_candidate(
    *,
    candidate: CandidateCity,
    note: str,
    reserved: ListedField | None,
    aims_met: Iterable[Aim],
    by: Actor,
    at: datetime,
) -> CandidateCity:
    """This will set note, the matter reserved to the centre (or none), and which aims the candidate would meet."""
    must(by, candidate.office, Permission.WRITE_RECORD)
    _standing(candidate)
    before = _values(candidate)
    candidate.note, candidate.reserved = note.strip(), reserved
    candidate.save(update_fields=["note", "reserved"])
    candidate.aims_met.set(aims_met)
    changes = [Changed("candidate", candidate.id, "", before, _values(candidate))]
    _record("matching.change_candidate", candidate, changes, by, at)
    return candidate


@transaction.atomic
def drop_candidate(*, candidate: CandidateCity, why: str, by: Actor, at: datetime) -> None:
    """This will take a candidate off the shortlist, with the reason; its decisions and offers stay to be read."""
    must(by, candidate.office, Permission.WRITE_RECORD)
    withdraw(candidate, kind="candidate", action="matching.drop_candidate", by=by, at=at, why=_reason(why))


def blocks_of(candidate: CandidateCity, no_relations: Mapping[str, str] | None = None) -> tuple[Block, ...]:
    """What of the law stands against a candidate, the officer's word on reserved matters included.

    ``no_relations`` of the office's country, where known already; else it costs a query.
    """
    government = candidate.office.government
    home = (government.country_id or "") if government else candidate.office.country_code
    missing = blocked_countries(home) if no_relations is None else no_relations
    by_country = blocks(home, [candidate.place.country_id], missing)[0]
    if candidate.reserved is None:
        return by_country
    return (*by_country, reserved_block(candidate.reserved.field_list_id, candidate.reserved.code))


@transaction.atomic
def decide(
    *,
    candidate: CandidateCity,
    outcome: str,
    reason: str,
    against: Sequence[Mapping[str, Any]] = (),
    by: Actor,
    at: datetime,
) -> Decision:
    """This will keep a decision for good: chosen, refused or later, with its reason and what warned at that time.

    Refuses one without a reason, and choosing where the law blocks.
    """
    must(by, candidate.office, Permission.DECIDE)
    _standing(candidate)
    if outcome not in dict(Decision.OUTCOMES):
        raise ValueError(f"{outcome!r} is no outcome.")
    if outcome == "chosen" and (standing := blocks_of(candidate)):
        raise Refusal("by_law", blocks=standing)
    decision = Decision.objects.create(
        office=candidate.office,
        candidate=candidate,
        outcome=outcome,
        reason=_reason(reason),
        against=list(against),
        entered_at=at,
        entered_by=by.label,
    )
    after = {"outcome": outcome, "reason": decision.reason, "against": decision.against}
    _record("matching.decide", candidate, [Changed("decision", decision.id, "", None, after)], by, at, decision.reason)
    return decision


@transaction.atomic
def withdraw_decision(*, decision: Decision, why: str, by: Actor, at: datetime) -> None:
    """This will take a mistaken decision back, with the reason; it stays to be read."""
    must(by, decision.office, Permission.DECIDE)
    withdraw(decision, kind="decision", action="matching.withdraw_decision", by=by, at=at, why=_reason(why))


@transaction.atomic
def send_offer(
    *, candidate: CandidateCity, channel: str, sent_date: date, text: str = "", by: Actor, at: datetime
) -> Outreach:
    """This will note that an offer went out to a candidate. Refuses a day that has not come."""
    must(by, candidate.office, Permission.WRITE_RECORD)
    _standing(candidate)
    if sent_date > timezone.localdate(at):
        raise Refusal("in_the_future")
    if channel not in dict(Outreach.CHANNELS):
        raise ValueError(f"{channel!r} is no way to send an offer.")
    row = Outreach.objects.create(
        office=candidate.office,
        candidate=candidate,
        channel=channel,
        sent_date=sent_date,
        text=text.strip(),
        entered_at=at,
        entered_by=by.label,
    )
    after = {"channel": channel, "sent_date": sent_date.isoformat(), "text": row.text}
    _record("matching.send_offer", candidate, [Changed("outreach", row.id, "", None, after)], by, at)
    return row


@transaction.atomic
def answer_offer(
    *, outreach: Outreach, answer: str, answer_date: date, text: str = "", by: Actor, at: datetime
) -> Outreach:
    """This will note the answer to an offer. Refuses a second answer, and a day before the offer or still to come."""
    must(by, outreach.office, Permission.WRITE_RECORD)
    row = Outreach.objects.select_for_update().get(pk=outreach.pk)
    if row.withdrawn_at is not None:
        raise Refusal("withdrawn")
    if row.answer:
        raise Refusal("answered")
    if answer not in dict(Outreach.ANSWERS):
        raise ValueError(f"{answer!r} is no answer.")
    if answer_date < row.sent_date:
        raise Refusal("answered_before_sent")
    if answer_date > timezone.localdate(at):
        raise Refusal("in_the_future")
    row.answer, row.answer_date, row.answer_text = answer, answer_date, text.strip()
    row.answer_entered_at, row.answer_entered_by = at, by.label
    row.save()
    after = {"answer": answer, "answer_date": answer_date.isoformat(), "answer_text": row.answer_text}
    _record("matching.answer_offer", row.candidate, [Changed("outreach", row.id, "answer", None, after)], by, at)
    return row


@transaction.atomic
def withdraw_offer(*, outreach: Outreach, why: str, by: Actor, at: datetime) -> None:
    """This will take a mistaken entry of an offer back, with the reason; it stays to be read and no longer counts."""
    must(by, outreach.office, Permission.WRITE_RECORD)
    withdraw(outreach, kind="outreach", action="matching.withdraw_offer", by=by, at=at, why=_reason(why))


def _standing(candidate: CandidateCity) -> None:
    if candidate.withdrawn_at is not None:
        raise Refusal("withdrawn")


def _reason(text: str) -> str:
    if not text.strip():
        raise Refusal("no_reason")
    return text.strip()


def _values(candidate: CandidateCity) -> dict[str, Any]:
    return {
        "note": candidate.note,
        "reserved": str(candidate.reserved) if candidate.reserved else None,
        "aims_met": sorted(str(pk) for pk in candidate.aims_met.values_list("pk", flat=True)),
    }


def _record(
    action: str, candidate: CandidateCity, changes: Sequence[Changed], by: Actor, at: datetime, why: str = ""
) -> None:
    record(action=action, by=by, at=at, changes=changes, record_kind="candidate", record_id=candidate.id, why=why)
