"""Why does a candidate stand where it stands, in a sentence a principle that anybody can check?

Each sentence says what is known and what it does to the rank: "without it" is the rank that the list gives when the
principle's weight is set to 0. Whatever is not known is said to be unknown and does nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kembar.analysis.partner_choice import Reason
from kembar.matching.choice import Listed
from kembar.matching.sentences import principle_name
from kembar.places.models import Place
from kembar.places.rules import country_name
from kembar.ui import words

NAMED = 3  # so many twins are named, the others counted


@dataclass(frozen=True)
class Told:
    """A principle's part as a page tells it: what is known, what it does; ``moved`` ranks between with and without."""

    principle: str
    name: str
    fact: str
    effect: str
    does: str
    rank_without: int
    moved: int
    weight: float


def told(city: Place, one: Listed, weights: Mapping[str, float]) -> list[Told]:
    """Every principle of a candidate, those that move it most first, unknown and unweighted ones last."""
    found = [
        Told(
            reason.principle,
            principle_name(reason.principle),
            fact(city, one, reason),
            reason.effect,
            does(one.candidate.rank, reason, weights[reason.principle]),
            reason.rank_without,
            abs(reason.rank_without - one.candidate.rank),
            weights[reason.principle],
        )
        for reason in one.candidate.reasons
    ]
    return sorted(found, key=lambda row: (row.effect == "unknown", row.weight == 0, -row.moved))


def fact(city: Place, one: Listed, reason: Reason) -> str:
    """What is known of a principle for this pair, in one sentence."""
    tongue = _language()
    if reason.effect == "unknown":
        return _("Nothing is known of it.")
    match reason.principle:
        case "affinity":
            pair = {"one": country_name(city.country_id, tongue), "other": country_name(one.place.country_id, tongue)}
            if not one.around.between:
                return _("No known link joins cities of %(one)s and %(other)s.") % pair
            text = ngettext(
                "%(n)s known link joins cities of %(one)s and %(other)s, %(many)s.",
                "%(n)s known links join cities of %(one)s and %(other)s, %(many)s.",
                one.around.between,
            )
            many = _("many for their number of cities") if (reason.evidence or 0) > 0 else ""
            many = many or _("few for their number of cities")
            return text % {"n": _number(one.around.between), "many": many, **pair}
        case "size":
            sizes = {"theirs": _number(one.place.population), "ours": _number(city.population)}
            return _("%(theirs)s inhabitants; ours: %(ours)s.") % sizes
        case "nearness":
            return _("%(km)s away, seat to seat.") % {"km": words.km(one.km or 0, tongue)}
        case "experience":
            if not one.twins:
                return _("No twin is known of it; what counts here is its size.")
            text = ngettext("%(n)s twin is known of it.", "%(n)s twins are known of it.", one.twins)
            return text % {"n": _number(one.twins)}
        case "shared":
            return _shared(one)
        case "precedent":
            return _precedent(city, one)
        case "exclusivity":
            return _already(city, one)
        case "name":
            return _("It has our name.") if one.candidate.measured["same_name"] else _("It has another name than ours.")
        case "clocks":
            return _("%(hours)s hours between the clocks.") % {"hours": _number(one.hours or 0)}
        case _:
            return _("What one side needs and the other offers; the fields are named with the candidate.")


def does(rank: int, reason: Reason, weight: float) -> str:
    """What a principle does to the rank; the list without it gives exactly the rank named here."""
    ranks = {"rank": _number(rank), "without": _number(reason.rank_without)}
    if reason.effect == "unknown":
        return _("So it neither lifts nor lowers.")
    if not weight:
        return _("Its weight is 0: it does not count.")
    if reason.effect == "lifts":
        return _("Lifts it: number %(rank)s, without this number %(without)s.") % ranks
    if reason.effect == "lowers":
        return _("Lowers it: number %(rank)s, without this number %(without)s.") % ranks
    return _("Moves nothing: number %(rank)s with it and without it.") % ranks


def _shared(one: Listed) -> str:
    if one.around.shared:
        return _("Both are twins of %(names)s.") % {"names": names(one.around.shared)}
    if one.candidate.measured["paths"]:
        return _("No twin in common; but a twin of ours and a twin of its are twins of each other.")
    return _("No twin in common, and no tie between our twins and its.")


def _precedent(city: Place, one: Listed) -> str:
    tongue = _language()
    if one.around.its_near_us:
        twin, km = one.around.its_near_us[0]
        return _("%(twin)s, %(km)s from %(city)s, is its twin.") % {
            "twin": twin.name,
            "km": words.km(km, tongue),
            "city": city.name,
        }
    if one.around.ours_near_it:
        twin, km = one.around.ours_near_it[0]
        return _("Our twin %(twin)s lies %(km)s from it.") % {"twin": twin.name, "km": words.km(km, tongue)}
    if one.candidate.measured["near_near"] or one.candidate.measured["near_near_wide"]:
        return _("Cities around us and cities around it are twins.")
    return _("No links are known between its surroundings and ours.")


def _already(city: Place, one: Listed) -> str:
    tongue = _language()
    here, there = country_name(city.country_id, tongue), country_name(one.place.country_id, tongue)
    ours, theirs = one.around.ours_there, one.around.theirs_here
    if not ours and not theirs:
        return _("No twin of ours is known in %(there)s, and none of its in %(here)s.") % {"there": there, "here": here}
    parts = []
    if ours:
        parts.append(_("our twins in %(country)s: %(names)s") % {"country": there, "names": names(ours)})
    if theirs:
        parts.append(_("its twins in %(country)s: %(names)s") % {"country": here, "names": names(theirs)})
    text = "; ".join(parts)
    return text[0].upper() + text[1:] + "."


def names(places: Sequence[Place]) -> str:
    """The first places by name; the rest counted."""
    first = ", ".join(place.name for place in places[:NAMED])
    rest = len(places) - NAMED
    return _("%(names)s and %(n)s more") % {"names": first, "n": _number(rest)} if rest > 0 else first


def _number(value: float) -> str:
    return words.number(value, _language())


def _language() -> str:
    return (get_language() or "id")[:2]
