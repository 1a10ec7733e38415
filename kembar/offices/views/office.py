"""An office: founding it, its page, changing it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kembar.access.acting import acting, choose
from kembar.access.actions import change_office
from kembar.access.guards import requires
from kembar.access.models import Invitation, Membership, Office
from kembar.access.queries import actor_of, standing_stakes
from kembar.access.roles import ROLES, Permission
from kembar.offices.actions import FromPlace, found_office
from kembar.offices.forms import InviteForm, OfficeForm, RoleForm, named_countries
from kembar.offices.guards import Inside, inside
from kembar.offices.labels import KIND, KIND_MEANS, LANGUAGES
from kembar.offices.mails import can_mail
from kembar.pages.show import language, local
from kembar.partnerships import labels
from kembar.partnerships.queries.reading import SEARCH_WORDS
from kembar.places.models import Place


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """One's own offices; of whoever administers the instance all."""
    reader = acting(request)
    rows = Office.objects.select_related("government")
    if not reader.user.is_superuser:
        rows = rows.filter(pk__in=[one.office_id for one in reader.memberships])
    offices = [{"office": one, "kind": KIND[one.kind]} for one in rows.order_by("name", "id")]
    context = {"offices": offices, "may_create": reader.user.is_superuser, "trail": [{"label": _("Offices")}]}
    return render(request, "offices/index.html", context)


