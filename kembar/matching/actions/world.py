"""Writing the world's twin towns as files tell them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import transaction

from kembar.access.actors import Actor
from kembar.audit.actions import Changed, record
from kembar.matching.frames import gazetteer, network_figures
from kembar.matching.models import WorldImport, WorldLink, WorldProblem
from kembar.matching.place_matching import Match
from kembar.matching.queries import match_cities
from kembar.matching.world_files import UnreadableFile, WorldFile, read_world_file

KEPT_PROBLEMS = 20_000
"""Problems of one kind that are kept by name; beyond it they are counted alone, and the count says so."""


CITY_PROBLEMS = ("unmatched", "ambiguous", "id_not_in_gazetteer")
"""Problems of cities; the others are of rows."""


@dataclass(frozen=True)
class _Pair:
    """A link between places, with who declared it (None: the file does not tell)."""

    by_a: bool | None
    by_b: bool | None


@transaction.atomic
def import_world(
    *,
    path: Path,
    by: Actor,
    at: datetime,
    source: str = "wikidata",
    crosswalk: Mapping[str, int] | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> WorldImport:
    """This will read a file of twin towns, find its places, and keep its links beside those already known.

    A link known before is seen again, never doubled; one that the file does not have stays. Whatever did not become a
    link is counted and kept by name. Refuses (UnreadableFile) a file of another form, one whose ids mean nothing
    outside it (`anonymous`), and one of which no link could be placed (`nothing_placed`); nothing is then written.
    """
    tell = progress or (lambda _done, _of, _stage: None)
    tell(0, 3, "read")
    world = read_world_file(path)
    if world.anonymous:
        raise UnreadableFile("anonymous", file=path.name)
    tell(1, 3, "places")
    matches = match_cities(world.cities.values(), gazetteer(at.year), crosswalk)
    pairs, counts, problems = _pairs_of(world, matches)
    if not pairs:
        raise UnreadableFile("nothing_placed", file=path.name, cities=len(world.cities), rows=len(world.links))
    tell(2, 3, "links")
    kept = WorldImport.objects.create(
        file_name=path.name,
        sha256=_digest(path),
        kind=world.kind,
        source=source,
        imported_at=at,
        imported_by=by.label,
    )
    counts["links_new"] = _write_links(pairs, kept, at)
    counts["links_known_before"] = len(pairs) - counts["links_new"]
    kept.counts = dict(sorted(counts.items()))
    kept.figures = network_figures()
    kept.save(update_fields=["counts", "figures"])
    _write_problems(kept, problems)
    change = Changed("world_import", kept.id, "counts", None, kept.counts)
    record(
        action="matching.import_world", by=by, at=at, changes=[change], record_kind="world_import", record_id=kept.id
    )
    tell(3, 3, "")
    return kept


def _pairs_of(
    world: WorldFile, matches: Mapping[str, Match]
) -> tuple[dict[tuple[int, int], _Pair], Counter[str], list[WorldProblem]]:
    """The links between places, counts of everything, and what is to be named."""
    counts: Counter[str] = Counter(rows=len(world.links), cities=len(world.cities))
    problems = [WorldProblem(kind=fault.kind, line=fault.line, name=fault.name[:300]) for fault in world.faults]
    for key, match in matches.items():
        counts[f"cities_by_{match.how}" if match.place else f"cities_{match.how}"] += 1
        if match.place is None:
            city = world.cities[key]
            detail = {"key": key, "country": city.country, "alike": list(match.alike)}
            problems.append(WorldProblem(kind=match.how, line=city.line, name=(city.name or key)[:300], detail=detail))
    declared: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for line, one, other in world.links:
        a, b = matches[one].place, matches[other].place
        kind = "self_link" if one == other else "link_unplaced" if a is None or b is None else ""
        if not kind:
            assert a is not None
            assert b is not None
            kind = "same_place" if a == b else _declare(declared, a, b, directed=world.directed)
        if kind:
            name = f"{world.cities[one].name or one} - {world.cities[other].name or other}"
            problems.append(WorldProblem(kind=kind, line=line, name=name[:300]))
    counts.update(
        Counter(problem.kind for problem in problems if not problem.kind.startswith(("unmatched", "ambig", "id_")))
    )
    pairs = {}
    for pair, said in declared.items():
        by_a, by_b = (pair in said, pair[::-1] in said) if world.directed else (None, None)
        pairs[pair] = _Pair(by_a, by_b)
        if world.directed:
            counts["links_both_sides" if by_a and by_b else "links_one_sided"] += 1
    counts["links"] = len(pairs)
    return pairs, counts, problems


def _declare(declared: dict[tuple[int, int], set[tuple[int, int]]], a: int, b: int, *, directed: bool) -> str:
    """Adds a declaration; `duplicate` where the same one was read before, in an undirected file either way round."""
    pair = (min(a, b), max(a, b))
    said = declared.setdefault(pair, set())
    one = (a, b) if directed else pair
    if one in said:
        return "duplicate"
    said.add(one)
    return ""


def _write_links(pairs: Mapping[tuple[int, int], _Pair], kept: WorldImport, at: datetime) -> int:
    """Adds or refreshes the links; returns how many are new."""
    before = WorldLink.objects.filter(source=kept.source).count()
    waiting = iter(sorted(pairs.items()))
    while batch := list(islice(waiting, 1000)):  # a million rows at once would fill the memory
        WorldLink.objects.bulk_create(
            [
                WorldLink(
                    place_a_id=a,
                    place_b_id=b,
                    source=kept.source,
                    declared_by_a=said.by_a,
                    declared_by_b=said.by_b,
                    first_import=kept,
                    last_import=kept,
                    first_seen_at=at,
                    last_seen_at=at,
                )
                for (a, b), said in batch
            ],
            update_conflicts=True,
            unique_fields=["place_a", "place_b", "source"],
            update_fields=["declared_by_a", "declared_by_b", "last_import", "last_seen_at"],
        )
    return WorldLink.objects.filter(source=kept.source).count() - before


def _write_problems(kept: WorldImport, problems: Iterable[WorldProblem]) -> None:
    written: Counter[str] = Counter()
    rows = []
    for problem in problems:
        written[problem.kind] += 1
        if written[problem.kind] <= KEPT_PROBLEMS:
            problem.import_of = kept
            rows.append(problem)
    WorldProblem.objects.bulk_create(rows, batch_size=1000)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
