"""Do two parties fit by level, and does a party already have a partner too near to this one?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kembar.analysis.truth import Truth

NEAR_KM = 300.0  # ours: "near" has no number in any source; two cities of one region lie within it

Sameness = Literal["same", "different", "cannot_be_said"]

# One rank under several names: states and special regions stand where provinces do, municipalities where cities do.
_RANK = {
    "city": "city",
    "municipality": "city",
    "regency": "regency",
    "district": "district",
    "province": "province",
    "state": "province",
    "special_region": "province",
    "country": "country",
    "organisation": "organisation",
}


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A party as far as nearness cares: its id and its country's code (None: not known)."""

    id: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """Another link of the same party: with whom, how far from the candidate (km, seat to seat), whether it holds."""

    id: str
    partner: PartyFacts
    km_to_candidate: float | None = None
    holds: Truth = Truth.YES


@dataclass(frozen=True, slots=True)
class Conflict:
    """Another link that stands against the candidate, why, and whether that is sure."""

    link_id: str
    partner_id: str
    reasons: tuple[str, ...]
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Parity:
    """Two readings of "the same level": by the name of the level, and by the tier each has at home."""

    by_name: Sameness
    by_tier: Sameness


def exclusivity_conflicts(
    party: PartyFacts, partner: PartyFacts, other_links: Iterable[LinkFacts], near_km: float = NEAR_KM
) -> list[Conflict]:
    """Other links of `party` in the country of `partner`, or within `near_km` of it.

    Exclusivity and proximity: no other sister city in the same country or near the candidate (document 000 line 142,
    after Nuralam; document 004 line 39, after Kelowna, in the same country). A warning, not Indonesian law.
    Reasons: `same_country`, `near`, `cannot_be_said` (country and distance unknown). A link that has ended is no
    conflict; one of which that cannot be said is named, and not sure. Bandung has Suwon beside Seoul.
    """
    found = []
    for link in other_links:
        if link.holds is Truth.NO or link.partner.id in (partner.id, party.id):
            continue
        reasons = []
        if partner.country and link.partner.country == partner.country:
            reasons.append("same_country")
        if link.km_to_candidate is not None and link.km_to_candidate <= near_km:
            reasons.append("near")
        country_known = bool(partner.country and link.partner.country)
        sure = bool(reasons) and link.holds is Truth.YES
        if not reasons and link.km_to_candidate is None and not country_known:
            reasons.append("cannot_be_said")
        if reasons:
            found.append(Conflict(link.id, link.partner.id, tuple(reasons), sure))
    return found


def level_parity(level_a: str | None, level_b: str | None, tier_a: int | None, tier_b: int | None) -> Parity:
    """Whether two parties stand on the same level, in two readings.

    The same administrative status is asked for (document 001 line 9, document 000 line 146). By name: city with city,
    province with province (or state, or special region). By tier: counted from the top inside each country, where
    Seoul is first and Bandung second. A party that is no government is given as `organisation`: it differs from every
    government by name, and has no tier. Unknown stays unknown.
    """
    rank_a, rank_b = _RANK.get(level_a or ""), _RANK.get(level_b or "")
    if "organisation" in (rank_a, rank_b):
        if not (level_a and level_b):
            return Parity("cannot_be_said", "cannot_be_said")
        return Parity("same", "cannot_be_said") if rank_a == rank_b else Parity("different", "different")
    return Parity(_same(rank_a, rank_b), _same(tier_a, tier_b))


def _same(a: str | int | None, b: str | int | None) -> Sameness:
    if a is None or b is None:
        return "cannot_be_said"
    return "same" if a == b else "different"
