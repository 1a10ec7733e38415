"""How is something that takes long done without the reader waiting for the page?

One thread beside those that answer, one piece of work after another: long work never takes both processors. What is
under way is told by the rows it writes or by ``is_under_way``; work lost with its process is begun anew by whoever
looks.
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
_under_way: dict[str, float] = {}


class Busy(Exception):
    """Too much is waiting already."""


def start(name: str, work: Callable[[], None]) -> None:
    """This will do ``work`` after what waits already; a name that is under way is not begun twice. Raises Busy."""
    with _lock:
        if name in _under_way:
            return
        if len(_under_way) >= MOST_WAITING:
            raise Busy
        _under_way[name] = 0.0
    _pool.submit(_do, name, work)


def is_under_way(name: str) -> bool:
    """Whether this process is doing, or is about to do, the work of this name."""
    return name in _under_way


def _do(name: str, work: Callable[[], None]) -> None:
    close_old_connections()
    try:
        work()
    except Exception:  # the thread must go on; what failed is written down for whoever runs the instance
        log.exception("Work in the background failed: %s", name)
    finally:
        connections.close_all()
        with _lock:
            _under_way.pop(name, None)
