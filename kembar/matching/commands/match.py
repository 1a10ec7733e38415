"""``kembar match CITY | CITY CITY | --evaluate``: partners for a city, how a pair stands, and how well that works."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kembar.console import (
    ANSWERED,
    Progress,
    Refused,
    add_as_at,
    answer_json,
    answer_table,
    asked_day,
    gettext,
    language,
)

if TYPE_CHECKING:
    from kembar.matching.choice import Answer, Listed
    from kembar.matching.why.sheet import Sheet
    from kembar.places.models import Place


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("city", nargs="*", help=gettext("one or two cities: name, “name, country”, or GeoNames id"))
    parser.add_argument("--limit", type=int, default=20, help=gettext("how many to list (default: %(default)s)"))
    parser.add_argument("--min-population", type=int, default=0, help=gettext("least number of inhabitants"))
    parser.add_argument("--weights", default="", help=gettext("weights of principles, e.g. size=2,nearness=0"))
    parser.add_argument("--exclude-country", action="append", default=[], help=gettext("leave a country out; repeat"))
    parser.add_argument("--own-country", action="store_true", help=gettext("list cities of the city's own country too"))
    parser.add_argument("--evaluate", action="store_true", help=gettext("hide real twins and find them again"))
    parser.add_argument("--links", type=Path, help=gettext("evaluate on this file instead of the imported links"))
    parser.add_argument("--test", type=Path, help=gettext("train on --links, test on what only this file has"))
    parser.add_argument("--seeds", type=int, default=3, help=gettext("how often to hide anew (default: %(default)s)"))
    parser.add_argument("--dossier", type=Path, help=gettext("write what is known of two cities to this .docx or .pdf"))
    add_as_at(parser)
    parser.add_argument("--json", action="store_true", help=gettext("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    _check(arguments)
    if arguments.evaluate:
        return _evaluate(arguments)
    from kembar.access.permissions import EVERYTHING
    from kembar.matching import choice

    weights = _weights(arguments.weights)
    today = asked_day(arguments.as_at)
    places = [place_meant(text) for text in arguments.city]
    if len(places) == 2:
        if places[0] == places[1]:
            raise Refused(gettext("%(city)s cannot be its own partner: name two cities.") % {"city": places[0].name})
        return _pair(arguments, places, today, weights)
    answer = choice.candidates(
        places[0],
        at=today,
        weights=weights,
        min_population=arguments.min_population,
        exclude_countries=[_country(text) for text in arguments.exclude_country],
        own_country=arguments.own_country,
        limit=arguments.limit,
        who=EVERYTHING,
    )
    if arguments.json:
        from kembar.matching.shapes import answer_data

        answer_json(answer_data(answer))
    else:
        _print_list(answer)
    return ANSWERED


def _pair(arguments: argparse.Namespace, places: list[Place], at: date, weights: Mapping[str, float]) -> int:
    """Why these two: the whole sheet, then where the second stands among all cities for the first; or the dossier."""
    from kembar.access.permissions import EVERYTHING
    from kembar.matching import choice
    from kembar.matching.why import console
    from kembar.matching.why.answer import Asked, answer

    # Whoever may run commands on the machine may read its whole register.
    asked = Asked(places[0], places[1], at, EVERYTHING)
    why = answer(asked)
    if arguments.dossier:
        return _dossier(arguments.dossier, why.sheet)
    least = arguments.min_population
    found = choice.pair(places[0], places[1], at=at, weights=weights, min_population=least, who=EVERYTHING)
    if arguments.json:
        from kembar.matching.shapes import answer_data

        answer_json({**answer_data(found), "why": console.answer_data(why)})
        return ANSWERED
    console.print_sheet(why.sheet)
    print(f"\n{gettext('Where it stands among all cities')}")
    _print_pair(found)
    return ANSWERED


def _dossier(path: Path, sheet: Sheet) -> int:
    from kembar.matching.why.paper import PAPERS, fonts_missing, installed_fonts, left_out

    kind = path.suffix.lower().lstrip(".")
    if kind not in PAPERS:
        raise Refused(gettext("A dossier is written as .docx or .pdf; %(file)s ends otherwise.") % {"file": path.name})
    try:
        path.write_bytes(PAPERS[kind](sheet))
    except OSError as error:
        sentence = gettext("%(file)s cannot be written: %(why)s.")
        raise Refused(sentence % {"file": path, "why": error.strerror or error}) from error
    if kind == "pdf" and (missing := left_out(sheet, installed_fonts())):
        sys.stderr.write(fonts_missing(missing) + "\n")
    print(gettext("Written: %(file)s") % {"file": path})
    return ANSWERED


def _check(arguments: argparse.Namespace) -> None:
    """What does not fit together is told before anything is computed."""
    if arguments.evaluate:
        if arguments.city:
            raise Refused(gettext("--evaluate takes no city."))
        if arguments.test and not arguments.links:
            raise Refused(gettext("--test needs --links: the file to train on."))
        if not 1 <= arguments.seeds <= 100:
            raise Refused(gettext("--seeds goes from 1 to 100."))
    elif not 1 <= len(arguments.city) <= 2:
        raise Refused(gettext("Name one city, or two; a name of several words goes in quotes."))
    elif arguments.dossier and len(arguments.city) != 2:
        raise Refused(gettext("--dossier is about two cities: name both."))
    elif arguments.links or arguments.test:
        raise Refused(gettext("--links and --test belong to --evaluate."))
    if not 1 <= arguments.limit <= 1000:
        raise Refused(gettext("--limit goes from 1 to 1000."))


def place_meant(text: str) -> Place:
    """The place of this name or id; an unknown or ambiguous one is refused, with the choices."""
    from kembar.matching.queries import choose_place
    from kembar.places.rules import country_name, unit_name

    chosen = choose_place(text)
    if chosen.place is not None:
        return chosen.place
    if not chosen.choices:
        raise Refused(
            gettext("No city is known by “%(name)s”. Try another spelling, or its GeoNames id.") % {"name": text}
        )
    lines = [
        f"  {place.geonames_id}  {place.name}, {unit_name(place.unit, place.country_id, language())}, "
        f"{country_name(place.country_id, language())}"
        f"  ({_number(place.population)})"
        for place in chosen.choices
    ]
    sentence = gettext("“%(name)s” may be several cities. Name one by its id, or add the country after a comma:")
    raise Refused("\n".join([sentence % {"name": text}, *lines]))


def _country(text: str) -> str:
    from kembar.places.rules import country_named

    code = country_named(text)
    if code is None:
        raise Refused(gettext("No country is known by “%(name)s”.") % {"name": text})
    return code


def _weights(text: str) -> dict[str, float]:
    from kembar.analysis.partner_choice import PRINCIPLES, weights_of

    given: dict[str, float] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _equals, value = part.partition("=")
        try:
            given[name.strip()] = float(value)
        except ValueError as error:
            raise Refused(gettext("“%(part)s” is no weight; write e.g. size=2,nearness=0.") % {"part": part}) from error
    try:
        return weights_of(given)
    except KeyError as error:
        sentence = gettext("There is no principle “%(name)s”; there are: %(all)s.")
        raise Refused(sentence % {"name": error.args[0], "all": ", ".join(PRINCIPLES)}) from error
    except ValueError as error:
        sentence = gettext("The weight of %(name)s must be a number from 0 up.")
        raise Refused(sentence % {"name": error.args[0]}) from error


def _print_list(answer: Answer) -> None:
    from kembar.matching.sentences import principle_name

    def named(one: Listed, effect: str) -> str:
        reasons = [reason for reason in one.candidate.reasons if reason.effect == effect]
        reasons.sort(key=lambda reason: -abs(reason.rank_without - one.candidate.rank))
        return ", ".join(principle_name(reason.principle) for reason in reasons[:3])

    heads = [gettext("Rank"), gettext("City"), gettext("Country"), "km", gettext("Hours"), gettext("Inhabitants")]
    heads += [gettext("Coverage"), gettext("Lifted by"), gettext("Lowered by"), gettext("Warnings")]
    rows = [
        (
            one.candidate.rank,
            one.place.name,
            one.place.country_id,
            "" if one.km is None else _number(one.km, 0),
            "" if one.hours is None else _number(one.hours),
            _number(one.place.population) if one.place.population else "",
            _percent(one.candidate.coverage),
            named(one, "lifts"),
            named(one, "lowers"),
            len(one.warnings) or "",
        )
        for one in answer.listed
    ]
    answer_table(heads, rows)
    sentence = gettext("%(n)s cities were put in order for %(city)s. The order follows the weights; it names no best.")
    print(sentence % {"n": _number(answer.considered), "city": answer.city.name})


def _print_pair(answer: Answer) -> None:
    from kembar.matching.sentences import block_name, principle_name
    from kembar.partnerships.labels import EXCLUSIVITY
    from kembar.ui.states import look_of
    from kembar.values.languages import local

    one = answer.listed[0]
    sentence = gettext("%(other)s is number %(rank)s of %(n)s for %(city)s; coverage %(coverage)s.")
    print(
        sentence
        % {
            "other": one.place.name,
            "rank": _number(one.candidate.rank),
            "n": _number(answer.considered),
            "city": answer.city.name,
            "coverage": _percent(one.candidate.coverage),
        }
    )
    if one.already_twins:
        print(gettext("They are known twins already."))
    for tie in one.register:
        named = {"tie": local(tie.name), "state": look_of(tie.state, "formal").word}
        print(gettext("In the register: %(tie)s, %(state)s") % named)
    for block in one.blocks:
        print(
            gettext("Blocked by law: %(what)s (%(source)s)") % {"what": block_name(block.code), "source": block.source}
        )
    rows = [
        (
            principle_name(reason.principle),
            "" if reason.evidence is None else f"{reason.evidence:+.2f}",
            _effect(reason.effect),
            _number(reason.rank_without),
        )
        for reason in one.candidate.reasons
    ]
    heads = [gettext("Principle"), gettext("Evidence"), gettext("Effect"), gettext("Rank without it")]
    answer_table(heads, rows)
    for warned in one.warnings:
        sentence = gettext(
            "Exclusivity: %(twin)s is a twin already (%(why)s). A warning of Kelowna's policy, not of law."
        )
        print(
            sentence
            % {"twin": warned.twin.name, "why": ", ".join(str(EXCLUSIVITY[code]) for code in warned.conflict.reasons)}
        )


def _number(value: float, decimals: int | None = None) -> str:
    from kembar.ui import words

    return words.number(value, language(), decimals)


def _percent(share: float) -> str:
    from kembar.ui import words

    return words.percent(share, language())


def _effect(code: str) -> str:
    names: Mapping[str, str] = {
        "lifts": gettext("lifts"),
        "lowers": gettext("lowers"),
        "none": gettext("moves nothing"),
        "unknown": gettext("not known"),
    }
    return names[code]


def _evaluate(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from kembar.matching import evaluation
    from kembar.matching.sentences import refusal
    from kembar.matching.world_files import UnreadableFile

    told = Progress(gettext("Evaluation"))
    seeds = list(range(arguments.seeds))
    year = timezone.localdate().year
    try:
        if arguments.links:
            tried = evaluation.evaluate_files(arguments.links, arguments.test, year=year, seeds=seeds, progress=told)
        else:
            tried = evaluation.evaluate_imported(year=year, seeds=seeds, progress=told)
    except UnreadableFile as error:
        raise Refused(refusal(error)) from error
    data = evaluation_data(tried)
    if arguments.json:
        answer_json(data)
    else:
        _print_evaluation(data)
    return ANSWERED


def evaluation_data(tried: Any) -> dict[str, Any]:
    """An evaluation as JSON values: per group every method's figures with their intervals, ours over the best other."""
    found = tried.evaluation
    groups: dict[str, Any] = {}
    for row in found.rows:
        group = groups.setdefault(row.group, {"queries": row.queries, "methods": {}})
        group["methods"][row.method] = {
            name: {"mean": value.mean, "low": value.low, "high": value.high} for name, value in row.figures.items()
        }
    for name, group in groups.items():
        best = found.best_other(name)
        group["best_other_in_hits_50"] = best.method if best else None
        group["times_best_other_in_hits_50"] = found.times_best(name)
    return {
        "links_from": tried.links_from,
        "test_from": tried.test_from,
        "seeds": found.seeds,
        "cities": found.cities,
        "links": found.links,
        "hidden_links": found.hidden,
        "groups": groups,
    }


