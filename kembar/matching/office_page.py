"""What do the pages of an office's search show? Plain mappings for templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kembar.analysis.partner_choice import DEFAULT_WEIGHTS
from kembar.matching import labels, shortlists
from kembar.matching.actions.candidates import blocks_of
from kembar.matching.choice import Listed, NotRanked, Order
from kembar.matching.guards import Searching
from kembar.matching.models import Aim, CandidateCity, Foothold, SearchLimits, Wish
from kembar.matching.office_forms import AnswerForm, CandidateForm, DecisionForm, Form, OfferForm
from kembar.matching.queries import known_wishes, limits_of, met_in
from kembar.matching.reasons import told
from kembar.matching.sentences import block_name, limit_sentence, principle_name
from kembar.matching.shortlists import Line
from kembar.matching.which_page import beyond_of
from kembar.partnerships.models import Government, Partnership
from kembar.ui import words
from kembar.values.languages import language, local


def _trail(desk: Searching, *more: dict[str, str]) -> list[dict[str, str]]:
    first = {"label": desk.office.name, "url": reverse("office", args=[desk.office.slug])}
    return [first, *more]


def limit_values(limits: SearchLimits | None) -> dict[str, Any]:
    """What stands in the form of limits; numbers as they would be typed."""
    if limits is None:
        return {"currency": "IDR"}

    def typed(value: Any) -> str:
        return "" if value is None else f"{float(value):.10g}"

    return {
        "budget": "" if limits.budget is None else words.number(int(limits.budget), language()),
        "currency": limits.currency,
        "budget_note": limits.budget_note,
        "languages": limits.languages,
        "max_hours": typed(limits.max_hours),
        "max_flight_hours": typed(limits.max_flight_hours),
    }


def needs(desk: Searching) -> dict[str, Any]:
    """The page of needs, offers, aims, limits and footholds. Costs five queries."""
    wishes = Wish.objects.filter(office=desk.office, withdrawn_at__isnull=True).select_related("field", "place")
    own: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for wish in wishes.order_by("-kind", "field__position"):
        shown = {"row": wish, "kind": labels.WISH[wish.kind]}
        (own if desk.seat and wish.place_id == desk.seat.geonames_id else others).append(shown)
    aims = [{"row": aim, "kind": labels.AIM[aim.kind]} for aim in shortlists.aims_of(desk.office)]
    return {
        "desk": desk,
        "office": desk.office,
        "own": own,
        "others": others,
        "aims": aims,
        "footholds": list(Foothold.objects.filter(office=desk.office, withdrawn_at__isnull=True)),
        "trail": _trail(desk, {"label": _("Needs and limits")}),
    }


def shortlist(desk: Searching, today: date) -> dict[str, Any]:
    """The page of the shortlist. Costs six queries."""
    lines = shortlists.lines_of(desk.office, today)
    return {
        "desk": desk,
        "office": desk.office,
        "lines": [_shown(line) for line in lines],
        "dropped": [_shown(line) for line in shortlists.lines_of(desk.office, today, dropped=True)],
        "answers": shortlists.answers_of(lines),
        "trail": _trail(desk, {"label": _("Shortlist")}),
    }


def _shown(line: Line) -> dict[str, Any]:
    decision = line.decision
    return {
        "line": line,
        "place": line.candidate.place,
        "outcome": labels.OUTCOME[decision.outcome] if decision else "",
        "sent": [
            {
                "one": one,
                "channel": labels.CHANNEL[one.row.channel],
                "answer": labels.ANSWER.get(one.row.answer, ""),
            }
            for one in line.sent
        ],
    }


@dataclass(frozen=True)
class Around:
    """What is read once for the page of a candidate: aims of the office, wishes of both cities, limits, its order."""

    aims: list[Aim]
    wishes: list[Wish]
    limits: SearchLimits | None
    order: Order | None
    now: Listed | None


def around(desk: Searching, row: CandidateCity, today: date) -> Around:
    """Reads what stands around a candidate today, under the weights it was found with. Costs up to ten queries."""
    aims = shortlists.aims_of(desk.office)
    limits = limits_of(desk.office.id)
    seat = desk.seat
    if seat is None or seat == row.place:
        return Around(aims, [], limits, None, None)
    wishes = known_wishes([seat, row.place], desk.office.id)
    try:
        order = Order(seat, at=today, weights=_weights(row), office=desk.office.id, who=desk.who)
        return Around(aims, wishes, limits, order, order.of([row.place])[0])
    except NotRanked:
        return Around(aims, wishes, limits, None, None)


def candidate_forms(desk: Searching, line: Line, near: Around) -> dict[str, Form]:
    """The forms of a candidate's page, filled with what is kept; aims that its known offers serve are ticked."""
    row = line.candidate
    met = {aim.pk for aim in row.aims_met.all()} or shortlists.proposed_aims(near.aims, row.place_id, near.wishes)
    given = {"note": row.note, "aims_met": met, "reserved": row.reserved_id}
    today = timezone.localdate().isoformat()
    return {
        "change": CandidateForm(office=desk.office, aims=near.aims, initial=given),
        "decide": DecisionForm(),
        "offer": OfferForm(initial={"sent_date": today}),
        "answer": AnswerForm(initial={"answer_date": today}),
    }


