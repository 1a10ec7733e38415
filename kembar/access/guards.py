"""May this reader open this page? A view says which right it needs; who lacks it reads why."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kembar.access.acting import acting
from kembar.access.models import Membership
from kembar.access.permissions import Answer, Denied, Who, may
from kembar.access.queries import who_holds
from kembar.access.roles import Permission

View = Callable[..., HttpResponse]


def roles_of(user: Any) -> tuple[str, ...]:
    """The role codes of a user's memberships, in every office; causes one query for who is signed in."""
    if not user.is_authenticated:
        return ()
    return tuple(Membership.objects.filter(user_id=user.pk).values_list("role", flat=True).distinct())


def answer_for(user: Any, permission: Permission) -> Answer:
    """Whether a user may, by any membership; for what belongs to one office ask ``permissions.may`` with its roles."""
    return may(user, permission, roles_of(user))


def reader(request: HttpRequest) -> Who:
    """Who reads, today: what every query that returns rows of records is asked for. One query a request, which `acting`
    shares, and none for who is not signed in."""
    kept = getattr(request, "_reader", None)
    if kept is None:
        held, today = acting(request), timezone.localdate()
        kept = who_holds(held.user, held.memberships, today) if request.user.is_authenticated else Who(day=today)
        request._reader = kept  # type: ignore[attr-defined]
    return cast(Who, kept)


def requires(permission: Permission) -> Callable[[View], View]:
    """A view for those with ``permission``: who is not signed in is led there, a member without the right gets 403."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            answer = answer_for(request.user, permission)
            if answer:
                return view(request, *args, **kwargs)
            if isinstance(answer, Denied) and answer.reason == "sign_in":
                return redirect_to_login(request.get_full_path())
            raise PermissionDenied(_REASONS[permission]())

        return guarded

    return guard


_REASONS: dict[Permission, Callable[[], str]] = {
    Permission.READ_PUBLIC: lambda: _("This page is for readers."),
    Permission.READ_OFFICE: lambda: _("This page is for members of an office; your account belongs to none."),
    Permission.READ_SCOPE: lambda: _("This page is for a ministry or umbrella body; your role is another."),
    Permission.WRITE_RECORD: lambda: _("Writing is for officers; your role reads only."),
    Permission.DECIDE: lambda: _("Deciding is for heads of office; your role is another."),
    Permission.CODE_STUDIES: lambda: _("Coding studies is for researchers and officers; your account is neither."),
    Permission.MANAGE_OFFICE: lambda: _("Managing an office is for its head; your role is another."),
    Permission.ADMINISTER: lambda: _("This page is for whoever administers the instance; your account may not."),
}
