"""What do the list of candidates and the comparison show of each, beside its place in the order?

Turns an order into the plain mappings that templates and the map take. Nothing is computed here that a figure of the
order does not already say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from kembar.analysis import flights
from kembar.analysis.flights import flight_hours
from kembar.analysis.partner_choice import PRINCIPLES
from kembar.analysis.partner_terms import hours_to, kilometres_to
from kembar.analysis.partner_world import Floats
from kembar.matching.asked import Asked
from kembar.matching.choice import Listed, Order
from kembar.matching.queries import fields_met, footholds_in, limits_of
from kembar.matching.reasons import Told, told
from kembar.matching.rules import beyond_limits
from kembar.matching.sentences import block_name, limit_sentence, principle_name
from kembar.places.models import Place
from kembar.places.rules import country_name, official_languages, unit_name
from kembar.ui import words
from kembar.values.languages import language

LIFTS, LOWERS = 3, 2  # so many reasons stand in the row itself; the others are folded below it
PRESETS: Mapping[str, Mapping[str, float]] = {
    "as_chosen": {},
    "alike_and_near": {"size": 3, "nearness": 3, "experience": 0.5},
    "little_known": {"experience": 0, "shared": 0, "size": 2},
    "needs_first": {"complementarity": 3, "experience": 0.5, "name": 0},
}
"""Sets of weights to begin from. Ours; every one of them can be changed."""


def rows(order: Order, listed: Sequence[Listed], wanted: Asked) -> list[dict[str, Any]]:
    """The candidates of one part of the list, each with its reasons in sentences. Costs up to three queries."""
    office = wanted.office.id if wanted.office else None
    places = [one.place for one in listed]
    met = fields_met(order.city, places, office)
    limits = limits_of(office) if office else None
    known = footholds_in({place.country_id for place in places}, office) if office else {}
    found = []
    for one in listed:
        reasons = told(order.city, one, order.weights)
        found.append(
            {
                "one": one,
                "flight": flight_words(one) if one.how is not None else None,
                "told": reasons,
                "lifts": _first(reasons, "lifts", LIFTS),
                "lowers": _first(reasons, "lowers", LOWERS),
                "wishes_known": any(r.principle == "complementarity" and r.effect != "unknown" for r in reasons),
                "met": met.get(one.place.geonames_id, []),
                "beyond": [limit_sentence(code, said) for code, said in beyond_of(limits, one)],
                "footholds": known.get(one.place.country_id, []),
            }
        )
    return found


def _first(reasons: Sequence[Told], effect: str, most: int) -> list[Told]:
    return [reason for reason in reasons if reason.effect == effect][:most]


def beyond_of(limits: Any, one: Listed) -> list[tuple[str, dict[str, Any]]]:
    """What of an office's limits (None: it set none) a candidate lies beyond."""
    if limits is None:
        return []
    return beyond_limits(
        max_hours=limits.max_hours,
        max_flight_hours=limits.max_flight_hours,
        languages=limits.languages,
        hours=one.hours,
        flight_hours=one.flight_hours,
        spoken=official_languages(one.place.country_id),
    )


def blocked(order: Order) -> list[dict[str, str]]:
    """The countries that the law takes out of the list, each with who says so."""
    tongue = language()
    found = [{"country": country_name(code, tongue), "source": source} for code, source in order.blocked.items()]
    return sorted(found, key=lambda row: row["country"])


def presets(query: QueryDict) -> list[dict[str, str]]:
    """Sets of weights to begin from, each as an address that keeps the city and the filters."""
    labels = {
        "as_chosen": _("as real twin cities chose"),
        "alike_and_near": _("alike and near"),
        "little_known": _("partners that few know"),
        "needs_first": _("needs and offers first"),
    }
    found = []
    for code, weights in PRESETS.items():
        changed = query.copy()
        changed.pop("page", None)
        for principle in PRINCIPLES:
            changed.pop(f"w_{principle}", None)
            if principle in weights:
                changed[f"w_{principle}"] = f"{weights[principle]:g}"
        found.append({"label": labels[code], "url": "?" + changed.urlencode()})
    return found


# --- side by side -----------------------------------------------------------------------------------------------------