def _print_evaluation(data: Mapping[str, Any]) -> None:
    from kembar.matching.sentences import group_name, method_name

    sentence = gettext("%(cities)s cities, %(links)s links, %(hidden)s hidden, %(seeds)s seeds; intervals are 95 %%.")
    print(
        sentence
        % {
            "cities": data["cities"],
            "links": data["links"],
            "hidden": f"{data['hidden_links']:.0f}",
            "seeds": data["seeds"],
        }
    )
    heads = [gettext("Way"), gettext("Hits at 10"), gettext("Hits at 50"), gettext("Hits at 100"), "MRR", "AUC"]
    for name, group in data["groups"].items():
        print(f"\n{group_name(name)} ({group['queries']:.0f})")
        answer_table(heads, [[method_name(m), *map(_interval, row.values())] for m, row in group["methods"].items()])
        if (times := group["times_best_other_in_hits_50"]) is not None:
            sentence = gettext("Kembar reaches %(times)s times the hits at 50 of the best other (%(method)s).")
            print(sentence % {"times": f"{times:.2f}", "method": method_name(group["best_other_in_hits_50"])})


def _interval(value: Mapping[str, float | None]) -> str:
    if value["low"] is None or value["high"] is None:
        return f"{value['mean']:.3f}"
    return f"{value['mean']:.3f} ({value['low']:.3f}-{value['high']:.3f})"
