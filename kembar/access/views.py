"""Signing in, with a password or with a link that works once; one's own account; accepting an invitation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from sesame.utils import get_user

from kembar.access import signing_in
from kembar.access.acting import acting, choose
from kembar.access.actions import (
    NewPerson,
    accept_invitation,
    change_account,
    count_try,
    end_sessions,
    forget_tries,
    set_password,
)
from kembar.access.actors import Actor
from kembar.access.forms import AccountForm, JoinForm, PasswordForm, SignInForm
from kembar.access.models import Membership
from kembar.access.queries import actor_of, invitation_by, sessions_of
from kembar.access.refusals import Refused
from kembar.access.roles import ROLES
from kembar.access.rules import ACCOUNT, ADDRESS
from kembar.access.sentences import sentence

TRIES = Actor.product("sign-in")
FORM_FIELD = {"user_name_taken": "username", "email_taken": "email", "bad_password": "password"}
"""Where the sentence of a refusal stands on a form."""


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    template_name = "access/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Counts the try before the password is looked at: whoever guesses quickly is told to wait."""
        name = request.POST.get("username", "")
        known = signing_in.device_key(request, name)
        self.account = known or signing_in.account_key(name)
        self.address = "" if known else signing_in.address_key(request)
        # On a machine where the account was used the machine's own tries count alone: a neighbour shuts nobody out.
        keys = [(known, ACCOUNT)] if known else [(self.account, ACCOUNT), (self.address, ADDRESS)]
        try:
            count_try(keys=keys, by=TRIES, at=timezone.now())
        except Refused as refused:
            return self._must_wait(refused)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        forget_tries(account=self.account, address=self.address, by=TRIES, at=timezone.now())
        response = super().form_valid(form)  # a new session key, so that one planted before sign-in is worth nothing
        signing_in.remember_device(self.request, response, form.cleaned_data["username"])
        if form.get_user().language:
            _speak(response, form.get_user().language)
        return response

    def _must_wait(self, refused: Refused) -> HttpResponse:
        form = SignInForm(self.request, initial={"username": self.request.POST.get("username", "")})
        context = self.get_context_data(form=form, wait=sentence(refused))
        response = render(self.request, self.template_name, context, status=429)
        response["Retry-After"] = str(refused.data["seconds"])
        return response


class SignOut(LogoutView):
    http_method_names = ["post", "options"]


@login_not_required
@never_cache
def one_time_link(request: HttpRequest) -> HttpResponse:
    """Shows a button, so that a link preview does not use the link up; the button signs in."""
    token = request.POST.get("token") or request.GET.get("token") or ""
    if request.method == "POST":
        user = get_user(token)
        if user is None:
            return render(request, "access/link_used.html", status=403)
        login(request, user, backend="sesame.backends.ModelBackend")
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "access/one_time_link.html", {"token": token})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Name, e-mail address, language; the offices one works for; where one is signed in."""
    user: Any = request.user
    told = {"name": user.get_full_name(), "email": user.email, "language": user.language or settings.LANGUAGE_CODE}
    form = AccountForm(request.POST or None, initial=told)
    if request.method == "POST" and form.is_valid():
        try:
            change_account(user=user, **form.cleaned_data, by=acting(request).actor, at=timezone.now())
        except Refused as refused:
            form.add_error(FORM_FIELD.get(refused.code), sentence(refused))
        else:
            messages.success(request, _("Your account was changed."))
            response = redirect("account")
            _speak(response, form.cleaned_data["language"])
            return response
    elsewhere = [key for key in sessions_of(user, timezone.now()) if key != request.session.session_key]
    context = {
        "form": form,
        "memberships": [
            {"office": one.office, "role": ROLES[one.role].display_name} for one in acting(request).memberships
        ],
        "elsewhere": len(elsewhere),
        "has_password": user.has_usable_password(),
        "trail": [{"label": _("My account")}],
    }
    return render(request, "access/account.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A new password. Other places where one is signed in are signed out by it; this one stays."""
    user: Any = request.user
    form = PasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            _check_present_password(request, form)
            new = form.cleaned_data["password"]
            changed = set_password(user=user, password=new, by=acting(request).actor, at=timezone.now())
        except Refused as refused:
            form.add_error("password" if refused.code == "bad_password" else "current", sentence(refused))
        else:
            update_session_auth_hash(request, changed)
            messages.success(request, _("You have a new password. Everywhere else you were signed out."))
            return redirect("account")
    context = {"form": form, "trail": [{"label": _("My account"), "url": reverse("account")}, {"label": _("Password")}]}
    return render(request, "access/password.html", context)