def comparison(order: Order, listed: Sequence[Listed], wanted: Asked) -> dict[str, Any]:
    """Every variable as a row: ours, each candidate's, and the middle of all that were considered."""
    tongue = language()
    shown = rows(order, listed, wanted)
    middle = _middles(order)

    def number(value: float | None) -> str | None:
        return None if value is None else words.number(value, tongue)

    def spoken(place: Place) -> str:
        return ", ".join(words.language_name(code, tongue) for code in official_languages(place.country_id))

    def unit(place: Place) -> str | None:
        return unit_name(place.unit, place.country_id, tongue) or None

    places = [one.place for one in listed]
    facts = [
        _row(_("Place in the order"), "", [number(one.candidate.rank) for one in listed], ""),
        _row(_("Coverage"), "", [words.percent(one.candidate.coverage, tongue) for one in listed], ""),
        _row(_("Country"), *_each(lambda place: country_name(place.country_id, tongue), order.city, places), ""),
        _row(_("Unit"), *_each(unit, order.city, places), ""),
        _row(
            _("Inhabitants"),
            *_each(lambda place: number(place.population) if place.population else None, order.city, places),
            number(middle["population"]),
        ),
        _row(
            _("Official languages of the country"), *_each(lambda place: spoken(place) or None, order.city, places), ""
        ),
        _row(
            _("Distance"),
            "",
            [None if one.km is None else words.km(one.km, tongue) for one in listed],
            None if middle["km"] is None else words.km(middle["km"], tongue),
        ),
        _row(
            _("Hours of flight (estimate)"),
            "",
            [flight_words(one) for one in listed],
            None if middle["flight"] is None else words.number(middle["flight"], tongue, 1),
        ),
        _row(_("Hours between the clocks"), "", [number(one.hours) for one in listed], number(middle["hours"])),
        _row(_("Known twins"), number(len(order.ours)), [number(one.twins) for one in listed], number(middle["twins"])),
    ]
    principles = []
    for principle in PRINCIPLES:
        cells = [next(reason for reason in row["told"] if reason.principle == principle) for row in shown]
        name = principle_name(principle)
        principles.append({"label": name[:1].upper() + name[1:], "weight": order.weights[principle], "cells": cells})
    blocks = [[{"what": block_name(b.code), "source": b.source} for b in one.blocks] for one in listed]
    return {"shown": shown, "facts": facts, "principles": principles, "blocks": blocks, "any_blocked": any(blocks)}


def _row(label: str, ours: Any, cells: Sequence[Any], middle: Any) -> dict[str, Any]:
    return {"label": label, "ours": ours, "cells": list(cells), "middle": middle}


def _each(value: Any, city: Place, places: Sequence[Place]) -> tuple[Any, list[Any]]:
    return value(city), [value(place) for place in places]


def _middles(order: Order) -> dict[str, float | None]:
    """Medians over all cities in the order; None where nothing is known of any."""
    world, allowed = order.held.world, order.allowed
    degree = np.append(world.tables.degree, 0)[world.position]
    return {
        "population": _median(world.cities.population[allowed]),
        "km": _median(kilometres_to(world, order.number)[allowed].astype(float)),
        "flight": _median(_flight_hours(order)[allowed]),
        "hours": _median(hours_to(world, order.number)[world.cities.zone[allowed]]),
        "twins": _median(degree[allowed]),
    }


def _flight_hours(order: Order) -> Floats:
    if order.flying is None:
        return flight_hours(kilometres_to(order.held.world, order.number))
    return order.flying.hours


def flight_words(one: Listed) -> str | None:
    """How one flies there and for how long, by our estimate; None where the distance is not known."""
    if one.how in (flights.NONE_KNOWN, flights.NO_AIRPORT):
        unknown = {
            flights.NONE_KNOWN: _("more than one change, or none known"),
            flights.NO_AIRPORT: _("no airport with a known route near"),
        }
        return unknown[one.how]
    if one.how == flights.SAME_AIRPORT:
        return _("none needed: the same airport serves both")
    if one.flight_hours is None:
        return None
    hours = words.number(one.flight_hours, language(), 1)
    if one.how is None:
        return hours
    text = _("%(hours)s, without a change") if one.how == flights.DIRECT else _("%(hours)s, with one change")
    return text % {"hours": hours}


def _median(values: Floats) -> float | None:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else None


# --- map --------------------------------------------------------------------------------------------------------------


def map_data(city: Place, listed: Sequence[Listed]) -> dict[str, list[dict[str, Any]]]:
    """Our city, the candidates, and a line to each."""
    here = _spot(city, reverse("partners") + f"?city={city.geonames_id}", _("our city"))
    places, arcs = [here], []
    for one in listed:
        rank = _("number %(n)s") % {"n": words.number(one.candidate.rank, language())}
        url = f"#c-{one.place.geonames_id}"
        places.append(_spot(one.place, url, rank))
        arcs.append(
            {
                "from": here["id"],
                "to": str(one.place.geonames_id),
                "label": f"{one.place.name}: {rank}",
                "state": "twin" if one.already_twins else "candidate",
                "url": url,
                "uncertain": False,
            }
        )
    return {"places": places, "arcs": arcs}


def _spot(place: Place, url: str, note: str) -> dict[str, Any]:
    return {
        "id": str(place.geonames_id),
        "name": place.name,
        "country": place.country_id,
        "lat": place.latitude,
        "lon": place.longitude,
        "url": url,
        "note": note,
    }


def map_words() -> dict[str, Any]:
    """The words of the map's script for candidates, in the reader's language."""
    return {
        "map": _("Map of the candidates. The same cities are in the table."),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "world": _("World"),
        "home": _("Indonesia"),
        "many": _("%(names)s: zoom in"),
        "ties": "",
        "uncertain": _("uncertain"),
        "failed": _("The coastlines could not be loaded; the candidates are in the table."),
        "states": [
            {"code": "candidate", "glyph": "○", "word": _("candidate")},
            {"code": "twin", "glyph": "●", "word": _("known twin already")},
        ],
    }
