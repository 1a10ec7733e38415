"""How are all twin towns asked of Wikidata's public query service? In pages, one at a time, kept as they come.

Every page is a file; a run that was cut off goes on with the first page that is missing. The network is a function that
is passed in, and so is sleeping: nothing here reads a clock.
"""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kembar.matching.world_files import UnreadableFile

ENDPOINT = "https://query.wikidata.org/sparql"
AGENT = "Kembar/0.1 (register of sister-city cooperation; reads P190 at most once a day)"
PAGE = 5_000  # links a question
BATCH = 250  # cities a question
PAUSE = 1.0  # seconds between two questions, which the service asks of its users
TRIES = 5
LONGEST_WAIT = 300.0

_ENTITY = re.compile(r"(Q\d+)$")

LINKS = (
    """SELECT ?city ?sister WHERE {{ ?city wdt:P190 ?sister }} ORDER BY ?city ?sister LIMIT {limit} OFFSET {offset}"""
)
CITIES = """SELECT ?city (SAMPLE(?l) AS ?label) (SAMPLE(?c) AS ?coordinates) (MAX(?p) AS ?population)
 (SAMPLE(?k) AS ?country) (MIN(?g) AS ?geonames) WHERE {{ VALUES ?city {{ {cities} }}
 OPTIONAL {{ ?city rdfs:label ?l . FILTER(LANG(?l) = "en") }} OPTIONAL {{ ?city wdt:P625 ?c }}
 OPTIONAL {{ ?city wdt:P1082 ?p }} OPTIONAL {{ ?city wdt:P17/wdt:P297 ?k }} OPTIONAL {{ ?city wdt:P1566 ?g }}
 }} GROUP BY ?city"""


@dataclass(frozen=True)
class Reply:
    """What came back: status, the seconds after which the service lets us ask again (None: not told), the body."""

    status: int
    retry_after: float | None
    body: bytes


Fetch = Callable[[str], Reply]
Sleep = Callable[[float], None]
Tell = Callable[[int, int, str], None]


def ask(query: str, endpoint: str = ENDPOINT) -> Reply:
    """Puts one question over the network. Raises UnreadableFile (`unreachable`)."""
    data = urllib.parse.urlencode({"query": query, "format": "json"}).encode()
    headers = {"User-Agent": AGENT, "Accept": "application/sparql-results+json"}
    request = urllib.request.Request(endpoint, data, headers)  # noqa: S310 - https, the address is ours
    try:
        with urllib.request.urlopen(request, timeout=90) as answer:  # noqa: S310
            return Reply(answer.status, None, answer.read())
    except urllib.error.HTTPError as error:
        waiting = error.headers.get("Retry-After", "")
        return Reply(error.code, float(waiting) if waiting.isdigit() else None, error.read(2000))
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        raise UnreadableFile("unreachable", why=getattr(error, "reason", error)) from error


def download(folder: Path, *, fetch: Fetch, sleep: Sleep, tell: Tell | None = None, page: int = PAGE) -> Path:
    """This will fetch what is missing in ``folder`` and return the file of all links, one that the readers read.

    Raises UnreadableFile (`unreachable`, `refused`); what was fetched before it stays for the next run.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tell = tell or (lambda _done, _of, _what: None)
    links = _all_links(folder, fetch, sleep, tell, page)
    cities = sorted({end for link in links for end in link}, key=lambda key: (len(key), key))
    known: dict[str, dict[str, str]] = {}
    batches = [cities[start : start + BATCH] for start in range(0, len(cities), BATCH)]
    for count, batch in enumerate(batches):
        tell(count, len(batches), "cities")
        query = CITIES.format(cities=" ".join(f"wd:{key}" for key in batch))
        for row in _kept(folder / f"cities-{count:05}.json", query, fetch, sleep):
            known[_key(row["city"])] = {name: value for name, value in row.items() if name != "city"}
    tell(len(batches), len(batches), "cities")
    rows = [
        {
            "city": one,
            **{f"city{name}": value for name, value in known.get(one, {}).items()},
            "sister": other,
            **{f"sister{name}": value for name, value in known.get(other, {}).items()},
        }
        for one, other in links
    ]
    whole = folder / "world.json"
    _write(whole, rows)
    return whole


def clear(folder: Path) -> None:
    """This will forget the pages of an earlier run."""
    for path in [*folder.glob("links-*.json"), *folder.glob("cities-*.json"), *folder.glob("world.json")]:
        path.unlink()


def _all_links(folder: Path, fetch: Fetch, sleep: Sleep, tell: Tell, page: int) -> list[tuple[str, str]]:
    """Pages until one is not full. Pages may overlap where the data changed meanwhile, so links are made unique."""
    found: dict[tuple[str, str], None] = {}
    for count in _counting():
        tell(count, 0, "links")
        query = LINKS.format(limit=page, offset=count * page)
        rows = _kept(folder / f"links-{count:05}.json", query, fetch, sleep)
        found.update(((_key(row["city"]), _key(row["sister"])), None) for row in rows)
        if len(rows) < page:
            break
    return list(found)


def _counting() -> Iterator[int]:
    count = 0
    while True:
        yield count
        count += 1


def _kept(path: Path, query: str, fetch: Fetch, sleep: Sleep) -> list[dict[str, str]]:
    """The rows of a page: from its file, else asked and written there, whole or not at all."""
    if path.exists():
        rows: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
        return rows
    rows = _rows(_answer(query, fetch, sleep))
    _write(path, rows)
    sleep(PAUSE)
    return rows


def _answer(query: str, fetch: Fetch, sleep: Sleep) -> bytes:
    """Asks again, later each time, when the service is busy (429, 5xx); as late as it says where it says so."""
    status: object = ""
    for attempt in range(TRIES):
        reply = fetch(query)
        if reply.status == 200:
            return reply.body
        status = reply.status
        if reply.status != 429 and reply.status < 500:
            raise UnreadableFile("refused", why=reply.status)
        if attempt < TRIES - 1:
            sleep(min(LONGEST_WAIT, reply.retry_after if reply.retry_after is not None else 5.0 * 2**attempt))
    raise UnreadableFile("unreachable", why=status)


def _rows(body: bytes) -> list[dict[str, str]]:
    try:
        bindings: list[Mapping[str, Any]] = json.loads(body)["results"]["bindings"]
        return [{name: str(cell["value"]) for name, cell in row.items()} for row in bindings]
    except (ValueError, KeyError, TypeError) as error:  # a page cut off in the middle of its way
        raise UnreadableFile("unreachable", why="the answer breaks off") from error


def _key(entity: str) -> str:
    found = _ENTITY.search(entity)
    return found.group(1) if found else entity


def _write(path: Path, rows: object) -> None:
    half = path.with_suffix(".part")
    half.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    os.replace(half, path)
