"""Works in JSON: which service wrote them, one document or one work a line, and what to do where it breaks off."""

import json
import re
from collections.abc import Mapping
from typing import Any

from kembar.literature.readers import crossref, lens, openalex
from kembar.literature.records import Reading

NAME = "json"


def recognises(head: str) -> bool:
    """Whether the text begins as JSON; the works inside tell whose it is when it is read."""
    return re.match(r"\s*(?:\[\s*)*(?:\{\s*[\"}]|\[\s*\])", head) is not None


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
    """The works in an answer of OpenAlex (results), Crossref (message, items) or The Lens (data), in a list of works or
    answers, or a work by itself.
    """
    if isinstance(value, list):
        return [work for one in value for work in (_works(one) if isinstance(one, dict) else [one])]
    if isinstance(value, dict):
        for name in _LISTS:
            if isinstance(value.get(name), list) and not _is_work(value):
                return list(value[name])
        message = value.get("message")
        if isinstance(message, dict):
            return _works(message)
    return [value]


_LISTS = ("results", "items", "data")  # where answers hold their works


def _is_work(value: Mapping[str, Any]) -> bool:
    return any(one.recognises_work(value) for one in (openalex, lens, crossref))


# where the next work may begin after a broken one: at a line of its own, or with the field that begins a work
_NEXT = re.compile(
    r'\n\{|\n[ \t]*\{(?=\s*"(?:id|DOI|lens_id|indexed)")|,\s*\{(?=\s*"(?:id"\s*:\s*"https://openalex|lens_id|indexed))'
)


def _read_pieces(text: str, reading: Reading) -> None:
    """One work a line, or a document that breaks off: every whole work is kept, the rest named by its line."""
    decoder = json.JSONDecoder()
    at = text.find("{")
    # inside a list of results the works begin one level down
    if opening := re.search(r'"(?:results|items|data)"\s*:\s*\[', text):
        at = text.find("{", opening.end())
    number = count = 0
    while at >= 0:
        count += 1
        if not count & 0xFF:
            reading.at(at)
        try:
            work, end = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError):
            number += 1
            reading.broken(number, "json_broken", text[at : at + 100].split("\n", 1)[0])
            following = _NEXT.search(text, at + 1)
            at = following.end() - 1 if following else -1
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
    elif lens.recognises_work(work):
        reading.format = lens.NAME_JSON
        lens.keep_work(number, work, reading)
    elif crossref.recognises_work(work):
        reading.format = crossref.NAME
        crossref.keep_work(number, work, reading)
    else:
        reading.broken(number, "not_a_work", ", ".join(list(work)[:6]))
