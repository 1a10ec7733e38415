"""``kembar world import|update|figures|twins``: the world's twin towns in, and what their network looks like."""

from __future__ import annotations

import argparse
import csv
import time
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from kembar.console import ANSWERED, Progress, Refused, answer_json, answer_table, gettext

STALE = timedelta(days=7)  # pages of a broken-off update older than this are asked anew


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="what", required=True)
    reading = verbs.add_parser("import", help=gettext("read a file of twin towns into the register"))
    reading.add_argument("file", type=Path)
    reading.add_argument("--crosswalk", type=Path, help=gettext("CSV with the columns wikidata and geonames"))
    reading.add_argument(
        "--source", choices=["wikidata", "list"], default=None, help=gettext("where the links come from")
    )
    update = verbs.add_parser("update", help=gettext("ask Wikidata's public query service for all twin towns"))
    update.add_argument("--fresh", action="store_true", help=gettext("begin anew, whatever an earlier run has kept"))
    figures = verbs.add_parser("figures", help=gettext("the network's figures, of the register or of a file"))
    figures.add_argument("file", type=Path, nargs="?")
    twins = verbs.add_parser("twins", help=gettext("the known twins of a city, or of all cities of a country"))
    twins.add_argument("of", help=gettext("a city's name or GeoNames id, or a country's name or code"))
    for verb in (reading, update, figures, twins):
        verb.add_argument("--json", action="store_true", help=gettext("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    from kembar.matching.sentences import refusal
    from kembar.matching.world_files import UnreadableFile

    try:
        match arguments.what:
            case "import":
                answer = _import(arguments.file, arguments.crosswalk, arguments.source)
            case "update":
                answer = _update(arguments.fresh)
            case "figures":
                answer = _figures(arguments.file)
            case _:
                answer = _twins(arguments.of)
    except UnreadableFile as error:
        raise Refused(refusal(error)) from error
    if arguments.json:
        answer_json(answer)
    else:
        _print(arguments.what, answer)
    return ANSWERED


def _import(path: Path, crosswalk: Path | None, source: str | None) -> dict[str, Any]:
    from django.utils import timezone

    from kembar.access.actors import Actor
    from kembar.matching.actions import CITY_PROBLEMS, import_world

    told = Progress(gettext("World"))
    kept = import_world(
        path=path,
        by=Actor.product("world import"),
        at=timezone.now(),
        source=source or ("list" if path.suffix.lower() in (".txt", ".tsv") else "wikidata"),
        crosswalk=_crosswalk(crosswalk) if crosswalk else None,
        progress=told,
    )
    problems: dict[str, list[dict[str, Any]]] = {}
    for problem in kept.problems.all():
        problems.setdefault(problem.kind, []).append(
            {"line": problem.line, "name": problem.name, **({"of": problem.detail} if problem.detail else {})}
        )
    return {
        "file": kept.file_name,
        "sha256": kept.sha256,
        "kind": kept.kind,
        "source": kept.source,
        "counts": kept.counts,
        "problems": problems,
        "city_problems": list(CITY_PROBLEMS),
    }


def _crosswalk(path: Path) -> dict[str, int]:
    from kembar.matching.world_files import UnreadableFile

    if not path.is_file():
        raise UnreadableFile("missing", file=str(path))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not {"wikidata", "geonames"} <= set(rows.fieldnames or []):
            raise UnreadableFile("crosswalk", file=path.name, line=1)
        found = {}
        for row in rows:
            if not (row["geonames"] or "").strip().isdigit():
                raise UnreadableFile("crosswalk", file=path.name, line=rows.line_num)
            found[(row["wikidata"] or "").strip().rpartition("/")[2]] = int(row["geonames"])
    return found


def _update(fresh: bool) -> dict[str, Any]:
    from django.utils import timezone

    from kembar.home import home
    from kembar.matching import wikidata

    folder = home() / "world" / "wikidata"
    begun = folder / "begun"
    old = begun.exists() and timezone.now().timestamp() - begun.stat().st_mtime > STALE.total_seconds()
    if fresh or old or (folder / "world.json").exists():
        wikidata.clear(folder)
        begun.unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    begun.touch()
    told = Progress(gettext("Wikidata"))
    return _import(wikidata.download(folder, fetch=wikidata.ask, sleep=time.sleep, tell=told), None, "wikidata")


def _figures(path: Path | None) -> dict[str, Any]:
    from kembar.analysis.link_network import LinkNetwork, figures_of
    from kembar.matching.world_files import UnreadableFile, read_world_file

    if path is None:
        from kembar.matching.frames import network_figures

        found = network_figures()  # the register holds each pair once and no city with itself
        if not found:
            raise UnreadableFile("too_few_links", links=0, enough=1)
        return {"of": "register", **found, "self_links_left_out": 0, "duplicates_left_out": 0}
    told = read_world_file(path)
    number = {key: place for place, key in enumerate(told.cities)}
    network = LinkNetwork.from_links(len(number), [(number[a], number[b]) for _line, a, b in told.links])
    return {
        "of": path.name,
        **asdict(figures_of(network)),
        "self_links_left_out": network.self_links,
        "duplicates_left_out": network.duplicates,
        "broken_row": sum(fault.kind == "broken_row" for fault in told.faults),
    }


def _twins(text: str) -> dict[str, Any]:
    from kembar.matching.commands.match import place_meant
    from kembar.matching.queries import country_twins, twins_of
    from kembar.matching.shapes import place_data
    from kembar.places.rules import country_named

    if country := country_named(text):
        links = [(link.place_a, link.place_b, link) for link in country_twins(country)]
        links = [(a, b, link) if a.country_id == country else (b, a, link) for a, b, link in links]
        of: Any = {"country": country}
    else:
        place = place_meant(text)
        links = [(place, twin, link) for twin, link in twins_of(place.geonames_id)]
        of = place_data(place)
    return {
        "of": of,
        "twins": [
            {
                "city": place_data(own),
                "twin": place_data(other),
                "source": link.source,
                "declared_by_city": link.declared_by_a if own == link.place_a else link.declared_by_b,
                "declared_by_twin": link.declared_by_b if own == link.place_a else link.declared_by_a,
                "first_seen_at": link.first_seen_at,
                "last_seen_at": link.last_seen_at,
            }
            for own, other, link in links
        ],
    }


def _print(what: str, answer: dict[str, Any]) -> None:
    from kembar.matching.sentences import count_name

    if what in ("import", "update"):
        answer_table([answer["file"], ""], [(count_name(code), n) for code, n in answer["counts"].items()])
        for kind, rows in answer["problems"].items():
            code = f"cities_{kind}" if kind in answer["city_problems"] else kind
            names = ", ".join(f"{row['name']} ({row['line']})" for row in rows[:8])
            more = gettext("and %(n)s more; --json names them all") % {"n": len(rows) - 8} if len(rows) > 8 else ""
            print(f"{count_name(code)}: {names} {more}".rstrip())
    elif what == "figures":
        distances = answer.pop("distances")
        steps = {f"distance_{name}": value for name, value in distances.items() if name != "pairs"}
        rows = [(name, f"{v:.6g}" if isinstance(v, float) else v) for name, v in {**answer, **steps}.items()]
        answer_table([gettext("Figure"), gettext("Value")], rows)
    else:
        rows = [(r["city"]["name"], r["twin"]["name"], r["twin"]["country"], r["source"]) for r in answer["twins"]]
        if not rows:
            print(gettext("No twin towns are known here. `kembar world import FILE` reads them in."))
            return
        answer_table([gettext("City"), gettext("Twin"), gettext("Country"), gettext("Source")], rows)
