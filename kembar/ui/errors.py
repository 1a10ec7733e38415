"""What does a reader see when a request cannot be answered: what, where, and what to do now?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", {"reason": _sentence(exception)}, status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"reason": _sentence(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", {"reason": _sentence(exception)}, status=404)


def _sentence(exception: Exception | None) -> str:
    """The reason a view gave, if it gave one in words for people."""
    reason = exception.args[0] if exception and exception.args else ""
    if not isinstance(reason, str) or reason.endswith("matches the given query."):  # the framework's own
        return ""
    return reason
