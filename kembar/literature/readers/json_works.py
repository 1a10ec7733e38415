"""Works in JSON: which service wrote them, one document or one work a line, and what to do where it breaks off."""

import json
from collections.abc import Mapping
from typing import Any

from kembar.literature.readers import crossref, openalex
from kembar.literature.records import Reading

NAME = "json"


def recognises(head: str) -> bool:
    """Whether the text begins as JSON; the works inside tell whose it is when it is read."""
    bare = head.lstrip("\ufeff \t\r\n")
    return bare.startswith("{") or (bare.startswith("[") and bare[1:].lstrip()[:1] in ("{", "]"))


def read(text: str, reading: Reading) -> None:
    text = text.lstrip("\ufeff")
    try:
        works = _works(json.loads(text))
    except (json.JSONDecodeError, RecursionError):
        _read_pieces(text, reading)
        return
    for number, work in enumerate(works, 1):
        _keep(number, work, reading)


def _works(value: Any) -> list[Any]:
    """The works in an answer of OpenAlex (results), of Crossref (message, items), in a list, or a work by itself."""
    if isinstance(value, list):
        return [
            work
            for one in value
            for work in (_works(one) if isinstance(one, dict) and ("results" in one or "message" in one) else [one])
        ]
    if isinstance(value, dict):
        if isinstance(value.get("results"), list):
            return list(value["results"])
        message = value.get("message")
        if isinstance(message, dict):
            return list(message["items"]) if isinstance(message.get("items"), list) else [message]
        return [value]
    return [value]


def _read_pieces(text: str, reading: Reading) -> None:
    """One work a line, or a document that breaks off: every whole work is kept, the rest named by its line."""
    decoder = json.JSONDecoder()
    at = text.find("{")
    # inside a list of results the works begin one level down
    for opening in ('"results"', '"items"'):
        found = text.find(opening)
        if found >= 0:
            at = text.find("{", found)
            break
    number = 0
    while at >= 0:
        try:
            work, end = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError):
            line = text.count("\n", 0, at) + 1
            reading.broken(line, "json_broken", text[at : at + 100].split("\n", 1)[0])
            following = text.find("\n{", at + 1)
            at = following + 1 if following >= 0 else -1
            continue
        for one in _works(work):
            number += 1
            _keep(number, one, reading)
        at = text.find("{", end)


def _keep(number: int, work: Any, reading: Reading) -> None:
    if not isinstance(work, Mapping):
        reading.broken(number, "not_a_work", str(work)[:100])
    elif openalex.recognises_work(work):
        reading.format = openalex.NAME
        openalex.keep_work(number, work, reading)
    elif crossref.recognises_work(work):
        reading.format = crossref.NAME
        crossref.keep_work(number, work, reading)
    else:
        reading.broken(number, "not_a_work", ", ".join(list(work)[:6]))
