"""What does every page know: language, day, navigation, version?"""

from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language

from kembar.ui.nav import NAVIGATION


def _product_version() -> str:
    try:
        return version("kembar")
    except PackageNotFoundError:  # run from a folder that was never installed
        return ""


PRODUCT_VERSION = _product_version()


def page(request: HttpRequest) -> dict[str, Any]:
    """One name, ``page``, so that nothing a view passes can be hidden by it."""
    match = request.resolver_match
    url_name = match.url_name if match else None
    kept = _kept_parameters(request)
    as_at: date | None = getattr(request, "as_at", None)
    return {
        "page": {
            "language": get_language() or settings.LANGUAGE_CODE,
            "languages": settings.LANGUAGES,
            "as_at": as_at,
            "as_at_given": getattr(request, "as_at_given", False),
            "as_at_text": getattr(request, "as_at_text", ""),
            "query": request.GET.get("q", ""),
            "today": timezone.localdate(),
            "kept_parameters": kept,
            "today_url": request.path + (f"?{urlencode(kept)}" if kept else ""),
            "nav": [{"item": item, "is_current": item.holds(url_name)} for item in NAVIGATION],
            "version": PRODUCT_VERSION,
        }
    }


def _kept_parameters(request: HttpRequest) -> list[tuple[str, str]]:
    """The query of this address without its day and page number: what the as-at form must carry along."""
    return [(name, value) for name, values in request.GET.lists() if name not in ("as-at", "page") for value in values]
