"""How is a network read from GEXF 1.2, the exchange form of Gephi and NetworkX?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError, iterparse

from kembar.matching.world_files import City, Fault, UnreadableFile, WorldFile, people, place

_TITLES = {
    "lon": "lon", "longitude": "lon", "lng": "lon",
    "lat": "lat", "latitude": "lat",
    "pop": "pop", "population": "pop",
    "country": "country",
    "geonames": "geonames", "geonameid": "geonames", "geonames_id": "geonames",
}  # fmt: skip


def read_gexf(path: Path) -> WorldFile:
    """Nodes with label and the attributes lon, lat, pop and country, and edges, read as a stream.

    A document type is refused: nothing that a network needs, and the way into entity bombs.
    Raises UnreadableFile (`broken_xml`, `not_a_network`).
    """
    with path.open("rb") as raw:
        if b"<!DOCTYPE" in raw.read(4096).upper():
            raise UnreadableFile("broken_xml", file=path.name, line=1)
    world = WorldFile("gexf", directed=False)
    titles: dict[str, str] = {}
    seen_graph = False
    try:
        for count, (_event, element) in enumerate(iterparse(path, events=("end",)), 1):  # noqa: S314
            match element.tag.rpartition("}")[2]:
                case "attribute":
                    titles[element.get("id", "")] = _TITLES.get(element.get("title", "").casefold(), "")
                case "node":
                    _add_node(world, element, titles, count)
                    element.clear()
                case "edge":
                    _add_edge(world, element, count)
                    element.clear()
                case "graph":
                    seen_graph = True
                    world.directed = element.get("defaultedgetype") == "directed"
    except ParseError as error:
        raise UnreadableFile("broken_xml", file=path.name, line=error.position[0]) from error
    if not seen_graph:
        raise UnreadableFile("not_a_network", file=path.name)
    _keep_known_ends(world)
    return world


def _add_node(world: WorldFile, element: Element, titles: dict[str, str], line: int) -> None:
    key = sys.intern(element.get("id", ""))
    told: dict[str, Any] = {}
    for value in element.iter():
        if value.tag.rpartition("}")[2] == "attvalue":
            told[titles.get(value.get("for", ""), "")] = value.get("value", "")
    city = City(key, line, name=element.get("label", "").strip(), country=told.get("country", "").strip())
    city.population = people(told.get("pop"))
    identifier = str(told.get("geonames", "")).partition(".")[0]
    city.geonames_id = int(identifier) if identifier.isdigit() else None
    world.cities[key] = city
    if "lat" in told or "lon" in told:
        place(world, city, told.get("lat"), told.get("lon"))


def _add_edge(world: WorldFile, element: Element, line: int) -> None:
    world.links.append((line, sys.intern(element.get("source", "")), sys.intern(element.get("target", ""))))


def _keep_known_ends(world: WorldFile) -> None:
    """An edge that names a node the file does not have is a fault."""
    kept = []
    for line, a, b in world.links:
        if a in world.cities and b in world.cities:
            kept.append((line, a, b))
        else:
            world.faults.append(Fault("broken_row", line, f"{a} {b}"))
    world.links = kept