@requires(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Founding an office, for whoever administers the instance."""
    kind = request.POST.get("kind") or request.GET.get("jenis") or "city"
    kind = kind if kind in KIND else "city"
    is_first = not Membership.objects.filter(user_id=acting(request).user.pk).exists()
    first = {"lead": is_first, "languages": ["id", "en"], "country": named_countries(["ID"], language())}
    form = OfficeForm(request.POST or None, initial=first, kind=kind, is_new=True)
    is_saved = request.method == "POST" and "find_now" not in request.POST
    if is_saved and form.is_valid():
        office = _found(request, form, kind)
        messages.success(request, _("%(office)s is here. Invite your colleagues next.") % {"office": office.name})
        return redirect("office", office.slug)
    if request.method == "POST" and not is_saved:
        form.errors.clear()  # a search is not yet an answer: nothing is wrong with what is still empty
    context = {
        "form": form,
        "kind": kind,
        "kinds": [{"code": code, "label": word, "means": KIND_MEANS[code]} for code, word in KIND.items()],
        "trail": [{"label": _("Offices"), "url": reverse("offices")}, {"label": _("New office")}],
    }
    return render(request, "offices/new.html", context)


def _found(request: HttpRequest, form: OfficeForm, kind: str) -> Office:
    told, user = form.cleaned_data, acting(request).user
    one = told.get("chosen")
    office = found_office(
        name=told["name"],
        kind=kind,
        acts_for=FromPlace(one, told["level"]) if isinstance(one, Place) else one,
        country_code=told.get("country") or "",
        languages=told["languages"],
        scope_countries=told.get("scope_countries") or (),
        scope_levels=told.get("scope_levels") or (),
        head=user if told["lead"] else None,
        by=actor_of(user),
        at=timezone.now(),
    )
    if told["lead"]:
        choose(request, office.id)
    return office


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Who works here as what, who is invited, what the office has a part in."""
    return page(request, inside(request, slug))


def page(request: HttpRequest, here: Inside, invite_form: InviteForm | None = None, status: int = 200) -> HttpResponse:
    """The page of an office, with what was typed into the form to invite where that was not right."""
    office, now = here.office, timezone.now()
    members = Membership.objects.filter(office=office).select_related("user").order_by("created_at", "id")
    heads = sum(one.role == "head" for one in members)
    waiting = Invitation.objects.filter(office=office, accepted_at=None, withdrawn_at=None) if here.leads else []
    stakes = standing_stakes(timezone.localdate(now)).filter(office=office).select_related("partnership")
    context = {
        "office": office,
        "facts": _facts(office),
        "leads": here.leads,
        "members": [
            {
                "user": one.user,
                "name": one.user.get_full_name() or one.user.get_username(),
                "role": ROLES[one.role].display_name,
                "since": one.created_at,
                "form": RoleForm(office=office, initial={"role": one.role}, auto_id=f"id_role_{one.user_id}"),
                "is_last_head": one.role == "head" and heads == 1,
                "is_self": one.user_id == acting(request).user.pk,
            }
            for one in members
        ],
        "invitations": [
            {"row": one, "role": ROLES[one.role].display_name, "is_over": one.expires_at <= now} for one in waiting
        ],
        "invite_form": invite_form or InviteForm(office=office, initial={"role": _usual_role(office)}),
        "can_mail": can_mail(),
        "stakes": stakes.defer(*(f"partnership__{name}" for name in SEARCH_WORDS)).order_by("partnership__slug"),
        "trail": [{"label": _("Offices"), "url": reverse("offices")}, {"label": office.name}],
    }
    return render(request, "offices/office.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Changing an office. What it acts for and what it sees is an administrator's to change."""
    here = inside(request, slug, leading=True)
    may_scope = acting(request).user.is_superuser
    form = OfficeForm(
        request.POST or None, initial=_initial(here.office), kind=here.office.kind, is_new=False, may_scope=may_scope
    )
    is_saved = request.method == "POST" and "find_now" not in request.POST
    if is_saved and form.is_valid():
        changed = change_office(office=here.office, values=_values(form), by=here.actor, at=timezone.now())
        told = _("The office was changed.") if changed else _("Nothing was different; nothing was changed.")
        messages.success(request, told)
        return redirect("office", slug)
    if request.method == "POST" and not is_saved:
        form.errors.clear()
    context = {
        "form": form,
        "office": here.office,
        "may_scope": may_scope,
        "trail": [
            {"label": _("Offices"), "url": reverse("offices")},
            {"label": here.office.name, "url": reverse("office", args=[slug])},
            {"label": _("Change")},
        ],
    }
    return render(request, "offices/edit.html", context)


def _values(form: OfficeForm) -> dict[str, Any]:
    """What a form says of an office, as its columns."""
    told = form.cleaned_data
    values = {"name": told["name"], "languages": told["languages"]}
    for name in ("scope_countries", "scope_levels"):
        if name in form.fields:
            values[name] = list(told[name])
    if "country" in form.fields:
        values["country_code"] = told["country"]
    if told.get("chosen") is not None:
        values |= {"government": told["chosen"], "country_code": told["chosen"].country_id or ""}
    return values


def _initial(office: Office) -> dict[str, Any]:
    acts_for = office.government
    return {
        "name": office.name,
        "find": local(acts_for.name) if acts_for else "",
        "acts_for": f"government:{acts_for.slug}" if acts_for else "",
        "country": named_countries([office.country_code] if office.country_code else [], language()),
        "scope_countries": named_countries(office.scope_countries, language()),
        "scope_levels": office.scope_levels,
        "languages": office.languages,
    }


def _facts(office: Office) -> list[dict[str, Any]]:
    spoken = dict(LANGUAGES)
    facts: list[dict[str, Any]] = [{"term": _("Kind"), "value": KIND[office.kind]}]
    if office.kind == "city":
        facts.append({"term": _("Acts for"), "value": local(office.government.name) if office.government else None})
    country = named_countries([office.country_code], language()) if office.country_code else None
    facts.append({"term": _("Country"), "value": country})
    if office.kind == "ministry":
        facts.append({"term": _("Oversees"), "value": named_countries(office.scope_countries, language())})
        levels = ", ".join(str(labels.LEVEL[code]) for code in office.scope_levels)
        facts.append({"term": _("Levels"), "value": levels or _("every level")})
    told = ", ".join(str(spoken.get(code, code)) for code in office.languages)
    facts.append({"term": _("Languages"), "value": told or dict(settings.LANGUAGES)["id"]})
    return facts


def _usual_role(office: Office) -> str:
    """The role that most who are invited get; the first needs a head."""
    if not Membership.objects.filter(office=office, role="head").exists():
        return "head"
    return {"city": "officer", "ministry": "ministry", "research": "researcher"}[office.kind]
