"""Will VOSviewer open this file, and if not, what is wrong in which line?

Checks a map file, a network file or a VOSviewer Online JSON against the rules of the manual and of the loader of
VOSviewer Online. Nothing is repaired; every problem is named.
"""

import io
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kembar.literature.maps.model import MapFileError
from kembar.literature.maps.vosviewer import NAMED, PLAIN_COLUMNS, cells_of, decode, delimiter_of, read_bytes

KINDS = ("map", "network", "json")
LIMIT = 100


@dataclass(frozen=True)
class Problem:
    """What is wrong: a code for the sentence, the line (item or link number in JSON) and what stands there."""

    code: str
    place: int = 0
    text: str = ""


def check_file(path: Path, kind: str = "") -> list[Problem]:
    """The problems of a file, at most 100; empty when VOSviewer opens it. Raises MapFileError of ``read_bytes``.

    Without ``kind`` it is told by the content: ``{`` begins JSON, a heading with id or label a map.
    """
    text = decode(read_bytes(path), str(path))
    if not kind:
        head = {
            cell.strip().strip('"').lower() for cell in text.split("\n", 1)[0].split(delimiter_of(text.split("\n")[0]))
        }
        kind = "json" if text.lstrip().startswith("{") else "map" if head & {"id", "label"} else "network"
    if kind not in KINDS:
        raise MapFileError("unknown_kind", name=kind)
    try:
        return {"map": check_map, "network": check_network, "json": check_json}[kind](text)[:LIMIT]
    except MapFileError as error:
        raise MapFileError(error.code, **(error.data | {"file": str(path)})) from error


