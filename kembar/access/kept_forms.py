"""What becomes of what somebody typed when the session ended, or the safety mark of the form was missing?

It is kept on the server and comes back after signing in, without scripts. Only forms that the product gave out to
somebody (see ``form_marks``) are kept, so that nobody fills the store from outside; and that somebody alone gets
them back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from kembar.access.form_marks import NAME, mark_in

KEPT = "kept-forms"
PARAMETER = "lanjut"
MOST_FORMS = 3
MOST_CHARACTERS = 300_000
NOT_KEPT = ("csrfmiddlewaretoken",)


def keep(request: HttpRequest) -> str:
    """The token under which the form that was sent is kept in the session; empty where it is not kept."""
    mark = mark_in(request.POST)
    typed = typed_in(request.POST)
    if mark is None or sum(len(one) for values in typed.values() for one in values) > MOST_CHARACTERS:
        return ""
    forms = dict(request.session.get(KEPT, {}))
    forms.pop(mark.token, None)
    forms[mark.token] = {"path": request.path, "user": mark.user, "typed": typed}
    request.session[KEPT] = dict(list(forms.items())[-MOST_FORMS:])
    return mark.token


def kept_form(request: HttpRequest) -> QueryDict | None:
    """What was typed into this page before the session ended, once, for whom it belongs to; None where nothing was."""
    token = request.GET.get(PARAMETER, "")
    forms: dict[str, Any] = dict(request.session.get(KEPT, {}))
    one = forms.get(token)
    if one is None or one["path"] != request.path or one["user"] != request.user.pk:
        return None
    del forms[token]
    request.session[KEPT] = forms
    typed = QueryDict(mutable=True)
    for name, values in one["typed"].items():
        typed.setlist(name, values)
    return typed


def typed_in(post: Any) -> dict[str, list[str]]:
    """Every field that was sent with all its values, but for the safety token."""
    return {name: post.getlist(name) for name in post if name not in NOT_KEPT}


class SignInAndComeBack(LoginRequiredMiddleware):
    """Leads to the sign-in who is not signed in, and keeps the form that was sent for when they are back."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        token = keep(request) if request.method == "POST" else ""
        if not token:
            return super().handle_no_permission(request, view_func)
        back = f"{request.path}?{urlencode({PARAMETER: token})}"
        return redirect_to_login(back, self.get_login_url(view_func), self.get_redirect_field_name(view_func))


def form_not_checked(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form without its safety token: what was typed is on it, and a button that sends it again.

    The button is there only where the product had given the form to this very user: another site that sends a form in
    somebody's name gets no help from us.
    """
    mark = mark_in(request.POST)
    user = getattr(request, "user", None)
    is_own = mark is not None and user is not None and user.is_authenticated and mark.user == user.pk
    back = ""
    if mark is not None and user is not None and not user.is_authenticated and (token := keep(request)):
        back = f"{request.path}?{urlencode({PARAMETER: token})}"
    typed = typed_in(request.POST)
    context: Mapping[str, Any] = {
        "typed": typed if is_own else {},
        "shown": [
            {"name": name, "text": value}
            for name, values in typed.items()
            for value in values
            if value.strip() and not name.startswith("form-") and name != NAME
        ]
        if is_own
        else [],
        "path": request.get_full_path(),
        "back": back,
    }
    return render(request, "403_csrf.html", context, status=403)
