"""How are maps exchanged with VOSviewer: its map file and its network file, in and out?

Written from the manual of VOSviewer 1.6.20 and the example files that come with it. Numbers are written with four
decimals, trailing zeros cut, as VOSviewer does; what is read back from our own files is what was written. The JSON of
VOSviewer Online is in vosviewer_json.py.
"""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kembar.analysis.networks import Network, from_links, parse_links
from kembar.literature.maps.model import LiteratureMap, MapFileError

BOM = b"\xef\xbb\xbf"
PLAIN_COLUMNS = ("id", "label", "sublabel", "description", "url", "x", "y", "cluster", "red", "green", "blue")
MOST_CLUSTERS = 1000  # VOSviewer refuses higher numbers; the smallest clusters of a larger map go without
NAMED = re.compile(r"^(weight|score|normalized weight)(?:<(.*)>)?$")


@dataclass(frozen=True)
class LinkFile:
    """Links as they stand in a network file: item numbers into ``ids``, in order of number, else of first mention."""

    ids: tuple[str, ...]
    a: npt.NDArray[np.int32]
    b: npt.NDArray[np.int32]
    strengths: npt.NDArray[np.float64]
    line_of: npt.NDArray[np.int64] | None
    self_links: int
    matrix: bool = False

    def network(self) -> Network:
        return from_links(len(self.ids), self.a, self.b, self.strengths)


def read_bytes(path: Path) -> bytes:
    """The bytes of a text file without its byte-order mark. Raises MapFileError: missing, directory, empty, binary."""
    if not path.exists():
        raise MapFileError("missing", file=str(path))
    if path.is_dir():
        raise MapFileError("directory", file=str(path))
    content = path.read_bytes()
    if not content.strip():
        raise MapFileError("empty", file=str(path))
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16").encode()
    if b"\x00" in content[:65536]:
        raise MapFileError("binary", file=str(path))
    return content.removeprefix(BOM)


