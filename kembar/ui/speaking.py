"""In which language do sentences speak that pages and commands share?"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from kembar.console import speaking


class SpeakingMiddleware:
    """What the commands also say is said on a page in its reader's language, not in that of the server's shell."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with speaking(get_language() or "id"):
            return self.get_response(request)
