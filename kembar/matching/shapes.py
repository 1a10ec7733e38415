"""In which shape do programs read places, orders of candidates, and comparisons? JSON values and rows of a sheet."""

from __future__ import annotations

import csv
import io
from typing import Any

from kembar.matching.choice import Answer, Listed
from kembar.places.models import Place
from kembar.values.cells import harmless

_EFFECTS = {"lifts": "lifted_by", "lowers": "lowered_by", "unknown": "unknown"}
HEADS: tuple[str, ...] = (
    *("rank", "id", "name", "country", "unit", "population", "km", "hours", "twins_known", "coverage", "score"),
    *_EFFECTS.values(),
    *("warnings", "blocked_by_law"),
)

FLIGHT = ("same_airport", "direct", "one_change", "none_known", "no_airport")
"""How one flies, by the codes of `analysis.flights`."""


def place_data(place: Place) -> dict[str, Any]:
    """A place as JSON values."""
    return {
        "id": place.geonames_id,
        "name": place.name,
        "country": place.country_id,
        "unit": place.unit,
        "population": place.population or None,
    }


def answer_data(answer: Answer) -> dict[str, Any]:
    """An answer as JSON values; what is not known is null."""
    return {
        "city": place_data(answer.city),
        "considered": answer.considered,
        "weights": dict(answer.weights),
        "candidates": [listed_data(one) for one in answer.listed],
    }


def listed_data(one: Listed) -> dict[str, Any]:
    """A candidate as JSON values."""
    found = one.candidate
    return {
        "rank": found.rank,
        **place_data(one.place),
        "score": round(found.score, 4),
        "coverage": round(found.coverage, 3),
        "km": round(one.km, 1) if one.km is not None else None,
        "hours": one.hours,
        "flight_hours_estimated": None if one.flight_hours is None else round(one.flight_hours, 1),
        "flight": None if one.how is None else FLIGHT[one.how],
        "twins_known": one.twins,
        "already_twins": one.already_twins,
        "in_register": [{"slug": tie.slug, "state": tie.state} for tie in one.register],
        "blocked_by_law": [{"code": block.code, "source": block.source} for block in one.blocks],
        "warnings": [
            {
                "whose": warned.whose,
                "twin": place_data(warned.twin),
                "reasons": list(warned.conflict.reasons),
                "origin": "Kelowna 2010, after Nuralam",
            }
            for warned in one.warnings
        ],
        "principles": [
            {
                "principle": reason.principle,
                "evidence": None if reason.evidence is None else round(reason.evidence, 4),
                "effect": reason.effect,
                "rank_without": reason.rank_without,
            }
            for reason in found.reasons
        ],
        "measured": dict(found.measured),
    }


def answer_csv(answer: Answer) -> bytes:
    """The candidates as CSV with one row each; empty is unknown, codes in English."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADS)
    for one in answer.listed:
        data = listed_data(one)
        for effect, head in _EFFECTS.items():
            data[head] = "; ".join(r["principle"] for r in data["principles"] if r["effect"] == effect)
        data["warnings"] = len(one.warnings)
        data["blocked_by_law"] = "; ".join(block.code for block in one.blocks)
        writer.writerow([harmless(data[head]) for head in HEADS])
    return ("\ufeff" + text.getvalue()).encode()