def candidate(desk: Searching, line: Line, near: Around) -> dict[str, Any]:
    """The page of one candidate, with what was read around it. Costs up to three queries."""
    row, now = line.candidate, near.now
    chosen = line.decision is not None and line.decision.outcome == "chosen"
    no_relations = near.order.blocked if near.order else None
    ties = _ties(desk, row)
    return {
        "desk": desk,
        "office": desk.office,
        "shown": _shown(line),
        "row": row,
        "now": now,
        "proposed": not row.aims_met.all(),
        "told": told(desk.seat, now, _weights(row)) if desk.seat and now else [],
        "met": met_in(desk.seat, [row.place], near.wishes).get(row.place_id, []) if desk.seat else [],
        "seen": _seen(row),
        "against": against(row, near),
        "blocks": [_block(block.code, block.source, row) for block in blocks_of(row, no_relations)],
        "decisions": [{"row": one, "outcome": labels.OUTCOME[one.outcome]} for one in row.decisions.all()],
        "opening": _opening(desk, row) if chosen and not any(tie.origin == "live" for tie in ties) else "",
        "ties": ties,
        "back": row.address,
        "trail": _trail(
            desk,
            {"label": _("Shortlist"), "url": reverse("office-candidates", args=[desk.office.slug])},
            {"label": row.place.name},
        ),
    }


def _weights(row: CandidateCity) -> dict[str, float]:
    return {**DEFAULT_WEIGHTS, **row.seen.get("weights", {})}


def against(row: CandidateCity, near: Around) -> list[dict[str, str]]:
    """What warns of a candidate today, as code and sentence: kept beside a decision. None of it blocks."""
    found = []
    if near.now is not None:
        if near.now.already_twins:
            found.append({"code": "already_twins", "says": _("Known twin already.")})
        for warned in near.now.warnings:
            text = (
                _("Our twin %(twin)s is in the same country or near it.")
                if warned.whose == "ours"
                else _("Its twin %(twin)s is in our country or near us.")
            )
            found.append({"code": "exclusivity", "says": text % {"twin": warned.twin.name}})
        for code, said in beyond_of(near.limits, near.now):
            found.append({"code": f"limit_{code}", "says": limit_sentence(code, said)})
    if near.aims and not row.aims_met.all():
        found.append({"code": "no_aim", "says": _("It is not noted to serve any of the office's aims.")})
    return found


def _block(code: str, source: str, row: CandidateCity) -> dict[str, str]:
    if code == "reserved_matter" and row.reserved is not None:
        act = row.reserved.field_list.act
        said = {"what": local(row.reserved.says), "list": local(row.reserved.field_list.name)}
        text = _("reserved to the central government: %(what)s (%(list)s)") % said
        return {"what": text, "source": str(local(act.title)) if act else row.reserved.field_list_id}
    return {"what": block_name(code), "source": source}


def _seen(row: CandidateCity) -> dict[str, Any] | None:
    """What the list said on the day the candidate was put on the shortlist."""
    seen = row.seen
    if not seen:
        return None
    moves = [one for one in seen.get("principles", []) if one["effect"] in ("lifts", "lowers")]
    moves.sort(key=lambda one: -abs(one["rank_without"] - seen["rank"]))
    return {
        "on": date.fromisoformat(seen["on"]),
        "rank": seen["rank"],
        "considered": seen["considered"],
        "coverage": seen["coverage"],
        "moves": [
            {
                "name": principle_name(one["principle"]),
                "lifts": one["effect"] == "lifts",
                "without": one["rank_without"],
            }
            for one in moves[:5]
        ],
    }


def _opening(desk: Searching, row: CandidateCity) -> str:
    """Where the partnership with the chosen candidate is opened, both parties named. Costs one query."""
    own = desk.office.government
    theirs = Government.objects.filter(seat=row.place, withdrawn_at__isnull=True).first()
    named = theirs.slug if theirs else f"place:{row.place_id}"
    parties = {"kita": f"government:{own.slug}"} if own else {}
    query = {**parties, "mitra": f"government:{named}", "kantor": desk.office.slug}
    return f"{reverse('open-partnership')}?{urlencode(query)}"


def _ties(desk: Searching, row: CandidateCity) -> list[Partnership]:
    """Cases and this office's own records of our government with one whose seat is the candidate. Costs one query."""
    if desk.office.government is None:
        return []
    seen = Q(origin="casebook") | Q(stakes__office=desk.office)
    ours = Partnership.objects.filter(seen, parties__government=desk.office.government, withdrawn_at__isnull=True)
    return list(ours.filter(parties__government__seat=row.place).distinct().order_by("slug"))
