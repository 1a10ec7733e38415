"""What does every page know of the reader? Who is signed in, and for which office; asked only where a page shows it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kembar.access.acting import acting


def reader(request: HttpRequest) -> dict[str, Any]:
    return {"acting": SimpleLazyObject(lambda: acting(request))}