def _value(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def check_map(text: str) -> list[Problem]:
    """Rules of the map file: columns that belong together, numbers where numbers are due, ids once."""
    first = text.split("\n", 1)[0]
    delimiter = delimiter_of(first)
    rows = cells_of(io.StringIO(text, newline=""), delimiter)
    header = [name.strip() for name in rows[0]]
    names = [name.lower() for name in header]
    found = [
        Problem("column_unknown", 1, name)
        for name in header
        if name.lower() not in PLAIN_COLUMNS and not NAMED.match(name)
    ]
    found += [Problem("column_twice", 1, name) for name in sorted({name for name in names if names.count(name) > 1})]
    if "id" not in names and "label" not in names:
        found.append(Problem("no_id_or_label", 1))
    if ("x" in names) != ("y" in names):
        found.append(Problem("x_without_y", 1))
    if "sublabel" in names and "label" not in names:
        found.append(Problem("sublabel_without_label", 1))
    kinds = {match.group(1) for name in header if (match := NAMED.match(name))}
    if {"weight", "normalized weight"} <= kinds:
        found.append(Problem("both_weights", 1))
    colours = {"red", "green", "blue"} & set(names)
    if colours and (len(colours) < 3 or "score" in kinds):
        found.append(Problem("colours", 1))
    seen: set[str] = set()
    for line, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            found.append(Problem("columns", line, f"{len(row)} / {len(header)}"))
            continue
        found += _check_row(line, dict(zip(header, (cell.strip() for cell in row), strict=True)), seen)
    if len(rows) < 2:
        found.append(Problem("no_items"))
    return found


def _check_row(line: int, row: dict[str, str], seen: set[str]) -> list[Problem]:
    found = []
    for name, cell in row.items():
        key, match = name.lower(), NAMED.match(name)
        if key == "id":
            if not cell or cell in seen:
                found.append(Problem("id_empty" if not cell else "id_twice", line, cell))
            seen.add(cell)
        elif key in ("x", "y"):
            if _value(cell) is None:
                found.append(Problem("not_a_number", line, f"{name}: {cell}"))
        elif key == "cluster" and cell:
            value = _value(cell)
            if value is None or value != int(value) or not 1 <= value <= 1000:
                found.append(Problem("cluster", line, cell))
        elif key in ("red", "green", "blue"):
            value = _value(cell)
            if value is None or value != int(value) or not 0 <= value <= 255:
                found.append(Problem("colour", line, f"{name}: {cell}"))
        elif match and cell:
            value = _value(cell)
            if value is None:
                found.append(Problem("not_a_number", line, f"{name}: {cell}"))
            elif value < 0 and match.group(1) != "score":
                found.append(Problem("negative_weight", line, f"{name}: {cell}"))
        elif match and not cell and match.group(1) != "score":
            found.append(Problem("weight_empty", line, name))
    return found


def check_network(text: str) -> list[Problem]:
    """Rules of the network file: no heading, two or three columns with strength above 0, or a full square matrix."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        return [Problem("no_items")]
    delimiter = delimiter_of(lines[0][1])
    split = (
        (lambda line: line.split()) if delimiter == " " else (lambda line: next(iter(cells_of([line], delimiter)), []))
    )
    width = len(split(lines[0][1]))
    if width > 3:
        n = len(lines)
        bad = [(number, len(split(line))) for number, line in lines if len(split(line)) != n + 1]
        return [Problem("matrix_columns", number, f"{columns} / {n + 1}") for number, columns in bad]
    found = []
    for number, line in lines:
        cells = [cell.strip() for cell in split(line)]
        if len(cells) not in (2, 3) or not cells[0] or not cells[1]:
            found.append(Problem("link_columns", number, line.strip()[:60]))
        elif len(cells) == 3:
            value = _value(cells[2])
            if value is None:
                found.append(Problem("heading" if number == lines[0][0] else "not_a_number", number, cells[2]))
            elif value <= 0:
                found.append(Problem("strength_not_positive", number, cells[2]))
    return found


def check_json(text: str) -> list[Problem]:
    """Rules of the loader of VOSviewer Online."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        return [Problem("json", error.lineno, error.msg)]
    network = value.get("network") if isinstance(value, dict) else None
    if not isinstance(network, dict) or not (network.get("items") or network.get("links")):
        return [Problem("no_network")]
    items, links = network.get("items") or [], network.get("links") or []
    found: list[Problem] = []
    ids: set[str] = set()
    for number, item in enumerate(items, 1):
        found += _check_item(number, item, ids)
    places = {(item.get("x"), item.get("y")) for item in items if isinstance(item, dict)}
    if items and len(items) < 3:
        found.append(Problem("few_items", 0, str(len(items))))
    if len(items) >= 2 and places != {(None, None)} and len(places) == 1:
        found.append(Problem("one_point"))
    for number, link in enumerate(links, 1):
        for end in ("source_id", "target_id"):
            one = str(link.get(end, ""))
            if not one or (items and one not in ids):
                found.append(Problem("link_item", number, one))
        strength = link.get("strength", 1)
        if isinstance(strength, bool) or not isinstance(strength, (int, float)) or strength < 0:
            found.append(Problem("link_strength", number, str(strength)))
    return found


def _check_item(number: int, item: Any, ids: set[str]) -> list[Problem]:
    if not isinstance(item, dict):
        return [Problem("item", number)]
    found = []
    one = str(item.get("id", ""))
    if not one or one in ids:
        found.append(Problem("id_empty" if not one else "id_twice", number, one))
    ids.add(one)

    def numeric(value: Any) -> bool:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)

    found += [Problem("not_a_number", number, axis) for axis in "xy" if axis in item and not numeric(item[axis])]
    if ("x" in item) != ("y" in item):
        found.append(Problem("x_without_y", number))
    cluster = item.get("cluster")
    if cluster is not None and (not isinstance(cluster, int) or isinstance(cluster, bool) or not 1 <= cluster <= 1000):
        found.append(Problem("cluster", number, str(cluster)))
    for name, value in (item.get("weights") or {}).items():
        if not numeric(value) or value < 0:
            found.append(Problem("negative_weight", number, f"{name}: {value}"))
    for name, value in (item.get("scores") or {}).items():
        if not numeric(value):
            found.append(Problem("not_a_number", number, f"{name}: {value}"))
    return found
