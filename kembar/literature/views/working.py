"""What does a reader see while files are read: how far it is, and that nothing is lost?"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kembar.audit.actors import Actor
from kembar.literature import jobs
from kembar.literature.actions.reading import claim, is_stuck, read_corpus
from kembar.literature.labels import DOING
from kembar.literature.models import Corpus
from kembar.literature.words import title_of

QUICK = 1_500_000
"""Bytes that are read while the reader waits; more is read beside the page."""
AGAIN = 2  # seconds after which the page asks again


def begin(corpus: Corpus, by: Actor, size: int) -> None:
    """This will read a corpus: at once where it is small, else after this answer, telling how far it is."""
    if size <= QUICK:
        if claim(corpus=corpus, by=by, at=timezone.now()):
            read_corpus(corpus=corpus, by=by, clock=timezone.now)
        return
    transaction.on_commit(partial(_start, corpus, by))


def _start(corpus: Corpus, by: Actor) -> None:
    def work() -> None:
        if claim(corpus=corpus, by=by, at=timezone.now()):
            read_corpus(corpus=corpus, by=by, clock=timezone.now)

    jobs.start(f"read {corpus.pk}", work)


def go_on(request: HttpRequest, corpus: Corpus) -> HttpResponse | None:
    """The page that tells how far the reading is, or None where it is done. A reading that died is begun anew."""
    if corpus.state in (Corpus.READY, Corpus.FAILED):
        return None
    if is_stuck(corpus, timezone.now()) and not jobs.is_under_way(f"read {corpus.pk}"):
        with suppress(jobs.Busy):  # the next look begins it
            _start(corpus, Actor.product("literature"))
    page = "waiting.part.html" if request.headers.get("X-Part") == "waiting" else "reading.html"
    return render(request, f"literature/{page}", waiting(corpus), status=202)


def waiting(corpus: Corpus) -> dict[str, Any]:
    return {"corpus": corpus, "title": title_of(corpus), "doing": DOING[corpus.doing], "again": AGAIN, "steps": 0}
