"""Which addresses may anybody read? Every view says so itself; what says nothing asks for a sign-in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """A page that anybody may read, and that changes nothing."""

    @wraps(view)
    def reading(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return login_not_required(require_safe(reading))
