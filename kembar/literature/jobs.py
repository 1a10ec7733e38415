"""How is something that takes long done without the reader waiting for the page?

One thread beside those that answer, one piece of work after another: long work never takes both processors. What is
under way is told by the rows it writes or by ``is_under_way``; work lost with its process is begun anew by whoever
looks. Files that somebody sent in go before maps that anybody may ask for.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from django.db import close_old_connections, connections

MOST_WAITING = 20
log = logging.getLogger(__name__)
_pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="literature")
_lock = Lock()
_doing: set[str] = set()
_first: dict[str, Callable[[], None]] = {}
_later: dict[str, Callable[[], None]] = {}


class Busy(Exception):
    """Too much is waiting already."""


def start(name: str, work: Callable[[], None], *, later: bool = False) -> None:
    """This will do ``work`` after what waits already; a name that is under way is not begun twice.

    What may come ``later`` lets everything else go before it. Raises Busy where as much as it waits already.
    """
    with _lock:
        queue = _later if later else _first
        if is_under_way(name):
            return
        if len(queue) >= MOST_WAITING:
            raise Busy
        queue[name] = work
    _pool.submit(_do_next)


def is_under_way(name: str) -> bool:
    """Whether this process is doing, or is about to do, the work of this name."""
    return name in _doing or name in _first or name in _later


def waiting_before(name: str) -> int:
    """How many pieces of work are done before this one begins; 0 for one that has begun or is unknown."""
    with _lock:
        waiting = [*_first, *_later]
        return len(_doing) + waiting.index(name) if name in waiting else 0


def _do_next() -> None:
    with _lock:
        queue = _first or _later
        name = next(iter(queue))
        work = queue.pop(name)
        _doing.add(name)
    close_old_connections()
    try:
        work()
    except Exception:  # the thread must go on; what failed is written down for whoever runs the instance
        log.exception("Work in the background failed: %s", name)
    finally:
        connections.close_all()
        with _lock:
            _doing.discard(name)