def _check_present_password(request: HttpRequest, form: PasswordForm) -> None:
    """Whoever sits down at an open session cannot guess the password either."""
    user: Any = request.user
    if "current" not in form.fields:
        return
    key = signing_in.change_key(user.get_username())  # a count of its own: it shuts nobody out at the door
    count_try(keys=[(key, ACCOUNT)], by=TRIES, at=timezone.now())
    if not user.check_password(form.cleaned_data["current"]):
        raise Refused("wrong_password")
    forget_tries(account=key, address="", by=TRIES, at=timezone.now())


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    key = request.session.session_key or ""
    ended = end_sessions(user=acting(request).user, but=key, by=acting(request).actor, at=timezone.now())
    told = ngettext("You were signed out in %(n)s other place.", "You were signed out in %(n)s other places.", ended)
    messages.success(request, told % {"n": ended})
    return redirect("account")


@require_POST
def choose_office(request: HttpRequest) -> HttpResponse:
    """Acts for another of one's offices from now on."""
    wanted = request.POST.get("office", "")
    found = next((one.office for one in acting(request).memberships if one.office.slug == wanted), None)
    if found is not None:
        choose(request, found.id)
    return redirect(_safe(request, request.POST.get("next", "")))


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the link offers; a button accepts it, signed in or with a new account. Looking at it uses nothing up."""
    found = invitation_by(token)
    now = timezone.now()
    given = {"name": found.name, "email": found.email} if found else {}
    form = None if request.user.is_authenticated else JoinForm(request.POST or None, initial=given)
    try:
        if request.method == "POST" and (form is None or form.is_valid()):
            return _joined(request, _accept(request, token, form))
        _must_be_open(found, now)
    except Refused as refused:
        if form is None or refused.code not in FORM_FIELD:
            status = 404 if refused.code == "no_invitation" else 410
            return render(request, "access/invitation_closed.html", {"why": sentence(refused)}, status=status)
        form.add_error(FORM_FIELD[refused.code], sentence(refused))
    context = {"invitation": found, "role": ROLES[found.role] if found else None, "form": form, "token": token}
    return render(request, "access/invitation.html", context)


def _must_be_open(found: Any, now: Any) -> None:
    if found is None:
        raise Refused("no_invitation")
    if found.accepted_at is not None or found.withdrawn_at is not None:
        raise Refused("used" if found.accepted_at is not None else "withdrawn")
    if now >= found.expires_at:
        raise Refused("expired", on=found.expires_at)


def _accept(request: HttpRequest, token: str, form: JoinForm | None) -> Membership:
    at = timezone.now()
    if form is None:
        return accept_invitation(token=token, by=actor_of(acting(request).user), at=at)
    told = form.cleaned_data
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")[:2]
    person = NewPerson(told["username"], told["name"], told["password"], told["email"], language)
    return accept_invitation(token=token, by=Actor(told["name"]), at=at, person=person)


def _joined(request: HttpRequest, membership: Membership) -> HttpResponse:
    if not request.user.is_authenticated:
        login(request, membership.user, backend="django.contrib.auth.backends.ModelBackend")
    choose(request, membership.office_id)
    told = _("Welcome. You now work here as: %(role)s.") % {"role": ROLES[membership.role].display_name}
    messages.success(request, told)
    response = redirect(settings.LOGIN_REDIRECT_URL)
    signing_in.remember_device(request, response, membership.user.get_username())
    return response


def _safe(request: HttpRequest, address: str) -> str:
    """An address of this instance, else the desk: a link from elsewhere cannot lead through here to elsewhere."""
    hosts = {request.get_host()}
    is_own = url_has_allowed_host_and_scheme(address, allowed_hosts=hosts, require_https=request.is_secure())
    return address if is_own else reverse(settings.LOGIN_REDIRECT_URL)


def _speak(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
