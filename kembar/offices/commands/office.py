"""``kembar office``: found and list offices, invite colleagues, print a link that signs somebody in once.

For whoever runs the instance, over a shell: what is done here is done by the operator, and history says so.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from kembar.console import ANSWERED, Refused, answer_json, answer_table, gettext

if TYPE_CHECKING:
    from kembar.access.actors import Actor
    from kembar.access.models import Office


def configure(parser: argparse.ArgumentParser) -> None:
    does = parser.add_subparsers(dest="does", required=True, metavar="list|create|invite|sign-in-link")
    listing = does.add_parser("list", help=gettext("all offices"))
    create = does.add_parser("create", help=gettext("found an office"))
    create.add_argument("name", help=gettext("name of the office"))
    create.add_argument("--kind", choices=("city", "ministry", "research"), default="city")
    create.add_argument("--government", default="", help=gettext("slug of the government it acts for, e.g. bogor"))
    create.add_argument("--place", default="", help=gettext("or the GeoNames number of its seat; needs --level"))
    create.add_argument("--level", default="", help=gettext("city, regency, province …"))
    create.add_argument("--country", default="", help=gettext("of a ministry or of researchers, e.g. ID"))
    create.add_argument("--scope", default="", help=gettext("countries a ministry oversees, e.g. ID,JP"))
    create.add_argument("--levels", default="", help=gettext("levels it oversees (default: every level)"))
    create.add_argument("--languages", default="id,en", help=gettext("languages it works in (default: %(default)s)"))
    invite = does.add_parser("invite", help=gettext("make a link by which somebody joins an office"))
    invite.add_argument("office", help=gettext("slug of the office, as `kembar office list` shows it"))
    invite.add_argument("--role", default="", help=gettext("officer, head, researcher or ministry"))
    invite.add_argument("--name", default="", help=gettext("whom it is for"))
    invite.add_argument("--email", default="", help=gettext("where to mail it, where mail is configured"))
    link = does.add_parser("sign-in-link", help=gettext("a link that signs somebody in once, within an hour"))
    link.add_argument("username")
    for one in (invite, link):
        one.add_argument("--address", default="http://127.0.0.1:8000", help=gettext("where the instance is served"))
    for one in (listing, create, invite, link):
        one.add_argument("--json", action="store_true", help=gettext("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    does = {"list": _list, "create": _create, "invite": _invite, "sign-in-link": _link}
    return does[arguments.does](arguments)


def _operator() -> Actor:
    from django.utils import timezone

    from kembar.access.actions import operator
    from kembar.access.actors import Actor
    from kembar.access.queries import actor_of

    return actor_of(operator(by=Actor.product("office"), at=timezone.now()))


def _list(arguments: argparse.Namespace) -> int:
    from django.db.models import Count

    from kembar.access.models import Office

    rows = Office.objects.select_related("government").annotate(people=Count("memberships", distinct=True))
    told = [_shape(one) | {"people": one.people} for one in rows.order_by("name", "id")]
    if arguments.json:
        answer_json({"offices": told})
        return ANSWERED
    heads = (gettext("Office"), gettext("Name"), gettext("Kind"), gettext("Acts for"), gettext("People"))
    answer_table(heads, [(one["slug"], one["name"], one["kind"], one["government"], one["people"]) for one in told])
    return ANSWERED


def _shape(office: Office) -> dict[str, Any]:
    return {
        "slug": office.slug,
        "name": office.name,
        "kind": office.kind,
        "government": office.government.slug if office.government else None,
        "country": office.country_code or None,
        "scope_countries": office.scope_countries,
        "scope_levels": office.scope_levels,
        "languages": office.languages,
    }


def _create(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from kembar.offices.actions import found_office

    name = arguments.name.strip()
    if not name or len(name) > 200:
        raise Refused(gettext("The name of an office has 1 to 200 characters."))
    scope = _countries(arguments.scope)
    if arguments.kind == "ministry" and not scope:
        raise Refused(gettext("A ministry sees what lies in its scope: name countries with --scope, e.g. --scope ID."))
    office = found_office(
        name=name,
        kind=arguments.kind,
        acts_for=_government(arguments),
        country_code=next(iter(_countries(arguments.country)), ""),
        languages=_words(arguments.languages) or ["id"],
        scope_countries=scope,
        scope_levels=_levels(arguments.levels),
        by=_operator(),
        at=timezone.now(),
    )
    if arguments.json:
        answer_json(_shape(office))
        return ANSWERED
    print(gettext("%(name)s is here, as %(slug)s.") % {"name": office.name, "slug": office.slug})
    print(gettext("Invite its head: kembar office invite %(slug)s --role head") % {"slug": office.slug})
    return ANSWERED


def _government(arguments: argparse.Namespace) -> Any:
    from kembar.offices.actions import FromPlace
    from kembar.offices.queries.choices import chosen

    if arguments.kind != "city":
        return None
    if arguments.government:
        found = chosen(f"government:{arguments.government}")
        if found is None:
            from kembar.partnerships.models import Government
            from kembar.partnerships.queries.names import nearest

            likely = ", ".join(nearest(arguments.government, Government.objects.values_list("slug", flat=True)))
            sentence = gettext("There is no government called %(slug)s. Did you mean: %(likely)s?")
            raise Refused(sentence % {"slug": arguments.government, "likely": likely})
        return found
    if not arguments.place:
        raise Refused(
            gettext("A city's office acts for a government: name it with --government, or its seat with --place.")
        )
    place: Any = chosen(f"place:{arguments.place}")
    if place is None:
        sentence = gettext("There is no place with the GeoNames number %(number)s.")
        raise Refused(sentence % {"number": arguments.place})
    levels = _levels(arguments.level)
    if len(levels) != 1:
        raise Refused(gettext("Say with --level whether it is a city, a regency, a province …"))
    return FromPlace(place, levels[0])


def _words(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _countries(text: str) -> list[str]:
    from kembar.places.models import Country
    from kembar.places.rules import country_named

    codes = []
    for word in _words(text):
        code = word.upper() if len(word) == 2 else country_named(word)
        if code is None or not Country.objects.filter(pk=code).exists():
            raise Refused(gettext("“%(name)s” is no country that is known here.") % {"name": word})
        codes.append(code)
    return codes


def _levels(text: str) -> list[str]:
    from kembar.offices.forms import LEVELS

    known = [code for code, _word in LEVELS]
    for word in _words(text):
        if word not in known:
            sentence = gettext("“%(name)s” is no level; there are: %(known)s.")
            raise Refused(sentence % {"name": word, "known": ", ".join(known)})
    return _words(text)


def _invite(arguments: argparse.Namespace) -> int:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.urls import reverse
    from django.utils import timezone

    from kembar.access.actions import invite
    from kembar.access.models import Membership
    from kembar.access.roles import ROLES_BY_KIND
    from kembar.offices.mails import can_mail, mail_invitation

    office = _office(arguments.office)
    roles = ROLES_BY_KIND[office.kind]
    has_head = Membership.objects.filter(office=office, role="head").exists()
    role = arguments.role or (roles[0] if has_head else "head")
    if role not in roles:
        sentence = gettext("“%(role)s” is no role in this kind of office; there are: %(roles)s.")
        raise Refused(sentence % {"role": role, "roles": ", ".join(roles)})
    if arguments.email:
        try:
            validate_email(arguments.email)
        except ValidationError as error:
            raise Refused(gettext("“%(email)s” is no e-mail address.") % {"email": arguments.email}) from error
    given = {"name": arguments.name.strip()[:150], "email": arguments.email}
    made = invite(office=office, role=role, **given, by=_operator(), at=timezone.now())
    link = arguments.address.rstrip("/") + reverse("invitation", args=[made.token])
    mailed = bool(arguments.email) and can_mail() and mail_invitation(made.invitation, link)
    until = made.invitation.expires_at
    if arguments.json:
        shape = {"office": office.slug, "role": role, "link": link, "expires_at": until.isoformat(), "mailed": mailed}
        answer_json(shape)
        return ANSWERED
    day = timezone.localtime(until).strftime("%Y-%m-%d %H:%M")
    print(gettext("This link works once, until %(until)s. It is shown this once:") % {"until": day})
    print(f"  {link}")
    if arguments.email:
        print(gettext("It was mailed.") if mailed else gettext("It was not mailed; send it yourself."))
    return ANSWERED


def _office(slug: str) -> Office:
    from kembar.access.models import Office
    from kembar.partnerships.queries.names import nearest

    found = Office.objects.filter(slug=slug).first()
    if found is None:
        slugs = list(Office.objects.values_list("slug", flat=True))
        if not slugs:
            raise Refused(gettext("There is no office here yet. `kembar office create` founds one."))
        sentence = gettext("There is no office called %(slug)s. Did you mean: %(likely)s?")
        raise Refused(sentence % {"slug": slug, "likely": ", ".join(nearest(slug, slugs))})
    return found


def _link(arguments: argparse.Namespace) -> int:
    from django.urls import reverse
    from sesame.utils import get_query_string

    from kembar.access.models import User

    user = User.objects.filter(username=arguments.username, is_active=True).first()
    if user is None:
        raise Refused(gettext("There is no account called %(name)s.") % {"name": arguments.username})
    link = arguments.address.rstrip("/") + reverse("one-time-link") + get_query_string(user)
    if arguments.json:
        answer_json({"username": user.get_username(), "link": link})
        return ANSWERED
    print(gettext("This link signs %(name)s in, once, within an hour:") % {"name": user.get_username()})
    print(f"  {link}")
    return ANSWERED