def decode(content: bytes, file: str) -> str:
    """UTF-8, and where it is not, Windows-1252, which never fails silently: undefined bytes raise ``encoding``."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise MapFileError("encoding", file=file, position=error.start) from error


def delimiter_of(line: str) -> str:
    """Tab, semicolon or comma, whichever stands most often outside quotes; blanks where there is none."""
    bare = re.sub(r'"[^"]*"', "", line)
    found = max("\t;,", key=bare.count)
    return found if found in bare else " "


LONGEST_CELL = 131_072  # letters; no name of an item is longer, so the file is not what it says


def cells_of(lines: Iterable[str], delimiter: str, file: str = "") -> list[list[str]]:
    """The cells of lines; quotes may hold the delimiter. Raises MapFileError ``cells`` where they cannot be parted."""
    try:
        rows = list(csv.reader(lines, delimiter="\t" if delimiter == " " else delimiter))
    except csv.Error as error:
        raise MapFileError("cells", file=file, text=str(error)) from error
    # Checked here, because the limit of the csv module is one for the process and readers of abstracts raise it.
    longest = max((len(cell) for row in rows for cell in row), default=0)
    if longest > LONGEST_CELL:
        raise MapFileError("cells", file=file, text=f"{longest} > {LONGEST_CELL}")
    return rows


# --- network files ---------------------------------------------------------------------------------------------------


def read_network(path: Path) -> LinkFile:
    """Reads a VOSviewer network file (sparse or full matrix) or any edge list with two or three columns.

    Strength 1 where none is given; a first line whose third field is a word counts as a heading. Raises MapFileError:
    ``columns``, ``strength`` (line, text), ``ragged_matrix``, ``no_links_in_file`` and those of ``read_bytes``.
    """
    content = read_bytes(path)
    if (links := parse_links(content)) is not None:
        return _numbered(*links)
    return _read_any_network(decode(content, str(path)), str(path))


def _numbered(a: npt.NDArray[np.int64], b: npt.NDArray[np.int64], w: npt.NDArray[np.float64]) -> LinkFile:
    """Links between whole-number ids: items in order of their numbers."""
    high = int(max(a.max(), b.max()))
    if high < 20 * len(a) + 1_000_000:  # a table of truth values is much quicker than sorting
        present = np.zeros(high + 1, dtype=bool)
        present[a] = True
        present[b] = True
        numbers = np.flatnonzero(present)
        if len(numbers) == high + 1:  # no gap: the numbers are the places
            first, second = a.astype(np.int32), b.astype(np.int32)
        else:
            place = np.cumsum(present, dtype=np.int32) - 1
            first, second = place[a], place[b]
    else:
        numbers, where = np.unique(np.concatenate([a, b]), return_inverse=True)
        first, second = where[: len(a)].astype(np.int32), where[len(a) :].astype(np.int32)
    ids = tuple(map(str, numbers.tolist()))
    return LinkFile(ids, first, second, w, None, int((a == b).sum()))


def _number(text: str) -> float | None:
    try:
        return float(text.strip())
    except ValueError:
        return None


def _read_any_network(text: str, file: str) -> LinkFile:
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise MapFileError("no_links_in_file", file=file)
    delimiter = delimiter_of(lines[0][1])
    if delimiter == " ":
        rows = [(number, line.split()) for number, line in lines]
    else:
        parsed = cells_of((line for _, line in lines), delimiter, file)
        rows = [(number, [cell.strip() for cell in row]) for (number, _), row in zip(lines, parsed, strict=False)]
    if len(rows[0][1]) > 3:
        return _read_matrix(rows, file)
    if len(rows[0][1]) == 3 and _number(rows[0][1][2]) is None:
        rows = rows[1:]
    numbers: dict[str, int] = {}
    a, b, w, line_of = [], [], [], []
    for line, row in rows:
        if len(row) not in (2, 3) or not row[0] or not row[1]:
            raise MapFileError("columns", file=file, line=line, columns=len(row))
        strength = 1.0 if len(row) == 2 or not row[2] else _number(row[2])
        if strength is None:
            raise MapFileError("strength", file=file, line=line, text=row[2])
        a.append(numbers.setdefault(row[0], len(numbers)))
        b.append(numbers.setdefault(row[1], len(numbers)))
        w.append(strength)
        line_of.append(line)
    if not a:
        raise MapFileError("no_links_in_file", file=file)
    first, second = np.array(a, dtype=np.int32), np.array(b, dtype=np.int32)
    if all(one.isdigit() and one.isascii() and one == str(int(one)) for one in numbers):
        order = sorted(numbers, key=int)
        fresh = np.empty(len(order), dtype=np.int32)
        fresh[[numbers[one] for one in order]] = np.arange(len(order), dtype=np.int32)
        numbers, first, second = {one: i for i, one in enumerate(order)}, fresh[first], fresh[second]
    return LinkFile(
        tuple(numbers), first, second, np.array(w), np.array(line_of, dtype=np.int64), int((first == second).sum())
    )


def _read_matrix(rows: list[tuple[int, list[str]]], file: str) -> LinkFile:
    """A full matrix: every row an id and one value per item; values of the two directions are averaged."""
    n = len(rows)
    values = np.zeros((n, n))
    for i, (line, row) in enumerate(rows):
        if len(row) != n + 1:
            raise MapFileError("ragged_matrix", file=file, line=line, columns=len(row), expected=n + 1)
        for j, cell in enumerate(row[1:]):
            value = _number(cell) if cell else 0.0
            if value is None:
                raise MapFileError("strength", file=file, line=line, text=cell)
            values[i, j] = value
    mean = (values + values.T) / 2
    if np.any(mean < 0):
        i, j = (int(k) for k in np.argwhere(mean < 0)[0])
        raise MapFileError("negative_strength", file=file, line=rows[i][0], text=f"{mean[i, j]:g}")
    a, b = np.nonzero(np.triu(mean, 1))
    ids = tuple(row[0] for _, row in rows)
    return LinkFile(
        ids, a.astype(np.int32), b.astype(np.int32), mean[a, b], None, int((np.diag(values) != 0).sum()), True
    )


# --- map files -------------------------------------------------------------------------------------------------------


def read_map(path: Path) -> LiteratureMap:
    """Reads a VOSviewer map file or a VOSviewer Online JSON; a map file has no links (see ``join``).

    Raises MapFileError: ``no_header``, ``no_id_or_label``, ``number`` (line, column, text), ``same_id``, ``ragged``
    and those of ``read_bytes`` and ``read_json``.
    """
    content = read_bytes(path)
    text = decode(content, str(path))
    if text.lstrip().startswith("{"):
        from kembar.literature.maps.vosviewer_json import parse_json  # it uses this module

        return parse_json(text, str(path))
    return parse_map(text, str(path))


def parse_map(text: str, file: str = "") -> LiteratureMap:
    """The items of the text of a map file."""
    delimiter = delimiter_of(text.split("\n", 1)[0])
    rows = cells_of(io.StringIO(text, newline=""), delimiter, file)
    header = [name.strip() for name in rows[0]]
    lower = [name.lower() for name in header]
    if "id" not in lower and "label" not in lower:
        raise MapFileError("no_id_or_label", file=file, text=", ".join(header[:6]))
    body = [(number, row) for number, row in enumerate(rows[1:], 2) if any(cell.strip() for cell in row)]
    for line, row in body:
        if len(row) != len(header):
            raise MapFileError("ragged", file=file, line=line, columns=len(row), expected=len(header))
    columns = {name: [row[i].strip() for _, row in body] for i, name in enumerate(header)}
    by_lower = dict(zip(lower, columns.values(), strict=False))
    labels = tuple(by_lower.get("label") or by_lower["id"])
    ids = tuple(by_lower.get("id") or map(str, range(1, len(labels) + 1)))
    refuse_repeated(ids, file)

    def numbers(name: str, cells: list[str]) -> npt.NDArray[np.float64]:
        values = np.full(len(cells), np.nan)
        for i, cell in enumerate(cells):
            if cell:
                value = _number(cell)
                if value is None or not abs(value) < 1e300:
                    raise MapFileError("number", file=file, line=body[i][0], column=name, text=cell)
                values[i] = value
        return values

    weights: dict[str, npt.NDArray[np.float64]] = {}
    scores: dict[str, npt.NDArray[np.float64]] = {}
    for name, cells in columns.items():
        if match := NAMED.match(name):
            kind, title = match.group(1), match.group(2) or match.group(1).capitalize()
            (scores if kind == "score" else weights)[title] = numbers(name, cells)
    xy = clusters = colours = None
    if "x" in by_lower and "y" in by_lower:
        xy = np.stack([numbers("x", by_lower["x"]), numbers("y", by_lower["y"])], axis=1)
        if np.isnan(xy).any():
            i, axis = (int(k) for k in np.argwhere(np.isnan(xy))[0])
            raise MapFileError("number", file=file, line=body[i][0], column="xy"[axis], text="")
    if "cluster" in by_lower:
        clusters = np.nan_to_num(numbers("cluster", by_lower["cluster"])).astype(np.int64)
    if all(name in by_lower for name in ("red", "green", "blue")):
        colours = np.stack([numbers(c, by_lower[c]) for c in ("red", "green", "blue")], axis=1).astype(np.int64)
    known = {"id", "label", "x", "y", "cluster", "red", "green", "blue"}
    texts = {
        name: tuple(cells) for name, cells in columns.items() if name.lower() not in known and not NAMED.match(name)
    }
    return LiteratureMap(ids, labels, None, xy, clusters, weights, scores, texts, colours)


def refuse_repeated(ids: tuple[str, ...], file: str) -> None:
    """Raises MapFileError ``same_id`` for the first id that stands twice."""
    seen: set[str] = set()
    for number, one in enumerate(ids, 1):
        if one in seen:
            raise MapFileError("same_id", file=file, id=one, item=number)
        seen.add(one)


def join(items: LiteratureMap, links: LinkFile, file: str = "") -> LiteratureMap:
    """The map with its links. Raises MapFileError ``unknown_item`` for a link to an id that the map does not have."""
    place = {one: i for i, one in enumerate(items.ids)}
    missing = [one for one in links.ids if one not in place]
    if missing:
        raise MapFileError("unknown_item", file=file, id=missing[0], count=len(missing))
    where = np.array([place[one] for one in links.ids], dtype=np.int32)
    return with_network(items, from_links(items.n, where[links.a], where[links.b], links.strengths))


def with_network(items: LiteratureMap, network: Network) -> LiteratureMap:
    """The same map with these links."""
    return replace(items, network=network)


def decimals(value: float) -> str:
    """A number as VOSviewer writes it: four decimals, trailing zeros cut; nothing for a missing score."""
    if value != value:
        return ""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _cell(text: str) -> str:
    text = re.sub(r"[\t\r\n]+", " ", text)
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',;"') else text


def map_text(drawn: LiteratureMap) -> str:
    """The map file: id, label, texts, x, y, cluster, weights, scores (or colours), tab between, one item a line."""
    columns: list[tuple[str, list[str]]] = [("id", list(drawn.ids)), ("label", [_cell(one) for one in drawn.labels])]
    columns += [(name, [_cell(one) for one in cells]) for name, cells in drawn.texts.items() if name in PLAIN_COLUMNS]
    if drawn.xy is not None:
        columns += [(axis, [decimals(v) for v in drawn.xy[:, i].tolist()]) for i, axis in enumerate("xy")]
    if drawn.clusters is not None:
        columns.append(("cluster", [str(c) if 0 < c <= MOST_CLUSTERS else "" for c in drawn.clusters.tolist()]))
    # VOSviewer refuses a map with an empty weight; one that is not known counts as 0, as an empty score does not.
    columns += [(f"weight<{name}>", [decimals(v) or "0" for v in w.tolist()]) for name, w in drawn.all_weights.items()]
    columns += [(f"score<{name}>", [decimals(v) for v in s.tolist()]) for name, s in drawn.scores.items()]
    if drawn.colours is not None and not drawn.scores:
        columns += [
            (name, [str(v) for v in drawn.colours[:, i].tolist()]) for i, name in enumerate(("red", "green", "blue"))
        ]
    lines = ["\t".join(name for name, _ in columns)]
    lines += ["\t".join(row) for row in zip(*(cells for _, cells in columns), strict=True)]
    return "\n".join(lines) + "\n"


def network_text(drawn: LiteratureMap) -> str:
    """The network file in its sparse form: id, id, strength, every link once."""
    if drawn.network is None:
        return ""
    a, b, w = drawn.network.once()
    ids = drawn.ids
    whole = bool(np.all(w == np.round(w)))
    strengths = list(map(str, w.astype(np.int64).tolist())) if whole else [repr(v) for v in w.tolist()]
    rows = zip(a.tolist(), b.tolist(), strengths, strict=True)
    return "".join([f"{ids[i]}\t{ids[j]}\t{s}\n" for i, j, s in rows])
