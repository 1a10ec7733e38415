"""What does a file of airports or routes say, as OpenFlights has them without a head, or with one?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from kembar.matching.figure_files.tables import Fault, Read, Table, cell_of, first_of, number

AIRPORT = (r"\d+", r".*", r".*", r".*", r"[A-Z0-9]{3}|\\N|", r"[A-Z0-9]{3,4}|\\N|", r"-?\d+(\.\d+)?", r"-?\d+(\.\d+)?")
ROUTE = (r"[^,]*", r"\d+|\\N", r"[A-Z0-9]{3,4}", r"\d+|\\N", r"[A-Z0-9]{3,4}", r"\d+|\\N", r"Y?", r"\d*")


def is_openflights(first: Sequence[str], form: Sequence[str]) -> bool:
    return len(first) >= len(form) and all(re.fullmatch(one, cell) for one, cell in zip(form, first, strict=False))


def airports(table: Table) -> Read:
    read = Read("airports", {"columns": "OpenFlights"})
    for line, cells in table.rows:
        read.lines += 1
        if len(cells) < 8:
            read.faults.append(Fault("broken_row", line, ", ".join(cells)[:300]))
            continue
        _take_airport(read, line, _airport_code(cells[4], cells[5]), cells[1], cells[2], cells[6], cells[7])
    return read


def airports_with_head(table: Table, head: list[str]) -> Read:
    places = {
        "code": first_of(head, ("iata", "iata_code")),
        "icao": first_of(head, ("icao", "ident", "icao_code", "gps_code")),
        "name": first_of(head, ("name", "airport", "airport_name")),
        "city": first_of(head, ("city", "municipality")),
        "latitude": head.index("latitude"),
        "longitude": head.index("longitude"),
    }
    read = Read("airports", {what: table.head[place] for what, place in places.items() if place is not None})
    for line, cells in table.rows[1:]:
        read.lines += 1
        told = {what: cell_of(cells, place) for what, place in places.items()}
        code = _airport_code(told["code"], told["icao"])
        _take_airport(read, line, code, told["name"], told["city"], told["latitude"], told["longitude"])
    return read


def _airport_code(iata: str, icao: str) -> str:
    return next((code for code in (iata, icao) if re.fullmatch(r"[A-Z0-9]{3,4}", code)), "")


def _take_airport(read: Read, line: int, code: str, name: str, city: str, north: str, east: str) -> None:
    latitude, longitude = number(north), number(east)
    if not code:
        read.faults.append(Fault("no_code", line, name[:300]))
    elif latitude is None or longitude is None or not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        read.faults.append(Fault("broken_coordinates", line, f"{code} {name}"[:300]))
    elif code in read.rows:
        read.faults.append(Fault("duplicate", line, f"{code} {name}"[:300]))
    else:
        place = {"name": name[:200] or code, "city": city[:200], "latitude": latitude, "longitude": longitude}
        read.rows[code] = place


def routes(table: Table) -> Read:
    """Each direction is a route of its own; a route that several airlines fly is one, with their number."""
    read = Read("routes", {"columns": "OpenFlights"})
    flown: dict[tuple[str, str], set[str]] = defaultdict(set)
    for line, cells in table.rows:
        read.lines += 1
        if len(cells) < 8:
            read.faults.append(Fault("broken_row", line, ", ".join(cells)[:300]))
            continue
        origin, destination, stops = cells[2], cells[4], number(cells[7]) or 0
        if not all(re.fullmatch(r"[A-Z0-9]{3,4}", code) for code in (origin, destination)):
            read.faults.append(Fault("no_code", line, f"{origin} - {destination}"[:300]))
        elif origin == destination:
            read.faults.append(Fault("same_airport", line, origin))
        elif stops:
            read.faults.append(Fault("with_stops", line, f"{origin} - {destination}"))
        else:
            flown[(origin, destination)].add(cells[0])
    read.rows = {pair: len(airlines) for pair, airlines in flown.items()}
    return read
