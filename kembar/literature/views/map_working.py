"""Where is the map that was asked for: kept, made at once because it is small, or being made while the page waits?"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any

from kembar.analysis.networks import NetworkError
from kembar.analysis.terms import ThesaurusError
from kembar.literature import jobs, shelf
from kembar.literature.frames import records_of
from kembar.literature.maps import stored as stored_map
from kembar.literature.maps.asked import NEEDS, Asked
from kembar.literature.maps.making import from_file, from_records, read_map_files
from kembar.literature.maps.model import MapFileError
from kembar.literature.maps.stored import StoredMap
from kembar.literature.maps.words import told
from kembar.literature.models import Corpus

QUICK_WORKS = 400
"""Works up to which a map is made while the reader waits."""
QUICK_BYTES = 400_000
"""Bytes of a map file up to which it is clustered and laid out while the reader waits."""
REFUSALS = (NetworkError, MapFileError, ThesaurusError)
STAGES = ("records", "network", "layout", "labels")
_stages: dict[str, tuple[str, float]] = {}
_small_ones = Lock()
"""Held while a page makes a map itself: one at a time, so that many small ones do not take every processor."""
PATIENCE = 2.0  # seconds that a page waits for its turn with a small map


@dataclass(frozen=True)
class Refusal:
    """Why there is no map."""

    code: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Waiting:
    """The map is being made: which of ``STAGES`` it is at, for how many seconds, or how many wait before it."""

    stage: str = ""
    seconds: int = 0
    before: int = 0


def obtain(corpus: Corpus, asked: Asked) -> StoredMap | Refusal | Waiting:
    """The map, why there is none, or that it is being made. Begins the making where nobody does."""
    key = asked.key(corpus.edition)
    found = _known(key)
    if found is None and _is_quick(corpus, asked) and _small_ones.acquire(timeout=PATIENCE):
        try:
            found = _known(key) or _now(corpus, asked, key)
        finally:
            _small_ones.release()
    if found is not None:
        return found
    try:
        jobs.start(key, lambda: _beside(corpus, asked, key), later=True)
    except jobs.Busy:
        return Refusal("busy", {"n": jobs.MOST_WAITING})
    return _standing(key)


def _known(key: str) -> StoredMap | Refusal | Waiting | None:
    """What is known of a map without making it."""
    if stored_map.is_kept(key):
        return stored_map.load(key)
    if jobs.is_under_way(key):
        return _standing(key)
    failure = stored_map.failure_of(key)
    if failure is None:
        return None
    if failure[0] == "failed":  # no fault of the reader: the next look tries again
        stored_map.forget_failure(key)
    return Refusal(*failure)


def _standing(key: str) -> Waiting:
    stage, since = _stages.get(key, ("", 0.0))
    return Waiting(stage, round(monotonic() - since) if stage else 0, jobs.waiting_before(key))


def _is_quick(corpus: Corpus, asked: Asked) -> bool:
    if asked.least == 1 and corpus.works_count > QUICK_WORKS / 10:  # every item there is: many
        return False
    if corpus.kind == Corpus.MAP:
        return sum(one.size for one in corpus.files.all()) <= QUICK_BYTES
    return corpus.works_count <= QUICK_WORKS


def _now(corpus: Corpus, asked: Asked, key: str) -> StoredMap | Refusal:
    try:
        made = _make(corpus, asked, key)
    except REFUSALS as error:
        return Refusal(*_told(error, asked))
    finally:
        _stages.pop(key, None)
    stored_map.keep(key, made)
    return stored_map.load(key)


def _beside(corpus: Corpus, asked: Asked, key: str) -> None:
    with _small_ones:  # a page that is making this very map has then finished
        if stored_map.is_kept(key):
            return
    try:
        stored_map.keep(key, _make(corpus, asked, key))
    except REFUSALS as error:
        stored_map.keep_failure(key, *_told(error, asked))
    except Exception:
        stored_map.keep_failure(key, "failed", {})
        raise
    finally:
        _stages.pop(key, None)


def _make(corpus: Corpus, asked: Asked, key: str) -> StoredMap:
    began = monotonic()

    def tell(stage: str) -> None:
        _stages[key] = (stage, began)

    tell("records")
    if corpus.kind == Corpus.MAP:
        files = [(one.file_name, shelf.path_of(one.sha256)) for one in corpus.files.all()]
        return from_file(read_map_files(files), asked, _sources(corpus), tell)
    return from_records(records_of(corpus), asked, _sources(corpus), tell)


def _sources(corpus: Corpus) -> dict[str, str]:
    """What the corpus is called, by language."""
    first = next(iter(corpus.title.values()), corpus.slug)
    return {code: corpus.title.get(code) or corpus.title.get("") or first for code in ("id", "en")}


def _told(error: Exception, asked: Asked) -> tuple[str, dict[str, Any]]:
    code, data = told(error)
    return code, data | ({"field": NEEDS[asked.kind][0]} if code == "no_items" else {})
