"""Signing in: with a password, or with a link that works once."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from sesame.utils import get_user


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    template_name = "access/sign_in.html"
    redirect_authenticated_user = True


class SignOut(LogoutView):
    pass


@login_not_required
def one_time_link(request: HttpRequest) -> HttpResponse:
    """Shows a button, so that a link preview does not use the link up; the button signs in."""
    token = request.POST.get("token") or request.GET.get("token") or ""
    if request.method == "POST":
        user = get_user(token)
        if user is None:
            return render(request, "access/link_used.html", status=403)
        login(request, user, backend="sesame.backends.ModelBackend")
        return redirect("home")
    return render(request, "access/one_time_link.html", {"token": token})
