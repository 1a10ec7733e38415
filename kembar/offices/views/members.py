"""Who works in an office: inviting, renewing and withdrawing invitations, roles, leaving."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kembar.access.acting import acting
from kembar.access.actions import Invited, add_member, end_member, invite, renew_invitation, withdraw_invitation
from kembar.access.models import Invitation, Membership
from kembar.access.refusals import Refused
from kembar.access.roles import ROLES
from kembar.access.sentences import sentence
from kembar.offices.forms import InviteForm, RoleForm, WhyForm
from kembar.offices.guards import Inside, inside
from kembar.offices.mails import can_mail, mail_invitation
from kembar.offices.views.office import page


@require_POST
@never_cache
def invite_colleague(request: HttpRequest, slug: str) -> HttpResponse:
    here = inside(request, slug, leading=True)
    form = InviteForm(request.POST, office=here.office)
    if not form.is_valid():
        return page(request, here, invite_form=form, status=422)
    made = invite(office=here.office, **form.cleaned_data, by=here.actor, at=timezone.now())
    return _shown(request, here, made)


@require_POST
@never_cache
def renew(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """A new link for an invitation; the old one no longer works."""
    here = inside(request, slug, leading=True)
    found = get_object_or_404(Invitation, pk=pk, office=here.office)
    try:
        made = renew_invitation(invitation=found, by=here.actor, at=timezone.now())
    except Refused as refused:
        return _told(request, slug, refused)
    return _shown(request, here, made)


@require_POST
def withdraw(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    here = inside(request, slug, leading=True)
    found = get_object_or_404(Invitation, pk=pk, office=here.office)
    try:
        withdraw_invitation(invitation=found, by=here.actor, at=timezone.now())
    except Refused as refused:
        return _told(request, slug, refused)
    messages.success(request, _("The invitation was withdrawn; its link no longer works."))
    return redirect("office", slug)


@require_POST
def role(request: HttpRequest, slug: str, user: int) -> HttpResponse:
    here = inside(request, slug, leading=True)
    held = get_object_or_404(Membership.objects.select_related("user"), office=here.office, user_id=user)
    form = RoleForm(request.POST, office=here.office)
    if not form.is_valid():
        messages.error(request, _("There is no such role in this kind of office. Choose one from the list."))
        return redirect("office", slug)
    wanted = form.cleaned_data["role"]
    try:
        add_member(office=here.office, user=held.user, role=wanted, by=here.actor, at=timezone.now())
    except Refused as refused:
        return _told(request, slug, refused)
    told = {"name": held.user.get_full_name() or held.user.get_username(), "role": ROLES[wanted].display_name}
    messages.success(request, _("%(name)s now works here as: %(role)s.") % told)
    return redirect("office", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, slug: str, user: int) -> HttpResponse:
    """Ending a membership, one's own too: asked first, since it takes rights away at once."""
    is_self = user == acting(request).user.pk
    here = inside(request, slug, leading=not is_self)
    held = get_object_or_404(Membership.objects.select_related("user"), office=here.office, user_id=user)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            end_member(
                office=here.office, user=held.user, by=here.actor, at=timezone.now(), why=form.cleaned_data["why"]
            )
        except Refused as refused:
            return _told(request, slug, refused)
        messages.success(request, _("The membership has ended. What was entered stays with the office."))
        return redirect("desk") if is_self else redirect("office", slug)
    context = {
        "office": here.office,
        "name": held.user.get_full_name() or held.user.get_username(),
        "is_self": is_self,
        "form": form,
        "trail": [
            {"label": _("Offices"), "url": reverse("offices")},
            {"label": here.office.name, "url": reverse("office", args=[slug])},
            {"label": _("End a membership")},
        ],
    }
    return render(request, "offices/member_end.html", context)


def _shown(request: HttpRequest, here: Inside, made: Invited) -> HttpResponse:
    """The link, this once: it is kept nowhere, so that nobody who reads the database can use it."""
    link = request.build_absolute_uri(reverse("invitation", args=[made.token]))
    wanted = bool(made.invitation.email)
    context = {
        "office": here.office,
        "invitation": made.invitation,
        "role": ROLES[made.invitation.role].display_name,
        "link": link,
        "was_mailed": wanted and can_mail() and mail_invitation(made.invitation, link),
        "mail_failed": wanted and can_mail(),
        "no_mail": wanted and not can_mail(),
        "trail": [
            {"label": _("Offices"), "url": reverse("offices")},
            {"label": here.office.name, "url": reverse("office", args=[here.office.slug])},
            {"label": _("Invitation")},
        ],
    }
    return render(request, "offices/invited.html", context)


def _told(request: HttpRequest, slug: str, refused: Refused) -> HttpResponse:
    messages.error(request, sentence(refused))
    return redirect("office", slug)
