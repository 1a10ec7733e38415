"""``kembar figures import|list|remove|announce|relations|estimate``: what the user knows of countries and pairs, in."""

from __future__ import annotations

import argparse
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from kembar.console import ANSWERED, Refused, answer_json, answer_table, gettext


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="what", required=True)
    reading = verbs.add_parser("import", help=gettext("read figures of countries or country pairs, airports or routes"))
    reading.add_argument("file", type=Path)
    reading.add_argument("--source", required=True, help=gettext("who publishes the file, where"))
    reading.add_argument("--licence", required=True, help=gettext("the line of its licence"))
    reading.add_argument(
        "--dataset", default="", help=gettext("what the data set is called (default: the file's name)")
    )
    reading.add_argument("--edition", default="", help=gettext("which edition it is, e.g. 2020"))
    reading.add_argument("--column", action="append", default=[], help=gettext("a column of values to read; repeat"))
    listing = verbs.add_parser("list", help=gettext("what was read in, with source and licence"))
    removing = verbs.add_parser("remove", help=gettext("take an import out"))
    removing.add_argument("id", help=gettext("its id, as the list shows it; the beginning is enough"))
    announcing = verbs.add_parser(
        "announce", help=gettext("note what the government announced of a country's stability")
    )
    announcing.add_argument("country")
    announcing.add_argument("says", choices=["stable", "unstable"])
    announcing.add_argument("--date", required=True, help=gettext("a day, month or year"))
    announcing.add_argument("--source", required=True, help=gettext("who announced it, where"))
    relations = verbs.add_parser("no-relations", help=gettext("note that two countries have no diplomatic relations"))
    relations.add_argument("country")
    relations.add_argument("other")
    relations.add_argument("--source", required=True, help=gettext("who says so, where"))
    estimating = verbs.add_parser("estimate", help=gettext("note what a tie is expected to bring and to cost a city"))
    estimating.add_argument("city")
    estimating.add_argument("partner")
    estimating.add_argument("--horizon", choices=["short", "long"], required=True)
    estimating.add_argument("--benefit", default="")
    estimating.add_argument("--cost", default="")
    estimating.add_argument("--currency", required=True, help=gettext("three letters, such as IDR"))
    estimating.add_argument("--source", required=True, help=gettext("who estimated it, where"))
    for verb in (reading, listing, removing, announcing, relations, estimating):
        verb.add_argument("--json", action="store_true", help=gettext("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    answer = _VERBS[arguments.what](arguments)
    if arguments.json:
        answer_json(answer)
    else:
        _print(arguments.what, answer)
    return ANSWERED


def _import(arguments: argparse.Namespace) -> dict[str, Any]:
    from django.utils import timezone

    from kembar.access.actors import Actor
    from kembar.matching.actions.figures import import_figures
    from kembar.matching.figure_files import UnreadableFigures
    from kembar.matching.figure_sentences import refusal

    if not arguments.source.strip() or not arguments.licence.strip():
        raise Refused(gettext("--source and --licence must say something: they are shown wherever the figures are."))
    try:
        kept = import_figures(
            path=arguments.file,
            source=arguments.source,
            licence=arguments.licence,
            dataset=arguments.dataset,
            edition=arguments.edition,
            columns=arguments.column,
            by=Actor.product("figures import"),
            at=timezone.now(),
        )
    except UnreadableFigures as error:
        raise Refused(refusal(error)) from error
    problems: dict[str, list[dict[str, Any]]] = {}
    for problem in kept.problems.all():
        problems.setdefault(problem.kind, []).append({"line": problem.line, "name": problem.name})
    return {**_data(kept), "problems": problems}


def _data(kept: Any) -> dict[str, Any]:
    return {
        "id": str(kept.id),
        "kind": kept.kind,
        "dataset": kept.dataset,
        "edition": kept.edition or None,
        "source": kept.source,
        "licence": kept.licence,
        "file": kept.file_name,
        "sha256": kept.sha256,
        "imported_at": kept.imported_at,
        "counts": kept.counts,
    }


def _list(_arguments: argparse.Namespace) -> list[dict[str, Any]]:
    from kembar.matching.models import FigureImport

    return [_data(kept) for kept in FigureImport.objects.all()]


def _remove(arguments: argparse.Namespace) -> dict[str, Any]:
    from django.utils import timezone

    from kembar.access.actors import Actor
    from kembar.matching.actions.figures import remove_figures
    from kembar.matching.models import FigureImport

    begun = arguments.id.strip().lower()
    found = [kept for kept in FigureImport.objects.all() if begun and str(kept.id).startswith(begun)]
    if len(found) != 1:
        sentence = (
            gettext("No import has an id that begins with “%(id)s”. `kembar figures list` shows them.")
            if not found
            else gettext("Several imports have an id that begins with “%(id)s”. Write more of it.")
        )
        raise Refused(sentence % {"id": arguments.id})
    data = _data(found[0])
    remove_figures(figures=found[0], by=Actor.product("figures remove"), at=timezone.now())
    return data


def _country(text: str) -> Any:
    from kembar.matching.actions.figures import country_finder
    from kembar.places.models import Country

    code = country_finder()(text)
    if code is None:
        raise Refused(gettext("No country is known by “%(name)s”.") % {"name": text})
    return Country.objects.get(code=code)


def _announce(arguments: argparse.Namespace) -> dict[str, Any]:
    from django.utils import timezone

    from kembar.access.actors import Actor
    from kembar.analysis.edtf import DateError
    from kembar.matching.actions.figures import record_announcement

    try:
        row = record_announcement(
            country=_country(arguments.country),
            says=arguments.says,
            when=arguments.date,
            source=arguments.source,
            by=Actor.product("figures announce"),
            at=timezone.now(),
        )
    except DateError as error:
        raise Refused(
            gettext("“%(date)s” is no date: write 2021, 2021-05 or 2021-05-31.") % {"date": arguments.date}
        ) from error
    except ValueError as error:
        raise Refused(gettext("An announcement needs its source and its date.")) from error
    return {"country": row.country_id, "says": row.says, "date": row.date, "source": row.source}


def _relations(arguments: argparse.Namespace) -> dict[str, Any]:
    from django.utils import timezone

    from kembar.access.actors import Actor
    from kembar.matching.actions import record_no_relations

    one, other = _country(arguments.country), _country(arguments.other)
    if one == other:
        raise Refused(gettext("Name two different countries."))
    if not arguments.source.strip():
        raise Refused(gettext("--source must say who says so, and where."))
    row = record_no_relations(
        one=one, other=other, source=arguments.source, by=Actor.product("figures no-relations"), at=timezone.now()
    )
    return {"countries": [row.country_a_id, row.country_b_id], "source": row.source}


def _estimate(arguments: argparse.Namespace) -> dict[str, Any]:
    from django.utils import timezone

    from kembar.access.actors import Actor
    from kembar.matching.actions.figures import enter_estimate
    from kembar.matching.commands.match import place_meant

    city, partner = place_meant(arguments.city), place_meant(arguments.partner)
    try:
        row = enter_estimate(
            whose=city,
            partner=partner,
            horizon=arguments.horizon,
            benefit=_amount(arguments.benefit),
            cost=_amount(arguments.cost),
            currency=arguments.currency,
            source=arguments.source,
            by=Actor.product("figures estimate"),
            at=timezone.now(),
        )
    except ValueError as error:
        sentence = gettext(
            "An estimate needs a benefit or a cost of 0 or more, a currency of three letters, and its source."
        )
        raise Refused(sentence) from error
    return {
        "city": city.geonames_id,
        "partner": partner.geonames_id,
        "horizon": row.horizon,
        "benefit": row.benefit,
        "cost": row.cost,
        "currency": row.currency,
        "source": row.source,
    }


def _amount(text: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        return Decimal(text.strip())
    except InvalidOperation as error:
        raise Refused(gettext("“%(text)s” is no amount: write digits alone, e.g. 1500000.") % {"text": text}) from error


def _print(what: str, answer: Any) -> None:
    from kembar.matching.figure_sentences import count_name, kind_name

    if what == "list":
        if not answer:
            print(gettext("Nothing was read in yet. `kembar figures import FILE` does it."))
            return
        heads = [gettext("Id"), gettext("What"), gettext("Data set"), gettext("Edition"), gettext("Source")]
        rows = [(r["id"][:8], kind_name(r["kind"]), r["dataset"], r["edition"], r["source"]) for r in answer]
        answer_table([*heads, gettext("Licence")], [(*row, r["licence"]) for row, r in zip(rows, answer, strict=True)])
        return
    if what == "import":
        print(f"{answer['dataset']}: {kind_name(answer['kind'])}")
        answer_table([answer["file"], ""], [(count_name(code), n) for code, n in answer["counts"].items()])
        for kind, rows in answer["problems"].items():
            names = ", ".join(f"{row['name']} ({row['line']})" for row in rows[:8])
            more = gettext("and %(n)s more; --json names them all") % {"n": len(rows) - 8} if len(rows) > 8 else ""
            print(f"{count_name(kind)}: {names} {more}".rstrip())
        return
    if what == "remove":
        print(gettext("Taken out: %(name)s") % {"name": answer["dataset"]})
        return
    print(gettext("Noted."))


_VERBS = {
    "import": _import,
    "list": _list,
    "remove": _remove,
    "announce": _announce,
    "no-relations": _relations,
    "estimate": _estimate,
}
