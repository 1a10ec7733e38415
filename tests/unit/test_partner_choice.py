"""Do level parity and exclusivity give the answers of the documents, each with its reading and its rows?"""

import pytest

from kembar.analysis.truth import Truth
from kembar.partnerships.rules import Conflict, LinkFacts, Parity, PartyFacts, exclusivity_conflicts, level_parity

BANDUNG, SEOUL, SUWON = PartyFacts("bandung", "ID"), PartyFacts("seoul", "KR"), PartyFacts("suwon", "KR")


@pytest.mark.requirement("R-037")
@pytest.mark.parametrize(
    "party,candidate,links,conflicts",
    [
        (BANDUNG, SEOUL, [LinkFacts("bandung-suwon", SUWON, 31.0)], {"suwon": ("same_country", "near")}),
        (
            SEOUL,
            BANDUNG,
            [LinkFacts("seoul-baubau", PartyFacts("baubau", "ID"), 1650.0)],
            {"baubau": ("same_country",)},
        ),
        (
            PartyFacts("surabaya", "ID"),
            PartyFacts("guangzhou", "CN"),
            [LinkFacts("surabaya-xiamen", PartyFacts("xiamen", "CN"), 512.0)],
            {"xiamen": ("same_country",)},
        ),
        (PartyFacts("tangerang-selatan", "ID"), PartyFacts("daejeon", "KR"), [], {}),
    ],
)
def test_another_partner_in_the_same_country_or_near_is_named_with_the_reason(party, candidate, links, conflicts):
    found = exclusivity_conflicts(party, candidate, links)
    assert {conflict.partner_id: conflict.reasons for conflict in found} == conflicts
    assert all(conflict.is_sure for conflict in found)


@pytest.mark.requirement("R-037")
def test_a_near_partner_over_the_border_is_a_conflict_and_a_far_one_is_not():
    candidate = PartyFacts("penang", "MY")
    near = LinkFacts("near", PartyFacts("hat-yai", "TH"), 180.0)
    far = LinkFacts("far", PartyFacts("bangkok", "TH"), 940.0)
    assert exclusivity_conflicts(BANDUNG, candidate, [near, far]) == [Conflict("near", "hat-yai", ("near",), True)]
    assert exclusivity_conflicts(BANDUNG, candidate, [near, far], near_km=100) == []


@pytest.mark.requirement("R-037")
def test_what_is_not_known_is_named_and_not_sure_and_what_ended_is_no_conflict():
    nowhere = LinkFacts("x", PartyFacts("unnamed"))
    doubtful = LinkFacts("y", SUWON, holds=Truth.UNKNOWN)
    ended = LinkFacts("z", SUWON, holds=Truth.NO)
    itself = LinkFacts("w", SEOUL, 0.0)
    assert exclusivity_conflicts(BANDUNG, SEOUL, [nowhere, doubtful, ended, itself]) == [
        Conflict("x", "unnamed", ("cannot_be_said",), False),
        Conflict("y", "suwon", ("same_country",), False),
    ]


@pytest.mark.requirement("R-036")
@pytest.mark.parametrize(
    "case,levels,tiers,parity",
    [
        ("Bandung-Suwon", ("city", "city"), (2, 2), ("same", "same")),
        ("Bandung-Seoul", ("city", "city"), (2, 1), ("same", "different")),
        ("Yogyakarta-Kyoto", ("special_region", "city"), (1, 2), ("different", "different")),
        ("Kampar-MTDC", ("regency", "organisation"), (2, None), ("different", "different")),
        ("Medan-Penang", ("city", None), (2, None), ("cannot_be_said", "cannot_be_said")),
        ("not stated", ("city", "not_stated"), (2, None), ("cannot_be_said", "cannot_be_said")),
        ("Central Java-Queensland", ("province", "state"), (1, 1), ("same", "same")),
        ("city-regency", ("city", "regency"), (2, 2), ("different", "same")),
        ("organisation-unknown", (None, "organisation"), (None, None), ("cannot_be_said", "cannot_be_said")),
        ("two companies", ("organisation", "organisation"), (None, None), ("same", "cannot_be_said")),
    ],
)
def test_the_same_level_is_read_by_name_and_by_tier(case, levels, tiers, parity):
    assert level_parity(*levels, *tiers) == Parity(*parity), case
