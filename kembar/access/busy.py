"""What does somebody read whose entry had to wait too long, because something large is being written?

SQLite lets one write at a time; an import of many thousand rows makes the others wait, and who waits longer than
the settings allow gets this page instead of an error: nothing was written, everything typed is on it, and a button
sends it again. A form that was given out by the product writes once however often it is sent (see ``form_marks``).
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from kembar.access.form_marks import NAME
from kembar.access.kept_forms import typed_in

WAITED = ("database is locked", "database table is locked", "deadlock detected", "lock timeout")
AGAIN_AFTER = 30
"""Seconds after which programs may try again; ours, about as long as a long import takes."""


class WaitAndSendAgain:
    """Answers a write that waited too long with a page that keeps what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return busy(request) if waited_too_long(error) else None


def waited_too_long(error: BaseException) -> bool:
    """Whether an error says that another write stood in the way for too long, and nothing was written."""
    return isinstance(error, OperationalError) and any(one in str(error).lower() for one in WAITED)


def busy(request: HttpRequest) -> HttpResponse:
    """The page. The safety token of the form was checked before, so that whoever sent it may send it again."""
    post = getattr(request, "_post", None)  # a file that was being taken in cannot be read once more
    typed = typed_in(post) if isinstance(post, QueryDict) and request.method == "POST" else {}
    has_file = bool(getattr(request, "_files", None)) or (request.method == "POST" and not typed)
    is_secret = any("password" in name for name in typed)  # never written into a page
    offered = {} if has_file or is_secret else typed
    shown = [
        {"name": name, "text": value}
        for name, values in offered.items()
        for value in values
        if value.strip() and not name.startswith("form-") and name != NAME
    ]
    context = {"typed": offered, "shown": shown, "has_file": has_file, "path": request.get_full_path()}
    answer = render(request, "503.html", context | {"is_reading": request.method != "POST"}, status=503)
    answer["Retry-After"] = str(AGAIN_AFTER)
    return answer
